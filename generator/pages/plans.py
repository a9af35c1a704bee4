"""Writes ``plans/index.md`` and ``plans/PLAN.md`` for every plan."""

from __future__ import annotations

from collections.abc import Iterator

from generator.pages.press import Page, Press


def pages(press: Press) -> Iterator[Page]:
    """The overview by family, then a page a plan."""
    path = "plans/index.md"
    sources = {plan: press.sources_of(plan) for plan in press.catalogue.plans}
    yield Page(path, press.print("plans.md.jinja", path, families=press.families, sources=sources))
    for plan in press.catalogue.plans:
        yield _plan(press, plan)


def _plan(press: Press, plan: str) -> Page:
    path = f"plans/{plan}.md"
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
