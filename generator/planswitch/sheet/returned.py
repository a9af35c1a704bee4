"""What a workbook said when it was brought back, if it could not be written anew then, because it was open.

Whoever goes on in it would else be told of a clash with an edit of their own: the folder has it, and the workbook does
not know. So a hidden file beside the workbook says it, for as long as the workbook stays as it was written.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from planswitch.catalogue.grids import Grid, Grids
from planswitch.catalogue.schema import TABLES
from planswitch.catalogue.writing import write_all
from planswitch.sheet.layout import memory_of, remembered
from planswitch.sheet.merging import keyed
from planswitch.sheet.reading import Book

Place = tuple[str, tuple[str, ...], str]
"""Table, key and column of a cell."""


def note(book: Book) -> bool:
    """Notes what a workbook says; whether that could be done."""
    if book.memory is None:
        return False
    lines = [_digest(book.memory), *memory_of(book.grids)]
    try:
        write_all({_file(book.path): "\n".join(lines).encode()})
    except OSError:
        return False
    return True


def forget(workbook: Path) -> None:
    """Deletes the note: the workbook has been written anew."""
    _file(workbook).unlink(missing_ok=True)


def noted(book: Book) -> dict[str, Grid] | None:
    """What a workbook said when it was last brought back, if it is still the same one.

    Somebody else's copy may have got its name: then nothing is left of the edits that were brought back.
    """
    try:
        digest, *cells = _file(book.path).read_text(encoding="ascii").split("\n")
    except (OSError, ValueError):
        return None
    before = remembered(cells)
    if book.memory is None or before is None or digest != _digest(book.memory):
        return None
    edited = set(_edited(book.memory, before))
    return None if edited.isdisjoint(_edited(book.memory, book.grids)) else before


def _file(workbook: Path) -> Path:
    return workbook.with_name(f".{workbook.name}.planswitch")


def _digest(grids: Grids) -> str:
    return hashlib.sha256("".join(memory_of(grids)).encode()).hexdigest()


def _edited(before: Grids, after: Grids) -> Iterator[Place]:
    """The cells that differ."""
    for table in TABLES:
        was, is_ = (keyed(table, grids.get(table.name, Grid(()))) for grids in (before, after))
        for key in was.keys() | is_.keys():
            old, new = (dict(side[key][1]) if key in side else {} for side in (was, is_))
            yield from ((table.name, key, name) for name in old.keys() | new.keys() if old.get(name) != new.get(name))
