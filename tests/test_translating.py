"""``check`` and ``translations`` on a site of two languages: what is not translated is told where it stands."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from planswitch import cli
from planswitch.i18n import read
from tests.assertions import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable

BASE = ROOT / "tests" / "faulty" / "base"
SITE = "site_name: Gym\nplugins:\n  - planswitch:\n      catalogue: data\n      languages: [en, it]\n"


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Runs a command and returns exit status, output and messages."""

    def start(*words: str) -> tuple[int, str, str]:
        status = cli.main([*words])
        told = capsys.readouterr()
        return status, told.out, told.err

    return start


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Callable[..., tuple[int, str, str]]) -> Path:
    """A site that is whole in both of its languages."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(BASE, tmp_path / "data")
    (tmp_path / "mkdocs.yml").write_text(SITE, encoding="utf-8")
    for tag in ("en", "it"):
        (tmp_path / "docs" / tag).mkdir(parents=True)
        (tmp_path / "docs" / tag / "index.md").write_text(f"# Gym\n\nIn {tag}.\n", encoding="utf-8")
    assert run("messages", "--locale", "it")[0] == 0
    translate(tmp_path / "locale" / "it.po")
    assert run("translations", "--seen", "docs/it/index.md")[0] == 0
    return tmp_path


def translate(path: Path) -> None:
    """Translates whatever waits, each text by itself."""
    po = read(path, path.stem)
    for entry in po.live:
        entry.strings = tuple(string or entry.id for string in entry.strings)
    path.write_text(po.text(), encoding="utf-8")


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def line_of(path: Path, text: str) -> int:
    return path.read_text(encoding="utf-8").splitlines().index(text) + 1


# ---------------------------------------------------------------------------------------------------------------- check


def test_nothing_is_said_of_a_site_that_is_translated(site: Path, run: Callable[..., tuple[int, str, str]]) -> None:
    status, out, err = run("check")
    assert (status, err) == (0, "")
    assert out.startswith("data: no problem.")
    assert ", 0 warnings;" in out


def test_a_text_without_a_translation_is_told_where_it_waits_and_where_it_stands(
    site: Path, run: Callable[..., tuple[int, str, str]]
) -> None:
    edit(site / "locale" / "it.po", 'msgstr "Gold card"', 'msgstr ""')
    status, out, _ = run("check")
    line = line_of(site / "locale" / "it.po", 'msgid "Gold card"')
    assert status == 0
    assert "it: warning (translation): 1 text of the catalogue to translate; planswitch messages lists them" in out
    assert f"locale/it.po, line {line}: warning (translation)\n" in out
    assert "found no translation of “Gold card” (facts.csv, line 4, cell C4); expected one: readers get the text" in out
    assert ", 1 warning;" in out


def test_a_fuzzy_translation_is_told_with_the_text_that_it_was_made_for(
    site: Path, run: Callable[..., tuple[int, str, str]]
) -> None:
    edit(site / "data" / "facts.csv", "Look for its key.", "Look for your key.")
    run("messages")
    status, out, _ = run("check")
    line = line_of(site / "locale" / "it.po", 'msgid "Look for your key."')
    assert status == 0
    assert f"locale/it.po, line {line}: warning (fuzzy)\n" in out
    assert "found a translation of “Look for its key.”; expected one of “Look for your key.” (facts.csv, line " in out
    assert "tip: put it right, and delete “fuzzy” in the line that begins with “#,”" in out


def test_a_text_that_the_file_has_not_got_is_told_with_the_command_that_brings_it(
    site: Path, run: Callable[..., tuple[int, str, str]]
) -> None:
    edit(site / "data" / "facts.csv", "Look for its key.", "It has a label.")
    status, out, _ = run("check")
    assert status == 0
    assert "locale/it.po: warning (translation)\n  found no “It has a label.” (facts.csv, line " in out
    assert "tip: run: planswitch messages" in out


def test_of_many_texts_the_first_are_told_and_how_many_there_are(
    site: Path, run: Callable[..., tuple[int, str, str]]
) -> None:
    (site / "locale" / "it.po").unlink()
    run("messages", "--locale", "it")
    waiting = sum(not entry.done for entry in read(site / "locale" / "it.po", "it").live)
    _, out, _ = run("check")
    assert f"it: warning (translation): {waiting} texts of the catalogue to translate" in out
    assert out.count("warning (translation)\n") == 3


def test_pages_that_do_not_say_what_their_original_says_are_told(
    site: Path, run: Callable[..., tuple[int, str, str]]
) -> None:
    edit(site / "docs" / "en" / "index.md", "In en.", "In English.")
    (site / "docs" / "en" / "about.md").write_text("# About\n", encoding="utf-8")
    status, out, _ = run("check")
    assert status == 0
    assert "docs/it/index.md, line 2: warning (page)\n" in out
    assert "docs/en/index.md has changed since" in out
    assert "tip: look at the two, then run: planswitch translations --seen docs/it/index.md" in out
    assert "docs/it/about.md: warning (page)\n  found no such page" in out
    assert "docs: 2 warnings\n" in out
    assert run("check", "data")[1].count("warning (page)") == 0, "which is about a catalogue alone"


def test_a_language_of_the_site_that_nobody_has_begun_is_an_error_that_says_how(
    site: Path, run: Callable[..., tuple[int, str, str]]
) -> None:
    edit(site / "mkdocs.yml", "[en, it]", "[en, it, de]")
    begin = "begin its translations with: planswitch messages --catalogue data --locale de"
    status, out, _ = run("check")
    assert status == 1
    assert f"data has no text in “de”, a language of the site; {begin}\ndata: 1 problem\n" in out
    status, out, _ = run("check", "--style", "github")
    assert (status, "::error::data has no text in “de”, a language of the site; " in out) == (1, True)
    for tag, how in (("de", "Begin one with: planswitch messages --catalogue data --locale de"), ("xx", "Write a tag")):
        status, _, err = run("answer", "swim", "swim-plus", "--locale", tag)
        assert status == 2
        assert err.startswith(f"planswitch: No translation for “{tag}”. Known: en, it. {how}")
    assert run("messages", "--catalogue", "data", "--locale", "de")[0] == 0
    assert run("check")[0] == 0


# --------------------------------------------------------------------------------------------------------- translations


def test_each_language_has_its_rows(site: Path, run: Callable[..., tuple[int, str, str]]) -> None:
    edit(site / "locale" / "it.po", 'msgstr "Gold card"', 'msgstr ""')
    edit(site / "data" / "facts.csv", "Look for its key.", "Look for your key.")
    run("messages")
    edit(site / "docs" / "en" / "index.md", "In en.", "In English.")
    texts = len(list(read(site / "locale" / "it.po", "it").live))
    status, out, err = run("translations")
    assert (status, err) == (0, "")
    rows = [line.split() for line in out.splitlines()]
    assert rows[0] == ["language", "part", "translated", "to", "look", "at", "missing"]
    assert rows[1] == ["en", "all", "is", "written", "in", "it"]
    assert rows[2] == ["it", "data", str(texts - 2), "1", "1"]
    assert rows[3][:2] == ["our", "sentences"]
    assert rows[3][3:] == ["0", "0"]
    assert rows[4] == ["pages", "0", "1", "0"]
    assert rows[5][:3] == ["de", "our", "sentences"], "which we speak, and the site does not"
    assert "planswitch check says where" in out


def test_the_same_is_told_as_json(site: Path, run: Callable[..., tuple[int, str, str]]) -> None:
    (site / "docs" / "it" / "index.md").unlink()
    parts = json.loads(run("translations", "--style", "json")[1])["translations"]
    assert {"language": "it", "part": "pages", "translated": 0, "doubtful": 0, "missing": 1} in parts
    assert {part["part"] for part in parts if part["language"] == "it"} == {"data", "our sentences", "pages"}


def test_a_catalogue_without_a_site_has_the_languages_of_its_files(
    site: Path, run: Callable[..., tuple[int, str, str]]
) -> None:
    (site / "mkdocs.yml").unlink()
    (site / "locale" / "it.po").rename(site / "locale" / "de.po")
    edit(site / "locale" / "de.po", "Language: it", "Language: de")
    status, out, _ = run("translations")
    assert status == 0
    assert [line.split()[:2] for line in out.splitlines() if line.startswith("de")] == [["de", "data"]]


def test_a_page_that_somebody_has_looked_at_is_whole_again(
    site: Path, run: Callable[..., tuple[int, str, str]]
) -> None:
    edit(site / "docs" / "en" / "index.md", "In en.", "In English.")
    status, out, _ = run("translations", "--seen", "docs/it/index.md")
    assert status == 0
    assert out.startswith("docs/it/index.md: translates docs/en/index.md as it is now (")
    assert run("check")[1].count("warning (page)") == 0


@pytest.mark.parametrize(
    ("page", "sentence"),
    [
        ("docs/it/nothing.md", "docs/it/nothing.md: there is no such page"),
        ("docs/en/index.md", "docs/en/index.md: no page that translates another; expected one of docs/it, "),
        ("data/facts.csv", "data/facts.csv: no page that translates another; expected one of docs/it, "),
    ],
)
def test_what_is_no_translation_is_refused(
    site: Path, run: Callable[..., tuple[int, str, str]], page: str, sentence: str
) -> None:
    status, out, err = run("translations", "--seen", page)
    assert (status, out) == (2, "")
    assert err.startswith(f"planswitch: {sentence}")


def test_no_state_is_told_of_faulty_files(site: Path, run: Callable[..., tuple[int, str, str]]) -> None:
    (site / "locale" / "it.po").write_text("msgid", encoding="utf-8")
    status, out, err = run("translations")
    assert (status, out) == (1, "")
    assert "locale/it.po, line 1: error (line)" in err
