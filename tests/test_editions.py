"""A site of several editions: each has its own pages and JSON, and an old one leads to the one that came after it."""

from __future__ import annotations

import json
import re
import shutil
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from planswitch import cli
from planswitch.catalogue import load
from tests.assertions import EDITIONS
from tests.section_host import PLUGIN, host
from tests.site_builder import PROJECT, Html, broken_links, run_mkdocs, target_of

IDS = ("new", "other", "old")
"""The editions as readers get them: the newest for the readers of the first, then by date."""
LABELS = {"new": "2024", "other": "2023", "old": "2014"}
TAGS = ("en", "it")
PLANS = {"new": "plans", "other": "tariffs", "old": "plans"}
"""How the folder of each edition's plans is called."""
EARLIER = {"new": ("pilot",)}
"""Ids that plans of an edition had before."""
LEADING_ON = {f"{tag}/new/plans/pilot/index.html" for tag in TAGS}
"""The pages that do nothing but lead on."""
SAID = {"en": "This is the edition of 2014.", "it": "Questa è l’edizione del 2014"}


@pytest.fixture(scope="module")
def pages(editions_folder: Path) -> dict[str, Html]:
    return {
        path.relative_to(editions_folder).as_posix(): Html(path) for path in sorted(editions_folder.rglob("*.html"))
    }


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the project that may be changed; its configuration."""
    folder = Path(shutil.copytree(EDITIONS, tmp_path / "editions", ignore=shutil.ignore_patterns("site", ".*")))
    config = folder / "mkdocs.yml"
    config.write_text(config.read_text(encoding="utf-8").replace("../../..", PROJECT.as_posix()), encoding="utf-8")
    return config


def text_of(site: Path, path: str) -> str:
    return (site / path).read_text(encoding="utf-8")


def words_of(html: str) -> str:
    return " ".join(unescape(re.sub("<[^>]+>", " ", html)).split())


# ------------------------------------------------------------------------------------------------------- what is where


def test_the_strict_build_prints_no_warning_and_every_link_leads_somewhere(
    editions_log: str, editions_folder: Path, pages: dict[str, Html], site_url: str
) -> None:
    assert "WARNING" not in editions_log
    assert not broken_links(pages, editions_folder, site_url)


@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize("edition", IDS)
def test_each_edition_has_its_pages_and_answers_under_its_id(editions_folder: Path, edition: str, tag: str) -> None:
    catalogue = load(EDITIONS / edition).catalogue
    own = editions_folder / tag / edition
    for page in (
        "matrix",
        PLANS[edition],
        "troubleshooting",
        *(f"{PLANS[edition]}/{plan}" for plan in catalogue.plans),
    ):
        assert (own / page / "index.html").is_file(), page
    assert {path.stem for path in (own / "answers").glob("*.json")} == {*catalogue.plans, "index"}
    names = json.loads((own / "names.json").read_text(encoding="utf-8"))
    assert (names["digest"], list(names["plans"])) == (catalogue.digest, list(catalogue.plans))


@pytest.mark.parametrize("edition", IDS)
def test_each_edition_has_its_json_under_its_id(editions_folder: Path, edition: str) -> None:
    catalogue = load(EDITIONS / edition).catalogue
    api = editions_folder / "api" / "v1" / edition
    assert json.loads((api / "catalogue.json").read_text(encoding="utf-8"))["digest"] == catalogue.digest
    known = {*catalogue.plans, *EARLIER.get(edition, ()), "index"}
    assert {path.stem for path in (api / "decisions").glob("*.json")} == known


@pytest.mark.parametrize("tag", TAGS)
def test_an_id_of_earlier_has_a_page_that_leads_on_and_is_listed_nowhere(
    editions_folder: Path, pages: dict[str, Html], tag: str
) -> None:
    path = f"{tag}/new/plans/pilot/index.html"
    assert path in LEADING_ON
    leads_on(editions_folder / path)
    for listing in ("sitemap.xml", "search/documents.json", "new/plans/index.html"):
        assert "/pilot/" not in text_of(editions_folder, f"{tag}/{listing}")
    settings = editions_folder.with_name("hosting") / "nginx.conf"
    assert f"/{tag}/new/plans/pilot/ {{" in settings.read_text(encoding="utf-8")


def test_nothing_of_an_edition_lies_elsewhere(editions_folder: Path) -> None:
    assert sorted(path.name for path in (editions_folder / "api" / "v1").iterdir()) == sorted(IDS)
    found = sorted(path.name for path in (editions_folder / "en").iterdir() if path.is_dir())
    assert found == sorted([*IDS, "about", "search", "software"])


@pytest.mark.parametrize("edition", IDS)
def test_the_scripts_of_a_page_have_the_catalogue_of_its_edition(editions_folder: Path, edition: str) -> None:
    catalogue = load(EDITIONS / edition).catalogue
    for tag in TAGS:
        config = config_of(text_of(editions_folder, f"{tag}/{edition}/matrix/index.html"))
        python = config["settings"]["python"]
        assert python["digest"] == config["settings"]["digest"] == catalogue.digest
        file = editions_folder / python["catalogue"]["url"]
        packed = file if file.is_file() else file.with_name(f"{file.name}.gz")
        assert packed.is_file()
        assert bool(python["translations"]) is (tag == "it")


def config_of(html: str) -> dict[str, Any]:
    """What the widget of a page is told."""
    found = re.findall(r'<template class="ps-config">(.*?)</template>', html, re.DOTALL)
    told: dict[str, Any] = json.loads(found[0])
    return told


def test_all_editions_share_one_python(editions_folder: Path) -> None:
    configs = [config_of(text_of(editions_folder, f"en/{name}/matrix/index.html")) for name in IDS]
    pythons = [config["settings"]["python"] for config in configs]
    assert all(python["runtime"] == pythons[0]["runtime"] for python in pythons)
    assert len({python["catalogue"]["url"] for python in pythons}) == len(IDS)


def test_pages_of_no_edition_speak_of_the_newest(editions_folder: Path) -> None:
    assert "Website of December 2024" in words_of(text_of(editions_folder, "en/about/index.html"))
    assert "Sito web di dicembre 2024" in words_of(text_of(editions_folder, "it/about/index.html"))
    assert "Leaflet of 2014" in words_of(text_of(editions_folder, "en/old/about/index.html"))


def test_a_page_may_list_the_editions_with_the_way_to_each(editions_folder: Path, pages: dict[str, Html]) -> None:
    said = words_of(text_of(editions_folder, "it/about/index.html"))
    assert "2024 Sito web di dicembre 2024 2023 Manuale per i negozi di ottobre 2023 2014 Opuscolo del 2014" in said
    assert {f"../{name}/matrix/" for name in IDS} <= set(pages["it/about/index.html"].links)


def test_translations_are_those_of_the_edition(editions_folder: Path) -> None:
    assert "Lampada" in text_of(editions_folder, "it/old/plans/lamp/index.html")
    assert "alla cassa" in text_of(editions_folder, "it/other/matrix/index.html")


def test_links_of_a_text_lead_to_the_guides_of_its_edition(
    editions_folder: Path, pages: dict[str, Html], site_url: str
) -> None:
    for path in ("en/old/plans/e1/index.html", "en/old/troubleshooting/debt/index.html"):
        leading = [link for link in pages[path].links if link.endswith("guides/after/")]
        assert "old/guides/after/" in " ".join(leading)
        led = {target_of(editions_folder, editions_folder / path, link, site_url) for link in leading}
        assert led == {(editions_folder / "en" / "old" / "guides" / "after" / "index.html", "")}


def test_an_answer_in_doubt_leads_to_what_its_edition_says_of_that(pages: dict[str, Html]) -> None:
    assert "../../../about/" in pages["en/new/plans/e1/index.html"].links
    assert "../../../old/about/" in pages["en/old/plans/e3/index.html"].links


def test_a_question_that_a_page_leads_to_says_of_which_edition_it_is(pages: dict[str, Html]) -> None:
    for edition in IDS:
        folder = f"en/{edition}/{PLANS[edition]}/"
        asking = [
            link for path, page in pages.items() if path.startswith(folder) for link in page.links if "#from=" in link
        ]
        assert asking
        assert all(link.endswith(f"&edition={edition}") for link in asking)


# ------------------------------------------------------------------------------------------------------ the navigation


@pytest.mark.parametrize(("tag", "last"), [("en", "About"), ("it", "Informazioni")])
def test_each_edition_is_an_entry_of_the_navigation(editions_folder: Path, tag: str, last: str) -> None:
    for path in ("index.html", "old/plans/e1/index.html", "404.html"):
        html = text_of(editions_folder, f"{tag}/{path}")
        tabs = re.findall(r'class="md-tabs__link"[^>]*>([^<]*)</a>', html)
        assert tabs[1:] == [*LABELS.values(), last], path


def test_the_entry_of_a_page_s_edition_is_lit(editions_folder: Path) -> None:
    lit = re.compile(r'class="md-tabs__link" aria-current="(?:true|page)"[^>]*>([^<]*)</a>')
    for path, label in (
        ("old/matrix/", "2014"),
        ("old/plans/lamp/", "2014"),
        ("old/guides/after/", "2014"),
        ("new/troubleshooting/by-the-year/", "2024"),
        ("other/tariffs/p1/", "2023"),
    ):
        assert lit.findall(text_of(editions_folder, f"en/{path}index.html")) == [label], path


def test_guides_stand_in_the_order_in_which_their_overview_names_them(editions_folder: Path) -> None:
    html = text_of(editions_folder, "en/old/guides/after/index.html")
    (nav,) = re.findall(r'<nav class="ps-nav".*?</nav>', html, re.DOTALL)
    entries = re.findall(r"<a [^>]*>([^<]*)</a>", nav)
    start = entries.index("2014")
    assert entries[start : start + 8] == [
        "2014", "Matrix", "Plans", "Troubleshooting", "Guides", "First", "After 2014", "About",
    ]  # fmt: skip


def test_a_plan_leads_up_to_the_plans_of_its_edition(editions_folder: Path) -> None:
    html = text_of(editions_folder, "en/old/plans/lamp/index.html")
    assert re.findall(r'<p class="ps-path[^>]*><a href="([^"]*)">([^<]*)</a>', html) == [("../", "Plans")]


# ---------------------------------------------------------------------------------------------------------- the banner


@pytest.mark.parametrize("tag", TAGS)
def test_every_page_of_an_edition_that_has_a_later_one_says_so_and_no_other_does(
    editions_folder: Path, pages: dict[str, Html], tag: str
) -> None:
    said = {path for path in pages if SAID[tag] in words_of(text_of(editions_folder, path))}
    assert said == {path for path in pages if path.startswith(f"{tag}/old/")}
    assert len(said) > 8


@pytest.mark.parametrize(
    ("page", "there"),
    [
        ("old/matrix", "new/matrix/"),
        ("old/plans", "new/plans/"),
        ("old/plans/lamp", "new/plans/"),
        ("old/troubleshooting", "new/troubleshooting/"),
        ("old/troubleshooting/debt", "new/troubleshooting/"),
        ("old/guides", "new/guides/"),
        ("old/guides/after", "new/guides/"),
        ("old/about", "new/matrix/"),
    ],
)
def test_it_leads_to_a_page_of_the_same_kind_or_else_to_the_matrix(
    editions_folder: Path, page: str, there: str
) -> None:
    html = text_of(editions_folder, f"it/{page}/index.html")
    (banner,) = re.findall(r'<p class="[^"]*ps-newer"[^>]*>(.*?)</p>', html, re.DOTALL)
    (link,) = re.findall('<a href="([^"]*)">Ce n’è una più recente, del 2024</a>', banner)
    assert (editions_folder / "it" / page / link).resolve() == (editions_folder / "it" / there).resolve()


# -------------------------------------------------------------------------------------------- search and those who list


def test_titles_say_which_edition_a_page_is_of(editions_folder: Path) -> None:
    for path, title in (
        ("old/matrix", "Matrix · 2014"),
        ("new/plans/e5", "E5 · 2024"),
        ("other/tariffs/p1", "P1 · 2023"),
        ("old/guides/first", "First · 2014"),
        ("about", "About"),
    ):
        html = text_of(editions_folder, f"en/{path}/index.html")
        assert f"<title>{title} - Changing a telephone tariff</title>" in html
        assert f'<meta property="og:title" content="{title}">' in html


@pytest.mark.parametrize("tag", TAGS)
def test_search_knows_the_pages_of_all_editions_and_of_which_each_is(editions_folder: Path, tag: str) -> None:
    documents = json.loads((editions_folder / tag / "search" / "documents.json").read_text(encoding="utf-8"))
    titles = {each["location"]: each["title"] for each in documents}
    assert (titles["old/plans/e1/"], titles["new/plans/e1/"]) == ("E1 · 2014", "E1 · 2024")
    assert not [each for each in documents if SAID[tag] in each["text"]]
    called = {each["location"] for each in documents if each.get("tags")}
    assert "old/plans/e1/" in called
    assert not [location for location in called if "#" in location], "a name stands with each section again"
    html = text_of(editions_folder, f"{tag}/old/matrix/index.html")
    assert f"search.js?{tag}/new,other,old/search." in html


def test_what_search_answers_says_of_which_edition_it_is(editions_folder: Path) -> None:
    for edition, label in LABELS.items():
        names = json.loads(text_of(editions_folder, f"en/{edition}/names.json"))
        assert (names["search"]["label"], names["search"]["edition"]) == (label, edition)


def test_search_engines_are_told_of_every_page_of_every_edition(
    editions_folder: Path, pages: dict[str, Html], site_url: str
) -> None:
    for tag in TAGS:
        listed = set(re.findall("<loc>(.*?)</loc>", text_of(editions_folder, f"{tag}/sitemap.xml")))
        own = {path for path in pages if path.startswith(f"{tag}/") and not path.endswith("404.html")} - LEADING_ON
        assert listed == {f"{site_url}{path.removesuffix('index.html')}" for path in own}


def test_each_page_is_known_by_one_address_and_in_each_language(
    editions_folder: Path, pages: dict[str, Html], site_url: str
) -> None:
    for path, page in pages.items():
        tag, _, rest = path.partition("/")
        if tag in TAGS and not path.endswith("404.html") and path not in LEADING_ON:
            place = rest.removesuffix("index.html")
            assert page.alternates["it"] == f"{site_url}it/{place}"
            html = text_of(editions_folder, path)
            assert f'<link rel="canonical" href="{site_url}{tag}/{place}">' in html


def test_programs_that_read_are_told_the_editions(editions_folder: Path, site_url: str) -> None:
    text = text_of(editions_folder, "llms.txt")
    assert text.startswith("# Changing a telephone tariff\n")
    for tag in TAGS:
        places = re.findall(rf"\({site_url}{tag}/(\w+)/matrix/\)", text)
        assert places == list(IDS)
    assert f"[Website of December 2024]({site_url}api/v1/new/catalogue.json): 2024-12-05" in text


# ---------------------------------------------------------------------------------------------------------- mistakes


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def build(config: Path) -> str:
    """What a build says that fails, and leaves no site."""
    ran = run_mkdocs("build", "--strict", config=config)
    assert ran.returncode == 1
    assert "Traceback" not in ran.stderr
    assert not (config.parent / "site").exists()
    return ran.stderr


def test_two_catalogues_of_one_id_are_told(project: Path) -> None:
    edit(project.parent / "other" / "catalogue.csv", "id,other", "id,old")
    said = build(project)
    assert (
        "“old” is the id of both old and other; expected one each: change it in catalogue.csv of one of them." in said
    )


def test_a_catalogue_without_a_language_of_the_site_is_told(project: Path) -> None:
    shutil.rmtree(project.parent / "other" / "locale")
    said = build(project)
    assert "other has no text in “it”, a language of the site; begin its translations with: " in said
    assert "planswitch messages --catalogue other --locale it" in said


def test_a_folder_that_is_missing_is_told(project: Path) -> None:
    edit(project, "[old, new, other]", "[old, nwe, other]")
    assert "option 'catalogues': found “nwe”, but there is no such folder beside mkdocs.yml" in build(project)


def test_what_is_wrong_with_all_catalogues_is_told_at_once(project: Path) -> None:
    for name in ("old", "new"):
        edit(project.parent / name / "plans.csv", "e1,E1,e", "e1,E1,none")
    said = build(project)
    assert said.count("plans.csv, line 2, cell C2") == 2
    assert "old: the site stays as it is until this is mended" in said
    assert "new: the site stays as it is until this is mended" in said


# ------------------------------------------------------------------------------------ the same site, a section, staged


@pytest.mark.long
def test_a_navigation_that_names_an_edition_is_left_as_it_is(project: Path) -> None:
    edit(project, "  - about.md\n", "  - Then:\n      - old/matrix.md\n  - about.md\n")
    ran = run_mkdocs("build", "--strict", config=project)
    assert ran.returncode == 0, ran.stderr
    html = text_of(project.parent / "site", "en/index.html")
    assert re.findall(r'class="md-tabs__link"[^>]*>([^<]*)</a>', html)[1:] == ["2024", "2023", "Matrix", "About"]


@pytest.mark.long
def test_two_builds_are_the_same_byte_for_byte(project: Path, editions_folder: Path) -> None:
    ran = run_mkdocs("build", "--strict", config=project)
    assert ran.returncode == 0, ran.stderr
    built = project.parent / "site"
    first, second = (
        {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}
        for site in (editions_folder, built)
    )
    assert first == second


@pytest.fixture(scope="module")
def staged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site as plain trees for other engines."""
    out = tmp_path_factory.mktemp("staged") / "out"
    folders = [word for name in ("old", "new", "other") for word in ("--catalogue", str(EDITIONS / name))]
    assert cli.main(["stage", str(out), *folders]) == 0
    return out


