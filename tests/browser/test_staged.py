"""What ``planswitch stage`` writes, built by MkDocs alone as its README.txt says: explorer and matrix are alive."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from planswitch import cli
from tests.assertions import DATA, OFFICE
from tests.browser.conftest import sound_page
from tests.browser.picking import pick
from tests.browser.serving import Serving
from tests.site_builder import build

pytestmark = [pytest.mark.browser, pytest.mark.long]

THEMES = {
    "mkdocs": "theme: {name: mkdocs, highlightjs: false}",
    "material": "theme: {name: material, font: false}",
}


@pytest.fixture(scope="module")
def staged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("staged")
    words = ["stage", str(folder / "staged"), "--catalogue", str(DATA), "--docs", str(OFFICE / "docs")]
    assert cli.main(words) == 0
    return folder


def settings(staged: Path) -> str:
    """The ``mkdocs.yml`` that README.txt shows."""
    lines = (staged / "staged" / "README.txt").read_text(encoding="utf-8").splitlines()
    return textwrap.dedent("\n".join(line for line in lines if line.startswith("    ")))


@pytest.fixture(scope="module", params=THEMES)
def site(request: pytest.FixtureRequest, staged: Path) -> Iterator[Serving]:
    config = staged / f"{request.param}.yml"
    config.write_text(f"{settings(staged)}\n{THEMES[request.param]}\n", encoding="utf-8")
    build(staged / "sites" / request.param / "below" / "a-path", config=config, strict=False)
    with Serving(staged / "sites" / request.param) as serving:
        yield serving


@pytest.fixture
def page(browser: Browser, site: Serving) -> Iterator[Page]:
    yield from sound_page(browser, site)


@pytest.mark.parametrize(("language", "remedy"), [("en", "Buy the plan you are trying first"), ("it", "prova")])
def test_the_explorer_answers(page: Page, site: Serving, language: str, remedy: str) -> None:
    page.goto(f"{site.url}below/a-path/{language}/")
    page.wait_for_function("!!customElements.get('planswitch-explorer')")
    explorer = page.locator("planswitch-explorer")
    pick(page, "from", "enterprise-e1")
    pick(page, "to", "enterprise-e3")
    expect(explorer.locator(".ps-question").first).to_be_visible(timeout=60_000)
    explorer.locator("[data-fact=trial] input[value=yes]").check()
    answer = explorer.locator("[data-part=answer]")
    expect(answer).to_have_attribute("data-mark", "depends", timeout=60_000)
    expect(answer).to_contain_text(remedy)


def test_the_matrix_is_worked_out_again(page: Page, site: Serving) -> None:
    page.goto(f"{site.url}below/a-path/en/matrix/")
    page.locator("[data-part=panel] > summary").click()
    page.locator("[data-fact=trial] input[value=yes]").check()
    expect(page.locator("[data-part=status]")).to_contain_text("420 of 420 answers changed", timeout=60_000)


def test_it_is_dressed_as_in_a_site_of_its_own(page: Page, site: Serving) -> None:
    """The colours and the sizes that our styles take from our theme are there."""
    page.goto(f"{site.url}below/a-path/en/matrix/")
    style = "(name) => getComputedStyle(document.querySelector(name))"
    assert page.evaluate(f"({style})('.ps-legend dt').backgroundColor") == "rgb(226, 242, 232)"
    assert page.evaluate(f"({style})('.ps-legend > div').fontSize") == "14px"
    assert page.evaluate(f"({style})('.ps-fold summary').color") not in ("", "rgb(0, 0, 0)")
