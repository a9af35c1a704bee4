"""Where chains of switches lead, for all plans at once: sets of plans are numbers, one bit a plan.

A chain has two or more hops and comes to no plan twice, so none leads back to where it begins.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property


def members(plans: int) -> Iterator[int]:
    """The places of the bits of a set, from the lowest."""
    while plans:
        lowest = plans & -plans
        yield lowest.bit_length() - 1
        plans ^= lowest


class Reach:
    """How far the chains lead that hops make.

    Args:
        hops: for each plan the places of those to which a hop leads, never its own.
    """

    def __init__(self, hops: Sequence[Sequence[int]]) -> None:
        self.hops = hops
        self._sets = [sum(1 << plan for plan in plans) for plans in hops]

    def lead(self, origin: int) -> int:
        """The set of plans to which chains lead from a plan."""
        direct = self._sets[origin]
        found = self._reached[origin] & ~direct & ~(1 << origin)
        over_one = 0
        for plan in self.hops[origin]:
            over_one |= self._sets[plan]
        found |= direct & over_one
        for target in members(direct & ~over_one):
            if self._around(origin, target):
                found |= 1 << target
        return found

    def _around(self, origin: int, target: int) -> bool:
        """Whether a chain leads to a plan to which a hop leads as well."""
        firsts = [plan for plan in self.hops[origin] if plan != target and self._reached[plan] >> target & 1]
        if any(not self._reached[plan] >> origin & 1 for plan in firsts):
            return True
        waiting = sum(1 << plan for plan in firsts)
        seen = waiting | 1 << origin
        while waiting:
            after = 0
            for plan in members(waiting):
                after |= self._sets[plan]
            if after >> target & 1:
                return True
            waiting = after & ~seen
            seen |= waiting
        return False

    @cached_property
    def _reached(self) -> list[int]:
        """For each plan the set of those that one or more hops lead to."""
        reached = [0] * len(self.hops)
        for part in _Parts(self.hops):
            whole = sum(1 << plan for plan in part)
            found = whole if len(part) > 1 else 0
            for plan in part:
                found |= self._sets[plan]
                for after in self.hops[plan]:
                    found |= reached[after]
            for plan in part:
                reached[plan] = found
        return reached


class _Parts:
    """The plans that lead to one another, part by part, each after all that it leads to: Tarjan's algorithm."""

    def __init__(self, hops: Sequence[Sequence[int]]) -> None:
        self.hops = hops
        self.count = 0
        self.met = [0] * len(hops)
        self.lowest = [0] * len(hops)
        self.settled = [False] * len(hops)
        self.path: list[int] = []

    def __iter__(self) -> Iterator[list[int]]:
        for plan in range(len(self.hops)):
            if not self.met[plan]:
                yield from self._walk(plan)

    def _walk(self, start: int) -> Iterator[list[int]]:
        walk = [(start, self._enter(start))]
        while walk:
            plan, ahead = walk[-1]
            after = self._next(plan, ahead)
            if after is not None:
                walk.append((after, self._enter(after)))
                continue
            walk.pop()
            if walk:
                before = walk[-1][0]
                self.lowest[before] = min(self.lowest[before], self.lowest[plan])
            if self.lowest[plan] == self.met[plan]:
                yield self._leave(plan)

    def _enter(self, plan: int) -> Iterator[int]:
        self.count += 1
        self.met[plan] = self.lowest[plan] = self.count
        self.path.append(plan)
        return iter(self.hops[plan])

    def _next(self, plan: int, ahead: Iterator[int]) -> int | None:
        """The next plan that has not been met."""
        for after in ahead:
            if not self.met[after]:
                return after
            if not self.settled[after]:
                self.lowest[plan] = min(self.lowest[plan], self.met[after])
        return None

    def _leave(self, plan: int) -> list[int]:
        part: list[int] = []
        while not part or part[-1] != plan:
            part.append(self.path.pop())
            self.settled[part[-1]] = True
        return part
