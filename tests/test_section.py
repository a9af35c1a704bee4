"""Our pages as a section of somebody's site: they are there, and everything else is as it is without them."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from planswitch.parts.styles import HEAVY, fitted, heavier
from tests.section_host import THEMES, Rest, host, with_section
from tests.site_builder import PROJECT, Html, broken_links, build, run_mkdocs

GYM = PROJECT / "tests" / "catalogues" / "palestra" / "data"
SECTION = "help/upgrade"
OF_ALL = ("search/", "sitemap.xml")
"""What tells of every page of a site."""


@pytest.fixture(
    scope="module",
    params=[pytest.param(theme, marks=[pytest.mark.long] * (theme != "mkdocs")) for theme in THEMES],
)
def sites(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The same site of somebody, without our section and with it."""
    found = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1700000000")
        for name in ("without", "with"):
            config = host(tmp_path_factory.mktemp(request.param) / name, request.param)
            if name == "with":
                with_section(config, GYM)
            printed = build(config.parent / "site", config=config)
            assert "WARNING" not in printed
            found.append(config.parent / "site")
    return found[0], found[1]


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """The configuration of a site of somebody with our section, which may be changed."""
    config = host(tmp_path / "host", "mkdocs")
    shutil.copytree(GYM, config.parent / "data")
    with_section(config, Path("data"))
    return config


def files(site: Path) -> dict[str, bytes]:
    """Every file of a site outside our section that does not tell of all pages."""
    found = {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}
    return {path: content for path, content in found.items() if not path.startswith((f"{SECTION}/", *OF_ALL))}


def test_every_other_file_is_the_same_with_us_and_without(sites: tuple[Path, Path]) -> None:
    without, with_us = map(files, sites)
    assert without.keys() == with_us.keys()
    for path, content in without.items():
        if path.endswith(".html"):
            assert Rest(with_us[path].decode()).text == Rest(content.decode()).text, path
        else:
            assert with_us[path] == content, path
    assert b"<!-- mine: guides/first.md -->" in with_us["guides/first/index.html"]
    assert sites[1].joinpath(SECTION, "index.html").is_file()


def test_where_the_navigation_leads_to_us_already_every_other_page_is_byte_for_byte_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    found = []
    for name in ("without", "with"):
        config = host(tmp_path / name, "material")
        nav = "nav: [index.md, guides/first.md, Upgrade: /help/upgrade/]\n"
        config.write_text(config.read_text(encoding="utf-8") + nav, encoding="utf-8")
        if name == "with":
            with_section(config, GYM)
        build(config.parent / "site", config=config, strict=False)
        found.append(files(config.parent / "site"))
    assert found[0] == found[1]


def test_the_section_is_whole_and_its_links_lead_somewhere(sites: tuple[Path, Path]) -> None:
    site = sites[1]
    pages = {path.relative_to(site).as_posix(): Html(path) for path in sorted(site.rglob("*.html"))}
    ours = {path: page for path, page in pages.items() if path.startswith(f"{SECTION}/")}
    names = ("index.html", "matrix/index.html", "plans/sala-base/index.html", "troubleshooting/index.html")
    assert {f"{SECTION}/{name}" for name in names} <= ours.keys()
    links = [line for line in broken_links(pages, site, "http://site.test/") if line.startswith(SECTION)]
    assert [line for line in links if "leads off the site" not in line] == []
    for name in ("names.json", "answers/sala-base.json", "api/v1/catalogue.json", "planswitch/assets/widgets.js"):
        assert (site / SECTION / name).is_file(), name
    assert not list(site.rglob(".planswitch.json")), "the site stays somebody's"
    for path, page in ours.items():
        assert "Content-Security-Policy" not in (site / path).read_text(encoding="utf-8")
        for address in page.loads:
            if "planswitch/assets" in address:
                assert (site / path).parent.joinpath(address.partition("?")[0]).resolve().is_file(), (path, address)


def test_only_our_pages_load_what_is_ours(sites: tuple[Path, Path]) -> None:
    for path in sites[1].rglob("*.html"):
        inside = path.relative_to(sites[1]).as_posix().startswith(f"{SECTION}/")
        loads = [name for name in Html(path).loads if "planswitch/assets" in name]
        assert bool(loads) == inside, path


def test_the_navigation_has_our_section_once(sites: tuple[Path, Path]) -> None:
    start = (sites[1] / "index.html").read_text(encoding="utf-8")
    for name in ("matrix", "plans", "troubleshooting"):
        assert f'href="{SECTION}/{name}/"' in start
    assert f'href="{SECTION}/plans/sala-base/"' not in start


def test_a_page_that_is_not_in_the_navigation_stands_beneath_the_section(sites: tuple[Path, Path]) -> None:
    plan = (sites[1] / SECTION / "plans" / "sala-base" / "index.html").read_text(encoding="utf-8")
    lit = 'active" aria-current="page"', "md-tabs__item--active", '<ul class="current">'
    assert sum(plan.count(mark) for mark in lit) == 1


