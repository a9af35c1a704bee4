"""Cells that must be filled in, that hold one of a few words, and rows that must not stand twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from planswitch.catalogue.checks.check import Check, Found
from planswitch.catalogue.folder import Tables
from planswitch.catalogue.problems import Hints
from planswitch.catalogue.schema import TABLES, Column, TableSchema


def _blank(table: TableSchema) -> Callable[[Tables], Found]:
    required = [column for column in table.columns if not column.optional]

    def check(tables: Tables) -> Found:
        for row in tables[table.name]:
            for column in required:
                if not row[column.name]:
                    yield row.problem("blank", column.name, f"a value for “{column.name}”", tip=_everything(column))

    return check


def _everything(column: Column) -> str:
    """What to write for everything, which a blank cell never means."""
    if not column.everything:
        return ""
    what = "for every plan" if column.kind == "selector" else "where it holds in any case"
    return f"write {column.everything} {what}: a blank cell never means that"


def _unique(table: TableSchema) -> Callable[[Tables], Found]:
    def check(tables: Tables) -> Found:
        seen: dict[tuple[str, ...], int] = {}
        for row in tables[table.name]:
            cells = [_usual(tables, table.name, column, row[column]) for column in table.key]
            key = tuple(cell.lower() for cell in cells) if table.name == "sources" else tuple(cells)
            if key in seen:
                tip = f"it is already on {tables[table.name].unit} {seen[key]}; delete one of the two rows"
                found = " → ".join(f"“{cell}”" for cell in cells if cell)
                yield row.problem("unique", table.key[0], "each row once", found=found, tip=tip)
            seen.setdefault(key, row.line)

    return check


def _usual(tables: Tables, table: str, column: str, cell: str) -> str:
    """A cell, or what it is taken for where it is blank."""
    if not cell and (table, column) == ("switches", "route") and len(tables.listing) == 1:
        return tables.listing[0]
    return cell


def _word(table: TableSchema, column: Column) -> Callable[[Tables], Found]:
    def check(tables: Tables) -> Found:
        hints = Hints(column.words)
        for row in tables[table.name]:
            cell = row[column.name]
            if cell and cell not in column.words:
                yield row.problem("word", column.name, f"one of {', '.join(column.words)}", tip=hints.tip(cell))

    return check


def _files(table: TableSchema) -> tuple[str, ...]:
    return (table.name, "routes") if "route" in table.key else (table.name,)


def checks_of(table: TableSchema) -> Iterator[Check]:
    """All of this kind for one table."""
    yield Check("blank", f"cells of {table.file} that must be filled in", (table.name,), _blank(table))
    if table.key:
        yield Check("unique", f"no row of {table.file} twice", _files(table), _unique(table))
    for column in table.columns:
        if column.kind == "word":
            description = f"“{column.name}” of {table.file} is one of a few words"
            yield Check("word", description, (table.name,), _word(table, column))


def checks() -> Iterator[Check]:
    """All of this kind."""
    for table in TABLES:
        yield from checks_of(table)
