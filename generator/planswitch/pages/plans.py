"""Writes ``plans/index.md`` and ``plans/PLAN.md`` for every plan, under the folder that the catalogue calls them by.

A plan's page has the answer for every other plan: where a row of the table leads, each by itself; the rest in groups of
equal answers, each there once. A chain is told in full wherever it leads.

Of many plans (`planswitch.pages.render.SCREENFUL`) a page says less of each: what rows list stands in groups too, of
reasons there are the titles, families are named as a whole, and what goes beyond a screenful is counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from planswitch.pages.render import SCREENFUL, Page, Renderer, base
from planswitch.pages.shared import SameAnswer, at_first_sight, shared_answers
from planswitch.rules import Answer
from planswitch.rules.answers import WordedHop
from planswitch.rules.headlines import Headline

NAMED = 4
"""Most names in the title of a group, where there are many plans."""


@dataclass(frozen=True, slots=True)
class Item:
    """What a group lists: a plan, or a whole family.

    Attributes:
        anchor: where it stands in the page, if it has a place of its own.
    """

    name: str
    href: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Group:
    """Plans that are answered alike, as a page lists them.

    Attributes:
        title: what they are called together.
        more: how many plans are not listed, in words; empty where all are.
        by_itself: whether it is one plan, whose title says all.
    """

    same: SameAnswer
    title: str
    items: list[Item]
    more: str
    by_itself: bool

    @property
    def answer(self) -> Answer:
        """That of the first."""
        return self.same.answer

    @property
    def anchor(self) -> str:
        """Where it stands in the page."""
        return self.same.anchor


class Alike:
    """Which answer of a page says the same reasons, steps and notes before another one, or before a hop of a chain."""

    def __init__(self, answers: Iterable[Answer]) -> None:
        self._firsts: dict[object, Answer] = {}
        for answer in answers:
            self._firsts.setdefault(_details(answer), answer)

    def of(self, part: Answer | WordedHop) -> Answer | None:
        """The first answer that says the same, if that is another one."""
        first = self._firsts.get(_details(part))
        return None if first is part else first


def paths(renderer: Renderer) -> Iterator[str]:
    """The overview by family, then a page a plan."""
    yield from (_path(renderer, name) for name in ("index", *renderer.catalogue.plans))


def _path(renderer: Renderer, name: str) -> str:
    return f"{renderer.folder}{renderer.address}/{name}.md"


def pages(renderer: Renderer) -> Iterator[Page]:
    """The same, made."""
    path = _path(renderer, "index")
    plans = renderer.catalogue.plans
    sources = {plan: renderer.sources_of(plan) for plan in plans}
    offers = {plan: offered(renderer, plan) for plan in plans}
    context = {"families": renderer.families, "sources": sources, "offers": offers}
    yield Page(path, renderer.render("plans.md.jinja", path, **context))
    for plan in plans:
        yield _plan(renderer, plan)


def offered(renderer: Renderer, plan: str) -> str:
    """How many plans the routes lead to from a plan, in words."""
    return renderer.cells.offer(plan)


def _plan(renderer: Renderer, plan: str) -> Page:
    path = _path(renderer, plan)
    listed, rest = sorted_out(renderer, plan)
    groups = [
        *(_group(renderer, path, same, listed=True) for same in listed),
        *(_group(renderer, path, same, listed=False) for same in rest),
    ]
    alike = Alike(group.answer for group in groups)
    slots = {
        f"to-{group.anchor}": renderer.render(
            "answer.html.jinja",
            path,
            answer=group.answer,
            alike=alike,
            shared=not group.same.is_one,
            brief=renderer.many,
        )
        for group in groups
    }
    order = list(renderer.places)
    position = renderer.places[plan]
    markdown = renderer.render(
        "plan.md.jinja",
        path,
        plan=renderer.catalogue.plans[plan],
        keywords=_keywords(renderer, plan),
        offer=offered(renderer, plan),
        listed=groups[: len(listed)],
        rest=groups[len(listed) :],
        arrivals=list(arrivals(renderer, plan)),
        before=order[position - 1] if position else None,
        after=order[position + 1] if position + 1 < len(order) else None,
    )
    return Page(path, markdown, slots)


def sorted_out(renderer: Renderer, plan: str) -> tuple[list[SameAnswer], list[SameAnswer]]:
    """The answers from a plan: where a row of the table leads, or says something, and the rest; equal ones in groups.

    Where plans are few, what rows list stands by itself.
    """
    listed: dict[object, list[SameAnswer]] = {}
    rest: dict[object, list[SameAnswer]] = {}
    for found in shared_answers(renderer, plan):
        if found.answer.decision.status == "same":
            continue
        substance = _substance(found.answer)
        led = tuple(target for target in found.targets if found.answer.doubt or renderer.leads(plan, target))
        others = found.targets if not led else tuple(target for target in found.targets if target not in led)
        if others:
            rest.setdefault(substance, []).append(SameAnswer(found.answer, others))
        if renderer.many and led:
            listed.setdefault(substance, []).append(SameAnswer(found.answer, led))
        for target in () if renderer.many else led:
            listed[target] = [SameAnswer(renderer.answer(plan, target), (target,))]
    return _united(renderer, listed), _united(renderer, rest)


def _united(renderer: Renderer, found: Mapping[object, list[SameAnswer]]) -> list[SameAnswer]:
    """Groups in the order of plans, each with the answer to its first."""
    places = renderer.places
    united = []
    for same in found.values():
        targets = sorted((target for each in same for target in each.targets), key=places.__getitem__)
        united.append(same[0].led_to(renderer, targets))
    return sorted(united, key=lambda group: places[group.anchor])


def _group(renderer: Renderer, path: str, same: SameAnswer, *, listed: bool) -> Group:
    """A group as its page lists it: all of its plans, or families and plans up to a screenful."""
    words, here = renderer.words, base(path) + renderer.folder
    origin = PurePosixPath(path).stem
    asked = f"{base(path)}#from={origin}&to="
    items: list[Item] = []
    left = frozenset(same.targets)
    whole = listed or not renderer.many
    families = {} if whole else renderer.families_of(left)
    for family, plans in families.items():
        items.append(Item(words.family(family), f"{here}{renderer.address}/#{family}", ""))
        left -= plans
    singles = [target for target in same.targets if target in left]
    kept = singles if whole else singles[: max(0, SCREENFUL - len(items))]
    items = items[:SCREENFUL] + [
        Item(words.plan(target), asked + target, "" if target == same.anchor else target) for target in kept
    ]
    shown = len(kept) + sum(len(plans) for plans in list(families.values())[:SCREENFUL])
    more = len(same.targets) - shown
    title = renderer.named(same.targets, most=NAMED if renderer.many else SCREENFUL)
    return Group(same, title, items, words.number(more) if more else "", by_itself=listed and same.is_one)


def arrivals(renderer: Renderer, plan: str) -> Iterator[tuple[str, Headline]]:
    """The plans from which a row leads to a plan, each with the answer at first sight."""
    for origin in renderer.sources_of(plan):
        yield origin, at_first_sight(renderer, origin, plan)


def _details(answer: Answer | WordedHop) -> object:
    return answer.groups, answer.steps, answer.notes


def _substance(answer: Answer) -> object:
    """All that an answer says beside the names of its plans."""
    return answer.summary, answer.doubt, answer.detour, _details(answer)


def _keywords(renderer: Renderer, plan: str) -> list[str]:
    """What an admin may type who looks for a plan: its names, those of other times too, and its family's."""
    words = renderer.words
    others = renderer.other_names.get(plan, [])
    family = words.family(renderer.catalogue.plans[plan].family)
    return list(dict.fromkeys([words.plan(plan), plan, *others, family]))
