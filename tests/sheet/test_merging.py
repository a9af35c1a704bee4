"""Two people edit: what each has edited is there afterwards, or is told as a clash; nothing is lost."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from planswitch.catalogue.grids import Grid
from planswitch.catalogue.schema import TABLES
from planswitch.sheet.merging import Merged, begun, merge

HEADER = ("id", "name", "kind")
BASE = (("a", "Alpha", "old"), ("b", "Beta", "old"), ("c", "Gamma", "old"))


def families(*rows: tuple[str, ...], header: tuple[str, ...] = HEADER) -> dict[str, Grid]:
    return {"families": Grid(header, rows)}


def united(mine: dict[str, Grid], theirs: dict[str, Grid]) -> Merged:
    return merge(families(*BASE), mine, theirs)


def rows(merged: Merged) -> list[tuple[str, ...]]:
    return list(merged.grids["families"].rows)


def test_each_cell_is_as_the_side_has_it_that_has_edited_it() -> None:
    mine = families(("a", "Alfa", "old"), *BASE[1:])
    theirs = families(("a", "Alpha", "new"), BASE[1], ("c", "Gamma!", "old"))
    merged = united(mine, theirs)
    assert rows(merged) == [("a", "Alfa", "new"), BASE[1], ("c", "Gamma!", "old")]
    assert not merged.clashes
    assert merged.united


def test_a_cell_that_both_have_edited_is_a_clash_unless_they_agree() -> None:
    mine = families(("a", "Alfa", "new"), *BASE[1:])
    theirs = families(("a", "Aleph", "new"), *BASE[1:])
    (clash,) = united(mine, theirs).clashes
    assert (clash.place, clash.column, clash.was, clash.mine, clash.theirs) == (0, "name", "Alpha", "Alfa", "Aleph")
    assert rows(united(mine, theirs))[0] == ("a", "Alfa", "new")


def test_rows_that_either_has_added_or_deleted_are_added_and_deleted() -> None:
    mine = families(BASE[0], ("m", "Mine", ""), *BASE[1:])
    theirs = families(BASE[0], BASE[1], ("t", "Theirs", ""))
    assert rows(united(mine, theirs)) == [BASE[0], ("m", "Mine", ""), BASE[1], ("t", "Theirs", "")]


def test_a_row_that_one_side_deleted_and_the_other_edited_is_a_clash() -> None:
    edited, deleted = families(("a", "Alfa", "old"), *BASE[1:]), families(*BASE[1:])
    for mine, theirs in ((edited, deleted), (deleted, edited)):
        (clash,) = united(mine, theirs).clashes
        assert (clash.key[0], clash.column) == ("a", "")


def test_rows_stay_in_the_order_of_the_side_that_moved_them() -> None:
    moved = families(BASE[2], BASE[0], BASE[1])
    edited = families(BASE[0], ("b", "Beth", "old"), BASE[2], ("d", "Delta", ""))
    expected = [BASE[2], ("d", "Delta", ""), BASE[0], ("b", "Beth", "old")]
    assert rows(united(moved, edited)) == rows(united(edited, moved)) == expected


def test_a_file_keeps_the_order_of_its_columns_and_gets_those_that_are_filled() -> None:
    mine = {"facts": Grid(("id", "type", "choices", "min", "question"), (("a", "number", "", "2", "How many?"),))}
    theirs = {"facts": Grid(("#", "type", "id", "question"), (("note", "number", "a", "How many?"),))}
    base = {"facts": Grid(("#", "type", "id", "question"), (("", "number", "a", "How many?"),))}
    (grid,) = merge(base, mine, theirs).grids.values()
    assert grid.header == ("#", "type", "id", "min", "question")
    assert grid.rows == (("note", "number", "a", "2", "How many?"),)


def test_the_column_of_an_attribute_goes_with_it() -> None:
    base = {
        "attributes": Grid(("id", "type", "name"), (("size", "number", "Size"),)),
        "plans": Grid(("id", "name", "family", "size"), (("a", "A", "f", "3"),)),
    }
    mine = {"attributes": Grid(("id", "type", "name")), "plans": Grid(("id", "name", "family"), (("a", "A", "f"),))}
    assert merge(base, mine, base).grids["plans"] == mine["plans"]
    assert merge(base, mine, base).grids["plans"].header == mine["plans"].header


def test_steps_are_told_apart_by_what_they_are_for() -> None:
    header = ("procedure", "order", "from", "to", "when", "text")
    first, second = ("go", "1", "*", "*", "always", "One."), ("go", "1", "*", "*", "always", "Two.")
    base = {"steps": Grid(header, (first, second))}
    mine = {"steps": Grid(header, (first, (*second[:-1], "Too.")))}
    theirs = {"steps": Grid(header, ((*first[:-1], "Won."), second, ("go", "2", "*", "*", "always", "Three.")))}
    assert [row[-1] for row in merge(base, mine, theirs).grids["steps"].rows] == ["Won.", "Too.", "Three."]


def test_files_are_begun_with_the_columns_that_they_had() -> None:
    mine = {**{table.name: Grid(table.header) for table in TABLES}, **families(*BASE)}
    found = begun({"families": Grid(("name", "id", "kind"))}, mine)
    assert found["families"].header == ("name", "id", "kind")
    assert found["facts"].header == ("id", "type", "question")
    assert "symptoms" not in found


CELL = st.sampled_from(["", "x", "y", "z"])
SIDE = st.dictionaries(st.sampled_from("abcdef"), st.tuples(CELL, CELL), max_size=6).map(
    lambda rows: families(*((key, *cells) for key, cells in rows.items()))
)


@given(SIDE, SIDE, SIDE)
def test_no_edit_of_either_side_is_lost_in_silence(
    base: dict[str, Grid], mine: dict[str, Grid], theirs: dict[str, Grid]
) -> None:
    merged = merge(base, mine, theirs)
    was, is_, there, found = (
        {row["id"]: row for row in side["families"].dicts()} for side in (base, mine, theirs, merged.grids)
    )
    clashing = {(clash.key[0], clash.column) for clash in merged.clashes}
    for key in {*was, *is_, *there, *found}:
        for column in ("name", "kind"):
            before, here, other = (side.get(key, {}).get(column, "") for side in (was, is_, there))
            after = found.get(key, {}).get(column, "")
            if {(key, column), (key, "")} & clashing:
                continue
            assert after == (other if here == before else here), (key, column)
            assert here == before or other in (before, here), (key, column)


@given(SIDE, SIDE)
def test_what_one_side_alone_has_edited_is_just_what_it_says(base: dict[str, Grid], other: dict[str, Grid]) -> None:
    assert merge(base, other, base).grids == merge(base, base, other).grids == other
    assert not merge(base, other, base).united
