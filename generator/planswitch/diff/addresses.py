"""Addresses of pages that go away with an edit, and the row of ``names.csv`` that keeps one."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from planswitch.catalogue.renames import former_ids
from planswitch.catalogue.schema import PLANS
from planswitch.diff.bridges import PLAN, Bridge
from planswitch.rules import Catalogue


@dataclass(frozen=True, slots=True)
class Lost:
    """A page that was there and will not be.

    Attributes:
        page: its address, below the folder of a language.
        id: of its plan or rule, as it was.
        now: what that may be called now; empty where nothing tells.
        noun: ``plan`` or ``rule``.
    """

    page: str
    id: str
    now: str = ""
    noun: str = PLAN


def lost(before: Catalogue, after: Catalogue, renamed: Bridge, folder: str) -> Iterator[Lost]:
    """The pages of plans and rules that go away, and do not lead on either.

    Args:
        before: an edition as it was.
        after: as it is; of two different editions, the pages of both stay.
        renamed: plans that are called another way now.
        folder: where the pages of the edition are, below the folder of a language.
    """
    if before.id != after.id:
        return
    place = f"{folder}{after.settings.get('address') or PLANS}"
    earlier, kept = former_ids(before), after.plans.keys() | former_ids(after).keys()
    gone, alone = _gone(before.plans, after.plans)
    for plan in (*gone, *earlier):
        if plan not in kept:
            was = earlier.get(plan, plan)
            yield Lost(f"{place}/{plan}/", plan, was if was in after.plans else renamed.get(was, alone))
    earlier, kept = before.earlier.get("rule", {}), after.rules.keys() | after.earlier.get("rule", {}).keys()
    gone, alone = _gone(before.rules, after.rules)
    for rule in (*gone, *earlier):
        if rule not in kept:
            was = earlier.get(rule, rule)
            yield Lost(f"{folder}troubleshooting/{rule}/", rule, was if was in after.rules else alone, "rule")


def _gone(before: Collection[str], after: Collection[str]) -> tuple[list[str], str]:
    """The ids that are not there any more, and what it may be called now where that is one alone."""
    gone = [id_ for id_ in before if id_ not in after]
    fresh = [id_ for id_ in after if id_ not in before]
    return gone, fresh[0] if len(gone) == len(fresh) == 1 else ""


def advice(all_lost: tuple[Lost, ...], most: int) -> Iterator[str]:
    """What is to be told of addresses that go away, and how one is kept: those that may be kept by one row each by one.

    Args:
        all_lost: what goes away.
        most: how many are named at most.
    """
    known = [each for each in all_lost if each.now][:most]
    for each in known:
        is_now = f"{each.noun} is `{each.now}` now"
        row = f"name `{each.id}`, {each.noun} `{each.now}`, kind `former`"
        yield f"the address {each.page} goes away; if its {is_now}, a row of names.csv keeps it: {row}"
    rest = [each for each in all_lost if each not in known]
    if rest:
        more = f" and {len(rest) - most:,} more" if len(rest) > most else ""
        verb = "1 address goes" if len(rest) == 1 else f"{len(rest):,} addresses go"
        told = f"{verb} away: {', '.join(each.page for each in rest[:most])}{more}"
        nouns = " or ".join(f"a {noun}" for noun in dict.fromkeys(each.noun for each in rest))
        keep = f"where {nouns} got another id, a row of names.csv keeps its address: name the old id, kind `former`"
        yield f"{told}; {keep}"
