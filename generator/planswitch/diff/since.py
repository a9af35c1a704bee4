"""What ``check`` and ``serve`` end with: the answers that differ from the last commit, one line an edition."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from os.path import relpath
from pathlib import Path

from planswitch.diff.reports import report
from planswitch.diff.revisions import LAST, revision
from planswitch.diff.sides import sides
from planswitch.diff.styles import line
from planswitch.terminal import Stop, say


def since_last_commit(folders: Iterable[Path]) -> Iterator[str]:
    """A line an edition; none where git knows nothing of it, for then nothing can be said."""
    for folder in folders:
        try:
            yield _told(Path(relpath(folder)))
        except Stop:
            continue


def apart(folders: Iterable[Path]) -> list[str]:
    """The same, found by a process of its own, which waits for whatever else this machine has to do."""
    words = [sys.executable, "-m", __name__, *map(str, folders)]
    told = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(words, env=told, capture_output=True, encoding="utf-8", check=False).stdout.splitlines()


def _told(folder: Path) -> str:
    last = revision(LAST, folder)
    if not last.touched(folder):
        return f"{folder}: no answer differs from {last.called}"
    with sides([str(folder)], list) as pairs:
        (pair,) = pairs
        return line(report(pair.where, pair.before, pair.after))


if __name__ == "__main__":
    if os.name == "posix":
        os.nice(10)
    say(*since_last_commit(map(Path, sys.argv[1:])))
