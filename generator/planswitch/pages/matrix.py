"""Writes ``matrix.md``: every plan against every other, and the switch map."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from planswitch.pages import switch_map
from planswitch.pages.render import Page, Renderer
from planswitch.pages.widgets import widget_config
from planswitch.rules.matrix import Cell, offer


@dataclass(frozen=True, slots=True)
class Place:
    """A cell of the table.

    Attributes:
        kind: the name of what it says, see `kinds`.
    """

    family: Mapping[str, Any]
    plan: Mapping[str, str]
    kind: str
    cell: Cell


def path(renderer: Renderer) -> str:
    """Where it is."""
    return f"{renderer.folder}matrix.md"


def paths(renderer: Renderer) -> Iterator[str]:
    """There is one."""
    yield path(renderer)


def pages(renderer: Renderer) -> Iterator[Page]:
    """The matrix, with its table and the map in slots."""
    here = path(renderer)
    picture = switch_map.picture(renderer)
    names = {plan: renderer.words.plan(plan) for plan in renderer.catalogue.plans}
    drawn = renderer.render("switch-map.html.jinja", here, picture=picture, names=names, size=switch_map.BOX)
    text = renderer.render("matrix.md.jinja", here, complete=picture.complete, drawn=bool(picture.lines))
    yield Page(here, text, {"map": drawn} if picture.lines else {})


def table(renderer: Renderer, here: str, _: str, widget: Mapping[str, Any]) -> str:
    """The table, its list for small screens, and what its script needs to know and to say."""
    targets = [(family, plan) for family in renderer.families for plan in family["plans"]]
    kinds: dict[Cell, str] = {}
    rows = [(family, origin, _places(renderer, origin, targets, kinds)) for family, origin in targets]
    return renderer.render(
        "matrix-table.html.jinja",
        here,
        rows=rows,
        listed=_listed,
        families=renderer.families,
        kinds={name: cell.to_dict() for cell, name in kinds.items()},
        legend=legend(kinds),
        hows=[renderer.words.route(route.id).how for route in renderer.listing],
        offers={
            origin["id"]: offer(renderer.catalogue, [place.cell for place in places], renderer.words)
            for _, origin, places in rows
        },
        config=widget_config(renderer, here, widget),
    )


def legend(cells: Mapping[Cell, str]) -> list[Cell]:
    """A cell for each word that stands in the table, in the order of the table."""
    found: dict[tuple[str, str], Cell] = {}
    for cell in cells:
        if cell.word:
            found.setdefault((cell.word, cell.certainty), cell)
    order = ("sure", "likely", "unknown", "fallback", "detour", "no")
    return sorted(found.values(), key=lambda cell: order.index(cell.certainty))


def _places(
    renderer: Renderer,
    origin: dict[str, str],
    targets: list[tuple[dict[str, Any], dict[str, str]]],
    kinds: dict[Cell, str],
) -> list[Place]:
    places = []
    for family, plan in targets:
        cell = renderer.cells[origin["id"], plan["id"]]
        places.append(Place(family, plan, kinds.setdefault(cell, str(len(kinds))), cell))
    return places


def _listed(places: list[Place]) -> list[Place]:
    """The other plans, those that are offered first."""
    return sorted((place for place in places if place.cell.mark != "same"), key=lambda place: not place.cell.offered)
