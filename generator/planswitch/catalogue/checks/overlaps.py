"""Rules that say the same of the same pairs, something else of them, or what is never heard."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from planswitch.catalogue.checks.check import CatalogueCheck, Found
from planswitch.catalogue.folder import Tables
from planswitch.catalogue.tables import Row
from planswitch.catalogue.worth import About, Worth, worth_of
from planswitch.rules.conditions import Comparison, Condition
from planswitch.rules.model import Catalogue, Rule

MOST_COMPARED = 60
"""Most rules with which one rule is compared."""
Rules = Iterator[tuple[Row, Rule]]


def _rules(tables: Tables, catalogue: Catalogue) -> Rules:
    return zip(tables["rules"], catalogue.rules.values(), strict=True)


def _about(rule: Rule, worth: Worth) -> About:
    return rule.origins, rule.targets, worth.routes_of(rule)


def _alike(tables: Tables, catalogue: Catalogue) -> Found:
    """Of what only warns, there may be several at once: alike are those that give the same reason."""
    worth = worth_of(tables, catalogue)
    seen: dict[object, str] = {}
    for row, rule in _rules(tables, catalogue):
        key = (_about(rule, worth), rule.when, rule.effect, rule.reason if rule.effect == "warn" else "")
        if key in seen:
            found = f"“{rule.id}”, which is about the same pairs and circumstances as {seen[key]}"
            tip = "delete one of the two, or look at “from”, “to” and “when”"
            yield row.problem("alike", "id", "a rule unlike the others", found=found, tip=tip, fatal=False)
        seen.setdefault(key, rule.id)


def _contradictions(tables: Tables, catalogue: Catalogue) -> Found:
    worth = worth_of(tables, catalogue)
    seen: dict[object, Rule] = {}
    for row, rule in _rules(tables, catalogue):
        other = seen.setdefault((_about(rule, worth), rule.when), rule)
        if other.effect != rule.effect:
            found = f"“{rule.effect}”, where {other.id} says “{other.effect}” of the same pairs and circumstances"
            tip = "keep one of the two, or tell their circumstances apart"
            yield row.problem("contradiction", "effect", "one effect", found=found, tip=tip, fatal=False)


class Masks:
    """The stops that are sure, one of each kind, by the plans that they are about."""

    def __init__(self, catalogue: Catalogue, worth: Worth) -> None:
        self._worth = worth
        self._rules: dict[tuple[str, str], list[Rule]] = {}
        self._by_side: dict[tuple[frozenset[str], frozenset[str]], dict[object, Rule]] = {}
        for rule in catalogue.rules.values():
            if rule.effect == "stop" and rule.certainty == "sure":
                kind = (worth.routes_of(rule), rule.when)
                self._by_side.setdefault((rule.origins, rule.targets), {}).setdefault(kind, rule)
        self._sides: dict[str, list[frozenset[str]]] = {}
        for origins in dict.fromkeys(origins for origins, _ in self._by_side):
            for plan in origins:
                self._sides.setdefault(plan, []).append(origins)
        self._wanted: dict[str, list[frozenset[str]]] = {}
        for targets in dict.fromkeys(targets for _, targets in self._by_side):
            for plan in targets:
                self._wanted.setdefault(plan, []).append(targets)

    def over(self, rule: Rule) -> Rule | None:
        """The stop that holds wherever a rule does, on each of its routes."""
        for tried, stop in enumerate(self._candidates(rule)):
            if tried >= MOST_COMPARED:
                return None
            if self._covers(stop, rule):
                return stop
        return None

    def _candidates(self, rule: Rule) -> Iterator[Rule]:
        for origins in self._sides.get(min(rule.origins), ()):
            for targets in self._wanted.get(min(rule.targets), ()):
                yield from self._by_side.get((origins, targets), {}).values()

    def _covers(self, stop: Rule, rule: Rule) -> bool:
        worth = self._worth
        if stop is rule or not (rule.origins <= stop.origins and rule.targets <= stop.targets):
            return False
        if not worth.routes_of(rule) <= worth.routes_of(stop):
            return False
        if stop.when.parts and stop.when.facts.isdisjoint(rule.when.facts):
            return False
        return stop.when != rule.when and not worth.can_hold(Condition(True, (rule.when, stop.when.negated())))


def _masked(tables: Tables, catalogue: Catalogue) -> Found:
    worth = worth_of(tables, catalogue)
    masks = Masks(catalogue, worth)
    for row, rule in _rules(tables, catalogue):
        stop = masks.over(rule) if worth.can_hold(rule.when) else None
        if stop:
            found = f"“{rule.id}”, wherever it holds the rule {stop.id} stops the route in any case"
            tip = "delete it, or let one of the two leave out what the other is about"
            yield row.problem("masked", "id", "a rule that changes an answer", found=found, tip=tip, fatal=False)


def _dead_ends(tables: Tables, catalogue: Catalogue) -> Found:
    """Where there is but one route, the way round is by other plans, and the answer shows it by itself."""
    if len(catalogue.routes) == 1:
        return
    last = next(reversed(catalogue.routes))
    worth = worth_of(tables, catalogue)
    for row, rule in _rules(tables, catalogue):
        if rule.effect == "stop" and not rule.remedy and last in worth.routes_of(rule):
            tip = f"{last} is the last route: no other way is shown after it"
            yield row.problem("dead-end", "remedy", "what to do instead", tip=tip, fatal=False)


def _excluded(rule: Rule, choices: list[str]) -> frozenset[str]:
    (name,) = rule.when.facts
    return frozenset(choice for choice in choices if rule.when.value({name: choice}))


def _everybody(tables: Tables, catalogue: Catalogue) -> Found:
    """Where the rules of one fact together leave none of its choices."""
    worth = worth_of(tables, catalogue)
    by_fact: dict[str, list[tuple[Row, Rule, frozenset[str]]]] = {}
    for row, rule in _rules(tables, catalogue):
        choices = _asked(rule, catalogue) if rule.effect != "warn" and rule.certainty == "sure" else []
        if choices:
            (name,) = rule.when.facts
            by_fact.setdefault(name, []).append((row, rule, _excluded(rule, choices)))
    for name, rules in by_fact.items():
        yield from _left_by(rules[:MOST_COMPARED], len(catalogue.facts[name].choices), worth)


def _asked(rule: Rule, catalogue: Catalogue) -> list[str]:
    """The choices of the fact that a rule asks, where it asks nothing else."""
    fact = catalogue.facts.get(min(rule.when.facts, default=""))
    alone = len(rule.when.facts) == 1 and all(isinstance(test, Comparison) for test in rule.when.tests())
    return list(fact.choices) if fact and alone else []


def _left_by(rules: list[tuple[Row, Rule, frozenset[str]]], choices: int, worth: Worth) -> Found:
    told: set[int] = set()
    for (_, one, _), (_, other, _) in combinations(rules, 2):
        origins, targets = one.origins & other.origins, one.targets & other.targets
        routes = worth.routes_of(one) & worth.routes_of(other)
        if not worth.meets(origins, targets, routes):
            continue
        both = [each for each in rules if _includes(each[1], origins, targets, routes, worth)]
        row, last, excluded = both[-1]
        others = frozenset[str]().union(*(each[2] for each in both[:-1]))
        if len(excluded) < choices and len(others) < choices == len(excluded | others) and row.line not in told:
            told.add(row.line)
            names = ", ".join(each[1].id for each in both)
            tip = f"look at the conditions of {names}"
            found = f"“{row['when']}”: with the rules before it, no choice of {next(iter(last.when.facts))} is left"
            yield row.problem(
                "everybody", "when", "a choice with which the switch can be made", found=found, tip=tip, fatal=False
            )


def _includes(
    rule: Rule, origins: frozenset[str], targets: frozenset[str], routes: frozenset[str], worth: Worth
) -> bool:
    return origins <= rule.origins and targets <= rule.targets and routes <= worth.routes_of(rule)


def checks() -> Iterator[CatalogueCheck]:
    """All of this kind."""
    yield CatalogueCheck("alike", "no two rules are alike", _alike)
    yield CatalogueCheck("contradiction", "no two rules contradict each other", _contradictions)
    yield CatalogueCheck("masked", "no rule is masked by a stop", _masked)
    yield CatalogueCheck("dead-end", "a stop of the last route says what to do instead", _dead_ends)
    yield CatalogueCheck("everybody", "the rules of a choice leave one of its choices", _everybody)
