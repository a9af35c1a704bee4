"""Writes ``plans/index.md`` and ``plans/PLAN.md`` for every plan."""

from __future__ import annotations

from collections.abc import Iterator

from generator.pages.press import Page, Press
from generator.rules import Catalogue


def paths(catalogue: Catalogue) -> Iterator[str]:
    """The overview by family, then a page a plan."""
    yield from map(_path, ("index", *catalogue.plans))


def _path(name: str) -> str:
    return f"plans/{name}.md"


def pages(press: Press) -> Iterator[Page]:
    """The same, made."""
    path = _path("index")
    sources = {plan: press.sources_of(plan) for plan in press.catalogue.plans}
    yield Page(path, press.print("plans.md.jinja", path, families=press.families, sources=sources))
    for plan in press.catalogue.plans:
        yield _plan(press, plan)


def _plan(press: Press, plan: str) -> Page:
    path = _path(plan)
    answers = [press.answer(plan, target) for target in press.catalogue.plans if target != plan]
    arrivals = [press.answer(origin, plan) for origin in press.sources_of(plan)]
    slots = {
        f"to-{answer.decision.target}": press.print("answer.html.jinja", path, answer=answer) for answer in answers
    }
    order = list(press.catalogue.plans)
    position = order.index(plan)
    markdown = press.print(
        "plan.md.jinja",
        path,
        plan=press.catalogue.plans[plan],
        answers=answers,
        arrivals=arrivals,
        before=order[position - 1] if position else None,
        after=order[position + 1] if position + 1 < len(order) else None,
    )
    return Page(path, markdown, slots)
