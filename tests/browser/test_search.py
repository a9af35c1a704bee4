"""Search finds a page by what an admin would type, plurals included: in the first three results, in each language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import DESK, Site

pytestmark = pytest.mark.browser

ENGLISH = {
    "no options": "troubleshooting/credit-check/",
    "switch plans link missing": "troubleshooting/",
    "credit checks": "troubleshooting/credit-check/",
    "prepaid cards": "troubleshooting/prepaid/",
    "product key": "troubleshooting/prepaid/",
    "more than 300 users": "troubleshooting/users-over-300/",
    "too many users": "troubleshooting/users-over-300/",
    "custom domains": "troubleshooting/custom-domain/",
    "own domain downtime": "troubleshooting/domain-downtime/",
    "trials": "troubleshooting/trial/",
    "global admins": "troubleshooting/global-admin/",
    "licence conflicts": "troubleshooting/licence-conflict/",
    "remove licenses": "troubleshooting/no-licence-removal/",
    "reconcile": "troubleshooting/licence-conflict/",
    "service degraded": "troubleshooting/service-issue/",
    "backup": "troubleshooting/back-up/",
    "website address": "troubleshooting/website-address/",
    "invoices": "guides/billing/",
    "cancel subscription": "guides/manual/",
    "enterprise e3": "plans/enterprise-e3/",
}
ITALIAN = {
    "nessuna opzione": "troubleshooting/credit-check/",
    "collegamento cambia piano non compare": "troubleshooting/",
    "verifiche del credito": "troubleshooting/credit-check/",
    "carta prepagata": "troubleshooting/prepaid/",
    "carte prepagate": "troubleshooting/prepaid/",
    "codici product key": "troubleshooting/prepaid/",
    "più di 300 utenti": "troubleshooting/users-over-300/",
    "troppi utenti": "troubleshooting/users-over-300/",
    "domini personalizzati": "troubleshooting/custom-domain/",
    "interruzioni del servizio": "troubleshooting/domain-downtime/",
    "versione di valutazione": "troubleshooting/trial/",
    "amministratori globali": "troubleshooting/global-admin/",
    "conflitti di licenze": "troubleshooting/licence-conflict/",
    "rimuovere licenza": "troubleshooting/no-licence-removal/",
    "servizio ridotto": "troubleshooting/service-issue/",
    "tornare indietro": "troubleshooting/no-way-back/",
    "indirizzo sito web": "troubleshooting/website-address/",
    "fatture": "guides/billing/",
    "disdetta": "guides/manual/",
    "piani enterprise e3": "plans/enterprise-e3/",
}


@pytest.fixture(scope="module")
def searching(browser: Browser, site: Site) -> Iterator[Page]:
    """One page for all queries: what is typed replaces what was typed before."""
    page = browser.new_context(viewport=DESK).new_page()
    yield page
    page.context.close()


def results(page: Page, site: Site, language: str, query: str) -> list[str]:
    """Types into the search box and returns the pages found, best first, without the language's folder."""
    start = f"{site.url}{language}/about/"
    if page.url != start:
        page.goto(start)
    box = page.locator("[data-md-component=search-query]")
    box.click()
    box.fill("")
    box.press("Backspace")
    found = page.locator(".md-search-result__item")
    expect(found).to_have_count(0)
    box.fill(query[:-1])  # the box looks at what is in it when a key comes up: one search, not one a letter
    box.press_sequentially(query[-1])
    expect(found.first).to_be_visible()
    links: list[str] = found.locator("> a:first-child").evaluate_all("links => links.map((link) => link.href)")
    return [urlsplit(link).path.removeprefix(f"/{language}/") for link in links]


@pytest.mark.parametrize(
    ("language", "query", "wanted"),
    [("en", *pair) for pair in ENGLISH.items()] + [("it", *pair) for pair in ITALIAN.items()],
)
def test_an_admin_finds_the_page(searching: Page, site: Site, language: str, query: str, wanted: str) -> None:
    found = results(searching, site, language, query)
    assert wanted in found[:3], f"{query}: {found[:6]}"


def test_words_for_searching_stay_out_of_sight(page: Page, site: Site) -> None:
    assert "guides/billing/" in results(page, site, "en", "invoices")
    expect(page.locator(".md-search-result .md-tag").first).to_be_hidden()
    page.keyboard.press("Escape")
    page.goto(f"{site.url}en/guides/billing/")
    expect(page.get_by_role("article")).not_to_contain_text(re.compile("charged twice"))


def test_a_query_without_a_result_says_so(page: Page, site: Site) -> None:
    page.goto(f"{site.url}en/about/")
    page.get_by_role("textbox", name="Search").press_sequentially("xyzzyx")
    expect(page.locator(".md-search-result__meta")).to_have_text("No matching documents")
