"""One message a cause: whatever has become of one file, it is told once, at that file."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planswitch.catalogue import Problem, inspect
from planswitch.catalogue.causes import by_cause
from planswitch.catalogue.checks import CHECKS
from planswitch.catalogue.folder import read_folder
from planswitch.catalogue.schema import TABLES
from tests.assertions import DATA
from tests.long import examples

Rows = list[list[str]]

WAYS: dict[str, Callable[[Rows], Rows]] = {
    "without its last third": lambda rows: rows[: len(rows) * 2 // 3],
    "filtered to every second row": lambda rows: [rows[0], *rows[1::2]],
    "without any row": lambda rows: rows[:1],
    "without its header": lambda rows: rows[1:],
    "sorted with its header": sorted,
    "without its second column": lambda rows: [[*row[:1], *row[2:]] for row in rows],
    "without the head of its second column": lambda rows: [[rows[0][0], "", *rows[0][2:]], *rows[1:]],
    "with its second column renamed": lambda rows: [[rows[0][0], "Spalte", *rows[0][2:]], *rows[1:]],
    "with words for its second id": lambda rows: [*rows[:2], ["Bad Id", *rows[2][1:]], *rows[3:]],
    "with its second id mistyped": lambda rows: [*rows[:2], [f"{rows[2][0]}x", *rows[2][1:]], *rows[3:]],
}
FILES = [table.file for table in TABLES if (DATA / table.file).exists()]


def rows_of(file: str) -> Rows:
    return list(csv.reader(io.StringIO((DATA / file).read_text(encoding="utf-8"), newline="")))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sound catalogue to damage."""
    copy = tmp_path_factory.mktemp("causes") / "data"
    shutil.copytree(DATA, copy)
    return copy


def refused(folder: Path, file: str, text: str) -> list[Problem]:
    """What is wrong with the catalogue while one of its files is another."""
    path = folder / file
    before = path.read_bytes()
    path.write_text(text, encoding="utf-8", newline="")
    try:
        return [problem for problem in inspect(folder)[1] if problem.fatal]
    finally:
        path.write_bytes(before)


def as_text(rows: Rows) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("file", FILES)
def test_what_became_of_one_file_is_one_message(file: str, way: str, folder: Path) -> None:
    problems = refused(folder, file, as_text(WAYS[way](rows_of(file))))
    told = "\n".join(problem.explain() for problem in problems)
    assert len(problems) <= 1, told
    slip = way == "with its second id mistyped"  # where one cell alone names it, that cell may be the one in error
    assert slip or {problem.file for problem in problems} <= {file}, told


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("share", [0.3, 0.7, 0.97])
def test_a_file_that_ends_in_the_middle_of_a_line_is_one_message(file: str, share: float, folder: Path) -> None:
    text = (DATA / file).read_text(encoding="utf-8")
    problems = refused(folder, file, text[: int(len(text) * share)])
    assert len(problems) <= 1, "\n".join(problem.explain() for problem in problems)
    assert {problem.file for problem in problems} <= {file}


@pytest.mark.parametrize("file", FILES)
def test_a_file_that_is_gone_is_one_message(file: str, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    shutil.copytree(DATA, folder, ignore=shutil.ignore_patterns(file))
    problems = [problem for problem in inspect(folder)[1] if problem.fatal]
    assert {problem.file for problem in problems} <= {file}
    assert len(problems) <= 1


@settings(max_examples=examples(60))
@given(st.sampled_from(FILES), st.data())
def test_what_was_refused_is_refused_whatever_is_put_together(folder: Path, file: str, data: st.DataObject) -> None:
    header, *rows = rows_of(file)
    kept = data.draw(st.lists(st.sampled_from(rows), max_size=12))
    places = data.draw(st.permutations(range(len(header))) | st.just(range(len(header))))
    head = data.draw(st.sampled_from([header, [header[place] for place in places]]))
    path = folder / file
    before = path.read_bytes()
    path.write_text(as_text([head, *([row[place] for place in places] for row in kept)]), encoding="utf-8", newline="")
    try:
        tables, found = read_folder(folder)
        for check in CHECKS:
            found += check.check(tables) if all(tables[name].readable for name in check.files) else ()
    finally:
        path.write_bytes(before)
    told = by_cause(tables, found)
    assert any(problem.fatal for problem in told) == any(problem.fatal for problem in found)
    assert len(told) <= len(found)
    assert all(problem.explain() for problem in told)
