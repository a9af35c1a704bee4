"""WebAssembly's binary format: what was written is read again."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from planswitch.browser.pyodide_trim.binary import (
    MAGIC,
    Reader,
    encode_module,
    encode_sleb128,
    encode_uleb128,
    read_sections,
)


@given(st.integers(0, 2**32 - 1))
def test_numbers_are_read_as_written(value: int) -> None:
    reader = Reader(encode_uleb128(value) + b"\xff")
    assert reader.uleb128() == value
    assert reader.byte() == 0xFF


@given(st.integers(-(2**31), 2**31 - 1))
def test_signed_numbers_end_with_their_sign(value: int) -> None:
    parts = encode_sleb128(value)
    unsigned = Reader(parts).uleb128()
    assert (unsigned - (1 << 7 * len(parts)) if parts[-1] & 0x40 else unsigned) == value


@given(st.lists(st.tuples(st.integers(0, 13), st.binary(max_size=200))))
def test_sections_are_read_as_written(parts: list[tuple[int, bytes]]) -> None:
    assert list(read_sections(encode_module(parts))) == parts
    assert encode_module(parts).startswith(MAGIC)
