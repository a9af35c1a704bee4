"""The browser: how long a page takes to its first answer by Python, ours beside other ways, and what it costs."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from benchmarks import peers
from benchmarks.build import borrow_cache, build, copied
from benchmarks.engines import Others
from benchmarks.hosts import Hosts
from benchmarks.network import SlowLine
from benchmarks.peers import (
    BARE,
    FRAGMENT,
    ISOLATED,
    JAVASCRIPT,
    LASTING,
    PYSCRIPT,
    PYSCRIPT_SMALL,
    QUESTION,
    REDUCED,
    SITE,
    SMALL,
    STOCK,
    WAYS,
    Peer,
)  # fmt: skip
from benchmarks.processes import SUPPORTED, Slowed, memory
from benchmarks.results import Bound, Section, Spread, Table
from benchmarks.using import Use, use
from planswitch.rules.service import Service
from tests.browser.driving import playwright
from tests.browser.serving import Serving
from tools.browsers import CHROMIUM_ARGUMENTS, require_chromium

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext

PROBE = (Path(__file__).parent / "probe.js").read_text(encoding="utf-8")
PATIENCE = 180_000
"""How long an answer may take (milliseconds)."""
SETTLE = 400
"""How long a browser that has just been started, or a page that has been closed, is left alone (milliseconds)."""

TEXT = """
A headless Chromium with a fresh profile visits a page whose address holds a question; time runs from the start of the
navigation until the answer stands in the page. It is then closed and visited again with the same profile (*next
visit*). All pages come from the same server on this machine, compressed with brotli; files with a version or digest in
their names may be kept for good. *In the site* is the explorer in the built site, with its theme, whose script comes
after the answer; the *bare page* does no more than the peers' pages: it starts our worker
and shows what it answers. Pyodide is started as its documentation
shows it, in a module worker, and gets the rules by `unpackArchive`; PyScript gets them by `files` in its
configuration and runs in a worker too, hosted beside the page. Each answer is compared with what CPython says.
Every round has all variants, one after the other, in an order that changes. Bytes are those of compressed bodies;
memory is the page's process (proportional set size) when the answer stands.

- **Slow computer**: the page's processes, workers and compilers included, run a quarter of the time (3 ms on, 9 ms
  off). Chromium's own throttling would leave out the workers, where Python runs. The browser's process and the server
  are not slowed.
- **Slow network**: all connections share a line of 1.6 Mbit/s with a round trip of 150 ms, in front of the server, so
  that workers are slowed like pages. The site finds out by itself and takes the way with the fewest bytes; a bare page
  has nothing by which to tell, so that way is forced.
"""


@dataclass(frozen=True, slots=True)
class Setting:
    """Under what conditions pages are visited, and which."""

    name: str
    title: str
    peers: tuple[Peer, ...]
    slow_network: bool = False
    slow_computer: bool = False


SETTINGS = (
    Setting(
        "plain",
        "Unthrottled",
        (SITE, BARE, *WAYS.values(), STOCK, PYSCRIPT, PYSCRIPT_SMALL, SMALL, JAVASCRIPT),
    ),
    Setting(
        "computer",
        "Slow computer (a quarter of the time)",
        (SITE, BARE, WAYS["bytecode"], STOCK, PYSCRIPT, PYSCRIPT_SMALL, SMALL, JAVASCRIPT),
        slow_computer=True,
    ),
    Setting(
        "network",
        "Slow network (1.6 Mbit/s, 150 ms)",
        (SITE, WAYS["bytecode"], STOCK, PYSCRIPT, PYSCRIPT_SMALL, SMALL, JAVASCRIPT),
        slow_network=True,
    ),
)


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit: milliseconds to the answer, bytes and requests until then, and more about it."""

    milliseconds: float
    transfer: int
    requests: int
    memory: float | None
    way: str | None
    marks: dict[str, float]


@dataclass(slots=True)
class Visits:
    """First and next visits of one page."""

    first: list[Visit] = field(default_factory=list)
    next: list[Visit] = field(default_factory=list)

    def middle(self, which: str, value: str = "milliseconds") -> float:
        """The median of a value over the ``first`` or ``next`` visits."""
        return Spread.of(getattr(visit, value) for visit in getattr(self, which)).median

    @property
    def ways(self) -> str:
        """How our Python was started."""
        return "/".join(sorted({visit.way for visit in self.first + self.next if visit.way}))


