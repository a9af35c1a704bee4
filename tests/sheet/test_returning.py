"""A workbook that comes back: the answers that change are told, edits of two people are united, faults are refused."""

from __future__ import annotations

import datetime as dt
import io
import re
import shutil
import sys
import zipfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planswitch import cli
from planswitch.catalogue import CatalogueError, load
from planswitch.catalogue.grids import read_grids
from planswitch.catalogue.schema import TABLES
from planswitch.sheet import commands, reading
from planswitch.sheet.inside import NoWorkbookError, look_into
from planswitch.sheet.reading import opened, read_book
from planswitch.sheet.returned import noted
from planswitch.sheet.returning import bring_back
from planswitch.terminal import Stop
from tests.catalogue.test_checks import BASE
from tests.long import examples, long
from tests.sheet.workbooks import Edits, Formula, address, save


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workbook of a small catalogue."""
    path = tmp_path_factory.mktemp("made") / "lockers.xlsx"
    commands.write(BASE, path)
    return path


@pytest.fixture
def book(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workbook of one's own beside its catalogue, in the folder where one is."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(BASE, tmp_path / "data")
    return Path(shutil.copy(made, tmp_path / "lockers.xlsx")).relative_to(tmp_path)


DATA = Path("data")


def files() -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in DATA.iterdir()}


def edit(file: str, before: str, after: str) -> None:
    path = DATA / file
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")


def refused(book: Path, *words: str) -> None:
    """The workbook is refused with these words, and nothing is written."""
    before = files()
    with pytest.raises((CatalogueError, Stop)) as caught:
        bring_back(book, DATA)
    for part in words:
        assert part in str(caught.value), str(caught.value)
    assert files() == before


# ------------------------------------------------------------------------------------------------------ what is written


def test_answers_that_change_are_told_and_only_the_files_that_were_edited_are_written(
    book: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = files()
    rule = next(iter(load(DATA).catalogue.rules))
    save(book, {"rules": {address(book, "rules", rule, "effect"): "warn"}})
    assert cli.main(["sheet", str(book), "--into", "data"]) == 0
    told = capsys.readouterr().out.splitlines()
    assert told[0].startswith("data: ")
    assert "differ" in told[0]
    assert f"rule `{rule}`: effect was " in "".join(told)
    assert told[-2:] == ["data: rules.csv written", "lockers.xlsx: written anew, to go on in it"]
    assert {name for name, content in files().items() if content != before[name]} == {"rules.csv"}
    assert load(DATA).catalogue.rules[rule].effect == "warn"


def test_pages_are_told_where_a_site_of_several_editions_has_them(book: Path) -> None:
    save(book, {"rules": {address(book, "rules", "too-old", "effect"): "warn"}})
    assert "pages: matrix/" in bring_back(book, DATA).report
    shutil.copytree(DATA, "later")
    Path("mkdocs.yml").write_text("plugins: [planswitch: {catalogues: [data, later]}]\n", encoding="utf-8")
    assert f"pages: {load(DATA).catalogue.id}/matrix/" in bring_back(book, DATA).report
    Path("mkdocs.yml").write_text("plugins: [planswitch: {catalogues: 7}]\n", encoding="utf-8")
    assert "pages: matrix/" in bring_back(book, DATA).report


def test_one_can_go_on_in_the_workbook_and_bring_it_back_again(book: Path) -> None:
    for name in ("First", "Second"):
        save(book, {"families": {"B2": name}})
        assert commands.return_to(DATA, book, force=False) == 0
        assert f",{name}," in (DATA / "families.csv").read_text(encoding="utf-8")
    assert commands.return_to(DATA, book, force=False) == 0


def test_a_workbook_without_an_edit_gets_those_of_the_folder(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit("families.csv", "outdoor,Outdoor", "outdoor,From elsewhere")
    before = files()
    assert commands.return_to(DATA, book, force=False) == 0
    assert capsys.readouterr().out == "data: nothing to write\nlockers.xlsx: written anew, to go on in it\n"
    assert files() == before
    assert read_book(book).grids["families"].rows[1][1] == "From elsewhere"
    commands.return_to(DATA, book, force=False)
    assert capsys.readouterr().out == "data: nothing to write\n"


def test_a_catalogue_is_begun_where_there_is_none(
    book: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(commands, "_agreed", lambda question: question == "Begin the catalogue new/one?")
    assert commands.return_to(Path("new/one"), book, force=False) == 0
    assert read_grids(Path("new/one")) == read_grids(DATA)


def test_new_rows_and_an_attribute_with_its_column_are_brought_back(book: Path) -> None:
    last = chr(ord("A") + len(read_book(book).grids["plans"].header))
    attribute = {"A9": "doors", "B9": "number", "D9": "Doors"}
    new = {"A99": "new", "B99": "A new one", "C99": "outdoor", f"{last}99": 2}
    save(book, {"attributes": attribute, "plans": {**new, f"{last}1": "Doors", f"{last}2": 3}})
    commands.return_to(DATA, book, force=False)
    assert (DATA / "plans.csv").read_text(encoding="utf-8").splitlines() == [
        "id,name,family,size,lanes,doors",
        "swim,Swim,indoor,small,4,3",
        "swim-plus,Swim Plus,indoor,large,8,",
        "run,Run,outdoor,,,",
        "new,A new one,outdoor,,,2",
    ]
    assert "new" in load(DATA).catalogue.plans


def test_at_a_terminal_it_is_asked_first(
    book: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    save(book, {"families": {"B2": "Edited"}})
    before = files()
    for answer, status in (("n\n", 2), ("", 2), ("y\n", 0)):
        monkeypatch.setattr(sys, "stdin", io.StringIO(answer))
        monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
        monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
        assert cli.main(["sheet", str(book), "--into", "data"]) == status
        assert "Write families.csv into data? [y/N] " in capsys.readouterr().out
        assert (files() == before) == bool(status)


def test_a_folder_that_changes_while_one_thinks_is_left_alone(book: Path) -> None:
    save(book, {"families": {"B2": "Edited"}})
    brought = bring_back(book, DATA)
    edit("plans.csv", "\n", "\n\n")
    before = files()
    with pytest.raises(Stop, match="it has changed meanwhile, and nothing was written"):
        brought.write()
    assert files() == before


def test_what_cannot_be_written_leaves_everything_as_it_was(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save(book, {"families": {"B2": "Edited"}, "routes": {"D2": "Edited"}})
    brought = bring_back(book, DATA)
    before = files()
    written = iter((lambda _: 5, None))

    def full(*_: object) -> int:
        if next(written, None) is None:
            raise OSError(28, "No space left on device")
        return 5

    monkeypatch.setattr("tempfile._TemporaryFileWrapper.write", full, raising=False)
    with pytest.raises(OSError, match="No space left"):
        brought.write()
    assert files() == before


# -------------------------------------------------------------------------------------------------------- two people


def test_what_somebody_else_has_edited_since_stays(book: Path) -> None:
    save(book, {"families": {"B2": "From the workbook"}})
    edit("families.csv", "outdoor,Outdoor", "outdoor,From elsewhere")
    edit("rules.csv", ",stop,", ",warn,")
    assert commands.return_to(DATA, book, force=False) == 0
    families = (("indoor", "From the workbook", "suite"), ("outdoor", "From elsewhere", "standalone"))
    assert read_grids(DATA)["families"].rows == read_book(book).grids["families"].rows == families
    assert load(DATA).catalogue.rules["too-old"].effect == "warn"


def test_a_cell_that_both_have_edited_is_told_at_its_place_and_with_force_the_workbook_counts(book: Path) -> None:
    was = read_book(book).grids["families"].rows[0][1]
    save(book, {"families": {"B2": "Mine"}})
    edit("families.csv", f",{was},", ",Theirs,")
    refused(
        book,
        "lockers.xlsx, sheet families, row 2, cell B2: error (both)",
        f"found “Mine” here and “Theirs” in data/families.csv, where it was “{was}” when the workbook was written",
        "tip: write here what is to stand there; --force takes what the workbook says, wherever both were edited",
    )
    assert commands.return_to(DATA, book, force=True) == 0
    assert ",Mine," in (DATA / "families.csv").read_text(encoding="utf-8")


def test_a_row_that_one_has_deleted_and_the_other_edited_is_told(book: Path) -> None:
    save(book, {"symptoms": {f"{letter}2": "" for letter in "ABCDE"}})
    edit("symptoms.csv", "Empty it.", "Empty it now.")
    refused(book, "sheet symptoms: error (both)", "found a row deleted here, and edited in data/symptoms.csv: full")


def test_what_is_sound_alone_and_not_together_is_refused(book: Path) -> None:
    save(book, {"symptoms": {"A3": "wet", "B3": "It is **wet**.", "C3": "Dry it.", "D3": "silver", "E3": "B1"}})
    path = DATA / "rules.csv"
    path.write_text("".join(path.read_text(encoding="utf-8").splitlines(keepends=True)[:-1]), encoding="utf-8")
    before = files()
    with pytest.raises(CatalogueError, match=r"symptoms\.csv, line 3, cell D3: error") as caught:
        commands.return_to(DATA, book, force=False)
    assert caught.value.folder == DATA
    assert files() == before


def test_a_workbook_that_does_not_know_any_more_where_it_is_from_needs_force(book: Path) -> None:
    save(book, {"families": {"B2": "Edited"}}, without=("planswitch memory",))
    refused(book, "it does not say any more what data was when", "with --force, data becomes what it says")
    assert commands.return_to(DATA, book, force=True) == 0
    assert ",Edited," in (DATA / "families.csv").read_text(encoding="utf-8")


def test_two_catalogues_are_not_mixed(book: Path) -> None:
    edit("catalogue.csv", "id,", "id,other-")
    save(book, {"families": {"B2": "Edited"}})
    refused(book, "it was written from the catalogue “", "and data is “other-")


@pytest.mark.parametrize("why", ["it is open", long("it has sheets of your own")])
def test_one_can_go_on_in_a_workbook_that_must_stay(why: str, book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    more: Edits = {"# mine": {"A1": "A list of mine"}} if "sheets" in why else {}
    if "open" in why:
        Path("~$lockers.xlsx").touch()
    for name in ("First", "Second", "Third"):
        save(book, {"families": {"B2": name}, **more})
        kept = book.read_bytes()
        assert commands.return_to(DATA, book, force=False) == 0
        assert f"{why}, so it stays as it is; you can go on in it" in capsys.readouterr().err
        assert book.read_bytes() == kept
        assert read_grids(DATA)["families"].rows[0][1] == name
        edit("families.csv", "outdoor,", f"outdoor,{name} ")
    save(book, {"families": {"B2": "Fourth", "B3": "Mine"}})
    refused(book, "sheet families, row 3, cell B3: error (both)", "in data/families.csv, where it was “Outdoor”")
    Path("~$lockers.xlsx").unlink(missing_ok=True)
    save(book, {"families": {"B3": "Outdoor"}}, without=("# mine",))
    assert commands.return_to(DATA, book, force=False) == 0
    assert "written anew" in capsys.readouterr().out
    assert [row[1] for row in read_book(book).grids["families"].rows] == ["Fourth", "Third Second First Outdoor"]
    assert not Path(".lockers.xlsx.planswitch").exists()


def test_a_workbook_of_somebody_else_with_the_same_name_takes_nothing_back(book: Path) -> None:
    theirs = Path(shutil.copy(book, "theirs.xlsx"))
    Path("~$lockers.xlsx").touch()
    commands.return_to(DATA, save(book, {"families": {"B2": "Mine"}}), force=False)
    save(theirs, {"families": {"B3": "Theirs"}}).replace(book)
    commands.return_to(DATA, book, force=False)
    assert [row[1] for row in read_grids(DATA)["families"].rows] == ["Mine", "Theirs"]


def test_a_note_that_is_damaged_or_cannot_be_written_is_none(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("~$lockers.xlsx").touch()
    save(book, {"families": {"B2": "Mine"}})
    Path(".lockers.xlsx.planswitch").mkdir()
    commands.return_to(DATA, book, force=False)
    assert "write a new one before you go on: planswitch sheet lockers.xlsx" in capsys.readouterr().err
    Path(".lockers.xlsx.planswitch").rmdir()
    for content in (b"", b"\xff", b"\n\n", b"0\nplanswitch 1\nx"):
        Path(".lockers.xlsx.planswitch").write_bytes(content)
        assert noted(read_book(book)) is None


def test_a_workbook_that_is_open_says_that_it_may_not_be_saved(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path(".~lock.lockers.xlsx#").touch()
    commands.return_to(DATA, book, force=False)
    told = capsys.readouterr().err
    assert "lockers.xlsx is open in a spreadsheet (.~lock.lockers.xlsx# says so): what is not saved there" in told


# ------------------------------------------------------------------------------------------------------------- faults


def letter(name: str, column: str) -> str:
    """The letter of a column."""
    schema = next(table for table in TABLES if table.name == name)
    return chr(ord("A") + schema.header.index(column))


FAULTS: dict[str, tuple[Edits, tuple[str, ...]]] = {
    "a word that is none": (
        {"rules": {f"{letter('rules', 'effect')}2": "halt"}},
        (
            "lockers.xlsx, sheet rules, row 2, cell F2: error (word)",
            "found “halt”; expected one of stop, wait",
        ),
    ),
    "a reference to nothing": (
        {"plans": {"C2": "nowhere"}},
        ("lockers.xlsx, sheet plans, row 2, cell C2: error (", "found “nowhere”"),
    ),
    "an id twice": (
        {"families": {"A9": "x", "B9": "X", "C9": "k", "A12": "x", "B12": "Y", "C12": "k"}},
        ("lockers.xlsx, sheet families, row 12, cell A12: error (unique)", "it is already on row 9; delete one"),
    ),
    "a cell emptied": (
        {"rules": {f"{letter('rules', 'when')}2": ""}},
        ("lockers.xlsx, sheet rules, row 2, cell E2: error (blank)", "write always"),
    ),
    "an id that became a number": (
        {"families": {"A9": 7, "B9": "Seven", "C9": "k"}},
        (
            "lockers.xlsx, sheet families, row 9, cell A9: error (format)",
            "found the number “7”; expected text",
            "tip: the spreadsheet made it of what was typed; format the cell as text, then type it again",
        ),
    ),
    "a number with a point": (
        {"names": {"A99": 7.1, "B99": "small"}},
        ("lockers.xlsx, sheet names, row 99, cell A99: error (format)", "found the number “7.1”; expected text"),
    ),
    "a date": (
        {"sources": {"C2": dt.date(2025, 10, 16)}},
        ("sheet sources, row 2, cell C2: error (format)", "found the date “2025-10-16”", "such as 16.10; format"),
    ),
    "a time": (
        {"names": {"A99": dt.time(3, 4), "B99": "small"}},
        ("cell A99: error (format)", "found the time “03:04:00”"),
    ),
    "a truth value": ({"attributes": {"E2": True}}, ("cell E2: error (format)", "found the truth value “True”")),
    "an error": (
        {"rules": {f"{letter('rules', 'remedy')}2": Formula("=REMEDY()", "#NAME?")}},
        (
            "sheet rules, row 2, cell I2: error (format)",
            "found the error “#NAME?”",
            "took it for a formula",
        ),
    ),
    "an error where a cell may be blank": (
        {"rules": {f"{letter('rules', 'certainty')}2": Formula("=1/0", "#DIV/0!")}},
        ("sheet rules, row 2, cell J2: error (format)", "found the error “#DIV/0!”"),
    ),
    "a formula": (
        {"families": {"B2": Formula('="A"&"b"', "Ab")}},
        (
            "sheet families, row 2, cell B2: error (format)",
            "found a formula, which comes to “Ab”",
            "paste its value alone",
        ),
    ),
    "a formula as text": ({"families": {"B2": "=A1"}}, ("sheet families, row 2, cell B2: error (formula)",)),
    "a heading renamed": (
        {"rules": {"F1": "effects"}},
        ("lockers.xlsx, sheet rules, row 1, cell F1: error (columns)", "did you mean “effect”?"),
    ),
    "a remark without a heading": (
        {"rules": {"Z3": "look here"}},
        ("sheet rules, row 3, cell Z3: error (columns)", "found “look here”", "a heading that begins with #"),
    ),
    "an unknown sheet": (
        {"rule": {"A1": "id"}},
        ("lockers.xlsx: error (sheet)", "found a sheet called “rule”", "tip: did you mean “rules”?"),
    ),
    "a sheet of one's own without its mark": (
        {"Sheet1": {"A1": "x"}},
        ("found a sheet called “Sheet1”", "if it is a sheet of your own, call it “#Sheet1”"),
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_told_by_sheet_row_and_cell(name: str, book: Path) -> None:
    edits, words = FAULTS[name]
    refused(save(book, edits), *words)


@pytest.mark.parametrize("name", [name for name in FAULTS if name.startswith("an error")])
def test_a_fault_is_told_once(name: str, book: Path) -> None:
    with pytest.raises(CatalogueError) as caught:
        bring_back(save(book, FAULTS[name][0]), DATA)
    assert len(caught.value.problems) == 1


def test_a_sheet_that_was_deleted_or_renamed_is_missed(book: Path) -> None:
    refused(
        save(book, without=("names",)),
        "lockers.xlsx, sheet names: error (sheet)",
        "found no sheet of this name; expected a sheet for each file",
    )
    refused(save(book, called={"plans": "plan"}), "found a sheet called “plan”", "did you mean “plans”?")


def test_whole_numbers_in_texts_are_what_was_typed(book: Path) -> None:
    save(book, {"steps": {"B2": 1}, "names": {"A99": 2013, "B99": "swim", "C99": "short"}})
    commands.return_to(DATA, book, force=False)
    assert "\n2013,swim,short,,,,\n" in (DATA / "names.csv").read_text(encoding="utf-8")
    assert bring_back(book, DATA).files == {}


def test_a_filter_and_letters_of_sheets_do_not_matter(book: Path) -> None:
    save(book, called={"plans": "Plans "})
    assert bring_back(book, DATA).files == {}


def test_a_cell_far_away_is_refused_before_there_is_room_for_all_between(book: Path) -> None:
    refused(save(book, {"plans": {"XFD2000": "x"}}), "lockers.xlsx, sheet plans: it reaches as far as XFD2000")


NO_WORKBOOKS: dict[str, tuple[bytes, str]] = {
    "text": (b"id,name\n", "it is no workbook of the kind .xlsx; save it in the spreadsheet as an Excel workbook"),
    "nothing": (b"", "it is no workbook of the kind .xlsx"),
    "half a workbook": (b"PK\x03\x04half", "it is no workbook of the kind .xlsx"),
    "a password": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        "it has a password, or is of the kind .xls",
    ),
}


@pytest.mark.parametrize("name", NO_WORKBOOKS)
def test_what_is_no_workbook_is_refused(name: str, book: Path) -> None:
    raw, words = NO_WORKBOOKS[name]
    book.write_bytes(raw)
    refused(book, f"lockers.xlsx: {words}")


def test_other_files_are_told_for_what_they_are(book: Path) -> None:
    refused(Path("~$lockers.xlsx"), "it only says that a workbook is open; name the workbook itself")
    refused(DATA, "data: found a folder, expected a workbook")
    with zipfile.ZipFile(book, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    refused(book, "it is no workbook of the kind .xlsx")
    assert cli.main(["sheet", "nothing.xlsx", "--into", "data"]) == 3


def rewritten(book: Path, name: str, change: Any) -> Path:
    """A workbook of which one part is another."""
    with zipfile.ZipFile(book) as archive:
        parts = {each: archive.read(each) for each in archive.namelist()}
    with zipfile.ZipFile(book, "w") as archive:
        for each, content in parts.items():
            archive.writestr(each, change(content) if each == name else content)
    return book


def test_damaged_and_malicious_workbooks_are_refused(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    entity = b'<!DOCTYPE a [<!ENTITY e "ha">]>'
    part, kept = "xl/worksheets/sheet2.xml", book.read_bytes()
    declared = rewritten(book, part, lambda content: content.replace(b"<worksheet", entity + b"<worksheet", 1))
    refused(declared, "it declares entities, as no spreadsheet does")
    book.write_bytes(kept)
    refused(rewritten(book, part, lambda content: content[: len(content) // 2]), "it is damaged")
    book.write_bytes(kept)
    refused(rewritten(book, part, lambda content: content.replace(b'r="A1"', b'r="1A"')), "it is damaged")
    book.write_bytes(kept)
    monkeypatch.setattr(reading, "LARGEST_UNPACKED", 1_000)
    refused(book, "it would have more than 0 MB, unpacked")
    with pytest.raises(NoWorkbookError):
        look_into(io.BytesIO(b""), 1)


@settings(max_examples=examples(40), suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.data())
def test_no_damage_ends_in_anything_but_a_message(made: Path, data: st.DataObject) -> None:
    with zipfile.ZipFile(made) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = data.draw(st.sampled_from(sorted(parts)))
    begin = data.draw(st.integers(0, len(parts[name]) - 1))
    end = begin + data.draw(st.integers(0, 30))
    parts[name] = parts[name][:begin] + data.draw(st.binary(max_size=3)) + parts[name][end:]
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as archive:
        for each, content in parts.items():
            archive.writestr(each, content)
    with suppress(Stop):
        opened(Path("it.xlsx"), raw.getvalue()).look()


@pytest.mark.parametrize("count", ["-1", "99999999999", "x"])
def test_a_count_of_more_than_there_can_be_is_damage(count: str, book: Path) -> None:
    claims = f'ount="{count}"'.encode()
    refused(rewritten(book, "xl/sharedStrings.xml", lambda part: re.sub(rb'ount="[0-9]+"', claims, part)), "damaged")
