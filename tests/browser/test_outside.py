"""What comes from outside: addresses that somebody made up, and a browser that keeps nothing or something else."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import NewPage, Site
from tests.long import long
from tools.browsers import CHROMIUM_ARGUMENTS, require_chromium

pytestmark = pytest.mark.browser

QUESTION = "#from=enterprise-e1&to=enterprise-e3"
HEADLINE = "Yes, with the wizard, if nothing rules it out"
LONG = f"{QUESTION}&{'&'.join(f'x{number}=yes' for number in range(100_000))}"
EMPTY = "Choose both plans"
ADDRESSES = [
    ("#%%%", EMPTY),
    ("#to=constructor", "Unknown plan “constructor”."),
    ("#from=enterprise-e1&to=constructor", "Unknown plan “constructor”."),
    ("#from=enterprise-e1&to=__proto__", "Unknown plan “__proto__”."),
    ("#from=__proto__&to=toString", "Unknown plan “__proto__”."),
    (f"#from=enterprise-e1&to={'x' * 5000}", f"Unknown plan “{'x' * 59}…”."),
    ("#from=%%%&to=%ff", "Unknown plan “%%%”."),
    (f"{QUESTION}&role=toString", "not “toString”"),
    (f"{QUESTION}&users=constructor", "not “constructor”"),
    (f"{QUESTION}&__proto__=yes", "Unknown fact “__proto__”."),
    (f"{QUESTION}&{'y' * 5000}=yes", f"Unknown fact “{'y' * 59}…”."),
]
NOWHERE = ("#%%%", "#%E0%A4%A", "#\\", "#constructor")


@pytest.mark.parametrize("addresses", [pytest.param(ADDRESSES[4::4], id="some"), long(ADDRESSES, id="all")])
def test_no_address_leaves_the_explorer_without_an_answer(
    page: Page, site: Site, addresses: list[tuple[str, str]]
) -> None:
    frame = page.locator(".ps-answer")
    for fragment, said in addresses:
        page.goto(f"{site.url}en/{fragment}")
        expect(frame, fragment[:80]).to_contain_text(said)
        expect(frame, fragment[:80]).to_have_attribute("aria-busy", "false")
    page.goto(f"{site.url}en/{QUESTION}")
    expect(page.locator(".ps-headline")).to_have_text(HEADLINE)
    page.goto(f"{site.url}en/{LONG}")
    page.reload()
    expect(frame).to_contain_text(EMPTY)


@pytest.mark.parametrize("all_of_them", [pytest.param(False, id="the longest"), long(True, id="all")])
def test_no_address_is_too_much_for_the_matrix(page: Page, site: Site, *, all_of_them: bool) -> None:
    status = page.locator("[data-part=status]")
    page.goto(f"{site.url}en/2014/matrix/{LONG}")
    page.locator("planswitch-matrix[data-started]").wait_for()
    expect(status).to_contain_text("without your circumstances")
    longest = "Math.max(...[...document.querySelectorAll('planswitch-matrix td a')].map((link) => link.href.length))"
    assert page.evaluate(longest) < 200
    if not all_of_them:
        return
    page.goto(f"{site.url}en/2014/matrix/#from=constructor&to=__proto__&role=toString")
    expect(status).to_contain_text("not “toString”")
    expect(page.locator("[data-part=given]")).to_be_empty()
    page.goto(f"{site.url}en/2014/matrix/#toString=yes")
    expect(status).to_contain_text("Unknown fact “toString”.")
    page.goto(f"{site.url}en/2014/matrix/#from=constructor&to=__proto__")
    expect(status).to_contain_text("without your circumstances")


@pytest.mark.parametrize("fragments", [NOWHERE[:1], long(NOWHERE)], ids=["one", "all"])
def test_a_link_to_no_place_leaves_a_page_alone(page: Page, site: Site, fragments: tuple[str, ...]) -> None:
    for fragment in fragments:
        page.goto(f"{site.url}en/about/{fragment}")
        page.reload()
    searches(page)


def searches(page: Page) -> None:
    """Search finds something, which it does only when the theme's script has run to its end."""
    page.get_by_role("textbox", name="Search").press_sequentially("trial")
    page.locator(".md-search-result__item").first.wait_for()
    page.keyboard.press("Escape")


@pytest.fixture
def forgetful(browser: Browser, tmp_path: Path) -> Iterator[Page]:
    """A page in a browser that lets no site keep anything, for a reader who likes it dark."""
    (tmp_path / "Default").mkdir()
    kept = {"profile": {"default_content_setting_values": {"cookies": 2}}}
    (tmp_path / "Default" / "Preferences").write_text(json.dumps(kept), encoding="utf-8")
    context = browser.browser_type.launch_persistent_context(
        tmp_path, executable_path=str(require_chromium()), args=CHROMIUM_ARGUMENTS, color_scheme="dark"
    )
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(f"{page.url}: {error}"))
    yield page
    context.close()
    assert not faults, "\n".join(faults)


def test_with_storage_forbidden_everything_works(forgetful: Page, site: Site) -> None:
    page = forgetful
    page.goto(f"{site.url}en/{QUESTION}")
    expect(page.locator(".ps-headline")).to_have_text(HEADLINE)
    denied = "(() => { try { return Boolean(localStorage); } catch { return 'denied'; } })()"
    assert page.evaluate(denied) == "denied"
    page.locator("[data-step]").first.check()
    page.get_by_title("Switch to light mode").click()
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "default")
    searches(page)
    page.goto(f"{site.url}en/about/")
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    page.locator("a[data-ps-language][hreflang=it]").first.click()
    expect(page.locator("html")).to_have_attribute("lang", "it")


@pytest.mark.parametrize("locale", [long("en-GB"), "it-IT", long("fr-FR")])
def test_the_root_leads_to_the_language_that_was_chosen_before(new_page: NewPage, site: Site, locale: str) -> None:
    """Until one has been chosen, to the browser's, or to the first there is."""
    page = new_page(locale=locale)
    own, other, name = ("it", "en", "English") if locale == "it-IT" else ("en", "it", "Italiano")
    page.goto(f"{site.url}?q=a{QUESTION}")
    expect(page).to_have_url(f"{site.url}{own}/?q=a{QUESTION}")
    page.goto(f"{site.url}{own}/about/")
    page.get_by_role("link", name=name).click()
    expect(page).to_have_url(f"{site.url}{other}/about/")
    page.goto(site.url)
    expect(page).to_have_url(f"{site.url}{other}/")


@pytest.mark.parametrize("kept", [long("no JSON"), '{"index":"constructor","color":{"a b":"c"}}'])
def test_whatever_a_browser_has_kept_of_others_a_page_works(page: Page, site: Site, kept: str) -> None:
    page.goto(f"{site.url}en/about/")
    keys = ["/.__palette", "planswitch.language", "planswitch.slow", "planswitch.steps"]
    page.evaluate("([keys, kept]) => keys.forEach((key) => localStorage.setItem(key, kept))", [keys, kept])
    page.goto(f"{site.url}en/{QUESTION}")
    expect(page.locator(".ps-headline")).to_have_text(HEADLINE)
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "default")
    searches(page)
    page.goto(site.url)
    page.wait_for_url("**/en/")
