"""Conditions: that they can be read, and fit the facts and attributes of which they speak."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from planswitch.catalogue.checks.check import Check, Found
from planswitch.catalogue.folder import Groups, Tables
from planswitch.catalogue.problems import Hints, shortened
from planswitch.catalogue.tables import Row
from planswitch.rules.conditions import Comparison, Condition, ConditionError, Contrast, Flag, Test, names
from planswitch.rules.decisions import is_date
from planswitch.rules.model import read_choices
from planswitch.rules.vocabulary import SAME_FAMILY

SIDES = ("from", "to")
IN_ORDER = ("==", "!=")
QUOTED = re.compile(r"""'[^']*'|"[^"]*"|“[^”]*”""")
SPELLINGS = tuple(
    (re.compile(wrong), right)
    for wrong, right in (
        ("≥|=>|⩾", ">="),
        ("≤|=<|⩽", "<="),
        ("<>|≠", "!="),
        ("&&?|\\b(?:AND|And)\\b", "and"),
        ("\\|\\|?|\\b(?:OR|Or)\\b", "or"),
        ("\\b(?:NOT|Not)\\b|!(?![=])", "not"),
        ("[«»‹›]", '"'),
        ("(?<![=<>!])=(?![=<>])", "=="),
        ("\\b[0-9]{1,3}(?:[.,'’ ][0-9]{3})+\\b", "the number without a separator"),
    )
)
"""How conditions are written in spreadsheets and other languages, and what to write instead."""


@dataclass(frozen=True)
class Known:
    """What conditions can speak of: facts by id, ``same_family``, and ``from.ATTRIBUTE`` and ``to.ATTRIBUTE``.

    Attributes:
        types: the type of each.
        options: the choices or levels of those that have some.
        facts: how many of them there are in ``facts.csv``.
    """

    types: dict[str, str]
    options: dict[str, dict[str, str]]
    attributes: dict[str, str]

    @classmethod
    def of(cls, tables: Tables) -> Known:
        """What there is in a catalogue."""
        types = {SAME_FAMILY: "yesno"}
        options: dict[str, dict[str, str]] = {}
        for row in tables["facts"]:
            types[row["id"]] = row["type"]
            if row["type"] == "choice":
                options[row["id"]] = read_choices(row["choices"])
        attributes = {f"{side}.{row['id']}": row["id"] for row in tables["attributes"] for side in SIDES}
        for row in tables["attributes"]:
            for side in SIDES:
                types[f"{side}.{row['id']}"] = row["type"]
                if row["type"] == "level":
                    options[f"{side}.{row['id']}"] = read_choices(row["levels"])
        return cls(types, options, attributes)

    @cached_property
    def fact_hints(self) -> Hints:
        """For the names of facts."""
        return Hints(name for name in self.types if name not in self.attributes)

    @cached_property
    def attribute_hints(self) -> Hints:
        """For the names of attributes."""
        return Hints(self.attributes)

    @cached_property
    def _option_hints(self) -> dict[str, Hints]:
        return {}

    def option_tip(self, name: str, word: str) -> str:
        """For the choices of a fact or the levels of an attribute."""
        if name not in self._option_hints:
            self._option_hints[name] = Hints(self.options.get(name, ()))
        return self._option_hints[name].tip(word)


@dataclass(frozen=True, slots=True)
class Place:
    """The cell of a condition, to say what is wrong with it."""

    row: Row
    column: str
    known: Known

    def unknown(self, name: str) -> Found:
        """A name that nothing has."""
        side, dot, _ = name.partition(".")
        if dot:
            hints, expected = self.known.attribute_hints, f"{side}. and an attribute of attributes.csv"
            tip = hints.tip(name) if self.known.attributes else "there is no attributes.csv"
        else:
            hints, expected = self.known.fact_hints, "a fact of facts.csv"
            tip = hints.tip(name)
        problem = self.row.problem("condition", self.column, expected, found=f"“{shortened(name)}”", tip=tip)
        lack = replace(hints.lack("attributes" if dot else "facts", name), word=name.rpartition(".")[2])
        yield replace(problem, lack=lack)

    def problem(self, expected: str, found: object, tip: str = "") -> Found:
        """Any other fault."""
        yield self.row.problem("condition", self.column, expected, found=f"“{shortened(str(found))}”", tip=tip)


def _conditions(table: str, column: str) -> Callable[[Tables], Found]:
    def check(tables: Tables) -> Found:
        known = Known.of(tables)
        for row, condition in tables.conditions[table, column]:
            if isinstance(condition, ConditionError):
                tip = _spelling_tip(row[column])
                yield row.problem("condition", column, condition.expected, found=condition.found, tip=tip)
                continue
            for test in condition.tests():
                yield from _test(Place(row, column, known), test)

    return check


def _spelling_tip(condition: str) -> str:
    """What to write instead of signs and words of other languages, outside quotes."""
    bare = QUOTED.sub(" ", condition)
    return "; ".join(
        f"write {right} instead of {wrong[0]}" for sign, right in SPELLINGS if (wrong := sign.search(bare))
    )


