"""``planswitch batch``: a table of questions in, a table of answers out, one row in memory at a time.

A row is one line: a cell holds no line break, so a quote that is left open spoils its own line and no other.
"""

from __future__ import annotations

import csv
import os
import stat
import sys
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import UnsupportedOperation
from pathlib import Path
from typing import IO, cast

from planswitch.catalogue.encodings import IS_WINDOWS, Bytes, Line, Lines
from planswitch.catalogue.problems import shortened
from planswitch.catalogue.tables import delimiter_of, names_delimiter
from planswitch.editions import Opened, Shelf
from planswitch.rules import Decision, InvalidQuestion, Question, decide
from planswitch.rules.conditions import Value
from planswitch.terminal import OK, PROBLEMS, Data, Stop, complain

PLANS = ("from", "to")
EDITION = "edition"
"""Where there are several: which one a row asks for, and by which one it is answered."""
ANSWER = ("route", "status", "certainty", "otherwise", "holds", "open", "refused")
"""The columns that the answer adds."""
CSV_ERRORS = {
    "unexpected end of data": "a quote is still open at the end of the line; a cell of a batch holds no line break, "
    "and a quote inside a quoted cell is written twice",
    "field larger than field limit": "a cell is longer than any can be",
    "'": "a quoted cell goes on after its quote; a quote inside a quoted cell is written twice",
}
"""How Python's words begin, and what we say."""


@dataclass(frozen=True, slots=True)
class Columns:
    """What stands where in a row.

    Attributes:
        header: the names as they are printed: ours as we write them, the user's own untouched.
        width: how many of them stand in the file.
        origin, target: places of the plans.
        facts: each fact that has a column, and its place.
        edition: the place of the edition; none where there is but one.
    """

    header: list[str]
    width: int
    origin: int
    target: int
    facts: list[tuple[str, int]]
    edition: int | None = None

    def tidy(self, cells: list[str]) -> list[str]:
        """The cells of a row: ours without the spaces around them, the user's own untouched."""
        cells = cells[: len(self.header)] + [""] * (len(self.header) - len(cells))
        for place in (self.origin, self.target, self.edition, *(place for _, place in self.facts)):
            if place is not None:
                cells[place] = cells[place].strip()
        return cells

    def decide(self, shelf: Shelf, cells: list[str]) -> Decision:
        """The answer to a row, whose edition is put in its place.

        Raises:
            InvalidQuestion: the row makes no sense.
        """
        wanted = "" if self.edition is None else cells[self.edition]
        edition, chosen = shelf.choose(cells[self.origin], cells[self.target], wanted)
        if self.edition is not None:
            cells[self.edition] = chosen.edition
        return decide(edition.catalogue, Question(chosen.origin, chosen.target, dict(self._facts(edition, cells))))

    def _facts(self, edition: Opened, cells: list[str]) -> Iterator[tuple[str, Value | None]]:
        facts = edition.catalogue.facts
        for fact, place in self.facts:
            if fact in facts:
                yield fact, edition.names.value(facts[fact], cells[place])
            elif cells[place]:
                id_ = edition.catalogue.id
                raise InvalidQuestion("The edition “{edition}” knows no “{name}”.", part=fact, edition=id_, name=fact)


@contextmanager
def opened(file: str) -> Iterator[Bytes]:
    """Opens a file of questions, or standard input by the name ``-``.

    Raises:
        Stop: it cannot be read, now or later, or the answers would go into it.
    """
    name = "standard input" if file == "-" else file
    if file == "-" and sys.stdin is None:
        raise Stop("standard input is closed")
    try:
        if file == "-":
            _part_from_output(sys.stdin.buffer, name)
            yield cast("Bytes", sys.stdin.buffer)
        else:
            with Path(file).open("rb") as stream:
                _part_from_output(stream, name)
                yield stream
    except OSError as error:
        raise Stop(f"{name}: {error.strerror or error}") from error


def _part_from_output(stream: IO[bytes], name: str) -> None:
    try:
        files = [os.fstat(stream.fileno()), os.fstat(sys.stdout.fileno())]
    except UnsupportedOperation:
        return
    if stat.S_ISREG(files[0].st_mode) and os.path.samestat(*files):
        raise Stop(f"{name}: the answers would go into the file of the questions; let them go into another")


def answer_all(shelf: Shelf, stream: Bytes, *, json_lines: bool) -> int:
    """Prints the answer to each row, or why it has none, which standard error says too; returns the exit status.

    Raises:
        Stop: the header makes no sense.
        InvalidQuestion: likewise.
    """
    lines = _lines(stream)
    known = {*PLANS, *shelf.facts, *([EDITION] if shelf.several else [])}
    delimiter, header = _header(lines, known)
    columns = _columns(known, header)
    _look_at_own(shelf, known, header, json_lines=json_lines)
    out: Decisions | Table = Decisions() if json_lines else Table(columns)
    refused = 0
    for line in lines:
        cells: list[str] = []
        try:
            cells = _cells(line, delimiter, columns.width)
            if not cells:
                continue
            cells = columns.tidy(cells)
            decision = columns.decide(shelf, cells)
        except (InvalidQuestion, Stop) as refusal:
            refused += 1
            complain(f"line {line.number}: {refusal}")
            out.refuse(line.number, cells, str(refusal))
        else:
            out.answer(cells, decision)
    if refused:
        complain(f"{refused} row{'' if refused == 1 else 's'} could not be answered")
    return PROBLEMS if refused else OK


