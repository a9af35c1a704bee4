"""Cells that name rows of other files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from planswitch.catalogue.checks.check import Check, Found
from planswitch.catalogue.conversions import words_of
from planswitch.catalogue.folder import Tables
from planswitch.catalogue.problems import Hints, shortened
from planswitch.catalogue.renames import KINDS
from planswitch.catalogue.schema import BY_NAME, Reference, TableSchema, columns
from planswitch.catalogue.tables import Row
from planswitch.rules.vocabulary import ANY


def _reference(table: TableSchema, column: str, refers: Reference) -> Callable[[Tables], Found]:
    def check(tables: Tables) -> Found:
        known = dict.fromkeys(row["id"] for row in tables[refers.table])
        hints = Hints(known)
        earlier = {row["name"]: row[refers.noun] for row in _earlier(tables, refers.noun)}
        for row in tables[table.name]:
            for word in words_of(row[column]) if refers.several else filter(None, [row[column]]):
                if word not in known:
                    found, expected = f"“{shortened(word)}”", f"a {refers.noun} of {tables[refers.table].file}"
                    now = earlier.get(word, "")
                    tip = f"it is “{now}” now: write that" if now in known else hints.tip(word)
                    problem = row.problem("reference", column, expected, found=found, tip=tip)
                    yield replace(problem, lack=hints.lack(refers.table, word))

    return check


def _earlier(tables: Tables, noun: str) -> Iterator[Row]:
    """The rows of ``names.csv`` that can tell what a row was called before."""
    if noun in BY_NAME["names"].header:
        yield from (row for row in tables["names"] if row["kind"] in KINDS and row[noun])


def _routes(table: TableSchema, column: str) -> Callable[[Tables], Found]:
    def check(tables: Tables) -> Found:
        known = dict.fromkeys([*(row["id"] for row in tables["routes"]), ANY])
        hints = Hints(known)
        for row in tables[table.name]:
            words = words_of(row[column])
            for word in words:
                if word not in known:
                    found, expected = f"“{shortened(word)}”", f"a route of routes.csv, or {ANY}"
                    problem = row.problem("reference", column, expected, found=found, tip=hints.tip(word))
                    yield replace(problem, lack=hints.lack("routes", word))
            if ANY in words and len(words) > 1:
                tip = f"write {ANY} for every route, or name the routes"
                yield row.problem("reference", column, f"{ANY} alone", tip=tip)

    return check


def checks() -> Iterator[Check]:
    """All of this kind."""
    for table, column in columns("reference"):
        if refers := column.refers:
            description = f"“{column.name}” of {table.file} exists"
            files = (table.name, refers.table)
            yield Check("reference", description, files, _reference(table, column.name, refers))
    for table, column in columns("routes"):
        description = f"“{column.name}” of {table.file} is routes"
        yield Check("reference", description, (table.name, "routes"), _routes(table, column.name))
