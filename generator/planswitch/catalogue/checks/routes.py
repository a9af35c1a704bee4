"""The words of routes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from planswitch.catalogue.checks.check import Check, Found
from planswitch.catalogue.folder import Tables
from planswitch.catalogue.problems import shortened
from planswitch.catalogue.schema import columns

PLACE = re.compile(r"\{[^{}]*\}")
PLACES = ("{from}", "{to}")


def _sentences(tables: Tables) -> Found:
    for table, column in columns("sentence"):
        for row in tables[table.name]:
            others = [place for place in PLACE.findall(row[column.name]) if place not in PLACES]
            if others:
                tip = "every other word in braces is shown as it is typed"
                expected = "{from} and {to} for the two plans"
                found = f"“{shortened(others[0])}”"
                yield row.problem("sentence", column.name, expected, found=found, tip=tip, fatal=False)


def checks() -> Iterator[Check]:
    """All of this kind."""
    yield Check("sentence", "sentences have no places but those of the plans", ("routes",), _sentences)
