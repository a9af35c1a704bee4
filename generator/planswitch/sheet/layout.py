"""What both directions know of a workbook: its sheets, and what it remembers of the folder it was written from."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Iterable, Iterator, Sequence

from planswitch.catalogue.grids import OWN, Grid, Grids
from planswitch.catalogue.schema import TABLES

COVER, CHOICES, MEMORY = "planswitch", "planswitch choices", "planswitch memory"
"""The sheet that is seen first, the hidden one with what some cells can be, and the one that `remembered` reads."""
OURS = (COVER, CHOICES, MEMORY)
SHEETS = tuple(table.name for table in TABLES)
"""The sheets of the files, in their order."""
LONGEST_CELL = 32_767
"""Most characters that a cell of a workbook can have, counted as UTF-16 counts them."""
MOST_ROWS = 1_048_576
"""Most rows that a sheet can have."""
PIECE = 30_000
LARGEST_MEMORY = 500_000_000
FORM = "planswitch 1"
"""How the memory begins, with the version of its form."""


def is_own(sheet: str) -> bool:
    """Whether a sheet is the maintainer's own, as columns are whose heading begins with ``#``."""
    return sheet.startswith(OWN)


def memory_of(grids: Grids) -> list[str]:
    """Cells that say what the files were when the workbook was written."""
    told = json.dumps({name: [grid.header, *grid.rows] for name, grid in grids.items()}, ensure_ascii=False)
    packed = base64.b64encode(zlib.compress(told.encode(), 9)).decode()
    return [FORM, *(packed[start : start + PIECE] for start in range(0, len(packed), PIECE))]


def remembered(cells: Sequence[str]) -> dict[str, Grid] | None:
    """What `memory_of` told, or nothing where it is not whole any more."""
    if not cells or cells[0] != FORM:
        return None
    unpacking = zlib.decompressobj()
    try:
        told = json.loads(unpacking.decompress(base64.b64decode("".join(cells[1:]), validate=True), LARGEST_MEMORY))
        return {name: _grid(header, rows) for name, (header, *rows) in told.items()} if unpacking.eof else None
    except (ValueError, zlib.error, TypeError, AttributeError):
        return None


def _grid(header: Sequence[str], rows: Sequence[Sequence[str]]) -> Grid:
    """A grid of which every row is as long as the header, and holds text alone.

    Raises:
        ValueError: it is none.
    """
    lines = [tuple(header), *map(tuple, rows)]
    if any(len(line) != len(header) or not all(isinstance(cell, str) for cell in line) for line in lines):
        raise ValueError("no table")
    return Grid(lines[0], tuple(lines[1:]))


def in_utf_16(text: str) -> int:
    """How many characters a text has, as spreadsheets count."""
    return len(text) + sum(character > "\uffff" for character in text)


def first_of_each(words: Iterable[str]) -> Iterator[str]:
    """Words, each once, without blank ones."""
    yield from dict.fromkeys(filter(None, words))
