"""Names that readers cannot tell apart: of plans, families and routes, questions, labels, and titles of rules."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from planswitch.catalogue.checks.check import CatalogueCheck, Found
from planswitch.catalogue.folder import Tables
from planswitch.catalogue.schema import columns
from planswitch.catalogue.tables import Row
from planswitch.rules.model import Catalogue, Rule, read_choices

MOST_COMPARED = 50
"""Most rules of one title with which one of them is compared."""
NAMED = (
    ("families", "name"),
    ("plans", "name"),
    ("routes", "name"),
    ("routes", "how"),
    ("routes", "word"),
    ("attributes", "name"),
    ("facts", "question"),
)


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _twin(row: Row, column: str, place: str) -> Found:
    tip = f"readers cannot tell it from that on {place}"
    yield row.problem("twin", column, "a name of its own", tip=tip, fatal=False)


def _names(table: str, column: str) -> Callable[[Tables, Catalogue], Found]:
    def check(tables: Tables, _: Catalogue) -> Found:
        seen: dict[str, int] = {}
        for row in tables[table]:
            line = seen.setdefault(_folded(row[column]), row.line) if row[column] else row.line
            if line != row.line:
                yield from _twin(row, column, f"{tables[table].unit} {line}")

    return check


def _labels(table: str, column: str) -> Callable[[Tables, Catalogue], Found]:
    def check(tables: Tables, _: Catalogue) -> Found:
        for row in tables[table]:
            labels = [_folded(label) for label in read_choices(row[column]).values()]
            twice = next((label for label in labels if labels.count(label) > 1), None)
            if twice:
                tip = "readers cannot tell the two apart"
                yield row.problem("twin", column, "each label once", found=f"“{twice}” twice", tip=tip, fatal=False)

    return check


def _titles(tables: Tables, catalogue: Catalogue) -> Found:
    """Rules of one title, where a pair can be told of both on one route."""
    seen: dict[str, dict[object, tuple[Rule, int]]] = {}
    for row, rule in zip(tables["rules"], catalogue.rules.values(), strict=True):
        others = seen.setdefault(_folded(rule.title), {})
        line = next((line for other, line in list(others.values())[:MOST_COMPARED] if _meet(rule, other)), 0)
        if line:
            yield from _twin(row, "title", f"{tables['rules'].unit} {line}")
        if len(others) < MOST_COMPARED:
            others.setdefault((rule.routes, rule.origins, rule.targets), (rule, row.line))


def _meet(one: Rule, other: Rule) -> bool:
    routes = not one.routes or not other.routes or not one.routes.isdisjoint(other.routes)
    return routes and not one.origins.isdisjoint(other.origins) and not one.targets.isdisjoint(other.targets)


def checks() -> Iterator[CatalogueCheck]:
    """All of this kind."""
    for table, column in NAMED:
        yield CatalogueCheck("twin", f"no two names are alike in “{column}” of {table}.csv", _names(table, column))
    for schema, options in columns("options"):
        description = f"no two labels are alike in a cell of “{options.name}” of {schema.file}"
        yield CatalogueCheck("twin", description, _labels(schema.name, options.name))
    yield CatalogueCheck("twin", "no two titles are alike that one answer can show", _titles)
