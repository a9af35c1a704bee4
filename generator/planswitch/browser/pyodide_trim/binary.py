"""Reads and writes the sections of WebAssembly's binary format (https://webassembly.github.io/spec/core/binary/)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum

MAGIC = b"\0asm\1\0\0\0"


class TrimError(Exception):
    """The script or the WebAssembly does not look as expected; the text says what was found or is missing."""


class Section(IntEnum):
    """Id of a section."""

    CUSTOM = 0
    TYPE = 1
    IMPORT = 2
    FUNCTION = 3
    TABLE = 4
    MEMORY = 5
    GLOBAL = 6
    EXPORT = 7
    START = 8
    ELEMENT = 9
    CODE = 10
    DATA = 11
    DATA_COUNT = 12
    TAG = 13


class ExternalKind(IntEnum):
    """What is imported or exported."""

    FUNCTION = 0
    TABLE = 1
    MEMORY = 2
    GLOBAL = 3
    TAG = 4


END = 0x0B
CONSTANT_INSTRUCTIONS = {
    **dict.fromkeys((0x41, 0x42, 0x23, 0xD0, 0xD2), -1),
    **dict.fromkeys((0x6A, 0x6B, 0x6C, 0x7C, 0x7D, 0x7E), 0),
    0x43: 4,
    0x44: 8,
}
"""Instructions of constant expressions -> bytes of their operand; below zero: one number in LEB128."""

LONG_TYPES = (b"\x40", b"\x63", b"\x64")
"""Types that go on after their first byte begin so: references to other types, and tables with a first value."""


@dataclass(slots=True)
class Reader:
    """Reads one thing after the other.

    Attributes:
        content: of a section.
        position: where the next thing begins.
    """

    content: bytes
    position: int = 0

    def byte(self) -> int:
        """One byte."""
        return self.take(1)[0]

    def uleb128(self) -> int:
        """A number without sign."""
        number = shift = 0
        while True:
            byte = self.byte()
            number |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return number

    def take(self, length: int) -> bytes:
        """So many bytes as they are."""
        begin = self.position
        self.position += length
        if self.position > len(self.content):
            raise TrimError("the WebAssembly ends in the middle of something")
        return self.content[begin : self.position]

    def name(self) -> str:
        """A name."""
        try:
            return self.take(self.uleb128()).decode()
        except UnicodeDecodeError as error:
            raise TrimError("a name is not in UTF-8") from error

    def count(self) -> range:
        """How many items follow, to go through them."""
        return range(self.uleb128())

    def constant_expression(self) -> bytes:
        """The value of a global, or the offset of a segment."""
        begin = self.position
        while (instruction := self.byte()) != END:
            if instruction not in CONSTANT_INSTRUCTIONS:
                raise TrimError(f"the constant expression has the unknown instruction {instruction:#x}")
            if (length := CONSTANT_INSTRUCTIONS[instruction]) < 0:
                self.uleb128()
            else:
                self.take(length)
        return self.content[begin : self.position]

    def type(self) -> bytes:
        """The type of a value, in one byte."""
        type_ = self.take(1)
        if type_ in LONG_TYPES:
            raise TrimError(f"the type {type_[0]:#x} is not understood")
        return type_

    def limits(self) -> None:
        """The least size of a memory or a table, and the greatest if there is one."""
        has_maximum = self.byte() & 1
        self.uleb128()
        if has_maximum:
            self.uleb128()

    def external_type(self, kind: int) -> bytes:
        """The type of something that is imported; of a function or a tag, the index of its type."""
        begin = self.position
        match kind:
            case ExternalKind.FUNCTION:
                self.uleb128()
            case ExternalKind.TABLE:
                self.type()
                self.limits()
            case ExternalKind.MEMORY:
                self.limits()
            case ExternalKind.GLOBAL:
                self.type()
                self.byte()  # whether it can change
            case ExternalKind.TAG:
                self.byte()  # always an exception
                self.uleb128()
            case _:
                raise TrimError(f"there is an import of the unknown kind {kind}")
        return self.content[begin : self.position]


@dataclass(frozen=True, slots=True)
class Import:
    """What WebAssembly asks for."""

    module: str
    name: str
    kind: int
    type: bytes


def read_sections(wasm: bytes) -> Iterator[tuple[int, bytes]]:
    """Id and content of each section.

    Raises:
        TrimError: this is no WebAssembly.
    """
    if not wasm.startswith(MAGIC):
        raise TrimError("this is no WebAssembly")
    reader = Reader(wasm, len(MAGIC))
    while reader.position < len(wasm):
        section = reader.byte()
        yield section, reader.take(reader.uleb128())


def read_imports(content: bytes) -> list[Import]:
    """What the import section holds."""
    reader = Reader(content)
    return [
        Import(reader.name(), reader.name(), kind := reader.byte(), reader.external_type(kind)) for _ in reader.count()
    ]


def encode_module(sections: Iterable[tuple[int, bytes]]) -> bytes:
    """WebAssembly of sections, each with its id and content."""
    return MAGIC + b"".join(bytes([section]) + encode_sized(content) for section, content in sections)


def encode_uleb128(value: int) -> bytes:
    """A number without sign."""
    encoded = []
    while value > 0x7F:
        encoded.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*encoded, value])


def encode_sleb128(value: int) -> bytes:
    """A number that may be negative."""
    encoded = []
    while not -0x40 <= value < 0x40:
        encoded.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*encoded, value & 0x7F])


def encode_sized(content: bytes) -> bytes:
    """Bytes with their count before them; a name is one."""
    return encode_uleb128(len(content)) + content


def encode_vector(items: Iterable[bytes]) -> bytes:
    """Items with their count before them."""
    items = list(items)
    return encode_uleb128(len(items)) + b"".join(items)


def extend_vector(content: bytes, *items: bytes) -> bytes:
    """A vector with more items at its end."""
    reader = Reader(content)
    return encode_uleb128(reader.uleb128() + len(items)) + content[reader.position :] + b"".join(items)
