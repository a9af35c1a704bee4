"""What the site holds besides its pages: all of it is in the list, and each licence is in the site, word for word."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from importlib.metadata import distribution, version
from pathlib import Path
from urllib.parse import unquote

import pytest

from planswitch.browser.runtime import Runtime
from planswitch.pages import software
from planswitch.pages.software import Component
from planswitch.staging import own_assets
from tests.site_builder import Html

OURS = {path for path, _ in own_assets()}
"""Scripts, styles and pictures that we wrote, as the site has them."""
LISTED = software.components(("en", "it"))
GENERATED = re.compile(
    r"([a-z]+/)?([\w-]+/)*[\w-]+\.html|([a-z]+/)?sitemap\.xml|robots\.txt|llms\.txt|_headers|\.\w+(\.json)?"
    r"|api/v1/[\w./-]+\.json|[a-z]+/(search|2014/answers)/[\w-]+\.json|[a-z]+/2014/names\.json|[a-z]+/pictures/[\w-]+\.webp"
    r"|assets/licences/[\w-]+\.txt"
)
"""Files that the build makes from our own pages and data."""

INSIDE = re.compile(r"(?:node_modules|vendor)/((?:@[\w-]+/)?[\w.-]+)")
"""A package in the path of a source."""


def foreign(paths: set[str]) -> Iterator[str]:
    """The files that are neither ours nor made by the build."""
    for path in sorted(paths):
        if path not in OURS and not GENERATED.fullmatch(path):
            yield path


def unlisted(paths: set[str]) -> list[str]:
    """The files of others that no component owns."""
    return [path for path in foreign(paths) if not any(each.owns(path) for each in LISTED)]


@pytest.fixture(scope="module")
def paths(site_folder: Path) -> set[str]:
    files = {path.relative_to(site_folder).as_posix() for path in site_folder.rglob("*") if path.is_file()}
    return {re.sub(r"\.(br|gz)$", "", path) for path in files}


def test_every_file_of_others_belongs_to_a_component(paths: set[str]) -> None:
    assert any(foreign(paths))
    assert not unlisted(paths)


@pytest.mark.parametrize(
    "new",
    [
        "assets/javascripts/new.js",
        "assets/fonts/new.woff2",
        "en/new.js",
        "new.css",
        "assets/python/new.0123456789ab.so",
    ],
)
def test_a_new_file_of_others_is_noticed(paths: set[str], new: str) -> None:
    assert unlisted({*paths, new}) == [new]


def test_no_component_is_listed_for_files_that_are_gone(paths: set[str]) -> None:
    patterns = {pattern for component in LISTED for pattern in component.files}
    assert not [pattern for pattern in sorted(patterns) if not any(fnmatchcase(path, pattern) for path in paths)]


def test_every_package_inside_a_script_or_style_is_listed() -> None:
    """Source maps say what went into a file."""
    theme = Path(str(distribution("mkdocs-material").locate_file("material/templates/assets")))
    maps = [*theme.rglob("*.map"), Runtime.installed().folder / "pyodide.mjs.map"]
    sources = [source for path in maps for source in json.loads(path.read_text("utf-8"))["sources"]]
    inside = {found[1] for source in sources if (found := INSIDE.search(source))}
    assert inside == {module for each in LISTED for module in each.modules}


@pytest.mark.long
def test_every_icon_in_styles_and_pages_is_from_a_listed_set(site_folder: Path) -> None:
    folder = Path(str(distribution("mkdocs-material").locate_file("material/templates/.icons")))
    sets: dict[str, set[str]] = {}
    for file in folder.rglob("*.svg"):
        for shape in re.findall(r'\bd="([^"]+)"', file.read_text("utf-8")):
            sets.setdefault(shape, set()).add(file.relative_to(folder).parts[0])
    drawn = set()
    for file in (*site_folder.glob("assets/stylesheets/*.css"), *site_folder.rglob("*.html")):
        for shape in re.findall(r"<path[^>]*? d=[\"']([^\"']+)", unquote(file.read_text("utf-8"))):
            drawn |= sets.get(shape, set())
    assert drawn == {icons for each in LISTED for icons in each.icons}


def test_the_list_was_looked_over_for_the_versions_that_are_installed() -> None:
    """Pyodide's WebAssembly does not say what is linked into it: a new version has to be looked at by a person."""
    installed = {"pyodide": Runtime.installed().version, "mkdocs-material": version("mkdocs-material")}
    assert software.looked_at() == installed, "see the first lines of generator/planswitch/licences/components.toml"


def test_each_licence_is_in_the_site_and_every_stored_text_is_used(site_folder: Path) -> None:
    for component in LISTED:
        text = (site_folder / component.path).read_text("utf-8")
        assert text == component.text()
        assert len(text) > 200, component.name
    stored = {path.name for path in software.FOLDER.glob("*.txt")}
    used = {name for component in software.known() for name in component.texts}
    assert stored == {name for name in used if Path(name).name == name and ":" not in name}


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Planswitch", "The Planswitch authors"),
        ("Pyodide", "Mozilla Public License Version 2.0"),
        ("CPython", "PYTHON SOFTWARE FOUNDATION LICENSE VERSION 2"),
        ("CPython", "Copyright (c) 2001 Python Software Foundation; All Rights Reserved"),
        ("Emscripten", "University of Illinois/NCSA"),
        ("musl", "Rich Felker"),
        ("Material for MkDocs", "Martin Donath"),
        ("Material Design Icons", "Version 2.0, January 2004"),
        ("Font Awesome Free", "Creative Commons Attribution 4.0 International"),
        ("Lunr", "Oliver Nightingale"),
        ("Lunr Languages", "MOZILLA PUBLIC LICENSE"),
        ("wordcut", "GNU GENERAL PUBLIC LICENSE"),
    ],
)
def test_a_licence_is_the_one_that_its_name_says(name: str, words: str) -> None:
    component = next(each for each in software.known() if each.name == name)
    assert words in component.text()


def test_every_page_leads_to_the_list_and_about_names_it(site_folder: Path) -> None:
    for language in ("en", "it"):
        page = Html(site_folder / language / "software" / "index.html")
        for component in LISTED:
            assert component.name in page.text
            assert f"../../{component.path}" in page.links
        assert "../software/" in Html(site_folder / language / "about" / "index.html").links
        assert "../../../software/" in Html(site_folder / language / "2014" / "guides" / "wizard" / "index.html").links


@pytest.mark.parametrize(("tags", "found"), [(["en", "it"], []), (["ja-JP"], ["TinySegmenter"]), (["hi"], ["wordcut"])])
def test_what_only_some_languages_need_is_listed_for_them(tags: list[str], found: list[str]) -> None:
    assert [each.name for each in software.components(tags) if each.languages] == found


def test_the_site_has_no_maps_and_searches_in_its_own_languages_alone(site_folder: Path) -> None:
    assert not list(site_folder.rglob("*.map"))
    scripts = {path.name for path in (site_folder / "assets/javascripts/lunr").rglob("*.js")}
    assert scripts == {"lunr.it.min.js", "lunr.multi.min.js", "lunr.stemmer.support.min.js"}


def test_a_package_without_its_licence_is_said_with_what_to_do() -> None:
    moved = Component("Theme", "theme", "MIT", ("mkdocs-material:/NOWHERE",))
    with pytest.raises(
        LookupError, match="The licence of mkdocs-material should be its one file …/NOWHERE, and it has 0"
    ):
        moved.text()
