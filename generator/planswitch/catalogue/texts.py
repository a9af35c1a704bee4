"""What readers see of a catalogue, cell by cell: what is to be translated, and where links may stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from planswitch.catalogue.folder import Tables
from planswitch.catalogue.schema import SETTINGS, TABLES, Column, Kind
from planswitch.catalogue.tables import Row
from planswitch.rules.citations import citations
from planswitch.rules.model import read_choices

SETTINGS_SHOWN: dict[str, Kind] = {setting.key: setting.kind for setting in SETTINGS if setting.shown}
"""The settings that readers see, and what each is."""


@dataclass(frozen=True, slots=True)
class ShownText:
    """A text that readers see.

    Attributes:
        text: a whole cell, or the label of one choice or level.
        row, column: where it stands.
        kind: ``prose`` where it may have marks; see `planswitch.catalogue.schema.Kind`.
    """

    text: str
    row: Row
    column: str
    kind: Kind


def shown_texts(tables: Tables) -> Iterator[ShownText]:
    """Each text that readers see, in the order of the files. What only cites sources is not among them."""
    for row in tables["catalogue"]:
        if row["key"] in SETTINGS_SHOWN and row["value"]:
            yield ShownText(row["value"], row, "value", SETTINGS_SHOWN[row["key"]])
    for table in TABLES:
        for column in table.columns:
            if column.shown:
                yield from _shown(tables, table.name, column)


def _shown(tables: Tables, table: str, column: Column) -> Iterator[ShownText]:
    for row in tables[table]:
        cell = row[column.name]
        if not cell or (column.kind == "source" and citations(cell, tables.sources)):
            continue
        for text in read_choices(cell).values() if column.kind == "options" else (cell,):
            yield ShownText(text, row, column.name, column.kind)
