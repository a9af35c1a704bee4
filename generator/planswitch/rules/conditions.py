"""Conditions over facts: parsed once, evaluated in three-valued logic, negated into what would clear them.

A condition is written in a small subset of Python (``bought_before_upgrade and users > 25``), and ``from.NAME`` and
``to.NAME`` stand for an attribute of the two plans. Python's own parser reads the text; nothing is ever compiled or run
from it.
"""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import product

from planswitch.rules.memo import Memo
from planswitch.rules.vocabulary import ALWAYS as ALWAYS_WORD

Value = bool | int | str
"""What a fact can be worth: yes/no, a whole number, the id of a choice, or a date in ISO form."""
Facts = Mapping[str, Value]
"""What is known: facts by id, and of the pair ``same_family``, ``from.ATTRIBUTE`` and ``to.ATTRIBUTE``."""


class Level(int):
    """A level of an attribute: compares by its rank, and is written as its id."""

    id: str

    @classmethod
    def of(cls, level: str, levels: Mapping[str, str]) -> Level:
        """The level of this id; `levels` are in order, low to high.

        Raises:
            ValueError: there is no such level.
        """
        made = cls(list(levels).index(level))
        made.id = level
        return made

    def __str__(self) -> str:
        return self.id


LONGEST = 400
"""Most characters that a condition may have."""
DEEPEST = 8
"""Most levels of ``and``, ``or``, ``not`` inside one another."""
MOST_TESTS = 12
"""Most bare facts and comparisons in one condition."""

