"""Conditions: what can be read, three-valued logic, negation, and what would clear a condition."""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from planswitch.rules.conditions import (
    ALWAYS,
    DEEPEST,
    LONGEST,
    MOST_TESTS,
    Comparison,
    Condition,
    ConditionError,
    Contrast,
    Flag,
    Level,
    Test,
    bind,
    parse,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from planswitch.rules.conditions import Facts, Value

YESNO = ("p", "q", "r")
NUMBERS = ("n", "m")
CHOICE = "card"
CARDS = ("gold", "silver", "no-card")
KLEENE = {"yes": True, "no": False, "?": None}

# ---------------------------------------------------------------------------------------------------- reading


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("prepaid", Flag("prepaid")),
        ("not prepaid", Flag("prepaid", wanted=False)),
        ("not not prepaid", Flag("prepaid")),
        ("(((prepaid)))", Flag("prepaid")),
        ("users > 300", Comparison("users", ">", 300)),
        ("users >= 300", Comparison("users", ">=", 300)),
        ("users < 300", Comparison("users", "<", 300)),
        ("users <= 300", Comparison("users", "<=", 300)),
        ("users == 300", Comparison("users", "==", 300)),
        ("users != 300", Comparison("users", "!=", 300)),
        ("users > -3", Comparison("users", ">", -3)),
        ("not users > 300", Comparison("users", "<=", 300)),
        ('role == "none"', Comparison("role", "==", "none")),
        ("role != 'global-admin'", Comparison("role", "!=", "global-admin")),
        ("  prepaid\n", Flag("prepaid")),
    ],
)
def test_one_test_is_read_as_written(text: str, read: Test) -> None:
    assert list(parse(text).tests()) == [read]


@pytest.mark.parametrize(
    "text", ["role == “none”", "role == ”none”", "role == „none“", "role == ‘none’", "role == ’none’"]
)
def test_curly_quotes_of_a_spreadsheet_are_quotes(text: str) -> None:
    assert parse(text) == parse('role == "none"')


@pytest.mark.parametrize("text", ["always", " always\n"])
def test_always_always_holds(text: str) -> None:
    always = parse(text)
    assert always is ALWAYS
    assert always.value({}) is True
    assert always.negated().value({}) is False
    assert list(always.unsettled({})) == []
    assert always.cleared_by({}) == ()


@pytest.mark.parametrize("text", ["", " ", "\n", "\t \n"])
def test_a_blank_condition_is_no_condition(text: str) -> None:
    with pytest.raises(ConditionError, match="found an empty cell, expected a condition, or the word always"):
        parse(text)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("from.seats > 3", Comparison("from.seats", ">", 3)),
        ("not from.seats > 3", Comparison("from.seats", "<=", 3)),
        ('to.mailbox == "large"', Comparison("to.mailbox", "==", "large")),
        ("to.mailbox < from.mailbox", Contrast("to.mailbox", "<", "from.mailbox")),
        ("not to.mailbox < from.mailbox", Contrast("to.mailbox", ">=", "from.mailbox")),
        ('card == "from.x"', Comparison("card", "==", "from.x")),
        ("fromage", Flag("fromage")),
    ],
)
def test_attributes_of_the_two_plans_are_read_as_written(text: str, read: Test) -> None:
    assert list(parse(text).tests()) == [read]
    assert parse(str(parse(text))) == parse(text)


@pytest.mark.parametrize(
    ("text", "found", "expected"),
    [
        ("from.seats", "“from.seats”", "a comparison, such as from.seats < 3"),
        ("p and from.seats", "“from.seats”", "a comparison"),
        ("from.seats > 3 and (to.seats", "“from.seats > 3 and (to.seats”", "facts, comparisons"),
        ("from.a.b > 3", "“from.a.b > 3”", "a fact on the left"),
        ("FROM.seats > 3", "“FROM.seats > 3”", "a fact on the left"),
        ("other.seats > 3", "“other.seats > 3”", "a fact on the left"),
        ("users > to.seats", "“users > to.seats”", "a whole number or a choice in quotes"),
        ("from > 3", "“from > 3”", "facts, comparisons"),
        ("from.seats > other.seats", "“from.seats > other.seats”", "a whole number"),
        ("from.seats > 3 < 4", "“from.seats > 3 < 4”", "one comparison at a time"),
    ],
)
def test_attributes_that_cannot_be_read_are_quoted_as_they_were_written(text: str, found: str, expected: str) -> None:
    with pytest.raises(ConditionError) as caught:
        parse(text)
    assert found in caught.value.found
    assert expected in caught.value.expected


