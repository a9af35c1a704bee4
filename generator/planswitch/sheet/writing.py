"""Writes a catalogue as one workbook: a sheet for each file, with choices, help and rows to fill in."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from planswitch.catalogue import Problem
from planswitch.catalogue.folder import Tables
from planswitch.catalogue.grids import Grid, Grids, arranged, in_order
from planswitch.catalogue.headers import IGNORE, column_letters
from planswitch.catalogue.schema import TABLES, Column, TableSchema, with_attributes
from planswitch.pages.reference import Entry, entries
from planswitch.sheet.choices import OPEN, Choices, Listed, choices_of, listed, names_of_ids, names_of_lists
from planswitch.sheet.layout import CHOICES, COVER, LONGEST_CELL, MEMORY, MOST_ROWS, in_utf_16, memory_of

NEVER = datetime(2000, 1, 1)  # noqa: DTZ001 - a workbook has no zones
"""When every workbook says that it was made, so that equal catalogues make equal ones."""
LAST_ROW = MOST_ROWS - 1
EVERYWHERE = f"A1:XFD{MOST_ROWS}"
NARROWEST, WIDEST, OF_TEXT = 10, 44, 60
"""Widths of columns, in characters: the least and the most of ids and words, and that of sentences."""
BESIDE = 20
"""How many columns beside the last one are open text, for attributes and for columns of the maintainer's own."""
LOCKED = ("id", "key")
"""The columns whose cells are what others name, and stay as they are."""
NOTE_WIDTH, NOTE_LINE, NOTE_CHARACTERS = 320, 18, 44
"""Width of a note and height of a line in it, in pixels; how many characters a line has."""
LONGEST_TITLE, LONGEST_MESSAGE = 32, 255
"""Most characters of what a spreadsheet says of a cell that is none of the choices."""
TEXT = 49
"""The number that spreadsheets know the format “text” by: nothing that is typed becomes a number or a date."""
ENGLISH: Callable[[str], str] = str


@dataclass(frozen=True, slots=True)
class Shown:
    """How a workbook speaks.

    Attributes:
        title: what the catalogue is called.
        place: the folder, as a person calls it.
        gettext: gives sentences of ours in the language of the catalogue.
        mirrored: whether that is written from right to left.
    """

    title: str
    place: str
    gettext: Callable[[str], str] = ENGLISH
    mirrored: bool = False


def unfit(grids: Grids) -> Iterator[Problem]:
    """Cells and rows that no workbook can have."""
    for table in TABLES:
        grid = grids.get(table.name, Grid(()))
        if len(grid.rows) >= MOST_ROWS:
            found = f"{len(grid.rows):,} rows"
            yield Problem("sheet", table.file, 0, "", found, f"at most {MOST_ROWS - 1:,}, as a workbook can have")
        for number, row in enumerate(grid.rows, start=2):
            for place, cell in enumerate(row):
                if in_utf_16(cell) > LONGEST_CELL:
                    found, expected = f"{in_utf_16(cell):,} characters", f"at most {LONGEST_CELL:,}"
                    tip = "no workbook can hold such a cell; make it shorter"
                    yield Problem("sheet", table.file, 0, f"{column_letters(place)}{number}", found, expected, tip)


def workbook_of(grids: Grids, tables: Tables, shown: Shown) -> bytes:
    """The workbook of a catalogue.

    Args:
        grids: its files.
        tables: the same, as they are read.
        shown: how it speaks.
    """
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_urls": False}) as workbook:
        workbook.set_properties({"title": shown.title, "created": NEVER})
        workbook.set_calc_mode("auto")
        look = _Look.of(workbook)
        _cover(workbook.add_worksheet(COVER), look, shown)
        ids = [row["id"] for row in tables["attributes"]]
        for table in TABLES:
            sheet = workbook.add_worksheet(table.name)
            _Sheet(sheet, table, look, shown).fill(grids.get(table.name, Grid(table.header)), tables, ids)
        lists = listed(grids, tables.groups)
        _lists(workbook.add_worksheet(CHOICES), look, lists)
        for name, formula in (*names_of_ids(), *names_of_lists(lists)):
            workbook.define_name(name, formula)
        memory = workbook.add_worksheet(MEMORY)
        memory.very_hidden()
        memory.protect()
        for row, cell in enumerate(memory_of(grids)):
            memory.write_string(row, 0, cell, look.locked)
        workbook.get_worksheet_by_name(COVER).activate()
    return buffer.getvalue()


