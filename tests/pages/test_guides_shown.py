"""Procedures that no hand-written page shows."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from planswitch.catalogue import load
from planswitch.pages.guides import unshown
from tests.catalogue.test_checks import BASE

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("page", "cells"),
    [
        ("# Lessons\n\n<!-- planswitch:procedure lessons -->\n", []),
        ("# Lessons\n\n<!-- planswitch:procedure other -->\n", ["A6"]),
        (None, []),
    ],
)
def test_a_guide_that_no_page_shows_is_told_once(page: str | None, cells: list[str], tmp_path: Path) -> None:
    shutil.copytree(BASE, tmp_path / "data")
    with (tmp_path / "data" / "steps.csv").open("a", encoding="utf-8") as file:
        file.write("lessons,1,*,*,always,Come.,A3\nlessons,2,*,*,always,Swim.,A3\n")
    if page:
        (tmp_path / "docs" / "en").mkdir(parents=True)
        (tmp_path / "docs" / "en" / "lessons.md").write_text(page, encoding="utf-8")
    found = list(unshown(load(tmp_path / "data"), tmp_path / "docs"))
    assert [problem.cell for problem in found] == cells
    assert not any(problem.fatal for problem in found)
