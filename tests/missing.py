"""What cannot be tested here: named at the end of the run, and a failure where everything has to be tested."""

from __future__ import annotations

import os
from typing import NoReturn

import pytest

NOT_HERE = "not on this machine: "
"""How the reason begins for which a test is skipped because a program is missing."""


def missing(program: str) -> NoReturn:
    """Skips a test for want of a program; under ``CI`` that is a failure.

    Args:
        program: its name and a sentence that says how to get it.
    """
    if os.environ.get("CI"):
        pytest.fail(f"{NOT_HERE}{program}", pytrace=False)
    pytest.skip(f"{NOT_HERE}{program}")
