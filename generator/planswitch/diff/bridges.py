"""Plans that are called another way in another edition: ``names.csv`` leads from one id to the other.

So it does with rules, symptoms and families.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from planswitch.catalogue import Loaded
from planswitch.catalogue.edits import PlainTables
from planswitch.rules import Catalogue
from planswitch.rules.names import PlanNames

Bridge = Mapping[str, str]
"""Id of a plan before -> its id now, where that is another."""


def bridge(before: Catalogue, after: Catalogue) -> dict[str, str]:
    """The plans that are called another way now: their id, their name or a later one names one plan of now."""
    names = PlanNames(after)
    later: dict[str, list[str]] = {}
    for name in before.names:
        if name.kind == "later":
            later.setdefault(name.plan, []).append(name.name)
    found: dict[str, str] = {}
    for plan in before.plans.values():
        if plan.id not in after.plans:
            meant = {names.find(text).plan for text in (plan.id, plan.name, *later.get(plan.id, ()))} - {""}
            free = meant - before.plans.keys() - set(found.values())
            if len(meant) == len(free) == 1:
                found[plan.id] = free.pop()
    return found


def bridges(before: Loaded, after: Loaded) -> dict[str, Bridge]:
    """All that is called another way now, by what it is: a ``plan``, or a column of `Catalogue.earlier`."""
    found: dict[str, Bridge] = {PLAN: bridge(before.catalogue, after.catalogue)}
    for noun, ids in after.catalogue.earlier.items():
        had = {row["id"] for row in before.tables[OWN[noun]]}
        found[noun] = {old: now for old, now in ids.items() if old in had and now not in had}
    return {noun: renamed for noun, renamed in found.items() if renamed}


def bridged(tables: PlainTables, renamed: Mapping[str, Bridge]) -> dict[str, list[dict[str, str]]]:
    """Tables of before with the ids of now.

    Args:
        tables: as they were.
        renamed: see `bridges`.
    """
    return {name: [_row(name, row, renamed) for row in rows] for name, rows in tables.items()}


def _row(table: str, row: Mapping[str, str], renamed: Mapping[str, Bridge]) -> dict[str, str]:
    new = dict(row)
    for noun, bridge in renamed.items():
        for column in COLUMNS[noun].get(table, ()):
            if column in new:
                new[column] = " ".join(_tokens(new[column].split(), bridge, SELECTED[noun] if column in ENDS else ""))
    return new


def _tokens(tokens: Iterable[str], bridge: Bridge, before: str) -> Iterator[str]:
    """Words of a cell with the ids of now; those of a selector may have a sign before them, and ``family:``."""
    for token in tokens:
        sign = "!" if token.startswith("!") else ""
        head, _, bare = token.removeprefix(sign).rpartition(":")
        is_meant = bare in bridge and head == before
        yield f"{sign}{head and head + ':'}{bridge[bare]}" if is_meant else token


PLAN = "plan"
ENDS = ("from", "to")
"""Columns of selectors."""
SELECTED = {PLAN: "", "family": "family"}
"""What stands before an id in a selector."""
OWN = {"rule": "rules", "symptom": "symptoms", "family": "families"}
"""The table of each."""
COLUMNS: dict[str, dict[str, tuple[str, ...]]] = {
    PLAN: {"plans": ("id",), "names": (PLAN,), "switches": ENDS, "rules": ENDS, "steps": ENDS},
    "rule": {"rules": ("id",), "names": ("rule",), "symptoms": ("rules",)},
    "symptom": {"symptoms": ("id",), "names": ("symptom",)},
    "family": {"families": ("id",), "names": ("family",), "plans": ("family",), "rules": ENDS, "steps": ENDS},
}
"""Where tables speak of each by its id."""
