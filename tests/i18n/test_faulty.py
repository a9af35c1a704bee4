"""Faulty files of translations: one folder a mistake, and the words that its message must contain.

In the ``expect.txt`` of each folder of ``tests/faulty-translations``, each block is one problem, in the order in which
problems are told; each line is words that its message must contain.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from planswitch import cli
from planswitch.i18n import read
from planswitch.pages.languages import LanguageError, file_problems, languages
from tests.assertions import ROOT

FAULTY = ROOT / "tests" / "faulty-translations"
BASE = ROOT / "tests" / "faulty" / "base"
MISTAKES = sorted(folder.name for folder in FAULTY.iterdir())
SOME = ("five-mistakes-at-once", "quote-open", "header-missing")
MORE = ("brace-alone", "empty", "encoding-of-windows", "lines-of-a-merge", "name-of-no-language", "plural-form-missing")
CHECKS = {"file", "encoding", "line", "header", "duplicate", "plural", "characters", "lines", "labels", "placeholder"}


def faulty_file(name: str) -> Path:
    (path,) = (FAULTY / name).glob("*.po")
    return path


def expected(name: str) -> list[list[str]]:
    """For each problem, the words that its message must contain."""
    text = (FAULTY / name / "expect.txt").read_text(encoding="utf-8")
    return [block.splitlines() for block in text.strip().split("\n\n")]


def beside_a_catalogue(name: str, place: Path) -> Path:
    """A sound catalogue with a faulty file of translations beside it."""
    shutil.copytree(BASE, place / "data")
    (place / "locale").mkdir()
    shutil.copy(faulty_file(name), place / "locale")
    return place / "data"


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_told_by_line_what_was_found_and_what_was_expected(name: str) -> None:
    messages = [problem.explain() for problem in file_problems(faulty_file(name))]
    everything = "\n".join(messages)
    assert len(messages) == len(expected(name)), everything
    for message, words in zip(messages, expected(name), strict=True):
        assert [part for part in words if part not in message] == [], everything


def test_everything_that_is_checked_has_a_faulty_file() -> None:
    assert {problem.check for name in MISTAKES for problem in file_problems(faulty_file(name))} == CHECKS


@pytest.mark.parametrize("name", SOME)
def test_check_tells_the_mistakes_of_translations_beside_the_catalogue(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    catalogue = beside_a_catalogue(name, tmp_path)
    assert cli.main(["check", str(catalogue)]) == 1
    told = capsys.readouterr().out
    assert [part for words in expected(name) for part in words if part not in told] == []
    assert told.splitlines()[-1].startswith(f"{catalogue}: {len(expected(name))} problem")


@pytest.mark.parametrize(
    ("translation", "warned"),
    [
        ("Quanti anni hai, 80 o 90?", False),
        ("Hai novant’anni o 80?", False),
        ("Hai 80 anni o 95?", True),
    ],
)
def test_a_translation_with_another_number_is_a_warning(
    translation: str, warned: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    catalogue = beside_a_catalogue("place-misspelt-in-a-sentence-of-a-route", tmp_path)
    facts = catalogue / "facts.csv"
    text = facts.read_text(encoding="utf-8")
    facts.write_text(text.replace("Look for its key.", "Are you 80 or 90?"), encoding="utf-8")
    path = tmp_path / "locale" / "it.po"
    header, *_ = path.read_text(encoding="utf-8").partition('msgid "A ship')
    path.write_text(f'{header}msgid "Are you 80 or 90?"\nmsgstr "{translation}"\n', encoding="utf-8")
    assert cli.main(["check", str(catalogue)]) == 0
    told = capsys.readouterr().out
    line = header.count("\n") + 1
    message = f"it.po, line {line}: warning (number)\n  found 95; expected 90, as in the text"
    assert (message in told) == warned
    assert ("(number)" in told) == warned


@pytest.mark.parametrize("name", [name for name in MISTAKES if (FAULTY / name / "it.po").is_file()])
def test_no_site_rests_on_a_faulty_file(name: str) -> None:
    with pytest.raises(LanguageError) as refused:
        languages(["en", "it"], FAULTY / name)
    assert refused.value.problems == file_problems(faulty_file(name))


@pytest.mark.parametrize("name", SOME)
def test_no_answer_rests_on_a_faulty_file(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    catalogue = beside_a_catalogue(name, tmp_path)
    assert cli.main(["answer", "run", "swim-plus", "--locale", "it", "--catalogue", str(catalogue)]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert [part for words in expected(name) for part in words if part not in told.err] == []


@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=[pytest.mark.long] * (name not in (*SOME, *MORE))) for name in MISTAKES],
)
def test_a_file_that_cannot_be_read_whole_is_left_as_it_is(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")  # where no site is
    catalogue = beside_a_catalogue(name, tmp_path)
    (path,) = (tmp_path / "locale").iterdir()
    before = path.read_bytes()
    whole = path.name == "it.po" and not read(path, "it").problems
    status = cli.main(["messages", "--catalogue", str(catalogue)])
    told = capsys.readouterr().err
    assert status == bool(file_problems(path))
    assert (path.read_bytes() != before) == whole
    assert (f"{path}: left as it is until this is mended" in told) == (not whole)
    assert [problem.explain() for problem in file_problems(path) if problem.explain() not in told] == []


@pytest.mark.parametrize("kind", ["a folder", "a pipe", "a link to nothing"])
def test_what_is_no_file_is_told_at_once(kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(BASE, tmp_path / "data")
    path = tmp_path / "locale" / "it.po"
    path.parent.mkdir()
    if kind == "a pipe":
        os.mkfifo(path)
    elif kind == "a folder":
        path.mkdir()
    else:
        path.symlink_to("nothing")
    for words in (["check", str(tmp_path / "data")], ["messages", "--catalogue", str(tmp_path / "data")]):
        assert cli.main(words) == 1
        told = capsys.readouterr()
        assert f"{path}: error (file)" in told.out + told.err


def test_what_controls_a_terminal_is_not_printed_to_it(tmp_path: Path) -> None:
    path = tmp_path / "it.po"
    shutil.copy(faulty_file("character-that-controls"), path)
    with path.open("a", encoding="utf-8") as file:
        file.write('\x1b[2J\nmsgid "\x1b[2J"\nmsgstr "**\x1b[2J"\nmsgid "\x1b[2J"\nmsgstr "\x1b[2J"\n')
    told = "\n".join(problem.explain() for problem in file_problems(path))
    assert r"**\x1b[2J" in told
    assert "\x1b" not in told