@dataclass(frozen=True, slots=True)
class _Look:
    """The formats of cells."""

    open: Format
    wrapped: Format
    locked: Format
    needed: Format
    optional: Format
    title: Format
    text: Format
    link: Format

    @classmethod
    def of(cls, workbook: xlsxwriter.Workbook) -> _Look:
        workbook.formats[0].set_num_format(TEXT)  # of all cells that have no other: a row with a locked cell cannot be
        workbook.formats[0].set_locked(False)  # deleted, however far away that cell is
        cell = {"num_format": TEXT, "valign": "top"}
        head = {**cell, "bold": True, "bottom": 1, "valign": "vcenter"}
        return cls(
            open=workbook.add_format({**cell, "locked": False}),
            wrapped=workbook.add_format({**cell, "locked": False, "text_wrap": True}),
            locked=workbook.add_format({**cell, "bg_color": "#eeeeee"}),
            needed=workbook.add_format({**head, "bg_color": "#303f9f", "font_color": "#ffffff"}),
            optional=workbook.add_format({**head, "bg_color": "#dfe3f5", "font_color": "#1a237e"}),
            title=workbook.add_format({"bold": True, "font_size": 16, "text_wrap": True, "valign": "top"}),
            text=workbook.add_format({"text_wrap": True, "valign": "top"}),
            link=workbook.add_format({"font_color": "#303f9f", "underline": 1, "valign": "top"}),
        )


