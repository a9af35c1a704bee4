"""Addresses of pages that go away with an edit, and the row of ``names.csv`` that keeps that of a plan."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from planswitch.catalogue.renames import former_ids
from planswitch.diff.bridges import Bridge
from planswitch.pages.render import PLANS
from planswitch.rules import Catalogue


@dataclass(frozen=True, slots=True)
class Lost:
    """A page that was there and will not be.

    Attributes:
        page: its address, below the folder of a language.
        plan: the id of its plan as it was; empty for the page of a rule.
        now: what that may be called now; empty where nothing tells.
    """

    page: str
    plan: str = ""
    now: str = ""


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
    gone = [plan for plan in before.plans if plan not in after.plans]
    fresh = [plan for plan in after.plans if plan not in before.plans]
    alone = fresh[0] if len(gone) == len(fresh) == 1 else ""
    for plan in (*gone, *earlier):
        if plan not in kept:
            was = earlier.get(plan, plan)
            yield Lost(f"{place}/{plan}/", plan, was if was in after.plans else renamed.get(was, alone))
    for rule in before.rules:
        if rule not in after.rules:
            yield Lost(f"{folder}troubleshooting/{rule}/")


def advice(all_lost: tuple[Lost, ...], most: int) -> Iterator[str]:
    """What is to be told of addresses that go away, and how one is kept: those that may be kept by one row each by one.

    Args:
        all_lost: what goes away.
        most: how many are named at most.
    """
    known = [each for each in all_lost if each.now][:most]
    for each in known:
        row = f"name `{each.plan}`, plan `{each.now}`, kind `former`"
        yield f"the address {each.page} goes away; if its plan is `{each.now}` now, a row of names.csv keeps it: {row}"
    rest = [each for each in all_lost if each not in known]
    if rest:
        more = f" and {len(rest) - most:,} more" if len(rest) > most else ""
        verb = "1 address goes" if len(rest) == 1 else f"{len(rest):,} addresses go"
        told = f"{verb} away: {', '.join(each.page for each in rest[:most])}{more}"
        keep = "where a plan got another id, a row of names.csv keeps its address: name the old id, kind `former`"
        yield f"{told}; {keep}" if any(each.plan for each in rest) else told