def test_plain_trees_have_every_edition(staged: Path) -> None:
    for tag in TAGS:
        for edition in IDS:
            assert (staged / tag / edition / "matrix.md").is_file()
            assert (staged / tag / edition / "names.json").is_file()
            assert (staged / "api" / "v1" / edition / "catalogue.json").is_file()
    configs = {name: config_of(text_of(staged, f"en/{name}/matrix.md")) for name in IDS}
    for name, config in configs.items():
        python = config["settings"]["python"]
        assert python["digest"] == load(EDITIONS / name).catalogue.digest
        assert list((staged / python["catalogue"]["url"]).parent.glob(f"{Path(python['catalogue']['url']).name}*"))


def test_plain_trees_lead_on_from_an_id_of_earlier(staged: Path) -> None:
    for tag in TAGS:
        leads_on(staged / tag / "new" / "plans" / "pilot" / "index.html")
    assert (staged / "api" / "v1" / "new" / "decisions" / "pilot.json").is_file()


def leads_on(page: Path) -> None:
    """Fails unless a page leads on, with and without its script."""
    html = page.read_text(encoding="utf-8")
    assert 'content="0; url=../f3/"' in html
    (script,) = re.findall('<script src="(.*?)">', html)
    assert (page.parent / script).resolve().is_file()


