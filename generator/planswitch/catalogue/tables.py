"""Reads CSV files as spreadsheets write them, and keeps the address of every cell."""

from __future__ import annotations

import csv
import io
import re
import sys
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from planswitch.catalogue.encodings import IS_OTHER, IS_WINDOWS, Fault, Lines, read_file
from planswitch.catalogue.headers import FirstRow, Header, column_letters, headless, read_header
from planswitch.catalogue.letters import read_twice
from planswitch.catalogue.problems import Problem, shortened
from planswitch.catalogue.schema import BY_NAME, TableSchema, with_attributes
from planswitch.plain import NEVER_PLAIN

DELIMITERS = (",", ";", "\t")
SPREADSHEET_ERROR = re.compile(r"#[¡¿]?[^\W\d_](?:[^\W_]|[/ .-]){1,24}[!?]?|[A-Z][a-z]{2,7}:5[0-9]{2}")
"""What spreadsheets write in the place of a value, in any language: ``#REF!``, ``#N/D``, ``#NOME?``, ``Err:502``."""
ALONE_IN_FILE = "a cell with a comma in it needs quotes around it; a spreadsheet sets them by itself"
ALONE_IN_SHEET = "if it is a remark of yours, give its column a heading that begins with #"
"""What to do about a cell that is in no column."""
TOO_NARROW = re.compile("#{2,}")
SUSPECT = ("#", "=", "E", "F")
"""How a cell begins that may be an error of a spreadsheet, or a formula; ``Err:502`` and ``Fehler:502`` among them."""
OPEN = "unexpected end"
"""How Python says that the file ends inside quotes."""
FEW = 3
"""So many rows with a cell beside the last column are a column that has no header."""
UNREADABLE = "\ufffd"
"""What programs write for letters that they could not read."""
CONFLICT = "<<<<<<< "
"""How the first mark begins that a merge leaves in a file where two edits met."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its cells by column name, and where it stands.

    Attributes:
        line: line of the file on which the row ends.
        number: row of the spreadsheet, counted from 1, the header being 1.
        letters: column name -> column of the spreadsheet; one that was left out has none, and its cell is blank.
        ignore: what the column ``#ignore`` says of its warnings; it is no cell of the catalogue.
    """

    file: str
    line: int
    number: int
    letters: dict[str, str]
    cells: dict[str, str]
    ignore: str = ""

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def problem(
        self, check: str, column: str, expected: str, *, found: str = "", tip: str = "", fatal: bool = True
    ) -> Problem:
        """A problem of one cell of this row; without `found`, the cell's own text is quoted."""
        there = column in self.letters
        blank = "an empty cell" if there else f"no column “{column}”"
        found = found or (f"“{shortened(self.cells[column])}”" if self.cells[column] else blank)
        cell = f"{self.letters[column]}{self.number}" if there else ""
        return Problem(check, self.file, self.line, cell, found, expected, tip, fatal)


@dataclass(slots=True)
class Table:
    """The rows of one file, and what is wrong with the file as such.

    Attributes:
        readable: False when rows are missing because the file could not be read to its end.
        unit: what a line of it is called: the ``row`` of a sheet is one.
    """

    file: str
    readable: bool = True
    unit: str = "line"
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


def read_table(folder: Path, name: str, attributes: Collection[str] | None = ()) -> Table:
    """Reads ``name.csv`` of a folder; whatever is wrong goes into the table's problems, never raised.

    Args:
        folder: the catalogue's.
        name: a table of `planswitch.catalogue.schema`.
        attributes: the ids of ``attributes.csv``; None where they are not known, so that any column could be one.
    """
    schema = BY_NAME[name]
    return read_csv(folder / schema.file, schema, attributes)


def read_csv(path: Path, schema: TableSchema, attributes: Collection[str] | None = ()) -> Table:
    """Reads one file that has the columns of a table, likewise."""
    table = Table(path.name)
    try:
        data = read_file(path)
    except FileNotFoundError:
        if schema.optional:
            return table
        data = Fault("no such file", "a file", f"create it with the header {','.join(schema.header)}")
    except OSError as error:
        data = Fault(error.strerror or "an unreadable file", "a file that can be read", "")
    if isinstance(data, Fault):
        table.readable = False
        table.refuse("file", data.found, data.expected, tip=data.tip)
        return table
    lines = _decode(table, data, [column.name for column in with_attributes(schema, attributes or ())])
    table.readable = lines is not None and _read_lines(table, lines, schema, attributes)
    _must_be_filled(table, schema)
    return table


def read_cells(
    rows: Iterable[tuple[int, list[str]]], schema: TableSchema, attributes: Collection[str] | None = ()
) -> Table:
    """Reads the cells of a sheet, likewise; each row comes with its number."""
    table = Table(schema.file, unit="row")
    rows = list(rows)
    reading = _Reading(table, schema, attributes, lambda: (cells for _, cells in rows))
    table.readable = all(reading.take(cells, line) for line, cells in rows) and reading.end(whole=True)
    _must_be_filled(table, schema)
    return table


