"""One message a cause: what follows from another problem is counted in its message, and not told.

A row that is gone, or an id that was mistyped where it is at home, leaves cells behind that name it, in all files.
These are told once, at the file or the row that they follow from.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import chain

from planswitch.catalogue import conversions
from planswitch.catalogue.checks.selectors import AT_LEAST_ONE
from planswitch.catalogue.folder import Tables
from planswitch.catalogue.problems import Hints, Problem, listed, shortened
from planswitch.catalogue.schema import columns
from planswitch.catalogue.tables import Row, Table
from planswitch.rules.citations import CITED
from planswitch.rules.conditions import Condition, names

OF_THE_CELL = frozenset({"format", "formula", "encoding", "character", "apostrophe", "converted"})
"""Checks that say what a program has left in a cell: whatever else is wrong with it follows from that."""
NOUNS = {
    "plans": ("plan", "plans"),
    "families": ("family", "families"),
    "routes": ("route", "routes"),
    "rules": ("rule", "rules"),
    "facts": ("fact", "facts"),
    "attributes": ("attribute", "attributes"),
    "sources": ("source", "sources"),
    "symptoms": ("symptom", "symptoms"),
}
"""What the rows are called that other files name."""
WANT_ALL = frozenset({"steps"})
"""Checks that can speak for want of a row elsewhere: a procedure that is no route's is taken for a guide."""
NO_COLUMN = "no column"
FEWEST = 3
"""So many cells of a column, all that are filled in, are wrong together."""
LOST = "was it cut off, or saved while a filter hid rows? Take them back from an earlier version"

Lacking = dict[str, list[Problem]]
"""Word -> the cells that name it, in order."""


def by_cause(tables: Tables, problems: Iterable[Problem]) -> list[Problem]:
    """The problems without those that follow from others."""
    found = _once_a_column(tables, _once_a_file(once_a_cell(list(problems))))
    gone = {each.file for each in found if each.check == "cut"} | {
        f"{each.lack.table}.csv" for each in found if each.lack
    }
    gone |= {each.file for each in found if each.check == "reference" and each.file == "plans.csv"}
    found = [each for each in found if not _follows(each, gone)]
    lacking: dict[str, Lacking] = {}
    for problem in found:
        if problem.lack:
            lacking.setdefault(problem.lack.table, {}).setdefault(problem.lack.word, []).append(problem)
    if not lacking:
        return found
    named = _named(tables)
    left = [each for each in found if not each.lack]
    for name, words in lacking.items():
        left = [*_of_a_table(tables[name], name, words, named[name], left)]
    return left


def _follows(problem: Problem, gone: Container[str]) -> bool:
    """Whether rows that are gone from some files are why something seems to be of no use, or of no plan."""
    if problem.check == "unused":
        return not problem.fatal and ("rules.csv" in gone or "steps.csv" in gone)
    if problem.check in WANT_ALL and not problem.line:
        return any(file in gone for file in ("routes.csv", "plans.csv", "families.csv"))
    return problem.expected == AT_LEAST_ONE and "plans.csv" in gone


def once_a_cell(problems: list[Problem]) -> list[Problem]:
    """The problems without those of cells in which a program has left something: that is what is wrong with them."""
    places = {(each.file, each.line, each.cell) for each in problems if each.check in OF_THE_CELL and each.fatal}
    return [
        each
        for each in problems
        if not each.cell or each.check in OF_THE_CELL or (each.file, each.line, each.cell) not in places
    ]


def _once_a_file(problems: list[Problem]) -> list[Problem]:
    """What a column that is not there gives all rows is told once; so is what a file lacks that was cut off."""
    cut = {each.file for each in problems if each.check == "cut"}
    headless = {each.file for each in problems if each.check == "columns"}
    narrow = {each.file for each in problems if _has_no_column(each)}
    told: dict[tuple[str, str, str], Problem] = {}
    for number, each in enumerate(problems):
        follows = each.file in headless if _has_no_column(each) else each.file in narrow and each.check == "unique"
        if not follows and (each.line or each.file not in cut):
            told.setdefault((each.file, each.check, each.found if _has_no_column(each) else str(number)), each)
    return list(told.values())


def _has_no_column(problem: Problem) -> bool:
    """Whether a row is said to have no cell, for the column is not there."""
    return bool(
        problem.line and not problem.cell and problem.found.startswith(NO_COLUMN) and problem.check != "columns"
    )


