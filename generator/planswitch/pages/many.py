"""Writes the pages of plans where there are many, and ``answers/NAME.md``: every answer once, in full.

A plan's page says of each other plan what its answer is at first sight, equal ones in groups, and leads to the page of
that answer, with its reasons and steps. Plans that a row leads to are all there; of the rest, whole families are named,
then plans, up to a screenful, and what is left is counted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from planswitch.pages import comparing
from planswitch.pages.render import SCREENFUL, Page, Renderer, Text
from planswitch.pages.shared import Key, at_first_sight, by_answer, name_of, sight_of
from planswitch.rules import word
from planswitch.rules.headlines import Headline
from planswitch.rules.matrix import wants_chain


@dataclass(frozen=True, slots=True)
class Item:
    """A plan or a whole family that a group names.

    Attributes:
        href: of its page, seen from a plan's page.
        anchor: where it stands in the page, if links lead there.
    """

    name: str
    href: str
    anchor: str = ""


@dataclass(slots=True)
class Group:
    """Plans with the same answer at first sight.

    Attributes:
        answer: what the page of their answer is called.
        doubt: what a row notes of them.
        chain: where a chain leads along, if it is told, each with the switch that leads there.
        targets: the plans.
        items: those that are named, and whole families.
        more: how many are not.
    """

    sight: Headline
    answer: str
    doubt: str
    chain: list[Item]
    targets: list[str] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    more: int = 0


def paths(renderer: Renderer) -> Iterator[str]:
    """A page for each answer, where there are many plans."""
    yield from (_path(renderer, name) for name in _answers(renderer))


def pages(renderer: Renderer) -> Iterator[Page]:
    """The same, made."""
    some = next(iter(renderer.catalogue.plans))
    for name, key in _answers(renderer).items():
        path = _path(renderer, name)
        yield Page(path, partial(_answer, renderer, path, key, some))


def _answer(renderer: Renderer, path: str, key: Key, some: str) -> Text:
    decision = replace(renderer.overview.of_class(key.number), origin=some, target=some)
    answer = word(decision, renderer.words, chained=key.leads)
    slots = {
        "answer": renderer.render("answer.html.jinja", path, answer=answer, alike=Alone(), shared=True, whole=True)
    }
    return Text(renderer.render("answer.md.jinja", path, answer=answer), slots)


class Alone:
    """On a page with one answer, nothing has been said before."""

    def of(self, _: object) -> None:
        """Nothing."""

    def told(self, _: object, section: object) -> None:
        """Nothing."""


def _path(renderer: Renderer, name: str) -> str:
    return f"{renderer.folder}answers/{name}.md"


def _answers(renderer: Renderer) -> dict[str, Key]:
    """Each answer that a pair of different plans can have, by what it is called."""
    found: dict[str, Key] = {}
    if renderer.many:
        for origin in renderer.catalogue.plans:
            renderer.catalogue.pairs.row(origin)
        for pair in renderer.catalogue.pairs.classes:
            wants = wants_chain(renderer.overview.of_class(pair.number))
            for leads in (False, True)[: 0 if pair.same else 1 + wants]:
                found.setdefault(name_of(renderer, pair.number, leads=leads), Key(pair.number, leads=leads))
    return found


def plan_text(renderer: Renderer, path: str, plan: str, context: dict[str, Any]) -> Text:
    """What the page of a plan says."""
    listed, rest = groups_of(renderer, plan)
    arrivals: dict[Headline, list[Item]] = {}
    for origin in renderer.sources_of(plan):
        item = Item(renderer.words.plan(origin), f"../{origin}/#{plan}")
        arrivals.setdefault(at_first_sight(renderer, origin, plan), []).append(item)
    slots = {
        name: renderer.render("same-answers.html.jinja", path, by_sight=_by_sight(groups))
        for name, groups in (("listed", listed), ("others", rest))
        if groups
    }
    if arrivals:
        slots["arrivals"] = renderer.render("arrivals.html.jinja", path, arrivals=arrivals)
    if differences := comparing.section(renderer, path, plan):
        slots["differences"] = differences
    markdown = renderer.render("plan-of-many.md.jinja", path, slots=slots, **context)
    return Text(markdown, slots)


def groups_of(renderer: Renderer, plan: str) -> tuple[list[Group], list[Group]]:
    """The groups of plans to which a row leads, or of which it says something, and of the rest."""
    listed: dict[object, Group] = {}
    rest: dict[object, Group] = {}
    for key, targets in by_answer(renderer, plan).items():
        if targets == [plan]:
            continue
        name = name_of(renderer, key.number, leads=key.leads)
        for target in targets:
            groups = listed if key.note or renderer.leads(plan, target) else rest
            where = (name, key.note, key.told)
            if where not in groups:
                groups[where] = _group(renderer, plan, name, key)
            groups[where].targets.append(target)
    for group in listed.values():
        group.items = [Item(renderer.words.plan(target), f"../{target}/", target) for target in group.targets]
    _name(renderer, list(rest.values()))
    return list(listed.values()), list(rest.values())


def _by_sight(groups: Sequence[Group]) -> dict[Headline, list[Group]]:
    found: dict[Headline, list[Group]] = {}
    for group in groups:
        found.setdefault(group.sight, []).append(group)
    return found


def _group(renderer: Renderer, plan: str, name: str, key: Key) -> Group:
    via = renderer.overview.decision(plan, key.told).via if key.told else ()
    chain = [Item(renderer.words.plan(hop.target), f"../{hop.origin}/#{hop.target}") for hop in via]
    return Group(sight_of(renderer, plan, key), name, renderer.words.text(key.note), chain)


def _name(renderer: Renderer, groups: Sequence[Group]) -> None:
    """Names families and plans of groups, up to a screenful of all; each group names some."""
    share = max(1, SCREENFUL // max(1, len(groups)))
    for group in groups:
        whole = renderer.families_of(group.targets)
        among = frozenset[str]().union(*whole.values())
        items = [Item(renderer.words.family(family), f"../#{family}") for family in whole]
        singles = [target for target in group.targets if target not in among]
        items += [Item(renderer.words.plan(target), f"../{target}/", target) for target in singles[:share]]
        group.items = items[:share]
        named = list(whole.values())[:share]
        group.more = len(group.targets) - sum(map(len, named)) - (len(group.items) - len(named))
