"""A batch: each line of a file is answered or told of, however a spreadsheet saved it; own columns pass through."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import pytest

from planswitch import cli
from planswitch.catalogue import encodings
from tests.assertions import ROOT

if TYPE_CHECKING:
    from pathlib import Path

BASE = ROOT / "tests" / "faulty" / "base"
"""Swimming and running: the facts are age, locker and card."""
ANSWERED = 7
"""How many columns an answer has."""


@dataclass(frozen=True)
class Told:
    """What a batch printed."""

    status: int
    out: str
    err: str

    @property
    def rows(self) -> list[list[str]]:
        """The rows that were answered."""
        return [row for row in self.all if not row[-1]]

    @property
    def refused(self) -> list[list[str]]:
        """The rows that were not: their cells, without those of an answer, and why."""
        return [[*row[:-ANSWERED], row[-1]] for row in self.all if row[-1]]

    @property
    def all(self) -> list[list[str]]:
        """Every row, in the order of the questions."""
        return list(csv.reader(io.StringIO(self.out)))[1:]

    @property
    def header(self) -> list[str]:
        return next(csv.reader(io.StringIO(self.out)))

    @property
    def own(self) -> list[list[str]]:
        """The rows that were answered, without the answer's columns."""
        return [row[:-ANSWERED] for row in self.rows]

    @property
    def lines_refused(self) -> list[int]:
        found = [line.partition(":")[0].removeprefix("line ") for line in self.err.splitlines()]
        return [int(number) for number in found if number.isdigit()]


class Batch(Protocol):
    """Runs a batch over bytes or text."""

    def __call__(self, data: str | bytes, *words: str) -> Told: ...


@pytest.fixture(params=["file", "standard input"])
def batch(
    request: pytest.FixtureRequest,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> Batch:
    """Runs a batch over bytes, once from a file and once from standard input."""

    def start(data: str | bytes, *words: str) -> Told:
        data = data.encode() if isinstance(data, str) else data
        file = tmp_path / "questions.csv"
        file.write_bytes(data)
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data), encoding="ascii"))
        source = str(file) if request.param == "file" else "-"
        status = cli.main(["batch", source, *words, "--catalogue", str(BASE)])
        told = capsys.readouterr()
        return Told(status, told.out, told.err)

    return start


# ------------------------------------------------------------------------------------------------- lines and quotes


def test_two_stray_quotes_spoil_two_lines_and_no_other(batch: Batch) -> None:
    lines = ["from,to,locker", *(["swim,run,no"] * 1000)]
    lines[9], lines[900] = '"swim,run,no', 'swim,run,"no'
    told = batch("\n".join(lines))
    assert told.status == 1
    assert told.lines_refused == [10, 901]
    assert len(told.rows) == 998
    assert told.err.splitlines()[0] == (
        "line 10: a quote is still open at the end of the line; a cell of a batch holds no line break, "
        "and a quote inside a quoted cell is written twice"
    )


@pytest.mark.parametrize("first", ["", "sep=;\n", "SEP=;\r\n", "sep=\n"])
def test_a_row_is_told_by_its_own_line(batch: Batch, first: str) -> None:
    told = batch(first + 'from;to;locker\nswim;run;no\n\n"swim;run;no\nswam;run;no\n"swim"x;run;no\nswim;run;yes\n')
    offset = 1 if first else 0
    assert told.lines_refused == [4 + offset, 5 + offset, 6 + offset]
    assert told.own == [["swim", "run", "no"], ["swim", "run", "yes"]]


def test_after_a_line_break_in_a_cell_the_next_line_is_read_afresh(batch: Batch) -> None:
    told = batch('note,from,to\n"two\nlines",swim,run\n"three\nof,them\n",swim,run\nok,swim,run\n')
    assert told.lines_refused == [2, 4, 5, 6]
    assert told.own == [['lines"', "swim", "run"], ["ok", "swim", "run"]]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
