"""What changed, at the command line: the table of a site is checked and translated with its catalogues."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from planswitch import cli
from planswitch.i18n import read
from tests.assertions import ROOT

BASE = ROOT / "tests" / "faulty" / "base"
TABLE = "topic,period,text,source\nLockers,passes,A locker costs a euro.,{source}\nLockers,2001–2010,{told}\n"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a catalogue and, in a folder of its own, what changed."""
    shutil.copytree(BASE, tmp_path / "data")
    write(tmp_path / "history" / "changes.csv")
    configure(tmp_path, "history/changes.csv")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(path: Path, source: str = "House rules", told: str = '"Lockers were free.","A sign, 2001"') -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(TABLE.format(source=source, told=told), encoding="utf-8")


def configure(folder: Path, changes: str) -> None:
    options = f"catalogue: data, languages: [en], changes: {changes}"
    (folder / "mkdocs.yml").write_text(f"plugins:\n  - planswitch: {{{options}}}\n", encoding="utf-8")


@pytest.fixture
def run(site: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command in that folder and returns exit status, output and messages."""

    def start(*words: str) -> tuple[int, str, str]:
        status = cli.main(list(words))
        told = capsys.readouterr()
        return status, told.out, told.err

    return start


def test_it_is_checked_with_the_catalogues_of_the_site(run: Run, site: Path) -> None:
    status, out, _ = run("check")
    assert status == 0
    assert out.splitlines()[-1] == "history/changes.csv: no problem. 1 topic, 2 periods"


def test_what_is_wrong_with_it_is_told_by_its_cell(run: Run, site: Path) -> None:
    write(site / "history" / "changes.csv", source="")
    status, out, _ = run("check")
    assert status == 1
    assert "changes.csv, line 2, cell D2: error (blank)" in out
    assert out.splitlines()[-1] == "history/changes.csv: 1 problem"


def test_a_file_that_is_not_there_is_one_sentence(run: Run, site: Path) -> None:
    configure(site, "history/chnges.csv")
    status, _, err = run("check")
    assert status == 2
    assert err == ("planswitch: mkdocs.yml: “changes” names no file; expected one such as editions/changes.csv\n")


@pytest.mark.parametrize(
    "words", [("check", "data"), ("check", "--catalogue", "data"), ("check", "--edition", "passes")]
)
def test_who_asks_for_a_catalogue_alone_is_told_of_that_alone(run: Run, site: Path, words: tuple[str, ...]) -> None:
    write(site / "history" / "changes.csv", source="")
    status, out, _ = run(*words)
    assert status == 0
    assert "changes.csv" not in out


def test_it_is_staged_with_the_pages(run: Run, site: Path) -> None:
    page = site / "docs" / "en" / "index.md"
    page.parent.mkdir(parents=True)
    page.write_text("# Passes\n", encoding="utf-8")
    assert run("stage", "out")[0] == 0
    assert "Lockers were free." in (site / "out" / "en" / "what-changed.md").read_text(encoding="utf-8")
    assert run("stage", "out", "--catalogue", "data")[0] == 0
    assert not (site / "out" / "en" / "what-changed.md").exists()


def test_its_texts_are_translated_beside_it(run: Run, site: Path) -> None:
    assert run("messages", "--locale", "it")[0] == 0
    path = site / "history" / "locale" / "it.po"
    assert [entry.id for entry in read(path, "it").live] == [
        "Lockers",
        "A locker costs a euro.",
        "House rules",
        "Lockers were free.",
        "A sign, 2001",
    ]
    assert "Lockers" not in {entry.id for entry in read(site / "locale" / "it.po", "it").live}
    status, out, _ = run("check")
    assert status == 0
    assert "it: warning (translation): 5 texts of changes.csv to translate; planswitch messages lists them" in out


def test_beside_the_catalogue_one_file_has_the_texts_of_both(run: Run, site: Path) -> None:
    write(site / "changes.csv")
    configure(site, "changes.csv")
    assert run("messages", "--locale", "it")[0] == 0
    path = site / "locale" / "it.po"
    known = [entry.id for entry in read(path, "it").live]
    assert known[-5:] == ["Lockers", "A locker costs a euro.", "House rules", "Lockers were free.", "A sign, 2001"]
    before = path.read_bytes()
    assert run("messages")[0] == 0
    assert run("messages", "--catalogue", "data")[0] == 0
    assert path.read_bytes() == before
