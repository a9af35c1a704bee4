"""The published site, with the live editions: what a first visit carries, and from which edition search answers."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Site, browser, published, sound_page
from tests.browser.test_weight import assert_light

__all__ = ["browser", "published"]
pytestmark = pytest.mark.browser

PAGES = (
    "en/",
    "it/",
    "it/about/",
    "it/2014/matrix/",
    "it/2014/plans/exchange-online-kiosk/",
    "it/2024-admin/matrix/",
    "it/2024-admin/troubleshooting/",
    "it/2023-partner/matrix/",
)


@pytest.fixture
def reader(browser: Browser, published: Site) -> Iterator[Page]:
    yield from sound_page(browser, published)


@pytest.mark.parametrize("path", PAGES)
def test_a_first_visit_takes_at_most_90_kilobytes_before_python(reader: Page, published: Site, path: str) -> None:
    assert_light(reader, published, path)


@pytest.mark.parametrize("tag", ["en", "it"])
@pytest.mark.parametrize(
    ("query", "place"),
    [
        ("F3", "2024-admin/plans/"),
        ("E5", "2024-admin/plans/"),
        ("Business Premium", "2024-admin/plans/"),
        ("Lync Online Plan 2", "2014/plans/lync-online-2/"),
        ("Midsize Business", "2014/plans/midsize-business/"),
    ],
)
def test_a_plan_is_found_in_the_newest_edition_that_has_it(
    reader: Page, published: Site, tag: str, query: str, place: str
) -> None:
    reader.goto(f"{published.url}{tag}/about/")
    reader.locator("[data-md-component=search-query]").press_sequentially(query)
    first = reader.locator(".md-search-result__item").first.locator("> a:first-child")
    expect(first).to_be_visible()
    href = str(first.evaluate("link => link.href"))
    assert urlsplit(href).path.startswith(f"/{tag}/{place}"), href
