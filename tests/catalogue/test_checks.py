"""The checks: one faulty folder a mistake, and the words that its message must contain.

A folder of ``tests/faulty`` holds only the files that differ from ``tests/faulty/base``. In its ``expect.txt``, each
block is one problem, in the order in which problems are told; each line is words that its message must contain.

A mistake of meaning has a harmless twin: a folder of the same name in ``tests/harmless``, laid over the same catalogue,
which looks much like it, and of which nothing is said. So has what becomes of a file when it is saved (``saved-``).
"""

from __future__ import annotations

import shutil
import tracemalloc
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from planswitch.catalogue import CatalogueError, Problem, inspect, load
from planswitch.catalogue.checks import CATALOGUE_CHECKS, CHECKS, CatalogueCheck, Check
from planswitch.catalogue.folder import Tables
from planswitch.catalogue.problems import Hints
from planswitch.catalogue.schema import BY_NAME, TABLES
from tests.assertions import DATA, ROOT

FAULTY = ROOT / "tests" / "faulty"
BASE = FAULTY / "base"
MISTAKES = sorted(folder.name for folder in FAULTY.iterdir() if folder.is_dir() and folder != BASE)
HARMLESS = ROOT / "tests" / "harmless"
TWINS = sorted(folder.name for folder in HARMLESS.iterdir())
OF_MEANING = {check.name for check in CATALOGUE_CHECKS} | {"ignore"}
"""The checks of meaning."""
OF_CELLS = {"conflict-of-a-merge", "formula-italian", "formula-text", "condition-with-signs-of-print"}
"""What a spreadsheet or a merge leaves in cells, and has a harmless twin too."""
READER = {"encoding", "columns", "conflict", "quoting", "formula", "character", "cut", "lost"}
"""What is said of a file as such, not by a check."""


def overlaid(name: str, place: Path, layers: Path = FAULTY) -> Path:
    """The valid catalogue with a mistake laid over it, or with what looks like one."""
    folder = place / name
    shutil.copytree(BASE, folder)
    for file in (layers / name).glob("*.csv"):
        shutil.copy(file, folder)
    return folder


Inspected = Callable[[str], tuple[Path, Tables, list[Problem]]]


@pytest.fixture(scope="module")
def inspected(tmp_path_factory: pytest.TempPathFactory) -> Inspected:
    """Mistake -> the folder that has it, and what is read and found there: once for all who ask."""
    place = tmp_path_factory.mktemp("faulty")

    @cache
    def found(name: str) -> tuple[Path, Tables, list[Problem]]:
        folder = overlaid(name, place)
        return folder, *inspect(folder)

    return found


@pytest.fixture(scope="module")
def speaking(inspected: Inspected) -> set[Check | CatalogueCheck]:
    """The checks that some folder makes speak."""
    found: set[Check | CatalogueCheck] = set()
    for name in MISTAKES:
        _, tables, _ = inspected(name)
        found |= {
            check
            for check in CHECKS
            if check not in found and all(tables[file].readable for file in check.files) and any(check.check(tables))
        }
        if tables.catalogue:
            found |= {check for check in CATALOGUE_CHECKS if any(check.check(tables, tables.catalogue))}
    return found


def expected(name: str) -> list[list[str]]:
    """For each problem, the words that its message must contain."""
    text = (FAULTY / name / "expect.txt").read_text(encoding="utf-8")
    return [block.splitlines() for block in text.strip().split("\n\n")]


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_told_by_place_what_was_found_and_what_was_expected(name: str, inspected: Inspected) -> None:
    *_, problems = inspected(name)
    messages = [problem.explain() for problem in problems]
    everything = "\n".join(messages)
    assert len(messages) == len(expected(name)), everything
    for message, words in zip(messages, expected(name), strict=True):
        assert [part for part in words if part not in message] == [], everything


@pytest.mark.parametrize("name", MISTAKES)
def test_a_catalogue_with_a_mistake_is_not_loaded_and_one_with_a_warning_is(name: str, inspected: Inspected) -> None:
    folder, _, problems = inspected(name)
    if any(problem.fatal for problem in problems):
        with pytest.raises(CatalogueError) as caught:
            load(folder)
        assert caught.value.problems == problems
        assert str(caught.value) == "\n".join(problem.explain() for problem in problems)
    else:
        assert load(folder).warnings == [problem for problem in problems if not problem.note]


@pytest.mark.parametrize("check", [*CHECKS, *CATALOGUE_CHECKS], ids=lambda check: f"{check.name}: {check.description}")
def test_every_check_has_a_faulty_folder(check: Check | CatalogueCheck, speaking: set[Check | CatalogueCheck]) -> None:
    assert check in speaking, f"no folder of tests/faulty makes “{check.name}: {check.description}” speak"


@pytest.mark.parametrize("name", TWINS)
def test_of_what_only_looks_like_a_mistake_nothing_is_said(name: str, tmp_path: Path) -> None:
    assert [problem.explain() for problem in inspect(overlaid(name, tmp_path, HARMLESS))[1]] == []


def test_every_mistake_of_meaning_and_every_way_of_saving_has_a_harmless_twin() -> None:
    first_lines = {name: " ".join(words[0] for words in expected(name)) for name in MISTAKES}
    said = [f"{kind} ({check})" for check in OF_MEANING for kind in ("warning", "note")]
    of_meaning = {name for name, lines in first_lines.items() if any(words in lines for words in said)}
    warned = {name for name in of_meaning if "error (" not in first_lines[name]}
    assert warned | {name for name in MISTAKES if name.startswith("saved-")} | OF_CELLS == {*TWINS}


