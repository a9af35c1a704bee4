"""Reads a workbook that somebody has edited: its sheets as the tables of a catalogue, cell by cell."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook, load_workbook

from planswitch.catalogue import Problem
from planswitch.catalogue.encodings import Fault, read_file
from planswitch.catalogue.folder import Tables, problems_of, read_all
from planswitch.catalogue.grids import OWN, Grid
from planswitch.catalogue.headers import column_letters
from planswitch.catalogue.loading import examine
from planswitch.catalogue.problems import Hints, shortened
from planswitch.catalogue.schema import BY_NAME, Kind, TableSchema, with_attributes
from planswitch.catalogue.tables import Table, cleaned, read_cells
from planswitch.sheet.inside import Inside, NoWorkbookError, Place, look_into
from planswitch.sheet.layout import MEMORY, OURS, SHEETS, is_own, remembered
from planswitch.terminal import Stop

Value = int | float | str | bool | dt.time | dt.date | dt.datetime | dt.timedelta
"""What a cell can hold."""
WORKBOOKS = ".xlsx"
COMPOUND = b"\xd0\xcf\x11\xe0"
"""How files begin that are workbooks with a password, or of the kind before .xlsx."""
LARGEST_UNPACKED = 1_000_000_000
MOST_CELLS = 20_000_000
"""Most cells of a sheet as far as its last one."""
WHOLE_NUMBERS: tuple[Kind, ...] = ("number", "date", "text", "prose", "sentence", "source", "attribute", "other")
"""Kinds of cells in which a whole number says what was typed."""
FORMAT = "format"
"""What problems are marked with of cells that are no text."""
NOUNS: tuple[tuple[type | tuple[type, ...], str], ...] = (
    (bool, "truth value"),
    ((int, float), "number"),
    ((dt.time, dt.timedelta), "time"),
    (dt.date, "date"),
)
"""What the values are called that are no text."""
LARGEST_NUMBER = 1e15
"""What spreadsheets round from here on."""
AS_TEXT = "format the cell as text, then type it again"


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook, with nothing looked at yet.

    Attributes:
        path: where it is.
        inside: its sheets, by the names they have.
        sheets: those of files, by the names of their tables.
        memory: what the files were when it was written; nothing where that is not known any more.
    """

    path: Path
    inside: dict[str, Inside]
    sheets: dict[str, Sheet]
    memory: dict[str, Grid] | None

    @property
    def grids(self) -> dict[str, Grid]:
        """The cells of the files, the maintainer's own columns among them."""
        return {name: sheet.grid for name, sheet in self.sheets.items()}

    @property
    def own(self) -> list[str]:
        """Sheets of the maintainer's own."""
        return [name for name in self.inside if is_own(name)]

    def look(self) -> tuple[Tables, list[Problem]]:
        """Its tables, and everything that is wrong with them, by sheet, row and cell."""
        tables = read_all(lambda name, attributes: _table(name, self.sheets.get(name), attributes))
        found = [problem for sheet in self.sheets.values() for problem in sheet.faults(tables["attributes"])]
        taken = {(problem.file, problem.cell) for problem in found}
        seen = examine(tables, [*found, *problems_of(tables)])
        kept = [each for each in seen if each.check == FORMAT or not each.cell or (each.file, each.cell) not in taken]
        return tables, [*_strange(self.path, self.inside), *(self.told(problem) for problem in kept)]

    def told(self, problem: Problem) -> Problem:
        """A problem of a file, told of its sheet."""
        return replace(problem, file=called(self.path, problem.file.removesuffix(".csv")), unit="row")


def called(path: Path, sheet: str) -> str:
    """How a sheet is told."""
    return f"{path.name}, sheet {sheet}"


def read_book(path: Path) -> Book:
    """Reads a workbook.

    Raises:
        Stop: it is none.
        OSError: it cannot be read.
    """
    return opened(path, _bytes(path))


def opened(path: Path, raw: bytes) -> Book:
    """Reads a workbook of which the bytes are known, likewise."""
    try:
        inside = look_into(io.BytesIO(raw), LARGEST_UNPACKED)
        with load_workbook(io.BytesIO(raw)) as workbook:
            sheets = {}
            for name, seen in inside.items():
                table = BY_NAME.get(cleaned(name).lower())
                if table:
                    sheets[table.name] = Sheet(table, _values(path, workbook, name, seen), seen)
            memory = remembered(_column(workbook, MEMORY)) if MEMORY in inside else None
            return Book(path, inside, sheets, memory)
    except NoWorkbookError as error:
        raise Stop(f"{path}: {error}; save it in the spreadsheet as an Excel workbook ({WORKBOOKS})") from error
    except CalamineError as error:
        raise Stop(f"{path}: it is damaged ({error}); open it in the spreadsheet and save it again") from error