def test_plain_pages_of_an_old_edition_say_so_below_their_front_matter(staged: Path) -> None:
    for path in sorted((staged / "en").rglob("*.md")):
        text = path.read_text(encoding="utf-8")
        old = path.is_relative_to(staged / "en" / "old")
        assert (SAID["en"] in text) is old, path
        if old and text.startswith("---\n"):
            assert (
                text.split("\n---\n", 1)[1]
                .lstrip()
                .startswith('<div class="md-typeset">\n<p class="ps-doubt ps-newer"')
            )


def test_two_catalogues_of_one_id_are_not_staged(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(project.parent / "other" / "catalogue.csv", "id,other", "id,old")
    folders = [word for name in ("old", "other") for word in ("--catalogue", str(project.parent / name))]
    assert cli.main(["stage", str(tmp_path / "out"), *folders]) == 2
    assert "“old” is the id of both" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


@pytest.fixture(scope="module")
def section(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Somebody's site with all editions in a section."""
    config = host(tmp_path_factory.mktemp("section"), "mkdocs", "en")
    guides = config.parent / "docs" / "help" / "upgrade" / "old" / "guides"
    shutil.copytree(EDITIONS / "docs" / "en" / "old" / "guides", guides)
    listed = ", ".join((EDITIONS / name).as_posix() for name in ("old", "new", "other"))
    text = config.read_text(encoding="utf-8") + PLUGIN.format(catalogue="CATALOGUE")
    config.write_text(text.replace("catalogue: CATALOGUE", f"catalogues: [{listed}]"), encoding="utf-8")
    ran = run_mkdocs("build", "--strict", config=config)
    assert ran.returncode == 0, ran.stderr
    return config.parent / "site"


def test_a_section_leads_on_from_an_id_of_earlier(section: Path) -> None:
    folder = section / "help" / "upgrade"
    leads_on(folder / "new" / "plans" / "pilot" / "index.html")
    assert (folder / "api" / "v1" / "new" / "decisions" / "pilot.json").is_file()


def test_a_section_has_every_edition(section: Path) -> None:
    for edition in IDS:
        html = text_of(section, f"help/upgrade/{edition}/matrix/index.html")
        assert config_of(html)["settings"]["digest"] == load(EDITIONS / edition).catalogue.digest
        assert (SAID["en"] in words_of(html)) is (edition == "old")
    pages = {path.relative_to(section).as_posix(): Html(path) for path in sorted(section.rglob("*.html"))}
    broken = broken_links(pages, section, "http://site.test/")
    assert not [link for link in broken if "https://www.mkdocs.org" not in link]
