"""What plans have: the columns of ``plans.csv`` that ``attributes.csv`` gives it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from planswitch.catalogue.checks.check import Check, Found
from planswitch.catalogue.conversions import tip_for_a_number
from planswitch.catalogue.folder import Tables
from planswitch.catalogue.problems import Hints
from planswitch.catalogue.schema import BY_NAME
from planswitch.rules.model import read_choices

WHOLE_NUMBER = re.compile(r"-?[0-9]{1,15}")


def _values(tables: Tables) -> Found:
    plans = tables["plans"].rows
    seen = set(BY_NAME["plans"].header)
    for attribute in tables["attributes"]:
        name = attribute["id"]
        if not plans or name not in plans[0].letters or name in seen:
            continue
        seen.add(name)
        levels = read_choices(attribute["levels"])
        hints = Hints(levels)
        for row in plans:
            cell = row[name]
            if cell and attribute["type"] == "level" and cell not in levels:
                yield row.problem("attribute", name, f"a level of {name}", tip=hints.tip(cell))
            elif cell and attribute["type"] == "number" and not WHOLE_NUMBER.fullmatch(cell):
                yield row.problem("attribute", name, "a whole number", tip=tip_for_a_number(cell))


def checks() -> Iterator[Check]:
    """All of this kind."""
    yield Check("attribute", "attributes of plans are levels and numbers", ("plans", "attributes"), _values)
