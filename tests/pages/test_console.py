"""The terminal: marks become what a terminal has, and plain text stays as it is."""

from __future__ import annotations

import pytest

from planswitch.pages.console import Console
from planswitch.rules import Question, Words, decide, word
from tests.assertions import made_up, rule

REASON = "Open **Admin**, *then* `users`, as in [the manual](guides/manual/) and [there](https://example.org/)."


@pytest.mark.parametrize(
    ("colour", "expected"),
    [
        (False, "Open Admin, then users, as in the manual (guides/manual/) and there (https://example.org/)."),
        (True, "Open \x1b[1mAdmin\x1b[0m, then users, as in the manual (guides/manual/) and there (https://example.org/)."),
    ],
)  # fmt: skip
def test_a_reason_is_told_with_its_marks(colour: bool, expected: str) -> None:
    catalogue = made_up(rules=[{**rule("p", "fix", "p"), "reason": REASON, "title": "A **plain** title"}])
    words = Words(catalogue)
    lines = list(Console(words, colour).lines(word(decide(catalogue, Question("a", "b", {"p": True})), words)))
    assert f"    {expected}" in lines
    assert any("A **plain** title" in line for line in lines)
