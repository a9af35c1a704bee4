"""Somebody edits a catalogue with a page of its site open: the page shows what was saved, or why it cannot be shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, expect

from tests.served import PATIENCE, Served, serving
from tests.site_builder import gym

pytestmark = [pytest.mark.browser, pytest.mark.long]
PLANS = "it/plans/"
LONGEST = PATIENCE * 1000
"""How long something may take that happens in the end (milliseconds)."""
FAULTY = "Sala <b>oro</b>;salla"
"""Markup in a name, and a family that there is not."""


@pytest.fixture
def config(tmp_path: Path) -> Path:
    return gym(tmp_path / "project")


@pytest.fixture
def plans(config: Path) -> Path:
    return config.parent / "data" / "plans.csv"


@pytest.fixture
def served(config: Path, tmp_path: Path) -> Iterator[Served]:
    (tmp_path / "temporary").mkdir()
    with serving(config, tmp_path / "temporary", PLANS) as served:
        yield served


@pytest.fixture
def open_page(browser: Browser, served: Served) -> Iterator[Callable[[str], Page]]:
    """Opens a page; an error in its console, such as a refusal of the security policy, fails the test."""
    context = browser.new_context(locale="it", viewport={"width": 1280, "height": 900})
    context.set_default_timeout(60_000)
    faults: list[str] = []

    def opened(path: str) -> Page:
        page = context.new_page()
        page.on("console", lambda said: faults.append(said.text) if _is_fault(page, said) else None)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(f"http://{served.address}/{path}")
        return page

    yield opened
    context.close()
    assert faults == []


def save(file: Path, found: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert found in text
    file.write_text(text.replace(found, new), encoding="utf-8")


def test_an_open_page_shows_what_is_saved_or_why_it_cannot(
    open_page: Callable[[str], Page], plans: Path, served: Served
) -> None:
    page = open_page(PLANS)
    save(plans, "Sala oro", "Sala argento")
    expect(page.get_by_role("link", name="Sala argento").first).to_be_visible(timeout=LONGEST)
    served.until_shown("Sala argento")

    save(plans, "Sala argento;sala", FAULTY)
    notice = page.locator("planswitch-notice")
    expect(notice.get_by_role("alert")).to_contain_text("plans.csv, line 4, cell C4", timeout=LONGEST)
    expect(notice).to_contain_text("tip: did you mean “sala”?")
    expect(notice.locator("b")).to_have_count(0)
    expect(page.get_by_role("link", name="Sala argento").first).to_be_visible()

    page.locator(".ps-nav a[href*=matrix], .md-tabs a[href*=matrix]").first.click()
    expect(page.locator("planswitch-matrix")).to_be_visible()
    expect(notice.get_by_role("alert")).to_contain_text("cell C4")
    other = open_page("it/")
    expect(other.locator("planswitch-notice").get_by_role("alert")).to_contain_text("cell C4")
    _is_readable(other)
    other.get_by_role("button", name="Close").click()
    with other.expect_request(_waits_for_news):  # what there was to tell has been told
        other.reload()
    expect(other.locator("planswitch-notice")).to_have_count(1)
    expect(other.locator("planswitch-notice li")).to_have_count(0)

    save(plans, FAULTY, "Sala bronzo;sala")
    expect(page.locator("planswitch-matrix")).to_contain_text("Sala bronzo", timeout=LONGEST)
    expect(notice.locator("li")).to_have_count(0)
    served.until_shown("Sala bronzo")


def test_a_page_that_is_missing_tells_what_is_wrong_too(open_page: Callable[[str], Page], plans: Path) -> None:
    page = open_page("it/nowhere/")
    expect(page.get_by_role("heading", name="Questa pagina non esiste.")).to_be_visible()
    save(plans, "Sala oro;sala", FAULTY)
    expect(page.locator("planswitch-notice").get_by_role("alert")).to_contain_text("cell C4", timeout=LONGEST)
    _is_readable(page)


def _is_fault(page: Page, said: ConsoleMessage) -> bool:
    """Whether a page complains, and not of being missing itself."""
    missing = said.location["url"] == page.url and "404" in said.text
    return said.type == "error" and not missing


def _waits_for_news(asked: Request) -> bool:
    """Whether a page asks for what comes after all that it has been told."""
    return "/livereload/state?" in asked.url and "now=" not in asked.url


def _is_readable(page: Page) -> None:
    """Waits until the notice is within the window, on a desk and on a phone, with no text cut off at its sides."""
    for size in ({"width": 1280, "height": 900}, {"width": 390, "height": 844}):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        page.wait_for_function(WITHIN, arg=page.locator("planswitch-notice section").element_handle())


WITHIN = """
section => {
  const { left, right, top, bottom } = section.getBoundingClientRect();
  return left >= 0 && right <= innerWidth && top >= innerHeight / 3 && bottom <= innerHeight + 1
    && section.scrollWidth <= section.clientWidth;
}
"""
