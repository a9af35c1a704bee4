"""Prepares quick starts: Pyodide runs once under Node, with the rules inside, and what it has loaded is kept."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from planswitch.browser.archives import archive
from planswitch.browser.minifying import shortened
from planswitch.browser.nodejs import run_node
from planswitch.browser.pyodide_trim import TrimError, instrument, split, strip, within
from planswitch.browser.runtime import FILES as RUNTIME_FILES
from planswitch.browser.runtime import PackError, Runtime
from planswitch.browser.store import Store, sha256
from planswitch.pages.languages import Language
from planswitch.rules.service import Service

log = logging.getLogger("mkdocs.planswitch")

HERE = Path(__file__).parent
WORKLOAD = HERE / "workload"
INPUTS = (
    *(HERE / name for name in ("prepare.mjs", "inside.py", "minifying.py", "pyodide_trim/instantiate.mjs")),
    *sorted((HERE / "pyodide_trim").glob("*.py")),
    *sorted(WORKLOAD.glob("*")),
)


@dataclass(frozen=True, slots=True)
class Quick:
    """What makes Python start quickly.

    Attributes:
        script: what goes with Python's WebAssembly, stripped.
        wasm: Python's WebAssembly, stripped: its primary module, or all of it.
        rest: its secondary module, which is needed when something else is called; empty when there is none.
        library: a zip archive of the byte code of every module that is needed, the rules' among them.
        snapshot: the memory of a Python that has imported them all; empty when none could be taken.
    """

    script: bytes
    wasm: bytes
    rest: bytes
    library: bytes
    snapshot: bytes


FILES = {
    "script": "script.js",
    "wasm": "python.wasm",
    "rest": "rest.wasm",
    "library": "library.zip",
    "snapshot": "snapshot.bin",
}
"""How each part of `Quick` is called in the cache and for the browser."""


def prepare(runtime: Runtime, rules: bytes, store: Store) -> Quick:
    """Makes or finds what makes a runtime with an archive of the rules start quickly.

    What could not be made is said in a warning, and tried again by the next build.

    Raises:
        PackError: the byte code could not be made.
    """
    inputs = [rules, *(path.read_bytes() for path in INPUTS)]
    key = sha256(*inputs, *(runtime.read(name) for name in ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm")))
    made = store.get(key, FILES.values(), lambda: _make(runtime, rules), lambda made: _is_whole(runtime, made))
    return Quick(**{part: made[name] for part, name in FILES.items()})


def _is_whole(runtime: Runtime, made: Mapping[str, bytes]) -> bool:
    return all(made.values()) and made[FILES["script"]] != runtime.read("pyodide.asm.mjs")


def _make(runtime: Runtime, rules: bytes) -> dict[str, bytes]:
    with TemporaryDirectory() as temporary:
        try:
            return _quick(stripped(runtime, Path(temporary)), rules)
        except (TrimError, PackError) as error:
            log.warning("Pyodide %s is not stripped, so the browser loads all of it: %s", runtime.version, error)
            return _quick(runtime, rules)


def stripped(runtime: Runtime, folder: Path) -> Runtime:
    """Writes a runtime into a folder that has only what pure Python needs.

    Raises:
        TrimError: it does not look as expected.
        PackError: its script could not be shortened.
    """
    log.info("Stripping Pyodide %s …", runtime.version)
    script, loader = (runtime.read(name).decode() for name in ("pyodide.asm.mjs", "pyodide.mjs"))
    script, wasm = strip(script, loader, runtime.read("pyodide.asm.wasm"))
    for name in RUNTIME_FILES:
        (folder / name).write_bytes(runtime.read(name))
    (folder / "pyodide.asm.mjs").write_text(within(script, shortened), encoding="utf-8")
    (folder / "pyodide.asm.wasm").write_bytes(wasm)
    return Runtime(folder)


def _quick(runtime: Runtime, rules: bytes) -> dict[str, bytes]:
    expected = expected_answers()
    with TemporaryDirectory() as temporary:
        folder = Path(temporary)
        (folder / "rules.zip").write_bytes(rules)
        (folder / "workload.mo").write_bytes(_translations())
        log.info("Compiling Python's library and the rules for the browser (Pyodide %s) …", runtime.version)
        _compare("byte code", _node("bytecode", runtime, folder), expected)
        modules = folder / "modules"
        files = {path.relative_to(modules).as_posix(): path.read_bytes() for path in sorted(modules.rglob("*.pyc"))}
        library = archive(files)
        (folder / "library.zip").write_bytes(library)
        log.info("Taking a snapshot of Python's memory with the rules imported (%d modules) …", len(files))
        snapshot = _snapshot(runtime, folder, expected)
        wasm, rest = _parts(runtime, folder, expected)
        return {
            FILES["script"]: runtime.read("pyodide.asm.mjs"),
            FILES["wasm"]: wasm,
            FILES["rest"]: rest,
            FILES["library"]: library,
            FILES["snapshot"]: snapshot,
        }


def _snapshot(runtime: Runtime, folder: Path, expected: list[str]) -> bytes:
    try:
        _compare("snapshot", _node("snapshot", runtime, folder), expected)
    except PackError as error:
        log.warning("No snapshot of Python's memory, so Python starts from byte code: %s", error)
        return b""
    return (folder / "snapshot.bin").read_bytes()


def _parts(runtime: Runtime, folder: Path, expected: list[str]) -> tuple[bytes, bytes]:
    whole = runtime.read("pyodide.asm.wasm")
    try:
        log.info("Splitting Python's WebAssembly: what the rules call, and the rest …")
        (folder / "instrumented.wasm").write_bytes(instrument(whole))
        _compare("profile", _node("profile", runtime, folder), expected)
        called = set(json.loads((folder / "called.json").read_text(encoding="utf-8")))
        wasm, rest = split(whole, called)
        (folder / FILES["wasm"]).write_bytes(wasm)
        (folder / FILES["rest"]).write_bytes(rest)
        _compare("split", _node("split", runtime, folder), expected)
    except (TrimError, PackError) as error:
        log.warning("Python's WebAssembly is not split, so the browser loads all of it: %s", error)
        return whole, b""
    return wasm, rest


def expected_answers() -> list[str]:
    """What our own Python answers to the workload."""
    workload = json.loads((WORKLOAD / "workload.json").read_text(encoding="utf-8"))
    service = Service(json.dumps(workload["catalogue"]))
    service.add_language("en", b"")
    service.add_language("it", _translations())
    return [getattr(service, question["method"])(json.dumps(question)) for question in workload["questions"]]


def _translations() -> bytes:
    return Language("it", (WORKLOAD,)).compiled


STEADY = ("--no-warnings", "--single-threaded-gc", "--predictable-gc-schedule")
"""How Node runs: rubbish is collected at the same moments each time, for that too leaves traces in Python's memory."""


def _node(step: str, runtime: Runtime, folder: Path) -> list[str]:
    what = f"Pyodide {runtime.version} could not be run ({step})"
    printed = run_node(what, *STEADY, HERE / "prepare.mjs", step, runtime.folder, folder)
    try:
        answers: list[str] = json.loads(printed.splitlines()[-1])
    except (IndexError, ValueError) as error:
        raise PackError(f"{what}: it gave no answers") from error
    return answers


def _compare(what: str, found: list[str], expected: list[str]) -> None:
    if found != expected:
        pairs = zip(found, expected, strict=False)
        first = next((f"{a}\ninstead of\n{b}" for a, b in pairs if a != b), f"{len(found)} answers")
        raise PackError(f"The browser's Python answers differently ({what}):\n{first}")