def _must_be_filled(table: Table, schema: TableSchema) -> None:
    if table.readable and not table.rows and schema.filled:
        table.readable = False
        table.refuse("empty", "no row below the header", "at least one")


def _decode(table: Table, data: bytes, names: Collection[str]) -> list[str] | None:
    lines = Lines(io.BytesIO(data), data)
    texts: list[str] = []
    for line in lines:
        if fault := line.fault:
            cell, found = _first_other(texts, line.text, names) if fault in IS_OTHER.values() else ("", "")
            found = f"{found}{fault.found}"
            table.refuse("encoding", found, fault.expected, line=line.number, cell=cell, tip=fault.tip)
            return None
        texts.append(line.text)
    if lines.windows:
        found, tip = IS_WINDOWS.found, IS_WINDOWS.tip
        table.refuse("encoding", found, IS_WINDOWS.expected, line=lines.windows, tip=tip, fatal=False)
    return texts


def _first_other(before: list[str], line: str, names: Collection[str]) -> tuple[str, str]:
    """The address of the first cell of a line that has more than ASCII, and what is in it; nothing in no cell."""
    texts = [*before, line]
    rest = texts[int(names_delimiter(texts[0])) :]
    with suppress(csv.Error):
        rows = list(csv.reader(rest, delimiter=delimiter_of("".join(rest[:1]), names)))
        for place, cell in enumerate(rows[-1] if rows else ()):
            if not cell.isascii():
                return f"{column_letters(place)}{len(rows)}", f"“{shortened(cleaned(cell))}”, "
    return "", ""


def names_delimiter(line: str) -> bool:
    """Whether this first line is one in which spreadsheets name the delimiter: ``sep=;``."""
    return line.lower().lstrip('"').startswith("sep=")


def delimiter_of(header: str, columns: Collection[str]) -> str:
    """The delimiter with which a header has the most of these columns, else the one it has most often."""

    def fits(delimiter: str) -> tuple[int, int]:
        cells = header.split(delimiter)
        return sum(cell.strip().strip('"').strip().lower() in columns for cell in cells), len(cells)

    return max(DELIMITERS, key=fits)


def _read_lines(table: Table, lines: list[str], schema: TableSchema, attributes: Collection[str] | None) -> bool:
    """Reads header and rows; whether it came to the end."""
    if _has_conflict(table, lines):
        return False
    names = [column.name for column in with_attributes(schema, attributes or ())]
    skipped = int(names_delimiter(lines[0])) if lines else 0
    rest = lines[skipped:]
    delimiter = delimiter_of("".join(rest[:1]), names)
    reader = csv.reader(rest, delimiter=delimiter, strict=True)
    reading = _Reading(table, schema, attributes, lambda: csv.reader(rest, delimiter=delimiter))
    ended = skipped
    whole = bool(lines) and lines[-1].endswith("\n")
    try:
        for cells in reader:
            ended = reader.line_num + skipped
            if not reading.take(cells, ended):
                return False
    except csv.Error as error:
        if whole or ended == skipped or ended + 1 < len(lines) or not str(error).startswith(OPEN):
            _refuse_quotes(table, str(error), ended + 1, reader.line_num + skipped)
            return False
        reading.cut(ended + 1)
    return reading.end(whole=whole)


def _has_conflict(table: Table, lines: list[str]) -> bool:
    conflict = next((number for number, line in enumerate(lines, start=1) if line.startswith(CONFLICT)), 0)
    if conflict:
        found = f"“{shortened(lines[conflict - 1].strip())}”, which a merge left"
        tip = "of what stands between the marks <<<<<<<, ======= and >>>>>>>, keep one version; delete the three marks"
        table.refuse("conflict", found, "rows of one version", line=conflict, tip=tip)
    return bool(conflict)


def _refuse_quotes(table: Table, error: str, begun: int, line: int) -> None:
    """A quote that is never closed is told where its row begins: it reaches to the end of the file."""
    tip = "a quote inside a quoted cell is written twice; look for one that is not closed"
    at = begun if error.startswith(OPEN) else line
    table.refuse("quoting", error, "cells that end where they should", line=at, tip=tip)