@dataclass(slots=True)
class _Sheet:
    """The sheet of one file."""

    sheet: Worksheet
    table: TableSchema
    look: _Look
    shown: Shown
    entries: dict[str, Entry] = field(default_factory=dict)

    def fill(self, grid: Grid, tables: Tables, attributes: list[str]) -> None:
        ids = attributes if self.table.attributes else []
        self.entries = {entry.name: entry for entry in entries(self.table, self.shown.gettext)}
        columns = {column.name: column for column in with_attributes(self.table, ids)}
        names = list(in_order(self.table, grid.names, ids))
        arranged_grid = arranged(grid, names)
        for place, name in enumerate(names):
            self._column(place, name, columns.get(name), [row[place] for row in arranged_grid.rows])
            if name in columns:
                self._choices(place, columns[name], tables)
        self.sheet.set_column(len(names), len(names) + BESIDE - 1, None, self.look.open)
        self._frame(len(names), len(grid.rows))

    def _column(self, place: int, name: str, column: Column | None, cells: list[str]) -> None:
        """The heading with its note, the width, and the cells that are not blank."""
        heading = name.partition("\0")[0]
        kind = column.kind if column else "prose"
        is_wide = kind in ("text", "prose", "sentence", "options", "condition", "other")
        width = _width(heading, cells, OF_TEXT if is_wide else WIDEST)
        usual = self.look.wrapped if is_wide or kind in ("selector", "reference", "source") else self.look.open
        self.sheet.set_column(place, place, width, usual)
        needed = column is not None and not column.optional
        self.sheet.write_string(0, place, heading, self.look.needed if needed else self.look.optional)
        note = self._note(heading, column)
        if note:
            lines = sum(len(line) // NOTE_CHARACTERS + 1 for line in note.splitlines())
            size = {"width": NOTE_WIDTH, "height": NOTE_LINE * (lines + 1), "author": "Planswitch"}
            self.sheet.write_comment(0, place, note, size)
        is_locked = place == 0 and heading in LOCKED
        for row, cell in enumerate(cells, start=1):
            if cell:
                self.sheet.write_string(row, place, cell, self.look.locked if is_locked else usual)

    def _note(self, heading: str, column: Column | None) -> str:
        """What the column holds; of the maintainer's own there is nothing to say."""
        gettext = self.shown.gettext
        if heading == IGNORE:
            return gettext("Warnings that this row has answered: names of checks, a colon, and why.")
        entry = self.entries.get(heading)
        if entry is None:
            return column.help if column else ""
        parts = [entry.text]
        if entry.words:
            parts.append(f"{gettext('One of:')} {', '.join(entry.words)}.")
        parts += [entry.form] if entry.form else []
        if entry.everything:
            parts.append(f"{gettext('Never blank. For all:')} {entry.everything}")
        parts += [f"({gettext('optional')})"] if entry.optional else []
        return "\n".join(parts)

    def _choices(self, place: int, column: Column, tables: Tables) -> None:
        choices = choices_of(self.table, column, tables)
        if choices is None:
            return
        options = {"validate": "list", "source": choices.source, "show_error": bool(choices.strict)}
        if choices.strict:
            told = _shortened(self._refusal(choices))
            options |= {"error_type": choices.strict, "error_title": column.name[:LONGEST_TITLE], "error_message": told}
        self.sheet.data_validation(1, place, LAST_ROW, place, options)

    def _refusal(self, choices: Choices) -> str:
        """What is said of a cell that is none of the choices."""
        gettext = self.shown.gettext
        if choices.sheet:
            return gettext("No row of the sheet {sheet} has this id yet.").format(sheet=choices.sheet)
        return f"{gettext('One of:')} {', '.join(choices.source)}."

    def _frame(self, columns: int, rows: int) -> None:
        """What stays in sight, what is locked, and how it is printed."""
        has_ids = self.table.header[0] in LOCKED
        self.sheet.freeze_panes(1, 1 if has_ids else 0)
        self.sheet.autofilter(0, 0, rows + OPEN, columns - 1)
        allowed = ("autofilter", "format_cells", "format_columns", "format_rows", "delete_rows")
        more = () if has_ids else ("insert_rows", "sort")
        self.sheet.protect("", dict.fromkeys((*allowed, *more), True))
        self.sheet.ignore_errors({"number_stored_as_text": EVERYWHERE, "two_digit_text_year": EVERYWHERE})
        self.sheet.set_landscape()
        self.sheet.repeat_rows(0)
        self.sheet.fit_to_pages(1, 0)
        if self.shown.mirrored:
            self.sheet.right_to_left()


def _width(heading: str, cells: list[str], most: int) -> int:
    lines = (len(line) for cell in cells for line in cell.splitlines())
    return min(max(NARROWEST, len(heading) + 4, *lines, 0) + 1, most)


def _shortened(text: str) -> str:
    return text if in_utf_16(text) <= LONGEST_MESSAGE else f"{text[: LONGEST_MESSAGE // 2]}…"


def _lists(sheet: Worksheet, look: _Look, lists: tuple[Listed, ...]) -> None:
    """The hidden sheet: words, and below them ids, each looked up in its sheet by its place."""
    sheet.hide()
    sheet.protect()
    for column, each in enumerate(lists):
        for row, word in enumerate(each.words):
            sheet.write_string(row, column, word, look.text)
        for place in range(len(each.ids) + OPEN if each.table else 0):
            value = each.ids[place] if place < len(each.ids) else ""
            formula = f'=INDEX({each.table}!$A:$A,{place + 2})&""'
            sheet.write_formula(len(each.words) + place, column, formula, look.text, value)


def _cover(sheet: Worksheet, look: _Look, shown: Shown) -> None:
    """What the maintainer sees first."""
    gettext = shown.gettext
    sheet.set_column(0, 0, 18, look.text)
    sheet.set_column(1, 1, 90, look.text)
    sheet.hide_gridlines(2)
    sheet.merge_range(0, 0, 0, 1, shown.title, look.title)
    row = 2
    command = f"planswitch sheet WORKBOOK.xlsx --into {shown.place}"
    for sentence in _sentences(gettext):
        sheet.merge_range(row, 0, row, 1, sentence.format(folder=shown.place, command=command), look.text)
        row += 1
    row += 1
    for table in TABLES:
        sheet.write_url(row, 0, f"internal:'{table.name}'!A1", look.link, table.name)
        sheet.write_string(row, 1, gettext("One row is %(row)s.") % {"row": gettext(table.row)}, look.text)
        row += 1
    sheet.protect("", {"format_cells": True, "format_columns": True, "format_rows": True})
    if shown.mirrored:
        sheet.right_to_left()


def _sentences(gettext: Callable[[str], str]) -> tuple[str, ...]:
    return (
        gettext("Each sheet is one file of the folder {folder}."),
        gettext("Rest the pointer on a heading to read what its column holds."),
        gettext("Dark headings are of columns that must be filled in; cells of the others may be blank."),
        gettext("Add new rows below the last one. Where a cell has a list, pick from it, or type."),
        gettext("Grey ids are locked, because other rows and addresses name them."),
        gettext("To delete or move such a row, unprotect the sheet: there is no password."),
        gettext("A column or a sheet whose name begins with # is your own."),
        gettext("Save the workbook, and bring it back: {command}"),
    )
