"""The examples in a real browser: axe finds nothing, nothing is lost, and the explorer answers in their own words."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE, Site, serving
from tests.browser.test_accessibility import NARROW, SCHEMES, colour, go, lost, violations
from tests.examples import Example

pytestmark = [pytest.mark.browser, pytest.mark.long]

PAGES = {
    "gitlab": ("versions/", "versions/v16.3/", "troubleshooting/", "troubleshooting/many-users/"),
    "postgresql": ("versions/", "versions/v17/", "troubleshooting/", "troubleshooting/large-objects/"),
    "ubuntu": ("releases/", "releases/noble/", "troubleshooting/", "troubleshooting/i386/"),
}
"""A page of each kind, besides those that every example has."""
ASKED = {
    "gitlab": ("from=v16.1&to=v17.8", "Not directly: in 6 steps, over 16.3, 16.7, 16.11, 17.3 and 17.5"),
    "postgresql": ("from=v14&to=v18&downtime=seconds", "If nothing rules it out, only by logical replication"),
    "ubuntu": ("from=jammy&to=resolute", "Not directly: in 2 steps, over 24.04 LTS"),
}
"""A question in the address, and how the answer begins."""


@pytest.fixture(scope="module")
def site(example: Example, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Serves an example in the place of our own site."""
    with serving(example.site, tmp_path_factory.mktemp("example") / "site", "http://site.test/") as served:
        yield served


def test_axe_finds_nothing_on_any_kind_of_page_of_an_example(page: Page, site: Site, example: Example) -> None:
    found = []
    for path in ("", "matrix/", "404.html", *PAGES[example.name]):
        go(page, site, f"en/{path}")
        for viewport in (DESK, PHONE):
            page.set_viewport_size(viewport)
            for scheme in SCHEMES:
                colour(page, scheme)
                found += [f"{path}, {viewport['width']}, {scheme}: {violation}" for violation in violations(page)]
        page.set_viewport_size(NARROW)
        found += [f"{path} loses at 320 pixels: {element}" for element in lost(page)]
    assert not found, "\n".join(found)


def test_the_explorer_of_an_example_answers(page: Page, site: Site, example: Example) -> None:
    question, answer = ASKED[example.name]
    go(page, site, f"en/#{question}")
    expect(page.locator("[data-part=answer]")).to_contain_text(answer)
    expect(page.locator("[data-part=answer]")).to_have_attribute("aria-busy", "false")
    assert not violations(page)
