"""One box for the plans of several editions: journeys through a small site of three, in a real Chromium."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect

from tests.browser.conftest import DESK, PHONE, NewPage, Site, harmed_page, requests, serving, sound_page
from tests.browser.instant import at_work
from tests.browser.serving import Fault
from tests.browser.test_accessibility import NARROW, SCHEMES, colour, go, lost, turn, violations
from tests.long import long

pytestmark = [pytest.mark.browser, pytest.mark.slow]

NEW, OTHER, OLD = "Website of December 2024", "Handbook for shops of October 2023", "Leaflet of 2014"
FIRST_SCREENS = (ViewportSize(width=1280, height=800), PHONE)
STATES = {
    "nothing": ("", ".ps-form"),
    "newest": ("#from=e1&to=e3", ".ps-headline"),
    "one plan": ("#from=lamp", ".ps-leads"),
    "apart": ("#from=lamp&to=f3", ".ps-refused"),
    "older": ("#from=lamp&to=e1", ".ps-headline"),
    "no edition": ("#from=e1&edition=1999", ".ps-refused"),
}
"""What is asked, and what only then can be seen, one after the other."""


@pytest.fixture(scope="module")
def site(editions_folder: Path, site_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Serves the site of three editions in the place of our own."""
    with serving(editions_folder, tmp_path_factory.mktemp("editions") / "site", site_url) as served:
        yield served


@pytest.fixture
def fresh(browser: Browser, site: Site) -> Iterator[Page]:
    """A page that nobody has visited anything with."""
    yield from sound_page(browser, site)


@pytest.fixture(scope="module")
def visited(browser: Browser, site: Site) -> Iterator[Page]:
    """The page of one visit that goes on from test to test."""
    yield from sound_page(browser, site)


@pytest.fixture
def page(visited: Page, site: Site) -> Page:
    """The start page of a visit that goes on: Python is there, and nothing is asked or remembered."""
    visited.set_viewport_size(DESK)
    visited.emulate_media(media="null")
    if visited.url.partition("#")[0] != f"{site.url}en/":
        opened(visited, site, "#from=e1&to=e3&edition=new")
        settled(visited)
        expect(visited.locator("html.js-focus-visible")).to_have_count(1)  # the theme comes after the answer
    visited.keyboard.press("Escape")  # what has been typed without taking it
    visited.evaluate("localStorage.clear(); sessionStorage.clear(); document.activeElement.blur(); location.hash = ''")
    expect(visited.locator("#ps-from")).to_have_value("")
    expect(visited.locator(".ps-headline, .ps-leads, .ps-refused")).to_have_count(0)
    return visited


@pytest.fixture
def harmed(browser: Browser, site: Site) -> Iterator[Page]:
    yield from harmed_page(browser, site)


def opened(page: Page, site: Site, fragment: str = "", tag: str = "en") -> Page:
    """The start page, whose explorer has started; in a visit that goes on it is there already."""
    start = f"{site.url}{tag}/"
    if page.url in (start, f"{start}#"):
        page.evaluate("hash => { location.hash = hash; }", fragment)
    else:
        page.goto("about:blank")
        page.goto(f"{start}{fragment}")
    expect(page.locator("planswitch-explorer")).to_have_attribute("data-started", "")
    return page


def offers(page: Page, end: str, *plans: str) -> None:
    """A box offers these plans, each with the year of its edition."""
    found = page.locator(f"#ps-{end}-list [role=option]")
    expect(found).to_have_text([*plans], use_inner_text=True)


def option(page: Page, end: str, name: str, year: str) -> Locator:
    return page.locator(f"#ps-{end}-list [role=option]", has_text=name).filter(has_text=year)


def entered(page: Page, end: str, name: str) -> None:
    """Types a name, and takes what the list then points at."""
    page.fill(f"#ps-{end}", name)
    expect(page.locator(f"#ps-{end}-list [data-active]")).to_be_visible()
    page.press(f"#ps-{end}", "Enter")


def rests(page: Page) -> Locator:
    return page.locator(".ps-form .ps-rests")


def settled(page: Page) -> None:
    expect(page.locator(".ps-answer")).to_have_attribute("aria-busy", "false")


# ------------------------------------------------------------------------------------------------------------- choosing


def test_one_box_has_the_plans_of_all_editions_with_their_years(page: Page, site: Site) -> None:
    opened(page, site)
    page.click("#ps-from")
    expect(page.locator("#ps-from-list [role=option]")).to_have_count(9)
    expect(page.locator("#ps-from-list .ps-options-label").first).to_contain_text("2024")
    page.fill("#ps-from", "e3")
    offers(page, "from", "E3 2024", "E3 2023", "E3 2014")
    page.fill("#ps-from", "lam")
    offers(page, "from", "Lamp 2014")


