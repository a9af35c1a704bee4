"""Edits as they slip from somebody's hand: one cell emptied, swapped, off by one, or with another word in it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain, islice, pairwise, zip_longest
from pathlib import Path
from random import Random
from typing import Literal

from planswitch.catalogue.headers import column_letters
from planswitch.catalogue.schema import BY_NAME, Column, attribute_column, setting_kinds

Kind = Literal["emptied", "swapped", "off by one", "other word"]
KINDS: tuple[Kind, ...] = ("emptied", "swapped", "off by one", "other word")
Cell = tuple[int, str]
"""A row of the spreadsheet, the header being 1, and a column."""
SIGNS = ("==", "!=", "<=", ">=", "<", ">")
NUMBER = re.compile(r"\d+")
WORD = re.compile(r"[^\W\d_]{3,}")


@dataclass(frozen=True, slots=True)
class Mutation:
    """An edit of one cell; a swap is one of two.

    Attributes:
        folder: the catalogue.
        table: its name, such as ``rules``.
        kind: what slipped.
        before, after: the cells that differ.
        addresses: of these cells, such as ``C7``.
    """

    folder: Path
    table: str
    kind: Kind
    before: dict[Cell, str]
    after: dict[Cell, str]
    addresses: frozenset[str]

    @property
    def file(self) -> str:
        """The file in which it is."""
        return f"{self.table}.csv"

    @property
    def column(self) -> str:
        """The column of the cell."""
        return next(iter(self.after))[1]

    @property
    def rows(self) -> set[int]:
        """The rows of the spreadsheet in which it is."""
        return {row for row, _ in self.after}

    def __str__(self) -> str:
        was, now = ("|".join(cells.values()) for cells in (self.before, self.after))
        where = f"{self.folder.name}/{self.file} {'+'.join(sorted(self.addresses))} {self.column}"
        return f"{where} {self.kind}: “{was}” → “{now}”"

    def text(self) -> str:
        """The file after the edit."""
        sheet = Sheet((self.folder / self.file).read_text(encoding="utf-8"))
        for (row, column), cell in self.after.items():
            sheet.rows[row - 2][sheet.header.index(column)] = cell
        return sheet.text()


class Sheet:
    """The cells of a CSV file."""

    def __init__(self, text: str) -> None:
        self._delimiter = ";" if ";" in text.partition("\n")[0] else ","
        self.header, *self.rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=self._delimiter)) or [[]]

    def column(self, name: str) -> list[str]:
        """The cells of a column."""
        place = self.header.index(name)
        return [row[place] for row in self.rows]

    def text(self) -> str:
        """The file, as a program writes it."""
        file = io.StringIO()
        csv.writer(file, delimiter=self._delimiter, lineterminator="\n").writerows([self.header, *self.rows])
        return file.getvalue()


class Hand:
    """What can happen to the cells of a catalogue."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        files = {name: folder / f"{name}.csv" for name in BY_NAME}
        self.sheets = {name: Sheet(path.read_text(encoding="utf-8")) for name, path in files.items() if path.is_file()}

    def slips(self) -> dict[tuple[str, str, Kind], list[Mutation]]:
        """Table, column and kind -> all that can happen there, one after the other."""
        found: dict[tuple[str, str, Kind], list[Mutation]] = {}
        for table, sheet in self.sheets.items():
            for column in sheet.header:
                for kind in KINDS:
                    if slips := list(self._slips(table, column, kind)):
                        found[table, column, kind] = slips
        return found

    def _slips(self, table: str, column: str, kind: Kind) -> Iterator[Mutation]:
        if kind == "swapped":
            yield from self._swaps(table, column)
            return
        words = Domain(self, table, column)
        for number, cell in enumerate(self.sheets[table].column(column), start=2):
            others = {"emptied": lambda _, cell: [""], "off by one": off_by_one, "other word": words.others}[kind]
            for other in dict.fromkeys(others(number - 2, cell)):
                if other != cell and (other or kind == "emptied"):
                    yield self._mutation(table, kind, {(number, column): other})

    def _swaps(self, table: str, column: str) -> Iterator[Mutation]:
        """A cell with the one below it, and ``from`` with ``to``."""
        cells = self.sheets[table].column(column)
        for number, (cell, below) in enumerate(pairwise(cells), start=2):
            if cell != below:
                yield self._mutation(table, "swapped", {(number, column): below, (number + 1, column): cell})
        if column == "from" and "to" in self.sheets[table].header:
            for number, (cell, other) in enumerate(zip(cells, self.sheets[table].column("to"), strict=True), start=2):
                if cell != other:
                    yield self._mutation(table, "swapped", {(number, "from"): other, (number, "to"): cell})

    def _mutation(self, table: str, kind: Kind, after: dict[Cell, str]) -> Mutation:
        header = self.sheets[table].header
        before = {(row, name): self.sheets[table].rows[row - 2][header.index(name)] for row, name in after}
        addresses = frozenset(f"{column_letters(header.index(name))}{row}" for row, name in after)
        return Mutation(self.folder, table, kind, before, after, addresses)

    def ids(self, table: str) -> list[str]:
        """The ids of a table."""
        return self.sheets[table].column("id") if table in self.sheets else []


