"""The whole input space, in classes of equal inputs, against an oracle that reads the contract as naively as it can.

**Pairs.** All 441 pairs of plans, in classes of those with the same rules and steps, offered alike, of one family or
not. Every pair of a class is asked; the points below are dealt out to the pairs in turn.

**Facts.** Of each fact the values at the edges: unknown, yes, no; every choice; both sides of every number that a rule
mentions. Every combination is walked of the facts that a rule of the class with effect stop, wait or fix mentions,
with two savings that lose nothing. Facts that only a bare rule of the same route and effect mentions (such as
``provisioning_pending`` and ``service_issue``) change places without a difference, so each selection of their values
is walked once, in either order by turns. Facts that only ``warn`` rules mention cannot touch route, status or open
facts; their combinations run along, out of step with the others.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from itertools import combinations_with_replacement, cycle, pairwise, product
from math import prod
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planswitch.catalogue import load
from planswitch.rules import Decision, Question, Words, decide
from planswitch.rules.decisions import RouteOutcome
from planswitch.rules.headlines import headline_of
from tests.assertions import DATA

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from planswitch.rules.conditions import Value

LOADED = load(DATA)
CATALOGUE = LOADED.catalogue
WORDS = Words(CATALOGUE)
BLOCKING = ("stop", "wait", "fix")
Pair = tuple[str, str]
Values = tuple["Value | None", ...]

# ------------------------------------------------------------------------------------------------------ the oracle


def rows(table: str) -> list[dict[str, str]]:
    return LOADED.tables[table]


def selected(selector: str) -> set[str]:
    """The plans of a selector, by spelling the contract out."""
    family = {plan["id"]: plan["family"] for plan in rows("plans")}
    kind = {row["id"]: row["kind"] for row in rows("families")}

    def plans(token: str) -> set[str]:
        return {plan for plan in family if token in ("*", plan, f"family:{family[plan]}", f"kind:{kind[family[plan]]}")}

    tokens = selector.split()
    chosen = set().union(*(plans(token) for token in tokens if token[0] != "!"))
    return chosen - set().union(*(plans(token[1:]) for token in tokens if token[0] == "!"))


@cache
def mentioned(when: str) -> tuple[str, ...]:
    """The facts of a condition, in the order written."""
    bare = re.sub(r'"[^"]*"', "", when)
    return tuple(name for name in re.findall(r"[a-z_]+", bare) if name not in ("and", "or", "not", "always"))


def edges(fact: str) -> list[Value]:
    """The values of a fact that can make a difference anywhere."""
    row = next(row for row in rows("facts") if row["id"] == fact)
    if row["type"] == "yesno":
        return [False, True]
    if row["type"] == "choice":
        return [word.partition("=")[0] for word in row["choices"].split() if "=" in word]
    near = set()
    for rule in rows("rules"):
        for literal in re.findall(rf"\b{fact} *[<>=!]+ *(\d+)", rule["when"]):
            near |= {int(literal) - 1, int(literal), int(literal) + 1}
    return [1, *sorted(near)]


@cache
def sides(fact: str, when: str) -> tuple[Value, ...]:
    """One value for each side of the numbers that a condition or two name; all the values of any other fact."""
    literals = [int(text) for text in re.findall(rf"\b{fact} *[<>=!]+ *(\d+)", when)]
    if not literals:
        return tuple(edges(fact))
    return tuple(sorted({side for literal in literals for side in (literal, literal + 1)}))


@cache
def names_in(when: str) -> tuple[str, ...]:
    """Likewise, each once."""
    return tuple(dict.fromkeys(mentioned(when)))


@cache
def outcome(when: str, given: Values) -> bool | None:
    """A condition's value: what all completions of the unknown facts agree on, as Python itself computes it."""
    names = names_in(when)
    options = [[value] if value is not None else edges(name) for name, value in zip(names, given, strict=True)]
    results = {
        bool(eval(when, {"__builtins__": {}}, {"always": True, **dict(zip(names, values, strict=True))}))
        for values in product(*options)
    }
    return results.pop() if len(results) == 1 else None


