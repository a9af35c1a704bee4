"""The Pyodide runtime as npm installs it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from planswitch.browser.places import PROJECT, advice

INSTALLED = PROJECT / "node_modules" / "pyodide"
FILES = (
    "pyodide.mjs",
    "pyodide.asm.mjs",
    "pyodide.asm.wasm",
    "python_stdlib.zip",
    "pyodide-lock.json",
    "package.json",
)


class PackError(Exception):
    """Python cannot be packed for the browser; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Runtime:
    """One version of Pyodide.

    Attributes:
        folder: where its files are.
    """

    folder: Path

    @classmethod
    def installed(cls, folder: Path = INSTALLED) -> Runtime:
        """Finds the runtime in a folder.

        Raises:
            PackError: files are missing.
        """
        missing = [name for name in FILES if not (folder / name).is_file()]
        if missing:
            place = folder.relative_to(PROJECT) if folder.is_relative_to(PROJECT) else folder
            raise PackError(
                f"Pyodide, the browser's Python, is not complete: {place} has no {', '.join(missing)}. {advice()}"
            )
        return cls(folder)

    def read(self, name: str) -> bytes:
        """The content of one of its `FILES`."""
        return (self.folder / name).read_bytes()

    @property
    def version(self) -> str:
        """Pyodide's version."""
        return str(json.loads(self.read("package.json"))["version"])

    @property
    def lock(self) -> dict[str, Any]:
        """Pyodide's lock file without its packages, of which we use none."""
        return {"info": json.loads(self.read("pyodide-lock.json"))["info"], "packages": {}}
