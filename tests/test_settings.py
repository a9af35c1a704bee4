"""The settings of a site: each mistake is one sentence that says what was expected, and all are told at once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from mkdocs.utils.yaml import yaml_load

from planswitch.settings import Settings, SettingsError, read_settings

LIST = "expected a list of language tags, such as [en, it]"
FOLDER = "expected the folder of the CSV files, such as data"
ADDRESS = "expected the address where a reader can report an error, such as https://… or mailto:…, or nothing"
SEVERAL = "expected true where the site has several catalogues, or will have, and otherwise false"
SUCH_AS = "write a tag such as en or pt-BR"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for folder in ("data", "docs/en", "docs/it", "docs/pt-BR"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "data" / "plans.csv").touch()
    return tmp_path


def read(project: Path, text: str) -> Settings:
    """Reads a section as it stands in YAML."""
    given: Any = yaml_load(f"planswitch: {text}")["planswitch"]
    return read_settings(given, project, project / "docs")


def test_settings_that_make_sense_are_read(project: Path) -> None:
    found = read(project, "{catalogue: data, languages: [it, en, pt-BR]}")
    assert found == Settings(project / "data", ("it", "en", "pt-BR"))


@pytest.mark.parametrize(("written", "several"), [("", False), ("false", False), ("true", True)])
def test_a_site_has_one_catalogue_unless_it_says_that_it_will_have_several(
    project: Path, written: str, several: bool
) -> None:
    found = read(project, f"{{catalogue: data, languages: [en], several_catalogues: {written}}}")
    assert found.several is several


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
    assert read(project, f"{{catalogue: data, languages: [en], report: {written}}}").report == report


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "extra.planswitch is not there; expected a section with catalogue and languages."),
        ("data", "extra.planswitch is “data”; expected a section with catalogue and languages."),
        ("[en]", "extra.planswitch is a list; expected a section with catalogue and languages."),
        ("{catalog: data, languages: [en]}", "extra.planswitch.catalog is no setting; did you mean “catalogue”?"),
        ("{catalogue: data, language: [en]}", "extra.planswitch.language is no setting; did you mean “languages”?"),
        (
            "{catalogue: data, languages: [en], colour: red}",
            "extra.planswitch.colour is no setting; use one of: catalogue, languages, report, several_catalogues",
        ),
        ("{languages: [en]}", f"extra.planswitch.catalogue is not there; {FOLDER}."),
        ("{catalogue: , languages: [en]}", f"extra.planswitch.catalogue is empty; {FOLDER}."),
        ("{catalogue: 2014, languages: [en]}", f"extra.planswitch.catalogue is 2014; {FOLDER}."),
        ("{catalogue: [data], languages: [en]}", f"extra.planswitch.catalogue is a list; {FOLDER}."),
        (
            "{catalogue: dta, languages: [en]}",
            "extra.planswitch.catalogue is “dta”, but there is no such folder beside mkdocs.yml; did you mean “data”?",
        ),
        ("{catalogue: data}", f"extra.planswitch.languages is not there; {LIST}."),
        ("{catalogue: data, languages: }", f"extra.planswitch.languages has none; {LIST}."),
        ("{catalogue: data, languages: []}", f"extra.planswitch.languages has none; {LIST}."),
        ("{catalogue: data, languages: en}", f"extra.planswitch.languages is “en”; {LIST}."),
        ("{catalogue: data, languages: {en: it}}", f"extra.planswitch.languages is a section; {LIST}."),
        (
            "{catalogue: data, languages: [en, en]}",
            "extra.planswitch.languages has “en” twice; expected each once.",
        ),
        (
            "{catalogue: data, languages: [en, no]}",
            "extra.planswitch.languages has false, which is how YAML reads a bare no; write it in quotes.",
        ),
        (
            "{catalogue: data, languages: [en_US]}",
            "extra.planswitch.languages has “en_US”, which is no known language; did you mean “en-US”?",
        ),
        (
            "{catalogue: data, languages: [../en]}",
            f"extra.planswitch.languages has “../en”, which is no known language; {SUCH_AS}.",
        ),
        (
            "{catalogue: data, languages: [3]}",
            f"extra.planswitch.languages has 3, which is no known language; {SUCH_AS}.",
        ),
        (
            "{catalogue: data, languages: [xx]}",
            f"extra.planswitch.languages has “xx”, which is no known language; {SUCH_AS}.",
        ),
        (
            "{catalogue: data, languages: [en, fr]}",
            "extra.planswitch.languages has “fr”, but there is no folder docs/fr; write it, or take the language out.",
        ),
        ("{catalogue: data, languages: [en], report: me}", f"extra.planswitch.report is “me”; {ADDRESS}."),
        (
            "{catalogue: data, languages: [en], report: 'javascript:alert(1)'}",
            f"extra.planswitch.report is “javascript:alert(1)”; {ADDRESS}.",
        ),
        ("{catalogue: data, languages: [en], report: [1]}", f"extra.planswitch.report is a list; {ADDRESS}."),
        (
            "{catalogue: data, languages: [en], several_catalogues: perhaps}",
            f"extra.planswitch.several_catalogues is “perhaps”; {SEVERAL}.",
        ),
    ],
)
def test_each_mistake_is_one_sentence(project: Path, text: str, sentence: str) -> None:
    with pytest.raises(SettingsError) as refused:
        read(project, text)
    assert str(refused.value) == sentence


def test_all_mistakes_are_told_at_once(project: Path) -> None:
    with pytest.raises(SettingsError) as refused:
        read(project, "{catalogue: dta, languages: [xx, fr, xx], colour: red, renderer: 1}")
    told = str(refused.value).splitlines()
    assert len(told) == 6
    assert all(line.startswith("extra.planswitch") for line in told)
