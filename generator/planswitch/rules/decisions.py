"""The decision: question in, route, status, reasons and steps out. Pure: no input, no output, no clock."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain, pairwise
from typing import Any, NamedTuple

from planswitch.rules.chains import shortest_chain
from planswitch.rules.classes import Pair
from planswitch.rules.conditions import Facts, Test, Value
from planswitch.rules.model import Catalogue, Fact, Rule, Step
from planswitch.rules.vocabulary import (
    ANY,
    EFFECTS,
    NOTES,
    Certainty,
    Effect,
    FactType,
    Offer,
    RouteState,
    State,
    Status,
)

BLOCKING: frozenset[Effect] = frozenset({"stop", "wait", "fix"})
"""Effects that keep a switch from being ready."""
FIRST: frozenset[Effect] = frozenset({"wait", "fix"})
"""Effects of what has to happen first."""
CERTAIN: frozenset[Offer] = frozenset({"sure", "likely"})
"""What a row says that lists a switch."""
LONGEST_QUOTE = 60
"""Most characters of what somebody wrote that a refusal repeats."""
WHOLE_NUMBER = re.compile(r"-?[0-9]{1,15}")
ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
YES_WORDS = {"yes": True, "true": True, "no": False, "false": False}


class InvalidQuestion(ValueError):  # noqa: N818 - an answer of its own kind, not a fault
    """A question that cannot be answered, and why.

    Attributes:
        message: the sentence, with ``{named}`` places.
        values: what goes into the places.
        part: what is refused: the id of a fact, ``from``, ``to``, ``route``, or empty.
    """

    def __init__(self, message: str, *, part: str = "", **values: object) -> None:
        super().__init__(message.format(**values))
        self.message = message
        self.values = values
        self.part = part


@dataclass(frozen=True, slots=True)
class Question:
    """Can I switch from one plan to another, given these facts?

    Attributes:
        origin, target: ids of plans.
        facts: known facts by id; a fact that is missing or None is unknown, never "no".
        route: the route that the reader prefers and that is tried first; empty for the catalogue's order.
    """

    origin: str
    target: str
    facts: Mapping[str, Value | None] = field(default_factory=dict)
    route: str = ""


@dataclass(frozen=True, slots=True)
class RouteOutcome:
    """What became of one route.

    Attributes:
        offer: what it offers for this pair, once doubtful stops are counted.
        stops: ids of its ``stop`` rules, those on any route too, that hold or are unknown.
    """

    route: str
    offer: Offer
    state: RouteState
    stops: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """The public form, ready for JSON."""
        return {"route": self.route, "offer": self.offer, "state": self.state, "stops": list(self.stops)}


@dataclass(frozen=True, slots=True)
class Reason:
    """An applicable rule that holds or is still unknown.

    Attributes:
        route: the route on which it counts here, or ``any``.
        cleared_by: alternatives, each a set of tests that together make the rule not hold; none that tests the pair.
    """

    rule: Rule
    route: str
    state: State
    cleared_by: tuple[tuple[Test, ...], ...]

    def to_dict(self) -> dict[str, Any]:
        """The public form, ready for JSON."""
        return {
            "rule": self.rule.id,
            "route": self.route,
            "effect": self.rule.effect,
            "state": self.state,
            "certainty": self.rule.certainty,
            "cleared_by": _written(self.cleared_by),
            "source": self.rule.source,
        }


@dataclass(frozen=True, slots=True)
class ActionStep:
    """One thing to do or to expect: the remedy of a rule, or a step of a procedure.

    Attributes:
        state: ``holds``, or ``unknown`` while it is not known whether it applies.
        when: the alternatives under which an unknown one applies, without what is known; JSON calls it ``if``.
    """

    text: str
    source: str
    rule: str = ""
    procedure: str = ""
    order: int = 0
    state: State = "holds"
    when: tuple[tuple[Test, ...], ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The public form, ready for JSON."""
        where: dict[str, Any] = {"rule": self.rule} if self.rule else {"procedure": self.procedure}
        return {
            **where,
            "order": self.order,
            "text": self.text,
            "source": self.source,
            "state": self.state,
            "if": _written(self.when),
        }


