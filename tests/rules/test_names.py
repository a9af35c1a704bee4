"""Names: which plan somebody means, and what is said when it is none, or more than one."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from planswitch.pages.languages import language_of
from planswitch.rules import Catalogue, InvalidQuestion, Words
from planswitch.rules.names import Meaning, PlanNames, runs
from tests.assertions import ROOT, TRANSLATIONS, made_up

if TYPE_CHECKING:
    from collections.abc import Callable

CASES = json.loads((ROOT / "tests" / "names.json").read_text(encoding="utf-8"))
"""What `assets/explorer/names.js` has to find too."""


@pytest.fixture(scope="module")
def words(catalogue: Catalogue) -> Callable[[str], Words]:
    """The words of a language for the catalogue of 2014."""
    spoken = {tag: Words(catalogue, language_of(tag, TRANSLATIONS).translations) for tag in ("en", "it")}
    return spoken.__getitem__


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['language']}: {case['query']}")
def test_a_name_means_what_readers_mean(case: dict[str, str | list[str]], words: Callable[[str], Words]) -> None:
    found = words(str(case["language"])).names.find(str(case["query"]))
    assert list(found.plans) == case["plans"]
    assert list(dict.fromkeys(each.name for each in found.uncovered)) == case["uncovered"]


def test_every_plan_is_found_by_its_id_and_by_its_names(words: Callable[[str], Words]) -> None:
    for tag in ("en", "it"):
        spoken = words(tag)
        for plan in spoken.catalogue.plans.values():
            for name in (plan.id, plan.name, spoken.plan(plan.id), plan.name.upper(), plan.name.replace(" ", "")):
                assert spoken.names.find(name).plan == plan.id, name


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Exchange Online (Plan 1)", ("exchange", "online", "plan", "1")),
        ("Plan1", ("plan", "1")),
        ("E3", ("e", "3")),
        ("e-3", ("e", "3")),
        ("Ｅ３", ("e", "3")),
        ("Città_Più", ("citta", "piu")),
        ("Łódź 10", ("łodz", "10")),
        ("１２３", ("123",)),
        ("Проба 2", ("проба", "2")),
        ("—", ()),
        ("", ()),
    ],
)
def test_a_name_is_letters_and_digits_in_a_row(text: str, found: tuple[str, ...]) -> None:
    assert runs(text) == found


def named(*names: dict[str, str], title: str = "Switching test plans") -> PlanNames:
    catalogue = made_up("north-a:x north-b:x south:x", "north-a>north-b", names=names)
    catalogue.settings["title"] = title
    return PlanNames(catalogue)


def name(text: str, plan: str = "", kind: str = "", note: str = "") -> dict[str, str]:
    """A row of names.csv."""
    return {"name": text, "plan": plan, "kind": kind, "note": note}


@pytest.mark.parametrize("kind", ["short", "id", "former", "later"])
def test_a_name_of_these_kinds_stands_for_its_plan(kind: str) -> None:
    assert named(name("PACK_9", "south", kind)).find("pack 9") == Meaning(("south",))


def test_a_successor_and_a_name_without_a_plan_stand_for_none() -> None:
    names = named(name("Pack 9", "south", "successor", "It came *later*."), name("Pack 10", note="It is another."))
    successor, other = names.find("pack9"), names.find("PACK 10")
    assert (successor.plans, successor.plan) == ((), "")
    assert [(each.name, each.successor, each.note) for each in successor.uncovered] == [
        ("Pack 9", "south", "It came *later*.")
    ]
    assert [(each.name, each.successor) for each in other.uncovered] == [("Pack 10", "")]


def test_a_name_that_several_plans_have_names_none_of_them() -> None:
    names = named(name("Pack", "south", "short"), name("Pack", "north-a", "former"))
    assert names.find("pack").plans == ("north-a", "south")
    assert names.find("pack").plan == ""


def test_a_name_that_is_a_plan_and_something_else_names_no_plan() -> None:
    names = named(name("Pack", "south", "short"), name("Pack", note="Another pack."))
    found = names.find("pack")
    assert (found.plans, found.plan, len(found.uncovered)) == (("south",), "", 1)


def test_words_of_the_title_may_be_said_or_not() -> None:
    names = named(name("Test plans nine", "south", "short"))
    assert names.find("nine").plan == names.find("switching nine").plan == "south"
    assert names.find("plans") == names.find("nine") != Meaning()


def test_the_nearest_meaning_wins() -> None:
    names = named(name("Pack", "south", "short"), name("Pack gold", "north-a", "short"))
    assert names.find("pack").plan == "south"
    assert names.find("test pack").plan == "south"
    assert names.find("gold").plan == "north-a"
    assert names.find("gold pack").plan == "north-a"
    assert names.find("golden") == Meaning()


def test_what_is_not_covered_is_found_among_other_words() -> None:
    names = named(name("non-profit", note="Not here."))
    assert [each.name for each in names.find("South for nonprofit clubs").uncovered] == ["non-profit"]
    assert not names.find("South for profit")


def test_a_plan_by_its_id_is_that_plan_whatever_else_has_the_name() -> None:
    names = named(name("south", "north-a", "former"))
    assert names.find("south").plans == ("north-a", "south")
    assert names.plan("south") == "south"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("west", "Unknown plan “west”."),
        ("", "Unknown plan “”."),
        ("north", "“north” may be one of these: NORTH-A, NORTH-B."),
        ("Pack 9", "“Pack 9”: It came later: see here."),
        ("Pack 11", "“Pack 11”: 2*3*4 of them, in one [box](x y)."),
        ("x" * 300, f"Unknown plan “{'x' * 59}…”."),
    ],
)
def test_a_name_that_names_no_plan_is_refused_with_what_is_known(text: str, told: str) -> None:
    names = named(
        name("Pack 9", "south", "successor", "It came **later**: see [here](https://example.com/)."),
        name("Pack 11", note="2*3*4 of them, in `one` [box](x y)."),
    )
    with pytest.raises(InvalidQuestion) as refused:
        names.plan(text, "from")
    assert str(refused.value) == told
    assert refused.value.part == "from"


def test_a_refusal_is_told_in_the_language_of_the_reader(words: Callable[[str], Words]) -> None:
    with pytest.raises(InvalidQuestion) as refused:
        words("it").names.plan("Piano 1", "to")
    assert words("it").refusal(refused.value) == (
        "«Piano 1» può indicare uno di questi piani: Exchange Online (Piano 1), SharePoint Online (Piano 1), "
        "Lync Online (Piano 1)."
    )


def test_a_name_of_any_length_is_looked_at_in_no_time() -> None:
    assert not named(name("non-profit", note="Not here.")).find("a 1 " * 100_000)