@dataclass(frozen=True)
class Expected:
    """What the contract says of a question."""

    status: str
    route: str | None = None
    certainty: str | None = None
    otherwise: str | None = None
    firm: bool = False
    routes: tuple[tuple[str, str, str, tuple[str, ...]], ...] = ()
    reasons: tuple[tuple[str, str], ...] = ()
    open: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    steps: tuple[tuple[str, str], ...] = ()
    via: tuple[Pair, ...] = ()


FAMILY = {row["id"]: row["family"] for row in rows("plans")}
ROUTES = {row["id"]: row["offers"] for row in rows("routes")}
LISTED = {(row["from"], row["to"], row["route"] or "wizard"): row["certainty"] for row in rows("switches")}
LEADS = {
    plan: [other for other in FAMILY if any((plan, other, route) in LISTED for route in ROUTES)] for plan in FAMILY
}
USUAL = {"listed": "no", "perhaps": "unknown", "all": "sure"}


@cache
def applicable(table: str, pair: Pair) -> tuple[dict[str, str], ...]:
    """The rows of rules.csv or steps.csv that are about a pair, by its plans and by its families."""
    of_pair: dict[str, Value | None] = {"same_family": FAMILY[pair[0]] == FAMILY[pair[1]]}
    return tuple(
        row
        for row in rows(table)
        if pair[0] in selected(row["from"]) and pair[1] in selected(row["to"])
        if value_of(row["when"], of_pair) is not False
    )


def value_of(when: str, known: dict[str, Value | None]) -> bool | None:
    return outcome(when, tuple([known.get(name) for name in names_in(when)]))


def unknown_in(when: str, known: dict[str, Value | None]) -> list[str]:
    """The unknown facts of a condition; in these tables each of them can still matter while its value is unknown."""
    return [name for name in mentioned(when) if known.get(name) is None]


def once(names: Iterable[str], besides: tuple[str, ...] = ()) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if name not in besides))


