"""A cache of build steps: what was made whole from equal inputs is not made again."""

from __future__ import annotations

import hashlib
import logging
import os
import time
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile

log = logging.getLogger("mkdocs.planswitch")

KEPT = 30 * 24 * 3600
"""How long something that is not used stays in the cache (seconds)."""
SEAL = hashlib.sha256().digest_size
"""How many bytes of a file in the cache are the digest of its step."""


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
        new = Path(file.name)
        try:
            file.write(content)
        except BaseException:
            new.unlink()
            raise
    new.chmod(0o644)
    new.replace(path)


@dataclass(frozen=True, slots=True)
class Store:
    """A folder of results, each named after what it was made from.

    Each file begins with the digest of everything that its step made, so that a file which was cut short or damaged,
    or which comes from another run than its neighbours, is seen as such and made anew.
    """

    folder: Path

    def get(
        self,
        key: str,
        names: Iterable[str],
        make: Callable[[], Mapping[str, bytes]],
        whole: Callable[[Mapping[str, bytes]], bool] = lambda _: True,
    ) -> dict[str, bytes]:
        """The files of one step: from the cache, or made and put there.

        Args:
            key: digest of all inputs.
            names: of the files that the step makes.
            make: makes them.
            whole: whether what was made is all that could be; if not, it is not kept, and is tried again next time.
        """
        paths = {name: self.folder / f"{key[:32]}.{name}" for name in names}
        found = _read(paths)
        if found is None:
            found = dict(make())
            if whole(found):
                _keep(paths, found)
        return found

    def tidy(self) -> None:
        """Removes what has not been used for long."""
        oldest = time.time() - KEPT
        for path in self.folder.glob("*"):
            with suppress(FileNotFoundError):  # another build tidies, too
                if path.stat().st_mtime < oldest:
                    path.unlink()


def _read(paths: Mapping[str, Path]) -> dict[str, bytes] | None:
    try:
        sealed = {name: path.read_bytes() for name, path in paths.items()}
    except OSError:
        return None
    found = {name: content[SEAL:] for name, content in sealed.items()}
    seal = _seal(found)
    if any(content[:SEAL] != seal for content in sealed.values()):
        return None
    for path in paths.values():
        with suppress(OSError):  # another build tidies, or the cache may only be read
            os.utime(path)
    return found


def _keep(paths: Mapping[str, Path], made: Mapping[str, bytes]) -> None:
    seal = _seal({name: made[name] for name in paths})
    try:
        for name, path in paths.items():
            replace(path, seal + made[name])
    except OSError as error:
        log.info("The cache cannot be written, so the next build makes this anew: %s", error)


def _seal(contents: Mapping[str, bytes]) -> bytes:
    parts: list[bytes] = []
    for name, content in sorted(contents.items()):
        parts += (f"{name} {len(content)}\n".encode(), content)
    return bytes.fromhex(sha256(*parts))


def written(
    store: Store, contents: Mapping[str, bytes], forms: Mapping[str, Iterable[str]]
) -> dict[str, dict[str, bytes]]:
    """Each content in its forms: "" as it is, ``br`` and ``gz`` compressed; what is new is done on all cores."""
    wanted = [(name, form) for name in contents for form in forms[name]]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        made = pool.map(lambda each: _form(store, contents[each[0]], each[1]), wanted)
        found: dict[str, dict[str, bytes]] = {name: {} for name in contents}
        for (name, form), part in zip(wanted, made, strict=True):
            found[name][form] = part
    return found


def _form(store: Store, content: bytes, form: str) -> bytes:
    if not form:
        return content
    return store.get(sha256(content), [form], lambda: {form: _compress(content, form)})[form]


def _compress(content: bytes, form: str) -> bytes:
    if form == "br":
        import brotli

        return bytes(brotli.compress(content, quality=11, lgwin=24))
    import deflate

    return bytes(deflate.gzip_compress(content, 12))
