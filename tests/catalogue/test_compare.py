"""Answers that differ between two editions: exactly those that brute force finds, grouped by the edits that did it."""

from __future__ import annotations

from functools import cache
from itertools import product
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from planswitch.catalogue.compare import Comparison
from planswitch.catalogue.sides import takes
from planswitch.rules import Catalogue, Question, decide, decide_alone
from tests.assertions import ROUTES, rule, step
from tests.long import examples

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planswitch.catalogue.verdicts import Example, Group

Rows = list[dict[str, str]]
Tables = dict[str, Rows]
PLANS = ("a", "b", "c", "d")
PAIRS = [*product(PLANS, PLANS)]


def tables() -> Tables:
    """A small catalogue in which every kind of row has something to say."""
    settings = {"id": "small", "title": "Small", "edition": "First", "date": "2014", "language": "en", "source": "S"}
    return {
        "catalogue": [{"key": key, "value": value} for key, value in settings.items()],
        "sources": [{"id": "A", "title": "Part A", "date": ""}],
        "families": [{"id": "x", "name": "X", "kind": "cloud"}, {"id": "y", "name": "Y", "kind": "desk"}],
        "attributes": [{"id": "seats", "type": "number", "levels": "", "name": "Seats"}],
        "plans": [
            {"id": "a", "name": "A", "family": "x", "seats": "5"},
            {"id": "b", "name": "B", "family": "x", "seats": "10"},
            {"id": "c", "name": "C", "family": "y", "seats": ""},
            {"id": "d", "name": "D", "family": "y", "seats": "20"},
        ],
        "names": [{"name": "Alpha", "plan": "a", "kind": "later", "from": "2015", "note": ""}],
        "routes": [dict(row) for row in ROUTES],
        "switches": [
            {"from": "a", "to": "b", "route": "wizard", "certainty": "sure", "note": "", "source": "A1"},
            {"from": "b", "to": "d", "route": "wizard", "certainty": "likely", "note": "Torn.", "source": "A1"},
            {"from": "c", "to": "a", "route": "", "certainty": "sure", "note": "", "source": "A1"},
            {"from": "c", "to": "d", "route": "", "certainty": "unknown", "note": "Torn.", "source": "A1"},
        ],
        "facts": [
            {"id": "p", "type": "yesno", "choices": "", "answer": "", "question": "P?", "help": ""},
            {"id": "n", "type": "number", "choices": "", "answer": "", "question": "N?", "help": ""},
            {"id": "less", "type": "yesno", "choices": "", "answer": "to.seats < from.seats", "question": "L?"},
            {"id": "card", "type": "choice", "choices": "gold=Gold silver=Silver", "answer": "", "question": "C?"},
        ],
        "rules": [
            rule("large", "stop", "n > 3"),
            rule("trial", "wait", "p", "any", origin="family:x"),
            rule("less", "fix", "less", "manual"),
            rule("far", "warn", "not same_family and p", "any"),
            rule("card", "stop", 'card == "gold"', "any", target="d", certainty="likely"),
        ],
        "steps": [
            step("wizard", 1, text="Press."),
            step("manual", 0, "p", text="Save."),
            step("manual", 1, text="Sign.", origin="kind:cloud"),
            step("manual", 1, text="Call.", origin="kind:desk"),
            step("manual-notes", 1, "n > 4", text="Wait."),
        ],
    }


WHEN = ["always", "p", "not p", "n > 3", "n >= 3", "n > 4", "less", "same_family", 'card == "silver"', "p and n < 3"]
SELECTORS = ["*", "a", "family:x", "kind:desk", "* !d", "c d"]
CELLS = {
    ("plans", "family"): ["x", "y"],
    ("plans", "seats"): ["", "5", "10", "20", "7"],
    ("plans", "name"): ["New name"],
    ("families", "kind"): ["cloud", "desk"],
    ("routes", "offers"): ["listed", "all", "perhaps"],
    ("routes", "how"): ["in person"],
    ("switches", "to"): ["a", "b", "c", "d"],
    ("switches", "certainty"): ["sure", "likely", "unknown"],
    ("switches", "route"): ["wizard", "manual"],
    ("facts", "answer"): ["", "to.seats < from.seats", "to.seats > from.seats", "same_family"],
    ("facts", "question"): ["Another question?"],
    ("rules", "route"): ["any", "wizard", "manual", "wizard manual"],
    ("rules", "from"): SELECTORS,
    ("rules", "to"): SELECTORS,
    ("rules", "when"): WHEN,
    ("rules", "effect"): ["stop", "wait", "fix", "warn"],
    ("rules", "certainty"): ["", "likely", "unknown"],
    ("rules", "remedy"): ["", "Do something else."],
    ("rules", "reason"): ["For another reason."],
    ("rules", "id"): ["another"],
    ("steps", "procedure"): ["wizard", "manual", "manual-notes", "guide"],
    ("steps", "order"): ["0", "1", "2"],
    ("steps", "from"): SELECTORS,
    ("steps", "to"): SELECTORS,
    ("steps", "when"): WHEN,
    ("steps", "text"): ["Something else."],
}
"""What a cell can be edited to."""


