"""Loading: a folder becomes a catalogue with a digest that stands for its answers."""

from __future__ import annotations

import csv
import io
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from planswitch.catalogue import inspect, load, loading
from planswitch.catalogue.schema import TABLES
from planswitch.rules import Catalogue, Question, decide
from tests.assertions import DATA
from tests.catalogue.test_checks import BASE

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of our own catalogue to change."""
    folder = tmp_path / "catalogue"
    shutil.copytree(DATA, folder)
    return folder


def again(data: bytes, delimiter: str, end: str) -> bytes:
    text = io.StringIO()
    rows = csv.reader(io.StringIO(data.decode(), newline=""))
    csv.writer(text, delimiter=delimiter, lineterminator=end).writerows(rows)
    return text.getvalue().encode()


SAVED: dict[str, Callable[[bytes], bytes]] = {
    "CRLF": lambda data: data.replace(b"\n", b"\r\n"),
    "a byte order mark": lambda data: b"\xef\xbb\xbf" + data,
    "semicolons": lambda data: again(data, ";", "\n"),
    "tabs and CRLF": lambda data: again(data, "\t", "\r\n"),
    "UTF-16": lambda data: data.decode().encode("utf-16"),
    "a line sep=;": lambda data: b"sep=;\n" + again(data, ";", "\n"),
    "blank rows at the end": lambda data: data + b"\n\n",
}


@pytest.mark.parametrize("way", SAVED)
def test_saving_it_in_another_way_changes_nothing(way: str, copy: Path, catalogue: Catalogue) -> None:
    for file in copy.glob("*.csv"):
        file.write_bytes(SAVED[way](file.read_bytes()))
    loaded = load(copy)
    assert loaded.warnings == []
    assert loaded.catalogue.digest == catalogue.digest
    assert loaded.catalogue == catalogue


def test_windows_text_changes_nothing_either_but_warns(copy: Path, catalogue: Catalogue) -> None:
    for file in copy.glob("*.csv"):
        file.write_bytes(file.read_bytes().decode().encode("cp1252"))
    loaded = load(copy)
    assert loaded.catalogue == catalogue
    assert {problem.check for problem in loaded.warnings} == {"encoding"}


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("rules", "users > 300", "users > 301"),
        ("rules", "credit_check,wait", "credit_check,warn"),
        ("switches", "enterprise-k2,enterprise-e1,wizard,likely", "enterprise-k2,enterprise-e1,wizard,sure"),
        ("plans", "Exchange Online Kiosk", "Exchange Kiosk"),
        ("catalogue", "edition,", "edition,New "),
        ("facts", "none=Neither", "none=None"),
    ],
)
def test_a_change_of_a_cell_changes_the_digest(name: str, old: str, new: str, copy: Path, catalogue: Catalogue) -> None:
    file = copy / f"{name}.csv"
    text = file.read_text(encoding="utf-8")
    assert text.count(old) >= 1
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    assert load(copy).catalogue.digest != catalogue.digest


def test_a_change_of_the_code_of_the_rules_changes_the_digest(
    tmp_path: Path, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = tmp_path / "rules"
    shutil.copytree(loading.RULES_FOLDER, code)
    monkeypatch.setattr(loading, "RULES_FOLDER", code)
    assert load(DATA).catalogue.digest == catalogue.digest
    decisions = code / "decisions.py"
    text = decisions.read_text(encoding="utf-8")
    decisions.write_bytes(text.replace("\n", "\r\n").encode())
    assert load(DATA).catalogue.digest == catalogue.digest
    decisions.write_text(text + "\n", encoding="utf-8")
    assert load(DATA).catalogue.digest != catalogue.digest


def test_the_digest_names_its_kind(catalogue: Catalogue) -> None:
    kind, _, digits = catalogue.digest.partition(":")
    assert kind == "sha256"
    assert len(digits) == 64
    assert not set(digits) - set("0123456789abcdef")


@pytest.mark.parametrize("name", ["symptoms", "names", "attributes"])
def test_a_catalogue_without_a_file_that_may_be_left_out_is_whole(name: str, copy: Path) -> None:
    (copy / f"{name}.csv").unlink(missing_ok=True)
    loaded = load(copy)
    assert {(warning.check, warning.file) for warning in loaded.warnings} <= {("unused", "sources.csv")}
    assert not getattr(loaded.catalogue, name)
    assert loaded.tables[name] == []


def test_columns_that_may_be_left_out_are_blank(copy: Path, catalogue: Catalogue) -> None:
    file = copy / "sources.csv"
    with file.open(encoding="utf-8", newline="") as lines:
        rows = [row[:2] for row in csv.reader(lines)]
    with file.open("w", encoding="utf-8", newline="") as lines:
        csv.writer(lines).writerows(rows)
    loaded = load(copy)
    assert loaded.warnings == []
    assert loaded.tables["sources"][0] == {
        "id": "A",
        "title": "To switch plans",
        "date": "",
        "address": "",
        "licence": "",
    }
    assert loaded.catalogue.rules == catalogue.rules


def test_remarks_of_the_maintainer_change_nothing(copy: Path, catalogue: Catalogue) -> None:
    for file in copy.glob("*.csv"):
        with file.open(encoding="utf-8", newline="") as lines:
            header, *rows = csv.reader(lines)
        with file.open("w", encoding="utf-8", newline="") as lines:
            writer = csv.writer(lines)
            writer.writerow(["# checked by", *header, "#"])
            writer.writerows([f"A. N. Other, row {number}\x07", *row, "#REF!"] for number, row in enumerate(rows))
    loaded = load(copy)
    assert loaded.warnings == []
    assert loaded.catalogue == catalogue


def test_another_vendor_needs_no_line_of_code() -> None:
    catalogue = load(BASE).catalogue
    decision = decide(catalogue, Question("swim", "swim-plus", {"age": 91, "locker": True}))
    assert (decision.route, decision.status, decision.holding()) == ("manual", "after", ("too-old", "locker"))
    via = decide(catalogue, Question("run", "swim-plus")).via
    assert [(hop.origin, hop.target) for hop in via] == [("run", "swim"), ("swim", "swim-plus")]


def test_the_tables_are_plain_and_hold_every_column() -> None:
    tables = load(BASE).tables
    assert list(tables) == [table.name for table in TABLES]
    assert tables["plans"][0] == {"id": "swim", "name": "Swim", "family": "indoor", "size": "small", "lanes": "4"}
    assert Catalogue.build(tables, load(BASE).catalogue.digest) == load(BASE).catalogue


def test_problems_are_told_in_the_order_of_the_files_and_their_lines(copy: Path) -> None:
    for name in ("steps", "plans", "rules"):
        file = copy / f"{name}.csv"
        rows = file.read_text(encoding="utf-8").splitlines()
        rows[4] = rows[2] = ","
        file.write_text("\n".join(rows), encoding="utf-8")
        file.write_text(file.read_text(encoding="utf-8").replace("\n,\n", "\nx y,,\n"), encoding="utf-8")
    _, problems = inspect(copy)
    order = [table.file for table in TABLES]
    places = [(order.index(problem.file), problem.line) for problem in problems]
    assert len(places) > 5
    assert places == sorted(places)


def test_a_catalogue_is_the_same_without_the_warnings_that_take_long(copy: Path) -> None:
    switches = copy / "switches.csv"
    head, first, *_ = switches.read_text(encoding="utf-8").splitlines()
    switches.write_text(f"{head}\n{first}\n", encoding="utf-8")
    whole, quick = load(copy), load(copy, warn=False)
    assert len(quick.warnings) < len(whole.warnings)
    assert quick.catalogue.digest == whole.catalogue.digest
