"""Writes ``matrix.md``: every plan against every other, and the switch map."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator.pages import switch_map
from generator.pages.press import Page, Press
from generator.pages.widgets import widget_config
from generator.rules import Catalogue
from generator.rules.service import kind, kinds, offer

PATH = "matrix.md"


def paths(_: Catalogue) -> Iterator[str]:
    """There is one."""
    yield PATH


def pages(press: Press) -> Iterator[Page]:
    """The matrix, with its table and the map in slots."""
    picture = switch_map.picture(press)
    names = {plan: press.words.plan(plan) for plan in press.catalogue.plans}
    drawn = press.print("switch-map.html.jinja", PATH, picture=picture, names=names, size=switch_map.BOX)
    yield Page(PATH, press.print("matrix.md.jinja", PATH, complete=picture.complete), {"map": drawn})


def table(press: Press, path: str, _: str, widget: Mapping[str, Any]) -> str:
    """The table, its list for small screens, and what its script needs to know and to say."""
    targets = [(family, plan) for family in press.families for plan in family["plans"]]
    rows = [(family, origin, _cells(press, origin, targets)) for family, origin in targets]
    return press.print(
        "matrix-table.html.jinja",
        path,
        rows=rows,
        listed=_listed,
        families=press.families,
        kinds=kinds(press.words),
        offers={origin["id"]: offer([cell["kind"] for cell in cells], press.words) for _, origin, cells in rows},
        config=widget_config(press, path, widget),
    )


def _cells(press: Press, origin: dict[str, str], targets: list[tuple[dict[str, Any], dict[str, str]]]) -> list[Any]:
    return [
        {"plan": plan, "family": family, "kind": kind(press.answer(origin["id"], plan["id"]).decision)}
        for family, plan in targets
    ]


def _listed(cells: list[Any]) -> list[Any]:
    """The other plans, those that the wizard leads to first."""
    return sorted(
        (cell for cell in cells if cell["kind"] != "same"), key=lambda cell: bool(cell["kind"].startswith("manual"))
    )