def test_search_finds_our_pages(sites: tuple[Path, Path]) -> None:
    index = json.loads((sites[1] / "search" / "search_index.json").read_text(encoding="utf-8"))
    texts = {entry["location"].partition("#")[0]: entry for entry in index["docs"]}
    assert {f"{SECTION}/", f"{SECTION}/plans/sala-base/", "guides/first/"} <= texts.keys()


def test_the_first_page_may_be_written_by_hand(config: Path) -> None:
    page = config.parent / "docs" / "help" / "upgrade" / "index.md"
    page.parent.mkdir()
    page.write_text("# Mine\n\nBefore you upgrade.\n\n<!-- planswitch:explorer -->\n", encoding="utf-8")
    build(config.parent / "site", config=config)
    html = (config.parent / "site" / SECTION / "index.html").read_text(encoding="utf-8")
    assert "Before you upgrade." in html
    assert "<planswitch-explorer" in html
    assert html.count('planswitch/assets/section.css"') == 1
    start = (config.parent / "site" / "index.html").read_text(encoding="utf-8")
    assert f'href="{SECTION}/matrix/"' in start


def write(name: str, text: str = "# Mine\n") -> Callable[[Path], None]:
    """A change: a document of somebody's."""

    def change(config: Path) -> None:
        path = config.parent / "docs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    return change


def replace(name: str, old: str, new: str) -> Callable[[Path], None]:
    """A change: another text in a file."""

    def change(config: Path) -> None:
        path = config.parent / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return change


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (write("help/upgrade.md"), "help/upgrade.md has the address of the section; call it help/upgrade/index.md."),
        (
            write("help/upgrade/matrix.md"),
            "help/upgrade/matrix.md has the name of a file of the section: move it, or choose another “section”.",
        ),
        (
            write("help/upgrade/index.md", "<!-- planswitch:pool -->\n"),
            "index.md: no slot “pool”; there are: ",
        ),
        (
            replace("mkdocs.yml", "locale: it", "locale: fr"),
            "data has no text in “fr”, a language of the site; begin its translations with: ",
        ),
        (replace("data/plans.csv", "Sala oro;sala", "Sala oro;salla"), "plans.csv, line 4, cell C4"),
        (
            replace("mkdocs.yml", "section: help/upgrade", "section: help/upgrade\n      languages: [it]"),
            "Plugin 'planswitch' option 'languages': found beside “section”; expected neither,",
        ),
        (replace("mkdocs.yml", "site_name", "use_directory_urls: false\nsite_name"), "use_directory_urls is false;"),
    ],
)
def test_what_stops_it_is_a_sentence(config: Path, change: Callable[[Path], None], sentence: str) -> None:
    change(config)
    ran = run_mkdocs("build", config=config)
    assert ran.returncode == 1
    assert sentence in ran.stderr
    assert "Traceback" not in ran.stderr


def test_the_language_may_be_said_where_the_theme_has_another(config: Path) -> None:
    replace("mkdocs.yml", "locale: it", "locale: fr")(config)
    replace("mkdocs.yml", "section: help/upgrade", "section: help/upgrade\n      language: it")(config)
    build(config.parent / "site", config=config)
    assert "Piani" in (config.parent / "site" / SECTION / "plans" / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("style", "heavy"),
    [
        ("a, .b > c{x:y}", "a!, .b > c!{x:y}"),
        (":is(a, b):hover::before, c:after {}", ":is(a, b):hover!::before, c!:after {}"),
        ('[a="x,{y"] {} /* a {, */ b{}', '[a="x,{y"]! {} /* a {, */ b!{}'),
        ("@media print { a { & b { c: d } e { } } }", "@media print { a! { & b { c: d } e { } } }"),
        (
            "@page p { margin: 0 } @keyframes k { from { a: b } }",
            "@page p { margin: 0 } @keyframes k { from { a: b } }",
        ),
        ('@import "a.css";\nb { c: d }', '@import "a.css";\nb! { c: d }'),
        ("a { b: url(x.svg); } c { }", "a! { b: url(x.svg); } c! { }"),
    ],
)
def test_rules_of_ours_count_before_those_of_a_theme_and_among_themselves_as_they_did(style: str, heavy: str) -> None:
    assert heavier(style).replace(HEAVY, "!") == heavy


def test_what_only_our_theme_has_is_replaced() -> None:
    for quoted in ('"slate"', "slate"):
        style = f"[data-md-color-scheme={quoted}] .md-content__inner > p {{ margin: .5rem }}"
        assert fitted(style).replace(HEAVY, "") == (
            ':is([data-md-color-scheme="slate"], [data-bs-theme="dark"]) .ps-page > p '
            "{ margin: calc(.5 * var(--ps-rem, 1rem)) }"
        )