def oracle(pair: Pair, facts: dict[str, Value | None]) -> Expected:
    """Section 3 of the contract, sentence by sentence."""
    if pair[0] == pair[1]:
        return Expected("same")
    known = {**facts, "same_family": FAMILY[pair[0]] == FAMILY[pair[1]]}
    rules = applicable("rules", pair)
    value = {rule["id"]: value_of(rule["when"], known) for rule in rules}

    def on(route: str) -> list[dict[str, str]]:
        return [rule for rule in rules if "any" in rule["route"].split() or route in rule["route"].split()]

    offered = {route: LISTED.get((*pair, route), USUAL[offers]) for route, offers in ROUTES.items()}
    stops = {
        route: [rule for rule in on(route) if rule["effect"] == "stop" and value[rule["id"]] is not False]
        for route in ROUTES
    }
    doubted = dict(offered)
    stopped = set()
    for route, its_stops in stops.items():
        for rule in its_stops:
            if value[rule["id"]] and offered[route] != "no":
                if (rule["certainty"] or "sure") == "sure":
                    stopped.add(route)
                else:
                    doubted[route] = "unknown"
    doubted = {route: offered[route] if route in stopped else offer for route, offer in doubted.items()}
    left = [route for route in ROUTES if offered[route] != "no" and route not in stopped]
    chosen = left[0] if left else None
    falls = chosen is not None and (
        doubted[chosen] != "sure"
        or any(value[rule["id"]] is None and "any" not in rule["route"].split() for rule in stops[chosen])
    )
    otherwise = left[1] if falls and len(left) > 1 else None
    states = {
        route: "none" if offered[route] == "no" else "stopped" if route in stopped else "open" for route in ROUTES
    }
    if chosen:
        states[chosen] = "chosen"
    before = [route for route in ROUTES if not chosen or list(ROUTES).index(route) < list(ROUTES).index(chosen)]
    counted = [rule["id"] for rule in on(chosen)] if chosen else []
    counted += [
        rule["id"]
        for route in before
        for rule in stops[route]
        if value[rule["id"]] and (offered[route] != "no" or "any" in rule["route"].split())
    ]
    reasons = [
        (rule, state)
        for effect in ("stop", "wait", "fix", "warn")
        for state in (True, None)
        for rule in rules
        if rule["effect"] == effect and value[rule["id"]] is state and rule["id"] in counted
    ]
    first = [rule for rule, state in reasons if state and rule["effect"] in ("wait", "fix")]
    unsure = [rule for rule, state in reasons if state is None and rule["effect"] in BLOCKING]
    hints = [rule for rule, state in reasons if state is None and rule["effect"] not in BLOCKING]
    asked = once(name for rule in unsure for name in unknown_in(rule["when"], known))
    way, notes = (
        [
            (row, value_of(row["when"], known))
            for row in sorted(applicable("steps", pair), key=lambda row: int(row["order"]))
            if chosen and row["procedure"] == procedure and value_of(row["when"], known) is not False
        ]
        for procedure in (chosen, f"{chosen}-notes")
    )
    remedies = first if chosen else [rule for rule, state in reasons if state and rule["effect"] == "stop"]
    alone = chosen is not None and not otherwise and (doubted[chosen] != "sure" or bool(stops[chosen]))
    wanted = not chosen or ROUTES[chosen] == "all" or doubted[chosen] == "unknown" or alone
    via = chain(pair, facts) if wanted else ()
    done = [(rule["id"], "holds") for rule in remedies if rule["remedy"]]
    steps = [(f"{row['procedure']} {row['order']}", "holds" if state else "unknown") for row, state in way]
    look_first = [step for step in steps if step[0].endswith(" 0")]
    return Expected(
        status="no" if not chosen else "after" if first else "depends" if unsure else "ready",
        route=chosen,
        certainty=doubted[chosen] if chosen else None,
        otherwise=otherwise,
        firm=otherwise is not None and doubted[otherwise] == "sure" and not stops[otherwise],
        routes=tuple(
            (route, doubted[route], states[route], tuple(rule["id"] for rule in stops[route])) for route in ROUTES
        ),
        reasons=tuple((rule["id"], "holds" if state else "unknown") for rule, state in reasons),
        open=asked if chosen else (),
        optional=once(
            (
                *(name for rule in hints for name in unknown_in(rule["when"], known)),
                *(name for row, state in [*way, *notes] if state is None for name in unknown_in(row["when"], known)),
            ),
            asked,
        ),
        steps=(*look_first, *done, *(step for step in steps if step not in look_first)),
        via=via,
    )


def chain(pair: Pair, facts: dict[str, Value | None]) -> tuple[Pair, ...]:
    """The shortest chain, found by trying all of two hops, then of three, and so on, in the order of plans."""

    def counts(hop: Pair) -> bool:
        route = oracle_of_hop(hop, facts)
        return route is not None and LISTED.get((*hop, route)) in ("sure", "likely") and ROUTES[route] != "all"

    ways: list[tuple[str, ...]] = [(pair[0],)]
    while ways:
        ways = [
            (*way, plan) for way in ways for plan in LEADS[way[-1]]
            if plan not in way and (*way, plan) != pair and counts((way[-1], plan))
        ]  # fmt: skip
        found = [way for way in ways if way[-1] == pair[1]]
        if found:
            return tuple(pairwise(found[0]))
    return ()


def oracle_of_hop(hop: Pair, facts: dict[str, Value | None]) -> str | None:
    """The route of a hop; it needs no chain of its own."""
    known = {**facts, "same_family": FAMILY[hop[0]] == FAMILY[hop[1]]}
    for route, offers in ROUTES.items():
        stopped = any(
            value_of(rule["when"], known) is True
            for rule in applicable("rules", hop)
            if rule["effect"] == "stop" and (rule["certainty"] or "sure") == "sure"
            if {"any", route} & set(rule["route"].split())
        )
        if LISTED.get((*hop, route), USUAL[offers]) != "no" and not stopped:
            return route
    return None