@dataclass(frozen=True, slots=True)
class Hop:
    """One listed switch of a chain, as its own decision has it.

    Attributes:
        decision: all of that decision, for its reasons and steps; no part of the public form.
    """

    origin: str
    target: str
    route: str
    status: Status
    certainty: Certainty
    decision: Decision = field(repr=False, compare=False)

    def to_dict(self) -> dict[str, Any]:
        """The public form, ready for JSON."""
        return {
            "from": self.origin,
            "to": self.target,
            "route": self.route,
            "status": self.status,
            "certainty": self.certainty,
        }


@dataclass(frozen=True, slots=True)
class Edition:
    """Which catalogue a decision rests on."""

    id: str
    edition: str
    date: str
    digest: str

    def to_dict(self) -> dict[str, Any]:
        """The public form, ready for JSON."""
        return {"id": self.id, "edition": self.edition, "date": self.date, "digest": self.digest}


class Outlook(NamedTuple):
    """What the headline of an answer says, the weightiest first; see `Decision`."""

    route: str | None
    status: Status
    certainty: Certainty | None
    otherwise: str | None
    firm: bool


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer to a question; every surface prints this object.

    Attributes:
        facts: those that were given; one that the pair answers has the pair's value.
        route, certainty: the route chosen and what it offers; None for ``same`` and ``no``.
        otherwise: the route that remains if the chosen one falls through, or None.
        firm: whether `otherwise` is certain to remain.
        routes: in the order in which they were tried.
        open: facts that are unknown and worth asking, in the order of the reasons (with ``no``: of the hops).
        optional: likewise for what is only good to know, then what only steps and notes mention.
        via: the shortest chain of listed switches, where one is worth knowing. See `decide`.
    """

    origin: str
    target: str
    facts: dict[str, Value]
    status: Status
    route: str | None
    certainty: Certainty | None
    otherwise: str | None
    firm: bool
    routes: tuple[RouteOutcome, ...]
    reasons: tuple[Reason, ...]
    open: tuple[str, ...]
    optional: tuple[str, ...]
    steps: tuple[ActionStep, ...]
    notes: tuple[ActionStep, ...]
    via: tuple[Hop, ...]
    catalogue: Edition

    def holding(self) -> tuple[str, ...]:
        """Ids of the rules that hold, in the order of the reasons."""
        return tuple(reason.rule.id for reason in self.reasons if reason.state == "holds")

    def first(self) -> tuple[Reason, ...]:
        """The reasons that say what has to happen first."""
        return tuple(reason for reason in self.reasons if reason.state == "holds" and reason.rule.effect in FIRST)

    def chosen(self) -> RouteOutcome | None:
        """The route chosen, with its offer and the stops that may still rule it out."""
        return _chosen(self.routes)

    def to_dict(self) -> dict[str, Any]:
        """The public form, ready for JSON; keys as in the contract."""
        return {
            "from": self.origin,
            "to": self.target,
            "facts": self.facts,
            "status": self.status,
            "route": self.route,
            "certainty": self.certainty,
            "otherwise": self.otherwise,
            "firm": self.firm,
            "routes": [route.to_dict() for route in self.routes],
            "reasons": [reason.to_dict() for reason in self.reasons],
            "open": list(self.open),
            "optional": list(self.optional),
            "steps": [step.to_dict() for step in self.steps],
            "notes": [note.to_dict() for note in self.notes],
            "via": [hop.to_dict() for hop in self.via],
            "catalogue": self.catalogue.to_dict(),
        }


def decide(catalogue: Catalogue, question: Question) -> Decision:
    """Answers a question by the catalogue's rules.

    `via` is worked out when no route is left, when the chosen one offers every pair or perhaps not this one, or when it
    is not certain and nothing else remains.

    Raises:
        InvalidQuestion: an unknown plan, fact or route, a value of the wrong type or out of range.
    """
    decision = decide_alone(catalogue, question)
    return chained(decision, chain_of(catalogue, question)) if wants_a_chain(catalogue, decision) else decision


def chained(decision: Decision, hops: tuple[Decision, ...]) -> Decision:
    """A decision with its chain, of which every hop has been decided; without hops there is none."""
    if not hops:
        return decision
    via = tuple(
        Hop(hop.origin, hop.target, hop.route, hop.status, hop.certainty, hop)
        for hop in hops
        if hop.route and hop.certainty
    )
    if decision.status != "no":
        return replace(decision, via=via)
    asked = _once(chain.from_iterable(hop.open for hop in hops))
    optional = _once(chain.from_iterable(hop.optional for hop in hops), besides=asked)
    return replace(decision, via=via, steps=(), open=asked, optional=optional)


def decide_alone(catalogue: Catalogue, question: Question) -> Decision:
    """Answers a question without looking for a chain: all that the pairs of a class share, but for their names.

    Raises:
        InvalidQuestion: see `decide`.
    """
    given = understood(catalogue, question)
    pair = catalogue.pairs[question.origin, question.target]
    return decided(catalogue, pair, given, question.route, (question.origin, question.target))


def decided(
    catalogue: Catalogue, pair: Pair, given: Facts, preferred: str = "", plans: tuple[str, str] = ("", "")
) -> Decision:
    """The decision of a class of pairs.

    Args:
        catalogue: of which the class is.
        pair: the class.
        given: facts that make sense, see `understood`.
        preferred: the route that is tried first, if the reader prefers one.
        plans: the names of the pair, where it is of one.
    """
    known = {**given, **pair.known}
    facts = {name: known[name] for name in given}
    states = _states(pair, known)
    routes = _routes(catalogue, pair, preferred, states)
    chosen = _chosen(routes)
    headline = _outlook(catalogue, pair, routes, states)
    reasons = tuple(_reasons(pair, routes, states, known))
    open_ = _once(_unsettled(reasons, known, blocking=True)) if chosen else ()
    steps, notes, mentioned = _steps(pair, chosen, reasons, known)
    good_to_know = chain(_unsettled(reasons, known, blocking=False), mentioned) if chosen else ()
    return Decision(
        origin=plans[0],
        target=plans[1],
        facts=facts,
        status=headline.status,
        route=headline.route,
        certainty=headline.certainty,
        otherwise=headline.otherwise,
        firm=headline.firm,
        routes=routes,
        reasons=reasons,
        open=open_,
        optional=_once(good_to_know, besides=open_),
        steps=steps,
        notes=notes,
        via=(),
        catalogue=_edition(catalogue),
    )


def outlook(catalogue: Catalogue, pair: Pair, given: Facts, preferred: str = "") -> Outlook:
    """What the headline of a class of pairs says, with nothing else of its decision worked out; see `decided`."""
    states = _states(pair, {**given, **pair.known})
    return _outlook(catalogue, pair, _routes(catalogue, pair, preferred, states), states)


def _outlook(
    catalogue: Catalogue, pair: Pair, routes: Iterable[RouteOutcome], states: Mapping[str, bool | None]
) -> Outlook:
    if pair.same:
        return Outlook(None, "same", None, None, firm=False)
    chosen = _chosen(routes)
    if chosen is None:
        return Outlook(None, "no", None, None, firm=False)
    falls = _can_fall_through(catalogue, chosen)
    otherwise = next((outcome for outcome in routes if falls and outcome.state == "open"), None)
    return Outlook(
        route=chosen.route,
        status=_status(pair.on[chosen.route], states),
        certainty=chosen.offer if chosen.offer != "no" else None,
        otherwise=otherwise.route if otherwise else None,
        firm=otherwise is not None and otherwise.offer == "sure" and not otherwise.stops,
    )


def chain_of(catalogue: Catalogue, question: Question) -> tuple[Decision, ...]:
    """The decisions of the shortest chain of two or more listed switches; ties go by the order of plans.

    A hop counts when its own decision, under the same facts, chooses a route that lists it.

    Returns:
        One decision a hop, or nothing when there is no chain.
    """
    counting = Counting(catalogue, understood(catalogue, question))
    plans = shortest_chain(question.origin, question.target, catalogue.targets, counting)
    return tuple(decide_alone(catalogue, Question(*pair, question.facts)) for pair in pairwise(plans))


class Counting:
    """Whether a switch may be part of a chain: its own decision has to choose a route that lists it.

    To know the route, only stops have to be looked at, and only those that what is given leaves: many plans have many
    switches, of which each is asked about.
    """

    def __init__(self, catalogue: Catalogue, given: Facts) -> None:
        self._catalogue = catalogue
        self._given = given
        self._holding: dict[Hashable, bool] = {}
        self._stops = {route: tuple(self._left(stops)) for route, stops in catalogue.pairs.stops.items()}

    def __call__(self, origin: str, target: str) -> bool:
        routes = self._catalogue.routes
        rows = self._catalogue.switches.leaving[origin].get(target, {})
        for route, usual in self._catalogue.pairs.usual.items():
            offer = rows[route]["certainty"] if route in rows else usual
            if offer != "no" and not (self._stops[route] and self._is_stopped(route, origin, target)):
                return routes[route].offers != "all" and offer in CERTAIN
        return False

    def _is_stopped(self, route: str, origin: str, target: str) -> bool:
        return any(
            not by_pair or self._holds(rule, origin, target)
            for rule, by_pair in self._stops[route]
            if rule.applies(origin, target)
        )

    def _holds(self, rule: Rule, origin: str, target: str) -> bool:
        """Whether a stop holds by what is known of a pair: the same for all pairs whose plans are alike."""
        alike = self._catalogue.pairs.alike
        key = (rule.id, alike[origin], alike[target], self._catalogue.same_family(origin, target))
        holds = self._holding.get(key)
        if holds is None:
            known = {**self._given, **self._catalogue.known_of(origin, target)}
            holds = self._holding[key] = bool(rule.when.value(known))
        return holds

    def _left(self, stops: Iterable[tuple[Rule, bool]]) -> Iterator[tuple[Rule, bool]]:
        """The stops that hold, and those that what is known of a pair may decide."""
        facts = self._catalogue.facts
        firm = {name: value for name, value in self._given.items() if not facts[name].answer}
        for rule, by_pair in stops:
            value = rule.when.value(firm if by_pair else self._given)
            if value or (by_pair and value is None):
                yield rule, by_pair and not value


def wants_a_chain(catalogue: Catalogue, decision: Decision) -> bool:
    """Whether a chain is worth knowing beside a decision, if there is one; see `decide`."""
    if decision.status in ("same", "no"):
        return decision.status == "no"
    chosen = decision.chosen()
    return chosen is not None and (
        catalogue.routes[chosen.route].offers == "all"
        or chosen.offer == "unknown"
        or (decision.otherwise is None and (chosen.offer != "sure" or bool(chosen.stops)))
    )


def _can_fall_through(catalogue: Catalogue, chosen: RouteOutcome) -> bool:
    """Whether another route may be needed: its offer is not sure, or a stop of its own (not on any) is unknown."""
    return chosen.offer != "sure" or any(catalogue.rules[stop].routes for stop in chosen.stops)


def understood(catalogue: Catalogue, question: Question) -> dict[str, Value]:
    """The known facts of a question, in the catalogue's order, once everything in it is found to make sense.

    Raises:
        InvalidQuestion: see `decide`.
    """
    for part, plan in (("from", question.origin), ("to", question.target)):
        if plan not in catalogue.plans:
            raise InvalidQuestion("Unknown plan “{plan}”.", part=part, plan=quoted(plan))
    if question.route and question.route not in catalogue.routes:
        raise InvalidQuestion("Unknown route “{route}”.", part="route", route=quoted(question.route))
    if not question.facts:
        return {}
    for fact in question.facts:
        if fact not in catalogue.facts:
            raise InvalidQuestion("Unknown fact “{fact}”.", part=str(fact), fact=quoted(fact))
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
    def refusal(message: str, **values: object) -> InvalidQuestion:
        return InvalidQuestion(message, part=fact.id, fact=fact.id, value=quoted(value), **values)

    if not FITS[fact.type](fact, value):
        match fact.type:
            case "yesno":
                raise refusal("The answer to “{fact}” is yes or no, not “{value}”.")
            case "number":
                raise refusal("The answer to “{fact}” is a whole number, not “{value}”.")
            case "date":
                raise refusal("The answer to “{fact}” is a date such as 2014-10-01, not “{value}”.")
        choices = ", ".join(fact.choices)
        raise refusal("The answer to “{fact}” is one of {choices}, not “{value}”.", choices=choices)
    if isinstance(value, int) and fact.type == "number" and value < fact.minimum:
        raise refusal("The answer to “{fact}” is at least {least}, not {value}.", least=fact.minimum)
    return value


def is_date(text: str) -> bool:
    """Whether a text is a day in ISO form, such as ``2014-10-01``."""
    try:
        return bool(ISO_DATE.fullmatch(text)) and bool(date.fromisoformat(text))
    except ValueError:
        return False


FITS: dict[FactType, Callable[[Fact, Value], bool]] = {
    "yesno": lambda _, value: isinstance(value, bool),
    "number": lambda _, value: isinstance(value, int) and not isinstance(value, bool),
    "date": lambda _, value: isinstance(value, str) and is_date(value),
    "choice": lambda fact, value: isinstance(value, str) and value in fact.choices,
}
"""What each type of fact can be worth."""


def quoted(value: object) -> str:
    """What somebody wrote, as far as a message repeats it."""
    text = str(value)
    return text if len(text) <= LONGEST_QUOTE else f"{text[: LONGEST_QUOTE - 1]}…"


def _states(pair: Pair, known: Facts) -> dict[str, bool | None]:
    """What the condition of each rule is worth."""
    return {rule.id: rule.when.value(known) for rule in pair.rules}


def _routes(
    catalogue: Catalogue, pair: Pair, preferred: str, states: Mapping[str, bool | None]
) -> tuple[RouteOutcome, ...]:
    """What becomes of each route, in the order in which they are tried; of none, between a plan and itself."""
    if pair.same:
        return ()
    outcomes = []
    chosen = False
    for route in sorted(catalogue.routes, key=lambda route: route != preferred) if preferred else catalogue.routes:
        offer = pair.offers[route]
        stops = [rule for rule in pair.on[route] if rule.effect == "stop" and states[rule.id] is not False]
        holding = [rule for rule in stops if states[rule.id]]
        state: RouteState = "none" if offer == "no" else "open"
        if offer != "no" and any(rule.certainty == "sure" for rule in holding):
            state = "stopped"
        elif offer != "no" and holding:
            offer = "unknown"
        if state == "open" and not chosen:
            state, chosen = "chosen", True
        outcomes.append(RouteOutcome(route, offer, state, tuple(rule.id for rule in stops)))
    return tuple(outcomes)


def _chosen(routes: Iterable[RouteOutcome]) -> RouteOutcome | None:
    return next((outcome for outcome in routes if outcome.state == "chosen"), None)


def _reasons(
    pair: Pair, routes: Iterable[RouteOutcome], states: Mapping[str, bool | None], known: Facts
) -> list[Reason]:
    """The rules of the chosen route that hold or are unknown, and the stops that hold of what came before it.

    With no route left these are the stops that hold on any route and on every one that is offered.
    """
    counted: dict[str, Reason] = {}
    for outcome in routes:
        chosen = outcome.state == "chosen"
        for rule in pair.on[outcome.route]:
            state = states[rule.id]
            counts = (
                state is not False
                if chosen
                else state and rule.effect == "stop" and (outcome.state != "none" or not rule.routes)
            )
            if counts and rule.id not in counted:
                route = outcome.route if rule.routes else ANY
                cleared = rule.when.cleared_by(known, pair.known)
                counted[rule.id] = Reason(rule, route, "holds" if state else "unknown", cleared)
        if chosen:
            break
    order = {rule.id: place for place, rule in enumerate(pair.rules)}
    return sorted(
        counted.values(),
        key=lambda reason: (EFFECTS.index(reason.rule.effect), reason.state != "holds", order[reason.rule.id]),
    )


def _status(rules: Iterable[Rule], states: Mapping[str, bool | None]) -> Status:
    """Of a route that is chosen, by the rules that count on it."""
    status: Status = "ready"
    for rule in rules:
        state = states[rule.id]
        if state and rule.effect in FIRST:
            return "after"
        if state is None and rule.effect in BLOCKING:
            status = "depends"
    return status


def _unsettled(reasons: Iterable[Reason], known: Facts, *, blocking: bool) -> Iterator[str]:
    for reason in reasons:
        if reason.state == "unknown" and (reason.rule.effect in BLOCKING) is blocking:
            yield from reason.rule.when.unsettled(known)


def _once(facts: Iterable[str], besides: Collection[str] = ()) -> tuple[str, ...]:
    return tuple(dict.fromkeys(fact for fact in facts if fact not in besides))


def _steps(
    pair: Pair, chosen: RouteOutcome | None, reasons: Iterable[Reason], known: Facts
) -> tuple[tuple[ActionStep, ...], tuple[ActionStep, ...], tuple[str, ...]]:
    """What to do, what to expect, and the unknown facts that both mention."""
    effects = FIRST if chosen else {"stop"}
    remedies = [
        ActionStep(text=reason.rule.remedy, source=reason.rule.source, rule=reason.rule.id)
        for reason in reasons
        if reason.state == "holds" and reason.rule.effect in effects and reason.rule.remedy
    ]
    if chosen is None:
        return tuple(remedies), (), ()
    rows = tuple(_valued(pair.steps.get(chosen.route, ()), known))
    notes = tuple(_valued(pair.steps.get(chosen.route + NOTES, ()), known))
    mentioned = chain.from_iterable(row.when.unsettled(known) for row, value in (*rows, *notes) if value is None)
    before = [_step(row, value, known, pair.known) for row, value in rows if row.order == 0]
    after = [_step(row, value, known, pair.known) for row, value in rows if row.order > 0]
    expected = tuple(_step(row, value, known, pair.known) for row, value in notes)
    return (*before, *remedies, *after), expected, tuple(mentioned)


def _valued(rows: Iterable[Step], known: Facts) -> Iterator[tuple[Step, bool | None]]:
    """The rows whose condition is not false, each with what it is worth."""
    for row in rows:
        value = row.when.value(known)
        if value is not False:
            yield row, value


def _step(row: Step, value: bool | None, known: Facts, fixed: Facts) -> ActionStep:
    if value is None:
        return ActionStep(row.text, row.source, "", row.procedure, row.order, "unknown", row.when.met_by(known, fixed))
    return ActionStep(row.text, row.source, "", row.procedure, row.order)


def _edition(catalogue: Catalogue) -> Edition:
    settings = catalogue.settings
    return Edition(settings["id"], settings["edition"], settings["date"], catalogue.digest)


def _written(alternatives: Iterable[Iterable[Test]]) -> list[str]:
    return [" and ".join(map(str, tests)) for tests in alternatives]
