"""The usual form: whatever a spreadsheet made of a file, it is written in one way, and says what it said."""

from __future__ import annotations

import csv
import io
import os
import shutil
import stat
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planswitch import cli
from planswitch.catalogue import load
from planswitch.catalogue.changes import inspect_changes
from planswitch.catalogue.formatting import Formatted, formatted, formatted_folder
from planswitch.catalogue.schema import BY_NAME
from planswitch.catalogue.tables import CONFLICT, read_csv
from tests.assertions import DATA, ROOT
from tests.catalogue.test_checks import BASE
from tests.catalogue.test_tables import HEADER, PLAIN, ROWS, VARIANTS, written
from tests.long import examples

if TYPE_CHECKING:
    from collections.abc import Sequence

SYMPTOMS = BY_NAME["symptoms"]
AS_TYPED = {
    "columns of the maintainer",
    "spaces around the cells",
    "no-break spaces",
    "accents in two parts",
    "spaces at the end of a line in a cell",
    "blank rows between",
}
"""Variants in which something was typed that stays."""


def usual(folder: Path, data: bytes) -> Formatted:
    path = folder / "symptoms.csv"
    path.write_bytes(data)
    return formatted(path, SYMPTOMS)


@pytest.mark.parametrize("variant", sorted({*VARIANTS} - AS_TYPED))
def test_every_way_of_saving_becomes_the_same_file(variant: str, tmp_path: Path) -> None:
    new = usual(tmp_path, VARIANTS[variant])
    assert new.data == PLAIN.encode()
    assert bool(new.why) == (variant != "plain")


@pytest.mark.parametrize("variant", sorted(AS_TYPED))
def test_what_was_typed_stays(variant: str, tmp_path: Path) -> None:
    """But for the line ends, these files are in their usual form already."""
    blank = "\n,,,,\n"
    assert usual(tmp_path, VARIANTS[variant]).data.decode() == VARIANTS[variant].decode().replace(blank, "\n\n")


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (PLAIN.encode("cp1252"), ["Windows text"]),
        (b"\xff\xfe" + written([HEADER, *ROWS], "\t", "\r\n").encode("utf-16-le"), ["UTF-16", "tabs", "line ends"]),
        (("sep=;\n" + written([HEADER, *ROWS], ";")).encode("utf-8-sig"), ["byte order", "sep=", "semicolons"]),
        (written([row[::-1] for row in [HEADER, *ROWS]]).encode(), ["order"]),
        (PLAIN.replace("symptom,", "Symptom ,", 1).encode(), ["spelling"]),
        (PLAIN.replace("id,", '"id",').encode(), ["quotes"]),
        (PLAIN.rstrip("\n").encode(), ["last line"]),
        (f"{PLAIN},,,,\n".encode(), ["blank"]),
    ],
)
def test_it_says_why_a_file_is_not_in_its_usual_form(data: bytes, why: list[str], tmp_path: Path) -> None:
    new = usual(tmp_path, data)
    assert [part for part, told in zip(why, new.why, strict=True) if part not in told] == []
    assert new.data == PLAIN.encode()


def test_columns_of_the_maintainer_keep_their_place_where_others_change_theirs(tmp_path: Path) -> None:
    data = b"# mine,Source,advice,#ignore,symptom, id\n1,B1,c,,b,a\n,,,,,\n,B1,f,label: so,e,d\n"
    assert usual(tmp_path, data).data == (
        b"# mine,id,symptom,#ignore,advice,source\n1,a,b,,c,B1\n\n,d,e,label: so,f,B1\n"
    )


def test_plans_have_their_attributes_in_order(tmp_path: Path) -> None:
    folder = tmp_path / "catalogue"
    shutil.copytree(BASE, folder)
    (folder / "plans.csv").write_text("lanes,id,size,family,name\n4,swim,small,indoor,Swim\n", encoding="utf-8")
    plans = {file.path.name: file.data for file in formatted_folder(folder)}["plans.csv"]
    assert plans == b"id,name,family,size,lanes\nswim,Swim,indoor,small,4\n"


def test_the_mark_of_a_conflict_inside_a_text_stays_a_text(tmp_path: Path) -> None:
    data = f'id,symptom,advice,source\nfull,a,b,B1\n"{CONFLICT}x",b,c,B1\n'.encode()
    assert usual(tmp_path, data).data == data


TEXTS = st.text(st.sampled_from(list("ab é\u00a0'“\",;\t\n=#*-<\u0301😀")), max_size=6)