Found = dict[str, dict[Peer, Visits]]
"""Name of a setting -> page -> its visits."""


class Stage:
    """The servers, and a browser with a fresh profile for whoever asks.

    Args:
        site: the folder that is served.
    """

    def __init__(self, site: Path, stack: ExitStack) -> None:
        self._chromium = playwright().chromium
        self._program = str(require_chromium())
        self.serving = stack.enter_context(_Server(site, lasting=LASTING))
        self._isolated = stack.enter_context(_Server(site, lasting=LASTING, headers=ISOLATED))
        self._lines = {
            serving: stack.enter_context(SlowLine(serving.url)) for serving in (self.serving, self._isolated)
        }
        self.version = ""

    @contextmanager
    def browser(self) -> Iterator[tuple[BrowserContext, Path]]:
        """A browser with a fresh profile, and where that is."""
        with TemporaryDirectory(prefix="planswitch-profile-", ignore_cleanup_errors=True) as profile:
            context = self._chromium.launch_persistent_context(
                profile,
                executable_path=self._program,
                args=CHROMIUM_ARGUMENTS,
                viewport={"width": 1280, "height": 900},
            )
            context.set_default_timeout(PATIENCE)
            context.add_init_script(PROBE)
            self.version = self.version or str(context.pages[0].evaluate(BROWSER_VERSION))
            context.pages[0].wait_for_timeout(SETTLE)
            yield context, Path(profile)
            context.close()

    def visits(self, setting: Setting, peer: Peer, into: Visits) -> None:
        """Visits a page for the first time, and again."""
        with self.browser() as (context, profile):
            slowed = Slowed(profile) if setting.slow_computer else nullcontext()
            with slowed:
                into.first.append(self._visit(context, profile, setting, peer))
                context.pages[0].wait_for_timeout(SETTLE)
                into.next.append(self._visit(context, profile, setting, peer))

    def _visit(self, context: BrowserContext, profile: Path, setting: Setting, peer: Peer) -> Visit:
        serving = self._isolated if peer.isolated else self.serving
        serving.requests.clear()
        page = context.new_page()
        url = self._lines[serving].url if setting.slow_network else serving.url
        page.goto(f"{url}{peer.path}{FRAGMENT}", wait_until="commit")
        answer = page.evaluate("bench.answer")
        sent = [request for request in serving.requests if not request.path.endswith("favicon.ico")]
        way, marks = page.evaluate("[bench.way, bench.marks]")
        check(peer, answer["text"], way)
        used = memory(profile)
        page.close()
        return Visit(answer["at"], sum(each.sent for each in sent), len(sent), used, way, marks)


BROWSER_VERSION = "navigator.userAgent.match(/Chrome\\/(\\d+)/)?.[1] ?? navigator.userAgent"


class _Server(Serving):
    """A server that does not hold small packets back, which would delay some answers by 40 ms."""

    def __init__(self, folder: Path, **options: Any) -> None:
        super().__init__(folder, **options)
        self._server.RequestHandlerClass.disable_nagle_algorithm = True  # type: ignore[attr-defined]


def check(peer: Peer, text: str, way: str | None) -> None:
    """Compares what a page shows with what CPython says.

    Raises:
        RuntimeError: it says something else, or our Python was not started as it was told.
    """
    expected = json.loads(_service().answer(json.dumps(QUESTION)))
    found: object = text if peer is SITE else json.loads(text)
    if peer is SITE:
        right: object = expected["answer"]["headline"]
    elif peer.whole:
        right = expected
    else:
        right = {name: expected["answer"]["decision"][name] for name in ("from", "to", "certainty", "route")}
    if found != right:
        raise RuntimeError(f"{peer.name} answers\n{found}\ninstead of\n{right}")
    if peer.ours and (way is None or (peer.way and way != peer.way)):
        raise RuntimeError(f"{peer.name}: Python was started from {way}, not from {peer.way or 'our packed files'}")


def _service() -> Service:
    if not _SERVICES:
        from planswitch.pages.api import published

        loaded, words = peers.edition()
        _SERVICES.append(Service(published(loaded)))
        _SERVICES[0].add_language("en", words)
    return _SERVICES[0]


