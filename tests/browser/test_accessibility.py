"""axe finds nothing on any kind of page, in any state; nothing is lost when zoomed, narrow or in other colours."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import pytest
from playwright.sync_api import Page, Route, ViewportSize, expect

from tests.browser.conftest import DESK, PHONE, NewPage, Site
from tests.building import PROJECT

pytestmark = [pytest.mark.browser, pytest.mark.slow]

AXE = (PROJECT / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
CHECK = """async () => {
  const runOnly = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  const { violations } = await axe.run(document, { runOnly });
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html, any, all, none }) =>
    `${id}: ${html.slice(0, 200)} ${[...any, ...all, ...none][0]?.message ?? ""}`));
}"""
PAGES = {
    "home": "en/",
    "matrix": "it/matrix/",
    "plans": "en/plans/",
    "plan": "it/plans/small-business/",
    "troubleshooting": "it/troubleshooting/",
    "rule": "en/troubleshooting/custom-domain/",
    "guides": "it/guides/",
    "guide": "en/guides/before-you-switch/",
    "about": "en/about/",
    "software": "it/software/",
    "missing": "en/404.html",
    "root": "",
    "missing at the root": "404.html",
}
SIZES = {"desk": DESK, "phone": PHONE}
LOST = """() => {
  const wide = document.documentElement.clientWidth;
  const elsewhere = ".ps-scroll, .ps-reading, .md-tabs, .md-sidebar, .md-search, .ps-hidden, .md-header__topic";
  const reached = (element) => element.closest(elsewhere);
  return [...document.querySelectorAll("body *")].filter((element) => {
    const { left, right, width, height } = element.getBoundingClientRect();
    return width * height > 4 && (right > wide + 1 || left < -1) && !reached(element) && element.checkVisibility();
  }).map((element) => element.outerHTML.slice(0, 120));
}"""
WHOLE = """() => new Promise((done) => {
  const themed = document.getElementById("__config");
  const whole = () => (!themed || window.document$) && !document.querySelector(":not(:defined)");
  const look = () => (whole() ? requestAnimationFrame(() => setTimeout(done)) : setTimeout(look, 10));
  look();
})"""
"""Until a page has all its scripts: the theme's and those of its widgets."""
Scheme = Literal["light", "dark"]


def violations(page: Page) -> list[str]:
    """What axe has to say about a page as it is now."""
    page.evaluate(AXE)
    page.evaluate("async () => { await Promise.all(document.getAnimations().map((one) => one.finished)); }")
    found: list[str] = page.evaluate(CHECK)
    return found


def stay(route: Route) -> None:
    """Keeps the choice of a language from going on by itself."""
    route.fulfill(body="", content_type="text/javascript")


def go(page: Page, site: Site, path: str) -> None:
    page.route("**/assets/front.js", stay)
    page.goto(f"{site.url}{path}")
    page.evaluate(WHOLE)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_any_kind_of_page(new_page: NewPage, site: Site, scheme: Scheme, size: str) -> None:
    page = new_page(viewport=SIZES[size], color_scheme=scheme)
    found = []
    for name, path in PAGES.items():
        go(page, site, path)
        found += [f"{name}: {violation}" for violation in violations(page)]
    assert not found, "\n".join(found)


def search_open(page: Page) -> None:
    if page.locator(".md-header__button.ps-open-search").is_visible():
        page.locator(".md-header__button.ps-open-search").click()
    page.locator(".md-search__input").press_sequentially("domain")
    expect(page.locator(".md-search-result__item").first).to_be_visible()


def drawer_open(page: Page) -> None:
    page.set_viewport_size(PHONE)
    page.locator(".ps-open-drawer").click()
    expect(page.locator("#ps-nav")).to_be_visible()


def details_open(page: Page) -> None:
    for details in page.locator("details.ps-more").all()[:3]:
        details.locator("summary").click()


STATES: dict[str, tuple[str, Callable[[Page], None]]] = {
    "search with results": ("en/about/", search_open),
    "the drawer": ("en/guides/billing/", drawer_open),
    "reasons of an answer": ("en/plans/office-online-sharepoint/", details_open),
    "switches of a rule": ("it/troubleshooting/credit-check/", details_open),
}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing_in_what_opens(new_page: NewPage, site: Site, state: str, scheme: Scheme, size: str) -> None:
    page = new_page(viewport=SIZES[size], color_scheme=scheme)
    path, reach = STATES[state]
    go(page, site, path)
    reach(page)
    assert not violations(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_an_answer_of_the_explorer(new_page: NewPage, site: Site, scheme: Scheme) -> None:
    page = new_page(color_scheme=scheme)
    for path in (
        "en/#from=enterprise-e1&to=enterprise-e3&trial=yes",
        "it/#from=small-business&to=enterprise-e3&users=301",
    ):
        page.goto("about:blank")
        go(page, site, path)
        expect(page.locator("[data-part=answer] .ps-remedy").first).to_be_visible()
        assert not violations(page), path


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_nothing_is_lost_at_320_pixels(new_page: NewPage, site: Site, path: str) -> None:
    """Which is what a screen of 1,280 pixels leaves at 400 %."""
    page = new_page(viewport=ViewportSize(width=320, height=640))
    go(page, site, path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    lost = page.evaluate(LOST)
    assert not lost, "\n".join(lost)


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_nothing_is_lost_at_200_percent(new_page: NewPage, site: Site, path: str) -> None:
    page = new_page(viewport=ViewportSize(width=640, height=450), device_scale_factor=2)
    go(page, site, path)
    lost = page.evaluate(LOST)
    assert not lost, "\n".join(lost)


def test_text_alone_can_be_twice_as_big(page: Page, site: Site) -> None:
    for path in PAGES.values():
        go(page, site, path)
        page.evaluate("document.documentElement.style.fontSize = '250%'")
        lost = page.evaluate(LOST)
        assert not lost, path + "\n".join(lost)


def test_nothing_moves_for_who_wants_it_still(page: Page, site: Site) -> None:
    page.emulate_media(reduced_motion="reduce")
    for path in PAGES.values():
        go(page, site, path)
        moving = page.evaluate(
            """() => [...document.querySelectorAll("*")].filter((element) => {
              const { transitionDuration, animationDuration, animationName } = getComputedStyle(element);
              const longest = (list) => Math.max(...list.split(",").map(parseFloat));
              const animated = animationName !== "none" && longest(animationDuration) > .01;
              return longest(transitionDuration) > .01 || animated;
            }).map((element) => element.outerHTML.slice(0, 120))"""
        )
        assert not moving, path + "\n".join(moving)


def test_icons_keep_their_shape_in_the_readers_own_colours(page: Page, site: Site) -> None:
    page.emulate_media(forced_colors="active")
    go(page, site, "en/plans/enterprise-e1/")
    mark = page.locator(".ps-verdict .ps-mark").first
    drawn, behind = mark.evaluate(
        """mark => [getComputedStyle(mark).backgroundColor, getComputedStyle(document.body).backgroundColor]"""
    )
    assert drawn != behind


def test_pages_turn_with_the_direction_of_writing(new_page: NewPage, site: Site) -> None:
    for size in (DESK, ViewportSize(width=320, height=640)):
        page = new_page(viewport=size)
        for path in PAGES.values():
            go(page, site, path)
            page.evaluate("document.documentElement.dir = document.body.dir = 'rtl'")
            lost = page.evaluate(LOST)
            assert not lost, path + "\n".join(lost)
