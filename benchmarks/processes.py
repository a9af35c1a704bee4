"""The browser's page processes, as Linux lists them: their memory, and a quarter of the computer for them."""

from __future__ import annotations

import os
import signal
import threading
import time
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

SUPPORTED = Path("/proc/self/smaps_rollup").exists()
"""Whether this system tells what we ask."""
RUN, PAUSE = 0.003, 0.009
"""Seconds that a slowed process runs and is paused, in turn: a quarter of the time."""
LOOK = 0.05
"""Seconds between two looks for new processes."""


def page_processes(profile: Path) -> list[int]:
    """The processes that run the pages of the browser with a profile, and their workers."""
    parents, browsers, renderers = {}, set(), []
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError, ValueError):
            command = (folder / "cmdline").read_bytes().decode(errors="replace")
            pid = int(folder.name)
            parents[pid] = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            if "--type=renderer" in command:
                renderers.append(pid)
            elif f"--user-data-dir={profile}" in command:
                browsers.add(pid)
    return [pid for pid in renderers if _belongs(pid, parents, browsers)]


def _belongs(pid: int, parents: dict[int, int], browsers: set[int]) -> bool:
    while pid in parents:
        if pid in browsers:
            return True
        pid = parents[pid]
    return False


def memory(profile: Path) -> float | None:
    """Megabytes that the page of a browser takes, its share of what processes have in common included."""
    if not SUPPORTED:
        return None
    return max((_share(pid) for pid in page_processes(profile)), default=None)


def _share(pid: int) -> float:
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    return 0.0


class Slowed:
    """Lets the pages of a browser, workers and compilers included, run a quarter of the time; a context manager.

    The throttling that browsers offer leaves workers alone, and it is in workers that Python runs.
    """

    def __init__(self, profile: Path) -> None:
        self._profile = profile
        self._done = threading.Event()
        self._known: set[int] = set()
        self._look = threading.Thread(target=self._watch, daemon=True)
        self._pulse = threading.Thread(target=self._beat, daemon=True)

    def __enter__(self) -> Self:
        self._known = set(page_processes(self._profile))
        self._look.start()
        self._pulse.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._done.set()
        self._look.join()
        self._pulse.join()
        self._signal(signal.SIGCONT)

    def _watch(self) -> None:
        while not self._done.wait(LOOK):
            self._known |= set(page_processes(self._profile))

    def _beat(self) -> None:
        while not self._done.is_set():
            self._signal(signal.SIGSTOP)
            time.sleep(PAUSE)
            self._signal(signal.SIGCONT)
            time.sleep(RUN)

    def _signal(self, number: int) -> None:
        for pid in tuple(self._known):
            try:
                os.kill(pid, number)
            except ProcessLookupError:
                self._known.discard(pid)
