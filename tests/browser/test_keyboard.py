"""Whole journeys by keyboard alone: what opens over a page takes the focus in, keeps it, and gives it back."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Site, requests
from tests.browser.instant import settle
from tests.long import long

pytestmark = pytest.mark.browser

FOCUSED = "document.activeElement"
SEEN = """element => {
  const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
  return (outlineStyle !== "none" && parseFloat(outlineWidth) > 0) || boxShadow !== "none";
}"""
DRAWN = "at.matches('.md-option') ? at.nextElementSibling : at"
SHOWN = """() => {
  // The switch between light and dark is a radio button without a size, drawn by the label after it.
  const { activeElement: at } = document;
  const { width, height } = (at.matches(".md-option") ? at.nextElementSibling : at).getBoundingClientRect();
  return width * height > 0;
}"""
PLAIN = "element => element !== document.body && !element.ownerSVGElement && !element.matches('.md-search__input')"


def themed(page: Page) -> None:
    """The theme is at work: what only it makes visible is so, and keys do what they do."""
    expect(page.locator("html.js-focus-visible")).to_have_count(1)


def tab_to(page: Page, wanted: Locator, *, most: int = 80) -> None:
    """Presses Tab until the focus is on an element; every stop on the way has to be visible."""
    themed(page)
    for _ in range(most):
        page.keyboard.press("Tab")
        assert page.evaluate(SHOWN), page.evaluate(f"{FOCUSED}.outerHTML.slice(0, 200)")
        if wanted.evaluate(f"element => element === {FOCUSED}"):
            return
    raise AssertionError(f"no Tab leads to {wanted}")


def write(page: Page, query: str) -> None:
    """Types into the search box so that all is there whenever the theme looks at it: one search, not one a letter."""
    page.keyboard.insert_text(query)
    page.keyboard.press("End")


def test_from_the_home_page_to_an_answer(page: Page, site: Site) -> None:
    page.goto(f"{site.url}en/")
    tab_to(page, page.get_by_role("combobox", name="The plan you have"))
    page.keyboard.type("e1")
    page.locator("#ps-from-list [data-plan=enterprise-e1]").wait_for()
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("combobox", name="The plan you want"))
    page.keyboard.type("e3")
    page.locator("#ps-to-list [data-plan=enterprise-e3]").wait_for()
    page.keyboard.press("Enter")
    expect(page.locator(".ps-headline")).to_contain_text("wizard")
    expect(page.locator("[data-part=answer]")).to_have_attribute("aria-busy", "false")
    tab_to(page, page.get_by_role("checkbox", name="Is the plan you have a trial?"))
    page.keyboard.press("Space")
    expect(page.locator("[data-part=answer]")).to_contain_text("Buy the plan you are trying first")


def test_the_focus_stays_on_the_way_back(page: Page, site: Site) -> None:
    page.goto(f"{site.url}en/#from=enterprise-e1&to=enterprise-e3")
    themed(page)
    chosen = page.get_by_role("combobox", name="The plan you want")
    chosen.fill("e4")
    page.locator("#ps-to-list [data-plan=enterprise-e4]").wait_for()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("to=enterprise-e4"))
    page.evaluate("document.querySelector('.md-container').stayed = true")
    page.go_back()
    expect(chosen).to_have_value("Office 365 Enterprise E3")
    expect(chosen).to_be_focused()
    assert page.evaluate("document.querySelector('.md-container').stayed"), "the page was replaced by itself"


def test_from_a_cell_of_the_matrix_to_its_answer(page: Page, site: Site) -> None:
    page.goto(f"{site.url}en/2014/matrix/")
    row = page.locator("tr[data-plan=enterprise-e1]")
    cell = row.get_by_role("link", name="Wizard").first
    expect(cell).to_have_attribute("tabindex", "-1")  # the arrow keys are at work
    row.get_by_role("rowheader").get_by_role("link").focus()
    for _ in range(6):
        page.keyboard.press("ArrowRight")
    expect(cell).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Yes, with the wizard").first).to_be_visible()
    expect(page).to_have_url(re.compile("enterprise-e1.*enterprise-e3"))


@pytest.mark.long
def test_from_a_row_of_the_matrix_to_an_answer_on_the_plan_page(page: Page, site: Site) -> None:
    page.goto(f"{site.url}en/2014/matrix/")
    row = page.locator("tr[data-plan=enterprise-e1]").get_by_role("rowheader").get_by_role("link")
    row.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{site.url}en/2014/plans/enterprise-e1/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Office 365 Enterprise E1")  # the address comes first
    tab_to(page, page.get_by_role("article").get_by_role("link", name="Office 365 Enterprise E3").first)
    page.keyboard.press("Enter")
    heading = page.get_by_role("heading", name="To Office 365 Enterprise E3")
    expect(heading).to_be_in_viewport()
    expect(page.locator("#enterprise-e3 + .ps-answer details")).to_have_attribute("open", "")


def test_a_link_followed_right_after_scrolling_leads_to_its_anchor(page: Page, site: Site) -> None:
    page.goto(f"{site.url}en/2014/troubleshooting/custom-domain/")
    page.get_by_text("Show them all").press("Enter")
    page.locator("td a[href$='small-business/#enterprise-e3']").first.press("Enter")
    expect(page.get_by_role("heading", name="To Office 365 Enterprise E3")).to_be_in_viewport()


def test_on_a_phone_the_drawer_leads_to_a_guide(phone: Page, site: Site) -> None:
    phone.goto(f"{site.url}en/")
    opener = phone.get_by_role("banner").get_by_role("button", name="Navigation")
    tab_to(phone, opener)
    expect(opener).to_have_attribute("aria-expanded", "false")
    phone.keyboard.press("Enter")
    expect(opener).to_have_attribute("aria-expanded", "true")
    drawer = phone.locator("#ps-nav")
    expect(drawer.locator(":focus")).to_have_count(1)
    tab_to(phone, drawer.get_by_role("link", name="Switch manually"))
    phone.keyboard.press("Enter")
    expect(phone).to_have_url(f"{site.url}en/2014/guides/manual/")
    expect(phone.locator("#ps-nav")).to_be_hidden()
    expect(opener).to_have_attribute("aria-expanded", "false")
    expect(phone.get_by_role("heading", level=1, name="Switch manually")).to_be_visible()


def test_an_open_drawer_keeps_the_focus_and_escape_gives_it_back(phone: Page, site: Site) -> None:
    phone.goto(f"{site.url}en/2014/guides/")
    opener = phone.get_by_role("banner").get_by_role("button", name="Navigation")
    themed(phone)
    opener.focus()
    phone.keyboard.press("Enter")
    expect(opener).to_have_attribute("aria-expanded", "true")
    inside = f"document.querySelector('#ps-nav').contains({FOCUSED}) || {FOCUSED} === document.body"
    for _ in range(20):
        phone.keyboard.press("Tab")
        assert phone.evaluate(inside), phone.evaluate(f"{FOCUSED}.outerHTML.slice(0, 200)")
    phone.keyboard.press("Escape")
    expect(opener).to_be_focused()
    expect(phone.locator("#ps-nav")).to_be_hidden()


def test_the_drawer_has_a_button_to_close_it(phone: Page, site: Site) -> None:
    phone.goto(f"{site.url}en/2014/guides/")
    opener = phone.get_by_role("banner").get_by_role("button", name="Navigation")
    themed(phone)
    opener.tap()
    phone.locator("#ps-nav").get_by_role("button", name="Navigation").press("Enter")
    expect(opener).to_be_focused()
    expect(phone.locator("#ps-nav")).to_be_hidden()


def test_a_closed_drawer_holds_nothing_that_can_be_focused(phone: Page, site: Site) -> None:
    phone.goto(f"{site.url}en/about/")
    for _ in range(30):
        phone.keyboard.press("Tab")
        assert not phone.evaluate(f"document.querySelector('#ps-nav').contains({FOCUSED})")


def test_on_a_phone_search_opens_finds_and_closes(phone: Page, site: Site) -> None:
    phone.goto(f"{site.url}en/")
    opener = phone.get_by_role("banner").locator("> nav > button.ps-open-search")
    tab_to(phone, opener)
    phone.keyboard.press("Enter")
    box = phone.get_by_role("textbox", name="Search")
    expect(box).to_be_focused()
    write(phone, "prepaid")
    result = phone.locator(".md-search-result__link").first
    expect(result).to_be_visible()
    phone.keyboard.press("Escape")
    expect(opener).to_be_focused()
    expect(box).to_be_hidden()
    phone.keyboard.press("Enter")
    expect(result).to_be_visible()
    phone.keyboard.press("ArrowDown")
    expect(result).to_be_focused()
    phone.keyboard.press("Enter")
    expect(phone.get_by_role("heading", level=1)).to_contain_text("prepaid")


@pytest.mark.long
def test_search_on_a_desk(page: Page, site: Site) -> None:
    page.goto(f"{site.url}it/")
    tab_to(page, page.get_by_role("textbox", name="Cerca"))
    write(page, "carte prepagate")
    found = page.locator(".md-search-result__link", has_text="Acquisto con carta prepagata").first
    expect(found).to_be_visible()
    for _ in range(10):
        page.keyboard.press("ArrowDown")
        if found.evaluate(f"found => found === {FOCUSED}"):
            break
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/it/2014/troubleshooting/prepaid/"))


def test_the_language_switch_keeps_the_page_and_the_question(page: Page, site: Site) -> None:
    page.goto(f"{site.url}en/#from=enterprise-e1&to=enterprise-e3")
    tab_to(page, page.get_by_role("link", name="Italiano"))
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{site.url}it/#from=enterprise-e1&to=enterprise-e3")
    expect(page.get_by_role("heading", level=1)).to_have_text("Posso cambiare piano?")


def test_the_language_switch_knows_the_page_after_links_were_followed(page: Page, site: Site) -> None:
    page.goto(f"{site.url}en/")
    page.get_by_role("link", name="Guides").first.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Guides of 2014")
    page.get_by_role("link", name="Italiano").press("Enter")
    expect(page).to_have_url(f"{site.url}it/2014/guides/")


def test_the_skip_link_comes_first_and_leads_to_the_content(page: Page, site: Site) -> None:
    page.goto(f"{site.url}en/2014/guides/billing/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    themed(page)
    page.evaluate("document.querySelector('.md-container').stayed = true")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/billing/#"))
    expect(page.get_by_role("heading", level=1)).to_be_in_viewport()
    page.keyboard.press("Tab")
    expect(page.locator("article a[href]").first).to_be_focused()
    assert page.evaluate("document.querySelector('.md-container').stayed"), "the page was replaced by itself"


def test_single_letters_are_no_commands(page: Page, site: Site) -> None:
    page.goto(f"{site.url}en/2014/guides/billing/")
    settle(page, site)
    asked = requests(page)
    for letter in "sf/pn,.":
        page.keyboard.press(letter)
        page.evaluate("new Promise(requestAnimationFrame)")
        expect(page.get_by_role("textbox", name="Search")).not_to_be_focused()
    expect(page).to_have_url(f"{site.url}en/2014/guides/billing/")
    assert asked == []


@pytest.mark.parametrize(
    "path",
    ["en/", *map(long, ("en/2014/matrix/", "en/2014/plans/enterprise-e1/", "en/2014/troubleshooting/custom-domain/"))],
)
@pytest.mark.parametrize("scheme", ["light", long("dark")])
def test_the_focus_can_be_seen(page: Page, site: Site, path: str, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.goto(f"{site.url}{path}")
    themed(page)
    unseen = set()
    for _ in range(40):
        page.keyboard.press("Tab")
        focused = page.evaluate_handle(FOCUSED).as_element()
        if focused and focused.evaluate(PLAIN) and not focused.evaluate(f"at => ({SEEN})({DRAWN})"):
            unseen.add(focused.evaluate("element => element.outerHTML.slice(0, 160)"))
    assert not unseen, "\n".join(sorted(unseen))