def test_a_name_takes_the_newest_edition_and_offers_the_others_with_one_action(page: Page, site: Site) -> None:
    opened(page, site)
    entered(page, "from", "e1")
    expect(rests(page)).to_contain_text(NEW)
    expect(page).to_have_url(re.compile("#from=e1&edition=new$"))
    entered(page, "to", "e3")
    expect(page.locator(".ps-year")).to_contain_text("2024")
    expect(page.locator(".ps-also a")).to_have_text(["2014"])
    page.locator(".ps-also a").click()
    expect(rests(page)).to_contain_text(OLD)
    expect(page).to_have_url(re.compile("#from=e1&to=e3&edition=old$"))
    expect(page.locator(".ps-year")).to_contain_text("2014")
    expect(page.locator(".ps-also a")).to_have_text(["2024"])
    page.go_back()
    expect(rests(page)).to_contain_text(NEW)
    expect(page.locator(".ps-year")).to_contain_text("2024")


def test_a_plan_of_an_older_edition_takes_the_explorer_there_and_the_other_box_says_why(page: Page, site: Site) -> None:
    opened(page, site)
    page.fill("#ps-from", "lamp")
    option(page, "from", "Lamp", "2014").click()
    expect(rests(page)).to_contain_text(OLD)
    expect(rests(page).locator("a.ps-link")).to_have_attribute("href", re.compile("/en/old/guides/after/$"))
    expect(page.locator(".ps-leads")).to_contain_text("Where Lamp leads")
    page.click("#ps-to")
    expect(page.locator("#ps-to-list [role=option]")).to_have_count(3)
    expect(page.locator("#ps-to ~ .ps-popup .ps-options-told")).to_contain_text("Both plans are of one edition")
    page.fill("#ps-to", "e5")
    expect(page.locator("#ps-to ~ .ps-popup .ps-options-told")).to_contain_text("“e5” is in: 2024.")
    offers(page, "to")
    entered(page, "to", "e1")
    expect(page.locator(".ps-headline")).not_to_be_empty()
    expect(page).to_have_url(re.compile("#from=lamp&to=e1&edition=old$"))
    expect(page.locator(".ps-edition")).to_contain_text(OLD)
    settled(page)


@pytest.mark.parametrize("where", [".ps-rests", ".ps-popup"])
def test_one_action_leaves_an_edition(page: Page, site: Site, where: str) -> None:
    opened(page, site, "#from=lamp&to=e1")
    expect(rests(page)).to_contain_text(OLD)
    page.click("#ps-to")
    expect(page.locator("#ps-to-list [role=option]")).to_have_count(3)
    if where == ".ps-rests":
        page.press("#ps-to", "Escape")
    page.locator(f"{where} [data-do=leave]:visible").click()
    expect(page.locator("#ps-from")).to_have_value("")
    expect(page.locator("#ps-from")).to_be_focused()
    expect(page).to_have_url(re.compile("/en/$"))
    page.fill("#ps-from", "f3")
    offers(page, "from", "F3 2024")


def test_what_became_of_a_plan_is_said_as_soon_as_it_is_chosen(page: Page, site: Site) -> None:
    opened(page, site)
    entered(page, "from", "lantern")
    became = page.locator(".ps-became")
    expect(became).to_contain_text("Lantern")
    expect(became).to_contain_text("2018")
    entered(page, "to", "e3")
    expect(page.locator(".ps-headline")).not_to_be_empty()
    expect(became).to_contain_text("Lamp was called Lantern from 2018.")


# ------------------------------------------------------------------------------------------------------------ addresses


def test_an_address_without_an_edition_means_the_page_s_own_and_then_says_so(fresh: Page, site: Site) -> None:
    page = fresh
    asked = requests(page)
    opened(page, site, "#from=e1&to=e3")
    expect(page.locator(".ps-year")).to_contain_text("2024")
    expect(page).to_have_url(re.compile("#from=e1&to=e3&edition=new$"))
    assert not [path for path in asked if path.endswith("explorer.json")]


FOUND = [
    ("#from=lamp&to=e1", OLD, "#from=lamp&to=e1&edition=old"),
    ("#from=Lantern&to=E3", OLD, "#from=lamp&to=e3&edition=old"),
    ("#from=p1&to=e3", OTHER, "#from=p1&to=e3&edition=other"),
    ("#from=e1&to=e3&edition=old&debt=yes", OLD, "#from=e1&to=e3&edition=old&debt=yes"),
    ("#to=lamp", OLD, "#to=lamp&edition=old"),
]
"""What is asked, the edition that answers, and the address then. ``make test`` loads a page with the first of them, and
asks the others in a page that is there; ``make test-all`` loads one with each."""


