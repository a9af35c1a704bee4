"""The matrix: what every pair of plans gets under the same facts, decided class by class and worded cell by cell.

The table of the pages, the filter, the map and what the browser works out again all rest on this. `via` is not worked
out for a pair here: whether a chain leads there is known, its length is not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import Any

from planswitch.rules.chains import distances, shortest_chain
from planswitch.rules.conditions import Facts, Value
from planswitch.rules.decisions import Counting, Decision, Question, chained, decided, understood, wants_a_chain
from planswitch.rules.headlines import headline_of
from planswitch.rules.model import Catalogue
from planswitch.rules.reach import Reach
from planswitch.rules.vocabulary import Effect, Mark
from planswitch.rules.words import Words

FIRST: frozenset[Effect] = frozenset({"wait", "fix"})
"""Effects of what has to happen first."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What one pair gets.

    Attributes:
        mark: how it looks at first sight, as that of an answer.
        word, status: what stands in the cell; both empty for a plan and itself.
        text: the headline, with its tally.
        certainty: ``same``, ``sure``, ``likely``, ``unknown``, ``no``; ``fallback`` for a sure route that leads
            everywhere, ``detour`` where only a chain leads.
        state: ``ready``, ``after``, ``depends`` or empty.
        offered: whether a route leads there that does not lead everywhere, for sure or likely.
    """

    mark: Mark
    word: str
    status: str
    text: str
    certainty: str
    state: str
    offered: bool

    def to_dict(self) -> dict[str, Any]:
        """The form that the widget reads, ready for JSON."""
        return {name: getattr(self, name) for name in Cell.__slots__}


class Overview:
    """The decisions of all pairs of a catalogue under the same facts, one for each class of equal pairs.

    Raises:
        InvalidQuestion: at the first pair that is asked for; see `planswitch.rules.decisions.decide`.
    """

    def __init__(self, catalogue: Catalogue, facts: Mapping[str, Value | None] | None = None) -> None:
        self.catalogue = catalogue
        self.facts = facts or {}
        self._decisions: dict[int, Decision] = {}
        self._leads: dict[str, int] = {}

    def __getitem__(self, pair: tuple[str, str]) -> Decision:
        """The decision of the pair's class, which names no plans."""
        return self.of_class(self.catalogue.pairs[pair].number)

    def of_class(self, number: int) -> Decision:
        """The decision of a class of pairs, which names no plans."""
        found = self._decisions.get(number)
        if found is None:
            pair = self.catalogue.pairs.classes[number]
            found = self._decisions[number] = decided(self.catalogue, pair, self._given)
        return found

    def alone(self, origin: str, target: str) -> Decision:
        """The decision of one pair without its chain, just as `planswitch.rules.decisions.decide_alone` has it."""
        return replace(self[origin, target], origin=origin, target=target)

    def decision(self, origin: str, target: str) -> Decision:
        """The decision of one pair with its chain, just as `planswitch.rules.decisions.decide` has it."""
        decision = self.alone(origin, target)
        number = self.catalogue.pairs[origin, target].number
        if not self.wants_a_chain(number) or not self.chained(origin, target):
            return decision
        return chained(decision, tuple(self.alone(*pair) for pair in pairwise(self.chain(origin, target))))

    def chain(self, origin: str, target: str) -> tuple[str, ...]:
        """The plans of the shortest chain of two or more listed switches, both ends included, if there is one."""
        return shortest_chain(origin, target, self.catalogue.targets, self._counting)

    def wants_a_chain(self, number: int) -> bool:
        """Whether a chain is worth knowing for the pairs of a class, if there is one."""
        return wants_a_chain(self.catalogue, self.of_class(number))

    @cached_property
    def _given(self) -> Facts:
        some = next(iter(self.catalogue.plans))
        return understood(self.catalogue, Question(some, some, self.facts))

    @cached_property
    def _counting(self) -> Counting:
        return Counting(self.catalogue, self._given)

    @cached_property
    def hops(self) -> dict[str, tuple[str, ...]]:
        """Plan -> the plans to which a switch leads that a chain may use, in order."""
        return {
            origin: tuple(target for target in targets if self.counts(origin, target))
            for origin, targets in self.catalogue.targets.items()
        }

    def counts(self, origin: str, target: str) -> bool:
        """Whether a chain may use the switch from one plan to another."""
        return self._counting(origin, target)

    def chained(self, origin: str, target: str) -> bool:
        """Whether a chain of two or more listed switches leads from one plan to another."""
        lead = self._leads.get(origin)
        if lead is None:
            lead = self._leads[origin] = self._reach.lead(self._places[origin])
        return bool(lead >> self._places[target] & 1)

    def chained_from(self, origin: str) -> set[str]:
        """The plans to which a chain leads that is worth knowing."""
        wanted: dict[int, bool] = {}
        found: set[str] = set()
        for target, number in zip(self.catalogue.plans, self.catalogue.pairs.row(origin), strict=True):
            if number not in wanted:
                wanted[number] = self.wants_a_chain(number)
            if wanted[number] and self.chained(origin, target):
                found.add(target)
        return found

    def has_few_hops(self, most: int) -> bool:
        """Whether all chains that are worth knowing have at most so many hops together."""
        count = 0
        for origin in self.catalogue.plans:
            targets = self.chained_from(origin)
            if count + 2 * len(targets) > most:
                return False
            far = distances(origin, self.hops) if targets else {}
            count += sum(far[target] if far[target] > 1 else len(self.chain(origin, target)) - 1 for target in targets)
        return count <= most

    @cached_property
    def _places(self) -> dict[str, int]:
        return {plan: place for place, plan in enumerate(self.catalogue.plans)}

    @cached_property
    def _reach(self) -> Reach:
        return Reach([[self._places[target] for target in self.hops[plan]] for plan in self.catalogue.plans])

    def detours(self, origin: str, target: str) -> bool:
        """Whether a chain leads there where the pair's own routes do not, or may not, and nothing else remains."""
        return wants_chain(self[origin, target]) and self.chained(origin, target)

    def detour_row(self, origin: str) -> Iterator[bool]:
        """Whether each pair that begins with a plan `detours`, in the order of plans."""
        wants: dict[int, bool] = {}
        for target, number in zip(self.catalogue.plans, self.catalogue.pairs.row(origin), strict=True):
            wanted = wants.get(number)
            if wanted is None:
                wanted = wants[number] = wants_chain(self.of_class(number))
            yield wanted and self.chained(origin, target)

    def answer(self, origin: str, target: str) -> tuple[object, ...]:
        """What a cell shows of a pair's decision; where it differs, the answer has changed."""
        decision, detours = self[origin, target], self.detours(origin, target)
        return decision.route, decision.certainty, decision.status, decision.otherwise, detours

    def causes(self, origin: str, target: str, before: Overview) -> tuple[str, ...]:
        """The rules that hold now, did not before, and so may have changed the answer."""
        now, then = self[origin, target], before[origin, target]
        effects: set[Effect] = set() if (now.route, now.certainty) == (then.route, then.certainty) else {"stop"}
        if now.status == "after":
            effects |= FIRST
        held = then.holding()
        return tuple(
            reason.rule.id
            for reason in now.reasons
            if reason.state == "holds" and reason.rule.effect in effects and reason.rule.id not in held
        )

    def offered(self, origin: str) -> int:
        """How many plans the routes lead to that do not lead everywhere, for sure or likely."""
        counts = Counter(self.catalogue.pairs.row(origin))
        return sum(counts[number] for number in counts if offered(self.catalogue, self.of_class(number)))


