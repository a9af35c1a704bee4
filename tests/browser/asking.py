"""Questions for Python in browsers."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from planswitch.catalogue import Loaded


def seeded_questions(loaded: Loaded, count: int) -> list[dict[str, Any]]:
    """Questions of every kind, sensible and not, always the same ones."""
    chance = random.Random(2014)
    plans = [*loaded.catalogue.plans]

    def value(fact_type: str, choices: list[str]) -> str:
        if chance.random() < 0.02:
            return chance.choice(["maybe", "-1", "0", " "])
        return chance.choice(
            {"yesno": ["yes", "no", ""], "number": ["", "1", "25", "26", "300", "301"], "choice": ["", *choices]}[
                fact_type
            ]
        )

    return [
        {
            "from": chance.choice(plans),
            "to": chance.choice(plans) if chance.random() < 0.98 else "no-such-plan",
            "facts": {
                fact.id: value(fact.type, [*fact.choices])
                for fact in loaded.catalogue.facts.values()
                if chance.random() < 0.6
            },
            "locale": chance.choice(["en", "it"]),
        }
        for _ in range(count)
    ]
