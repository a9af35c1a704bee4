"""The worded answer: what surfaces print of a decision, in the reader's language, and its form for the widget."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from planswitch.rules.decisions import Decision
from planswitch.rules.vocabulary import Change, Effect, FactType, Mark, State


@dataclass(frozen=True, slots=True)
class Met:
    """A test in words.

    Attributes:
        answer: the answer to the question that meets the test; empty when the question is a statement.
    """

    question: str
    answer: str


Alternatives = tuple[tuple[Met, ...], ...]
"""Alternatives in words, each of tests that belong together."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """A question to the reader about one fact.

    Attributes:
        choices: value as it is written in a question -> label; empty for a number and for a date.
        minimum: the smallest number there can be.
    """

    fact: str
    type: FactType
    question: str
    help: str
    choices: dict[str, str]
    minimum: int


@dataclass(frozen=True, slots=True)
class KnownFact:
    """A fact as the reader gave it, in words."""

    fact: str
    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """A reason in words.

    Attributes:
        doubt: what the source leaves open about it, else empty.
        cleared_by: what would make the rule not hold, one alternative each.
    """

    rule: str
    title: str
    text: str
    remedy: str
    doubt: str
    cleared_by: Alternatives
    source: str


@dataclass(frozen=True, slots=True)
class Group:
    """The reasons of one effect and state, under one heading; of stops, those of one route and certainty.

    Attributes:
        key: what tells it from the other groups of an answer.
    """

    key: str
    effect: Effect
    state: State
    heading: str
    reasons: tuple[Explanation, ...]


@dataclass(frozen=True, slots=True)
class WordedStep:
    """A step or a note in words.

    Attributes:
        rule: id of the rule whose remedy it is, else empty.
        procedure: id of the procedure that it belongs to, else empty.
        when: the alternatives under which it applies, while that is unknown.
        condition: the same as one text, “If: …”; empty when it applies.
    """

    text: str
    source: str
    rule: str
    procedure: str
    state: State
    when: Alternatives
    condition: str


@dataclass(frozen=True, slots=True)
class WordedHop:
    """One switch of a chain in words: its own answer, as far as the chain needs it.

    Attributes:
        origin, target, route: names.
    """

    origin: str
    target: str
    route: str
    mark: Mark
    headline: str
    tally: tuple[str, ...]
    summary: str
    lead: str
    doubt: str
    groups: tuple[Group, ...]
    steps: tuple[WordedStep, ...]
    notes: tuple[WordedStep, ...]


@dataclass(frozen=True, slots=True)
class Detour:
    """A chain of switches over other plans.

    Attributes:
        text: the whole chain.
        assumption: what it rests on.
    """

    text: str
    assumption: str
    hops: tuple[WordedHop, ...]


@dataclass(frozen=True, slots=True)
class WordedDifference:
    """An attribute in which the two plans differ, in words.

    Attributes:
        attribute: its id.
        name: of the attribute.
        before, after: what the plan has that is left, and what the one has that is wanted; `from` and `to` in JSON.
        text: all of it in one line.
    """

    attribute: str
    name: str
    before: str
    after: str
    change: Change
    text: str

    def to_dict(self) -> dict[str, Any]:
        """The form that the widget reads, ready for JSON."""
        return {
            "attribute": self.attribute,
            "name": self.name,
            "from": self.before,
            "to": self.after,
            "change": self.change,
            "text": self.text,
        }


@dataclass(frozen=True, slots=True)
class Later:
    """What became of a plan, in words.

    Attributes:
        plan: its id.
        name: what it is called since, or what came in its place.
        kind: ``later`` or ``successor``.
        text: all that there is to say of it, name included; it may have marks.
    """

    plan: str
    name: str
    kind: str
    text: str
    source: str

    def to_dict(self) -> dict[str, Any]:
        """The form that the widget reads, ready for JSON."""
        return {name: getattr(self, name) for name in Later.__slots__}


@dataclass(frozen=True, slots=True)
class Answer:
    """A decision in the reader's words.

    Attributes:
        origin, target: names of the plans.
        headline, tally, summary: see `Headline`.
        lead: what the routes say of the pair; nothing that the tally says.
        doubt: what the table notes of this pair on this route, else empty.
        edition: what the answer rests on.
        note: what the catalogue says with every answer, else empty.
        differences: what the switch loses and gains, as far as it is known of both plans.
        compared: what they were compared in, and what is not known; empty where nothing is compared.
        became: what became of the two plans.
    """

    decision: Decision
    mark: Mark
    origin: str
    target: str
    headline: str
    tally: tuple[str, ...]
    summary: str
    lead: str
    doubt: str
    detour: Detour | None
    given: tuple[KnownFact, ...]
    groups: tuple[Group, ...]
    open: tuple[Prompt, ...]
    optional: tuple[Prompt, ...]
    steps: tuple[WordedStep, ...]
    notes: tuple[WordedStep, ...]
    edition: str
    note: str
    differences: tuple[WordedDifference, ...]
    compared: str
    became: tuple[Later, ...]

    def to_dict(self) -> dict[str, Any]:
        """The form that the widget reads, ready for JSON."""
        worded = {name: _plain(getattr(self, name)) for name in Answer.__slots__ if name != "decision"}
        return {"decision": self.decision.to_dict(), **worded}


def _plain(value: Any) -> Any:
    """A part of an answer, ready for JSON; much faster than `dataclasses.asdict`, which copies all that it finds."""
    if value is None or isinstance(value, (str, int, dict)):
        return value
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    if isinstance(value, WordedDifference):
        return value.to_dict()
    return {name: _plain(getattr(value, name)) for name in value.__slots__}
