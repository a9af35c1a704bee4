"""The answers from a plan, each once: what nothing tells apart is worded once, however many plans there are."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from planswitch.pages.render import Renderer
from planswitch.rules import Answer, Decision, word
from planswitch.rules.headlines import Headline, headline_of
from planswitch.rules.matrix import wants_chain


class Key(NamedTuple):
    """What the answers of pairs that begin with one plan have in common.

    Attributes:
        number: the class of the pairs.
        note: what a row notes of them.
        told: the other plan, if a chain is told: then the answer is its own.
        leads: whether a chain leads there that is not told, where that makes a difference.
    """

    number: int
    note: str = ""
    told: str = ""
    leads: bool = False


@dataclass(frozen=True, slots=True)
class SameAnswer:
    """Plans that are answered alike, but for their names.

    Attributes:
        answer: that of the first.
        targets: in the order of plans.
    """

    answer: Answer
    targets: tuple[str, ...]

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
            return SameAnswer(self.answer, tuple(targets))
        return SameAnswer(word(replace(decision, target=targets[0]), renderer.words), tuple(targets))


def shared_answers(renderer: Renderer, origin: str) -> list[SameAnswer]:
    """The answers from a plan to every plan, itself too, with all of their chains, where plans are few.

    Pairs share theirs where they are of one class, no chain is told of them, and a row notes the same of them.
    """
    return [
        SameAnswer(word(decision_of(renderer, origin, targets[0], key), renderer.words), tuple(targets))
        for key, targets in by_answer(renderer, origin).items()
    ]


def by_answer(renderer: Renderer, origin: str) -> dict[Key, list[str]]:
    """The plans by the answer that they have from a plan, in order."""
    catalogue, overview = renderer.catalogue, renderer.overview
    leaving = catalogue.switches.leaving[origin]
    chained = renderer.overview.chained_from(origin)
    found: dict[Key, list[str]] = {}
    for target, number in zip(catalogue.plans, catalogue.pairs.row(origin), strict=True):
        note = _note(renderer, origin, target, number) if target in leaving else ""
        by_chain = target in chained
        leads = by_chain and not renderer.tells_chains and wants_chain(overview.of_class(number))
        found.setdefault(Key(number, note, target if by_chain and renderer.tells_chains else "", leads), []).append(
            target
        )
    return found


def decision_of(renderer: Renderer, origin: str, target: str, key: Key) -> Decision:
    """The decision of a pair with this key; with its chain, if that is told."""
    if key.told:
        return renderer.overview.decision(origin, target)
    return replace(renderer.overview.of_class(key.number), origin=origin, target=target)


def sight_of(renderer: Renderer, origin: str, key: Key) -> Headline:
    """An answer at first sight."""
    if key.told:
        return headline_of(renderer.overview.decision(origin, key.told), renderer.words)
    found = renderer.sights.get((key.number, key.leads))
    if found is None:
        decision = renderer.overview.of_class(key.number)
        found = renderer.sights[key.number, key.leads] = headline_of(decision, renderer.words, chained=key.leads)
    return found


def at_first_sight(renderer: Renderer, origin: str, target: str) -> Headline:
    """The answer of a pair at first sight, as the page of the plan that is left has it."""
    overview = renderer.overview
    number = renderer.catalogue.pairs[origin, target].number
    by_chain = overview.wants_a_chain(number) and overview.chained(origin, target)
    told = by_chain and renderer.tells_chains
    leads = by_chain and not renderer.tells_chains and wants_chain(overview.of_class(number))
    return sight_of(renderer, origin, Key(number, told=target if told else "", leads=leads))


def name_of(renderer: Renderer, number: int, *, leads: bool) -> str:
    """What the answer of a class is called in addresses, in every language; classes of one decision share it."""
    found = renderer.answer_names.get((number, leads))
    if found is None:
        told = json.dumps([renderer.overview.of_class(number).to_dict() | {"catalogue": ""}, leads])
        found = renderer.answer_names[number, leads] = hashlib.sha256(told.encode()).hexdigest()[:10]
    return found


def _note(renderer: Renderer, origin: str, target: str, number: int) -> str:
    route = renderer.overview.of_class(number).route
    switch = renderer.catalogue.switches.of(origin, target, route or "")
    return switch.note if switch else ""
