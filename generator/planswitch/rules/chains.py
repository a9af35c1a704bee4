"""Chains of listed switches: the shortest from one plan to another, and all those that begin at a plan.

Both are found breadth first, over listed pairs alone; ties go by the order of plans. Whether a switch counts is asked
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
                return walked(before, target)
            waiting.append(after)
    return ()


def chains_from(origin: str, targets: Targets, counts: Counts) -> dict[str, str]:
    """Each plan that chains from a plan lead to, the nearest first -> the plan before it in its shortest chain.

    A chain may be a single switch here: then the plan before it is `origin`.
    """
    before: dict[str, str] = {origin: ""}
    waiting = deque([origin])
    while waiting:
        plan = waiting.popleft()
        for after in targets[plan]:
            if after not in before and counts(plan, after):
                before[after] = plan
                waiting.append(after)
    del before[origin]
    return before


def walked(before: Mapping[str, str], target: str) -> tuple[str, ...]:
    """The plans of a chain, both ends included, once it is known which plan is before which."""
    plans = [target]
    while plan := before.get(plans[-1], ""):
        plans.append(plan)
    return tuple(reversed(plans))