@pytest.mark.parametrize(
    ("which", "fragment", "edition", "address"),
    [("fresh", *FOUND[0]), *(long("fresh", *case) for case in FOUND[1:]), *(("page", *case) for case in FOUND)],
)
def test_a_question_of_another_edition_is_found_there(
    request: pytest.FixtureRequest, site: Site, which: str, fragment: str, edition: str, address: str
) -> None:
    page = opened(request.getfixturevalue(which), site, fragment)
    expect(rests(page)).to_contain_text(edition)
    expect(page).to_have_url(f"{site.url}en/{address}")
    settled(page)


LEFT = [
    ("#from=lamp&to=f3", f"No edition has both. “lamp” is in: {OLD}. “f3” is in: {NEW}.", "#from=lamp&edition=old"),
    ("#from=e1&to=e3&edition=1999", "There is no edition “1999”.", "#from=e1&to=e3&edition=new"),
    ("#from=lamp&to=e5&edition=old", f"“e5” is in: {NEW}.", "#from=lamp&edition=old"),
    ("#from=lamp&to=nothing", "Unknown plan “nothing”.", "#from=lamp&edition=old"),
]
"""What is asked, what is said, and what is left of it. ``make test`` asks it in a page that is there."""


@pytest.mark.parametrize(
    ("which", "fragment", "said", "left"),
    [*(long("fresh", *case) for case in LEFT), *(("page", *case) for case in LEFT)],
)
def test_what_no_edition_can_answer_is_said_and_left_out_with_one_action(
    request: pytest.FixtureRequest, site: Site, which: str, fragment: str, said: str, left: str
) -> None:
    page = opened(request.getfixturevalue(which), site, fragment)
    expect(page.locator(".ps-refused")).to_contain_text(said)
    page.locator("[data-do=drop]").last.click()
    expect(page).to_have_url(f"{site.url}en/{left}")
    expect(page.locator(".ps-refused")).to_have_count(0)
    settled(page)


def test_circumstances_are_not_taken_into_another_edition(page: Page, site: Site) -> None:
    opened(page, site, "#from=e1&to=e3&edition=new&contract=month")
    settled(page)
    page.hover(".ps-form")
    page.locator(".ps-also a").click()
    expect(page).to_have_url(re.compile("#from=e1&to=e3&edition=old$"))


# --------------------------------------------------------------------------------------------------------------- Python


@pytest.mark.long
def test_one_python_answers_for_all_editions(fresh: Page, site: Site) -> None:
    page = fresh
    asked = requests(page)
    opened(page, site, "#from=e1&to=e3&edition=new&debt=yes")
    expect(page.locator(".ps-details")).to_contain_text("The website asks for it first.")
    settled(page)
    opened_again = f"{site.url}en/#from=e1&to=e3&edition=old&debt=yes"
    page.evaluate("address => { location.href = address; }", opened_again)
    expect(page.locator(".ps-details")).to_contain_text("The shop asks for it first.")
    settled(page)
    page.go_back()
    expect(page.locator(".ps-details")).to_contain_text("The website asks for it first.")
    settled(page)
    workers = [worker.url for worker in page.workers if "/python/" in worker.url]
    assert len(workers) == 1
    assert len([path for path in asked if "/catalogue." in path]) == 2
    assert not [path for path in asked if "/rest." in path]


def test_an_address_that_names_an_edition_starts_python_with_that_alone(fresh: Page, site: Site) -> None:
    page = fresh
    asked = requests(page)
    opened(page, site, "#from=e1&to=e3&edition=old&debt=yes")
    expect(page.locator(".ps-details")).to_contain_text("The shop asks for it first.")
    settled(page)
    assert len([path for path in asked if "/catalogue." in path]) == 1


def test_other_pages_ask_the_same_python_for_their_edition(fresh: Page, site: Site) -> None:
    page = fresh
    opened(page, site, "#from=e1&to=e3&edition=new&debt=yes")
    settled(page)
    at_work(page)
    page.locator(".ps-editions a", has_text="2014").click()
    expect(page.locator("planswitch-matrix")).to_be_visible()
    page.click(".ps-panel-title")
    page.locator("planswitch-matrix input[value=yes]").first.check()
    expect(page.locator("planswitch-matrix")).to_contain_text("of 6 answers changed")
    link = page.locator("planswitch-matrix td a").first
    expect(link).to_have_attribute("href", re.compile("edition=old"))
    assert len([worker for worker in page.workers if "/python/" in worker.url]) == 1


def test_an_edition_whose_files_cannot_be_had_is_tried_again(harmed: Page, site: Site) -> None:
    page = harmed
    site.faults = {"/en/old/explorer.json": Fault(change=lambda _: b"{")}
    opened(page, site, "#from=lamp&to=e1&edition=old")
    expect(page.locator(".ps-answer")).to_contain_text("could not be loaded")
    site.faults.clear()
    page.get_by_role("button", name="Try again").click()
    expect(rests(page)).to_contain_text(OLD)
    settled(page)
    expect(page.locator(".ps-headline")).not_to_be_empty()