_SERVICES: list[Service] = []


def run(runs: int, say: Callable[[str], None]) -> tuple[Section, str]:
    """Builds the site, visits everything `runs` times, and returns what was found and the browser's version."""
    with ExitStack() as stack:
        project = stack.enter_context(copied())
        borrow_cache(project)
        say("building the site that the browser visits")
        build(project)
        size = sum(file.stat().st_size for file in (project / "site").rglob("*") if file.is_file())
        say("compressing the pages of all peers (a minute, the first time)")
        peers.lay_out(project / "site")
        stage = Stage(project / "site", stack)
        settings = [setting for setting in SETTINGS if SUPPORTED or not setting.slow_computer]
        found: Found = {setting.name: {peer: Visits() for peer in setting.peers} for setting in settings}
        uses: list[Use] = []
        others = Others(stage.serving, PROBE, check)
        hosts = Hosts(project / "site", size, stack, check)
        for number in range(runs):
            for setting in settings:
                say(f"browser, round {number + 1} of {runs}: {setting.title.lower()}")
                for peer in _turned(setting.peers, number):
                    stage.visits(setting, peer, found[setting.name][peer])
            with stage.browser() as (context, _):
                uses.append(use(context.new_page(), stage.serving.url))
            say(f"browser, round {number + 1} of {runs}: hosts")
            for name, peer in hosts.visits():
                with stage.browser() as (context, _):
                    hosts.visit(name, peer, context)
            say(f"browser, round {number + 1} of {runs}: other engines")
            others.visit(number)
        return _section(found, uses, settings, others, hosts), stage.version


def _turned(all_peers: Sequence[Peer], number: int) -> list[Peer]:
    at = number * 3 % len(all_peers)
    return [*all_peers[at:], *all_peers[:at]]


def _section(found: Found, uses: list[Use], settings: Sequence[Setting], others: Others, hosts: Hosts) -> Section:
    section = Section("The browser", TEXT)
    for setting in settings:
        section.tables.append(_times(setting, found[setting.name]))
    section.tables += [others.table(), hosts.table()]
    section.tables.append(_costs(found["plain"]))
    section.tables.append(_phases(found["plain"]))
    section.tables.append(_use_table(uses))
    section.bounds = [*_bounds(found), *others.bounds(), *hosts.bounds(), *_use_bounds(uses)]
    return section


def _times(setting: Setting, visits: dict[Peer, Visits]) -> Table:
    stock, pyscript = visits[STOCK], visits[PYSCRIPT]
    rows = []
    for peer, found in visits.items():
        name = f"{peer.name} ({found.ways})" if peer.ours and not peer.way else peer.name
        row = [name]
        for which in ("first", "next"):
            times = Spread.of(visit.milliseconds for visit in getattr(found, which))
            row += [times.show("ms"), f"{times.median / stock.middle(which):.2f}"]
            row += [f"{times.median / pyscript.middle(which):.2f}"]
        rows.append(row)
    columns = ["page", "first visit", "of Pyodide", "of PyScript", "next visit", "of Pyodide", "of PyScript"]
    note = REDUCED if setting.name == "plain" else f"Medians of {len(stock.first)} rounds."
    return Table(f"{setting.title}: page load to the first answer", columns, rows, note)


def _costs(visits: dict[Peer, Visits]) -> Table:
    stock = visits[STOCK].middle("first", "transfer")
    rows = [
        [
            peer.name,
            f"{found.middle('first', 'transfer') / 1e6:.2f} MB",
            f"{found.middle('first', 'transfer') / stock:.2f}",
            f"{found.middle('first', 'requests'):.0f}",
            f"{found.middle('next', 'transfer') / 1e6:.2f} MB",
            f"{found.middle('next', 'requests'):.0f}",
            Spread.of(visit.memory for visit in found.first).show("MB"),
        ]
        for peer, found in visits.items()
    ]
    columns = ["page", "first visit", "of Pyodide", "requests", "next visit", "requests", "memory"]
    return Table("Bytes, requests and memory until the first answer (unthrottled)", columns, rows)


PHASES = (("worker", "page, until our worker is started"), ("loaded", "download and compile, until all has arrived"),
          ("ready", "start Python, open the catalogue"), ("answer", "answer and draw"))  # fmt: skip


