"""Selectors: which plans a text such as ``* !family:small-business`` is about."""

from __future__ import annotations

import pytest

from planswitch.rules.model import Family, Plan
from planswitch.rules.selectors import plan_groups, select

FAMILIES = [
    Family("bike", "Bike", "suite"),
    Family("car", "Car", "suite"),
    Family("lamp", "Lamp", "standalone"),
    Family("boat", "Boat", "standalone"),
]
PLANS = [
    Plan("bike-1", "Bike 1", "bike"),
    Plan("bike-2", "Bike 2", "bike"),
    Plan("car", "Car", "car"),
    Plan("lamp-1", "Lamp 1", "lamp"),
]


@pytest.mark.parametrize(
    ("selector", "plans"),
    [
        ("*", "bike-1 bike-2 car lamp-1"),
        ("", ""),
        ("  \n ", ""),
        ("bike-1", "bike-1"),
        ("bike-1 car", "bike-1 car"),
        ("bike-1  bike-1", "bike-1"),
        ("bike-1\ncar", "bike-1 car"),
        ("family:bike", "bike-1 bike-2"),
        ("family:car", "car"),
        ("family:boat", ""),
        ("kind:suite", "bike-1 bike-2 car"),
        ("kind:standalone", "lamp-1"),
        ("kind:standalone car", "car lamp-1"),
        ("* !family:bike", "car lamp-1"),
        ("!family:bike *", "car lamp-1"),
        ("* !family:bike !car", "lamp-1"),
        ("kind:suite !bike-2", "bike-1 car"),
        ("family:bike !kind:suite", ""),
        ("* !*", ""),
        ("* !kind:standalone", "bike-1 bike-2 car"),
        ("bike-1 !bike-2", "bike-1"),
        ("!bike-1", ""),
        ("!bike-1 !car", ""),
        ("bike-1 !bike-1", ""),
    ],
)
def test_a_selector_chooses_its_plans(selector: str, plans: str) -> None:
    assert select(selector, plan_groups(PLANS, FAMILIES)) == frozenset(plans.split())


@pytest.mark.parametrize("selector", ["truck", "* !truck", "family:truck", "kind:truck", "! car", "Car", "**"])
def test_a_token_that_names_nothing_is_an_error(selector: str) -> None:
    with pytest.raises(KeyError):
        select(selector, plan_groups(PLANS, FAMILIES))


def test_every_token_that_can_be_used_is_known() -> None:
    assert set(plan_groups(PLANS, FAMILIES)) == {
        "*", "bike-1", "bike-2", "car", "lamp-1",
        "family:bike", "family:car", "family:lamp", "family:boat", "kind:suite", "kind:standalone",
    }  # fmt: skip


def test_no_plans_is_a_choice_too() -> None:
    assert select("*", plan_groups([], [])) == frozenset()
