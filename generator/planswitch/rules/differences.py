"""What is known of two plans besides the decision: what the switch loses and gains, and what became of them.

Attributes stand side by side where both are known; where one is blank, nothing is claimed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from planswitch.rules.conditions import Level
from planswitch.rules.model import Catalogue, Name
from planswitch.rules.vocabulary import CAME_LATER, Change

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
        """The public form, ready for JSON."""
        return {
            "attribute": self.attribute,
            "from": id_of(self.before),
            "to": id_of(self.after),
            "change": self.change,
        }


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


@dataclass(frozen=True, slots=True)
class Placed:
    """What plans have, by places: from it any two of them can be compared, and it grows with the plans alone.

    Attributes:
        values: attribute -> what plans have of it, low to high.
        plans: for each plan, the place of its value among those of each attribute; None where it is not known.
    """

    values: dict[str, list[int | Level]]
    plans: list[list[int | None]]


def placed(attributes: Iterable[str], plans: Iterable[Known]) -> Placed:
    """Puts what is known of plans into places."""
    known = list(plans)
    values = {name: sorted({each[name] for each in known if name in each}) for name in attributes}
    places = {name: {value: place for place, value in enumerate(found)} for name, found in values.items()}
    return Placed(values, [[places[name][each[name]] if name in each else None for name in values] for each in known])


def told_attributes(catalogue: Catalogue) -> tuple[str, ...]:
    """Ids of the attributes that answers tell of, in order."""
    return tuple(attribute.id for attribute in catalogue.attributes.values() if attribute.told)


def id_of(value: int | Level) -> int | str:
    """A value as JSON has it: a number, or the id of a level."""
    return value.id if isinstance(value, Level) else value


def later_names(names: Iterable[Name]) -> dict[str, list[Name]]:
    """Plan -> the names that say what became of it; of several that say the same, the first."""
    found: dict[str, dict[tuple[str, ...], Name]] = {}
    for name in names:
        if name.kind in CAME_LATER:
            found.setdefault(name.plan, {}).setdefault((name.kind, name.since, name.note or name.name), name)
    return {plan: list(said.values()) for plan, said in found.items()}


def besides(catalogue: Catalogue, origin: str, target: str) -> dict[str, Any]:
    """What is known of two plans besides the decision, ready for JSON.

    Returns:
        ``differences``, what the switch loses and gains, and ``became``, what became of the plans: the rows of
        ``names.csv`` that say so.
    """
    became = later_names(catalogue.names)
    before, after = (catalogue.plans[plan].attributes for plan in (origin, target))
    found = side_by_side(told_attributes(catalogue), before, after)
    return {
        "differences": [difference.to_dict() for difference in found.differences],
        "became": [
            {
                "plan": name.plan,
                "name": name.name,
                "kind": name.kind,
                "from": name.since,
                "note": name.note,
                "source": name.source,
            }
            for plan in dict.fromkeys((origin, target))
            for name in became.get(plan, ())
        ],
    }
