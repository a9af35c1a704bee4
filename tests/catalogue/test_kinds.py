"""Every kind of mistake that `planswitch check` promises to find has a faulty folder, and a harmless twin.

Most are tables laid over one catalogue (`tests.catalogue.test_checks`). What shows only beside pages or translations is
a small site: a folder of ``tests/faulty-sites`` is laid over the folder in which that catalogue is ``data``.
"""

from __future__ import annotations

import re
import shutil
from fnmatch import filter as matching
from typing import TYPE_CHECKING

import pytest

from planswitch import cli
from tests.assertions import ROOT
from tests.catalogue.test_checks import BASE, MISTAKES, TWINS

if TYPE_CHECKING:
    from pathlib import Path

FAULTY, HARMLESS = ROOT / "tests" / "faulty-sites", ROOT / "tests" / "harmless-sites"
SITES = sorted(folder.name for folder in FAULTY.iterdir())

OF_MEANING = {
    "a condition that never holds": "never*",
    "a condition that always holds": "always",
    "an answer of a fact that is always yes": "always-an-answer",
    "a condition that is true for every pair that it is about": "always-for-every-pair",
    "a rule that no pair can meet": "unreachable-by-*",
    "from and to that are swapped": "unreachable-because-it-is-swapped",
    "a rule that is masked": "masked",
    "a rule that is alike to another": "alike",
    "a rule that contradicts another": "contradiction",
    "a stop of a route that nothing follows": "dead-end",
    "a fact that nothing asks": "unused-fact",
    "a choice that no rule uses": "unused-choices",
    "roles that together exclude everybody": "everybody",
    "another number in a title": "number-in-a-title",
    "another number in a reason": "number-in-a-reason",
    "another number in a remedy": "number-in-a-remedy",
    "another number in a help": "number-in-help",
    "another number in a translation": "number-in-a-translation",
    "a pair that is reversed": "reversed",
    "a plan that nothing touches": "unused-plan",
    "a family that nothing touches": "unused-family",
    "two plans of one name": "twin-of-a-plan",
    "two families of one name": "twin-of-a-family",
    "two questions that are alike": "twin-of-a-question",
    "two labels that are alike": "twin-of-a-[cl]*",
    "two titles that are alike": "twin-of-a-title",
    "two ways that are alike": "twin-of-a-w*",
    "two cells that have changed places": "swapped-*",
    "an edition of another year than its date": "year-*",
    "a procedure that nobody shows": "guide-that-no-page-shows",
    "switches that go round in circles": "circle",
    "no switches": "no-switches",
    "a language that is not that of the texts": "language-of-other-texts",
    "a source that nothing cites": "unused-source",
    "a listed pair that a stop always rules out": "switch-that-is-always-stopped",
    "a warning that a row answers": "ignored-*",
}
"""What is well formed and cannot be meant -> the folders that show it."""
OF_SPREADSHEETS = {
    "an error in the language of a spreadsheet": "formula-italian",
    "a formula as text": "formula-text",
    "marks of a conflict": "conflict-of-a-merge",
    "signs of print in a condition": "condition-with-signs-of-print",
    "an encoding of a Macintosh": "saved-as-csv-of-the-macintosh",
    "an encoding of MS-DOS": "saved-as-csv-of-dos",
    "letters that were lost": "saved-without-letters",
    "dates made of ids": "saved-with-a-date-*",
    "names made of numbers": "saved-with-names-*",
    "an apostrophe before a cell": "saved-with-*apostrophe*",
    "a save while rows were hidden": "saved-while-filtered",
    "a file without its end": "saved-without-its-end*",
}
"""What a spreadsheet or a merge makes of a file -> the folders that show it."""
KINDS = {**OF_MEANING, **OF_SPREADSHEETS}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_its_folder_and_its_twin(kind: str) -> None:
    faulty = {*matching([*MISTAKES, *SITES], KINDS[kind])}
    assert faulty, f"no folder shows {kind}"
    harmless = {*matching([*TWINS, *(folder.name for folder in HARMLESS.iterdir())], KINDS[kind])}
    assert harmless == faulty, f"{kind}: a twin is missing, or has no mistake"


def laid_over(folder: Path, layer: Path) -> Path:
    """A site of the catalogue that has nothing wrong, with another laid over it."""
    shutil.copytree(BASE, folder / "data")
    return shutil.copytree(layer, folder, dirs_exist_ok=True)


def told(folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The problems that a check tells, but for what waits for a translation."""
    monkeypatch.chdir(folder)
    assert cli.main(["check", "data"]) == 0
    blocks = re.split(r"\n(?! )", capsys.readouterr().out)
    return [block for block in blocks if ": warning (" in block and "(translation)" not in block]


@pytest.mark.parametrize("name", SITES)
def test_a_mistake_that_shows_beside_pages_or_translations_is_told_where_it_is(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (problem,) = told(laid_over(tmp_path, FAULTY / name), capsys, monkeypatch)
    words = (FAULTY / name / "expect.txt").read_text(encoding="utf-8").splitlines()
    assert [part for part in words if part not in problem] == [], problem


@pytest.mark.parametrize("name", SITES)
def test_of_its_twin_nothing_is_told(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert told(laid_over(tmp_path, HARMLESS / name), capsys, monkeypatch) == []
