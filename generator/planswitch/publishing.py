"""Puts a folder of generated files in the place of an earlier one: whole, last, and never in a stranger's place.

How it is used::

    publication = claim(folder)     # waits for another build; refuses where something of somebody else would be lost
    try:
        ...                         # write everything below publication.next
        publication.publish()       # seal, count, and swap
    finally:
        publication.close()

A folder that was published holds `MARKER`: the SHA-256 digest of each file in it. A folder with a file that is not in
the list, or is no longer what was written, is refused. Work is done in ``.NAME.planswitch`` beside it, which holds

- ``lock``, held while a build runs; the system frees it when the build is killed,
- ``next``, the new folder until it is whole,
- ``old``, the earlier folder for the moment between two renames,
- ``gone``, a folder that is being deleted.

A kill can leave these behind. The next `claim` clears up, and puts ``old`` back where nothing has taken its place.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from stat import S_ISREG
from time import time_ns

from filelock import FileLock, Timeout

from planswitch.plain import one_line

LOCK, NEXT, OLD, GONE = "lock", "next", "old", "gone"
MARKER = ".planswitch.json"
"""What a published folder holds: ``{"written by": "Planswitch", "files": {path: SHA-256 in hexadecimal}}``."""
SIGNED = "Planswitch"
DROPPED = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})
"""What desktops leave in folders that somebody has looked at; nobody misses it."""
NAMED = 3
"""How many files a sentence names."""
AGE = 100_000_000
"""How long ago a file must have been changed for its next change to have another time (nanoseconds)."""

Known = dict[str, tuple[tuple[int, ...], str]]
"""What is known of files by their paths: their state, and the digest that they had in it."""


class PublishError(Exception):
    """A folder cannot be replaced. The text is one sentence: which, why, and what to do."""

    def __init__(self, text: str) -> None:
        super().__init__(one_line(text))  # names of files can hold anything


@dataclass(frozen=True)
class Publication:
    """A folder that is being replaced; nobody else does so meanwhile.

    Attributes:
        target: the folder.
        known: of its files.
    """

    target: Path
    lock: FileLock
    known: Known = field(default_factory=dict)

    @property
    def work(self) -> Path:
        """The folder beside it where work is done."""
        return _work(self.target)

    @property
    def next(self) -> Path:
        """Where the new folder is written."""
        return self.work / NEXT

    def publish(self, expected: Iterable[str] = ()) -> int:
        """Puts what was written in the place of what was there, and returns the number of files.

        Args:
            expected: paths that must be there, relative to the folder.

        Raises:
            PublishError: files are missing, or the folder has got something of somebody else; it stays as it is.
        """
        with _told(self.target):
            known: Known = {}
            written = _digests(_files(self.next), known)
            _count(self.target, written, set(expected))
            sealed = {"written by": SIGNED, "files": written}
            text = json.dumps(sealed, indent=0, sort_keys=True)
            (self.next / MARKER).write_text(f"{text}\n", encoding="utf-8")
            _must_be_ours(self.target, self.known)
            self._swap()
            self.known.clear()
            self.known.update(known)
        return len(written)

    def _swap(self) -> None:
        old = self.work / OLD
        if self.target.exists():
            self.target.rename(old)
        try:
            self.next.rename(self.target)
        except OSError:
            if old.exists():
                old.rename(self.target)
            raise
        with suppress(OSError):  # what cannot be deleted now is by the next build
            self._discard()

    def clear_up(self) -> None:
        """Deletes what a build that was killed has left, and puts back a folder that has no successor yet."""
        old = self.work / OLD
        if old.exists() and _is_empty(self.target):
            if self.target.exists():
                self.target.rmdir()
            old.rename(self.target)
        self._discard()

    def _discard(self) -> None:
        """Deletes all but the lock. What is half deleted has another name than what can be put back."""
        gone = self.work / GONE
        for folder in (gone, self.work / OLD, self.next):
            if folder.exists():
                if folder != gone:
                    folder.rename(gone)
                shutil.rmtree(gone)

    def close(self) -> None:
        """Deletes what is left of the work, and lets others in; does nothing when called again."""
        if not self.lock.is_locked:
            return
        with suppress(OSError):
            self._discard()
            Path(self.lock.lock_file).unlink()  # who waits for it notices, and makes another
        self.lock.release()
        with suppress(OSError):
            self.work.rmdir()


def claim(
    folder: Path,
    sources: Iterable[Path] = (),
    waiting: Callable[[], None] = lambda: None,
    known: Known | None = None,
) -> Publication:
    """Makes ready to replace a folder; its parents are made if need be.

    Args:
        folder: which need not exist; a link to a folder means that folder.
        sources: what is read to make it; neither may lie in the other.
        waiting: is called before waiting for another build.
        known: what this process knows of the folder's files, which need not be read again as long as the system says
            that nobody has touched them; is kept up to date.

    Raises:
        PublishError: the folder is not ours to replace.
    """
    target = folder.resolve()
    with _told(target):
        _must_be_apart(target, [source.resolve() for source in sources])
        known = {} if known is None else known
        publication = Publication(target, _locked(_work(target), waiting), known)
        try:
            publication.clear_up()
            _must_be_ours(target, known)
            publication.next.mkdir()
        except BaseException:
            publication.close()
            raise
    return publication


def shown(path: Path) -> str:
    """A path as a reader knows it: relative to the folder they are in, if it is below."""
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) and path != here else str(path)


def _work(target: Path) -> Path:
    return target.with_name(f".{target.name}.planswitch")


def _locked(work: Path, waiting: Callable[[], None]) -> FileLock:
    lock = FileLock(work / LOCK, thread_local=False)
    while True:
        work.mkdir(parents=True, exist_ok=True)
        with suppress(FileNotFoundError):  # the one who had it has just cleared it away
            _must_be_work(work)
            try:
                lock.acquire(blocking=False)
            except Timeout:
                waiting()
                lock.acquire()
            return lock


def _must_be_work(work: Path) -> None:
    names = {path.name for path in work.iterdir()}
    if names and not ({LOCK} <= names <= {LOCK, NEXT, OLD, GONE}):
        raise PublishError(f"{shown(work)}, where the work would be done, holds something else: move it elsewhere.")


@contextmanager
def _told(target: Path) -> Iterator[None]:
    """Turns what the system says into a sentence."""
    try:
        yield
    except OSError as error:
        place = f" ({shown(Path(error.filename))})" if isinstance(error.filename, str) else ""
        raise PublishError(f"{shown(target)} cannot be written: {error.strerror or error}{place}.") from error


def _must_be_apart(target: Path, sources: Iterable[Path]) -> None:
    if target == target.parent:
        raise PublishError(f"{target} is the whole disk: name a folder below it.")
    here = Path.cwd()
    if here.is_relative_to(target):
        raise PublishError(f"{target} cannot be replaced while you are in it: name another folder.")
    for source in sources:
        if source.is_relative_to(target) or target.is_relative_to(source):
            what = "is the same as" if source == target else "holds" if source.is_relative_to(target) else "lies in"
            raise PublishError(f"{shown(target)} {what} {shown(source)}, from which it is made: name another folder.")


def _must_be_ours(folder: Path, known: Known) -> None:
    name = shown(folder)
    if _is_empty(folder):
        return
    if not folder.is_dir():
        raise PublishError(f"{name} is a file, where a folder is to be written: name another, or move it elsewhere.")
    written = _read_marker(folder)
    found = _files(folder)
    added = _grouped(found.keys() - written.keys(), written)
    if added:
        raise PublishError(
            f"{name} holds {_listed(added)}, which Planswitch did not write and would be lost: move {_it(added)} "
            "elsewhere, or into docs if each build is to bring it along."
        )
    changed = sorted(path for path, digest in _digests(found, known).items() if digest != written[path])
    if changed:
        have = "has" if len(changed) == 1 else "have"
        raise PublishError(
            f"In {name}, {_listed(changed)} {have} been changed by hand, which would be lost: move {_it(changed)} "
            "elsewhere."
        )


def digests_of(folder: Path) -> dict[str, str]:
    """What was published in a folder: the digest of each file by its path; nothing where the folder does not say."""
    try:
        return _read_marker(folder)
    except (OSError, PublishError):
        return {}


def read(folder: Path, path: str) -> bytes | None:
    """A file of a published folder, whenever it is asked for: between two renames the earlier folder has it."""
    for place in (folder, _work(folder) / OLD, folder):
        with suppress(OSError, ValueError):
            return (place / path).read_bytes()
    return None


def _read_marker(folder: Path) -> dict[str, str]:
    name = shown(folder)
    advice = f"name another folder, or delete {name} if you need nothing in it"
    try:
        marker = json.loads((folder / MARKER).read_text(encoding="utf-8"))
        if marker["written by"] == SIGNED:
            return {str(path): str(digest) for path, digest in marker["files"].items()}
    except FileNotFoundError as error:
        raise PublishError(
            f"{name} is not empty, and has no {MARKER} to tell that Planswitch wrote what is in it: {advice}."
        ) from error
    except (ValueError, KeyError, TypeError, AttributeError):
        pass
    raise PublishError(f"{name} has a {MARKER} that is damaged, so what was written cannot be told: {advice}.")


def _is_empty(folder: Path) -> bool:
    return not folder.exists() or (folder.is_dir() and not any(folder.iterdir()))


def _files(folder: Path) -> dict[str, Path]:
    """Every file below a folder, by its path in it, but the marker and what desktops drop; links are files."""
    found: dict[str, Path] = {}
    for parent, folders, names in os.walk(folder, onerror=_raise):
        paths = [Path(parent, name) for name in names if name not in DROPPED]
        paths += [path for name in folders if (path := Path(parent, name)).is_symlink()]
        found |= {path.relative_to(folder).as_posix(): path for path in paths}
    found.pop(MARKER, None)
    return dict(sorted(found.items()))


def _raise(error: OSError) -> None:
    raise error


def _digests(files: Mapping[str, Path], known: Known) -> dict[str, str]:
    """SHA-256 of files in hexadecimal, empty for what is no plain file; adds to what is known of them."""
    now = time_ns()
    found: dict[str, str] = {}
    for path, file in files.items():
        state = _state(file)
        before, digest = known.get(path, ((), ""))
        if not state or state != before:
            digest = _digest(file) if state else ""
            known.pop(path, None)
            if state and now - max(state[:2]) > AGE:
                known[path] = state, digest
        found[path] = digest
    return found


def _state(file: Path) -> tuple[int, ...]:
    """What is another once somebody touches a file, even if they set its time back; blank for what is no plain file."""
    try:
        found = file.lstat()
    except OSError:
        return ()
    if not S_ISREG(found.st_mode):
        return ()
    return found.st_ctime_ns, found.st_mtime_ns, found.st_size, found.st_ino, found.st_dev


def _digest(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _count(target: Path, written: Mapping[str, str], expected: set[str]) -> None:
    missing = sorted(expected - written.keys())
    if missing:
        raise PublishError(
            f"{shown(target)} stays as it is: {len(missing)} of {len(expected)} new files are not there "
            f"({_listed(missing)}). Build again."
        )


def _grouped(paths: Iterable[str], written: Iterable[str]) -> list[str]:
    """Paths in order, with a folder of which nothing was written named as a whole."""
    known = {parent for path in written for parent in Path(path).parents}
    grouped = set()
    for path in paths:
        strange = [parent for parent in Path(path).parents if parent not in known and parent != Path()]
        grouped.add(f"{strange[-1].as_posix()}/" if strange else path)
    return sorted(grouped)


def _listed(names: list[str]) -> str:
    more = len(names) - NAMED
    return ", ".join(names[:NAMED]) + (f" and {more} more" if more > 0 else "")


def _it(names: list[str]) -> str:
    return "it" if len(names) == 1 else "them"
