"""Sees that files differ: the system says when to look, and looking says what is there.

A folder may vanish and come back, an editor may put a new file in the place of the old, and a network folder may say
nothing at all: whoever looks anew every time is misled by none of these.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from threading import Event
from time import time_ns
from typing import Any

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver, ObservedWatch

PATIENCE = 0.5
"""How long nobody looks when the system says nothing (seconds)."""
READING = frozenset({"opened", "closed_no_write"})
"""Events that change nothing."""
PASSED_OVER = frozenset({".git", "__pycache__", ".DS_Store"})
OF_EDITORS = ((".~lock.", "~$", ".#"), ("~", ".swp", ".swx"))
"""How names begin and end of what editors leave beside a file while it is open."""

Look = dict[str, tuple[int, int, int]]
"""Every file that is there, by its path: when it was changed (nanoseconds), its size (bytes) and its number."""


class Glance:
    """What was there before a build began; nothing told of it when it went away again, so it is compared."""

    def __init__(self, paths: Iterable[str | os.PathLike[str]] = ()) -> None:
        """Looks at paths, of which none need be there."""
        self._began = time_ns()
        self._roots = [*map(os.path.abspath, paths)]
        self._found = dict(_files(self._roots))

    def holds(self, later: Look) -> bool:
        """Whether the paths are what they were, and no file that was found later has been changed since."""
        changed = any(changed > self._began for changed, _, _ in later.values())
        return not changed and dict(_files(self._roots)) == self._found


class Watch:
    """Files and folders that are watched; none of them need be there."""

    def __init__(self) -> None:
        self._roots: dict[str, int] = {}
        self._woken = Event()
        self._observer: BaseObserver = Observer()
        self._native: dict[str, tuple[ObservedWatch, tuple[int, int]]] = {}

    def __iter__(self) -> Iterator[str]:
        return iter(self._roots)

    def add(self, path: str | os.PathLike[str]) -> None:
        """Watches a path, and everything below it, once more."""
        root = os.path.abspath(path)  # noqa: PTH100 - a link stays a link
        self._roots[root] = self._roots.get(root, 0) + 1
        self._woken.set()

    def discard(self, path: str | os.PathLike[str]) -> None:
        """Watches a path once less.

        Raises:
            KeyError: it was not watched.
        """
        root = os.path.abspath(path)  # noqa: PTH100
        self._roots[root] -= 1
        if not self._roots[root]:
            del self._roots[root]

    def start(self) -> None:
        """Lets the system say when to look."""
        self._observer.start()

    def stop(self) -> None:
        """Ends that."""
        if self._observer.is_alive():
            self._observer.stop()
        self._woken.set()

    @property
    def woken(self) -> bool:
        """Whether something has happened since the last look."""
        return self._woken.is_set()

    def wait(self, seconds: float = PATIENCE) -> bool:
        """Waits until something happens, but not for ever; whether it did."""
        return self._woken.wait(seconds)

    def look(self) -> Look:
        """Every file that is there now."""
        self._woken.clear()
        roots = [*self._roots]
        self._listen(roots)
        return dict(_files(roots))

    def _listen(self, roots: Iterable[str]) -> None:
        """Asks the system for news of the folders that are there: of one that came back, anew."""
        places = {_place(root): None for root in roots}
        for place in [place for place in self._native if place not in places]:
            self._forget(place)
        for place in places:
            there = _identity(place)
            if place in self._native and self._native[place][1] != there:
                self._forget(place)
            if there and place not in self._native:
                with suppress(OSError):  # no news from there: looking is enough
                    news = self._observer.schedule(_Waking(self._woken), place, recursive=place in self._roots)
                    self._native[place] = news, there

    def _forget(self, place: str) -> None:
        watch, _ = self._native.pop(place)
        with suppress(KeyError, OSError):  # it may have ended with its folder
            self._observer.unschedule(watch)


class _Waking(FileSystemEventHandler):
    def __init__(self, woken: Event) -> None:
        self._woken = woken

    def on_any_event(self, event: FileSystemEvent) -> None:
        if event.event_type not in READING:
            self._woken.set()


def _place(root: str) -> str:
    """Where to listen for news of a path: in it, or in the folder of a file, which editors replace by another."""
    return os.path.dirname(root) if os.path.isfile(root) else root  # noqa: PTH113, PTH120


def _identity(path: str) -> tuple[int, int] | None:
    try:
        found = os.stat(path)  # noqa: PTH116
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _files(roots: Iterable[str]) -> Iterator[tuple[str, tuple[int, int, int]]]:
    """Every file at or below paths, through links too, each folder once."""
    waiting, known = [*roots], set[Any]()
    while waiting:
        path = waiting.pop()
        with suppress(OSError):  # what is gone meanwhile is not there
            found = os.stat(path)  # noqa: PTH116
            if not Path(path).is_dir():
                yield path, (found.st_mtime_ns, found.st_size, found.st_ino)
            elif (found.st_dev, found.st_ino) not in known:
                known.add((found.st_dev, found.st_ino))
                waiting += [os.path.join(path, name) for name in os.listdir(path) if _counts(name)]  # noqa: PTH118, PTH208


def _counts(name: str) -> bool:
    begins, ends = OF_EDITORS
    return name not in PASSED_OVER and not name.startswith(begins) and not name.endswith(ends)
