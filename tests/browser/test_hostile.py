"""A site of hostile texts in Chromium, with its policy and without: nothing runs, and every text reads as typed.

Without a policy to hold it back is where something would run: that comes first.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Dialog, Page, Request, expect

from planswitch import cli
from planswitch.catalogue import Loaded, load
from planswitch.pages.languages import languages
from planswitch.pages.render import Renderer
from planswitch.rules import Words, prose
from planswitch.staging import stage
from tests.browser.conftest import search
from tests.browser.instant import at_work
from tests.browser.records import shown
from tests.browser.serving import Serving
from tests.hostile import ALL, FIRST, FOLDER, PAYLOADS, SAID, SECOND, plan, project, read, typed
from tests.published import answers_in
from tests.section_host import THEMES, host, with_section
from tests.site_builder import Html, build

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.long]

POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
CANARY = """
window.ran = [];
window.hostile = (name) => window.ran.push(name);
for (const ask of ["alert", "confirm", "prompt"]) window[ask] = () => window.ran.push(ask);
"""
ENGINE = """
site_name: Staged
docs_dir: staged
theme: {name: material, font: false}
markdown_extensions: [attr_list, tables, toc]
"""
LINKS = re.compile(r"(\w+\.csv, line \d+, cell \w+): warning \(link\)\n *(found .*)")
HANDLERS = """() => [...document.querySelectorAll("*")].flatMap((element) => [...element.attributes]
  .filter(({ name, value }) => name.startsWith("on") || /^\\s*(javascript|data:text|vbscript)/i.test(value))
  .map(({ name, value }) => `${element.localName} ${name}=${value}`))"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The site and what its build printed."""
    folder = tmp_path_factory.mktemp("hostile")
    return folder / "site", build(folder / "site", config=project(folder / "project"), strict=False)


@pytest.fixture(scope="module")
def loaded() -> Loaded:
    return load(FOLDER / "data")


def staged(folder: Path) -> Path:
    """The pages as plain Markdown, built by an engine and a theme that know nothing of us and have no policy."""
    source = project(folder / "project").parent
    (source / "docs" / "assets").mkdir()
    found = languages(["en", "it"], source / "locale")
    renderers = {tag: (Renderer(load(source / "data"), language, found),) for tag, language in found.items()}
    stage(renderers, source / "docs", {tag: {"hostile": {}} for tag in found}, folder / "staged")
    config = folder / "mkdocs.yml"
    config.write_text(ENGINE, encoding="utf-8")
    build(folder / "site", config=config, strict=False)
    return folder / "site"


