"""Values as people type them: numbers as their language writes them, and what can be read in two ways."""

from __future__ import annotations

import pytest

from planswitch.pages.languages import language_of
from planswitch.rules import InvalidQuestion, Words
from planswitch.rules.reading import read_fact, readings
from tests.assertions import made_up

NARROW, THIN, FIXED = "\u202f", "\u2009", "\xa0"
"""Spaces that stand between thousands in some languages."""


@pytest.mark.parametrize("group", [",", ".", " ", NARROW, "’"])
@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0),
        ("7", 7),
        ("  300 ", 300),
        ("-5", -5),
        ("1000", 1000),
        ("1 000", 1000),
        (f"1{NARROW}000", 1000),
        (f"1{THIN}000", 1000),
        (f"12{FIXED}345{FIXED}678", 12_345_678),
        ("1'000", 1000),
        ("1’000", 1000),
        ("1,000,000", 1_000_000),
        ("1.000.000", 1_000_000),
        ("１０００", 1000),
        ("３００", 300),
        ("٣٠٠", 300),
    ],
)
def test_what_can_only_be_one_number_is_that_number_in_every_language(text: str, number: int, group: str) -> None:
    assert readings(text, group) == (number,)


@pytest.mark.parametrize(
    ("text", "group", "found"),
    [
        ("1,000", ",", (1000,)),
        ("1.000", ".", (1000,)),
        ("１，０００", ",", (1000,)),
        ("1,000", ".", (1000, 1)),
        ("1.000", ",", (1000, 1)),
        ("1.250", ",", (1250, "1.25")),
        ("1,250", ".", (1250, "1,25")),
        ("1,000", NARROW, (1000, 1)),
        ("1.000", NARROW, (1000, 1)),
    ],
)
def test_a_point_or_a_comma_is_read_by_the_language_of_the_page(
    text: str, group: str, found: tuple[int | str, ...]
) -> None:
    assert readings(text, group) == found


@pytest.mark.parametrize(
    "text",
    [
        "", "many", "1.5", "1,5", "10,00", "1,0000", "1,00,000", "1,000.5", "1.000,000", "1 000,5", "0.500", "01 000",
        "1 00", "1  000", "+5", "--5", "3e2", "0x10", "1_000", "½", "1,000,00", "9" * 16,
    ],
)  # fmt: skip
def test_what_is_no_whole_number_has_no_reading(text: str) -> None:
    assert readings(text, ",") == readings(text, ".") == ()


def test_a_number_that_can_be_read_in_two_ways_is_refused_with_both() -> None:
    words = Words(made_up())
    italian = Words(words.catalogue, language_of("it").translations)
    fact = words.catalogue.facts["n"]
    assert read_fact(fact, "1,000", words.thousands) == read_fact(fact, "1.000", italian.thousands) == 1000
    with pytest.raises(InvalidQuestion) as refused:
        read_fact(fact, "1.250", words.thousands)
    assert words.refusal(refused.value) == (
        "“n?”: “1.250” can be read as 1250 or as 1.25. Write it without a point or a comma."
    )
    with pytest.raises(InvalidQuestion) as refused:
        read_fact(fact, "1,000", italian.thousands)
    assert italian.refusal(refused.value) == (
        "«n?»: «1,000» si può leggere come 1000 o come 1. Scrivi il numero senza punti né virgole."
    )


@pytest.mark.parametrize(
    ("fact", "text", "value"),
    [
        ("n", "", None),
        ("n", " ", None),
        ("p", "Yes", True),
        ("card", "gold", "gold"),
        ("d", "2014-10-01", "2014-10-01"),
    ],
)
def test_other_values_are_read_as_ever(fact: str, text: str, value: object) -> None:
    assert read_fact(made_up().facts[fact], text) == value


@pytest.mark.parametrize("text", ["many", "1.5", "9" * 40, "0"])
def test_what_is_no_number_is_refused_as_ever(text: str) -> None:
    with pytest.raises(InvalidQuestion, match="The answer to “n” is "):
        read_fact(made_up().facts["n"], text)
