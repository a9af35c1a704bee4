"""What is right is not refused: small changes of a valid catalogue that leave it valid, or make it so."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from planswitch.catalogue import inspect
from planswitch.catalogue.checks.dates import is_date
from planswitch.catalogue.checks.ids import fault_of
from planswitch.catalogue.tables import read_table
from tests.catalogue.test_checks import BASE

if TYPE_CHECKING:
    from pathlib import Path

Edits = dict[str, list[tuple[str, str]]]
"""Table -> what is replaced in its file by what."""

SOUND: dict[str, Edits] = {
    "a name that ends in the year in which it began": {"names": [("2001,2019-12-31", "2001-05,2001")]},
    "a level in the order of levels": {"rules": [("age > 90", "age > 90 and from.size < 'large'")]},
    "an attribute that is blank for plans which the row takes away": {
        "rules": [("family:indoor,*,age > 90", "* !run,* !family:outdoor,age > 90 and to.lanes > from.lanes")]
    },
    "an attribute that the pair answers a fact with, blank for some": {
        "facts": [
            ("id,type,choices,question,help", "id,type,choices,question,help,answer"),
            ("**locker**?,Look for its key.", "**locker**?,Look for its key.,to.lanes > from.lanes or same_family"),
        ]
    },
    "a stop of which it is not sure": {
        "rules": [
            ("remedy,source", "remedy,source,certainty"),
            ("age > 90,stop,Too old,Ask at the desk.,,A2", "same_family or age > 90,stop,Too old,Ask.,,A2,likely"),
        ]
    },
    "a stop of another route": {
        "rules": [
            (
                "wizard,family:indoor,*,age > 90,stop,Too old,Ask at the desk.,",
                "manual,family:indoor,*,same_family or age > 90,stop,Too old,Ask at the desk.,Ask.",
            )
        ]
    },
    "what only warns of a listed pair": {
        "rules": [("age > 90,stop,Too old,Ask at the desk.,", "same_family or age > 90,warn,Too old,Ask.,")]
    },
    "no steps for plans that a listed route does not lead from": {
        "steps": [("wizard,1,*,*", "wizard,1,run swim,*")],
    },
    "a fact that steps alone mention": {
        "rules": [("age > 90,stop", "always,warn")],
        "steps": [("manual,2,*,*,always", "manual,2,*,*,age > 90")],
    },
    "letters that are no citation": {"switches": [(",A1\n", ",Leaflet\n")]},
    "a date compared with a day": {
        "facts": [("age,number", "age,date")],
        "rules": [("age > 90", "age >= '1933-01-31'")],
    },
    "a step for what comes before everything, and a gap": {
        "steps": [("manual,2", "manual,0"), ("wizard,1", "wizard,7")]
    },
    "two alternatives of one order": {"steps": [("manual,2,*,*,always", "manual,1,*,*,locker")]},
    "a kind of family in a word of its own": {"families": [("suite", "hall")]},
    "words that begin as the errors of spreadsheets do": {
        "plans": [("swim,Swim,", "swim,#1 Swim,"), ("run,Run,", "run,#Run fast!,")],
        "families": [("Indoor", "E: Indoor"), ("Outdoor", "Free: 500")],
    },
    "a guide": {"steps": [("manual,2,*,*", "lessons,2,*,*")]},
    "what to expect": {"steps": [("manual,2,*,*,always", "manual-notes,2,run,*,locker")]},
}


def edited(folder: Path, edits: Edits) -> Path:
    """The valid catalogue with some of its text replaced."""
    shutil.copytree(BASE, folder)
    for name, pairs in edits.items():
        file = folder / f"{name}.csv"
        text = file.read_text(encoding="utf-8")
        for old, new in pairs:
            assert old in text, f"{name}: no “{old}”"
            text = text.replace(old, new, 1)
        file.write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize("edits", SOUND.values(), ids=list(SOUND))
def test_what_is_right_is_not_refused(edits: Edits, tmp_path: Path) -> None:
    problems = [problem.explain() for problem in inspect(edited(tmp_path / "catalogue", edits))[1]]
    assert problems == []


def test_hidden_files_and_other_files_are_nobody_s_business(tmp_path: Path) -> None:
    folder = edited(tmp_path / "catalogue", {})
    for name in ("._plans.csv", ".~lock.plans.csv#", "plans.csv.bak", "notes.txt"):
        (folder / name).write_text("x", encoding="utf-8")
    assert inspect(folder)[1] == []


def test_a_column_twice_is_refused_where_attributes_are_not_known(tmp_path: Path) -> None:
    (tmp_path / "plans.csv").write_text("id,name,name,size,family\nswim,Swim,Swim,small,indoor\n", encoding="utf-8")
    assert [problem.cell for problem in read_table(tmp_path, "plans", None).problems] == ["C1"]


@pytest.mark.parametrize(
    ("name", "fits"),
    [
        ("v16.3", True),
        ("a-1.b-2", True),
        ("a" * 64, True),
        ("a" * 65, False),
        ("console", True),
        ("con", False),
        ("lpt9.x", False),
        ("lpt10", True),
        ("index", False),
        ("index-2", True),
        ("1a", False),
        ("a..b", False),
        ("a-", False),
        ("Ab", False),
        ("a_b", False),
    ],
)
def test_an_id_can_be_an_address_and_a_file(name: str, fits: bool) -> None:
    assert bool(fault_of(name)) is not fits


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("2014", True),
        ("2014-12", True),
        ("2014-12-05", True),
        ("2014-13", False),
        ("2014-02-30", False),
        ("2014-1", False),
        ("20141205", False),
        ("14", False),
        ("", False),
    ],
)
def test_a_date_is_a_year_a_month_or_a_day(text: str, fits: bool) -> None:
    assert is_date(text) is fits
