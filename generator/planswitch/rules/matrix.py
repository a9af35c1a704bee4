"""The matrix: what every pair of plans gets under the same facts, decided class by class and worded cell by cell.

The table of the pages, the filter, the map and what the browser works out again all rest on this. `via` is not worked
out for a pair here: whether a chain leads there is known, its length is not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from planswitch.rules.conditions import Value
from planswitch.rules.decisions import Decision, Question, decide, decide_alone
from planswitch.rules.headlines import headline_of
from planswitch.rules.model import Catalogue
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
        self._reached: dict[tuple[str, str], frozenset[str]] = {}

    def __getitem__(self, pair: tuple[str, str]) -> Decision:
        """The decision of the pair's class: of the pair, but for the names of the plans."""
        number = self.catalogue.pairs[pair].number
        if number not in self._decisions:
            self._decisions[number] = decide_alone(self.catalogue, Question(*pair, self.facts))
        return self._decisions[number]

    def decision(self, origin: str, target: str) -> Decision:
        """The decision of one pair with its chain, just as `planswitch.rules.decisions.decide` has it."""
        if self.chained(origin, target):
            return decide(self.catalogue, Question(origin, target, self.facts))
        return replace(self[origin, target], origin=origin, target=target)

    @cached_property
    def hops(self) -> dict[str, tuple[str, ...]]:
        """Plan -> the plans to which a switch leads that a chain may use, in order."""
        catalogue = self.catalogue
        return {
            origin: tuple(target for target in targets if self._counts(origin, target))
            for origin, targets in catalogue.targets.items()
        }

    def _counts(self, origin: str, target: str) -> bool:
        return self.catalogue.lists(origin, target, self[origin, target].route)

    def chained(self, origin: str, target: str) -> bool:
        """Whether a chain of two or more listed switches leads from one plan to another."""
        besides = target if target in self.hops[origin] else ""
        if (origin, besides) not in self._reached:
            self._reached[origin, besides] = frozenset(self._reach(origin, besides))
        return target in self._reached[origin, besides]

    def _reach(self, origin: str, besides: str) -> Iterator[str]:
        """Every plan that chains from a plan lead to; none begins with a switch to `besides`."""
        waiting = [plan for plan in self.hops[origin] if plan != besides]
        seen = {origin, *waiting}
        while waiting:
            plan = waiting.pop()
            yield plan
            found = [after for after in self.hops[plan] if after not in seen]
            seen.update(found)
            waiting += found

    def detours(self, origin: str, target: str) -> bool:
        """Whether a chain leads there where the pair's own routes do not, or may not, and nothing else remains."""
        decision = self[origin, target]
        chosen = decision.chosen()
        alone = chosen is not None and bool(chosen.stops) and decision.otherwise is None
        return (decision.status == "no" or alone) and self.chained(origin, target)

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


class Cells:
    """The cells of an overview in a reader's words; pairs of a class share theirs."""

    def __init__(self, overview: Overview, words: Words) -> None:
        self.overview = overview
        self.words = words
        self._cells: dict[tuple[int, bool], Cell] = {}

    def __getitem__(self, pair: tuple[str, str]) -> Cell:
        key = (self.overview.catalogue.pairs[pair].number, self.overview.detours(*pair))
        if key not in self._cells:
            self._cells[key] = self._cell(self.overview[pair], chained=key[1])
        return self._cells[key]

    def row(self, origin: str) -> Iterator[Cell]:
        """The cells of a plan, in the order of the plans."""
        return (self[origin, target] for target in self.overview.catalogue.plans)

    def _cell(self, decision: Decision, *, chained: bool) -> Cell:
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
    count, others = sum(cell.offered for cell in row), len(row) - 1
    routes = listing(catalogue)
    if len(routes) > 1:
        return words.ngettext("{n} of {all} plans", "{n} of {all} plans", count).format(
            n=words.number(count), all=words.number(others)
        )
    return words.ngettext("{n} of {all} plans {how}", "{n} of {all} plans {how}", count).format(
        n=words.number(count), all=words.number(others), how=words.route(routes[0]).how
    )
