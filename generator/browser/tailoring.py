"""Cuts Pyodide's runtime to size: what Python's WebAssembly offers to modules that we never load goes.

Pyodide can load extension modules while it runs, so its WebAssembly exports thousands of functions and its script gives
each of them a name, at every start. The rules are pure Python: only what the scripts themselves use has to stay.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from generator.browser.minifying import shortened

OPENING = "function assignWasmExports(wasmExports){"
DECLARED = re.compile(r"(?<=;)var (?P<names>[\w$]+(?:,[\w$]+)*);" + re.escape(OPENING))
"""The names of what is exported, declared where they are about to be given."""
GIVEN = re.compile(r'(?P<name>[\w$]+)=Module\["(?P=name)"\]=wasmExports\["(?P<export>[\w$]+)"\](?:\.value>>>0)?')
"""One export given its name."""
WORD = re.compile(r"[\w$]+")
MAGIC = b"\0asm\1\0\0\0"
IMPORTS, EXPORTS = 2, 7
"""Numbers of sections of WebAssembly."""
TABLE, MEMORY, GLOBAL, TAG = 1, 2, 3, 4
"""Kinds of what is imported, beside functions."""


class TailoringError(Exception):
    """The runtime does not look as expected; the text says what is missing."""


def tailor(script: str, loader: str, wasm: bytes) -> tuple[str, bytes]:
    """Leaves away the exports that neither script uses, in the script and in the WebAssembly.

    Args:
        script: what Emscripten made to go with the WebAssembly.
        loader: Pyodide's own loader.
        wasm: Python itself.

    Raises:
        TailoringError: the runtime does not look as expected.
    """
    declared = DECLARED.search(script)
    if not declared:
        raise TailoringError(f"the script does not declare what it exports before “{OPENING}”")
    end = script.index("}", declared.end())
    given = script[declared.end() : end].split(";")
    uses = Counter(WORD.findall(script)) + Counter(WORD.findall(loader))
    wanted = imported(wasm)
    unused = {
        match["name"]
        for match in filter(None, map(GIVEN.fullmatch, given))
        # It is declared, given and handed to the module: and that is all.
        if match["export"] not in wanted and uses[match["name"]] == 3 + (match["name"] == match["export"])
    }
    if not unused:
        raise TailoringError("every export seems to be used")
    names = ",".join(name for name in declared["names"].split(",") if name not in unused)
    left = ";".join(each for each in given if each.partition("=")[0] not in unused)
    script = f"{script[: declared.start()]}var {names};{OPENING}{left}{script[end:]}"
    wanted |= {*WORD.findall(script), *WORD.findall(loader)}
    return shortened(script), with_exports(wasm, wanted)


def imported(wasm: bytes) -> set[str]:
    """Names of what WebAssembly asks for; some of it, it offers itself."""
    names = set()
    for content in (content for number, content in sections(wasm) if number == IMPORTS):
        count, at = _read(content, 0)
        for _ in range(count):
            _, at = _name(content, at)
            name, at = _name(content, at)
            names.add(name)
            at = _after_type(content, at)
    return names


def with_exports(wasm: bytes, wanted: set[str]) -> bytes:
    """The same WebAssembly, which exports only what is wanted, under its own name or with ``_`` before it."""
    parts = [MAGIC]
    for number, content in sections(wasm):
        kept = _exports(content, wanted) if number == EXPORTS else content
        parts += [bytes([number]), _leb(len(kept)), kept]
    return b"".join(parts)


def sections(wasm: bytes) -> Iterator[tuple[int, bytes]]:
    """Number and content of each section.

    Raises:
        TailoringError: this is no WebAssembly.
    """
    if not wasm.startswith(MAGIC):
        raise TailoringError("this is no WebAssembly")
    at = len(MAGIC)
    while at < len(wasm):
        size, start = _read(wasm, at + 1)
        yield wasm[at], wasm[start : start + size]
        at = start + size


def _exports(content: bytes, wanted: set[str]) -> bytes:
    count, at = _read(content, 0)
    kept = []
    for _ in range(count):
        begin = at
        name, at = _name(content, at)
        _, at = _read(content, at + 1)  # the kind, the index
        if name in wanted or f"_{name}" in wanted:
            kept.append(content[begin:at])
    return _leb(len(kept)) + b"".join(kept)


def _after_type(content: bytes, at: int) -> int:
    """Where the type of an import ends."""
    kind = content[at]
    if kind == GLOBAL:
        return at + 3  # the type of the value, whether it changes
    if kind in (TABLE, MEMORY):
        at += 1 + (kind == TABLE)  # the kind, and the type of a table's elements
        bounded = content[at] & 1
        _, at = _read(content, at + 1)
        return _read(content, at)[1] if bounded else at
    return _read(content, at + 1 + (kind == TAG))[1]  # a function's type, or an exception's after its attribute


def _name(content: bytes, at: int) -> tuple[str, int]:
    """A name, and where it ends."""
    length, at = _read(content, at)
    return content[at : at + length].decode(), at + length


def _read(content: bytes, at: int) -> tuple[int, int]:
    """A number in LEB128, and where it ends."""
    number = shift = 0
    while True:
        byte = content[at]
        number |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if byte < 0x80:
            return number, at


def _leb(number: int) -> bytes:
    parts = []
    while number > 0x7F:
        parts.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*parts, number])
