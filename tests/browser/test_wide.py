"""A catalogue of many plans in a real Chromium: its matrix holds what is in sight, and its boxes the first of many."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from benchmarks.catalogues import written
from planswitch.catalogue import load
from planswitch.rules import Catalogue, Question, Words, decide, word
from planswitch.rules.matrix import Cell, Cells, Overview
from tests.browser.conftest import DESK, PHONE, becomes
from tests.browser.serving import MISSING, Serving
from tests.browser.test_matrix import WIDTHS
from tests.site_builder import build

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.long]

PLANS = 120
MOST = 5_000
"""Most elements of a page."""
AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
CHECK = """async () => {
  const found = await axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] });
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).slice(0, 3)}`);
}"""
SCROLL = """(region, [x, y]) => region.scrollTo(
  x * (region.scrollWidth - region.clientWidth), y * (region.scrollHeight - region.clientHeight)
)"""
COVERED = """({ x, y, width, height }) =>
  document.elementFromPoint(x + width / 2, y + height / 2).closest("a") !== document.activeElement"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a built site of many plans."""
    config = written(tmp_path_factory.mktemp("many") / "project", PLANS)
    build(config.parent / "site", config=config)
    return config.parent


@pytest.fixture(scope="module")
def many(project: Path) -> Catalogue:
    return load(project / "data").catalogue


@pytest.fixture(scope="module")
def cells(many: Catalogue) -> Cells:
    return Cells(Overview(many), Words(many))


@pytest.fixture(scope="module")
def site(project: Path) -> Iterator[Serving]:
    with Serving(project / "site") as serving:
        yield serving


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page on a desk; a fault in it fails the test."""
    context = browser.new_context(viewport=DESK)
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: faults.append(said.text) if "Content Security Policy" in said.text else None)
    yield page
    context.close()
    assert faults == []


def visit(page: Page, site: Serving, fragment: str = "") -> None:
    page.goto("about:blank")
    page.goto(f"{site.url}en/matrix/{fragment}")
    page.locator("planswitch-matrix[data-started]").wait_for()


def elements(page: Page) -> int:
    found: int = page.evaluate("document.querySelectorAll('*').length")
    return found


def assert_cell(page: Page, origin: str, target: str, cell: Cell, *, facts: bool = False) -> None:
    """The cell of a pair is there, in sight, and says what Python says."""
    column = page.locator(f"thead th[data-plan='{target}']").get_attribute("aria-colindex")
    found = page.locator(f"tr[data-plan='{origin}'] > [aria-colindex='{column}']")
    expect(found).to_be_in_viewport(ratio=0.9)
    if cell.mark == "same":
        expect(found).to_have_text(cell.text)
        return
    expect(found).to_have_attribute("data-look", f"{cell.certainty}-{cell.state}")
    expect(found.locator(".ps-word")).to_have_text(cell.word)
    if facts and cell.status:
        expect(found.locator(".ps-state")).to_have_text(cell.status)


def find(page: Page, end: str, name: str) -> None:
    """Chooses a plan by its name."""
    box = page.locator(f"#ps-find-{end}")
    box.click()
    page.locator(f"#ps-find-{end}[aria-expanded=true]").wait_for()
    box.fill(name)
    page.keyboard.press("Enter")


def test_the_page_holds_what_is_in_sight_and_any_cell_can_be_scrolled_to(
    page: Page, site: Serving, many: Catalogue, cells: Cells
) -> None:
    visit(page, site)
    assert elements(page) <= MOST
    page.locator(".ps-stage").evaluate("stage => stage.scrollIntoView({ block: 'end' })")
    region = page.locator(".ps-matrix-scroll")
    plans = [plan for family in many.families for plan in many.plans if many.plans[plan].family == family]
    table = page.locator("table.ps-matrix")
    expect(table).to_have_attribute("aria-rowcount", str(PLANS + 2))
    expect(table).to_have_attribute("aria-colcount", str(PLANS + 1))
    for across, down in ((0, 0), (1, 1), (0.5, 0.25), (0, 1), (1, 0)):
        region.evaluate(SCROLL, [across, down])
        origin = plans[round(down * (PLANS - 1))]
        expect(page.locator(f"tr[data-plan='{origin}']")).to_have_count(1)
        target = plans[round(across * (PLANS - 1))]
        expect(page.locator(f"thead th[data-plan='{target}']")).to_have_count(1)
        seen = page.locator("tbody tr").evaluate_all("rows => rows.map(({ dataset }) => dataset.plan)")
        first = plans.index(seen[0])
        assert seen == plans[first : first + len(seen)]
        assert elements(page) <= MOST
        if (across, down) in ((0, 0), (1, 1)):
            assert_cell(page, origin, target, cells[origin, target])


def test_every_cell_that_is_there_says_what_python_says(page: Page, site: Serving, cells: Cells) -> None:
    visit(page, site)
    page.locator(".ps-matrix-scroll").evaluate("region => region.scrollTo(900, 900)")
    page.locator("tbody tr[aria-rowindex='40']").wait_for()
    told: list[list[str]] = page.evaluate(
        """() => [...document.querySelectorAll("tbody td[data-look]")].map((td) => {
          const head = document.querySelector(`thead th[data-plan][aria-colindex="${td.ariaColIndex}"]`);
          const word = td.querySelector(".ps-word").textContent;
          return [td.parentElement.dataset.plan, head.dataset.plan, td.dataset.look, word];
        })"""
    )
    assert len(told) > 100
    for origin, target, look, says in told:
        cell = cells[origin, target]
        assert (look, says) == (f"{cell.certainty}-{cell.state}", cell.word), (origin, target)


def test_a_cell_is_found_by_the_names_of_its_plans_and_leads_to_its_answer(
    page: Page, site: Serving, many: Catalogue, cells: Cells
) -> None:
    visit(page, site)
    plans = list(many.plans)
    origin, target = plans[97], plans[64]
    find(page, "from", many.plans[origin].name)
    find(page, "to", many.plans[target].name)
    assert_cell(page, origin, target, cells[origin, target])
    expect(page).to_have_url(f"{site.url}en/matrix/#from={origin}&to={target}")
    cell = page.locator("td[data-asked] a")
    cell.hover()
    reading = page.locator("[data-part=reading]")
    expect(reading).to_contain_text(f"From {many.plans[origin].name} to {many.plans[target].name}: ")
    cell.click()
    page.wait_for_url(f"**/en/#from={origin}&to={target}")
    answer = word(decide(many, Question(origin, target)), Words(many))
    expect(page.locator(".ps-headline")).to_contain_text(answer.headline)


def test_keys_reach_any_cell_and_what_has_the_focus_is_in_sight(page: Page, site: Serving, many: Catalogue) -> None:
    visit(page, site)
    page.locator(".ps-matrix-scroll").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Control+End")
    reading = page.locator("[data-part=reading]")
    names = [plan.name for plan in many.plans.values()]
    expect(reading).to_contain_text(f"From {names[-1]} to {names[-2]}:")  # the last cell is a plan and itself
    for key, said in (
        ("PageUp", "to"),
        ("Home", ""),
        ("Control+Home", names[0]),
        ("ArrowDown", names[1]),
    ):
        page.keyboard.press(key)
        expect(reading).to_contain_text(said)
        # What has the focus comes into sight with the next frame.
        box = "document.activeElement.getBoundingClientRect()"
        page.wait_for_function(f"() => document.activeElement.matches('table a') && !({COVERED})({box})")
    for _ in range(40):
        page.keyboard.press("ArrowRight")
    expect(reading).to_contain_text(f"to {names[41]}:")  # a plan and itself is no cell to come to


def test_who_scrolls_away_from_a_cell_comes_back_to_it_by_a_key(page: Page, site: Serving, many: Catalogue) -> None:
    visit(page, site)
    page.locator(".ps-matrix-scroll").focus()
    page.keyboard.press("Tab")
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    region = page.locator(".ps-matrix-scroll")
    before = page.locator("[data-part=reading]").inner_text()
    region.evaluate("region => region.scrollTo(0, region.scrollHeight)")
    expect(region).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    expect(page.locator("[data-part=reading]")).to_have_text(before)


def test_circumstances_change_cells_as_python_does(page: Page, site: Serving, many: Catalogue) -> None:
    before = page.locator("[data-part=status]")
    visit(page, site)
    page.evaluate("location.hash = '#own_domain=yes&trial=yes'")
    expect(page.locator("planswitch-matrix[data-facts]")).to_have_count(1)
    now, base = Overview(many, {"own_domain": True, "trial": True}), Overview(many)
    changed = sum(now.answer(a, b) != base.answer(a, b) for a in many.plans for b in many.plans)
    expect(before).to_have_text(f"{changed:,} of {PLANS * (PLANS - 1):,} answers changed")
    cells = Cells(now, Words(many))
    origin = next(a for a in many.plans for b in many.plans if now.answer(a, b) != base.answer(a, b))
    find(page, "from", many.plans[origin].name)
    row: list[list[Any]] = page.locator(f"tr[data-plan='{origin}'] td").evaluate_all(
        """cells => cells.map((td) => {
          const head = document.querySelector(`thead th[data-plan][aria-colindex="${td.ariaColIndex}"]`);
          return [head.dataset.plan, td.dataset.look ?? "", "changed" in td.dataset];
        })"""
    )
    for target, look, marked in row:
        cell = cells[origin, target]
        assert look == ("" if cell.mark == "same" else f"{cell.certainty}-{cell.state}")
        assert marked is (now.answer(origin, target) != base.answer(origin, target)), target
    page.click(".ps-panel-title")
    page.click("[data-do=clear]")
    expect(page.locator("planswitch-matrix[data-facts]")).to_have_count(0)
    expect(page.locator("td[data-changed]")).to_have_count(0)


def test_filters_leave_families_and_what_is_offered(page: Page, site: Serving, many: Catalogue, cells: Cells) -> None:
    visit(page, site)
    family = list(many.families)[5]
    own = [plan.id for plan in many.plans.values() if plan.family == family]
    page.select_option("[data-filter=from]", family)
    expect(page.locator("tbody tr")).to_have_count(len(own))
    page.check("[data-filter=only]")
    offered = [plan for plan in own if any(cell.offered for cell in cells.row(plan))]
    expect(page.locator("tbody tr")).to_have_count(len(offered))
    page.click("[data-do=copy]")
    expect(page.locator("[data-part=report]")).not_to_be_empty()
    lines = page.evaluate("navigator.clipboard.readText()").splitlines()
    wanted = [plan for plan in many.plans if any(cells[origin, plan].offered for origin in own)]
    assert len(lines) == len(offered) + 1
    assert len(lines[0].split("\t")) == len(wanted) + 1
    find(page, "from", next(plan.name for plan in many.plans.values() if plan.family != family))
    expect(page.locator("[data-filter=from]")).to_have_value("")  # whom one looks for is never filtered away


def test_on_a_phone_the_plan_one_has_has_a_list(page: Page, site: Serving, many: Catalogue, cells: Cells) -> None:
    page.set_viewport_size(PHONE)
    origin = list(many.plans)[30]
    visit(page, site, f"#from={origin}")
    items = page.locator(".ps-window-list li")
    expect(items.first).to_be_visible()
    assert items.count() < 40
    first = str(items.first.get_attribute("data-plan"))
    assert cells[origin, first].offered
    expect(items.first.locator(".ps-word")).to_have_text(cells[origin, first].word)
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    expect(items.last).to_have_attribute("aria-posinset", str(PLANS - 1))
    assert items.count() < 40
    for width in (390, 320):
        page.set_viewport_size({"width": width, "height": 700})
        becomes(page, lambda: page.evaluate(WIDTHS), [width, width])


def test_on_a_phone_the_plans_are_there_to_pick_from_before_one_is(
    page: Page, site: Serving, many: Catalogue, cells: Cells
) -> None:
    page.set_viewport_size(PHONE)
    visit(page, site, "#trial=yes")
    asked = page.get_by_text("Pick the plan you have")
    expect(asked).to_be_visible()
    items = page.locator(".ps-window-list li")
    plans = [plan for family in many.families for plan in many.plans if many.plans[plan].family == family]
    expect(items.first).to_have_text(many.plans[plans[0]].name)
    expect(items.first).to_have_attribute("aria-setsize", str(PLANS))
    items.nth(3).get_by_role("link").click()
    expect(asked).to_be_hidden()
    expect(page.locator("#ps-find-from")).to_have_value(many.plans[plans[3]].name)
    expect(page).to_have_url(f"{site.url}en/matrix/#from={plans[3]}&trial=yes")
    first = str(items.first.get_attribute("data-plan"))
    expect(items.first.locator(".ps-word")).to_have_text(cells[plans[3], first].word)
    page.go_back()
    expect(asked).to_be_visible()
    expect(items.first).to_have_text(many.plans[plans[0]].name)


def test_from_right_to_left_columns_go_on_to_the_left(page: Page, site: Serving, many: Catalogue, cells: Cells) -> None:
    visit(page, site)
    page.evaluate("document.documentElement.dir = document.body.dir = 'rtl'; dispatchEvent(new Event('resize'))")
    plans = list(many.plans)
    find(page, "from", many.plans[plans[50]].name)
    find(page, "to", many.plans[plans[90]].name)
    assert_cell(page, plans[50], plans[90], cells[plans[50], plans[90]])
    page.locator("td[data-asked] a").focus()
    page.keyboard.press("ArrowLeft")
    expect(page.locator("[data-part=reading]")).to_contain_text(f"to {many.plans[plans[91]].name}:")


def test_without_scripts_every_pair_is_two_links_away(browser: Browser, site: Serving, many: Catalogue) -> None:
    page = browser.new_page(java_script_enabled=False, viewport=DESK)
    page.goto(f"{site.url}en/matrix/")
    expect(page.locator(".ps-stage, .ps-tools")).to_have_count(2)
    assert not any(part.is_visible() for part in page.locator(".ps-stage, .ps-tools").all())
    links = page.locator(".ps-plain a").evaluate_all("links => links.map(({ href }) => href)")
    assert len(links) == PLANS
    page.locator(".ps-plain summary").first.click()
    page.locator(".ps-plain a").first.click()
    expect(page).to_have_url(links[0])
    page.close()


def test_when_its_file_is_missing_the_plans_are_there_and_the_page_says_so(page: Page, site: Serving) -> None:
    site.faults = {"*/chart.json": MISSING}
    try:
        page.goto(f"{site.url}en/matrix/")
        expect(page.get_by_role("alert")).to_be_visible()
        expect(page.locator(".ps-plain")).to_be_visible()
    finally:
        site.faults = {}


def test_the_explorer_fetches_the_names_and_its_box_lists_some_of_them(
    page: Page, site: Serving, many: Catalogue
) -> None:
    page.goto(f"{site.url}en/")
    config = json.loads(
        str(page.locator("planswitch-explorer .ps-config").evaluate("({ content }) => content.textContent"))
    )
    assert config["families"] is None
    page.locator("planswitch-explorer[data-started]").wait_for()
    page.locator("#ps-from").click()
    options = page.locator("#ps-from-list [role=option]")
    expect(options).to_have_count(50)
    expect(page.locator("#ps-from-list [role=group]")).to_have_count(5)
    expect(page.locator(".ps-options-more").first).to_have_text(f"… and {PLANS - 50} more: type on to find them.")
    for _ in range(7):
        page.keyboard.press("PageDown")
    expect(options.last).to_be_in_viewport()
    page.keyboard.type("p")
    expect(page.locator("#ps-from")).to_have_value("p")
    expect(options.first).to_be_in_viewport()
    plan = list(many.plans.values())[77]
    page.locator("#ps-from").fill(plan.name)
    expect(options.first).to_contain_text(plan.name)
    page.keyboard.press("Enter")
    expect(page.locator(".ps-leads")).to_be_visible()
    assert page.locator(".ps-leads .ps-lead-group li").count() <= 51 * page.locator(".ps-lead-group").count()
    expect(page).to_have_url(f"{site.url}en/#from={plan.id}")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(browser: Browser, site: Serving, scheme: str) -> None:
    dark = scheme == "dark"
    context = browser.new_context(viewport=DESK, color_scheme="dark" if dark else "light", bypass_csp=True)
    page = context.new_page()
    visit(page, site, "#from=f3-p1&to=f7-p2&trial=yes")
    expect(page.locator("planswitch-matrix[data-facts]")).to_have_count(1)
    page.add_script_tag(path=AXE)
    assert page.evaluate(CHECK) == []
    page.set_viewport_size(PHONE)
    expect(page.locator(".ps-window-list li").first).to_be_visible()
    assert page.evaluate(CHECK) == []
    context.close()
