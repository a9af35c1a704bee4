"""What a switch loses and gains, in the reader's words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from planswitch.rules.answers import WordedDifference
from planswitch.rules.conditions import Level
from planswitch.rules.differences import Difference, Known, placed, side_by_side, told_attributes
from planswitch.rules.vocabulary import Change

if TYPE_CHECKING:
    from planswitch.rules.words import Words


class Comparing:
    """The words for what two plans have, side by side.

    Attributes:
        attributes: ids of those that are told, in order.
        lines: what is said of an attribute that differs, by what the switch does to it.
        only, alike, unknown: what was compared, where something differs and where nothing does, and what was not.
    """

    def __init__(self, words: Words) -> None:
        gettext = words.gettext
        self._words = words
        self._known = words.catalogue.attributes
        self.attributes = told_attributes(words.catalogue)
        self.lines: dict[Change, str] = {
            "less": gettext("{attribute}: {from} → {to} (less)"),
            "more": gettext("{attribute}: {from} → {to} (more)"),
        }
        self.only = gettext("Only this is compared: {attributes}.")
        self.alike = gettext("Nothing differs in what is compared: {attributes}.")
        self.unknown = gettext("Not compared, because it is not known: {attributes}.")

    def compare(self, before: Known, after: Known) -> tuple[tuple[WordedDifference, ...], tuple[str, ...]]:
        """Where two plans differ, and sentences on what was compared and what was not.

        Where nothing can be compared, nothing is said.
        """
        found = side_by_side(self.attributes, before, after)
        if not found.compared:
            return (), ()
        said = [(self.only if found.differences else self.alike, found.compared), (self.unknown, found.unknown)]
        sentences = tuple(sentence.format(attributes=self._names(names)) for sentence, names in said if names)
        return tuple(map(self._worded, found.differences)), sentences

    @property
    def everything(self) -> str:
        """The sentence on what is compared, where all is known."""
        return self.only.format(attributes=self._names(self.attributes))

    def has(self, known: Known) -> list[str]:
        """What is known of a plan, attribute by attribute, and what is not."""
        pattern, unknown = self._words.gettext("{attribute}: {value}"), self._words.gettext("not known")
        return [
            pattern.format(
                attribute=self._name(name), value=self.value(name, known[name]) if name in known else unknown
            )
            for name in self.attributes
        ]

    def value(self, attribute: str, value: int | Level) -> str:
        """What a plan has of an attribute."""
        levels = self._known[attribute].levels
        return self._words.text(levels[value.id]) if isinstance(value, Level) else self._words.number(value)

    def to_dict(self, plans: Iterable[str]) -> dict[str, Any] | None:
        """What anybody needs to compare any two of the plans, ready for JSON; nothing where nothing is compared.

        ``attributes`` and ``plans`` are those of `planswitch.rules.differences.Placed`, in words; the rest are
        sentences.
        """
        if not self.attributes:
            return None
        found = placed(self.attributes, (self._words.catalogue.plans[plan].attributes for plan in plans))
        return {
            "attributes": [
                {"attribute": name, "name": self._name(name), "values": [self.value(name, value) for value in values]}
                for name, values in found.values.items()
            ],
            "plans": found.plans,
            "less": self.lines["less"],
            "more": self.lines["more"],
            "only": self.only,
            "alike": self.alike,
            "unknown": self.unknown,
        }

    def _worded(self, difference: Difference) -> WordedDifference:
        attribute = difference.attribute
        name = self._name(attribute)
        before, after = (self.value(attribute, value) for value in (difference.before, difference.after))
        text = self.lines[difference.change].format(**{"attribute": name, "from": before, "to": after})
        return WordedDifference(attribute, name, before, after, difference.change, text)

    def _name(self, attribute: str) -> str:
        return self._words.text(self._known[attribute].name)

    def _names(self, attributes: Iterable[str]) -> str:
        return ", ".join(map(self._name, attributes))
