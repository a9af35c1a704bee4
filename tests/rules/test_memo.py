"""What is kept: the same results as without it, and never more of them than fit."""

from __future__ import annotations

from itertools import product

from planswitch.rules.conditions import Facts, parse
from planswitch.rules.memo import MOST, Memo


def test_what_is_kept_is_found_again() -> None:
    memo: Memo[str, int] = Memo()
    assert memo.keep("a", 1) == 1
    assert memo.get("a") == 1
    assert memo.get("b") is None


def test_it_begins_anew_when_there_is_too_much() -> None:
    memo: Memo[int, int] = Memo()
    for number in range(5 * MOST):
        memo.keep(number, number)
        assert len(memo) <= MOST
    assert memo[5 * MOST - 1] == 5 * MOST - 1


def test_what_clears_or_meets_a_condition_does_not_depend_on_what_was_asked_before() -> None:
    text = "(p and n > 3 and n < 9) or not q"
    kept = parse(text)
    for p, q, n in list(product((None, True, False), (None, True, False), (None, 1, 5, 7, 12))) * 2:
        facts: Facts = {name: value for name, value in (("p", p), ("q", q), ("n", n)) if value is not None}
        for fixed in ((), ("q",), ("p", "n")):
            assert kept.cleared_by(facts, fixed) == parse(text).cleared_by(facts, fixed)
            assert kept.met_by(facts, fixed) == parse(text).met_by(facts, fixed)
