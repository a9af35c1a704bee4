"""Writes ``matrix.md``: every plan against every other, and the switch map."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from planswitch.pages import switch_map
from planswitch.pages.render import Page, Renderer
from planswitch.pages.widgets import widget_config
from planswitch.rules import Catalogue
from planswitch.rules.service import kind, kinds, offer

PATH = "matrix.md"


def paths(_: Catalogue) -> Iterator[str]:
    """There is one."""
    yield PATH


def pages(renderer: Renderer) -> Iterator[Page]:
    """The matrix, with its table and the map in slots."""
    picture = switch_map.picture(renderer)
    names = {plan: renderer.words.plan(plan) for plan in renderer.catalogue.plans}
    drawn = renderer.render("switch-map.html.jinja", PATH, picture=picture, names=names, size=switch_map.BOX)
    yield Page(PATH, renderer.render("matrix.md.jinja", PATH, complete=picture.complete), {"map": drawn})


def table(renderer: Renderer, path: str, _: str, widget: Mapping[str, Any]) -> str:
    """The table, its list for small screens, and what its script needs to know and to say."""
    targets = [(family, plan) for family in renderer.families for plan in family["plans"]]
    rows = [(family, origin, _cells(renderer, origin, targets)) for family, origin in targets]
    return renderer.render(
        "matrix-table.html.jinja",
        path,
        rows=rows,
        listed=_listed,
        families=renderer.families,
        kinds=kinds(renderer.words),
        offers={origin["id"]: offer([cell["kind"] for cell in cells], renderer.words) for _, origin, cells in rows},
        config=widget_config(renderer, path, widget),
    )


def _cells(
    renderer: Renderer, origin: dict[str, str], targets: list[tuple[dict[str, Any], dict[str, str]]]
) -> list[Any]:
    return [
        {"plan": plan, "family": family, "kind": kind(renderer.answer(origin["id"], plan["id"]).decision)}
        for family, plan in targets
    ]


def _listed(cells: list[Any]) -> list[Any]:
    """The other plans, those that the wizard leads to first."""
    return sorted(
        (cell for cell in cells if cell["kind"] != "same"), key=lambda cell: bool(cell["kind"].startswith("manual"))
    )
