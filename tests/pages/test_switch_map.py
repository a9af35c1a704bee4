"""The switch map: the fewest switches that tell the whole story, drawn so that nothing is in the way."""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path

import networkx as nx
import pytest

from planswitch.catalogue import Loaded, load
from planswitch.catalogue.folder import Tables
from planswitch.pages import matrix
from planswitch.pages.languages import Language, languages
from planswitch.pages.render import Renderer
from planswitch.pages.switch_map import BOX, Graph, columns, complete, graph_of, picture, reduced
from planswitch.rules.matrix import Overview
from planswitch.rules.vocabulary import CERTAINTIES
from tests.assertions import TRANSLATIONS, made_up, route, rule

GYM = Path(__file__).parents[1] / "catalogues" / "palestra" / "data"


def renderer(loaded: Loaded, tag: str = "en") -> Renderer:
    language = languages([tag], TRANSLATIONS)[tag] if tag in ("en", "it") else Language(tag)
    return Renderer(loaded, language, {tag: language})


@pytest.fixture(scope="module")
def ours(loaded: Loaded) -> Renderer:
    return renderer(loaded)


def graph(edges: str) -> Graph:
    """``a>b b>c=likely`` as a graph."""
    drawn = Graph()
    for edge in edges.split():
        pair, _, certainty = edge.partition("=")
        drawn.add_edge(pair[0], pair[-1], certainty=certainty or "sure")
    return drawn


def reach(drawn: Graph) -> dict[str, dict[str, set[str]]]:
    """Plan -> certainty -> the plans that are reached at least so certainly."""
    found: dict[str, dict[str, set[str]]] = {plan: {} for plan in drawn}
    for place, worst in enumerate(CERTAINTIES):
        kept = Graph()
        kept.add_nodes_from(drawn)
        kept.add_edges_from(edge for edge in drawn.edges if CERTAINTIES.index(drawn.edges[edge]["certainty"]) <= place)
        for plan in drawn:
            found[plan][worst] = nx.descendants(kept, plan)
    return found


def edges(drawn: Graph) -> str:
    return " ".join(f"{a}>{b}" for a, b in sorted(drawn.edges))


def test_ours_is_drawn_with_fewer_switches_and_leads_to_the_same_plans_as_certainly(ours: Renderer) -> None:
    whole = graph_of(ours.overview)
    small = reduced(whole)
    assert len(whole.edges) == 52
    assert 21 < len(small.edges) < 35
    assert set(small.edges) <= set(whole.edges)
    assert reach(small) == reach(whole)


def test_no_pair_of_ours_looks_surer_or_less_sure_than_it_is(ours: Renderer) -> None:
    """A reader who follows the arrows of the map learns of each switch how certain it is, as the table has it."""
    whole = graph_of(ours.overview)
    small = reduced(whole)
    shown = reach(small)
    for origin, target in whole.edges:
        certainty = whole.edges[origin, target]["certainty"]
        if not small.has_edge(origin, target):
            assert target in shown[origin][certainty]
            surer = CERTAINTIES.index(certainty)
            assert all(target not in shown[origin][word] for word in CERTAINTIES[:surer])


@pytest.mark.parametrize(
    ("switches", "kept"),
    [
        ("a>b b>c a>c", "a>b b>c"),
        ("a>b c>d", "a>b c>d"),
        ("a>b b>a b>c a>c", "a>b a>c b>a"),
        ("a>b b>c c>a", "a>b b>c c>a"),
        ("a>b b>a b>c c>d b>d", "a>b b>a b>c c>d"),
        ("a>b=likely b>c a>c", "a>b a>c b>c"),
        ("a>b b>c a>c=likely", "a>b a>c b>c"),
        ("a>b=likely b>c a>c=likely", "a>b b>c"),
        ("a>b b>c a>c=unknown", "a>b a>c b>c"),
    ],
)
def test_what_follows_is_left_out_and_circles_stay_whole(switches: str, kept: str) -> None:
    small = reduced(graph(switches))
    assert edges(small) == kept
    assert reach(small) == reach(graph(switches))


def test_columns_lead_from_low_to_high_even_around_a_circle() -> None:
    column = columns(graph("a>b b>c c>d d>e x>d y>b e>b"))
    assert all(column[one] < column[other] for one, other in ("ab", "bc", "cd", "de", "xd", "yb"))
    assert column["x"] == column["c"], "one step before what it leads to"
    assert min(column.values()) == 0


def test_whether_chains_are_single_switches_too(ours: Renderer) -> None:
    assert complete(ours.overview)
    assert not complete(Overview(load(GYM).catalogue))
    assert complete(Overview(made_up(switches="a>b b>a")))
    assert complete(Overview(made_up(switches="a>b b>c=unknown")))
    assert not complete(Overview(made_up(switches="a>b b>c=likely")))


def test_a_switch_that_is_ruled_out_before_anybody_is_asked_is_not_drawn() -> None:
    rules = [rule("never", "stop", "same_family")]
    assert edges(graph_of(Overview(made_up(switches="a>b a>c", rules=rules)))) == "a>c"