def _bytes(path: Path) -> bytes:
    if path.name.startswith(("~$", ".~lock.")):
        raise Stop(f"{path}: it only says that a workbook is open; name the workbook itself")
    raw = read_file(path)
    if isinstance(raw, Fault):
        raise Stop(f"{path}: found {raw.found}, expected a workbook")
    if raw.startswith(COMPOUND):
        raise Stop(
            f"{path}: it has a password, or is of the kind .xls; "
            f"save it without a password, as an Excel workbook ({WORKBOOKS})"
        )
    return raw


def _values(path: Path, workbook: CalamineWorkbook, name: str, inside: Inside) -> list[list[Value]]:
    rows, columns = (place + 1 for place in inside.last)
    if rows * columns > MOST_CELLS:
        cell = f"{column_letters(columns - 1)}{rows}"
        raise Stop(f"{called(path, name)}: it reaches as far as {cell}; delete what stands far from the table")
    return workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)


def _column(workbook: CalamineWorkbook, name: str) -> list[str]:
    return [str(row[0]) for row in workbook.get_sheet_by_name(name).to_python(skip_empty_area=False) if row]


def _table(name: str, sheet: Sheet | None, attributes: Collection[str] | None) -> Table:
    if sheet is None:
        table = Table(BY_NAME[name].file, readable=False, unit="row")
        tip = "write the workbook anew; to have no rows, empty the sheet, but leave it there"
        table.refuse("sheet", "no sheet of this name", "a sheet for each file", tip=tip)
        return table
    return read_cells(enumerate(sheet.texts, start=1), BY_NAME[name], attributes)


def _strange(path: Path, inside: dict[str, Inside]) -> Iterator[Problem]:
    """Sheets that no table is read from: what was typed there would silently be left out."""
    hints = Hints(SHEETS)
    for name in inside:
        if cleaned(name).lower() not in (*SHEETS, *OURS) and not is_own(name):
            tip = hints.tip(name) or f"if it is a sheet of your own, call it “{OWN}{shortened(name)}”"
            found, expected = f"a sheet called “{shortened(name)}”", f"one of {', '.join(SHEETS)}"
            yield Problem("sheet", path.name, 0, "", found, expected, tip)


class Sheet:
    """The cells of one sheet, as values and as text."""

    def __init__(self, schema: TableSchema, values: list[list[Value]], inside: Inside) -> None:
        self._schema = schema
        self._values = values
        self._inside = inside
        errors = inside.errors
        self.texts = [
            [errors.get((row, column)) or _text(value) for column, value in enumerate(cells)]
            for row, cells in enumerate(values)
        ]

    @cached_property
    def grid(self) -> Grid:
        """All of its columns."""
        return Grid.of(self.texts)

    def faults(self, attributes: Table) -> Iterator[Problem]:
        """Cells that the spreadsheet has taken for something else than text."""
        kinds = self._kinds(attributes)
        odd = self._inside.formulas | self._inside.errors.keys()
        for row, cells in enumerate(self._values):
            for column, value in enumerate(cells):
                kind = kinds.get(column)
                if kind and (not isinstance(value, str) or (row, column) in odd):
                    yield from self._fault((row, column), value, kind)

    def _kinds(self, attributes: Table) -> dict[int, Kind]:
        """What each column holds, by its place."""
        ids = [row["id"] for row in attributes] if self._schema.attributes else []
        kinds = {column.name: column.kind for column in with_attributes(self._schema, ids)}
        header = self.texts[0] if self.texts else []
        places = {place: kinds.get(cleaned(cell).lower()) for place, cell in enumerate(header)}
        return {place: kind for place, kind in places.items() if kind}

    def _fault(self, place: Place, value: Value, kind: Kind) -> Iterator[Problem]:
        found, tip = _found(place, value, kind, self._inside)
        if found:
            row, column = place
            cell = f"{column_letters(column)}{row + 1}"
            yield Problem(FORMAT, self._schema.file, row + 1, cell, found, "text", tip)


def _found(place: Place, value: Value, kind: Kind, inside: Inside) -> tuple[str, str]:
    """What a cell has that is no text, and what to do; nothing where it says what was typed."""
    text = f"“{_text(value)}”"
    if place in inside.errors:
        return f"the error “{inside.errors[place]}”", f"the spreadsheet took it for a formula; {AS_TEXT}"
    if place in inside.formulas:
        return f"a formula, which comes to {text}", "copy the cell, and paste its value alone in its place"
    if isinstance(value, str) or _says_what_was_typed(value, kind):
        return "", ""
    noun = next(noun for kinds, noun in NOUNS if isinstance(value, kinds))
    such = ", such as 16.10" if noun == "date" else ""
    return f"the {noun} {text}", f"the spreadsheet made it of what was typed{such}; {AS_TEXT}"


def _says_what_was_typed(value: Value, kind: Kind) -> bool:
    """Whether it is a whole number, where no id is expected: of one, noughts may be gone."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return is_number and kind in WHOLE_NUMBERS and _is_whole(value)


def _is_whole(value: Value) -> bool:
    return isinstance(value, int | float) and float(value).is_integer() and abs(value) < LARGEST_NUMBER


def _text(value: Value) -> str:
    """A value as text: a whole number without a point."""
    return str(int(value)) if isinstance(value, float) and _is_whole(value) else str(value)
