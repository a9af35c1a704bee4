"""The service: questions and answers as JSON text, as the browser's worker sends and gets them."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from generator.catalogue import Loaded
from generator.rules import Question, Words, decide, word
from generator.rules.service import Service


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


def test_accents_travel_as_they_are(service: Service) -> None:
    question = {"from": "è", "to": "enterprise-e3", "locale": "en", "facts": {}}
    assert service.answer(json.dumps(question)) == '{"refusal":"Unknown plan “è”."}'
