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
from planswitch.rules.matrix import Overview
from planswitch.rules.service import Service

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
                "Yes, but only {how}": "Solo {how}",
                "manually": "a mano",
                "Yes": "Sì",
                "1,000": "1.000",
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


def ask(
    service: Service, origin: str, target: str, locale: str = "en", *, preferred: str = "", **facts: str
) -> dict[str, Any]:
    question = json.dumps({"from": origin, "to": target, "locale": locale, "facts": facts, "route": preferred})
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
    assert "The wizard does not cover" in told["answer"]["lead"]


@pytest.mark.parametrize(("name", "plan"), [("E1", "enterprise-e1"), ("enterprise e1", "enterprise-e1")])
def test_a_plan_may_be_told_by_any_name_that_names_it(service: Service, name: str, plan: str) -> None:
    assert ask(service, name, "E3") == ask(service, plan, "enterprise-e3")


def test_the_route_that_the_reader_prefers_is_tried_first(service: Service) -> None:
    told = ask(service, "enterprise-e1", "enterprise-e3", preferred="manual")
    assert told["answer"]["decision"]["route"] == "manual"
    assert ask(service, "enterprise-e1", "enterprise-e3", preferred="")["answer"]["decision"]["route"] == "wizard"


def test_numbers_are_read_by_the_language_of_the_page(service: Service) -> None:
    def users(text: str, locale: str) -> object:
        told = ask(service, "enterprise-e1", "enterprise-e3", locale, users=text)
        return told.get("refusal") or told["answer"]["decision"]["facts"]["users"]

    assert (users("1,000", "en"), users("1.000", "it"), users("1 000", "it")) == (1000, 1000, 1000)
    for text, locale in (("1.000", "en"), ("1,000", "it")):
        assert f"“{text}” can be read as 1000 or as 1." in str(users(text, locale))


@pytest.mark.parametrize(
    ("origin", "locale", "facts", "part", "refusal"),
    [
        ("nothing", "en", {}, "from", "Unknown plan “nothing”."),
        ("nothing", "it", {}, "from", "Piano sconosciuto: “nothing”."),
        ("enterprise-e1", "en", {"age": "3"}, "age", "Unknown fact “age”."),
        ("enterprise-e1", "en", {"users": "0"}, "users", "at least 1, not 0."),
        ("enterprise-e1", "en", {"users": "some"}, "users", "a whole number, not “some”."),
        ("enterprise-e1", "en", {"users": "--5"}, "users", "a whole number, not “--5”."),
        ("enterprise-e1", "en", {"trial": "maybe"}, "trial", "yes or no, not “maybe”."),
    ],
)
def test_a_refusal_is_a_sentence_and_names_its_part(
    service: Service, origin: str, locale: str, facts: dict[str, str], part: str, refusal: str
) -> None:
    told = ask(service, origin, "enterprise-e3", locale, **facts)
    assert told["refusal"].endswith(refusal)
    assert (told["part"], told["refused"]) == (part, [{"part": part, "text": told["refusal"]}])
    assert "answer" not in told


def test_a_refusal_speaks_the_words_of_the_question_and_no_ids(service: Service, loaded: Loaded) -> None:
    told = ask(service, "enterprise-e1", "enterprise-e3", users="0", role="king")
    assert loaded.catalogue.facts["users"].question in told["refusal"]
    assert "“users”" not in told["refusal"]
    assert "global-admin" not in told["refusal"]


def test_all_that_is_refused_is_told_at_once_so_that_one_action_drops_it(service: Service) -> None:
    told = ask(service, "enterprise-e1", "enterprise-e3", preferred="bus", users="0", trial="no", age="3")
    assert [refused["part"] for refused in told["refused"]] == ["users", "age", "route"]
    assert told["refusal"] == " ".join(refused["text"] for refused in told["refused"])
    rest = ask(service, "enterprise-e1", "enterprise-e3", trial="no")
    assert rest["answer"]["decision"]["facts"] == {"trial": False}
    both = ask(service, "nothing", "neither", users="0")
    assert [refused["part"] for refused in both["refused"]] == ["from", "to", "users"]


