"""The checks, a module a kind: small named objects that look at tables or at a catalogue and yield problems."""

from planswitch.catalogue.checks import (
    attributes,
    cells,
    circles,
    conditions,
    dates,
    directions,
    facts,
    ids,
    languages,
    marks,
    names,
    numbers,
    options,
    overlaps,
    references,
    renamed,
    routes,
    rules,
    selectors,
    settings,
    sources,
    spreadsheets,
    steps,
    swapped,
    switches,
    twins,
    unused,
    worth,
    years,
)
from planswitch.catalogue.checks.check import CatalogueCheck, Check
from planswitch.catalogue.checks.settings import is_language, language_tip

CHECKS: tuple[Check, ...] = (
    *spreadsheets.checks(),
    *settings.checks(),
    *cells.checks(),
    *ids.checks(),
    *references.checks(),
    *dates.checks(),
    *options.checks(),
    *attributes.checks(),
    *facts.checks(),
    *switches.checks(),
    *selectors.checks(),
    *conditions.checks(),
    *rules.checks(),
    *names.checks(),
    *renamed.checks(),
    *routes.checks(),
    *steps.checks(),
    *sources.checks(),
    *marks.checks(),
    *unused.checks(),
)
"""Every check of tables, in the order in which they run."""
CATALOGUE_CHECKS: tuple[CatalogueCheck, ...] = (
    *switches.catalogue_checks(),
    *worth.checks(),
    *overlaps.checks(),
    *numbers.checks(),
    *twins.checks(),
    *swapped.checks(),
    *years.checks(),
    *directions.checks(),
    *renamed.catalogue_checks(),
    *circles.checks(),
    *languages.checks(),
    *unused.catalogue_checks(),
)
"""Every check of a catalogue that has nothing wrong in its tables."""

__all__ = ["CATALOGUE_CHECKS", "CHECKS", "CatalogueCheck", "Check", "is_language", "language_tip"]
