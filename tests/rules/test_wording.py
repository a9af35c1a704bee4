"""The wording: a decision in words, in the catalogue's language and in another."""

from __future__ import annotations

from gettext import NullTranslations

import pytest

from planswitch.rules import Answer, Catalogue, Question, Words, decide, word
from planswitch.rules.conditions import Comparison, Flag, Test, Value
from planswitch.rules.wording import Met
from tests.assertions import made_up, nothing_wrong, rule

E1, E3 = "enterprise-e1", "enterprise-e3"
SMALL = "small-business"


class Shouting(NullTranslations):
    """A language in which every sentence is in capitals, but for its places."""

    def gettext(self, message: str) -> str:
        return "".join(part if part.startswith("{") else part.upper() for part in split_places(message))

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)


def split_places(message: str) -> list[str]:
    return message.replace("{", "\0{").replace("}", "}\0").split("\0")


@pytest.fixture(scope="module")
def words(catalogue: Catalogue) -> Words:
    return Words(catalogue)


def answer(words: Words, origin: str, target: str, **facts: Value | None) -> Answer:
    return word(decide(words.catalogue, Question(origin, target, facts)), words)


@pytest.mark.parametrize(
    ("origin", "target", "given", "mark", "headline"),
    [
        (E1, E1, {}, "same", "This is the plan you have"),
        (E1, E3, {}, "yes", "Yes, with the wizard"),
        (E1, E3, {"users": None}, "depends", "With the wizard, if 1 answer allows it"),
        (E1, E3, {"users": None, "role": None}, "depends", "With the wizard, if 2 answers allow it"),
        (E1, E3, {"trial": True}, "after", "Yes, with the wizard, after 1 thing"),
        (E1, E3, {"trial": True, "role": "none"}, "after", "Yes, with the wizard, after 2 things"),
        (E1, E3, {"users": 301}, "manual", "Yes, but only manually"),
        (E1, E3, {"users": 301, "trial": None}, "manual", "Yes, but only manually"),
        (E1, E3, {"users": 301, "trial": True}, "manual", "Yes, but only manually, after 1 thing"),
        (E3, E1, {"credit_check": True, "trial": True}, "manual", "Yes, but only manually, after 2 things"),
    ],
)
def test_the_headline_is_the_answer(
    words: Words, origin: str, target: str, given: dict[str, Value | None], mark: str, headline: str
) -> None:
    facts: dict[str, Value | None] = {**nothing_wrong(words.catalogue), **given}
    told = answer(words, origin, target, **facts)
    assert (told.mark, told.headline) == (mark, headline)


@pytest.mark.parametrize(
    ("origin", "target", "given", "lead"),
    [
        (E1, E1, {}, "There is nothing to switch."),
        (E1, E3, {}, "The wizard offers the switch from Office 365 Enterprise E1 to Office 365 Enterprise E3."),
        (E1, E3, {}, "Nothing stands in the way."),
        (E1, E3, {"trial": None}, "1 answer is still missing to be certain."),
        (E1, E3, {"trial": True}, "Something has to happen first; the steps below start with it."),
        (E1, E3, {"prepaid": True}, "The wizard lists this switch, but your circumstances rule it out. You can start"),
        (E3, E1, {}, "The wizard does not offer the switch from Office 365 Enterprise E3 to Office 365 Enterprise E1."),
        (E3, E1, {}, "You can start now."),
        (E3, E1, {"prepaid": True}, "The wizard does not offer the switch"),
        (E3, E1, {"trial": None, "credit_check": None}, "2 answers are still missing to be certain."),
    ],
)  # fmt: skip
def test_the_lead_says_why_and_what_then(
    words: Words, origin: str, target: str, given: dict[str, Value | None], lead: str
) -> None:
    facts: dict[str, Value | None] = {**nothing_wrong(words.catalogue), **given}
    assert lead in answer(words, origin, target, **facts).lead


def test_a_likely_switch_carries_a_doubt(words: Words) -> None:
    likely = answer(words, "enterprise-k2", E1)
    assert "likely, but not certain" in likely.doubt
    assert likely.lead.startswith("The wizard probably offers the switch")
    assert answer(words, E1, E3).doubt == ""
    assert answer(words, E3, E1).doubt == ""


def test_reasons_stand_in_groups_under_their_headings(words: Words) -> None:
    told = answer(words, E1, E3, trial=True, credit_check=False, new_website_domain=True, users=5)
    assert [(group.heading, [reason.rule for reason in group.reasons]) for group in told.groups] == [
        ("Would rule out the wizard", ["prepaid"]),
        ("Would make you wait", ["provisioning", "service-issue"]),
        ("Do this first", ["trial"]),
        ("Would have to be done first", ["global-admin", "licence-conflict"]),
        ("Good to know", ["website-address"]),
        ("Good to know, if it applies", ["no-licence-removal"]),
    ]
    headings = [group.heading for group in answer(words, E1, E3, prepaid=True, credit_check=True).groups]
    assert headings == [
        "Rules out the wizard", "Wait for this", "Would have to be done first", "Good to know, if it applies",
    ]  # fmt: skip


def test_groups_hold_every_reason_in_its_order(words: Words) -> None:
    told = answer(words, SMALL, E3, custom_domain=True)
    grouped = [reason.rule for group in told.groups for reason in group.reasons]
    assert grouped == [reason.rule.id for reason in told.decision.reasons]