COMPARE: dict[str, Callable[[Value, Value], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
OPPOSITE = {"==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
TURNED = {"==": "==", "!=": "!=", "<": ">", ">": "<", "<=": ">=", ">=": "<="}
"""The sign of a comparison whose sides have changed places."""
SIGNS: dict[type[ast.cmpop], str] = {
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
}
FROM = re.compile(r"""'[^']*'|"[^"]*"|\bfrom\b(?=\s*\.)""")
"""A quote, or the word before an attribute, which Python keeps for itself."""
FROM_WORD = "FROM"
CURLY_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'"})


class ConditionError(ValueError):
    """A condition that cannot be read.

    Attributes:
        found: the offending part of the text.
        expected: what could stand there.
    """

    def __init__(self, found: str, expected: str) -> None:
        super().__init__(f"found {found}, expected {expected}")
        self.found = found
        self.expected = expected


@dataclass(frozen=True, slots=True)
class Flag:
    """A bare yes/no fact, or its negation."""

    fact: str
    wanted: bool = True

    def value(self, facts: Facts) -> bool | None:
        """True, False, or None when the fact is unknown."""
        known = facts.get(self.fact)
        return None if known is None else known is self.wanted

    def negated(self) -> Flag:
        """The test that holds exactly when this one does not."""
        return Flag(self.fact, not self.wanted)

    def __str__(self) -> str:
        return self.fact if self.wanted else f"not {self.fact}"


@dataclass(frozen=True, slots=True)
class Comparison:
    """A fact or an attribute compared with a literal, such as ``users > 300``."""

    fact: str
    sign: str
    literal: int | str

    def value(self, facts: Facts) -> bool | None:
        """True, False, or None when the fact is unknown."""
        known = facts.get(self.fact)
        return None if known is None else COMPARE[self.sign](known, self.literal)

    def negated(self) -> Comparison:
        """The test that holds exactly when this one does not."""
        return Comparison(self.fact, OPPOSITE[self.sign], self.literal)

    def __str__(self) -> str:
        quoted = isinstance(self.literal, (str, Level))
        return f'{self.fact} {self.sign} "{self.literal}"' if quoted else f"{self.fact} {self.sign} {self.literal}"


@dataclass(frozen=True, slots=True)
class Contrast:
    """An attribute of one plan compared with one of the other, such as ``to.mailbox < from.mailbox``."""

    fact: str
    sign: str
    other: str

    def value(self, facts: Facts) -> bool | None:
        """True, False, or None when one of the two is unknown."""
        left, right = facts.get(self.fact), facts.get(self.other)
        return None if left is None or right is None else COMPARE[self.sign](left, right)

    def negated(self) -> Contrast:
        """The test that holds exactly when this one does not."""
        return Contrast(self.fact, OPPOSITE[self.sign], self.other)

    def __str__(self) -> str:
        return f"{self.fact} {self.sign} {self.other}"


Test = Flag | Comparison | Contrast
Known = tuple[tuple[bool | None, bool], ...]
"""Of each test of a condition: what it is worth, and whether nobody can change that."""


@dataclass(frozen=True)
class Condition:
    """An ``and`` or ``or`` of conditions and tests; ``not`` is already worked into the tests.

    Attributes:
        every: True for ``and``, False for ``or``. ``and`` of nothing always holds, ``or`` of nothing never.
        parts: the operands, in the order written.
    """

    every: bool
    parts: tuple[Condition | Test, ...]

    def value(self, facts: Facts) -> bool | None:
        """Strong Kleene logic: True, False, or None when the unknown facts could still decide it."""
        if len(self.parts) == 1:  # as most are
            return self.parts[0].value(facts)
        unknown = False
        for part in self.parts:
            value = part.value(facts)
            if value is None:
                unknown = True
            elif value is not self.every:
                return value
        return None if unknown else self.every

    def negated(self) -> Condition:
        """The condition that holds exactly when this one does not."""
        return Condition(not self.every, tuple(part.negated() for part in self.parts))

    def tests(self) -> Iterator[Test]:
        """Every bare fact and comparison, in the order written."""
        for part in self.parts:
            if isinstance(part, Condition):
                yield from part.tests()
            else:
                yield part

    def unsettled(self, facts: Facts) -> Iterator[str]:
        """The unknown facts that can still change the value, in the order written, repeats included."""
        for part in self.parts if len(self.parts) == 1 or self.value(facts) is None else ():
            if part.value(facts) is None:
                if isinstance(part, Condition):
                    yield from part.unsettled(facts)
                else:
                    yield part.fact

    def alternatives(self) -> Iterator[tuple[Test, ...]]:
        """Disjunctive normal form: each alternative is a set of tests that together make this hold."""
        choices = [list(part.alternatives()) if isinstance(part, Condition) else [(part,)] for part in self.parts]
        if self.every:
            for combination in product(*choices):
                yield tuple(dict.fromkeys(test for tests in combination for test in tests))
        else:
            for choice in choices:
                yield from choice

    def cleared_by(self, facts: Facts, fixed: Container[str] = ()) -> tuple[tuple[Test, ...], ...]:
        """What would make this not hold: alternatives, each a set of tests that must all be true.

        While the value is unknown, an alternative that a known fact rules out is left away: the others are what can
        still happen. A test that a known fact already meets is left away too, unless the alternative tests the same
        fact again, for then a new value could break it. One that needs something else of what is `fixed` is left out
        in any case: nobody can change it.
        """
        known = self._known(facts, fixed)
        found = self._cleared.get(known)
        return found if found is not None else self._cleared.keep(known, _possible(self._clearing, facts, fixed))

    def met_by(self, facts: Facts, fixed: Container[str] = ()) -> tuple[tuple[Test, ...], ...]:
        """What would make this hold, as `cleared_by` has what would make it not hold; for one that is unknown."""
        known = self._known(facts, fixed)
        found = self._met.get(known)
        return found if found is not None else self._met.keep(known, _possible(self._meeting, facts, fixed))

    def _known(self, facts: Facts, fixed: Container[str]) -> Known:
        return tuple([(test.value(facts), test.fact in fixed) for test in self._tests])

    @cached_property
    def _tests(self) -> tuple[Test, ...]:
        return tuple(self.tests())

    @cached_property
    def _cleared(self) -> Memo[Known, tuple[tuple[Test, ...], ...]]:
        return Memo()

    @cached_property
    def _met(self) -> Memo[Known, tuple[tuple[Test, ...], ...]]:
        return Memo()

    @cached_property
    def _clearing(self) -> tuple[tuple[Test, ...], ...]:
        """Each set of tests that makes this not hold; the same for every question, so it is worked out once."""
        return tuple(dict.fromkeys(self.negated().alternatives()))

    @cached_property
    def _meeting(self) -> tuple[tuple[Test, ...], ...]:
        return tuple(dict.fromkeys(self.alternatives()))

    @cached_property
    def facts(self) -> frozenset[str]:
        """Every name in it: facts, and what is known of the pair."""
        return frozenset(name for test in self.tests() for name in names(test))

    def __str__(self) -> str:
        word = " and " if self.every else " or "
        return word.join(f"({part})" if isinstance(part, Condition) else str(part) for part in self.parts)


def names(test: Test) -> tuple[str, ...]:
    """What a test speaks of: one fact or attribute, or the two that it compares."""
    return (test.fact, test.other) if isinstance(test, Contrast) else (test.fact,)


def _possible(
    alternatives: tuple[tuple[Test, ...], ...], facts: Facts, fixed: Container[str]
) -> tuple[tuple[Test, ...], ...]:
    """The alternatives that can still happen, without the tests that are met.

    One that needs something else of what is fixed is left out in any case: nobody can change it.
    """
    possible = [tests for tests in alternatives if all(test.value(facts) is not False for test in tests)]
    if not possible:
        possible = [
            tests
            for tests in alternatives
            if not any(test.fact in fixed and test.value(facts) is False for test in tests)
        ]
    return tuple(dict.fromkeys(_without_met(tests, facts) for tests in possible))


def _without_met(tests: tuple[Test, ...], facts: Facts) -> tuple[Test, ...]:
    asked = [test.fact for test in tests]
    return tuple(test for test in tests if not (test.value(facts) is True and asked.count(test.fact) == 1))


ALWAYS = Condition(every=True, parts=())


def parse(text: str) -> Condition:
    """Reads a condition; ``always`` always holds.

    Raises:
        ConditionError: the text is blank, not in the subset, too long, too deep, or has too many tests.
    """
    text = text.translate(CURLY_QUOTES).strip()
    if text == ALWAYS_WORD:
        return ALWAYS
    if not text:
        raise ConditionError("an empty cell", f"a condition, or the word {ALWAYS_WORD}")
    if "#" in text:
        raise ConditionError("“#”", "a condition without remarks")
    if len(text) > LONGEST:
        raise ConditionError(f"{len(text)} characters", f"at most {LONGEST}")
    try:
        body = ast.parse(FROM.sub(_without_keyword, text), mode="eval").body
    except SyntaxError as error:
        place = f"“{text}” (it stops making sense at character {error.offset or 1})"
        raise ConditionError(place, "facts, comparisons, and, or, not and parentheses") from None
    except (ValueError, MemoryError, RecursionError):
        raise ConditionError(f"“{text}”", "a condition without control characters or deep nesting") from None
    read = _read(body, text, level=1)
    condition = read if isinstance(read, Condition) else Condition(every=True, parts=(read,))
    count = sum(1 for _ in condition.tests())
    if count > MOST_TESTS:
        raise ConditionError(f"{count} tests in one condition", f"at most {MOST_TESTS}; split it into two rules")
    return condition


def bind(condition: Condition, levels: Mapping[str, Mapping[str, str]]) -> Condition:
    """The condition with each level that it names as a `Level`, so that it compares by rank.

    Args:
        condition: one that has been checked.
        levels: attribute -> its levels, low to high.
    """
    parts = tuple(
        bind(part, levels) if isinstance(part, Condition) else _bound(part, levels) for part in condition.parts
    )
    return Condition(condition.every, parts)


def _bound(test: Test, levels: Mapping[str, Mapping[str, str]]) -> Test:
    attribute = test.fact.partition(".")[2]
    if isinstance(test, Comparison) and attribute in levels:
        return Comparison(test.fact, test.sign, Level.of(str(test.literal), levels[attribute]))
    return test


def _without_keyword(found: re.Match[str]) -> str:
    """What Python reads instead: a name as long as its keyword ``from``; quotes stay."""
    return FROM_WORD if found[0] == "from" else found[0]


def _read(node: ast.expr, text: str, level: int) -> Condition | Test:
    if level > DEEPEST:
        raise ConditionError("more nested parts than can be followed", f"at most {DEEPEST} levels")
    match node:
        case ast.BoolOp(op=op, values=values):
            parts = tuple(_read(value, text, level + 1) for value in values)
            return Condition(isinstance(op, ast.And), parts)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return _read(operand, text, level + 1).negated()
        case ast.Compare():
            return _read_comparison(node, text)
        case ast.Name(id=name):
            return Flag(name)
    if attribute := _attribute(node, text):
        raise ConditionError(f"“{attribute}”", f"a comparison, such as {attribute} < 3")
    raise ConditionError(f"“{_source(node, text)}”", "a fact, a comparison, and, or, not")


def _read_comparison(node: ast.Compare, text: str) -> Comparison | Contrast:
    def error(expected: str) -> ConditionError:
        return ConditionError(f"“{_source(node, text)}”", expected)

    if len(node.ops) > 1:
        raise error("one comparison at a time, joined by and")
    sign = SIGNS.get(type(node.ops[0]))
    if sign is None:
        raise error("one of == != < <= > >=")
    attribute = _attribute(node.left, text)
    left = node.left.id if isinstance(node.left, ast.Name) else attribute
    if not left:
        raise error("a fact on the left and a number or a choice in quotes on the right")
    return _read_right(node.comparators[0], text, left, sign, error)


def _read_right(
    node: ast.expr, text: str, left: str, sign: str, error: Callable[[str], ConditionError]
) -> Comparison | Contrast:
    match node:
        case ast.Constant(value=int() | str() as literal) if not isinstance(literal, bool):
            return Comparison(left, sign, literal)
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() as literal)) if not isinstance(literal, bool):
            return Comparison(left, sign, -literal)
        case ast.Constant(value=bool()):
            raise error(f"the bare fact: {left} or not {left}")
        case ast.Attribute() if "." in left and (other := _attribute(node, text)):
            return Contrast(left, sign, other)
    raise error("a whole number or a choice in quotes on the right")


def _attribute(node: ast.expr, text: str) -> str:
    """``from.NAME`` or ``to.NAME`` as it is written; nothing when this is none."""
    match node:
        case ast.Attribute(value=ast.Name() as side, attr=name) if _source(side, text) in ("from", "to"):
            return f"{_source(side, text)}.{name}"
    return ""


def _source(node: ast.expr, text: str) -> str:
    return ast.get_source_segment(text, node) or text
