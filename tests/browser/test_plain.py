"""A page whose scripts do not come, do not run or come late: it promises nothing that only a script could keep."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.conftest import DESK, PHONE, Site, becomes, requests
from tests.browser.instant import at_work, settle
from tests.browser.serving import Fault
from tests.long import long

if TYPE_CHECKING:
    from pathlib import Path

    from planswitch.catalogue import Loaded

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ASKED = "#from=enterprise-e1&to=enterprise-e3&users=301"
GONE, AWAY = Fault(status=404), Fault(status=503)
PATIENCE = 5_000
"""How long a page waits for its scripts (milliseconds)."""
SHIFTS = """
window.shifts = [];
new PerformanceObserver((list) => {
  const moved = list.getEntries().flatMap(({ sources }) => sources.map(({ node }) => node));
  const inside = moved.filter((node) => node?.parentElement?.closest(".md-content"));
  window.shifts.push(...inside.map((node) => node.outerHTML));
}).observe({ type: "layout-shift", buffered: true });
"""
"""Notes what has moved in the content of a page."""


@pytest.fixture
def page(browser: Browser, site: Site) -> Iterator[Page]:
    """A page on a phone, in which scripts may be missing."""
    context = browser.new_context(viewport=PHONE)
    yield context.new_page()
    context.close()
    site.faults = {}


def stop(page: Page) -> None:
    """Stops the clock of a page: it does not lose its patience, however slow the computer is."""
    page.clock.install(time=0)
    page.clock.pause_at(1_000)


@contextmanager
def held(page: Page, script: str) -> Iterator[None]:
    """A script does not come before this ends."""
    routes: list[Route] = []
    page.route(f"**{script}", lambda route: routes.append(route))  # noqa: PLW0108 - Playwright wants a function
    yield
    becomes(page, lambda: bool(routes), True)
    for route in routes:
        route.continue_()
    page.unroute(f"**{script}")


def promised(page: Page) -> list[str]:
    """What the page says that only a script can keep."""
    text = page.locator("article").inner_text()
    return [words for words in ("at once", "subito", "Set them", "Impostala") if words in text]


@pytest.mark.parametrize(
    ("path", "fault"),
    [
        ("/assets/widgets.js", GONE),
        long("/assets/widgets.js", AWAY),
        long("/assets/explorer/explorer.js", GONE),
        long("/assets/explorer/python.js", AWAY),
        long("/assets/explorer/explorer.js", Fault(change=lambda script: b"import './nowhere.js';" + script)),
    ],
)
def test_without_the_explorer_there_are_links_one_of_them_to_the_answer(
    page: Page, site: Site, loaded: Loaded, path: str, fault: Fault
) -> None:
    site.faults = {path: fault}
    page.goto(f"{site.url}en/{ASKED}")
    answer = page.get_by_role("link", name="From Office 365 Enterprise E1 to Office 365 Enterprise E3: read the answer")
    expect(answer).to_be_visible()
    expect(page.locator(".ps-form")).to_be_hidden()
    words = ("The form could not be loaded.", "This page could not be loaded as a whole.")
    told = [page.get_by_text(each) for each in words]
    said, unsaid = told if path == "/assets/widgets.js" else reversed(told)
    expect(said).to_be_visible()
    expect(unsaid).to_be_hidden()
    assert promised(page) == []
    assert page.locator(".ps-plain .ps-links a:visible").count() == len(loaded.catalogue.plans)
    answer.click()
    expect(page).to_have_url(f"{site.url}en/2014/plans/enterprise-e1/#enterprise-e3")
    expect(page.locator("#enterprise-e3")).to_be_in_viewport()


def test_a_link_follows_the_question_and_leads_nowhere_else(page: Page, site: Site) -> None:
    page.route("**/assets/widgets.js", lambda route: route.abort())
    page.goto(f"{site.url}it/")
    link = page.locator(".ps-plain-asked")
    expect(page.locator(".ps-plain-why")).to_have_text("Non è stato possibile caricare il modulo.")
    for question in (
        "",
        "#from=enterprise-e1",
        "#from=constructor&to=__proto__",
        "#from=enterprise-e1&to=enterprise-e1",
    ):
        page.evaluate("hash => (location.hash = hash)", question)
        expect(link).to_be_hidden()
    page.evaluate("location.hash = 'from=enterprise-e1&to=enterprise-e3'")
    expect(link).to_have_text("Da Office 365 Enterprise E1 a Office 365 Enterprise E3: leggi la risposta")
    page.evaluate("location.hash = 'from=enterprise-e3&from=enterprise-e3&to=enterprise-e1'")
    expect(link.get_by_role("link")).to_have_attribute(
        "href", re.compile("/it/2014/plans/enterprise-e3/#enterprise-e1$")
    )


def test_without_a_server_links_lead_to_pages(page: Page, site_folder: Path) -> None:
    page.goto(f"{(site_folder / 'en' / 'index.html').as_uri()}{ASKED}")
    page.get_by_role("link", name="read the answer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Office 365 Enterprise E1")
    expect(page.locator("#enterprise-e3")).to_be_in_viewport()


def test_without_scripts_links_lead_to_every_plan(browser: Browser, site: Site, loaded: Loaded) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site.url}it/")
    shown = page.locator("planswitch-explorer a:visible").evaluate_all(
        "all => all.map(one => one.getAttribute('href'))"
    )
    assert shown == [f"2014/plans/{plan}/" for plan in loaded.catalogue.plans]
    assert promised(page) == []
    expect(page.locator(".ps-plain-why")).to_be_hidden()
    page.goto(f"{site.url}it/2014/matrix/")
    expect(page.locator("table.ps-matrix, .ps-matrix-list").locator("visible=true")).not_to_have_count(0)
    assert promised(page) == []
    context.close()


def test_when_the_theme_brings_the_page_its_scripts_may_be_missing_too(page: Page, site: Site) -> None:
    site.faults = {"/assets/explorer/explorer.js": GONE}
    page.goto(f"{site.url}en/about/")
    at_work(page)
    page.evaluate("window.stayed = true")
    page.evaluate(f"document.querySelector('.md-path a, .md-tabs a, .ps-nav a').href += '{ASKED}'")
    page.locator(f"a[href$='{ASKED}']").first.evaluate("link => link.click()")
    expect(page.get_by_role("link", name="read the answer")).to_be_visible()
    assert page.evaluate("window.stayed")


def test_the_matrix_without_its_script_is_a_table(page: Page, site: Site) -> None:
    site.faults = {"/assets/matrix/matrix.js": AWAY}
    page.set_viewport_size(DESK)
    page.goto(f"{site.url}en/2014/matrix/")
    expect(page.locator(".ps-tools")).to_be_hidden()
    assert page.locator(".ps-tools").evaluate("tools => tools.offsetHeight") == 0
    expect(page.locator("table.ps-matrix")).to_be_visible()
    assert promised(page) == []


@pytest.mark.parametrize("late", ["/assets/widgets.js", long("/assets/explorer/explorer.js")])
def test_a_script_that_comes_late_starts_the_explorer_and_nothing_moves(page: Page, site: Site, late: str) -> None:
    stop(page)
    page.add_init_script(SHIFTS)
    with held(page, late):
        page.goto(f"{site.url}en/", wait_until="commit")
        expect(page.locator(".ps-foot")).to_be_attached()
        expect(page.locator(".ps-form")).to_be_visible()
        page.clock.run_for(PATIENCE)
        page.clock.resume()  # widgets.js begins to wait when it comes
        expect(page.locator(".ps-plain")).to_be_visible()
        expect(page.locator(".ps-form")).to_be_hidden()
    expect(page.locator(".ps-form")).to_be_visible()
    expect(page.locator(".ps-plain")).to_be_hidden()
    assert page.evaluate("window.shifts") == []


def test_what_is_chosen_before_the_script_has_come_is_answered(page: Page, site: Site) -> None:
    stop(page)
    with held(page, "/assets/explorer/explorer.js"):
        page.goto(f"{site.url}en/", wait_until="commit")
        for end, name in (("from", "E1"), ("to", "E3")):
            page.fill(f"#ps-{end}", name)
        assert page.locator(".ps-headline").count() == 0
    page.locator("#ps-to-list [data-plan=enterprise-e3]").wait_for()
    page.clock.resume()
    page.keyboard.press("Enter")
    expect(page.locator(".ps-headline")).to_contain_text("Yes, with the wizard, if")
    page.wait_for_url(f"{site.url}en/#from=enterprise-e1&to=enterprise-e3")
    expect(page.locator("#ps-to")).to_have_value("Office 365 Enterprise E3")


def test_who_is_in_a_box_when_the_script_comes_is_told_where_a_plan_leads(page: Page, site: Site) -> None:
    stop(page)
    with held(page, "/assets/explorer/explorer.js"):
        page.goto(f"{site.url}en/", wait_until="commit")
        page.fill("#ps-from", "E1")
    page.locator("#ps-from-list [data-plan=enterprise-e1]").wait_for()
    page.clock.resume()
    page.keyboard.press("Enter")
    expect(page.locator(".ps-leads")).to_be_visible()


FAILED = "*/assets/python/loader.*"
"""What every way of starting Python needs."""
ANSWERED = {
    "en/#from=enterprise-e1&to=enterprise-e3&users=301": ("Try again", ".ps-status[data-state=ready]"),
    "it/#from=enterprise-e1&to=enterprise-e3&users=301": ("Riprova", ".ps-status[data-state=ready]"),
    "en/2014/matrix/#users=301": ("Try again", "planswitch-matrix[data-facts]"),
    "it/2014/matrix/#users=301": ("Riprova", "planswitch-matrix[data-facts]"),
}
"""A question -> the button that asks it once more, and what is there when Python has answered.