def _once_a_column(tables: Tables, problems: list[Problem]) -> list[Problem]:
    """Where the same is wrong with every cell of a column, that is told once, and rows that are alike not at all."""
    cells: dict[tuple[str, str, str], set[str]] = {}
    for each in problems:
        if each.fatal and each.cell:
            cells.setdefault(_column(each), set()).add(each.cell)
    whole = {
        column: len(wrong)
        for column, wrong in cells.items()
        if len(wrong) >= FEWEST and len(wrong) == _filled(tables, column[0], column[2])
    }
    words = {(_column(each), each.lack.table, each.lack.word) for each in problems if each.lack}
    elsewhere = Counter((table, word) for _, table, word in words)
    shared = {column for column, table, word in words if elsewhere[table, word] > 1}
    files = {column[0] for column in whole}
    told: list[Problem] = []
    for each in problems:
        count = whole.get(_column(each), 0) if each.fatal and each.cell else 0
        moved = _moved(tables, each) if count and each.lack else ""
        if count == 0 or (each.lack and not moved and (_column(each) in shared or not tables[each.lack.table].rows)):
            told += [each] * (each.check != "unique" or each.file not in files)
        elif count > 0:
            found = f"{each.found} here, and the like in all {count} cells of the column"
            told.append(replace(each, found=found, tip=moved or each.tip, lack=None))
            whole[_column(each)] = -1
    return told


def _column(problem: Problem) -> tuple[str, str, str]:
    """File, check and column."""
    return problem.file, problem.check, problem.cell.rstrip("0123456789")


def _filled(tables: Tables, file: str, letters: str) -> int:
    """How many cells of a column are filled in."""
    rows = tables[name].rows if (name := file.removesuffix(".csv")) in tables else []
    names = [name for name, letter in rows[0].letters.items() if letter == letters] if rows else []
    return sum(bool(row.cells.get(name)) for name in names for row in rows)


def _moved(tables: Tables, problem: Problem) -> str:
    """What to do where the cells of another column are what those of this one should be; nothing where none are."""
    rows = tables[problem.file.removesuffix(".csv")].rows
    known = {row["id"] for row in tables[problem.lack.table]} if problem.lack else set()
    for name, letter in rows[0].letters.items():
        if letter != _column(problem)[2] and all(row.cells.get(name) in known for row in rows):
            return f"the cells of the column “{name}” fit: the two may have changed places"
    return ""


def _of_a_table(
    table: Table, name: str, lacking: Lacking, named: Container[str], problems: list[Problem]
) -> Iterator[Problem]:
    """Of the words that a table lacks: each once, at its cause. The other problems stay."""
    if cut := next((each for each in problems if each.check == "cut" and each.file == table.file), None):
        yield from (each for each in problems if each is not cut)
        yield replace(cut, found=f"{cut.found}, and not {_what(name, lacking)}")
        return
    if not table.rows and sum(map(len, lacking.values())) > 1:
        yield from [*problems, _lost(name, lacking, "no row")]
        return
    refused = {each.line for each in problems if each.file == table.file and each.check == "id" and each.fatal}
    mistyped = dict(_mistyped(table.rows, lacking, named, refused))
    at_home = {(table.file, row.line, _address(row)) for row in mistyped.values()}
    yield from (each for each in problems if (each.file, each.line, each.cell) not in at_home)
    for word, row in mistyped.items():
        yield _at_home(row, word, lacking.pop(word), problems)
    lost = {word: cells for word, cells in lacking.items() if _is_lost(cells)}
    if len(lost) > 1 or any(_is_named_widely(cells) for cells in lost.values()):
        lost = lacking if len(lost) * 2 >= len(lacking) else lost
        noun = NOUNS[name][len(lost) > 1]
        yield _lost(name, lost, f"{len(lost)} {noun} fewer than other files name")
    else:
        lost = {}
    yield from (_with_others(cells) for word, cells in lacking.items() if word not in lost)


def _is_lost(cells: list[Problem]) -> bool:
    """Whether it is no slip that cells name something: there are several, or nothing is called alike."""
    telling = [each for each in cells if each.check not in WANT_ALL]
    return len(telling) > 1 or any(each.lack and each.lack.unlike for each in telling)


def _is_named_widely(cells: list[Problem]) -> bool:
    """Whether a row that is named must have been there: by several cells, of more than one column, or like no other."""
    unlike = any(each.lack and each.lack.unlike for each in cells)
    return len(cells) >= FEWEST and (unlike or len({_column(each) for each in cells}) > 1)