def told(decision: Decision) -> Expected:
    """The part of a decision that the oracle speaks of."""
    return Expected(
        decision.status,
        decision.route,
        decision.certainty,
        decision.otherwise,
        decision.firm,
        tuple((one.route, one.offer, one.state, one.stops) for one in decision.routes),
        tuple((reason.rule.id, reason.state) for reason in decision.reasons),
        decision.open,
        decision.optional,
        tuple((step.rule or f"{step.procedure} {step.order}", step.state) for step in decision.steps),
        tuple((hop.origin, hop.target) for hop in decision.via),
    )


# -------------------------------------------------------------------------------------------- the classes of inputs


def classes() -> dict[str, list[Pair]]:
    """The pairs of plans by what can tell their answers apart."""
    found: dict[tuple[object, ...], list[Pair]] = defaultdict(list)
    for pair in product(FAMILY, FAMILY):
        rules = tuple(rule["id"] for rule in applicable("rules", pair))
        steps = tuple(rows("steps").index(step) for step in applicable("steps", pair))
        offered = tuple(LISTED.get((*pair, route)) for route in ROUTES)
        found[pair[0] == pair[1], offered, FAMILY[pair[0]] == FAMILY[pair[1]], rules, steps].append(pair)
    return {f"{pairs[0][0]}→{pairs[0][1]} and {len(pairs) - 1} more": pairs for pairs in found.values()}


CLASSES = classes()


@dataclass(frozen=True)
class Axis:
    """Facts that are walked together: one, or several that can change places."""

    facts: tuple[str, ...]
    values: tuple[Value | None, ...]

    def points(self) -> list[Values]:
        return list(combinations_with_replacement(self.values, len(self.facts)))

    def canonical(self, given: Values) -> Values:
        return tuple(sorted(given, key=self.values.index))


def axes_of(pair: Pair) -> tuple[list[Axis], list[Axis]]:
    """The axes of a class: of facts that can block, and of facts that are only good to know."""
    uses: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    about = [(row["route"], row["effect"], row["when"]) for row in applicable("rules", pair)]
    about += [(row["procedure"], "step", row["when"]) for row in applicable("steps", pair)]
    for route, effect, when in about:
        for name in dict.fromkeys(mentioned(when)):
            uses[name].append((route, effect, "bare" if when == name else when))
    uses.pop("same_family", None)
    text = " ".join(when for _, _, when in about)
    groups: dict[object, list[str]] = defaultdict(list)
    for fact, its_uses in uses.items():
        alike = tuple(its_uses) if all(shape == "bare" for _, _, shape in its_uses) else fact
        groups[alike].append(fact)
    axes = [Axis(tuple(facts), (None, *sides(facts[0], text))) for facts in groups.values()]
    blocking = [axis for axis in axes if any(use[1] in BLOCKING for use in uses[axis.facts[0]])]
    return blocking, [axis for axis in axes if axis not in blocking]


def out_of_step(points: list[Values]) -> Iterator[Values]:
    """The points over and over, in a period that is prime and so never keeps step with the other facts."""
    period = next(n for n in range(max(len(points), 7), 1000) if all(n % factor for factor in range(2, n)))
    return cycle((points * period)[:period])


def walk(name: str) -> Any:
    """A class to walk; those that take long, and those of a few pairs, are left to `make test-all`."""
    points = prod(len(axis.points()) for axis in axes_of(CLASSES[name][0])[0])
    return pytest.param(name, marks=pytest.mark.long if points > 10_000 or len(CLASSES[name]) < 10 else (), id=name)


def flattened(points: tuple[Values, ...]) -> Values:
    return tuple(value for point in points for value in point)


# ---------------------------------------------------------------------------------------------------- the invariants

Result = tuple["str | None", str, bool, tuple[str, ...]]
"""Route, status, whether the route is decided, and the open facts."""


