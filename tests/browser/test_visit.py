"""A visit over several pages: the theme changes them without loading them, and Python goes on."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site, requests
from tests.browser.instant import at_work

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_one_python_serves_the_explorer_and_the_matrix(page: Page, site: Site) -> None:
    asked = requests(page)
    page.goto(f"{site.url}en/#from=enterprise-e1&to=enterprise-e3&users=301")
    expect(page.locator(".ps-answer")).to_have_attribute("aria-busy", "false")
    page.evaluate("window.stayed = [...document.styleSheets]")
    at_work(page)
    page.locator(".md-tabs__link[href*=matrix]").click()
    expect(page.locator("planswitch-matrix")).to_be_visible()
    page.click(".ps-panel-title")
    page.get_by_label("How many users does the subscription have?").fill("301")
    expect(page.locator("planswitch-matrix")).to_contain_text("52 of 420 answers changed")
    assert page.evaluate("window.stayed.length") >= 2  # the theme's and ours
    assert page.evaluate("window.stayed.every((sheet, index) => sheet === document.styleSheets[index])")
    workers = [worker.url for worker in page.workers if "/python/" in worker.url]
    assert len(workers) == 1
    assert len([url for url in asked if url.endswith(".wasm")]) == 1


@pytest.mark.long
def test_a_slow_network_is_known_before_python_is_sent_for(page: Page, site: Site) -> None:
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    slow = {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 200_000}
    network.send("Network.emulateNetworkConditions", slow)
    with page.expect_console_message(
        lambda said: said.text.startswith("Python: started from bytecode"), timeout=180_000
    ):
        page.goto(f"{site.url}en/#from=enterprise-e1&to=enterprise-e3&users=301")
