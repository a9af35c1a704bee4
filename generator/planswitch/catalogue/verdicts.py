"""How the answers of two classes of pairs differ, and which edits make them differ."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, combinations, takewhile

from planswitch.catalogue.circumstances import Circumstance, TooManyError, circumstances
from planswitch.catalogue.edits import Edit, Edits
from planswitch.catalogue.sides import HEADLINE, LEVELS, OF_DECISIONS, Answer, Level, Side, content_of
from planswitch.rules.classes import Pair
from planswitch.rules.conditions import Condition, Flag
from planswitch.rules.model import Rule


@dataclass(frozen=True, slots=True)
class Verdict:
    """How the answers of two classes differ.

    Attributes:
        level: the weightiest difference.
        what: of the headline, what differs; empty at any other level.
        before, after: what that was, and is.
        differing: the circumstances under which answers differ so.
        tried: how many circumstances there are.
        facts, route: the question that shows it best.
    """

    level: Level
    what: str
    before: str
    after: str
    differing: tuple[Circumstance, ...]
    tried: int
    facts: Circumstance
    route: str


Difference = tuple[Level, str, str, str, str]
"""Of two answers: level, what, before, after, and the route that was asked for, as `Verdict` has them."""
Differ = Callable[[Pair, Pair, Circumstance, str], Difference | None]
"""Two classes, circumstances and the route that is asked for -> how answers differ."""


@dataclass(frozen=True, slots=True)
class Example:
    """A question whose answer differs."""

    origin: str
    target: str
    facts: Circumstance = ()
    route: str = ""


@dataclass(slots=True)
class Group:
    """Answers that the same edits make differ in the same way.

    Attributes:
        edits: what made them differ.
        verdict: how they differ.
        members: plan that is left -> the plans that are wanted, a bit for each place in `Comparison.plans`.
        first: one of its pairs.
    """

    edits: tuple[Edit, ...]
    verdict: Verdict
    first: tuple[str, str]
    members: dict[str, int] = field(default_factory=dict)

    def add(self, origin: str, targets: int) -> None:
        """Puts answers into it."""
        if targets:
            self.members[origin] = self.members.get(origin, 0) | targets

    @property
    def pairs(self) -> int:
        """How many answers there are."""
        return sum(targets.bit_count() for targets in self.members.values())

    @property
    def example(self) -> Example:
        """A question to ask on both sides."""
        return Example(*self.first, self.verdict.facts, self.verdict.route)


class Verdicts:
    """How the answers of classes differ, each two classes compared once."""

    def __init__(self, before: Side, after: Side, edits: Edits) -> None:
        self.before, self.after = before, after
        self.edits = edits
        self._routes = tuple({**after.catalogue.routes, **before.catalogue.routes})
        self._verdicts: dict[tuple[int, int], Verdict | None] = {}
        self._rows: dict[tuple[int, int], tuple[Edit, ...]] = {}

    def __getitem__(self, classes: tuple[int, int]) -> Verdict | None:
        """How the answers of two classes differ, or nothing."""
        if classes not in self._verdicts:
            old, new = self._both(classes)
            same = self.before.content(old) == self.after.content(new)
            self._verdicts[classes] = None if same else self._asked(old, new)
        return self._verdicts[classes]

    def edited(self, classes: tuple[int, int]) -> tuple[Edit, ...]:
        """The edits of the rows in which two classes differ."""
        if classes not in self._rows:
            self._rows[classes] = tuple(dict.fromkeys(self._edited(*self._both(classes))))
        return self._rows[classes]

    def _both(self, classes: tuple[int, int]) -> tuple[Pair, Pair]:
        return self.before.catalogue.pairs.classes[classes[0]], self.after.catalogue.pairs.classes[classes[1]]

    def _asked(self, old: Pair, new: Pair) -> Verdict | None:
        tried: dict[Circumstance, None] = {}
        whole = True
        for some in self._circumstances(old, new):
            try:
                tried |= dict.fromkeys(some)
            except TooManyError:
                whole = False
        found = self._differing(old, new, tried, self._differ_at_first_sight)
        found = found or self._differing(old, new, tried, self._differ)
        if not found:
            return None if whole else Verdict("unknown", "", "", "", (), len(tried), (), "")
        given, (level, what, before, after, route) = min(found.items(), key=lambda item: _weight(*item))
        differing = tuple(given for given, each in found.items() if each[0] == level)
        return Verdict(level, what, before, after, differing, len(tried), given, route)

    def _circumstances(self, old: Pair, new: Pair) -> Iterator[Iterable[Circumstance]]:
        facts = (self.before.catalogue.facts, self.after.catalogue.facts)
        known = old.known.keys() & new.known.keys()
        yield [()]
        for conditions in self._conditions(old, new):
            yield circumstances(facts, conditions, known)
        for fact in sorted(facts[0].keys() & facts[1].keys()):
            if old.known.get(fact) != new.known.get(fact):
                yield circumstances(facts, [Condition(every=True, parts=(Flag(fact),))], ())

    def _conditions(self, old: Pair, new: Pair) -> Iterator[list[Condition]]:
        """Of each row that is not the same, its conditions as they were and as they are."""
        befores, afters = ({row.id: row for row in pair.rules} for pair in (old, new))
        for name in {**befores, **afters}:
            rows: list[Rule] = [rules[name] for rules in (befores, afters) if name in rules]
            if (
                len(rows) == 1
                or content_of(rows[0]) != content_of(rows[1])
                or self._differ_known(rows[0].when, old, new)
            ):
                yield [row.when for row in rows]
        for one, other in _turned(list(befores), list(afters)):
            yield [afters[one].when, afters[other].when]
        steps = [{content_of(step): step for step in side.steps(pair)} for side, pair in self._sides(old, new)]
        for content in steps[0].keys() ^ steps[1].keys():
            yield [step.when for step in (steps[0].get(content), steps[1].get(content)) if step]
        for content in steps[0].keys() & steps[1].keys():
            if self._differ_known(steps[1][content].when, old, new):
                yield [steps[1][content].when]

    def _sides(self, old: Pair, new: Pair) -> tuple[tuple[Side, Pair], tuple[Side, Pair]]:
        return (self.before, old), (self.after, new)

    @staticmethod
    def _differ_known(when: Condition, old: Pair, new: Pair) -> bool:
        """Whether what is known of the pairs means another thing to a condition."""
        before, after = ([test.value(pair.known) for test in when.tests()] for pair in (old, new))
        return before != after

    def _differing(
        self, old: Pair, new: Pair, tried: Iterable[Circumstance], differ: Differ
    ) -> dict[Circumstance, Difference]:
        """The weightiest difference under each of some circumstances under which there is one."""
        routes = ["", *(route for route in self._routes if _matters(route, old) or _matters(route, new))]
        found: dict[Circumstance, Difference] = {}
        for given in tried:
            differing = (each for route in routes if (each := differ(old, new, given, route)))
            if weightiest := min(differing, key=lambda each: LEVELS.index(each[0]), default=None):
                found[given] = weightiest
        return found

    def _differ_at_first_sight(self, old: Pair, new: Pair, given: Circumstance, route: str) -> Difference | None:
        """How headlines differ. Where they do so under any circumstances, nothing else is told."""
        before, after = self.before.headline(old, given, route), self.after.headline(new, given, route)
        return (*_told((before,), (after,)), route) if before != after else None

    def _differ(self, old: Pair, new: Pair, given: Circumstance, route: str) -> Difference | None:
        before, after = self.before.answer(old, given, route), self.after.answer(new, given, route)
        return (*_told(before, after), route) if before != after else None

    def _edited(self, old: Pair, new: Pair) -> Iterator[Edit]:
        yield from self._edited_rules(old, new)
        contents = [set(map(content_of, side.steps(pair))) for side, pair in self._sides(old, new)]
        for (side, pair), theirs in zip(self._sides(old, new), reversed(contents), strict=True):
            yield from self._edited_steps(side, pair, theirs)
        if list(old.offers.items()) != list(new.offers.items()):
            yield from (edit for edit in self.edits.of("routes") if edit.kind != "changed" or "offers" in edit.cells)
        for edit in self.edits.of("facts"):
            if "answer" in edit.cells and old.known.get(edit.key[0]) != new.known.get(edit.key[0]):
                yield edit

    def _edited_steps(self, side: Side, pair: Pair, theirs: Container[object]) -> Iterator[Edit]:
        for step in side.steps(pair):
            edit = self._step_edits[side is self.after].get(side.step_rows[id(step)])
            if edit and (edit.kind != "changed" or content_of(step) not in theirs):
                yield edit

    def _edited_rules(self, old: Pair, new: Pair) -> Iterator[Edit]:
        contents = [{rule.id: content_of(rule) for rule in pair.rules} for pair in (old, new)]
        turned = set(chain.from_iterable(_turned(list(contents[0]), list(contents[1]))))
        for name in {**contents[0], **contents[1]}:
            differ = contents[0].get(name) != contents[1].get(name) or name in turned
            if differ and (edit := self.edits.find("rules", name)):
                yield edit

    @cached_property
    def _step_edits(self) -> tuple[dict[int, Edit], dict[int, Edit]]:
        """Place of a row of ``steps.csv`` before, and now -> its edit."""
        edits = self.edits.of("steps")
        return {edit.former: edit for edit in edits}, {edit.place: edit for edit in edits}


def _matters(route: str, pair: Pair) -> bool:
    """Whether it makes a difference that a route is preferred: it is offered, and so is one that else comes first."""
    if pair.offers.get(route, "no") == "no":
        return False
    earlier = takewhile(lambda name: name != route, pair.offers)
    return any(pair.offers[name] != "no" for name in earlier)


def _turned(before: list[str], after: list[str]) -> Iterator[tuple[str, str]]:
    """Each two names of which the one came first, and now the other does."""
    places = {name: place for place, name in enumerate(before)}
    both = [name for name in after if name in places]
    if both == [name for name in before if name in set(both)]:
        return
    for one, other in combinations(both, 2):
        if places[one] > places[other]:
            yield one, other


def _told(before: Answer, after: Answer) -> tuple[Level, str, str, str]:
    """The weightiest difference of two answers: its level, and of the headline, what was and what is."""
    level = next(place for place, (old, new) in enumerate(zip(before, after, strict=True)) if old != new)
    if level:
        return OF_DECISIONS[level], "", "", ""
    for name, old, new in zip(HEADLINE, before[0], after[0], strict=True):
        if old != new:
            return "answer", name, str(old), str(new)
    raise AssertionError("a headline that differs differs in something")


def _weight(given: Circumstance, found: Difference) -> tuple[int, int, bool, int]:
    """How well a question shows a difference: least is best."""
    level, what, _, _, route = found
    return LEVELS.index(level), HEADLINE.index(what) if what else 0, bool(route), len(given)
