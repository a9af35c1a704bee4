"""What a switch loses and gains: the attributes of both plans, side by side where both are known.

Where one of them is blank, nothing is claimed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from planswitch.rules.conditions import Level
from planswitch.rules.vocabulary import Change

Known = Mapping[str, int | Level]
"""What is known of a plan, by attribute."""


@dataclass(frozen=True, slots=True)
class Difference:
    """An attribute in which two plans differ.

    Attributes:
        attribute: its id.
        before: what the plan has that is left.
        after: what the plan has that is wanted.
    """

    attribute: str
    before: int | Level
    after: int | Level

    @property
    def change(self) -> Change:
        """Whether there is less of it afterwards, or more."""
        return "less" if self.after < self.before else "more"

    def to_dict(self) -> dict[str, Any]:
        """The public form, ready for JSON: a level is its id."""
        before, after = (value.id if isinstance(value, Level) else value for value in (self.before, self.after))
        return {"attribute": self.attribute, "from": before, "to": after, "change": self.change}


@dataclass(frozen=True, slots=True)
class SideBySide:
    """Two plans, attribute by attribute.

    Attributes:
        differences: where they differ, in the order of ``attributes.csv``.
        compared: ids of the attributes that are known of both.
        unknown: ids of those that are not.
    """

    differences: tuple[Difference, ...]
    compared: tuple[str, ...]
    unknown: tuple[str, ...]


def side_by_side(attributes: Iterable[str], before: Known, after: Known) -> SideBySide:
    """Compares two plans by what is known of them.

    Args:
        attributes: ids of all that the catalogue has.
        before: what the plan has that is left.
        after: what the plan has that is wanted.
    """
    compared: list[str] = []
    unknown: list[str] = []
    for name in attributes:
        (compared if name in before and name in after else unknown).append(name)
    differences = (Difference(name, before[name], after[name]) for name in compared if before[name] != after[name])
    return SideBySide(tuple(differences), tuple(compared), tuple(unknown))