class Table:
    """The answers as a table: the user's own columns, then those of the answer."""

    def __init__(self, columns: Columns) -> None:
        self._width = len(columns.header)
        self._writer = csv.writer(Data(), lineterminator="\n")
        self._writer.writerow([*columns.header, *ANSWER])

    def answer(self, cells: list[str], decision: Decision) -> None:
        """Prints a row with its answer."""
        self._writer.writerow([*cells, *_answer(decision), ""])

    def refuse(self, _: int, cells: list[str], why: str) -> None:
        """Prints a row, blank where it could not be read, with the reason why it has no answer."""
        blank = [""] * (len(ANSWER) - 1)
        self._writer.writerow([*(cells or [""] * self._width), *blank, why])


class Decisions:
    """The answers as lines of JSON, one for each row."""

    def __init__(self) -> None:
        self._out = Data()

    def answer(self, _: list[str], decision: Decision) -> None:
        """Prints the decision."""
        self._out.write_json(decision.to_dict())

    def refuse(self, line: int, _: list[str], why: str) -> None:
        """Prints the line of the file and the reason why it has no answer."""
        self._out.write_json({"line": line, "refused": why})


def _lines(stream: Bytes) -> Iterator[Line]:
    lines = Lines(stream)
    for line in lines:
        if line.number == lines.windows > 0:
            complain(f"line {line.number}: {IS_WINDOWS.found}; {IS_WINDOWS.tip}")
        yield line


def _header(lines: Iterator[Line], known: set[str]) -> tuple[str, list[str]]:
    """The delimiter and the cells of the header."""
    line = next(lines, Line(1, ""))
    if names_delimiter(line.text):
        line = next(lines, Line(2, ""))
    delimiter = delimiter_of(line.text, known)
    try:
        cells = _cells(line, delimiter)
    except Stop as fault:
        raise Stop(f"line {line.number}: {fault}" if line.number else str(fault)) from fault
    while cells and not cells[-1].strip():
        cells.pop()
    return delimiter, cells


def _cells(line: Line, delimiter: str, most: int = sys.maxsize) -> list[str]:
    """The cells of a line; nothing when it is blank.

    Raises:
        Stop: it cannot be read, or it has more cells than `most`.
    """
    if line.fault:
        raise Stop(f"{line.fault.found}; expected {line.fault.expected}: {line.fault.tip}")
    try:
        cells: list[str] = next(csv.reader([line.text.removesuffix("\n")], delimiter=delimiter, strict=True), [])
    except csv.Error as error:
        said = (ours for theirs, ours in CSV_ERRORS.items() if str(error).startswith(theirs))
        raise Stop(next(said, str(error))) from error
    if any(cell.strip() for cell in cells[most:]):
        raise Stop(f"{len(cells)} cells, but only {most} columns")
    return cells if any(cell.strip() for cell in cells) else []


def _columns(known: Collection[str], header: list[str]) -> Columns:
    places: dict[str, int] = {}
    names = [cell.strip().lower() for cell in header]
    for place, name in enumerate(names):
        if name in known:
            if name in places:
                raise InvalidQuestion("The column “{column}” is there twice.", column=name)
            places[name] = place
    for column in PLANS:
        if column not in places:
            raise InvalidQuestion("The file has no column “{column}”.", column=column)
    shown = [name if name in places else cell for name, cell in zip(names, header, strict=True)]
    if EDITION in known and EDITION not in places:
        places[EDITION] = len(shown)
        shown.append(EDITION)
    facts = [(name, place) for name, place in places.items() if name not in (*PLANS, EDITION)]
    return Columns(shown, len(header), places["from"], places["to"], facts, places.get(EDITION))


def _look_at_own(shelf: Shelf, known: Collection[str], header: list[str], *, json_lines: bool) -> None:
    """Warns of columns that may be meant for a fact, and refuses those that would stand in the answer twice."""
    for cell in header:
        name = cell.strip().lower()
        if name in ANSWER and not json_lines:
            raise Stop(f"The answer has a column “{name}” of its own; give the one in your file another name.")
        near = "" if name in known else shelf.near_fact(name)
        if near:
            what = "left out" if json_lines else "passed through as it is"
            complain(f"planswitch: no fact is called “{shortened(cell)}”; did you mean “{near}”? The column is {what}.")


def _answer(decision: Decision) -> tuple[str, ...]:
    return (
        decision.route or "",
        decision.status,
        decision.certainty or "",
        decision.otherwise or "",
        " ".join(decision.holding()),
        " ".join(decision.open),
    )
