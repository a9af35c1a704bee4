"""Ids that plans had before: each leads to one plan, and none is the id of another one now."""

from __future__ import annotations

from collections.abc import Iterator

from planswitch.catalogue.checks.check import CatalogueCheck, Found
from planswitch.catalogue.folder import Tables
from planswitch.catalogue.renames import may_have_been_an_id
from planswitch.rules.model import Catalogue
from planswitch.rules.names import PlanNames


def _taken(tables: Tables, catalogue: Catalogue) -> Found:
    for row in tables["names"]:
        name = row["name"]
        if may_have_been_an_id(name, row["kind"]) and name in catalogue.plans and name != row["plan"]:
            found = f"“{name}”, which is the id of another plan"
            tip = f"links to “{name}” lead to that plan; delete the row, or give that plan another id"
            yield row.problem("renamed", "name", "an id that no plan has now", found=found, tip=tip, fatal=False)


def _several(tables: Tables, catalogue: Catalogue) -> Found:
    names = PlanNames(catalogue)
    rows = {row["name"]: row for row in tables["names"] if may_have_been_an_id(row["name"], row["kind"])}
    for name, row in rows.items():
        meaning = names.find(name)
        if name not in catalogue.plans and not meaning.plan:
            meant = [*meaning.plans, *(each.name for each in meaning.uncovered)]
            found = f"“{name}”, which means {' and '.join(meant)}"
            tip = "its address and links can lead to one plan alone: delete the others, or this row"
            yield row.problem("renamed", "name", "an id that means one plan", found=found, tip=tip, fatal=False)


def checks() -> Iterator[CatalogueCheck]:
    """All of this kind."""
    yield CatalogueCheck("renamed", "no id of earlier is the id of another plan now", _taken)
    yield CatalogueCheck("renamed", "each id of earlier leads to one plan", _several)
