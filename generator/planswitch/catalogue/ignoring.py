"""Warnings that a row has answered: its column ``#ignore`` says which checks are wrong about it, and why."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from planswitch.catalogue.folder import Tables
from planswitch.catalogue.headers import IGNORE
from planswitch.catalogue.problems import Hints, Problem
from planswitch.catalogue.tables import Row

EXPECTED = "names of checks, a colon, and why, such as “number: the leaflet says so”"


@dataclass(frozen=True, slots=True)
class Answered:
    """What a cell says.

    Attributes:
        checks: the names of the checks.
        why: the reason, which is not read but has to be there.
    """

    row: Row
    checks: tuple[str, ...]
    why: str


def without_answered(
    tables: Tables, problems: Iterable[Problem], known: Collection[str], *, whole: bool
) -> Iterator[Problem]:
    """The problems that no row has answered, and what is wrong with the answers. Errors cannot be answered.

    Args:
        tables: with the rows.
        problems: all that was found.
        known: the names of all checks.
        whole: whether every check has run, so that an answer to none of them is one too many.
    """
    cells = {(row.file, row.line): _read(row) for table in tables.values() for row in table if row.ignore}
    spoken: dict[tuple[str, int], set[str]] = {}
    for problem in problems:
        place = (problem.file, problem.line)
        answered = cells.get(place)
        if answered and answered.why and not problem.fatal and problem.check in answered.checks:
            spoken.setdefault(place, set()).add(problem.check)
        else:
            yield problem
    hints = Hints(sorted(known))
    for place, answered in cells.items():
        yield from _faults(answered, known, hints, spoken.get(place, set()) if whole else {*answered.checks})


def _read(row: Row) -> Answered:
    checks, _, why = row.ignore.partition(":")
    return Answered(row, tuple(checks.split()), why.strip())


def _faults(answered: Answered, known: Collection[str], hints: Hints, spoken: Collection[str]) -> Iterator[Problem]:
    row = answered.row
    if not answered.checks or not answered.why:
        found = f"“{row.ignore}”"
        tip = "without a reason, nobody can tell later whether it still holds"
        yield row.problem("ignore", IGNORE, EXPECTED, found=found, tip=tip, fatal=False)
        return
    for name in answered.checks:
        if name not in known:
            tip = hints.tip(name) or "the name of a check stands in parentheses after the word warning"
            yield row.problem("ignore", IGNORE, "the name of a check", found=f"“{name}”", tip=tip, fatal=False)
        elif name not in spoken:
            tip = "delete it, so that it hides nothing later"
            expected = "a check that warns of this row"
            yield row.problem("ignore", IGNORE, expected, found=f"“{name}”", tip=tip, fatal=False)