def test_lines_end_as_every_system_ends_them(batch: Batch, end: str) -> None:
    told = batch(end.join(["from,to", "swim,run", '"swim,run', "run,swim"]))
    assert told.lines_refused == [3]
    assert told.own == [["swim", "run"], ["run", "swim"]]


def test_an_open_quote_in_the_header_is_told(batch: Batch) -> None:
    told = batch('from,to,"note\nswim,run,x\n')
    assert (told.status, told.out) == (2, "")
    assert told.err.startswith("planswitch: line 1: a quote is still open at the end of the line")


def test_a_line_without_end_is_told_and_the_rest_answered(batch: Batch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encodings, "LONGEST_LINE", 200)
    told = batch("from,to\nswim,run\n" + "swim," * 70 + "\nrun,swim\n" + "x" * 201 + "\nswim,swim\n")
    assert told.lines_refused == [3, 5]
    assert told.own == [["swim", "run"], ["run", "swim"], ["swim", "swim"]]


def test_a_cell_that_is_too_long_is_told_in_words(batch: Batch) -> None:
    told = batch(f"from,to,note\nswim,run,{'x' * 200_000}\nrun,swim,y\n")
    assert told.err.splitlines()[0] == "line 2: a cell is longer than any can be"
    assert told.own == [["run", "swim", "y"]]


def test_a_line_with_a_nul_is_told(batch: Batch) -> None:
    told = batch(b"from,to\nswim,run\0\nrun,swim\n")
    assert told.lines_refused == [2]
    assert told.own == [["run", "swim"]]


def test_a_row_that_is_refused_keeps_its_line_and_says_why(batch: Batch) -> None:
    told = batch('nr,from,to,age\n1,swim,run,30\n2,swam,run,30\n3,swim,run,many\n"4,swim,run,3\n5,run,swim,\n')
    assert told.header[-ANSWERED:] == ["route", "status", "certainty", "otherwise", "holds", "open", "refused"]
    assert [row[0] for row in told.all] == ["1", "2", "3", "", "5"]
    assert [row[:4] for row in told.refused] == [["2", "swam", "run", "30"], ["3", "swim", "run", "many"], [""] * 4]
    assert [row[-1].partition(" ")[0] for row in told.refused] == ["Unknown", "The", "a"]
    assert all(row[4:-1] == [""] * (ANSWERED - 1) for row in told.all if row[-1])
    assert told.lines_refused == [3, 4, 5]


def test_a_refused_row_is_an_object_of_json_that_says_its_line(batch: Batch) -> None:
    told = batch("from,to\nswim,run\nswam,run\nrun,swim\n", "--json-lines")
    lines = [json.loads(line) for line in told.out.splitlines()]
    assert [line.get("from") for line in lines] == ["swim", None, "run"]
    assert (lines[1]["line"], lines[1]["refused"].partition(" ")[0]) == (3, "Unknown")


def test_plans_are_told_by_any_of_their_names(batch: Batch) -> None:
    told = batch("from,to\nSwim,S\nbathe,SWIM-PLUS\nDive,run\nrun,Swim Plus\n")
    assert [row[2:4] for row in told.rows] == [["", "same"], ["wizard", "depends"], ["manual", "depends"]]
    ((*own, why),) = told.refused
    assert own == ["Dive", "run"]
    assert "The leaflet says nothing of diving." in why


def test_numbers_are_read_as_the_catalogue_s_language_writes_them(batch: Batch) -> None:
    told = batch('from,to,age\nswim,swim-plus,"1,000"\nswim,swim-plus,1.000\nswim,swim-plus,1 000\n')
    assert [row[-3] for row in told.rows] == ["too-old", "too-old"]
    assert "1000 or as 1" in told.refused[0][-1]


# --------------------------------------------------------------------------------------------------------- encodings

ACCENTS = "from;to;notiz\nswim;run;Zürich – “ja”\nrun;swim;plain\n"


