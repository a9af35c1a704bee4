"""Conditions that tell nothing apart: they never hold, always hold, or are met by no pair of plans."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from planswitch.catalogue.checks.check import CatalogueCheck, Found
from planswitch.catalogue.folder import Tables
from planswitch.catalogue.tables import Row
from planswitch.catalogue.worth import Outcome, Worth, worth_of
from planswitch.rules.conditions import Condition
from planswitch.rules.model import Catalogue, Rule, Step
from planswitch.rules.vocabulary import NOTES

Looked = tuple[Row, Rule | Step, Outcome]


def _looked(tables: Tables, worth: Worth) -> Iterator[Looked]:
    """Each rule and each step with its row and what its condition can be worth."""
    catalogue = worth.catalogue
    for row, rule in zip(tables["rules"], catalogue.rules.values(), strict=True):
        yield row, rule, worth.of_rule(rule)
    for row, step in zip(sorted(tables["steps"], key=lambda row: int(row["order"])), catalogue.steps, strict=True):
        yield row, step, worth.of_step(step)


def _never(tables: Tables, catalogue: Catalogue) -> Found:
    worth = worth_of(tables, catalogue)
    for row, each, _ in _looked(tables, worth):
        if not worth.can_hold(each.when):
            tip = "no answer makes it hold: look at its numbers, at and, or, not"
            yield row.problem("never", "when", "a condition that can hold", tip=tip, fatal=False)


def _always(tables: Tables, catalogue: Catalogue) -> Found:
    worth = worth_of(tables, catalogue)
    for row, each, outcome in _looked(tables, worth):
        if not each.when.parts or not worth.can_hold(each.when):
            continue
        if not worth.can_fail(each.when):
            tip = "every answer makes it hold: write always, or look at its numbers, at and, or, not"
            yield row.problem("always", "when", "a condition that may fail", tip=tip, fatal=False)
        elif outcome.holds and not worth.settled(each.when) and not worth.of_any_pair(each).fails:
            expected = "a condition that fails for one of the pairs"
            found = f"“{row['when']}”, true for every pair of “from” and “to”"
            tip = "write always, or look at “from” and “to”"
            yield row.problem("always", "when", expected, found=found, tip=tip, fatal=False)


def _unreachable(tables: Tables, catalogue: Catalogue) -> Found:
    worth = worth_of(tables, catalogue)
    for row, each, outcome in _looked(tables, worth):
        what = "rule" if isinstance(each, Rule) else "step"
        if not outcome.pairs:
            found = f"“{row['from']}” → “{row['to']}”, of which its route leads to no pair"
            yield row.problem(
                "unreachable", "from", f"a {what} for some pair", found=found, tip=_tip(each, worth), fatal=False
            )
        elif not outcome.holds and worth.can_hold(each.when) and not worth.settled(each.when):
            found = f"“{row['when']}”, false for every pair of “from” and “to”"
            tip = "look at “from” and “to”, and at the sign and the sides of the comparison"
            yield row.problem(
                "unreachable", "when", f"a {what} that some pair meets", found=found, tip=tip, fatal=False
            )


def _tip(each: Rule | Step, worth: Worth) -> str:
    routes = worth.routes_of(each) if isinstance(each, Rule) else frozenset({each.procedure.removesuffix(NOTES)})
    if worth.meets(each.targets, each.origins, routes):
        return "the other way round there are such pairs: are “from” and “to” swapped?"
    return "look at “from” and “to”, and at the rows of switches.csv"


def _answers(wrong: Callable[[Worth, Condition], str]) -> Callable[[Tables, Catalogue], Found]:
    def check(tables: Tables, catalogue: Catalogue) -> Found:
        worth = worth_of(tables, catalogue)
        for row, fact in zip(tables["facts"], catalogue.facts.values(), strict=True):
            if fact.answer and (what := wrong(worth, fact.answer)):
                tip = "no pair is asked: look at its signs, at and, or, not"
                yield row.problem(
                    what, "answer", "a condition that some pairs meet, and some do not", tip=tip, fatal=False
                )

    return check


def checks() -> Iterator[CatalogueCheck]:
    """All of this kind."""
    yield CatalogueCheck("never", "every condition can hold", _never)
    yield CatalogueCheck(
        "never", "every answer of a fact can be yes", _answers(lambda w, c: "" if w.can_hold(c) else "never")
    )
    yield CatalogueCheck("always", "every condition but always may fail", _always)
    yield CatalogueCheck(
        "always", "every answer of a fact can be no", _answers(lambda w, c: "" if w.can_fail(c) else "always")
    )
    yield CatalogueCheck("unreachable", "every rule and every step is met by some pair", _unreachable)
