"""Reads CSV files as spreadsheets write them, and keeps the address of every cell."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from generator.catalogue.problems import Problem, did_you_mean

DELIMITERS = (",", ";", "\t")
COLUMNS: dict[str, tuple[str, ...]] = {
    "catalogue": ("key", "value"),
    "families": ("id", "name", "kind"),
    "plans": ("id", "name", "family"),
    "switches": ("from", "to", "certainty", "source"),
    "facts": ("id", "type", "choices", "question", "help"),
    "rules": ("id", "route", "from", "to", "when", "effect", "title", "reason", "remedy", "source"),
    "steps": ("procedure", "order", "from", "text", "source"),
    "symptoms": ("id", "symptom", "advice", "rules", "source"),
}
"""The files of a catalogue and the columns of each."""
NEVER_EMPTY = frozenset({"families", "plans"})
"""Files without which the others have nothing to speak of."""
OPTIONAL = frozenset({"symptoms"})
"""Files that a catalogue can do without."""
SPREADSHEET_ERRORS = ("#NAME?", "#REF!", "#VALUE!", "#DIV/0!", "#N/A", "#NULL!", "#NUM!")
WORKBOOK = b"PK\x03\x04"


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its cells by column name, and where it stands.

    Attributes:
        line: line of the file on which the row ends.
        number: row of the spreadsheet, counted from 1, the header being 1.
        letters: column name -> column of the spreadsheet.
    """

    file: str
    line: int
    number: int
    letters: dict[str, str]
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def problem(
        self, check: str, column: str, expected: str, *, found: str = "", tip: str = "", fatal: bool = True
    ) -> Problem:
        """A problem of one cell of this row; without `found`, the cell's own text is quoted."""
        found = found or (f"“{self.cells[column]}”" if self.cells[column] else "an empty cell")
        cell = f"{self.letters[column]}{self.number}"
        return Problem(check, self.file, self.line, cell, found, expected, tip, fatal)


@dataclass(slots=True)
class Table:
    """The rows of one file, and what is wrong with the file as such.

    Attributes:
        readable: False when rows are missing because the file could not be read to its end.
    """

    file: str
    readable: bool = True
    rows: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def refuse(
        self,
        check: str,
        found: str,
        expected: str,
        *,
        line: int = 0,
        cell: str = "",
        tip: str = "",
        fatal: bool = True,
    ) -> None:
        """Notes a problem of the file."""
        self.problems.append(Problem(check, self.file, line, cell, found, expected, tip, fatal))


def read_table(folder: Path, name: str) -> Table:
    """Reads ``name.csv`` of a folder; whatever is wrong goes into the table's problems, never raised."""
    table = Table(f"{name}.csv")
    try:
        data = (folder / table.file).read_bytes()
    except FileNotFoundError:
        if name not in OPTIONAL:
            header = ",".join(COLUMNS[name])
            table.readable = False
            table.refuse("file", "no such file", "a file", tip=f"create it with the header {header}")
        return table
    except OSError as error:
        table.readable = False
        table.refuse("file", error.strerror or "an unreadable file", "a file that can be read")
        return table
    text = _decode(table, data)
    table.readable = text is not None and _read_rows(table, text, COLUMNS[name])
    if table.readable and not table.rows and name in NEVER_EMPTY:
        table.readable = False
        table.refuse("empty", "no row below the header", "at least one")
    return table


def _decode(table: Table, data: bytes) -> str | None:
    if data.startswith(WORKBOOK):
        tip = "open it in the spreadsheet and save it as “CSV UTF-8 (comma delimited)”"
        table.refuse("encoding", "a workbook", "a CSV file", tip=tip)
        return None
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decode_utf_16(table, data)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        try:
            text = data.decode("cp1252")
        except UnicodeDecodeError:
            tip = "save it as “CSV UTF-8”"
            table.refuse("encoding", "bytes that are no text", "UTF-8", line=line, tip=tip)
            return None
        tip = "save it as “CSV UTF-8” so that accents and quotes survive everywhere"
        table.refuse("encoding", "Windows text (cp1252)", "UTF-8", line=line, tip=tip, fatal=False)
    return text if _without_nul(table, text) else None


