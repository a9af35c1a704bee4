"""A site in German says everything in German: none of our sentences is left as it was written."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from planswitch.i18n import own_sentences
from planswitch.pages.languages import language_of
from tests.assertions import ROOT
from tests.site_builder import build

if TYPE_CHECKING:
    from collections.abc import Iterator

BATHS = ROOT / "tests" / "catalogues" / "schwimmbad"
PLACE = re.compile(r"%\\\(\w+\\\)[sd]|\\\{\w+\\\}")
WORD = re.compile("[A-Za-z]{2}")
CODE = re.compile("[a-z]+")
"""What a widget is told, not told to say: how an answer is marked."""
LABELS = ("aria-label", "title", "placeholder", "alt", "content")


class Said(HTMLParser):
    """Every text of a page, one by one, but for code: what is read, what labels say, and what widgets are to say."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.feed(re.sub("<code>[^<]*</code>", "", html))

    def handle_starttag(self, _: str, attrs: list[tuple[str, str | None]]) -> None:
        self.texts += [value for name, value in attrs if name in LABELS and value]

    def handle_data(self, data: str) -> None:
        try:
            self.texts += _strings(json.loads(data))
        except json.JSONDecodeError:
            self.texts.append(" ".join(data.split()))


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str) and not CODE.fullmatch(value):
        yield value
    elif isinstance(value, (dict, list)):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _strings(part)


def english() -> re.Pattern[str]:
    """All that a text could be if it had been left in English."""
    gettext = language_of("de").translations.gettext
    left = [text for text in own_sentences().values() if gettext(text.id) != text.id]
    forms = {re.escape(form) for text in left for form in filter(None, (text.id, text.plural))}
    return re.compile("|".join(PLACE.sub(".+", form) for form in forms if WORD.search(PLACE.sub("", form))))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("german") / "site"
    printed = build(folder, config=BATHS / "mkdocs.yml")
    assert "WARNING" not in printed
    return folder


def test_every_sentence_of_ours_is_translated() -> None:
    assert not set(own_sentences()) - set(language_of("de").entries), "run planswitch messages, and translate the rest"


def test_no_text_of_a_page_is_left_in_english(site: Path) -> None:
    left = english()
    pages = sorted((site / "de").rglob("*.html"))
    assert len(pages) > 10
    found = {
        f"{page.relative_to(site)}: {text}"
        for page in pages
        for text in Said(page.read_text(encoding="utf-8")).texts
        if left.fullmatch(text)
    }
    assert not found


def test_a_sentence_left_in_english_would_be_seen() -> None:
    left = english()
    for text in ("What you see", "From A to B", "3 of 5 plans", "To Monatskarte", "2 switches."):
        assert left.fullmatch(text)
    assert not left.fullmatch("Von A zu B")
