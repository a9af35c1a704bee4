"""Writes the JSON files.

For all languages, below ``api/v1/`` and the catalogue's id where the site has several: ``catalogue.json``,
``decisions/FROM.json`` and a JSON Schema beside each. For one language: ``answers/FROM.json``, the base answers as the
widget shows them before Python has loaded, with the digest of what they rest on: the page has to be of the same; and
``names.json``, the names by which plans are found.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, get_args

from planswitch.catalogue import Loaded
from planswitch.catalogue.schema import TABLES, Column, TableSchema, with_attributes
from planswitch.pages.naming import names_file
from planswitch.pages.render import Renderer
from planswitch.rules.vocabulary import CERTAINTIES, EFFECTS, Offer, RouteState, State, Status

SCHEMA = "https://json-schema.org/draft/2020-12/schema"
TEXT = {"type": "string"}
TEXTS = {"type": "array", "items": TEXT}
NUMBER = {"type": "integer"}


def public_files(renderer: Renderer) -> Iterator[tuple[str, str]]:
    """Path and content of each file that belongs to no language; any language's renderer makes the same."""
    catalogue = renderer.catalogue
    folder = f"api/v1/{renderer.folder}"
    yield f"{folder}catalogue.json", published(renderer.loaded)
    yield f"{folder}catalogue.schema.json", _indented(catalogue_schema(catalogue.attributes))
    yield f"{folder}decisions.schema.json", _indented(decisions_schema())
    for origin in catalogue.plans:
        decisions = {target: renderer.overview.decision(origin, target).to_dict() for target in catalogue.plans}
        content = {"from": origin, "catalogue": catalogue.digest, "decisions": decisions}
        yield f"{folder}decisions/{origin}.json", _compact(content)


def published(loaded: Loaded) -> str:
    """The catalogue as the browser reads it: plain tables and their digest."""
    return _compact({"digest": loaded.catalogue.digest, "tables": loaded.tables})


def answer_files(renderer: Renderer) -> Iterator[tuple[str, str]]:
    """Path and content of each file of one language."""
    for origin in renderer.catalogue.plans:
        answers = {target: renderer.answer(origin, target).to_dict() for target in renderer.catalogue.plans}
        content = {"digest": renderer.catalogue.digest, "answers": answers}
        yield f"{renderer.folder}answers/{origin}.json", _compact(content)
    yield names_file(renderer)


def catalogue_schema(attributes: Iterable[str] = ()) -> dict[str, Any]:
    """The shape of ``catalogue.json``.

    Args:
        attributes: ids of those that are columns of ``plans.csv``.
    """
    known = tuple(attributes)
    tables = {table.name: {"type": "array", "items": _row(table, known)} for table in TABLES}
    needed = [table.name for table in TABLES if not table.optional]
    return {"$schema": SCHEMA, **_object({"digest": TEXT, "tables": _object(tables, needed)})}


def _row(table: TableSchema, attributes: tuple[str, ...]) -> dict[str, Any]:
    cells = {column.name: _cell(column) for column in with_attributes(table, attributes)}
    return {**_object(cells, list(table.required)), "description": table.row}


def _cell(column: Column) -> dict[str, Any]:
    words = {"enum": [*column.words, *([""] if column.optional else [])]} if column.words else TEXT
    return {**words, "description": column.help}


def decisions_schema() -> dict[str, Any]:
    """The shape of ``decisions/FROM.json``."""
    route = _object(
        {"route": TEXT, "offer": _one_of(get_args(Offer)), "state": _one_of(get_args(RouteState)), "stops": TEXTS}
    )
    reason = _object(
        {
            "rule": TEXT,
            "route": TEXT,
            "effect": _one_of(EFFECTS),
            "state": _one_of(get_args(State)),
            "certainty": _one_of(CERTAINTIES),
            "cleared_by": TEXTS,
            "source": TEXT,
        }
    )
    step = {"order": NUMBER, "text": TEXT, "source": TEXT, "state": _one_of(get_args(State)), "if": TEXTS}
    kinds = [_object({"rule": TEXT, **step}), _object({"procedure": TEXT, **step})]
    steps = {"type": "array", "items": {"oneOf": kinds}}
    how = {"status": _one_of(get_args(Status)), "certainty": _one_of(CERTAINTIES)}
    hop = _object({"from": TEXT, "to": TEXT, "route": TEXT, **how})
    decision = _object(
        {
            "from": TEXT,
            "to": TEXT,
            "facts": {"type": "object"},
            "status": _one_of(get_args(Status)),
            "route": {"type": ["string", "null"]},
            "certainty": {"enum": [*CERTAINTIES, None]},
            "otherwise": {"type": ["string", "null"]},
            "firm": {"type": "boolean"},
            "routes": {"type": "array", "items": route},
            "reasons": {"type": "array", "items": reason},
            "open": TEXTS,
            "optional": TEXTS,
            "steps": steps,
            "notes": steps,
            "via": {"type": "array", "items": hop},
            "catalogue": _object({"id": TEXT, "edition": TEXT, "date": TEXT, "digest": TEXT}),
        }
    )
    decisions = {"type": "object", "additionalProperties": decision}
    return {"$schema": SCHEMA, **_object({"from": TEXT, "catalogue": TEXT, "decisions": decisions})}


def _one_of(words: Iterable[str]) -> dict[str, Any]:
    return {"enum": list(words)}


def _object(properties: dict[str, Any], required: list[str] | None = None) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties) if required is None else required,
        "additionalProperties": False,
    }


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _indented(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
