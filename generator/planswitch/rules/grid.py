"""The matrix of any size: what stands in a cell follows from the class of its pair, and classes from those of plans.

Rows and columns that no selector, step or attribute tells apart are of one kind. A table of kinds of rows and columns,
once for plans of one family and once for others, says of which class a pair is; pairs that ``switches.csv`` lists stand
beside it. So a catalogue is told in a size that grows with its plans and listed pairs, not with the square of the
plans, and other circumstances are worked out once a class.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator
from functools import cached_property
from typing import Any

from planswitch.rules.decisions import Decision
from planswitch.rules.matrix import Cell, Cells, Overview, offered, wants_chain
from planswitch.rules.model import Catalogue
from planswitch.rules.reach import Reach
from planswitch.rules.words import Words

NONE = -1
"""In the table: there is no such pair."""


class Grid:
    """The classes of all pairs of a catalogue.

    Attributes:
        plans: ids in the order of the matrix: family by family.
        families: for each plan the place of its family.
        rows, columns: for each plan of which kind its row and its column are.
        apart, together: kind of row -> kind of column -> class, for plans of different families and of one; `NONE`
            where there is no such pair.
        listed: for each plan, the other plan -> class, where a pair is listed.
        pairs: for each class some pair of it; the first is of a plan and itself, as are all pairs of that class.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        places = {family: place for place, family in enumerate(catalogue.families)}
        ordered = sorted(catalogue.plans.values(), key=lambda plan: places[plan.family])
        self.plans = [plan.id for plan in ordered]
        self.families = [places[plan.family] for plan in ordered]
        self.pairs: list[tuple[str, str]] = [(self.plans[0], self.plans[0])]
        self._numbers: dict[int, int] = {}
        sides = [catalogue.pairs.sides(plan) for plan in self.plans]
        self.rows = _kinds(left for left, _ in sides)
        self.columns = _kinds(wanted for _, wanted in sides)
        self.listed = self._listed()
        self.apart, self.together = self._tables()

    def _class(self, origin: int, target: int) -> int:
        pair = (self.plans[origin], self.plans[target])
        number = self.catalogue.pairs[pair].number
        if number not in self._numbers:
            self._numbers[number] = len(self.pairs)
            self.pairs.append(pair)
        return self._numbers[number]

    def _listed(self) -> list[dict[int, int]]:
        place = {plan: at for at, plan in enumerate(self.plans)}
        listed: list[dict[int, int]] = []
        for origin, plan in enumerate(self.plans):
            targets = [place[target] for target in self.catalogue.switches.leaving[plan]]
            listed.append({target: self._class(origin, target) for target in targets})
        return listed

    def _tables(self) -> tuple[list[list[int]], list[list[int]]]:
        lefts, wanteds = self._by_family(self.rows), self._by_family(self.columns)
        apart: list[list[int]] = []
        together: list[list[int]] = []
        for left in lefts:
            apart.append([self._some(_others(left, wanted)) for wanted in wanteds])
            together.append([self._some(_shared(left, wanted)) for wanted in wanteds])
        return apart, together

    def _by_family(self, kinds: list[int]) -> list[dict[int, list[int]]]:
        """For each kind the plans of each family."""
        found: list[dict[int, list[int]]] = [{} for _ in range(max(kinds) + 1)]
        for plan, kind in enumerate(kinds):
            found[kind].setdefault(self.families[plan], []).append(plan)
        return found

    def _some(self, sides: Iterable[tuple[list[int], list[int]]]) -> int:
        """The class of the pairs of two sides that are not listed: they share it."""
        for origins, targets in sides:
            for origin in origins:
                for target in targets:
                    if origin != target and target not in self.listed[origin]:
                        return self._class(origin, target)
        return NONE

    @cached_property
    def members(self) -> list[dict[int, int]]:
        """For each class the origins of its pairs, each with the set of its targets, as `planswitch.rules.reach`."""
        found: list[dict[int, int]] = [{} for _ in self.pairs]
        shared: dict[tuple[int, int], dict[int, int]] = {}
        for origin, kind in enumerate((*zip(self.rows, self.families, strict=True),)):
            if kind not in shared:
                shared[kind] = self._row(*kind)
            own: dict[int, int] = {}
            for target, number in self.listed[origin].items():
                own[number] = own.get(number, 0) | 1 << target
            rest = ~(sum(own.values()) | 1 << origin)
            for number, targets in shared[kind].items():
                if kept := targets & rest:
                    own[number] = own.get(number, 0) | kept
            for number, targets in own.items():
                found[number][origin] = targets
            found[0][origin] = 1 << origin
        return found

    def _row(self, kind: int, family: int) -> dict[int, int]:
        """Class -> set of targets in a row of a kind, as if nothing were listed."""
        own = self._sets(self.families)[family]
        found: dict[int, int] = {}
        for column, targets in enumerate(self._sets(self.columns)):
            for number, kept in (
                (self.together[kind][column], targets & own),
                (self.apart[kind][column], targets & ~own),
            ):
                if kept and number != NONE:
                    found[number] = found.get(number, 0) | kept
        return found

    def _sets(self, kinds: list[int]) -> list[int]:
        key = id(kinds)
        if key not in self._kept:
            found = [0] * (max(kinds) + 1)
            for plan, kind in enumerate(kinds):
                found[kind] |= 1 << plan
            self._kept[key] = found
        return self._kept[key]

    @cached_property
    def _kept(self) -> dict[int, list[int]]:
        return {}

    @cached_property
    def sizes(self) -> list[int]:
        """How many pairs each class has."""
        return [sum(targets.bit_count() for targets in origins.values()) for origins in self.members]

    def to_dict(self) -> dict[str, Any]:
        """The form that the widget reads, ready for JSON: of what is listed, other plan and class by turns."""
        return {
            "families": self.families,
            "rows": self.rows,
            "columns": self.columns,
            "apart": self.apart,
            "together": self.together,
            "listed": [[part for pair in sorted(row.items()) for part in pair] for row in self.listed],
        }


