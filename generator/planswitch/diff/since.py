"""What ``check`` and ``serve`` end with: the answers that differ from the last commit, one line an edition."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from os.path import relpath
from pathlib import Path

from planswitch.diff.reports import report
from planswitch.diff.revisions import LAST, revision
from planswitch.diff.sides import sides
from planswitch.diff.styles import line
from planswitch.terminal import Stop


def since_last_commit(folders: Iterable[Path]) -> Iterator[str]:
    """A line an edition; none where git knows nothing of it, for then nothing can be said."""
    for folder in folders:
        try:
            yield _told(Path(relpath(folder)))
        except Stop:
            continue


def _told(folder: Path) -> str:
    last = revision(LAST, folder)
    if not last.touched(folder):
        return f"{folder}: no answer differs from {last.called}"
    with sides([str(folder)], list) as pairs:
        (pair,) = pairs
        return line(report(pair.where, pair.before, pair.after))
