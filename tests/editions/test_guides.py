"""The guides of the published editions say their year, and cite documents of their catalogue by title and date."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

import pytest

from tests.editions.published import PUBLISHED, TAGS, in_language

YEARS = {"2014": "2014", "2024-admin": "2024"}
"""Edition -> the year that its guides say."""
UNDATED = {"en": "undated", "it": "senza data"}
ABOUT_GUIDES = {
    "en": ("Before you start", "Two kinds of billing account", "Where each sentence comes from"),
    "it": (
        "Prima di iniziare",
        "Due tipi di account di fatturazione",
        "Da dove viene ogni frase",
        "Etichette in inglese",
    ),
}
"""Sections that say nothing of Microsoft 365."""
CITES = re.compile(r"^(?:Sources?|Font[ei]): (?P<cited>.+)\.\n\{: \.ps-cited \}$", re.MULTILINE)
DOCUMENT = re.compile(r"\*(?P<title>[^*]+)\*(?:, (?P<rest>[^;]+))?(?:; |$)")
"""A title and, where the next document has not the same, who published it and when."""


def guides(edition: str, tag: str) -> dict[str, str]:
    """The guides of an edition by their names."""
    folder = PUBLISHED / "docs" / tag / edition / "guides"
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.md"))}


def documents(page: str) -> Iterator[tuple[str, str]]:
    """Title and date of each document that a page cites, in order."""
    for line in CITES.finditer(page):
        found = [(document["title"], document["rest"]) for document in DOCUMENT.finditer(line["cited"])]
        assert found, f"no document in {line[0]!r}"
        for place, (title, rest) in enumerate(found):
            told = rest or next((later for _, later in found[place:] if later), None)
            assert told, f"no date in {line[0]!r}"
            yield title, told.rpartition(", ")[2]


def source_of(edition: str, tag: str, title: str, date: str) -> str:
    """The id of the source that a page cites; blank for the document that the whole catalogue rests on."""
    words = in_language(tag)[edition]
    for source in words.catalogue.sources.values():
        if title.casefold() in words.text(source.title).casefold() and date == (words.day(source.date) or UNDATED[tag]):
            return source.id
    told = words.setting("source")
    assert title in told, f"no source “{title}”, {date}"
    assert date in told, f"no source “{title}”, {date}"
    return ""


@pytest.mark.parametrize("edition", YEARS)
def test_each_language_has_the_same_guides_that_cite_the_same_documents(edition: str) -> None:
    cited = {
        tag: {
            name: [source_of(edition, tag, title, date) for title, date in documents(page)]
            for name, page in guides(edition, tag).items()
        }
        for tag in TAGS
    }
    assert len(cited["en"]) == 6
    assert all(found for name, found in cited["en"].items() if name != "index.md")
    for one, other in pairwise(cited.values()):
        assert one == other


@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize("edition", YEARS)
def test_each_guide_says_its_year_at_once(edition: str, tag: str) -> None:
    for name, page in guides(edition, tag).items():
        heading, first = re.split(r"\n{2,}", page.partition("\n# ")[2])[:2]
        assert YEARS[edition] in heading, name
        assert YEARS[edition] in first, name


@pytest.mark.parametrize("tag", TAGS)
def test_whatever_a_guide_of_2024_says_is_cited(tag: str) -> None:
    """A section ends with a line that cites, or with steps of the catalogue, unless it is about the guides."""
    for name, page in guides("2024-admin", tag).items():
        for section in re.split(r"^## ", page, flags=re.MULTILINE)[1:]:
            cited = re.search(r"(\{: \.ps-cited \}|procedure [\w-]+ -->)\s*\Z", section)
            assert cited or section.partition("\n")[0] in ABOUT_GUIDES[tag], f"{name}: {section}"


def test_the_labels_that_no_portal_was_seen_with_stay_english() -> None:
    labels = (
        "Change to a different subscription option",
        "View upgrades recommended for your org",
        "Change plan",
        "Other subscription options",
        "Product details and upgrades",
    )
    about = (PUBLISHED / "docs" / "it" / "2024-admin" / "about.md").read_text(encoding="utf-8")
    for label in labels:
        assert f"**{label}**" in about
