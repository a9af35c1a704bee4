"""Writes the JSON files.

For all languages: ``api/v1/catalogue.json``, ``api/v1/decisions/FROM.json`` and a JSON Schema beside each.
For one language: ``answers/FROM.json``, the base answers as the widget shows them before Python has loaded, with the
digest of what they rest on: the page has to be of the same.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from planswitch.catalogue import Loaded
from planswitch.catalogue.tables import COLUMNS
from planswitch.pages.render import Renderer
from planswitch.rules import Question, decide
from planswitch.rules.decisions import EFFECTS

SCHEMA = "https://json-schema.org/draft/2020-12/schema"
TEXT = {"type": "string"}
TEXTS = {"type": "array", "items": TEXT}
NUMBER = {"type": "integer"}


def public_files(loaded: Loaded) -> Iterator[tuple[str, str]]:
    """Path and content of each file that belongs to no language."""
    catalogue = loaded.catalogue
    yield "api/v1/catalogue.json", published(loaded)
    yield "api/v1/catalogue.schema.json", _indented(catalogue_schema())
    yield "api/v1/decisions.schema.json", _indented(decisions_schema())
    for origin in catalogue.plans:
        decisions = {target: decide(catalogue, Question(origin, target)).to_dict() for target in catalogue.plans}
        content = {"from": origin, "catalogue": catalogue.digest, "decisions": decisions}
        yield f"api/v1/decisions/{origin}.json", _compact(content)


def published(loaded: Loaded) -> str:
    """The catalogue as the browser reads it: plain tables and their digest."""
    return _compact({"digest": loaded.catalogue.digest, "tables": loaded.tables})


def answer_files(renderer: Renderer) -> Iterator[tuple[str, str]]:
    """Path and content of each file of one language."""
    for origin in renderer.catalogue.plans:
        answers = {target: renderer.answer(origin, target).to_dict() for target in renderer.catalogue.plans}
        yield f"answers/{origin}.json", _compact({"digest": renderer.catalogue.digest, "answers": answers})


def catalogue_schema() -> dict[str, Any]:
    """The shape of ``catalogue.json``."""
    tables = {
        name: {"type": "array", "items": _object(dict.fromkeys(columns, TEXT))} for name, columns in COLUMNS.items()
    }
    return {"$schema": SCHEMA, **_object({"digest": TEXT, "tables": _object(tables)})}


def decisions_schema() -> dict[str, Any]:
    """The shape of ``decisions/FROM.json``."""
    reason = _object(
        {
            "rule": TEXT,
            "effect": {"enum": list(EFFECTS)},
            "state": {"enum": ["holds", "unknown"]},
            "cleared_by": TEXTS,
            "source": TEXT,
        }
    )
    step = {
        "oneOf": [
            _object({"rule": TEXT, "text": TEXT, "source": TEXT}),
            _object({"procedure": TEXT, "order": NUMBER, "text": TEXT, "source": TEXT}),
        ]
    }
    decision = _object(
        {
            "from": TEXT,
            "to": TEXT,
            "facts": {"type": "object"},
            "listed": {"type": "boolean"},
            "certainty": {"enum": ["sure", "likely", None]},
            "route": {"enum": ["none", "wizard", "manual"]},
            "status": {"enum": ["ready", "after", "depends"]},
            "reasons": {"type": "array", "items": reason},
            "open": TEXTS,
            "optional": TEXTS,
            "steps": {"type": "array", "items": step},
            "via": TEXTS,
            "catalogue": TEXT,
        }
    )
    decisions = {"type": "object", "additionalProperties": decision}
    return {"$schema": SCHEMA, **_object({"from": TEXT, "catalogue": TEXT, "decisions": decisions})}


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _indented(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