@pytest.mark.parametrize(
    "data",
    [ACCENTS.encode(), ACCENTS.encode("utf-8-sig"), b"\xff\xfe" + ACCENTS.encode("utf-16-le"),
     b"\xfe\xff" + ACCENTS.encode("utf-16-be"), b"\xff\xfe" + ACCENTS.replace(";", "\t").encode("utf-16-le")],
    ids=["UTF-8", "with its mark", "UTF-16", "UTF-16, big end first", "Excel's Unicode text"],
)  # fmt: skip
def test_questions_come_in_each_encoding_that_a_catalogue_can_have(batch: Batch, data: bytes) -> None:
    told = batch(data)
    assert (told.status, told.err) == (0, "")
    assert told.header[:3] == ["from", "to", "notiz"]
    assert told.own == [["swim", "run", "Zürich – “ja”"], ["run", "swim", "plain"]]


def test_windows_text_is_read_with_one_warning(batch: Batch) -> None:
    told = batch((ACCENTS + "swim;swim;über\n").encode("cp1252"))
    assert told.status == 0
    assert told.err == (
        "line 2: Windows text (cp1252); save it as “CSV UTF-8” so that accents and quotes survive everywhere\n"
    )
    assert [row[2] for row in told.own] == ["Zürich – “ja”", "plain", "über"]


def test_bytes_that_are_no_text_spoil_their_line_only(batch: Batch) -> None:
    told = batch("from,to,note\nswim,run,ü\n".encode() + b"swim,run,\xfc\nrun,swim,\xc3\xbc\n")
    assert told.err.splitlines()[0] == "line 3: bytes that are no text; expected UTF-8: save it as “CSV UTF-8”"
    assert told.lines_refused == [3]
    assert [row[2] for row in told.own] == ["ü", "ü"]


def test_damaged_utf_16_is_told(batch: Batch) -> None:
    told = batch(b"\xff\xfe" + "from,to,note\nswim,run,x\n".encode("utf-16-le") + b"s\0w\0\x00\xd8,\0\n\0x")
    assert (told.status, told.lines_refused) == (1, [3, 4])
    assert told.own == [["swim", "run", "x"]]


def test_a_workbook_is_told_to_be_one(batch: Batch) -> None:
    told = batch(b"PK\x03\x04\x14\x00rest")
    assert (told.status, told.out) == (2, "")
    assert told.err == (
        "planswitch: a workbook; expected a CSV file: "
        "open it in the spreadsheet and save it as “CSV UTF-8 (comma delimited)”\n"
    )


# ----------------------------------------------------------------------------------------------------------- columns


def test_columns_of_the_users_own_pass_through_untouched(batch: Batch) -> None:
    data = 'Nr. ,from,to,"Cost; €",locker,cc\n 1 ,swim,run,"=A1+1",no,"a ""b"", c"\n,run,swim, ,,-\n'
    told = batch(data)
    assert (told.status, told.err) == (0, "")
    assert told.header[:6] == ["Nr. ", "from", "to", "Cost; €", "locker", "cc"]
    assert told.own == [[" 1 ", "swim", "run", "=A1+1", "no", 'a "b", c'], ["", "run", "swim", " ", "", "-"]]


def test_columns_without_a_name_and_of_the_same_name_pass_through(batch: Batch) -> None:
    told = batch("x,,from,x,to\n1,2,swim,3,run\n")
    assert (told.status, told.err) == (0, "")
    assert told.header[:5] == ["x", "", "from", "x", "to"]
    assert told.own == [["1", "2", "swim", "3", "run"]]


def test_capitals_and_spaces_in_the_header_are_no_error(batch: Batch) -> None:
    told = batch(" FROM ,To, Locker\nswim,run, yes \n")
    assert (told.status, told.err) == (0, "")
    assert told.header[:3] == ["from", "to", "locker"]
    assert told.own == [["swim", "run", "yes"]]
    assert told.rows[0][told.header.index("holds")] == "locker"