def test_levels_compare_by_their_rank_and_are_written_as_their_ids() -> None:
    levels = {"none": "None", "small": "Small", "large": "Large"}
    condition = bind(parse('p or not (from.mailbox < "small")'), {"mailbox": levels})
    known = {level: {"from.mailbox": Level.of(level, levels), "p": False} for level in levels}
    assert [condition.value(facts) for facts in known.values()] == [False, True, True]
    assert str(condition) == 'p or from.mailbox >= "small"'
    assert bind(parse("n > 3"), {"mailbox": levels}) == parse("n > 3")
    with pytest.raises(ValueError, match="huge"):
        Level.of("huge", levels)


@pytest.mark.parametrize(
    ("text", "facts", "met"),
    [
        ("p", {}, ["p"]),
        ("p and n > 25", {"p": True}, ["n > 25"]),
        ("p or n > 25", {}, ["p", "n > 25"]),
        ("p and (q or n > 3)", {"p": True}, ["q", "n > 3"]),
        ("same_family and p", {"same_family": True}, ["p"]),
        ("(same_family and p) or q", {"same_family": False}, ["q"]),
    ],
)
def test_met_by_tells_under_which_circumstances_a_condition_holds(
    text: str, facts: dict[str, Value], met: list[str]
) -> None:
    found = parse(text).met_by(facts, {"same_family"})
    assert [" and ".join(map(str, tests)) for tests in found] == met


def test_what_is_fixed_is_no_way_out() -> None:
    condition = parse("not same_family and p")
    assert condition.cleared_by({"same_family": False, "p": True}, {"same_family"}) == ((Flag("p", wanted=False),),)
    assert parse("not same_family").cleared_by({"same_family": False}, {"same_family"}) == ()


@pytest.mark.parametrize(
    ("text", "found", "expected"),
    [
        ("users >", "“users >” (it stops making sense at character", "facts, comparisons"),
        ("prepaid and", "“prepaid and”", "parentheses"),
        ("prepaid or or trial", "character", "facts"),
        ("users = 3", "“users = 3”", "facts"),
        ("a; b", "“a; b”", "facts"),
        ("x = 1", "“x = 1”", "facts"),
        ("users > 300 > 200", "“users > 300 > 200”", "one comparison at a time, joined by and"),
        ("1 < users < 300", "“1 < users < 300”", "one comparison at a time"),
        ("users in 300", "“users in 300”", "one of == != < <= > >="),
        ("users is 300", "“users is 300”", "one of == != < <= > >="),
        ("users not in 3", "“users not in 3”", "one of =="),
        ("300 < users", "“300 < users”", "a fact on the left"),
        ("users + 1 > 3", "“users + 1 > 3”", "a fact on the left"),
        ("users > 1.5", "“users > 1.5”", "a whole number or a choice in quotes on the right"),
        ("users > 3j", "“users > 3j”", "a whole number"),
        ("users > n", "“users > n”", "a whole number"),
        ("users > +3", "“users > +3”", "a whole number"),
        ("users > 2 + 2", "“users > 2 + 2”", "a whole number"),
        ('role == b"none"', 'b"none"', "a choice in quotes"),
        ('role == f"none"', 'f"none"', "a choice in quotes"),
        ('role == ("none",)', '“role == ("none",)”', "a choice in quotes"),
        ("role == None", "“role == None”", "a choice in quotes"),
        ("trial == True", "“trial == True”", "the bare fact: trial or not trial"),
        ("trial != False", "“trial != False”", "the bare fact: trial or not trial"),
        ("users > -True", "“users > -True”", ""),
        ("True", "“True”", "a fact, a comparison, and, or, not"),
        ("300", "“300”", "a fact"),
        ('"trial"', '“"trial"”', "a fact"),
        ("-users", "“-users”", "a fact"),
        ("prepaid, trial", "“prepaid, trial”", "a fact"),
        ("prepaid if trial else role", "if trial else", "a fact"),
        ("prepaid & trial", "“prepaid & trial”", "a fact"),
        ("(x := prepaid)", "x := prepaid", "a fact"),
        ("prepaid.real", "“prepaid.real”", "a fact"),
        ("users.real > 3", "“users.real > 3”", "a fact on the left"),
        ("facts[0]", "“facts[0]”", "a fact"),
        ("lambda: prepaid", "“lambda: prepaid”", "a fact"),
        ("[p for p in q]", "“[p for p in q]”", "a fact"),
        ("await prepaid", "await", "a fact"),
        ("print('x')", "“print('x')”", "a fact"),
        ("trial and exit()", "“exit()”", "a fact"),
        ("__import__('os').system('true')", "__import__", "a fact"),
        ("(" * 190 + "p" + ")" * 190, "", ""),
        ("trial\0", "", ""),
        ("p\ud800", "", ""),
    ],
)
def test_what_is_not_a_condition_is_refused_by_what_was_found_and_expected(
    text: str, found: str, expected: str
) -> None:
    if text.count("(") == 190:
        assert parse(text) == parse("p")
        return
    with pytest.raises(ConditionError) as caught:
        parse(text)
    assert found in caught.value.found
    assert expected in caught.value.expected
    assert str(caught.value) == f"found {caught.value.found}, expected {caught.value.expected}"


