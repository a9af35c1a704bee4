"""The navigation of a whole site: what editions add to it, what sections are called, and where in it a page is."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from planswitch.pages import registry
from planswitch.pages.handwritten import in_reading_order
from planswitch.pages.render import Renderer


def with_editions(nav: list[Any] | None, renderers: Sequence[Renderer], root: Path) -> list[Any] | None:
    """A navigation, and after its first entry the editions of which it names no page.

    The one edition of a site adds its pages, each of several a section.

    Args:
        nav: as ``mkdocs.yml`` has it; nothing where it follows from the documents.
        renderers: of a language.
        root: where its hand-written pages are.
    """
    if not nav:
        return nav
    named = [*_paths(nav)]
    added: list[Any] = []
    for renderer in renderers:
        if renderer.folder and not any(path.startswith(renderer.folder) for path in named):
            entries = list(_entries(renderer, root))
            added += [{renderer.label: entries}] if renderer.label else entries
    return [*nav[:1], *added, *nav[1:]]


def _paths(nav: Any) -> Iterator[str]:
    if isinstance(nav, str):
        yield nav
    for each in nav.values() if isinstance(nav, dict) else nav if isinstance(nav, list) else ():
        yield from _paths(each)


def _entries(renderer: Renderer, root: Path) -> Iterator[Any]:
    """What an edition adds: the pages that lead to all others, then what is written by hand, ``about`` last."""
    yield from registry.in_nav(renderer)
    for part in sorted(renderer.written, key=lambda part: (part == "about", part)):
        place = f"{renderer.folder}{part}"
        if (root / f"{place}.md").is_file():
            yield f"{place}.md"
        elif pages := in_reading_order(root / place):
            yield {part: [f"{place}/{name}" for name in pages]}


def name(items: Iterable[Any], labels: Collection[str]) -> None:
    """Calls each section as its first page is called, in its language; those of editions keep their labels."""
    for item in items:
        if item.is_section and item.children:
            name(item.children, ())
            if item.title not in labels:
                item.title = item.children[0].title


def trail(items: Iterable[Any], url: str) -> list[Any]:
    """The entries that a page is in or below, the outermost first: the last is the page itself, or leads to it.

    Args:
        items: of the navigation.
        url: the page's address.
    """
    return max(_trails(items, url), key=lambda found: len(found[-1].url), default=[])


def _trails(items: Iterable[Any], url: str) -> Iterator[list[Any]]:
    for item in items:
        for within in _trails(item.children or (), url):
            yield [item, *within]
        if not item.is_section and (item.url == url or _is_below(item.url, url)):
            yield [item]


def _is_below(address: str, url: str) -> bool:
    return bool(address) and "/" in url and url.startswith(address)


def above(found: Sequence[Any], url: str) -> dict[str, str]:
    """The way up from a page to the overview of its section: what that is called, and its address; or nothing.

    Args:
        found: the page's trail.
        url: its address.
    """
    for item in reversed(found):
        first = item.children[0] if item.children else item
        address = getattr(first, "url", "")
        if address != url and _is_below(address, url):
            return {"title": item.title, "url": address}
    return {}
