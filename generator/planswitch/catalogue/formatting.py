"""Writes a file of a catalogue in its usual form, and loses nothing: only what no reader of the file looks at changes.

UTF-8, commas, lines that end in LF, quotes where a cell needs them, and the columns in the order of the schema. What is
in a cell stays as it was typed, rows stay where they are, and a column of the maintainer's own (``#``) keeps its place.
"""

from __future__ import annotations

import csv
import errno
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import dropwhile
from pathlib import Path

from planswitch.catalogue.encodings import UTF_16, Fault, Lines, read_file
from planswitch.catalogue.schema import TABLES, Column, TableSchema, with_attributes
from planswitch.catalogue.tables import CONFLICT, delimiter_of, names_delimiter, read_table

Sheet = list[list[str]]
"""The cells of each row, the header first."""

DELIMITERS = {";": "semicolons", "\t": "tabs"}
NEEDS_QUOTES = frozenset(',"\r\n')


@dataclass(frozen=True, slots=True)
class Formatted:
    """A file in its usual form.

    Attributes:
        path: where it is.
        data: what is to be in it.
        why: what is not in its usual form yet; nothing where it is what it is to be.
    """

    path: Path
    data: bytes
    why: tuple[str, ...]


def formatted_folder(folder: Path) -> Iterator[Formatted]:
    """Each file of a catalogue in which nothing is wrong."""
    attributes = [row["id"] for row in read_table(folder, "attributes")]
    for table in TABLES:
        if (folder / table.file).exists():
            yield formatted(folder / table.file, table, attributes)


def formatted(path: Path, schema: TableSchema, attributes: Sequence[str] = ()) -> Formatted:
    """One file in which nothing is wrong, in its usual form."""
    data = read_file(path)
    if isinstance(data, Fault):
        raise OSError(errno.EINVAL, data.found, str(path))
    columns = with_attributes(schema, attributes)
    lines = Lines(io.BytesIO(data))
    texts = [line.text for line in lines]
    named = bool(texts) and names_delimiter(texts[0])
    delimiter = delimiter_of("".join(texts[named : named + 1]), [column.name for column in columns])
    sheet = list(csv.reader(texts[named:], delimiter=delimiter, strict=True))
    found = (
        ("UTF-16", data.startswith(UTF_16)),
        ("Windows text", bool(lines.windows)),
        ("a byte order mark", data.startswith(b"\xef\xbb\xbf")),
        ("a line sep=", named),
        (DELIMITERS.get(delimiter, ""), delimiter in DELIMITERS),
        ("line ends of another system", "\r" in _decoded(data)),
        ("the order or the spelling of columns", _trimmed(sheet[0]) != _usual_header(_trimmed(sheet[0]), columns)),
    )
    usual = _usual(sheet, columns)
    new = text_of(usual).encode()
    rest = (
        "blank rows or cells" if usual != sheet else "quotes" if data.endswith(b"\n") else "a last line without its end"
    )
    why = tuple(what for what, is_so in found if is_so) or (rest,)
    return Formatted(path, new, why if new != data else ())


def _decoded(data: bytes) -> str:
    return data.decode("utf-16" if data.startswith(UTF_16) else "latin-1")


def _trimmed(cells: Sequence[str]) -> list[str]:
    """Cells without blank ones at the end."""
    return list(dropwhile(lambda cell: not cell.strip(), reversed(cells)))[::-1]


def _is_own(cell: str) -> bool:
    return cell.strip().startswith("#")


def _usual_header(header: list[str], columns: Sequence[Column]) -> list[str]:
    """Known columns in their order, each where some known column was; the maintainer's own stay where they are."""
    there = {cell.strip().lower() for cell in header if not _is_own(cell)}
    names = (column.name for column in columns if column.name in there)
    return [cell if _is_own(cell) else next(names) for cell in header if cell.strip()]


def _usual(sheet: Sheet, columns: Sequence[Column]) -> Sheet:
    """The rows in the usual order of columns; blank ones between others stay, as lines with nothing in them."""
    filled = [place for place, cell in enumerate(sheet[0]) if cell.strip()]
    header = [sheet[0][place] for place in filled]
    place_of = {cell.strip().lower(): place for cell, place in zip(header, filled, strict=True) if not _is_own(cell)}
    usual = _usual_header(header, columns)
    places = [old if _is_own(new) else place_of[new] for new, old in zip(usual, filled, strict=True)]
    rows = [[cells[place] if place < len(cells) else "" for place in places] for cells in sheet[1:]]
    kept = [row if any(cell.strip() for cell in row) else [] for row in rows]
    return [usual, *list(dropwhile(lambda row: not row, reversed(kept)))[::-1]]


def text_of(sheet: Sequence[Sequence[str]]) -> str:
    """The text of a file in its usual form."""
    return "".join(f"{','.join(_quoted(cell) for cell in row)}\n" for row in sheet)


def _quoted(cell: str) -> str:
    """A cell, in quotes where it needs them: the mark of a conflict too, which is none inside a text."""
    needed = not NEEDS_QUOTES.isdisjoint(cell) or cell.startswith(CONFLICT)
    return '"' + cell.replace('"', '""') + '"' if needed else cell
