"""What conditions can be worth: whether answers, or pairs of plans, can make one hold, or make it not hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import islice

from planswitch.catalogue.folder import Tables
from planswitch.rules.conditions import Comparison, Condition, Contrast, Facts, Level, Test, Value
from planswitch.rules.model import Catalogue, Rule, Step
from planswitch.rules.vocabulary import NOTES, SAME_FAMILY

MOST_PAIRS = 2_000
"""Most pairs of one row that are looked at: of a row with more, all of them alike, nothing is said."""
Selection = frozenset[str]
About = tuple[Selection, Selection, frozenset[str]]
"""Plans to leave, plans to get to, and the routes that have to offer the pair; without routes, any pair."""
Profile = tuple[object, ...]
"""What a condition can tell of a plan, on one side of a switch."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a condition can be worth for the pairs that a row is about.

    Attributes:
        pairs: whether there are any such pairs.
        holds, fails: whether one of them, with some answers, makes it hold, or makes it not hold.
    """

    pairs: bool
    holds: bool
    fails: bool


UNKNOWN = Outcome(pairs=True, holds=True, fails=True)


class Worth:
    """What the conditions of a catalogue can be worth; each question is answered once."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self._open = {route.id for route in catalogue.routes.values() if route.offers != "listed"}
        self._outcomes: dict[tuple[About, Condition], Outcome] = {}
        self._grouped: dict[tuple[Selection, tuple[str, ...]], dict[Profile, list[str]]] = {}

    def can_hold(self, condition: Condition, known: Facts | None = None) -> bool:
        """Whether some answers make a condition hold, given what is known; of any pair where nothing is known."""
        known = known or {}
        return any(self._together(tests, known) for tests in condition.alternatives())

    def can_fail(self, condition: Condition) -> bool:
        """Whether some answers make a condition not hold."""
        return self.can_hold(condition.negated())

    def settled(self, condition: Condition) -> bool:
        """Whether it asks a fact whose own answer is the same for every pair: what is wrong is said of that."""
        answers = [fact.answer for name in condition.facts if (fact := self.catalogue.facts.get(name)) and fact.answer]
        return not all(self.can_hold(answer) and self.can_fail(answer) for answer in answers)

    def of_rule(self, rule: Rule) -> Outcome:
        """What the condition of a rule can be worth."""
        return self._outcome((rule.origins, rule.targets, self.routes_of(rule)), rule.when)

    def of_step(self, step: Step) -> Outcome:
        """What the condition of a step of a route can be worth; a guide is about nobody's pair."""
        route = step.procedure.removesuffix(NOTES)
        if route not in self.catalogue.routes:
            return UNKNOWN
        return self._outcome((step.origins, step.targets, frozenset({route})), step.when)

    def of_any_pair(self, each: Rule | Step) -> Outcome:
        """What a condition can be worth for pairs that its selectors choose, whether a route offers them or not."""
        if isinstance(each, Step) and each.procedure.removesuffix(NOTES) not in self.catalogue.routes:
            return UNKNOWN
        return self._outcome((each.origins, each.targets, frozenset()), each.when)

    def routes_of(self, rule: Rule) -> frozenset[str]:
        """The routes on which a rule counts, each by its id."""
        return rule.routes or frozenset(self.catalogue.routes)

    def meets(self, origins: Selection, targets: Selection, routes: frozenset[str]) -> bool:
        """Whether a route offers any pair of such plans."""
        return any(True for _ in self._pairs((origins, targets, routes), ()))

    def _outcome(self, about: About, when: Condition) -> Outcome:
        found = self._outcomes.get((about, when))
        if found is None:
            found = self._outcomes[about, when] = self._looked(about, when)
        return found

    def _looked(self, about: About, when: Condition) -> Outcome:
        names = self._of_the_pair(when)
        negated = when.negated()
        pairs = holds = fails = False
        for number, (origin, target) in enumerate(self._pairs(about, names)):
            if number >= MOST_PAIRS:
                return UNKNOWN
            known = self.catalogue.known_of(origin, target) if names else {}
            pairs = True
            holds = holds or self.can_hold(when, known)
            fails = fails or self.can_hold(negated, known)
            if holds and (fails or not when.parts or not names):
                break
        return Outcome(pairs, holds, fails)

    def _of_the_pair(self, when: Condition) -> tuple[str, ...]:
        """What a condition asks of the two plans, by itself or through a fact that they answer."""
        asked = set(when.facts)
        for name in when.facts:
            fact = self.catalogue.facts.get(name)
            if fact and fact.answer:
                asked |= fact.answer.facts
        return tuple(sorted(name for name in asked if name == SAME_FAMILY or "." in name))

    def _pairs(self, about: About, names: tuple[str, ...]) -> Iterator[tuple[str, str]]:
        """A pair of each kind that a condition tells apart, of those that a row is about."""
        origins, targets, routes = about
        if not routes or routes & self._open:
            yield from self._any_pairs(origins, targets, names)
            return
        seen: set[Profile] = set()
        for origin, target in self._listed_pairs(origins, targets, routes):
            kind = (self._profile(origin, "from", names), self._profile(target, "to", names))
            if kind not in seen:
                seen.add(kind)
                yield origin, target

    def _any_pairs(self, origins: Selection, targets: Selection, names: tuple[str, ...]) -> Iterator[tuple[str, str]]:
        left = self._groups(origins, "from", names)
        for wanted in self._groups(targets, "to", names).values():
            for leaving in left.values():
                pair = next(((one, other) for one in leaving for other in wanted if one != other), None)
                if pair:
                    yield pair

    def _groups(self, plans: Selection, side: str, names: tuple[str, ...]) -> dict[Profile, list[str]]:
        """Two plans of each kind that a condition tells apart on one side."""
        key = (plans, (side, *names))
        if key not in self._grouped:
            groups: dict[Profile, list[str]] = {}
            for plan in self.catalogue.plans if names else islice((p for p in self.catalogue.plans if p in plans), 2):
                if plan in plans:
                    group = groups.setdefault(self._profile(plan, side, names), [])
                    if len(group) < 2:  # two, so that no pair is of one plan
                        group.append(plan)
            self._grouped[key] = groups
        return self._grouped[key]

    def _profile(self, plan: str, side: str, names: tuple[str, ...]) -> Profile:
        each = self.catalogue.plans[plan]
        return tuple(
            each.family if name == SAME_FAMILY else each.attributes.get(name.partition(".")[2])
            for name in names
            if name == SAME_FAMILY or name.startswith(f"{side}.")
        )

    def _listed_pairs(
        self, origins: Selection, targets: Selection, routes: frozenset[str]
    ) -> Iterator[tuple[str, str]]:
        leading, sides, others = (
            (self._leaving, origins, targets) if len(origins) <= len(targets) else (self._arriving, targets, origins)
        )
        for plan in sorted(sides):
            for other, ways in leading.get(plan, {}).items():
                if other in others and not routes.isdisjoint(ways):
                    yield (plan, other) if sides is origins else (other, plan)

    @cached_property
    def _leaving(self) -> dict[str, dict[str, set[str]]]:
        found: dict[str, dict[str, set[str]]] = {}
        for origin, target, route in self.catalogue.switches:
            found.setdefault(origin, {}).setdefault(target, set()).add(route)
        return found

    @cached_property
    def _arriving(self) -> dict[str, dict[str, set[str]]]:
        found: dict[str, dict[str, set[str]]] = {}
        for origin, target, route in self.catalogue.switches:
            found.setdefault(target, {}).setdefault(origin, set()).add(route)
        return found

    def _together(self, tests: Iterable[Test], known: Facts) -> bool:
        """Whether tests can all be true at once. One of two attributes that are not known may be so."""
        asked: dict[str, list[Test]] = {}
        for test in tests:
            value = test.value(known)
            if value is False:
                return False
            if value is None and not isinstance(test, Contrast):
                asked.setdefault(test.fact, []).append(test)
        return all(
            any(all(test.value({name: value}) for test in group) for value in self._values(name, group))
            for name, group in asked.items()
        )

    def _values(self, name: str, tests: Iterable[Test]) -> Iterable[Value]:
        """Enough values of a fact or an attribute to tell whether any fits."""
        attribute = self.catalogue.attributes.get(name.partition(".")[2])
        fact = self.catalogue.facts.get(name)
        if attribute and attribute.levels:
            return [Level.of(level, attribute.levels) for level in attribute.levels]
        if fact and fact.type == "choice":
            return list(fact.choices)
        literals = [test.literal for test in tests if isinstance(test, Comparison)]
        if not literals:
            return (True, False)
        if fact and fact.type == "date":
            return [day for literal in literals for day in _days_about(str(literal))]
        least = fact.minimum if fact else 0
        numbers = [int(literal) + more for literal in literals for more in (-1, 0, 1)]
        return [number for number in (*numbers, least) if number >= least]


def worth_of(tables: Tables, catalogue: Catalogue) -> Worth:
    """What the conditions of a catalogue can be worth, worked out once for all checks."""
    if tables.worth is None:
        tables.worth = Worth(catalogue)
    return tables.worth


def _days_about(text: str) -> Iterator[str]:
    day = date.fromisoformat(text)
    if day > date.min:
        yield (day - timedelta(1)).isoformat()
    yield text
    if day < date.max:
        yield (day + timedelta(1)).isoformat()
