"""The marks that texts of a catalogue may have, and nothing else: one grammar for all that prints them.

``**label**`` is a label of the portal, ``*stress*`` is stressed, a word between backticks is code, and a link leads to
an address, ``[words](https://…)``, or to a page of the site, ``[words](guides/manual/)``. Everything else is text.
``assets/explorer/prose.js`` has the same for the browser; ``tests/prose.json`` holds both to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

PAGE = r"[A-Za-z0-9_-]+(?:/[A-Za-z0-9_-]+)*/?(?:#[A-Za-z0-9_-]+)?"
"""A page, seen from the root of its language: no scheme, no way up, no way out."""
WEB = (
    r"https://(?![/?#@:.])"
    r"[^\x00-\x20\"()<>\\^`{|}\x7f-\xa0\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff]+"
)
_INSIDE = r"(?![ \n])((?:[^*`]|`[^`]+`)*(?:[^*` \n]|`[^`]+`))"
MARKS = re.compile(
    rf"`([^`]+)`"
    rf"|\*\*{_INSIDE}\*\*"
    rf"|\*{_INSIDE}\*(?![A-Za-z0-9])"
    rf"|\[(?![ \n]*\])([^\[\]]+)\]\(({WEB}|{PAGE})\)"
    rf"|!\[|[A-Za-z0-9]\*(?!\*)"  # a picture, and an asterisk inside a word, are text
)


@dataclass(frozen=True, slots=True)
class Mark:
    """A part of a text with a mark.

    Attributes:
        kind: ``label``, ``stress``, ``code`` or ``link``.
        inside: the text and the marks between its signs.
        address: where a link leads.
    """

    kind: str
    inside: tuple[str | Mark, ...]
    address: str = ""


def parse(text: str) -> tuple[str | Mark, ...]:
    """A text in parts: what is text, and what has a mark."""
    return tuple(_parts(text))


def _parts(text: str) -> Iterator[str | Mark]:
    end = 0
    for found in MARKS.finditer(text):
        if not found.lastindex:
            continue
        if found.start() > end:
            yield text[end : found.start()]
        end = found.end()
        code, label, stress, link, address = found.groups()
        if code:
            yield Mark("code", (code,))
        elif link:
            yield Mark("link", parse(link), address)
        else:
            yield Mark("label" if label else "stress", parse(label or stress))
    if end < len(text):
        yield text[end:]


def plain(text: str) -> str:
    """The text as it reads without its marks."""
    return "".join(part if isinstance(part, str) else _words(part) for part in parse(text))


def _words(mark: Mark) -> str:
    return "".join(part if isinstance(part, str) else _words(part) for part in mark.inside)


def pages(text: str) -> Iterator[str]:
    """The pages of the site that a text leads to, in order."""
    if "](" in text:
        yield from _pages(parse(text))


def _pages(parts: tuple[str | Mark, ...]) -> Iterator[str]:
    for part in parts:
        if isinstance(part, Mark):
            if part.address and not part.address.startswith("https://"):
                yield part.address
            yield from _pages(part.inside)
