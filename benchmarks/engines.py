"""The engines of other browsers: the first answer in the site, beside stock Pyodide in the same engine."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from benchmarks.peers import FRAGMENT, SITE, STOCK, Peer
from benchmarks.results import Bound, Spread, Table
from tests.browser.engines import ENGINES
from tests.browser.serving import Fault, Serving

if TYPE_CHECKING:
    from collections.abc import Sequence

BOUNDS = {"webkit": 0.25, "firefox": 0.30, "chromium": 0.25}
TITLES = {"webkit": "WebKit", "firefox": "Firefox", "chromium": "Chromium as an iPhone"}
PROBE = b'<script src="/probe.js"></script>'
SETTLE = 2
"""How long a browser that has just been started is left alone (seconds)."""
NOTE = (
    "Each visit has a browser of its own with a fresh profile: WebKitGTK on a screen that nobody sees, Firefox without "
    "one, and Chromium with the user agent of an iPhone, for which Pyodide goes without its quick trampoline. "
    "Chromium as it is stands in the tables above."
)
Times = dict[str, dict[Peer, list[float]]]
"""Name of an engine -> page -> milliseconds until the first answer."""


class Others:
    """First visits in each engine that this machine has.

    Args:
        serving: of the site with the peers; the probe is put into its pages while they are visited.
        check: is called with a page, its answer and the way our Python was started.
    """

    def __init__(self, serving: Serving, probe: str, check: Callable[[Peer, str, str | None], None]) -> None:
        self._serving = serving
        self._check = check
        self.times: Times = {name: {SITE: [], STOCK: []} for name, kind in ENGINES.items() if not kind.lacking()}
        self._ways: dict[str, set[str]] = {name: set() for name in self.times}
        self.lacking = [lacking for kind in ENGINES.values() if (lacking := kind.lacking())]
        (serving.folder / "probe.js").write_text(probe, encoding="utf-8")

    def visit(self, number: int) -> None:
        """Visits both pages in each engine, in an order that changes."""
        probed = Fault(change=lambda page: page.replace(b"<meta", PROBE + b"<meta", 1))
        self._serving.faults = {f"/{peer.path}": probed for peer in (SITE, STOCK)}
        for name, times in self.times.items():
            for peer in (SITE, STOCK) if number % 2 else (STOCK, SITE):
                times[peer].append(self._first(name, peer))
        self._serving.faults = {}

    def _first(self, engine: str, peer: Peer) -> float:
        temporary = TemporaryDirectory(prefix="planswitch-profile-", ignore_cleanup_errors=True)
        with temporary as profile, ENGINES[engine](Path(profile)) as browser:
            time.sleep(SETTLE)
            browser.visit(f"{self._serving.url}{peer.path}{FRAGMENT}")
            answer = browser.run("() => bench.answer")
            way = browser.run("() => bench.way")
        self._check(peer, answer["text"], way)
        self._ways[engine] |= {way} if way else set()
        return float(answer["at"])

    def table(self) -> Table:
        """A row an engine."""
        rows = []
        for name, times in self.times.items():
            ours, stock = Spread.of(times[SITE]), Spread.of(times[STOCK])
            title = f"{TITLES[name]} ({'/'.join(sorted(self._ways[name]))})"
            row = [title, ours.show("ms"), stock.show("ms"), f"{ours.median / stock.median:.2f}"]
            rows.append(row)
        columns = ["engine", "Planswitch, in the site", "Pyodide as documented", "of Pyodide"]
        missing = [f"Not measured: {lacking}" for lacking in self.lacking]
        return Table(
            "Other engines: page load to the first answer, first visit", columns, rows, " ".join([NOTE, *missing])
        )

    def bounds(self) -> Sequence[Bound]:
        """What is promised; what could not be measured is not met."""
        found = {
            name: Spread.of(each[SITE]).median / Spread.of(each[STOCK]).median for name, each in self.times.items()
        }
        return [
            Bound(
                f"{TITLES[name]}, cold, in the site: time to the first answer, of stock Pyodide",
                most,
                found.get(name, float("nan")),
            )
            for name, most in BOUNDS.items()
        ]
