"""The hosts: what a first answer costs where brotli is sent, where texts are compressed, and where nothing is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from benchmarks.peers import FRAGMENT, LASTING, SITE, STOCK, Peer
from benchmarks.results import Bound, Spread, Table
from tests.browser.pages_host import PagesHost
from tests.browser.serving import Serving

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext

BOUNDS = {"gzip for texts, as GitHub Pages": 1.35, "nothing compressed": 1.55}
"""How many times as much as with brotli a first answer may cost."""
BROTLI = "brotli, as nginx and Caddy"
MOST = 36
"""How large the site may be (MB of 1,048,576 bytes)."""
NOTE = "First visits in Chromium. GitHub Pages compresses WebAssembly too, which helps the peer alone: ours is packed."


class Host(Protocol):
    """A server of the site with the peers."""

    @property
    def url(self) -> str:
        """Its address, with a slash at its end."""

    @property
    def sent(self) -> int:
        """How many bytes of contents it has sent."""


class _Plain(Serving):
    @property
    def sent(self) -> int:
        return sum(request.sent for request in self.requests)


@dataclass(slots=True)
class _Visits:
    milliseconds: list[float] = field(default_factory=list)
    transfer: list[int] = field(default_factory=list)


class Hosts:
    """First visits of the site and of stock Pyodide on each kind of host.

    Args:
        site: the folder that is served.
        size: of the site without the peers, in bytes.
        check: is called with a page, its answer and the way our Python was started.
    """

    def __init__(self, site: Path, size: int, stack: ExitStack, check: Callable[[Peer, str, str | None], None]) -> None:
        self._size = size
        self._check = check
        serve = partial(_Plain, site, lasting=LASTING)
        pages = PagesHost("/")
        pages.folder = site
        self._hosts: dict[str, Host] = {
            BROTLI: stack.enter_context(serve()),
            "gzip for texts, as GitHub Pages": stack.enter_context(pages),
            "nothing compressed": stack.enter_context(serve(twins=False)),
        }
        self._found = {name: {SITE: _Visits(), STOCK: _Visits()} for name in self._hosts}

    def visits(self) -> Iterator[tuple[str, Peer]]:
        """Every host with every page."""
        yield from ((name, peer) for name, found in self._found.items() for peer in found)

    def visit(self, name: str, peer: Peer, context: BrowserContext) -> None:
        """Visits a page in a browser that has never seen it."""
        host, page = self._hosts[name], context.new_page()
        before = host.sent
        page.goto(f"{host.url}{peer.path}{FRAGMENT}", wait_until="commit")
        answer = page.evaluate("bench.answer")
        self._check(peer, answer["text"], page.evaluate("bench.way"))
        self._found[name][peer].milliseconds.append(answer["at"])
        self._found[name][peer].transfer.append(host.sent - before)
        page.close()

    def table(self) -> Table:
        """A row a host."""
        rows = []
        for name, found in self._found.items():
            ours, stock = found[SITE], found[STOCK]
            times = [Spread.of(each.milliseconds) for each in (ours, stock)]
            sizes = [Spread.of(each.transfer).median / 1e6 for each in (ours, stock)]
            row = [name, f"{sizes[0]:.2f} MB", f"{self._cost(name):.2f}", f"{sizes[1]:.2f} MB"]
            rows.append([*row, *(each.show("ms") for each in times), f"{times[0].median / times[1].median:.2f}"])
        columns = ["host", "bytes, in the site", "of brotli", "Pyodide as documented", "time, in the site"]
        columns += ["Pyodide as documented", "of Pyodide"]
        return Table("Hosts: what a first answer costs", columns, rows, NOTE)

    def bounds(self) -> Sequence[Bound]:
        """What is promised of every host, and of the site's size."""
        return [
            *(
                Bound(
                    f"A first answer where the host sends {name}: bytes, of those with brotli", most, self._cost(name)
                )
                for name, most in BOUNDS.items()
            ),
            Bound("Size of the built site", MOST, self._size / 2**20, "MB"),
        ]

    def _cost(self, name: str) -> float:
        ours, brotli = (Spread.of(self._found[each][SITE].transfer).median for each in (name, BROTLI))
        return ours / brotli
