"""Decisions: a table of questions and answers, at every edge that the contract names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from planswitch.rules import Catalogue, InvalidQuestion, Question, decide
from planswitch.rules.decisions import read_value
from tests.assertions import assert_switch, made_up, nothing_wrong, route, rule, step

if TYPE_CHECKING:
    from planswitch.rules.conditions import Value

E1, E3, E4 = "enterprise-e1", "enterprise-e3", "enterprise-e4"
SMALL, PREMIUM, MIDSIZE = "small-business", "small-business-premium", "midsize-business"
ASKED = ("credit_check", "provisioning_pending", "service_issue", "trial", "role", "licence_conflict")
NO_WAY_BACK = ("no-way-back", "back-up")
MOVED = "custom-domain no-way-back back-up domain-downtime"

# ---------------------------------------------------------------------------------- the contract's own examples


def test_with_nothing_given_the_answer_depends_on_what_blocks(catalogue: Catalogue) -> None:
    verdict = assert_switch(catalogue, E1, E3)
    verdict.by("wizard").offers("sure").otherwise("manual").held()
    verdict.depends_on(
        "users", "prepaid", "credit_check", "provisioning_pending", "service_issue", "trial", "role",
        "licence_conflict",
    )  # fmt: skip
    verdict.could_ask("reduce_licences", "new_website_domain")


def test_with_three_hundred_users_and_nothing_wrong_it_is_ready(catalogue: Catalogue) -> None:
    facts = nothing_wrong(catalogue, users=300)
    verdict = assert_switch(catalogue, E1, E3, **facts).by("wizard").is_ready()
    verdict.held().leaves_unknown().could_ask().otherwise(None)


def test_with_three_hundred_and_one_users_it_is_manual(catalogue: Catalogue) -> None:
    facts = nothing_wrong(catalogue, users=301)
    verdict = assert_switch(catalogue, E1, E3, **facts).by("manual").offers("sure").is_ready()
    verdict.held("users-over-300").could_ask().routes(wizard="stopped", manual="chosen")


def test_a_trial_is_bought_first_and_the_rest_is_still_asked(catalogue: Catalogue) -> None:
    verdict = assert_switch(catalogue, E1, E3, trial=True)
    verdict.by("wizard").offers("sure").needs("trial").otherwise("manual")
    assert len(verdict.decision.open) == 7


def test_what_is_only_likely_stays_likely_with_everything_answered(catalogue: Catalogue) -> None:
    verdict = assert_switch(catalogue, "enterprise-k2", E3, **nothing_wrong(catalogue))
    verdict.by("wizard").offers("likely").is_ready().otherwise("manual")


def test_a_doubtful_row_of_the_table_is_neither_yes_nor_no(catalogue: Catalogue) -> None:
    verdict = assert_switch(catalogue, "enterprise-k1", "enterprise-k2")
    verdict.by("wizard").offers("unknown").otherwise("manual", firm=True)
    assert verdict.decision.status == "depends"


def test_a_domain_goes_out_and_comes_back(catalogue: Catalogue) -> None:
    verdict = assert_switch(catalogue, SMALL, E3, custom_domain=True)
    verdict.takes(*[f"manual {place}" for place in ("0", "1", "2", "2?", "3", "4", "5")])
    assert "reduce_licences" in verdict.decision.optional


def test_what_comes_first_is_told_while_other_facts_are_open(catalogue: Catalogue) -> None:
    verdict = assert_switch(catalogue, E1, E3, credit_check=True, trial=True)
    verdict.by("wizard").needs("credit-check", "trial").held("credit-check", "trial")
    verdict.asks("users", "prepaid", "provisioning_pending", "service_issue", "role", "licence_conflict")


def test_a_custom_domain_takes_the_wizard_away_from_small_business(catalogue: Catalogue) -> None:
    verdict = assert_switch(catalogue, SMALL, E3, custom_domain=True)
    verdict.by("manual").offers("sure").depends_on("credit_check", "trial")
    verdict.held("custom-domain", *NO_WAY_BACK, "domain-downtime")


def test_twenty_five_users_settle_the_upgrade(catalogue: Catalogue) -> None:
    verdict = assert_switch(catalogue, SMALL, PREMIUM, users=25)
    verdict.by("wizard").held().depends_on("prepaid", *ASKED)
    assert not {"users", "bought_before_upgrade"} & set(verdict.decision.open)


def test_a_pair_that_is_not_listed_is_manual(catalogue: Catalogue) -> None:
    verdict = assert_switch(catalogue, E3, E1)
    verdict.by("manual").offers("sure").held().depends_on("credit_check", "trial").goes_via()
    verdict.routes(wizard="none", manual="chosen").otherwise(None)


def test_users_are_no_reason_where_the_wizard_does_not_offer_the_pair(catalogue: Catalogue) -> None:
    verdict = assert_switch(catalogue, E3, E1, users=400)
    verdict.by("manual").offers("sure").says_nothing_of("users-over-300").depends_on("credit_check", "trial").goes_via()


def test_the_same_plan_needs_no_switch(catalogue: Catalogue) -> None:
    verdict = assert_switch(catalogue, E4, E4)
    verdict.by(None).held().leaves_unknown().asks().could_ask().takes().expects().goes_via().routes().offers(None)
    assert verdict.decision.status == "same"


@pytest.mark.parametrize("facts", [{"users": 301}, {"trial": True, "credit_check": True}, {"prepaid": True}])
def test_no_fact_makes_the_same_plan_a_switch(catalogue: Catalogue, facts: dict[str, Value]) -> None:
    for plan in catalogue.plans:
        assert_switch(catalogue, plan, plan, **facts).by(None).held().takes()


# ------------------------------------------------------------------------------------------------ each rule's edge


@pytest.mark.parametrize(
    ("origin", "target", "given", "route", "status", "held"),
    [
        (E1, E3, {"users": 1}, "wizard", "ready", ""),
        (E1, E3, {"users": 299}, "wizard", "ready", ""),
        (E1, E3, {"users": 300}, "wizard", "ready", ""),
        (E1, E3, {"users": 301}, "manual", "ready", "users-over-300"),
        (E1, E3, {"users": 10**9}, "manual", "ready", "users-over-300"),
        (E1, E3, {"prepaid": True}, "manual", "ready", "prepaid"),
        (E1, E3, {"prepaid": True, "users": 301}, "manual", "ready", "users-over-300 prepaid"),
        (E1, E3, {"custom_domain": True}, "wizard", "ready", ""),
        (E1, E3, {"bought_before_upgrade": True, "users": 26}, "wizard", "ready", ""),
        (E1, E3, {"credit_check": True}, "wizard", "after", "credit-check"),
        (E1, E3, {"provisioning_pending": True}, "wizard", "after", "provisioning"),
        (E1, E3, {"service_issue": True}, "wizard", "after", "service-issue"),
        (E1, E3, {"trial": True}, "wizard", "after", "trial"),
        (E1, E3, {"role": "admin"}, "wizard", "after", "global-admin"),
        (E1, E3, {"role": "none"}, "wizard", "after", "global-admin"),
        (E1, E3, {"licence_conflict": True}, "wizard", "after", "licence-conflict"),
        (E1, E3, {"reduce_licences": True}, "wizard", "ready", "no-licence-removal"),
        (E1, E3, {"new_website_domain": True}, "wizard", "ready", "website-address"),
        # What only the wizard minds does not count once the way is manual.
        (E1, E3, {"prepaid": True, "role": "none", "licence_conflict": True}, "manual", "ready", "prepaid"),
        (E1, E3, {"prepaid": True, "service_issue": True}, "manual", "ready", "prepaid"),
        (E1, E3, {"prepaid": True, "reduce_licences": True}, "manual", "ready", "prepaid"),
        (E1, E3, {"prepaid": True, "custom_domain": True}, "manual", "ready", "prepaid domain-downtime"),
        (E1, E3, {"prepaid": True, "trial": True}, "manual", "after", "prepaid trial"),
        (E1, E3, {"prepaid": True, "credit_check": True}, "manual", "after", "prepaid credit-check"),
        (E3, E1, {"users": 301}, "manual", "ready", ""),
        (E3, E1, {"trial": True}, "manual", "after", "trial"),
        (E3, E1, {"custom_domain": True}, "manual", "ready", "domain-downtime"),
        # Small Business: an admin will do.
        (SMALL, PREMIUM, {"role": "admin"}, "wizard", "ready", ""),
        (PREMIUM, MIDSIZE, {"role": "admin"}, "wizard", "ready", ""),
        (SMALL, PREMIUM, {"role": "none"}, "wizard", "after", "admin"),
        (PREMIUM, MIDSIZE, {"role": "none"}, "wizard", "after", "admin"),
        (MIDSIZE, E3, {"role": "admin"}, "wizard", "after", "global-admin"),
        ("education-a1", "education-a2", {"role": "admin"}, "wizard", "after", "global-admin-likely"),
        ("lync-online-1", E1, {"role": "admin"}, "wizard", "after", "global-admin-likely"),
        # Small Business: a domain of its own bars the way to Enterprise and Midsize Business only.
        (SMALL, PREMIUM, {"custom_domain": True}, "wizard", "ready", ""),
        (SMALL, MIDSIZE, {"custom_domain": True}, "manual", "ready", MOVED),
        (SMALL, E1, {"custom_domain": True}, "manual", "ready", MOVED),
        (PREMIUM, MIDSIZE, {"custom_domain": True}, "manual", "ready", MOVED),
        (PREMIUM, E4, {"custom_domain": True}, "manual", "ready", MOVED),
        (SMALL, "enterprise-k1", {"custom_domain": True}, "manual", "ready", "no-way-back back-up domain-downtime"),
        (SMALL, "education-a1", {"custom_domain": True}, "manual", "ready", "no-way-back back-up domain-downtime"),
        (PREMIUM, SMALL, {"custom_domain": True}, "manual", "ready", "domain-downtime"),
        (MIDSIZE, E1, {"custom_domain": True}, "wizard", "ready", ""),
        # Small Business, bought before the upgrade: more than 25 users are too many, on Premium they are not.
        (SMALL, PREMIUM, {"bought_before_upgrade": True, "users": 25}, "wizard", "ready", ""),
        (SMALL, PREMIUM, {"bought_before_upgrade": True, "users": 26}, "manual", "ready", "pre-upgrade-over-25"),
        (SMALL, PREMIUM, {"bought_before_upgrade": False, "users": 26}, "wizard", "ready", ""),
        (SMALL, PREMIUM, {"bought_before_upgrade": True, "users": 301}, "manual", "ready",
         "users-over-300 pre-upgrade-over-25"),
        (PREMIUM, MIDSIZE, {"bought_before_upgrade": True, "users": 26}, "wizard", "ready", ""),
        (PREMIUM, SMALL, {"bought_before_upgrade": True, "users": 26}, "manual", "ready", ""),
        # Another family, no way back.
        ("education-a1", E1, {}, "manual", "ready", "no-way-back back-up"),
        ("lync-online-1", E1, {}, "wizard", "ready", ""),
        ("lync-online-1", E1, {"prepaid": True}, "manual", "ready", "prepaid no-way-back back-up"),
    ],
)  # fmt: skip
def test_one_circumstance_changes_the_answer(
    catalogue: Catalogue, origin: str, target: str, given: dict[str, Value], route: str, status: str, held: str
) -> None:
    verdict = assert_switch(catalogue, origin, target, **nothing_wrong(catalogue, **given))
    verdict.by(route).held(*held.split()).asks().could_ask().leaves_unknown().otherwise(None)
    assert verdict.decision.status == status, str(verdict)


@pytest.mark.parametrize(
    ("given", "cleared"),
    [
        ({}, ["not bought_before_upgrade", "users <= 25"]),
        ({"users": 26}, ["not bought_before_upgrade"]),
        ({"bought_before_upgrade": True}, ["users <= 25"]),
        ({"bought_before_upgrade": True, "users": 26}, ["not bought_before_upgrade", "users <= 25"]),
    ],
)
def test_a_rule_says_what_would_clear_it(catalogue: Catalogue, given: dict[str, Value], cleared: list[str]) -> None:
    assert_switch(catalogue, SMALL, PREMIUM, **given).cleared("pre-upgrade-over-25", *cleared)


def test_clearing_speaks_of_choices_and_families_too(catalogue: Catalogue) -> None:
    assert_switch(catalogue, E1, E3).cleared("global-admin", 'role == "global-admin"')
    assert_switch(catalogue, SMALL, E3, users=301).cleared("users-over-300", "users <= 300")
    assert_switch(catalogue, SMALL, E3, users=301).cleared("no-way-back")  # nobody can change the family of a plan


@pytest.mark.parametrize(
    ("given", "asked"),
    [
        ({}, "users prepaid bought_before_upgrade"),
        ({"users": 25}, "prepaid"),
        ({"users": 26}, "prepaid bought_before_upgrade"),
        ({"users": 300}, "prepaid bought_before_upgrade"),
        ({"bought_before_upgrade": False}, "users prepaid"),
        ({"bought_before_upgrade": True}, "users prepaid"),
    ],
)
def test_a_fact_is_asked_only_while_it_can_change_the_answer(
    catalogue: Catalogue, given: dict[str, Value], asked: str
) -> None:
    assert_switch(catalogue, SMALL, PREMIUM, **given).depends_on(*asked.split(), *ASKED)


def test_more_than_three_hundred_users_leave_little_to_ask(catalogue: Catalogue) -> None:
    verdict = assert_switch(catalogue, SMALL, PREMIUM, users=301)
    verdict.by("manual").depends_on("credit_check", "trial").held("users-over-300")
    verdict.says_nothing_of("pre-upgrade-over-25", "prepaid", "admin").could_ask("custom_domain", "reduce_licences")


def test_likely_switches_say_so(catalogue: Catalogue) -> None:
    assert_switch(catalogue, "enterprise-k2", E1).by("wizard").offers("likely").otherwise("manual")


def test_a_route_that_is_stopped_is_told_from_one_that_is_not_offered(catalogue: Catalogue) -> None:
    verdict = assert_switch(catalogue, E1, E3, prepaid=True)
    verdict.by("manual").routes(wizard="stopped", manual="chosen").goes_via()
    assert verdict.decision.routes[0].offer == "sure"


def test_a_fact_of_none_is_unknown_and_not_no(catalogue: Catalogue) -> None:
    given = decide(catalogue, Question(E1, E3, {"trial": None, "users": None}))
    assert given == decide(catalogue, Question(E1, E3))
    assert given.facts == {}


def test_facts_are_told_in_the_order_of_the_catalogue(catalogue: Catalogue) -> None:
    given = decide(catalogue, Question(E1, E3, {"trial": False, "role": "admin", "users": 3}))
    assert list(given.facts.items()) == [("users", 3), ("role", "admin"), ("trial", False)]


def test_reasons_are_ordered_by_effect_then_state_then_row(catalogue: Catalogue) -> None:
    verdict = assert_switch(catalogue, E1, E3, trial=True, service_issue=True, new_website_domain=True)
    assert [(reason.rule.id, reason.state) for reason in verdict.decision.reasons] == [
        ("users-over-300", "unknown"),
        ("prepaid", "unknown"),
        ("service-issue", "holds"),
        ("credit-check", "unknown"),
        ("provisioning", "unknown"),
        ("trial", "holds"),
        ("global-admin", "unknown"),
        ("licence-conflict", "unknown"),
        ("website-address", "holds"),
        ("no-licence-removal", "unknown"),
    ]


def test_steps_are_what_comes_before_everything_then_remedies_then_the_procedure() -> None:
    catalogue = made_up(
        rules=[rule("mend", "fix", "p", "any")],
        steps=[step("wizard", 0), step("wizard", 5), step("wizard", 2), step("wizard-notes", 1), step("manual", 1)],
    )
    verdict = assert_switch(catalogue, "a", "b", p=True)
    verdict.takes("wizard 0", "mend", "wizard 2", "wizard 5").expects("wizard-notes 1")


def test_the_steps_of_our_article_are_the_whole_way(catalogue: Catalogue) -> None:
    facts = nothing_wrong(catalogue, trial=True, service_issue=True, new_website_domain=True)
    verdict = assert_switch(catalogue, E1, E3, **facts)
    assert [step.rule or step.order for step in verdict.decision.steps[:4]] == [0, "service-issue", "trial", 1]
    assert {step.procedure for step in verdict.decision.steps[3:]} == {"wizard"}
    by_hand = assert_switch(catalogue, E1, E3, **{**facts, "users": 301}).decision.steps
    assert (by_hand[0].rule, {step.procedure for step in by_hand[1:]}) == ("trial", {"manual"})


@pytest.mark.parametrize(
    ("given", "steps"),
    [
        ({}, "wizard 1 wizard 2? wizard 2? wizard 3"),
        ({"p": True}, "wizard 1 wizard 2 wizard 3"),
        ({"p": False}, "wizard 1 wizard 2 wizard 3"),
    ],
)
def test_steps_of_one_order_are_alternatives(given: dict[str, Value], steps: str) -> None:
    catalogue = made_up(
        steps=[
            step("wizard", 1), step("wizard", 2, "p", text="One."), step("wizard", 2, "not p", text="Other."),
            step("wizard", 3), step("wizard", 4, "same_family and n > 3", target="c"), step("manual", 1),
        ]
    )  # fmt: skip
    verdict = assert_switch(catalogue, "a", "b", **given)
    verdict.takes(*[name.replace("-", " ") for name in re.findall(r"\w+ \d\??", steps)])
    told = {step.text: step.to_dict()["if"] for step in verdict.decision.steps if step.state == "unknown"}
    assert told == ({} if given else {"One.": ["p"], "Other.": ["not p"]})


def test_a_step_tells_under_which_circumstances_it_applies_without_what_is_known() -> None:
    catalogue = made_up(steps=[step("wizard", 1, "p and (q or n > 3)"), step("manual", 1)])
    found = assert_switch(catalogue, "a", "b", p=True).decision.steps[0].to_dict()
    assert found == {
        "procedure": "wizard", "order": 1, "text": "Go wizard.", "source": "A1", "state": "unknown",
        "if": ["q", "n > 3"],
    }  # fmt: skip


def test_what_only_steps_mention_is_asked_last_and_only_once() -> None:
    rules = [rule("block", "fix", "p"), rule("tell", "warn", "n > 3")]
    steps = [step("wizard", 1, "q"), step("wizard", 2, "p"), step("wizard-notes", 1, "r"), step("manual", 1, "n < 9")]
    assert_switch(made_up(rules=rules, steps=steps), "a", "b").depends_on("p").could_ask("n", "q", "r")


def test_the_public_form_has_the_keys_of_the_contract(catalogue: Catalogue) -> None:
    told = decide(catalogue, Question(E1, E3, {"trial": True})).to_dict()
    assert list(told) == [
        "from", "to", "facts", "status", "route", "certainty", "otherwise", "firm", "routes", "reasons", "open",
        "optional", "steps", "notes", "via", "catalogue",
    ]  # fmt: skip
    assert told["routes"][0] == {
        "route": "wizard", "offer": "sure", "state": "chosen", "stops": ["users-over-300", "prepaid"],
    }  # fmt: skip
    assert next(reason for reason in told["reasons"] if reason["rule"] == "trial") == {
        "rule": "trial", "route": "any", "effect": "fix", "state": "holds", "certainty": "sure",
        "cleared_by": ["not trial"], "source": "A5",
    }  # fmt: skip
    assert told["steps"][1] == {
        "rule": "trial", "order": 0, "text": "Buy the plan you are trying first, then switch.", "source": "A5",
        "state": "holds", "if": [],
    }  # fmt: skip
    assert set(told["steps"][0]) == {"procedure", "order", "text", "source", "state", "if"}
    assert told["catalogue"] == {
        "id": "2014", "edition": "Help article of 2014", "date": "2014", "digest": catalogue.digest,
    }  # fmt: skip
    assert decide(catalogue, Question(E4, E4)).to_dict()["certainty"] is None


def test_a_decision_is_the_same_each_time_and_leaves_the_question_alone(catalogue: Catalogue) -> None:
    facts: dict[str, Value | None] = {"users": 26, "trial": None}
    assert decide(catalogue, Question(SMALL, E3, facts)) == decide(catalogue, Question(SMALL, E3, facts))
    assert facts == {"users": 26, "trial": None}


# -------------------------------------------------------------------------------------------------------- refused


@pytest.mark.parametrize(
    ("origin", "target", "facts", "message"),
    [
        ("enterprise-e9", E3, {}, "Unknown plan “enterprise-e9”."),
        (E1, "enterprise-e9", {}, "Unknown plan “enterprise-e9”."),
        ("", E3, {}, "Unknown plan “”."),
        ("Enterprise-E1", E3, {}, "Unknown plan “Enterprise-E1”."),
        ("{0}", E3, {}, "Unknown plan “{0}”."),
        ("x", "x", {}, "Unknown plan “x”."),
        (E1, E3, {"user": 3}, "Unknown fact “user”."),
        (E1, E3, {"user": None}, "Unknown fact “user”."),
        (E1, E1, {"user": 3}, "Unknown fact “user”."),
        (E1, E3, {"same_family": True}, "Unknown fact “same_family”."),
        (E1, E3, {"users": 0}, "The answer to “users” is at least 1, not 0."),
        (E1, E3, {"users": -1}, "The answer to “users” is at least 1, not -1."),
        (E4, E4, {"users": 0}, "The answer to “users” is at least 1, not 0."),
        (E1, E3, {"users": True}, "The answer to “users” is a whole number, not “True”."),
        (E1, E3, {"users": False}, "The answer to “users” is a whole number, not “False”."),
        (E1, E3, {"users": "300"}, "The answer to “users” is a whole number, not “300”."),
        (E1, E3, {"users": 300.0}, "The answer to “users” is a whole number, not “300.0”."),
        (E1, E3, {"users": ""}, "The answer to “users” is a whole number, not “”."),
        (E1, E3, {"users": [1]}, "The answer to “users” is a whole number, not “[1]”."),
        (E1, E3, {"trial": 1}, "The answer to “trial” is yes or no, not “1”."),
        (E1, E3, {"trial": 0}, "The answer to “trial” is yes or no, not “0”."),
        (E1, E3, {"trial": "yes"}, "The answer to “trial” is yes or no, not “yes”."),
        (E1, E3, {"trial": ""}, "The answer to “trial” is yes or no, not “”."),
        (E1, E3, {"role": "owner"}, "The answer to “role” is one of global-admin, admin, none, not “owner”."),
        (E1, E3, {"role": "Admin"}, "The answer to “role” is one of global-admin, admin, none, not “Admin”."),
        (E1, E3, {"role": ""}, "The answer to “role” is one of global-admin, admin, none, not “”."),
        (E1, E3, {"role": True}, "The answer to “role” is one of global-admin, admin, none, not “True”."),
        (E1, E3, {"role": ["admin"]}, "The answer to “role” is one of global-admin, admin, none, not “['admin']”."),
        (E1, E3, {"role": "{x}"}, "The answer to “role” is one of global-admin, admin, none, not “{x}”."),
    ],
)
def test_what_makes_no_sense_is_refused_exactly(
    catalogue: Catalogue, origin: str, target: str, facts: dict[str, Any], message: str
) -> None:
    with pytest.raises(InvalidQuestion) as caught:
        decide(catalogue, Question(origin, target, facts))
    assert str(caught.value) == message
    assert caught.value.message.format(**caught.value.values) == message


@pytest.mark.parametrize(
    ("fact", "text", "value"),
    [
        ("trial", "yes", True),
        ("trial", " Yes ", True),
        ("trial", "TRUE", True),
        ("trial", "no", False),
        ("trial", "False", False),
        ("trial", "", None),
        ("trial", "  ", None),
        ("users", "1", 1),
        ("users", " 300 ", 300),
        ("users", "0301", 301),
        ("users", "", None),
        ("role", "admin", "admin"),
        ("role", " none ", "none"),
        ("role", "", None),
    ],
)
def test_typed_values_are_read(catalogue: Catalogue, fact: str, text: str, value: Value | None) -> None:
    read = read_value(catalogue.facts[fact], text)
    assert read == value
    assert type(read) is type(value)


@pytest.mark.parametrize(
    ("fact", "text", "message"),
    [
        ("trial", "maybe", "The answer to “trial” is yes or no, not “maybe”."),
        ("trial", "1", "The answer to “trial” is yes or no, not “1”."),
        ("users", "many", "The answer to “users” is a whole number, not “many”."),
        ("users", "3.5", "The answer to “users” is a whole number, not “3.5”."),
        ("users", "1,000", "The answer to “users” is a whole number, not “1,000”."),
        ("users", "1e3", "The answer to “users” is a whole number, not “1e3”."),
        ("users", "1_000", "The answer to “users” is a whole number, not “1_000”."),
        ("users", "٣", "The answer to “users” is a whole number, not “٣”."),
        ("users", "-", "The answer to “users” is a whole number, not “-”."),
        ("users", "--5", "The answer to “users” is a whole number, not “--5”."),
        ("users", "-5", "The answer to “users” is at least 1, not -5."),
        ("users", "0", "The answer to “users” is at least 1, not 0."),
        ("role", "Admin", "The answer to “role” is one of global-admin, admin, none, not “Admin”."),
    ],
)
def test_typed_values_that_make_no_sense_are_refused(catalogue: Catalogue, fact: str, text: str, message: str) -> None:
    with pytest.raises(InvalidQuestion) as caught:
        read_value(catalogue.facts[fact], text)
    assert str(caught.value) == message


def test_a_number_of_thousands_of_digits_is_refused_like_any_other_nonsense(catalogue: Catalogue) -> None:
    with pytest.raises(InvalidQuestion, match="The answer to “users” is"):
        read_value(catalogue.facts["users"], "9" * 5000)


# ------------------------------------------------------------------------------------------- made-up catalogues


ONE_ROUTE = (route("direct", "listed"),)


def test_none_of_our_pairs_has_a_detour_while_nothing_is_given(catalogue: Catalogue) -> None:
    detours = [
        (origin, target)
        for origin in catalogue.plans
        for target in catalogue.plans
        if decide(catalogue, Question(origin, target)).via
    ]
    assert detours == []


@pytest.mark.parametrize(
    ("switches", "chain"),
    [
        ("", ""),
        ("a>b", ""),
        ("a>b b>e", "a b e"),
        ("a>c c>e a>b b>e", "a b e"),
        ("a>d a>c c>e d>e", "a c e"),
        ("a>b b>c c>e a>d d>e", "a d e"),
        ("a>b b>c c>d d>e", "a b c d e"),
        ("a>c c>d d>e a>b b>d", "a b d e"),
        ("a>b b>a", ""),
        ("a>b b>a b>c c>a c>e", "a b c e"),
        ("e>b b>a", ""),
        ("a>b=likely b>e=likely", "a b e"),
        ("a>b=likely b>e=unknown", ""),
    ],
)
def test_a_detour_is_the_shortest_chain_and_ties_go_by_the_order_of_plans(switches: str, chain: str) -> None:
    with_a_fallback = made_up("a:x b:x c:x d:y e:y", switches)
    assert_switch(with_a_fallback, "a", "e").by("manual").goes_via(*chain.split())
    alone = made_up("a:x b:x c:x d:y e:y", switches, routes=ONE_ROUTE)
    assert_switch(alone, "a", "e").is_no().goes_via(*chain.split())


def test_a_listed_pair_that_is_certain_has_no_detour() -> None:
    assert_switch(made_up("a:x b:x c:x", "a>c a>b b>c"), "a", "c").by("wizard").is_ready().goes_via()


@pytest.mark.parametrize(
    ("switches", "when", "given", "status", "chain"),
    [
        ("a>c a>b b>c", "p", {}, "depends", "a b c"),  # it can still fall through, and nothing else remains
        ("a>c a>b b>c", "p", {"p": False}, "ready", ""),
        ("a>c a>b b>c", "p", {"p": True}, "no", "a b c"),
        ("a>c=unknown a>b b>c", "p", {"p": False}, "ready", "a b c"),
        ("a>c=likely a>b b>c", "p", {"p": False}, "ready", "a b c"),
        ("a>b b>c", "p", {}, "no", "a b c"),
    ],
)
def test_a_detour_is_given_where_the_chosen_route_may_not_be_one(
    switches: str, when: str, given: dict[str, Value], status: str, chain: str
) -> None:
    rules = [rule("it", "stop", when, "direct", origin="a", target="c")]
    verdict = assert_switch(made_up("a:x b:x c:x", switches, rules, routes=ONE_ROUTE), "a", "c", **given)
    assert verdict.decision.status == status, str(verdict)
    verdict.goes_via(*chain.split()).otherwise(None)


def test_a_stop_on_any_route_leaves_a_chain_that_it_does_not_touch() -> None:
    rules = [rule("it", "stop", "p", "any", origin="a", target="c")]
    catalogue = made_up("a:x b:x c:x", "a>c a>b b>c", rules, routes=ONE_ROUTE)
    assert_switch(catalogue, "a", "c").by("direct").otherwise(None).goes_via("a", "b", "c")
    assert_switch(catalogue, "a", "c", p=True).is_no().goes_via("a", "b", "c")


def test_a_hop_counts_when_its_own_decision_chooses_the_route_that_lists_it() -> None:
    rules = [rule("it", "stop", "p", "wizard", origin="b")]
    catalogue = made_up("a:x b:x c:x d:x", "a>b b>d a>c c>d", rules)
    assert_switch(catalogue, "a", "d").goes_via("a", "b", "d")
    assert_switch(catalogue, "a", "d", p=True).by("manual").goes_via("a", "c", "d")


def test_what_is_asked_and_done_of_a_chain_is_that_of_its_hops() -> None:
    rules = [
        rule("late", "fix", "q", "direct", origin="b"),
        rule("early", "fix", "p", "direct", origin="a"),
        rule("hint", "warn", "r", "direct"),
        rule("both", "warn", "q", "direct", origin="a"),
        rule("not-here", "stop", "n > 3", "direct", origin="a", target="c"),
    ]
    catalogue = made_up("a:x b:x c:x", "a>b b>c a>c", rules, routes=ONE_ROUTE)
    verdict = assert_switch(catalogue, "a", "c", n=4).is_no().held("not-here").goes_via("a", "b", "c")
    verdict.asks("p", "q").could_ask("r").takes()
    assert [hop.status for hop in verdict.decision.via] == ["depends", "depends"]
    assert verdict.decision.via[0].to_dict() == {
        "from": "a", "to": "b", "route": "direct", "status": "depends", "certainty": "sure",
    }  # fmt: skip


def test_with_no_route_and_no_chain_the_remedies_of_the_stops_are_what_can_be_done() -> None:
    rules = [rule("it", "stop", "p", "direct"), rule("that", "fix", "q", "direct"), rule("all", "stop", "r", "any")]
    catalogue = made_up("a:x b:x", "a>b", rules, routes=ONE_ROUTE)
    assert_switch(catalogue, "a", "b", p=True, q=True).is_no().held("it").takes("it").asks().could_ask()
    assert_switch(catalogue, "b", "a", r=True).is_no().held("all").takes("all")
    assert_switch(catalogue, "b", "a", p=True).is_no().held().takes()


def test_the_order_of_plans_is_that_of_the_file_and_not_of_the_alphabet() -> None:
    catalogue = made_up("z:x m:x b:x a:x", "z>b z>m b>a m>a")
    assert_switch(catalogue, "z", "a").goes_via("z", "m", "a")


THREE = (route("fast", "listed"), route("careful", "perhaps"), route("slow", "all"))


@pytest.mark.parametrize(
    ("pair", "given", "chosen", "certainty", "otherwise", "firm", "states"),
    [
        ("ab", {}, "fast", "sure", "careful", False, "chosen open open"),
        ("ab", {"p": False}, "fast", "sure", None, False, "chosen open open"),
        ("ab", {"p": True}, "careful", "unknown", "slow", True, "stopped chosen open"),
        ("ab", {"p": True, "q": True}, "slow", "sure", None, False, "stopped stopped chosen"),
        ("ab", {"r": True, "p": False}, None, None, None, False, "stopped stopped stopped"),
        ("ba", {}, "careful", "unknown", "slow", True, "none chosen open"),
        ("ba", {"q": True}, "slow", "sure", None, False, "none stopped chosen"),
        ("ba", {"q": False, "r": None}, "careful", "unknown", "slow", False, "none chosen open"),
        ("ac", {"p": False, "q": False}, "careful", "likely", "slow", True, "none chosen open"),
    ],
)
def test_routes_are_tried_in_order(
    pair: str,
    given: dict[str, Value],
    chosen: str | None,
    certainty: str | None,
    otherwise: str | None,
    firm: bool,
    states: str,
) -> None:
    rules = [rule("one", "stop", "p", "fast"), rule("two", "stop", "q", "careful"), rule("all", "stop", "r", "any")]
    firm_unless_any = {"r": False, **given}
    catalogue = made_up(switches="a>b/fast a>c=likely/careful", rules=rules, routes=THREE)
    verdict = assert_switch(catalogue, pair[0], pair[1], **(firm_unless_any if firm or chosen else given))
    verdict.by(chosen).offers(certainty).otherwise(otherwise, firm=firm)
    assert [outcome.state for outcome in verdict.decision.routes] == states.split(), str(verdict)


def test_a_route_that_a_reader_prefers_is_tried_first() -> None:
    catalogue = made_up(switches="a>b/fast", routes=THREE)
    preferred = decide(catalogue, Question("a", "b", {}, "slow"))
    assert [outcome.route for outcome in preferred.routes] == ["slow", "fast", "careful"]
    assert (preferred.route, preferred.otherwise) == ("slow", None)
    assert decide(catalogue, Question("b", "a", {}, "fast")).route == "careful"
    with pytest.raises(InvalidQuestion, match="Unknown route “boat”"):
        decide(catalogue, Question("a", "b", {}, "boat"))


@pytest.mark.parametrize("certainty", ["likely", "unknown"])
def test_a_doubtful_stop_stops_nothing_but_nothing_is_sure_any_more(certainty: str) -> None:
    catalogue = made_up(rules=[rule("perhaps", "stop", "p", certainty=certainty)])
    verdict = assert_switch(catalogue, "a", "b", p=True)
    verdict.by("wizard").offers("unknown").is_ready().held("perhaps").otherwise("manual")
    assert_switch(catalogue, "a", "b", p=False).offers("sure").held()
    assert_switch(catalogue, "a", "b").offers("sure").leaves_unknown("perhaps")


def test_a_doubtful_stop_on_any_route_leaves_none_sure() -> None:
    catalogue = made_up(rules=[rule("perhaps", "stop", "always", "any", certainty="unknown")])
    verdict = assert_switch(catalogue, "a", "b").by("wizard").offers("unknown")
    verdict.otherwise("manual", firm=False).routes(wizard="chosen", manual="open")


def test_a_row_of_the_table_lowers_what_a_route_for_all_offers() -> None:
    catalogue = made_up(switches="a>b=unknown/manual")
    assert_switch(catalogue, "a", "b").by("manual").offers("unknown").otherwise(None).goes_via()


def test_a_stop_on_several_routes_counts_on_each() -> None:
    catalogue = made_up(switches="a>b/fast", rules=[rule("both", "stop", "p", "fast careful")], routes=THREE)
    verdict = assert_switch(catalogue, "a", "b", p=True).by("slow").held("both")
    verdict.routes(fast="stopped", careful="stopped", slow="chosen")


LEVELS: dict[str, Any] = {
    "attributes": [
        {"id": "mailbox", "type": "level", "levels": "none=None small=Small large=Large", "name": "Mailbox"},
        {"id": "seats", "type": "number", "levels": "", "name": "Seats"},
    ],
    "plans": "a:x:mailbox=large:seats=10 b:x:mailbox=none:seats=20 c:y",
    "facts": {"less": {"type": "yesno", "answer": "to.mailbox < from.mailbox"}, "n": {"type": "number", "min": "0"}},
}


@pytest.mark.parametrize(
    ("pair", "given", "status", "asked"),
    [
        ("ab", {}, "after", ""),  # the pair answers by itself
        ("ab", {"less": False}, "after", ""),  # whatever was given
        ("ba", {}, "ready", ""),
        ("ba", {"less": True}, "ready", ""),
        ("ac", {}, "depends", "less"),  # a blank attribute: it is asked
        ("ca", {"less": True}, "after", ""),
    ],
)
def test_a_pair_answers_a_fact_by_its_attributes(pair: str, given: dict[str, Value], status: str, asked: str) -> None:
    catalogue = made_up(switches="", rules=[rule("loses", "fix", "less", "any")], **LEVELS)
    verdict = assert_switch(catalogue, pair[0], pair[1], **given)
    assert verdict.decision.status == status, str(verdict)
    verdict.asks(*asked.split())


def test_what_the_pair_answers_is_told_as_the_pair_has_it_and_nobody_can_clear_it() -> None:
    catalogue = made_up(switches="", rules=[rule("loses", "warn", "less and n > 3", "any")], **LEVELS)
    verdict = assert_switch(catalogue, "a", "b", less=False, n=4).held("loses").cleared("loses", "n <= 3")
    assert verdict.decision.facts == {"less": True, "n": 4}


@pytest.mark.parametrize(
    ("when", "ab", "ba"),
    [
        ('from.mailbox == "large"', True, False),
        ('to.mailbox >= "small"', False, True),
        ('from.mailbox > "none"', True, False),
        ("to.seats > 15", True, False),
        ("to.seats >= from.seats", True, False),
        ("not (to.mailbox < from.mailbox)", False, True),
    ],
)
def test_attributes_are_compared_by_rank_and_number(when: str, ab: bool, ba: bool) -> None:
    catalogue = made_up(switches="", rules=[rule("it", "warn", when, "any", origin="a b", target="a b")], **LEVELS)
    found = [bool(decide(catalogue, Question(*pair)).reasons) for pair in ("ab", "ba")]
    assert found == [ab, ba]
    assert catalogue.touches(catalogue.rules["it"]) == ab + ba


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("2014-02-30", "The answer to “d” is a date such as 2014-10-01, not “2014-02-30”."),
        ("20141001", "The answer to “d” is a date such as 2014-10-01, not “20141001”."),
        ("2014-W40-3", "The answer to “d” is a date such as 2014-10-01, not “2014-W40-3”."),
        ("soon", "The answer to “d” is a date such as 2014-10-01, not “soon”."),
        (2014, "The answer to “d” is a date such as 2014-10-01, not “2014”."),
    ],
)
def test_what_is_no_day_is_refused(value: Value, message: str) -> None:
    with pytest.raises(InvalidQuestion) as caught:
        decide(made_up(), Question("a", "b", {"d": value}))
    assert (str(caught.value), caught.value.part) == (message, "d")


@pytest.mark.parametrize(("day", "stopped"), [("2014-09-30", True), ("2014-10-01", False), ("2014-10-02", False)])
def test_dates_compare_as_days(day: str, stopped: bool) -> None:
    catalogue = made_up(rules=[rule("before", "stop", 'd < "2014-10-01"')])
    assert_switch(catalogue, "a", "b", d=day).by("manual" if stopped else "wizard")


def test_a_number_is_at_least_what_the_catalogue_says() -> None:
    catalogue = made_up(switches="", **LEVELS)
    assert decide(catalogue, Question("a", "b", {"n": 0})).facts == {"n": 0}
    with pytest.raises(InvalidQuestion, match="The answer to “n” is at least 0, not -1"):
        decide(catalogue, Question("a", "b", {"n": -1}))


@pytest.mark.parametrize(
    ("on", "effect", "when", "listed", "answer"),
    [
        # What holds: on the wizard's way, and where there is no wizard.
        ("wizard", "stop", "always", "manual ready holds", "manual ready -"),
        ("any", "stop", "always", "None no holds", "None no holds"),
        ("manual", "stop", "always", "wizard ready -", "None no holds"),
        ("wizard", "wait", "always", "wizard after holds", "manual ready -"),
        ("any", "wait", "always", "wizard after holds", "manual after holds"),
        ("manual", "wait", "always", "wizard ready -", "manual after holds"),
        ("wizard", "fix", "always", "wizard after holds", "manual ready -"),
        ("any", "fix", "always", "wizard after holds", "manual after holds"),
        ("manual", "fix", "always", "wizard ready -", "manual after holds"),
        ("wizard", "warn", "always", "wizard ready holds", "manual ready -"),
        ("any", "warn", "always", "wizard ready holds", "manual ready holds"),
        ("manual", "warn", "always", "wizard ready -", "manual ready holds"),
        # What is unknown.
        ("wizard", "stop", "p", "wizard depends unknown", "manual ready -"),
        ("any", "stop", "p", "wizard depends unknown", "manual depends unknown"),
        ("manual", "stop", "p", "wizard ready -", "manual depends unknown"),
        ("wizard", "wait", "p", "wizard depends unknown", "manual ready -"),
        ("any", "fix", "p", "wizard depends unknown", "manual depends unknown"),
        ("manual", "fix", "p", "wizard ready -", "manual depends unknown"),
        ("wizard", "warn", "p", "wizard ready unknown", "manual ready -"),
        ("any", "warn", "p", "wizard ready unknown", "manual ready unknown"),
        ("manual", "warn", "p", "wizard ready -", "manual ready unknown"),
    ],
)
def test_each_effect_counts_on_its_own_route(on: str, effect: str, when: str, listed: str, answer: str) -> None:
    catalogue = made_up(rules=[rule("it", effect, when, on)])
    for origin, expected in (("a", listed), ("b", answer)):
        decision = decide(catalogue, Question(origin, "b" if origin == "a" else "a"))
        state = decision.reasons[0].state if decision.reasons else "-"
        assert f"{decision.route} {decision.status} {state}" == expected


def test_something_to_do_outweighs_something_to_ask() -> None:
    rules = [rule("ask", "stop", "p"), rule("do", "fix", "q"), rule("later", "wait", "n > 3")]
    verdict = assert_switch(made_up(rules=rules), "a", "b", q=True)
    verdict.by("wizard").needs("do").asks("p", "n").takes("do", "wizard 1")


def test_a_fact_of_two_rules_is_asked_once_where_it_comes_first() -> None:
    rules = [rule("x", "fix", "q and p"), rule("y", "stop", "p or r"), rule("z", "warn", "p or n > 3")]
    verdict = assert_switch(made_up(rules=rules), "a", "b")
    verdict.depends_on("p", "r", "q").could_ask("n")


def test_a_rule_that_always_holds_has_nothing_to_clear_it() -> None:
    verdict = assert_switch(made_up(rules=[rule("always", "warn")]), "a", "b")
    verdict.held("always").cleared("always")


def test_a_rule_about_other_plans_is_no_reason() -> None:
    rules = [rule("other", "stop", origin="c"), rule("mine", "stop", "p", target="family:north")]
    verdict = assert_switch(made_up(rules=rules, switches="a>b a>c c>a"), "a", "b")
    verdict.by("wizard").leaves_unknown("mine").says_nothing_of("other")


def test_same_family_is_always_known() -> None:
    catalogue = made_up(
        switches="a>b a>c", rules=[rule("far", "stop", "not same_family"), rule("near", "warn", "same_family")]
    )
    assert_switch(catalogue, "a", "b").by("wizard").held("near").leaves_unknown()
    assert_switch(catalogue, "a", "c").by("manual").held("far").leaves_unknown()


def test_a_family_can_stand_beside_an_unknown_fact() -> None:
    catalogue = made_up(switches="a>b a>c", rules=[rule("far", "fix", "not same_family and p")])
    assert_switch(catalogue, "a", "b").is_ready()
    assert_switch(catalogue, "a", "c").depends_on("p").cleared("far", "not p")
    assert_switch(catalogue, "a", "c", p=True).needs("far").cleared("far", "not p")


def test_a_remedy_without_words_is_not_a_step() -> None:
    silent = {**rule("silent", "fix"), "remedy": ""}
    verdict = assert_switch(made_up(rules=[silent]), "a", "b")
    verdict.needs("silent").takes("wizard 1")
