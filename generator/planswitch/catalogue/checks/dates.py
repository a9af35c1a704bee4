"""Dates of documents and names: a year, a month or a day."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date

from planswitch.catalogue.checks.check import Check, Found
from planswitch.catalogue.conversions import tip_for_a_date
from planswitch.catalogue.folder import Tables
from planswitch.catalogue.schema import TableSchema, columns

DATE = re.compile(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?")
EXPECTED = "a date such as 2014, 2014-10 or 2014-10-01"


def is_date(text: str) -> bool:
    """Whether a text is a year, a month or a day, such as ``2014``, ``2014-10`` or ``2014-10-01``."""
    try:
        return bool(DATE.fullmatch(text)) and bool(date.fromisoformat(f"{text}-01-01"[:10]))
    except ValueError:
        return False


def _dates(table: TableSchema, column: str) -> Callable[[Tables], Found]:
    def check(tables: Tables) -> Found:
        for row in tables[table.name]:
            if row[column] and not is_date(row[column]):
                yield row.problem("date", column, EXPECTED, tip=tip_for_a_date(row[column]))

    return check


def _until(tables: Tables) -> Found:
    for row in tables["names"]:
        since, until = row["from"], row["until"]
        if is_date(since) and is_date(until) and until < since[: len(until)]:
            yield row.problem("date", "until", f"a date after {since}", tip="the two may have changed places")


def checks() -> Iterator[Check]:
    """All of this kind."""
    for table, column in columns("date"):
        yield Check("date", f"“{column.name}” of {table.file} is a date", (table.name,), _dates(table, column.name))
    yield Check("date", "no name ends before it began", ("names",), _until)
