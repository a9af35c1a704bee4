"""Reads the files of a folder, and knows what several checks need to know of them."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from planswitch.catalogue.problems import Hints, Problem
from planswitch.catalogue.schema import TABLES, columns
from planswitch.catalogue.tables import Row, Table, read_table
from planswitch.rules.conditions import Condition, ConditionError, parse
from planswitch.rules.model import Catalogue, Family, Plan
from planswitch.rules.selectors import plan_groups

if TYPE_CHECKING:
    from planswitch.catalogue.worth import Worth

Groups = Mapping[str, Mapping[str, None]]
"""Each token that a selector can use, with the plans it stands for, in order."""
Written = list[tuple[Row, Condition | ConditionError]]
"""Rows with the condition of one of their cells, or with why it cannot be read."""


class Tables(dict[str, Table]):
    """The tables of a folder by name, and what several checks need to know of them, worked out once.

    Attributes:
        catalogue: what was built of them, once nothing was found to be wrong with them.
        worth: what its conditions can be worth, once a check has asked.
    """

    catalogue: Catalogue | None = None
    worth: Worth | None = None

    @cached_property
    def groups(self) -> Groups:
        """What selectors can use."""
        families = [Family(row["id"], row["name"], row["kind"]) for row in self["families"]]
        plans = [Plan(row["id"], row["name"], row["family"]) for row in self["plans"]]
        return {token: dict.fromkeys(sorted(chosen)) for token, chosen in plan_groups(plans, families).items()}

    @cached_property
    def conditions(self) -> dict[tuple[str, str], Written]:
        """(table, column) -> its conditions; blank cells are left out.

        What Python only warns of (``3and``) is refused too: the warning would say nothing of the cell.
        """
        read = cache(_read)
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            return {
                (table.name, column.name): [
                    (row, read(row[column.name])) for row in self[table.name] if row[column.name]
                ]
                for table, column in columns("condition")
            }

    @cached_property
    def listing(self) -> list[str]:
        """Ids of the routes that do not offer every pair."""
        return [row["id"] for row in self["routes"] if row["offers"] in ("listed", "perhaps")]

    @cached_property
    def sources(self) -> dict[str, None]:
        """Ids of sources, in order."""
        return dict.fromkeys(row["id"] for row in self["sources"])

    def plain(self) -> dict[str, list[dict[str, str]]]:
        """The rows as plain cells by column name."""
        return {name: [row.cells for row in table] for name, table in self.items()}


def _read(text: str) -> Condition | ConditionError:
    try:
        return parse(text)
    except ConditionError as error:
        return error


def read_folder(folder: Path) -> tuple[Tables, list[Problem]]:
    """Reads every file; what is wrong with the files as such is among the problems."""
    tables = read_all(lambda name, attributes: read_table(folder, name, attributes))
    return tables, [*problems_of(tables), *_unknown_files(folder)]


def read_all(read: Callable[[str, Collection[str] | None], Table]) -> Tables:
    """Reads every table, by its name and by the attributes that there are; see `read_table`."""
    attributes = read("attributes", ())
    ids = [row["id"] for row in attributes] if attributes.readable else None
    names = [table.name for table in TABLES]
    return Tables({name: attributes if name == "attributes" else read(name, ids) for name in names})


def problems_of(tables: Tables) -> list[Problem]:
    """What is wrong with tables as such."""
    return [problem for table in tables.values() for problem in table.problems]


def _unknown_files(folder: Path) -> Iterator[Problem]:
    """CSV files that no table is read from: a misspelt name would silently leave all of it out."""
    names = [table.file for table in TABLES]
    hints = Hints(names)
    found = sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []
    for name in found:
        if name.lower().endswith(".csv") and name not in names and not name.startswith("."):
            tip = hints.tip(name) or "files that are not part of the catalogue belong in another folder"
            yield Problem("file", name, 0, "", "a file of an unknown name", f"one of {', '.join(names)}", tip)


def selected(selector: str, groups: Groups) -> Iterator[str]:
    """Like `rules.selectors.select`, but forgiving: what is wrong with a selector is its own check's business.

    The plans come one by one, so that to look at the first of a hundred thousand takes no time.
    """
    tokens = selector.split()
    before: list[Mapping[str, None]] = [groups.get(token[1:], {}) for token in tokens if token.startswith("!")]
    for token in tokens:
        chosen = groups.get(token, {})
        yield from (plan for plan in chosen if not any(plan in plans for plans in before))
        before.append(chosen)
