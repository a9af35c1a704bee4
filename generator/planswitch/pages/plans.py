"""Writes ``plans/index.md`` and ``plans/PLAN.md`` for every plan."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from planswitch.pages.render import Page, Renderer
from planswitch.rules import Answer, Catalogue


def paths(catalogue: Catalogue) -> Iterator[str]:
    """The overview by family, then a page a plan."""
    yield from map(_path, ("index", *catalogue.plans))


def _path(name: str) -> str:
    return f"plans/{name}.md"


def pages(renderer: Renderer) -> Iterator[Page]:
    """The same, made."""
    path = _path("index")
    sources = {plan: renderer.sources_of(plan) for plan in renderer.catalogue.plans}
    yield Page(path, renderer.render("plans.md.jinja", path, families=renderer.families, sources=sources))
    for plan in renderer.catalogue.plans:
        yield _plan(renderer, plan)


def _plan(renderer: Renderer, plan: str) -> Page:
    path = _path(plan)
    answers = [renderer.answer(plan, target) for target in renderer.catalogue.plans if target != plan]
    arrivals = [renderer.answer(origin, plan) for origin in renderer.sources_of(plan)]
    slots = {
        f"to-{answer.decision.target}": renderer.render("answer.html.jinja", path, answer=answer, alike=alike)
        for answer, alike in _beside_alike(answers)
    }
    order = list(renderer.catalogue.plans)
    position = order.index(plan)
    markdown = renderer.render(
        "plan.md.jinja",
        path,
        plan=renderer.catalogue.plans[plan],
        answers=answers,
        arrivals=arrivals,
        before=order[position - 1] if position else None,
        after=order[position + 1] if position + 1 < len(order) else None,
    )
    return Page(path, markdown, slots)


def _beside_alike(answers: Iterable[Answer]) -> Iterator[tuple[Answer, Answer | None]]:
    """Each answer with the first of them that has the same reasons, steps and notes, if that is another one."""
    firsts: list[Answer] = []
    for answer in answers:
        alike = next((first for first in firsts if _details(first) == _details(answer)), None)
        if not alike:
            firsts.append(answer)
        yield answer, alike


def _details(answer: Answer) -> tuple[object, ...]:
    return answer.groups, answer.steps, answer.notes
