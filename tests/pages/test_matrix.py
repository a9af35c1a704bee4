"""The matrix: the table as it stands in the page, and its answers under other circumstances."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from planswitch.catalogue import Loaded, load
from planswitch.catalogue.folder import Tables
from planswitch.pages import matrix
from planswitch.pages.api import published
from planswitch.pages.languages import languages
from planswitch.pages.render import Renderer
from planswitch.rules import Catalogue, Question, Words, decide
from planswitch.rules.service import Service
from tests.assertions import TRANSLATIONS, made_up, rule
from tests.hostile import FOLDER, PAYLOADS, typed

GYM = Path(__file__).parents[1] / "catalogues" / "palestra" / "data"
CELL = re.compile(
    r'<td(?:(?: data-kind="(\w+)")? data-look="([\w-]+)"><a href="\.\./plans/([\w-]+)/#([\w-]+)">'
    r'| class="ps-same"[^>]*>)'
)
CONFIG = re.compile(r'<template class="ps-config">(.*?)</template>', re.DOTALL)


def renderer(loaded: Loaded, tag: str) -> Renderer:
    found = languages(["en", "it"], TRANSLATIONS)
    return Renderer(loaded, found[tag], found)


def of(catalogue: Catalogue) -> Renderer:
    """The renderer of a made-up catalogue."""
    return renderer(Loaded(catalogue, {}, [], Tables()), "en")


def test_a_whole_table_and_its_map_say_hostile_names_as_they_are_typed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its catalogue has too many plans for one, so that a browser sees only what is in sight."""
    monkeypatch.setattr(matrix, "MOST", 10**6)
    hostile = renderer(load(FOLDER / "data"), "en")
    [page] = matrix.pages(hostile)
    html = f"{matrix.table(hostile, page.path, '', {})}{page.slots['map']}"
    elements = set(re.findall(r"<([a-z0-9-]+)", CONFIG.sub("", html)))
    assert not elements & {"script", "img", "iframe", "style", "object"}
    said = typed(unescape(re.sub(r"<[^>]*>", "", html)))
    assert [text for text in map(typed, PAYLOADS.values()) if text not in said] == []


@pytest.fixture(scope="module")
def html(loaded: Loaded) -> str:
    return matrix.table(renderer(loaded, "en"), "matrix.md", "", {})


@pytest.fixture(scope="module")
def service(loaded: Loaded) -> Service:
    return serving(loaded)


def serving(loaded: Loaded) -> Service:
    service = Service(published(loaded))
    service.add_language("en", b"")
    return service