def _kinds(sides: Iterable[Hashable]) -> list[int]:
    """Numbers from 0 in the order in which they are met."""
    numbers: dict[Hashable, int] = {}
    return [numbers.setdefault(side, len(numbers)) for side in sides]


def _others(left: dict[int, list[int]], wanted: dict[int, list[int]]) -> Iterator[tuple[list[int], list[int]]]:
    """Plans of two sides that are of different families."""
    return (
        (origins, targets) for family, origins in left.items() for other, targets in wanted.items() if family != other
    )


def _shared(left: dict[int, list[int]], wanted: dict[int, list[int]]) -> Iterator[tuple[list[int], list[int]]]:
    """Plans of two sides that are of one family."""
    return ((origins, wanted[family]) for family, origins in left.items() if family in wanted)


class Charted:
    """The answers of all pairs of a grid under the same facts.

    Attributes:
        decisions: of each class.
        chained: for each class whether a chain counts where one leads, because nothing else surely does.
    """

    def __init__(self, grid: Grid, overview: Overview) -> None:
        self.grid = grid
        self.overview = overview
        self.decisions: list[Decision] = [overview[pair] for pair in grid.pairs]
        self.chained = [wants_chain(decision) for decision in self.decisions]
        self._lead: dict[int, int] = {}

    @cached_property
    def _reach(self) -> Reach:
        counts = [self._counts(number) for number in range(len(self.decisions))]
        return Reach([[target for target, number in row.items() if counts[number]] for row in self.grid.listed])

    def _counts(self, number: int) -> bool:
        """Whether a chain may use the listed pairs of a class."""
        return self.overview.counts(*self.grid.pairs[number])

    def detours(self, number: int, origin: int) -> int:
        """The targets of a class and a plan to which a chain counts as leading, as a set."""
        if not self.chained[number]:
            return 0
        if origin not in self._lead:
            self._lead[origin] = self._reach.lead(origin)
        return self.grid.members[number].get(origin, 0) & self._lead[origin]

    def lead(self) -> list[int]:
        """For each plan the set of those to which chains count as leading."""
        found = [0] * len(self.grid.plans)
        for number, wanted in enumerate(self.chained):
            for origin in self.grid.members[number] if wanted else ():
                found[origin] |= self.detours(number, origin)
        return found


