"""A file as a grid: all of its columns, those of the maintainer's own too, and all of its cells as they are read."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from planswitch.catalogue.encodings import Fault, Lines, read_file
from planswitch.catalogue.formatting import text_of
from planswitch.catalogue.schema import BY_NAME, TABLES, TableSchema, with_attributes
from planswitch.catalogue.tables import cleaned, delimiter_of, names_delimiter

OWN = "#"
"""How the heading of a column of the maintainer's own begins."""


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells of a file.

    Attributes:
        header: the headings, in their order.
        rows: each as long as the header; none is blank.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...] = ()

    @classmethod
    def of(cls, rows: Iterable[list[str]]) -> Grid:
        """A grid of rows as a file or a sheet has them, the heading first; columns without a heading are left out."""
        first, *rest = [*rows] or [[]]
        names = [_heading(cell) for cell in first]
        places = [place for place, name in enumerate(names) if name]
        cells = ([cleaned(row[place]) if place < len(row) else "" for place in places] for row in rest)
        return cls(tuple(names[place] for place in places), tuple(tuple(row) for row in cells if any(row)))

    def csv(self) -> str:
        """The text of the file in its usual form."""
        return text_of([self.header, *self.rows])

    def dicts(self) -> list[dict[str, str]]:
        """The rows by the names of their columns, without blank cells."""
        names = self.names
        return [{name: cell for name, cell in zip(names, row, strict=True) if cell} for row in self.rows]

    @property
    def names(self) -> list[str]:
        """The headings, where one that comes again, as ``#`` may, has a number."""
        seen: dict[str, int] = {}
        for name in self.header:
            seen[name] = seen.get(name, 0) + 1
        count = dict.fromkeys(seen, 0)
        return [_numbered(name, count) for name in self.header]

    def __eq__(self, other: object) -> bool:
        """Whether both say the same: blank columns and the order of columns do not count."""
        return isinstance(other, Grid) and self.dicts() == other.dicts()

    __hash__ = None  # type: ignore[assignment]


Grids = Mapping[str, Grid]
"""The files of a folder, by the names of their tables; what is not there has none."""


def _heading(cell: str) -> str:
    name = cleaned(cell)
    return name if name.startswith(OWN) else name.lower()


def _numbered(name: str, count: dict[str, int]) -> str:
    count[name] += 1
    return name if count[name] == 1 else f"{name}\0{count[name]}"


def read_grid(path: Path) -> Grid:
    """The grid of a file that `planswitch.catalogue.tables` has read without a problem.

    Raises:
        OSError: it cannot be read.
    """
    data = read_file(path)
    texts = [] if isinstance(data, Fault) else [line.text for line in Lines(io.BytesIO(data))]
    rest = texts[int(names_delimiter(texts[0])) if texts else 0 :]
    names = BY_NAME[path.stem].header
    return Grid.of(csv.reader(rest, delimiter=delimiter_of("".join(rest[:1]), names), strict=True))


def read_grids(folder: Path) -> dict[str, Grid]:
    """The grids of the files that are in a folder, likewise."""
    return {table.name: read_grid(folder / table.file) for table in TABLES if (folder / table.file).is_file()}


def in_order(table: TableSchema, header: Iterable[str], attributes: Iterable[str]) -> Iterator[str]:
    """The headings of a table in their usual order: its own, those of attributes, then those of the maintainer.

    Args:
        table: with the columns that it can have.
        header: the headings that are to be among them.
        attributes: the ids of ``attributes.csv``.
    """
    usual = [column.name for column in with_attributes(table, attributes)]
    yield from usual
    yield from (name for name in header if name not in usual)


def arranged(grid: Grid, names: Iterable[str]) -> Grid:
    """The grid with these columns, by their `Grid.names`, and in this order; one that is not there is blank."""
    wanted = list(names)
    rows = tuple(tuple(row.get(name, "") for name in wanted) for row in grid.dicts())
    return Grid(tuple(name.partition("\0")[0] for name in wanted), rows)
