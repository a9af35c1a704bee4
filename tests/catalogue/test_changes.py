"""What changed: the table is read as it stands, in the order of time, and each mistake is one sentence at its cell."""

from __future__ import annotations

from pathlib import Path

import pytest

from planswitch.catalogue import CatalogueError
from planswitch.catalogue.changes import Changes, Saying, inspect_changes, load_changes
from planswitch.rules import Catalogue

HEAD = "topic,period,text,source\n"
WHOLE = """Size,2014,Up to 300 users.,A3
Size,2015–2020,"Up to 3,000 licences.","Help page, 2020"
Credit check,2015–2020,,
Credit check,2014,Two weeks.,D2 A1
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "changes.csv"


def inspected(path: Path, catalogue: Catalogue, rows: str) -> list[str]:
    """What is wrong with these rows, in full."""
    path.write_text(HEAD + rows, encoding="utf-8")
    return [problem.explain() for problem in inspect_changes(path, {catalogue.id: catalogue})[1]]


def loaded_from(path: Path, catalogue: Catalogue, rows: str) -> Changes:
    path.write_text(HEAD + rows, encoding="utf-8")
    return load_changes(path, {catalogue.id: catalogue})


def test_each_topic_has_what_each_period_says_in_the_order_of_time(path: Path, catalogue: Catalogue) -> None:
    changes = loaded_from(path, catalogue, WHOLE)
    assert changes.periods == ("2014", "2015–2020")
    assert [(topic.title, topic.anchor) for topic in changes.topics] == [
        ("Size", "size"),
        ("Credit check", "credit-check"),
    ]
    assert changes.topics[1].sayings == (Saying("2014", "Two weeks.", "D2 A1"), Saying("2015–2020", "", ""))


def test_years_before_an_edition_come_first_wherever_they_stand(path: Path, catalogue: Catalogue) -> None:
    rows = "Size,2014,All.,A\nSize,2010-2012,None.,Memory\nSize,2016,Some.,Memory\n"
    assert loaded_from(path, catalogue, rows).periods == ("2010-2012", "2014", "2016")


def test_what_cites_an_edition_is_translated_with_it_and_all_else_here(path: Path, catalogue: Catalogue) -> None:
    changes = loaded_from(path, catalogue, WHOLE)
    assert list(dict.fromkeys(shown.text for shown in changes.shown())) == [
        "Size",
        "Up to 300 users.",
        "Up to 3,000 licences.",
        "Help page, 2020",
        "Credit check",
        "Two weeks.",
    ]
    assert changes.locale == path.parent / "locale"


@pytest.mark.parametrize(
    ("titles", "anchors"),
    [
        (("Più utenti", "Users & licences"), ("piu-utenti", "users-licences")),
        (("A b", "A-b"), ("a-b", "topic-2")),
        (("大きさ", "範囲"), ("topic-1", "topic-2")),
    ],
)
def test_every_topic_has_an_anchor_of_its_own(
    path: Path, catalogue: Catalogue, titles: tuple[str, ...], anchors: tuple[str, ...]
) -> None:
    rows = "".join(f"{title},2014,All.,A\n" for title in titles)
    assert tuple(topic.anchor for topic in loaded_from(path, catalogue, rows).topics) == anchors


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (
            WHOLE.replace("Size,2014", "Size,214"),
            (
                "changes.csv, line 2, cell B2: error (period)\n"
                "  found “214”; expected the id of an edition of the site, or years such as 2015–2020\n"
                "  tip: did you mean “2014”?"
            ),
        ),
        (
            WHOLE.replace("Up to 300 users.", ""),
            (
                "changes.csv, line 2, cell C2: error (blank)\n"
                "  found an empty cell; expected a value for “text”\n"
                "  tip: text and source are both filled in, or both blank where nothing is known"
            ),
        ),
        (
            WHOLE.replace(',"Help page, 2020"', ","),
            (
                "changes.csv, line 3, cell D3: error (blank)\n"
                "  found an empty cell; expected a value for “source”\n"
                "  tip: text and source are both filled in, or both blank where nothing is known"
            ),
        ),
        (
            WHOLE.replace("A3", "Z3"),
            (
                "changes.csv, line 2, cell D2: error (source)\n"
                "  found “Z3”; expected a source of the edition 2014\n"
                "  tip: cite one of A, B, C, D, E, F, G, H"
            ),
        ),
        (
            WHOLE + "Credit check,2014,Three weeks.,D\n",
            "changes.csv, line 6, cell A6: error (unique)\n  found “Credit check” → “2014”; expected each row once",
        ),
        (
            WHOLE.replace("Credit check,2015–2020,,\n", ""),
            (
                "changes.csv, line 4, cell A4: error (period)\n"
                "  found “Credit check”; expected a row of the topic for 2015–2020 too\n"
                "  tip: add one; its text is blank where nothing is known"
            ),
        ),
        (
            WHOLE.replace("Credit check,2014", ",2014") + "Credit check,2014,Three weeks.,D\n",
            "changes.csv, line 5, cell A5: error (blank)\n  found an empty cell; expected a value for “topic”",
        ),
        (
            WHOLE.replace("Two weeks", "**Two weeks"),
            (
                "changes.csv, line 5, cell C5: error (labels)\n"
                "  found “**Two weeks.”; expected ** before and after each label"
            ),
        ),
        (
            WHOLE.replace("Size,", "*Size*,"),
            "changes.csv, line 2, cell A2: warning (labels)\n  found “*Size*”; expected plain text",
        ),
        ("", "changes.csv: error (empty)\n  found no row below the header; expected at least one"),
    ],
)
def test_a_mistake_is_told_by_place_what_was_found_and_what_was_expected(
    path: Path, catalogue: Catalogue, rows: str, message: str
) -> None:
    assert inspected(path, catalogue, WHOLE) == []
    first, *_ = inspected(path, catalogue, rows)
    assert first.startswith(message)


def test_a_misspelt_topic_is_told_with_the_one_that_was_meant(path: Path, catalogue: Catalogue) -> None:
    problems = inspected(path, catalogue, WHOLE.replace("Size,2015", "Siz,2015"))
    assert [problem.splitlines()[0] for problem in problems] == [
        "changes.csv, line 2, cell A2: error (period)",
        "changes.csv, line 3, cell A3: error (period)",
    ]
    assert problems[1].endswith("tip: did you mean “Size”?")


def test_an_unknown_column_and_a_missing_file_are_told_as_in_a_catalogue(path: Path, catalogue: Catalogue) -> None:
    editions = {catalogue.id: catalogue}
    (missing,) = inspect_changes(path, editions)[1]
    assert missing.explain().endswith("tip: create it with the header topic,period,text,source")
    path.write_text("topic,period,txt,source\n", encoding="utf-8")
    assert "did you mean “text”?" in inspect_changes(path, editions)[1][0].explain()


def test_all_that_is_wrong_is_told_at_once(path: Path, catalogue: Catalogue) -> None:
    with pytest.raises(CatalogueError) as caught:
        loaded_from(path, catalogue, "Size,2014,All.,\nSize,2O15,All.,A\n")
    assert [problem.check for problem in caught.value.problems] == ["blank", "period"]


def test_a_warning_stops_nobody(path: Path, catalogue: Catalogue) -> None:
    changes = loaded_from(path, catalogue, "`Size`,2014,All.,A\n")
    assert [problem.check for problem in changes.warnings] == ["labels"]
