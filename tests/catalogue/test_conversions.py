"""What spreadsheets make of ids, names, dates and numbers, in the languages they speak."""

from __future__ import annotations

import pytest

from planswitch.catalogue.conversions import (
    could_be,
    dates_meant,
    made_of,
    name_meant,
    surely_made_of,
    tip_for_a_date,
    tip_for_a_number,
    words_of,
)
from planswitch.catalogue.problems import MOST_HINTS, Hints

SHOWN = [
    (
        "2024-03",
        "a date",
        ["Mar-24", "mar-24", "Mrz 24", "mars-24", "mrt-24", "mar/24", "2024年3月", "01/03/2024"],
    ),
    ("mar-24", "a date", ["Mar-24", "24-Mar", "24. Mrz", "24-mar", "24/03/2026", "01/03/2024"]),
    ("sept2", "a date", ["02-Sep", "2. Sep", "02/09/2026", "9/2/2026"]),
    ("okt-1", "a date", ["01. Okt", "01.10.2026"]),
    ("16.3", "a date", ["16. Mrz", "16-mar", "16/03/2026", "16.03.2026", "2026-03-16 00:00:00"]),
    ("1.3.1", "a date", ["01.03.2001", "01/03/2001", "2001-03-01"]),
    ("16.10", "a number", ["16.1", "16,1"]),
    ("16.10", "a time", ["16:10", "16:10:00"]),
    ("1e3", "a number", ["1000", "1,00E+03", "1.00E+03", "1E+03", "1,000.00", "1.000"]),
    ("007", "a number", ["7"]),
]


@pytest.mark.parametrize(
    ("typed", "made", "cell"), [(typed, made, cell) for typed, made, cells in SHOWN for cell in cells]
)
def test_what_was_typed_is_found_in_what_a_spreadsheet_shows(typed: str, made: str, cell: str) -> None:
    if cell != typed:
        assert could_be(cell, typed)
        assert made_of(cell) == made
    assert Hints([typed, "swim"]).tip(cell) == (
        f"a spreadsheet has made {made} of it: format the column as text, then type “{typed}” again"
        if cell != typed
        else f"did you mean “{typed}”?"
    )


@pytest.mark.parametrize(
    ("cell", "typed"),
    [
        ("Mar-24", "2024-04"),
        ("mar-25", "mar-24"),
        ("16. Apr", "16.3"),
        ("16.2", "16.10"),
        ("16:11", "16.10"),
        ("1001", "1e3"),
        ("swim", "swim-plus"),
        ("v16.3", "16.3"),
        ("v16.3", "v16.3"),
        ("0/0/0", "1.1.1"),
        ("9" * 5000, "9"),
    ],
)
def test_what_says_something_else_is_not_what_was_typed(cell: str, typed: str) -> None:
    assert not could_be(cell, typed)


@pytest.mark.parametrize(
    "word",
    ["market-3", "plan-1", "enterprise-e3", "e3", "may", "v16.3", "swim-plus", "lis", "1-2-3-4", "a1b2", "2014", "3.5"],
)
def test_words_and_plain_numbers_are_as_they_were_typed(word: str) -> None:
    assert surely_made_of(word) == ""
    assert words_of(f"{word} {word}") == [word, word]


@pytest.mark.parametrize("cell", ["16. Mrz", "5 dic 2024", "1 000 000"])
def test_what_a_spreadsheet_made_of_one_word_is_one(cell: str) -> None:
    assert words_of(cell) == [cell]


@pytest.mark.parametrize(
    ("cell", "meant"),
    [
        ("Mar-24", ["2024-03"]),
        ("gen-20", ["2020-01"]),
        ("Dez 99", ["1999-12"]),
        ("45352", ["2024-03-01"]),
        ("01/03/2024", ["2024-03-01", "2024-01-03"]),
        ("31/12/2019", ["2019-12-31"]),
        ("12/31/2019", ["2019-12-31"]),
        ("31.12.19", ["2019-12-31"]),
        ("5-Dec-24", ["2024-12-05"]),
        ("2019/12/31", ["2019-12-31"]),
        ("2019-12-31 00:00:00", ["2019-12-31"]),
        ("16. Mrz", []),
        ("12:30", []),
        ("spring", []),
    ],
)
def test_dates_are_told_as_a_catalogue_has_them(cell: str, meant: list[str]) -> None:
    assert dates_meant(cell) == meant
    assert all(date in tip_for_a_date(cell) for date in meant)
    assert ("whichever was meant" in tip_for_a_date(cell)) == (len(meant) > 1)


@pytest.mark.parametrize(
    ("cell", "tip"),
    [
        ("1.000.000", "write 1000000: digits alone"),
        ("1 000 000", "write 1000000: digits alone"),
        ("1E+06", "write 1000000: digits alone"),
        ("300.0", "write 300: digits alone"),
        ("1,000", "write 1000: digits alone"),
        ("1.5", ""),
        ("300", ""),
        ("many", ""),
        ("05-Jan", "a spreadsheet has made a date of it: format the column as a number"),
        ("9" * 5000, ""),
    ],
)
def test_numbers_are_told_in_digits(cell: str, tip: str) -> None:
    assert tip_for_a_number(cell) == tip


@pytest.mark.parametrize(
    ("cell", "typed", "made"),
    [
        ("16. Mrz", "16.3", "a date"),
        ("16:10", "16.10", "a time"),
        ("16.1", "16.10", "a number"),
        ("1E+03", "1e3", "a number"),
        ("16.03.2026", "16.3", "a date"),
        ("March 2024", "2024-03", ""),
        ("Mar-24", "2024-03", ""),
        ("01/03/2024", "2024-03", ""),
        ("15.1.6", "15.1", ""),
        ("6", "6.0", ""),
        ("16,3", "16.3", ""),
        ("3/16", "16.3", ""),
        ("16.3", "16.3", ""),
    ],
)
def test_a_name_is_only_refused_where_nobody_says_so(cell: str, typed: str, made: str) -> None:
    assert name_meant(cell, typed) == made


def test_of_very_many_words_few_are_looked_up() -> None:
    hints = Hints(f"mar-{number:02}" for number in range(1, 29))
    tips = [hints.typed(f"{number % 28 + 1}. Mrz {number}") for number in range(3 * MOST_HINTS)]
    assert len([tip for tip in tips if tip]) <= MOST_HINTS
