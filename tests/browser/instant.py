"""Pages that the theme changes without loading them."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.browser.serving import Serving

KNOWN = """async () => {
  while (!window.document$) await new Promise((done) => setTimeout(done, 10));
  const { base } = JSON.parse(document.getElementById("__config").textContent);
  const map = new URL("sitemap.xml", new URL(base, location)).href;
  while (!performance.getEntriesByName(map).length) await new Promise((done) => setTimeout(done, 10));
  const again = await fetch(map);
  await (await again.blob()).text();
}"""
"""Until the theme is at work and has read which pages there are, as is done here once more after it."""


def at_work(page: Page) -> None:
    """Waits until the theme takes the clicks on links; before that, the browser loads what they lead to."""
    page.evaluate(KNOWN)


def settle(page: Page, site: Serving) -> None:
    """Waits until the theme is at work and nobody has asked for anything for half a second.

    What Playwright calls an idle network has not come within half a minute on a busy computer.
    """
    at_work(page)
    before = -1
    while (now := len(site.requests)) != before:
        before = now
        page.wait_for_timeout(500)
