"""Listed pairs that lead the other way than all others of their kind. Where more lead back, they may."""

from __future__ import annotations

from collections.abc import Iterator

from planswitch.catalogue.checks.check import CatalogueCheck, Found
from planswitch.catalogue.folder import Tables
from planswitch.catalogue.tables import Row
from planswitch.rules.model import Catalogue

FEWEST = 4
"""Fewest pairs that lead one way, for a single one that leads back to stand out."""
FEWEST_PLANS = 3
"""Fewest plans that they lead from or to: one plan with a way to all others says nothing of a direction."""


def _reversed(tables: Tables, catalogue: Catalogue) -> Found:
    """Among the pairs of one family, or of two, that which leads the other way in the order of plans and families."""
    kinds: dict[tuple[str, ...], list[Row]] = {}
    for row in tables["switches"]:
        families = {catalogue.plans[row[side]].family for side in ("from", "to")}
        kinds.setdefault((row["route"] or tables.listing[0], *sorted(families)), []).append(row)
    place = {plan: number for number, plan in enumerate(catalogue.plans)}
    for kind, rows in kinds.items():
        back = _alone([(row, place[row["from"]] > place[row["to"]]) for row in rows])
        if back and len(kind) > 2:  # the order of plans alone is none between families
            sides = [(row, catalogue.plans[row["from"]].family == kind[1]) for row in rows]
            back = back if _alone(sides) is back else None
        if back:
            found = f"“{back['from']} → {back['to']}”, the only one of {len(rows)} pairs to lead this way"
            tip = "are “from” and “to” swapped?"
            expected = "a pair that leads the way of the others"
            yield back.problem("reversed", "from", expected, found=found, tip=tip, fatal=False)


def _alone(rows: list[tuple[Row, bool]]) -> Row | None:
    """The row that differs from all others, where these are enough to tell."""
    few, many = sorted(([row for row, way in rows if way is side] for side in (True, False)), key=len)
    plans = min(len({row[side] for row in many}) for side in ("from", "to"))
    return few[0] if len(few) == 1 and len(many) >= FEWEST and plans >= FEWEST_PLANS else None


def checks() -> Iterator[CatalogueCheck]:
    """All of this kind."""
    yield CatalogueCheck("reversed", "no listed pair alone leads the other way", _reversed)
