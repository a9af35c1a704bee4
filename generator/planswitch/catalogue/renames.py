"""Ids that plans had before, by which links, pages and files still find them.

A row of ``names.csv`` of the kind ``id`` or ``former`` whose name could be the id of a plan is such an id.
"""

from __future__ import annotations

from planswitch.catalogue.checks.ids import fault_of
from planswitch.rules.model import Catalogue
from planswitch.rules.names import PlanNames

KINDS = frozenset({"id", "former"})
"""The kinds of names that a plan may have had as its id."""


def may_have_been_an_id(name: str, kind: str) -> bool:
    """Whether a name of a kind can be an id of earlier."""
    return kind in KINDS and not fault_of(name)


def former_ids(catalogue: Catalogue) -> dict[str, str]:
    """Each id that a plan had before -> its id now. One that means several plans, or another one, leads to none."""
    names = PlanNames(catalogue)
    return {
        name.name: name.plan
        for name in catalogue.names
        if may_have_been_an_id(name.name, name.kind)
        and name.name not in catalogue.plans
        and names.find(name.name).plan == name.plan
    }
