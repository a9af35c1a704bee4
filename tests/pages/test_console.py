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


def test_what_a_switch_loses_and_gains_and_what_became_of_its_plans_is_told() -> None:
    attributes = [
        {"id": "size", "type": "level", "levels": "small=Small large=Large", "name": "Size"},
        {"id": "seats", "type": "number", "levels": "", "name": "Seats"},
    ]
    names = [
        {"name": "Omega", "plan": "b", "kind": "successor", "note": "It came in *place* of B.", "source": "A list"},
        {"name": "Alpha 2", "plan": "a", "kind": "later", "from": "2015"},
    ]
    catalogue = made_up("a:x:size=large b:x:size=small:seats=3", attributes=attributes, names=names)
    words = Words(catalogue)
    lines = list(Console(words, colour=False).lines(word(decide(catalogue, Question("a", "b")), words)))
    told = "\n".join(lines)
    assert "\nWhat became of A\n  • Called Alpha 2 since 2015.\n\nWhat became of B\n" in told
    assert "\n  • It came in place of B. § A list\n" in told
    assert (
        "\nWhat you lose and gain\n  • Size: Large → Small (less)\n"
        "  Only this is compared: Size. Not compared, because it is not known: Seats.\n\nSteps\n"
    ) in told