def test_text_that_looks_like_code_is_never_run(monkeypatch: pytest.MonkeyPatch) -> None:
    def run(*_: object) -> None:
        raise AssertionError("a condition was run")

    monkeypatch.setattr("builtins.eval", run)
    monkeypatch.setattr("builtins.exec", run)
    for text in ("eval('1')", "exec('raise SystemExit')", "().__class__", "f'{exit()}'", "open('x').close()"):
        with pytest.raises(ConditionError):
            parse(text)
    condition = parse("role == \"__import__('os').abort()\"")
    assert condition.value({"role": "none"}) is False
    assert parse("__import__").value({"__import__": True}) is True


def test_a_condition_has_at_most_four_hundred_characters() -> None:
    longest = f'role == "{"x" * (LONGEST - len("role == " + chr(34) * 2))}"'
    assert len(longest) == LONGEST == 400
    assert parse(f"  {longest}  ") == parse(longest)
    with pytest.raises(ConditionError, match="found 401 characters, expected at most 400"):
        parse(longest.replace("x", "xx", 1))


def test_a_condition_has_at_most_twelve_tests() -> None:
    assert len(list(parse(" and ".join(["p"] * MOST_TESTS)).tests())) == MOST_TESTS == 12
    with pytest.raises(ConditionError, match="found 13 tests in one condition, expected at most 12; split it"):
        parse(" and ".join(["p"] * 13))


def test_a_condition_has_at_most_eight_levels() -> None:
    assert parse("not " * (DEEPEST - 1) + "p") == parse("not p")
    with pytest.raises(ConditionError, match=r"found more nested parts .*, expected at most 8 levels"):
        parse("not " * DEEPEST + "p")
    parts = "p and (q or ("
    with pytest.raises(ConditionError, match="at most 8 levels"):
        parse(parts * 4 + "r" + "))" * 4)


# ------------------------------------------------------------------------------------------ three-valued logic


@pytest.mark.parametrize(
    ("row", "both", "either"),
    [
        ("yes yes", "yes", "yes"),
        ("yes no", "no", "yes"),
        ("yes ?", "?", "yes"),
        ("no yes", "no", "yes"),
        ("no no", "no", "no"),
        ("no ?", "no", "?"),
        ("? yes", "?", "yes"),
        ("? no", "no", "?"),
        ("? ?", "?", "?"),
    ],
)
def test_and_and_or_follow_kleene(row: str, both: str, either: str) -> None:
    left, right = (KLEENE[word] for word in row.split())
    facts = {name: value for name, value in (("p", left), ("q", right)) if value is not None}
    assert parse("p and q").value(facts) is KLEENE[both]
    assert parse("p or q").value(facts) is KLEENE[either]
    assert parse("not (p and q)").value(facts) is parse("not p or not q").value(facts)


@pytest.mark.parametrize(("value", "opposite"), [("yes", "no"), ("no", "yes"), ("?", "?")])
def test_not_follows_kleene(value: str, opposite: str) -> None:
    facts = {} if value == "?" else {"p": bool(KLEENE[value])}
    assert parse("p").value(facts) is KLEENE[value]
    assert parse("not p").value(facts) is KLEENE[opposite]


@pytest.mark.parametrize(
    ("sign", "below", "at", "above"),
    [
        ("<", True, False, False),
        ("<=", True, True, False),
        ("==", False, True, False),
        ("!=", True, False, True),
        (">=", False, True, True),
        (">", False, False, True),
    ],
)
def test_comparisons_hold_on_the_right_side_of_the_number(sign: str, below: bool, at: bool, above: bool) -> None:
    condition = parse(f"n {sign} 300")
    assert [condition.value({"n": n}) for n in (299, 300, 301)] == [below, at, above]
    assert [condition.negated().value({"n": n}) for n in (299, 300, 301)] == [not below, not at, not above]
    assert condition.value({}) is None