@pytest.mark.parametrize("name", ["__proto__", "constructor", "toString", "locale", "from"])
def test_names_that_mean_something_to_javascript_mean_nothing_here(service: Service, name: str) -> None:
    assert ask(service, name, "enterprise-e3")["refusal"] == f"Unknown plan “{name}”."
    known = {"from": "enterprise-e1", "to": "enterprise-e3", "locale": "en"}
    told = service.answer(json.dumps({**known, "facts": {name: "yes"}}))
    assert json.loads(told)["refusal"] == f"Unknown fact “{name}”."


def test_a_refusal_repeats_only_the_beginning_of_what_was_written(service: Service) -> None:
    told = ask(service, "e" * 5000, "enterprise-e3")
    assert told["refusal"] == f"Unknown plan “{'e' * 59}…”."
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
        ({"route": 3}, "is text, and so"),
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
    question = {"from": "Zürich", "to": "enterprise-e3", "locale": "en", "facts": {}}
    assert service.answer(json.dumps(question)).startswith('{"refusal":"Unknown plan “Zürich”."')


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
    base, now = Overview(loaded.catalogue), Overview(loaded.catalogue, facts)
    assert list(told["rows"]) == list(plans)
    changed = 0
    for origin, row in told["rows"].items():
        for target, name in zip(plans, row, strict=True):
            cell = told["kinds"][name if isinstance(name, str) else name[0]]
            decision = decide(loaded.catalogue, Question(origin, target, facts))
            assert cell["state"] == (decision.status if decision.route else ""), (origin, target)
            assert cell["offered"] is (decision.route == "wizard" and decision.certainty != "unknown")
            differs = now.answer(origin, target) != base.answer(origin, target)
            assert isinstance(name, list) is differs, (origin, target)
            changed += differs
    assert told["changed"] == f"{changed} of 420 answers changed"


def test_the_matrix_names_the_rules_that_made_the_difference(service: Service) -> None:
    told = matrix(service, users="301", trial="yes")
    rows = {
        origin: [cell if isinstance(cell, list) else [cell] for cell in row] for origin, row in told["rows"].items()
    }
    assert rows["enterprise-e1"][6][1:] == ["users-over-300", "trial"]
    assert rows["enterprise-e3"][5][1:] == ["trial"]
    kind = told["kinds"][rows["enterprise-e1"][6][0]]
    assert (kind["word"], kind["status"], kind["certainty"]) == ("Manual", "after", "fallback")
    assert told["kinds"][rows["enterprise-e1"][5][0]]["mark"] == "same"
    assert [rule["rule"] for rule in told["rules"]] == ["trial", "users-over-300"]
    assert (told["rules"][0]["count"], told["rules"][0]["everywhere"]) == ("every switch", True)
    size = {"rule": "users-over-300", "title": "More than 300 users", "everywhere": False, "count": "52 answers"}
    assert told["rules"][1] == size
    assert told["origins"]["enterprise-e1"] == "0 of 20 plans with the wizard"
    assert told["settled"] == ""


def test_the_matrix_counts_what_is_certain_now(service: Service, loaded: Loaded) -> None:
    no = {fact.id: "no" for fact in loaded.catalogue.facts.values() if fact.type == "yesno"}
    told = matrix(service, **no, users="10", role="global-admin")
    assert told["settled"] == "408 answers are certain now: nothing stands in the way."
    assert told["rules"] == []
    assert told["origins"]["enterprise-e1"] == "2 of 20 plans with the wizard"


@pytest.mark.parametrize(
    ("facts", "part", "refusal"),
    [
        ({"users": "0"}, "users", "at least 1, not 0."),
        ({"users": "some"}, "users", "a whole number, not “some”."),
        ({"age": "3"}, "age", "Unknown fact “age”."),
    ],
)
def test_a_matrix_of_nonsense_is_refused(service: Service, facts: dict[str, str], part: str, refusal: str) -> None:
    told = matrix(service, **facts)
    assert told["part"] == part
    assert told["refusal"].endswith(refusal)
    assert "rows" not in told


def test_every_kind_of_cell_has_words(service: Service) -> None:
    for facts in ({}, {"trial": "yes"}, {"users": "10", "prepaid": "no"}):
        for cell in matrix(service, **facts)["kinds"].values():
            assert cell["text"]
            assert bool(cell["word"]) is (cell["mark"] != "same")
