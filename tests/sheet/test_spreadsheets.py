"""A workbook is opened and saved by LibreOffice, where it is there: no cell changes, and what it offers stays."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from planswitch.sheet import commands
from planswitch.sheet.reading import read_book
from planswitch.sheet.returning import bring_back
from tests.assertions import DATA, ROOT
from tests.missing import NOT_HERE

HOSTILE = ROOT / "tests" / "catalogues" / "hostile" / "data"


def libreoffice() -> str:
    """The program, which is no part of what `make test` needs."""
    found = os.environ.get("PLANSWITCH_LIBREOFFICE") or shutil.which("soffice") or shutil.which("libreoffice")
    if not found:
        pytest.skip(f"{NOT_HERE}LibreOffice (PLANSWITCH_LIBREOFFICE names one)")
    return found


@pytest.mark.long
@pytest.mark.parametrize("folder", [DATA, HOSTILE], ids=["office-2014", "hostile"])
def test_a_workbook_that_libreoffice_has_saved_says_what_it_said(folder: Path, tmp_path: Path) -> None:
    program = libreoffice()
    (tmp_path / "it.xlsx").write_bytes(commands.made(folder)[0])
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    words = ["--headless", profile, "--convert-to", "xlsx", "--outdir", str(tmp_path / "saved")]
    subprocess.run([program, *words, str(tmp_path / "it.xlsx")], check=True, capture_output=True, timeout=300)
    saved = read_book(tmp_path / "saved" / "it.xlsx")
    assert saved.grids == read_book(tmp_path / "it.xlsx").grids
    assert saved.memory == read_book(tmp_path / "it.xlsx").memory
    assert bring_back(saved.path, folder).files == {}
