"""Draws the switch map: how plans lead to one another, from low to high, each family in a band of its own.

The graph has the fewest switches that lead to the same plans with the same certainty: of no pair the map promises more
or less than its switch. Plans stand in columns, one step before the nearest plan they lead to; a line that has to pass
a column gets a place in it, as if it were a plan, so that no line crosses a box.
"""

from __future__ import annotations

import textwrap
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import networkx as nx

from planswitch.pages.render import Renderer
from planswitch.rules import Catalogue
from planswitch.rules.matrix import Overview, listing
from planswitch.rules.vocabulary import CERTAINTIES, Certainty

if TYPE_CHECKING:
    Graph = nx.DiGraph[str]
else:
    Graph = nx.DiGraph
Point = tuple[float, float]
Stop = tuple[str, ...]
"""A plan, or the place of a line that passes a column: origin, target, column."""

BOX = 138, 52
"""Width and height of a plan's box."""
STEP = 60
"""Room between two columns, in which lines change their height."""
LANE = 62
"""Height of a lane: one box, with room."""
BAND = 10
"""Room between two bands."""
NAMES = 124
"""Width of the column with the families' names."""
TOP = 34
"""Room for the words above the first band."""
EDGE = 8
"""Room at the sides."""
TIP = 7
"""Length of an arrow's tip."""
SWEEPS = 8
"""How often the places within the columns are put in order."""
CHARACTERS = 19
"""Characters that fit into a line of a box, or of a family's name."""


@dataclass(frozen=True, slots=True)
class Box:
    """A plan: its name in lines, each with the height of its base line, and its top left corner."""

    plan: str
    name: str
    x: float
    y: float
    lines: list[tuple[float, str]]


@dataclass(frozen=True, slots=True)
class Line:
    """A switch: how certain it is, a path, and the path of its tip."""

    origin: str
    target: str
    certainty: Certainty
    path: str
    tip: str


@dataclass(frozen=True, slots=True)
class Band:
    """A family."""

    name: str
    y: float
    height: float
    lines: list[tuple[float, str]]


@dataclass(frozen=True, slots=True)
class Picture:
    """All there is to draw.

    Attributes:
        names: where the families' names start.
        first, last: the outer ends of the columns.
        complete: whether every chain of switches is also a single one.
    """

    width: float
    height: float
    names: float
    first: float
    last: float
    complete: bool
    bands: list[Band]
    lines: list[Line]
    boxes: list[Box]


def graph_of(overview: Overview) -> Graph:
    """Every switch that a row of the table lists, with the certainty of its decision."""
    catalogue = overview.catalogue
    graph = Graph()
    graph.add_nodes_from(catalogue.plans)
    for origin, targets in catalogue.targets.items():
        for target in targets:
            decision = overview[origin, target]
            if decision.route in listing(catalogue):
                graph.add_edge(origin, target, certainty=decision.certainty)
    return graph


def reduced(graph: Graph) -> Graph:
    """The fewest switches that lead to the same plans, each as certainly as before.

    Plans that lead to one another keep all switches among them.
    """
    number = nx.condensation(graph).graph["mapping"]
    small = Graph(graph)
    for origin, target in reversed(list(graph.edges)):
        if number[origin] != number[target] and _follows(small, origin, target):
            small.remove_edge(origin, target)
    return small


def _follows(graph: Graph, origin: str, target: str) -> bool:
    """Whether the other switches lead from one plan to the other just as certainly as this one does."""
    least = CERTAINTIES.index(_certainty(graph, origin, target))
    others = [edge for edge in graph.edges if edge != (origin, target)]

    def leads(worst: int) -> bool:
        kept = [edge for edge in others if CERTAINTIES.index(_certainty(graph, *edge)) <= worst]
        chains = Graph(kept)
        return origin in chains and target in chains and bool(nx.has_path(chains, origin, target))

    return leads(least) and not (least and leads(least - 1))


def _certainty(graph: Graph, origin: str, target: str) -> Certainty:
    certainty: Certainty = graph.edges[origin, target].get("certainty", "sure")
    return certainty


