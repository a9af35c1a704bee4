"""The rows of ``switches.csv``: what is known of routes for pairs of plans, read plan by plan.

A catalogue may list tens of thousands of pairs, and most questions are about one of them: rows are sorted out when
somebody asks for the plan that they lead away from.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from planswitch.rules.vocabulary import CERTAINTIES, Certainty, closed

Row = Mapping[str, str]
"""One row of a table: column name -> cell."""


@dataclass(frozen=True, slots=True)
class Switch:
    """What is known of a route for a pair of plans."""

    origin: str
    target: str
    route: str
    certainty: Certainty
    note: str
    source: str


class Switches(Mapping[tuple[str, str, str], Switch]):
    """(from, to, route) -> what is known, in the order of the rows.

    Attributes:
        leaving: plan -> those that a row leads to -> route -> the row.
    """

    def __init__(self, rows: Iterable[Row], usual: str) -> None:
        """`usual` is the route of a row that names none."""
        self._rows = tuple(rows)
        self._usual = usual
        self.leaving = Leaving(self._rows, usual)

    def __getitem__(self, key: tuple[str, str, str]) -> Switch:
        origin, target, route = key
        row = self.leaving[origin][target][route]
        certainty = closed(CERTAINTIES, row["certainty"])
        return Switch(origin, target, route, certainty, row.get("note", ""), row["source"])

    def of(self, origin: str, target: str, route: str) -> Switch | None:
        """What is known of a route for a pair; None where no row speaks of it."""
        routes = self.leaving[origin].get(target)
        return self[origin, target, route] if routes and route in routes else None

    def __iter__(self) -> Iterator[tuple[str, str, str]]:
        return iter(dict.fromkeys((row["from"], row["to"], row.get("route") or self._usual) for row in self._rows))

    def __len__(self) -> int:
        return len(self._rows)


class Leaving(dict[str, dict[str, dict[str, Row]]]):
    """Plan -> those that a row leads to -> route -> the row."""

    def __init__(self, rows: Iterable[Row], usual: str) -> None:
        super().__init__()
        self._usual = usual
        self._waiting: dict[str, list[Row]] = {}
        for row in rows:
            self._waiting.setdefault(row["from"], []).append(row)

    def __missing__(self, origin: str) -> dict[str, dict[str, Row]]:
        found: dict[str, dict[str, Row]] = {}
        self[origin] = found
        for row in self._waiting.pop(origin, ()):
            found.setdefault(row["to"], {})[row.get("route") or self._usual] = row
        return found


class Targets(Mapping[str, tuple[str, ...]]):
    """Plan -> those to which a row leads by a route that does not offer all, in the order of plans."""

    def __init__(self, switches: Switches, plans: Iterable[str], listing: Iterable[str]) -> None:
        self._switches = switches
        self._order = {plan: place for place, plan in enumerate(plans)}
        self._listing = frozenset(listing)
        self._found: dict[str, tuple[str, ...]] = {}

    def __getitem__(self, origin: str) -> tuple[str, ...]:
        found = self._found.get(origin)
        if found is None:
            found = self._found[origin] = self._sought(origin)
        return found

    def _sought(self, origin: str) -> tuple[str, ...]:
        self._order[origin]  # of no plan, nothing is known
        leaving = self._switches.leaving[origin]
        led = (target for target, routes in leaving.items() if not self._listing.isdisjoint(routes))
        return tuple(sorted(led, key=self._order.__getitem__))

    def __iter__(self) -> Iterator[str]:
        return iter(self._order)

    def __len__(self) -> int:
        return len(self._order)
