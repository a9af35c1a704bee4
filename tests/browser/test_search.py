"""Search finds a page by what an admin would type, plurals included: in the first three results, in each language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from planswitch.catalogue import Loaded
from planswitch.pages.languages import languages
from planswitch.rules import Question, Words, decide, word
from planswitch.rules.prose import plain
from tests.assertions import TRANSLATIONS
from tests.browser.conftest import DESK, Site, search
from tests.long import long

pytestmark = pytest.mark.browser

LANGUAGES = languages(["en", "it"], TRANSLATIONS)
ENGLISH = {
    "no options": "2014/troubleshooting/credit-check/",
    "switch plans link missing": "2014/troubleshooting/",
    "credit checks": "2014/troubleshooting/credit-check/",
    "prepaid cards": "2014/troubleshooting/prepaid/",
    "product key": "2014/troubleshooting/prepaid/",
    "more than 300 users": "2014/troubleshooting/users-over-300/",
    "too many users": "2014/troubleshooting/users-over-300/",
    "custom domains": "2014/troubleshooting/custom-domain/",
    "own domain downtime": "2014/troubleshooting/domain-downtime/",
    "trials": "2014/troubleshooting/trial/",
    "global admins": "2014/troubleshooting/global-admin/",
    "licence conflicts": "2014/troubleshooting/licence-conflict/",
    "remove licenses": "2014/troubleshooting/no-licence-removal/",
    "reconcile": "2014/troubleshooting/licence-conflict/",
    "service degraded": "2014/troubleshooting/service-issue/",
    "backup": "2014/troubleshooting/back-up/",
    "website address": "2014/troubleshooting/website-address/",
    "invoices": "2014/guides/billing/",
    "cancel subscription": "2014/guides/manual/",
    "enterprise e3": "2014/plans/enterprise-e3/",
}
ITALIAN = {
    "nessuna opzione": "2014/troubleshooting/credit-check/",
    "collegamento cambia piano non compare": "2014/troubleshooting/",
    "verifiche del credito": "2014/troubleshooting/credit-check/",
    "carta prepagata": "2014/troubleshooting/prepaid/",
    "carte prepagate": "2014/troubleshooting/prepaid/",
    "codici product key": "2014/troubleshooting/prepaid/",
    "più di 300 utenti": "2014/troubleshooting/users-over-300/",
    "troppi utenti": "2014/troubleshooting/users-over-300/",
    "domini personalizzati": "2014/troubleshooting/custom-domain/",
    "interruzioni del servizio": "2014/troubleshooting/domain-downtime/",
    "versione di valutazione": "2014/troubleshooting/trial/",
    "amministratori globali": "2014/troubleshooting/global-admin/",
    "conflitti di licenze": "2014/troubleshooting/licence-conflict/",
    "rimuovere licenza": "2014/troubleshooting/no-licence-removal/",
    "servizio ridotto": "2014/troubleshooting/service-issue/",
    "tornare indietro": "2014/troubleshooting/no-way-back/",
    "indirizzo sito web": "2014/troubleshooting/website-address/",
    "fatture": "2014/guides/billing/",
    "disdetta": "2014/guides/manual/",
    "piani enterprise e3": "2014/plans/enterprise-e3/",
}
QUICK = (
    *("no options", "prepaid cards", "licence conflicts", "enterprise e3"),
    *("carte prepagate", "conflitti di licenze"),
)
"""What ``make test`` looks for."""


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
    links: list[str] = (
        search(page, query).locator("> a:first-child").evaluate_all("links => links.map((link) => link.href)")
    )
    return [urlsplit(link).path.removeprefix(f"/{language}/") for link in links]


@pytest.mark.parametrize(
    ("language", "query", "wanted"),
    [
        (pytest.param if query in QUICK else long)(language, query, wanted)
        for language, queries in (("en", ENGLISH), ("it", ITALIAN))
        for query, wanted in queries.items()
    ],
)
def test_an_admin_finds_the_page(searching: Page, site: Site, language: str, query: str, wanted: str) -> None:
    found = results(searching, site, language, query)
    assert wanted in found[:3], f"{query}: {found[:6]}"


@pytest.mark.parametrize(
    ("language", "query", "pair"),
    [
        ("en", "E1 to E3", ("enterprise-e1", "enterprise-e3")),
        long("en", "can I switch from E1 to E3", ("enterprise-e1", "enterprise-e3")),
        ("en", "E1 from E3", ("enterprise-e3", "enterprise-e1")),
        long("it", "da E1 a E3", ("enterprise-e1", "enterprise-e3")),
        long("it", "passare a E3 da Small Business", ("small-business", "enterprise-e3")),
    ],
)
def test_a_query_that_names_two_plans_has_their_answer_first(
    searching: Page, site: Site, loaded: Loaded, language: str, query: str, pair: tuple[str, str]
) -> None:
    """tests/assets/test_names.py tries as many as people may think of."""
    origin, target = pair
    results(searching, site, language, query)
    first = searching.locator(".md-search-result__item").first.locator("a").first
    href = str(first.evaluate("link => link.href"))
    assert urlsplit(href).path == f"/{language}/"
    assert urlsplit(href).fragment == f"from={origin}&to={target}"
    words = Words(loaded.catalogue, LANGUAGES[language].translations)
    headline = word(decide(loaded.catalogue, Question(origin, target)), words).headline
    for text in (words.plan(origin), words.plan(target), headline):
        expect(first).to_contain_text(text)
    links = searching.locator(".md-search-result__item a").evaluate_all("all => all.map(({ href }) => href)")
    assert not [link for link in links if f"from={target}&to={origin}" in link]


def test_a_name_finds_its_plan_first_and_one_that_no_plan_has_says_so(
    searching: Page, site: Site, loaded: Loaded
) -> None:
    assert results(searching, site, "en", "E3")[0] == "2014/plans/enterprise-e3/"
    assert results(searching, site, "en", "Midsize")[0] == "2014/plans/midsize-business/"
    results(searching, site, "en", "E5")
    [uncovered] = Words(loaded.catalogue).names.find("E5").uncovered
    first = searching.locator(".md-search-result__item").first
    expect(first).to_contain_text("“E5” is not covered")
    expect(first).to_contain_text(plain(uncovered.note))


def test_words_for_searching_stay_out_of_sight(page: Page, site: Site) -> None:
    assert "2014/guides/billing/" in results(page, site, "en", "invoices")
    expect(page.locator(".md-search-result .md-tag").first).to_be_hidden()
    page.keyboard.press("Escape")
    page.goto(f"{site.url}en/2014/guides/billing/")
    expect(page.get_by_role("article")).not_to_contain_text(re.compile("charged twice"))


def test_a_query_without_a_result_says_so(page: Page, site: Site) -> None:
    page.goto(f"{site.url}en/about/")
    page.get_by_role("textbox", name="Search").press_sequentially("xyzzyx")
    said = page.locator(".md-search-result__meta")
    expect(said).to_contain_text("Nothing found.")
    expect(said).to_contain_text("21 plans")
    expect(said).to_contain_text("Help article of 2014")
