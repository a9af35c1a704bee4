"""Writes the JSON files.

For all languages, below ``api/v1/`` and the catalogue's id where the site has several: ``catalogue.json``,
``decisions/FROM.json`` and a JSON Schema beside each; the file of a plan is there by each id that it had before, too.
For one language: ``answers/FROM.json``, the base answers as the widget shows them before Python has loaded, with the
digest of what they rest on: the page has to be of the same; and ``names.json``, the names by which plans are found;
with many plans ``chart.json``, the cells of the matrix.

Of answers and decisions each stands once, however many pairs share it: in ``answers/index.json`` and
``decisions/index.json``. In the file of a plan, ``targets`` has the place of that of each plan: in answers, plans are
in the order of pages, family by family; in decisions, in the order of ``catalogue.json``. What stands in lists is in
``parts`` (see `planswitch.pages.parts`), and what all answers say is ``common``. In an answer, `ORIGIN` and `TARGET`
stand for the names of the two plans, in its decision for their ids. An answer that tells a chain is the plan's ``own``,
and so are the parts that are hops: -1 is the place of the first of them, -2 that of the second.

What two plans have beside one another is no part of an answer that pairs share: `comparison` has, in the order of
pages, the place of what each plan has among the values of each attribute, and sentences that these go into. `became`
says of a plan what became of it.

A chain is no part of a shared decision. ``hops`` has, for each plan, the places of those to which a switch leads that
chains may use; where a decision says ``chain``, the shortest of two or more is worth knowing.
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
from planswitch.pages.shared import Key, by_answer, decision_of
from planswitch.rules import word
from planswitch.rules.differences import id_of, placed, told_attributes
from planswitch.rules.matrix import Overview
from planswitch.rules.vocabulary import CERTAINTIES, EFFECTS, Offer, RouteState, State, Status

SCHEMA = "https://json-schema.org/draft/2020-12/schema"
TEXT = {"type": "string"}
TEXTS = {"type": "array", "items": TEXT}
NUMBER = {"type": "integer"}
PLACES = {"type": "array", "items": {"type": "integer", "minimum": 0}}
VALUES = {"type": "array", "items": {"type": ["integer", "string"]}}
ORIGIN, TARGET = "\x01", "\x02"
"""In answers that pairs share, what stands for their plans: no cell and no translation can hold it."""
COMMON = ("given", "edition", "note")
"""What all answers say."""
OF_A_PAIR = ("differences", "compared", "became")
"""What an answer says of the two plans, and no answer that pairs share."""
COMMON_OF_DECISIONS = ("facts", "catalogue")
INDEX = "index"
"""The file of what all others share: no plan can be called so."""


def public_files(renderer: Renderer) -> Iterator[tuple[str, str]]:
    """Path and content of each file that belongs to no language; any language's renderer makes the same."""
    catalogue = renderer.catalogue
    folder = f"api/v1/{renderer.folder}"
    yield f"{folder}catalogue.json", published(renderer.loaded)
    yield f"{folder}catalogue.schema.json", _indented(catalogue_schema(catalogue.attributes))
    yield f"{folder}decisions.schema.json", _indented(decisions_schema())
    for name, origin in {**{plan: plan for plan in catalogue.plans}, **renderer.former_ids}.items():
        yield f"{folder}decisions/{name}.json", _compact(decisions_from(renderer.overview, origin))
    yield f"{folder}decisions/{INDEX}.json", _compact(shared_decisions(renderer.overview))


def published(loaded: Loaded) -> str:
    """The catalogue as the browser reads it: plain tables and their digest."""
    return _compact({"digest": loaded.catalogue.digest, "tables": loaded.tables})


def answer_files(renderer: Renderer) -> Iterator[tuple[str, str]]:
    """Path and content of each file of one language."""
    shared = SharedAnswers(renderer)
    for origin in renderer.catalogue.plans:
        yield f"{renderer.folder}answers/{origin}.json", _compact(shared.answers_from(origin))
    yield f"{renderer.folder}answers/{INDEX}.json", _compact(shared.to_dict())
    yield names_file(renderer)
    yield from chart_files(renderer)