``make test`` asks the first.
"""


@pytest.mark.parametrize(
    ("path", "button", "answered"),
    [(long if place else pytest.param)(path, *words) for place, (path, words) in enumerate(ANSWERED.items())],
)
def test_after_a_failure_that_passes_one_button_brings_the_answer(
    page: Page, site: Site, path: str, button: str, answered: str
) -> None:
    site.faults = {FAILED: AWAY}
    page.goto(f"{site.url}{path}")
    again = page.get_by_role("button", name=button)
    expect(again).to_be_visible()
    page.evaluate("window.stayed = true")
    again.click()
    expect(again).to_be_visible()  # it has not passed yet
    site.faults = {}
    again.click()
    expect(page.locator(answered)).to_be_attached()
    expect(again).to_have_count(0)
    assert page.evaluate("window.stayed"), "the page was loaded anew"
    assert page.evaluate("document.activeElement !== document.body"), "the focus has a place"


@pytest.mark.long
def test_an_answer_that_could_not_be_had_at_all_comes_by_the_same_button(page: Page, site: Site) -> None:
    site.faults = {FAILED: AWAY, "/en/2014/answers/*": AWAY}
    with page.expect_console_message(lambda said: said.text.startswith("Python: network")):
        page.goto(f"{site.url}en/{ASKED}")
    expect(page.locator(".ps-answer")).to_contain_text("The answer could not be loaded. Check your connection.")
    site.faults = {}
    page.get_by_role("button", name="Try again").click()
    expect(page.locator(".ps-answer")).to_have_attribute("aria-busy", "false")
    expect(page.locator(".ps-status")).to_have_attribute("data-state", "ready")


@pytest.mark.parametrize(
    ("path", "told"),
    [
        (f"en/{ASKED}", "This browser cannot run the rules: it has no WebAssembly"),
        long(f"it/{ASKED}", "Questo browser non può eseguire le regole: gli manca WebAssembly"),
        long("en/2014/matrix/#users=301", "This browser cannot run the rules: it has no WebAssembly"),
    ],
)
def test_without_webassembly_nothing_of_python_is_fetched(page: Page, site: Site, path: str, told: str) -> None:
    asked = requests(page)
    page.add_init_script("delete globalThis.WebAssembly")
    page.goto(f"{site.url}{path}")
    expect(page.locator(".ps-status p, .ps-brief").first).to_contain_text(told)
    expect(page.locator("[data-do=retry], [data-do=reload]")).to_have_count(0)
    settle(page, site)
    assert [url for url in asked if "/assets/python/" in url] == []
    assert not re.search("[Rr]eload|[Rr]icarica", page.locator("article").inner_text())
