"""What rows cite."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator
from dataclasses import replace

from planswitch.catalogue.checks.check import Check, Found
from planswitch.catalogue.folder import Tables
from planswitch.catalogue.problems import Lack, Problem, listed, shortened
from planswitch.catalogue.schema import TableSchema, columns
from planswitch.rules import prose
from planswitch.rules.citations import CITED

LOOKS_CITED = re.compile(r"[A-Z]{1,3}[0-9]+|[A-Z]")
"""A word that means to cite a source, and is not just a word of free text."""
PLACES = re.compile("[A-Z]{1,3}[0-9]+(?: [A-Z]{1,3}[0-9]+)*")
"""A cell that cites places in sources, whatever they are called."""
FEWEST = 3
"""So many of them are no chance."""


def unknown_source(cell: str, known: Container[str]) -> str:
    """The first word of a cell that means to cite a source, and cites none; nothing where all is well."""
    words = [(word, CITED.fullmatch(word)) for word in cell.split()]
    unknown = [word for word, cited in words if not cited or cited[1] not in known]
    return unknown[0] if unknown and all(LOOKS_CITED.fullmatch(word) for word in unknown) else ""


def _cited(table: TableSchema, column: str) -> Callable[[Tables], Found]:
    def check(tables: Tables) -> Found:
        known = listed(tables.sources)
        for row in tables[table.name] if tables.sources else ():
            if word := unknown_source(row[column], tables.sources):
                letters = word.rstrip("0123456789")
                tip = f"add a row {letters} to sources.csv, or cite one of {known}"
                found = f"“{shortened(word)}”"
                problem = row.problem("source", column, "a source of sources.csv", found=found, tip=tip)
                yield replace(problem, lack=Lack("sources", letters, unlike=True))

    return check


def _whole(tables: Tables) -> Found:
    """Without a single source, what cites one is free text: readers would see the letters, and nobody an error."""
    if tables.sources:
        return
    cells = [(row, column.name) for table, column in columns("source") for row in tables[table.name]]
    cited = [(row, column) for row, column in cells if PLACES.fullmatch(row[column])]
    if len(cited) >= FEWEST:
        row, column = cited[0]
        expected = f"the sources that {len(cited)} cells cite, such as “{row[column]}” of {row.file}"
        tip = "take the rows back from an earlier version; what readers see now is the letters"
        yield Problem("lost", tables["sources"].file, 0, "", "no row", expected, tip, fatal=False)


def _addresses(table: TableSchema, column: str) -> Callable[[Tables], Found]:
    def check(tables: Tables) -> Found:
        for row in tables[table.name]:
            if row[column] and not re.fullmatch(prose.WEB, row[column]):
                yield row.problem("source", column, "an address that begins with https://")

    return check


def checks() -> Iterator[Check]:
    """All of this kind."""
    for table, column in columns("source"):
        description = f"sources cited in {table.file} exist"
        yield Check("source", description, (table.name, "sources"), _cited(table, column.name))
    files = tuple(dict.fromkeys(["sources", *(table.name for table, _ in columns("source"))]))
    yield Check("lost", "there are sources where rows cite some", files, _whole)
    for table, column in columns("address"):
        description = f"“{column.name}” of {table.file} can be followed"
        yield Check("source", description, (table.name,), _addresses(table, column.name))
