"""What readers can see, hear or find of a site, to see that it speaks of its own trade and not of ours."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

OURS = re.compile(r"\b(plans?|wizard|portal|subscriptions?|Office|Microsoft)\b", re.IGNORECASE)
"""Words of the catalogue of 2014 that no other trade has to speak of."""


def our_words(site: Path) -> list[str]:
    """Where a built site says one of them: in a page, in what can be searched, or in an address."""
    pages = {path: " ".join(Seen(path.read_text(encoding="utf-8")).texts) for path in sorted(site.rglob("*.html"))}
    searched = {path: " ".join(said(json.loads(path.read_text(encoding="utf-8")))) for path in _searched(site)}
    found = {path: OURS.findall(text) for path, text in {**pages, **searched}.items()}
    addresses = (path.relative_to(site).as_posix() for path in sorted(site.rglob("*")))
    return [f"{path.relative_to(site).as_posix()}: {', '.join(words)}" for path, words in found.items() if words] + [
        address for address in addresses if OURS.search(address)
    ]


def _searched(site: Path) -> list[Path]:
    files = [*sorted(site.rglob("search/*.json")), *sorted(site.rglob("api/**/*.json"))]
    return [file for file in files if not file.name.endswith(".schema.json")]  # names of ours for what is there


class Seen(HTMLParser):
    """What readers can see, hear or find of a page: text, what attributes say, addresses, and what scripts may say."""

    SAID = ("alt", "aria-label", "content", "label", "placeholder", "title")
    LEADS = ("href", "src", "xlink:href")

    def __init__(self, html: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._inside: list[str] = []
        self.feed(re.sub(r"<!--.*?-->", "", html, flags=re.DOTALL))
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "style", "template"):
            self._inside.append(tag)
        for name, value in attrs:
            if value and name in self.SAID:
                self.texts.append(value)
            elif value and name in self.LEADS:
                self.texts += value.partition("#")[0].split("/")

    def handle_endtag(self, tag: str) -> None:
        if self._inside and self._inside[-1] == tag:
            self._inside.pop()

    def handle_data(self, data: str) -> None:
        if not self._inside:
            self.texts.append(data)
        elif self._inside[-1] == "template" and data.strip().startswith("{"):
            self.texts += said(json.loads(data))


def said(value: object) -> Iterator[str]:
    """The texts in JSON that may reach a reader: no names of ours for what is there, and no places in a sentence."""
    if isinstance(value, dict):
        for each in value.values():
            yield from said(each)
    elif isinstance(value, list):
        for each in value:
            yield from said(each)
    elif isinstance(value, str):
        yield re.sub(r"\{\w+\}", "", value)
