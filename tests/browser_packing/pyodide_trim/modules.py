"""A small module of WebAssembly, and others that differ from it in something."""

from __future__ import annotations

from planswitch.browser.pyodide_trim.binary import Section, encode_module, encode_sized, encode_vector

TYPES = [b"\x60\x01\x7f\x00", b"\x60\x01\x7f\x01\x7f"]
"""A number and nothing back; a number and a number back."""
COUNTER = b"\x7f\x01\x41\x00\x0b"
CONSTANT = b"\x7f\x00\x41\x07\x0b"
BODIES = [
    b"\0\x20\x00\x41\x01\x6a\x0b",  # one more
    b"\0\x20\x00\x10\x00\x41\x02\x6c\x0b",  # twice what function 0 gives
    b"\0\x23\x00\x20\x00\x10\x01\x6a\x24\x00\x23\x00\x23\x01\x6a\x0b",  # adds it to the counter; that and the constant
    b"\0\x20\x00\x0b",  # what it is given; nobody calls this one
]
RESULTS = [11, 17, 25]
"""What the third function gives for 1, 2 and 3, one after the other."""
SECTIONS = {
    Section.TYPE: TYPES,
    Section.IMPORT: [],
    Section.FUNCTION: [b"\x01"] * 4,
    Section.TABLE: [b"\x70\x00\x01"],
    Section.MEMORY: [b"\x00\x01"],
    Section.GLOBAL: [COUNTER, CONSTANT],
    Section.EXPORT: [b"\x03run\x00\x02"],
    Section.ELEMENT: [b"\x00\x41\x00\x0b\x01\x01"],
    Section.CODE: [encode_sized(body) for body in BODIES],
}


def wasm(changed: dict[Section, list[bytes]] | None = None) -> bytes:
    """Four functions, the third of which is exported and calls the first two; with other items in some sections."""
    return encode_module((each, encode_vector(items)) for each, items in (SECTIONS | (changed or {})).items())
