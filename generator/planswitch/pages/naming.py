"""Writes ``names.json``, one a language: the names by which readers find plans, for the explorer and for search.

It is fetched when somebody looks for a plan, and is no part of a page.
"""

from __future__ import annotations

import json
from typing import Any

from planswitch.pages.render import Renderer
from planswitch.rules.foreign import bare
from planswitch.rules.names import Entry, runs
from planswitch.rules.prose import plain


def names_file(renderer: Renderer) -> tuple[str, str]:
    """Path and content of the file."""
    content = {
        "digest": renderer.catalogue.digest,
        "common": sorted(renderer.words.names.common),
        "names": [_entry(entry) for entry in renderer.words.names.entries if _other(entry, renderer)],
        "plans": {plan: renderer.words.plan(plan) for plan in renderer.order},
        "families": [{"name": family["name"], "plans": len(family["plans"])} for family in renderer.families],
        "more": renderer.words.gettext("… and {n} more: type on to find them."),
        "search": search(renderer),
    }
    return f"{renderer.folder}names.json", json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def _other(entry: Entry, renderer: Renderer) -> bool:
    """Whether a name is another one than those in ``plans``."""
    return not entry.plan or entry.name not in (entry.plan, renderer.words.plan(entry.plan))


def _entry(entry: Entry) -> dict[str, str]:
    if not entry.uncovered:
        return {"name": entry.name, "plan": entry.plan}
    note = entry.uncovered.note
    return {"name": entry.name, "note": note, "said": plain(note), "of": entry.uncovered.name}


def search(renderer: Renderer) -> dict[str, Any]:
    """What search needs to answer a query that names plans: words, sentences and addresses."""
    gettext, folder = renderer.words.gettext, renderer.folder
    plans = f"{folder}{renderer.address}/"
    return {
        "from": _words(gettext("from leave leaving")),
        "to": _words(gettext("to into towards becomes")),
        "pair": gettext("From {from} to {to}"),
        "answered": gettext("From {from} to {to}: {answer}"),
        "answers": f"{folder}answers/{{from}}.json",
        "plan": f"{plans}{{plan}}/",
        "plans": plans,
        "uncovered": gettext("“{name}” is not covered"),
        "label": renderer.label,
        "edition": renderer.catalogue.id if renderer.label else "",
    }


def _words(text: str) -> list[str]:
    return [run for word in bare(text).split() for run in runs(word)]
