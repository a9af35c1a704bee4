"""The benchmark keeps what each part found, so that the page can be written of parts measured one after the other."""

from __future__ import annotations

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
    assert benchmarks.Part.kept(tmp_path / "results" / "engine.json") == written


def test_the_page_is_written_of_every_part_of_this_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "performance.md"
    monkeypatch.setattr(benchmarks, "RESULTS", tmp_path)
    monkeypatch.setattr(benchmarks, "PAGE", page)
    monkeypatch.setattr(benchmarks, "HERE", tmp_path / "benchmarks")
    for name in benchmarks.PARTS:
        part(name, "another machine" if name == "size" else benchmarks._machine()).keep(tmp_path / f"{name}.json")
    assert benchmarks._write() == 1
    assert "measure size too" in capsys.readouterr().err
    assert not page.exists()

    part("size", benchmarks._machine()).keep(tmp_path / "size.json")
    assert benchmarks._write() == 0
    text = page.read_text(encoding="utf-8")
    assert "All of them are met." in text
    assert "| size | at most 4 ms | 3 ms | met |" in text
    assert text.count("Measured on 2026-01-02, in 5 rounds.") == len(benchmarks.PARTS)
