"""How many examples a property is tried on: a fifth in `make test`, and all of them in `make test-all`."""

from __future__ import annotations

import os

ALL = bool(os.environ.get("PLANSWITCH_ALL_EXAMPLES"))
SHARE = 5
FEWEST = 8


def examples(count: int) -> int:
    """How many of so many examples this run draws."""
    return count if ALL else min(count, max(count // SHARE, FEWEST))
