"""The service: questions and answers as JSON text, as the browser's worker sends and gets them."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from planswitch.catalogue import Loaded
from planswitch.rules import Question, Words, decide, word
from planswitch.rules.service import Service, kind, kinds

if TYPE_CHECKING:
    from planswitch.rules.conditions import Value


@pytest.fixture(scope="module")
def service(loaded: Loaded) -> Service:
    service = Service(json.dumps({"tables": loaded.tables, "digest": loaded.catalogue.digest}))
    service.add_language("en", b"")
    service.add_language(
        "it",
        compiled(
            {
                "Yes, but only manually": "Solo a mano",
                "Yes": "Sì",
                "Unknown plan “{plan}”.": "Piano sconosciuto: “{plan}”.",
            }
        ),
    )
    return service


def compiled(messages: dict[str, str]) -> bytes:
    catalog = Catalog(locale="it")
    for message, translation in messages.items():
        catalog.add(message, translation)
    buffer = io.BytesIO()
    write_mo(buffer, catalog)
    return buffer.getvalue()


def ask(service: Service, origin: str, target: str, locale: str = "en", **facts: str) -> dict[str, Any]:
    question = json.dumps({"from": origin, "to": target, "locale": locale, "facts": facts})
    told: dict[str, Any] = json.loads(service.answer(question))
    return told


def test_typed_facts_are_answered_like_a_question(service: Service, loaded: Loaded) -> None:
    told = ask(service, "enterprise-e1", "enterprise-e3", users="301", trial="yes", role="", prepaid=" no ")
    facts = {"users": 301, "trial": True, "prepaid": False}
    decision = decide(loaded.catalogue, Question("enterprise-e1", "enterprise-e3", facts))
    assert told == {"answer": json.loads(json.dumps(word(decision, Words(loaded.catalogue)).to_dict()))}


def test_the_published_catalogue_is_the_same_catalogue(service: Service, loaded: Loaded) -> None:
    assert service.catalogue == loaded.catalogue


def test_each_language_answers_in_its_words(service: Service) -> None:
    assert ask(service, "enterprise-e3", "enterprise-e1")["answer"]["headline"] == "Yes, but only manually"
    told = ask(service, "enterprise-e3", "enterprise-e1", "it", trial="no", credit_check="no", custom_domain="yes")
    assert told["answer"]["headline"] == "Solo a mano"
    assert told["answer"]["given"][-1]["answer"] == "Sì"
    assert "The wizard does not offer" in told["answer"]["lead"]


@pytest.mark.parametrize(
    ("origin", "locale", "facts", "refusal"),
    [
        ("nothing", "en", {}, "Unknown plan “nothing”."),
        ("nothing", "it", {}, "Piano sconosciuto: “nothing”."),
        ("enterprise-e1", "en", {"age": "3"}, "Unknown fact “age”."),
        ("enterprise-e1", "en", {"users": "0"}, "“users” is at least 1, not 0."),
        ("enterprise-e1", "en", {"users": "some"}, "“users” is a whole number, not “some”."),
        ("enterprise-e1", "en", {"users": "--5"}, "“users” is a whole number, not “--5”."),
        ("enterprise-e1", "en", {"trial": "maybe"}, "“trial” is yes or no, not “maybe”."),
    ],
)
def test_a_refusal_is_a_sentence(
    service: Service, origin: str, locale: str, facts: dict[str, str], refusal: str
) -> None:
    assert ask(service, origin, "enterprise-e3", locale, **facts) == {"refusal": refusal}


@pytest.mark.parametrize("name", ["__proto__", "constructor", "toString", "locale", "from"])
def test_names_that_mean_something_to_javascript_mean_nothing_here(service: Service, name: str) -> None:
    assert ask(service, name, "enterprise-e3") == {"refusal": f"Unknown plan “{name}”."}
    known = {"from": "enterprise-e1", "to": "enterprise-e3", "locale": "en"}
    told = service.answer(json.dumps({**known, "facts": {name: "yes"}}))
    assert json.loads(told) == {"refusal": f"Unknown fact “{name}”."}


def test_a_refusal_repeats_only_the_beginning_of_what_was_written(service: Service) -> None:
    told = ask(service, "e" * 5000, "enterprise-e3")
    assert told == {"refusal": f"Unknown plan “{'e' * 59}…”."}
    assert ask(service, "enterprise-e1", "enterprise-e3", users="7" * 60)["refusal"].endswith(f"not “{'7' * 60}”.")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"locale": "xx"}, "No language “xx” was added, only en, it."),
        ({"locale": ["en"]}, "a “locale”"),
        ({"locale": None}, "a “locale”"),
        ({"facts": ["users"]}, "an object of “facts”"),
        ({"facts": None}, "an object of “facts”"),
        ({"facts": {"users": 301}}, "is text, and so"),
        ({"facts": {"locale": ["en"]}}, "is text, and so"),
        ({"from": ["enterprise-e1"]}, "is text, and so"),
        ({"to": None}, "is text, and so"),
        ({"facts": {"users": "3" * 20_000}}, "at most 20,000 characters"),
    ],
)
def test_what_is_no_question_is_told_as_such(service: Service, change: dict[str, Any], message: str) -> None:
    question = {"from": "enterprise-e1", "to": "enterprise-e3", "locale": "en", "facts": {}, **change}
    with pytest.raises(ValueError, match=message):
        service.answer(json.dumps(question))


@pytest.mark.parametrize("text", ["[]", "null", "3", '"x"', "{}", "no JSON"])
def test_any_other_text_is_no_question(service: Service, text: str) -> None:
    for method in (service.answer, service.matrix):
        with pytest.raises(ValueError, match=r"question|Expecting"):
            method(text)


def test_accents_travel_as_they_are(service: Service) -> None:
    question = {"from": "è", "to": "enterprise-e3", "locale": "en", "facts": {}}
    assert service.answer(json.dumps(question)) == '{"refusal":"Unknown plan “è”."}'


# ----------------------------------------------------------------------------------------------------- the matrix


def matrix(service: Service, locale: str = "en", **facts: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(service.matrix(json.dumps({"locale": locale, "facts": facts})))
    return told


@pytest.mark.parametrize(
    ("typed", "facts"),
    [
        ({}, {}),
        ({"users": " "}, {}),
        ({"users": "26", "bought_before_upgrade": "yes"}, {"users": 26, "bought_before_upgrade": True}),
        ({"users": "301"}, {"users": 301}),
        ({"custom_domain": "yes", "trial": "no"}, {"custom_domain": True, "trial": False}),
        ({"credit_check": "yes", "role": "none"}, {"credit_check": True, "role": "none"}),
    ],
)
def test_every_cell_of_the_matrix_is_the_decision_of_its_pair(
    service: Service, loaded: Loaded, typed: dict[str, str], facts: dict[str, Value]
) -> None:
    plans = loaded.catalogue.plans
    told = matrix(service, **typed)
    assert list(told["rows"]) == list(plans)
    changed = 0
    for origin, row in told["rows"].items():
        for target, cell in zip(plans, row, strict=True):
            before = kind(decide(loaded.catalogue, Question(origin, target)))
            now = kind(decide(loaded.catalogue, Question(origin, target, facts)))
            assert (cell if isinstance(cell, str) else cell[0]) == now, (origin, target)
            assert isinstance(cell, list) is (now != before), (origin, target)
            changed += now != before
    assert told["changed"] == f"{changed} of 420 answers changed"


def test_the_matrix_names_the_rules_that_made_the_difference(service: Service) -> None:
    told = matrix(service, users="301", trial="yes")
    assert told["rows"]["enterprise-e1"][6] == ["manual-after", "users-over-300", "trial"]
    assert told["rows"]["enterprise-e3"][5] == ["manual-after", "trial"]
    assert told["rows"]["enterprise-e1"][5] == "same"
    assert [rule["rule"] for rule in told["rules"]] == ["trial", "users-over-300"]
    assert told["rules"][0]["count"] == "every switch"
    size = {"rule": "users-over-300", "title": "More than 300 users", "everywhere": False, "count": "51 answers"}
    assert told["rules"][1] == size
    assert told["origins"]["enterprise-e1"] == "0 of 20 plans with the wizard"
    assert told["settled"] == ""


def test_the_matrix_counts_what_is_certain_now(service: Service, loaded: Loaded) -> None:
    no = {fact.id: "no" for fact in loaded.catalogue.facts.values() if fact.type == "yesno"}
    told = matrix(service, **no, users="10", role="global-admin")
    assert told["settled"] == "51 answers are certain now: nothing stands in the way."
    assert told["rules"] == []
    assert told["origins"]["enterprise-e1"] == "2 of 20 plans with the wizard"


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ({"users": "0"}, "“users” is at least 1, not 0."),
        ({"users": "some"}, "“users” is a whole number, not “some”."),
        ({"age": "3"}, "Unknown fact “age”."),
    ],
)
def test_a_matrix_of_nonsense_is_refused(service: Service, facts: dict[str, str], refusal: str) -> None:
    assert matrix(service, **facts) == {"refusal": refusal}


def test_every_kind_of_cell_has_words(loaded: Loaded) -> None:
    words = Words(loaded.catalogue)
    every_fact: list[dict[str, Value]] = [{}, {"trial": True}, {"users": 10, "prepaid": False}]
    found = {
        kind(decide(loaded.catalogue, Question(origin, target, facts)))
        for facts in every_fact
        for origin in loaded.catalogue.plans
        for target in loaded.catalogue.plans
    }
    assert found <= set(kinds(words))
    assert all(said["text"] for said in kinds(words).values())
