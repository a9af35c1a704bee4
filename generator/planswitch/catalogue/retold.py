"""Answers that are the same decision in other words: texts around it, by the rows that say them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from itertools import product
from typing import TYPE_CHECKING

from planswitch.catalogue.verdicts import Group, Verdict
from planswitch.rules.citations import citations

if TYPE_CHECKING:
    from planswitch.catalogue.compare import Comparison
    from planswitch.catalogue.edits import Cells, Edit
    from planswitch.catalogue.shown import Shown
    from planswitch.catalogue.sides import Side
    from planswitch.rules.classes import Pair

VERDICT = Verdict("wording", "", "", "", ((),), 1, (), "")
SETTINGS = frozenset({"edition", "note", "date", "id"})
"""The settings that answers tell."""
OFFERED = frozenset({"sure", "likely", "unknown", "no", "stopped"})
"""The sentences of routes."""
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
        yield Group((edit,), VERDICT, (origin, comparison.first(targets)), members)


def _setting(comparison: Comparison, edit: Edit) -> Members:
    return dict.fromkeys(comparison.plans, comparison.all) if edit.key[0] in SETTINGS else {}


def _route(comparison: Comparison, edit: Edit) -> Members:
    """What a route is called, and what it says of a pair, is told where it comes into question."""
    name, cells = edit.key[0], set(edit.cells) - {"offers"}
    if edit.kind != "changed" or not cells:
        return {}
    before, after = dict(edit.before), dict(edit.after)
    ours = {offer for offer in OFFERED if not (before.get(offer) and after.get(offer))}  # our sentence has the name
    offers = (cells & OFFERED) | (ours if "name" in cells else set())
    word = _word_of(before) != _word_of(after)

    def tells(found: Shown) -> bool:
        said = any((name, offer) in found.sentences for offer in offers)
        return said or ("how" in cells and name in found.called) or (word and name in found.chosen)

    return _by_class(comparison, tells)


def _word_of(row: Cells) -> str:
    """The word of a route, or its name, which stands for it."""
    return row.get("word") or row.get("name", "")


def _attribute(comparison: Comparison, edit: Edit) -> Members:
    """Any two plans may be compared in it."""
    return _compared(comparison, comparison.plans, edit)


def _plan(comparison: Comparison, edit: Edit) -> Members:
    """A plan is named in its answers, and compared with others by its attributes."""
    plan, cells = edit.key[0], set(edit.cells) - {"family"}
    if edit.kind != "changed" or not comparison.mask(plan) or not cells:
        return {}
    return _with(comparison, plan) if "name" in cells else _compared(comparison, [plan], edit)


def _with(comparison: Comparison, plan: str) -> Members:
    """The answers of a plan, to it and from it."""
    return {**dict.fromkeys(comparison.plans, comparison.mask(plan)), plan: comparison.all}


def _compared(comparison: Comparison, plans: Collection[str], edit: Edit) -> Members:
    """The answers that compare one of these plans with another in other words; any words where they are translated."""
    translated = edit not in comparison.edits
    found: Members = {}
    for plan, other in product(plans, comparison.plans):
        for origin, target in {(plan, other), (other, plan)} if plan != other else ():
            if comparison.compared_otherwise(origin, target, translated=translated):
                found[origin] = found.get(origin, 0) | comparison.mask(target)
    return found


def _name(comparison: Comparison, edit: Edit) -> Members:
    """What became of a plan is told in its answers: by a note, or by the name and since when it has been in use."""
    name, plan = edit.key[:2]
    told = any(each.name == name for side in comparison.sides for each in side.later.get(plan, ()))
    rows = [dict(cells) for cells in (edit.before, edit.after) if cells]
    ignored = {"until"} | ({"from"} if all(row.get("note") for row in rows) else set())
    return _with(comparison, plan) if told and comparison.mask(plan) and set(edit.cells) - ignored else {}


def _switch(comparison: Comparison, edit: Edit) -> Members:
    """What is doubtful of a switch is told with it, where its route may be chosen."""
    origin, target = edit.key[:2]
    if "note" not in edit.cells or not (comparison.mask(origin) and comparison.mask(target)):
        return {}
    notes = [_notes(side, origin, target) for side in comparison.sides]
    told = notes[0] != notes[1] or (edit.kind == "changed" and any(notes) and edit not in comparison.edits)
    return {origin: comparison.mask(target)} if told else {}


def _notes(side: Side, origin: str, target: str) -> dict[str, str]:
    """Route that may be chosen -> what is told of the switch."""
    chosen = side.shown(side.catalogue.pairs[origin, target]).chosen
    found = {route: side.catalogue.switches.of(origin, target, route) for route in sorted(chosen)}
    return {route: switch.note for route, switch in found.items() if switch and switch.note}


def _fact(comparison: Comparison, edit: Edit) -> Members:
    """A question stands where it is asked, and in conditions; its help only where it is asked."""
    name, cells = edit.key[0], set(edit.cells) - {"answer"}
    if edit.kind != "changed" or not cells:
        return {}
    if cells <= {"help", "min"}:
        return _by_class(comparison, lambda found: name in found.asked)
    return _by_class(comparison, lambda found: name in found.asked or name in found.tested)


def _source(comparison: Comparison, edit: Edit) -> Members:
    """A source is told with each reason and step that cites it, and with what became of a plan."""
    name = edit.key[0]
    if edit.kind != "changed" or not edit.cells.keys() & {"title", "date"}:
        return {}
    titles = [side.words.source_title(side.catalogue.sources[name]) for side in comparison.sides]
    if "title" not in edit.cells and titles[0] == titles[1]:
        return {}
    found = _by_class(comparison, lambda shown: name in shown.sources)
    for plan, names in comparison.after.later.items():
        cited = [each for later in names for each in citations(later.source, comparison.after.catalogue.sources)]
        if comparison.mask(plan) and any(each.source == name for each in cited):
            found = {origin: targets | found[origin] for origin, targets in _with(comparison, plan).items()}
    return found


def _rule(comparison: Comparison, edit: Edit) -> Members:
    return _by_pair(comparison, lambda _, pair: any(rule.id == edit.key[0] for rule in pair.rules))


def _step(comparison: Comparison, edit: Edit) -> Members:
    def says(side: Side, pair: Pair) -> bool:
        return any(side.step_rows[id(step)] == edit.place for step in side.steps(pair))

    return _by_pair(comparison, says)


def _by_class(comparison: Comparison, tells: Callable[[Shown], bool]) -> Members:
    return _by_pair(comparison, lambda side, pair: tells(side.shown(pair)))


def _by_pair(comparison: Comparison, wanted: Callable[[Side, Pair], bool]) -> Members:
    side = comparison.after
    found: Members = {}
    classes: dict[int, bool] = {}
    for origin in comparison.plans:
        found[origin] = 0
        for (_, number), targets in comparison.classes(origin).items():
            if number not in classes:
                classes[number] = wanted(side, side.catalogue.pairs.classes[number])
            if classes[number]:
                found[origin] |= targets
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
