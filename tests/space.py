"""The whole input space of a catalogue, in classes of equal inputs, and what has to hold everywhere in it.

**Pairs.** All pairs of plans, in classes of those with the same rules and steps, offered alike, of one family or not,
and of which the same is known before anybody is asked. Every pair of a class is asked; the points below are dealt out
to the pairs in turn.

**Facts.** Of each fact the values at the edges: unknown, yes, no; every choice; both sides of every number that a rule
mentions. Every combination is walked of the facts that a rule of the class with effect stop, wait or fix mentions,
with two savings that lose nothing. Facts that only a bare rule of the same route and effect mentions change places
without a difference, so each selection of their values is walked once, in either order by turns. Facts that only
``warn`` rules and steps mention cannot touch route, status or open facts; their combinations run along, out of step
with the others.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations_with_replacement, cycle, product
from typing import TYPE_CHECKING, Any

import pytest

from planswitch.rules import Question, Words, decide
from planswitch.rules.headlines import headline_of
from tests.editions.oracle import BLOCKING, Oracle, told
from tests.long import long

if TYPE_CHECKING:
    from planswitch.catalogue import Loaded
    from planswitch.rules import Decision
    from planswitch.rules.conditions import Value
    from planswitch.rules.decisions import RouteOutcome
    from tests.editions.oracle import Pair

Values = tuple["Value | None", ...]
Result = tuple["str | None", str, bool, tuple[str, ...]]
"""Route, status, whether the route is decided, and the open facts."""


@dataclass(frozen=True)
class Axis:
    """Facts that are walked together: one, or several that can change places."""

    facts: tuple[str, ...]
    values: tuple[Value | None, ...]

    def points(self) -> list[Values]:
        """Every selection of their values."""
        return list(combinations_with_replacement(self.values, len(self.facts)))

    def canonical(self, given: Values) -> Values:
        """The selection that stands for this one."""
        return tuple(sorted(given, key=self.values.index))


class Space:
    """Every question that can be asked about a catalogue."""

    def __init__(self, loaded: Loaded) -> None:
        self.catalogue = loaded.catalogue
        self.oracle = Oracle(loaded.tables)
        self._words = Words(loaded.catalogue)
        self._when = {row["id"]: row["when"] for row in loaded.tables["rules"]}
        self.classes = self._classes()

    def _classes(self) -> dict[str, list[Pair]]:
        """The pairs of plans by what can tell their answers apart."""
        oracle = self.oracle
        found: dict[tuple[object, ...], list[Pair]] = defaultdict(list)
        for pair in product(oracle.family, oracle.family):
            rows = (*oracle.applicable("rules", pair), *oracle.applicable("steps", pair))
            about = tuple(map(repr, rows))
            offered = tuple(oracle.certainty.get((*pair, route)) for route in oracle.offers)
            known = oracle.of_pair(pair)
            settled = tuple(
                (name, known.get(name)) for row in rows for name in oracle.names_in(row["when"]) if name in known
            )
            same_family = oracle.family[pair[0]] == oracle.family[pair[1]]
            found[pair[0] == pair[1], offered, same_family, about, settled].append(pair)
        return {f"{pairs[0][0]}→{pairs[0][1]} and {len(pairs) - 1} more": pairs for pairs in found.values()}

    def axes_of(self, pair: Pair) -> tuple[list[Axis], list[Axis]]:
        """The axes of a class: of facts that can block, and of facts that are only good to know."""
        oracle = self.oracle
        uses: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
        about = [(row["route"], row["effect"], row["when"]) for row in oracle.applicable("rules", pair)]
        about += [(row["procedure"], "step", row["when"]) for row in oracle.applicable("steps", pair)]
        for route, effect, when in about:
            for name in oracle.names_in(when):
                uses[name].append((route, effect, "bare" if when == name else when))
        for name in oracle.of_pair(pair):
            uses.pop(name, None)
        text = " ".join(when for _, _, when in about)
        groups: dict[object, list[str]] = defaultdict(list)
        for fact, its_uses in uses.items():
            alike = tuple(its_uses) if all(shape == "bare" for _, _, shape in its_uses) else fact
            groups[alike].append(fact)
        axes = [Axis(tuple(facts), (None, *self._sides(facts[0], text))) for facts in groups.values()]
        blocking = [axis for axis in axes if any(use[1] in BLOCKING for use in uses[axis.facts[0]])]
        return blocking, [axis for axis in axes if axis not in blocking]

    def _sides(self, fact: str, text: str) -> tuple[Value, ...]:
        """One value for each side of the numbers that conditions name; all the values of any other fact."""
        literals = [int(literal) for literal in re.findall(rf"\b{fact} *[<>=!]+ *(\d+)", text)]
        if not literals:
            return tuple(self.oracle.edges(fact))
        return tuple(sorted({side for literal in literals for side in (literal, literal + 1)}))

    def walks(self) -> list[Any]:
        """The classes to walk: the largest, and for `make test-all` the others."""
        largest = max(self.classes, key=lambda name: len(self.classes[name]))
        return [(pytest.param if name == largest else long)(name, id=name) for name in self.classes]

    def walk(self, name: str) -> int:
        """Asserts that every answer of a class is what the contract says. Returns how many were looked at."""
        pairs = self.classes[name]
        blocking, telling = self.axes_of(pairs[0])
        names = [fact for axis in blocking for fact in axis.facts]
        assert len({self.catalogue.pairs[pair].number for pair in pairs}) == 1, (
            "a class of ours is one of the catalogue's"
        )
        back = [fact for axis in blocking for fact in reversed(axis.facts)]
        told_names = [fact for axis in telling for fact in axis.facts]
        along = _out_of_step([_flattened(points) for points in product(*(axis.points() for axis in telling))])
        results: dict[Values, Result] = {}
        check_cleared = self._cleared_checker()
        turns = cycle(pairs)
        for index, points in enumerate(product(*(axis.points() for axis in blocking))):
            point = _flattened(points)
            facts = dict(zip(back if index % 2 else names, point, strict=True))
            facts |= zip(told_names, next(along), strict=True)
            pair = next(turns)
            decision = self.check(pair, facts)
            check_cleared(decision)
            results[point] = (decision.route, decision.status, _is_decided(decision), decision.open)
        _check_more_knowledge(blocking, results)
        return len(results)

    def check(self, pair: Pair, facts: dict[str, Value | None]) -> Decision:
        """Asserts that one answer is what the contract says. Returns it."""
        decision = decide(self.catalogue, Question(*pair, facts))
        assert told(decision) == self.oracle.decide(pair, facts), (pair, facts)
        self._check_blocking(decision)
        return decision

    def compare(self, name: str, rounds: int = 60) -> int:
        """Asserts that the pairs of a class get the same answers to random questions. Returns how many there were."""
        first, *others = self.classes[name]
        blocking, telling = self.axes_of(first)
        values = {fact: axis.values for axis in blocking + telling for fact in axis.facts}
        chance = random.Random(name)
        for _ in range(rounds):
            facts = {fact: chance.choice([None, *its_values]) for fact, its_values in values.items()}
            answer = _apart_from_names(decide(self.catalogue, Question(*first, facts)))
            for pair in others:
                assert _apart_from_names(decide(self.catalogue, Question(*pair, facts))) == answer, (pair, facts)
        return rounds * len(self.classes[name])

    def check_partition(self) -> None:
        """Asserts that the classes hold every pair once, and their axes every fact that is asked for them."""
        pairs = [pair for members in self.classes.values() for pair in members]
        assert len(pairs) == len(set(pairs)) == len(self.catalogue.plans) ** 2
        for members in self.classes.values():
            blocking, telling = self.axes_of(members[0])
            walked = [fact for axis in blocking + telling for fact in axis.facts]
            about = (*self.oracle.applicable("rules", members[0]), *self.oracle.applicable("steps", members[0]))
            asked = {name for row in about for name in self.oracle.names_in(row["when"])} - set(
                self.oracle.of_pair(members[0])
            )
            assert len(walked) == len(set(walked))
            assert set(walked) == asked

    # ------------------------------------------------------------------------------------------------ the invariants

    def _check_blocking(self, decision: Decision) -> None:
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
        self._check_headline(decision, [route for route in left if route.offer == "sure" and not route.stops])

    def _check_headline(self, decision: Decision, certain: list[RouteOutcome]) -> None:
        """“Yes” is said where some route is certain to remain; it is green for the first alone, with nothing open."""
        headline = headline_of(decision, self._words)
        assert headline.summary.startswith("Yes") is bool(certain), headline.summary
        first = next(iter(self.oracle.offers))
        plain = bool(certain) and certain[0].route == first and decision.status == "ready"
        assert (headline.mark == "yes") is plain, headline.summary

    def _cleared_checker(self) -> Callable[[Decision], None]:
        """Checks that any alternative of ``cleared_by``, made true, clears its rule; each set of values once."""
        done: set[object] = set()

        def check(decision: Decision) -> None:
            fixed = self.oracle.of_pair((decision.origin, decision.target))
            for reason in decision.reasons:
                facts = {**decision.facts, **fixed}
                when = self._when[reason.rule.id]
                key = (reason.rule.id, tuple(facts.get(name) for name in self.oracle.names_in(when)), reason.cleared_by)
                if key in done:
                    continue
                done.add(key)
                for tests in reason.cleared_by:
                    assert "same_family" not in " ".join(map(str, tests)), "nobody can change it"
                    self._clear_one(when, facts, [str(test) for test in tests])

        return check

    def _clear_one(self, when: str, facts: dict[str, Value], tests: list[str]) -> None:
        """Tries every value of the facts of one alternative; those that make it true have to clear the rule."""
        oracle = self.oracle
        changed = list(dict.fromkeys(name for test in tests for name in oracle.names_in(test)))
        cleared = 0
        for values in product(*(oracle.edges(name) for name in changed)):
            after = {**facts, **dict(zip(changed, values, strict=True))}
            if all(oracle.value(test, after).value for test in tests):
                assert oracle.value(when, after).value is False
                cleared += 1
        assert cleared


def _check_more_knowledge(axes: list[Axis], results: dict[Values, Result]) -> None:
    """Giving a fact never undoes what was decided."""
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
                assert after[0] == route
                assert after[2]
                assert status == "depends" or after[1] == status
                assert len(after[3]) <= len(asked)


def _is_decided(decision: Decision) -> bool:
    """Whether no fact that is still unknown can change the route."""
    chosen = decision.chosen()
    return chosen is None or not chosen.stops


def _apart_from_names(decision: Decision) -> dict[str, Any]:
    """A decision without what differs between the pairs of a class: their names."""
    public = decision.to_dict()
    for name in ("from", "to", "via"):
        del public[name]
    return public


def _out_of_step(points: list[Values]) -> Iterator[Values]:
    """The points over and over, in a period that is prime and so never keeps step with the other facts."""
    period = next(n for n in range(max(len(points), 7), 10_000) if all(n % factor for factor in range(2, n)))
    return cycle((points * period)[:period])


def _flattened(points: tuple[Values, ...]) -> Values:
    return tuple(value for point in points for value in point)
