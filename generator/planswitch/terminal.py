"""Standard output and standard error: what commands print, and how they end when it does not arrive.

Text for people goes out by `say` and `complain`, with control characters shown by their numbers. Data goes out by
`Data`, as it is unless a person is looking. Whatever fails in writing is an `OutputLost`, never an `OSError`: so nobody
can take it for a fault of a file that is being read.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from io import TextIOWrapper, UnsupportedOperation
from typing import Any, TextIO

from planswitch.plain import NEVER_PLAIN, one_line, plain

OK, PROBLEMS, REFUSED, LOST = 0, 1, 2, 3
"""Exit statuses: all is well; rows or a catalogue with problems; a command that makes no sense; a file or the output
that could not be written whole."""
STOPPED, NO_READER = 130, 141
"""As shells have it: ended by Ctrl-C; the reader of the pipe has gone, which is said by nobody."""


class Stop(Exception):  # noqa: N818 - an end, not always a fault
    """A command that cannot go on, and why, in one sentence."""


class OutputLost(Exception):  # noqa: N818 - what has happened to the output
    """Something that was to be printed did not arrive.

    Attributes:
        reader_gone: whether it is only that nobody reads the pipe any more.
    """

    def __init__(self, error: OSError) -> None:
        super().__init__(f"the output is not whole: {error.strerror or error}")
        self.reader_gone = isinstance(error, BrokenPipeError)


def put(text: str, stream: TextIO | None = None) -> None:
    """Prints text as it is.

    Raises:
        OutputLost: it could not be written.
    """
    stream = stream or sys.stdout
    try:
        stream.write(text)
    except OSError as error:
        raise OutputLost(error) from error


def say(*lines: str) -> None:
    """Prints lines for a person."""
    put("".join(f"{one_line(line)}\n" for line in lines))


def complain(*lines: str) -> None:
    """Prints lines for a person on standard error; where that is closed, nobody wants to know."""
    if sys.stderr:
        put("".join(f"{one_line(line)}\n" for line in lines), sys.stderr)


class Data:
    """Standard output for data: UTF-8 wherever it goes, and as it is unless it goes to a terminal."""

    def __init__(self) -> None:
        self._shown = sys.stdout.isatty()
        if isinstance(sys.stdout, TextIOWrapper) and not self._shown:
            sys.stdout.reconfigure(encoding="utf-8")

    def write(self, text: str) -> None:
        """Prints text."""
        put(plain(text) if self._shown else text)

    def write_json(self, value: Any, indent: int | None = None) -> None:
        """Prints JSON; what is never plain text is written as JSON can, by its number."""
        separators = (",", ":") if indent is None else None
        text = json.dumps(value, ensure_ascii=False, indent=indent, separators=separators)
        if not text.isprintable():
            text = NEVER_PLAIN.sub(lambda found: json.dumps(found[0])[1:-1], text)
        put(f"{text}\n")


def guarded(command: Callable[[], int]) -> int:
    """Runs a command to its end, whatever becomes of its output, and returns its exit status."""
    if sys.stdout is None:
        _last_words("standard output is closed; nothing was done")
        return LOST
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        status = command()
        _flush()
    except OutputLost as lost:
        if not lost.reader_gone:
            _last_words(str(lost))
        status = NO_READER if lost.reader_gone else LOST
    except OSError as error:
        _last_words(": ".join(str(part) for part in (error.filename, error.strerror or error) if part))
        status = LOST
    except KeyboardInterrupt:
        _last_words("stopped")
        status = STOPPED
    if status > REFUSED:
        with suppress(OutputLost, KeyboardInterrupt):
            _flush()
        _let_go()
    return status


def _flush() -> None:
    for stream in filter(None, (sys.stdout, sys.stderr)):
        try:
            stream.flush()
        except OSError as error:
            raise OutputLost(error) from error


def _last_words(sentence: str) -> None:
    with suppress(OutputLost):
        complain(f"planswitch: {sentence}")


def _let_go() -> None:
    """Sends what is still on its way nowhere: Python would try again at its end, and fail with a status of its own."""
    for stream in filter(None, (sys.stdout, sys.stderr)):
        with suppress(OSError, UnsupportedOperation):
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, stream.fileno())
            os.close(nowhere)
