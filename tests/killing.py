"""Kills a publication in the middle, at each thing it does to files: ``python -m tests.killing FOLDER``.

Each time a process of its own replaces ``site``, of which there is an earlier one, and is killed at one thing more than
the last; then once more with what a kill between the two renames has left. What comes of it is told in a line of JSON:
whether ``site`` is the old one, the new one, or not there, what it is after the next claim, and what lies about then.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from itertools import count
from pathlib import Path
from typing import Any

from planswitch.publishing import MARKER, claim

CHANGES = frozenset({"os.mkdir", "os.rename", "os.remove", "os.rmdir", "shutil.rmtree", "open"})
"""What is counted, by the names of Python's audit events."""


def write(folder: Path, text: str) -> None:
    """Something that is easy to tell apart: four files with the same text."""
    for number in range(4):
        file = folder / str(number % 2) / f"{number}.txt"
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")


def build(site: Path, text: str) -> None:
    """Publishes a site with a text."""
    publication = claim(site)
    try:
        write(publication.next, text)
        publication.publish()
    finally:
        publication.close()


def seen(site: Path) -> str:
    """The text of a site that is whole, or what is wrong with it."""
    if not site.exists():
        return "nothing"
    files = [path for path in site.rglob("*") if path.is_file() and path.name != MARKER]
    texts = {path.read_text(encoding="utf-8") for path in files}
    return texts.pop() if len(files) == 4 and len(texts) == 1 else f"{len(files)} files, {sorted(texts)}"


def killed_at(number: int, site: Path) -> bool:
    """Builds in a process that is killed at its n-th change; whether it came so far."""
    process = os.fork()
    if process:
        return os.WIFSIGNALED(os.waitpid(process, 0)[1])
    done = count(1)

    def audit(event: str, arguments: tuple[Any, ...]) -> None:
        if event in CHANGES and not _elsewhere(site, str(arguments[0])) and next(done) == number:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(audit)
    build(site, "new")
    os._exit(0)


def _elsewhere(site: Path, path: str) -> bool:
    """Whether a path is not about the site; names alone are what `shutil.rmtree` deletes in an open folder."""
    return Path(path).is_absolute() and not Path(path).is_relative_to(site.parent)


def half(site: Path) -> None:
    """Leaves what a kill between the two renames does."""
    publication = claim(site)
    write(publication.next, "new")
    site.rename(publication.work / "old")


def main(folder: Path) -> None:
    """Kills at each change there is."""
    for start in ("whole", "half"):
        for number in count(1):
            site = folder / f"{start}-{number}" / "site"
            site.parent.mkdir()
            build(site, "old")
            if start == "half":
                half(site)
            if not killed_at(number, site):
                break
            told = {"start": start, "killed": seen(site)}
            publication = claim(site)
            told["claimed"] = seen(site)
            publication.close()
            told["about"] = " ".join(sorted(path.name for path in site.parent.iterdir()))
            build(site, "newer")
            print(json.dumps({**told, "built": seen(site)}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
