"""Which editions are compared: folders, revisions, or the last commit and what is there now."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from planswitch.catalogue.problems import shortened
from planswitch.diff.reports import Where
from planswitch.diff.revisions import LAST, Revision, revision
from planswitch.terminal import Stop

NOW = "the working tree"
"""What the folders are called as they are now."""


@dataclass(frozen=True, slots=True)
class Pair:
    """One edition and what it is compared with: where it is told, both folders, and the commit of the earlier code."""

    where: Where
    before: Path
    after: Path
    code: Revision | None = None


@contextmanager
def sides(words: list[str], listed: Callable[[], list[Path]]) -> Iterator[list[Pair]]:
    """The folders to compare; those of revisions are there as long as the context is.

    Args:
        words: none, one or two of: a folder, a revision.
        listed: the catalogues that are compared where no folder is named.

    Raises:
        Stop: they make no sense together, or git has no answer.
    """
    folders = [Path(word) if Path(word).is_dir() else None for word in words]
    with TemporaryDirectory(prefix="planswitch-diff-") as temporary:
        if len(words) == 2 and folders[0] and folders[1]:
            yield [Pair(Where(words[1], words[0], words[1]), folders[0], folders[1])]
            return
        named = [folder for folder in folders if folder]
        revisions = [word for word, folder in zip(words, folders, strict=True) if not folder]
        if len(words) == 2 and folders[0]:
            raise Stop(f"“{shortened(words[1])}” is no folder; to compare with a revision, name it first")
        several = named or listed()
        before = revision(revisions[0] if revisions else LAST, several[0])
        after = revision(revisions[1], several[0]) if len(revisions) == 2 else None
        yield [_pair(folder, before, after, Path(temporary), len(several) > 1) for folder in several]


def _pair(folder: Path, before: Revision, after: Revision | None, temporary: Path, several: bool) -> Pair:
    """A folder at one revision and at another, or now."""
    where = Where(folder.as_posix(), before.called, after.called if after else NOW, several, same=True)
    old = before.extract(folder, temporary / "before")
    new = after.extract(folder, temporary / "after") if after else folder
    return Pair(where, old, new, None if after else before)