def wants_chain(decision: Decision) -> bool:
    """Whether a chain that leads to the plan counts: its own routes do not, or may not, and nothing else remains."""
    chosen = decision.chosen()
    alone = chosen is not None and bool(chosen.stops) and decision.otherwise is None
    return decision.status == "no" or alone


class Cells:
    """The cells of an overview in a reader's words; pairs of a class share theirs.

    Attributes:
        cells: each that has been met once, by its number.
    """

    def __init__(self, overview: Overview, words: Words) -> None:
        self.overview = overview
        self.words = words
        self.cells: list[Cell] = []
        self._numbers: dict[Cell, int] = {}
        self._of_class: dict[tuple[int, bool], int] = {}

    def __getitem__(self, pair: tuple[str, str]) -> Cell:
        return self.cells[self._number(self.overview.catalogue.pairs[pair].number, self.overview.detours(*pair))]

    def row(self, origin: str) -> Iterator[Cell]:
        """The cells of a plan, in the order of the plans."""
        return (self.cells[number] for number in self.numbers(origin))

    def numbers(self, origin: str) -> Iterator[int]:
        """The numbers of the cells of a plan, in the order of the plans."""
        classes = self.overview.catalogue.pairs.row(origin)
        for number, detours in zip(classes, self.overview.detour_row(origin), strict=True):
            found = self._of_class.get((number, detours))
            yield self._number(number, detours) if found is None else found

    def offer(self, origin: str) -> str:
        """How many plans the routes lead to that do not lead everywhere, in words."""
        catalogue = self.overview.catalogue
        return offer_of(catalogue, self.overview.offered(origin), self.words)

    def _number(self, number: int, detours: bool) -> int:
        found = self._of_class.get((number, detours))
        if found is None:
            cell = self.cell(self.overview.of_class(number), chained=detours)
            found = self._numbers.setdefault(cell, len(self.cells))
            if found == len(self.cells):
                self.cells.append(cell)
            self._of_class[number, detours] = found
        return found

    def cell(self, decision: Decision, *, chained: bool) -> Cell:
        """The cell of a decision, by whether a chain leads there as well."""
        told = headline_of(decision, self.words, chained=chained)
        word, status = (told.headline, "") if told.mark == "detour" else self._word(decision)
        return Cell(
            mark=told.mark,
            word=word,
            status=status,
            text=told.summary,
            certainty="detour" if told.mark == "detour" else self._certainty(decision),
            state=decision.status if decision.route else "",
            offered=offered(self.overview.catalogue, decision),
        )

    def _certainty(self, decision: Decision) -> str:
        if decision.route is None or decision.certainty is None:
            return decision.status
        routes = self.overview.catalogue.routes
        falls_back = decision.certainty == "sure" and decision.route not in listing(self.overview.catalogue)
        return "fallback" if falls_back and len(routes) > 1 else decision.certainty

    def _word(self, decision: Decision) -> tuple[str, str]:
        words = self.words
        if decision.route is None:
            return ("", "") if decision.status == "same" else (words.gettext("No"), "")
        statuses = {
            "ready": words.gettext("ready"),
            "after": words.gettext("after"),
            "depends": words.gettext("depends"),
        }
        word, status = words.route(decision.route).word, statuses[decision.status]
        if decision.certainty == "sure":
            return word, status
        likely = decision.certainty == "likely"
        if self.overview.catalogue.routes[decision.route].offers == "all":
            return word, words.gettext("likely") if likely else words.gettext("perhaps")
        return words.gettext("Likely") if likely else words.gettext("Perhaps"), status


