"""What no answer depends on."""

from __future__ import annotations

from collections.abc import Iterator

from planswitch.catalogue.checks.check import Check, Found
from planswitch.catalogue.folder import Tables
from planswitch.rules.conditions import ConditionError


def _facts(tables: Tables) -> Found:
    unused = {row["id"] for row in tables["facts"]} - {""}
    for _, condition in (*tables.conditions["rules", "when"], *tables.conditions["steps", "when"]):
        if isinstance(condition, ConditionError):
            return
        unused -= condition.facts
    for row in tables["facts"]:
        if row["id"] in unused:
            tip = "no answer depends on it, so nobody is asked; delete it or use it in rules.csv or steps.csv"
            yield row.problem("unused", "id", "a fact that a rule or a step mentions", tip=tip, fatal=False)


def checks() -> Iterator[Check]:
    """All of this kind."""
    yield Check("unused", "every fact is mentioned by a rule or a step", ("rules", "steps", "facts"), _facts)
