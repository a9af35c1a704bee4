"""The answers from a plan, each once: what nothing tells apart is worded once, however many plans there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from planswitch.pages.render import Renderer
from planswitch.rules import Answer, word
from planswitch.rules.headlines import Headline, headline_of
from planswitch.rules.matrix import wants_chain

FEW = 24
"""Most chains from a plan that pages and files tell, where there are many plans: Python works out the others."""


@dataclass(frozen=True, slots=True)
class SameAnswer:
    """Plans that are answered alike, but for their names.

    Attributes:
        answer: that of the first.
        targets: in the order of plans.
        leads: whether a chain leads there that the answer does not tell.
    """

    answer: Answer
    targets: tuple[str, ...]
    leads: bool = False

    @property
    def anchor(self) -> str:
        """Where the group stands in a page: at its first plan."""
        return self.targets[0]

    @property
    def is_one(self) -> bool:
        """Whether it has but one plan."""
        return len(self.targets) == 1

    def led_to(self, renderer: Renderer, targets: Sequence[str]) -> SameAnswer:
        """The same answer of other plans, worded for the first."""
        decision = self.answer.decision
        if decision.target == targets[0]:
            return SameAnswer(self.answer, tuple(targets), self.leads)
        answer = word(replace(decision, target=targets[0]), renderer.words, chained=self.leads)
        return SameAnswer(answer, tuple(targets), self.leads)


def shared_answers(renderer: Renderer, origin: str, *, target: str = "") -> list[SameAnswer]:
    """The answers from a plan to every plan, itself too.

    Pairs share theirs where they are of one class, no chain is told of them, and a row notes the same of them.

    Args:
        renderer: of the language.
        origin: the plan.
        target: what stands for the name of the other plan in an answer, if not the name of the first.
    """
    return [
        SameAnswer(_worded(renderer, origin, targets[0], key, target), tuple(targets), leads=key[3])
        for key, targets in _by_answer(renderer, origin).items()
    ]


Key = tuple[int, str, str, bool]
"""The class of a pair; what a row notes of it; the other plan, if a chain is told; whether one leads there, if not."""


def _by_answer(renderer: Renderer, origin: str) -> dict[Key, list[str]]:
    catalogue, overview = renderer.catalogue, renderer.overview
    leaving = catalogue.switches.leaving[origin]
    chained = _chained(renderer, origin)
    told = _tells(renderer, chained)
    found: dict[Key, list[str]] = {}
    for target, number in zip(catalogue.plans, catalogue.pairs.row(origin), strict=True):
        note = _note(renderer, origin, target, number) if target in leaving else ""
        by_chain = target in chained
        tells = by_chain and told
        leads = by_chain and not told and wants_chain(overview.of_class(number))
        found.setdefault((number, note, target if tells else "", leads), []).append(target)
    return found


def _chained(renderer: Renderer, origin: str) -> set[str]:
    """The plans to which a chain leads that is worth knowing."""
    catalogue, overview = renderer.catalogue, renderer.overview
    wanted: dict[int, bool] = {}
    found: set[str] = set()
    for target, number in zip(catalogue.plans, catalogue.pairs.row(origin), strict=True):
        if number not in wanted:
            wanted[number] = overview.wants_a_chain(number)
        if wanted[number] and overview.chained(origin, target):
            found.add(target)
    return found


def _tells(renderer: Renderer, chained: set[str]) -> bool:
    return not renderer.many or len(chained) <= FEW


def _tells_of(renderer: Renderer, origin: str) -> bool:
    found = renderer.tells.get(origin)
    if found is None:
        found = renderer.tells[origin] = _tells(renderer, _chained(renderer, origin))
    return found


def _note(renderer: Renderer, origin: str, target: str, number: int) -> str:
    route = renderer.overview.of_class(number).route
    switch = renderer.catalogue.switches.of(origin, target, route or "")
    return switch.note if switch else ""


def _worded(renderer: Renderer, origin: str, first: str, key: Key, target: str) -> Answer:
    number, _, told, leads = key
    decision = (
        renderer.overview.decision(origin, first)
        if told
        else replace(renderer.overview.of_class(number), origin=origin, target=first)
    )
    return word(decision, renderer.words, chained=leads, target=target)


def at_first_sight(renderer: Renderer, origin: str, target: str) -> Headline:
    """The answer of a pair at first sight, as the page of the plan that is left has it."""
    overview = renderer.overview
    number = renderer.catalogue.pairs[origin, target].number
    by_chain = overview.wants_a_chain(number) and overview.chained(origin, target)
    if by_chain and _tells_of(renderer, origin):
        return headline_of(overview.decision(origin, target), renderer.words)
    key = (number, by_chain and wants_chain(overview.of_class(number)))
    found = renderer.sights.get(key)
    if found is None:
        found = renderer.sights[key] = headline_of(overview.of_class(number), renderer.words, chained=key[1])
    return found