@pytest.mark.parametrize("column", ["lockers", "Loker", "cards", "AGES"])
def test_a_column_that_is_nearly_a_fact_passes_with_a_warning(batch: Batch, column: str) -> None:
    told = batch(f"from,to,{column}\nswim,run,yes\n")
    assert told.status == 0
    assert told.own == [["swim", "run", "yes"]]
    (warning,) = told.err.splitlines()
    assert f"no fact is called “{column}”; did you mean “" in warning
    assert warning.endswith("The column is passed through as it is.")


@pytest.mark.parametrize("header", ["from,to,From", "from,to,to", "from,to,locker, LOCKER "])
def test_a_column_that_is_asked_for_twice_is_refused(batch: Batch, header: str) -> None:
    told = batch(f"{header}\nswim,run,,\n")
    assert (told.status, told.out) == (2, "")
    assert "is there twice." in told.err


@pytest.mark.parametrize("column", ["route", "Status", " holds "])
def test_a_column_that_the_answer_adds_is_refused_by_name(batch: Batch, column: str) -> None:
    told = batch(f"from,to,{column}\nswim,run,x\n")
    assert (told.status, told.out) == (2, "")
    name = column.strip().lower()
    assert told.err == (
        f"planswitch: The answer has a column “{name}” of its own; give the one in your file another name.\n"
    )


def test_decisions_as_json_have_no_columns_and_refuse_none(batch: Batch) -> None:
    told = batch("from,to,status\nswim,run,x\n", "--json-lines")
    assert (told.status, told.err) == (0, "")
    assert json.loads(told.out)["from"] == "swim"


def test_a_header_with_many_delimiters_of_another_kind_is_understood(batch: Batch) -> None:
    told = batch('from,to,"a;b;c;d;e"\nswim,run,x\n')
    assert told.header[:3] == ["from", "to", "a;b;c;d;e"]
    assert told.own == [["swim", "run", "x"]]


def test_cells_under_blank_columns_at_the_end_are_not_lost_in_silence(batch: Batch) -> None:
    told = batch("from,to,,\nswim,run,,\nrun,swim,,x\n")
    assert told.header[:3] == ["from", "to", "route"]
    assert told.err.splitlines()[0] == "line 3: 4 cells, but only 2 columns"


def test_what_comes_out_can_be_read_again(batch: Batch) -> None:
    cells = ['a "quoted" word', "one, two; three\tfour", "'", " spaces ", "=1+1", "\x1b[31m", "\u202eabc"]
    text = io.StringIO()
    csv.writer(text).writerows([["from", "to", *(f"own {n}" for n in range(7))], ["swim", "run", *cells]])
    told = batch(text.getvalue())
    assert told.status == 0
    assert told.own == [["swim", "run", *cells]]


# ------------------------------------------------------------------------------------------------------ other places


def test_a_folder_in_the_place_of_a_file_is_told(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert cli.main(["batch", str(tmp_path), "--catalogue", str(BASE)]) == 2
    assert capsys.readouterr().err == f"planswitch: {tmp_path}: Is a directory\n"


@pytest.mark.skipif(not os.path.exists("/dev/zero"), reason="no endless file here")  # noqa: PTH110
def test_an_endless_file_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["batch", "/dev/zero", "--catalogue", str(BASE)]) == 2
    assert capsys.readouterr().err.startswith("planswitch: line 1: a line of more than 1,000,000 characters; ")


def test_answers_do_not_go_into_the_file_of_the_questions(tmp_path: Path) -> None:
    file = tmp_path / "questions.csv"
    file.write_text("from,to\nswim,run\n", encoding="utf-8")
    with file.open("ab") as out:
        command = [sys.executable, "-m", "planswitch.cli", "batch", str(file), "--catalogue", str(BASE)]
        ended = subprocess.run(command, cwd=ROOT, stdout=out, stderr=subprocess.PIPE, check=False)
    assert ended.returncode == 2
    assert b"into the file of the questions" in ended.stderr
    assert file.read_text(encoding="utf-8") == "from,to\nswim,run\n"
