"""Ids that plans had before: each leads to one plan, and none is the id of another one now.

So it is with ids of rules, symptoms and families; these are in ``names.csv`` for nothing else, so that a mistake is an
error.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from planswitch.catalogue.checks.check import CatalogueCheck, Check, Found
from planswitch.catalogue.checks.ids import fault_of, tip_of
from planswitch.catalogue.folder import Tables
from planswitch.catalogue.renames import may_have_been_an_id
from planswitch.catalogue.schema import BY_NAME, Reference
from planswitch.catalogue.tables import Row
from planswitch.rules.model import Catalogue
from planswitch.rules.names import PlanNames
from planswitch.rules.vocabulary import NAMED


def _rows(tables: Tables) -> Iterator[Row]:
    """The rows whose names can be ids of earlier of plans."""
    yield from (row for row in tables["names"] if row["plan"] and may_have_been_an_id(row["name"], row["kind"]))


def _taken(tables: Tables, catalogue: Catalogue) -> Found:
    for row in _rows(tables):
        name = row["name"]
        if name in catalogue.plans and name != row["plan"]:
            found = f"“{name}”, which is the id of another plan"
            tip = f"links to “{name}” lead to that plan; delete the row, or give that plan another id"
            yield row.problem("renamed", "name", "an id that no plan has now", found=found, tip=tip, fatal=False)


def _several(tables: Tables, catalogue: Catalogue) -> Found:
    names = PlanNames(catalogue)
    for name, row in {row["name"]: row for row in _rows(tables)}.items():
        meaning = names.find(name)
        if name not in catalogue.plans and not meaning.plan:
            meant = [*meaning.plans, *(each.name for each in meaning.uncovered)]
            found = f"“{name}”, which means {' and '.join(meant)}"
            tip = "its address and links can lead to one plan alone: delete the others, or this row"
            yield row.problem("renamed", "name", "an id that means one plan", found=found, tip=tip, fatal=False)


def _earlier(refers: Reference) -> Callable[[Tables], Found]:
    noun = refers.noun

    def check(tables: Tables) -> Found:
        known = {row["id"] for row in tables[refers.table]}
        rows: dict[str, Row] = {}
        for row in tables["names"]:
            name = row["name"]
            if not row[noun] or not name:
                continue
            if expected := fault_of(name):
                yield row.problem("renamed", "name", f"an id: {expected}", tip=tip_of(name))
            elif name in known:
                found = f"“{name}”, which is the id of a {noun} now"
                tip = f"links to “{name}” lead to that {noun}; delete the row, or give that {noun} another id"
                yield row.problem("renamed", "name", f"an id that no {noun} has now", found=found, tip=tip)
            elif name in rows and rows[name][noun] != row[noun]:
                found = f"“{name}”, which {tables['names'].unit} {rows[name].line} leads to “{rows[name][noun]}”"
                tip = "its address can lead on to one place alone: delete one of the two rows"
                yield row.problem("renamed", "name", f"an id that leads to one {noun}", found=found, tip=tip)
            rows.setdefault(name, row)

    return check


def checks() -> Iterator[Check]:
    """What is wrong with ids of earlier of anything but plans."""
    for name in NAMED:
        if refers := BY_NAME["names"].column(name).refers:
            description = f"each id that a {name} had before is none of now, and there once"
            yield Check("renamed", description, ("names", refers.table), _earlier(refers))


def catalogue_checks() -> Iterator[CatalogueCheck]:
    """What is to be said of ids of earlier of plans."""
    yield CatalogueCheck("renamed", "no id of earlier is the id of another plan now", _taken)
    yield CatalogueCheck("renamed", "each id of earlier leads to one plan", _several)
