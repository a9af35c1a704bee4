"""Writes ``plans/index.md`` and ``plans/PLAN.md`` for every plan."""

from __future__ import annotations

from collections.abc import Iterator

from planswitch.pages.render import Page, Renderer
from planswitch.rules import Catalogue


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
        f"to-{answer.decision.target}": renderer.render("answer.html.jinja", path, answer=answer) for answer in answers
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
