"""How much a reader's connection carries before the first page is there."""

from __future__ import annotations

from fnmatch import fnmatch
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Site, requests
from tests.browser.instant import settle
from tests.long import long

pytestmark = pytest.mark.browser

LIMIT = 90_000
PAGES = (
    "en/",
    long("it/"),
    long("en/2014/matrix/"),
    long("it/2014/matrix/"),
    long("it/2014/plans/exchange-online-kiosk/"),
    long("en/2014/troubleshooting/custom-domain/"),
    long("it/maintainers/"),
    long("it/maintainers/files/"),
    "it/maintainers/recipes/",
)


def paths(asked: list[str]) -> set[str]:
    return {unquote(urlsplit(url).path) for url in asked}


def assert_light(page: Page, site: Site, path: str) -> None:
    """Visits a page, and counts all that comes but Python."""
    own, before = requests(page), len(site.requests)
    page.goto(f"{site.url}{path}")
    settle(page, site)
    carried = {
        asked.path: site.weight(asked)
        for asked in site.requests[before:]
        if asked.path in paths(own) and not fnmatch(asked.path, "/assets/python/*")
    }
    listed = "\n".join(f"{sent:7,} {name}" for name, sent in sorted(carried.items(), key=lambda item: -item[1]))
    assert carried, "nothing was served"
    assert sum(carried.values()) <= LIMIT, f"{sum(carried.values()):,} bytes:\n{listed}"


@pytest.mark.parametrize("path", PAGES)
def test_a_first_visit_takes_at_most_90_kilobytes_before_python(page: Page, site: Site, path: str) -> None:
    assert_light(page, site, path)


def test_search_is_carried_only_when_somebody_searches(page: Page, site: Site) -> None:
    own, before = requests(page), len(site.requests)
    page.goto(f"{site.url}en/about/")
    settle(page, site)
    assert own
    assert not [path for path in paths(own) if fnmatch(path, "*/workers/*") or path.endswith("documents.json")]
    page.get_by_role("textbox", name="Search").press_sequentially("trial")
    page.locator(".md-search-result__item").first.wait_for()
    asked = [request.path for request in site.requests[before:]]
    assert [path for path in asked if fnmatch(path, "*/workers/search.*.js")]