def test_even_a_fact_or_its_opposite_is_unknown_while_the_fact_is() -> None:
    assert parse("p or not p").value({}) is None


def test_choices_are_compared_as_they_are_written() -> None:
    condition = parse('card == "gold"')
    assert condition.value({"card": "gold"}) is True
    assert condition.value({"card": "Gold"}) is False


@pytest.mark.parametrize(
    ("text", "facts", "asked"),
    [
        ("p and n > 25", {}, ["p", "n"]),
        ("p and n > 25", {"p": True}, ["n"]),
        ("p and n > 25", {"n": 26}, ["p"]),
        ("p and n > 25", {"p": False}, []),
        ("p and n > 25", {"n": 25}, []),
        ("p and n > 25", {"p": True, "n": 26}, []),
        ("(p and q) or r", {"p": False}, ["r"]),
        ("(p and q) or r", {"r": True}, []),
        ("(p or q) and r", {"p": True}, ["r"]),
        ("n > 3 and n < 9", {}, ["n", "n"]),
    ],
)
def test_unsettled_names_the_facts_that_can_still_matter(text: str, facts: dict[str, Value], asked: list[str]) -> None:
    assert list(parse(text).unsettled(facts)) == asked


# ------------------------------------------------------------------------------------------------- cleared by


@pytest.mark.parametrize(
    ("text", "facts", "cleared"),
    [
        ("p", {}, ["not p"]),
        ("p", {"p": True}, ["not p"]),
        ("not p", {"p": False}, ["p"]),
        ("n > 300", {"n": 301}, ["n <= 300"]),
        ('card != "gold"', {"card": "silver"}, ['card == "gold"']),
        # The spec's example, with every combination of what is known.
        ("p and n > 25", {}, ["not p", "n <= 25"]),
        ("p and n > 25", {"p": True}, ["n <= 25"]),
        ("p and n > 25", {"n": 26}, ["not p"]),
        ("p and n > 25", {"p": True, "n": 26}, ["not p", "n <= 25"]),
        # One way out is already ruled out: the other is what can still happen.
        ("p and q and r", {"q": True}, ["not p", "not r"]),
        # Part of the only way out is met: the rest is left.
        ("p or q", {}, ["not p and not q"]),
        ("p or q", {"p": False}, ["not q"]),
        ("p or q", {"p": True}, ["not p and not q"]),
        ("p or q", {"p": True, "q": False}, ["not p"]),
        ("(p or q) and r", {"p": False, "q": True}, ["not r"]),
        ("(p or q) and r", {"p": False, "q": True, "r": True}, ["not q", "not r"]),
        # The same fact twice: a part that is met could be broken by the new value, so it stays.
        ("n < 5 or n > 9", {"n": 3}, ["n >= 5 and n <= 9"]),
        ("n < 5 or n > 9 or p", {"n": 12, "p": False}, ["n >= 5 and n <= 9"]),
        # The same way out twice is told once.
        ("p and p", {}, ["not p"]),
        ("p or p", {}, ["not p"]),
        ("p and (p or p)", {}, ["not p"]),
    ],
)
def test_cleared_by_tells_the_ways_out_that_are_left(text: str, facts: dict[str, Value], cleared: list[str]) -> None:
    found = [" and ".join(map(str, tests)) for tests in parse(text).cleared_by(facts)]
    assert found == cleared


# ------------------------------------------------------------------------------------------------- properties


def flags() -> st.SearchStrategy[Test]:
    return st.builds(Flag, st.sampled_from(YESNO), st.booleans())


def comparisons() -> st.SearchStrategy[Test]:
    numbers = st.builds(
        Comparison,
        st.sampled_from(NUMBERS),
        st.sampled_from(["==", "!=", "<", "<=", ">", ">="]),
        st.integers(-2, 6),
    )
    cards = st.builds(Comparison, st.just(CHOICE), st.sampled_from(["==", "!="]), st.sampled_from(CARDS))
    return numbers | cards


def conditions() -> st.SearchStrategy[Condition]:
    """Conditions as `parse` makes them: no empty part, few enough tests and levels to be written down again."""
    tests: st.SearchStrategy[Condition | Test] = flags() | comparisons()

    def joined(parts: st.SearchStrategy[Condition | Test]) -> st.SearchStrategy[Condition | Test]:
        return st.builds(Condition, st.booleans(), st.lists(parts, min_size=2, max_size=3).map(tuple))

    nested = st.recursive(tests, joined, max_leaves=8)
    return nested.map(lambda part: part if isinstance(part, Condition) else Condition(every=True, parts=(part,)))


