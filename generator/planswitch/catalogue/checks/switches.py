"""The pairs of ``switches.csv``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet

from planswitch.catalogue.checks.check import CatalogueCheck, Check, Found
from planswitch.catalogue.folder import Tables
from planswitch.catalogue.problems import listed
from planswitch.rules.conditions import Condition
from planswitch.rules.model import Catalogue, Rule
from planswitch.rules.vocabulary import SAME_FAMILY


def _to_itself(tables: Tables) -> Found:
    for row in tables["switches"]:
        if row["from"] and row["from"] == row["to"]:
            yield row.problem("switch", "to", "another plan than in “from”", tip="delete the row")


def _notes(tables: Tables) -> Found:
    for row in tables["switches"]:
        if row["certainty"] in ("likely", "unknown") and not row["note"]:
            yield row.problem("note", "note", f"why it is {row['certainty']}", tip="readers are told")


def _routes(tables: Tables) -> Found:
    if len(tables.listing) == 1:
        return
    for row in tables["switches"]:
        if not row["route"]:
            found = listed(tables.listing) or "none"
            tip = f"it may be blank only where one route is listed or perhaps; here: {found}"
            yield row.problem("switch", "route", "a route of routes.csv", tip=tip)


class Stops:
    """The stops that can hold before anybody is asked, by the plans that they are about."""

    def __init__(self, catalogue: Catalogue) -> None:
        answered = {fact.id for fact in catalogue.facts.values() if fact.answer}
        stops = [
            rule
            for rule in catalogue.rules.values()
            if rule.effect == "stop" and rule.certainty == "sure" and _is_settled(rule.when, answered)
        ]
        self._origins = _selections(rule.origins for rule in stops)
        self._targets = _selections(rule.targets for rule in stops)
        self._rules: dict[tuple[frozenset[str], frozenset[str]], list[Rule]] = {}
        for rule in stops:
            self._rules.setdefault((rule.origins, rule.targets), []).append(rule)

    def about(self, origin: str, target: str) -> Iterator[Rule]:
        """Those whose selectors choose a pair."""
        for origins in self._origins.get(origin, ()):
            for targets in self._targets.get(target, ()):
                yield from self._rules.get((origins, targets), ())


def _selections(selections: Iterable[frozenset[str]]) -> dict[str, list[frozenset[str]]]:
    """Plan -> the selections that have it, each once."""
    found: dict[str, list[frozenset[str]]] = {}
    for selection in dict.fromkeys(selections):
        for plan in selection:
            found.setdefault(plan, []).append(selection)
    return found


def _is_settled(when: Condition, answered: AbstractSet[str]) -> bool:
    """Whether what is known of a pair can have a say in a condition."""
    return not when.facts or any(name == SAME_FAMILY or "." in name or name in answered for name in when.facts)


def _ruled_out(tables: Tables, catalogue: Catalogue) -> Found:
    stops = Stops(catalogue)
    for row in tables["switches"]:
        origin, target, route = row["from"], row["to"], row["route"] or tables.listing[0]
        for rule in stops.about(origin, target):
            if rule.counts_on(route) and rule.when.value(catalogue.known_of(origin, target)):
                tip = "delete the row, or let the rule leave the pair out"
                found = f"“{origin} → {target}”, which the rule {rule.id} always stops"
                yield row.problem("switch", "from", "a switch that can be made", found=found, tip=tip, fatal=False)
                break


def checks() -> Iterator[Check]:
    """All of this kind."""
    yield Check("switch", "no switch of a plan to itself", ("switches",), _to_itself)
    yield Check("switch", "every switch has a route", ("switches", "routes"), _routes)
    yield Check("note", "a note says why a switch is not sure", ("switches",), _notes)


def catalogue_checks() -> Iterator[CatalogueCheck]:
    """Those that look at the catalogue."""
    yield CatalogueCheck("switch", "no listed pair is ruled out before anybody is asked", _ruled_out)
