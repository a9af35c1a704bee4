"""Catalogues as git had them: read with ``git show``, without a checkout, into a folder of ours."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

from planswitch.catalogue.problems import shortened
from planswitch.terminal import Stop

LAST = "HEAD"
"""The last commit."""
INSTEAD = "compare two folders instead: planswitch diff OLD NEW"
"""What helps where there is no git."""


@dataclass(frozen=True, slots=True)
class Revision:
    """A commit.

    Attributes:
        name: as somebody wrote it.
        commit: its digest.
        top: the folder of the repository.
    """

    name: str
    commit: str
    top: Path

    @property
    def called(self) -> str:
        """What a person is told: ``HEAD (4f2a1c0d)``."""
        return f"{self.name} ({self.commit[:8]})"

    def extract(self, folder: Path, into: Path) -> Path:
        """Writes a catalogue as it was, and its translations, into a folder; where the catalogue is then.

        Raises:
            Stop: the folder is not in the repository.
        """
        place = self._place(folder)
        for pattern, near in ((".csv", place), (".po", place / "locale"), (".po", place.parent / "locale")):
            for path in self._files(near, pattern):
                file = into / path
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(_git(self.top, "show", f"{self.commit}:{path}"))
        return into / place

    def edited(self, *paths: str) -> list[str]:
        """Files of the repository that are not as they were, or are new, below some paths of it."""
        changed = _git(self.top, "diff", "--name-only", "-z", self.commit, "--", *paths)
        fresh = _git(self.top, "ls-files", "--others", "--exclude-standard", "-z", "--", *paths)
        return sorted(filter(None, (changed + fresh).decode(errors="replace").split("\0")))

    def archive(self, *paths: str) -> bytes:
        """Files and folders as they were, as a tar archive."""
        return _git(self.top, "archive", "--format=tar", self.commit, "--", *paths)

    def touched(self, folder: Path) -> bool:
        """Whether a catalogue or its translations may be other than in the last commit, files that are new included.

        Raises:
            Stop: the folder is not in the repository.
        """
        place = self._place(folder)
        paths = [f":(top){path.as_posix()}" for path in (place, place.parent / "locale")]
        ignored = ("--ignored=traditional", "--untracked-files=all")
        return bool(_git(self.top, "status", "--porcelain", *ignored, "--", *paths).strip())

    def _place(self, folder: Path) -> Path:
        try:
            return folder.resolve().relative_to(self.top)
        except ValueError:
            raise Stop(f"{folder}: it is not in the repository {self.top}; {INSTEAD}") from None

    def _files(self, folder: Path, suffix: str) -> list[str]:
        """The files right in a folder that end so."""
        listed = _git(self.top, "ls-tree", "-z", "--name-only", self.commit, f"{folder.as_posix()}/")
        return [path for path in listed.decode(errors="surrogateescape").split("\0") if path.endswith(suffix)]


def revision(name: str, project: Path) -> Revision:
    """The commit that somebody means.

    Args:
        name: such as ``HEAD``, ``main`` or ``v1.2``.
        project: a folder of the repository.

    Raises:
        Stop: there is no git, no repository or no such commit.
    """
    top = Path(os.fsdecode(_git(project, "rev-parse", "--show-toplevel").rstrip(b"\n")))
    try:
        commit = _git(project, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    except Stop:
        if name == LAST:
            raise Stop(f"there is no commit yet with which to compare; commit once, or {INSTEAD}") from None
        raise Stop(f"“{shortened(name)}” is no folder, and no revision that git knows here") from None
    return Revision(name, commit.decode().strip(), top.resolve())


def _git(folder: Path, *words: str) -> bytes:
    try:
        done = subprocess.run(
            ["git", "-C", str(folder), *words], capture_output=True, check=False, env={**os.environ, "LC_ALL": "C"}
        )
    except FileNotFoundError:
        raise Stop(f"git is not installed, so that nothing is known of earlier; {INSTEAD}") from None
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        if any("not a git repository" in line for line in said):
            raise Stop(f"{folder.resolve()}: git knows nothing of this folder; {INSTEAD}")
        raise Stop(f"git {words[0]}: {said[0] if said else 'it failed'}")
    return done.stdout
