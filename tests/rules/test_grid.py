"""The matrix of any size: classes of plans tell each pair's cell, and what changed in it, as single pairs do."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planswitch.catalogue import Loaded
from planswitch.rules import Catalogue, Words
from planswitch.rules.conditions import Value
from planswitch.rules.grid import NONE, Chart, Charted, Grid
from planswitch.rules.matrix import Cells, Overview, offer
from planswitch.rules.reach import members
from planswitch.rules.service import Service
from tests.assertions import made_up, nothing_wrong, route, rule
from tests.long import examples
from tests.rules.test_matrix import catalogues

GIVEN = st.dictionaries(st.sampled_from(["p", "q"]), st.booleans())


@pytest.fixture(scope="module")
def service(loaded: Loaded) -> Service:
    service = Service(json.dumps({"tables": loaded.tables, "digest": loaded.catalogue.digest}))
    service.add_language("en", b"")
    return service


def number(grid: Grid, origin: int, target: int) -> int:
    """The class of a pair, as `assets/matrix/grid.js` finds it."""
    if origin == target:
        return 0
    table = grid.together if grid.families[origin] == grid.families[target] else grid.apart
    return grid.listed[origin].get(target, table[grid.rows[origin]][grid.columns[target]])


def charted(catalogue: Catalogue, facts: dict[str, Value], grid: Grid | None = None) -> Charted:
    return Charted(grid or Grid(catalogue), Overview(catalogue, facts))


def assert_same(catalogue: Catalogue, facts: dict[str, Value]) -> None:
    """The chart of a catalogue says of every pair what its cells say."""
    words, now, before = Words(catalogue), Overview(catalogue, facts), Overview(catalogue)
    base = charted(catalogue, {})
    grid = base.grid
    chart = Chart(base, charted(catalogue, facts, grid), words)
    told: dict[str, Any] = json.loads(json.dumps(chart.to_dict()))
    cells = Cells(now, words)
    leads, led = chart.now.lead(), base.lead()
    changed: list[tuple[tuple[str, ...], Any]] = []
    for at, origin in enumerate(grid.plans):
        for to, target in enumerate(grid.plans):
            plain, chained, differs, rules = told["classes"][number(grid, at, to)]
            way, was = leads[at] >> to & 1, led[at] >> to & 1
            place = chained if chained != NONE and way else plain
            assert told["kinds"][place] == cells[origin, target].to_dict(), (origin, target)
            other = now.answer(origin, target) != before.answer(origin, target)
            assert other is bool(differs or way != was), (origin, target)
            if other:
                assert tuple(rules) == now.causes(origin, target, before)
                changed.append((tuple(rules), cells[origin, target]))
    counted = [(rules, cell) for rules, cell, count in chart.changes() for _ in range(count)]
    assert sorted(map(repr, counted)) == sorted(map(repr, changed))


@settings(max_examples=examples(80))
@given(catalogues(), GIVEN)
def test_a_chart_says_of_every_pair_what_its_cell_says(catalogue: Catalogue, facts: dict[str, Value]) -> None:
    assert_same(catalogue, facts)


@pytest.mark.parametrize("given", [{}, {"trial": True}, {"users": 301, "custom_domain": True}])
def test_the_catalogue_of_2014_is_charted(catalogue: Catalogue, given: dict[str, Value]) -> None:
    assert_same(catalogue, given)


def test_the_catalogue_of_2014_is_charted_when_nothing_is_wrong(catalogue: Catalogue) -> None:
    assert_same(catalogue, nothing_wrong(catalogue))


def test_plans_stand_family_by_family() -> None:
    catalogue = made_up("a:x b:y c:x d:y", "a>b", routes=[route("direct", "listed"), route("desk", "all")], steps=[])
    grid = Grid(catalogue)
    assert (grid.plans, grid.families) == (["a", "c", "b", "d"], [0, 0, 1, 1])


def test_classes_grow_with_what_tells_plans_apart_and_not_with_plans() -> None:
    def grid(count: int) -> Grid:
        plans = " ".join(f"p{place}:{'xyz'[place % 3]}" for place in range(count))
        return Grid(made_up(plans, "p0>p4 p4>p8", [rule("here", "stop", "p", origin="p1", target="*")]))

    small, large = grid(12), grid(60)
    assert len(small.pairs) == len(large.pairs)
    assert len(json.dumps(large.to_dict())) < 6 * len(json.dumps(small.to_dict()))
    assert sum(large.sizes) == 60 * 60


def test_offers_are_counted_as_the_rows_are(catalogue: Catalogue) -> None:
    chart = Chart(base := charted(catalogue, {}), base, words := Words(catalogue))
    cells = Cells(base.overview, words)
    for plan, count in zip(base.grid.plans, chart.offers(), strict=True):
        assert offer(catalogue, list(cells.row(plan)), words).startswith(f"{count} of 20")


def test_the_service_charts_and_refuses(service: Service) -> None:
    told = json.loads(service.chart(json.dumps({"locale": "en", "facts": {"users": "301"}})))
    assert told["changed"] == "52 of 420 answers changed"
    assert told["rules"] == json.loads(service.matrix(json.dumps({"locale": "en", "facts": {"users": "301"}})))["rules"]
    assert json.loads(service.chart(json.dumps({"locale": "en", "facts": {}})))["changed"] == "0 of 420 answers changed"
    assert json.loads(service.chart(json.dumps({"locale": "en", "facts": {"users": "x"}})))["part"] == "users"


def test_sets_are_told_in_bytes_the_lowest_first() -> None:
    plans = " ".join(f"p{place}:x" for place in range(12))
    catalogue = made_up(plans, "p0>p1 p1>p9 p9>p11", routes=[route("direct", "listed")], steps=[])
    told = Chart(base := charted(catalogue, {}), base, Words(catalogue)).to_dict()
    first = bytes.fromhex(told["sets"][told["chains"][0]])
    assert list(members(int.from_bytes(first, "little"))) == [9, 11]
    assert len(first) == 2
