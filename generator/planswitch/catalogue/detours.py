"""Chains that differ, in switches or in words: the shortest beside each answer that has one, nothing being told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, reduce
from itertools import chain, pairwise
from operator import or_
from typing import TYPE_CHECKING

from planswitch.catalogue.sides import Side
from planswitch.catalogue.verdicts import Group, Verdict
from planswitch.rules.chains import Targets, shortest_chain
from planswitch.rules.decisions import wants_a_chain
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
Marks = Mapping[tuple[str, str], int]
"""Switch -> its marks, a bit each."""
Walk = dict[str, str]
"""Plan -> the one before it on the shortest chain from where the walk began, in the order of being reached."""


def detours(comparison: Comparison, groups: Sequence[Group]) -> Iterator[Group]:
    """The answers whose chain differs, as one group, with the edits that change switches of chains.

    Then those whose chain is the same and says other things of its switches, grouped by the edits of these.

    Args:
        comparison: of two editions.
        groups: the answers that differ without their chains.
    """
    before, after = Chains(comparison.before), Chains(comparison.after)
    if list(map(_ordered, before.hops.items())) != list(map(_ordered, after.hops.items())):
        yield from _others(comparison, before, after)
    yield from _retold(comparison, groups, before, after)


def _others(comparison: Comparison, before: Chains, after: Chains) -> Iterator[Group]:
    """The answers whose chain is another one."""
    group = Group(tuple(_causes(comparison, before, after) or comparison.edits), CHAIN, ("", ""))
    for origin in comparison.plans:
        old, new = before.leaving(origin), after.leaving(origin)
        different = (target for target in old.keys() | new.keys() if old.get(target) != new.get(target))
        _put(group, comparison, origin, sum(map(comparison.mask, different)))
    yield from [group] if group.members else []


def _retold(comparison: Comparison, groups: Sequence[Group], before: Chains, after: Chains) -> Iterator[Group]:
    """The answers whose chain says or asks other things of a switch, which is the same switch."""
    edits = list(comparison.edits)
    told, asked = (dict(_marks(comparison, groups, before, after, part)) for part in (0, 1))
    found: dict[int, Group] = {}
    for origin in comparison.plans if told or asked else ():
        targets: dict[int, int] = {}
        for target, mark in after.marked(origin, told, asked):
            targets[mark] = targets.get(mark, 0) | comparison.mask(target)
        for mark, bits in targets.items():
            if mark not in found:
                causes = tuple(edit for place, edit in enumerate(edits) if mark >> place & 1)
                found[mark] = Group(causes, WORDING, ("", ""))
            _put(found[mark], comparison, origin, bits)
    yield from (group for group in found.values() if group.members)


def _marks(
    comparison: Comparison, groups: Sequence[Group], before: Chains, after: Chains, part: int
) -> Iterator[tuple[tuple[str, str], int]]:
    """The switches of chains that are the same, and of which a chain says other things; each with a bit for an edit."""
    bits = {edit: 1 << place for place, edit in enumerate(comparison.edits)}
    marks = [(group, reduce(or_, map(bits.__getitem__, group.edits), 0)) for group in groups]
    for origin, hops in after.hops.items():
        for target, hop in hops.items():
            same = before.hops.get(origin, {}).get(target) == hop
            if same and before.said(origin, target)[part] != after.said(origin, target)[part]:
                mask = comparison.mask(target)
                found = reduce(or_, (mark for group, mark in marks if group.members.get(origin, 0) & mask), 0)
                yield (origin, target), found or sum(bits.values())


def _put(group: Group, comparison: Comparison, origin: str, targets: int) -> None:
    if targets and not group.members:
        group.first = (origin, comparison.plans[(targets & -targets).bit_length() - 1])
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
    """The chains of one edition."""

    def __init__(self, side: Side) -> None:
        self.catalogue = side.catalogue
        self._side = side
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

    def leaving(self, origin: str) -> dict[str, tuple[object, ...]]:
        """Each plan to which a chain is worth knowing -> the plans on it, and what each of its hops says."""
        direct = self.hops[origin]
        row = dict(zip(self.catalogue.plans, self.catalogue.pairs.row(origin), strict=True))
        found: dict[str, tuple[object, ...]] = {origin: ()}
        chains: dict[str, tuple[object, ...]] = {}
        for plan, came_from in self._walk(origin).items():
            found[plan] = (*found[came_from], plan, self.hops[came_from][plan])
            if plan not in direct and self._of(row[plan])[0]:
                chains[plan] = found[plan]
        for plan in direct:
            if self._of(row[plan])[0] and (around := self._around(origin, plan)):
                chains[plan] = around
        return chains

    def marked(self, origin: str, told: Marks, asked: Marks) -> Iterator[tuple[str, int]]:
        """Each plan to which a chain is worth knowing that has marked switches, with all marks of these.

        Args:
            origin: the plan that is left.
            told: marks of switches, which count in every chain.
            asked: those which count where the questions of the answer are those of its chain.
        """
        direct = self.hops[origin]
        row = dict(zip(self.catalogue.plans, self.catalogue.pairs.row(origin), strict=True))
        marks = {origin: (0, 0)}
        for plan, came_from in self._walk(origin).items():
            one, other = marks[came_from]
            switch = (came_from, plan)
            marks[plan] = (one | told.get(switch, 0), other | asked.get(switch, 0))
        for plan in direct:
            if self._of(row[plan])[0]:
                switches = [*pairwise(self._shortest(origin, plan))]
                marks[plan] = _all(told, switches), _all(asked, switches)
        for plan, (one, other) in marks.items():
            wanted, hop = self._of(row[plan]) if one or other else (False, ("", "", ""))
            mark = one | other if hop[1] == "no" else one
            if wanted and mark:
                yield plan, mark

    def _walk(self, origin: str) -> Walk:
        walk: Walk = {}
        waiting = [origin]
        for plan in waiting:
            for after in self.hops[plan]:
                if after not in walk and after != origin:
                    walk[after] = plan
                    waiting.append(after)
        return walk

    def _around(self, origin: str, target: str) -> tuple[object, ...]:
        plans = self._shortest(origin, target)
        return tuple(chain.from_iterable((after, self.hops[plan][after]) for plan, after in pairwise(plans)))

    def _shortest(self, origin: str, target: str) -> tuple[str, ...]:
        return shortest_chain(origin, target, self._targets, lambda *_: True)

    @cached_property
    def _targets(self) -> Targets:
        return {plan: tuple(hops) for plan, hops in self.hops.items()}


def _all(marks: Marks, switches: Iterable[tuple[str, str]]) -> int:
    """All marks of some switches."""
    return reduce(or_, (marks.get(switch, 0) for switch in switches), 0)
