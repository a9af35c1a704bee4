"""Writes ``plans/index.md`` and ``plans/PLAN.md`` for every plan.

A plan's page has the answer for every other plan: where a row of the table leads, each by itself; the rest in groups of
equal answers, each there once. A chain is told in full wherever it leads.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from planswitch.pages.render import Page, Renderer
from planswitch.rules import Answer
from planswitch.rules.answers import WordedHop
from planswitch.rules.matrix import offer


@dataclass(frozen=True, slots=True)
class SameAnswer:
    """Plans that are answered alike, but for their names."""

    answers: tuple[Answer, ...]

    @property
    def answer(self) -> Answer:
        """The first of them."""
        return self.answers[0]

    @property
    def anchor(self) -> str:
        """Where the group stands in the page: at its first plan."""
        return self.answer.decision.target

    @property
    def is_one(self) -> bool:
        """Whether it has but one plan."""
        return len(self.answers) == 1

    @property
    def targets(self) -> frozenset[str]:
        """The plans."""
        return frozenset(answer.decision.target for answer in self.answers)


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
    return f"{renderer.folder}plans/{name}.md"


def pages(renderer: Renderer) -> Iterator[Page]:
    """The same, made."""
    path = _path(renderer, "index")
    plans = renderer.catalogue.plans
    sources = {plan: renderer.sources_of(plan) for plan in plans}
    offers = {plan: offered(renderer, plan) for plan in plans}
    context = {"families": renderer.families, "sources": sources, "offers": offers}
    yield Page(path, renderer.render("plans.md.jinja", path, **context))
    for plan in plans:
        yield _plan(renderer, plan, sources[plan])


def offered(renderer: Renderer, plan: str) -> str:
    """How many plans the routes lead to from a plan, in words."""
    return offer(renderer.catalogue, list(renderer.cells.row(plan)), renderer.words)


def _plan(renderer: Renderer, plan: str, sources: Iterable[str]) -> Page:
    path = _path(renderer, plan)
    answers, groups = sorted_out(renderer, plan)
    shown = [*answers, *(group.answer for group in groups)]
    alone = {*(answer.decision.target for answer in answers), *(group.anchor for group in groups if group.is_one)}
    alike = Alike(shown)
    slots = {
        f"to-{answer.decision.target}": renderer.render(
            "answer.html.jinja", path, answer=answer, alike=alike, shared=answer.decision.target not in alone
        )
        for answer in shown
    }
    order = list(renderer.catalogue.plans)
    position = order.index(plan)
    markdown = renderer.render(
        "plan.md.jinja",
        path,
        plan=renderer.catalogue.plans[plan],
        keywords=_keywords(renderer, plan),
        offer=offered(renderer, plan),
        answers=answers,
        groups=groups,
        arrivals=[renderer.answer(origin, plan) for origin in sources],
        before=order[position - 1] if position else None,
        after=order[position + 1] if position + 1 < len(order) else None,
    )
    return Page(path, markdown, slots)


def sorted_out(renderer: Renderer, plan: str) -> tuple[list[Answer], list[SameAnswer]]:
    """The answers from a plan: those that are shown in full, and the rest in groups of equal ones."""
    full: list[Answer] = []
    alike: dict[object, list[Answer]] = {}
    for target in renderer.catalogue.plans:
        if target == plan:
            continue
        answer = renderer.answer(plan, target)
        if renderer.leads(plan, target) or answer.doubt:
            full.append(answer)
        else:
            alike.setdefault(_substance(answer), []).append(answer)
    return full, [SameAnswer(tuple(answers)) for answers in alike.values()]


def _details(answer: Answer | WordedHop) -> object:
    return answer.groups, answer.steps, answer.notes


def _substance(answer: Answer) -> object:
    """All that an answer says beside the names of its plans."""
    return answer.summary, answer.detour, _details(answer)


def _keywords(renderer: Renderer, plan: str) -> list[str]:
    """What an admin may type who looks for a plan: its names, those of other times too, and its family's."""
    words = renderer.words
    others = [words.text(name.name) for name in renderer.catalogue.names if name.plan == plan and name.names_a_plan]
    family = words.family(renderer.catalogue.plans[plan].family)
    return list(dict.fromkeys([words.plan(plan), plan, *others, family]))
