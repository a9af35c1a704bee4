"""Chains of listed switches: the shortest from one plan to another, and how long they are.

They are found breadth first, over listed pairs alone; ties go by the order of plans. Whether a switch counts is asked
only of those that lead to a plan which has not been reached yet.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping

Targets = Mapping[str, tuple[str, ...]]
"""Plan -> those to which a listed switch leads, in order."""
Counts = Callable[[str, str], bool]
"""Whether the switch from one plan to another may be part of a chain."""


def shortest_chain(origin: str, target: str, targets: Targets, counts: Counts) -> tuple[str, ...]:
    """The plans of the shortest chain of two or more switches, both ends included; nothing where there is none."""
    before: dict[str, str] = {origin: ""}
    waiting = deque([origin])
    while waiting:
        plan = waiting.popleft()
        for after in targets[plan]:
            if after in before or (after == target and plan == origin) or not counts(plan, after):
                continue
            before[after] = plan
            if after == target:
                return _walked(before, target)
            waiting.append(after)
    return ()


def _walked(before: Mapping[str, str], target: str) -> tuple[str, ...]:
    plans = [target]
    while plan := before[plans[-1]]:
        plans.append(plan)
    return tuple(reversed(plans))


def distances(origin: str, targets: Targets) -> dict[str, int]:
    """Each plan that switches lead to from a plan, one after the other -> in how many."""
    far = {origin: 0}
    waiting = deque([origin])
    while waiting:
        plan = waiting.popleft()
        for after in targets[plan]:
            if after not in far:
                far[after] = far[plan] + 1
                waiting.append(after)
    return far