def _test(place: Place, test: Test) -> Found:
    unknown = [name for name in names(test) if name not in place.known.types]
    if unknown:
        for name in unknown:
            yield from place.unknown(name)
    elif isinstance(test, Flag):
        type_ = place.known.types[test.fact]
        if type_ != "yesno":
            yield from place.problem(f"a comparison: {test.fact} is a {type_}", test)
    elif isinstance(test, Contrast):
        yield from _contrast(place, test)
    else:
        yield from _comparison(place, test)


def _comparison(place: Place, test: Comparison) -> Found:
    type_ = place.known.types[test.fact]
    if type_ == "yesno":
        yield from place.problem(f"the bare fact: {test.fact} or not {test.fact}", test)
    elif type_ == "number" and isinstance(test.literal, str):
        yield from place.problem("a whole number without quotes", test)
    elif type_ == "date" and not (isinstance(test.literal, str) and is_date(test.literal)):
        yield from place.problem('a date in quotes, such as "2014-10-01"', test)
    elif type_ in ("choice", "level"):
        yield from _option(place, test, type_)


def _option(place: Place, test: Comparison, type_: str) -> Found:
    if type_ == "choice" and test.sign not in IN_ORDER:
        yield from place.problem("== or !=: choices have no order", test)
    if test.literal not in place.known.options[test.fact]:
        tip = place.known.option_tip(test.fact, str(test.literal))
        yield from place.problem(f"a {type_} of {test.fact}", test.literal, tip)


def _contrast(place: Place, test: Contrast) -> Found:
    left, right = place.known.types[test.fact], place.known.types[test.other]
    if left != right:
        yield from place.problem(f"two attributes of one type: one is a {left}, the other a {right}", test)
    elif list(place.known.options.get(test.fact, ())) != list(place.known.options.get(test.other, ())):
        yield from place.problem("two attributes with the same levels", test)


def _answers(tables: Tables) -> Found:
    for row, condition in tables.conditions["facts", "answer"]:
        for test in condition.tests() if isinstance(condition, Condition) else ():
            for name in names(test):
                if name != SAME_FAMILY and "." not in name:
                    expected = f"what is known of the two plans: {SAME_FAMILY}, from. and to. attributes"
                    yield row.problem("answer", "answer", expected, found=f"“{shortened(name)}”")


class Blanks:
    """Which plans lack an attribute, by what selects them."""

    def __init__(self, tables: Tables) -> None:
        self._groups: Groups = tables.groups
        self._tables = tables
        self._lacking: dict[str, dict[str, list[str]]] = {}
        self._found: dict[tuple[str, str], str] = {}

    def first(self, selector: str, attribute: str) -> str:
        """The first plan of a selector that lacks an attribute, or nothing."""
        key = (selector, attribute)
        if key not in self._found:
            self._found[key] = self._look(selector, self._by_token(attribute))
        return self._found[key]

    def _look(self, selector: str, lacking: Mapping[str, list[str]]) -> str:
        tokens = selector.split()
        without = [self._groups.get(token[1:], {}) for token in tokens if token.startswith("!")]
        for token in tokens:
            for plan in lacking.get(token, ()):
                if not any(plan in plans for plans in without):
                    return plan
        return ""

    def _by_token(self, attribute: str) -> Mapping[str, list[str]]:
        """Token of a selector -> the plans of it that lack the attribute."""
        if attribute not in self._lacking:
            blank = {row["id"] for row in self._tables["plans"] if not row.cells.get(attribute)}
            found = {token: [plan for plan in plans if plan in blank] for token, plans in self._groups.items()}
            self._lacking[attribute] = {token: plans for token, plans in found.items() if plans}
        return self._lacking[attribute]


def _blanks(table: str) -> Callable[[Tables], Found]:
    def check(tables: Tables) -> Found:
        blanks = Blanks(tables)
        known = {row["id"] for row in tables["attributes"]}
        for row, condition in tables.conditions[table, "when"]:
            if isinstance(condition, Condition):
                yield from _blank(row, condition, blanks, known)

    return check


def _blank(row: Row, condition: Condition, blanks: Blanks, known: set[str]) -> Found:
    for name in dict.fromkeys(name for test in condition.tests() for name in names(test)):
        side, _, attribute = name.partition(".")
        if attribute not in known:
            continue
        if plan := blanks.first(row[side], attribute):
            tip = f"fill in {attribute} of {plan} in plans.csv, or add !{plan} to “{side}”"
            found = f"“{name}”, which is blank for {plan}"
            yield row.problem(
                "condition", "when", f"an attribute that every plan of “{side}” has", found=found, tip=tip
            )


def checks() -> Iterator[Check]:
    """All of this kind."""
    for table, column in (("facts", "answer"), ("rules", "when"), ("steps", "when")):
        files = tuple(dict.fromkeys((table, "facts", "attributes")))
        description = f"“{column}” of {table}.csv can be read and fits its facts"
        yield Check("condition", description, files, _conditions(table, column))
    yield Check("answer", "the pair alone answers a fact", ("facts",), _answers)
    for table in ("rules", "steps"):
        description = f"{table}.csv compares attributes only where every plan has them"
        files = (table, "plans", "families", "attributes")
        yield Check("condition", description, files, _blanks(table))
