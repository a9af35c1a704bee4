"""Which plans a rule or a step is about."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator
from dataclasses import replace

from planswitch.catalogue.checks.check import Check, Found
from planswitch.catalogue.conversions import words_of
from planswitch.catalogue.folder import Groups, Tables, selected
from planswitch.catalogue.problems import Hints, shortened
from planswitch.catalogue.schema import TableSchema, columns
from planswitch.catalogue.tables import Row

AT_LEAST_ONE = "at least one plan"
"""What is expected of a selector; where plans are lost, that is why it has none."""


def _selectors(table: TableSchema, column: str) -> Callable[[Tables], Found]:
    def check(tables: Tables) -> Found:
        hints = Hints(tables.groups)
        empty = {f"kind:{row['kind']}" for row in tables["families"]}
        for row in tables[table.name]:
            yield from _selector(row, column, tables.groups, hints, empty)

    return check


def _selector(row: Row, column: str, groups: Groups, hints: Hints, empty: Container[str]) -> Found:
    tokens = words_of(row[column])
    unknown = [token for token in tokens if token.removeprefix("!") not in groups and token not in empty]
    for token in unknown:
        word = token.removeprefix("!")
        tip = hints.tip(word) or "use plan ids, family:ID, kind:KIND or *, with ! to take plans away"
        problem = row.problem("selector", column, "plans of plans.csv", found=f"“{shortened(token)}”", tip=tip)
        family = word.removeprefix("family:")
        lack = hints.lack("plans" if family == word else "families", family)
        yield problem if word.startswith("kind:") else replace(problem, lack=lack)
    if unknown or not tokens:
        return
    added = [token for token in tokens if not token.startswith("!")]
    if not added:
        tip = f"write “* {shortened(row[column])}”"
        yield row.problem("selector", column, "something to take the plans away from", tip=tip)
    elif not any(selected(row[column], groups)):
        tip = "the tokens with ! take every plan away" if len(added) < len(tokens) else "no plan belongs to it"
        yield row.problem("selector", column, AT_LEAST_ONE, tip=tip)


def checks() -> Iterator[Check]:
    """All of this kind."""
    for table, column in columns("selector"):
        description = f"“{column.name}” of {table.file} names plans"
        files = (table.name, "plans", "families")
        yield Check("selector", description, files, _selectors(table, column.name))