def test_a_reason_says_what_is_why_and_what_to_do(words: Words) -> None:
    reason = answer(words, E1, E3, trial=True).groups[2].reasons[0]
    assert reason.rule == "trial"
    assert reason.title == "The plan you have is a trial"
    assert reason.text == "A trial cannot be switched to another paid plan directly."
    assert reason.remedy == "Buy the plan you are trying first, then switch."
    assert reason.cleared_by == ((Met("Is the plan you have a trial?", "No"),),)
    assert reason.source == "To switch plans"


@pytest.mark.parametrize(
    ("test", "met"),
    [
        (Flag("trial"), Met("Is the plan you have a trial?", "Yes")),
        (Flag("trial", wanted=False), Met("Is the plan you have a trial?", "No")),
        (Comparison("users", "<=", 25), Met("How many users does the subscription have?", "25 or fewer")),
        (Comparison("users", "<", 25), Met("How many users does the subscription have?", "Fewer than 25")),
        (Comparison("users", ">", 25), Met("How many users does the subscription have?", "More than 25")),
        (Comparison("users", ">=", 25), Met("How many users does the subscription have?", "25 or more")),
        (Comparison("users", "==", 25), Met("How many users does the subscription have?", "25")),
        (Comparison("users", "!=", 25), Met("How many users does the subscription have?", "Anything but 25")),
        (Comparison("role", "==", "none"), Met("Which admin role do you have?", "Neither of them")),
        (Comparison("role", "!=", "admin"), Met("Which admin role do you have?", "Anything but Admin")),
        (Flag("same_family"), Met("Both plans belong to the same family.", "")),
        (Flag("same_family", wanted=False), Met("The plans belong to different families.", "")),
    ],
)
def test_a_test_is_a_question_and_the_answer_that_meets_it(words: Words, test: Test, met: Met) -> None:
    assert words.test(test) == met


def test_tests_that_belong_together_are_told_together() -> None:
    words = Words(made_up(rules=[rule("both", "fix", "p or n > 3")]))
    assert answer(words, "a", "b").groups[0].reasons[0].cleared_by == ((Met("p?", "No"), Met("n?", "3 or fewer")),)


def test_what_is_open_is_asked_with_help_and_choices(words: Words) -> None:
    told = answer(words, E1, E3)
    asked = {ask.fact: ask for ask in told.open}
    assert list(asked) == list(told.decision.open)
    assert asked["users"].choices == {}
    assert asked["users"].type == "number"
    assert asked["trial"].choices == {"yes": "Yes", "no": "No"}
    assert asked["role"].choices == {"global-admin": "Global admin", "admin": "Admin", "none": "Neither of them"}
    assert asked["trial"].question == "Is the plan you have a trial?"
    assert asked["trial"].help.startswith("Answer yes")
    assert [ask.fact for ask in told.optional] == ["reduce_licences", "new_website_domain"]


def test_what_was_given_is_told_back_in_words(words: Words) -> None:
    told = answer(words, E1, E3, trial=False, role="admin", users=3, prepaid=None)
    assert [(given.fact, given.answer) for given in told.given] == [
        ("users", "3"), ("role", "Admin"), ("trial", "No"),
    ]  # fmt: skip


def test_steps_and_notes_cite_their_sections(words: Words) -> None:
    told = answer(words, E1, E3)
    assert told.steps[0].source == "Switching with the wizard"
    assert told.notes[1].source == "Switching with the wizard"
    assert len(told.notes) == 4
    assert answer(words, E3, E1).notes == ()
    assert told.edition == "Rests on: Help article of 2014"


@pytest.mark.parametrize(
    ("source", "cited"),
    [
        ("A3", "To switch plans"),
        ("A", "To switch plans"),
        ("D1 D2", "Billing and switching plans"),
        ("H1 A2", "Switching manually · To switch plans"),
        ("a letter of 2015", "a letter of 2015"),
        ("Z9", "Z9"),
        ("A3 Z9", "A3 Z9"),
        ("", ""),
    ],
)
def test_section_keys_become_headings_and_other_sources_stay(words: Words, source: str, cited: str) -> None:
    assert words.source(source) == cited


def test_a_detour_is_told_by_the_names_of_the_plans() -> None:
    words = Words(made_up("a:x b:x c:x", "a>b b>c"))
    assert answer(words, "a", "c").via == "The wizard can get there in several switches: A → B → C."
    assert answer(words, "a", "b").via == ""


def test_every_sentence_goes_through_the_translation(catalogue: Catalogue) -> None:
    told = answer(Words(catalogue, Shouting()), SMALL, "enterprise-k2", trial=True, users=301, role="none")
    said = told.to_dict()
    decision = said.pop("decision")
    texts = [text for text in flat(said) if len(text.split()) > 2]
    assert len(texts) > 20
    assert [text for text in texts if text != text.upper()] == []
    assert decision["route"] == "manual"


def flat(value: object) -> list[str]:
    """Every text in an answer, but for ids."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for inner in value.values() for text in flat(inner)]
    if isinstance(value, (list, tuple)):
        return [text for inner in value for text in flat(inner)]
    return []


def test_the_public_form_carries_the_decision(words: Words) -> None:
    told = answer(words, E1, E3, users=301)
    said = told.to_dict()
    assert said["decision"] == told.decision.to_dict()
    assert said["headline"] == told.headline
    assert said["groups"][0]["reasons"][0]["rule"] == "users-over-300"
    assert set(said) == set(Answer.__slots__)


def test_every_pair_can_be_put_into_words(words: Words) -> None:
    plans = words.catalogue.plans
    told = [answer(words, origin, target) for origin in plans for target in plans]
    assert all(each.headline and each.lead and "{" not in each.headline + each.lead for each in told)
