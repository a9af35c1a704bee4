"""Writes files whole: who reads meanwhile sees the old one or the new one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from stat import S_IMODE
from tempfile import NamedTemporaryFile


def write_all(files: Mapping[Path, bytes]) -> None:
    """Puts new files in the place of old ones, once all of them are written; each keeps its mode, and links stay links.

    Raises:
        OSError: one could not be written; while that can still be so, none has taken its place.
    """
    with ExitStack() as waiting:
        ready = [(waiting.enter_context(_beside(path.resolve(), data)), path.resolve()) for path, data in files.items()]
        for new, path in ready:
            new.replace(path)


@contextmanager
def _beside(path: Path, data: bytes) -> Iterator[Path]:
    """A hidden file in the same folder, which is gone at the end unless it has got another name."""
    mode = S_IMODE(path.stat().st_mode) if path.exists() else 0o644
    with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
        new = Path(file.name)
        try:
            file.write(data)
            file.close()
            new.chmod(mode)
            yield new
        finally:
            new.unlink(missing_ok=True)
