"""Tables: whatever a spreadsheet makes of a CSV file reads the same, or is refused with a problem."""

from __future__ import annotations

import csv
import io
import os
import shutil
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from planswitch.catalogue import encodings, inspect
from planswitch.catalogue.headers import column_letters
from planswitch.catalogue.schema import BY_NAME
from planswitch.catalogue.tables import Table, read_table
from tests.catalogue.test_checks import BASE
from tests.long import examples

ROWS = [
    ["full", "The **locker** is “full”, they say", 'A "quoted" word;\ttab', "locker", "B1"],
    ["wet", "Première ligne\nsecond line", '5" is ‘wide’, isn’t it', "", "B1"],
    ["last", "x", "y", "too-old locker", "a letter"],
]
HEADER = list(BY_NAME["symptoms"].header)


def written(rows: list[list[str]], delimiter: str = ",", end: str = "\n") -> str:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator=end)
    writer.writerows(rows)
    return text.getvalue()


def table(folder: Path, data: bytes, name: str = "symptoms") -> Table:
    (folder / f"{name}.csv").write_bytes(data)
    return read_table(folder, name)


def cells(read: Table) -> list[list[str]]:
    return [[row[column] for column in HEADER] for row in read]


def quoted(text: str) -> str:
    return "\n".join(",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in [HEADER, *ROWS])


PLAIN = written([HEADER, *ROWS])
VARIANTS: dict[str, bytes] = {
    "plain": PLAIN.encode(),
    "with a byte order mark": PLAIN.encode("utf-8-sig"),
    "UTF-16, little end first": b"\xff\xfe" + PLAIN.encode("utf-16-le"),
    "UTF-16, big end first": b"\xfe\xff" + PLAIN.encode("utf-16-be"),
    "UTF-16 with tabs, as Excel's “Unicode text”": written([HEADER, *ROWS], "\t", "\r\n").encode("utf-16"),
    "semicolons": written([HEADER, *ROWS], ";").encode(),
    "tabs": written([HEADER, *ROWS], "\t").encode(),
    "CRLF": written([HEADER, *ROWS], end="\r\n").encode(),
    "CRLF inside the cells too": PLAIN.replace("\n", "\r\n").encode(),
    "CR alone": PLAIN.replace("\n", "\r").encode(),
    "no end of the last line": PLAIN.rstrip("\n").encode(),
    "everything quoted": quoted(PLAIN).encode(),
    "a line sep=;": ("sep=;\n" + written([HEADER, *ROWS], ";")).encode(),
    "a line sep=; in quotes": ('"sep=;"\n' + written([HEADER, *ROWS], ";")).encode(),
    "a line sep=, with CRLF": ("sep=,\r\n" + written([HEADER, *ROWS], ",", "\r\n")).encode("utf-8-sig"),
    "a line SEP= with a tab": ("SEP=\t\n" + written([HEADER, *ROWS], "\t")).encode(),
    "blank rows at the end": (PLAIN + "\n,,,,\n  , ,,,\n\n").encode(),
    "blank rows between": written([HEADER, [""] * 5, ROWS[0], [], *ROWS[1:]]).encode(),
    "blank columns at the end": written([[*row, "", " ", ""] for row in [HEADER, *ROWS]]).encode(),
    "columns of the maintainer": written([["#", *row, "# why", "#"] for row in [HEADER, *ROWS]]).encode(),
    "columns in another order": written([row[::-1] for row in [HEADER, *ROWS]]).encode(),
    "capitals and spaces in the header": written([[f" {name.upper()} " for name in HEADER], *ROWS]).encode(),
    "spaces around the cells": written([HEADER, *([f"  {cell} " for cell in row] for row in ROWS)]).encode(),
    "no-break spaces": PLAIN.replace(" is ", "\xa0is\xa0").encode(),
    "accents in two parts": PLAIN.replace("è", "e\u0300").encode(),
    "spaces at the end of a line in a cell": PLAIN.replace("ligne\n", "ligne  \n").encode(),
}


@pytest.mark.parametrize("variant", VARIANTS)
def test_every_way_of_saving_reads_the_same(variant: str, tmp_path: Path) -> None:
    read = table(tmp_path, VARIANTS[variant])
    assert read.problems == []
    assert read.readable
    assert cells(read) == ROWS


def test_windows_text_reads_the_same_with_a_warning(tmp_path: Path) -> None:
    read = table(tmp_path, PLAIN.encode("cp1252"))
    assert cells(read) == ROWS
    (problem,) = read.problems
    assert problem.explain() == (
        "symptoms.csv, line 2: warning (encoding)\n"
        "  found Windows text (cp1252); expected UTF-8\n"
        "  tip: save it as “CSV UTF-8” so that accents and quotes survive everywhere"
    )


def test_a_short_row_is_filled_up_with_blanks(tmp_path: Path) -> None:
    read = table(tmp_path, b"id,symptom,advice,rules,source\nfull,Full\n")
    assert cells(read) == [["full", "Full", "", "", ""]]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"], ids=["commas", "semicolons", "tabs"])
def test_delimiters_of_any_kind_can_stand_inside_cells(tmp_path: Path, delimiter: str) -> None:
    """However many: it is the header that tells which is the one of the file."""
    others = "".join(other * 9 for other in ",;\t" if other != delimiter)
    rows = [[f"full-{number}", "a,b;c\td", f"x{others}x", "", "y"] for number in range(3)]
    read = table(tmp_path, written([HEADER, *rows], delimiter).encode())
    assert read.problems == []
    assert cells(read) == rows


def test_a_row_knows_its_line_and_its_row_in_the_spreadsheet(tmp_path: Path) -> None:
    read = table(tmp_path, PLAIN.encode())
    assert [(row.line, row.number) for row in read] == [(2, 2), (4, 3), (5, 4)]
    problem = read.rows[2].problem("blank", "rules", "something")
    assert problem.place == "symptoms.csv, line 5, cell D4"
    assert problem.found == "“too-old locker”"
    assert read.rows[1].problem("blank", "rules", "something").found == "an empty cell"


def test_blank_rows_count_as_rows_of_the_spreadsheet(tmp_path: Path) -> None:
    read = table(tmp_path, written([HEADER, [], ROWS[0], [""] * 5, ROWS[2]]).encode())
    assert [(row.line, row.number) for row in read] == [(3, 3), (5, 5)]


def test_the_line_that_names_the_delimiter_is_a_line_but_no_row_of_the_spreadsheet(tmp_path: Path) -> None:
    read = table(tmp_path, ("sep=;\n" + written([HEADER, ROWS[2]], ";")).encode())
    assert [(row.line, row.number) for row in read] == [(3, 2)]


def test_columns_in_another_order_keep_their_letters(tmp_path: Path) -> None:
    read = table(tmp_path, written([row[::-1] for row in [HEADER, *ROWS]]).encode())
    assert read.rows[0].letters == {"source": "A", "rules": "B", "advice": "C", "symptom": "D", "id": "E"}


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"PK\x03\x04\x14\x00rest of a workbook", "found a workbook; expected a CSV file"),
        (
            b"id,symptom,advice,rules,source\nfull,\x81,c,,d\n",
            "line 2: error (encoding)\n  found bytes that are no text",
        ),
        (b"id,symptom,advice,rules,source\nfull,a\x00b,c,,d\n", "line 2: error (encoding)\n  found a NUL character"),
        (PLAIN.encode("utf-16-le"), "found a NUL character"),
        (b"", "found an empty file; expected the header id,symptom,advice,rules,source"),
        (b"\xef\xbb\xbf", "found an empty file"),
        (b"sep=;\n", "found an empty file"),
        (b"id,symptom,advice,rules\n", "line 1: error (columns)\n  found no column “source”"),
        (b"\n\n", "found no column “id”"),
        (b"id|symptom|advice|rules|source\n", "found “id|symptom|advice|rules|source”"),
        (b"id,symptom,advice,rules,source,note\n", "cell F1: error (columns)\n  found “note”"),
        (b"id,symptom,advice,rules,source,note\n", "tip: if it is a remark of yours, call it “#note”"),
        (b"id,symptom,advice,rule,source\n", "tip: did you mean “rules”?"),
        (b"#id,symptom,advice,rules,source\n", "found no column “id”"),
        (b"id,id,symptom,advice,rules,source\n", "cell B1: error (columns)\n  found “id” twice"),
        (b"id,symptom,advice,rules,source\na,b,c,d,e,f\n", "line 2, cell F2: error (columns)\n  found “f”"),
        (b'id,symptom,advice,rules,source\na,"b,c,d,e\n', "error (quoting)\n  found unexpected end of data"),
        (b'id,symptom,advice,rules,source\na,"b"c,d,e,f\n', "line 2: error (quoting)"),
        (b"id,symptom,advice,rules,source\na," + b"b" * 200_000 + b",c,,d\n", "error (quoting)"),
        (b"id,symptom,advice,rules,source\na,#NAME?,c,,d\n", "line 2, cell B2: error (formula)\n  found “#NAME?”"),
        (b"id,symptom,advice,rules,source\na,b,#VALUE!,,d\n", "cell C2: error (formula)"),
        (b"id,symptom,advice,rules,source\na,b,#DIV/0!,,d\n", "cell C2: error (formula)"),
    ],
)
def test_what_cannot_be_read_is_refused(data: bytes, words: str, tmp_path: Path) -> None:
    read = table(tmp_path, data)
    messages = [problem.explain() for problem in read.problems]
    assert any(words in message for message in messages), messages
    assert any(problem.fatal for problem in read.problems)


