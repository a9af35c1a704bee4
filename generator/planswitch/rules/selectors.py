"""Selectors: which plans a rule or a step is about, such as ``* !family:small-business``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from planswitch.rules.model import Family, Plan


def select(selector: str, groups: Mapping[str, set[str]]) -> frozenset[str]:
    """The ids of the selected plans.

    Tokens stand between spaces: ``*``, a plan's id, ``family:ID`` or ``kind:KIND``; any of them selects. A token
    with ``!`` before it takes plans away, whatever its place. Blank selects nothing, and so does a selector that
    only takes away: checks refuse both.

    Args:
        selector: the tokens.
        groups: what each token stands for, see `plan_groups`.

    Raises:
        KeyError: a token names nothing; its argument is the token, without its ``!``.
    """
    tokens = selector.split()
    chosen: set[str] = set()
    for token in tokens:
        if not token.startswith("!"):
            chosen |= groups[token]
    for token in tokens:
        if token.startswith("!"):
            chosen -= groups[token[1:]]
    return frozenset(chosen)


def plan_groups(plans: Iterable[Plan], families: Iterable[Family]) -> dict[str, set[str]]:
    """Every token that a selector can use, with the plans it stands for."""
    kinds = {family.id: family.kind for family in families}
    groups: dict[str, set[str]] = {"*": set()}
    groups |= {f"family:{family}": set() for family in kinds}
    for plan in plans:
        for token in ("*", plan.id, f"family:{plan.family}", f"kind:{kinds.get(plan.family, '')}"):
            groups.setdefault(token, set()).add(plan.id)
    return groups
