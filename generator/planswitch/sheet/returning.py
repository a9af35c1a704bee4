"""Brings a workbook back into a folder: the answers that change are shown first, and only then is anything written."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from planswitch import configured
from planswitch.catalogue import CatalogueError, Problem, inspect
from planswitch.catalogue.folder import read_folder
from planswitch.catalogue.grids import Grid, Grids, read_grids
from planswitch.catalogue.problems import shortened
from planswitch.catalogue.schema import BY_NAME, TABLES
from planswitch.catalogue.writing import write_all
from planswitch.diff.reports import Where, report
from planswitch.diff.styles import explain
from planswitch.pages.languages import LOCALE, locale_folders
from planswitch.sheet.merging import Clash, Merged, begun, merge
from planswitch.sheet.reading import Book, called, read_book
from planswitch.sheet.returned import noted
from planswitch.terminal import Stop

NOW = "the folder as it is"
"""What the answers are compared with."""


@dataclass(frozen=True, slots=True)
class Return:
    """What a workbook brings back.

    Attributes:
        book: the workbook.
        folder: where its files go.
        files: what is to be written, by the name of the table.
        warnings: what is odd about its rows.
        report: the answers that change, in words; empty where there was no catalogue.
        seen: the folder's files as they were read.
        is_new: whether the folder had no catalogue.
        is_old: whether the workbook remembers something else than what the folder says then.
    """

    book: Book
    folder: Path
    files: dict[str, Grid]
    warnings: list[Problem]
    report: str
    seen: dict[str, bytes]
    is_new: bool
    is_old: bool

    def write(self) -> None:
        """Writes the files, all of them or none.

        Raises:
            Stop: the folder has changed meanwhile.
            OSError: they cannot be written.
        """
        if _bytes_of(self.folder) != self.seen:
            raise Stop(f"{self.folder}: it has changed meanwhile, and nothing was written; start again")
        self.folder.mkdir(parents=True, exist_ok=True)
        write_all({self.folder / BY_NAME[name].file: grid.csv().encode() for name, grid in self.files.items()})


def bring_back(workbook: Path, folder: Path, *, force: bool = False) -> Return:
    """What a workbook would change in a folder.

    Args:
        workbook: the file.
        folder: the catalogue's; it is begun where it is not there.
        force: whether what the workbook says counts where both have been edited.

    Raises:
        CatalogueError: the workbook has faults, or both have been edited in ways that do not fit.
        Stop: it is no workbook, or nothing can be said of the folder.
    """
    book = read_book(workbook)
    tables, problems = book.look()
    if any(problem.fatal for problem in problems):
        raise CatalogueError(workbook, problems)
    seen = _bytes_of(folder)
    theirs = _read(folder) if seen else {}
    merged = _merged(book, folder, theirs, force=force)
    if merged.clashes and not force:
        numbers = {name: [row.number for row in table] for name, table in tables.items()}
        letters = {name: table.rows[0].letters if table.rows else {} for name, table in tables.items()}
        raise CatalogueError(workbook, [_clash(book, folder, each, numbers, letters) for each in merged.clashes])
    files = {name: grid for name, grid in merged.grids.items() if name not in theirs or grid != theirs[name]}
    with _as_it_will_be(folder, files) as new:
        if merged.united:
            _must_be_sound(folder, new)
        where = Where(folder.as_posix(), NOW, workbook.as_posix(), _has_editions(), same=True)
        told_of = explain([report(where, folder, new)], "text") if theirs and files else ""
    return Return(book, folder, files, problems, told_of, seen, not theirs, book.memory != merged.grids)


def _bytes_of(folder: Path) -> dict[str, bytes]:
    paths = (folder / table.file for table in TABLES)
    return {path.name: path.read_bytes() for path in paths if path.is_file()}


def _read(folder: Path) -> dict[str, Grid]:
    """The files of a folder, faults in their cells aside.

    Raises:
        CatalogueError: they cannot be read whole.
    """
    tables, _ = read_folder(folder)
    problems = [problem for table in tables.values() for problem in table.problems if problem.fatal]
    there = [problem for problem in problems if (folder / problem.file).exists()]
    if there:
        raise CatalogueError(folder, there)
    return read_grids(folder)


def _merged(book: Book, folder: Path, theirs: dict[str, Grid], *, force: bool) -> Merged:
    mine = book.grids
    if not theirs:
        return Merged(begun(book.memory or {}, mine))
    if book.memory is not None:
        _must_be_the_same(book, folder, theirs)
        return merge(noted(book) or book.memory, mine, theirs)
    if not force and any(grid != theirs.get(name, Grid(())) for name, grid in mine.items()):
        raise Stop(
            f"{book.path}: it does not say any more what {folder} was when it was written, so that nobody can tell "
            f"whose edit is whose; with --force, {folder} becomes what it says"
        )
    return merge(theirs, mine, theirs)


def _must_be_the_same(book: Book, folder: Path, theirs: Grids) -> None:
    """Refuses to mix two catalogues."""
    was, there = (_id(grids) for grids in (book.memory or {}, theirs))
    if was != there and _id(book.grids) != there:
        raise Stop(f"{book.path}: it was written from the catalogue “{was}”, and {folder} is “{there}”")


def _id(grids: Grids) -> str:
    rows = grids["catalogue"].dicts() if "catalogue" in grids else []
    return next((row.get("value", "") for row in rows if row.get("key") == "id"), "")


def _clash(
    book: Book, folder: Path, clash: Clash, numbers: dict[str, list[int]], letters: dict[str, dict[str, str]]
) -> Problem:
    """What both have edited, told at the cell of the workbook."""
    number = numbers[clash.table][clash.place] if clash.place >= 0 else 0
    letter = letters[clash.table].get(clash.column, "")
    file = (folder / BY_NAME[clash.table].file).as_posix()
    if clash.column:
        cells = (clash.mine, clash.theirs, clash.was)
        here, there, was = (f"“{shortened(text)}”" if text else "blank" for text in cells)
        found = f"{here} here and {there} in {file}, where it was {was} when the workbook was written"
    else:
        row = " ".join(filter(None, clash.key[:-1]))
        here, there = ("edited", "deleted") if clash.mine else ("deleted", "edited")
        found = f"a row {here} here, and {there} in {file}: {shortened(row)}"
    tip = "write here what is to stand there; --force takes what the workbook says, wherever both were edited"
    cell = f"{letter}{number}" if letter and number else ""
    return Problem("both", called(book.path, clash.table), number, cell, found, "one edit", tip, unit="row")


@contextmanager
def _as_it_will_be(folder: Path, files: dict[str, Grid]) -> Iterator[Path]:
    """A copy of a folder with its translations, in which the files are written."""
    with TemporaryDirectory(prefix="planswitch-sheet-") as temporary:
        new = Path(temporary) / "data" / folder.resolve().name
        new.mkdir(parents=True)
        for table in TABLES:
            if (folder / table.file).is_file():
                shutil.copy(folder / table.file, new)
        for name, grid in files.items():
            (new / BY_NAME[name].file).write_bytes(grid.csv().encode())
        for locale, place in zip(locale_folders(folder), (new / LOCALE, new.parent / LOCALE), strict=True):
            for file in locale.glob("*.po"):
                place.mkdir(exist_ok=True)
                shutil.copy(file, place)
        yield new


def _has_editions() -> bool:
    """Whether the site of this folder has several catalogues, so that pages are under the id of each."""
    try:
        return len(configured.catalogues(Path())) > 1
    except Stop:
        return False


def _must_be_sound(folder: Path, new: Path) -> None:
    """Refuses what is sound in the workbook and in the folder, and not together."""
    problems = [problem for problem in inspect(new)[1] if problem.fatal]
    if problems:
        raise CatalogueError(folder, problems)
