"""Workbooks as somebody has edited and saved them: every sheet is written anew, with some cells changed."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import xlsxwriter
from python_calamine import load_workbook

Edits = Mapping[str, Mapping[str, Any]]
"""Sheet -> cell, such as ``C7`` -> what is typed there."""


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula, and what it comes to."""

    text: str
    value: Any


def cells_of(path: Path) -> dict[str, list[list[Any]]]:
    """The cells of every sheet."""
    with load_workbook(path) as workbook:
        return {
            name: workbook.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in workbook.sheet_names
        }


def save(
    path: Path, edits: Edits | None = None, *, without: tuple[str, ...] = (), called: Mapping[str, str] | None = None
) -> Path:
    """Saves a workbook as a spreadsheet would.

    Args:
        path: the workbook.
        edits: what is typed; a sheet that is not there is begun.
        without: sheets that are deleted.
        called: sheets that get another name.
    """
    sheets = cells_of(path)
    edits = edits or {}
    with xlsxwriter.Workbook(path, {"strings_to_urls": False}) as workbook:
        for name in dict.fromkeys([*sheets, *edits]):
            if name in without:
                continue
            sheet = workbook.add_worksheet((called or {}).get(name, name))
            lines = enumerate(sheets.get(name, []))
            cells = {(row, column): value for row, line in lines for column, value in enumerate(line)}
            cells |= {place(cell): value for cell, value in edits.get(name, {}).items()}
            for (row, column), value in cells.items():
                put(workbook, sheet, row, column, value)
    return path


def put(workbook: Any, sheet: Any, row: int, column: int, value: Any) -> None:
    """Types a value into a cell, as its kind."""
    if isinstance(value, Formula):
        sheet.write_formula(row, column, value.text, None, value.value)
    elif isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value)
    elif isinstance(value, dt.date | dt.time):
        form = "hh:mm" if isinstance(value, dt.time) else "dd/mm/yyyy"
        sheet.write_datetime(row, column, value, workbook.add_format({"num_format": form}))
    elif value:
        sheet.write_string(row, column, value)


def place(cell: str) -> tuple[int, int]:
    """Row and column of a cell, counted from 0."""
    found = re.fullmatch("([A-Z]+)([0-9]+)", cell)
    assert found
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return int(found[2]) - 1, column - 1


def address(path: Path, sheet: str, row: str, column: str) -> str:
    """The cell of a row, by what stands in its first column, and of a column."""
    header, *rows = cells_of(path)[sheet]
    number = next(number for number, cells in enumerate(rows, start=2) if cells[0] == row)
    return f"{chr(ord('A') + header.index(column))}{number}"
