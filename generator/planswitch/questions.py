"""Questions as people write them: names of plans and facts that are not known are refused with a tip."""

from __future__ import annotations

from collections.abc import Iterable

from planswitch.catalogue.problems import Hints, listed, shortened
from planswitch.rules import Catalogue, Fact, InvalidQuestion
from planswitch.rules.conditions import Value
from planswitch.rules.decisions import read_value


class Names:
    """The names of a catalogue's plans and facts."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._plans = Hints(catalogue.plans)
        self._facts = Hints(catalogue.facts)

    def plan(self, name: str) -> str:
        """The name of a plan, once it is found to be one.

        Raises:
            InvalidQuestion: there is no such plan.
        """
        if name not in self._catalogue.plans:
            tip = _tip(self._plans.nearest(name), self._catalogue.plans)
            raise InvalidQuestion("Unknown plan “{plan}”. {tip}", plan=shortened(name), tip=tip)
        return name

    def fact(self, name: str) -> Fact:
        """A fact by its name.

        Raises:
            InvalidQuestion: there is no such fact.
        """
        if name not in self._catalogue.facts:
            tip = _tip(self._facts.nearest(name), self._catalogue.facts)
            raise InvalidQuestion("Unknown fact “{fact}”. {tip}", fact=shortened(name), tip=tip)
        return self._catalogue.facts[name]

    def near_fact(self, name: str) -> str:
        """The name of the fact that may be meant, or nothing."""
        return self._facts.nearest(name)

    def facts(self, texts: list[str]) -> dict[str, Value | None]:
        """Reads ``NAME=VALUE`` texts.

        Raises:
            InvalidQuestion: one of them makes no sense, or a fact is given twice.
        """
        facts: dict[str, Value | None] = {}
        for text in texts:
            name, equals, value = text.partition("=")
            name = name.strip()
            if not equals:
                raise InvalidQuestion("“{text}” is not NAME=VALUE.", text=shortened(text))
            if name in facts:
                raise InvalidQuestion("“{fact}” is given twice.", fact=name)
            facts[name] = read_value(self.fact(name), value)
        return facts


def _tip(near: str, known: Iterable[str]) -> str:
    return f"Did you mean “{near}”?" if near else f"Known: {listed(known)}."
