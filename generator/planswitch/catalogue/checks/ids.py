"""Ids are public: they stand in addresses, file names, conditions and the columns of a batch."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from keyword import iskeyword

from planswitch.catalogue import conversions
from planswitch.catalogue.checks.check import Check, Found
from planswitch.catalogue.folder import Tables
from planswitch.catalogue.schema import TableSchema, columns
from planswitch.catalogue.tables import Row
from planswitch.rules.vocabulary import ALWAYS, ANY, NOTES, SAME_FAMILY

ID = re.compile(r"[a-z][a-z0-9]*(?:[-.][a-z0-9]+)*")
CATALOGUE_ID = re.compile(r"[a-z0-9]+(?:[-.][a-z0-9]+)*")
VARIABLE = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")
MARK = re.compile(r"[A-Za-z]+")
LONGEST_ID = 64
"""Most characters of an id: it becomes the name of a file."""
INDEX = "index"
"""The name of a folder's own page."""
RESERVED_BY_WINDOWS = frozenset(
    {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10))}
)
"""No file can be called so there, whatever follows after a dot."""
ANSWER_COLUMNS = ("route", "status", "certainty", "otherwise", "holds", "open", "refused")
"""The columns that a batch adds to the user's own."""
FOLDERS_OF_A_SITE = frozenset({"about", "answers", "api", "assets", "matrix", "search", "software", "troubleshooting"})
"""What the folder of the plans cannot be called: the site has another of that name."""
COLUMNS_OF_A_BATCH = frozenset({"from", "to", "edition", *ANSWER_COLUMNS})
"""What a fact cannot be called: a batch has a column of that name which means something else."""
WORDS_OF_CONDITIONS = frozenset({ALWAYS, SAME_FAMILY, "id", "name", "family"})
"""What facts and attributes cannot be called."""
PLAIN = "small letters and digits, a letter first, with - or . between words"


def fault_of(name: str, pattern: re.Pattern[str] = ID) -> str:
    """What is expected instead of an id that cannot be one; nothing when it can."""
    if not pattern.fullmatch(name):
        return PLAIN if pattern is ID else PLAIN.replace(" a letter first,", "")
    if len(name) > LONGEST_ID:
        return f"at most {LONGEST_ID} characters"
    if name == INDEX:
        return f"another name: a folder’s own page is called {INDEX}"
    if name.partition(".")[0] in RESERVED_BY_WINDOWS:
        return "another name: Windows keeps this one for itself"
    return ""


def fault_of_folder(name: str) -> str:
    """What is expected instead of a name for the folder of the plans; nothing when it can be called so."""
    if name in FOLDERS_OF_A_SITE:
        return f"another name: the site has a folder “{name}” of its own"
    return fault_of(name)


def tip_of(name: str, pattern: re.Pattern[str] = ID, between: str = "-") -> str:
    """How an id could be written, or what to do where a spreadsheet has made something else of one."""
    if made := conversions.surely_made_of(name):
        could_be = [each for each in (*conversions.dates_meant(name), name.lower()) if pattern.fullmatch(each)]
        return conversions.tip(made, f"“{could_be[0]}”" if could_be else "")
    simple = between.join(re.findall("[a-z0-9]+", name.lower()))
    fits = simple != name and pattern.fullmatch(simple) and len(simple) <= LONGEST_ID and not iskeyword(simple)
    return f"write “{simple}”" if fits else ""


def _ids(table: TableSchema, column: str) -> Callable[[Tables], Found]:
    def check(tables: Tables) -> Found:
        for row in tables[table.name]:
            if row[column] and (expected := fault_of(row[column])):
                yield row.problem("id", column, expected, tip=tip_of(row[column]))

    return check


def _variables(table: TableSchema, column: str) -> Callable[[Tables], Found]:
    taken = COLUMNS_OF_A_BATCH if table.name == "facts" else frozenset[str]()

    def check(tables: Tables) -> Found:
        for row in tables[table.name]:
            if row[column]:
                yield from _variable(row, column, taken)

    return check


def _variable(row: Row, column: str, taken: frozenset[str]) -> Found:
    name = row[column]
    if name in WORDS_OF_CONDITIONS:
        yield row.problem("id", column, f"another name: {name} is built in")
    elif name in taken:
        yield row.problem("id", column, f"another name: a batch has a column “{name}”")
    elif not VARIABLE.fullmatch(name) or iskeyword(name):
        expected = "small letters and digits, a letter first, with _ between words"
        yield row.problem("id", column, expected, tip=tip_of(name, VARIABLE, "_"))
    elif expected := fault_of(name, VARIABLE):
        yield row.problem("id", column, expected)


def _marks(table: TableSchema, column: str) -> Callable[[Tables], Found]:
    def check(tables: Tables) -> Found:
        for row in tables[table.name]:
            name = row[column]
            if name and (not MARK.fullmatch(name) or len(name) > LONGEST_ID):
                tip = "digits after the letters are a place in the source, such as A3"
                yield row.problem("id", column, f"letters from A to Z, at most {LONGEST_ID}", tip=tip)

    return check


def _routes(tables: Tables) -> Found:
    for row in tables["routes"]:
        if row["id"] == ANY:
            yield row.problem("id", "id", f"another name: {ANY} means every route")
        elif row["id"].endswith(NOTES):
            base = row["id"].removesuffix(NOTES)
            yield row.problem("id", "id", f"another name: {row['id']} is what to expect of the route {base}")


def checks() -> Iterator[Check]:
    """All of this kind."""
    for table, column in columns("id"):
        yield Check("id", f"“{column.name}” of {table.file} is plain", (table.name,), _ids(table, column.name))
    for table, column in columns("variable"):
        description = f"“{column.name}” of {table.file} can stand in a condition"
        yield Check("id", description, (table.name,), _variables(table, column.name))
    for table, column in columns("mark"):
        yield Check("id", f"“{column.name}” of {table.file} is letters", (table.name,), _marks(table, column.name))
    yield Check("id", "no route is called like something built in", ("routes",), _routes)