def test_an_update_of_one_edition_is_seen_in_that_edition(harmed: Page, site: Site) -> None:
    page = harmed

    def updated(content: bytes) -> bytes:
        return json.dumps({**json.loads(content), "digest": "sha256:another"}).encode()

    site.faults = {"/en/old/answers/*": Fault(change=updated)}
    opened(page, site, "#from=e1&to=e3&edition=old")
    expect(page.locator(".ps-updated")).to_be_visible()
    opened(page, site, "#from=e1&to=e3&edition=new")
    settled(page)
    expect(page.locator(".ps-updated")).to_have_count(0)


def test_without_the_names_of_an_edition_the_others_are_found(harmed: Page, site: Site) -> None:
    page = harmed
    site.faults = {"/en/other/names.json": Fault(change=lambda _: b"<")}
    opened(page, site)
    page.fill("#ps-from", "e3")
    expect(page.locator("#ps-from-list [role=option]")).to_have_count(2)
    offers(page, "from", "E3 2024", "E3 2014")


def test_the_record_names_the_edition(page: Page, site: Site, tmp_path: Path) -> None:
    opened(page, site, "#from=lamp&to=e1&edition=old")
    settled(page)
    with page.expect_download() as download:
        page.locator("[data-do=markdown]").click()
    download.value.save_as(tmp_path / "record.md")
    text = (tmp_path / "record.md").read_text(encoding="utf-8")
    assert OLD in text
    assert "edition=old" in text
    assert "What became of Lamp" in text
    page.emulate_media(media="print")
    expect(page.locator(".ps-edition")).to_contain_text(OLD)


# ------------------------------------------------------------------------------------------------------------ the years


@pytest.mark.parametrize("tag", ["en", long("it")])
@pytest.mark.parametrize("scripts", [True, long(False)], ids=["", "without scripts"])
def test_the_first_screen_says_which_years_the_site_knows(
    new_page: NewPage, site: Site, tag: str, *, scripts: bool
) -> None:
    page = new_page(java_script_enabled=scripts)
    page.goto(f"{site.url}{tag}/")
    for size in FIRST_SCREENS:
        page.set_viewport_size(size)
        links = page.locator(".ps-editions a")
        expect(links).to_have_count(3)
        for link, year, edition in zip(links.all(), ("2024", "2023", "2014"), ("new", "other", "old"), strict=True):
            expect(link).to_contain_text(year)
            box = link.bounding_box()
            assert box
            assert box["y"] + box["height"] <= size["height"], f"{year} is below the first screen at {size}"
            expect(link).to_have_attribute("href", re.compile(f"{edition}/matrix/$"))


# ------------------------------------------------------------------------------------------------- however it is read


@pytest.mark.long
def test_axe_finds_nothing_in_any_state_and_nothing_is_lost(fresh: Page, site: Site) -> None:
    page = fresh
    go(page, site, "en/")
    page.hover("#ps-from")
    expect(page.locator("planswitch-explorer")).to_have_attribute("data-started", "")
    found = []
    for state, (fragment, seen) in STATES.items():
        page.evaluate("hash => { location.hash = hash; }", fragment)
        expect(page.locator(seen)).to_be_visible()
        settled(page)
        for viewport, scheme in zip((DESK, PHONE), SCHEMES, strict=True):
            page.set_viewport_size(viewport)
            colour(page, scheme)
            found += [f"{state}, {viewport['width']}, {scheme}: {violation}" for violation in violations(page)]
        page.set_viewport_size(NARROW)
        found += [f"{state}, 320 pixels: {element}" for element in lost(page)]
        turn(page, "rtl")
        found += [f"{state}, 320 pixels, from right to left: {element}" for element in lost(page)]
        turn(page, "ltr")
    assert not found, "\n".join(found)


def test_a_way_back_to_all_editions_is_on_one_line_at_any_width(page: Page, site: Site) -> None:
    opened(page, site, "#from=e1&to=e3")
    back = rests(page).get_by_role("button", name="All editions")
    for width in range(300, 440, 10):
        page.set_viewport_size(ViewportSize(width=width, height=640))
        height, line = back.evaluate("(it) => [it.clientHeight, parseFloat(getComputedStyle(it).lineHeight)]")
        assert height < 2 * line, width


@pytest.mark.long
def test_axe_finds_nothing_in_the_open_box_of_one_edition(fresh: Page, site: Site) -> None:
    page = fresh
    go(page, site, "en/#from=lamp")
    expect(rests(page)).to_contain_text(OLD)
    page.click("#ps-to")
    expect(page.locator("#ps-to ~ .ps-popup [data-do=leave]")).to_be_visible()
    assert not violations(page)
