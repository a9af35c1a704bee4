"""Decisions: a table of questions and answers, at every edge that the contract names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from planswitch.rules import Catalogue, InvalidQuestion, Question, decide
from planswitch.rules.decisions import read_value
from tests.assertions import assert_switch, made_up, nothing_wrong, rule

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
    verdict.by("wizard").is_listed("sure").held()
    verdict.depends_on(
        "users", "prepaid", "credit_check", "provisioning_pending", "service_issue", "trial", "role",
        "licence_conflict",
    )  # fmt: skip
    verdict.could_ask("reduce_licences", "new_website_domain")


def test_with_three_hundred_users_and_nothing_wrong_it_is_ready(catalogue: Catalogue) -> None:
    facts = nothing_wrong(catalogue, users=300)
    assert_switch(catalogue, E1, E3, **facts).by("wizard").is_ready().held().leaves_unknown().could_ask()


def test_with_three_hundred_and_one_users_it_is_manual(catalogue: Catalogue) -> None:
    facts = nothing_wrong(catalogue, users=301)
    assert_switch(catalogue, E1, E3, **facts).by("manual").is_ready().held("users-over-300").could_ask()


def test_what_comes_first_is_told_while_other_facts_are_open(catalogue: Catalogue) -> None:
    verdict = assert_switch(catalogue, E1, E3, credit_check=True, trial=True)
    verdict.by("wizard").needs("credit-check", "trial").held("credit-check", "trial")
    verdict.asks("users", "prepaid", "provisioning_pending", "service_issue", "role", "licence_conflict")


def test_a_custom_domain_takes_the_wizard_away_from_small_business(catalogue: Catalogue) -> None:
    verdict = assert_switch(catalogue, SMALL, E3, custom_domain=True)
    verdict.by("manual").is_listed("sure").depends_on("credit_check", "trial")
    verdict.held("custom-domain", *NO_WAY_BACK, "domain-downtime")


def test_twenty_five_users_settle_the_upgrade(catalogue: Catalogue) -> None:
    verdict = assert_switch(catalogue, SMALL, PREMIUM, users=25)
    verdict.by("wizard").held().depends_on("prepaid", *ASKED)
    assert not {"users", "bought_before_upgrade"} & set(verdict.decision.open)


def test_a_pair_that_is_not_listed_is_manual(catalogue: Catalogue) -> None:
    verdict = assert_switch(catalogue, E3, E1)
    verdict.by("manual").is_not_listed().held().depends_on("credit_check", "trial").goes_via()


def test_the_same_plan_needs_no_switch(catalogue: Catalogue) -> None:
    verdict = assert_switch(catalogue, E4, E4)
    verdict.by("none").is_ready().held().leaves_unknown().could_ask().takes().goes_via().is_not_listed()


@pytest.mark.parametrize("facts", [{"users": 301}, {"trial": True, "credit_check": True}, {"prepaid": True}])
def test_no_fact_makes_the_same_plan_a_switch(catalogue: Catalogue, facts: dict[str, Value]) -> None:
    for plan in catalogue.plans:
        assert_switch(catalogue, plan, plan, **facts).by("none").is_ready().held().takes()


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
        (E3, E1, {"users": 301}, "manual", "ready", "users-over-300"),
        (E3, E1, {"trial": True}, "manual", "after", "trial"),
        (E3, E1, {"custom_domain": True}, "manual", "ready", "domain-downtime"),
        # Small Business: an admin will do.
        (SMALL, PREMIUM, {"role": "admin"}, "wizard", "ready", ""),
        (PREMIUM, MIDSIZE, {"role": "admin"}, "wizard", "ready", ""),
        (SMALL, PREMIUM, {"role": "none"}, "wizard", "after", "admin"),
        (PREMIUM, MIDSIZE, {"role": "none"}, "wizard", "after", "admin"),
        (MIDSIZE, E3, {"role": "admin"}, "wizard", "after", "global-admin"),
        ("education-a1", "education-a2", {"role": "admin"}, "wizard", "after", "global-admin"),
        ("lync-online-1", E1, {"role": "admin"}, "wizard", "after", "global-admin"),
        # Small Business: a domain of its own bars the way to Enterprise and Midsize Business only.
        (SMALL, PREMIUM, {"custom_domain": True}, "wizard", "ready", ""),
        (SMALL, MIDSIZE, {"custom_domain": True}, "manual", "ready", MOVED),
        (SMALL, E1, {"custom_domain": True}, "manual", "ready", MOVED),
        (PREMIUM, MIDSIZE, {"custom_domain": True}, "manual", "ready", MOVED),
        (PREMIUM, E4, {"custom_domain": True}, "manual", "ready", MOVED),
        (SMALL, "enterprise-k1", {"custom_domain": True}, "manual", "ready",
         MOVED),
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
    verdict.by(route).held(*held.split()).asks().could_ask().leaves_unknown()
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
    assert_switch(catalogue, SMALL, E3, users=301).cleared("no-way-back", "same_family")


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
    verdict.says_nothing_of("pre-upgrade-over-25", "prepaid", "admin").could_ask("custom_domain")


def test_likely_switches_say_so(catalogue: Catalogue) -> None:
    assert_switch(catalogue, "enterprise-k2", E1).by("wizard").is_listed("likely")


def test_a_stopped_switch_is_still_listed(catalogue: Catalogue) -> None:
    assert_switch(catalogue, E1, E3, prepaid=True).by("manual").is_listed("sure").goes_via()


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


def test_steps_are_remedies_first_then_the_procedure(catalogue: Catalogue) -> None:
    facts = nothing_wrong(catalogue, trial=True, service_issue=True, new_website_domain=True)
    wizard = [f"wizard {order}" for order in range(1, 6)]
    assert_switch(catalogue, E1, E3, **facts).takes("service-issue", "trial", *wizard)
    by_hand = [f"manual {order}" for order in range(1, 4)]
    assert_switch(catalogue, E1, E3, **{**facts, "users": 301}).takes("trial", *by_hand)
    assert_switch(catalogue, E3, E1).takes(*by_hand)


def test_the_public_form_has_the_keys_of_the_contract(catalogue: Catalogue) -> None:
    told = decide(catalogue, Question(E1, E3, {"trial": True})).to_dict()
    assert list(told) == [
        "from", "to", "facts", "listed", "certainty", "route", "status", "reasons", "open", "optional", "steps",
        "via", "catalogue",
    ]  # fmt: skip
    assert told["reasons"][-5] == {
        "rule": "trial", "effect": "fix", "state": "holds", "cleared_by": ["not trial"], "source": "A5",
    }  # fmt: skip
    assert told["steps"][0] == {
        "rule": "trial", "text": "Buy the plan you are trying first, then switch.", "source": "A5",
    }  # fmt: skip
    assert set(told["steps"][1]) == {"procedure", "order", "text", "source"}
    assert told["catalogue"] == catalogue.digest
    assert decide(catalogue, Question(E3, E1)).to_dict()["certainty"] is None


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
        (E1, E3, {"users": 0}, "“users” is at least 1, not 0."),
        (E1, E3, {"users": -1}, "“users” is at least 1, not -1."),
        (E4, E4, {"users": 0}, "“users” is at least 1, not 0."),
        (E1, E3, {"users": True}, "“users” is a whole number, not “True”."),
        (E1, E3, {"users": False}, "“users” is a whole number, not “False”."),
        (E1, E3, {"users": "300"}, "“users” is a whole number, not “300”."),
        (E1, E3, {"users": 300.0}, "“users” is a whole number, not “300.0”."),
        (E1, E3, {"users": ""}, "“users” is a whole number, not “”."),
        (E1, E3, {"users": [1]}, "“users” is a whole number, not “[1]”."),
        (E1, E3, {"trial": 1}, "“trial” is yes or no, not “1”."),
        (E1, E3, {"trial": 0}, "“trial” is yes or no, not “0”."),
        (E1, E3, {"trial": "yes"}, "“trial” is yes or no, not “yes”."),
        (E1, E3, {"trial": ""}, "“trial” is yes or no, not “”."),
        (E1, E3, {"role": "owner"}, "“role” is one of global-admin, admin, none, not “owner”."),
        (E1, E3, {"role": "Admin"}, "“role” is one of global-admin, admin, none, not “Admin”."),
        (E1, E3, {"role": ""}, "“role” is one of global-admin, admin, none, not “”."),
        (E1, E3, {"role": True}, "“role” is one of global-admin, admin, none, not “True”."),
        (E1, E3, {"role": ["admin"]}, "“role” is one of global-admin, admin, none, not “['admin']”."),
        (E1, E3, {"role": "{x}"}, "“role” is one of global-admin, admin, none, not “{x}”."),
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
        ("trial", "maybe", "“trial” is yes or no, not “maybe”."),
        ("trial", "1", "“trial” is yes or no, not “1”."),
        ("users", "many", "“users” is a whole number, not “many”."),
        ("users", "3.5", "“users” is a whole number, not “3.5”."),
        ("users", "1,000", "“users” is a whole number, not “1,000”."),
        ("users", "1e3", "“users” is a whole number, not “1e3”."),
        ("users", "1_000", "“users” is a whole number, not “1_000”."),
        ("users", "٣", "“users” is a whole number, not “٣”."),
        ("users", "-", "“users” is a whole number, not “-”."),
        ("users", "--5", "“users” is a whole number, not “--5”."),
        ("users", "-5", "“users” is at least 1, not -5."),
        ("users", "0", "“users” is at least 1, not 0."),
        ("role", "Admin", "“role” is one of global-admin, admin, none, not “Admin”."),
    ],
)
def test_typed_values_that_make_no_sense_are_refused(catalogue: Catalogue, fact: str, text: str, message: str) -> None:
    with pytest.raises(InvalidQuestion) as caught:
        read_value(catalogue.facts[fact], text)
    assert str(caught.value) == message


def test_a_number_of_thousands_of_digits_is_refused_like_any_other_nonsense(catalogue: Catalogue) -> None:
    with pytest.raises(InvalidQuestion, match="“users” is"):
        read_value(catalogue.facts["users"], "9" * 5000)


# ------------------------------------------------------------------------------------------- made-up catalogues


def test_none_of_our_pairs_has_a_detour(catalogue: Catalogue) -> None:
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
        ("a>e", ""),
        ("a>b b>e", "a b e"),
        ("a>c c>e a>b b>e", "a b e"),
        ("a>d a>c c>e d>e", "a c e"),
        ("a>b b>c c>e a>d d>e", "a d e"),
        ("a>b b>c c>d d>e", "a b c d e"),
        ("a>c c>d d>e a>b b>d", "a b d e"),
        ("a>b b>a", ""),
        ("a>b b>a b>c c>a c>e", "a b c e"),
        ("e>b b>a", ""),
    ],
)
def test_a_detour_is_the_shortest_chain_and_ties_go_by_the_order_of_plans(switches: str, chain: str) -> None:
    catalogue = made_up("a:x b:x c:x d:y e:y", switches)
    assert_switch(catalogue, "a", "e").goes_via(*chain.split())


def test_a_detour_does_not_change_the_route() -> None:
    catalogue = made_up("a:x b:x c:x", "a>b b>c")
    assert_switch(catalogue, "a", "c").by("manual").is_not_listed().goes_via("a", "b", "c").is_ready()


def test_the_order_of_plans_is_that_of_the_file_and_not_of_the_alphabet() -> None:
    catalogue = made_up("z:x m:x b:x a:x", "z>b z>m b>a m>a")
    assert_switch(catalogue, "z", "a").goes_via("z", "m", "a")


@pytest.mark.parametrize(
    ("route", "effect", "when", "listed", "answer"),
    [
        # What holds: on the wizard's way, and where there is no wizard.
        ("wizard", "stop", "", "manual ready holds", "manual ready holds"),
        ("any", "stop", "", "manual ready holds", "manual ready holds"),
        ("manual", "stop", "", "wizard ready -", "manual ready holds"),
        ("wizard", "wait", "", "wizard after holds", "manual ready -"),
        ("any", "wait", "", "wizard after holds", "manual after holds"),
        ("manual", "wait", "", "wizard ready -", "manual after holds"),
        ("wizard", "fix", "", "wizard after holds", "manual ready -"),
        ("any", "fix", "", "wizard after holds", "manual after holds"),
        ("manual", "fix", "", "wizard ready -", "manual after holds"),
        ("wizard", "warn", "", "wizard ready holds", "manual ready -"),
        ("any", "warn", "", "wizard ready holds", "manual ready holds"),
        ("manual", "warn", "", "wizard ready -", "manual ready holds"),
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
def test_each_effect_counts_on_its_own_route(route: str, effect: str, when: str, listed: str, answer: str) -> None:
    catalogue = made_up(rules=[rule("it", effect, when, route)])
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
    verdict.depends_on("p", "r", "q").could_ask("p", "n")


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
    assert_switch(catalogue, "a", "c", p=True).needs("far").cleared("far", "same_family", "not p")


def test_a_remedy_without_words_is_not_a_step() -> None:
    silent = {**rule("silent", "fix"), "remedy": ""}
    verdict = assert_switch(made_up(rules=[silent]), "a", "b")
    verdict.needs("silent").takes("wizard 1")