def ask(service: Service, **facts: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(service.matrix(json.dumps({"locale": "en", "facts": facts})))
    return told


def causes(told: dict[str, Any]) -> dict[str, str]:
    return {rule["rule"]: rule["count"] for rule in told["rules"]}


def kinds(html: str) -> dict[str, dict[str, Any]]:
    """What the script of a table knows of its cells."""
    found = CONFIG.search(html)
    assert found
    told: dict[str, dict[str, Any]] = json.loads(found[1])["kinds"]
    return told


def test_each_cell_says_what_the_decision_says_and_leads_to_it(html: str, loaded: Loaded) -> None:
    catalogue = loaded.catalogue
    known = kinds(html)
    body = html.partition("<table")[2].partition("</table>")[0]
    cells = CELL.findall(body)
    assert len(cells) == len(catalogue.plans) ** 2
    firsts: dict[str, str] = {}  # of the kinds that look alike, a cell names others than the first
    for name in sorted(known, key=int):
        firsts.setdefault(f"{known[name]['certainty']}-{known[name]['state']}", name)
    told = {(origin, target): known[name or firsts[look]] for name, look, origin, target in cells if look}
    assert set(told) == {(a, b) for a in catalogue.plans for b in catalogue.plans if a != b}
    for (origin, target), cell in told.items():
        decision = decide(catalogue, Question(origin, target))
        assert cell["state"] == decision.status
        assert cell["certainty"] == ("fallback" if decision.route == "manual" else decision.certainty)
    certainties = [cell["certainty"] for cell in told.values()]
    assert [certainties.count(word) for word in ("sure", "likely", "unknown", "fallback")] == [40, 11, 1, 368]


def test_the_list_says_the_same_with_what_is_offered_first(html: str) -> None:
    sections = re.findall(r'<details class="ps-fold" data-plan="([\w-]+)".*?</details>', html, re.DOTALL)
    assert len(sections) == 21
    first = html.partition('<details class="ps-fold" data-plan="small-business"')[2].partition("</details>")[0]
    told = re.findall(r'data-look="(\w+)-', first)
    assert told == ["sure"] * 5 + ["fallback"] * 15
    assert "5 of 20 plans with the wizard" in first


def test_every_fact_is_asked_and_nothing_is_styled_in_place(html: str, loaded: Loaded) -> None:
    for fact in loaded.catalogue.facts.values():
        assert f'data-fact="{fact.id}" data-type="{fact.type}"' in html
    assert "style=" not in html
    assert "onclick" not in html


def test_the_legend_has_each_word_of_the_table_once_the_surest_first() -> None:
    made = of(made_up("a:x b:x c:x d:x", "a>b=unknown a>c a>d=likely"))
    cells = {cell: "" for origin in "abcd" for cell in made.cells.row(origin)}
    assert [cell.word for cell in matrix.legend(cells)] == ["Wizard", "Likely", "Perhaps", "Manual"]


def test_another_trade_has_its_own_matrix() -> None:
    html = matrix.table(renderer(load(GYM), "it"), "matrix.md", "", {})
    assert "Sala più" in html
    assert "Il certificato medico è valido?" in html
    assert "Office" not in html


def test_the_table_lies_in_the_catalogue_s_folder_where_there_are_several(loaded: Loaded) -> None:
    found = languages(["en"], TRANSLATIONS)
    several = Renderer(loaded, found["en"], found, several=True)
    (page,) = matrix.pages(several)
    assert page.path == "2014/matrix.md"
    html = matrix.table(several, page.path, "", {})
    assert 'href="../plans/enterprise-e1/#enterprise-e3"' in html
    assert '"plan":"2014/plans/{plan}/"' in html
    assert '"root":"../../"' in html


def test_more_than_300_users_changes_what_the_wizard_did(service: Service) -> None:
    told = ask(service, users="301")
    assert told["changed"] == "52 of 420 answers changed"
    size = {"rule": "users-over-300", "title": "More than 300 users", "everywhere": False, "count": "52 answers"}
    assert told["rules"] == [size]
    assert told["origins"]["small-business"] == "0 of 20 plans with the wizard"
    name, *rules = told["rows"]["enterprise-e1"][list(service.catalogue.plans).index("enterprise-e3")]
    assert (told["kinds"][name]["word"], rules) == ("Manual", ["users-over-300"])


def test_two_rules_can_change_one_answer_and_each_is_counted(service: Service) -> None:
    told = ask(service, custom_domain="yes", trial="yes")
    assert told["changed"] == "420 of 420 answers changed"
    assert causes(told) == {"trial": "every switch", "custom-domain": "8 answers"}
    assert [rule["rule"] for rule in told["rules"] if rule["everywhere"]] == ["trial"]
    row = told["rows"]["small-business"]
    assert row[list(service.catalogue.plans).index("enterprise-e3")][1:] == ["custom-domain", "trial"]


def test_nothing_given_changes_nothing(service: Service) -> None:
    told = ask(service)
    assert (told["changed"], told["rules"], told["settled"]) == ("0 of 420 answers changed", [], "")


def test_rules_that_hold_from_the_start_are_no_change(loaded: Loaded) -> None:
    rules = [rule("first", "fix"), rule("never", "stop", "p"), rule("here", "stop", "q", origin="b", target="c")]
    catalogue = made_up(switches="a>b b>c", rules=rules)
    service = Service(published(loaded))
    service.add_language("en", b"")
    service.catalogue = catalogue
    service.words["en"] = Words(catalogue)
    assert not any(isinstance(cell, list) for row in ask(service)["rows"].values() for cell in row)
    told = ask(service, q="yes")
    changed = {
        (origin, target): cell[1:]
        for origin, row in told["rows"].items()
        for target, cell in zip(catalogue.plans, row, strict=True)
        if isinstance(cell, list)
    }
    assert changed == {("b", "c"): ["here"]}