class SharedAnswers:
    """The base answers of a catalogue in one language: those of each plan, and then what they share."""

    def __init__(self, renderer: Renderer) -> None:
        self._renderer = renderer
        self._parts = Parts()
        self._answers: list[dict[str, Any]] = []
        self._places: dict[Key, int] = {}
        self._common: dict[str, Any] = {}

    def answers_from(self, origin: str) -> dict[str, Any]:
        """The answers from a plan: their places, and those that are its own."""
        own: list[dict[str, Any]] = []
        hops = Parts()
        place: dict[str, int] = {}
        for key, targets in by_answer(self._renderer, origin).items():
            if key.told:
                own.append(self._told(origin, targets[0], key, hops))
                place[targets[0]] = -len(own)
            else:
                place.update(dict.fromkeys(targets, self._place(origin, targets[0], key)))
        targets_ = [place[target] for target in self._renderer.order]
        digest = self._renderer.catalogue.digest
        return {"digest": digest, "targets": targets_, "own": own, "parts": hops.parts}

    def _place(self, origin: str, target: str, key: Key) -> int:
        place = self._places.setdefault(key, len(self._answers))
        if place == len(self._answers):
            self._answers.append(self._told(origin, target, key, Parts()))
        return place

    def _told(self, origin: str, target: str, key: Key, hops: Parts) -> dict[str, Any]:
        decision = decision_of(self._renderer, origin, target, key)
        told = word(decision, self._renderer.words, chained=key.leads, names=(ORIGIN, TARGET)).to_dict()
        for name in OF_A_PAIR:
            del told[name]
        via, detour = told["decision"].pop("via"), told.pop("detour")
        told["decision"] |= {"from": ORIGIN, "to": TARGET}
        self._common = {name: told.pop(name) for name in COMMON}
        self._common["decision"] = {name: told["decision"].pop(name) for name in COMMON_OF_DECISIONS}
        shared: dict[str, Any] = self._parts.shared(told)
        shared["decision"]["via"] = self._own(via, hops)
        return {**shared, "detour": {**detour, "hops": self._own(detour["hops"], hops)} if detour else None}

    def _own(self, parts: list[dict[str, Any]], hops: Parts) -> list[int]:
        """The places of parts that are a plan's own."""
        return [-1 - hops.place(self._parts.shared(part)) for part in parts]

    def to_dict(self) -> dict[str, Any]:
        """What the files of plans share, once all of them are made."""
        words = self._renderer.words
        return {
            "digest": self._renderer.catalogue.digest,
            "common": self._common,
            "parts": self._parts.parts,
            "answers": self._answers,
            "comparison": words.comparing.to_dict(self._renderer.order),
            "became": {
                plan: [later.to_dict() for later in found]
                for plan in self._renderer.order
                if (found := words.became(plan))
            },
        }


def shared_decisions(overview: Overview) -> dict[str, Any]:
    """Every decision of the catalogue with nothing given, each once, what chains are made of, and what plans have."""
    catalogue, parts = overview.catalogue, Parts()
    places = {plan: place for place, plan in enumerate(catalogue.plans)}
    decisions = [parts.shared(_decision(overview, pair.number)) for pair in catalogue.pairs.classes]
    hops = [[places[target] for target in overview.hops[plan]] for plan in catalogue.plans]
    has = placed(told_attributes(catalogue), (plan.attributes for plan in catalogue.plans.values()))
    return {
        "catalogue": catalogue.digest,
        "decisions": decisions,
        "parts": parts.parts,
        "hops": hops,
        "attributes": [{"attribute": name, "values": list(map(id_of, values))} for name, values in has.values.items()],
        "plans": has.plans,
    }


def decisions_from(overview: Overview, origin: str) -> dict[str, Any]:
    """Which decisions there are from a plan."""
    row = overview.catalogue.pairs.row(origin)
    return {"from": origin, "catalogue": overview.catalogue.digest, "targets": list(row)}


def _decision(overview: Overview, number: int) -> dict[str, Any]:
    """What the pairs of a class share, and whether a chain is worth knowing."""
    decision = overview.of_class(number).to_dict()
    shared = {
        name: value for name, value in decision.items() if name not in ("from", "to", "facts", "via", "catalogue")
    }
    return {**shared, "chain": overview.wants_a_chain(number)}


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
    """The shape of ``decisions/FROM.json``, and of ``decisions/index.json``."""
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
    index = {
        "catalogue": TEXT,
        "decisions": {"type": "array", "items": decision},
        "parts": {"type": "array", "items": {"oneOf": [route, reason, *kinds]}},
        "hops": {"type": "array", "items": PLACES},
        "attributes": {"type": "array", "items": _object({"attribute": TEXT, "values": VALUES})},
        "plans": {"type": "array", "items": {"type": "array", "items": {"type": ["integer", "null"], "minimum": 0}}},
    }
    of_a_plan = {
        "from": TEXT,
        "catalogue": TEXT,
        "targets": PLACES,
    }
    return {"$schema": SCHEMA, "oneOf": [_object(of_a_plan), _object(index)]}


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