def check_blocking(decision: Decision) -> None:
    """Never ready while a rule blocks or may; something is open exactly while a blocking rule is unknown."""
    blocking = [
        reason.state
        for reason in decision.reasons
        if reason.rule.effect in BLOCKING and not (reason.rule.effect == "stop" and reason.state == "holds")
    ]
    left = [route for route in decision.routes if route.state in ("chosen", "open")]
    assert (decision.status == "no") is (not left and decision.origin != decision.target)
    assert (decision.status in ("ready", "same", "no")) is (not blocking)
    assert bool(decision.open) is ("unknown" in blocking)
    assert (decision.status == "after") is ("holds" in blocking)
    stopped = {route.route for route in decision.routes if route.state == "stopped"}
    assert decision.route not in stopped
    assert decision.otherwise not in stopped
    assert decision.otherwise is None or decision.otherwise != decision.route
    assert not set(decision.open) & set(decision.optional)
    check_headline(decision, [route for route in left if route.offer == "sure" and not route.stops])


def check_headline(decision: Decision, certain: list[RouteOutcome]) -> None:
    """“Yes” is said where some route is certain to remain, and is green for the first one alone, with nothing open."""
    told = headline_of(decision, WORDS)
    assert told.summary.startswith("Yes") is bool(certain), told.summary
    plain = bool(certain) and certain[0].route == next(iter(ROUTES)) and decision.status == "ready"
    assert (told.mark == "yes") is plain, told.summary


def cleared_checker() -> Callable[[Decision], None]:
    """Checks that any alternative of ``cleared_by``, made true, makes its rule not hold; each set of values once."""
    done: set[object] = set()

    def check(decision: Decision) -> None:
        for reason in decision.reasons:
            names = dict.fromkeys(test.fact for test in reason.rule.when.tests())
            facts = {name: decision.facts.get(name) for name in names if name != "same_family"}
            key = (reason.rule.id, tuple(facts.values()), reason.cleared_by)
            if key in done:
                continue
            done.add(key)
            for tests in reason.cleared_by:
                assert "same_family" not in " ".join(map(str, tests)), "nobody can change it"
                clear_one(reason.rule.id, facts, [str(test) for test in tests])

    return check


def clear_one(rule: str, facts: dict[str, Value | None], tests: list[str]) -> None:
    """Tries every value of the facts of one alternative; those that make it true have to clear the rule."""
    when = next(row["when"] for row in rows("rules") if row["id"] == rule)
    changed = list(dict.fromkeys(name for test in tests for name in mentioned(test)))
    options = [[True, False] if name == "same_family" else edges(name) for name in changed]
    cleared = 0
    for values in product(*options):
        after = {**facts, **dict(zip(changed, values, strict=True))}
        if all(outcome(test, tuple(after[name] for name in dict.fromkeys(mentioned(test)))) for test in tests):
            assert outcome(when, tuple(after.get(name) for name in dict.fromkeys(mentioned(when)))) is False
            cleared += 1
    assert cleared


def check_more_knowledge(axes: list[Axis], results: dict[Values, Result]) -> int:
    """Giving a fact never undoes what was decided. Returns how many steps from one point to the next were taken."""
    steps = 0
    starts = [sum(len(axis.facts) for axis in axes[:index]) for index in range(len(axes))]
    for point, (route, status, decided, asked) in results.items():
        if not decided:
            continue
        for axis, start in zip(axes, starts, strict=True):
            end = start + len(axis.facts)
            mine = point[start:end]
            if None not in mine:
                continue
            rest = list(mine)
            rest.remove(None)
            for value in axis.values[1:]:
                after = results[point[:start] + axis.canonical((value, *rest)) + point[end:]]
                steps += 1
                assert after[0] == route
                assert after[2]
                assert status == "depends" or after[1] == status
                assert len(after[3]) <= len(asked)
    return steps


def is_decided(decision: Decision) -> bool:
    """Whether no fact that is still unknown can change the route."""
    chosen = decision.chosen()
    return chosen is None or not chosen.stops


# --------------------------------------------------------------------------------------------------------- the tests


