"""Writes ``matrix.md``: every plan against every other, and the switch map.

A table of many plans would be more than a browser takes. Then the page has the plans by family, and its script shows as
much of the table as is in sight, from ``chart.json``, one a language.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from planswitch.pages import switch_map
from planswitch.pages.render import Page, Renderer, Text
from planswitch.pages.widgets import widget_config
from planswitch.rules.grid import Chart, Charted, Grid
from planswitch.rules.matrix import Cell, offer

MOST = 5_000
"""Most elements that the pairs of plans may take in the page."""
EACH = 8
"""How many one of them takes, in the table and in the list."""
CHART = "chart.json"
TOLD = ("python", "locale", "root", "names", "plan", "rule", "digest", "percent", "asked")
"""What of a widget's settings the script of the matrix needs."""


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


def whole(renderer: Renderer) -> bool:
    """Whether the page has the whole table."""
    return len(renderer.catalogue.plans) ** 2 * EACH <= MOST


def pages(renderer: Renderer) -> Iterator[Page]:
    """The matrix, with its table and the map in slots; where the table is not whole, no map would be of use."""
    here = path(renderer)
    yield Page(here, partial(_text, renderer, here))


def _text(renderer: Renderer, here: str) -> Text:
    if not whole(renderer):
        return Text(renderer.render("matrix.md.jinja", here, drawn=False))
    picture = switch_map.picture(renderer)
    names = {plan: renderer.words.plan(plan) for plan in renderer.catalogue.plans}
    told = {"names": names, "former": renamed(renderer)}
    drawn = renderer.render("switch-map.html.jinja", here, picture=picture, size=switch_map.BOX, **told)
    text = renderer.render("matrix.md.jinja", here, complete=picture.complete, drawn=bool(picture.lines))
    return Text(text, {"map": drawn} if picture.lines else {})


def table(renderer: Renderer, here: str, _: str, widget: Mapping[str, Any]) -> str:
    """The table, its list for small screens, and what its script needs to know and to say."""
    context = _whole(renderer) if whole(renderer) else _wide(renderer)
    config = widget_config(renderer, here, widget)
    return renderer.render(
        "matrix-table.html.jinja",
        here,
        families=renderer.families,
        legend=legend(context["cells"]),
        hows=[renderer.words.route(route.id).how for route in renderer.listing],
        config={name: config[name] for name in TOLD if name in config} | renamed(renderer),
        **context,
    )


def renamed(renderer: Renderer) -> dict[str, Any]:
    """What a script has to know to find plans by ids that they had before, where there are such."""
    return {"former": renderer.former_ids} if renderer.former_ids else {}


def _whole(renderer: Renderer) -> dict[str, Any]:
    targets = [(family, plan) for family in renderer.families for plan in family["plans"]]
    kinds: dict[Cell, str] = {}
    rows = [(family, origin, _places(renderer, origin, targets, kinds)) for family, origin in targets]
    return {
        "chart": "",
        "rows": rows,
        "listed": _listed,
        "cells": list(kinds),
        "kinds": {name: cell.to_dict() for cell, name in kinds.items()},
        "offers": {
            origin["id"]: offer(renderer.catalogue, [place.cell for place in places], renderer.words)
            for _, origin, places in rows
        },
    }


def _wide(renderer: Renderer) -> dict[str, Any]:
    cells = list(_chart(renderer).cells)
    return {"chart": f"{renderer.folder}{CHART}", "rows": [], "cells": cells, "kinds": {}}


def _chart(renderer: Renderer) -> Chart:
    charted = Charted(Grid(renderer.catalogue), renderer.overview)
    return Chart(charted, charted, renderer.words)


def chart_files(renderer: Renderer) -> Iterator[tuple[str, str]]:
    """Path and content of ``chart.json``, where the table is not whole in its page."""
    if whole(renderer):
        return
    chart = _chart(renderer)
    content = {
        "digest": renderer.catalogue.digest,
        "families": [{"id": family["id"], "name": family["name"]} for family in renderer.families],
        "plans": {plan["id"]: plan["name"] for family in renderer.families for plan in family["plans"]},
        "grid": chart.now.grid.to_dict(),
        "answers": chart.to_dict(),
    }
    yield f"{renderer.folder}{CHART}", json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def legend(cells: Iterable[Cell]) -> list[Cell]:
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
