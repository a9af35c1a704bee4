"""Links in texts of the catalogue: whether the pages that they lead to are there.

The build knows the pages that it has made. For whoever builds none, `Unbuilt` knows those that it would make.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from html.parser import HTMLParser
from pathlib import Path, PurePosixPath

from markdown import Markdown

from planswitch.catalogue import Loaded, Problem
from planswitch.catalogue.problems import Hints
from planswitch.catalogue.schema import marked, setting_kinds
from planswitch.catalogue.tables import Row
from planswitch.pages import handwritten, registry
from planswitch.pages.languages import language_of
from planswitch.pages.render import Renderer
from planswitch.pages.site import Kind, Source, renderer_of, renderers
from planswitch.rules import prose

FRONT_MATTER = re.compile(r"\A---\n.*?^(?:---|\.\.\.)\n", re.DOTALL | re.MULTILINE)


def problems(renderer: Renderer, pages: Mapping[str, Collection[str]]) -> Iterator[Problem]:
    """What is wrong with the links of one language, each at the cell whose text, or whose translation, has it.

    Args:
        renderer: of the language.
        pages: every page by its address from the root of the language, such as ``guides/manual/``, with its anchors.
    """
    led = [(row, column, address) for row, column, text in _marked_texts(renderer) for address in prose.pages(text)]
    hints = Hints(pages if led else ())
    for row, column, address in led:
        expected, tip = _fault(renderer.placed(address), pages, hints)
        if expected:
            found = f"a link to “{address}” in the text in “{renderer.language.tag}”"
            yield row.problem("link", column, expected, found=found, tip=tip, fatal=False)


def _marked_texts(renderer: Renderer) -> Iterator[tuple[Row, str, str]]:
    """Each cell whose text may have marks, settings among them, with the text as readers get it."""
    for row, column in _marked_cells(renderer.loaded):
        yield row, column, renderer.words.text(row[column])
    if told := renderer.changes:
        for row in told.changes.rows:
            text = row["text"]
            yield row, "text", text and told.gettext(text)


def _marked_cells(loaded: Loaded) -> Iterator[tuple[Row, str]]:
    """Each cell of a catalogue whose text may have marks."""
    kinds = setting_kinds()
    yield from ((row, "value") for row in loaded.rows["catalogue"] if kinds.get(row["key"]) == "prose")
    for name, columns in marked().items():
        yield from ((row, column) for row in loaded.rows[name] for column in columns)


def _fault(address: str, pages: Mapping[str, Collection[str]], hints: Hints) -> tuple[str, str]:
    page, _, anchor = address.partition("#")
    if page not in pages:
        return "a page of the site", hints.tip(page) or "write it as in its address, such as guides/manual/"
    if anchor and anchor not in pages[page]:
        return f"a place of the page “{page}”", Hints(pages[page]).tip(anchor)
    return "", ""


class Unbuilt(Mapping[str, Collection[str]]):
    """The pages of one language as a site would have them: generated ones, and those that are written by hand.

    Of a page no more is read than somebody asks for: mostly whether there is one. Which there are is found out when a
    link asks for any: of many plans, each answer has a page.
    """

    def __init__(self, renderers: Sequence[Renderer], docs: Path) -> None:
        """``docs`` has a folder of hand-written pages for each language."""
        self._renderers = renderers
        self._docs = docs
        self._anchors: dict[str, Collection[str]] = {}

    @cached_property
    def _sources(self) -> dict[str, tuple[str, Path | None]]:
        """Address -> path, and the file of a page that is written by hand."""
        tag = self._renderers[0].language.tag
        written = {path: file for path, file in handwritten.files(self._docs / tag) if file.suffix == ".md"}
        made = dict.fromkeys(path for renderer in self._renderers for path in registry.paths(renderer))
        return {_address(path): (path, file) for path, file in {**written, **made}.items()}

    def __iter__(self) -> Iterator[str]:
        return iter(self._sources)

    def __len__(self) -> int:
        return len(self._sources)

    def __contains__(self, address: object) -> bool:
        return address in self._sources

    def __getitem__(self, address: str) -> Collection[str]:
        if address not in self._anchors:
            path, file = self._sources[address]
            text = _text(file) if file else registry.page(renderer_of(self._renderers, path), path).markdown
            self._anchors[address] = _Anchors(text).found
        return self._anchors[address]


def _address(path: str) -> str:
    page = PurePosixPath(path)
    folder = page.parent if page.stem in ("index", "README") else page.with_suffix("")
    return "" if folder == PurePosixPath() else f"{folder}/"


def _text(file: Path) -> str:
    return FRONT_MATTER.sub("", file.read_text(encoding="utf-8-sig", errors="replace"))


class _Anchors(HTMLParser):
    """The places of a page that a link can lead to."""

    def __init__(self, markdown: str) -> None:
        super().__init__()
        self.found: dict[str, None] = {}
        self.feed(Markdown(extensions=["attr_list", "tables", "toc"]).convert(markdown))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if value and (name == "id" or (name == "name" and tag == "a")):
                self.found[value] = None


def unbuilt_problems(loaded: Loaded, docs: Path, *locale: Path) -> Iterator[Problem]:
    """What is wrong with the links of a catalogue in every language that has hand-written pages; none, if none has.

    Where these have a folder by the id of the catalogue, so have those that would be made of it.
    """
    found = {tag: language_of(tag, *locale) for tag in handwritten.languages_in(docs)}
    roots = {tag: docs / tag for tag in found}
    kind = Kind(several=any((root / loaded.catalogue.id).is_dir() for root in roots.values()))
    yield from unbuilt(renderers([Source(docs, loaded, found)], roots, kind), docs)


def unbuilt(renderers: Mapping[str, Sequence[Renderer]], docs: Path) -> Iterator[Problem]:
    """What is wrong with the links of catalogues in the languages of a site that nobody has built."""
    for made in renderers.values():
        pages = Unbuilt(made, docs)
        for renderer in made:
            yield from problems(renderer, pages)
