"""Numbers in texts: those of the condition of which the text speaks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from planswitch.catalogue.checks.check import CatalogueCheck, Found
from planswitch.catalogue.folder import Tables
from planswitch.catalogue.tables import Row
from planswitch.rules.conditions import Comparison, Condition
from planswitch.rules.model import Catalogue, Rule, Step

NUMBER = re.compile(r"(?<![\w.,/-])\d{1,3}(?:[., \xa0\u202f'’]\d{3})+(?![\w.,/-]*\d)|(?<![\w.,/-])\d+(?![\w/-]|[.,]\d)")
"""A whole number that is no part of a word, of a version or of a date; thousands may be set apart."""


def numbers(text: str) -> list[int]:
    """The whole numbers of a text, in order."""
    return [int(re.sub(r"\D", "", found)) for found in NUMBER.findall(text)]


BESIDE = {">": (0, 1), ">=": (-1, 0), "<": (-1, 0), "<=": (0, 1), "==": (0,), "!=": (0,)}
"""Sign -> what texts can say beside its number: “more than 300” is “301 or more”, and never 299."""


def _compared(condition: Condition, catalogue: Catalogue) -> Iterator[Comparison]:
    """What a condition says of facts that are numbers."""
    for test in condition.tests():
        if isinstance(test, Comparison) and test.fact in catalogue.facts and isinstance(test.literal, int):
            yield test


def _about(tests: Iterable[Comparison]) -> set[int]:
    """What texts can say of them."""
    return {int(test.literal) + more for test in tests for more in BESIDE[test.sign]}


def _of_names(catalogue: Catalogue) -> set[int]:
    """Numbers in the names of plans, families and the catalogue: they are no limits."""
    names = [plan.name for plan in catalogue.plans.values()]
    names += [family.name for family in catalogue.families.values()]
    return {number for name in (*names, *catalogue.settings.values()) for number in numbers(name)}


def _other(text: str, right: set[int], beside: set[int]) -> int | None:
    """The first number of a text that is not the condition's, where none is."""
    found = numbers(text)
    if right & {*found}:
        return None
    return next((number for number in found if number not in beside), None)


def _problem(row: Row, column: str, number: int, tests: list[Comparison]) -> Found:
    limits = " or ".join(f"{literal:,}" for literal in dict.fromkeys(test.literal for test in tests))
    tip = "one of the two is wrong, or the number means something else: then say so under #ignore"
    yield row.problem("number", column, f"{limits}, as in the condition", found=f"{number:,}", tip=tip, fatal=False)


def _rules(tables: Tables, catalogue: Catalogue) -> Found:
    beside = _of_names(catalogue)
    for row, rule in zip(tables["rules"], catalogue.rules.values(), strict=True):
        tests = [*_compared(rule.when, catalogue)]
        for column in ("title", "reason", "remedy") if tests else ():
            number = _other(row[column], _about(tests), beside)
            if number is not None:
                yield from _problem(row, column, number, tests)


def _facts(tables: Tables, catalogue: Catalogue) -> Found:
    tests: dict[str, list[Comparison]] = {}
    conditions: tuple[Rule | Step, ...] = (*catalogue.rules.values(), *catalogue.steps)
    for each in conditions:
        for test in _compared(each.when, catalogue):
            tests.setdefault(test.fact, []).append(test)
    beside = _of_names(catalogue)
    for row, fact in zip(tables["facts"], catalogue.facts.values(), strict=True):
        asked = sorted(tests.get(fact.id, ()), key=lambda test: int(test.literal))
        least = {fact.minimum - 1, fact.minimum, fact.minimum + 1}
        for column in ("question", "help") if asked else ():
            wrong = {*numbers(row[column])} - _about(asked) - least - beside
            if wrong:
                yield from _problem(row, column, min(wrong), asked)


def checks() -> Iterator[CatalogueCheck]:
    """All of this kind."""
    yield CatalogueCheck("number", "numbers in the texts of a rule are those of its condition", _rules)
    yield CatalogueCheck("number", "numbers in a question and its help are those of conditions", _facts)
