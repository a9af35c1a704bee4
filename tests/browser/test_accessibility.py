"""axe finds nothing on any kind of page, in any state; nothing is lost when zoomed, narrow or in other colours.

A page is loaded once and then looked at in one size after the other, with light colours on a desk and dark ones on a
phone. Most kinds of pages, each size in all colours, and pages loaded so, are long tests.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.browser.conftest import DESK, PHONE, NewPage, Site, search
from tests.browser.serving import Fault
from tests.long import long
from tests.site_builder import PROJECT

pytestmark = [pytest.mark.browser, pytest.mark.slow]

AXE = (PROJECT / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
CHECK = """async () => {
  const runOnly = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  const { violations } = await axe.run(document, { runOnly, resultTypes: ["violations"] });
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html, any, all, none }) =>
    `${id}: ${html.slice(0, 200)} ${[...any, ...all, ...none][0]?.message ?? ""}`));
}"""
PAGES = {
    "home": "en/",
    "matrix": "it/2014/matrix/",
    "plans": "en/2014/plans/",
    "plan": "it/2014/plans/small-business/",
    "troubleshooting": "it/2014/troubleshooting/",
    "rule": "en/2014/troubleshooting/custom-domain/",
    "guides": "it/2014/guides/",
    "guide": "en/2014/guides/before-you-switch/",
    "about": "en/about/",
    "software": "it/software/",
    "hosting": "en/hosting/",
    "files": "it/maintainers/files/",
    "recipes": "en/maintainers/recipes/",
    "missing": "en/404.html",
    "root": "",
    "missing at the root": "404.html",
}
SHORT = ("home", "plan", "root", "search with results", "the drawer")
"""Pages and states that are looked at by ``make test``; all others are long tests."""
SIZES = {"desk": DESK, "phone": PHONE}
NARROW = ViewportSize(width=320, height=640)
"""What a screen of 1,280 pixels leaves at 400 %."""
HALF = {"width": 640, "height": 450, "deviceScaleFactor": 2, "mobile": False}
"""What it leaves at 200 %."""
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
  const look = () => {
    if (whole()) return requestAnimationFrame(() => setTimeout(done));
    dispatchEvent(new Event("pointermove")); // the map comes to whoever may have to do with it
    setTimeout(look, 10);
  };
  look();
})"""
"""Until a page has all its scripts: the theme's and those of its widgets."""
STILL = """async () => {
  const moving = () => document.getAnimations().some(({ playState }) => playState === "running");
  while (moving()) await new Promise((done) => setTimeout(done, 10));
}"""
"""Until nothing moves any more. The promise of an animation that has ended is not always kept."""
MOVING = """() => [...document.querySelectorAll("*")].filter((element) => {
  const { transitionDuration, animationDuration, animationName } = getComputedStyle(element);
  const longest = (list) => Math.max(...list.split(",").map(parseFloat));
  const animated = animationName !== "none" && longest(animationDuration) > .01;
  return longest(transitionDuration) > .01 || animated;
}).map((element) => element.outerHTML.slice(0, 120))"""
COLOUR = """(scheme) => {
  const wanted = scheme === "dark" ? "slate" : "default";
  if (document.body.dataset.mdColorScheme === wanted || !document.body.dataset.mdColorScheme) return;
  document.querySelector("[data-md-component=palette] label:not([hidden])").click();
  if (document.body.dataset.mdColorScheme !== wanted) throw new Error(document.body.dataset.mdColorScheme);
}"""
"""Takes the colours that a page without the theme takes by itself."""
Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")


