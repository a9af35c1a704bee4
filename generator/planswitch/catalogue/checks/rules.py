"""What rules have to say."""

from __future__ import annotations

from collections.abc import Iterator

from planswitch.catalogue.checks.check import Check, Found
from planswitch.catalogue.folder import Tables
from planswitch.rules.decisions import FIRST


def _remedies(tables: Tables) -> Found:
    for row in tables["rules"]:
        if row["effect"] in FIRST and not row["remedy"]:
            tip = "say what has to happen first; it becomes a step"
            yield row.problem("remedy", "remedy", f"a remedy, for the effect {row['effect']}", tip=tip)


def checks() -> Iterator[Check]:
    """All of this kind."""
    yield Check("remedy", "what has to happen first is said", ("rules",), _remedies)
