"""Journeys through the matrix and the switch map of the built site, in a real Chromium."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.browser.conftest import becomes, requests
from tests.browser.serving import MISSING, Fault, Serving
from tests.long import long

pytestmark = [pytest.mark.browser, pytest.mark.slow]

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
DESK = ViewportSize(width=1280, height=900)
PHONE = ViewportSize(width=390, height=844)
SHIFTS = """
window.shift = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) {
    const inside = entry.sources.some(({ node }) => node?.parentElement?.closest(".md-content"));
    if (inside && !entry.hadRecentInput) window.shift += entry.value;
  }
}).observe({ type: "layout-shift", buffered: true });
"""
OPENED = """new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => {
  window.shift = 0;
  done();
}))))"""
"""What a reader opens may move the rest, however long the computer takes to draw it."""
WIDTHS = "[innerWidth, document.documentElement.scrollWidth]"
"""How wide the window is, and the page in it."""
E1_TO_E3 = "tr[data-plan=enterprise-e1] td:nth-of-type(7)"
CHECK = """async () => {
  scrollTo(0, 0); // what a bar that sticks lies upon depends on where the page stands
  const found = await axe.run({
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], resultTypes: ["violations"],
  });
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).slice(0, 3)}`);
}"""


@pytest.fixture(scope="module")
def site(site_folder: Path) -> Iterator[Serving]:
    with Serving(site_folder) as serving:
        yield serving


def guarded(browser: Browser) -> Iterator[Page]:
    """A page on a desk; faults and refused content fail the test."""
    context = browser.new_context(viewport=DESK)
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    context.add_init_script(SHIFTS)
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: faults.append(said.text) if "Content Security Policy" in said.text else None)
    yield page
    context.close()
    assert faults == []


@pytest.fixture
def fresh(browser: Browser) -> Iterator[Page]:
    """A page that nobody has visited anything with."""
    yield from guarded(browser)


@pytest.fixture(scope="module")
def visited(browser: Browser) -> Iterator[Page]:
    """The page of one visit that goes on from test to test."""
    yield from guarded(browser)


@pytest.fixture
def page(visited: Page, site: Serving) -> Page:
    """The matrix of a visit that goes on: Python is there, and nothing is known, looked at or filtered."""
    visited.set_viewport_size(DESK)
    visited.emulate_media(media="null")
    visited.mouse.move(0, 0)
    if not visited.url.startswith(f"{site.url}en/2014/matrix/#"):
        visit(visited, site, "#trial=yes")
        worked_out(visited, "420 of 420 answers changed")
    visited.evaluate("document.activeElement.blur(); scrollTo(0, 0); location.hash = ''")
    expect(visited.locator("planswitch-matrix:is([data-facts], [data-refused])")).to_have_count(0)
    for end in ("from", "to"):
        visited.select_option(f"[data-filter={end}]", "")
    visited.uncheck("[data-filter=only]")
    return visited


def visit(page: Page, site: Serving, fragment: str = "", tag: str = "en") -> None:
    start = f"{site.url}{tag}/2014/matrix/"
    if page.url == f"{start}#":  # a visit that goes on
        page.evaluate("hash => { location.hash = hash; }", fragment)
    else:
        page.goto(f"{start}{fragment}")
    page.locator("planswitch-matrix:defined").wait_for()


def worked_out(page: Page, changed: str) -> None:
    expect(page.locator("[data-part=status]")).to_have_text(changed)


def test_nothing_of_python_is_fetched_before_there_is_interest(fresh: Page, site: Serving) -> None:
    asked = requests(fresh)
    visit(fresh, site)
    fresh.hover(E1_TO_E3)
    expect(fresh.locator("[data-part=reading]")).to_contain_text("From Office 365 Enterprise E1 to")
    fresh.evaluate("new Promise((done) => requestIdleCallback(() => done()))")
    assert not [url for url in asked if "/assets/python/" in url]
    with fresh.expect_request("**/assets/python/**"):
        fresh.click(".ps-panel-title")


def test_circumstances_change_the_cells_and_say_which_rule_did_it(fresh: Page, site: Serving) -> None:
    visit(fresh, site)
    assert fresh.evaluate("window.shift") == 0
    fresh.click(".ps-panel-title")
    fresh.evaluate(OPENED)
    fresh.get_by_label("How many users does the subscription have?").fill("301")
    worked_out(fresh, "52 of 420 answers changed")
    expect(fresh.locator("[data-part=rules] li")).to_have_text(["More than 300 users 52 answers"])
    expect(fresh.locator("[data-part=rules] a")).to_have_attribute("href", "../../2014/troubleshooting/users-over-300/")
    expect(fresh.locator(E1_TO_E3)).to_have_text("Manual depends")
    expect(fresh.locator(E1_TO_E3)).to_have_attribute("data-changed", "")
    fresh.locator("[data-fact=trial]").get_by_label("Yes").check()
    worked_out(fresh, "420 of 420 answers changed")
    expect(fresh.locator("[data-part=rules] li")).to_have_text(
        ["More than 300 users 52 answers", "The plan you have is a trial every switch"]
    )
    expect(fresh.locator(E1_TO_E3)).to_have_text("Manual after")
    assert fresh.url.endswith("#users=301&trial=yes")
    assert (
        fresh.locator(f"{E1_TO_E3} a")
        .evaluate("link => link.href")
        .endswith("/en/#from=enterprise-e1&to=enterprise-e3&users=301&trial=yes")
    )
    fresh.click("[data-do=clear]")
    expect(fresh.locator(E1_TO_E3)).to_have_text("Wizard depends")
    expect(fresh.locator(f"{E1_TO_E3} .ps-state")).to_be_hidden()
    assert fresh.url.endswith("/matrix/")
    assert fresh.evaluate("window.shift") == 0


def test_what_holds_for_every_switch_is_said_once_and_colours_no_cell(page: Page, site: Serving) -> None:
    visit(page, site)
    colour = "cell => getComputedStyle(cell).backgroundColor"
    link = page.locator(f"{E1_TO_E3} a")
    before = link.evaluate(colour)
    page.evaluate("location.hash = '#trial=yes'")
    brief = page.locator("[data-part=brief]")
    expect(brief).to_have_text("420 of 420 answers changed · The plan you have is a trial (every switch)")
    assert page.locator("td[data-changed]").count() == 0
    assert link.evaluate(colour) == before
    expect(link.locator(".ps-state")).to_be_hidden()
    page.hover(E1_TO_E3)
    expect(page.locator("[data-part=reading]")).to_contain_text("once 1 thing is done")
    expect(page.locator("[data-part=reading] em")).to_have_text("The plan you have is a trial")
    page.evaluate("location.hash = '#trial=yes&custom_domain=yes'")
    expect(page.locator("td[data-changed]")).to_have_count(8)


def test_a_refused_circumstance_is_told_while_its_panel_is_closed(page: Page, site: Serving) -> None:
    brief = page.locator("planswitch-matrix[data-refused] [data-part=brief]")
    visit(page, site, "#users=many")
    expect(brief).to_contain_text("“many”")
    page.evaluate("location.hash = '#users=many&prepaid=yes'")
    expect(brief).to_contain_text("“many”")
    expect(brief).to_contain_text("52 of 420 answers changed")
    page.evaluate("location.hash = '#role=king'")
    expect(brief).to_contain_text("“king”")
    page.evaluate("location.hash = '#users=10'")
    expect(page.locator("planswitch-matrix[data-refused]")).to_have_count(0)


@pytest.mark.parametrize("tag", [long("en"), "it"])
def test_five_rows_are_in_sight_before_anybody_scrolls(fresh: Page, site: Serving, tag: str) -> None:
    fresh.set_viewport_size({"width": 1280, "height": 800})
    visit(fresh, site, tag=tag)
    side = "(element, side) => element.getBoundingClientRect()[side]"
    reading = fresh.locator("[data-part=reading]")
    assert reading.evaluate(side, "bottom") <= 800
    assert fresh.locator("tbody tr").nth(4).evaluate(side, "bottom") <= reading.evaluate(side, "top")


def test_the_heads_are_painted_together_when_the_page_comes_in_pieces(fresh: Page, site: Serving) -> None:
    site.faults = {"/en/2014/matrix/": Fault(pause=b'<th scope="col" data-plan="lync-online-2"')}
    visit(fresh, site)
    site.faults = {}
    expect(fresh.locator("thead [data-plan=lync-online-2]")).to_be_visible()
    assert fresh.evaluate("window.shift") == 0


@pytest.mark.long
def test_the_address_holds_the_circumstances(fresh: Page, site: Serving) -> None:
    visit(fresh, site, "#custom_domain=yes&trial=?")
    worked_out(fresh, "8 of 420 answers changed")
    assert fresh.locator("[data-fact=custom_domain] input[value=yes]").is_checked()
    assert fresh.evaluate("window.shift") == 0
    fresh.evaluate("location.hash = '#users=12'")
    worked_out(fresh, "0 of 420 answers changed")
    assert fresh.locator("[data-fact=custom_domain] input[value='?']").is_checked()
    expect(fresh.locator("[data-fact=users] input")).to_have_value("12")


def test_a_doubtful_cell_still_says_so(page: Page, site: Serving) -> None:
    facts = "trial prepaid credit_check custom_domain bought_before_upgrade provisioning_pending service_issue"
    settled = "&".join(f"{fact}=no" for fact in [*facts.split(), "licence_conflict"])
    visit(page, site, f"#users=10&role=global-admin&{settled}")
    worked_out(page, "420 of 420 answers changed")
    expect(page.locator("[data-part=settled]")).to_contain_text("408 answers are certain now")
    expect(page.locator(E1_TO_E3)).to_have_text("Wizard ready")
    expect(page.locator("tr[data-plan=enterprise-k2] td:nth-of-type(7)")).to_have_text("Likely ready")


def test_a_number_that_cannot_be_one_is_told_and_left_out(page: Page, site: Serving) -> None:
    visit(page, site, "#users=301")
    worked_out(page, "52 of 420 answers changed")
    panel = page.locator(".ps-panel-title")
    panel.click()
    page.fill("[data-fact=users] input", "0")
    expect(page.locator("[data-fact=users] .ps-wrong")).to_contain_text("1")
    expect(page.locator("planswitch-matrix")).not_to_have_attribute("data-facts", "")
    page.evaluate("location.hash = '#hats=3'")
    expect(page.locator("[data-part=status]")).to_have_text("Unknown fact “hats”.")
    expect(page.locator(E1_TO_E3)).to_have_text("Wizard depends")
    panel.click()


def test_without_python_the_table_stays_and_the_page_says_so(fresh: Page, site: Serving) -> None:
    site.faults = {"*worker*": MISSING}
    try:
        visit(fresh, site, "#users=301")
        expect(fresh.locator("[data-part=status]")).to_contain_text("could not be loaded")
        expect(fresh.locator("[data-part=brief]")).to_contain_text("could not be loaded")
        expect(fresh.locator(f"{E1_TO_E3} .ps-word")).to_have_text("Wizard")
    finally:
        site.faults = {}


def test_without_scripts_the_table_is_whole_and_leads_to_the_plans(browser: Browser, site: Serving) -> None:
    page = browser.new_page(java_script_enabled=False, viewport=DESK)
    page.goto(f"{site.url}en/2014/matrix/")
    assert page.locator("tbody td").count() == 441
    expect(page.locator(".ps-tools")).to_be_hidden()
    page.locator(f"{E1_TO_E3} a").click()
    expect(page).to_have_url(f"{site.url}en/2014/plans/enterprise-e1/#enterprise-e3")
    page.close()


def test_arrows_move_from_cell_to_cell_and_both_names_are_read(fresh: Page, site: Serving) -> None:
    visit(fresh, site)
    fresh.locator(".ps-matrix-scroll").focus()
    fresh.keyboard.press("Tab")
    reading = fresh.locator("[data-part=reading]")
    expect(reading).to_contain_text("From Office 365 Small Business to Office 365 Small Business Premium:")
    fresh.keyboard.press("ArrowDown")
    expect(reading).to_contain_text("From Office 365 Midsize Business to Office 365 Small Business Premium:")
    fresh.keyboard.press("ArrowUp")
    fresh.keyboard.press("ArrowUp")
    expect(reading).to_have_text("Office 365 Small Business Premium")
    fresh.keyboard.press("ArrowDown")
    fresh.keyboard.press("Control+End")
    expect(reading).to_contain_text(
        "From Office Online with SharePoint Online Plan 1 or Plan 2 to Lync Online (Plan 3):"
    )
    assert fresh.locator("td.ps-lit").count() == 41
    under = """() => {
      const { x, y, width, height } = document.activeElement.getBoundingClientRect();
      return document.elementFromPoint(x + width / 2, y + height / 2)?.closest("a") === document.activeElement;
    }"""
    becomes(fresh, lambda: fresh.evaluate(under), True)  # what has focus is not covered
    fresh.keyboard.press("Tab")
    assert not fresh.evaluate("document.activeElement.closest('table')"), "the table is one stop for Tab"


def test_pointer_and_focus_light_a_row_and_a_column_and_leave_them(page: Page, site: Serving) -> None:
    visit(page, site)
    reading, lit = page.locator("[data-part=reading]"), page.locator("table .ps-lit")
    said = "From Office 365 Enterprise E1 to Office 365 Enterprise E3:"
    page.hover(E1_TO_E3)
    expect(reading).to_contain_text(said)
    both = lit.count()
    assert both > 2 * 21, "its row, its column and their heads"
    page.hover("thead th[data-plan=enterprise-e3]")
    expect(reading).to_have_text("Office 365 Enterprise E3")
    expect(lit).to_have_count(22)  # a column and its head
    page.hover(".ps-legend, h1")
    expect(lit).to_have_count(0)
    page.locator(f"{E1_TO_E3} a").focus()
    expect(lit).to_have_count(both)
    page.hover("tbody tr[data-plan=lync-online-3] th")
    expect(lit).to_have_count(22)  # what is under the pointer, while it is there
    page.hover(".ps-legend, h1")
    expect(reading).to_contain_text(said)  # then what has the focus page
    page.evaluate("document.activeElement.blur()")
    expect(lit).to_have_count(0)


def test_head_and_first_column_stay_in_sight(page: Page, site: Serving) -> None:
    page.set_viewport_size({"width": 800, "height": 600})
    visit(page, site)
    region = page.locator(".ps-matrix-scroll")
    region.evaluate("region => region.scrollTo(500, 400)")
    top, left = region.evaluate("region => [region.getBoundingClientRect().top, region.getBoundingClientRect().left]")
    for selector in ("thead tr:last-child th:last-child", "tbody:last-of-type tr th", ".ps-corner"):
        box = page.locator(selector).bounding_box()
        assert box is not None
        sticks = box["y"] - top < 60 if "tbody" not in selector else abs(box["x"] - left) < 3
        assert sticks, selector
    region.evaluate("region => region.scrollTo(0, 0)")


def test_filters_leave_what_is_wanted(page: Page, site: Serving) -> None:
    visit(page, site)
    page.select_option("[data-filter=from]", "small-business")
    assert page.locator("tbody tr:visible").count() == 2
    page.check("[data-filter=only]")
    heads = page.locator("thead th[data-plan]:visible")
    assert heads.count() == 5
    assert "Office 365 Small Business" not in heads.all_inner_texts()
    page.select_option("[data-filter=from]", "enterprise")
    page.select_option("[data-filter=to]", "education")
    expect(page.locator("[data-part=none]")).to_be_visible()
    page.select_option("[data-filter=from]", "")
    assert page.locator("tbody tr:visible").count() == 3
    page.select_option("[data-filter=to]", "")
    page.uncheck("[data-filter=only]")
    assert page.locator("tbody td:visible").count() == 441


COVERED = """() => {
  const said = document.querySelector("[data-part=report]").getBoundingClientRect();
  const over = ({ left, right, top, bottom }) =>
    left < said.right && right > said.left && top < said.bottom && bottom > said.top;
  const controls = [...document.querySelectorAll(".ps-bar :is(button, select, label)")];
  return controls.filter((each) => over(each.getBoundingClientRect())).map((each) => each.textContent);
}"""
"""What of the bar lies under what is said of a copy."""


def test_the_copy_holds_what_is_seen_in_words(page: Page, site: Serving) -> None:
    visit(page, site, "#trial=yes")
    worked_out(page, "420 of 420 answers changed")
    page.select_option("[data-filter=from]", "enterprise")
    page.select_option("[data-filter=to]", "enterprise")
    page.click("[data-do=copy]")
    expect(page.locator("[data-part=report]")).to_have_text("The table has been copied. Paste it into a spreadsheet.")
    assert page.evaluate(COVERED) == [], "what is said of it lies over no control"
    rows = [row.split("\t") for row in page.evaluate("navigator.clipboard.readText()").splitlines()]
    assert rows[0][1:] == [f"Office 365 Enterprise {plan}" for plan in ("K1", "K2", "E1", "E3", "E4")]
    assert rows[2] == [
        "Office 365 Enterprise K2",
        "Manual (after)",
        "This is the plan you have",
        *["Likely (after)"] * 3,
    ]
    assert {len(row) for row in rows} == {6}


@pytest.mark.parametrize("paper", ["A4", long("Letter")])
def test_the_table_prints_on_one_landscape_page_from_a_desk_and_from_a_phone(
    page: Page, site: Serving, paper: str
) -> None:
    visit(page, site, "#trial=yes")
    worked_out(page, "420 of 420 answers changed")
    for size in (DESK, PHONE):
        page.set_viewport_size(size)
        pdf = page.pdf(format=paper, prefer_css_page_size=True)
        assert pdf.count(b"/Type /Page\n") == 2, "the table, then the map"
        width, height = (float(side) for side in pdf.partition(b"/MediaBox [0 0 ")[2].partition(b"]")[0].split())
        assert width > height
    page.emulate_media(media="print")
    expect(page.locator("[data-part=given]")).to_have_text(
        "Is the plan you have a trial? Yes · 420 of 420 answers changed · The plan you have is a trial (every switch)"
    )


def test_on_a_phone_it_is_a_list_and_nothing_is_said_twice(page: Page, site: Serving) -> None:
    page.set_viewport_size(PHONE)
    visit(page, site)
    expect(page.locator("table.ps-matrix")).to_be_hidden()
    sections = page.locator(".ps-matrix-list > details")
    assert sections.count() == 21
    sections.first.locator("summary").click()
    items = sections.first.locator("li")
    expect(items.first).to_contain_text("Office 365 Small Business Premium")
    expect(items.first.locator(".ps-word")).to_have_text("Wizard")
    page.evaluate("location.hash = '#users=301'")
    expect(items.first.locator(".ps-word")).to_have_text("Manual")
    expect(sections.first.locator(".ps-offer")).to_have_text("0 of 20 plans with the wizard")
    page.check("[data-filter=only]")
    expect(page.locator("[data-part=none]")).to_be_visible()
    for width in (390, 320):
        page.set_viewport_size({"width": width, "height": 700})
        becomes(page, lambda: page.evaluate(WIDTHS), [width, width])
    sections.first.evaluate("section => { section.open = false; }")


def test_the_map_lights_the_way_of_the_question(fresh: Page, site: Serving) -> None:
    visit(fresh, site, "#from=small-business&to=enterprise-e1")
    fresh.locator("planswitch-map").scroll_into_view_if_needed()
    fresh.locator("planswitch-map:defined").wait_for()
    lit = fresh.locator(".ps-map-line[data-lit]")
    assert lit.evaluate_all("lines => lines.map(({ dataset }) => dataset.to)") == [
        "small-business-premium",
        "midsize-business",
        "enterprise-e1",
    ]
    note = fresh.locator("planswitch-map [data-part=note]")
    expect(note).to_have_text("Lit: the way from Office 365 Small Business to Office 365 Enterprise E1.")
    expect(fresh.locator("html.js-focus-visible")).to_have_count(1)
    fresh.evaluate("document.querySelector('planswitch-map').dataset.old = ''")
    fresh.evaluate("location.hash = '#from=enterprise-e4&to=education-a1'")
    expect(note).to_have_text("No chain of switches leads from Office 365 Enterprise E4 to Office 365 Education A1.")
    expect(fresh.locator("planswitch-map[data-old]")).to_have_count(1)  # the theme leaves the page alone
    assert lit.count() == 0
    plan = fresh.locator(".ps-map-plan[data-plan=lync-online-3]")
    journeys: tuple[tuple[Callable[[], None], Callable[[], None]], ...] = (
        (plan.hover, lambda: fresh.hover("h1")),
        (plan.hover, lambda: fresh.locator(".ps-map-picture").hover(position={"x": 1, "y": 1})),
        (plan.focus, plan.blur),
    )
    for light, leave in journeys:
        light()
        expect(lit).to_have_count(1)
        leave()
        expect(lit).to_have_count(0)
    plan.focus()
    fresh.keyboard.press("Enter")
    fresh.wait_for_url("**/en/2014/plans/lync-online-3/")


@pytest.mark.long
def test_in_italian_python_speaks_italian(fresh: Page, site: Serving) -> None:
    visit(fresh, site, "#users=301", "it")
    expect(fresh.locator("[data-part=rules] a")).to_have_text("Più di 300 utenti")
    expect(fresh.locator(f"{E1_TO_E3} .ps-word")).to_have_text("Manuale")


@pytest.mark.parametrize(
    ("size", "scheme"),
    [
        long(DESK, "light", id="desk, light"),
        long(PHONE, "dark", id="phone, dark"),
        long(DESK, "dark", id="desk, dark"),
        long(PHONE, "light", id="phone, light"),
    ],
)
def test_axe_finds_nothing_in_any_state(browser: Browser, site: Serving, scheme: str, size: ViewportSize) -> None:
    dark = scheme == "dark"
    context = browser.new_context(viewport=size, color_scheme="dark" if dark else "light", bypass_csp=True)
    page = context.new_page()
    visit(page, site)
    page.add_script_tag(path=AXE)
    page.click(".ps-panel-title")
    page.fill("[data-fact=users] input", "0")
    expect(page.locator("[data-fact=users] .ps-wrong")).not_to_be_empty()
    for section in page.locator("details:visible").all():
        section.evaluate("details => details.open = true")
    assert page.evaluate(CHECK) == []
    page.fill("[data-fact=users] input", "26")
    page.locator("[data-fact=bought_before_upgrade] input[value=yes]").check()
    page.locator("[data-fact=trial] input[value=yes]").check()
    worked_out(page, "420 of 420 answers changed")
    assert page.evaluate(CHECK) == []
    page.evaluate("location.hash = '#from=small-business&to=enterprise-e4&users=10&trial=no'")
    worked_out(page, "0 of 420 answers changed")
    assert page.evaluate(CHECK) == []
    context.close()


@pytest.mark.parametrize("forced", ["active", long("none")])
def test_everything_is_there_with_forced_colours_and_zoom(browser: Browser, site: Serving, forced: str) -> None:
    active = forced == "active"
    context = browser.new_context(
        viewport={"width": 640, "height": 450}, device_scale_factor=2, forced_colors="active" if active else "none"
    )
    page = context.new_page()
    visit(page, site, "#users=301")
    worked_out(page, "52 of 420 answers changed")
    becomes(page, lambda: page.evaluate(WIDTHS), [640, 640])
    page.click(".ps-panel-title")
    becomes(page, lambda: page.evaluate(WIDTHS), [640, 640])
    page.locator("[data-fact]").last.scroll_into_view_if_needed()
    expect(page.locator("[data-part=brief]")).to_be_in_viewport(ratio=1)
    top = "element => element.getBoundingClientRect().top"
    assert page.locator("[data-part=brief]").evaluate(top) > page.locator(".md-header").evaluate(
        "header => header.getBoundingClientRect().bottom"
    )
    context.close()
