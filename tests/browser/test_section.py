"""Our pages as a section of somebody's site: explorer and matrix live in each theme, and the rest is left alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.assertions import DATA
from tests.browser.conftest import sound_page
from tests.browser.instant import at_work
from tests.browser.picking import pick
from tests.browser.serving import Serving
from tests.browser.test_accessibility import AXE, CHECK, WHOLE
from tests.section_host import THEMES, host, with_section
from tests.site_builder import build

pytestmark = [pytest.mark.browser, pytest.mark.long]

SECTION = "help/upgrade/"
SEARCH = "[data-md-toggle=search]:checked, #mkdocs_search_modal.show, [role=search]:not(.md-search__inner)"
"""Search, which a key opens in two of the themes; the third has its field on every page."""


@pytest.fixture(scope="module", params=THEMES)
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """Served where it was built for, as instant navigation wants it."""
    folder = tmp_path_factory.mktemp(request.param)
    config = host(folder / "host", request.param, "en")
    with_section(config, DATA)
    with Serving(folder / "site") as serving:
        build(folder / "site", config=config, url=serving.url)
        yield serving


@pytest.fixture
def page(browser: Browser, site: Serving) -> Iterator[Page]:
    yield from sound_page(browser, site)


def ask(page: Page) -> None:
    """Asks a question to its answer."""
    page.wait_for_function("!!customElements.get('planswitch-explorer')")
    explorer = page.locator("planswitch-explorer")
    pick(page, "from", "enterprise-e1")
    pick(page, "to", "enterprise-e3")
    expect(explorer.locator(".ps-question").first).to_be_visible(timeout=60_000)
    explorer.locator("[data-fact=trial] input[value=yes]").check()
    answer = explorer.locator("[data-part=answer]")
    expect(answer).to_have_attribute("data-mark", "depends", timeout=60_000)
    expect(answer).to_contain_text("Buy the plan you are trying first")


def test_a_question_is_answered(page: Page, site: Serving) -> None:
    page.goto(f"{site.url}{SECTION}")
    ask(page)


def test_a_visit_from_another_page_of_the_site_and_back(page: Page, site: Serving) -> None:
    """Material changes pages without loading them; the widgets start all the same, and our styles go when we do."""
    page.goto(f"{site.url}guides/first/")
    themed = "material" in page.content()
    if themed:
        at_work(page)
    page.evaluate("window.visit = 1")
    size = "getComputedStyle(document.querySelector('h1')).fontSize"
    before = page.evaluate(size)
    page.locator(f'a[href$="{SECTION}"], a[href$="/help/upgrade/"]').first.evaluate("(link) => link.click()")
    page.wait_for_url(f"**/{SECTION}")
    ask(page)
    page.locator('a[href$="guides/first/"]').first.evaluate("(link) => link.click()")
    page.wait_for_url("**/guides/first/")
    expect(page.locator('link[href*="planswitch/assets"]')).to_have_count(0)
    assert page.evaluate(size) == before
    assert page.evaluate("window.visit === 1") == themed


def test_the_matrix_is_worked_out_again_and_a_plan_says_all_of_its_answers(page: Page, site: Serving) -> None:
    page.goto(f"{site.url}{SECTION}matrix/")
    page.locator("[data-part=panel] > summary").click()
    page.locator("[data-fact=trial] input[value=yes]").check()
    expect(page.locator("[data-part=status]")).to_contain_text("420 of 420 answers changed", timeout=60_000)
    page.goto(f"{site.url}{SECTION}plans/enterprise-e1/#enterprise-e3")
    expect(
        page.locator("#enterprise-e3 + * details.ps-more, #enterprise-e3 + .ps-answer details.ps-more").first
    ).to_have_attribute("open", "")


@pytest.mark.parametrize("path", ["#from=enterprise-e1&to=enterprise-e3&trial=yes", "matrix/", "plans/enterprise-e1/"])
def test_axe_finds_nothing_in_what_is_ours(page: Page, site: Serving, path: str) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{site.url}{SECTION}{path}")
    page.evaluate(WHOLE)
    if path.startswith("#"):
        expect(page.locator("planswitch-explorer .ps-question").first).to_be_visible(timeout=60_000)
        expect(page.locator("planswitch-explorer .ps-answer")).to_have_attribute("aria-busy", "false")
    page.evaluate(AXE)
    assert page.evaluate(CHECK.replace("axe.run(document,", "axe.run('.ps-page',")) == []


def test_keys_of_the_site_do_what_they_did(page: Page, site: Serving) -> None:
    page.goto(f"{site.url}{SECTION}")
    page.wait_for_function("!!customElements.get('planswitch-explorer')")
    page.keyboard.press("s")
    expect(page.locator(SEARCH)).to_have_count(1)
