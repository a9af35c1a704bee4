"""What hand-written pages are filled with, as text: doubts, edition, procedures, digest."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from planswitch.catalogue import Loaded
from planswitch.catalogue.folder import Tables
from planswitch.pages import slots
from planswitch.pages.languages import languages
from planswitch.pages.render import Renderer
from planswitch.rules import Catalogue
from planswitch.rules.switches import Switches
from tests.assertions import TRANSLATIONS, made_up, step

TAG = re.compile(r"<[^>]+>")


def filled(catalogue: Catalogue, comment: str, path: str = "guides/x.md", *, several: bool = False) -> str:
    found = languages(["en"], TRANSLATIONS)
    renderer = Renderer(Loaded(catalogue, {}, [], Tables()), found["en"], found, several=several)
    return slots.fill(f"<!-- planswitch:{comment} -->", renderer, path, {}, stage="content")


def text(html: str) -> str:
    return " ".join(TAG.sub(" ", html).split())


def items(html: str) -> list[str]:
    return [text(item) for item in re.findall("<li>(.*?)</li>", html, re.DOTALL)]


def test_every_switch_that_is_not_sure_is_listed_with_the_reason() -> None:
    html = filled(made_up("a:x b:x c:x d:x", "a>b a>c=likely a>d=unknown"), "doubtful")
    rows = re.findall("<tr>(.*?)</tr>", html, re.DOTALL)[1:]
    assert [text(row).split()[:2] for row in rows] == [["A", "C"], ["A", "D"]]
    assert all("is doubtful." in row for row in rows)
    assert 'href="../../plans/a/#c"' in html


def test_switches_of_one_plan_that_are_in_doubt_for_one_reason_stand_in_one_row() -> None:
    doubt = {"from": "a", "route": "", "certainty": "likely", "source": "A1"}
    rows = [{**doubt, "to": to, "note": note} for to, note in (("b", "Old."), ("d", "New."), ("c", "Old."))]
    html = filled(replace(made_up("a:x b:x c:x d:x"), switches=Switches(rows, "wizard")), "doubtful")
    shown = [text(row) for row in re.findall("<tr>(.*?)</tr>", html, re.DOTALL)[1:]]
    assert shown == ["A B C Old. A1", "A D New. A1"]


def test_the_list_of_doubts_leads_into_the_catalogue_s_folder() -> None:
    html = filled(made_up(switches="a>b=likely"), "doubtful", "about.md", several=True)
    assert 'href="../made-up/plans/a/#b"' in html


def settings(**more: str) -> list[dict[str, str]]:
    known = {"id": "x", "title": "T", "edition": "Leaflet", "date": "2014", "language": "en", "source": "The leaflet"}
    return [{"key": key, "value": value} for key, value in {**known, **more}.items()]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({}, "Edition Leaflet Source The leaflet"),
        ({"audience": "admins", "readers": "Admins"}, "Edition Leaflet Written for Admins Source The leaflet"),
        ({"note": "It is *old*."}, "Edition Leaflet Source The leaflet Note It is old ."),
    ],
)
def test_the_edition_says_what_there_is_to_say_of_it(more: dict[str, str], said: str) -> None:
    assert text(filled(made_up(catalogue=settings(**more)), "edition")) == said


def test_alternatives_of_a_step_stand_together_and_say_for_whom_and_when() -> None:
    steps = [
        step("manual", 0, "not same_family", text="Back up."),
        step("manual", 1, text="Ring.", origin="a b"),
        step("manual", 1, text="Knock.", origin="c", target="a"),
        step("manual", 1, "p and n > 3", text="Shout."),
        step("manual", 2, text="Leave.", target="c"),
    ]
    found = items(filled(made_up(steps=steps), "procedure manual"))
    assert found == [
        "If: The plans belong to different families. Back up.",
        "From north: Ring. From south to A: Knock. If: p? Yes and n? More than 3. Shout.",
        "To south: Leave. A1",
    ]


def test_what_to_expect_is_a_list_without_numbers() -> None:
    steps = [step("manual", 1), step("manual-notes", 1, text="It is loud.")]
    catalogue = made_up(steps=steps)
    assert filled(catalogue, "procedure manual").startswith("<ol")
    notes = filled(catalogue, "procedure manual-notes")
    assert notes.startswith("<ul")
    assert items(notes) == ["It is loud. A1"]


def test_a_source_stands_once_after_the_steps_that_rest_on_it() -> None:
    steps = [{**step("manual", order), "source": source} for order, source in ((1, "A"), (2, "A"), (3, "B"))]
    found = items(filled(made_up(steps=steps), "procedure manual"))
    assert found == ["Go manual.", "Go manual. A", "Go manual. B"]


def test_alternatives_of_a_step_each_have_their_source() -> None:
    steps = [{**step("manual", order), "source": source} for order, source in ((1, "A"), (1, "B"), (2, "B"), (2, "A"))]
    found = items(filled(made_up(steps=steps), "procedure manual"))
    assert found == ["Go manual. A Go manual.", "Go manual. B Go manual. A"]
