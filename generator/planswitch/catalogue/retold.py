"""Answers that are the same decision in other words: texts around it, by the rows that say them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from planswitch.catalogue.verdicts import Group, Verdict
from planswitch.rules.citations import citations

if TYPE_CHECKING:
    from planswitch.catalogue.compare import Comparison
    from planswitch.catalogue.edits import Edit
    from planswitch.catalogue.sides import Side
    from planswitch.rules.classes import Pair
    from planswitch.rules.model import Rule, Step

VERDICT = Verdict("wording", "", "", "", ((),), 1, (), "")
SETTINGS = frozenset({"edition", "note", "date", "id"})
"""The settings that answers tell."""
CAME_LATER = frozenset({"later", "successor"})
"""The kinds of names that answers tell."""
DECIDING = frozenset({"rules", "steps"})
"""The tables whose texts are part of a decision."""
Members = dict[str, int]
"""Plan that is left -> the plans that are wanted, as `planswitch.catalogue.verdicts.Group` has them."""


def retold(comparison: Comparison) -> Iterator[Group]:
    """The answers in other words around the decision, a group for each edit; what rules and steps say is part of it."""
    for edit in comparison.edits:
        if edit.table not in DECIDING:
            yield from in_words(comparison, edit)


def in_words(comparison: Comparison, edit: Edit) -> Iterator[Group]:
    """The answers that say what a row says, as one group, if there are any."""
    told = TOLD.get(edit.table)
    members = {origin: targets for origin, targets in told(comparison, edit).items() if targets} if told else {}
    if members:
        origin, targets = next(iter(members.items()))
        first = comparison.plans[(targets & -targets).bit_length() - 1]
        yield Group((edit,), VERDICT, (origin, first), members)


def _setting(comparison: Comparison, edit: Edit) -> Members:
    return dict.fromkeys(comparison.plans, comparison.all) if edit.key[0] in SETTINGS else {}


def _route(comparison: Comparison, edit: Edit) -> Members:
    """Any answer may speak of a route, but for that of a plan and itself."""
    worded = edit.kind == "changed" and set(edit.cells) - {"offers"}
    return _different(comparison) if worded else {}


def _attribute(comparison: Comparison, _: Edit) -> Members:
    """Any two plans are compared in it."""
    return _different(comparison)


def _different(comparison: Comparison) -> Members:
    return {plan: comparison.all & ~comparison.mask(plan) for plan in comparison.plans}


def _plan(comparison: Comparison, edit: Edit) -> Members:
    """A plan is named in its answers, and compared with others by its attributes."""
    plan = edit.key[0]
    if edit.kind != "changed" or not comparison.mask(plan) or not set(edit.cells) - {"family"}:
        return {}
    return _with(comparison, plan)


def _with(comparison: Comparison, plan: str) -> Members:
    """The answers of a plan, to it and from it."""
    return {**dict.fromkeys(comparison.plans, comparison.mask(plan)), plan: comparison.all}


def _name(comparison: Comparison, edit: Edit) -> Members:
    rows = [dict(cells) for cells in (edit.before, edit.after) if cells]
    told = any(row.get("kind") in CAME_LATER for row in rows)
    plan = edit.key[1]
    return _with(comparison, plan) if told and comparison.mask(plan) else {}


def _switch(comparison: Comparison, edit: Edit) -> Members:
    """What is doubtful of a switch is told with it."""
    origin, target = edit.key[:2]
    return {origin: comparison.mask(target)} if "note" in edit.cells and comparison.mask(origin) else {}


def _fact(comparison: Comparison, edit: Edit) -> Members:
    """A question is asked wherever a row mentions it whose pair does not answer it."""
    name = edit.key[0]
    if edit.kind != "changed" or not set(edit.cells) - {"answer"}:
        return {}

    def asks(side: Side, pair: Pair) -> bool:
        rows: list[Rule | Step] = [*pair.rules, *side.steps(pair)]
        return name not in pair.known and any(name in row.when.facts for row in rows)

    return _by_class(comparison, asks)


def _source(comparison: Comparison, edit: Edit) -> Members:
    """A source is told with each reason and step that cites it."""
    name = edit.key[0]
    if edit.kind != "changed" or not edit.cells.keys() & {"title", "date"}:
        return {}

    def cites(side: Side, pair: Pair) -> bool:
        sources = side.catalogue.sources
        rows: list[Rule | Step] = [*pair.rules, *side.steps(pair)]
        return any(each.source == name for row in rows for each in citations(row.source, sources))

    return _by_class(comparison, cites)


def _rule(comparison: Comparison, edit: Edit) -> Members:
    return _by_class(comparison, lambda _, pair: any(rule.id == edit.key[0] for rule in pair.rules))


def _step(comparison: Comparison, edit: Edit) -> Members:
    def says(side: Side, pair: Pair) -> bool:
        return any(side.step_rows[id(step)] == edit.place for step in side.steps(pair))

    return _by_class(comparison, says)


def _by_class(comparison: Comparison, wanted: Callable[[Side, Pair], bool]) -> Members:
    side = comparison.after
    found: Members = {}
    classes: dict[int, bool] = {}
    for origin in comparison.plans:
        targets = 0
        for bit, (_, number) in enumerate(comparison.classes(origin)):
            if number not in classes:
                classes[number] = wanted(side, side.catalogue.pairs.classes[number])
            if classes[number]:
                targets |= 1 << bit
        found[origin] = targets
    return found


TOLD: dict[str, Callable[[Comparison, Edit], Members]] = {
    "catalogue": _setting,
    "sources": _source,
    "attributes": _attribute,
    "plans": _plan,
    "names": _name,
    "routes": _route,
    "switches": _switch,
    "facts": _fact,
    "rules": _rule,
    "steps": _step,
}
"""Table -> the answers that say what a row of it says."""
