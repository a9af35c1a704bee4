"""Reads and writes the sections of WebAssembly's binary format (https://webassembly.github.io/spec/core/binary/)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum

MAGIC = b"\0asm\1\0\0\0"


class WasmError(Exception):
    """The WebAssembly does not look as expected; the text says what is missing."""


class Section(IntEnum):
    """Number of a section."""

    CUSTOM = 0
    TYPES = 1
    IMPORTS = 2
    FUNCTIONS = 3
    TABLES = 4
    MEMORIES = 5
    GLOBALS = 6
    EXPORTS = 7
    START = 8
    ELEMENTS = 9
    CODE = 10
    DATA = 11
    DATA_COUNT = 12
    TAGS = 13


class Kind(IntEnum):
    """What is imported or exported."""

    FUNCTION = 0
    TABLE = 1
    MEMORY = 2
    GLOBAL = 3
    TAG = 4


END = 0x0B
CONSTANT = {
    **dict.fromkeys((0x41, 0x42, 0x23, 0xD0, 0xD2), -1),
    **dict.fromkeys((0x6A, 0x6B, 0x6C, 0x7C, 0x7D, 0x7E), 0),
    0x43: 4,
    0x44: 8,
}
"""Instructions of constant expressions and the length of what follows; below zero: a number in LEB128."""


@dataclass(slots=True)
class Reader:
    """Reads what follows one after the other.

    Attributes:
        content: of a section.
        at: where the next thing begins.
    """

    content: bytes
    at: int = 0

    def byte(self) -> int:
        """One byte."""
        self.at += 1
        return self.content[self.at - 1]

    def number(self) -> int:
        """A number without sign, in LEB128."""
        number = shift = 0
        while True:
            byte = self.byte()
            number |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return number

    def take(self, length: int) -> bytes:
        """So many bytes as they are."""
        self.at += length
        return self.content[self.at - length : self.at]

    def name(self) -> str:
        """A name."""
        return self.take(self.number()).decode()

    def count(self) -> range:
        """How many things follow, to go through them."""
        return range(self.number())

    def expression(self) -> bytes:
        """A constant expression, as it stands before a global or a segment."""
        begin = self.at
        while (code := self.byte()) != END:
            if code not in CONSTANT:
                raise WasmError(f"the constant expression has the unknown instruction {code:#x}")
            if (length := CONSTANT[code]) < 0:
                self.number()
            else:
                self.take(length)
        return self.content[begin : self.at]

    def limits(self) -> bytes:
        """The type of a memory, or of a table after its elements."""
        begin = self.at
        bounded = self.byte() & 1
        self.number()
        if bounded:
            self.number()
        return self.content[begin : self.at]

    def type_of(self, kind: int) -> bytes:
        """The type that stands in an import: of a function or a tag, its number."""
        begin = self.at
        match kind:
            case Kind.GLOBAL:
                self.take(2)  # of the value, whether it changes
            case Kind.TABLE | Kind.MEMORY:
                self.take(1 if kind == Kind.TABLE else 0)
                self.limits()
            case _:
                self.take(1 if kind == Kind.TAG else 0)
                self.number()
        return self.content[begin : self.at]


@dataclass(frozen=True, slots=True)
class Import:
    """What WebAssembly asks for."""

    module: str
    name: str
    kind: int
    type: bytes


def sections(wasm: bytes) -> Iterator[tuple[int, bytes]]:
    """Number and content of each section.

    Raises:
        WasmError: this is no WebAssembly.
    """
    if not wasm.startswith(MAGIC):
        raise WasmError("this is no WebAssembly")
    reader = Reader(wasm, len(MAGIC))
    while reader.at < len(wasm):
        number = reader.byte()
        yield number, reader.take(reader.number())


def module(parts: Iterable[tuple[int, bytes]]) -> bytes:
    """WebAssembly of sections, each with its number and content."""
    return MAGIC + b"".join(bytes([number]) + sized(content) for number, content in parts)


def imports(content: bytes) -> list[Import]:
    """What the section of imports holds."""
    reader = Reader(content)
    return [Import(reader.name(), reader.name(), kind := reader.byte(), reader.type_of(kind)) for _ in reader.count()]


def number(value: int) -> bytes:
    """A number without sign, in LEB128."""
    parts = []
    while value > 0x7F:
        parts.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*parts, value])


def sized(content: bytes) -> bytes:
    """Bytes with their count before them; a name is one."""
    return number(len(content)) + content


def vector(items: Iterable[bytes]) -> bytes:
    """Things with their count before them."""
    items = list(items)
    return number(len(items)) + b"".join(items)


def signed(value: int) -> bytes:
    """A number that may be negative, in LEB128."""
    parts = []
    while not -0x40 <= value < 0x40:
        parts.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*parts, value & 0x7F])


def extended(content: bytes, *items: bytes) -> bytes:
    """A section with more things at its end."""
    reader = Reader(content or number(0))
    return number(reader.number() + len(items)) + reader.content[reader.at :] + b"".join(items)
