"""Questions as people write them: names of routes and facts that are not known are refused with a tip."""

from __future__ import annotations

from collections.abc import Iterable

from planswitch.catalogue.problems import Hints, listed, shortened
from planswitch.rules import Fact, InvalidQuestion, Words
from planswitch.rules.conditions import Value
from planswitch.rules.reading import read_fact


class Names:
    """The names of a catalogue's routes and facts, and values as they are written in a language."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._catalogue = words.catalogue
        self._routes = Hints(self._catalogue.routes)
        self._facts = Hints(self._catalogue.facts)

    def route(self, name: str) -> str:
        """The id of a route, or nothing for none.

        Raises:
            InvalidQuestion: there is no such route.
        """
        if name and name not in self._catalogue.routes:
            tip = tip_of(self._routes.nearest(name), self._catalogue.routes)
            raise InvalidQuestion("Unknown route “{route}”. {tip}", part="route", route=shortened(name), tip=tip)
        return name

    def fact(self, name: str) -> Fact:
        """A fact by its name.

        Raises:
            InvalidQuestion: there is no such fact.
        """
        if name not in self._catalogue.facts:
            tip = tip_of(self._facts.nearest(name), self._catalogue.facts)
            raise InvalidQuestion("Unknown fact “{fact}”. {tip}", fact=shortened(name), tip=tip)
        return self._catalogue.facts[name]

    def value(self, fact: Fact, text: str) -> Value | None:
        """A value as a person writes it; blank means unknown.

        Raises:
            InvalidQuestion: it is none of the fact's, or can be read in two ways.
        """
        return read_fact(fact, text, self._words.thousands)

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
            facts[name] = self.value(self.fact(name), value)
        return facts


def tip_of(near: str, known: Iterable[str]) -> str:
    """What may be meant, or else what there is."""
    return f"Did you mean “{near}”?" if near else f"Known: {listed(known)}."
