"""Chains of switches that differ: the shortest chain beside each answer that has one, where nothing is told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import chain, pairwise
from typing import TYPE_CHECKING

from planswitch.catalogue.sides import Side
from planswitch.catalogue.verdicts import Group, Verdict
from planswitch.rules.chains import Targets, shortest_chain
from planswitch.rules.decisions import wants_a_chain

if TYPE_CHECKING:
    from planswitch.catalogue.compare import Comparison
    from planswitch.catalogue.edits import Edit

VERDICT = Verdict("chain", "", "", "", ((),), 1, (), "")
Hops = Mapping[str, dict[str, object]]
"""Plan -> those to which a switch leads that may be part of a chain, in order -> its route, status and certainty."""
Walk = dict[str, str]
"""Plan -> the one before it on the shortest chain from where the walk began, in the order of being reached."""


def detours(comparison: Comparison) -> Iterator[Group]:
    """The answers whose chain differs, as one group, with the edits that change switches of chains."""
    before, after = Chains(comparison.before), Chains(comparison.after)
    if list(map(_ordered, before.hops.items())) == list(map(_ordered, after.hops.items())):
        return
    group = None
    for origin in comparison.plans:
        targets = 0
        old, new = before.leaving(origin), after.leaving(origin)
        for target in old.keys() | new.keys():
            if old.get(target) != new.get(target):
                targets |= comparison.mask(target)
        if targets and group is None:
            first = comparison.plans[(targets & -targets).bit_length() - 1]
            group = Group(tuple(_causes(comparison, before, after)), VERDICT, (origin, first))
        if group:
            group.add(origin, targets)
    if group and group.members:
        yield group


def _ordered(item: tuple[str, dict[str, object]]) -> tuple[str, list[tuple[str, object]]]:
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
        self._told: dict[int, tuple[bool, object]] = {}
        self.hops: Hops = {plan: dict(self._hops(plan)) for plan in self.catalogue.plans}

    def _hops(self, origin: str) -> Iterator[tuple[str, object]]:
        for target in self.catalogue.targets[origin]:
            told = self._of(self.catalogue.pairs[origin, target].number)[1]
            if isinstance(told, tuple) and self.catalogue.lists(origin, target, told[0]):
                yield target, told

    def _of(self, number: int) -> tuple[bool, object]:
        """Of a class: whether a chain is worth knowing, and what a hop says of it."""
        found = self._told.get(number)
        if found is None:
            decision = self._side.decide(self.catalogue.pairs.classes[number])
            hop = (decision.route, decision.status, decision.certainty)
            found = self._told[number] = wants_a_chain(self.catalogue, decision), hop
        return found

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
        plans = shortest_chain(origin, target, self._targets, lambda *_: True)
        return tuple(chain.from_iterable((after, self.hops[plan][after]) for plan, after in pairwise(plans)))

    @cached_property
    def _targets(self) -> Targets:
        return {plan: tuple(hops) for plan, hops in self.hops.items()}