def _phases(visits: dict[Peer, Visits]) -> Table:
    chosen = [(peer, which) for peer in (SITE, *WAYS.values()) if peer in visits for which in ("first", "next")]
    rows = []
    for index, (mark, title) in enumerate(PHASES):
        before = PHASES[index - 1][0] if index else None
        row = [title]
        for peer, which in chosen:
            all_marks = [visit.marks for visit in getattr(visits[peer], which)]
            spans = [
                marks[mark] - (marks[before] if before else 0)
                for marks in all_marks
                if mark in marks and (before is None or before in marks)
            ]
            row.append(f"{median(spans):.0f} ms" if spans else "–")
        rows.append(row)
    names = {SITE: "site", **{peer: way for way, peer in WAYS.items()}}
    columns = ["phase", *(f"{names[peer]}, {which}" for peer, which in chosen)]
    note = (
        "Every way downloads and compiles Python's WebAssembly. After that a snapshot has only to be written into "
        "memory; byte code has to be imported, and the stock library has to be compiled from its source first. In the "
        "site, the page and its first layout share the computer with our worker; the theme's script runs later."
    )
    return Table("Where our time goes (unthrottled; medians of each phase)", columns, rows, note)


def _use_table(uses: list[Use]) -> Table:
    rows = [
        ["base answer after a choice", Spread.of(each.base for each in uses).show("ms", 1)],
        ["answer to one more circumstance, Python running", Spread.of(each.computed for each in uses).show("ms", 1)],
        ["matrix under new circumstances, in the page", Spread.of(each.matrix for each in uses).show("ms", 1)],
        ["longest task of the main thread while Python loads", Spread.of(each.task for each in uses).show("ms")],
        ["slowest key or change while Python loads", Spread.of(each.event for each in uses).show("ms")],
        ["layout shift while answering", Spread.of(each.shift for each in uses).show(digits=4)],
    ]
    note = (
        "A task is listed by browsers from 50 ms on, a key from 16 ms on: 0 means that there was none. "
        "The slowest key runs until the next frame is painted."
    )
    return Table("Using the explorer (unthrottled, by keyboard)", ["what", "value"], rows, note)


def _bounds(found: Found) -> list[Bound]:
    plain, slow = found["plain"], found["network"]
    bounds = []
    for which, most, title in (("first", 0.25, "Cold"), ("next", 0.28, "Warm")):
        for ours, place in ((SITE, "in the site"), (BARE, "bare page")):
            for peer, name in ((STOCK, "stock Pyodide"), (PYSCRIPT, "PyScript")):
                ratio = plain[ours].middle(which) / plain[peer].middle(which)
                bounds.append(Bound(f"{title}, {place}: time to the first answer, of {name}", most, ratio))
    small = WAYS["bytecode"]
    for ours, where, most, title in (
        (SITE, plain, 0.95, "Fastest path, in the site"),
        (BARE, plain, 0.95, "Fastest path, bare page"),
        (SITE, slow, 0.72, "Slow network, in the site"),
        (small, slow, 0.72, "Slow network, bare page"),
    ):
        ratio = where[ours].middle("first", "transfer") / where[STOCK].middle("first", "transfer")
        bounds.append(Bound(f"{title}: bytes, of stock Pyodide", most, ratio))
    for ours, place in ((SITE, "in the site"), (small, "bare page")):
        ratio = slow[ours].middle("first") / slow[STOCK].middle("first")
        bounds.append(Bound(f"Slow network, {place}: time to the first answer, of stock Pyodide", 0.75, ratio))
    others = sum(visit.way != small.way for visit in slow[SITE].first)
    bounds.append(Bound("Slow network, in the site: visits that did not take the way with the fewest bytes", 0, others))
    return bounds


def _use_bounds(uses: list[Use]) -> list[Bound]:
    return [
        Bound("Base answer after a choice", 16, median(each.base for each in uses), "ms"),
        Bound("Layout shift while answering, worst run", 0, max(each.shift for each in uses)),
        Bound("Longest task while Python loads, worst run", 50, max(each.task for each in uses), "ms", below=True),
        Bound("Whole matrix under new circumstances, in the browser", 100, median(each.matrix for each in uses), "ms"),
    ]


__all__ = ["run"]
