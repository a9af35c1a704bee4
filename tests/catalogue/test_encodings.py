"""Lines: a file is read line by line, and what is no text is a fault of its line."""

from __future__ import annotations

import io

import pytest

from planswitch.catalogue import encodings
from planswitch.catalogue.encodings import Lines

FAULTS = [
    (b"a\n\xfc\nb\n", [1, 2, 3], []),
    ("a\nü\nb\n".encode(), [1, 2, 3], []),
    ("ü\n".encode() + b"\xfc\nb\n", [1, 3], [2]),
    (b"a\n\x81\n\xfc\n", [1, 3], [2]),
    (b"a\r\n\0\r\nb", [1, 3], [2]),
    (b"\xff\xfea\0\n\0\x00\xd8\n\0b\0", [1, 3], [2]),
    (b"\xff\xfea\0\n\0b", [1], [2]),
    (b"\xfe\xff\0a\0\n\0b", [1, 2], []),
    ("a\nperché\nà\n".encode("mac_roman"), [1], [2, 3]),
    ("citt…\n".encode("cp1252") + "è\n".encode("cp850") + b"\xfc\n", [1, 3], [2]),
    (b"PK\x03\x04", [], [0]),
    (b"", [], []),
]


@pytest.mark.parametrize(("data", "whole", "faulty"), FAULTS)
def test_what_is_no_text_is_a_fault_of_its_line(data: bytes, whole: list[int], faulty: list[int]) -> None:
    lines = list(Lines(io.BytesIO(data)))
    assert [line.number for line in lines if not line.fault] == whole
    assert [line.number for line in lines if line.fault] == faulty


def test_a_line_is_never_longer_than_any_table_has(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encodings, "LONGEST_LINE", 4)
    lines = Lines(io.BytesIO(b"abc\nabcdefghij\nab\nabcde"))
    assert [(line.number, bool(line.fault)) for line in lines] == [(1, False), (2, True), (3, False), (4, True)]


class Slow(io.BytesIO):
    """A stream that gives one byte at a time, as a slow pipe does."""

    def read1(self, size: int | None = -1, /) -> bytes:
        return super().read1(1 if size else 0)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_slow_stream_reads_the_same(encoding: str) -> None:
    data = "from,to\r\nä,ö\r\nü".encode(encoding)
    lines = Lines(Slow(data))
    assert [line.text for line in lines] == ["from,to\n", "ä,ö\n", "ü"]
    assert lines.windows == (2 if encoding == "cp1252" else 0)
