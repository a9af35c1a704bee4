"""Choices of facts and levels of attributes: ``id=Label id=Label``."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator

from planswitch.catalogue.checks.check import Check, Found
from planswitch.catalogue.checks.ids import fault_of
from planswitch.catalogue.folder import Tables
from planswitch.catalogue.schema import TableSchema, columns
from planswitch.catalogue.tables import Row
from planswitch.rules.model import read_choices

OPTION_ID = re.compile(r"([^\s=]+)=")
HAS_OPTIONS = {"facts": "choice", "attributes": "level"}
"""The type that has options, by table."""


def _options(table: TableSchema, column: str) -> Callable[[Tables], Found]:
    noun = HAS_OPTIONS[table.name]

    def check(tables: Tables) -> Found:
        for row in tables[table.name]:
            if row["type"] == noun:
                yield from _option(row, column, noun)
            elif row[column] and row["type"]:
                expected = f"an empty cell, for {_what(table)} of type {row['type']}"
                yield row.problem(column, column, expected)

    return check


def _option(row: Row, column: str, noun: str) -> Found:
    options = read_choices(row[column])
    ids = Counter(OPTION_ID.findall(row[column]))
    for option in sorted(option for option, times in ids.items() if times > 1):
        yield row.problem(column, column, f"each {noun} once", found=f"“{option}” twice")
    if len(options) < 2:
        yield row.problem(column, column, f"at least two {column}", tip="write id=Label id=Label …")
    for option, label in options.items():
        if fault_of(option) or not label:
            yield row.problem(column, column, f"{column} such as gold=Gold card", found=f"“{option}={label}”")


def _what(table: TableSchema) -> str:
    return "a fact" if table.name == "facts" else "an attribute"


def checks() -> Iterator[Check]:
    """All of this kind."""
    for table, column in columns("options"):
        description = f"“{column.name}” of {table.file} can be read"
        yield Check(column.name, description, (table.name,), _options(table, column.name))
