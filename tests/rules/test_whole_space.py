"""The whole input space of the catalogue of 2014, against an oracle that reads the contract as naively as it can."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planswitch.catalogue import load
from planswitch.rules import Question, decide
from tests.assertions import DATA
from tests.editions.oracle import told
from tests.long import examples
from tests.space import Space

if TYPE_CHECKING:
    from collections.abc import Callable

    from planswitch.rules.conditions import Value
    from tests.editions.oracle import Pair

SPACE = Space(load(DATA))


@pytest.mark.slow
@pytest.mark.parametrize("name", SPACE.walks())
def test_every_answer_is_what_the_contract_says(name: str, record_property: Callable[[str, object], None]) -> None:
    record_property("decisions", SPACE.walk(name))


@pytest.mark.slow
@pytest.mark.parametrize("name", SPACE.walks())
def test_the_pairs_of_a_class_get_the_same_answers(name: str, record_property: Callable[[str, object], None]) -> None:
    record_property("decisions", SPACE.compare(name))


def test_the_classes_hold_every_pair_once_and_their_axes_every_fact_of_their_rules() -> None:
    assert len(SPACE.catalogue.plans) == 21
    SPACE.check_partition()


@st.composite
def questions(draw: st.DrawFn) -> tuple[Pair, dict[str, Value | None]]:
    pair = draw(st.sampled_from([pair for pairs in SPACE.classes.values() for pair in pairs]))
    some = {fact: st.sampled_from(SPACE.oracle.edges(fact)) for fact in SPACE.catalogue.facts}
    facts: dict[str, Value | None] = draw(st.fixed_dictionaries({}, optional=some))
    return pair, facts


@settings(max_examples=examples(500))
@given(questions())
def test_any_question_at_all_is_answered_as_the_contract_says(question: tuple[Pair, dict[str, Value | None]]) -> None:
    SPACE.check(*question)


@settings(max_examples=examples(300))
@given(questions(), st.integers(1, 10**6))
def test_only_the_side_of_a_number_matters(question: tuple[Pair, dict[str, Value | None]], users: int) -> None:
    pair, facts = question
    same_side = 25 if users <= 25 else 26 if users <= 300 else 301
    answers = [
        told(decide(SPACE.catalogue, Question(*pair, {**facts, "users": number}))) for number in (users, same_side)
    ]
    assert answers[0] == answers[1]
