"""Zip archives that come out equal, byte for byte, whenever and wherever equal files go in."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from planswitch import rules
from planswitch.browser.store import sha256

if TYPE_CHECKING:
    Folder = Path
else:
    Folder = type(Path())

OWN_PACKAGE = Path(rules.__file__).parents[1]
OLDEST = (1980, 1, 1, 0, 0, 0, 0, 0, -1)
"""The first time that a zip archive can state."""


class SortedFolder(Folder):
    """A folder that lists its files in order, whatever the file system does."""

    def rglob(self, pattern: str, **options: Any) -> Iterator[Path]:  # type: ignore[override]
        return iter(sorted(Path(self).rglob(pattern, **options)))


def archive(files: Mapping[str, bytes]) -> bytes:
    """A zip archive of files by path. It is not compressed: the whole archive is, by better means, on its way."""
    from pyodide_build.common import make_zip_archive

    moment = time.mktime(OLDEST)
    with TemporaryDirectory() as temporary:
        folder, output = SortedFolder(temporary, "files"), Path(temporary, "archive.zip")
        for name, content in files.items():
            file = Path(folder, name)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
        for path in folder.rglob("*"):
            path.chmod(0o755 if path.is_dir() else 0o644)
            os.utime(path, (moment, moment))
        make_zip_archive(output, folder, compression_level=0)
        return output.read_bytes()


def rules_files() -> dict[str, bytes]:
    """The very files of `planswitch.rules`, by their path in the package."""
    paths = [OWN_PACKAGE / "__init__.py", *sorted((OWN_PACKAGE / "rules").glob("*.py"))]
    return {path.relative_to(OWN_PACKAGE.parent).as_posix(): path.read_bytes() for path in paths}


def rules_digest() -> str:
    """What tells the rules of one version from those of another."""
    return sha256(*(part for name, text in rules_files().items() for part in (name.encode(), text)))
