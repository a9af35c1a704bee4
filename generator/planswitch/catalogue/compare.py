"""Answers that differ between two editions of a catalogue, and the edits that make them differ.

Pairs of plans are compared by class (`planswitch.rules.classes`): two classes of which every rule, step and offer is
the same answer every question alike. Where they are not the same, the question is asked on both sides, by each route
and under each class of the facts of what was edited, those alone (`planswitch.catalogue.circumstances`). All other
facts stay unknown: whatever an edited row says is then among the reasons or steps of the route that is asked for,
unless nothing that is told can bring it there. So a pair whose answers differ under any circumstances at all is found.

What is no part of a decision is compared beside it: words around it (`planswitch.catalogue.retold`), and the chain of
switches that a pair has where nothing is told, with what it says of each (`planswitch.catalogue.detours`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from operator import itemgetter

from planswitch.catalogue.detours import detours
from planswitch.catalogue.edits import Edit, Edits, PlainTables
from planswitch.catalogue.retold import retold
from planswitch.catalogue.sides import LEVELS, Side
from planswitch.catalogue.verdicts import Group, Verdicts
from planswitch.rules import Catalogue
from planswitch.rules.reach import members

UNDECIDED: dict[str, set[str]] = {"switches": {"note", "source"}, "plans": {"id", "name"}, "families": {"id", "name"}}
"""The tables of which rows are about a pair by name, and the columns from which no decision follows."""


class Comparison:
    """What differs between two editions whose plans are called the same.

    Attributes:
        plans: ids of the plans that both have, in the order of now.
        gone, fresh: plans that are not there any more, and that were not there before.
        decided: those of which the decision differs.
        groups: all answers that differ, those of most weight first.
    """

    def __init__(self, before: Catalogue, after: Catalogue, tables: tuple[PlainTables, PlainTables]) -> None:
        facts = before.facts.keys() & after.facts.keys()
        self.before, self.after = Side(before, tables[0], facts), Side(after, tables[1], facts)
        self.edits = Edits(*tables)
        self.plans = [plan for plan in after.plans if plan in before.plans]
        self.gone = [plan for plan in before.plans if plan not in after.plans]
        self.fresh = [plan for plan in after.plans if plan not in before.plans]
        self._verdicts = Verdicts(self.before, self.after, self.edits)
        self._classes: dict[str, dict[tuple[int, int], int]] = {}
        self._compared: dict[tuple[int, ...], bool] = {}
        self._groups: dict[tuple[object, ...], Group] = {}
        self._known_groups: dict[tuple[object, ...], Group | None] = {}
        self._compare()
        self.decided = list(self._groups.values())
        alone = [*self.decided, *retold(self)]
        self.groups = sorted([*alone, *detours(self, alone)], key=_weight)

    @property
    def pairs(self) -> int:
        """How many answers differ."""
        members: dict[str, int] = {}
        for group in self.groups:
            for origin, targets in group.members.items():
                members[origin] = members.get(origin, 0) | targets
        return sum(targets.bit_count() for targets in members.values())

    def classes(self, origin: str) -> dict[tuple[int, int], int]:
        """Classes before and now -> the other plans of such pairs, a bit for each, in the order of the first."""
        found = self._classes.get(origin)
        if found is None:
            was, is_ = self.before.catalogue.pairs.row(origin), self.after.catalogue.pairs.row(origin)
            old, new = self._places
            found = self._classes[origin] = {}
            pairs = zip([was[place] for place in old], [is_[place] for place in new], strict=True)
            for classes, bit in zip(pairs, self._bits.values(), strict=True):
                found[classes] = found.get(classes, 0) | bit
        return found

    @cached_property
    def _places(self) -> tuple[list[int], list[int]]:
        """Where `plans` are among the plans of each side."""
        places = [
            {plan: place for place, plan in enumerate(each.catalogue.plans)} for each in (self.before, self.after)
        ]
        old, new = ([place[plan] for plan in self.plans] for place in places)
        return old, new

    @property
    def sides(self) -> tuple[Side, Side]:
        """Both editions."""
        return self.before, self.after

    def compared_otherwise(self, origin: str, target: str, *, translated: bool) -> bool:
        """Whether what two plans have is compared in other words, or where these are translated, in any."""
        key = (translated, *(side.catalogue.pairs.alike[plan] for side in self.sides for plan in (origin, target)))
        if key not in self._compared:
            before, after = (side.compare(origin, target) for side in self.sides)
            self._compared[key] = before != after or (translated and after != ((), ()))
        return self._compared[key]

    def _compare(self) -> None:
        for origin in self.plans:
            differing = [each for each in self.classes(origin).items() if self._verdicts[each[0]]]
            if self._by_row:  # edits that are about a pair by name are looked at pair by pair
                single = ((classes, 1 << place) for classes, targets in differing for place in members(targets))
                differing = sorted(single, key=itemgetter(1))
            for classes, targets in differing:
                if group := self._group(origin, self.first(targets), classes):
                    group.add(origin, targets)

    def _group(self, origin: str, target: str, classes: tuple[int, int]) -> Group | None:
        """The group of a pair whose answers differ."""
        own = tuple(dict.fromkeys(self._of_pair(origin, target))) if self._by_row else ()
        if (classes, own) not in self._known_groups:
            edits = (*self._verdicts.edited(classes), *own) or tuple(self._elsewhere or self.edits)
            verdict = self._verdicts[classes]
            known = self._groups.get((edits, verdict))
            if known is None and verdict:
                known = self._groups[edits, verdict] = Group(edits, verdict, (origin, target))
            self._known_groups[classes, own] = known
        return self._known_groups[classes, own]

    def first(self, targets: int) -> str:
        """The first plan of a set."""
        return self.plans[next(members(targets))]

    def mask(self, plan: str) -> int:
        """The bit of a plan that both have, or nothing."""
        return self._bits.get(plan, 0)

    def set(self, plans: Iterable[str]) -> int:
        """The bits of some plans."""
        return sum(map(self.mask, plans))

    @cached_property
    def _bits(self) -> dict[str, int]:
        return {plan: 1 << bit for bit, plan in enumerate(self.plans)}

    @property
    def all(self) -> int:
        """The bits of all plans."""
        return (1 << len(self.plans)) - 1

    def _of_pair(self, origin: str, target: str) -> Iterator[Edit]:
        """The edits of rows that are about a pair by name."""
        for row in self._named(origin, target):
            yield from self._by_row.get(row, ())

    def _named(self, origin: str, target: str) -> Iterator[tuple[str, str]]:
        yield "switches", f"{origin} {target}"
        for plan in dict.fromkeys((origin, target)):
            yield "plans", plan
            families = {side.catalogue.plans[plan].family for side in (self.before, self.after)}
            yield from (("families", family) for family in sorted(families))

    @cached_property
    def _by_row(self) -> dict[tuple[str, str], list[Edit]]:
        """The edits that can change what is known or offered of a pair, by what they are about."""
        found: dict[tuple[str, str], list[Edit]] = {}
        for edit in self.edits:
            parts = 2 if edit.table == "switches" else 1
            if edit.kind != "moved" and edit.cells.keys() - UNDECIDED.get(edit.table, edit.cells.keys()):
                found.setdefault((edit.table, " ".join(edit.key[:parts])), []).append(edit)
        return found

    @cached_property
    def _elsewhere(self) -> list[Edit]:
        """What may have done it where no row of a class or a pair has."""
        return [edit for edit in self.edits if edit.table in ("attributes", "families", "plans", "facts", "routes")]


def _weight(group: Group) -> tuple[int, int]:
    return LEVELS.index(group.verdict.level), -group.pairs
