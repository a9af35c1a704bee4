"""Circumstances under which answers are compared: each class of the facts of what was edited, those alone."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import product
from math import prod

from planswitch.rules import Fact
from planswitch.rules.conditions import Comparison, Condition, Test, Value, names

Circumstance = tuple[tuple[str, Value], ...]
"""Facts that are known, each with its value, in the order of their names; all others are unknown."""
MOST = 729
"""Most circumstances of one row that are tried: all those of six yes/no facts."""


class TooManyError(Exception):
    """A row has more circumstances than can be tried."""


def circumstances(
    facts: Sequence[Mapping[str, Fact]], conditions: Iterable[Condition], known: Collection[str]
) -> Iterator[Circumstance]:
    """Each class of values of the facts that conditions mention, unknown ones included.

    Values of which no condition tells one from another are one class.

    Args:
        facts: those of each catalogue that is compared, by id.
        conditions: those of one row, as it was and as it is.
        known: what nobody is asked, because the pair of plans answers it.

    Raises:
        TooManyError: there are too many.
    """
    tests = [test for condition in conditions for test in condition.tests()]
    asked = dict.fromkeys(name for test in tests for name in names(test) if "." not in name and name not in known)
    values = {name: _values([each[name] for each in facts if name in each], tests, name) for name in sorted(asked)}
    if prod(map(len, values.values())) > MOST:
        raise TooManyError
    for chosen in product(*values.values()):
        given = zip(values, chosen, strict=True)
        yield tuple((name, value) for name, value in given if value is not None)


def _values(facts: list[Fact], tests: list[Test], name: str) -> list[Value | None]:
    """One value of each class, unknown first."""
    mine = [test for test in tests if name in names(test)]
    classes: dict[tuple[bool | None, ...], Value | None] = {(None,) * len(mine): None}
    for value in _candidates(facts, mine):
        classes.setdefault(tuple(_worth(test, value) for test in mine), value)
    return list(classes.values())


def _worth(test: Test, value: Value) -> bool | None:
    """What a test makes of a value; nothing where the fact was of another type."""
    if isinstance(test, Comparison) and isinstance(test.literal, str) is not isinstance(value, str):
        return None
    return test.value({test.fact: value})


def _candidates(facts: list[Fact], tests: list[Test]) -> Iterator[Value]:
    for fact in facts:
        if fact.type == "yesno":
            yield from (False, True)
        elif fact.type == "choice":
            yield from fact.choices
        else:
            literals = [test.literal for test in tests if isinstance(test, Comparison)]
            for literal in literals:
                if fact.type == "date" and isinstance(literal, str):
                    yield from _days(literal)
                elif fact.type == "number" and isinstance(literal, int):
                    yield from _numbers(literal, fact.minimum)


def _numbers(literal: int, minimum: int) -> Iterator[int]:
    yield from (number for number in (literal, literal - 1, literal + 1) if number >= minimum)


def _days(literal: str) -> Iterator[str]:
    day = date.fromisoformat(literal).toordinal()
    for near in (day, day - 1, day + 1):
        if 1 <= near <= date.max.toordinal():
            yield date.fromordinal(near).isoformat()
