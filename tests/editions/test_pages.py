"""A page of each kind of each published edition in a browser, and the page of what changed between them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import DESK, PHONE, Site, browser, published, sound_page
from tests.browser.test_accessibility import SCHEMES, WHOLE, colour, lost, violations
from tests.browser.test_weight import assert_light
from tests.editions.published import editions

__all__ = ["browser", "published"]
pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.long]

WHAT_CHANGED = "what-changed/"
KINDS = ("matrix/", "plans/", "plans/{plan}/", "troubleshooting/", "troubleshooting/{rule}/", "about/")
SAMPLES = {
    "2014": {"plan": "small-business", "rule": "custom-domain"},
    "2024-admin": {"plan": "o365-e3", "rule": "fewer-services"},
    "2023-partner": {"plan": "m365-e5", "rule": "downgrade"},
}
"""A plan and a rule of each edition that have much to say."""


def pages() -> Iterator[str]:
    """The pages that are looked at, without their language."""
    yield WHAT_CHANGED
    for edition, samples in SAMPLES.items():
        yield from (f"{edition}/{kind.format(**samples)}" for kind in KINDS)
    yield "2024-admin/guides/manually/"


@pytest.fixture
def reader(browser: Browser, published: Site) -> Iterator[Page]:
    yield from sound_page(browser, published)


def test_the_samples_are_of_every_edition() -> None:
    assert SAMPLES.keys() == editions().keys()


@pytest.mark.parametrize("tag", ["en", "it"])
@pytest.mark.parametrize("path", [*pages()])
def test_axe_finds_nothing_and_nothing_is_lost(reader: Page, published: Site, path: str, tag: str) -> None:
    reader.goto(f"{published.url}{tag}/{path}")
    reader.evaluate(WHOLE)
    for size, scheme in zip((DESK, PHONE), SCHEMES, strict=True):
        reader.set_viewport_size(size)
        colour(reader, scheme)
        assert violations(reader) == [], (size, scheme)
        assert lost(reader) == [], size


@pytest.mark.parametrize("tag", ["en", "it"])
def test_what_changed_is_carried_like_any_page(reader: Page, published: Site, tag: str) -> None:
    assert_light(reader, published, f"{tag}/{WHAT_CHANGED}")


def test_what_changed_tells_each_topic_year_by_year_and_leads_to_the_editions(reader: Page, published: Site) -> None:
    reader.goto(f"{published.url}en/{WHAT_CHANGED}")
    article = reader.get_by_role("article")
    expect(article.get_by_role("heading", level=2)).to_have_count(24)
    for terms in article.locator("dl").all():
        assert terms.locator("dt").all_inner_texts() == ["2014", "2015–2020", "2023", "2024"]
    article.get_by_role("link", name="2023").click()
    expect(reader).to_have_url(f"{published.url}en/2023-partner/matrix/")


@pytest.mark.parametrize(
    ("tag", "query", "place"),
    [("en", "what changed", WHAT_CHANGED), ("it", "dominio personalizzato", f"{WHAT_CHANGED}#custom-domain")],
)
def test_what_changed_and_its_topics_are_found_by_search(
    reader: Page, published: Site, tag: str, query: str, place: str
) -> None:
    reader.goto(f"{published.url}{tag}/about/")
    reader.locator("[data-md-component=search-query]").press_sequentially(query)
    page, _, anchor = place.partition("#")
    ending = f"[href$='#{anchor}']" if anchor else ""
    expect(reader.locator(f".md-search-result a[href*='/{tag}/{page}']{ending}").first).to_be_attached()
