"""Looks into a workbook for what the library that reads it does not tell: formulas, errors, and cells far away.

The library gives what a formula came to, and a blank cell for an error: a cell would be emptied without a word. It
also makes room for every cell up to the last one, wherever that is.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import IO
from xml.parsers import expat

ADDRESS = re.compile("([A-Z]{1,3})([0-9]{1,7})")
VALUES = ("v", "is")
"""The elements that hold what a cell comes to."""
Attributes = dict[str, str]
Place = tuple[int, int]
"""Row and column, counted from 0."""


class NoWorkbookError(Exception):
    """A file that is no workbook, and why, for the middle of a sentence."""


@dataclass(slots=True)
class Inside:
    """What is in a sheet.

    Attributes:
        formulas: cells with a formula.
        errors: cells with an error, such as ``#REF!``.
        last: the last row and column that have a cell with something in it.
    """

    formulas: set[Place] = field(default_factory=set)
    errors: dict[Place, str] = field(default_factory=dict)
    last: Place = (-1, -1)


def look_into(file: IO[bytes], largest: int) -> dict[str, Inside]:
    """What is in each sheet, by its name.

    Args:
        file: the workbook.
        largest: most bytes that it may have when it is unpacked.

    Raises:
        NoWorkbookError: it is no workbook of the kind that is read.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            if sum(info.file_size for info in archive.infolist()) > largest:
                raise NoWorkbookError(f"it would have more than {largest // 1_000_000} MB, unpacked")
            for path in _related_parts(archive):
                _read(archive, path, _Counts(archive.getinfo(path).file_size).started)
            return {name: _look(archive, path) for name, path in _sheets(archive).items()}
    except (zipfile.BadZipFile, LookupError, NotImplementedError, RuntimeError, EOFError) as error:
        raise NoWorkbookError("it is no workbook of the kind .xlsx") from error
    except (expat.ExpatError, ValueError) as error:
        raise NoWorkbookError("it is damaged") from error


def _sheets(archive: zipfile.ZipFile) -> dict[str, str]:
    """The sheets, each with the path of its part."""
    book = next((target for kind, target in _related(archive, "").values() if kind == "officeDocument"), "")
    related = _related(archive, book)
    found: dict[str, str] = {}

    def started(tag: str, attributes: Attributes) -> None:
        if tag == "sheet" and related[attributes["id"]][0] == "worksheet":
            found[attributes["name"]] = related[attributes["id"]][1]

    _read(archive, book, started)
    return found


def _related(archive: zipfile.ZipFile, path: str) -> dict[str, tuple[str, str]]:
    """What a part is related to, by its ids: of which kind, and the path."""
    folder, name = posixpath.split(path)
    found: dict[str, tuple[str, str]] = {}

    def started(tag: str, attributes: Attributes) -> None:
        if tag == "Relationship":
            target = posixpath.normpath(posixpath.join("/", folder, attributes["Target"]))
            found[attributes["Id"]] = (attributes["Type"].rpartition("/")[2], target.lstrip("/"))

    _read(archive, posixpath.join(folder, "_rels", f"{name}.rels"), started)
    return found


def _related_parts(archive: zipfile.ZipFile) -> list[str]:
    """The texts and formats that the sheets share."""
    book = next((target for kind, target in _related(archive, "").values() if kind == "officeDocument"), "")
    return [target for kind, target in _related(archive, book).values() if kind in ("sharedStrings", "styles")]


class _Counts:
    """Refuses counts of more than there can be: the library would make room for as many."""

    def __init__(self, size: int) -> None:
        self._size = size

    def started(self, _: str, attributes: Attributes) -> None:
        """An element begins."""
        for name in ("count", "uniqueCount"):
            if not 0 <= int(attributes.get(name, 0)) <= self._size:
                raise NoWorkbookError("it is damaged")


def _look(archive: zipfile.ZipFile, path: str) -> Inside:
    seen = _Cells()
    _read(archive, path, seen.started, seen.ended, seen.told)
    return seen.inside


class _Cells:
    """Sees the cells of a sheet go by."""

    def __init__(self) -> None:
        self.inside = Inside()
        self._place: Place = (-1, -1)
        self._is_error = False
        self._text: list[str] | None = None

    def started(self, tag: str, attributes: Attributes) -> None:
        """An element begins."""
        if tag == "row":
            self._place = (int(attributes.get("r", self._place[0] + 2)) - 1, -1)
        elif tag == "c":
            self._place = _place(attributes["r"]) if "r" in attributes else (self._place[0], self._place[1] + 1)
            self._is_error = attributes.get("t") == "e"
        elif tag == "f":
            self.inside.formulas.add(self._place)
        elif tag in VALUES:
            row, column = self.inside.last
            self.inside.last = (max(row, self._place[0]), max(column, self._place[1]))
            self._text = []

    def ended(self, tag: str) -> None:
        """An element ends."""
        if tag in VALUES and self._text is not None:
            if self._is_error:
                self.inside.errors[self._place] = "".join(self._text)
            self._text = None

    def told(self, characters: str) -> None:
        """Text of an element."""
        if self._is_error and self._text is not None:
            self._text.append(characters)


def _place(address: str) -> Place:
    found = ADDRESS.fullmatch(address)
    if not found:
        raise NoWorkbookError("it is damaged")
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found[2]) - 1, column - 1


def _read(
    archive: zipfile.ZipFile,
    path: str,
    started: Callable[[str, Attributes], None],
    ended: Callable[[str], None] = lambda _: None,
    told: Callable[[str], None] = lambda _: None,
) -> None:
    """Reads a part, element by element; names are without their namespaces."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = lambda tag, attributes: started(
        _local(tag), {_local(name): value for name, value in attributes.items()}
    )
    parser.EndElementHandler = lambda tag: ended(_local(tag))
    parser.CharacterDataHandler = told
    parser.EntityDeclHandler = _refuse
    with archive.open(path) as part:
        parser.ParseFile(part)


def _local(name: str) -> str:
    return name.rpartition(" ")[2]


def _refuse(*_: object) -> None:
    raise NoWorkbookError("it declares entities, as no spreadsheet does")