def _address(row: Row) -> str:
    return f"{row.letters['id']}{row.number}"


def _mistyped(
    rows: list[Row], lacking: Lacking, named: Container[str], refused: Container[int]
) -> Iterator[tuple[str, Row]]:
    """Words that several cells name, each with the row that was meant: no cell names it, and it is called alike.

    Of one word and one row whose id is refused, each is the other's, whatever it is called.
    """
    free = {row["id"]: row for row in rows if row["id"] and row["id"] not in named}
    hints = Hints(list(free))
    alone = [row for row in free.values() if row.line in refused]
    if len(lacking) == len(alone) == 1:
        yield next(iter(lacking)), alone[0]
        return
    for word in (word for word, cells in lacking.items() if len(cells) > 1):
        made = (id_ for id_ in free if conversions.made_of(id_) and conversions.could_be(id_, word))
        meant = next(made, "") or next((id_ for id_ in free if id_[1:] == word), "") or hints.nearest(word)
        if meant in free:
            yield word, free.pop(meant)


def _at_home(row: Row, word: str, cells: list[Problem], problems: list[Problem]) -> Problem:
    """The problem of an id that the cells of other files call otherwise."""
    here = (row.file, row.line, _address(row))
    said = next((each for each in problems if (each.file, each.line, each.cell) == here and each.fatal), None)
    expected = f"“{shortened(word)}”, as {_count(cells)} call it ({_places(cells)})"
    made = conversions.surely_made_of(row["id"])
    # What an id could be by its own letters is not what all others call it.
    fits = said is not None and (said.check != "id" or f"“{word}”" in said.tip)
    tip = conversions.tip(made, f"“{shortened(word)}”") if made else said.tip if said and fits else ""
    check = said.check if said else "reference"
    return row.problem(check, "id", expected, tip=tip or "where it is the same, call it alike in all files")


def _lost(name: str, lacking: Lacking, found: str) -> Problem:
    return Problem("lost", f"{name}.csv", 0, "", found, _what(name, lacking), LOST)


def _what(name: str, lacking: Lacking) -> str:
    """Rows that are not there, with the cells that name them."""
    cells = list(chain.from_iterable(lacking.values()))
    rows = f"{len(lacking):,} {NOUNS[name][len(lacking) > 1]}"
    verb = "name" if len(cells) > 1 else "names"
    return f"the {rows} that {_count(cells)} {verb} ({_places(cells)}): {listed(map(shortened, lacking), most=5)}"


def _with_others(cells: list[Problem]) -> Problem:
    first, *others = cells
    if not others:
        return first
    return replace(first, found=f"{first.found}, and in {_count(others)} more ({_places(others)})")


def _count(cells: list[Problem]) -> str:
    count = len({(each.file, each.line, each.cell) for each in cells})
    return f"{count:,} cell{'' if count == 1 else 's'}"


def _places(cells: list[Problem]) -> str:
    """The first cells of each file."""
    by_file: dict[str, list[str]] = {}
    for each in dict.fromkeys((each.file, each.cell or f"line {each.line}") for each in cells):
        by_file.setdefault(each[0], []).append(each[1])
    return "; ".join(f"{file} {listed(places, most=3)}" for file, places in by_file.items())


def _named(tables: Tables) -> Mapping[str, set[str]]:
    """The words by which cells name rows of other tables, by the name of the table."""
    found: dict[str, set[str]] = {name: set() for name in NOUNS}
    for table, column in columns("reference", "routes", "selector", "source"):
        for row in tables[table.name]:
            for word in row[column.name].split():
                _name(found, column.refers.table if column.refers else column.kind, word)
    for _, condition in chain.from_iterable(tables.conditions.values()):
        for test in condition.tests() if isinstance(condition, Condition) else ():
            for name in names(test):
                found["attributes" if "." in name else "facts"].add(name.rpartition(".")[2])
    return found


def _name(found: dict[str, set[str]], where: str, word: str) -> None:
    if where == "selector":
        family = word.removeprefix("!").partition("family:")[2]
        found["families" if family else "plans"].add(family or word.removeprefix("!"))
    elif where == "source":
        cited = CITED.fullmatch(word)
        found["sources"].add(cited[1] if cited else "")
    else:
        found[where].add(word)
