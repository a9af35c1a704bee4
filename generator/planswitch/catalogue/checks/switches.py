"""The pairs of ``switches.csv``."""

from __future__ import annotations

from collections.abc import Iterator

from planswitch.catalogue.checks.check import CatalogueCheck, Check, Found
from planswitch.catalogue.folder import Tables
from planswitch.catalogue.problems import listed
from planswitch.rules.classes import Pair
from planswitch.rules.model import Catalogue


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


def _ruled_out(tables: Tables, catalogue: Catalogue) -> Found:
    stops: dict[tuple[int, str], str] = {}
    for row in tables["switches"]:
        route = row["route"] or tables.listing[0]
        pair = catalogue.pairs[row["from"], row["to"]]
        key = (pair.number, route)
        if key not in stops:
            stops[key] = _stop(pair, route)
        if stops[key]:
            tip = "delete the row, or let the rule leave the pair out"
            found = f"“{row['from']} → {row['to']}”, which the rule {stops[key]} always stops"
            yield row.problem("switch", "from", "a switch that can be made", found=found, tip=tip, fatal=False)


def _stop(pair: Pair, route: str) -> str:
    """The rule that rules a route out before anybody is asked, or nothing."""
    for rule in pair.on[route]:
        if rule.effect == "stop" and rule.certainty == "sure" and rule.when.value(pair.known):
            return rule.id
    return ""


def checks() -> Iterator[Check]:
    """All of this kind."""
    yield Check("switch", "no switch of a plan to itself", ("switches",), _to_itself)
    yield Check("switch", "every switch has a route", ("switches", "routes"), _routes)
    yield Check("note", "a note says why a switch is not sure", ("switches",), _notes)


def catalogue_checks() -> Iterator[CatalogueCheck]:
    """Those that look at the catalogue."""
    yield CatalogueCheck("switch", "no listed pair is ruled out before anybody is asked", _ruled_out)