def offered(catalogue: Catalogue, decision: Decision) -> bool:
    """Whether a route leads there that does not lead everywhere, for sure or likely.

    Where every route leads everywhere, whatever is sure or likely is offered.
    """
    if decision.route is None or decision.certainty == "unknown":
        return False
    return decision.route in listing(catalogue)


def listing(catalogue: Catalogue) -> tuple[str, ...]:
    """The routes that do not lead everywhere, or else all of them: those that plans differ by."""
    found = tuple(route.id for route in catalogue.routes.values() if route.offers != "all")
    return found or tuple(catalogue.routes)


def offer(catalogue: Catalogue, row: list[Cell], words: Words) -> str:
    """How many plans the routes lead to that do not lead everywhere, in words, from the cells of a plan."""
    return offer_of(catalogue, sum(cell.offered for cell in row), words)


def offer_of(catalogue: Catalogue, count: int, words: Words) -> str:
    """The same, once they are counted."""
    others = len(catalogue.plans) - 1
    routes = listing(catalogue)
    if len(routes) > 1:
        return words.ngettext("{n} of {all} plans", "{n} of {all} plans", count).format(
            n=words.number(count), all=words.number(others)
        )
    return words.ngettext("{n} of {all} plans {how}", "{n} of {all} plans {how}", count).format(
        n=words.number(count), all=words.number(others), how=words.route(routes[0]).how
    )