def test_any_number_of_routes_is_drawn_and_one_that_leads_everywhere_is_not() -> None:
    routes = [route("bus", "listed"), route("train", "perhaps"), route("walk", "all")]
    catalogue = made_up(switches="a>b/bus b>c=likely/train", routes=routes, steps=[])
    drawn = graph_of(Overview(catalogue))
    assert edges(drawn) == "a>b b>c"
    assert drawn.edges["b", "c"]["certainty"] == "likely"


@pytest.mark.parametrize("tag", ["en", "it", "ar"])
def test_boxes_lie_apart_inside_the_picture_and_in_their_familys_band(loaded: Loaded, tag: str) -> None:
    drawn = picture(renderer(loaded, tag))
    for one, other in combinations(drawn.boxes, 2):
        assert abs(one.x - other.x) >= BOX[0] or abs(one.y - other.y) >= BOX[1], (one.plan, other.plan)
    for box in drawn.boxes:
        assert 0 <= box.x <= drawn.width - BOX[0]
        family = renderer(loaded, tag).words.family(loaded.catalogue.plans[box.plan].family)
        band = next(band for band in drawn.bands if band.name == family)
        assert band.y <= box.y <= band.y + band.height - BOX[1]
        assert " ".join(text for _, text in box.lines) == box.name


def points(path: str) -> list[tuple[float, float]]:
    """Points along a path of cubic curves and lines."""
    found: list[tuple[float, float]] = []
    for command, rest in re.findall(r"([MCL])([^MCL]*)", path):
        numbers = [float(number) for number in re.findall(r"-?[\d.]+", rest)]
        ends = list(zip(numbers[::2], numbers[1::2], strict=True))
        if command == "C":
            (x0, y0), ((x1, y1), (x2, y2), (x3, y3)) = found[-1], ends
            for step in range(1, 21):
                t, u = step / 20, 1 - step / 20
                weights = (u**3, 3 * u * u * t, 3 * u * t * t, t**3)
                found.append(
                    (
                        sum(w * x for w, x in zip(weights, (x0, x1, x2, x3), strict=True)),
                        sum(w * y for w, y in zip(weights, (y0, y1, y2, y3), strict=True)),
                    )
                )
        else:
            found += ends
    return found


@pytest.mark.parametrize("tag", ["en", "ar"])
def test_no_line_crosses_a_box(loaded: Loaded, tag: str) -> None:
    drawn = picture(renderer(loaded, tag))
    for line in drawn.lines:
        for x, y in points(line.path):
            for box in drawn.boxes:
                inside = box.x + 1 < x < box.x + BOX[0] - 1 and box.y + 1 < y < box.y + BOX[1] - 1
                assert not inside, (line.origin, line.target, box.plan)


def test_each_line_is_as_certain_as_its_switch(ours: Renderer) -> None:
    drawn = picture(ours)
    for line in drawn.lines:
        assert line.certainty == ours.catalogue.switches[line.origin, line.target, "wizard"].certainty
    assert {line.certainty for line in drawn.lines} == {"sure", "likely", "unknown"}


def test_readers_from_the_right_see_it_mirrored(loaded: Loaded, ours: Renderer) -> None:
    here = {box.plan: box.x for box in picture(ours).boxes}
    there = {box.plan: box.x for box in picture(renderer(loaded, "ar")).boxes}
    assert here["enterprise-e1"] < here["enterprise-e4"]
    assert there["enterprise-e1"] > there["enterprise-e4"]


def test_the_picture_and_the_list_say_every_line_in_words(ours: Renderer) -> None:
    page = next(iter(matrix.pages(ours)))
    html = page.slots["map"]
    for line in picture(ours).lines:
        names = [ours.words.plan(plan) for plan in (line.origin, line.target)]
        words = {
            "sure": f"{names[0]} leads to {names[1]}",
            "likely": f"{names[0]} leads to {names[1]} (likely)",
            "unknown": f"{names[0]} perhaps leads to {names[1]}",
        }[line.certainty]
        assert f"<title>{words}</title>" in html
        assert f"<li>{words}</li>" in html
    for plan in ours.catalogue.plans:
        assert f'href="../plans/{plan}/"' in html
    assert "style=" not in html
    assert "a single switch leads as well" in page.markdown


@pytest.mark.parametrize(
    ("plans", "switches"),
    [
        ("a:x", ""),
        ("a:x b:x", "a>b b>a"),
        ("a:x b:y c:z d:x", "a>b b>c c>a c>d a>d"),
        ("a:x b:x c:x d:x e:y", "a>b b>c c>d a>e e>d d>a"),
    ],
)
def test_any_catalogue_can_be_drawn(plans: str, switches: str) -> None:
    catalogue = made_up(plans, switches)
    drawn = picture(renderer(Loaded(catalogue, {}, [], Tables())))
    assert len(drawn.boxes) == len(catalogue.plans)
    assert {(line.origin, line.target) for line in drawn.lines} == set(reduced(graph_of(Overview(catalogue))).edges)


def test_another_trade_is_drawn_in_its_language() -> None:
    gym = renderer(load(GYM), "it")
    html = next(iter(matrix.pages(gym))).slots["map"]
    assert ">Sala oro<" in html
    assert "<title>Da Sala base si passa a Sala più</title>" in html
    assert "leads to" not in html
