"""A cache of build steps: what was made from equal inputs is not made again."""

from __future__ import annotations

import gzip
import hashlib
import os
import time
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile

KEPT = 30 * 24 * 3600
"""How long something that is not used stays in the cache (seconds)."""


def sha256(*parts: bytes) -> str:
    """The digest of parts, in hexadecimal."""
    sha = hashlib.sha256()
    for part in parts:
        sha.update(part)
    return sha.hexdigest()


def replace(path: Path, content: bytes) -> None:
    """Writes a file at once: who reads meanwhile sees the old one or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(content)
    Path(file.name).chmod(0o644)
    Path(file.name).replace(path)


@dataclass(frozen=True, slots=True)
class Store:
    """A folder of results, each named after what it was made from."""

    folder: Path

    def get(self, key: str, names: Iterable[str], make: Callable[[], Mapping[str, bytes]]) -> dict[str, bytes]:
        """The files of one step: from the cache, or made and put there.

        Args:
            key: digest of all inputs.
            names: of the files that the step makes.
            make: makes them.
        """
        paths = {name: self.folder / f"{key[:32]}.{name}" for name in names}
        try:
            found = {name: path.read_bytes() for name, path in paths.items()}
        except FileNotFoundError:
            found = dict(make())
            for name, path in paths.items():
                replace(path, found[name])
        else:
            for path in paths.values():
                os.utime(path)
        return found

    def tidy(self) -> None:
        """Removes what has not been used for long."""
        oldest = time.time() - KEPT
        for path in self.folder.glob("*"):
            if path.stat().st_mtime < oldest:
                path.unlink(missing_ok=True)


def compressed(store: Store, contents: Iterable[bytes]) -> list[dict[str, bytes]]:
    """Each content compressed as ``br`` and ``gz``; what is new is done on all cores."""
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return list(
            pool.map(lambda content: store.get(sha256(content), ("br", "gz"), lambda: _compress(content)), contents)
        )


def _compress(content: bytes) -> dict[str, bytes]:
    import brotli

    return {
        "br": brotli.compress(content, quality=11, lgwin=24),
        "gz": gzip.compress(content, 9, mtime=0),
    }