def test_everything_said_of_a_file_as_such_has_a_faulty_folder() -> None:
    first_lines = [words[0] for name in MISTAKES for words in expected(name)]
    assert {check for check in READER if any(f"({check})" in line for line in first_lines)} == READER


def test_five_mistakes_in_three_files_are_five_problems_in_one_run(tmp_path: Path) -> None:
    _, problems = inspect(overlaid("five-mistakes-in-three-files", tmp_path))
    assert len(problems) == 5
    assert len({problem.file for problem in problems}) == 3
    assert all(problem.fatal for problem in problems)


@pytest.mark.parametrize("folder", [BASE, DATA], ids=["base", "ours"])
def test_a_sound_catalogue_has_no_problem(folder: Path) -> None:
    assert inspect(folder)[1] == []


@pytest.mark.parametrize("name", BY_NAME)
def test_a_file_that_is_not_there_is_one_problem(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "catalogue"
    shutil.copytree(BASE, folder)
    (folder / f"{name}.csv").unlink()
    problems = [problem.explain() for problem in inspect(folder)[1]]
    header = ",".join(BY_NAME[name].header)
    message = (
        f"{name}.csv: error (file)\n  found no such file; expected a file\n  tip: create it with the header {header}"
    )
    expected = [] if BY_NAME[name].optional else [message]
    assert [problem for problem in problems if f"{name}.csv: error (file)" in problem] == expected
    assert problems == expected or name in ("sources", "attributes")


def test_what_speaks_of_a_file_that_is_not_there_is_a_problem_too(tmp_path: Path) -> None:
    folder = tmp_path / "catalogue"
    shutil.copytree(BASE, folder)
    (folder / "attributes.csv").unlink()
    (problem,) = inspect(folder)[1]
    assert problem.explain().splitlines()[:2] == [
        "attributes.csv: error (lost)",
        "  found no row; expected the 2 attributes that 2 cells name (plans.csv D1, E1): size, lanes",
    ]


def test_a_folder_that_is_not_there_lacks_every_file(tmp_path: Path) -> None:
    _, problems = inspect(tmp_path / "nowhere")
    assert [problem.file for problem in problems] == [table.file for table in TABLES if not table.optional]


def test_something_else_in_the_place_of_a_file_is_one_problem(tmp_path: Path) -> None:
    folder = tmp_path / "catalogue"
    shutil.copytree(BASE, folder)
    (folder / "plans.csv").unlink()
    (folder / "plans.csv").mkdir()
    (problem,) = inspect(folder)[1]
    assert (problem.file, problem.check, problem.fatal) == ("plans.csv", "file", True)


def with_steps(folder: Path, row: str) -> list[Problem]:
    shutil.copytree(BASE, folder)
    with (folder / "steps.csv").open("a", encoding="utf-8") as file:
        file.write(f"{row}\n")
    return inspect(folder)[1]


def test_an_order_of_thousands_of_digits_is_a_problem_and_no_crash(tmp_path: Path) -> None:
    problems = with_steps(tmp_path / "catalogue", f"guide,{'9' * 5000},*,*,always,Note.,A3")
    assert {problem.check for problem in problems} == {"steps"}


def test_a_large_order_does_not_fill_the_memory(tmp_path: Path) -> None:
    tracemalloc.start()
    try:
        problems = with_steps(tmp_path / "catalogue", "guide,1000000,*,*,always,Note.,A3")
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert [problem.check for problem in problems] == ["steps"]
    assert peak < 10_000_000


@pytest.mark.parametrize(
    ("word", "known", "tip"),
    [
        ("enterprise-e5", ["enterprise-e4", "small"], "did you mean “enterprise-e4”?"),
        (" SMALL ", ["enterprise-e4", "small"], "did you mean “small”?"),
        ("xyz", ["stop", "wait"], "use one of: stop, wait"),
        ("xyz", [f"plan-{number}" for number in range(9)], ""),
    ],
)
def test_a_tip_names_what_is_near_or_what_there_is(word: str, known: list[str], tip: str) -> None:
    assert Hints(known).tip(word) == tip


@pytest.mark.parametrize(
    ("problem", "text"),
    [
        (
            Problem("blank", "plans.csv", 3, "B3", "an empty cell", "a name", "type one"),
            "plans.csv, line 3, cell B3: error (blank)\n  found an empty cell; expected a name\n  tip: type one",
        ),
        (
            Problem("order", "switches.csv", 3, "", "this", "that", fatal=False),
            "switches.csv, line 3: warning (order)\n  found this; expected that",
        ),
        (Problem("file", "plans.csv", 0, "", "none", "one"), "plans.csv: error (file)\n  found none; expected one"),
        (
            Problem("circle", "switches.csv", 2, "A2", "So it is", "", fatal=False, note=True),
            "switches.csv, line 2, cell A2: note (circle)\n  So it is",
        ),
    ],
)
def test_a_problem_explains_itself(problem: Problem, text: str) -> None:
    assert problem.explain() == text


@pytest.mark.parametrize(
    ("order", "found"), [("0", 0), ("999", 0), ("1000", 1), ("0999", 0), ("0000000001000", 1), ("-1", 1), ("١", 1)]
)
def test_an_order_goes_from_zero_to_999(order: str, found: int, tmp_path: Path) -> None:
    problems = with_steps(tmp_path / "catalogue", f"guide,{order},*,*,always,Note.,A3")
    assert sum(problem.cell == "B6" for problem in problems) == found
