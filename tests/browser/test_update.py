"""A page that was opened before the site was updated: it says so, offers a reload, and goes on as far as it can."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import NewPage, Site, harmed_page
from tests.browser.instant import at_work
from tests.browser.picking import pick
from tests.browser.serving import MISSING, Fault
from tests.long import long

pytestmark = pytest.mark.browser

HEADLINE = "Yes, with the wizard, if"
UPDATED = "The site has been updated since you opened this page"
UPDATING = "do not belong together"
QUESTION = "#from=enterprise-e1&to=enterprise-e3"
UNFIT: dict[str, Callable[[bytes], bytes]] = {
    "enterprise-e1": lambda _: b"{}",
    "enterprise-e3": lambda _: b"[]",
    "enterprise-e4": lambda _: b'"x"',
    "enterprise-k1": lambda _: b"null",
    "enterprise-k2": lambda content: content[: len(content) // 2],
    "small-business": lambda _: b"<!doctype html><title>Not found</title>",
    "midsize-business": lambda content: json.dumps({**json.loads(content), "own": {"constructor": None}}).encode(),
}
"""What arrives in the place of the base answers of some plans."""


def of_another_edition(content: bytes) -> bytes:
    """Answers after the site was updated: one plan less."""
    found = json.loads(content)
    found["targets" if "targets" in found else "answers"].pop()
    return json.dumps({**found, "digest": "sha256:another"}).encode()


@pytest.fixture
def opened(browser: Browser, site: Site) -> Iterator[Page]:
    yield from harmed_page(browser, site)


@pytest.mark.parametrize("plans", [["enterprise-e1", "enterprise-k2"], long([*UNFIT])], ids=["some", "all"])
def test_what_is_no_answer_is_not_drawn(opened: Page, site: Site, plans: list[str]) -> None:
    site.faults = {f"/en/2014/answers/{plan}.json": Fault(change=change) for plan, change in UNFIT.items()}
    opened.goto(f"{site.url}en/#to=enterprise-e1")
    for plan in plans:
        pick(opened, "from", plan)
        expect(opened.locator(".ps-record strong").first).to_have_text(str(name(opened, plan)))
        expect(opened.locator(".ps-answer")).to_have_attribute("aria-busy", "false")
        expect(opened.locator(".ps-headline")).not_to_be_empty()
    expect(opened.locator(".ps-updated")).to_have_count(0)


def name(page: Page, plan: str) -> str | None:
    return page.locator(f".ps-plain a[href$='plans/{plan}/']").text_content()


@pytest.mark.parametrize(
    "fault", [pytest.param(Fault(change=of_another_edition), id="other"), long(MISSING, id="gone")]
)
def test_other_answers_mean_that_the_site_has_been_updated(opened: Page, site: Site, fault: Fault) -> None:
    site.faults = {"/en/2014/answers/*": fault}
    opened.goto(f"{site.url}en/")
    pick(opened, "from", "enterprise-e1")
    expect(opened.locator(".ps-updated")).to_contain_text(UPDATED)
    pick(opened, "to", "enterprise-e3")
    expect(opened.locator(".ps-headline")).to_contain_text(HEADLINE)
    expect(opened.locator("[data-part=live]")).to_contain_text(UPDATED)
    expect(opened).to_have_url(f"{site.url}en/{QUESTION}")
    opened.get_by_role("button", name="Reload the page").click()
    expect(opened.locator(".ps-updated")).to_contain_text(UPDATING)
    expect(opened).to_have_url(f"{site.url}en/{QUESTION}")
    site.faults.clear()
    opened.get_by_role("button", name="Reload the page").click()
    expect(opened.locator(".ps-headline")).to_contain_text(HEADLINE)
    expect(opened.locator(".ps-answer")).to_have_attribute("aria-busy", "false")
    expect(opened.locator(".ps-updated")).to_have_count(0)


def test_a_page_whose_python_is_gone_says_so_and_shows_the_base_answer(opened: Page, site: Site) -> None:
    site.faults = {"/assets/python/*": MISSING}
    opened.goto(f"{site.url}en/{QUESTION}&trial=yes")
    expect(opened.locator(".ps-updated")).to_contain_text(UPDATED)
    expect(opened.locator(".ps-headline")).to_contain_text(HEADLINE)
    expect(opened.locator(".ps-status")).to_have_attribute("data-state", "failed")
    opened.goto(f"{site.url}en/2014/matrix/#trial=yes")
    expect(opened.locator(".ps-updated")).to_contain_text(UPDATED)
    expect(opened.locator("[data-part=status]")).to_contain_text("could not be loaded")
    site.faults["/en/2014/answers/*"] = MISSING
    opened.goto(f"{site.url}en/{QUESTION}")
    expect(opened.locator(".ps-updated")).to_contain_text(UPDATED)
    expect(opened.locator(".ps-answer")).to_have_attribute("aria-busy", "false")


def test_a_page_of_another_edition_in_the_same_visit_says_so(page: Page, site: Site) -> None:
    page.goto(f"{site.url}en/{QUESTION}")
    expect(page.locator(".ps-answer")).to_have_attribute("aria-busy", "false")
    digest = str(page.locator(".ps-edition a").get_attribute("title"))
    at_work(page)
    page.route(
        "**/en/2014/matrix/", lambda route: route.fulfill(body=route.fetch().text().replace(digest, "sha256:another"))
    )
    page.locator(".md-tabs a", has_text="Matrix").click()
    expect(page.locator("planswitch-matrix .ps-updated")).to_contain_text(UPDATED)
    expect(page.locator("planswitch-matrix td a").first).not_to_be_empty()


def test_scripts_that_do_not_go_together_leave_a_page_with_a_word(opened: Page, site: Site) -> None:
    newer = b"import { newer } from './python.js';"
    site.faults = {"/assets/explorer/explorer.js": Fault(change=lambda script: newer + script)}
    opened.on("pageerror", lambda error: None)
    opened.goto(f"{site.url}en/{QUESTION}")
    expect(opened.locator(".ps-updated")).to_contain_text("could not be loaded as a whole")
    opened.get_by_role("textbox", name="Search").press_sequentially("trial")
    opened.locator(".md-search-result__item").first.wait_for()
    opened.keyboard.press("Escape")
    site.faults.clear()
    opened.get_by_role("button", name="Reload the page").click()
    expect(opened.locator(".ps-headline")).to_contain_text(HEADLINE)


def test_an_older_page_with_newer_scripts_says_so(new_page: NewPage, site: Site, site_folder: Path) -> None:
    page = new_page()
    scripts = json.loads(_head(site_folder / "en" / "index.html"))["scripts"]
    older = lambda route: route.fulfill(body=route.fetch().text().replace(scripts, "another"))  # noqa: E731
    page.route("**/en/", older)
    page.goto(f"{site.url}en/{QUESTION}")
    expect(page.locator(".ps-updated")).to_contain_text(UPDATED)
    expect(page.locator(".ps-headline")).to_contain_text(HEADLINE)


def _head(page: Path) -> str:
    """The configuration of Python in the head of a page."""
    return page.read_text(encoding="utf-8").split('<template class="ps-python"')[1].split(">", 1)[1].split("</", 1)[0]
