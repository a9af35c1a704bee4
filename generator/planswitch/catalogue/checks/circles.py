"""Switches that lead in a circle: they may, and where they do it is said once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from graphlib import CycleError, TopologicalSorter

from planswitch.catalogue.checks.check import CatalogueCheck, Found
from planswitch.catalogue.folder import Tables
from planswitch.rules.chains import shortest_chain
from planswitch.rules.model import Catalogue


def _circles(tables: Tables, catalogue: Catalogue) -> Found:
    try:
        TopologicalSorter(catalogue.targets).prepare()
    except CycleError as error:
        after, before = error.args[1][:2]
        circle = _shortest(catalogue, before, after)
        row = next(row for row in tables["switches"] if [row["from"], row["to"]] == circle[:2])
        said = f"switches lead in a circle, as they may: {' → '.join(circle)}"
        yield replace(row.problem("circle", "from", "", found=said, fatal=False), note=True)


def _shortest(catalogue: Catalogue, origin: str, target: str) -> list[str]:
    """The plans of the shortest circle that begins with a switch."""
    if origin in catalogue.targets[target]:
        return [origin, target, origin]
    return [origin, *shortest_chain(target, origin, catalogue.targets, lambda *_: True)]


def checks() -> Iterator[CatalogueCheck]:
    """All of this kind."""
    yield CatalogueCheck("circle", "switches lead in no circle", _circles)
