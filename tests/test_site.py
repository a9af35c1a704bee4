"""The built site: strict, whole in each language, every link leads somewhere, nothing is asked of another host."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from jsonschema import Draft202012Validator

from planswitch.catalogue import load
from planswitch.i18n import own_sentences
from planswitch.pages import messages
from planswitch.pages.languages import Language
from planswitch.rules import Catalogue, Question, decide
from tests.published import answers_in, decision_in
from tests.site_builder import PROJECT, Html, broken_links, build, gym, target_of


@pytest.fixture(scope="module")
def pages(site_folder: Path) -> dict[str, Html]:
    return {path.relative_to(site_folder).as_posix(): Html(path) for path in sorted(site_folder.rglob("*.html"))}


def test_the_strict_build_prints_no_warning(site_log: str) -> None:
    assert "WARNING" not in site_log
    assert "ERROR" not in site_log


def test_both_languages_have_the_same_pages(pages: dict[str, Html]) -> None:
    english = {path.removeprefix("en/") for path in pages if path.startswith("en/")}
    italian = {path.removeprefix("it/") for path in pages if path.startswith("it/")}
    assert english == italian
    assert {
        "index.html",
        "2014/matrix/index.html",
        "2014/plans/enterprise-e1/index.html",
        "about/index.html",
    } <= english
    assert not [path for path in english if path.startswith(("matrix", "plans", "troubleshooting"))]


def test_each_page_says_its_language_and_where_the_others_are(pages: dict[str, Html], site_url: str) -> None:
    for path, page in pages.items():
        language, _, rest = path.partition("/")
        if language in ("en", "it"):
            assert page.language == language, path
            place = rest.removesuffix("index.html").removesuffix("404.html")  # a missing page leads to the start
            assert page.alternates["en"] == f"{site_url}en/{place}", path
            assert page.alternates["it"] == f"{site_url}it/{place}", path


def test_the_page_for_a_missing_page_leads_to_each_language(site_folder: Path) -> None:
    for tag in ("en", "it"):
        missing = (site_folder / tag / "404.html").read_text(encoding="utf-8")
        assert re.findall('<a href="([^"]*)" hreflang="([^"]*)"', missing) == [("/en/", "en"), ("/it/", "it")]
        home = (site_folder / tag / "index.html").read_text(encoding="utf-8")
        tabs = re.compile(r'<a href="[^"]*" class="md-tabs__link"[^>]*>([^<]*)</a>')
        assert tabs.findall(missing) == tabs.findall(home) != []


def test_every_link_leads_to_a_page_and_every_anchor_exists(
    pages: dict[str, Html], site_folder: Path, site_url: str
) -> None:
    broken = broken_links(pages, site_folder, site_url)
    assert not broken, "\n".join(broken[:20])


def test_nothing_is_loaded_from_elsewhere_and_all_that_is_loaded_is_there(
    pages: dict[str, Html], site_folder: Path, site_url: str
) -> None:
    for path, page in pages.items():
        for address in page.loads:
            found = target_of(site_folder, site_folder / path, address, site_url)
            assert found is not None, f"{path} loads {address}"
            assert found[0].is_file(), f"{path} loads {address}, which is not there"


def imported(script: Path) -> set[Path]:
    """A module and every module that it needs."""
    found = {script}
    waiting = [script]
    while waiting:
        module = waiting.pop()
        for path in re.findall(r'(?:from|import)"(\.[^"]+)"', module.read_text(encoding="utf-8")):
            needed = (module.parent / path).resolve()
            if needed not in found:
                found.add(needed)
                waiting.append(needed)
    return found


@pytest.mark.parametrize("path", ["en/index.html", "it/2014/matrix/index.html"])
def test_the_modules_of_a_widget_are_fetched_side_by_side_and_no_other(
    pages: dict[str, Html], site_folder: Path, site_url: str, path: str
) -> None:
    assets = (site_folder / "assets").resolve()
    script = assets / ("matrix/matrix.js" if "matrix" in path else "explorer/explorer.js")
    found = [target_of(site_folder, site_folder / path, address, site_url) for address in pages[path].loads]
    loaded = {target[0].resolve() for target in found if target and target[0].suffix == ".js"}
    widgets = {file for file in loaded if file.parent in (assets / "explorer", assets / "matrix")}
    python = assets / "explorer" / "python.js"
    assert imported(script) == {script, python}
    assert widgets == {script, python, assets / "explorer" / "ahead.js"}


def test_style_sheets_ask_nothing_of_another_host(site_folder: Path) -> None:
    for path in site_folder.rglob("*.css"):
        for address in re.findall(r"url\(([^)]+)\)", path.read_text(encoding="utf-8")):
            asked = urlsplit(address.strip("\"'"))
            assert not asked.netloc, f"{path.name}: {address}"
            assert asked.scheme == "data" or (path.parent / asked.path).is_file(), f"{path.name}: {address}"


def test_styles_of_ours_come_in_one_file(site_folder: Path) -> None:
    """The front page has its own, and so has a matrix of many plans, which other pages need not fetch."""
    assets = site_folder / "assets"
    ours = [path for path in assets.rglob("*.css") if path.parent.name != "stylesheets"]
    assert sorted(path.relative_to(assets).as_posix() for path in ours) == [
        "front.css",
        "matrix/wide.css",
        "styles.css",
    ]
    assert "@import" not in (assets / "styles.css").read_text(encoding="utf-8")


def test_the_security_policy_allows_no_inline_code_and_pages_have_no_inline_style(
    pages: dict[str, Html], site_folder: Path
) -> None:
    for path, page in pages.items():
        html = (site_folder / path).read_text(encoding="utf-8")
        policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', html)
        assert policy, path
        assert "unsafe-inline" not in policy[1], path
        assert "'unsafe-eval'" not in policy[1], path
        assert not page.inline_styles, path


def test_a_page_says_how_it_is_written_before_anything_else(pages: dict[str, Html], site_folder: Path) -> None:
    """Browsers look for it in the first 1,024 bytes; else they guess, for style sheets too."""
    for path in pages:
        assert b'<meta charset="utf-8">' in (site_folder / path).read_bytes()[:1024], path


def test_every_base_answer_stands_in_the_pages(pages: dict[str, Html], catalogue: Catalogue) -> None:
    for origin in catalogue.plans:
        page = pages[f"en/2014/plans/{origin}/index.html"]
        assert set(catalogue.plans) - {origin} <= page.ids, origin


def test_matrix_marks_the_listed_pairs_and_tells_doubtful_ones_apart(site_folder: Path) -> None:
    html = (site_folder / "en/2014/matrix/index.html").read_text(encoding="utf-8")
    cells = re.findall(r'<td[^>]*data-look="(\w+)-', html)
    assert [cells.count(word) for word in ("sure", "likely", "unknown", "fallback")] == [40, 11, 1, 441 - 21 - 52]


def test_json_files_hold_the_decisions_of_the_rules(site_folder: Path, catalogue: Catalogue) -> None:
    @cache
    def read(origin: str) -> dict[str, Any]:
        text = (site_folder / f"api/v1/2014/decisions/{origin}.json").read_text(encoding="utf-8")
        published: dict[str, Any] = json.loads(text)
        return published

    for origin in catalogue.plans:
        assert (read(origin)["from"], read(origin)["catalogue"]) == (origin, catalogue.digest)
        for target in catalogue.plans:
            decision = json.loads(json.dumps(decide(catalogue, Question(origin, target)).to_dict()))
            told = decision_in(read, list(catalogue.plans), origin, target)
            assert {**told, "facts": {}, "catalogue": decision["catalogue"]} == decision
            for language in ("en", "it"):
                assert _answers(site_folder, language, origin)[target]["decision"] == decision


def test_each_language_has_the_names_by_which_plans_are_found(site_folder: Path, catalogue: Catalogue) -> None:
    for language in ("en", "it"):
        told = json.loads((site_folder / language / "2014" / "names.json").read_text(encoding="utf-8"))
        assert told["digest"] == catalogue.digest
        assert told["plans"].keys() == catalogue.plans.keys()
        assert {name["plan"] for name in told["names"] if "plan" in name} <= set(catalogue.plans)


@cache
def _answers(site: Path, language: str, origin: str) -> dict[str, dict[str, object]]:
    folder = site / language / "2014"
    names = json.loads((folder / "names.json").read_text(encoding="utf-8"))["plans"]
    file, index = (
        json.loads((folder / "answers" / f"{name}.json").read_text(encoding="utf-8")) for name in (origin, "index")
    )
    return answers_in(file, index, origin, names)


def test_json_files_fit_their_schemas(site_folder: Path) -> None:
    api = site_folder / "api" / "v1" / "2014"
    files = {"catalogue": [api / "catalogue.json"], "decisions": sorted((api / "decisions").glob("*.json"))}
    for name, paths in files.items():
        schema = json.loads((api / f"{name}.schema.json").read_text(encoding="utf-8"))
        Draft202012Validator.check_schema(schema)
        for path in paths:
            Draft202012Validator(schema).validate(json.loads(path.read_text(encoding="utf-8")))


def test_italian_has_every_sentence_of_ours() -> None:
    missing = set(own_sentences()) - set(Language("it").entries)
    assert not missing, "run “make messages” and translate what it lists"


@pytest.mark.long
def test_a_second_catalogue_builds_a_site_with_no_change_to_the_code(tmp_path: Path) -> None:
    folder = PROJECT / "tests" / "catalogues" / "palestra"
    printed = build(tmp_path / "site", config=folder / "mkdocs.yml")
    assert "WARNING" not in printed
    page = Html(tmp_path / "site" / "it" / "plans" / "sala-base" / "index.html")
    assert "Sala base → Sala più → Sala oro" in page.text
    assert (tmp_path / "site" / "api" / "v1" / "catalogue.json").is_file(), "a site with one catalogue names it nowhere"
    assert "Office" not in page.text
    assert load(folder / "data").catalogue.language == "it"


OTHERS = sorted(
    config.parent
    for config in (PROJECT / "tests" / "catalogues").glob("*/mkdocs.yml")
    if config.parent.name
    not in ("editions", "office-2014", "palestra", "hostile", "schwimmbad")  # which other tests build
)


@pytest.mark.long
@pytest.mark.parametrize("folder", OTHERS, ids=lambda folder: folder.name)
def test_a_catalogue_of_any_kind_builds_a_site_whose_links_lead_somewhere(folder: Path, tmp_path: Path) -> None:
    """Versions and chains, three ways, a way that is only perhaps there, dates: each builds and answers."""
    printed = build(tmp_path / "site", config=folder / "mkdocs.yml")
    assert "WARNING" not in printed
    site = tmp_path / "site"
    pages = {path.relative_to(site).as_posix(): Html(path) for path in sorted(site.rglob("*.html"))}
    assert not broken_links(pages, site, "http://site.test/")
    catalogue = load(folder / "data").catalogue
    for origin in catalogue.plans:
        told = json.loads((site / "api" / "v1" / "decisions" / f"{origin}.json").read_text(encoding="utf-8"))
        assert len(told["targets"]) == len(catalogue.plans)


def test_a_page_that_would_run_something_is_refused_by_its_name(tmp_path: Path) -> None:
    config = gym(tmp_path / "project")
    page = config.parent / "docs" / "it" / "script.md"
    page.write_text('# Script\n\n<p onclick="run()">x</p>\n\n<script>run()</script>\n', encoding="utf-8")
    with pytest.raises(AssertionError) as failure:
        build(tmp_path / "site", config=config)
    assert "it/script/index.html: the attribute onclick runs a script, in <p>" in str(failure.value)
    assert "it/script/index.html: the inline script “run()”" in str(failure.value)
    assert not (tmp_path / "site").exists()


@pytest.mark.long
def test_a_language_that_the_theme_does_not_know_gets_its_pages(tmp_path: Path) -> None:
    config = gym(tmp_path / "project")
    folder = config.parent
    for tag in ("en-GB", "ckb"):
        shutil.copytree(folder / "docs" / "it", folder / "docs" / tag)
        list(messages.update(folder / "data", tag))
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace("languages: [it]", "languages: [it, en-GB, ckb]"), encoding="utf-8")
    printed = build(tmp_path / "site", config=config)
    assert "The theme has no words in “ckb”; its own are English." in printed
    assert "in “en-GB”" not in printed
    for tag, direction in (("it", "ltr"), ("en-GB", "ltr"), ("ckb", "rtl")):
        page = tmp_path / "site" / tag / "matrix" / "index.html"
        assert Html(page).language == tag
        assert f'<body dir="{direction}"' in page.read_text(encoding="utf-8")


def test_no_tracked_file_is_generated() -> None:
    ran = subprocess.run(["git", "ls-files"], cwd=PROJECT, capture_output=True, text=True, check=True)
    generated = re.compile(r"(^|/)(site|node_modules|\.venv|\.cache|__pycache__)/|\.mo$|\.pyc$")
    assert not [name for name in ran.stdout.splitlines() if generated.search(name)]
