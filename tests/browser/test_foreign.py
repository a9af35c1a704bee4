"""A new site in a language that we lack, written from right to left: every English sentence of it says what it is.

Sentences that scripts bring, the answer and what moves beside it, say so as those do that stand in a page.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from planswitch.i18n import site_sentences
from planswitch.rules.foreign import PLACES
from planswitch.scaffold import Choice, new
from tests.browser.picking import pick
from tests.browser.serving import Serving

pytestmark = [pytest.mark.browser, pytest.mark.long]
LEFT = """(sentences) => {
  const left = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const known = new RegExp(sentences);
  while (walker.nextNode()) {
    const { data, parentElement: around } = walker.currentNode;
    if (/[\\ufdd0-\\ufdd2]/.test(data)) left.push(data);
    if (!known.test(data) || around.closest("script, style, noscript")) continue;
    const own = around.closest("[lang]");
    const said = ["lang", "dir"].map((name) => own?.getAttribute(name));
    if (said[0] !== "en" || !["ltr", "auto"].includes(said[1])) left.push(data);
  }
  return left;
}"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("foreign") / "site"
    new(made, Choice("version", "ar", ("installer", "manual")))
    built = subprocess.run(
        [sys.executable, "-m", "planswitch.cli", "build"], cwd=made, capture_output=True, text=True, check=False
    )
    assert built.returncode == 0, built.stderr
    return made / "site"


@pytest.fixture(scope="module")
def site(folder: Path) -> Iterator[Serving]:
    with Serving(folder) as serving:
        yield serving


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.set_default_timeout(60_000)
    yield page
    page.close()


@pytest.fixture(scope="module")
def sentences() -> str:
    """Any sentence of ours with two words and no place for others."""
    alone = [text for text in site_sentences() if not PLACES.search(text) and " " in text]
    return "|".join(re.sub(r"([\\^$.*+?()[\]{}|/])", r"\\\1", text) for text in alone)


UNSAID = """() =>
  [...document.querySelectorAll(".md-content :is(input, progress, img):is([aria-label], [placeholder], [alt])")]
    .filter((each) => !each.closest("[lang=en]"))
    .map((each) => each.outerHTML)"""
"""What holds no text, has a label of ours and does not say in which language."""


def test_every_page_says_which_of_its_sentences_are_english(
    page: Page, site: Serving, folder: Path, sentences: str
) -> None:
    addresses = sorted(path.parent.relative_to(folder).as_posix() for path in folder.rglob("ar/**/index.html"))
    assert len(addresses) > 8
    for address in addresses:
        page.goto(f"{site.url}{address}/")
        assert page.evaluate(LEFT, sentences) == [], address
        assert page.evaluate(
            "[...document.querySelectorAll('[title], [aria-label]')].every("
            "(each) => !/[\\ufdd0-\\ufdd2]/.test(each.title + each.ariaLabel))"
        ), address


def test_an_answer_says_so_too_before_python_has_started_and_after(page: Page, site: Serving, sentences: str) -> None:
    page.goto(f"{site.url}ar/")
    pick(page, "from", "v1.0", typed="1.0")
    pick(page, "to", "v1.1", typed="Example 1.1")
    answer = page.locator("planswitch-explorer [data-part=answer]")
    headline = answer.locator(".ps-headline > span")
    expect(headline).to_have_attribute("lang", "en")
    page.get_by_role("button", name="None of the rest").click()
    expect(answer).to_contain_text("Make a backup.")
    expect(headline).to_have_attribute("dir", "auto")
    assert page.evaluate(UNSAID) == []
    assert page.evaluate(LEFT, sentences) == []
    live = page.locator("planswitch-explorer [data-part=live]")
    expect(live.locator("span[lang=en]").first).to_be_attached()


def test_the_matrix_of_a_reader_s_circumstances_says_so(page: Page, site: Serving, sentences: str) -> None:
    page.goto(f"{site.url}ar/matrix/")
    page.locator("planswitch-matrix summary").first.click()
    page.locator(".ps-facts-form input[value=yes]").first.check()
    expect(page.locator("[data-part=status] span[lang=en]").first).to_contain_text("answers changed")
    expect(page.locator("planswitch-matrix progress")).to_have_attribute("lang", "en")
    assert page.evaluate(UNSAID) == []
    assert page.evaluate(LEFT, sentences) == []
