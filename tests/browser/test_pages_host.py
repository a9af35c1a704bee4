"""The site on a host that behaves like GitHub Pages: below a path, without our headers, with a deploy in between."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.assertions import OFFICE
from tests.browser.pages_host import PagesHost
from tests.browser.picking import pick
from tests.site_builder import PROJECT, build

pytestmark = [pytest.mark.browser, pytest.mark.long]

QUESTION = "en/#from=enterprise-e1&to=enterprise-e3&users=301"
UPDATED = "The site has been updated since you opened this page"


@pytest.fixture(scope="module")
def host() -> Iterator[PagesHost]:
    with PagesHost() as host:
        yield host


@pytest.fixture(scope="module")
def before(host: PagesHost, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site."""
    folder = tmp_path_factory.mktemp("before") / "site"
    build(folder, config=OFFICE / "mkdocs.yml", url=host.url)
    return folder


@pytest.fixture(scope="module")
def after(host: PagesHost, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same site when its edition has another name."""
    project = tmp_path_factory.mktemp("after") / "project"
    shutil.copytree(OFFICE, project, ignore=shutil.ignore_patterns("site", ".*"))
    for name, old, new in (
        ("mkdocs.yml", "../../..", PROJECT.as_posix()),
        ("data/catalogue.csv", "Help article of 2014", "The second edition"),
    ):
        text = (project / name).read_text(encoding="utf-8")
        assert old in text
        (project / name).write_text(text.replace(old, new), encoding="utf-8")
    build(project.with_name("site"), config=project / "mkdocs.yml", url=host.url, strict=False)
    return project.with_name("site")


@pytest.fixture
def page(browser: Browser, host: PagesHost, before: Path) -> Iterator[Page]:
    """A visit of the site as it is at first, in which no script fails."""
    host.folder = before
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB")
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("request", lambda asked: None if asked.url.startswith((host.url, "blob:")) else faults.append(asked.url))
    yield page
    context.close()
    assert faults == []


def test_a_reader_gets_an_answer_from_python_for_no_more_than_the_documentation_says(
    page: Page, host: PagesHost
) -> None:
    host.sent = 0
    page.goto(f"{host.url}{QUESTION}")
    expect(page.locator(".ps-headline")).to_have_text("Yes, but only manually", timeout=60_000)
    for language in ("en", "it"):
        text = (PROJECT / "docs" / language / "hosting.md").read_text(encoding="utf-8")
        said = re.search(r"GitHub Pages \| ([\d.,]+) MB", text)
        assert said
        assert host.sent <= float(said[1].replace(",", ".")) * 1e6
    page.goto(f"{host.url}en/2014/matrix/")
    page.locator("[data-part=panel] > summary").click()
    page.locator("[data-fact=trial] input[value=yes]").check()
    expect(page.locator("[data-part=status]")).to_contain_text("420 of 420 answers changed", timeout=60_000)


@pytest.mark.parametrize("path", ["nowhere", "it/nowhere", "it/plans/nowhere/at/all/"])
def test_the_page_for_a_missing_page_is_dressed_and_leads_back_at_any_depth(
    page: Page, host: PagesHost, path: str
) -> None:
    reply = page.goto(f"{host.url}{path}")
    assert reply is not None
    assert reply.status == 404
    assert page.evaluate("document.styleSheets[0].cssRules.length") > 0
    assert page.evaluate("document.querySelector('img').naturalWidth") > 0
    page.locator("a[hreflang=it]").click()
    page.wait_for_url(f"{host.url}it/")
    expect(page.locator("planswitch-explorer")).to_be_visible()


def test_the_root_leads_to_the_reader_s_language(page: Page, host: PagesHost) -> None:
    page.goto(host.url)
    page.wait_for_url(f"{host.url}en/")


def test_after_a_deploy_an_old_page_from_the_cache_says_so_and_one_reload_brings_the_new_one(
    page: Page, host: PagesHost, before: Path, after: Path
) -> None:
    page.goto(f"{host.url}{QUESTION}")
    expect(page.locator(".ps-headline")).to_have_text("Yes, but only manually", timeout=60_000)
    host.folder = after
    page.goto("about:blank")
    asked = len(host.asked)
    page.goto(f"{host.url}en/")
    assert f"{host.path}en/" not in host.asked[asked:], "ten minutes are not over"
    pick(page, "from", "enterprise-e3")
    pick(page, "to", "enterprise-e4")
    expect(page.locator(".ps-updated")).to_contain_text(UPDATED, timeout=60_000)
    expect(page.locator(".ps-headline")).not_to_be_empty(timeout=60_000)
    page.get_by_role("button", name="Reload the page").click()
    expect(page.locator(".ps-edition")).to_contain_text("The second edition", timeout=60_000)
    for plan in ("enterprise-e1", "enterprise-e3"):  # of the first, the cache has older answers
        pick(page, "from", plan)
        expect(page.locator(".ps-headline")).not_to_be_empty()
        expect(page.locator(".ps-answer")).to_have_attribute("aria-busy", "false", timeout=60_000)
        expect(page.locator(".ps-updated")).to_have_count(0)
