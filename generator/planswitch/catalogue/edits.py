"""What was edited between two editions of the same tables: rows that came, went, changed or moved."""

from __future__ import annotations

from bisect import bisect_left
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter
from typing import Literal

from planswitch.catalogue.schema import BY_NAME, TABLES

Cells = Mapping[str, str]
"""One row: column name -> cell."""
PlainTables = Mapping[str, Sequence[Cells]]
"""Table name -> its rows."""
Kind = Literal["added", "removed", "changed", "moved"]
"""What became of a row."""
ORDERED = frozenset({"attributes", "plans", "routes", "rules", "steps"})
"""The tables whose order answers follow."""
NOUNS = {
    "catalogue": "setting",
    "sources": "source",
    "families": "family",
    "attributes": "attribute",
    "plans": "plan",
    "names": "name",
    "routes": "route",
    "switches": "switch",
    "facts": "fact",
    "rules": "rule",
    "steps": "step",
    "symptoms": "symptom",
}
"""What a row of a table is called."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One row that is not what it was.

    Attributes:
        table: its name, such as ``rules``.
        before, after: its cells; empty where it was not there, or is not any more.
        place, former: where it stands among the rows of its table now and stood before, from 0; -1 for nowhere.
    """

    table: str
    before: tuple[tuple[str, str], ...]
    after: tuple[tuple[str, str], ...]
    place: int
    former: int

    @property
    def kind(self) -> Kind:
        """What became of it."""
        if not self.before:
            return "added"
        if not self.after:
            return "removed"
        return "moved" if self.before == self.after else "changed"

    @property
    def key(self) -> tuple[str, ...]:
        """What tells it from other rows."""
        cells = dict(self.after or self.before)
        return tuple(cells.get(name, "") for name in BY_NAME[self.table].key or ("procedure", "order"))

    @property
    def name(self) -> str:
        """What it is called, such as “rule `prepaid`”."""
        joint = " → " if self.table == "switches" else " "
        return f"{NOUNS[self.table]} `{joint.join(filter(None, self.key))}`"

    @property
    def cells(self) -> dict[str, tuple[str, str]]:
        """Column -> cell before and after, where these differ."""
        before, after = dict(self.before), dict(self.after)
        pairs = {name: (before.get(name, ""), after.get(name, "")) for name in {**before, **after}}
        return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


class Edits:
    """All edits between two editions of the same tables.

    Args:
        before, after: the tables; one that is left out has no rows.
    """

    def __init__(self, before: PlainTables, after: PlainTables) -> None:
        self.all: list[Edit] = []
        for table in TABLES:
            rows = (list(before.get(table.name, ())), list(after.get(table.name, ())))
            matched = _by_key(table.key, *rows) if table.key else _by_likeness(*rows)
            self.all += _edits(table.name, matched, *rows)

    def __iter__(self) -> Iterator[Edit]:
        return iter(self.all)

    def of(self, table: str) -> list[Edit]:
        """The edits of one table."""
        return self._by_table.get(table, [])

    def find(self, table: str, *key: str) -> Edit | None:
        """The edit of one row."""
        return self._found.get((table, key))

    @cached_property
    def _by_table(self) -> dict[str, list[Edit]]:
        found: dict[str, list[Edit]] = {}
        for edit in self.all:
            found.setdefault(edit.table, []).append(edit)
        return found

    @cached_property
    def _found(self) -> dict[tuple[str, tuple[str, ...]], Edit]:
        return {(edit.table, edit.key): edit for edit in self.all}


Matched = list[tuple[int, int]]
"""Places of rows before and after that are one row; -1 where it is not."""


def _by_key(key: tuple[str, ...], before: Sequence[Cells], after: Sequence[Cells]) -> Matched:
    places = {tuple(row.get(name, "") for name in key): place for place, row in enumerate(before)}
    matched = [(places.pop(tuple(row.get(name, "") for name in key), -1), place) for place, row in enumerate(after)]
    return [*matched, *((place, -1) for place in places.values())]


def _by_likeness(before: Sequence[Cells], after: Sequence[Cells]) -> Matched:
    """Steps have no id: equal rows are one, then those of one procedure and order that are most alike."""
    matched: Matched = []
    left, wanted = dict.fromkeys(range(len(before))), dict.fromkeys(range(len(after)))
    for likeness in LIKENESSES:
        waiting: dict[object, deque[int]] = {}
        for place in left:
            waiting.setdefault(likeness(before[place]), deque()).append(place)
        for place in list(wanted):
            if same := waiting.get(likeness(after[place])):
                matched.append((same.popleft(), place))
                del left[matched[-1][0]], wanted[place]
    return [*matched, *((place, -1) for place in left), *((-1, place) for place in wanted)]


def _filled(row: Cells) -> tuple[tuple[str, str], ...]:
    """The cells that are not blank: a column that is left out is the same as one of blanks."""
    return tuple(sorted((name, cell) for name, cell in row.items() if cell))


LIKENESSES: tuple[Callable[[Cells], object], ...] = (
    _filled,
    itemgetter("procedure", "order", "from", "to", "when"),
    itemgetter("procedure", "order", "text"),
    itemgetter("procedure", "order"),
    itemgetter("procedure", "from", "to", "when", "text"),
)
"""What two rows of steps have in common that are one, the surest first."""


def _edits(table: str, matched: Matched, before: Sequence[Cells], after: Sequence[Cells]) -> Iterator[Edit]:
    moved = _moved(matched) if table in ORDERED else frozenset()
    for former, place in sorted(matched, key=lambda pair: (pair[1] < 0, pair[1], pair[0])):
        old = _filled(before[former]) if former >= 0 else ()
        new = _filled(after[place]) if place >= 0 else ()
        if old != new or place in moved:
            yield Edit(table, old, new, place, former)


def _moved(matched: Matched) -> frozenset[int]:
    """Places now of the fewest rows that have to move for the order to be what it is now."""
    both = sorted((place, former) for former, place in matched if former >= 0 <= place)
    tails: list[int] = []
    ends: list[int] = []
    links: list[int] = []
    for index, (_, former) in enumerate(both):
        at = bisect_left(tails, former)
        links.append(ends[at - 1] if at else -1)
        tails[at : at + 1] = [former]
        ends[at : at + 1] = [index]
    stay = set()
    index = ends[-1] if ends else -1
    while index >= 0:
        stay.add(both[index][0])
        index = links[index]
    return frozenset(place for place, _ in both if place not in stay)