def known() -> st.SearchStrategy[dict[str, Value]]:
    values: dict[str, st.SearchStrategy[Value]] = {
        **{name: st.booleans() for name in YESNO},
        **{name: st.integers(1, 7) for name in NUMBERS},
        CHOICE: st.sampled_from(CARDS),
    }
    return st.fixed_dictionaries({}, optional=values)


def everything() -> st.SearchStrategy[dict[str, Value]]:
    return st.fixed_dictionaries(
        {
            **{name: st.booleans() for name in YESNO},
            **{name: st.integers(1, 7) for name in NUMBERS},
            CHOICE: st.sampled_from(CARDS),
        }
    )


def readable(condition: Condition) -> bool:
    try:
        parse(str(condition))
    except ConditionError:
        return False
    return True


@given(conditions(), known())
def test_negation_turns_the_value_around_and_back(condition: Condition, facts: dict[str, Value]) -> None:
    value = condition.value(facts)
    assert condition.negated().negated() == condition
    assert condition.negated().value(facts) is (None if value is None else not value)


@given(conditions(), known())
def test_a_condition_written_and_read_again_means_the_same(condition: Condition, facts: dict[str, Value]) -> None:
    assume(readable(condition))
    assert parse(str(condition)).value(facts) is condition.value(facts)
    assert list(parse(str(condition)).tests()) == list(condition.tests())


@given(conditions(), known(), everything())
def test_a_known_value_stays_when_more_becomes_known(
    condition: Condition, facts: dict[str, Value], rest: dict[str, Value]
) -> None:
    value = condition.value(facts)
    assume(value is not None)
    assert condition.value({**rest, **facts}) is value


@given(conditions(), everything())
def test_with_every_fact_known_a_condition_is_plain_logic(condition: Condition, facts: dict[str, Value]) -> None:
    assert condition.value(facts) is plain_logic(condition, facts)


SIGNS: dict[str, Callable[[Any, Any], bool]] = {
    "==": operator.eq, "!=": operator.ne,
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip


def plain_logic(part: Condition | Test, facts: Facts) -> bool:
    match part:
        case Flag():
            return facts[part.fact] == part.wanted
        case Comparison():
            return SIGNS[part.sign](facts[part.fact], part.literal)
        case Contrast():
            return SIGNS[part.sign](facts[part.fact], facts[part.other])
    results = [plain_logic(inner, facts) for inner in part.parts]
    return all(results) if part.every else any(results)


@given(conditions(), known())
def test_nothing_is_unsettled_exactly_when_the_value_is_known(condition: Condition, facts: dict[str, Value]) -> None:
    unsettled = list(condition.unsettled(facts))
    assert (not unsettled) is (condition.value(facts) is not None)
    assert not set(unsettled) & set(facts)


@given(conditions(), known(), everything())
def test_making_one_alternative_true_makes_the_condition_not_hold(
    condition: Condition, facts: dict[str, Value], changed: dict[str, Value]
) -> None:
    assume(condition.value(facts) is not False)
    alternatives = condition.cleared_by(facts)
    assert alternatives
    for tests in alternatives:
        assert tests
        after = {**facts, **{test.fact: changed[test.fact] for test in tests}}
        if all(test.value(after) for test in tests):
            assert condition.value(after) is False


@given(conditions(), known())
def test_alternatives_that_can_be_told_apart_are_told_once(condition: Condition, facts: dict[str, Value]) -> None:
    alternatives = condition.cleared_by(facts)
    assert len(set(alternatives)) == len(alternatives)


@given(conditions(), known(), everything())
def test_a_condition_that_stops_holding_meets_an_alternative(
    condition: Condition, facts: Mapping[str, Value], after: dict[str, Value]
) -> None:
    assume(condition.value(facts) is not False)
    later = {**after, **{name: value for name, value in facts.items() if condition.value(facts) is None}}
    if condition.value(later) is False:
        assert any(all(test.value(later) for test in tests) for tests in condition.cleared_by(facts))


@given(st.text(alphabet="pqn<>=!()'\"“ 0123456789.andort\n#\\", max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        condition = parse(text)
    except ConditionError as error:
        assert error.found  # noqa: PT017
        assert error.expected  # noqa: PT017
    else:
        assert condition.value({}) in (None, True)
