"""A project that is served while a test edits it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.ports import free_port
from tests.site_builder import MKDOCS, environment

PATIENCE = 120
"""How long something may take that happens in the end (seconds)."""


class Served:
    """A project that is being served while it is edited."""

    def __init__(self, config: Path, temporary: Path, path: str, port: int) -> None:
        self.path = path
        self.address = f"127.0.0.1:{port}"
        self.said: list[str] = []
        self.process = subprocess.Popen(
            [*MKDOCS, "serve", "-f", str(config), "-a", self.address],
            cwd=config.parent,
            env={**os.environ, **environment(f"http://{self.address}/"), "TMPDIR": str(temporary)},
            stderr=subprocess.PIPE,
            text=True,
        )
        self.listener = threading.Thread(target=self._listen)
        self.listener.start()

    def _listen(self) -> None:
        assert self.process.stderr
        with self.process.stderr as lines:
            self.said.extend(lines)

    def end(self) -> None:
        """Ends it as Ctrl-C does."""
        self.process.send_signal(signal.SIGINT)
        self.process.wait(PATIENCE)

    def until(self, true: Callable[[], bool], what: str) -> None:
        """Waits for something that happens in the end."""
        end = time.monotonic() + PATIENCE
        while not true():
            assert self.process.poll() is None, "".join(self.said)
            assert time.monotonic() < end, f"{what}\n{''.join(self.said)}"
            time.sleep(0.1)

    def until_said(self, text: str, times: int = 1) -> None:
        """Waits until a text has been printed so many times."""
        self.until(lambda: "".join(self.said).count(text) >= times, f"never said {times} times: {text}")

    def until_shown(self, text: str) -> None:
        """Waits until the page of plans shows a text, and all others are those of the same site."""
        self.until(lambda: text in self.page() and not self.building(), f"never shown: {text}")

    def building(self) -> bool:
        """Whether a site is being built."""
        with urllib.request.urlopen(f"http://{self.address}/livereload/state?now", timeout=PATIENCE) as answer:
            return bool(json.loads(answer.read())["building"])

    def page(self) -> str:
        """The page of plans."""
        with urllib.request.urlopen(f"http://{self.address}/{self.path}", timeout=PATIENCE) as answer:
            return str(answer.read().decode())


@contextmanager
def serving(config: Path, temporary: Path, path: str) -> Iterator[Served]:
    """Serves a project until the end of a test, and looks at what is left."""
    with free_port() as port:
        serving = Served(config, temporary, path, port)
        try:
            serving.until_said("Serving on")
            yield serving
            serving.end()
            assert list(temporary.iterdir()) == [], "something is left when the server ends"
        finally:
            serving.process.kill()
            serving.process.wait()
            serving.listener.join()
