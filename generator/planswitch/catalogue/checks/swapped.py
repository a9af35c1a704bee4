"""Names in each other's place: of two rows, each id says what the other row is called."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import chain

from planswitch.catalogue.checks.check import CatalogueCheck, Found
from planswitch.catalogue.folder import Tables
from planswitch.catalogue.tables import Row
from planswitch.rules.model import Catalogue

NAMED = (
    ("families", "name"),
    ("plans", "name"),
    ("routes", "name"),
    ("routes", "how"),
    ("attributes", "name"),
    ("facts", "question"),
    ("rules", "title"),
)
"""The columns that say what an id stands for."""
LETTERS = 5
"""Most letters of a word that are looked at: so “licence” is the word in “licences”."""
MOST_COMPARED = 50
"""Most rows with which one row is compared."""


def _words(text: str) -> frozenset[str]:
    """The words of a name or of an id."""
    return frozenset(word[:LETTERS] for word in re.split(r"[\W_]+", text.casefold()) if word)


class Names:
    """The ids of a table and what they stand for.

    Attributes:
        rows: with the words of the id and those of the name.
    """

    def __init__(self, tables: Tables, table: str, column: str) -> None:
        self.rows = [(row, _words(row["id"]), _words(row[column])) for row in tables[table]]
        self._by_word: dict[str, list[int]] = {}
        for place, (_, _, name) in enumerate(self.rows):
            for word in name:
                self._by_word.setdefault(word, []).append(place)

    def swapped(self) -> Iterator[tuple[Row, Row]]:
        """Each two rows of which both ids fit the name of the other better than their own; the later one second."""
        for place, (row, words, name) in enumerate(self.rows):
            for other in self._others(place, words - name):
                later, its_words, its_name = self.rows[other]
                if other > place and _better(words, its_name, name) and _better(its_words, name, its_name):
                    yield row, later
                    break

    def _others(self, place: int, missing: frozenset[str]) -> Iterator[int]:
        """The rows whose names have a word of an id that its own name has not."""
        found = (self._by_word.get(word, ())[:MOST_COMPARED] for word in sorted(missing))
        yield from (other for other in dict.fromkeys(chain.from_iterable(found)) if other != place)


def _better(words: frozenset[str], name: frozenset[str], own: frozenset[str]) -> bool:
    """Whether an id fits another name better than its own: it has all words of the id that its own has, and more."""
    return words & own < words & name


def _swapped(table: str, column: str) -> Callable[[Tables, Catalogue], Found]:
    def check(tables: Tables, _: Catalogue) -> Found:
        for row, later in Names(tables, table, column).swapped():
            found = f"“{later[column]}” for {later['id']}, and “{row[column]}” for {row['id']} on line {row.line}"
            tip = "have the two changed places?"
            yield later.problem("swapped", column, "what the id stands for", found=found, tip=tip, fatal=False)

    return check


def checks() -> Iterator[CatalogueCheck]:
    """All of this kind."""
    for table, column in NAMED:
        description = f"no two cells of “{column}” in {table}.csv have changed places"
        yield CatalogueCheck("swapped", description, _swapped(table, column))
