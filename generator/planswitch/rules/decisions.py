"""The decision: question in, route, status and reasons out. Pure: no input, no output, no clock."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from planswitch.rules.conditions import Facts, Test, Value
from planswitch.rules.model import Catalogue, Fact, Rule

EFFECTS = ("stop", "wait", "fix", "warn")
"""What a rule can do to a switch, in the order in which reasons are given."""
BLOCKING = frozenset({"stop", "wait", "fix"})
"""Effects that keep a switch from being ready."""
ROUTES = ("wizard", "manual", "any")
"""Where a rule can count."""
FACT_TYPES = ("yesno", "number", "choice")
SAME_FAMILY = "same_family"
"""The built-in fact: whether both plans belong to one service family. Always known."""
LONGEST_QUOTE = 60
"""Most characters of what somebody wrote that a refusal repeats."""
WHOLE_NUMBER = re.compile(r"-?[0-9]{1,15}")
YES_WORDS = {"yes": True, "true": True, "no": False, "false": False}


class InvalidQuestion(ValueError):  # noqa: N818 - an answer of its own kind, not a fault
    """A question that cannot be answered, and why.

    Attributes:
        message: the sentence, with ``{named}`` places.
        values: what goes into the places.
    """

    def __init__(self, message: str, **values: object) -> None:
        super().__init__(message.format(**values))
        self.message = message
        self.values = values


@dataclass(frozen=True, slots=True)
class Question:
    """Can I switch from one plan to another, given these facts?

    Attributes:
        origin, target: ids of plans.
        facts: known facts by id; a fact that is missing or None is unknown, never "no".
    """

    origin: str
    target: str
    facts: Mapping[str, Value | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reason:
    """An applicable rule that holds or is still unknown.

    Attributes:
        state: ``holds`` or ``unknown``.
        cleared_by: alternatives, each a set of tests that together make the rule not hold.
    """

    rule: Rule
    state: str
    cleared_by: tuple[tuple[Test, ...], ...]

    def to_dict(self) -> dict[str, Any]:
        """The public form, ready for JSON."""
        return {
            "rule": self.rule.id,
            "effect": self.rule.effect,
            "state": self.state,
            "cleared_by": [" and ".join(map(str, tests)) for tests in self.cleared_by],
            "source": self.rule.source,
        }


@dataclass(frozen=True, slots=True)
class ActionStep:
    """One thing to do: the remedy of a rule, or a step of the route's procedure."""

    text: str
    source: str
    rule: str = ""
    procedure: str = ""
    order: int = 0

    def to_dict(self) -> dict[str, Any]:
        """The public form, ready for JSON."""
        where: dict[str, Any] = {"rule": self.rule} if self.rule else {"procedure": self.procedure, "order": self.order}
        return {**where, "text": self.text, "source": self.source}


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer to a question; every surface prints this object.

    Attributes:
        listed: whether the table of switches has the pair.
        certainty: ``sure`` or ``likely``, None when the pair is not listed.
        route: ``none``, ``wizard`` or ``manual``.
        status: ``ready``, ``after`` or ``depends``.
        open: facts that are unknown and worth asking, in the order of the reasons.
        optional: likewise for what is only good to know.
        via: for a pair that is not listed, the shortest chain of listed switches, both ends included.
        catalogue: digest of the catalogue and of the rules' code.
    """

    origin: str
    target: str
    facts: dict[str, Value]
    listed: bool
    certainty: str | None
    route: str
    status: str
    reasons: tuple[Reason, ...]
    open: tuple[str, ...]
    optional: tuple[str, ...]
    steps: tuple[ActionStep, ...]
    via: tuple[str, ...]
    catalogue: str

    def holding(self) -> tuple[str, ...]:
        """Ids of the rules that hold, in the order of the reasons."""
        return tuple(reason.rule.id for reason in self.reasons if reason.state == "holds")

    def to_dict(self) -> dict[str, Any]:
        """The public form, ready for JSON; keys as in the contract."""
        return {
            "from": self.origin,
            "to": self.target,
            "facts": self.facts,
            "listed": self.listed,
            "certainty": self.certainty,
            "route": self.route,
            "status": self.status,
            "reasons": [reason.to_dict() for reason in self.reasons],
            "open": list(self.open),
            "optional": list(self.optional),
            "steps": [step.to_dict() for step in self.steps],
            "via": list(self.via),
            "catalogue": self.catalogue,
        }


def decide(catalogue: Catalogue, question: Question) -> Decision:
    """Answers a question by the catalogue's rules.

    Raises:
        InvalidQuestion: an unknown plan or fact, a value of the wrong type, or a number below 1.
    """
    facts = understood(catalogue, question)
    origin, target = question.origin, question.target
    switch = catalogue.switches.get((origin, target))
    route = "none" if origin == target else "wizard" if switch else "manual"
    known = {**facts, SAME_FAMILY: catalogue.same_family(origin, target)}
    reasons: tuple[Reason, ...] = ()
    if route != "none":
        states = [
            (rule, state)
            for rule in catalogue.rules.values()
            if rule.applies(origin, target) and (state := rule.when.value(known)) is not False
        ]
        if any(_stops_wizard(rule, state) for rule, state in states):
            route = "manual"
        reasons = _reasons(states, route, known)
    return Decision(
        origin=origin,
        target=target,
        facts=facts,
        listed=switch is not None,
        certainty=switch.certainty if switch else None,
        route=route,
        status=_status(reasons),
        reasons=reasons,
        open=_unsettled(reasons, known, blocking=True),
        optional=_unsettled(reasons, known, blocking=False),
        steps=_steps(catalogue, origin, route, reasons),
        via=() if switch or route == "none" else via(catalogue, origin, target),
        catalogue=catalogue.digest,
    )


def understood(catalogue: Catalogue, question: Question) -> dict[str, Value]:
    """The known facts of a question, in the catalogue's order, once everything in it is found to make sense.

    Raises:
        InvalidQuestion: see `decide`.
    """
    for plan in (question.origin, question.target):
        if plan not in catalogue.plans:
            raise InvalidQuestion("Unknown plan “{plan}”.", plan=quoted(plan))
    for fact in question.facts:
        if fact not in catalogue.facts:
            raise InvalidQuestion("Unknown fact “{fact}”.", fact=quoted(fact))
    return {
        name: _checked(fact, value)
        for name, fact in catalogue.facts.items()
        if (value := question.facts.get(name)) is not None
    }


def read_value(fact: Fact, text: str) -> Value | None:
    """Reads a value typed by a person; blank means unknown.

    Raises:
        InvalidQuestion: the text is not a value of the fact's type.
    """
    text = text.strip()
    if not text:
        return None
    if fact.type == "yesno":
        return _checked(fact, YES_WORDS.get(text.lower(), text))
    if fact.type == "number":
        return _checked(fact, int(text) if WHOLE_NUMBER.fullmatch(text) else text)
    return _checked(fact, text)


def _checked(fact: Fact, value: Value) -> Value:
    if fact.type == "yesno":
        if isinstance(value, bool):
            return value
        raise InvalidQuestion("“{fact}” is yes or no, not “{value}”.", fact=fact.id, value=quoted(value))
    if fact.type == "number":
        if not isinstance(value, int) or isinstance(value, bool):
            raise InvalidQuestion("“{fact}” is a whole number, not “{value}”.", fact=fact.id, value=quoted(value))
        if value < 1:
            raise InvalidQuestion("“{fact}” is at least 1, not {value}.", fact=fact.id, value=value)
        return value
    if isinstance(value, str) and value in fact.choices:
        return value
    choices = ", ".join(fact.choices)
    raise InvalidQuestion(
        "“{fact}” is one of {choices}, not “{value}”.", fact=fact.id, choices=choices, value=quoted(value)
    )


def quoted(value: object) -> str:
    """What somebody wrote, as far as a message repeats it."""
    text = str(value)
    return text if len(text) <= LONGEST_QUOTE else f"{text[: LONGEST_QUOTE - 1]}…"


def _stops_wizard(rule: Rule, state: bool | None) -> bool:
    return rule.effect == "stop" and rule.route != "manual" and state is True


def _reasons(states: Iterable[tuple[Rule, bool | None]], route: str, known: Facts) -> tuple[Reason, ...]:
    counted = [
        Reason(rule, "holds" if state else "unknown", rule.when.cleared_by(known))
        for rule, state in states
        if rule.route in (route, "any") or (route == "manual" and _stops_wizard(rule, state))
    ]
    counted.sort(key=lambda reason: (EFFECTS.index(reason.rule.effect), reason.state != "holds"))
    return tuple(counted)


def _status(reasons: Iterable[Reason]) -> str:
    status = "ready"
    for reason in reasons:
        if reason.state == "holds" and reason.rule.effect in ("wait", "fix"):
            return "after"
        if reason.state == "unknown" and reason.rule.effect in BLOCKING:
            status = "depends"
    return status


def _unsettled(reasons: Iterable[Reason], known: Facts, *, blocking: bool) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(
            fact
            for reason in reasons
            if reason.state == "unknown" and (reason.rule.effect in BLOCKING) is blocking
            for fact in reason.rule.when.unsettled(known)
        )
    )


def _steps(catalogue: Catalogue, origin: str, route: str, reasons: Iterable[Reason]) -> tuple[ActionStep, ...]:
    remedies = tuple(
        ActionStep(text=reason.rule.remedy, source=reason.rule.source, rule=reason.rule.id)
        for reason in reasons
        if reason.state == "holds" and reason.rule.effect in ("wait", "fix") and reason.rule.remedy
    )
    procedure = tuple(
        ActionStep(text=step.text, source=step.source, procedure=step.procedure, order=step.order)
        for step in catalogue.procedure(route, origin)
    )
    return remedies + procedure


def via(catalogue: Catalogue, origin: str, target: str) -> tuple[str, ...]:
    """The shortest chain of listed switches between two plans, both ends included; ties go by the order of plans.

    Returns:
        The chain of plan ids, or nothing when there is no chain.
    """
    chains: deque[tuple[str, ...]] = deque([(origin,)])
    seen = {origin}
    while chains:
        chain = chains.popleft()
        for plan in catalogue.targets[chain[-1]]:
            if plan == target:
                return (*chain, plan)
            if plan not in seen:
                seen.add(plan)
                chains.append((*chain, plan))
    return ()