@st.composite
def mutations(draw: st.DrawFn) -> Tables:
    """The catalogue after one edit: a cell, or a row that goes or changes places."""
    edited = tables()
    table, column = draw(st.sampled_from(sorted(CELLS)))
    rows = edited[table]
    place = draw(st.integers(0, len(rows) - 1))
    match draw(st.sampled_from(["cell"] * 6 + ["gone", "first"])):
        case "cell":
            if column != "answer" or rows[place]["type"] == "yesno":
                rows[place][column] = draw(st.sampled_from(CELLS[table, column]))
        case "gone" if table in ("switches", "rules", "steps"):
            del rows[place]
        case "first" if table in ("rules", "steps", "routes", "plans"):
            rows.insert(0, rows.pop(place))
    assume({row["kind"] for row in edited["families"]} == {"cloud", "desk"})  # as selectors have them
    return edited


def compared(before: Tables, after: Tables) -> Comparison:
    return Comparison(Catalogue.build(before, "old"), Catalogue.build(after, "new"), (before, after))


def found(comparison: Comparison, groups: list[Group]) -> set[tuple[str, str]]:
    return {
        (origin, target)
        for group in groups
        for origin, targets in group.members.items()
        for bit, target in enumerate(comparison.plans)
        if targets >> bit & 1
    }


FACTS = {"p": (None, True, False), "n": (None, 2, 3, 4, 5), "less": (None, True), "card": (None, "gold", "silver")}


def brute(catalogue: Catalogue, pair: tuple[str, str]) -> Iterator[object]:
    """Every answer of a pair: whatever is known, and whichever route is preferred."""
    for values in product(*FACTS.values()):
        facts = {
            name: value
            for name, value in zip(FACTS, values, strict=True)
            if value is not None and takes(catalogue, name, value)
        }
        for route in ("", *sorted(catalogue.routes)):
            decision = decide_alone(catalogue, Question(*pair, facts, route))
            told = decision.to_dict()
            del told["catalogue"]
            for outcome in told["routes"]:
                if outcome["state"] == "none":
                    del outcome["stops"]  # nobody is told
            yield told, [(each.rule.title, each.rule.reason, each.rule.remedy) for each in decision.reasons]


@cache
def brute_before(pair: tuple[str, str]) -> list[object]:
    """Every answer of a pair before any edit."""
    return list(brute(Catalogue.build(tables(), "old"), pair))


@settings(max_examples=examples(40), deadline=None)
@given(mutations())
def test_exactly_the_answers_are_found_that_brute_force_finds(after: Tables) -> None:
    assert_found(after)


@pytest.mark.long
@settings(max_examples=200, deadline=None)
@given(mutations())
def test_exactly_the_answers_of_many_edits_are_found_that_brute_force_finds(after: Tables) -> None:
    assert_found(after)


def assert_found(after: Tables) -> None:
    """What is found of an edit is what brute force finds."""
    comparison = compared(tables(), after)
    new = comparison.after.catalogue
    differing = {
        pair for pair in PAIRS if any(one != two for one, two in zip(brute_before(pair), brute(new, pair), strict=True))
    }
    assert found(comparison, comparison.decided) == differing
    for group in comparison.groups:
        assert group.edits
        assert group.verdict.level != "unknown"


@settings(max_examples=examples(100), deadline=None)
@given(mutations())
def test_exactly_the_chains_are_found_that_differ_where_nothing_is_told(after: Tables) -> None:
    comparison = compared(tables(), after)
    sides = comparison.before.catalogue, comparison.after.catalogue
    chains = [{pair: [hop.to_dict() for hop in decide(side, Question(*pair)).via] for pair in PAIRS} for side in sides]
    groups = [group for group in comparison.groups if group.verdict.level == "chain"]
    assert found(comparison, groups) == {pair for pair in PAIRS if chains[0][pair] != chains[1][pair]}


