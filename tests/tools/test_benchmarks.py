"""The benchmark keeps what each part found, so that the page can be written of parts measured one after the other."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks import __main__ as benchmarks
from benchmarks.results import Bound, Section, Table


def part(name: str, machine: str) -> benchmarks.Part:
    table = Table(f"Time of {name}", ["what", "time"], [["a key", "3 ms"]], "Few.")
    return benchmarks.Part(Section(name, "How.", [table], [Bound(name, 4, 3, "ms")]), "2026-01-02", machine, 5, "1")


def test_what_a_part_found_is_read_as_it_was_written(tmp_path: Path) -> None:
    written = part("engine", "a machine")
    written.keep(tmp_path / "results" / "engine.json")
    found = json.loads((tmp_path / "results" / "engine.json").read_text(encoding="utf-8"))
    assert benchmarks.Part.of(found) == written


def test_the_page_is_written_of_every_part_of_this_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page, results = tmp_path / "performance.md", tmp_path / "results"
    monkeypatch.setattr(benchmarks, "RESULTS", results)
    monkeypatch.setattr(benchmarks, "PAGE", page)
    monkeypatch.setattr(benchmarks, "DATA", tmp_path / "performance.json")
    monkeypatch.setattr(benchmarks, "HERE", tmp_path / "benchmarks")
    for name in benchmarks.PARTS:
        part(name, "another machine" if name == "size" else benchmarks._machine()).keep(results / f"{name}.json")
    assert benchmarks._write() == 1
    assert "measure size too" in capsys.readouterr().err
    assert not page.exists()

    part("size", benchmarks._machine()).keep(results / "size.json")
    assert benchmarks._write() == 0
    text = page.read_text(encoding="utf-8")
    assert "All of them are met." in text
    assert "| size | at most 4 ms | 3 ms | met |" in text
    assert text.count("Measured on 2026-01-02, in 5 rounds.") == len(benchmarks.PARTS)

    shutil.rmtree(results)
    changed = replace(part("size", benchmarks._machine()), when="2026-03-04")
    changed.keep(results / "size.json")
    assert benchmarks._write() == 0
    assert page.read_text(encoding="utf-8") == text.replace(
        "## size\n\nHow.\n\nMeasured on 2026-01-02", "## size\n\nHow.\n\nMeasured on 2026-03-04"
    )


def test_the_page_is_what_was_measured() -> None:
    data = json.loads(benchmarks.DATA.read_text(encoding="utf-8"))
    parts = {name: benchmarks.Part.of(found) for name, found in data.items()}
    assert [*parts] == [*benchmarks.PARTS]
    assert benchmarks.PAGE.read_text(encoding="utf-8") == benchmarks._page(parts)
