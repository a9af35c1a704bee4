"""The year of an edition: its date, its name and its id say the same one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from planswitch.catalogue.checks.check import CatalogueCheck, Found
from planswitch.catalogue.folder import Tables
from planswitch.catalogue.tables import Row
from planswitch.rules.model import Catalogue

YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def _years(tables: Tables, _: Catalogue) -> Found:
    """Where all of name and id that have a year have another one, it is said of the date."""
    rows = {row["key"]: row for row in tables["catalogue"]}
    year = rows["date"]["value"][:4]
    named = {key: years for key in ("id", "edition") if (years := YEAR.findall(rows[key]["value"]))}
    others = [key for key, years in named.items() if year not in years]
    if others and len(others) == len(named):
        yield from _problem(rows["date"], f"the year {named[others[-1]][-1]}, as in {others[-1]}")
    else:
        for key in others:
            yield from _problem(rows[key], f"the year {year}, as in date")


def _problem(row: Row, expected: str) -> Found:
    tip = "one of the two is wrong, or the year is that of something else: then say so under #ignore"
    yield row.problem("year", "value", expected, tip=tip, fatal=False)


def checks() -> Iterator[CatalogueCheck]:
    """All of this kind."""
    yield CatalogueCheck("year", "date, edition and id have the same year", _years)