@pytest.mark.parametrize(
    "text",
    [
        b"b\x00\x00\xd8c\x00",
        b"b\x00\x00\x00c\x00",
    ],
    ids=["half a character", "a NUL"],
)
def test_damaged_utf_16_is_refused_and_not_patched(text: bytes, tmp_path: Path) -> None:
    header = "id,symptom,advice,rules,source\nfull,".encode("utf-16-le")
    read = table(tmp_path, b"\xff\xfe" + header + text + ",c,,d\n".encode("utf-16-le"))
    assert [(problem.check, problem.fatal) for problem in read.problems] == [("encoding", True)]
    assert not read.readable


def test_several_mistakes_of_a_file_are_told_together(tmp_path: Path) -> None:
    read = table(tmp_path, b"id,symptom,advice,rules,source\na,#REF!,c,,d\nb,x,c,,d,e\nc,#N/A,,,\n")
    assert [problem.place for problem in read.problems] == [
        "symptoms.csv, line 2, cell B2",
        "symptoms.csv, line 3, cell F3",
        "symptoms.csv, line 4, cell B4",
    ]


@pytest.mark.parametrize("end", ["", "\r\n"])
@pytest.mark.parametrize(
    "hidden", ["\x1b[31m", "\x07", "\x0b", "\x7f", "\x85", "\x9b", "\u202e", "\u2067", "\ufffe", "\U0010ffff"]
)
def test_what_is_never_plain_text_is_refused_at_its_cell(hidden: str, end: str, tmp_path: Path) -> None:
    read = table(tmp_path, written([HEADER, ["full", f"a{end}b{hidden}", "c", "", "d"]]).encode())
    (problem,) = read.problems
    assert (problem.check, problem.cell, problem.fatal) == ("character", "B2", True)
    assert problem.found.startswith(f"U+{ord(hidden[0]):04X} (")
    assert hidden not in problem.explain()


