"""Procedures: that each is of a route or a guide, and that each route has steps."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from planswitch.catalogue.checks.check import Check, Found
from planswitch.catalogue.conversions import tip_for_a_number
from planswitch.catalogue.folder import Tables, selected
from planswitch.catalogue.problems import Hints, Lack, Problem, listed
from planswitch.catalogue.tables import Row
from planswitch.rules.vocabulary import ALWAYS, EVERYTHING, NOTES

MOST_STEPS = 999
"""The highest order that a step can have."""
OF_A_GUIDE = {"from": EVERYTHING, "to": EVERYTHING, "when": ALWAYS}
"""What the steps of a guide say: nobody has told which plans it is read for."""


def _orders(tables: Tables) -> Found:
    for row in tables["steps"]:
        if row["order"] and not re.fullmatch("0{0,5}[0-9]{1,3}", row["order"]):
            tip = tip_for_a_number(row["order"])
            yield row.problem("steps", "order", f"a whole number from 0 to {MOST_STEPS}", tip=tip)


def _procedures(tables: Tables) -> Found:
    routes = dict.fromkeys(row["id"] for row in tables["routes"])
    procedures = [name for route in routes for name in (route, f"{route}{NOTES}")]
    known, hints = set(procedures), Hints(procedures)
    for row in tables["steps"]:
        name = row["procedure"]
        if name and name not in known:
            yield from _guide(row, hints.near(name))


def _guide(row: Row, tip: str) -> Found:
    """A step of something that is no route: a guide, or a misspelt route."""
    lack = Lack("routes", row["procedure"].removesuffix(NOTES))
    if row["procedure"].endswith(NOTES):
        expected = f"a route of routes.csv before {NOTES}"
        problem = row.problem("steps", "procedure", expected, tip=tip or "guides are called otherwise")
        yield replace(problem, lack=lack)
        return
    for column, word in OF_A_GUIDE.items():
        if row[column] and row[column] != word:
            found = f"“{row[column]}” in a step of “{row['procedure']}”"
            tip = tip or "only the procedures of routes tell plans and circumstances apart"
            problem = row.problem("steps", column, f"“{word}”, as in every guide", found=found, tip=tip)
            yield replace(problem, lack=lack)
            return


def _routes(tables: Tables) -> Found:
    if not tables["steps"].rows:
        expected = f"steps of each route: {listed(row['id'] for row in tables['routes'])}"
        tip = "write how one gets there, or take the rows back from an earlier version"
        yield Problem("steps", tables["steps"].file, 0, "", "no row", expected, tip)
        return
    chosen: dict[str, dict[str, None]] = {}
    for row in tables["steps"]:
        chosen.setdefault(row["procedure"], {})[row["from"]] = None
    left = {row["from"] for row in tables["switches"]}
    for route in tables["routes"]:
        plans = [row["id"] for row in tables["plans"] if route["offers"] != "listed" or row["id"] in left]
        missing = dict.fromkeys(plans)
        for selector in chosen.get(route["id"], {}):
            for plan in selected(selector, tables.groups) if missing else ():
                missing.pop(plan, None)
        if missing:
            plan = next(iter(missing))
            tip = f"add a step, or let the “from” of one cover {plan}"
            expected = f"steps of “{route['id']}” for {plan}"
            yield Problem("steps", tables["steps"].file, 0, "", "none", expected, tip)


def checks() -> Iterator[Check]:
    """All of this kind."""
    yield Check("steps", "orders of steps are numbers", ("steps",), _orders)
    yield Check("steps", "every procedure is a route’s or a guide", ("steps", "routes"), _procedures)
    files = ("steps", "routes", "switches", "plans", "families")
    yield Check("steps", "every route has steps for the plans that it leads from", files, _routes)