def violations(page: Page) -> list[str]:
    """What axe has to say about a page as it is now."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    page.evaluate(STILL)
    found: list[str] = page.evaluate(CHECK)
    return found


def go(page: Page, site: Site, path: str) -> None:
    """Visits a page without the script that would go on to a language by itself."""
    site.faults["/assets/front.js"] = Fault(change=lambda _: b"")
    page.goto(f"{site.url}{path}")
    page.evaluate(WHOLE)
    del site.faults["/assets/front.js"]


def colour(page: Page, scheme: Scheme) -> None:
    """Gives a page other colours, as it is."""
    page.emulate_media(color_scheme=scheme)
    page.evaluate(COLOUR, scheme)


def lost(page: Page) -> list[str]:
    """What cannot be seen of a page, once it has been laid out anew."""
    page.evaluate(WHOLE)
    page.evaluate(STILL)
    found: list[str] = page.evaluate(LOST)
    return found


def turn(page: Page, direction: str) -> None:
    page.evaluate("to => { document.documentElement.dir = document.body.dir = to; }", direction)


@pytest.mark.parametrize(
    "path",
    [pytest.param(path, id=name, marks=[pytest.mark.long] * (name not in SHORT)) for name, path in PAGES.items()],
)
def test_axe_finds_nothing_on_any_kind_of_page_and_nothing_is_lost_however_it_is_read(
    page: Page, site: Site, path: str
) -> None:
    go(page, site, path)
    found = {}
    for (size, viewport), scheme in zip(SIZES.items(), SCHEMES, strict=True):
        page.set_viewport_size(viewport)
        colour(page, scheme)
        found[f"{size}, {scheme}"] = violations(page)
    page.set_viewport_size(DESK)
    page.evaluate("document.documentElement.style.fontSize = '250%'")
    found["text alone twice as big"] = lost(page)
    page.evaluate("document.documentElement.style.fontSize = ''")
    turn(page, "rtl")
    found["from right to left"] = lost(page)
    page.set_viewport_size(NARROW)
    found["from right to left, at 320 pixels"] = lost(page)
    turn(page, "ltr")
    found["at 320 pixels"] = lost(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.context.new_cdp_session(page).send("Emulation.setDeviceMetricsOverride", HALF)
    found["at 200 %"] = lost(page)
    assert page.evaluate("[innerWidth, devicePixelRatio]") == [640, 2]
    page.emulate_media(reduced_motion="reduce")
    found["moves for who wants it still"] = page.evaluate(MOVING)
    assert {what: all_lost for what, all_lost in found.items() if all_lost} == {}


@pytest.mark.long
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("scheme", SCHEMES)
def test_axe_finds_nothing_on_a_page_that_is_loaded_so(
    new_page: NewPage, site: Site, scheme: Scheme, size: str
) -> None:
    page = new_page(viewport=SIZES[size], color_scheme=scheme)
    found = []
    for name, path in PAGES.items():
        go(page, site, path)
        found += [f"{name}: {violation}" for violation in violations(page)]
    assert not found, "\n".join(found)


@pytest.mark.long
def test_nothing_is_lost_on_a_page_that_is_loaded_so(new_page: NewPage, site: Site) -> None:
    found = {}
    narrow, half = (
        new_page(viewport=NARROW),
        new_page(viewport=ViewportSize(width=640, height=450), device_scale_factor=2),
    )
    still = new_page(reduced_motion="reduce")
    for path in PAGES.values():
        for page in (narrow, half, still):
            go(page, site, path)
        found[f"{path} at 320 pixels"], found[f"{path} at 200 %"] = lost(narrow), lost(half)
        found[f"{path} moves for who wants it still"] = still.evaluate(MOVING)
    assert {what: all_lost for what, all_lost in found.items() if all_lost} == {}


def search_open(page: Page) -> None:
    if page.locator(".md-header__button.ps-open-search").is_visible():
        page.locator(".md-header__button.ps-open-search").click()
    search(page, "domain")


def drawer_open(page: Page) -> None:
    page.locator(".ps-open-drawer").click()
    expect(page.locator("#ps-nav")).to_be_visible()


def details_open(page: Page) -> None:
    for details in page.locator("details.ps-more").all()[:3]:
        details.locator("summary").click()


STATES: dict[str, tuple[str, Callable[[Page], None]]] = {
    "search with results": ("en/about/", search_open),
    "the drawer": ("en/2014/guides/billing/", drawer_open),
    "reasons of an answer": ("en/2014/plans/office-online-sharepoint/", details_open),
    "switches of a rule": ("it/2014/troubleshooting/credit-check/", details_open),
}


@pytest.mark.parametrize(
    ("size", "scheme"),
    [
        long("desk", "light"),
        ("phone", "dark"),
        long("desk", "dark"),
        long("phone", "light"),
    ],
)
@pytest.mark.parametrize(
    "state", [pytest.param(state, marks=[pytest.mark.long] * (state not in SHORT)) for state in STATES]
)
def test_axe_finds_nothing_in_what_opens(new_page: NewPage, site: Site, state: str, scheme: Scheme, size: str) -> None:
    page = new_page(viewport=PHONE if state == "the drawer" else SIZES[size], color_scheme=scheme)
    path, reach = STATES[state]
    go(page, site, path)
    reach(page)
    assert not violations(page)


@pytest.mark.long
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "path",
    ["en/#from=enterprise-e1&to=enterprise-e3&trial=yes", "it/#from=small-business&to=enterprise-e3&users=301"],
)
def test_axe_finds_nothing_in_an_answer_of_the_explorer(
    new_page: NewPage, site: Site, path: str, scheme: Scheme
) -> None:
    page = new_page(color_scheme=scheme)
    go(page, site, path)
    expect(page.locator("[data-part=answer] .ps-remedy").first).to_be_visible()
    expect(page.locator("[data-part=answer]")).to_have_attribute("aria-busy", "false")
    assert not violations(page)


def test_icons_keep_their_shape_in_the_readers_own_colours(page: Page, site: Site) -> None:
    page.emulate_media(forced_colors="active")
    go(page, site, "en/2014/plans/enterprise-e1/")
    mark = page.locator(".ps-verdict .ps-mark").first
    drawn, behind = mark.evaluate(
        """mark => [getComputedStyle(mark).backgroundColor, getComputedStyle(document.body).backgroundColor]"""
    )
    assert drawn != behind
