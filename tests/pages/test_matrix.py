"""The matrix: the table as it stands in the page, and its answers under other circumstances."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planswitch.catalogue import Loaded, load
from planswitch.pages import matrix
from planswitch.pages.api import published
from planswitch.pages.languages import languages
from planswitch.pages.render import Renderer
from planswitch.rules import Catalogue, Question, Words, decide
from planswitch.rules.service import Service, kind, kinds
from tests.assertions import TRANSLATIONS, made_up, rule

GYM = Path(__file__).parents[1] / "catalogues" / "palestra" / "data"
CELL = re.compile(r'<td(?: data-kind="([\w-]+)"><a href="\.\./plans/([\w-]+)/#([\w-]+)">| class="ps-same">)')
STATUS = {"ready", "after", "depends"}
BLOCKING = (
    *("trial", "prepaid", "credit_check", "custom_domain", "bought_before_upgrade"),
    *("provisioning_pending", "service_issue", "licence_conflict"),
)
"""Facts with a yes or no that can keep a switch from being ready."""


def renderer(loaded: Loaded, tag: str) -> Renderer:
    found = languages(["en", "it"], TRANSLATIONS)
    return Renderer(loaded, found[tag], found)


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


def test_each_cell_says_what_the_decision_says_and_leads_to_it(html: str, loaded: Loaded) -> None:
    catalogue = loaded.catalogue
    body = html.partition("<table")[2].partition("</table>")[0]
    cells = CELL.findall(body)
    assert len(cells) == len(catalogue.plans) ** 2
    told = {(origin, target): name for name, origin, target in cells if name}
    assert told == {
        (a, b): kind(decide(catalogue, Question(a, b))) for a in catalogue.plans for b in catalogue.plans if a != b
    }
    assert sum(name.startswith("wizard") for name in told.values()) == 40
    assert sum(name.startswith("likely") for name in told.values()) == 11


def test_the_list_says_the_same_with_what_the_wizard_does_first(html: str) -> None:
    sections = re.findall(r'<details class="ps-fold" data-plan="([\w-]+)".*?</details>', html, re.DOTALL)
    assert len(sections) == 21
    first = html.partition('<details class="ps-fold" data-plan="small-business"')[2].partition("</details>")[0]
    told = re.findall(r'data-kind="([\w-]+)"', first)
    assert told == ["wizard-depends"] * 5 + ["manual"] * 15
    assert "5 of 20 plans with the wizard" in first


def test_every_fact_is_asked_and_nothing_is_styled_in_place(html: str, loaded: Loaded) -> None:
    for fact in loaded.catalogue.facts.values():
        assert f'data-fact="{fact.id}" data-type="{fact.type}"' in html
    assert "style=" not in html
    assert "onclick" not in html


def test_every_kind_has_words(loaded: Loaded) -> None:
    worded = kinds(Words(loaded.catalogue))
    assert {name.partition("-")[2] for name in worded if name.startswith(("wizard", "likely"))} == STATUS
    assert all(says["text"] for says in worded.values())
    assert all(says["word"] for name, says in worded.items() if name != "same")


def test_another_trade_has_its_own_matrix() -> None:
    html = matrix.table(renderer(load(GYM), "it"), "matrix.md", "", {})
    assert "Sala più" in html
    assert "Il certificato medico è valido?" in html
    assert "Office" not in html


def test_more_than_300_users_changes_what_the_wizard_did(service: Service) -> None:
    told = ask(service, users="301")
    assert told["changed"] == "51 of 420 answers changed"
    size = {"rule": "users-over-300", "title": "More than 300 users", "everywhere": False, "count": "51 answers"}
    assert told["rules"] == [size]
    assert told["origins"]["small-business"] == "0 of 20 plans with the wizard"
    assert told["rows"]["enterprise-e1"][list(service.catalogue.plans).index("enterprise-e3")] == [
        "manual",
        "users-over-300",
    ]


def test_two_rules_can_change_one_answer_and_each_is_counted(service: Service) -> None:
    told = ask(service, custom_domain="yes", trial="yes")
    assert told["changed"] == "420 of 420 answers changed"
    assert causes(told) == {"trial": "every switch", "custom-domain": "8 answers"}
    assert [rule["rule"] for rule in told["rules"] if rule["everywhere"]] == ["trial"]
    row = told["rows"]["small-business"]
    assert row[list(service.catalogue.plans).index("enterprise-e3")] == ["manual-after", "custom-domain", "trial"]


def test_what_is_certain_now_is_said_too(service: Service) -> None:
    told = ask(service, users="10", role="global-admin", **dict.fromkeys(BLOCKING, "no"))
    assert told["changed"] == "51 of 420 answers changed"
    assert told["rules"] == []
    assert told["settled"] == "51 answers are certain now: nothing stands in the way."


def test_nothing_given_changes_nothing(service: Service) -> None:
    told = ask(service)
    assert (told["changed"], told["rules"], told["settled"]) == ("0 of 420 answers changed", [], "")


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [({"age": "3"}, "Unknown fact “age”."), ({"users": "0"}, "“users” is at least 1, not 0.")],
)
def test_what_makes_no_sense_is_refused(service: Service, facts: dict[str, str], refusal: str) -> None:
    assert ask(service, **facts) == {"refusal": refusal}


FACTS = {
    "users": ["", "10", "26", "301"],
    "role": ["", "global-admin", "admin", "none"],
    **{fact: ["", "yes", "no"] for fact in BLOCKING},
}


@settings(max_examples=25)
@given(st.fixed_dictionaries({name: st.sampled_from(values) for name, values in FACTS.items()}))
def test_all_cells_are_those_of_single_decisions(service: Service, facts: dict[str, str]) -> None:
    assert_like_decisions(service, ask(service, **facts), facts)


def test_rules_that_hold_from_the_start_are_no_change(loaded: Loaded) -> None:
    rules = [rule("always", "fix"), rule("never", "stop", "p"), rule("here", "stop", "q", origin="b", target="c")]
    catalogue = made_up(switches="a>b b>c", rules=rules)
    service = Service(published(loaded))
    service.add_language("en", b"")
    service.catalogue = catalogue
    service.words["en"] = Words(catalogue)
    assert ask(service)["rows"]["a"] == ["same", "wizard-after", "manual"]
    assert ask(service, q="yes")["rows"] == {
        "a": ["same", "wizard-after", "manual"],
        "b": ["manual", "same", ["manual", "here"]],
        "c": ["manual", "manual", "same"],
    }
    for facts in ({}, {"p": "yes"}, {"p": "no", "q": "yes"}):
        assert_like_decisions(service, ask(service, **facts), facts)


def assert_like_decisions(service: Service, told: dict[str, Any], facts: dict[str, str]) -> None:
    catalogue: Catalogue = service.catalogue
    known = service._facts(facts)
    for origin, row in told["rows"].items():
        for target, cell in zip(catalogue.plans, row, strict=True):
            now = kind(decide(catalogue, Question(origin, target, known)))
            before = kind(decide(catalogue, Question(origin, target)))
            assert (cell if isinstance(cell, str) else cell[0]) == now
            assert isinstance(cell, list) is (now != before)
