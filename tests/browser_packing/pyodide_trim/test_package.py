"""The package as a stranger meets it: alone, with nothing but Python's standard library."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from planswitch.browser import pyodide_trim

IMPORT_ALL = """
import importlib, pkgutil, sys
sys.path.insert(0, sys.argv[1])
package = importlib.import_module("pyodide_trim")
for module in pkgutil.iter_modules(package.__path__):
    importlib.import_module(f"pyodide_trim.{module.name}")
print(*sorted(package.__all__))
"""


def test_it_needs_nothing_but_the_standard_library(tmp_path: Path) -> None:
    shutil.copytree(Path(pyodide_trim.__file__).parent, tmp_path / "pyodide_trim")
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", IMPORT_ALL, str(tmp_path)], capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
    assert done.stdout.split() == sorted(pyodide_trim.__all__)
