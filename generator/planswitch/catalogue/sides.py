"""One edition of a catalogue, asked class by class, and what there is to compare of its answers."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cached_property
from typing import Literal

from planswitch.catalogue.circumstances import Circumstance
from planswitch.catalogue.edits import PlainTables
from planswitch.catalogue.shown import Shown, shown
from planswitch.rules import Catalogue, Decision, Name, Words
from planswitch.rules.classes import Pair
from planswitch.rules.conditions import Value
from planswitch.rules.decisions import FITS, Outlook, RouteOutcome, decided, outlook
from planswitch.rules.differences import later_names
from planswitch.rules.model import Rule, Step
from planswitch.rules.vocabulary import NOTES

Level = Literal["answer", "reasons", "steps", "chain", "wording", "unknown"]
"""How much of an answer differs: its headline, its reasons and questions, what to do, the chain of switches beside it,
or only words; ``unknown`` where that could not be found out."""
LEVELS: tuple[Level, ...] = ("answer", "reasons", "steps", "chain", "wording", "unknown")
OF_DECISIONS: tuple[Level, ...] = ("answer", "reasons", "steps", "wording")
"""The levels of `answer_of`."""
HEADLINE = Outlook._fields
"""What a headline says, the weightiest first."""


Answer = tuple[tuple[object, ...], ...]
"""What there is to compare of a decision, level by level."""


class Side:
    """One edition, asked by class.

    Args:
        catalogue: the edition.
        tables: the rows it was built from.
        facts: ids of the facts that the other edition has too, or nothing where all count.
    """

    def __init__(self, catalogue: Catalogue, tables: PlainTables, facts: Collection[str]) -> None:
        self.catalogue = catalogue
        self.tables = tables
        self._facts = facts
        self._contents: dict[int, tuple[object, ...]] = {}
        self._answers: dict[tuple[int, Circumstance, str], Answer] = {}
        self._shown: dict[int, Shown] = {}

    @cached_property
    def words(self) -> Words:
        """The texts as they are written."""
        return Words(self.catalogue)

    @cached_property
    def later(self) -> dict[str, list[Name]]:
        """Plan -> the names that tell what became of it."""
        return later_names(self.catalogue.names)

    @cached_property
    def step_rows(self) -> dict[int, int]:
        """Identity of each step -> the place of its row in ``steps.csv``."""
        rows = sorted(enumerate(self.tables["steps"]), key=lambda row: int(row[1]["order"]))
        return {id(step): place for step, (place, _) in zip(self.catalogue.steps, rows, strict=True)}

    def content(self, pair: Pair) -> tuple[object, ...]:
        """All that answers of a class follow from."""
        found = self._contents.get(pair.number)
        if found is None:
            found = self._contents[pair.number] = self._content(pair)
        return found

    def _content(self, pair: Pair) -> tuple[object, ...]:
        rows: list[Rule | Step] = [*pair.rules, *self.steps(pair)]
        fixed = (test.value(pair.known) for row in rows for test in row.when.tests())
        facts = tuple(sorted((name, pair.known[name]) for name in self.catalogue.facts if name in pair.known))
        return pair.same, tuple(pair.offers.items()), tuple(map(content_of, rows)), tuple(fixed), facts

    def steps(self, pair: Pair) -> Iterator[Step]:
        """The steps and notes that answers of a class may have."""
        for route in self.catalogue.routes:
            for procedure in (route, route + NOTES):
                yield from pair.steps.get(procedure, ())

    def shown(self, pair: Pair) -> Shown:
        """What the answers of a class tell."""
        found = self._shown.get(pair.number)
        if found is None:
            found = self._shown[pair.number] = shown(self.catalogue, pair)
        return found

    def compare(self, origin: str, target: str) -> object:
        """What answers say of what two plans have."""
        plans = self.catalogue.plans
        return self.words.comparing.compare(plans[origin].attributes, plans[target].attributes)

    def answer(self, pair: Pair, given: Circumstance, route: str) -> Answer:
        """The answer of a class."""
        key = (pair.number, given, route)
        found = self._answers.get(key)
        if found is None:
            found = self._answers[key] = answer_of(self.decide(pair, given, route), self._facts)
        return found

    def headline(self, pair: Pair, given: Circumstance, route: str) -> tuple[object, ...]:
        """The first level of `answer`, found much sooner."""
        return _headline(outlook(self.catalogue, pair, *self._asked(given, route)))

    def decide(self, pair: Pair, given: Circumstance = (), route: str = "") -> Decision:
        """The decision of a class; facts, values and routes that this edition does not know are not given."""
        return decided(self.catalogue, pair, *self._asked(given, route))

    def _asked(self, given: Circumstance, route: str) -> tuple[dict[str, Value], str]:
        known = {name: value for name, value in given if takes(self.catalogue, name, value)}
        return known, route if route in self.catalogue.routes else ""


def takes(catalogue: Catalogue, name: str, value: Value) -> bool:
    """Whether a catalogue knows a fact that can be worth this."""
    fact = catalogue.facts.get(name)
    if fact is None or not FITS[fact.type](fact, value):
        return False
    return fact.type != "number" or int(value) >= fact.minimum


def content_of(row: Rule | Step) -> tuple[object, ...]:
    """All of a row that answers follow from, once it touches a pair."""
    if isinstance(row, Rule):
        told = (row.title, row.reason, row.remedy, row.source)
        return (row.id, row.routes, str(row.when), row.effect, row.certainty, *told)
    return (row.procedure, row.order, str(row.when), row.text, row.source)


def answer_of(decision: Decision, facts: Collection[str]) -> Answer:
    """What there is to compare of a decision without its chain and its names, level by level.

    Args:
        decision: of a class.
        facts: ids of those that both editions have.
    """
    reasons, steps = decision.reasons, (*decision.steps, None, *decision.notes)
    return (
        _headline(decision),
        (
            tuple(map(_outcome, decision.routes)),
            tuple(sorted(item for item in decision.facts.items() if item[0] in facts)),
            tuple((each.rule.id, each.route, each.rule.effect, each.rule.certainty, each.state) for each in reasons),
            tuple(each.cleared_by for each in reasons),
            decision.open,
            decision.optional,
        ),
        tuple(each and (each.rule, each.procedure, each.order, each.state, each.when) for each in steps),
        (
            tuple((each.rule.title, each.rule.reason, each.rule.remedy, each.rule.source) for each in reasons),
            tuple(each and (each.text, each.source) for each in steps),
        ),
    )


def _headline(said: Decision | Outlook) -> tuple[object, ...]:
    return said.route or "", said.status, said.certainty or "", said.otherwise or "", said.firm or ""


def _outcome(outcome: RouteOutcome) -> tuple[object, ...]:
    """What became of a route; nobody is told what would stop one that does not lead there anyway."""
    return outcome.route, outcome.offer, outcome.state, () if outcome.state == "none" else outcome.stops
