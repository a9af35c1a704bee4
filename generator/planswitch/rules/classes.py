"""Equivalence classes of pairs: what no row of a catalogue tells apart is decided once.

Two pairs of plans are in one class when the same rules touch them, the same steps are for them, their routes offer the
same and the same is known of them. Their decisions differ in the names of the plans alone (and in `via`, which is
worked out for the one pair asked). Decisions, pages, JSON and matrix all use these classes.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from planswitch.rules.conditions import Facts
from planswitch.rules.vocabulary import EFFECTS, Offer, Offers

if TYPE_CHECKING:
    from planswitch.rules.model import Catalogue, Rule, Step

USUAL: dict[Offers, Offer] = {"listed": "no", "perhaps": "unknown", "all": "sure"}
"""What a route offers for a pair of which ``switches.csv`` says nothing."""


@dataclass(frozen=True, slots=True, eq=False)
class Pair:
    """What is known of a class of pairs before anybody is asked.

    Attributes:
        number: the class, counted from 0 in the order in which classes were met.
        same: whether both plans are one.
        known: see `planswitch.rules.model.Catalogue.known_of`.
        offers: route -> what the table says of it for these pairs.
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
    """The pairs of a catalogue by class: ``pairs[origin, target]``."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._classes: dict[Hashable, Pair] = {}
        self._numbers: dict[Hashable, int] = {}
        self._families = {plan.id: plan.family for plan in catalogue.plans.values()}
        rows: tuple[Rule | Step, ...] = (*catalogue.rules.values(), *catalogue.steps)
        self._left = _sides(catalogue, (row.origins for row in rows))
        self._wanted = _sides(catalogue, (row.targets for row in rows))
        self._offers: dict[tuple[str, str], dict[str, Offer]] = {}
        usual = {route.id: USUAL[route.offers] for route in catalogue.routes.values()}
        self._usual = usual
        for origin, target, route in catalogue.switches:
            offers = self._offers.setdefault((origin, target), dict(usual))
            offers[route] = catalogue.switches[origin, target, route].certainty

    def __getitem__(self, pair: tuple[str, str]) -> Pair:
        origin, target = pair
        offers = self._offers.get(pair)
        key = (
            origin == target,
            self._left[origin],
            self._wanted[target],
            self._families[origin] == self._families[target],
            tuple(offers.values()) if offers else (),
        )
        found = self._classes.get(key)
        if found is None:
            found = self._classes[key] = self._pair(origin, target, offers or self._usual)
        return found

    def __len__(self) -> int:
        """How many classes have been met so far."""
        return len(self._numbers)

    def _pair(self, origin: str, target: str, offers: dict[str, Offer]) -> Pair:
        """The class of a pair; selections that what is known makes the same are one class."""
        catalogue = self._catalogue
        same = origin == target
        known = catalogue.known_of(origin, target)
        rules: tuple[Rule, ...] = ()
        steps: dict[str, list[Step]] = {}
        if not same:
            rules = tuple(rule for rule in catalogue.rules.values() if _touches(rule, origin, target, known))
            for step in catalogue.steps:
                if _touches(step, origin, target, known):
                    steps.setdefault(step.procedure, []).append(step)
        chosen = tuple(step for found in steps.values() for step in found)
        content = (same, tuple(known.items()), tuple(offers.items()), rules, chosen)
        return Pair(
            number=self._numbers.setdefault(content, len(self._numbers)),
            same=same,
            known=known,
            offers=offers,
            rules=rules,
            on={
                route: tuple(
                    sorted((rule for rule in rules if rule.counts_on(route)), key=lambda r: EFFECTS.index(r.effect))
                )
                for route in catalogue.routes
            },
            steps={procedure: tuple(found) for procedure, found in steps.items()},
        )


def _touches(row: Rule | Step, origin: str, target: str, known: Facts) -> bool:
    return row.applies(origin, target) and row.when.value(known) is not False


def _sides(catalogue: Catalogue, selections: Iterable[frozenset[str]]) -> dict[str, int]:
    """A number for each plan: plans with the same one are in the same selections and have the same attributes."""
    chosen: dict[str, list[int]] = {plan: [] for plan in catalogue.plans}
    for selection, plans in enumerate(dict.fromkeys(selections)):
        for plan in plans:
            chosen[plan].append(selection)
    numbers: dict[Hashable, int] = {}
    return {
        plan.id: numbers.setdefault((tuple(chosen[plan.id]), tuple(sorted(plan.attributes.items()))), len(numbers))
        for plan in catalogue.plans.values()
    }
