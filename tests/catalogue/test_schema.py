"""The schema: what it declares fits together."""

from __future__ import annotations

import pytest

from planswitch.catalogue.schema import (
    BY_NAME,
    TABLES,
    Column,
    TableSchema,
    attribute_column,
    columns,
    marked,
    with_attributes,
)

COLUMNS = [
    pytest.param(table, column, id=f"{table.file} {column.name}") for table in TABLES for column in table.columns
]


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
