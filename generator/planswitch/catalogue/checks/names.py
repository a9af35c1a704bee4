"""Other names: what they name, and what is said where they name nothing."""

from __future__ import annotations

from collections.abc import Iterator

from planswitch.catalogue.checks.check import Check, Found
from planswitch.catalogue.folder import Tables
from planswitch.rules.vocabulary import NAME_KINDS, NAMED


def _kinds(tables: Tables) -> Found:
    for row in tables["names"]:
        others = [column for column in NAMED if row[column]]
        if others:
            if row["kind"] != "former":
                tip = f"plans alone have other names; write former for an id that this {others[0]} had before"
                yield row.problem("name", "kind", "former", tip=tip)
        elif row["plan"] and not row["kind"]:
            tip = "leave “plan” blank too for what this edition does not cover"
            yield row.problem("name", "kind", f"one of {', '.join(NAME_KINDS)}", tip=tip)
        elif row["kind"] and not row["plan"]:
            tip = "leave “kind” blank too for what this edition does not cover"
            yield row.problem("name", "plan", f"the plan of this {row['kind']} name", tip=tip)


def _single(tables: Tables) -> Found:
    for row in tables["names"]:
        meant = [column for column in ("plan", *NAMED) if row[column]]
        if len(meant) > 1:
            tip = f"the row says “{meant[0]}” already; write a row of its own for each"
            yield row.problem("name", meant[1], "an empty cell", tip=tip)


def _notes(tables: Tables) -> Found:
    for row in tables["names"]:
        named = row["plan"] or row["kind"] or any(row[column] for column in NAMED)
        if not row["note"] and (not named or row["kind"] == "successor"):
            what = "what is not covered" if not row["plan"] else "what came after"
            yield row.problem("note", "note", f"a note on {what}", tip="it is the answer to who looks for this name")


def checks() -> Iterator[Check]:
    """All of this kind."""
    yield Check("name", "a name of a plan has a kind, and no other has one", ("names",), _kinds)
    yield Check("name", "a name stands for one thing", ("names",), _single)
    yield Check("note", "a name that names no plan has a note", ("names",), _notes)
