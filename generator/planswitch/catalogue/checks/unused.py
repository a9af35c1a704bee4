"""What no answer depends on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from planswitch.catalogue.checks.check import CatalogueCheck, Check, Found
from planswitch.catalogue.folder import Tables
from planswitch.catalogue.schema import columns
from planswitch.rules.citations import citations
from planswitch.rules.conditions import Comparison, Condition, ConditionError
from planswitch.rules.model import Catalogue, Rule, Step
from planswitch.rules.vocabulary import EVERYTHING


def _facts(tables: Tables) -> Found:
    unused = {row["id"] for row in tables["facts"]} - {""}
    for _, condition in (*tables.conditions["rules", "when"], *tables.conditions["steps", "when"]):
        if isinstance(condition, ConditionError):
            return
        unused -= condition.facts
    for row in tables["facts"]:
        if row["id"] in unused:
            tip = "no answer depends on it, so nobody is asked; delete it or use it in rules.csv or steps.csv"
            yield row.problem("unused", "id", "a fact that a rule or a step mentions", tip=tip, fatal=False)


def _conditions(catalogue: Catalogue) -> Iterator[Condition]:
    rows: tuple[Rule | Step, ...] = (*catalogue.rules.values(), *catalogue.steps)
    yield from (each.when for each in rows)
    for fact in catalogue.facts.values():
        if fact.answer:
            yield fact.answer


def _choices(tables: Tables, catalogue: Catalogue) -> Found:
    """Of the choices that no condition names, one is what is left over; of several, no answer tells them apart."""
    named: dict[str, set[object]] = {}
    for condition in _conditions(catalogue):
        for test in condition.tests():
            if isinstance(test, Comparison):
                named.setdefault(test.fact, set()).add(test.literal)
    for row, fact in zip(tables["facts"], catalogue.facts.values(), strict=True):
        rest = [choice for choice in fact.choices if choice not in named.get(fact.id, ())]
        if fact.id in named and len(rest) > 1:
            found = f"{', '.join(rest)}, which no rule and no step mentions"
            tip = "no answer tells them apart: make one choice of them, or use them in a condition"
            yield row.problem("unused", "choices", "choices that change an answer", found=found, tip=tip, fatal=False)


def _families(tables: Tables, _: Catalogue) -> Found:
    used = {row["family"] for row in tables["plans"]}
    for row in tables["families"]:
        if row["id"] not in used:
            tip = "delete it, or look at the column family of plans.csv"
            yield row.problem("unused", "id", "a family of some plan", tip=tip, fatal=False)


def _plans(tables: Tables, catalogue: Catalogue) -> Found:
    """A plan that no row singles out: every answer about it rests on what holds of all plans."""
    touched = {row[side] for row in tables["switches"] for side in ("from", "to")}
    touched |= _singled_out(tables)
    compared = {name.partition(".")[2] for condition in _conditions(catalogue) for name in condition.facts}
    touched |= {plan.id for plan in catalogue.plans.values() if compared & plan.attributes.keys()}
    for row in tables["plans"] if touched and not any(_listings(tables, catalogue)) else ():
        if row["id"] not in touched:
            tip = "every answer about it rests on rows that are about all plans: is it missing in switches.csv?"
            yield row.problem("unused", "id", "a plan that some row is about", tip=tip, fatal=False)


def _singled_out(tables: Tables) -> set[str]:
    """Plans that a selector names, by themselves or by family or kind, be it that it leaves them out."""
    cells = {row[side] for name in ("rules", "steps") for row in tables[name] for side in ("from", "to")}
    tokens = {token.removeprefix("!") for cell in cells for token in cell.split()}
    return {plan for token in tokens - {EVERYTHING} for plan in tables.groups[token]}


def _sources(tables: Tables, _: Catalogue) -> Found:
    used: Counter[str] = Counter()
    for table, column in columns("source"):
        for row in tables[table.name]:
            used.update(citation.source for citation in citations(row[column.name], tables.sources))
    for row in tables["sources"] if used else ():
        if row["id"] not in used:
            tip = "cite it where it says what a row says, or delete it"
            yield row.problem("unused", "id", "a source that some row cites", tip=tip, fatal=False)


def _listings(tables: Tables, _: Catalogue) -> Found:
    listed = {row["route"] or tables.listing[0] for row in tables["switches"]}
    for row in tables["routes"]:
        if row["offers"] == "listed" and row["id"] not in listed:
            tip = "it leads nowhere: add its pairs to switches.csv, or write all or perhaps"
            found = f"“listed”, and no pair of {row['id']} in switches.csv"
            yield row.problem("unused", "offers", "rows of switches.csv", found=found, tip=tip, fatal=False)


def checks() -> Iterator[Check]:
    """All of this kind."""
    yield Check("unused", "every fact is mentioned by a rule or a step", ("rules", "steps", "facts"), _facts)


def catalogue_checks() -> Iterator[CatalogueCheck]:
    """Those that look at the catalogue."""
    yield CatalogueCheck("unused", "answers tell the choices of a fact apart", _choices)
    yield CatalogueCheck("unused", "every family has a plan", _families)
    yield CatalogueCheck("unused", "every plan is in some row that is not about all plans", _plans)
    yield CatalogueCheck("unused", "every source is cited", _sources)
    yield CatalogueCheck("unused", "every route of listed pairs has some", _listings)