def complete(overview: Overview) -> bool:
    """Whether a single switch does whatever several do, as far as they are sure or likely."""
    graph = graph_of(overview)
    known = Graph([edge for edge in graph.edges if _certainty(graph, *edge) != "unknown"])
    chains = nx.transitive_closure(known, reflexive=None).edges
    return all(origin == target or graph.has_edge(origin, target) for origin, target in chains)


def columns(graph: Graph) -> dict[str, int]:
    """Plan -> column: as far to the right as the plans it leads to allow; the last of a chain as far to the left."""
    forward = Graph()
    forward.add_nodes_from(graph)
    for origin, target in graph.edges:
        if not nx.has_path(forward, target, origin):
            forward.add_edge(origin, target)
    column = {plan: at for at, plans in enumerate(nx.topological_generations(forward)) for plan in plans}
    for plan in reversed(list(nx.topological_sort(forward))):
        column[plan] = min((column[after] - 1 for after in forward.successors(plan)), default=column[plan])
    return column


def picture(renderer: Renderer) -> Picture:
    """Works out the whole picture in the renderer's language; mirrored when that is read from the right."""
    catalogue = renderer.catalogue
    graph = reduced(graph_of(renderer.overview))
    column = columns(graph)
    routes = {edge: _route(*edge, column) for edge in graph.edges}
    places = _places(catalogue, column, routes.values())
    order = _family_order(catalogue, graph)
    lanes = {
        family: max((len(stops) for (own, _), stops in places.items() if own == family), default=1) for family in order
    }
    tops = _tops(order, lanes)
    heights = _heights(places, lanes, tops, routes.values())
    width = NAMES + 2 * EDGE + (max(column.values()) + 1) * (BOX[0] + STEP) - STEP
    mirrored = renderer.language.direction == "rtl"

    def across(x: float) -> float:
        return width - x if mirrored else x

    def left(at: int) -> float:
        return NAMES + EDGE + at * (BOX[0] + STEP)

    return Picture(
        width=width,
        height=TOP + sum(lanes.values()) * LANE + len(order) * BAND,
        names=across(2 * EDGE),
        first=across(left(0)),
        last=across(left(max(column.values())) + BOX[0]),
        complete=complete(renderer.overview),
        bands=[
            Band(
                renderer.words.family(family),
                tops[family],
                lanes[family] * LANE,
                _lines(renderer.words.family(family), tops[family] + lanes[family] * LANE / 2, CHARACTERS - 4),
            )
            for family in order
        ],
        lines=[
            Line(
                *edge,
                certainty=_certainty(graph, *edge),
                path=_path(route, column, heights, left, across),
                tip=_tip(left(column[edge[1]]), heights[edge[1],], across),
            )
            for edge, route in routes.items()
        ],
        boxes=[
            Box(
                plan,
                renderer.words.plan(plan),
                across(left(at) + BOX[0] / 2) - BOX[0] / 2,
                heights[plan,] - BOX[1] / 2,
                _lines(renderer.words.plan(plan), heights[plan,]),
            )
            for plan, at in column.items()
        ],
    )


def _route(origin: str, target: str, column: Mapping[str, int]) -> list[Stop]:
    """A line's stops: both plans, and a place in each column between them."""
    between = range(column[origin] + 1, column[target])
    return [(origin,), *((origin, target, str(at)) for at in between), (target,)]


def _places(
    catalogue: Catalogue, column: Mapping[str, int], routes: Iterable[list[Stop]]
) -> dict[tuple[str, int], list[Stop]]:
    """The stops of each family in each column; a passing line goes where there is most room."""
    places: dict[tuple[str, int], list[Stop]] = defaultdict(list)
    for plan in catalogue.plans.values():
        places[plan.family, column[plan.id]].append((plan.id,))
    for route in routes:
        families = [catalogue.plans[end[0]].family for end in (route[0], route[-1])]
        for stop in route[1:-1]:
            at = int(stop[2])
            family = min(families, key=lambda family, at=at: len(places[family, at]))  # type: ignore[misc]
            places[family, at].append(stop)
    return places


