"""Equivalence classes of pairs: what no row of a catalogue tells apart is decided once.

Two pairs of plans are in one class when the same rules touch them, the same steps are for them, their routes offer the
same, and what is known of them means the same to every condition of these. Their decisions differ in the names of the
plans alone (and in `via`, which is worked out for the one pair asked). Decisions, pages, JSON and matrix all use these
classes.

The class of a pair follows from what tells its plans apart on their sides of a switch, from whether they are of one
family, from how the attributes of one compare with those of the other, and from what ``switches.csv`` says of the
pair. So nothing is kept of a pair that is not listed.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from planswitch.rules.conditions import COMPARE, TURNED, Condition, Contrast, Facts, Test, Value, names
from planswitch.rules.vocabulary import CERTAINTIES, EFFECTS, SAME_FAMILY, Offer, Offers, closed

if TYPE_CHECKING:
    from planswitch.rules.model import Catalogue, Plan, Rule, Step

USUAL: dict[Offers, Offer] = {"listed": "no", "perhaps": "unknown", "all": "sure"}
"""What a route offers for a pair of which ``switches.csv`` says nothing."""


@dataclass(frozen=True, slots=True, eq=False)
class Pair:
    """What is known of a class of pairs before anybody is asked.

    Attributes:
        number: the class, counted from 0 in the order in which classes were met.
        same: whether both plans are one.
        known: see `planswitch.rules.model.Catalogue.known_of`; attributes are those of one pair of the class, and mean
            the same to every rule and step here.
        offers: route -> what the table says of it for these pairs, in the order of ``routes.csv``.
        rules: those that touch the pair, in the order of ``rules.csv``.
        on: route -> those of them that count on it, in the order of effects, then of ``rules.csv``.
        steps: procedure -> the steps whose selectors choose the pair and whose condition is not false, in order.
    """

    number: int
    same: bool
    known: Facts
    offers: dict[str, Offer]
    rules: tuple[Rule, ...]
    on: dict[str, tuple[Rule, ...]]
    steps: dict[str, tuple[Step, ...]]


class Pairs:
    """The pairs of a catalogue by class: ``pairs[origin, target]``.

    Attributes:
        classes: one pair of each class that has been met, by its number.
        usual: route -> what it offers for a pair that is not listed.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self.classes: list[Pair] = []
        self._numbers: dict[Hashable, int] = {}
        self._by_key: dict[Hashable, Pair] = {}
        self._listed: dict[tuple[str, str], Pair] = {}
        self._rows: dict[str, array[int]] = {}
        self._usual_rows: dict[Hashable, dict[int, int]] = {}
        self.usual: dict[str, Offer] = {route.id: USUAL[route.offers] for route in catalogue.routes.values()}
        rows: tuple[Rule | Step, ...] = (*catalogue.rules.values(), *catalogue.steps)
        tests = _tests(catalogue)
        self._left = Sides(catalogue, "from", (row.origins for row in rows), tests)
        self._wanted = Sides(catalogue, "to", (row.targets for row in rows), tests)
        self._contrasts = tuple(
            CrossContrast(test) for test in tests if isinstance(test, Contrast) and _sides(test) == {"from", "to"}
        )

    def __getitem__(self, pair: tuple[str, str]) -> Pair:
        found = self._listed.get(pair)
        if found is not None:
            return found
        origin, target = pair
        plans = self._catalogue.plans
        offers = self.offers(origin, target)
        key = (
            origin == target,
            self._left[origin],
            self._wanted[target],
            plans[origin].family == plans[target].family,
            tuple([each.value(plans[origin], plans[target]) for each in self._contrasts]) if self._contrasts else (),
            tuple(offers.values()) if offers else (),
        )
        found = self._by_key.get(key)
        if found is None:
            found = self._by_key[key] = self._pair(origin, target, offers or self.usual)
        if offers:
            self._listed[pair] = found
        return found

    def offers(self, origin: str, target: str) -> dict[str, Offer] | None:
        """What routes offer for a pair that is listed, in the order of ``routes.csv``; None for any other."""
        switches = self._catalogue.switches.leaving[origin].get(target)
        if not switches:
            return None
        return {**self.usual, **{name: closed(CERTAINTIES, row["certainty"]) for name, row in switches.items()}}

    def __len__(self) -> int:
        """How many classes have been met so far."""
        return len(self.classes)

    def sides(self, plan: str) -> tuple[Hashable, Hashable]:
        """What tells a plan from others as the one that is left, and as the one that is wanted.

        The class of a pair that is not listed follows from these, and from whether both are of one family.
        """
        each = self._catalogue.plans[plan]
        return (
            (self._left[plan], *(contrast.of_origin(each) for contrast in self._contrasts)),
            (self._wanted[plan], *(contrast.of_target(each) for contrast in self._contrasts)),
        )

    def row(self, origin: str) -> array[int]:
        """The numbers of the classes of all pairs that begin with a plan, in the order of plans."""
        found = self._rows.get(origin)
        if found is None:
            found = self._rows[origin] = array("I", self._row(origin))
        return found

    def _row(self, origin: str) -> list[int]:
        """The same, of which most follow from the kinds of both plans: only the rest is looked at pair by pair."""
        plans, kinds = self._columns.plans, self._columns.kinds
        usual = self._usual_rows.setdefault(self.sides(origin)[0], {})
        own = self._columns.of_family[self._catalogue.plans[origin].family].union(
            map(self._columns.places.__getitem__, self._catalogue.switches.leaving[origin])
        )
        row = [usual.get(kind, 0) for kind in kinds]
        for place in sorted(own.union(*(self._columns.of_kind[kind] for kind in self._columns.of_kind.keys() - usual))):
            kind = kinds[place]
            if place in own:
                row[place] = self[origin, plans[place]].number
                continue
            if kind not in usual:
                usual[kind] = self[origin, plans[place]].number
            row[place] = usual[kind]
        return row

    @cached_property
    def stops(self) -> dict[str, list[tuple[Rule, bool]]]:
        """Route -> the stops that are sure, each with whether what is known of a pair may decide it."""
        catalogue = self._catalogue
        answered = {fact.id for fact in catalogue.facts.values() if fact.answer}
        stops = [
            (rule, any("." in name or name == SAME_FAMILY or name in answered for name in rule.when.facts))
            for rule in catalogue.rules.values()
            if rule.effect == "stop" and rule.certainty == "sure"
        ]
        return {route: [each for each in stops if each[0].counts_on(route)] for route in catalogue.routes}

    @cached_property
    def alike(self) -> dict[str, int]:
        """A number for each plan: plans of the same one have the same attributes, as far as any are known."""
        numbers: dict[frozenset[tuple[str, Value]], int] = {}
        return {
            plan.id: numbers.setdefault(frozenset(plan.attributes.items()), len(numbers))
            for plan in self._catalogue.plans.values()
        }

    @cached_property
    def counts(self) -> Counter[int]:
        """How many pairs each class has."""
        counts: Counter[int] = Counter()
        for origin in self._catalogue.plans:
            counts.update(self.row(origin))
        return counts

    @cached_property
    def _columns(self) -> Columns:
        plans = self._catalogue.plans
        return Columns(plans.values(), [self.sides(plan)[1] for plan in plans])

    def _pair(self, origin: str, target: str, offers: dict[str, Offer]) -> Pair:
        """The class of a pair; what differs in nothing that counts is one class."""
        catalogue = self._catalogue
        same = origin == target
        known = catalogue.known_of(origin, target)
        rules: tuple[Rule, ...] = ()
        places: tuple[int, ...] = ()
        if not same:
            rules = tuple(rule for rule in catalogue.rules.values() if _touches(rule, origin, target, known))
            places = tuple(place for place, step in enumerate(catalogue.steps) if _touches(step, origin, target, known))
        chosen = [catalogue.steps[place] for place in places]
        all_rows: tuple[Rule | Step, ...] = (*rules, *chosen)
        content = (
            same,
            tuple(offers.values()),
            tuple(rule.id for rule in rules),
            places,
            tuple(known.get(fact) for fact in catalogue.facts),
            tuple(test.value(known) for row in all_rows for test in row.when.tests()),
        )
        number = self._numbers.setdefault(content, len(self.classes))
        if number == len(self.classes):
            self.classes.append(self._made(number, known, offers, rules, chosen, same=same))
        return self.classes[number]

    def _made(
        self,
        number: int,
        known: Facts,
        offers: dict[str, Offer],
        rules: tuple[Rule, ...],
        chosen: list[Step],
        *,
        same: bool,
    ) -> Pair:
        steps: dict[str, list[Step]] = {}
        for step in chosen:
            steps.setdefault(step.procedure, []).append(step)
        return Pair(
            number=number,
            same=same,
            known=known,
            offers=offers,
            rules=rules,
            on={
                route: tuple(
                    sorted((rule for rule in rules if rule.counts_on(route)), key=lambda r: EFFECTS.index(r.effect))
                )
                for route in self._catalogue.routes
            },
            steps={procedure: tuple(found) for procedure, found in steps.items()},
        )


