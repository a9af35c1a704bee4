"""What a fact can be: the smallest number, and who answers it."""

from __future__ import annotations

from collections.abc import Iterator

from planswitch.catalogue.checks.attributes import WHOLE_NUMBER
from planswitch.catalogue.checks.check import Check, Found
from planswitch.catalogue.conversions import tip_for_a_number
from planswitch.catalogue.folder import Tables


def _minimum(tables: Tables) -> Found:
    for row in tables["facts"]:
        if row["min"] and row["type"] != "number":
            yield row.problem("min", "min", f"an empty cell, for a fact of type {row['type']}")
        elif row["min"] and not WHOLE_NUMBER.fullmatch(row["min"]):
            yield row.problem("min", "min", "a whole number", tip=tip_for_a_number(row["min"]))


def _answer(tables: Tables) -> Found:
    for row in tables["facts"]:
        if row["answer"] and row["type"] != "yesno":
            yield row.problem("answer", "answer", f"an empty cell, for a fact of type {row['type']}")


def checks() -> Iterator[Check]:
    """All of this kind."""
    yield Check("min", "only numbers have a minimum", ("facts",), _minimum)
    yield Check("answer", "only yes/no facts are answered by the pair", ("facts",), _answer)
