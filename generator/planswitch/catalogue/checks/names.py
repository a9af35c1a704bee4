"""Other names: what they name, and what is said where they name nothing."""

from __future__ import annotations

from collections.abc import Iterator

from planswitch.catalogue.checks.check import Check, Found
from planswitch.catalogue.folder import Tables
from planswitch.rules.vocabulary import NAME_KINDS


def _kinds(tables: Tables) -> Found:
    for row in tables["names"]:
        if row["plan"] and not row["kind"]:
            tip = "leave “plan” blank too for what this edition does not cover"
            yield row.problem("name", "kind", f"one of {', '.join(NAME_KINDS)}", tip=tip)
        elif row["kind"] and not row["plan"]:
            tip = "leave “kind” blank too for what this edition does not cover"
            yield row.problem("name", "plan", f"the plan of this {row['kind']} name", tip=tip)


def _notes(tables: Tables) -> Found:
    for row in tables["names"]:
        named = row["plan"] or row["kind"]
        if not row["note"] and (not named or row["kind"] == "successor"):
            what = "what is not covered" if not row["plan"] else "what came after"
            yield row.problem("note", "note", f"a note on {what}", tip="it is the answer to who looks for this name")


def checks() -> Iterator[Check]:
    """All of this kind."""
    yield Check("name", "a name of a plan has a kind, and no other has one", ("names",), _kinds)
    yield Check("note", "a name that names no plan has a note", ("names",), _notes)
