"""Which hand-written page another one translates, and whether that one has changed since.

A site has a folder of pages for each language; pages of the same path say the same. The first language of the site is
the one that they are written in, unless the front matter of a page says that it was written first (``source_language``,
with its own language). Each other page says what it was translated from: ``source_hash`` is the digest of that page.
``translate: false`` is for a page that other languages do without.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from planswitch.catalogue import Problem
from planswitch.i18n import shown
from planswitch.pages.handwritten import files

HASH, LANGUAGE, TRANSLATE = "source_hash", "source_language", "translate"
"""What a page says in its front matter."""
DIGITS = 12
"""As many of a digest as tell one state of a page from another."""
FRONT = re.compile(
    rb"\A(?:\xef\xbb\xbf)?---[ \t]*(\r?\n)(.*?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE
)
"""What stands before the text of a page: the line end, and the lines."""
OURS = re.compile(rb"^(?:source_hash|source_language|translate)[ \t]*:.*(?:\r?\n|\Z)", re.MULTILINE)
"""Lines of a page that say nothing to readers."""


@dataclass(frozen=True)
class WrittenPage:
    """A page that somebody has written.

    Attributes:
        tag: of its language.
        path: below the folder of the language.
    """

    file: Path
    tag: str
    path: str

    @cached_property
    def data(self) -> bytes:
        """As it is."""
        return self.file.read_bytes()

    @cached_property
    def _front(self) -> tuple[int, bytes]:
        """Where its front matter begins, and that."""
        found = FRONT.match(self.data)
        return (found.start(2), found[2]) if found else (0, b"")

    @cached_property
    def digest(self) -> str:
        """Of what readers get of it, however its lines are broken."""
        found = FRONT.match(self.data)
        text = OURS.sub(b"", found[2]) + self.data[found.end() :] if found else self.data.removeprefix(b"\xef\xbb\xbf")
        return hashlib.sha256(b" ".join(text.split())).hexdigest()[:DIGITS]

    def said(self, name: str) -> tuple[str, int]:
        """What its front matter says of something, and on which line; blank and 0 where it does not."""
        start, front = self._front
        found = re.search(rb"^%s[ \t]*:[ \t]*(.*?)[ \t]*\r?$" % name.encode(), front, re.MULTILINE)
        if not found:
            return "", 0
        line = self.data.count(b"\n", 0, start + found.start()) + 1
        return found[1].decode("utf-8", "replace").strip("\"'"), line

    @property
    def first(self) -> bool:
        """Whether it says that it is the one that others translate."""
        return self.said(LANGUAGE)[0] == self.tag

    @property
    def alone(self) -> bool:
        """Whether it says that other languages do without it."""
        return self.said(TRANSLATE)[0] in ("false", "no", "off")

    def problem(self, line: int, found: str, expected: str, tip: str) -> Problem:
        """A warning of it."""
        return Problem("page", shown(self.file), line, "", found, expected, tip, fatal=False)

    def with_hash(self, digest: str) -> bytes:
        """The page with another ``source_hash``; nothing else in it changes."""
        start, front = self._front
        said = f"{HASH}: {digest}".encode()
        new = re.sub(rb"^source_hash[ \t]*:[^\r\n]*", said, front, count=1, flags=re.MULTILINE)
        if new != front or self.said(HASH)[1]:
            return self.data[:start] + new + self.data[start + len(front) :]
        found = FRONT.match(self.data)
        end = found[1] if found else b"\r\n" if b"\r\n" in self.data else b"\n"
        if found:
            return self.data[:start] + front + said + end + self.data[start + len(front) :]
        return b"---" + end + said + end + b"---" + end * 2 + self.data.removeprefix(b"\xef\xbb\xbf")


@dataclass(frozen=True, slots=True)
class Translation:
    """A page that translates another, or would, if it were there.

    Attributes:
        page: the translation, if there is one.
        source: what it translates, if it is there.
        problem: what is wrong with it.
    """

    tag: str
    page: WrittenPage | None
    source: WrittenPage | None
    problem: Problem | None

    @property
    def stale(self) -> bool:
        """Whether it is there and somebody has to look at it."""
        return self.page is not None and self.problem is not None


def translations(docs: Path, tags: Sequence[str]) -> Iterator[Translation]:
    """Each page that is a translation, is missing, or has nothing that it translates; by path, then by language.

    Args:
        docs: has a folder of pages for each language.
        tags: the languages; the first is that of the pages that others translate, unless these say otherwise.
    """
    found: dict[str, dict[str, WrittenPage]] = {}
    for tag in tags:
        for path, file in files(docs / tag):
            if file.suffix == ".md":
                found.setdefault(path, {})[tag] = WrittenPage(file, tag, path)
    for path in sorted(found):
        yield from _of_one_path(docs, tags, path, found[path])


def _of_one_path(docs: Path, tags: Sequence[str], path: str, pages: dict[str, WrittenPage]) -> Iterator[Translation]:
    source = next((page for page in pages.values() if page.first), pages.get(tags[0]))
    if source is None:
        for here in pages.values():
            problem = None if here.alone else _without_source(here, docs / tags[0] / path)
            yield Translation(here.tag, here, None, problem)
        return
    for tag in tags:
        page = pages.get(tag)
        if page is None and not source.alone:
            yield Translation(tag, None, source, _missing(source, docs / tag / path))
        elif page is not None and page is not source:
            yield Translation(tag, page, source, _outdated(page, source))


def _without_source(page: WrittenPage, place: Path) -> Problem:
    tip = f"write that one too, or “{TRANSLATE}: false” in the front matter of this one"
    return page.problem(0, f"a page in “{page.tag}” alone", f"{shown(place)} beside it", tip)


def _missing(source: WrittenPage, place: Path) -> Problem:
    tip = f"translate {shown(source.file)}, or write “{TRANSLATE}: false” in its front matter"
    return Problem("page", shown(place), 0, "", "no such page", "one in each language of the site", tip, fatal=False)


def _outdated(page: WrittenPage, source: WrittenPage) -> Problem | None:
    seen, line = page.said(HASH)
    tip = f"look at the two, then run: planswitch translations --seen {shown(page.file)}"
    name = shown(source.file)
    if not line:
        return page.problem(0, f"no “{HASH}”", f"the one of {name} that it was translated from", tip)
    if seen != source.digest:
        return page.problem(line, f"“{seen}”", f"“{source.digest}”, for {name} has changed since", tip)
    return None
