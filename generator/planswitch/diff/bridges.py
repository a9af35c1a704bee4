"""Plans that are called another way in another edition: ``names.csv`` leads from one id to the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

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


def bridged(tables: PlainTables, bridge: Bridge) -> dict[str, list[dict[str, str]]]:
    """Tables of before with the ids of now."""
    return {name: [_row(name, row, bridge) for row in rows] for name, rows in tables.items()}


def _row(table: str, row: Mapping[str, str], bridge: Bridge) -> dict[str, str]:
    new = dict(row)
    for column in COLUMNS.get(table, ()):
        if column in new:
            new[column] = " ".join(_tokens(new[column].split(), bridge))
    return new


def _tokens(tokens: Iterable[str], bridge: Bridge) -> Iterator[str]:
    for token in tokens:
        bare = token.removeprefix("!")
        yield token.replace(bare, bridge[bare]) if bare in bridge else token


COLUMNS = {
    "plans": ("id",),
    "names": ("plan",),
    "switches": ("from", "to"),
    "rules": ("from", "to"),
    "steps": ("from", "to"),
}
"""Where tables speak of plans by their ids."""
