"""Unites what was edited in a workbook with what was edited in the folder since it was written: nobody's edit is lost.

Rows are told apart by their key, so that their order does not matter. A cell that only one side has edited is as that
side has it; one that both have edited, each in another way, is a clash, and so is a row that one side deleted and the
other edited.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from planswitch.catalogue.grids import OWN, Grid, Grids, arranged, in_order
from planswitch.catalogue.schema import TABLES, TableSchema

Key = tuple[str, ...]
Cells = Mapping[str, str]
STEPS = ("procedure", "order", "from", "to", "when")
"""What tells the rows of a table apart that has no key."""


@dataclass(frozen=True, slots=True)
class Clash:
    """A cell, or a row, that both have edited.

    Attributes:
        place: of the row in the workbook's grid; -1 where it was deleted there.
        column: empty for the row.
        was, mine, theirs: the cell when the workbook was written, in the workbook, and in the folder.
    """

    table: str
    key: Key
    place: int
    column: str
    was: str
    mine: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Merged:
    """What came of it.

    Attributes:
        grids: the files; of a clash, they have what the workbook says.
        clashes: what both edited.
        united: whether both have edited something.
    """

    grids: dict[str, Grid]
    clashes: list[Clash] = field(default_factory=list)
    united: bool = False


def merge(base: Grids, mine: Grids, theirs: Grids) -> Merged:
    """Unites the edits of two sides.

    Args:
        base: the files when the workbook was written.
        mine: as the workbook has them now.
        theirs: as the folder has them now.
    """
    clashes: list[Clash] = []
    grids: dict[str, Grid] = {}
    ids = {side: _attributes(grids_of) for side, grids_of in (("mine", mine), ("theirs", theirs))}
    attributes = [*dict.fromkeys([*ids["theirs"], *ids["mine"]])]
    edited_here = edited_there = False
    for table in TABLES:
        was, is_, there = (side.get(table.name, Grid(())) for side in (base, mine, theirs))
        edited_here |= is_ != was
        edited_there |= there != was
        if is_ in (was, there):
            found = there if table.name in theirs else None
        else:
            rows = _rows(table, was, is_, there, clashes)
            found = arranged(rows, _header(table, (was, is_, there), rows, attributes))
        if found is not None:
            grids[table.name] = found
    return Merged(grids, clashes, edited_here and edited_there)


def _attributes(grids: Grids) -> list[str]:
    return [row.get("id", "") for row in grids["attributes"].dicts()] if "attributes" in grids else []


def _header(table: TableSchema, sides: tuple[Grid, Grid, Grid], rows: Grid, attributes: list[str]) -> list[str]:
    """The columns of a file: those it has, or had, in their order, and where new ones have cells, those too."""
    was, is_, there = (side.names for side in sides)
    given = there or was
    filled = {name for row in rows.dicts() for name in row}
    known = set(table.required)
    gone = {name for name in was if name not in is_} - filled - known
    kept = [name for name in given if name not in gone]
    wanted = [*dict.fromkeys([*kept, *(name for name in is_ if name in filled or name in known)])]
    usual = list(in_order(table, wanted, attributes if table.attributes else ()))
    for place, name in enumerate(usual):
        if name in wanted and name not in kept:
            following = next((other for other in usual[place:] if other in kept and not other.startswith(OWN)), "")
            kept.insert(kept.index(following) if following else len(kept), name)
    return kept


def keyed(table: TableSchema, grid: Grid) -> dict[Key, tuple[int, Cells]]:
    """The rows by their keys, each with its place; a key that comes again is told by its number."""
    found: dict[Key, tuple[int, Cells]] = {}
    seen: dict[Key, int] = {}
    for place, row in enumerate(grid.dicts()):
        key = tuple(row.get(name, "") for name in table.key or STEPS)
        seen[key] = seen.get(key, 0) + 1
        found[(*key, str(seen[key]))] = (place, row)
    return found


def _rows(table: TableSchema, was: Grid, is_: Grid, there: Grid, clashes: list[Clash]) -> Grid:
    base, mine, theirs = (keyed(table, grid) for grid in (was, is_, there))
    names = [*dict.fromkeys([*there.names, *is_.names, *was.names])]
    rows: dict[Key, Cells] = {}
    for key in dict.fromkeys([*theirs, *mine]):
        one = _Row(table.name, key, *((side.get(key, (-1, None))) for side in (base, mine, theirs)))
        cells = one.united(clashes)
        if cells is not None:
            rows[key] = cells
    order = _order(list(base), list(mine), list(theirs))
    return Grid(tuple(names), tuple(tuple(rows[key].get(name, "") for name in names) for key in order if key in rows))


class _Row:
    """One row on three sides."""

    def __init__(self, table: str, key: Key, *sides: tuple[int, Cells | None]) -> None:
        (_, self.base), (self.place, self.mine), (_, self.theirs) = sides
        self.table = table
        self.key = key

    def united(self, clashes: list[Clash]) -> Cells | None:
        """Its cells, or nothing where it is deleted."""
        if self.theirs == self.base:
            return self.mine
        if self.mine in (self.base, self.theirs):
            return self.theirs
        if self.mine is None or self.theirs is None:
            told = map(_told, (self.base, self.mine, self.theirs))
            clashes.append(Clash(self.table, self.key, self.place, "", *told))
            return self.mine
        base = self.base or {}
        return {name: self._cell(name, base, clashes) for name in dict.fromkeys([*self.theirs, *self.mine])}

    def _cell(self, name: str, base: Cells, clashes: list[Clash]) -> str:
        was, is_, there = (side.get(name, "") for side in (base, self.mine or {}, self.theirs or {}))
        if there == was:
            return is_
        if is_ not in (was, there):
            clashes.append(Clash(self.table, self.key, self.place, name, was, is_, there))
            return is_
        return there


def _told(cells: Cells | None) -> str:
    return "" if cells is None else ", ".join(cells.values())


def _order(base: list[Key], mine: list[Key], theirs: list[Key]) -> list[Key]:
    """All rows of both sides, in the order of the side that has moved some; where neither has, of the folder."""
    first, second = (mine, theirs) if _moved(base, mine) and not _moved(base, theirs) else (theirs, mine)
    order = [*first]
    known = set(first)
    before: Key | None = None
    for key in second:
        if key not in known:
            order.insert(order.index(before) + 1 if before in known else 0, key)
            known.add(key)
        before = key
    return order


def _moved(base: Iterable[Key], side: Iterable[Key]) -> bool:
    """Whether the rows that both have come in another order."""
    was, is_ = dict.fromkeys(base), dict.fromkeys(side)
    return [key for key in was if key in is_] != [key for key in is_ if key in was]


def begun(base: Grids, mine: Grids) -> dict[str, Grid]:
    """The files for a folder that has none, as the workbook has them.

    Args:
        base: the files from which the workbook was written; they say which columns and files there are.
        mine: as the workbook has them now.
    """
    found: dict[str, Grid] = {}
    for table in TABLES:
        was, is_ = base.get(table.name, Grid(())), mine[table.name]
        if is_.rows or table.name in base or not table.optional:
            found[table.name] = arranged(is_, _header(table, (was, is_, was), is_, _attributes(mine)))
    return found
