"""Chains that differ, in switches or in words: the shortest beside each answer that has one, nothing being told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, reduce
from itertools import pairwise
from operator import ne, or_
from typing import TYPE_CHECKING

from planswitch.catalogue.verdicts import Group, Verdict
from planswitch.rules.chains import Targets, shortest_chain
from planswitch.rules.decisions import wants_a_chain
from planswitch.rules.reach import members
from planswitch.rules.wording import word

if TYPE_CHECKING:
    from planswitch.catalogue.compare import Comparison
    from planswitch.catalogue.edits import Edit

CHAIN = Verdict("chain", "", "", "", ((),), 1, (), "")
WORDING = Verdict("wording", "", "", "", ((),), 1, (), "")
Hop = tuple[str, str, str]
"""Of a switch: its route, status and certainty."""
Hops = Mapping[str, dict[str, Hop]]
"""Plan -> those to which a switch leads that may be part of a chain, in order."""
Marks = dict[str, dict[str, int]]
"""Plan -> those to which a marked switch leads -> its marks: a bit for each edit of which a chain says other things of
it, and above all these, a bit for each because of which a chain asks other things."""
Walk = dict[str, str]
"""Plan -> the one before it on the shortest chain from where the walk began, in the order of being reached."""


def detours(comparison: Comparison, groups: Sequence[Group]) -> Iterator[Group]:
    """The answers whose chain differs, as one group, with the edits that change switches of chains.

    Then those whose chain is the same and says other things of its switches, grouped by the edits of these.

    Args:
        comparison: of two editions.
        groups: the answers that differ without their chains.
    """
    before, after = Chains(comparison, 0), Chains(comparison, 1)
    if list(map(_ordered, before.hops.items())) != list(map(_ordered, after.hops.items())):
        yield from _others(comparison, before, after)
    yield from _retold(comparison, groups, before, after)


def _others(comparison: Comparison, before: Chains, after: Chains) -> Iterator[Group]:
    """The answers whose chain is another one."""
    group = Group(tuple(_causes(comparison, before, after) or comparison.edits), CHAIN, ("", ""))
    for origin in comparison.plans:
        _put(group, comparison, origin, _different(comparison, before, after, origin))
    yield from [group] if group.members else []


def _different(comparison: Comparison, before: Chains, after: Chains, origin: str) -> int:
    """The plans to which another chain leads from a plan, or none any more, or one now, as a set."""
    old, new = before.walk(origin), after.walk(origin)
    same = {origin}
    for plan, came_from in new.items():
        same_way = came_from in same and old.get(plan) == came_from
        if same_way and before.hops[came_from][plan] == after.hops[came_from][plan]:
            same.add(plan)
    was, is_ = (side.wanted(origin) & comparison.set(walk) for side, walk in ((before, old), (after, new)))
    different = (was ^ is_) | (was & is_ & ~comparison.set(same))
    for plan in {**before.hops[origin], **after.hops[origin]}:  # the chains to these go around the switch itself
        different &= ~comparison.mask(plan)
        if before.hops_to(origin, plan, old) != after.hops_to(origin, plan, new):
            different |= comparison.mask(plan)
    return different


def _retold(comparison: Comparison, groups: Sequence[Group], before: Chains, after: Chains) -> Iterator[Group]:
    """The answers whose chain says or asks other things of a switch, which is the same switch."""
    edits = list(comparison.edits)
    marks = _marks(comparison, groups, before, after)
    found: dict[int, Group] = {}
    for origin in comparison.plans if marks else ():
        for mark, targets in after.marked(origin, marks, len(edits)).items():
            if mark not in found:
                causes = tuple(edit for place, edit in enumerate(edits) if mark >> place & 1)
                found[mark] = Group(causes, WORDING, ("", ""))
            _put(found[mark], comparison, origin, targets)
    yield from (group for group in found.values() if group.members)


def _marks(comparison: Comparison, groups: Sequence[Group], before: Chains, after: Chains) -> Marks:
    """The switches of chains that are the same, and of which a chain says or asks other things."""
    bits = {edit: 1 << place for place, edit in enumerate(comparison.edits)}
    causes: dict[str, list[tuple[int, int]]] = {}
    for group in groups:
        mark = reduce(or_, map(bits.__getitem__, group.edits), 0)
        for origin, targets in group.members.items():
            causes.setdefault(origin, []).append((targets, mark))
    marks: Marks = {}
    for origin, hops in after.hops.items():
        for target, hop in hops.items():
            if before.hops.get(origin, {}).get(target) == hop:
                told, asked = map(ne, before.said(origin, target), after.said(origin, target))
                if told or asked:
                    mask = comparison.mask(target)
                    mark = reduce(or_, (mark for targets, mark in causes.get(origin, ()) if targets & mask), 0)
                    mark = mark or sum(bits.values())
                    marks.setdefault(origin, {})[target] = mark * told | mark * asked << len(bits)
    return marks


def _put(group: Group, comparison: Comparison, origin: str, targets: int) -> None:
    if targets and not group.members:
        group.first = (origin, comparison.first(targets))
    group.add(origin, targets)


def _ordered(item: tuple[str, dict[str, Hop]]) -> tuple[str, list[tuple[str, Hop]]]:
    return item[0], list(item[1].items())


def _causes(comparison: Comparison, before: Chains, after: Chains) -> dict[Edit, None]:
    """The edits of the answers whose switches are no part of chains any more, or are now, or in another way."""
    found: dict[Edit, None] = {}
    for group in comparison.decided:
        if any(
            before.hops[origin].get(target) != after.hops[origin].get(target)
            for origin, targets in group.members.items()
            for target in {*before.hops[origin], *after.hops[origin]}
            if targets & comparison.mask(target)
        ):
            found |= dict.fromkeys(group.edits)
    plans = (edit for edit in comparison.edits.of("plans") if edit.kind != "changed")
    return found | dict.fromkeys(plans)


class Chains:
    """The chains of one edition.

    Args:
        comparison: of which it is one side.
        place: which of its `sides`.
    """

    def __init__(self, comparison: Comparison, place: int) -> None:
        self._comparison = comparison
        self._place = place
        self._side = comparison.sides[place]
        self.catalogue = self._side.catalogue
        self._told: dict[int, tuple[bool, Hop]] = {}
        self._said: dict[int, tuple[object, object]] = {}
        self.hops: Hops = {plan: dict(self._hops(plan)) for plan in self.catalogue.plans}

    def _hops(self, origin: str) -> Iterator[tuple[str, Hop]]:
        for target in self.catalogue.targets[origin]:
            hop = self._of(self.catalogue.pairs[origin, target].number)[1]
            if self.catalogue.lists(origin, target, hop[0]):
                yield target, hop

    def _of(self, number: int) -> tuple[bool, Hop]:
        """Of a class: whether a chain is worth knowing, and what a hop says of it."""
        found = self._told.get(number)
        if found is None:
            decision = self._side.decide(self.catalogue.pairs.classes[number])
            hop = (decision.route or "", decision.status, decision.certainty or "")
            found = self._told[number] = wants_a_chain(self.catalogue, decision), hop
        return found

    def said(self, origin: str, target: str) -> tuple[object, object]:
        """All that a chain says of a switch, and what it asks."""
        pair, words = self.catalogue.pairs[origin, target], self._side.words
        found = self._said.get(pair.number)
        if found is None:
            answer = word(self._side.decide(pair), words, names=("", ""))
            first_sight = (answer.mark, answer.headline, answer.tally, answer.summary, answer.lead)
            rest = (answer.groups, answer.steps, answer.notes)
            found = self._said[pair.number] = (first_sight, rest), (answer.open, answer.optional)
        told, asked = found
        route = self.hops[origin][target][0]
        switch = self.catalogue.switches.of(origin, target, route)
        names = (words.plan(origin), words.plan(target), words.route(route).name)
        return (told, names, switch and switch.note), asked

    def wanted(self, origin: str, *, refused: bool = False) -> int:
        """The plans to which a chain is worth knowing, where there is one, as a set.

        Args:
            origin: the plan that is left.
            refused: whether only those count to which nothing else leads: their answers ask what their chain asks.
        """
        found = 0
        for classes, targets in self._comparison.classes(origin).items():
            wanted, (_, status, _) = self._of(classes[self._place])
            if wanted and (status == "no" or not refused):
                found |= targets
        return found

    def hops_to(self, origin: str, target: str, walk: Walk) -> tuple[object, ...]:
        """The plans of the chain that is told, and what each of its hops says; nothing where none is."""
        if not self.wanted(origin) & self._comparison.mask(target):
            return ()
        if target in self.hops[origin]:
            plans = self._shortest(origin, target)
        else:
            plans = (*reversed([*_back(walk, target)]),) if target in walk else ()
        return tuple((after, self.hops[plan][after]) for plan, after in pairwise(plans))

    def marked(self, origin: str, marks: Marks, edits: int) -> dict[int, int]:
        """Edits, a bit for each -> the plans to which such a chain is told that their marks are on it, as a set.

        Args:
            origin: the plan that is left.
            marks: of switches.
            edits: how many there are.
        """
        wanted, refused = self.wanted(origin), self.wanted(origin, refused=True)
        on_chain = {origin: 0}
        for plan, came_from in self.walk(origin).items():
            on_chain[plan] = on_chain[came_from] | marks.get(came_from, NOTHING).get(plan, 0)
        for plan in self.hops[origin]:
            if self._comparison.mask(plan) & wanted:
                switches = pairwise(self._shortest(origin, plan))
                on_chain[plan] = reduce(or_, (marks.get(one, NOTHING).get(other, 0) for one, other in switches), 0)
        found: dict[int, int] = {}
        told = (1 << edits) - 1
        for plan, mark in on_chain.items():
            bit = self._comparison.mask(plan) & wanted if mark else 0
            if bit:
                causes = (mark | mark >> edits if bit & refused else mark) & told
                found[causes] = found.get(causes, 0) | bit
        found.pop(0, None)
        return found

    def walk(self, origin: str) -> Walk:
        """All shortest chains from a plan, breadth first: sets of plans are numbers, as in `planswitch.rules.reach`."""
        walk: Walk = {}
        unseen = self._all & ~self._bits[origin]
        waiting = [origin]
        for plan in waiting:
            if fresh := self._sets[plan] & unseen:
                unseen ^= fresh
                for place in members(fresh):
                    walk[self._plans[place]] = plan
                    waiting.append(self._plans[place])
        return walk

    def _shortest(self, origin: str, target: str) -> tuple[str, ...]:
        return shortest_chain(origin, target, self._targets, lambda *_: True)

    @cached_property
    def _targets(self) -> Targets:
        return {plan: tuple(hops) for plan, hops in self.hops.items()}

    @cached_property
    def _plans(self) -> list[str]:
        return list(self.catalogue.plans)

    @cached_property
    def _bits(self) -> dict[str, int]:
        return {plan: 1 << place for place, plan in enumerate(self._plans)}

    @cached_property
    def _all(self) -> int:
        return (1 << len(self._plans)) - 1

    @cached_property
    def _sets(self) -> dict[str, int]:
        """Plan -> those to which its hops lead, as a set."""
        return {plan: sum(self._bits[target] for target in hops) for plan, hops in self.hops.items()}


NOTHING: dict[str, int] = {}


def _back(walk: Walk, target: str) -> Iterator[str]:
    """The plans of a chain, the last one first."""
    plan: str | None = target
    while plan is not None:
        yield plan
        plan = walk.get(plan)
