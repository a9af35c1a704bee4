"""What a switch loses and gains: compared where both plans are known, and what is not known is said to be so."""

from __future__ import annotations

import pytest

from planswitch.pages.languages import language_of
from planswitch.rules import Catalogue, Question, Words, decide, word
from planswitch.rules.conditions import Level
from planswitch.rules.differences import Difference, side_by_side
from tests.assertions import made_up

LEVELS = {"none": "None", "small": "Small", "large": "Large"}
ATTRIBUTES = [
    {"id": "mailbox", "type": "level", "levels": "none=None small=Small large=Large", "name": "Mailbox"},
    {"id": "storage", "type": "number", "levels": "", "name": "Storage (GB)"},
]
PLANS = (
    "big:x:mailbox=large:storage=2000 little:x:mailbox=small:storage=2 none:x:mailbox=none "
    "bare:x old:x:storage=2 like:x:mailbox=small:storage=2"
)


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return made_up(PLANS, "", attributes=ATTRIBUTES)


def told(catalogue: Catalogue, origin: str, target: str, language: str = "en") -> tuple[list[str], str]:
    """The lines and the sentence of a base answer."""
    words = Words(catalogue, language_of(language).translations)
    answer = word(decide(catalogue, Question(origin, target)), words)
    return [difference.text for difference in answer.differences], answer.compared


def test_levels_compare_in_their_order_and_numbers_by_their_size() -> None:
    small, large = (Level.of(level, LEVELS) for level in ("small", "large"))
    found = side_by_side(["mailbox", "storage"], {"mailbox": large, "storage": 2}, {"mailbox": small, "storage": 10})
    assert [each.to_dict() for each in found.differences] == [
        {"attribute": "mailbox", "from": "large", "to": "small", "change": "less"},
        {"attribute": "storage", "from": 2, "to": 10, "change": "more"},
    ]
    assert (found.compared, found.unknown) == (("mailbox", "storage"), ())


def test_the_lowest_level_and_none_at_all_are_known() -> None:
    none, small = (Level.of(level, LEVELS) for level in ("none", "small"))
    found = side_by_side(["mailbox", "storage"], {"mailbox": none, "storage": 0}, {"mailbox": small, "storage": 1})
    assert found.differences == (Difference("mailbox", none, small), Difference("storage", 0, 1))


def test_what_is_blank_on_one_side_is_not_compared() -> None:
    small = Level.of("small", LEVELS)
    for before, after in (({"mailbox": small}, {}), ({}, {"mailbox": small}), ({}, {})):
        found = side_by_side(["mailbox"], before, after)
        assert (found.differences, found.compared, found.unknown) == ((), (), ("mailbox",))


@pytest.mark.parametrize(
    ("origin", "target", "lines", "compared"),
    [
        (
            "big",
            "little",
            ["Mailbox: Large → Small (less)", "Storage (GB): 2,000 → 2 (less)"],
            "Only this is compared: Mailbox, Storage (GB).",
        ),
        (
            "none",
            "big",
            ["Mailbox: None → Large (more)"],
            "Only this is compared: Mailbox. Not compared, because it is not known: Storage (GB).",
        ),
        ("little", "like", [], "Nothing differs in what is compared: Mailbox, Storage (GB)."),
        (
            "old",
            "like",
            [],
            "Nothing differs in what is compared: Storage (GB). Not compared, because it is not known: Mailbox.",
        ),
        ("bare", "big", [], ""),
        ("none", "old", [], ""),
        ("big", "big", [], ""),
    ],
)
def test_an_answer_says_what_differs_and_what_was_compared(
    catalogue: Catalogue, origin: str, target: str, lines: list[str], compared: str
) -> None:
    assert told(catalogue, origin, target) == (lines, compared)


@pytest.mark.parametrize(
    ("language", "line", "compared"),
    [
        ("it", "Storage (GB): 2.000 → 2 (di meno)", "Il confronto riguarda solo: Mailbox, Storage (GB)."),
        ("de", "Storage (GB): 2.000 → 2 (weniger)", "Verglichen wird nur: Mailbox, Storage (GB)."),
    ],
)
def test_it_is_told_in_the_language_of_the_reader(
    catalogue: Catalogue, language: str, line: str, compared: str
) -> None:
    lines, sentence = told(catalogue, "big", "little", language)
    assert (lines[1], sentence) == (line, compared)


def test_a_catalogue_without_attributes_compares_nothing() -> None:
    assert told(made_up(), "a", "b") == ([], "")


def test_what_braces_are_in_names_is_left_alone() -> None:
    attributes = [{"id": "size", "type": "level", "levels": "s={to} l={from}", "name": "{0} {attribute}"}]
    catalogue = made_up("a:x:size=l b:x:size=s", "", attributes=attributes)
    assert told(catalogue, "a", "b")[0] == ["{0} {attribute}: {from} → {to} (less)"]


def later(name: str, plan: str, kind: str, note: str = "", since: str = "", source: str = "") -> dict[str, str]:
    """A row of names.csv."""
    return {"name": name, "plan": plan, "kind": kind, "from": since, "note": note, "source": source}


NAMES = [
    later("Alpha", "a", "short"),
    later("Omega", "a", "later", since="2020-04-21", source="S1"),
    later("Beta 2", "b", "successor", note="It came in place of B in *2015*.", since="2015", source="A letter"),
    later("Beta two", "b", "successor", note="It came in place of B in *2015*.", since="2015", source="A letter"),
    later("Omega Plus", "a", "later"),
    later("Outside", "", "", note="Not here."),
    later("Zeta", "a", "former"),
]


def test_an_answer_says_what_became_of_both_plans() -> None:
    catalogue = made_up(names=NAMES, sources=[{"id": "S", "title": "The list of names"}])
    answer = word(decide(catalogue, Question("a", "b")), Words(catalogue))
    assert [(each.plan, each.name, each.kind, each.text, each.source) for each in answer.became] == [
        ("a", "Omega", "later", "Called Omega since 21 April 2020.", "The list of names"),
        ("a", "Omega Plus", "later", "Later called Omega Plus.", ""),
        ("b", "Beta 2", "successor", "It came in place of B in *2015*.", "A letter"),
    ]
    assert [each.name for each in word(decide(catalogue, Question("b", "a")), Words(catalogue)).became] == [
        "Beta 2",
        "Omega",
        "Omega Plus",
    ]
    assert [each.name for each in word(decide(catalogue, Question("b", "b")), Words(catalogue)).became] == ["Beta 2"]
    assert word(decide(catalogue, Question("c", "c")), Words(catalogue)).became == ()
