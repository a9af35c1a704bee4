"""Addresses of pages that go away with an edit, and that come, why they do, and the row that keeps one.

Pages of answers, which catalogues of many plans have, are left aside: what they are called follows from what they say.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from planswitch.catalogue.renames import former_ids
from planswitch.catalogue.schema import PLANS
from planswitch.diff.bridges import PLAN, Bridge
from planswitch.rules import Catalogue

RULE = "rule"
NO_ROW_KEEPS = "no row keeps them"


@dataclass(frozen=True, slots=True)
class Lost:
    """A page that was there and will not be.

    Attributes:
        page: its address, below the folder of a language.
        id: of its plan or rule, as it was; empty for an overview.
        now: what that may be called now; empty where nothing tells.
        noun: ``plan`` or ``rule``; empty for an overview.
        why: what was edited, where that is no row of its plan or rule but moves all pages beside it too.
        keep: what then keeps these addresses.
    """

    page: str
    id: str
    now: str = ""
    noun: str = PLAN
    why: str = ""
    keep: str = ""


@dataclass(frozen=True, slots=True)
class Came:
    """A page that was not there and will be, and why."""

    page: str
    why: str


class Page(NamedTuple):
    """What a page is about, and the setting that has the name of its folder."""

    noun: str
    id: str
    folder: str = ""


Pages = dict[str, Page]
"""By their addresses."""


@dataclass(frozen=True, slots=True)
class Site:
    """An edition, and where its pages are below the folder of a language."""

    catalogue: Catalogue
    folder: str

    def setting(self, key: str) -> str:
        """A setting; blank where it has none."""
        return self.catalogue.settings.get(key, "")

    def pages(self) -> Pages:
        """The pages that there are."""
        plans, rules = f"{self.folder}{self.setting('address') or PLANS}/", f"{self.folder}troubleshooting/"
        return {
            f"{self.folder}matrix/": Page("", ""),
            plans: Page("", "", "address"),
            rules: Page("", ""),
            **{f"{plans}{plan}/": Page(PLAN, plan, "address") for plan in self.catalogue.plans},
            **{f"{rules}{rule}/": Page(RULE, rule) for rule in self.catalogue.rules},
        }

    def leading(self) -> Pages:
        """The addresses of earlier that lead on to pages."""
        plans, rules = f"{self.folder}{self.setting('address') or PLANS}/", f"{self.folder}troubleshooting/"
        ids = former_ids(self.catalogue)
        found = {f"{plans}{old}/": Page(PLAN, old, "address") for old in ids}
        if former := self.setting("former"):
            before = f"{self.folder}{former}/"
            found[before] = Page("", "", "former")
            found |= {f"{before}{plan}/": Page(PLAN, plan, "former") for plan in (*self.catalogue.plans, *ids)}
        return found | {f"{rules}{old}/": Page(RULE, old) for old in self.catalogue.earlier.get(RULE, {})}


def lost(before: Site, after: Site, renamed: Bridge) -> Iterator[Lost]:
    """The pages that go away, and do not lead on either.

    Args:
        before: an edition as it was.
        after: as it is.
        renamed: plans that are called another way now.
    """
    there = after.pages().keys() | after.leading().keys()
    nows = {
        PLAN: _nows(before.catalogue.plans, after.catalogue.plans, former_ids(before.catalogue), renamed),
        RULE: _nows(before.catalogue.rules, after.catalogue.rules, before.catalogue.earlier.get(RULE, {}), {}),
    }
    for address, page in {**before.pages(), **before.leading()}.items():
        if address not in there:
            why, keep = _moved(before, after, page)
            now = nows[page.noun].get(page.id, "") if page.noun and not why else ""
            yield Lost(address, page.id, now, page.noun, why, keep)


def came(before: Site, after: Site) -> Iterator[Came]:
    """The pages that come."""
    there = before.pages().keys() | before.leading().keys()
    for address, page in after.pages().items():
        if address not in there:
            why, _ = _moved(before, after, page)
            yield Came(address, why or f"a {page.noun} came")


def _nows(before: Collection[str], after: Collection[str], earlier: Bridge, renamed: Bridge) -> dict[str, str]:
    """Ids that are not there any more, and those that were kept -> what they may be called now."""
    gone = [id_ for id_ in before if id_ not in after]
    fresh = [id_ for id_ in after if id_ not in before]
    alone = fresh[0] if len(gone) == len(fresh) == 1 else ""
    ids = {**dict(zip(gone, gone, strict=True)), **earlier}
    return {id_: was if was in after else renamed.get(was, alone) for id_, was in ids.items()}


def _moved(before: Site, after: Site, page: Page) -> tuple[str, str]:
    """The setting that moves a page with those beside it, if one does, and what keeps the address that it had."""
    key = "id" if before.folder != after.folder else page.folder
    was, is_ = before.setting(key), after.setting(key)
    if was == is_:
        return "", ""
    why = f"`{key}` of catalogue.csv was {_quoted(was)} and is {_quoted(is_)}"
    kept = {"address": was or PLANS, "former": was}.get(key, "")
    return why, f"a row of catalogue.csv keeps them: key `former`, value `{kept}`" if kept else NO_ROW_KEEPS


def _quoted(value: str) -> str:
    return f"“{value}”" if value else "blank"


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
    rest: dict[str, list[Lost]] = {}
    for each in all_lost:
        if each not in known:
            rest.setdefault(each.why, []).append(each)
    for why, some in rest.items():
        told = _counted("goes away", "go away", (each.page for each in some), most)
        if why:
            yield f"{told}, for {why}; {some[0].keep}"
        else:
            gone = " or ".join(f"a {noun}" for noun in dict.fromkeys(each.noun for each in some))
            keep = "a row of names.csv keeps its address: name the old id, kind `former`"
            yield f"{told}; where {gone} got another id, {keep}"


def arrivals(all_came: tuple[Came, ...], most: int) -> Iterator[str]:
    """What is to be told of addresses that come.

    Args:
        all_came: what comes.
        most: how many are named at most.
    """
    for why in dict.fromkeys(each.why for each in all_came):
        told = _counted("comes", "come", (each.page for each in all_came if each.why == why), most)
        yield f"{told}, for {why}"


def _counted(one: str, many: str, addresses: Iterable[str], most: int) -> str:
    pages = list(addresses)
    more = f" and {len(pages) - most:,} more" if len(pages) > most else ""
    verb = f"1 address {one}" if len(pages) == 1 else f"{len(pages):,} addresses {many}"
    return f"{verb}: {', '.join(pages[:most])}{more}"
