"""What `make test` leaves to `make test-all`: cases like a shorter one, and four of five examples of a property."""

from __future__ import annotations

import os
from functools import partial

import pytest

ALL = bool(os.environ.get("PLANSWITCH_ALL_EXAMPLES"))
SHARE = 5
FEWEST = 8

long = partial(pytest.param, marks=pytest.mark.long)
"""A case for `make test-all`."""


def examples(count: int) -> int:
    """How many of so many examples this run draws."""
    return count if ALL else min(count, max(count // SHARE, FEWEST))
