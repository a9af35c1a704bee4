"""The hostile catalogue holds every attack in every text, and is a catalogue like any other."""

from __future__ import annotations

import csv

import pytest

from planswitch.catalogue import load
from planswitch.catalogue.schema import BY_NAME, marked
from tests.hostile import FOLDER, NO_TEXT, PAYLOADS, PLAIN, RICH, WIDE_EQUALS, written


@pytest.mark.parametrize("table", BY_NAME)
def test_its_files_are_what_is_written_of_the_payloads(table: str) -> None:
    text = (FOLDER / "data" / f"{table}.csv").read_text(encoding="utf-8")
    assert text == written(table), "run: python -m tests.hostile"


@pytest.mark.parametrize("table", BY_NAME)
def test_every_column_is_known_to_be_text_or_none(table: str) -> None:
    found = [*PLAIN.get(table, ()), *RICH.get(table, ()), *NO_TEXT.get(table, ())]
    assert sorted(found) == sorted(BY_NAME[table].header)


def test_the_columns_with_marks_are_those_of_the_grammar() -> None:
    assert marked() == RICH


@pytest.mark.parametrize(
    ("table", "column"), [(table, column) for part in (PLAIN, RICH) for table in part for column in part[table]]
)
def test_every_text_column_has_every_payload(table: str, column: str) -> None:
    with (FOLDER / "data" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        cells = [row[column].replace(WIDE_EQUALS, "=") for row in csv.DictReader(file)]
    assert [name for name, text in PAYLOADS.items() if not any(text in cell for cell in cells)] == []


def test_it_is_a_catalogue_like_any_other() -> None:
    loaded = load(FOLDER / "data")
    assert {warning.check for warning in loaded.warnings} == {"labels", "sentence", "twin", "unused"}
