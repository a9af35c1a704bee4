"""What ``planswitch sheet`` does: one workbook is written, or brought back."""

from __future__ import annotations

import sys
from pathlib import Path

from planswitch.catalogue import CatalogueError, inspect
from planswitch.catalogue.folder import Tables
from planswitch.catalogue.grids import Grid, Grids, read_grids
from planswitch.catalogue.problems import told
from planswitch.catalogue.writing import write_all
from planswitch.pages.languages import LanguageError, language_of, locale_folders
from planswitch.sheet.layout import SHEETS
from planswitch.sheet.reading import WORKBOOKS, Book, opened, read_book
from planswitch.sheet.returned import forget, note
from planswitch.sheet.returning import Return, bring_back
from planswitch.sheet.writing import Shown, unfit, workbook_of
from planswitch.terminal import OK, Stop, complain, put, say

YES = ("y", "yes")


def write(folder: Path, out: Path) -> int:
    """Writes the workbook of a catalogue.

    Raises:
        CatalogueError: the files cannot be read whole, or hold what no workbook can.
        Stop: the workbook would take the place of something else.
    """
    _must_be_a_place(out)
    raw, grids, faults = made(folder)
    _must_be_ours(out, grids)
    write_all({out: raw})
    forget(out)
    rows = sum(len(grid.rows) for grid in grids.values())
    say(f"{out}: {len(grids)} files of {folder}, {rows:,} rows")
    if faults:
        count = f"{faults} problem{'' if faults == 1 else 's'}"
        say(f"{folder} has {count}, and so has the workbook; planswitch check tells them")
    return OK


def made(folder: Path) -> tuple[bytes, dict[str, Grid], int]:
    """The workbook of a folder, its files, and how many problems they have.

    Raises:
        CatalogueError: the files cannot be read whole, or hold what no workbook can.
        Stop: a text would not come back as it is.
    """
    tables, problems = inspect(folder)
    faulty = [problem for table in tables.values() for problem in table.problems if problem.fatal]
    if faulty:
        raise CatalogueError(folder, faulty)
    grids = read_grids(folder)
    if odd := [*unfit(grids)]:
        raise CatalogueError(folder, odd)
    raw = workbook_of(grids, tables, _shown(folder, tables))
    must_say_the_same(folder, raw, grids)
    return raw, grids, sum(problem.fatal for problem in problems)


def _shown(folder: Path, tables: Tables) -> Shown:
    settings = {row["key"]: row["value"] for row in tables["catalogue"]}
    title = ": ".join(filter(None, (settings.get("title"), settings.get("edition"))))
    language = language_of(settings.get("language", ""), *locale_folders(folder))
    try:
        return Shown(title, folder.as_posix(), language.translations.gettext, language.direction == "rtl")
    except (LanguageError, ValueError):
        return Shown(title, folder.as_posix())


def must_say_the_same(folder: Path, raw: bytes, grids: Grids) -> None:
    """Reads a workbook before it is given out of hand: what it cannot hold would be lost when it is brought back."""
    again = opened(folder, raw).grids
    for name in SHEETS:
        was, is_ = grids.get(name, Grid(())).dicts(), again[name].dicts()
        if was != is_:
            row = next(place for place, pair in enumerate(zip(was, is_, strict=False)) if pair[0] != pair[1])
            column = next(name for name, cell in was[row].items() if is_[row].get(name) != cell)
            raise Stop(f"{folder / name}.csv: no workbook can hold “{was[row][column]}”, in the column {column}")


def _must_be_a_place(out: Path) -> None:
    if out.suffix.lower() != WORKBOOKS:
        raise Stop(f"{out}: the name of a workbook ends in {WORKBOOKS}")
    if not out.parent.is_dir():
        raise Stop(f"{out.parent}: there is no such folder")
    if lock := _lock(out):
        raise Stop(f"{out}: it is open in a spreadsheet ({lock.name} says so); close it there first")


def _lock(workbook: Path) -> Path | None:
    """What Excel or LibreOffice leaves beside a workbook while it is open."""
    name = workbook.name
    places = (workbook.with_name(lock) for lock in (f"~${name}", f".~lock.{name}#"))
    return next((place for place in places if place.exists()), None)


def _must_be_ours(out: Path, grids: Grids) -> None:
    """Refuses to take the place of a workbook that has something which is not in the folder, or of another file."""
    if not out.exists():
        return
    try:
        book = read_book(out)
    except Stop as stop:
        raise Stop(f"{out}: something else is there; name another file") from stop
    if book.own:
        raise Stop(f"{out}: it has sheets of your own ({', '.join(book.own)}), which would be lost; name another file")
    remembered = book.memory or {}
    for name, grid in book.grids.items():
        if grid not in (grids.get(name, Grid(())), remembered.get(name, Grid(()))):
            raise Stop(f"{out}: it has edits that would be lost; bring it back first (--into), or name another file")


def return_to(folder: Path, workbook: Path, *, force: bool) -> int:
    """Brings a workbook back.

    Raises:
        CatalogueError: the workbook has faults, or does not fit what is in the folder now.
        Stop: it is no workbook, or nobody agrees.
    """
    if lock := _lock(workbook):
        complain(f"{workbook} is open in a spreadsheet ({lock.name} says so): what is not saved there is not in it")
    brought = bring_back(workbook, folder, force=force)
    for text in told(brought.warnings):
        say(*text.splitlines())
    if brought.files:
        _write(brought)
    else:
        say(f"{folder}: nothing to write")
    if brought.is_old:
        _refresh(folder, brought.book, is_open=lock is not None)
    return OK


def _write(brought: Return) -> None:
    put(brought.report)
    names = ", ".join(f"{name}.csv" for name in brought.files)
    question = f"Begin the catalogue {brought.folder}" if brought.is_new else f"Write {names} into {brought.folder}"
    if not _agreed(f"{question}?"):
        raise Stop("nothing was written")
    brought.write()
    say(f"{brought.folder}: {names} written")


def _agreed(question: str) -> bool:
    """Whether whoever sits at the terminal says yes; where nobody does, the command was enough."""
    if not (sys.stdin and sys.stdin.isatty() and sys.stdout.isatty()):
        return True
    put(f"{question} [y/N] ")
    sys.stdout.flush()
    return sys.stdin.readline().strip().lower() in YES


def _refresh(folder: Path, book: Book, *, is_open: bool) -> None:
    """Writes the workbook anew, so that it says what the folder says now; where it must stay, notes what it says."""
    why = "it is open" if is_open else "it has sheets of your own" if book.own else ""
    if not why:
        try:
            write_all({book.path: made(folder)[0]})
        except OSError as error:
            why = error.strerror or str(error)
        else:
            forget(book.path)
            say(f"{book.path}: written anew, to go on in it")
            return
    on = "you can go on in it" if note(book) else f"write a new one before you go on: planswitch sheet {book.path}"
    complain(f"{book.path}: {why}, so it stays as it is; {on}")
