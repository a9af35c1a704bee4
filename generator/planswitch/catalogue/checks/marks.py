"""Marks in texts: closed where there may be some, and none where the text is plain."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from planswitch.catalogue.checks.check import Check, Found
from planswitch.catalogue.folder import Tables
from planswitch.catalogue.schema import TABLES, Column, Kind, TableSchema, setting_kinds
from planswitch.catalogue.tables import Row
from planswitch.rules import prose

KINDS = setting_kinds()
TYPED: tuple[Kind, ...] = ("text", "sentence", "source", "options")
"""What is shown as it is typed."""


def _closed(row: Row, column: str) -> Found:
    if sum(part.count("**") for part in prose.parse(row[column]) if isinstance(part, str)) % 2:
        yield row.problem("labels", column, "** before and after each label", tip="one of the ** is missing")


def _plain(row: Row, column: str, what: str) -> Found:
    if prose.plain(row[column]) != row[column]:
        article = "an" if what[0] in "aeiou" else "a"
        tip = f"{article} {what} is shown as it is typed, so take asterisks, backticks and links out of it"
        yield row.problem("labels", column, "plain text", tip=tip, fatal=False)


def _marked(table: str, names: tuple[str, ...]) -> Callable[[Tables], Found]:
    def check(tables: Tables) -> Found:
        for row in tables[table]:
            for column in names:
                yield from _closed(row, column)

    return check


def _typed(table: TableSchema, names: dict[str, str]) -> Callable[[Tables], Found]:
    def check(tables: Tables) -> Found:
        for row in tables[table.name]:
            for column, what in names.items():
                yield from _plain(row, column, what)

    return check


def _noun(column: Column) -> str:
    return "label" if column.kind == "options" else column.name


def _settings(tables: Tables) -> Found:
    for row in tables["catalogue"]:
        kind = KINDS.get(row["key"])
        if kind == "prose":
            yield from _closed(row, "value")
        elif kind == "text":
            yield from _plain(row, "value", row["key"])


def checks_of(table: TableSchema) -> Iterator[Check]:
    """All of this kind for one table."""
    names = tuple(column.name for column in table.columns if column.kind == "prose")
    if names:
        yield Check("labels", f"labels in {table.file} are closed", (table.name,), _marked(table.name, names))
    typed = {column.name: _noun(column) for column in table.columns if column.kind in TYPED}
    if typed:
        yield Check("labels", f"plain text in {table.file} has no marks", (table.name,), _typed(table, typed))


def checks() -> Iterator[Check]:
    """All of this kind."""
    yield Check("labels", "marks in settings are closed, or not there", ("catalogue",), _settings)
    for table in TABLES:
        yield from checks_of(table)
