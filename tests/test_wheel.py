"""What `pip` installs: one package of our name, with everything in it that is no Python."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

from tests.site_builder import PROJECT

PACKAGE = PROJECT / "generator" / "planswitch"


def test_a_wheel_holds_our_package_alone_and_all_of_it(tmp_path: Path) -> None:
    project, out = tmp_path / "project", tmp_path / "out"
    shutil.copytree(PACKAGE, project / "generator" / "planswitch", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("LICENSE", "pyproject.toml"):
        shutil.copy(PROJECT / name, project)
    out.mkdir()
    build = f"from hatchling.build import build_wheel; build_wheel({str(out)!r})"
    subprocess.run([sys.executable, "-c", build], cwd=project, capture_output=True, check=True)
    with zipfile.ZipFile(next(out.iterdir())) as wheel:
        names = wheel.namelist()
    held = {name for name in names if not name.partition("/")[0].endswith(".dist-info")}
    ours = {path.relative_to(PACKAGE.parent).as_posix() for path in PACKAGE.rglob("*") if path.is_file()}
    assert held == {name for name in ours if "__pycache__" not in name}
