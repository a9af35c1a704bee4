"""The rows of ``catalogue.csv``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from babel import Locale, UnknownLocaleError

from planswitch.catalogue.checks.check import Check, Found
from planswitch.catalogue.checks.dates import EXPECTED as A_DATE
from planswitch.catalogue.checks.dates import is_date
from planswitch.catalogue.checks.ids import CATALOGUE_ID, fault_of, fault_of_folder, tip_of
from planswitch.catalogue.conversions import tip_for_a_date
from planswitch.catalogue.folder import Tables
from planswitch.catalogue.problems import Hints, Problem
from planswitch.catalogue.schema import PLANS, SETTINGS
from planswitch.catalogue.tables import Row

LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
KEYS = tuple(setting.key for setting in SETTINGS)
OWN_SHAPES = ("language", "audience")
"""Settings that are looked at in a way of their own."""


def is_language(tag: str) -> bool:
    """Whether a tag such as ``pt-BR`` names a language that is known."""
    try:
        return bool(LANGUAGE.fullmatch(tag)) and Locale.parse(tag, sep="-").language == tag.partition("-")[0]
    except (UnknownLocaleError, ValueError):
        return False


def language_tip(tag: str) -> str:
    """What to write instead of a tag that names no language."""
    plain = tag.replace("_", "-")
    near = [guess for guess in (plain, plain.lower(), plain.lower().partition("-")[0], plain[:2]) if is_language(guess)]
    return f"did you mean “{near[0]}”?" if near else "write a tag such as en or pt-BR"


def _keys(tables: Tables) -> Found:
    table = tables["catalogue"]
    given = {row["key"]: row for row in table}
    hints = Hints(KEYS)
    missing = [setting.key for setting in SETTINGS if setting.key not in given and not setting.optional]
    strange = [key for key in given if key and key not in KEYS]
    unplaced = Hints(missing)
    # Of one that is missing and one that is strange, each is the other's, whatever it is called.
    alone = missing[0] if len(missing) == len(strange) == 1 else ""
    meant = {alone, *map(unplaced.nearest, strange)}
    missing = [key for key in missing if key not in meant]
    if missing:
        found = " and ".join(f"no row “{key}”" for key in missing)
        tip = (
            f"add a row {missing[0]},…" if len(missing) == 1 else "add them, or take them back from an earlier version"
        )
        yield Problem("setting", table.file, 0, "", found, "one" if len(missing) == 1 else "a row for each", tip)
    for key in strange:
        tip = hints.tip(key) or (f"there is no row “{alone}”: is it this one?" if alone else "")
        yield given[key].problem("setting", "key", f"one of {', '.join(KEYS)}", tip=tip)


def _values(tables: Tables) -> Found:
    given = {row["key"]: row for row in tables["catalogue"] if row["value"]}
    for setting in SETTINGS:
        if row := given.get(setting.key):
            yield from _value(row, setting.key if setting.key in OWN_SHAPES else setting.kind)
    now = given["address"]["value"] if "address" in given else PLANS
    if (former := given.get("former")) and former["value"] == now:
        tip = "write what the folder was called before, or delete the row"
        yield former.problem("setting", "value", f"another name than that of now, which is {now}", tip=tip)


def _value(row: Row, kind: str) -> Found:
    value = row["value"]
    if kind == "language" and not is_language(value):
        yield row.problem("setting", "value", "a language tag such as en or pt-BR", tip=language_tip(value))
    elif kind == "id" and (expected := fault_of(value, CATALOGUE_ID)):
        yield row.problem("setting", "value", expected, tip=tip_of(value, CATALOGUE_ID))
    elif kind == "audience" and (expected := fault_of(value, CATALOGUE_ID)):
        tip = "write a word such as admins; what readers are told of it stands in a row readers,…"
        yield row.problem("setting", "value", expected, tip=tip)
    elif kind == "folder" and (expected := fault_of_folder(value)):
        yield row.problem("setting", "value", expected, tip=tip_of(value))
    elif kind == "date" and not is_date(value):
        yield row.problem("setting", "value", A_DATE, tip=tip_for_a_date(value))


def checks() -> Iterator[Check]:
    """All of this kind."""
    yield Check("setting", "the settings are there, and no others", ("catalogue",), _keys)
    yield Check("setting", "the settings make sense", ("catalogue",), _values)
