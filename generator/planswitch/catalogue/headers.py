"""Reads the first row of a table: where its columns are, or what has become of it."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass

from planswitch.catalogue.problems import Hints, Lack, Problem, listed, shortened
from planswitch.catalogue.schema import Column

IGNORE = "#ignore"
"""The header of the column in which a row answers warnings; see `planswitch.catalogue.ignoring`."""


@dataclass(frozen=True, slots=True)
class Header:
    """Where the columns are.

    Attributes:
        places: column name -> place in a row.
        letters: column name -> letters in the spreadsheet.
        own: places of columns that are not ours to read, because their header begins with ``#``.
        ignore: the place of the column ``#ignore``, if it is there; of those, it alone is read.
        blanks: every column but for attributes, with the cell it has where it was left out.
        width: so many cells have a header, blank ones between them included.
    """

    places: dict[str, int]
    letters: dict[str, str]
    own: frozenset[int]
    ignore: int | None
    blanks: dict[str, str]
    width: int

    @classmethod
    def of(cls, places: dict[str, int], own: dict[int, str], columns: Iterable[Column]) -> Header:
        """A header with its letters."""
        ignore = next((place for place, name in own.items() if name == IGNORE), None)
        read = places if ignore is None else {**places, IGNORE: ignore}
        letters = {name: column_letters(place) for name, place in read.items()}
        names = (column.name for column in columns if column.kind != "attribute")
        width = max((*places.values(), *own), default=-1) + 1
        return cls(places, letters, frozenset(own), ignore, dict.fromkeys(names, ""), width)

    def beside(self, cells: Sequence[str]) -> int | None:
        """The place of the first filled cell of a row that has no header."""
        taken = {*self.places.values(), *self.own}
        return next((place for place, cell in enumerate(cells) if cell.strip() and place not in taken), None)


@dataclass(frozen=True, slots=True)
class FirstRow:
    """The first row of a table, with what stands below it.

    Attributes:
        everything: gives all rows, this one first.
        attributes: whether columns may be those of attributes.
        any_other: whether any column may be one, for nobody knows the attributes.
    """

    file: str
    line: int
    cells: Sequence[str]
    everything: Callable[[], Iterable[Sequence[str]]]
    attributes: bool
    any_other: bool

    def problem(
        self, found: str, expected: str, tip: str, place: int | None = None, lack: Lack | None = None
    ) -> Problem:
        """A problem of a cell of it, or of all of it."""
        cell = "" if place is None else f"{column_letters(place)}1"
        return Problem("columns", self.file, self.line, cell, found, expected, tip, lack=lack)


def read_header(first: FirstRow, columns: Sequence[Column]) -> tuple[Header | None, list[Problem]]:
    """The header of a table, or what is wrong with it."""
    names = {column.name for column in columns}
    places: dict[str, int] = {}
    own: dict[int, str] = {}
    strange: dict[int, str] = {}
    for index, cell in enumerate(first.cells):
        name = cell.strip().lower()
        if name in names and name not in places:
            places[name] = index
        elif name.startswith("#") or (first.any_other and name not in names):
            own[index] = name
        elif name:
            strange[index] = cell
    problems = list(_problems(first, columns, places, strange))
    return (None if problems else Header.of(places, own, columns)), problems


def _problems(
    first: FirstRow, columns: Sequence[Column], places: dict[str, int], strange: dict[int, str]
) -> Iterator[Problem]:
    if strange and not places:
        yield _no_header(first, columns)
        return
    missing = {column.name: None for column in columns if not column.optional and column.name not in places}
    unplaced = Hints(column.name for column in columns if column.name not in places)
    wanted = f"the columns {', '.join(column.name for column in columns)}"
    for place, cell in strange.items():
        if cell.strip().lower() in places:
            found = f"“{cell.strip().lower()}” twice"
            yield first.problem(found, wanted, "delete one of the two columns", place)
            continue
        meant = unplaced.nearest(cell)
        tip = unplaced.near(cell) or _tip(cell, missing if len(strange) == 1 else ())
        lack = Lack("attributes", cell.strip().lower(), unlike=not meant) if first.attributes else None
        yield first.problem(f"“{shortened(cell)}”", wanted, tip, place, lack)
        missing.pop(meant or (next(iter(missing), "") if len(strange) == len(missing) == 1 else ""), None)
    yield from _missing(first, wanted, list(missing))


def _no_header(first: FirstRow, columns: Sequence[Column]) -> Problem:
    """The first row has no column at all: it is a row like others, and the header stands elsewhere, or nowhere."""
    required = {column.name for column in columns if not column.optional}
    tip = "the first row must name the columns: write them above it"
    with suppress(csv.Error):
        for number, cells in enumerate(first.everything(), start=1):
            if required <= {cell.strip().lower() for cell in cells}:
                tip = f"the header stands in row {number}: was it sorted with the others? Put it above them again"
                break
    found, header = ",".join(first.cells), ",".join(column.name for column in columns)
    return first.problem(f"“{shortened(found)}”", f"the header {header}", tip)


def _tip(cell: str, missing: Iterable[str]) -> str:
    remark = f"if it is a remark of yours, call it “#{shortened(cell.strip())}”"
    names = list(missing)
    return f"if it is the column “{names[0]}”, call it so; {remark}" if len(names) == 1 else remark


def _missing(first: FirstRow, wanted: str, names: list[str]) -> Iterator[Problem]:
    filled = [place for place, cell in enumerate(first.cells) if cell.strip()]
    blank = [place for place in range(max(filled, default=0)) if place not in filled]
    if len(blank) == len(names) == 1:
        yield first.problem("an empty cell", wanted, f"write “{names[0]}” into it", blank[0])
        return
    for name in names:
        tip = "add it to the first row, or take the column back from an earlier version"
        yield first.problem(f"no column “{name}”", wanted, tip)


def headless(file: str, line: int, place: int, count: int, unplaced: Sequence[str]) -> Problem:
    """The problem of cells that stand in one column, and have no header."""
    found = f"an empty cell above {count} filled ones"
    tip = f"write the name of the column into it{f': {listed(unplaced)}' if unplaced else ''}"
    return Problem("columns", file, line, f"{column_letters(place)}1", found, "the name of a column", tip)


def column_letters(index: int) -> str:
    """The name of a column in a spreadsheet: 0 -> A, 25 -> Z, 26 -> AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