def _family_order(catalogue: Catalogue, graph: Graph) -> list[str]:
    """The families so that those with switches between them are close; otherwise in the catalogue's order."""
    pairs = [(catalogue.plans[a].family, catalogue.plans[b].family) for a, b in graph.edges]

    def stretch(order: list[str]) -> int:
        at = {family: index for index, family in enumerate(order)}
        return sum(abs(at[a] - at[b]) for a, b in pairs)

    order = list(catalogue.families)
    while True:
        moved = [
            [*rest[:index], family, *rest[index:]]
            for family in order
            for rest in [[other for other in order if other != family]]
            for index in range(len(order))
        ]
        best = min(moved, key=stretch)
        if stretch(best) >= stretch(order):
            return order
        order = best


def _tops(order: Iterable[str], lanes: Mapping[str, int]) -> dict[str, float]:
    tops: dict[str, float] = {}
    y: float = TOP
    for family in order:
        tops[family] = y
        y += lanes[family] * LANE + BAND
    return tops


def _heights(
    places: Mapping[tuple[str, int], list[Stop]],
    lanes: Mapping[str, int],
    tops: Mapping[str, float],
    routes: Iterable[list[Stop]],
) -> dict[Stop, float]:
    """The middle of every stop: each column of a band is put in the order of what its stops are joined to."""
    near: dict[Stop, list[Stop]] = defaultdict(list)
    for route in routes:
        for one, other in pairwise(route):
            near[one].append(other)
            near[other].append(one)
    heights: dict[Stop, float] = {}

    def put(family: str, stops: list[Stop]) -> None:
        first = tops[family] + (lanes[family] - len(stops) + 1) * LANE / 2
        heights.update({stop: first + index * LANE for index, stop in enumerate(stops)})

    def pull(stop: Stop) -> float:
        joined = near[stop] or [stop]
        return sum(heights[other] for other in joined) / len(joined)

    for (family, _), stops in places.items():
        put(family, stops)
    for _ in range(SWEEPS):
        for (family, _), stops in places.items():
            stops.sort(key=pull)
            put(family, stops)
    return heights


def _path(
    route: list[Stop],
    column: Mapping[str, int],
    heights: Mapping[Stop, float],
    left: Callable[[int], float],
    across: Callable[[float], float],
) -> str:
    def start(stop: Stop) -> float:
        return left(int(stop[2]) if len(stop) > 1 else column[stop[0]])

    def at(x: float, y: float) -> str:
        return f"{across(x):g} {y:g}"

    drawn = f"M{at(start(route[0]) + BOX[0], heights[route[0]])}"
    for one, other in pairwise(route):
        here, there = start(one) + BOX[0], start(other) - (TIP if len(other) == 1 else 0)
        bend = (there - here) * 0.55 if there > here else STEP
        drawn += f"C{at(here + bend, heights[one])} {at(there - bend, heights[other])} {at(there, heights[other])}"
        if len(other) > 1:
            drawn += f"L{at(there + BOX[0], heights[other])}"
    return drawn


def _tip(x: float, y: float, across: Callable[[float], float]) -> str:
    back = across(x - TIP - 1)
    return f"M{across(x):g} {y:g}L{back:g} {y - 5:g}V{y + 5:g}Z"


def _lines(text: str, middle: float, characters: int = CHARACTERS) -> list[tuple[float, str]]:
    """A text in lines of about the same length around a height, each with its base line."""
    narrowest = max(map(len, text.split()))
    count = len(textwrap.wrap(text, max(characters, narrowest)))
    widths = range(max(narrowest, len(text) // count), characters)
    width = next((width for width in widths if len(textwrap.wrap(text, width)) == count), characters)
    lines = textwrap.wrap(text, width)
    return [(middle + 4 + (index - (len(lines) - 1) / 2) * 15, line) for index, line in enumerate(lines)]
