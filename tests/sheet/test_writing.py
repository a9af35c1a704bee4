"""A workbook: what a spreadsheet offers, locks and says of it, and that it holds every cell."""

from __future__ import annotations

import re
import shutil
import zipfile
from base64 import b64encode
from pathlib import Path
from xml.etree import ElementTree as ET
from zlib import compress

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from planswitch import cli
from planswitch.catalogue import CatalogueError
from planswitch.catalogue.folder import read_folder
from planswitch.catalogue.grids import Grid, read_grids
from planswitch.catalogue.schema import TABLES, TableSchema
from planswitch.sheet import commands
from planswitch.sheet.layout import COVER, memory_of, remembered
from planswitch.sheet.reading import opened, read_book
from planswitch.sheet.returning import bring_back
from planswitch.sheet.writing import Shown, workbook_of
from planswitch.terminal import Stop
from tests.assertions import DATA, ROOT
from tests.catalogue.test_checks import BASE
from tests.long import examples
from tests.sheet.workbooks import cells_of, save

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
CATALOGUES = sorted(path.parent for path in (ROOT / "tests" / "catalogues").glob("**/catalogue.csv"))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workbook of the catalogue of 2014."""
    path = tmp_path_factory.mktemp("made") / "office.xlsx"
    assert commands.write(DATA, path) == 0
    return path


def part(workbook: Path, name: str) -> ET.Element:
    """The XML of a sheet."""
    with zipfile.ZipFile(workbook) as archive:
        book = ET.fromstring(archive.read("xl/workbook.xml"))
        names = [sheet.attrib["name"] for sheet in book.iter(f"{MAIN}sheet")]
        return ET.fromstring(archive.read(f"xl/worksheets/sheet{names.index(name) + 1}.xml"))


def choices(workbook: Path, name: str, column: str) -> dict[str, str]:
    """The settings of the list of a column, and its words or formula."""
    letter = chr(ord("A") + cells_of(workbook)[name][0].index(column))
    for found in part(workbook, name).iter(f"{MAIN}dataValidation"):
        if found.attrib["sqref"] == f"{letter}2:{letter}1048576":
            return {**found.attrib, "source": found.findtext(f"{MAIN}formula1") or ""}
    return {}


def formats(workbook: Path) -> list[tuple[str, bool]]:
    """Of each format of cells its form of numbers, and whether it locks."""
    with zipfile.ZipFile(workbook) as archive:
        styles = ET.fromstring(archive.read("xl/styles.xml"))
    found = styles.find(f"{MAIN}cellXfs")
    assert found is not None
    locks = [one.find(f"{MAIN}protection") for one in found]
    return [
        (one.attrib["numFmtId"], lock is None or lock.attrib.get("locked") != "0")
        for one, lock in zip(found, locks, strict=True)
    ]


TEXT = "49"
"""The number of the format “text”."""


# ----------------------------------------------------------------------------------------------------- what it holds


def test_a_workbook_has_a_sheet_for_every_file_after_the_one_that_says_how_it_works(made: Path) -> None:
    with zipfile.ZipFile(made) as archive:
        book = ET.fromstring(archive.read("xl/workbook.xml"))
    sheets = [(sheet.attrib["name"], sheet.attrib.get("state", "visible")) for sheet in book.iter(f"{MAIN}sheet")]
    assert sheets == [
        (COVER, "visible"),
        *((table.name, "visible") for table in TABLES),
        ("planswitch choices", "hidden"),
        ("planswitch memory", "veryHidden"),
    ]


@pytest.mark.parametrize("folder", CATALOGUES, ids=lambda path: path.parent.name + "-" + path.name)
def test_every_catalogue_comes_back_byte_for_byte(folder: Path, tmp_path: Path) -> None:
    catalogue = shutil.copytree(folder, tmp_path / "data")
    for name, grid in read_grids(folder).items():
        (catalogue / f"{name}.csv").write_text(grid.csv(), encoding="utf-8", newline="")
    before = {path.name: path.read_bytes() for path in catalogue.iterdir() if path.is_file()}
    (tmp_path / "it.xlsx").write_bytes(commands.made(catalogue)[0])
    bring_back(tmp_path / "it.xlsx", tmp_path / "new").write()
    assert {path.name: path.read_bytes() for path in (tmp_path / "new").iterdir()} == before


def test_equal_catalogues_make_equal_workbooks(made: Path, tmp_path: Path) -> None:
    commands.write(DATA, tmp_path / "again.xlsx")
    assert (tmp_path / "again.xlsx").read_bytes() == made.read_bytes()


# No spreadsheet keeps a text that looks like its own way to write a character; what no cell may hold is refused before.
TEXTS = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co", "Zl", "Zp"), include_characters="\n"), max_size=40
)


@settings(max_examples=examples(10), suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=40))
@example([("=SUM(A1)", "'quoted"), ("007", "1e3"), ("16.10", "TRUE"), ("+1", "-1"), ("@all", "#REF!")])
@example([("line\nline", "  a  "), ("😀 👩‍👩‍👧", "שלום עולם"), ("<&>\"'", "_x0041_"), ("\u200d", "e\u0301")])
@example([("_x005F_x0041_", "_x000D_"), ("x" * 32_767, "")])
def test_a_workbook_holds_every_text_or_says_that_it_cannot(rows: list[tuple[str, str]]) -> None:
    grid = Grid.of([["procedure", "text"], *map(list, rows)])
    tables, _ = read_folder(BASE)
    raw = workbook_of({**read_grids(BASE), "steps": grid}, tables, Shown("", ""))
    again = opened(Path("it.xlsx"), raw).grids["steps"]
    if again != grid:
        with pytest.raises(Stop, match="no workbook can hold “"):
            commands.must_say_the_same(BASE, raw, {**read_grids(BASE), "steps": grid})
        assert re.search("_x[0-9A-Fa-f]{4}_", "".join(map("".join, rows)))


def test_what_it_remembers_is_whole_or_nothing() -> None:
    grids = read_grids(DATA)
    cells = memory_of(grids)
    assert remembered(cells) == grids
    assert max(map(len, cells)) <= 32_767
    for broken in ([], cells[1:], cells[:-1], [*cells[:-1], cells[-1][:-9]], ["planswitch 1"], ["planswitch 1", "?"]):
        assert remembered(broken) is None
    for told in (
        b"[]",
        b"{}x",
        b'{"plans": []}',
        b'{"plans": [["id"], ["a", "b"]]}',
        b'{"plans": [["id"], [7]]}',
        b"7",
    ):
        assert remembered(["planswitch 1", b64encode(compress(told)).decode()]) is None


# --------------------------------------------------------------------------------------- what a spreadsheet makes of it


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_headings_are_frozen_and_locked_ids_too_and_all_else_is_open_text(made: Path, table: TableSchema) -> None:
    sheet, known = part(made, table.name), formats(made)
    has_ids = table.header[0] in ("id", "key")
    pane = next(sheet.iter(f"{MAIN}pane"))
    assert (pane.attrib["topLeftCell"], pane.attrib["state"]) == ("B2" if has_ids else "A2", "frozen")
    protection = next(sheet.iter(f"{MAIN}sheetProtection"))
    assert protection.attrib["sheet"] == "1"
    assert "password" not in protection.attrib
    for cell in sheet.iter(f"{MAIN}c"):
        is_heading = re.fullmatch("[A-Z]+1", cell.attrib["r"]) is not None
        is_id = has_ids and cell.attrib["r"].startswith("A")
        assert known[int(cell.attrib["s"])] == (TEXT, is_heading or is_id), cell.attrib["r"]
    columns = list(sheet.iter(f"{MAIN}col"))
    assert int(columns[-1].attrib["max"]) == len(next(iter(sheet.iter(f"{MAIN}row")))) + 20
    ignored = next(sheet.iter(f"{MAIN}ignoredError")).attrib
    assert (ignored["sqref"], ignored["numberStoredAsText"]) == ("A1:XFD1048576", "1")
    assert known[0] == (TEXT, False), "cells that have no format of their own"
    assert {known[int(column.attrib["style"])] for column in columns} == {(TEXT, False)}


def test_closed_words_are_a_list_and_nothing_else_is_taken(made: Path) -> None:
    found = choices(made, "rules", "effect")
    assert (found["type"], found["source"]) == ("list", '"stop,wait,fix,warn"')
    assert (found["showErrorMessage"], found.get("errorStyle", "stop")) == ("1", "stop")
    assert choices(made, "switches", "certainty")["source"] == '"sure,likely,unknown"'
    assert choices(made, "attributes", "told")["source"] == '"yes,no"'
    assert choices(made, "catalogue", "key")["source"].startswith('"id,title,edition,')


def test_a_reference_is_a_list_of_the_ids_of_its_sheet_those_of_new_rows_too(made: Path) -> None:
    found = choices(made, "switches", "from")
    assert (found["source"], found["errorStyle"]) == ("plans_ids", "warning")
    assert choices(made, "plans", "family")["source"] == "families_ids"
    assert choices(made, "names", "plan")["source"] == "plans_ids"
    with zipfile.ZipFile(made) as archive:
        book = archive.read("xl/workbook.xml").decode()
    assert '<definedName name="plans_ids">OFFSET(plans!$A$1,1,0,MAX(1,COUNTA(plans!$A:$A)-1),1)</definedName>' in book


def test_where_a_cell_can_have_several_words_the_list_only_suggests(made: Path) -> None:
    for name, column, source in (
        ("rules", "from", "selections"),
        ("rules", "route", "ways"),
        ("rules", "source", "sources_ids"),
        ("steps", "procedure", "procedures"),
        ("symptoms", "rules", "rules_ids"),
        ("families", "kind", "kinds"),
    ):
        found = choices(made, name, column)
        assert found["source"] == source
        assert "showErrorMessage" not in found
    columns = list(zip(*cells_of(made)["planswitch choices"], strict=True))
    assert columns[0][:3] == ("*", "family:small-business", "family:midsize-business")
    assert "enterprise-e3" in columns[0]
    assert columns[1][:3] == ("any", "wizard", "manual")
    assert columns[2][:4] == ("wizard", "manual", "wizard-notes", "manual-notes")


def test_levels_of_an_attribute_are_a_list_of_its_column(tmp_path: Path) -> None:
    commands.write(ROOT / "tests" / "catalogues" / "levels" / "data", tmp_path / "it.xlsx")
    grid = read_book(tmp_path / "it.xlsx").grids["attributes"]
    level = next(row for row in grid.dicts() if row["type"] == "level")
    words = ",".join(word.partition("=")[0] for word in level["levels"].split() if "=" in word)
    assert choices(tmp_path / "it.xlsx", "plans", level["id"])["source"] == f'"{words}"'


def test_an_attribute_may_have_a_long_name_or_many_levels(tmp_path: Path) -> None:
    folder = shutil.copytree(BASE, tmp_path / "data")
    levels = " ".join(f"level-{number:03}=L{number:03}" for number in range(60))
    edits = {"attributes.csv": f"{'a' * 40},level,low=Low high=High,Long\nmany,level,{levels},Many\n"}
    for name, rows in edits.items():
        (folder / name).write_text((folder / name).read_text(encoding="utf-8") + rows, encoding="utf-8")
    head, *plans = (folder / "plans.csv").read_text(encoding="utf-8").splitlines()
    text = "\n".join([f"{head},{'a' * 40},many", *(f"{row},low,level-007" for row in plans)])
    (folder / "plans.csv").write_text(f"{text}\n", encoding="utf-8")
    commands.write(folder, tmp_path / "it.xlsx")
    assert choices(tmp_path / "it.xlsx", "plans", "a" * 40)["source"] == '"low,high"'
    assert choices(tmp_path / "it.xlsx", "plans", "many") == {}
    assert read_book(tmp_path / "it.xlsx").grids["plans"] == read_grids(folder)["plans"]


def test_every_heading_says_what_its_column_holds_in_the_language_of_the_catalogue(made: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(made) as archive:
        notes = "".join(archive.read(name).decode() for name in archive.namelist() if "comments" in name)
    assert notes.count("<comment ") == sum(len(table.columns) for table in TABLES)
    assert "What it does to the switch.\nOne of: stop, wait, fix, warn." in notes
    italian = tmp_path / "palestra.xlsx"
    commands.write(ROOT / "tests" / "catalogues" / "palestra" / "data", italian)
    with zipfile.ZipFile(italian) as archive:
        notes = "".join(archive.read(name).decode() for name in archive.namelist() if "comments" in name)
    assert "Una tra queste parole: stop, wait, fix, warn." in notes
    cover = [row[0] for row in cells_of(italian)[COVER]]
    assert f"Ogni foglio è un file della cartella {ROOT / 'tests/catalogues/palestra/data'}." in cover


def test_columns_are_in_their_usual_order_and_those_of_the_maintainer_follow(tmp_path: Path) -> None:
    folder = shutil.copytree(DATA, tmp_path / "data")
    path = folder / "families.csv"
    _, *rows = path.read_text(encoding="utf-8").splitlines()
    path.write_text(
        "#,Kind,#ignore,id,name,#\n" + "".join(f"a,suite,,{row.rsplit(',', 1)[0]},b\n" for row in rows),
        encoding="utf-8",
    )
    commands.write(folder, tmp_path / "it.xlsx")
    assert cells_of(tmp_path / "it.xlsx")["families"][0] == ["id", "name", "kind", "#", "#ignore", "#"]
    before = path.read_bytes()
    assert commands.return_to(folder, tmp_path / "it.xlsx", force=False) == 0
    assert path.read_bytes() == before


# ------------------------------------------------------------------------------------------------------ what is refused


def refused(words: str, *arguments: str | Path) -> None:
    with pytest.raises((Stop, CatalogueError)) as caught:
        commands.write(Path(arguments[0]), Path(arguments[1]))
    assert words in str(caught.value)


def test_a_cell_that_no_workbook_can_hold_is_refused_at_its_place(tmp_path: Path) -> None:
    folder = shutil.copytree(BASE, tmp_path / "data")
    path = folder / "symptoms.csv"
    path.write_text(path.read_text(encoding="utf-8") + f"long,{'😀' * 16_384},x,,B1\n", encoding="utf-8")
    refused("symptoms.csv, cell B", folder, tmp_path / "it.xlsx")
    refused("found 32,768 characters; expected at most 32,767", folder, tmp_path / "it.xlsx")
    assert not (tmp_path / "it.xlsx").exists()


def test_a_folder_that_cannot_be_read_whole_is_refused(tmp_path: Path) -> None:
    folder = shutil.copytree(BASE, tmp_path / "data")
    (folder / "rules.csv").write_text("id,rout\n", encoding="utf-8")
    refused("rules.csv, line 1, cell B1: error (columns)", folder, tmp_path / "it.xlsx")


def test_a_catalogue_with_mistakes_gets_its_workbook_in_which_they_can_be_mended(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = shutil.copytree(BASE, tmp_path / "data")
    path = folder / "rules.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",stop,", ",halt,"), encoding="utf-8")
    assert commands.write(folder, tmp_path / "it.xlsx") == 0
    assert "and so has the workbook; planswitch check tells them" in capsys.readouterr().out


def test_nothing_is_replaced_that_would_be_lost(made: Path, tmp_path: Path) -> None:
    out = Path(shutil.copy(made, tmp_path / "it.xlsx"))
    commands.write(DATA, out)
    save(out, {"rules": {"G2": "Edited"}})
    refused("it has edits that would be lost; bring it back first", DATA, out)
    shutil.copy(made, out)
    save(out, {"# mine": {"A1": "x"}})
    refused("it has sheets of your own (# mine)", DATA, out)
    out.write_text("a,b\n", encoding="utf-8")
    refused("something else is there", DATA, out)
    refused("the name of a workbook ends in .xlsx", DATA, tmp_path / "it.xls")
    refused("there is no such folder", DATA, tmp_path / "no" / "it.xlsx")


@pytest.mark.parametrize("name", ["~$it.xlsx", ".~lock.it.xlsx#"])
def test_a_workbook_that_is_open_is_not_replaced(name: str, tmp_path: Path) -> None:
    (tmp_path / name).touch()
    refused(f"it is open in a spreadsheet ({name} says so)", DATA, tmp_path / "it.xlsx")


def test_several_catalogues_are_not_mixed(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    both = ["--catalogue", str(DATA), "--catalogue", str(BASE)]
    assert cli.main(["sheet", str(tmp_path / "it.xlsx"), *both]) == 2
    assert "a workbook holds one catalogue" in capsys.readouterr().err
    assert cli.main(["sheet", str(tmp_path / "it.xlsx"), "--into", str(BASE), *both]) == 2
    assert "--into names the catalogue already" in capsys.readouterr().err
    assert cli.main(["sheet", str(tmp_path / "it.xlsx"), "--force"]) == 2
    assert "--force is about bringing a workbook back" in capsys.readouterr().err
