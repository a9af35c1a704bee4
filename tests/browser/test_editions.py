"""A site of several editions in a browser: search answers from the right one, and an old page says what it is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import PHONE, Site, search, serving, sound_page
from tests.browser.test_accessibility import WHOLE, Scheme, colour, lost, violations
from tests.long import long

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def editions(editions_folder: Path, site_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with serving(editions_folder, tmp_path_factory.mktemp("editions") / "site", site_url) as served:
        yield served


@pytest.fixture
def reader(browser: Browser, editions: Site) -> Iterator[Page]:
    yield from sound_page(browser, editions)


@pytest.fixture(scope="module")
def searching(browser: Browser, editions: Site) -> Iterator[Page]:
    """One page for all queries."""
    yield from sound_page(browser, editions)


def found(page: Page, site: Site, query: str, start: str = "en/about/") -> list[tuple[str, str]]:
    """What search finds, best first: the address without the language, with its question, and what is said of it."""
    if page.url != f"{site.url}{start}":
        page.goto(f"{site.url}{start}")
    items = search(page, query)
    links = items.locator("> a:first-child")
    told: list[list[str]] = links.evaluate_all("links => links.map(({ href, innerText }) => [href, innerText])")
    return [(where(address), said) for address, said in told]


def where(address: str) -> str:
    """An address without the language, with its question."""
    told = urlsplit(address)
    return f"{told.path.removeprefix('/en/')}{'#' * bool(told.fragment)}{told.fragment}"


@pytest.mark.parametrize(
    ("query", "place", "words"),
    [
        ("F3", "new/plans/f3/", "F3 · 2024"),
        long("E5", "new/plans/e5/", "E5 · 2024"),
        long("E1", "new/plans/e1/", "E1 · 2024"),
        ("Lamp", "old/plans/lamp/", "Lamp · 2014"),
        long("Lantern", "old/plans/lamp/", "Lamp · 2014"),
        ("P1", "other/tariffs/p1/", "P1 · 2023"),
        long("E1 to E3", "#from=e1&to=e3&edition=new", "2024"),
        long("P1 to E3", "#from=p1&to=e3&edition=other", "2023"),
        ("Lamp to E3", "#from=lamp&to=e3&edition=old", "2014"),
    ],
)
def test_a_plan_is_found_in_the_newest_edition_that_has_it(
    searching: Page, editions: Site, query: str, place: str, words: str
) -> None:
    first, said = found(searching, editions, query)[0]
    assert first == place
    assert words in said


def test_the_other_editions_that_have_a_plan_come_next(searching: Page, editions: Site) -> None:
    assert [place for place, _ in found(searching, editions, "E1", "en/old/matrix/")[:2]] == [
        "new/plans/e1/",
        "old/plans/e1/",
    ]


def test_what_became_of_a_plan_is_said_below_it_and_what_was_not_yet_there_is_not_said(
    searching: Page, editions: Site
) -> None:
    told = found(searching, editions, "Lamp")
    assert "“Lamp” is not covered · 2024" in told[1][1]
    assert "Lamp ended in 2020." in told[1][1]
    assert not [said for _, said in found(searching, editions, "F3") if "not covered" in said]


def test_an_old_edition_leads_to_the_new_one(reader: Page, editions: Site) -> None:
    reader.goto(f"{editions.url}en/old/plans/lamp/")
    reader.get_by_role("link", name="There is a later one, of 2024").click()
    expect(reader).to_have_url(f"{editions.url}en/new/plans/")
    expect(reader.get_by_role("note")).to_have_count(0)
    reader.goto(f"{editions.url}en/other/matrix/")
    expect(reader.get_by_role("note")).to_have_count(0)


def test_an_address_with_an_id_of_earlier_leads_to_the_same_place_of_the_page_of_now(
    reader: Page, editions: Site
) -> None:
    reader.goto(f"{editions.url}it/new/plans/pilot/#e1")
    expect(reader).to_have_url(f"{editions.url}it/new/plans/f3/#e1")
    expect(reader.get_by_role("heading", level=1)).to_have_text("F3")


def test_it_leads_to_the_page_without_scripts_too(browser: Browser, editions: Site) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{editions.url}en/new/plans/pilot/")
    expect(page).to_have_url(f"{editions.url}en/new/plans/f3/")
    context.close()


def test_links_with_an_id_of_earlier_ask_of_the_plan_of_now(reader: Page, editions: Site) -> None:
    reader.goto(f"{editions.url}en/#from=pilot&to=e1&edition=new")
    expect(reader).to_have_url(f"{editions.url}en/#from=f3&to=e1&edition=new")
    expect(reader.locator(".ps-headline")).to_be_visible()
    reader.goto(f"{editions.url}en/new/matrix/#from=pilot&to=e1")
    expect(reader.locator("tr[data-asked] > th")).to_have_text("F3")


LOOKS: tuple[tuple[Scheme, Scheme], ...] = (("light", "dark"), ("dark", "light"))
"""The colours on a desk, and those on a phone then; the others are a long test."""


@pytest.mark.slow
@pytest.mark.parametrize(("desk", "phone"), [LOOKS[0], long(*LOOKS[1])])
@pytest.mark.parametrize(
    "path",
    [
        "en/",
        *map(
            long,
            ("it/old/matrix/", "en/old/plans/lamp/", "en/about/", "en/old/guides/after/", "it/new/guides/web/"),
        ),
    ],
)
def test_axe_finds_nothing_and_nothing_is_lost_on_a_phone(
    reader: Page, editions: Site, path: str, desk: Scheme, phone: Scheme
) -> None:
    reader.goto(f"{editions.url}{path}")
    reader.evaluate(WHOLE)
    colour(reader, desk)
    assert violations(reader) == []
    reader.set_viewport_size(PHONE)
    colour(reader, phone)
    assert lost(reader) == []
    assert violations(reader) == []
