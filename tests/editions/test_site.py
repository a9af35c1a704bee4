"""The published site, with the live editions: what a first visit carries, and from which edition search answers."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import Site, browser, published, sound_page
from tests.browser.test_search import results
from tests.browser.test_weight import assert_light

__all__ = ["browser", "published"]
pytestmark = [pytest.mark.browser, pytest.mark.long]

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


@pytest.fixture(scope="module")
def searching(browser: Browser, published: Site) -> Iterator[Page]:
    """One page for all queries of a language: what is typed replaces what was typed before."""
    yield from sound_page(browser, published)


@pytest.mark.parametrize("path", PAGES)
def test_a_first_visit_takes_at_most_90_kilobytes_before_python(reader: Page, published: Site, path: str) -> None:
    assert_light(reader, published, path)


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
@pytest.mark.parametrize("tag", ["en", "it"])
def test_a_plan_is_found_in_the_newest_edition_that_has_it(
    searching: Page, published: Site, tag: str, query: str, place: str
) -> None:
    (first, *_) = results(searching, published, tag, query)
    assert first.startswith(place), first
