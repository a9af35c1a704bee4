"""The catalogue as objects: choices, targets, procedures, and what our own tables say."""

from __future__ import annotations

import dataclasses

import pytest

from planswitch.rules import Catalogue
from planswitch.rules.model import read_choices
from tests.assertions import made_up, rule


@pytest.mark.parametrize(
    ("text", "choices"),
    [
        ("", {}),
        ("gold", {"gold": "gold"}),
        ("gold silver", {"gold": "gold", "silver": "silver"}),
        ("gold=Gold", {"gold": "Gold"}),
        ("gold=Gold card silver=Silver card", {"gold": "Gold card", "silver": "Silver card"}),
        ("none gold=Gold card", {"none": "none", "gold": "Gold card"}),
        ("gold=Gold\ncard   x=Y", {"gold": "Gold card", "x": "Y"}),
        ("gold=", {"gold": ""}),
        ("gold= card", {"gold": "card"}),
        ("a=b=c", {"a": "b=c"}),
    ],
)
def test_choices_are_ids_with_or_without_labels(text: str, choices: dict[str, str]) -> None:
    assert read_choices(text) == choices
    assert list(read_choices(text)) == list(choices)


def test_our_catalogue_has_its_plans_facts_and_rules(catalogue: Catalogue) -> None:
    assert (len(catalogue.plans), len(catalogue.families)) == (21, 8)
    assert list(catalogue.facts) == [
        "users", "role", "trial", "prepaid", "credit_check", "custom_domain", "bought_before_upgrade",
        "provisioning_pending", "service_issue", "licence_conflict", "reduce_licences", "new_website_domain",
    ]  # fmt: skip
    assert list(catalogue.facts["role"].choices) == ["global-admin", "admin", "none"]
    assert catalogue.language == "en"


SPEC_RULES = """
users-over-300      | wizard | stop | users > 300
prepaid             | wizard | stop | prepaid
custom-domain       | wizard | stop | custom_domain
pre-upgrade-over-25 | wizard | stop | bought_before_upgrade and users > 25
credit-check        | any    | wait | credit_check
provisioning        | wizard | wait | provisioning_pending
service-issue       | wizard | wait | service_issue
trial               | any    | fix  | trial
global-admin        | wizard | fix  | role != "global-admin"
global-admin-likely | wizard | fix  | role != "global-admin"
admin               | wizard | fix  | role == "none"
licence-conflict    | wizard | fix  | licence_conflict
no-licence-removal  | wizard | warn | reduce_licences
website-address     | wizard | warn | new_website_domain
no-way-back         | manual | warn | not same_family
back-up             | manual | warn | not same_family
domain-downtime     | manual | warn | custom_domain
"""


def test_our_rules_are_those_of_the_contract(catalogue: Catalogue) -> None:
    expected = [tuple(cell.strip() for cell in line.split("|")) for line in SPEC_RULES.strip().splitlines()]
    found = [
        (rule.id, " ".join(rule.routes) or "any", rule.effect, str(rule.when)) for rule in catalogue.rules.values()
    ]
    assert found == expected
    doubtful = {rule.id: rule.certainty for rule in catalogue.rules.values() if rule.certainty != "sure"}
    assert doubtful == {"global-admin-likely": "likely"}


def test_our_routes_are_the_wizard_where_it_is_listed_and_the_hand_for_every_pair(catalogue: Catalogue) -> None:
    offers = {route.id: route.offers for route in catalogue.routes.values()}
    assert list(offers.items()) == [("wizard", "listed"), ("manual", "all")]


def test_the_table_has_fifty_two_rows_and_offers_fifty_one(catalogue: Catalogue) -> None:
    certainties = [switch.certainty for switch in catalogue.switches.values()]
    assert (len(certainties), certainties.count("unknown")) == (52, 1)
    assert all(switch.note for switch in catalogue.switches.values() if switch.certainty != "sure")


def test_there_is_no_way_back_where_it_can_be_said(catalogue: Catalogue) -> None:
    rule = catalogue.rules["no-way-back"]
    assert catalogue.touches(rule) == len(list(catalogue.touched(rule))) == 372


def test_targets_follow_the_order_of_the_plans() -> None:
    catalogue = made_up("a:x b:x c:x d:y", "a>d a>b c>a a>c")
    assert catalogue.targets == {"a": ("b", "c", "d"), "b": (), "c": ("a",), "d": ()}


def test_steps_come_in_order_and_only_for_their_plans(catalogue: Catalogue) -> None:
    def texts(origin: str, target: str) -> str:
        return " ".join(step.text for step in catalogue.pairs[origin, target].steps["manual"])

    assert "**Office 365**" in texts("enterprise-e1", "enterprise-e3")
    assert "**Get help and online support**" in texts("small-business", "enterprise-e3")
    assert "in some portals" in texts("education-a1", "education-a2")
    orders = [step.order for step in catalogue.pairs["enterprise-e1", "enterprise-e3"].steps["manual"]]
    assert orders == sorted(orders)


def test_every_pair_has_a_whole_way_by_each_route(catalogue: Catalogue) -> None:
    for origin in catalogue.plans:
        for target in catalogue.plans:
            steps = catalogue.pairs[origin, target].steps
            assert origin == target or all(steps[route] for route in catalogue.routes), (origin, target)


def test_a_rule_applies_to_the_plans_of_both_its_selectors() -> None:
    catalogue = made_up("a:x b:x c:y", rules=[rule("only", "stop", origin="family:x", target="* !b")])
    only = catalogue.rules["only"]
    applies = [f"{a}{b}" for a in catalogue.plans for b in catalogue.plans if only.applies(a, b)]
    assert applies == ["aa", "ac", "ba", "bc"]


def test_symptoms_point_at_rules(catalogue: Catalogue) -> None:
    assert len(catalogue.symptoms) == 11
    assert all(rule in catalogue.rules for symptom in catalogue.symptoms for rule in symptom.rules)


def test_a_catalogue_can_do_without_symptoms() -> None:
    assert made_up().symptoms == ()


def test_a_catalogue_does_not_change(catalogue: Catalogue) -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        catalogue.digest = "sha256:other"  # type: ignore[misc]