@settings(max_examples=examples(100), deadline=None)
@given(mutations())
def test_the_example_of_a_group_is_a_question_whose_answer_differs(after: Tables) -> None:
    comparison = compared(tables(), after)
    for group in comparison.decided:
        example = group.example
        answers = [list(asked(side, example)) for side in (comparison.before.catalogue, comparison.after.catalogue)]
        assert answers[0] != answers[1]
        assert (example.origin, example.target) in found(comparison, [group])


def asked(catalogue: Catalogue, example: Example) -> Iterator[object]:
    """All of one answer."""
    facts = {name: value for name, value in example.facts if takes(catalogue, name, value)}
    decision = decide_alone(catalogue, Question(example.origin, example.target, facts, example.route))
    yield {**decision.to_dict(), "catalogue": None}
    yield from (each.rule for each in decision.reasons)


def test_nothing_differs_where_nothing_is_edited() -> None:
    comparison = compared(tables(), tables())
    assert (comparison.edits.all, comparison.groups, comparison.pairs) == ([], [], 0)


def edited(table: str, place: int, **cells: str) -> Comparison:
    after = tables()
    after[table][place].update(cells)
    return compared(tables(), after)


def told(comparison: Comparison) -> list[tuple[str, str, str, str, int, int, int]]:
    return [
        (each.level, each.what, each.before, each.after, len(each.differing), each.tried, group.pairs)
        for group in comparison.groups
        for each in [group.verdict]
    ]


def test_answers_are_grouped_by_what_made_them_differ_and_counted_in_pairs_and_circumstances() -> None:
    comparison = edited("rules", 0, when="always")
    assert told(comparison)[0] == ("answer", "route", "wizard", "manual", 2, 3, 4)
    (edit,) = comparison.groups[0].edits
    assert (edit.name, edit.cells) == ("rule `large`", {"when": ("n > 3", "always")})
    assert comparison.groups[0].example.facts == ()


@pytest.mark.parametrize(
    ("table", "place", "cells", "level", "pairs"),
    [
        ("catalogue", 2, {"value": "Second"}, "wording", 16),
        ("sources", 0, {"title": "Another part"}, "wording", 12),
        ("routes", 1, {"how": "in person"}, "wording", 12),
        ("plans", 0, {"name": "Another"}, "wording", 9),
        ("names", 0, {"from": "2016"}, "wording", 7),
        ("switches", 1, {"note": "Torn off."}, "wording", 3),
        ("facts", 0, {"question": "Really P?"}, "wording", 12),
        ("steps", 0, {"text": "Press twice."}, "wording", 6),
        ("rules", 3, {"reason": "Another."}, "wording", 9),
        ("switches", 0, {"source": "A2"}, "", 0),
        ("families", 0, {"name": "Z"}, "", 0),
    ],
)
def test_other_words_are_counted_where_they_are_told_in_chains_too(
    table: str, place: int, cells: dict[str, str], level: str, pairs: int
) -> None:
    comparison = edited(table, place, **cells)
    assert {group.verdict.level for group in comparison.groups} == ({level} if level else set())
    assert comparison.pairs == pairs


def test_plans_that_came_and_went_are_named() -> None:
    after = tables()
    after["plans"][3]["id"] = "e"
    after["switches"] = after["switches"][:1]
    after["rules"] = after["rules"][:4]
    comparison = compared(tables(), after)
    assert (comparison.gone, comparison.fresh, comparison.plans) == (["d"], ["e"], ["a", "b", "c"])


def test_what_could_not_be_analysed_is_not_called_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("planswitch.catalogue.circumstances.MOST", 1)
    comparison = edited("rules", 2, when="p and n > 3", certainty="")
    assert {group.verdict.level for group in comparison.groups} == {"answer", "reasons"}
    after = tables()
    before = tables()
    for each in (before, after):
        each["rules"].append(rule("odd", "stop", "p and n > 3", "manual"))
        each["rules"].append(rule("shut", "stop", "always", "manual"))
        each["rules"].append(rule("odder", "warn", "p and n > 3", "manual"))
    after["rules"][-1]["when"] = "p and n > 4"
    comparison = compared(before, after)
    assert {group.verdict.level for group in comparison.groups} == {"unknown"}


def test_what_too_many_circumstances_could_tell_counts_as_told(monkeypatch: pytest.MonkeyPatch) -> None:
    told = edited("routes", 0, stopped="Ruled out.").pairs
    assert told > 0
    monkeypatch.setattr("planswitch.catalogue.circumstances.MOST", 1)
    assert edited("routes", 0, stopped="Ruled out.").pairs >= told
