"""Runs inside Pyodide while the site is built: compiles what has been imported, by the Python that will load it."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from zipimport import zipimporter

OWN_PACKAGE = "planswitch"
UNCHECKED = (1).to_bytes(4, "little")
"""Flags of a ``.pyc`` that is found by its place alone, with no time stamp in it."""


def compile_imported(folder: str) -> int:
    """Writes a ``.pyc`` for every module that has been imported from a zip archive, in the layout of such archives.

    Docstrings go, except from our own package: a dataclass without one makes one up at each start, which takes longer
    than reading it.

    Returns:
        How many modules were written.
    """
    count = 0
    for name, module in sorted(sys.modules.items()):
        loader = getattr(module, "__loader__", None)
        source = loader.get_source(name) if isinstance(loader, zipimporter) else None
        if source is None:
            continue
        path = name.replace(".", "/") + ("/__init__" if hasattr(module, "__path__") else "")
        level = 0 if name.partition(".")[0] == OWN_PACKAGE else 2
        write(Path(folder, f"{path}.pyc"), source, f"{path}.py", level)
        count += 1
    return count


def write(target: Path, source: str, filename: str, level: int) -> None:
    """Compiles one source; equal sources give equal files."""
    from marshal import dumps  # here, so that it is no part of what has been imported

    code = compile(source, filename, "exec", dont_inherit=True, optimize=level)
    target.parent.mkdir(parents=True, exist_ok=True)
    header = importlib.util.MAGIC_NUMBER + UNCHECKED + importlib.util.source_hash(source.encode())
    target.write_bytes(header + dumps(code))
