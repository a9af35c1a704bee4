"""What readers of a site that is being edited get, and what open pages are told of it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from threading import Condition
from time import monotonic, time_ns

from planswitch.publishing import digests_of, read

OF_ONE_PAGE = frozenset({".gz", ".html", ".json", ".mo", ".txt", ".xml", ".xz"})
"""Endings of files that only concern the page they are, or pages that name them by their digest."""
OPEN = 3
"""How many of the pages that were asked for last count as open."""
REMEMBERED = 100
"""How many versions are remembered: a page that was told of none of them is loaded anew."""
GIVEN_WAY, IN_ALL = 0.3, 2.0
"""How long a build waits for requests, at most, each time it may, and in all (seconds)."""


@dataclass(frozen=True, slots=True)
class Ahead:
    """What a build has made already of pages that are open.

    Attributes:
        pages: by address below the site's root, such as ``en/plans/index.html``.
        files: makes what pages fetch that is of the same new state, by address.
    """

    pages: Mapping[str, bytes]
    files: Mapping[str, Callable[[], bytes]]

    def after(self, earlier: Ahead | None) -> Ahead:
        """This, and what was made before, such as pages of another language."""
        return Ahead({**earlier.pages, **self.pages}, {**earlier.files, **self.files}) if earlier else self


@dataclass(frozen=True, slots=True)
class Told:
    """What an open page is told.

    Attributes:
        version: of what there is to show; the next question is what came after it.
        reload: whether the page is not what it was.
        building: whether a new site is being built.
        problems: why there is none of what was saved last; what is shown is then the last good one.
    """

    version: int
    reload: bool
    building: bool
    problems: tuple[str, ...]


@dataclass
class Showing:
    """A published site, and what goes before it while the next one is being built.

    Attributes:
        root: the folder of the site.
        in_place: whether a build writes into it, so that nobody may read it meanwhile.
    """

    root: Path
    in_place: bool = False
    _version: int = field(default_factory=lambda: time_ns() // 1_000_000)
    _changes: dict[int, frozenset[str] | None] = field(default_factory=dict)
    _digests: dict[str, str] = field(default_factory=dict)
    _ahead: Ahead | None = None
    _building: bool = False
    _problems: tuple[str, ...] = ()
    _open: dict[str, None] = field(default_factory=dict)
    _asking: int = 0
    _way: float = IN_ALL
    _closed: bool = False
    _news: Condition = field(default_factory=Condition)

    def __post_init__(self) -> None:
        self._digests = _digests(self.root)
        self._changes[self._version] = frozenset()

    @property
    def version(self) -> int:
        """Grows with each change of what is shown or told."""
        return self._version

    @property
    def open_pages(self) -> list[str]:
        """The addresses that were asked for last, the last first."""
        return [*reversed(self._open)]

    def begin(self) -> None:
        """A build begins."""
        with self._news:
            self._building, self._way = True, IN_ALL
            self._tell(frozenset())

    def show_ahead(self, ahead: Ahead) -> None:
        """Some pages are ready before the rest of their site."""
        with self._news:
            shown = {address: _digest(content) for address, content in ahead.pages.items()}
            changed = frozenset(address for address, digest in shown.items() if self._digests.get(address) != digest)
            self._ahead = ahead.after(self._ahead)
            self._digests |= shown
            self._tell(changed)

    def published(self) -> None:
        """The new site is in its place."""
        self._end(())

    def failed(self, problems: Iterable[str]) -> None:
        """There is no new site: the last good one is shown, and why."""
        self._end(tuple(problems))

    def _end(self, problems: tuple[str, ...]) -> None:
        found = _digests(self.root)
        with self._news:
            known, self._digests = self._digests, found
            self._ahead, self._building, self._problems = None, False, problems
            changed = frozenset(address for address, _ in known.items() ^ found.items())
            self._tell(changed if all(map(_of_one_page, changed)) else None)

    def close(self) -> None:
        """Lets everybody go who waits for news."""
        with self._news:
            self._closed = True
            self._news.notify_all()

    def _tell(self, changed: frozenset[str] | None) -> None:
        self._version += 1
        self._changes[self._version] = changed
        for version in [*self._changes][:-REMEMBERED]:
            del self._changes[version]
        self._news.notify_all()

    def told(self, since: int, page: str, patience: float) -> Told:
        """What there is to tell an open page since a version; waits for news, but not for ever.

        Args:
            since: the version that the page was told of last.
            page: its address.
            patience: how long to wait (seconds).
        """
        self.touch(page)
        with self._news:
            self._news.wait_for(lambda: self._version != since or self._closed, patience)
            return Told(self._version, self._is_other(page, since), self._building, self._problems)

    def _is_other(self, page: str, since: int) -> bool:
        if since == self._version:
            return False
        if since not in self._changes:
            return True
        later = (changed for version, changed in self._changes.items() if version > since)
        return any(changed is None or page in changed for changed in later)

    def touch(self, page: str) -> None:
        """Takes note that somebody looks at a page."""
        with self._news:
            self._open.pop(page, None)
            self._open[page] = None
            for address in [*self._open][:-OPEN]:
                del self._open[address]

    def content(self, address: str) -> bytes | None:
        """What readers get at an address; nothing when there is nothing."""
        with self._news:
            if self.in_place:
                self._news.wait_for(lambda: not self._building or self._closed)
            ahead = self._ahead
        found = _of(ahead, address) if ahead else None
        return read(self.root, address) if found is None else found

    def is_folder(self, address: str) -> bool:
        """Whether a page is found below an address, so that a slash is all that it lacks."""
        return self.content(f"{address}/index.html") is not None

    def arrive(self) -> None:
        """Somebody asks for something."""
        with self._news:
            self._asking += 1

    def leave(self) -> None:
        """They have got it."""
        with self._news:
            self._asking -= 1
            self._news.notify_all()

    def give_way(self) -> None:
        """Waits for those who are asking, as a build does between two pages."""
        with self._news:
            # Whoever asks during a build in place waits for its end.
            began = monotonic()
            self._news.wait_for(lambda: self.in_place or not self._asking, min(GIVEN_WAY, self._way))
            self._way = max(0, self._way - (monotonic() - began))


def _of(ahead: Ahead, address: str) -> bytes | None:
    if address in ahead.pages:
        return ahead.pages[address]
    return ahead.files[address]() if address in ahead.files else None


def _of_one_page(address: str) -> bool:
    return Path(address).suffix in OF_ONE_PAGE


def _digests(root: Path) -> dict[str, str]:
    """Every file that is there by its address, and the digest of what is in it: a site that was published tells it."""
    files = (path for path in root.rglob("*") if path.is_file())
    return digests_of(root) or {path.relative_to(root).as_posix(): _digest(path.read_bytes()) for path in files}


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