def off_by_one(_: int, cell: str) -> Iterator[str]:
    """A number of a cell, one more or one less; as many digits as before, for dates."""
    for found in NUMBER.finditer(cell):
        for more in (1, -1):
            other = str(max(int(found[0]) + more, 0)).zfill(len(found[0]))
            yield f"{cell[: found.start()]}{other}{cell[found.end() :]}"


class Domain:
    """Other words that a cell of a column could have, by what the column holds."""

    def __init__(self, hand: Hand, table: str, column: str) -> None:
        self._hand = hand
        self._table = table
        self._cells = list(dict.fromkeys(filter(None, hand.sheets[table].column(column))))
        header = BY_NAME[table].header
        self._column = BY_NAME[table].column(column) if column in header else attribute_column(column)
        if table == "catalogue" and column == "value":
            self._kinds = [setting_kinds().get(key, "other") for key in hand.sheets[table].column("key")]
        else:
            self._kinds = [self._column.kind] * len(hand.sheets[table].rows)

    def others(self, place: int, cell: str) -> Iterator[str]:
        """Each word or text that could stand there instead; a blank cell stays blank, unless it has one of a few."""
        kind = self._kinds[place]
        if kind in ("text", "prose", "sentence"):
            yield from self._retold(cell)
        elif kind == "condition" and cell:
            yield from chain(_conditions(cell), self._cells)
        elif kind in OTHERS and (cell or kind == "word"):
            yield from OTHERS[kind](self._hand, self._table, self._column, cell)
        if cell and kind != "other":
            yield from self._cells

    def _retold(self, cell: str) -> Iterator[str]:
        """A text with a word of its column in the place of another."""
        known = list(dict.fromkeys(word for text in self._cells for word in WORD.findall(text)))
        words = list(WORD.finditer(cell))
        for turn, found in enumerate(words):
            other = known[(known.index(found[0]) + turn + 1) % len(known)]
            yield f"{cell[: found.start()]}{other}{cell[found.end() :]}"


def _conditions(cell: str) -> Iterator[str]:
    """A condition turned round: the whole, or one of its signs and words."""
    yield f"not ({cell})"
    yield "always"
    for found in re.finditer(r"[=!<>]=|[<>]|\bnot \b|\b(?:and|or)\b", cell):
        others = {"not ": [""], "and": ["or"], "or": ["and"]}.get(found[0], SIGNS)
        yield from (f"{cell[: found.start()]}{other}{cell[found.end() :]}" for other in others)


def _misspelt(_hand: Hand, _table: str, _column: Column, cell: str) -> Iterator[str]:
    yield f"{cell}s"
    yield cell[:-1]
    yield cell[1:]


def _references(hand: Hand, _table: str, column: Column, cell: str) -> Iterator[str]:
    words = cell.split()
    for place, _ in enumerate(words):
        for other in hand.ids(column.refers.table if column.refers else "routes"):
            yield " ".join([*words[:place], other, *words[place + 1 :]])
    yield from ["any"] if column.kind == "routes" else []


def _selectors(hand: Hand, table: str, _column: Column, cell: str) -> Iterator[str]:
    sheet = hand.sheets[table]
    yield from (*sheet.column("from"), *sheet.column("to"))
    yield from (f"family:{family}" for family in hand.ids("families"))
    yield from hand.ids("plans")
    words = cell.split()
    yield from (" ".join([*words[:place], *words[place + 1 :]]) for place, _ in enumerate(words))
    yield from (cell.replace(word, word.removeprefix("!"), 1) for word in words if word.startswith("!"))


def _words(_hand: Hand, _table: str, column: Column, _cell: str) -> Iterator[str]:
    yield from column.words


def _options(_hand: Hand, _table: str, _column: Column, cell: str) -> Iterator[str]:
    """The first two options in the place of each other, or the id of one misspelt."""
    ids = list(re.finditer(r"([^\s=]+)=", cell))
    for one, other in pairwise(ids):
        yield f"{cell[: one.start()]}{other[0]}{cell[one.end() : other.start()]}{one[0]}{cell[other.end() :]}"
    yield from (f"{cell[: found.start()]}s{cell[found.start() :]}" for found in ids)


def _sources(hand: Hand, _table: str, _column: Column, cell: str) -> Iterator[str]:
    known = hand.ids("sources")
    for found in re.finditer(r"\b[A-Z]{1,3}(?=[0-9]*\b)", cell):
        yield from (f"{cell[: found.start()]}{other}{cell[found.end() :]}" for other in known)


OTHERS: dict[str, Callable[[Hand, str, Column, str], Iterator[str]]] = {
    "id": _misspelt,
    "variable": _misspelt,
    "mark": _misspelt,
    "other": _misspelt,
    "folder": _misspelt,
    "address": _misspelt,
    "reference": _references,
    "routes": _references,
    "selector": _selectors,
    "word": _words,
    "options": _options,
    "source": _sources,
}
"""What stands instead in a column of a kind, beside what stands in its other rows."""


def drawn(folders: list[Path], count: int, seed: str) -> list[Mutation]:
    """Slips of some catalogues, spread evenly over all files, columns and kinds: the same for the same seed."""
    chance = Random(seed)
    places = [chance.sample(slips, len(slips)) for folder in folders for slips in Hand(folder).slips().values()]
    rounds = zip_longest(*chance.sample(places, len(places)))
    return list(islice(filter(None, chain.from_iterable(rounds)), count))