class Columns:
    """The plans as those that are wanted.

    Attributes:
        plans: their ids.
        places: id -> where it is among them.
        kinds: for each plan a number: plans of one number are not told apart as those that are wanted.
        of_kind, of_family: number, or family -> the places of its plans.
    """

    def __init__(self, plans: Iterable[Plan], sides: Iterable[Hashable]) -> None:
        numbers: dict[Hashable, int] = {}
        self.plans: list[str] = []
        self.kinds = [numbers.setdefault(side, len(numbers)) for side in sides]
        self.of_kind: dict[int, set[int]] = {}
        self.of_family: dict[str, set[int]] = {}
        for place, (plan, kind) in enumerate(zip(plans, self.kinds, strict=True)):
            self.plans.append(plan.id)
            self.of_kind.setdefault(kind, set()).add(place)
            self.of_family.setdefault(plan.family, set()).add(place)
        self.places = {plan: place for place, plan in enumerate(self.plans)}


class Sides(dict[str, int]):
    """A number for each plan on one side of a switch: no selector and no test tells plans of one number apart there.

    It is worked out when somebody asks for it.
    """

    def __init__(
        self, catalogue: Catalogue, side: str, selections: Iterable[frozenset[str]], tests: Iterable[Test]
    ) -> None:
        super().__init__()
        self._plans = catalogue.plans
        self._side = side
        self._selections = tuple(dict.fromkeys(selections))
        self._tests = tuple(test for test in tests if _sides(test) == {side})
        self._numbers: dict[Hashable, int] = {}

    def __missing__(self, plan: str) -> int:
        known = {f"{self._side}.{name}": value for name, value in self._plans[plan].attributes.items()}
        key = (
            tuple(plan in selection for selection in self._selections),
            tuple(test.value(known) for test in self._tests),
        )
        number = self[plan] = self._numbers.setdefault(key, len(self._numbers))
        return number


