"""The words of routes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from planswitch.catalogue.checks.check import Check, Found
from planswitch.catalogue.folder import Tables
from planswitch.catalogue.problems import shortened
from planswitch.catalogue.schema import TableSchema, columns

PLACE = re.compile(r"\{[^{}]*\}")
PLACES = ("{from}", "{to}")


def _sentences(table: TableSchema, column: str) -> Callable[[Tables], Found]:
    def check(tables: Tables) -> Found:
        for row in tables[table.name]:
            others = [place for place in PLACE.findall(row[column]) if place not in PLACES]
            if others:
                tip = "every other word in braces is shown as it is typed"
                expected = "{from} and {to} for the two plans"
                found = f"“{shortened(others[0])}”"
                yield row.problem("sentence", column, expected, found=found, tip=tip, fatal=False)

    return check


def checks() -> Iterator[Check]:
    """All of this kind."""
    for table, column in columns("sentence"):
        description = f"“{column.name}” of {table.file} has no places but those of the plans"
        yield Check("sentence", description, (table.name,), _sentences(table, column.name))
