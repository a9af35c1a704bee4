"""Pages that the theme changes without loading them."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.browser.serving import Serving

KNOWN = """() => {
  if (!window.document$) return "";
  const { base } = JSON.parse(document.getElementById("__config").textContent);
  const map = new URL("sitemap.xml", new URL(base, location)).href;
  return performance.getEntriesByName(map).length ? map : "";
}"""
"""Where the theme has read which pages there are, once it has."""
AGAIN = "async (map) => void (await (await fetch(map)).text())"
"""Reads them once more: then the theme has done with them, too."""


def at_work(page: Page) -> None:
    """Waits until the theme takes the clicks on links; before that, the browser loads what they lead to."""
    page.evaluate(AGAIN, page.wait_for_function(KNOWN).json_value())


def settle(page: Page, site: Serving) -> None:
    """Waits until the theme is at work and nobody has asked for anything for half a second.

    What Playwright calls an idle network has not come within half a minute on a busy computer.
    """
    at_work(page)
    before = -1
    while (now := len(site.requests)) != before:
        before = now
        page.wait_for_timeout(500)
