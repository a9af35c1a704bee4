"""Links in texts of the catalogue: one that leads to no page is told at the cell that has it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from planswitch.catalogue import load
from planswitch.pages import registry
from planswitch.pages.languages import languages
from planswitch.pages.links import Unbuilt, problems, unbuilt_problems
from planswitch.pages.render import Renderer
from tests.assertions import ROOT
from tests.site_builder import gym

PAGES = {"about/": ["edition"], "plans/swim/": [], "guides/manual/": []}
HEADER = """msgid ""
msgstr ""
"Language: it\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"
"""


def told(folder: Path, remedy: str, translation: str = "") -> list[str]:
    """What is said of a remedy's links, in the catalogue's language or in a translation."""
    shutil.copytree(ROOT / "tests" / "faulty" / "base", folder / "data")
    rules = folder / "data" / "rules.csv"
    text = rules.read_text(encoding="utf-8").replace("Empty the **locker**.", f'"{remedy}"')
    rules.write_text(text, encoding="utf-8")
    entry = f'\nmsgid "{remedy}"\nmsgstr "{translation}"\n'
    (folder / "it.po").write_text(HEADER + entry, encoding="utf-8")
    found = languages(["it" if translation else "en"], folder)
    loaded = load(folder / "data")
    return [problem.explain() for tag in found for problem in problems(Renderer(loaded, found[tag], found), PAGES)]


@pytest.mark.parametrize(
    "remedy",
    [
        "Empty it.",
        "[See](about/) [here](about/#edition), [there](plans/swim/).",
        "[Out](https://example.org/)",
        "`[x](y/)`",
    ],
)
def test_a_link_to_a_page_or_a_place_of_it_is_right(tmp_path: Path, remedy: str) -> None:
    assert told(tmp_path, remedy) == []


@pytest.mark.parametrize(
    ("remedy", "words"),
    [
        ("[See](abuot/).", ["found a link to “abuot/” in the text in “en”; expected a page", "did you mean “about/”"]),
        ("**[See](manual)**", ["“manual”", "a page of the site"]),
        ("[See](about/#editon)", ["“about/#editon”", "a place of the page “about/”", "did you mean “edition”"]),
    ],
)
def test_one_that_is_not_is_told_at_its_cell(tmp_path: Path, remedy: str, words: list[str]) -> None:
    (message,) = told(tmp_path, remedy)
    assert message.startswith("rules.csv, line 3, cell I3: warning (link)")
    assert [part for part in words if part not in message] == []


def test_a_link_of_a_setting_is_told_as_well(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "tests" / "faulty" / "base", tmp_path / "data")
    with (tmp_path / "data" / "catalogue.csv").open("a", encoding="utf-8") as settings:
        settings.write("note,It has [moved](abuot/).\n")
    found = languages(["en"], tmp_path)
    loaded = load(tmp_path / "data")
    (message,) = [problem.explain() for problem in problems(Renderer(loaded, found["en"], found), PAGES)]
    assert message.startswith("catalogue.csv, line ")
    assert "found a link to “abuot/”" in message


def test_a_translation_has_links_of_its_own(tmp_path: Path) -> None:
    (message,) = told(tmp_path, "[See](about/)", "[Vedi](informazioni/)")
    assert "found a link to “informazioni/” in the text in “it”" in message


@pytest.fixture
def renderer(tmp_path: Path) -> Renderer:
    """The gym's, with its pages beside its catalogue."""
    project = gym(tmp_path / "gym").parent
    found = languages(["it"], project / "locale")
    return Renderer(load(project / "data"), found["it"], found)


def test_pages_are_known_before_they_are_made(renderer: Renderer) -> None:
    made = [page.path for page in registry.pages(renderer)]
    assert list(registry.paths(renderer)) == made
    assert [registry.page(renderer, path).path for path in made] == made


def test_a_site_that_is_not_built_has_the_pages_it_would_have(renderer: Renderer, tmp_path: Path) -> None:
    docs = tmp_path / "gym" / "docs"
    (docs / "it" / "guide").mkdir()
    (docs / "it" / "guide" / "README.md").write_text("# Guide\n", encoding="utf-8")
    (docs / "it" / "guide" / "orari.md").write_text(
        "\ufeff---\ntitle: x\n# no: heading\n---\n# Gli orari\n\nText.\n{: #testo }\n\n<a name=qui></a>\n",
        encoding="utf-8",
    )
    (docs / "it" / ".bozza.md").write_text("# Bozza\n", encoding="utf-8")
    pages = Unbuilt([renderer], docs)
    assert {"", "matrix/", "plans/", "plans/sala-base/", "guide/", "guide/orari/"} <= set(pages)
    assert len(pages) == len(set(pages))
    assert not {"index/", ".bozza/", "guide/README/"} & set(pages)
    assert list(pages["guide/orari/"]) == ["gli-orari", "testo", "qui"]
    assert pages["plans/sala-base/"]


def test_nothing_is_said_of_links_where_no_pages_are(renderer: Renderer, tmp_path: Path) -> None:
    assert list(unbuilt_problems(renderer.loaded, tmp_path / "nowhere", tmp_path)) == []


def test_where_no_text_has_a_link_nobody_asks_which_pages_there_would_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "en").mkdir()
    loaded = load(ROOT / "tests" / "faulty" / "base")
    monkeypatch.setattr(registry, "paths", lambda _: pytest.fail("they were asked for"))
    assert list(unbuilt_problems(loaded, tmp_path, tmp_path)) == []


def test_pages_of_an_edition_are_looked_for_in_its_folder_where_there_is_one(
    renderer: Renderer, tmp_path: Path
) -> None:
    docs = tmp_path / "gym" / "docs"
    catalogue = renderer.catalogue
    (docs / "it" / catalogue.id / "guide").mkdir(parents=True)
    (docs / "it" / catalogue.id / "guide" / "index.md").write_text("# Guida\n", encoding="utf-8")
    found = languages(["it"], tmp_path / "gym" / "locale")
    several = Renderer(renderer.loaded, found["it"], found, several=True, written=("guide",))
    pages = Unbuilt([several], docs)
    assert {f"{catalogue.id}/guide/", f"{catalogue.id}/matrix/"} <= set(pages)
    assert several.placed("guide/") in pages
    settings = tmp_path / "gym" / "data" / "catalogue.csv"
    text = settings.read_text(encoding="utf-8-sig")
    settings.write_text(f"{text.rstrip()}\nnote;Leggi la [guida](guide/) e gli [orari](orari/).\n", encoding="utf-8")
    told = list(unbuilt_problems(load(tmp_path / "gym" / "data"), docs, tmp_path / "gym" / "locale"))
    assert [problem.found for problem in told] == ["a link to “orari/” in the text in “it”"]
