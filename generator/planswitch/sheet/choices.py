"""What the cells of a column can be picked from: words, ids of other sheets, or what is often written there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from planswitch.catalogue.folder import Tables
from planswitch.catalogue.grids import Grid, Grids
from planswitch.catalogue.schema import SETTINGS, TABLES, Column, TableSchema
from planswitch.rules.model import read_choices
from planswitch.rules.vocabulary import ANY, EVERYTHING, NOTES
from planswitch.sheet.layout import CHOICES, first_of_each

OPEN = 200
"""How many new plans and routes are among the choices of cells that can have several words."""
LONGEST_LIST = 255
"""Most characters of a list that stands in the column's own settings."""
Strict = Literal["stop", "warning", ""]
"""What a spreadsheet does with a cell that is none of the choices: refuse it, ask whether it is meant, or nothing."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What a column can be picked from.

    Attributes:
        source: the words, or the formula that gives them.
        strict: what becomes of other cells.
        sheet: the sheet whose ids they are, if one cell has one.
    """

    source: list[str] | str
    strict: Strict
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """A column of the hidden sheet: words, and after them the ids of a sheet, new ones too.

    Attributes:
        words: those that are there in any case.
        table: the sheet whose ids follow; none where it is empty.
        ids: those that it has now.
    """

    name: str
    words: tuple[str, ...]
    table: str = ""
    ids: tuple[str, ...] = ()


def ids_of(name: str) -> str:
    """The name by which formulas call the ids of a sheet."""
    return f"{name}_ids"


def names_of_ids() -> Iterator[tuple[str, str]]:
    """Each name of `ids_of`, and its formula: the first column as far as it is filled, new rows too.

    The headings can be neither deleted nor moved, so that the formula stays right whatever is done to the rows.
    """
    for table in TABLES:
        if table.header[0] == "id":
            count = f"MAX(1,COUNTA({table.name}!$A:$A)-1)"
            yield ids_of(table.name), f"=OFFSET({table.name}!$A$1,1,0,{count},1)"


def listed(grids: Grids, groups: Mapping[str, object]) -> tuple[Listed, ...]:
    """The columns of the hidden sheet.

    Args:
        grids: the files.
        groups: what selectors can use, see `planswitch.catalogue.folder.Tables`.
    """
    plans, routes = (tuple(first_of_each(_cells(grids, name, "id"))) for name in ("plans", "routes"))
    tokens = first_of_each([EVERYTHING, *(token for token in groups if ":" in token)])
    procedures = [*routes, *(route + NOTES for route in routes), *_cells(grids, "steps", "procedure")]
    return (
        Listed("selections", tuple(tokens), "plans", plans),
        Listed("ways", (ANY,), "routes", routes),
        Listed("procedures", tuple(first_of_each(procedures))),
        Listed("kinds", tuple(first_of_each(_cells(grids, "families", "kind")))),
    )


def names_of_lists(lists: Iterable[Listed]) -> Iterator[tuple[str, str]]:
    """The name of each column of the hidden sheet, and its formula."""
    for place, each in enumerate(lists):
        letter = "ABCDEFGH"[place]
        more = f"+COUNTA({each.table}!$A:$A)-1" if each.table else ""
        count = f"MAX(1,{len(each.words)}{more})"
        yield each.name, f"=OFFSET('{CHOICES}'!${letter}$1,0,0,{count},1)"


def _cells(grids: Grids, table: str, column: str) -> list[str]:
    return [row.get(column, "") for row in grids.get(table, Grid(())).dicts()]


def choices_of(table: TableSchema, column: Column, tables: Tables) -> Choices | None:
    """What a column can be picked from, if there is anything to pick."""
    if column.words:
        return Choices(list(column.words), "stop")
    if column.refers:
        sheet = column.refers.table
        strict: Strict = "" if column.refers.several else "warning"
        return Choices(f"={ids_of(sheet)}", strict, sheet)
    if (table.name, column.name) == ("catalogue", "key"):
        return Choices([setting.key for setting in SETTINGS], "stop")
    if column.kind == "attribute":
        return _levels(column.name, tables)
    name = NAMED.get((table.name, column.name)) or OF_KIND.get(column.kind)
    return Choices(f"={name}", "") if name else None


NAMED = {("steps", "procedure"): "procedures", ("families", "kind"): "kinds"}
OF_KIND = {"selector": "selections", "routes": "ways", "source": ids_of("sources")}
"""The names of what often stands in a column: a cell there can have several words, or others."""


def _levels(attribute: str, tables: Tables) -> Choices | None:
    """The levels of an attribute, where it has any and they are few."""
    cells = [row["levels"] for row in tables["attributes"] if row["id"] == attribute and row["levels"]]
    words = [*read_choices(cells[0])] if cells else []
    fits = words and len(",".join(words)) <= LONGEST_LIST and not any('"' in word or "," in word for word in words)
    return Choices(words, "warning") if fits else None