class CrossContrast:
    """An attribute of one plan compared with one of the other: what it is worth for a pair."""

    def __init__(self, test: Contrast) -> None:
        first, second = (name.partition(".") for name in (test.fact, test.other))
        turned = first[0] == "to"
        self._origin, self._target = (second[2], first[2]) if turned else (first[2], second[2])
        self._compare: Callable[[Value, Value], bool] = COMPARE[TURNED[test.sign] if turned else test.sign]

    def of_origin(self, plan: Plan) -> Value | None:
        """What is compared of the plan that is left."""
        return plan.attributes.get(self._origin)

    def of_target(self, plan: Plan) -> Value | None:
        """What is compared of the plan that is wanted."""
        return plan.attributes.get(self._target)

    def value(self, origin: Plan, target: Plan) -> bool | None:
        """True, False, or None where one of the two is unknown."""
        left, right = self.of_origin(origin), self.of_target(target)
        return None if left is None or right is None else self._compare(left, right)


def _touches(row: Rule | Step, origin: str, target: str, known: Facts) -> bool:
    return row.applies(origin, target) and row.when.value(known) is not False


def _tests(catalogue: Catalogue) -> tuple[Test, ...]:
    """Every test of a condition, each once."""
    rows: tuple[Rule | Step, ...] = (*catalogue.rules.values(), *catalogue.steps)
    conditions: list[Condition] = [row.when for row in rows]
    conditions += [fact.answer for fact in catalogue.facts.values() if fact.answer]
    return tuple(dict.fromkeys(test for condition in conditions for test in condition.tests()))


def _sides(test: Test) -> set[str]:
    """Of which plans of a pair a test compares attributes: ``from``, ``to``, both or none."""
    return {side for name in names(test) for side, dot, _ in [name.partition(".")] if dot}
