"""Builds the wheel that anyone can install: `make dist`, or `.venv/bin/python tools/dist.py`.

Writes dist/planswitch-VERSION-py3-none-any.whl, and nothing else here. A copy of the package gets what no catalogue
changes: Python packed for the browser, scripts and styles made as short as they can be. So whoever installs the wheel
needs no Node and no npm, and compresses no Python again. Equal sources make equal wheels, byte for byte.
"""

import logging
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from planswitch.browser import CACHE, PackError, making, minifying, prepacked
from planswitch.browser.packing import WAYS
from planswitch.browser.store import Store
from planswitch.browser.store import replace as write_whole

if TYPE_CHECKING:
    from planswitch.browser.parts import Parts

log = logging.getLogger("mkdocs.planswitch")

PROJECT = Path(__file__).resolve().parents[1]
PACKAGE = Path("generator", "planswitch")
BESIDE = (".gitignore", "LICENSE", "pyproject.toml")
"""What a wheel is made of besides the package, and what says what never gets into one."""
LARGEST = 20_000_000
"""How large a wheel may be (bytes)."""
BUILD = "import sys; from hatchling.build import build_wheel; print(build_wheel(sys.argv[1]))"


class DistError(Exception):
    """A wheel that would not be whole; the text says what is missing and what to do."""


def build(out: Path) -> Path:
    """Builds the wheel into a folder, where it takes the place of an earlier one when nothing has failed.

    Raises:
        DistError, PackError: it cannot be built, or would not be whole.
    """
    parts = packed_parts()
    with TemporaryDirectory() as temporary:
        project, made = Path(temporary, "project"), Path(temporary, "made")
        lay_out(project, parts)
        wheel = wheel_of(project, made)
        if wheel.stat().st_size > LARGEST:
            raise DistError(f"The wheel has {told(wheel)}, and may have {LARGEST / 1e6:.0f} MB. {contents(wheel)}")
        target = out / wheel.name
        write_whole(target, wheel.read_bytes())
    return target


def packed_parts() -> "Parts":
    """Packs Python for the browser, all of it.

    Raises:
        DistError: a quick way to start it could not be prepared.
        PackError: something is missing.
    """
    with _warnings() as warnings:
        parts = making.make(Store(CACHE / "browser"))
    missing = sorted({name for files in WAYS.values() for name in files.values()} - parts.files.keys())
    if warnings or missing:
        why = [*warnings, *([f"Not made: {', '.join(missing)}."] if missing else [])]
        raise DistError("\n".join(["The wheel would not be whole, for Python could not be packed:", *why]))
    return parts


@contextmanager
def _warnings() -> Iterator[list[str]]:
    """What is said at that level meanwhile."""
    said: list[str] = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: said.append(record.getMessage())  # type: ignore[method-assign]
    log.addHandler(handler)
    try:
        yield said
    finally:
        log.removeHandler(handler)


def lay_out(project: Path, parts: "Parts") -> None:
    """Writes the project of which the wheel is made into a new folder.

    Raises:
        PackError: scripts or styles could not be shortened.
    """
    package = project / PACKAGE
    shutil.copytree(PROJECT / PACKAGE, package, ignore=shutil.ignore_patterns("__pycache__"))
    for name in BESIDE:
        shutil.copyfile(PROJECT / name, project / name)
    assets = package / "assets"
    scripts = minifying.minify(assets)
    for part in (*minifying.unite_scripts(assets), *minifying.unite_styles(assets)):
        part.unlink()
    prepacked.write(replace(parts, scripts=scripts), package / "browser" / prepacked.FOLDER.name)


def wheel_of(project: Path, out: Path) -> Path:
    """Makes the wheel of a project that is laid out, in a new folder.

    Raises:
        DistError: it could not be made; says what was said.
    """
    out.mkdir()
    done = subprocess.run(
        [sys.executable, "-c", BUILD, str(out)], cwd=project, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise DistError(f"The wheel could not be built:\n{done.stderr.strip()[-2000:]}")
    return out / done.stdout.split()[-1]


def told(wheel: Path) -> str:
    """How large a wheel is."""
    return f"{wheel.stat().st_size / 1e6:.1f} MB"


def contents(wheel: Path) -> str:
    """What takes most of a wheel."""
    with zipfile.ZipFile(wheel) as archive:
        largest = sorted(archive.infolist(), key=lambda info: -info.compress_size)[:5]
    return "Largest: " + ", ".join(f"{info.filename} ({info.compress_size / 1e6:.1f} MB)" for info in largest)


def main() -> int:
    """Builds the wheel, says how large it is, and returns the exit status."""
    try:
        wheel = build(PROJECT / "dist")
    except (DistError, PackError) as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{wheel.relative_to(PROJECT)}: {told(wheel)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
