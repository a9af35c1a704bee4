"""Pages of the published site about its editions, in a browser: axe finds nothing, nothing is lost, all are light."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.browser.conftest import PHONE, Site, sound_page
from tests.browser.test_accessibility import NARROW, SCHEMES, WHOLE, colour, lost, violations
from tests.browser.test_weight import assert_light
from tests.site_builder import PROJECT

pytestmark = [pytest.mark.browser, pytest.mark.long]

WRITTEN = sorted(
    f"{tag}/{file.relative_to(PROJECT / 'docs' / tag).with_suffix('').as_posix()}/".removesuffix("index/")
    for tag in ("en", "it")
    for file in (PROJECT / "docs" / tag).glob("*-*/**/*.md")
)
"""The pages that are written by hand about an edition that the tests' own site does not have."""
PAGES = ("en/", "it/", "en/about/", "it/about/", *WRITTEN)


@pytest.fixture
def reader(browser: Browser, published: Site) -> Iterator[Page]:
    yield from sound_page(browser, published)


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_and_nothing_is_lost(reader: Page, published: Site, path: str) -> None:
    reader.goto(f"{published.url}{path}")
    reader.evaluate(WHOLE)
    for scheme in SCHEMES:
        colour(reader, scheme)
        assert violations(reader) == [], scheme
    for size in (PHONE, NARROW):
        reader.set_viewport_size(size)
        assert lost(reader) == []
    assert violations(reader) == []


@pytest.mark.parametrize("size", [ViewportSize(width=1280, height=800), PHONE])
@pytest.mark.parametrize("tag", ["en", "it"])
def test_the_first_screen_says_which_years_there_are(
    reader: Page, published: Site, tag: str, size: ViewportSize
) -> None:
    reader.set_viewport_size(size)
    reader.goto(f"{published.url}{tag}/")
    reader.evaluate(WHOLE)
    for year in ("2024", "2023", "2014"):
        expect(reader.get_by_role("article").get_by_text(year).first).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("path", ["en/", "it/", "it/about/", "it/2024-admin/guides/before-you-change/"])
def test_a_first_visit_is_as_light_as_with_one_edition(reader: Page, published: Site, path: str) -> None:
    assert_light(reader, published, path)
