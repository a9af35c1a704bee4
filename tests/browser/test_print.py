"""Pages on paper: how many sheets, where they are from, and that no sentences run together."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from planswitch.rules import Catalogue
from tests.browser.serving import Serving

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SHEETS = re.compile(rb"/Type\s*/Page\b")
TOUCHING = """() => {
  const lines = (element) => {
    const range = document.createRange();
    range.selectNodeContents(element);
    return [...range.getClientRects()].filter(({ width }) => width);
  };
  return [...document.querySelectorAll(".ps-reason > * + *")].flatMap((element) => {
    const [before, after] = [lines(element.previousElementSibling).at(-1), lines(element)[0]];
    if (!before || !after || Math.abs(before.bottom - after.bottom) > 3) return [];
    return after.left - before.right < 1 ? [element.textContent] : [];
  });
}"""
"""What stands in one line with the sentence before it, and without room."""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    yield page
    page.close()


def sheets(page: Page, paper: str) -> int:
    return len(SHEETS.findall(page.pdf(format=paper)))


def test_a_plan_is_on_three_sheets_with_its_address(page: Page, site: Serving) -> None:
    address = f"{site.url}it/2014/plans/small-business/#enterprise-e3"
    page.goto(address)
    assert sheets(page, "A4") <= 3
    expect(page.locator(".ps-sheet")).to_be_hidden()
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(page.locator(".ps-sheet a")).to_have_text(address)
    alike = page.locator("#enterprise-e4 + .ps-answer")
    expect(alike.locator(".ps-alike")).to_contain_text("Office 365 - Azienda di medie dimensioni")
    expect(alike.locator(".ps-group").first).to_be_hidden()
    expect(page.locator("#midsize-business + .ps-answer .ps-group").first).to_be_visible()
    assert page.evaluate(TOUCHING) == []

    led = page.locator(".ps-group:has(> .ps-as)").first
    expect(led.locator(".ps-again").first).to_be_attached()
    expect(led.locator(".ps-as")).to_be_visible()
    page.emulate_media(media="screen")
    expect(led.locator(".ps-as")).to_be_hidden()
    number = led.locator("[data-ps-as]").get_attribute("data-ps-as")
    told = page.locator(f"[data-ps-told='{number}'] > * + *")
    assert led.locator(".ps-again").all_inner_texts() == told.all_inner_texts()


@pytest.mark.long
@pytest.mark.parametrize("tag", ["en", "it"])
def test_every_plan_is_on_three_sheets(page: Page, site: Serving, catalogue: Catalogue, tag: str) -> None:
    printed: dict[tuple[str, str], int] = {}
    for plan in catalogue.plans:
        page.goto(f"{site.url}{tag}/2014/plans/{plan}/")
        printed |= {(plan, paper): sheets(page, paper) for paper in ("A4", "Letter")}
    assert {key: count for key, count in printed.items() if count > 3} == {}


@pytest.mark.long
def test_a_circumstance_of_most_switches_is_on_three_sheets(page: Page, site: Serving) -> None:
    page.goto(f"{site.url}it/2014/troubleshooting/no-way-back/")
    assert sheets(page, "A4") <= 3
    page.emulate_media(media="print")
    expect(page.locator(".ps-pairs td li").last).to_be_visible()


def test_the_record_of_a_decision_carries_its_link(page: Page, site: Serving) -> None:
    page.goto(f"{site.url}en/#from=small-business&to=enterprise-e3&users=301&trial=yes")
    expect(page.locator(".ps-answer")).to_have_attribute("aria-busy", "false", timeout=60_000)
    expect(page.locator(".ps-remedy")).not_to_have_count(0)
    page.pdf()
    page.emulate_media(media="print")
    expect(page.locator(".ps-sheet a")).to_have_text(page.url)
    assert page.evaluate(TOUCHING) == []
