"""Editions: which one a question is about, by the names of its plans, and what is said where there is none."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from planswitch.pages.languages import language_of
from planswitch.rules import Catalogue, InvalidQuestion, Words
from planswitch.rules.editions import Chosen, Edition, Editions, audience_and_date, newest_first
from tests.assertions import ROOT, made_up

TABLE: dict[str, Any] = json.loads((ROOT / "tests" / "editions.json").read_text(encoding="utf-8"))
"""What the scripts have to choose too."""


def catalogue(edition: dict[str, Any]) -> Catalogue:
    """The catalogue of one edition of the table."""
    settings = {name: edition[name] for name in ("id", "title", "date", "audience")}
    settings |= {"edition": edition["name"], "language": "en", "source": "A list"}
    made = made_up(
        " ".join(f"{plan}:all" for plan in edition["plans"]),
        "",
        catalogue=[{"key": key, "value": value} for key, value in settings.items()],
        names=edition["names"],
    )
    return replace(made, plans={id_: replace(plan, name=edition["plans"][id_]) for id_, plan in made.plans.items()})


def editions(language: str = "en") -> Editions:
    found = newest_first(map(catalogue, TABLE["editions"]), audience_and_date)
    spoken = [Words(each, language_of(language).translations) for each in found]
    return Editions(Edition(each.catalogue.id, each.setting("edition"), each.names) for each in spoken)


@pytest.fixture(scope="module")
def known() -> Editions:
    return editions()


@pytest.mark.parametrize(
    "case", TABLE["cases"], ids=lambda case: " ".join(filter(None, map(case.get, ("from", "to", "wanted"))))
)
def test_the_table(case: dict[str, Any], known: Editions) -> None:
    asked = case["from"], case["to"], case.get("wanted", "")
    if "told" not in case:
        origin, target = case["plans"]
        assert known.choose(*asked) == Chosen(case["edition"], origin, target, tuple(case["others"]))
        return
    with pytest.raises(InvalidQuestion) as refused:
        known.choose(*asked)
    assert (str(refused.value), refused.value.part) == (case["told"], case["part"])


def test_the_table_has_every_kind_of_refusal() -> None:
    kinds = {case.get("refused") for case in TABLE["cases"]}
    assert kinds == {None, "several", "uncovered", "unknown", "apart", "edition"}


def test_a_question_is_looked_up_once(known: Editions) -> None:
    assert known.choose("CD", "City Week") is known.choose("CD", "City Week")


def test_where_no_edition_has_both_is_told_in_the_language_of_the_reader() -> None:
    with pytest.raises(InvalidQuestion) as refused:
        editions("it").choose("Region", "Zone 3")
    words = Words(catalogue(TABLE["editions"][0]), language_of("it").translations)
    assert words.refusal(refused.value) == (
        "Nessuna edizione li ha entrambi. «Region» è in: Price list of 2024. «Zone 3» è in: Price list of 2014. "
        "Region came in 2019. Zone 3 became Region in 2019."
    )


def test_one_edition_is_chosen_without_a_word() -> None:
    (only, *_) = map(catalogue, TABLE["editions"])
    alone = Editions([Edition(only.id, "Price list", Words(only).names)])
    assert alone.choose("CD", "region") == Chosen("2024", "city-day", "region", ())
    assert [each.id for each in alone.having("CD", "region")] == ["2024"]


@pytest.mark.parametrize(
    ("dates", "order"),
    [
        ({"a": "2014", "b": "2024-12-05", "c": "2023-10"}, "bca"),
        ({"a": "2014", "b": "2014-12", "c": "2014-12-05"}, "cba"),
        ({"a": "2014", "s": "2024", "c": "2023"}, "csa"),
        ({"s": "2014", "b": "2024", "t": "2013"}, "sbt"),
        ({"a": "2014", "b": "2014"}, "ab"),
        ({"a": "2014"}, "a"),
    ],
)
def test_the_newest_for_the_readers_of_the_first_comes_first_and_then_the_date_counts(
    dates: dict[str, str], order: str
) -> None:
    made = [
        catalogue({**TABLE["editions"][0], "id": id_, "date": date, "audience": "shops" if id_ in "st" else "riders"})
        for id_, date in dates.items()
    ]
    assert "".join(each.id for each in newest_first(made, audience_and_date)) == order
