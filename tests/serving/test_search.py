"""Search of a site that is being edited: a page is read again when it is another, and only then."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from types import SimpleNamespace
from typing import Any

from planswitch.parts import remembering
from planswitch.serving import Memory


@dataclass(frozen=True)
class Page:
    """What search reads of a page."""

    url: str = "plans/"
    title: str = "Plans"
    content: str = "<p>Lamp</p>"
    meta: dict[str, Any] = field(default_factory=dict)
    toc: tuple[str, ...] = ()


class Index:
    """Finds one entry in each page; says which it has read."""

    def __init__(self) -> None:
        self.entries: list[str] = []
        self.read: list[str] = []

    def add_entry_from_context(self, page: Page) -> None:
        self.read.append(page.url)
        self.entries.append(f"{page.url} {page.title} {page.content} {page.meta} {page.toc}")


def built(memory: Memory, *pages: Page) -> Index:
    """The index of a build."""
    index = Index()
    config = SimpleNamespace(plugins={"search": SimpleNamespace(search_index=index), "other": object()})
    remembering.search(memory, config)
    for page in pages:
        index.add_entry_from_context(page)
    memory.turn(whole=True)
    return index


def test_a_page_is_read_again_only_when_it_is_another() -> None:
    memory, first, second = Memory(), Page("a/"), Page("b/")
    assert built(memory, first, second).read == ["a/", "b/"]
    again = built(memory, first, replace(second, content="<p>Lantern</p>"))
    assert again.read == ["b/"]
    assert again.entries == built(Memory(), first, replace(second, content="<p>Lantern</p>")).entries


def test_all_that_search_reads_makes_another_page() -> None:
    others = ({"url": "b/"}, {"title": "Rules"}, {"meta": {"tags": ["lamp"]}}, {"toc": ("Lamp",)})
    for other in others:
        memory, page = Memory(), Page("a/")
        built(memory, page)
        assert len(built(memory, replace(page, **other)).read) == 1, other
