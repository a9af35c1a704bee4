"""Links in texts of the catalogue: whether the pages that they lead to are there is known once all pages are."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from generator.catalogue import Problem, prose
from generator.catalogue.problems import Hints
from generator.pages.press import Press


def problems(press: Press, pages: Mapping[str, Collection[str]]) -> Iterator[Problem]:
    """What is wrong with the links of one language, each at the cell whose text, or whose translation, has it.

    Args:
        press: of the language.
        pages: every page by its address from the root of the language, such as ``guides/manual/``, with its anchors.
    """
    hints = Hints(pages)
    for name, columns in prose.MARKED.items():
        for row in press.loaded.rows[name]:
            for column in columns:
                for address in prose.pages(press.words.text(row[column])):
                    expected, tip = _fault(address, pages, hints)
                    if expected:
                        found = f"a link to “{address}” in the text in “{press.language.tag}”"
                        yield row.problem("link", column, expected, found=found, tip=tip, fatal=False)


def _fault(address: str, pages: Mapping[str, Collection[str]], hints: Hints) -> tuple[str, str]:
    page, _, anchor = address.partition("#")
    if page not in pages:
        return "a page of the site", hints.tip(page) or "write it as in its address, such as guides/manual/"
    if anchor and anchor not in pages[page]:
        return f"a place of the page “{page}”", Hints(pages[page]).tip(anchor)
    return "", ""