def _decode_utf_16(table: Table, data: bytes) -> str | None:
    try:
        text = data.decode("utf-16")
    except UnicodeDecodeError:
        table.refuse("encoding", "damaged UTF-16", "UTF-8", tip="save it as “CSV UTF-8”")
        return None
    return text if _without_nul(table, text) else None


def _without_nul(table: Table, text: str) -> bool:
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        table.refuse("encoding", "a NUL character", "plain text", line=line, tip="save the file again as “CSV UTF-8”")
    return "\0" not in text


def _read_rows(table: Table, text: str, columns: tuple[str, ...]) -> bool:
    """Reads header and rows; whether it came to the end."""
    skipped = 0
    if text.lower().startswith("sep="):
        text, skipped = text.partition("\n")[2], 1
    delimiter = max(DELIMITERS, key=text.partition("\n")[0].count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    letters: dict[str, str] = {}
    try:
        for number, cells in enumerate(reader, start=1):
            line = reader.line_num + skipped
            if letters:
                if any(cell.strip() for cell in cells):
                    _read_row(table, cells, letters, line, number)
            else:
                letters = _read_header(table, cells, columns, line)
                if not letters:
                    return False
    except csv.Error as error:
        tip = "a quote inside a quoted cell is written twice; look for one that is not closed"
        line = reader.line_num + skipped
        table.refuse("quoting", str(error), "cells that end where they should", line=line, tip=tip)
        return False
    if not letters:
        table.refuse("columns", "an empty file", f"the header {','.join(columns)}")
    return bool(letters)


def _read_header(table: Table, cells: list[str], columns: tuple[str, ...], line: int) -> dict[str, str]:
    letters: dict[str, str] = {}
    wanted = f"the columns {', '.join(columns)}"
    before = len(table.problems)
    for index, cell in enumerate(cells):
        name = cell.strip().lower()
        address = f"{column_letters(index)}1"
        if name in letters:
            tip = "delete one of the two columns"
            table.refuse("columns", f"“{name}” twice", wanted, line=line, cell=address, tip=tip)
        elif name in columns:
            letters[name] = column_letters(index)
        elif name:
            tip = did_you_mean(name, columns)
            table.refuse("columns", f"“{cell}”", wanted, line=line, cell=address, tip=tip)
    for name in columns:
        if name not in letters:
            tip = "add it to the first row"
            table.refuse("columns", f"no column “{name}”", wanted, line=line, tip=tip)
    return letters if len(table.problems) == before else {}


def _read_row(table: Table, cells: list[str], letters: dict[str, str], line: int, number: int) -> None:
    by_letter = {column_letters(index): _clean(cell) for index, cell in enumerate(cells)}
    row = Row(table.file, line, number, letters, {name: by_letter.pop(letters[name], "") for name in letters})
    for letter, cell in by_letter.items():
        if cell:
            tip = "a cell with a comma in it needs quotes around it; a spreadsheet sets them by itself"
            expected = "no cell to the right of the last column"
            table.refuse("columns", f"“{cell}”", expected, line=line, cell=f"{letter}{number}", tip=tip)
    for name, cell in row.cells.items():
        if cell in SPREADSHEET_ERRORS:
            tip = "the spreadsheet took the cell for a formula; type the text again with a ' before it"
            table.problems.append(row.problem("formula", name, "the text that was meant", tip=tip))
    table.rows.append(row)


def _clean(cell: str) -> str:
    text = unicodedata.normalize("NFC", cell).replace("\xa0", " ")
    return "\n".join(line.rstrip() for line in text.splitlines()).strip()


def column_letters(index: int) -> str:
    """The name of a column in a spreadsheet: 0 -> A, 25 -> Z, 26 -> AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
