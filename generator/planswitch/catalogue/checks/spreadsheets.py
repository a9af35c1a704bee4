"""What spreadsheets leave in cells that can be read all the same: an apostrophe before a text, and other names."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Container, Iterator

from planswitch.catalogue import conversions
from planswitch.catalogue.checks.check import Check, Found
from planswitch.catalogue.folder import Tables
from planswitch.catalogue.problems import shortened
from planswitch.catalogue.schema import TABLES, Column, Kind, TableSchema, columns, setting_kinds, with_attributes
from planswitch.catalogue.tables import Row
from planswitch.rules.citations import citations
from planswitch.rules.conditions import ConditionError, parse

APOSTROPHES = ("'", "’", "‘", "‛", "´", "`")
"""What stands before a cell that is meant as text; programs make typographic ones of it."""
TEXT: tuple[Kind, ...] = ("text", "prose", "sentence")
FORMULA = re.compile(r"[=+@-][\w(\"]")
YEAR = re.compile("[0-9]{2}")
"""A year as people shorten it: ’97."""
KINDS = setting_kinds()


def _apostrophes(*schemas: TableSchema) -> Callable[[Tables], Found]:
    def check(tables: Tables) -> Found:
        there = [schema for schema in schemas if tables[schema.name].readable]
        attributes = [row["id"] for row in tables["attributes"]] if "attributes" in tables else []
        sources = tables.sources if "sources" in tables else {}
        for schema in there:
            for column in with_attributes(schema, attributes):
                for row in tables[schema.name]:
                    if row.cells.get(column.name, "").startswith(APOSTROPHES):
                        yield from _apostrophe(row, column, sources)

    return check


def _apostrophe(row: Row, column: Column, sources: Container[str]) -> Found:
    cell = row[column.name]
    kind = KINDS.get(row["key"], "text") if column.name == "value" else column.kind
    if _is_a_mark(kind, cell, sources):
        tip = "spreadsheets mark a text so, and do not show the mark: take the apostrophe away"
        yield row.problem("apostrophe", column.name, f"“{shortened(cell[1:])}”", tip=tip)


def _is_a_mark(kind: Kind, cell: str, sources: Container[str]) -> bool:
    """Whether the apostrophe before a cell is none of the cell's own."""
    rest = cell[1:]
    if kind == "condition":
        return _is_faulty(cell) and not _is_faulty(rest)
    if kind == "source":
        return len(citations(rest, sources)) == len(rest.split()) > 0
    if kind in TEXT:
        made = conversions.made_of(rest) and not YEAR.fullmatch(rest)
        return bool(made or FORMULA.match(rest))
    return True


def _is_faulty(condition: str) -> bool:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            parse(condition)
        except ConditionError:
            return True
    return False


def _names(tables: Tables) -> Found:
    plans = {row["id"]: row["name"] for row in tables["plans"]}
    named: dict[str, set[str]] = {}
    for row in tables["names"]:
        named.setdefault(row["plan"], set()).add(row["name"])
    for row in tables["names"]:
        if row["plan"] in plans and any(sign.isdecimal() for sign in row["name"]):
            yield from _name(row, row["plan"], plans[row["plan"]].split(), named[row["plan"]])


def _own_names(table: str) -> Callable[[Tables], Found]:
    def check(tables: Tables) -> Found:
        for row in tables[table]:
            yield from _name(row, row["id"], [], {row["name"]})

    return check


def _name(row: Row, id_: str, words: list[str], others: set[str]) -> Found:
    """A name that a spreadsheet has made of a part of an id, or of a word of a longer name."""
    parts = dict.fromkeys([*re.findall(r"[0-9].*", id_), *words])
    for part in parts:
        if part not in others and (made := conversions.name_meant(row["name"], part)):
            tip = conversions.tip(made, f"“{part}”")
            yield row.problem("converted", "name", f"“{part}”, as in {id_}", tip=tip, fatal=made != "a number")
            return


def _marks(tables: Tables) -> Found:
    """Sources called like a month, such as MAR: with a place in them, MAR3, they are days to a spreadsheet."""
    months = [mark for mark in tables.sources if mark.lower() in conversions.MONTHS]
    for table, column in columns("source") if months else ():
        for row in tables[table.name]:
            place = re.sub("[^0-9]", "", row[column.name]).lstrip("0")
            typed = (f"{mark}{place}" for mark in months if conversions.could_be(row[column.name], f"{mark}{place}"))
            if place and (meant := next(typed, "")):
                tip = conversions.tip("a date", f"“{meant}”")
                yield row.problem("converted", column.name, "a source of sources.csv", tip=tip)


def checks_of(*tables: TableSchema) -> Iterator[Check]:
    """All of this kind for some tables alone."""
    yield Check("apostrophe", "no mark of a spreadsheet stands before a cell", (), _apostrophes(*tables))


def checks() -> Iterator[Check]:
    """All of this kind."""
    yield from checks_of(*TABLES)
    for name in ("plans", "families"):
        yield Check("converted", f"no name in {name}.csv has become a date", (name,), _own_names(name))
    yield Check("converted", "no other name has become a date or a number", ("names", "plans"), _names)
    yield Check("converted", "no citation has become a date", ("sources",), _marks)
