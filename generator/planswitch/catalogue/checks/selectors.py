"""Which plans a rule or a step is about."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from planswitch.catalogue.checks.check import Check, Found
from planswitch.catalogue.folder import Groups, Tables, selected
from planswitch.catalogue.problems import Hints, shortened
from planswitch.catalogue.schema import TableSchema, columns
from planswitch.catalogue.tables import Row


def _selectors(table: TableSchema, column: str) -> Callable[[Tables], Found]:
    def check(tables: Tables) -> Found:
        hints = Hints(tables.groups)
        for row in tables[table.name]:
            yield from _selector(row, column, tables.groups, hints)

    return check


def _selector(row: Row, column: str, groups: Groups, hints: Hints) -> Found:
    tokens = row[column].split()
    unknown = [token for token in tokens if token.removeprefix("!") not in groups]
    for token in unknown:
        near = hints.tip(token.removeprefix("!"))
        tip = near or "use plan ids, family:ID, kind:KIND or *, with ! to take plans away"
        yield row.problem("selector", column, "plans of plans.csv", found=f"“{shortened(token)}”", tip=tip)
    if unknown or not tokens:
        return
    added = [token for token in tokens if not token.startswith("!")]
    if not added:
        tip = f"write “* {shortened(row[column])}”"
        yield row.problem("selector", column, "something to take the plans away from", tip=tip)
    elif not any(selected(row[column], groups)):
        tip = "the tokens with ! take every plan away" if len(added) < len(tokens) else "no plan belongs to it"
        yield row.problem("selector", column, "at least one plan", tip=tip)


def checks() -> Iterator[Check]:
    """All of this kind."""
    for table, column in columns("selector"):
        description = f"“{column.name}” of {table.file} names plans"
        files = (table.name, "plans", "families")
        yield Check("selector", description, files, _selectors(table, column.name))