@pytest.fixture(scope="module", params=["without a policy", "with its policy"])
def site(built: tuple[Path, str], request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = built[0]
    if request.param == "without a policy":
        folder = tmp_path_factory.mktemp("unguarded") / "site"
        shutil.copytree(built[0], folder)
        for page in folder.rglob("*.html"):
            html, count = POLICY.subn("", page.read_text(encoding="utf-8"))
            assert count == 1, page
            page.write_text(html, encoding="utf-8")
    with Serving(folder) as serving:
        yield serving


@pytest.fixture(scope="module")
def context(browser: Browser, site: Serving) -> Iterator[BrowserContext]:
    with watched(browser, site) as context:
        yield context


@contextmanager
def watched(browser: Browser, site: Serving) -> Iterator[BrowserContext]:
    """Where nothing may run, ask for anything elsewhere, or be refused by the policy."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
    faults: list[str] = []

    def asked(request: Request) -> None:
        if not request.url.startswith((site.url, "blob:", "data:")):
            faults.append(request.url)

    def said(message: ConsoleMessage) -> None:
        if "Content Security" in message.text:
            faults.append(message.text)

    def opened(dialog: Dialog) -> None:
        faults.append(dialog.message)
        dialog.dismiss()

    context.on("request", asked)
    context.on("console", said)
    context.on("dialog", opened)
    context.add_init_script(CANARY)
    context.set_default_timeout(60_000)
    yield context
    context.close()
    assert faults == []


@pytest.fixture
def still(page: Page) -> Page:
    """A page without the site's scripts, which add nothing to a page that has no widget; those of texts would run."""
    page.route("**/*.js", lambda route: route.abort())
    return page


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    page = context.new_page()
    yield page
    assert page.evaluate("window.ran") == [], page.url
    assert page.evaluate(HANDLERS) == [], page.url
    page.close()


def says(page: Page, text: str, selector: str = "body") -> bool:
    """Whether a text can be read somewhere in a part of the page."""
    return text in typed(" ".join(page.locator(selector).all_text_contents()))


def missing(page: Page, texts: list[str], selector: str = "body") -> list[str]:
    content = typed(" ".join(page.locator(selector).all_text_contents()))
    return [text for text in texts if text not in content]


HEADS = """
async () => {
  const stage = document.querySelector(".ps-matrix-scroll");
  const found = new Set();
  for (let part = 0; part <= 1; part += 0.1) {
    stage.scrollTo(part * stage.scrollWidth, part * stage.scrollHeight);
    for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame);
    for (const head of stage.querySelectorAll("th")) found.add(head.textContent);
  }
  stage.scrollTo(0, 0);
  return [...found];
}
"""
"""Scrolls through a table that shows what is in sight -> what its heads say on the way."""


def described(page: Page, name: str) -> str:
    return typed(str(page.locator(f"meta[name='{name}'], meta[property='{name}']").get_attribute("content")))


def test_the_build_tells_links_without_a_page_at_their_cells(built: tuple[Path, str]) -> None:
    printed = built[1]
    for place in ("rules.csv, line 12, cell H12", "steps.csv, line 37, cell F37", "symptoms.csv, line 10, cell C10"):
        assert f"{place}: warning (link)\n  found a link to “c”" in printed
    assert "ERROR" not in printed


def test_check_tells_the_same_links_as_the_build(built: tuple[Path, str], capsys: pytest.CaptureFixture[str]) -> None:
    folder = built[0].parent / "project" / "data"
    assert cli.main(["check", str(folder)]) == 0
    said = set(LINKS.findall(capsys.readouterr().out))
    assert said == set(LINKS.findall(built[1]))
    assert said


def names(site: Serving) -> list[str]:
    """Every page of a site."""
    return sorted(path.relative_to(site.folder).as_posix() for path in site.folder.rglob("*.html"))


def one_of_each_kind(site: Serving) -> list[str]:
    """Pages of a site of which no two are made by the same template of the same texts."""
    kinds = {re.sub(r"/(plan|rule)-[^/]+/", r"/\1/", name): name for name in reversed(names(site))}
    return sorted(kinds.values())


def visit(context: BrowserContext, site: Serving, pages: list[str]) -> Iterator[tuple[str, Page]]:
    """Pages of a site, each on its own: nothing of it runs."""
    page = context.new_page()
    page.route("**/assets/front.js", lambda route: route.abort())  # it would go on to a language
    for name in pages:
        page.goto(f"{site.url}{name}", wait_until="load")
        assert page.evaluate("window.ran") == [], name
        assert page.evaluate(HANDLERS) == [], name
        yield name, page
    page.close()


def test_pages_of_a_translation_run_nothing(context: BrowserContext, site: Serving) -> None:
    pages = ["404.html", "it/404.html", "it/index.html", f"it/plans/{plan('attribute')}/index.html"]
    assert [path for path, _ in visit(context, site, pages)] == pages


@pytest.mark.parametrize("language", ["it", "en"])
def test_no_kind_of_page_runs_anything(context: BrowserContext, site: Serving, language: str) -> None:
    """In one language the texts are those of the tables, in the other those of the translation, as hostile."""
    pages = [name for name in one_of_each_kind(site) if name.split("/")[0] in (language, name)]
    assert [path for path, _ in visit(context, site, pages)] == pages
    assert {"index.html", "404.html", f"{language}/404.html", f"{language}/matrix/index.html"} <= {*pages}
    for kind in ("plans/plan-", "troubleshooting/rule-"):
        assert sum(path.startswith(f"{language}/{kind}") for path in pages) == 1


def test_no_page_runs_anything(context: BrowserContext, site: Serving) -> None:
    paths = {path for path, _ in visit(context, site, names(site))}
    assert {f"it/plans/{plan(name)}/index.html" for name in PAYLOADS} <= paths
    assert {f"en/troubleshooting/rule-{name}/index.html" for name in PAYLOADS} <= paths


def test_staged_pages_run_nothing_in_another_engine(browser: Browser, tmp_path: Path) -> None:
    with Serving(staged(tmp_path)) as site, watched(browser, site) as context:
        titles = {path: typed(page.title()) for path, page in visit(context, site, names(site))}
    for name, text in PAYLOADS.items():
        assert titles[f"en/plans/{plan(name)}/index.html"] == f"{typed(text)} - Staged"
        assert titles[f"it/troubleshooting/rule-{name}/index.html"] == f"{typed(text)} {typed(SAID)} - Staged"


@pytest.mark.parametrize("theme", THEMES)
def test_a_section_of_somebody_s_site_runs_nothing_in_any_theme(browser: Browser, tmp_path: Path, theme: str) -> None:
    """There is no policy that would hold it back."""
    config = host(tmp_path / "host", theme)
    with_section(config, project(tmp_path / "project").parent / "data")
    with Serving(tmp_path / "site") as serving, watched(browser, serving) as context:
        build(tmp_path / "site", config=config, url=serving.url, strict=False)
        pages = one_of_each_kind(serving)
        assert [path for path, _ in visit(context, serving, pages)] == pages
        assert {"help/upgrade/index.html", "help/upgrade/matrix/index.html"} <= {*pages}


@pytest.mark.parametrize("name", list(PAYLOADS))
def test_a_plan_is_called_what_is_typed(still: Page, site: Serving, name: str) -> None:
    page = still
    text = typed(PAYLOADS[name])
    page.goto(f"{site.url}en/plans/{plan(name)}/")
    assert typed(page.locator("h1").inner_text()) == text
    assert typed(page.title()) == f"{text} - {typed(ALL)}"
    assert text in described(page, "description")
    assert described(page, "og:title") == text
    assert text in described(page, "og:description")
    assert typed(page.locator("[data-md-component=header-topic]").inner_text()) == text
    assert says(page, text, ".md-content")


@pytest.mark.parametrize("name", list(PAYLOADS))
def test_a_rule_says_what_is_typed(still: Page, site: Serving, name: str) -> None:
    page = still
    text, words = typed(PAYLOADS[name]), read(PAYLOADS[name])
    page.goto(f"{site.url}en/troubleshooting/rule-{name}/")
    assert typed(page.locator("h1").inner_text()) == text
    assert typed(page.title()) == f"{text} - {typed(ALL)}"
    assert typed(page.locator("#meaning + p").inner_text()) == words
    assert typed(page.locator("#remedy + p").inner_text()) == words
    assert typed(page.locator("#when + ul > li").inner_text()) == f"{words} Yes"
    assert typed(page.locator("#symptoms + ul > li").inner_text()) == words
    assert typed(page.locator("#source + p").inner_text()) == f"{text}. {typed(ALL)}."
    description = described(page, "description")
    assert description.removesuffix("...").strip() in f"{words} {words}"


def test_the_name_and_the_source_of_the_site_are_what_is_typed(page: Page, site: Serving) -> None:
    page.goto(f"{site.url}en/about/")
    assert described(page, "og:site_name") == typed(ALL)
    assert missing(page, [typed(ALL)], ".md-header") == []
    assert typed(page.locator(".ps-foot strong").inner_text()) == typed(ALL)
    assert missing(page, [typed(ALL)], ".ps-foot p") == []
    facts = [typed(text) for text in page.locator(".ps-facts dd").all_inner_texts()]
    assert facts == [*[typed(ALL)] * 3, typed(prose.plain(ALL))], (
        "edition, readers and source are plain text, a note has marks"
    )
    assert missing(page, [typed(text) for text in PAYLOADS.values()], ".ps-procedure .ps-source") == []
    assert missing(page, [read(text) for text in PAYLOADS.values()], "ol.ps-procedure") == []
    assert missing(page, [read(text) for text in PAYLOADS.values()], "ul.ps-procedure") == []
    assert missing(page, [typed(text) for text in list(PAYLOADS.values())[1::2]], ".ps-pairs") == []


def test_symptoms_and_families_say_what_is_typed(page: Page, site: Serving) -> None:
    plain, words = [typed(text) for text in PAYLOADS.values()], [read(text) for text in PAYLOADS.values()]
    page.goto(f"{site.url}en/troubleshooting/")
    assert [typed(text) for text in page.locator("h3[id^=symptom]").all_inner_texts()] == words
    assert [typed(text) for text in page.locator(".ps-symptom > p:first-child").all_inner_texts()] == words
    assert missing(page, plain, ".ps-symptom .ps-source") == []
    assert missing(page, plain, ".ps-card-title") == []
    assert missing(page, words, ".ps-card-text") == []
    page.goto(f"{site.url}en/plans/")
    assert [typed(text) for text in page.locator("h2").all_inner_texts()] == plain
    assert missing(page, plain, ".md-nav--secondary") == []


def test_the_matrix_says_what_is_typed_with_and_without_circumstances(page: Page, site: Serving) -> None:
    plain, words = [typed(text) for text in PAYLOADS.values()], [read(text) for text in PAYLOADS.values()]
    page.goto(f"{site.url}en/matrix/")
    expect(page.locator(".ps-matrix tbody td a").first).to_be_visible()
    heads = " ".join(typed(text) for text in page.evaluate(HEADS))
    assert [text for text in plain if text not in heads] == []
    before = typed(Html(site.folder / "en" / "matrix" / "index.html").text)
    assert [text for text in plain if text not in before] == []
    assert missing(page, words, "legend") == []
    assert missing(page, words, ".ps-help p") == []
    assert missing(page, [label(text) for text in plain], "[data-fact=which] .ps-choice") == []
    page.goto(f"{site.url}en/matrix/#fact_attribute=yes")
    title = page.locator("[data-part=rules] a")
    expect(title).to_have_text(PAYLOADS["attribute"])
    page.locator(f"tr[data-plan={FIRST}] td a").first.hover()
    expect(page.locator("[data-part=reading] strong")).to_contain_text(PAYLOADS["attribute"])


def label(text: str) -> str:
    return text.replace("=", "\N{FULLWIDTH EQUALS SIGN}")


def test_the_explorer_says_what_is_typed_before_and_after_python(page: Page, site: Serving) -> None:
    plain, words = [typed(text) for text in PAYLOADS.values()], [read(text) for text in PAYLOADS.values()]
    page.goto(f"{site.url}en/")
    page.locator("planswitch-explorer[data-started]").wait_for()
    page.locator("#ps-from").click()
    page.locator("#ps-from-list [role=option]").first.wait_for()
    assert missing(page, plain, "#ps-from-list [role=option]") == []
    assert [typed(label) for label in page.locator("#ps-from-list .ps-options-label").all_inner_texts()] == plain
    page.goto(f"{site.url}en/#from={FIRST}&to={SECOND}&fact_template=yes&which=marks&count=4")
    page.reload()
    expect(page.locator(".ps-answer")).to_have_attribute("aria-busy", "false")
    expect(page.locator(".ps-given li")).to_have_count(3)
    for details in page.locator(".ps-answer details").all():
        details.evaluate("one => { one.open = true }")
    assert missing(page, plain, ".ps-reason-title") == []
    assert missing(page, words, ".ps-reason-text") == []
    assert missing(page, words, ".ps-cleared") == []
    assert missing(page, words, ".ps-steps") == []
    assert missing(page, words, ".ps-notes") == []
    assert missing(page, plain, ".ps-reason .ps-source") == []
    assert missing(page, plain, ".ps-steps .ps-source") == []
    asked = [read(text) for name, text in PAYLOADS.items() if name != "template"]
    assert missing(page, asked, ".ps-question-title") == []
    # In all of them at once, marks of one may close those of another: what Python reads is what the browser shows.
    assert missing(page, [read(PAYLOADS["template"]), typed(prose.plain(ALL))], ".ps-given-question") == []
    assert missing(page, [label(plain[-1])], ".ps-given-answer") == []
    assert missing(page, [typed(ALL)], ".ps-edition") == []
    strong = page.locator(".ps-reason-text > strong.ps-label")
    assert strong.all_inner_texts() == ["strong"]
    assert page.locator(".ps-reason-text > a").evaluate_all("all => all.map(({ href }) => href)") == [
        f"{site.url}en/c",
        "https://elsewhere.test/a_b_c?d=e&f#g",
        f"{site.url}en/about/",
    ]


def test_the_record_is_markdown_of_what_is_typed(page: Page, site: Serving, loaded: Loaded, tmp_path: Path) -> None:
    page.goto(f"{site.url}en/#from={FIRST}&to={SECOND}&fact_attribute=yes")
    expect(page.locator(".ps-given li")).to_have_count(1)
    with page.expect_download() as download:
        page.locator("[data-do=markdown]").click()
    text = Path(download.value.path()).read_text(encoding="utf-8")
    record = shown(text, tmp_path)
    content = typed(record.text)
    assert [each for each in map(typed, PAYLOADS.values()) if each not in content] == []
    assert record.loads == []
    assert {link for link in record.links if not link.startswith(site.url)} == {"https://elsewhere.test/a_b_c?d=e&f#g"}
    assert record.tags <= {"h1", "h2", "p", "ul", "ol", "li", "strong", "em", "code", "a"}


def test_search_shows_what_is_typed(page: Page, site: Serving) -> None:
    known = {*map(typed, PAYLOADS.values()), *map(read, PAYLOADS.values())}
    page.goto(f"{site.url}en/about/")
    for query in ("hostile", "script", "gone lit", "elsewhere", "maybe", "<img src=x onerror=hostile(1)>"):
        search(page, query)
        for more in page.locator(".md-search-result__more").all():
            more.evaluate("one => { one.open = true }")
        shown = [typed(text) for text in page.locator(".md-search-result :is(h1, h2)").all_inner_texts()]
        assert known.intersection(shown), f"{query}: {shown}"
        assert page.locator(".md-search-result :is(script, img, iframe, style, a[href^=javascript])").count() == 0


def test_a_search_in_the_address_is_text(page: Page, site: Serving) -> None:
    page.goto(
        f"{site.url}en/about/?q=%3Cimg%20src%3Dx%20onerror%3Dhostile(1)%3E%20%3Csvg/onload%3Dhostile(2)%3E%20hostile"
    )
    expect(page.locator(".md-search-result__item").first).to_be_visible()
    assert page.locator(".md-search-result :is(img, svg[onload])").count() == 0


def test_pages_that_change_without_loading_run_nothing_either(page: Page, site: Serving) -> None:
    page.goto(f"{site.url}en/plans/")
    at_work(page)
    for name in ("attribute", "image", "comments", "marks"):
        page.locator(f".ps-card-title[href$='{plan(name)}/']").click()
        expect(page.locator("h1")).to_have_text(re.compile(re.escape(PAYLOADS[name][:20])))
        page.go_back()
        expect(page.locator("h1")).to_have_text("Plans")


def test_translations_are_text_too(page: Page, site: Serving) -> None:
    said = typed(SAID)
    page.goto(f"{site.url}it/matrix/")
    assert typed(page.locator("h1").inner_text()) == f"Matrix {said}"
    assert typed(page.title()) == f"Matrix {said} - {typed(ALL)} {said}"
    assert says(page, f"Your circumstances {said}", ".ps-panel-title")
    page.goto(f"{site.url}it/404.html")
    assert typed(page.locator("h1").inner_text()) == f"This page does not exist. {said}"
    page.goto(f"{site.url}it/#from={FIRST}&to={SECOND}&fact_attribute=yes")
    expect(page.locator(".ps-given li")).to_have_count(1)
    assert says(page, said, ".ps-headline")
    assert says(page, f"Steps {said}", ".ps-group-heading")
    page.goto(f"{site.url}it/plans/{FIRST}/")
    assert says(page, f"Where it can go {said}", "h2")


def test_the_json_files_hold_what_is_typed(site: Serving, loaded: Loaded) -> None:
    names, index, told = (
        json.loads((site.folder / "en" / path).read_text(encoding="utf-8"))
        for path in ("names.json", "answers/index.json", f"answers/{FIRST}.json")
    )
    answers = answers_in(told, index, FIRST, names["plans"])
    words = Words(loaded.catalogue)
    assert answers[SECOND]["origin"] == words.plan(FIRST)
    assert [step["text"] for step in answers[SECOND]["steps"]][-1] == PAYLOADS["marks"]
