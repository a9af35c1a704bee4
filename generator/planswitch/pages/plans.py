"""Writes ``plans/index.md`` and ``plans/PLAN.md`` for every plan, under the folder that the catalogue calls them by.

A plan's page has the answer for every other plan: where a row of the table leads, each by itself; the rest in groups of
equal answers, each there once. A chain is told in full wherever it leads. A section of reasons, steps or notes that
has stood there before is led to, not told again.
What switches from it lose and gain is there once for plans that differ from it alike, and so is what became of it.

Where there are many plans (`planswitch.pages.render.SCREENFUL`), their pages are those of `planswitch.pages.many`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from planswitch.pages import comparing, many
from planswitch.pages.render import Page, Renderer, Text
from planswitch.pages.shared import SameAnswer, at_first_sight, shared_answers
from planswitch.rules import Answer
from planswitch.rules.answers import WordedHop
from planswitch.rules.headlines import Headline


@dataclass(frozen=True, slots=True)
class Told:
    """A section of reasons, steps or notes that a page has several times.

    Attributes:
        number: what tells it from the others of the page.
        before: the plans for which it has been told, where it is not told here.
    """

    number: int
    before: SameAnswer | None


class Alike:
    """What the answers of a page, and the hops of their chains, say that has been said there before.

    A section of a single reason or step is told again: it is as short as a link.
    """

    def __init__(self, groups: Iterable[SameAnswer]) -> None:
        self._wholes: dict[object, SameAnswer] = {}
        self._firsts: dict[object, tuple[Answer | WordedHop, SameAnswer]] = {}
        self._again: dict[object, int] = {}
        for group in groups:
            self._wholes.setdefault(_details(group.answer), group)
            for part in _parts(group):
                for section in _sections(part):
                    first, _ = self._firsts.setdefault(section, (part, group))
                    if first is not part:
                        self._again.setdefault(section, len(self._again) + 1)

    def of(self, part: Answer | WordedHop) -> SameAnswer | None:
        """The first answer that says the same reasons, steps and notes, if that is another one."""
        first = self._wholes.get(_details(part))
        return None if first and first.answer is part else first

    def told(self, part: Answer | WordedHop, section: object) -> Told | None:
        """Where a section of an answer is told; nothing where the page has it but once."""
        if section not in self._again:
            return None
        first, group = self._firsts[section]
        return Told(self._again[section], None if first is part else group)


def paths(renderer: Renderer) -> Iterator[str]:
    """The overview by family, then a page a plan."""
    yield from (_path(renderer, name) for name in ("index", *renderer.catalogue.plans))


def _path(renderer: Renderer, name: str) -> str:
    return f"{renderer.folder}{renderer.address}/{name}.md"


def pages(renderer: Renderer) -> Iterator[Page]:
    """The same, made."""
    path = _path(renderer, "index")
    yield Page(path, partial(_overview, renderer, path))
    for plan in renderer.catalogue.plans:
        path = _path(renderer, plan)
        yield Page(path, partial(_plan, renderer, path, plan))


def _overview(renderer: Renderer, path: str) -> Text:
    plans = renderer.catalogue.plans
    sources = {plan: renderer.sources_of(plan) for plan in plans}
    offers = {plan: offered(renderer, plan) for plan in plans}
    context = {"families": renderer.families, "sources": sources, "offers": offers}
    return Text(renderer.render("plans.md.jinja", path, **context))


def offered(renderer: Renderer, plan: str) -> str:
    """How many plans the routes lead to from a plan, in words."""
    return renderer.cells.offer(plan)


def _plan(renderer: Renderer, path: str, plan: str) -> Text:
    places = list(renderer.places)
    position = renderer.places[plan]
    around = {
        "before": places[position - 1] if position else None,
        "after": places[position + 1] if position + 1 < len(places) else None,
    }
    facts = {
        "plan": renderer.catalogue.plans[plan],
        "keywords": _keywords(renderer, plan),
        "offer": offered(renderer, plan),
        "has": renderer.words.comparing.has(renderer.catalogue.plans[plan].attributes),
        "became": renderer.words.became(plan),
    }
    if renderer.many:
        return many.plan_text(renderer, path, plan, {**facts, **around})
    listed, rest = sorted_out(renderer, plan)
    groups = [*listed, *rest]
    alike = Alike(groups)
    slots = {
        f"to-{group.anchor}": renderer.render(
            "answer.html.jinja", path, answer=group.answer, alike=alike, shared=not group.is_one, whole=False
        )
        for group in groups
    }
    if differences := comparing.section(renderer, path, plan):
        slots["differences"] = differences
    answers = {"listed": listed, "rest": rest, "arrivals": list(arrivals(renderer, plan))}
    markdown = renderer.render("plan.md.jinja", path, slots=slots, **answers, **facts, **around)
    return Text(markdown, slots)


def sorted_out(renderer: Renderer, plan: str) -> tuple[list[SameAnswer], list[SameAnswer]]:
    """The answers from a plan: where a row of the table leads or notes something, one by one; the rest in groups."""
    listed: list[SameAnswer] = []
    rest: dict[object, list[SameAnswer]] = {}
    for found in shared_answers(renderer, plan):
        if found.answer.decision.status == "same":
            continue
        led = [target for target in found.targets if found.answer.doubt or renderer.leads(plan, target)]
        listed += [found.led_to(renderer, [target]) for target in led]
        if others := tuple(target for target in found.targets if target not in led):
            rest.setdefault(_substance(found.answer), []).append(SameAnswer(found.answer, others))
    united = [
        same[0].led_to(
            renderer, sorted((target for each in same for target in each.targets), key=renderer.places.__getitem__)
        )
        for same in rest.values()
    ]
    return _in_order(renderer, listed), _in_order(renderer, united)


def _in_order(renderer: Renderer, groups: list[SameAnswer]) -> list[SameAnswer]:
    return sorted(groups, key=lambda group: renderer.places[group.anchor])


def arrivals(renderer: Renderer, plan: str) -> Iterator[tuple[str, Headline]]:
    """The plans from which a row leads to a plan, each with the answer at first sight."""
    for origin in renderer.sources_of(plan):
        yield origin, at_first_sight(renderer, origin, plan)


def _parts(group: SameAnswer) -> Iterator[Answer | WordedHop]:
    """What a page tells of plans with the same answer; the chain is told of one plan alone."""
    yield group.answer
    if group.is_one and group.answer.detour:
        yield from group.answer.detour.hops


def _sections(part: Answer | WordedHop) -> Iterator[object]:
    """The sections that are worth a link."""
    yield from (group for group in part.groups if len(group.reasons) > 1)
    yield from (lines for lines in (part.steps, part.notes) if len(lines) > 1)


def _details(answer: Answer | WordedHop) -> object:
    return answer.groups, answer.steps, answer.notes


def _substance(answer: Answer) -> object:
    """All that an answer says beside the names of its plans."""
    return answer.summary, answer.detour, _details(answer)


def _keywords(renderer: Renderer, plan: str) -> list[str]:
    """What an admin may type who looks for a plan: its names, those of other times too, and its family's."""
    words = renderer.words
    others = renderer.other_names.get(plan, [])
    family = words.family(renderer.catalogue.plans[plan].family)
    return list(dict.fromkeys([words.plan(plan), plan, *others, family]))