@st.composite
def saved(draw: st.DrawFn) -> bytes:
    """A table as any program might save it."""
    own = draw(st.lists(st.sampled_from(["#", "# why", "#ignore"]), max_size=2, unique=True))
    header = draw(
        st.permutations([*(draw(st.sampled_from([name, name.upper(), f" {name}"])) for name in HEADER), *own])
    )
    cells = st.lists(TEXTS, min_size=len(header) - 1, max_size=len(header))
    rows = draw(st.lists(cells | st.just([]), max_size=4))
    delimiter = draw(st.sampled_from(",;\t"))
    text = io.StringIO()
    end = draw(st.sampled_from(["\n", "\r\n"]))
    dialect = draw(st.sampled_from(["excel", "unix"]))  # the second has quotes around everything
    csv.writer(text, dialect, delimiter=delimiter, lineterminator=end).writerows([header, *rows])
    first = draw(st.sampled_from(["", f"sep={delimiter}{end}"]))
    return f"{first}{text.getvalue()}".encode(draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16"])))


def raw(data: bytes, *, as_saved: str = ",") -> list[list[str]]:
    """All cells, blank rows left aside."""
    text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    lines = text.replace("\r\n", "\n").split("\n", 1)
    kept = lines[1] if lines[0].startswith("sep=") else "\n".join(lines)
    rows = list(csv.reader(io.StringIO(kept, newline=""), delimiter=as_saved))
    return [row for row in rows if any(cell.strip() for cell in row)]


@settings(max_examples=examples(200))
@given(saved())
def test_nothing_is_lost_and_a_second_time_changes_nothing(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    folder = tmp_path_factory.getbasetemp()
    new = usual(folder, data)
    before = read_csv(folder / "symptoms.csv", SYMPTOMS)
    assert before.readable
    again = usual(folder, new.data)
    after = read_csv(folder / "symptoms.csv", SYMPTOMS)
    assert (again.data, again.why) == (new.data, ())
    assert [(row.cells, row.ignore) for row in after] == [(row.cells, row.ignore) for row in before]
    assert [problem.check for problem in after.problems] == [problem.check for problem in before.problems]
    delimiter = max(",;\t", key=lambda each: len(raw(data, as_saved=each)[0]))
    assert by_column(raw(new.data)) == by_column(raw(data, as_saved=delimiter))


def by_column(rows: list[list[str]]) -> list[dict[str, str]]:
    """Each row's cells exactly as they were typed, by the names of their columns; blank ones left out."""
    header = [cell.strip().lower() for cell in rows[0]]
    return [{name: cell for name, cell in zip(header, row, strict=False) if cell} for row in rows[1:]]


CATALOGUES = sorted(path.parent for path in (ROOT / "tests" / "catalogues").glob("**/plans.csv"))


@pytest.mark.parametrize("folder", CATALOGUES, ids=lambda folder: str(folder.relative_to(ROOT / "tests")))
def test_a_catalogue_answers_as_before(folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / "data"
    shutil.copytree(folder, copy)
    before = load(copy)
    for file in formatted_folder(copy):
        file.path.write_bytes(file.data)
    after = load(copy)
    assert after.catalogue.digest == before.catalogue.digest
    assert [problem.check for problem in after.warnings] == [problem.check for problem in before.warnings]
    assert [file.why for file in formatted_folder(copy) if file.why] == []


def spoilt(place: Path) -> Path:
    """A catalogue of which two files are not in their usual form."""
    folder = place / "data"
    shutil.copytree(DATA, folder)
    for name, made in (("plans", lambda text: text.replace("\n", "\r\n")), ("steps", lambda text: f"\ufeff{text}")):
        file = folder / f"{name}.csv"
        file.write_bytes(made(file.read_text(encoding="utf-8")).encode())
    return folder


def run(words: Sequence[str], capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    status = cli.main(["format", *words])
    return status, "".join(capsys.readouterr())


def test_it_is_said_before_it_is_done(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = spoilt(tmp_path)
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    told = f"{folder}/plans.csv: line ends of another system\n{folder}/steps.csv: a byte order mark\n"
    assert run([str(folder), "--check"], capsys) == (1, f"{told}2 files of 11 would be written anew\n")
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == before
    assert run([str(folder)], capsys) == (0, f"{told}2 files of 11 written anew\n")
    assert run([str(folder), "--check"], capsys) == (0, "0 files of 11 would be written anew\n")
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == {
        file.name: file.read_bytes() for file in DATA.iterdir()
    }


def test_a_faulty_catalogue_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = spoilt(tmp_path)
    with (folder / "rules.csv").open("a", encoding="utf-8") as file:
        file.write("wrong,any,*,*,always,stopp,T,R,,,A3\n")
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    status, printed = run([str(folder)], capsys)
    assert (status, "“stopp”" in printed) == (1, True)
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == before


def test_modes_and_links_stay_and_other_files_are_not_touched(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = spoilt(tmp_path)
    real = tmp_path / "elsewhere.csv"
    (folder / "steps.csv").rename(real)
    (folder / "steps.csv").symlink_to(real)
    (folder / "plans.csv").chmod(0o640)
    untouched = {
        file: file.stat().st_mtime_ns for file in folder.iterdir() if file.name not in ("plans.csv", "steps.csv")
    }
    assert run(["--catalogue", str(folder)], capsys)[0] == 0
    assert stat.S_IMODE((folder / "plans.csv").stat().st_mode) == 0o640
    assert (folder / "steps.csv").is_symlink()
    assert real.read_bytes() == (DATA / "steps.csv").read_bytes()
    assert {file: file.stat().st_mtime_ns for file in untouched} == untouched


def test_where_one_file_cannot_be_written_none_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = spoilt(tmp_path)
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    chmod = Path.chmod

    def full(path: Path, mode: int) -> None:
        if path.name.startswith(".steps.csv"):
            raise OSError(28, os.strerror(28), str(path))
        chmod(path, mode)

    monkeypatch.setattr(Path, "chmod", full)
    status, printed = run([str(folder)], capsys)
    assert status == 3
    assert "No space left" in printed
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == before


def test_what_changed_between_editions_is_a_file_of_the_site_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(BASE, tmp_path / "data")
    plugin = "plugins: [{planswitch: {catalogue: data, changes: changes.csv}}]\n"
    (tmp_path / "mkdocs.yml").write_text(plugin, encoding="utf-8")
    table = "topic;period;text;source\nLockers;passes;There are some.;A1\nLockers;2010;;\n"
    (tmp_path / "changes.csv").write_text(table, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert run(["--check"], capsys) == (1, "changes.csv: semicolons\n1 file of 13 would be written anew\n")
    assert run([], capsys)[0] == 0
    assert (tmp_path / "changes.csv").read_text(encoding="utf-8") == table.replace(";", ",")
    passes = load(tmp_path / "data").catalogue
    assert inspect_changes(tmp_path / "changes.csv", {passes.id: passes})[1] == []
