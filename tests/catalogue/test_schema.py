"""The schema: what it declares fits together, and the maintainer's reference in the docs says the same."""

from __future__ import annotations

import re
from typing import NamedTuple

import pytest

from planswitch.catalogue.schema import (
    BY_NAME,
    SETTINGS,
    TABLES,
    Column,
    TableSchema,
    attribute_column,
    columns,
    marked,
    with_attributes,
)
from tests.assertions import ROOT

COLUMNS = [
    pytest.param(table, column, id=f"{table.file} {column.name}") for table in TABLES for column in table.columns
]
REFERENCE = {tag: ROOT / "docs" / tag / "catalogue.md" for tag in ("en", "it")}


def test_no_table_and_no_column_is_declared_twice() -> None:
    assert len(BY_NAME) == len(TABLES)
    assert [table.name for table in TABLES if len(set(table.header)) < len(table.header)] == []


def test_the_column_of_a_name_is_found() -> None:
    assert BY_NAME["plans"].column("family").refers
    with pytest.raises(KeyError, match="famly"):
        BY_NAME["plans"].column("famly")


@pytest.mark.parametrize(("table", "column"), COLUMNS)
def test_a_column_declares_what_its_kind_needs(table: TableSchema, column: Column) -> None:
    assert bool(column.words) is (column.kind == "word")
    assert bool(column.refers) is (column.kind == "reference")
    assert not column.refers or column.refers.table in BY_NAME
    assert column.help.endswith(".")
    assert not column.everything or not column.optional
    assert column.shown or column.kind not in ("prose", "sentence")
    assert set(table.key) <= set(table.header)


def test_what_can_be_taken_for_everything_is_never_blank() -> None:
    assert {(table.name, column.name) for table, column in columns("selector")} == {
        (name, column) for name in ("rules", "steps") for column in ("from", "to")
    }
    for _, column in columns("selector"):
        assert column.everything == "*"
    assert {column.everything for _, column in columns("condition")} == {"", "always"}


def test_attributes_are_columns_of_plans_alone() -> None:
    names = [column.name for column in with_attributes(BY_NAME["plans"], ["size", "name", ""])]
    assert names == ["id", "name", "family", "size"]
    assert with_attributes(BY_NAME["rules"], ["size"]) == BY_NAME["rules"].columns
    assert attribute_column("size").optional


def test_texts_with_marks_are_those_of_the_contract() -> None:
    words = {column for names in marked().values() for column in names}
    assert words == {"question", "help", "reason", "remedy", "advice", "symptom", "note", "text"}


class Told(NamedTuple):
    """What a page says of a file: its columns and settings, each with whether it is optional and what it holds."""

    optional: bool
    rows: list[tuple[str, bool, str]]


def told(tag: str) -> dict[str, Told]:
    """What the reference of a language says, file by file."""
    text = REFERENCE[tag].read_text(encoding="utf-8")
    found = {}
    for heading in re.split(r"^### ", text, flags=re.MULTILINE)[1:]:
        title, _, body = heading.partition("\n")
        rows = re.findall(r"^\| `([^`]+)`(°?) \| (.+) \|$", body, flags=re.MULTILINE)
        found[title.strip("`°")] = Told("°" in title, [(name, bool(mark), held) for name, mark, held in rows])
    return found


def held_by(column: Column, one_of: str) -> str:
    """What a page says that a column holds, as far as it is not the language's own: its words."""
    return f" {one_of}: {', '.join(f'`{word}`' for word in column.words)}." if column.words else ""


@pytest.mark.parametrize("tag", REFERENCE)
def test_the_reference_has_every_file_and_column(tag: str) -> None:
    settings = [(setting.key, setting.optional) for setting in SETTINGS]
    assert {file: (page.optional, [row[:2] for row in page.rows]) for file, page in told(tag).items()} == {
        table.file: (
            table.optional,
            [
                *((column.name, column.optional) for column in table.columns),
                *(settings if table.name == "catalogue" else []),
            ],
        )
        for table in TABLES
    }


def test_the_english_reference_says_what_the_schema_says() -> None:
    for table in TABLES:
        settings = [setting.help for setting in SETTINGS] if table.name == "catalogue" else []
        expected = [f"{column.help}{held_by(column, 'One of')}" for column in table.columns]
        assert [row[2] for row in told("en")[table.file].rows] == [*expected, *settings]
        assert f"One row is {table.row}." in REFERENCE["en"].read_text(encoding="utf-8")


def test_the_italian_reference_says_it_in_italian() -> None:
    for table in TABLES:
        rows = told("it")[table.file].rows
        for column, (_, _, held) in zip(table.columns, rows, strict=False):
            assert held.endswith(held_by(column, "Una di"))
            assert column.help not in held
