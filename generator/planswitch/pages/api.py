"""Writes the JSON files.

For all languages, below ``api/v1/`` and the catalogue's id where the site has several: ``catalogue.json``,
``decisions/FROM.json`` and a JSON Schema beside each. For one language: ``answers/FROM.json``, the base answers as the
widget shows them before Python has loaded, with the digest of what they rest on: the page has to be of the same; and
``names.json``, the names by which plans are found; with many plans ``chart.json``, the cells of the matrix.

Of answers and decisions each stands once, however many plans share it. ``targets`` has the place of that of each plan:
in answers, plans are in the order of pages, family by family; in decisions, in the order of ``catalogue.json``. What
stands in their lists is in ``parts`` (see `planswitch.pages.parts`), and what all answers of a file say is ``common``.
In an answer, `OTHER` stands for the other plan: for its name, and in ``decision.to`` for its id.

A chain is no part of a shared decision. ``before`` has, for each plan, the place of the one before it in its shortest
chain of listed switches, -1 where none leads there; a chain may be a single switch here. Of the plans to which a switch
leads, ``besides`` has the chain of two or more, where one leads there too. Where the decision says ``chain``, it is
worth knowing.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, get_args

from planswitch.catalogue import Loaded
from planswitch.catalogue.schema import TABLES, Column, TableSchema, with_attributes
from planswitch.pages.matrix import chart_files
from planswitch.pages.naming import names_file
from planswitch.pages.parts import Parts
from planswitch.pages.render import Renderer
from planswitch.pages.shared import shared_answers
from planswitch.rules.matrix import Overview
from planswitch.rules.vocabulary import CERTAINTIES, EFFECTS, Offer, RouteState, State, Status

SCHEMA = "https://json-schema.org/draft/2020-12/schema"
TEXT = {"type": "string"}
TEXTS = {"type": "array", "items": TEXT}
NUMBER = {"type": "integer"}
PLACES = {"type": "array", "items": {"type": "integer", "minimum": 0}}
OTHER = "\x1a"
"""In answers that plans share, what stands for the other plan: no cell and no translation can hold it."""
COMMON = ("origin", "given", "edition", "note")
"""What all answers of a file say."""
COMMON_OF_DECISIONS = ("from", "facts", "catalogue")


def public_files(renderer: Renderer) -> Iterator[tuple[str, str]]:
    """Path and content of each file that belongs to no language; any language's renderer makes the same."""
    catalogue = renderer.catalogue
    folder = f"api/v1/{renderer.folder}"
    yield f"{folder}catalogue.json", published(renderer.loaded)
    yield f"{folder}catalogue.schema.json", _indented(catalogue_schema(catalogue.attributes))
    yield f"{folder}decisions.schema.json", _indented(decisions_schema())
    for origin in catalogue.plans:
        yield f"{folder}decisions/{origin}.json", _compact(decisions_from(renderer.overview, origin))


def published(loaded: Loaded) -> str:
    """The catalogue as the browser reads it: plain tables and their digest."""
    return _compact({"digest": loaded.catalogue.digest, "tables": loaded.tables})


def answer_files(renderer: Renderer) -> Iterator[tuple[str, str]]:
    """Path and content of each file of one language."""
    for origin in renderer.catalogue.plans:
        yield f"{renderer.folder}answers/{origin}.json", _compact(answers_from(renderer, origin))
    yield names_file(renderer)
    yield from chart_files(renderer)


def answers_from(renderer: Renderer, origin: str) -> dict[str, Any]:
    """The base answers from a plan, in one language."""
    catalogue, parts = renderer.catalogue, Parts()
    answers: dict[str, int] = {}
    told: list[dict[str, Any]] = []
    place: dict[str, int] = {}
    common: dict[str, Any] = {}
    for same in shared_answers(renderer, origin, target=OTHER):
        answer = parts.shared(same.answer.to_dict())
        answer["decision"]["to"] = OTHER
        common = {name: answer.pop(name) for name in COMMON}
        common["decision"] = {name: answer["decision"].pop(name) for name in COMMON_OF_DECISIONS}
        found = answers.setdefault(json.dumps(answer), len(told))
        if found == len(told):
            told.append(answer)
        place.update(dict.fromkeys(same.targets, found))
    targets = [place[target] for target in renderer.order]
    return {"digest": catalogue.digest, "common": common, "parts": parts.parts, "answers": told, "targets": targets}


def decisions_from(overview: Overview, origin: str) -> dict[str, Any]:
    """The decisions from a plan, with nothing given."""
    catalogue, parts = overview.catalogue, Parts()
    row = catalogue.pairs.row(origin)
    places = {number: place for place, number in enumerate(dict.fromkeys(row))}
    return {
        "from": origin,
        "catalogue": catalogue.digest,
        "decisions": [parts.shared(_decision(overview, number)) for number in places],
        "parts": parts.parts,
        "targets": [places[number] for number in row],
        **_chains(overview, origin),
    }


def _decision(overview: Overview, number: int) -> dict[str, Any]:
    """What the pairs of a class share, and whether a chain is worth knowing."""
    decision = overview.of_class(number).to_dict()
    shared = {
        name: value for name, value in decision.items() if name not in ("from", "to", "facts", "via", "catalogue")
    }
    return {**shared, "chain": overview.wants_a_chain(number)}


def _chains(overview: Overview, origin: str) -> dict[str, Any]:
    """Where chains lead from a plan."""
    order = {plan: place for place, plan in enumerate(overview.catalogue.plans)}
    before = overview.before(origin)
    row = zip(overview.catalogue.plans, overview.catalogue.pairs.row(origin), strict=True)
    besides = {
        target: [order[plan] for plan in overview.chain(origin, target)]
        for target, number in row
        if before.get(target) == origin and overview.wants_a_chain(number) and overview.chained(origin, target)
    }
    return {"before": [order[before[plan]] if plan in before else -1 for plan in order], "besides": besides}


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
    decision = _object(
        {
            "status": _one_of(get_args(Status)),
            "route": {"type": ["string", "null"]},
            "certainty": {"enum": [*CERTAINTIES, None]},
            "otherwise": {"type": ["string", "null"]},
            "firm": {"type": "boolean"},
            "routes": PLACES,
            "reasons": PLACES,
            "open": TEXTS,
            "optional": TEXTS,
            "steps": PLACES,
            "notes": PLACES,
            "chain": {"type": "boolean"},
        }
    )
    content = {
        "from": TEXT,
        "catalogue": TEXT,
        "decisions": {"type": "array", "items": decision},
        "parts": {"type": "array", "items": {"oneOf": [route, reason, *kinds]}},
        "targets": PLACES,
        "before": {"type": "array", "items": {"type": "integer", "minimum": -1}},
        "besides": {"type": "object", "additionalProperties": PLACES},
    }
    return {"$schema": SCHEMA, **_object(content)}


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