class Chart:
    """A chart in a reader's words, beside what it is without circumstances.

    Args:
        base: the answers without circumstances.
        now: those that are told.
    """

    def __init__(self, base: Charted, now: Charted, words: Words) -> None:
        self.base = base
        self.now = now
        self.words = words
        self.catalogue = now.grid.catalogue
        self._cells = Cells(now.overview, words)
        self._kinds: dict[Cell, int] = {}

    @property
    def cells(self) -> Iterator[Cell]:
        """The cells that there are, each once."""
        for number, wanted in enumerate(self.now.chained):
            plain, chained = self._both(number)
            leads = {bool(self.now.detours(number, origin)) for origin in self.now.grid.members[number] if wanted}
            yield plain
            if chained and True in leads:
                yield chained

    def to_dict(self) -> dict[str, Any]:
        """The form that the widget reads, ready for JSON.

        Returns:
            ``kinds`` (cells, see `planswitch.rules.matrix.Cell`); ``classes``, for each class the place of its cell and
            that of its cell where a chain leads (`NONE` where that makes no difference), whether its answers changed,
            and the rules that change them; ``chains`` and ``sets``: for each plan the place of the set of plans to
            which chains lead, each set in hexadecimal digits, the lowest byte first.
        """
        classes = [self._class(number) for number in range(len(self.now.decisions))]
        sets: dict[int, int] = {}
        chains = [sets.setdefault(lead, len(sets)) for lead in self.now.lead()]
        length = -(-len(chains) // 8)
        return {
            "kinds": [cell.to_dict() for cell in self._kinds],
            "classes": classes,
            "chains": chains if any(sets) else [],
            "sets": [lead.to_bytes(length, "little").hex() for lead in sets] if any(sets) else [],
        }

    def _class(self, number: int) -> list[Any]:
        cells = self._both(number)
        places = [NONE if cell is None else self._kinds.setdefault(cell, len(self._kinds)) for cell in cells]
        return [*places, int(self._changed(number)), list(self._causes(number))]

    def _both(self, number: int) -> tuple[Cell, Cell | None]:
        """The cell of a class, and where a chain leads, if that counts."""
        decision = self.now.decisions[number]
        plain = self._cells.cell(decision, chained=False)
        return plain, self._cells.cell(decision, chained=True) if self.now.chained[number] else None

    def _changed(self, number: int) -> bool:
        return _answer(self.now.decisions[number]) != _answer(self.base.decisions[number])

    def _causes(self, number: int) -> tuple[str, ...]:
        if self.now is self.base or not (
            self._changed(number) or self.now.chained[number] or self.base.chained[number]
        ):
            return ()
        return self.now.overview.causes(*self.now.grid.pairs[number], self.base.overview)

    def changes(self) -> Iterator[tuple[tuple[str, ...], Cell, int]]:
        """The answers that changed: the rules that did it, the cell that there is now, and how many there are."""
        for number in range(1, len(self.now.decisions)):
            plain, chained = self._both(number)
            counts = self._counts(number)
            rules = self._causes(number)
            if counts[False]:
                yield rules, plain, counts[False]
            if chained and counts[True]:
                yield rules, chained, counts[True]

    def _counts(self, number: int) -> Counter[bool]:
        """How many answers of a class changed, by whether a chain leads there now."""
        changed = self._changed(number)
        counts: Counter[bool] = Counter()
        if not (self.now.chained[number] or self.base.chained[number]):
            counts[False] = self.now.grid.sizes[number] if changed else 0
            return counts
        for origin, targets in self.now.grid.members[number].items():
            now, before = self.now.detours(number, origin), self.base.detours(number, origin)
            touched = targets if changed else now ^ before
            counts[True] += (touched & now).bit_count()
            counts[False] += (touched & ~now).bit_count()
        return counts

    def offers(self) -> list[int]:
        """For each plan to how many others a route leads that does not lead everywhere, for sure or likely."""
        found = [0] * len(self.now.grid.plans)
        for number, decision in enumerate(self.now.decisions):
            if offered(self.catalogue, decision):
                for origin, targets in self.now.grid.members[number].items():
                    found[origin] += targets.bit_count()
        return found


def _answer(decision: Decision) -> tuple[object, ...]:
    return decision.route, decision.certainty, decision.status, decision.otherwise
