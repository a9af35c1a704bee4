"""Reads text as spreadsheets save it, line by line: UTF-8, UTF-16 with its mark, or Windows text (cp1252).

Text of the Macintosh, of MS-DOS and of Windows elsewhere is recognised, and refused: Windows text would be its wrong
letters.
"""

from __future__ import annotations

import io
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from planswitch.catalogue.letters import ELSEWHERE, OTHERS, WINDOWS, other_encoding

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

WORKBOOK = b"PK\x03\x04"
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
NO_UTF_8 = re.compile("[\udc80-\udcff]")
"""What stands in for bytes that are not UTF-8, while a line is read."""
LARGEST_FILE = 64_000_000
"""Most bytes that a file may have."""
NO_FILE = {
    stat.S_IFDIR: "a folder",
    stat.S_IFIFO: "a named pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}
"""What can stand in the place of a file."""
LONGEST_LINE = 1_000_000
"""Most characters that a line may have: what is longer is no table."""
SAVE_IT = "save it as “CSV UTF-8”"


class Bytes(Protocol):
    """What bytes are read from: a file, standard input, or memory."""

    def read1(self, size: int = -1, /) -> bytes:
        """Some of the bytes that are there, at least one until the end."""
        ...


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with the bytes: what was found, what was expected and what to do."""

    found: str
    expected: str
    tip: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a file, counted from 1, with the end of the line as one character; and what is wrong with it, if so."""

    number: int
    text: str
    fault: Fault | None = None


BAD_BYTES = Fault("bytes that are no text", "UTF-8", SAVE_IT)
HALF = Fault("damaged UTF-16", "UTF-8", SAVE_IT)
NUL = Fault("a NUL character", "plain text", "save the file again as “CSV UTF-8”")
TOO_LONG = Fault(f"a line of more than {LONGEST_LINE:,} characters", "a table", "look for what joined its lines")
IS_WORKBOOK = Fault(
    "a workbook", "a CSV file", "open it in the spreadsheet and save it as “CSV UTF-8 (comma delimited)”"
)
IS_WINDOWS = Fault(
    "Windows text (cp1252)", "UTF-8", "save it as “CSV UTF-8” so that accents and quotes survive everywhere"
)
IS_OTHER = {
    encoding: Fault(f"text that seems to be saved as “CSV ({menu})”", "UTF-8", SAVE_IT)
    for encoding, menu in OTHERS.items()
} | {ELSEWHERE: Fault("text that seems to be saved for Windows in another part of the world", "UTF-8", SAVE_IT)}
"""By the name of the encoding."""


def read_file(path: Path) -> bytes | Fault:
    """What is in a file, whole. Anything else is not even opened: that alone could take for ever.

    Raises:
        OSError: it cannot be read.
    """
    kind = stat.S_IFMT(path.stat().st_mode)
    if kind != stat.S_IFREG:
        return Fault(NO_FILE.get(kind, "something else"), "a file", "put a file of text in its place")
    data = b""
    with path.open("rb") as file:
        while len(data) <= LARGEST_FILE and (more := file.read(max(len(data), io.DEFAULT_BUFFER_SIZE))):
            data += more
    if len(data) > LARGEST_FILE:
        return Fault("a larger file", f"at most {LARGEST_FILE // 1_000_000} MB", "look for what does not belong in it")
    return data


class Lines:
    """The lines of a file, one at a time, however long the file is.

    The first line with more than ASCII in it says what the file is: if it is not UTF-8, the file is Windows text. What
    is no text at all is a fault of its line, and the next is read all the same.

    Attributes:
        windows: the line from which on the file was taken for Windows text; 0 while it is UTF-8.
    """

    def __init__(self, stream: Bytes, whole: bytes = b"") -> None:
        """Looks at the first bytes.

        Args:
            stream: the file.
            whole: all that is in it, where that is known: in which encoding it is, many letters tell better than one
                line does.

        Raises:
            OSError: the stream cannot be read; so do all that follow.
        """
        self.windows = 0
        self._whole = whole
        raw = _Ahead(stream)
        self._workbook = raw.head.startswith(WORKBOOK)
        self._wide = raw.head.startswith(UTF_16)
        self._utf_8 = False
        encoding, errors = ("utf-16", "surrogatepass") if self._wide else ("utf-8-sig", "surrogateescape")
        self._text = io.TextIOWrapper(io.BufferedReader(raw), encoding, errors)

    def __iter__(self) -> Iterator[Line]:
        if self._workbook:
            yield Line(0, "", IS_WORKBOOK)
            return
        number = 0
        try:
            while text := self._text.readline(LONGEST_LINE + 1):
                number += 1
                yield self._line(number, text)
                while len(text) > LONGEST_LINE and not text.endswith("\n"):
                    text = self._text.readline(LONGEST_LINE + 1)
        except UnicodeDecodeError:
            yield Line(number + 1, "", HALF)

    def _line(self, number: int, text: str) -> Line:
        if len(text) > LONGEST_LINE:
            return Line(number, "", TOO_LONG)
        if "\0" in text:
            return Line(number, text, NUL)
        return Line(number, text) if text.isascii() else self._beyond_ascii(number, text)

    def _beyond_ascii(self, number: int, text: str) -> Line:
        if self._wide:
            return Line(number, text, HALF if re.search("[\ud800-\udfff]", text) else None)
        if not NO_UTF_8.search(text) and not self.windows:
            self._utf_8 = True
        if self._utf_8:
            return Line(number, text, BAD_BYTES if NO_UTF_8.search(text) else None)
        data = text.encode("utf-8", "surrogateescape")
        if other := self._other(data):
            text = data.decode(WINDOWS, "replace") if other == ELSEWHERE else data.decode(other)
            return Line(number, text, IS_OTHER[other])
        try:
            text = data.decode(WINDOWS)
        except UnicodeDecodeError:
            return Line(number, text, BAD_BYTES)
        self.windows = self.windows or number
        return Line(number, text)

    def _other(self, line: bytes) -> str:
        """In which other encoding a line is that is neither UTF-8 nor Windows text."""
        if not self._whole:
            return other_encoding(line)
        return self._other_throughout

    @cached_property
    def _other_throughout(self) -> str:
        return other_encoding(self._whole)


class _Ahead(io.RawIOBase):
    """A stream of which the first four bytes are known in advance."""

    def __init__(self, stream: Bytes) -> None:
        self._stream = stream
        self.head = b""
        while len(self.head) < 4 and (more := stream.read1(4 - len(self.head))):
            self.head += more
        self._waiting = self.head

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer).cast("B")
        found = self._waiting or self._stream.read1(len(view))
        self._waiting = b""
        view[: len(found)] = found
        return len(found)
