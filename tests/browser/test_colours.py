"""Light and dark pages: each has its own pictures, and neither fetches colours that it does not have."""

from __future__ import annotations

from typing import Literal

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NewPage, Site

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("scheme", "other"), [("light", "dark"), ("dark", "light")])
def test_pictures_and_colours_are_those_of_the_scheme(
    new_page: NewPage, site: Site, scheme: Literal["light", "dark"], other: str
) -> None:
    page = new_page(color_scheme=scheme)
    page.goto(f"{site.url}en/")
    page.get_by_text("See it in pictures").click()
    pictures = page.locator(".ps-pictures")
    expect(pictures.locator(f"img[src$='#only-{scheme}']").first).to_be_visible()
    expect(pictures.locator(f"img[src$='#only-{other}']").first).to_be_hidden()
    assert page.evaluate("getComputedStyle(document.body).colorScheme") == scheme
    assert not site.asked("*/palette.*.css")
