"""A site as ``planswitch new`` begins it and ``planswitch build`` builds it: from the start page to an answer."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from planswitch.scaffold import Choice, new
from tests.browser.picking import pick
from tests.browser.serving import Serving

pytestmark = [pytest.mark.browser, pytest.mark.long]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    folder = tmp_path_factory.mktemp("new") / "upgrades"
    new(folder, Choice("version", "en", ("installer", "manual")))
    built = subprocess.run(
        [sys.executable, "-m", "planswitch.cli", "build"], cwd=folder, capture_output=True, text=True, check=False
    )
    assert built.returncode == 0, built.stderr
    with Serving(folder / "site") as serving:
        yield serving


@pytest.fixture
def page(browser: Browser, site: Serving) -> Iterator[Page]:
    """Where nothing is wrong and nothing comes from elsewhere."""
    page = browser.new_page(viewport={"width": 1280, "height": 900}, locale="en-GB")
    page.set_default_timeout(60_000)
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    page.on("request", lambda asked: None if asked.url.startswith((site.url, "blob:")) else faults.append(asked.url))
    yield page
    page.close()
    assert faults == []


def test_the_start_page_leads_to_an_answer_in_the_words_of_the_site(page: Page, site: Serving) -> None:
    page.goto(site.url)
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("heading", name="Can I upgrade?")).to_be_visible()
    pick(page, "from", "v1.0", typed="1.0")
    pick(page, "to", "v1.1", typed="Example 1.1")
    answer = page.locator("planswitch-explorer [data-part=answer]")
    expect(answer).to_contain_text("Yes, with the installer")
    page.get_by_role("button", name="None of the rest").click(timeout=60_000)
    expect(answer).to_contain_text("Make a backup.", timeout=60_000)
    assert not re.search(r"\bplans?\b", page.locator("body").inner_text(), re.IGNORECASE)
    page.get_by_role("link", name="All upgrades from this version").click()
    expect(page).to_have_url(re.compile(r"/en/versions/v1\.0/"))
    expect(page.get_by_role("heading", name="Example 1.0")).to_be_visible()
