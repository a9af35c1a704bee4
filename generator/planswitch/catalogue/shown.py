"""What the answers of a class tell: of which rows they say a text, whatever is told and whichever way is preferred."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import product

from planswitch.catalogue.circumstances import Circumstance, TooManyError, circumstances
from planswitch.rules import Catalogue, Decision
from planswitch.rules.citations import citations
from planswitch.rules.classes import Pair
from planswitch.rules.conditions import Test, names
from planswitch.rules.decisions import decided
from planswitch.rules.model import Rule
from planswitch.rules.vocabulary import ANY
from planswitch.rules.wording import telling


@dataclass(frozen=True, slots=True)
class Shown:
    """What some answers tell.

    Attributes:
        asked: ids of the facts that are asked for, with their help.
        tested: ids of those that stand in a condition of a reason or a step.
        sources: ids of the sources that are cited.
        chosen: ids of the routes that some answer chooses.
        called: ids of the routes that are named in the middle of a sentence.
        sentences: routes, each with the offer of which its sentence is told, or ``stopped``.
    """

    asked: set[str] = field(default_factory=set)
    tested: set[str] = field(default_factory=set)
    sources: set[str] = field(default_factory=set)
    chosen: set[str] = field(default_factory=set)
    called: set[str] = field(default_factory=set)
    sentences: set[tuple[str, str]] = field(default_factory=set)

    def add(self, decision: Decision, catalogue: Catalogue) -> None:
        """Adds what one answer tells."""
        self.asked.update(decision.open, decision.optional)
        for reason in decision.reasons:
            self._add_row(reason.cleared_by, reason.rule.source, catalogue)
            if reason.rule.effect == "stop" and reason.route != ANY:
                self.called.add(reason.route)
        for step in (*decision.steps, *decision.notes):
            self._add_row(step.when, step.source, catalogue)
        self._add_routes(decision)

    def add_stop(self, stop: Rule, catalogue: Catalogue) -> None:
        """Adds what a stop can bring where it holds, on whichever route."""
        routes = stop.routes or frozenset(catalogue.routes)
        self._add_row(stop.when.cleared_by({}, {}), stop.source, catalogue)
        self.called.update(catalogue.routes)
        self.chosen.update(catalogue.routes)
        self.sentences.update(product(routes, ("stopped", "unknown")))

    def _add_row(self, alternatives: Iterable[Iterable[Test]], source: str, catalogue: Catalogue) -> None:
        self.tested.update(name for tests in alternatives for test in tests for name in names(test))
        self.sources.update(each.source for each in citations(source, catalogue.sources))

    def _add_routes(self, decision: Decision) -> None:
        self.chosen.update(filter(None, (decision.route,)))
        self.called.update(filter(None, (decision.route, decision.otherwise)))
        for outcome in filter(None, (telling(decision.routes), decision.chosen())):
            self.sentences.add((outcome.route, "stopped" if outcome.state == "stopped" else outcome.offer))


def shown(catalogue: Catalogue, pair: Pair) -> Shown:
    """What the answers of a class tell.

    All is told where nothing is known of the reader, by one route or another, but for what a stop that holds brings.
    Where a stop has too many circumstances to try, whatever it can bring counts as told.
    """
    found = Shown()
    tried: dict[Circumstance, None] = {(): None}
    for stop in (rule for rule in pair.rules if rule.effect == "stop"):
        try:
            tried |= dict.fromkeys(circumstances((catalogue.facts,), (stop.when,), pair.known.keys()))
        except TooManyError:
            found.add_stop(stop, catalogue)
    for given in tried:
        for route in ("", *catalogue.routes):
            found.add(decided(catalogue, pair, dict(given), route), catalogue)
    return found