class _Reading:
    """The header of a table and the rows below it, as they are read.

    Args:
        table: where they go.
        schema: of the table.
        attributes: as of `read_table`.
        everything: gives all rows, to look for a header among them.
    """

    def __init__(
        self,
        table: Table,
        schema: TableSchema,
        attributes: Collection[str] | None,
        everything: Callable[[], Iterable[list[str]]],
    ) -> None:
        self._table = table
        self._columns = with_attributes(schema, attributes or ())
        self._may_be = schema.attributes, schema.attributes and attributes is None
        self._everything = everything
        self._header: Header | None = None
        self._line = 0
        self._number = 0
        self._width = sys.maxsize
        self._beside: dict[int, list[Problem]] = {}

    def take(self, cells: list[str], line: int) -> bool:
        """Takes the next row, which ends on this line; whether reading can go on."""
        self._number += 1
        if self._header is None:
            first = FirstRow(self._table.file, line, cells, self._everything, *self._may_be)
            self._header, problems = read_header(first, self._columns)
            self._table.problems += problems
            self._line = line
        elif any(cell.strip() for cell in cells):
            self._width = len(cells)
            self._read_row(cells, line, self._header)
        return self._header is not None

    def _read_row(self, cells: list[str], line: int, header: Header) -> None:
        cells += [""] * (max(header.places.values()) + 1 - len(cells))
        read = {name: cleaned(cells[place]) for name, place in header.places.items()}
        ignore = header.ignore
        answer = cleaned(cells[ignore]) if ignore is not None and ignore < len(cells) else ""
        row = Row(self._table.file, line, self._number, header.letters, {**header.blanks, **read}, answer)
        beside = header.beside(cells)
        if beside is not None:
            tip = ALONE_IN_SHEET if self._table.unit == "row" else ALONE_IN_FILE
            found, expected = f"“{shortened(cleaned(cells[beside]))}”", "no cell to the right of the last column"
            cell = f"{column_letters(beside)}{self._number}"
            problem = Problem("columns", self._table.file, line, cell, found, expected, tip)
            self._beside.setdefault(beside, []).append(problem)
        for name, place in header.places.items():
            if not cells[place].isprintable() or row.cells[name].startswith(SUSPECT):
                _look_at_cell(self._table, row, name, cells[place])
            if not cells[place].isascii():
                _look_at_letters(self._table, row, name, cells[place])
        self._table.rows.append(row)

    def cut(self, line: int) -> None:
        """Refuses a last row in the middle of which the file ends."""
        width = self._header.width if self._header else len(self._columns)
        tip = "the file was cut off: take it from an earlier version, or save it again"
        self._table.refuse("cut", "a line that ends in the middle", f"a whole row of {width} cells", line=line, tip=tip)

    def end(self, *, whole: bool) -> bool:
        """Says what is to be said of all rows together, once the last has been read; whether there was a header.

        Args:
            whole: whether the last line has its end.
        """
        table, header = self._table, self._header
        if header is None:
            wanted = ",".join(column.name for column in self._columns)
            table.refuse("columns", f"an empty {'sheet' if table.unit == 'row' else 'file'}", f"the header {wanted}")
            return False
        unplaced = [column.name for column in self._columns if column.name not in header.places]
        for place, problems in self._beside.items():
            is_column = place < header.width or len(problems) >= FEW
            one = headless(table.file, self._line, place, len(problems), unplaced)
            table.problems += [one] if is_column else problems
        required = (header.places[column.name] for column in self._columns if not column.optional)
        if not whole and any(place >= self._width for place in required):
            self.cut(table.rows.pop().line)
        table.problems.sort(key=lambda problem: problem.line)
        return True


def _look_at_cell(table: Table, row: Row, name: str, raw: str) -> None:
    tip = _formula_tip(row[name])
    if tip:
        table.problems.append(row.problem("formula", name, "the text that was meant", tip=tip))
    hidden = NEVER_PLAIN.search(raw)
    if hidden:
        found = f"{_described(hidden[0])} in “{shortened(row[name])}”"
        tip = "it cannot be seen; if you do not find it, type the cell again"
        table.problems.append(row.problem("character", name, "plain text", found=found, tip=tip))


def _look_at_letters(table: Table, row: Row, name: str, raw: str) -> None:
    """Letters that a program could not read, or has read wrongly."""
    if UNREADABLE in raw:
        tip = "a program could not read the letter, and it is lost: type it again, and save the file as “CSV UTF-8”"
        table.problems.append(row.problem("character", name, f"a letter instead of “{UNREADABLE}”", tip=tip))
    elif meant := read_twice(raw):
        tip = "UTF-8 was opened as if it were another encoding; import the file as UTF-8, or type the cell again"
        table.problems.append(row.problem("encoding", name, f"“{shortened(cleaned(meant))}”", tip=tip))


def _formula_tip(cell: str) -> str:
    """What to do about a cell that a spreadsheet took for a formula, or could not show; nothing where all is well."""
    if TOO_NARROW.fullmatch(cell):
        return "the column was too narrow when the file was saved; widen it, and type the cell again"
    if SPREADSHEET_ERROR.fullmatch(cell) and (cell[0] != "#" or cell == cell.upper()):
        return "the spreadsheet took the cell for a formula; type the text again with a ' before it"
    if cell.startswith("=") and not cell.startswith("=="):
        return "it is a formula, not what it comes to; type the text again without the ="
    return ""


def _described(character: str) -> str:
    controls = "a control character" if unicodedata.category(character) == "Cc" else "not a character"
    return f"U+{ord(character):04X} ({unicodedata.name(character, controls).lower()})"


def cleaned(cell: str) -> str:
    """A cell as it is read: without spaces around it, each character composed."""
    if cell.isascii() and "\n" not in cell:
        return cell.strip()
    text = unicodedata.normalize("NFC", cell).replace("\xa0", " ")
    return "\n".join(line.rstrip() for line in text.splitlines()).strip()