@pytest.mark.slow
@pytest.mark.parametrize("name", [walk(name) for name in CLASSES])
def test_every_answer_is_what_the_contract_says(name: str, record_property: Callable[[str, object], None]) -> None:
    pairs = CLASSES[name]
    blocking, telling = axes_of(pairs[0])
    names = [fact for axis in blocking for fact in axis.facts]
    assert len({CATALOGUE.pairs[pair].number for pair in pairs}) == 1, "a class of ours is one of the catalogue's"
    back = [fact for axis in blocking for fact in reversed(axis.facts)]
    told_names = [fact for axis in telling for fact in axis.facts]
    along = out_of_step([flattened(points) for points in product(*(axis.points() for axis in telling))])
    results: dict[Values, Result] = {}
    check_cleared = cleared_checker()
    turns = cycle(pairs)
    for index, points in enumerate(product(*(axis.points() for axis in blocking))):
        point = flattened(points)
        facts = dict(zip(back if index % 2 else names, point, strict=True))
        facts |= zip(told_names, next(along), strict=True)
        pair = next(turns)
        decision = decide(CATALOGUE, Question(*pair, facts))
        expected = oracle(pair, facts)
        assert told(decision) == expected, (pair, facts)
        check_blocking(decision)
        check_cleared(decision)
        results[point] = (decision.route, decision.status, is_decided(decision), decision.open)
    check_more_knowledge(blocking, results)
    record_property("decisions", len(results))


def apart_from_names(decision: Decision) -> dict[str, Any]:
    """A decision without what differs between the pairs of a class: their names."""
    public = decision.to_dict()
    for name in ("from", "to", "via"):
        del public[name]
    return public


@pytest.mark.slow
@pytest.mark.parametrize("name", CLASSES)
def test_the_pairs_of_a_class_get_the_same_answers(name: str, record_property: Callable[[str, object], None]) -> None:
    first, *others = CLASSES[name]
    blocking, telling = axes_of(first)
    values = {fact: axis.values for axis in blocking + telling for fact in axis.facts}
    chance = random.Random(name)
    asked = 0
    for _ in range(60):
        facts = {fact: chance.choice([None, *its_values]) for fact, its_values in values.items()}
        answer = apart_from_names(decide(CATALOGUE, Question(*first, facts)))
        for pair in others:
            assert apart_from_names(decide(CATALOGUE, Question(*pair, facts))) == answer, (pair, facts)
        asked += len(CLASSES[name])
    record_property("decisions", asked)


def test_the_classes_hold_every_pair_once() -> None:
    pairs = [pair for members in CLASSES.values() for pair in members]
    assert len(pairs) == len(set(pairs)) == len(CATALOGUE.plans) ** 2 == 441


def test_the_axes_hold_every_fact_that_a_rule_of_the_class_mentions() -> None:
    for pairs in CLASSES.values():
        blocking, telling = axes_of(pairs[0])
        walked = [fact for axis in blocking + telling for fact in axis.facts]
        about = (*applicable("rules", pairs[0]), *applicable("steps", pairs[0]))
        asked = {name for row in about for name in mentioned(row["when"])} - {"same_family"}
        assert len(walked) == len(set(walked))
        assert set(walked) == asked


@st.composite
def questions(draw: st.DrawFn) -> tuple[Pair, dict[str, Value | None]]:
    pair = draw(st.sampled_from([pair for pairs in CLASSES.values() for pair in pairs]))
    some = {fact: st.sampled_from(edges(fact)) for fact in CATALOGUE.facts}
    facts: dict[str, Value | None] = draw(st.fixed_dictionaries({}, optional=some))
    return pair, facts


@settings(max_examples=500)
@given(questions())
def test_any_question_at_all_is_answered_as_the_contract_says(question: tuple[Pair, dict[str, Value | None]]) -> None:
    pair, facts = question
    decision = decide(CATALOGUE, Question(*pair, facts))
    assert told(decision) == oracle(pair, facts)
    check_blocking(decision)


@settings(max_examples=300)
@given(questions(), st.integers(1, 10**6))
def test_only_the_side_of_a_number_matters(question: tuple[Pair, dict[str, Value | None]], users: int) -> None:
    pair, facts = question
    same_side = 25 if users <= 25 else 26 if users <= 300 else 301
    answers = [told(decide(CATALOGUE, Question(*pair, {**facts, "users": number}))) for number in (users, same_side)]
    assert answers[0] == answers[1]
