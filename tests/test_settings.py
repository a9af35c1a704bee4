"""The options of the plugin: each mistake is one sentence that says what was expected, and all are told at once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from mkdocs.utils.yaml import yaml_load

from planswitch.plugin import PlanswitchPlugin
from planswitch.settings import EXPECTED, Settings, pages_missing

FOLDER = "expected the folder of the CSV files, such as data"
FOLDERS = "expected a list of such folders, such as [data]; the pages of each are then under its id"
LIST = "expected a list of language tags, such as [en, it]"
SECTION = "expected the path of our pages in a site of yours, such as upgrade"
ADDRESS = "expected the address where a reader can report an error, such as https://… or mailto:…, or nothing"
NOWHERE = "there is no such folder beside mkdocs.yml"
CHANGES = "expected the file that says what changed from edition to edition, such as editions/changes.csv"
SUCH_AS = "write a tag such as en or pt-BR"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for folder in ("data", "editions/later", "docs/en", "docs/it", "docs/pt-BR"):
        (tmp_path / folder).mkdir(parents=True)
    for folder in ("data", "editions/later"):
        (tmp_path / folder / "plans.csv").touch()
    (tmp_path / "changes.csv").touch()
    return tmp_path


def read(project: Path, text: str) -> tuple[PlanswitchPlugin, list[str]]:
    """Lets the plugin read its options as they stand in YAML; returns what it says is wrong."""
    plugin = PlanswitchPlugin()
    given: Any = yaml_load(f"planswitch: {text}")["planswitch"]
    errors, warnings = plugin.load_config(given or {}, str(project / "mkdocs.yml"))
    assert not warnings
    return plugin, [f"{name}: {error}" for name, error in errors]


def settings(project: Path, text: str) -> Settings:
    """What options say with which nothing is wrong."""
    plugin, wrong = read(project, text)
    assert wrong == []
    return plugin.config.settings()


def test_options_that_make_sense_are_read(project: Path) -> None:
    found = settings(project, "{catalogue: data, languages: [it, en, pt-BR]}")
    assert found == Settings((project / "data",), ("it", "en", "pt-BR"))


def test_each_of_several_catalogues_is_under_its_id_and_one_alone_is_not(project: Path) -> None:
    assert not settings(project, "{catalogue: data, languages: [en]}").several
    found = settings(project, "{catalogues: [data], languages: [en]}")
    assert (found.catalogues, found.several) == ((project / "data",), True)
    found = settings(project, "{catalogues: [data, editions/later], languages: [en]}")
    assert (found.catalogues, found.several) == ((project / "data", project / "editions" / "later"), True)


def test_a_site_may_say_what_changed(project: Path) -> None:
    found = settings(project, "{catalogue: data, languages: [en], changes: changes.csv}")
    assert found.changes == project / "changes.csv"
    assert settings(project, "{catalogue: data, languages: [en]}").changes is None


def test_a_section_needs_no_language(project: Path) -> None:
    found = settings(project, "{catalogue: data, section: help/upgrade}")
    assert found == Settings((project / "data",), section="help/upgrade")
    assert settings(project, "{catalogue: data, section: upgrade, language: it}").language == "it"


@pytest.mark.parametrize(
    ("written", "report"),
    [
        ("", ""),
        ("''", ""),
        ("'https://example.org/issues/new?template=error'", "https://example.org/issues/new?template=error"),
        ("mailto:errors@example.org", "mailto:errors@example.org"),
    ],
)
def test_errors_are_reported_where_the_site_says_or_nowhere(project: Path, written: str, report: str) -> None:
    assert settings(project, f"{{catalogue: data, languages: [en], report: {written}}}").report == report


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("{catalog: data, languages: [en]}", "catalog: there is no such option; did you mean “catalogue”?"),
        (
            "{catalogue: data, languages: [en], colour: red}",
            f"colour: there is no such option; use one of: {', '.join(EXPECTED)}",
        ),
        ("{languages: [en]}", f"catalogue: found nothing; {FOLDER}."),
        ("{catalogue: , languages: [en]}", f"catalogue: found nothing; {FOLDER}."),
        ("{catalogue: '', languages: [en]}", f"catalogue: found nothing; {FOLDER}."),
        ("{catalogue: 2014, languages: [en]}", f"catalogue: found 2014; {FOLDER}."),
        ("{catalogue: [data], languages: [en]}", f"catalogue: found a list; {FOLDER}."),
        (
            "{catalogue: dta, languages: [en]}",
            "catalogue: found “dta”, but there is no such folder beside mkdocs.yml; did you mean “data”?",
        ),
        ("{catalogues: data, languages: [en]}", f"catalogues: found “data”; {FOLDERS}."),
        ("{catalogues: [], languages: [en]}", f"catalogues: found nothing; {FOLDERS}."),
        (
            "{catalogues: [dta], languages: [en]}",
            "catalogues: found “dta”, but there is no such folder beside mkdocs.yml; did you mean “data”?",
        ),
        (
            "{catalogues: [data, editions/ltr], languages: [en]}",
            f"catalogues: found “editions/ltr”, but {NOWHERE}; did you mean “editions/later”?",
        ),
        ("{catalogues: [data, data], languages: [en]}", "catalogues: found “data” twice; expected each once."),
        ("{catalogues: [data, ./data], languages: [en]}", "catalogues: found “./data” twice; expected each once."),
        ("{catalogues: [data, 2014], languages: [en]}", f"catalogues: found 2014; {FOLDER}."),
        (
            "{catalogue: data, catalogues: [data], languages: [en]}",
            "catalogues: found beside “catalogue”; expected one of the two.",
        ),
        ("{catalogue: data}", f"languages: found nothing; {LIST}."),
        ("{catalogue: data, languages: }", f"languages: found nothing; {LIST}."),
        ("{catalogue: data, languages: []}", f"languages: found nothing; {LIST}."),
        ("{catalogue: data, languages: en}", f"languages: found “en”; {LIST}."),
        ("{catalogue: data, languages: {en: it}}", f"languages: found a section; {LIST}."),
        ("{catalogue: data, languages: [en, en]}", "languages: found “en” twice; expected each once."),
        (
            "{catalogue: data, languages: [en, no]}",
            "languages: found false, which is how YAML reads a bare no; write it in quotes.",
        ),
        (
            "{catalogue: data, languages: [en_US]}",
            "languages: found “en_US”, which is no known language; did you mean “en-US”?",
        ),
        (
            "{catalogue: data, languages: [../en]}",
            f"languages: found “../en”, which is no known language; {SUCH_AS}.",
        ),
        ("{catalogue: data, languages: [3]}", f"languages: found 3, which is no known language; {SUCH_AS}."),
        ("{catalogue: data, languages: [xx]}", f"languages: found “xx”, which is no known language; {SUCH_AS}."),
        ("{catalogue: data, section: /upgrade/}", f"section: found “/upgrade/”; {SECTION}."),
        ("{catalogue: data, section: ../upgrade}", f"section: found “../upgrade”; {SECTION}."),
        ("{catalogue: data, section: true}", f"section: found true; {SECTION}."),
        (
            "{catalogue: data, section: upgrade, languages: [en]}",
            "languages: found beside “section”; expected neither, for a section has the language of its site.",
        ),
        (
            "{catalogue: data, section: upgrade, language: xx}",
            f"language: found “xx”, which is no known language; {SUCH_AS}.",
        ),
        (
            "{catalogue: data, languages: [en], language: en}",
            "language: found without “section”; expected the languages of a whole site in “languages”.",
        ),
        ("{catalogue: data, languages: [en], report: me}", f"report: found “me”; {ADDRESS}."),
        (
            "{catalogue: data, languages: [en], report: 'javascript:alert(1)'}",
            f"report: found “javascript:alert(1)”; {ADDRESS}.",
        ),
        ("{catalogue: data, languages: [en], report: [1]}", f"report: found a list; {ADDRESS}."),
        ("{catalogue: data, languages: [en], changes: [1]}", f"changes: found a list; {CHANGES}."),
        ("{catalogue: data, languages: [en], changes: ''}", f"changes: found nothing; {CHANGES}."),
        (
            "{catalogue: data, languages: [en], changes: chnges.csv}",
            "changes: found “chnges.csv”, but there is no such file beside mkdocs.yml; did you mean “changes.csv”?",
        ),
    ],
)
def test_each_mistake_is_one_sentence(project: Path, text: str, sentence: str) -> None:
    assert read(project, text)[1] == [sentence]


def test_all_mistakes_are_told_at_once(project: Path) -> None:
    wrong = read(project, "{catalogue: dta, languages: [xx, en, en], colour: red, renderer: 1}")[1]
    assert [line.partition(":")[0] for line in wrong] == ["colour", "renderer", "catalogue", "languages", "languages"]


def test_a_language_without_pages_is_told(project: Path) -> None:
    assert list(pages_missing(("en", "fr"), project / "docs")) == [
        ("languages", "found “fr”, but there is no folder docs/fr; write it, or take the language out.")
    ]