def test_marks_joiners_and_characters_of_every_plane_are_text(tmp_path: Path) -> None:
    text = "שלום\u200f!\u200e 👩\u200d💻 🏴\U000e0067\U000e0062\U000e007f 𠮷 می\u200cخواهم \u061c\xad\tx\ny"
    read = table(tmp_path, written([HEADER, ["full", text, "c", "", "d"]]).encode())
    assert read.problems == []
    assert cells(read) == [["full", text, "c", "", "d"]]


@pytest.mark.parametrize("name", BY_NAME)
def test_a_named_pipe_is_refused_without_being_opened(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.mkfifo(tmp_path / f"{name}.csv")
    monkeypatch.setattr(Path, "open", lambda *_: pytest.fail("opened, which takes for ever"))
    read = read_table(tmp_path, name)
    assert [problem.explain() for problem in read.problems] == [
        f"{name}.csv: error (file)\n  found a named pipe; expected a file\n  tip: put a file of text in its place"
    ]
    assert not read.readable


@pytest.mark.parametrize(("other", "found"), [("/dev/zero", "a device"), ("/dev", "a folder")])
def test_a_link_to_what_is_no_file_is_refused(other: str, found: str, tmp_path: Path) -> None:
    (tmp_path / "plans.csv").symlink_to(other)
    (problem,) = read_table(tmp_path, "plans").problems
    assert (problem.check, problem.found) == ("file", found)


def test_a_file_that_is_too_large_is_refused_and_not_read_to_its_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = b"id,name,family\n" + b"run,Run,outdoor\n" * 10_000
    monkeypatch.setattr(encodings, "LARGEST_FILE", len(data))
    assert table(tmp_path, data, "plans").readable
    monkeypatch.setattr(encodings, "LARGEST_FILE", 20_000)
    read = table(tmp_path, data, "plans")
    assert [(problem.check, problem.found, problem.line) for problem in read.problems] == [("file", "a larger file", 0)]
    assert not read.readable


def test_a_row_with_many_cells_too_many_is_one_problem(tmp_path: Path) -> None:
    read = table(tmp_path, b"id,symptom,advice,rules,source\n" + b"a," * 5_000 + b"\n")
    assert [problem.cell for problem in read.problems] == ["F2"]


def test_what_is_quoted_of_a_long_cell_is_short(tmp_path: Path) -> None:
    read = table(tmp_path, written([HEADER, ["full", "x" * 100_000 + "\x1b", "c", "", "d"]]).encode())
    assert len(read.problems[0].explain()) < 500
    assert len(read.rows[0].problem("word", "symptom", "y").explain()) < 500


def test_the_columns_say_which_delimiter_it_is(tmp_path: Path) -> None:
    read = table(tmp_path, b'sep=,\nid;symptom;advice;rules;"source"\nfull;a;b,,,,;;x\n')
    assert cells(read) == [["full", "a", "b,,,,", "", "x"]]


def test_a_file_in_two_encodings_is_refused_at_the_line_where_the_second_begins(tmp_path: Path) -> None:
    read = table(tmp_path, written([HEADER, ["full", "é", "c", "", "d"]]).encode() + b"wet,\xe9,c,,d\n")
    assert [problem.place for problem in read.problems] == ["symptoms.csv, line 3"]
    assert not read.readable


@pytest.mark.parametrize(
    ("index", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA")]
)
def test_columns_have_the_letters_of_a_spreadsheet(index: int, letters: str) -> None:
    assert column_letters(index) == letters


def test_a_column_that_may_be_left_out_is_blank(tmp_path: Path) -> None:
    read = table(tmp_path, b"id,symptom,advice,source\nfull,Full,Empty it.,B1\n")
    assert cells(read) == [["full", "Full", "Empty it.", "", "B1"]]
    assert read.rows[0].problem("blank", "rules", "something").place == "symptoms.csv, line 2"


def test_plans_have_a_column_for_each_attribute(tmp_path: Path) -> None:
    data = b"id,name,family,size,lanes\nswim,Swim,indoor,small,4\n"
    (tmp_path / "plans.csv").write_bytes(data)
    assert read_table(tmp_path, "plans", ["size", "lanes", "depth"]).rows[0].cells == {
        "id": "swim",
        "name": "Swim",
        "family": "indoor",
        "size": "small",
        "lanes": "4",
    }
    assert [problem.cell for problem in read_table(tmp_path, "plans", ["size"]).problems] == ["E1"]
    assert read_table(tmp_path, "plans", None).rows[0].cells == {"id": "swim", "name": "Swim", "family": "indoor"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sound catalogue to damage."""
    copy = tmp_path_factory.mktemp("any") / "catalogue"
    shutil.copytree(BASE, copy)
    return copy


def inspected(folder: Path, name: str, data: bytes) -> None:
    """Reads a catalogue with one file replaced; every problem has to be one that can be told."""
    path = folder / f"{name}.csv"
    before = path.read_bytes()
    path.write_bytes(data)
    try:
        _, problems = inspect(folder)
    finally:
        path.write_bytes(before)
    for problem in problems:
        assert problem.file in {table.file for table in BY_NAME.values()}
        assert problem.explain()


@settings(max_examples=examples(150))
@given(st.sampled_from(list(BY_NAME)), st.binary(max_size=200))
@example("plans", b"\xff\xfe\x00")
@example("plans", b'"')
@example("rules", b"\x00")
def test_any_bytes_at_all_are_read_or_become_problems(folder: Path, name: str, data: bytes) -> None:
    inspected(folder, name, data)


@settings(max_examples=examples(150))
@given(
    st.sampled_from(list(BY_NAME)),
    st.lists(
        st.lists(st.text(max_size=12) | st.sampled_from(["*", "!run", "age > 90", "run", "choice", "1"]), max_size=11),
        max_size=4,
    ),
)
def test_any_cells_at_all_are_read_or_become_problems(folder: Path, name: str, rows: list[list[str]]) -> None:
    text = written([list(BY_NAME[name].header), *rows])
    inspected(folder, name, text.encode("utf-8", errors="surrogatepass"))


@settings(max_examples=examples(100))
@given(st.sampled_from(list(BY_NAME)), st.integers(0, 2000), st.binary(min_size=1, max_size=3))
def test_a_sound_file_with_some_bytes_changed_is_read_or_becomes_problems(
    folder: Path, name: str, place: int, change: bytes
) -> None:
    data = (BASE / f"{name}.csv").read_bytes()
    place %= len(data)
    inspected(folder, name, data[:place] + change + data[place + len(change) :])
