"""What the server of ``make serve`` does better than as MkDocs makes it."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from watchdog.observers.polling import PollingObserverVFS

INTERVAL = 0.5
"""How often is looked for changes (seconds)."""
NOTHING = os.stat_result((0,) * 10)
"""How a watched folder looks while it is not there."""


def watch_patiently(server: Any, watched: Iterable[str], soon: Iterable[str]) -> None:
    """Lets the server watch on when a folder goes, so that it sees it come back; its own observer gives up.

    Args:
        server: MkDocs's `LiveReloadServer`, which has not started yet.
        watched: what it may watch already.
        soon: what it is going to watch; need not exist yet.
    """
    watched = list(watched)
    roots = {os.path.abspath(path) for path in (*watched, *soon)}  # noqa: PTH100 - as the server names them

    def stat(path: str) -> os.stat_result:
        try:
            return os.stat(path)  # noqa: PTH116 - as the observer calls it
        except (FileNotFoundError, NotADirectoryError):
            if path in roots:
                return NOTHING
            raise

    again = [path for path in watched if _unwatched(server, path)]
    server.observer = PollingObserverVFS(stat, os.scandir, polling_interval=INTERVAL)
    for path in again:
        server.watch(path)


def _unwatched(server: Any, path: str) -> bool:
    with suppress(KeyError):
        server.unwatch(path)
        return True
    return False


def bind_politely(server: Any) -> None:
    """Lets the server say in one sentence that its port is in use, and what to do."""
    bind = server.server_bind

    def told() -> None:
        try:
            bind()
        except OSError as error:
            host, port = server.server_address[:2]
            taken = error.errno == errno.EADDRINUSE
            why = "is in use by another program" if taken else f"cannot be had ({error.strerror})"
            raise SystemExit(
                f"Port {port} of {host} {why}: choose another, as in “make serve PORT={port + 1}”."
            ) from None

    server.server_bind = told
