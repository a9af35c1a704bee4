"""The build: how long it takes with an empty cache and with a full one, and what packing Python adds."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.results import Bound, Section, Spread, Table

PROJECT = Path(__file__).parents[1]
SOURCES = ("LICENSE", "data", "docs", "editions", "generator", "locale", "mkdocs.yml")
PACKED = re.compile(r"Packed Python for the browser: .* in ([\d.]+) s")
ENVIRONMENT = {"NO_MKDOCS_2_WARNING": "1", "SITE_URL": "http://localhost/"}
COLD_RUNS = 3
"""At most so many builds with an empty cache, for each takes a minute or more."""
TEXT = """
`mkdocs build --strict` in a process of its own, on a copy of the project. With an **empty cache**, the browser's Python
is compiled and compressed anew. With a **full cache**, as in every build after the first, those results are
found again. Wall-clock time.
"""


@dataclass(frozen=True, slots=True)
class Built:
    """One build: wall-clock seconds, the packer's share in them, and how many pages there are."""

    seconds: float
    packing: float
    pages: int


@contextmanager
def copied() -> Iterator[Path]:
    """A copy of the project that can be built without touching this one's site and cache."""
    with TemporaryDirectory(prefix="planswitch-bench-") as temporary:
        folder = Path(temporary)
        for name in SOURCES:
            source = PROJECT / name
            if source.is_dir():
                shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy2(source, folder / name)
        (folder / "node_modules").symlink_to(PROJECT / "node_modules", target_is_directory=True)
        yield folder


def borrow_cache(project: Path) -> None:
    """Copies what this project's cache holds, so that the copy need not start from nothing."""
    if (PROJECT / ".cache").is_dir():
        shutil.copytree(PROJECT / ".cache", project / ".cache", dirs_exist_ok=True)


def build(project: Path) -> Built:
    """Builds a copy of the project into its folder ``site``.

    Raises:
        RuntimeError: the build failed; the text is what it printed.
    """
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict"],
        cwd=project,
        env={**os.environ, **ENVIRONMENT, "PYTHONPATH": str(project / "generator")},
        capture_output=True,
        text=True,
        check=False,
    )
    seconds = time.perf_counter() - began
    printed = done.stdout + done.stderr
    if done.returncode:
        raise RuntimeError(f"The site could not be built:\n{printed.strip()[-3000:]}")
    packed = PACKED.search(printed)
    pages = sum(1 for _ in (project / "site").rglob("*.html"))
    return Built(seconds, float(packed[1]) if packed else float("nan"), pages)


def run(runs: int) -> Section:
    """Builds a few times with an empty cache and `runs` times with a full one."""
    cold, warm = [], []
    with copied() as project:
        for number in range(runs):
            if number < COLD_RUNS:
                shutil.rmtree(project / ".cache", ignore_errors=True)
                cold.append(build(project))
            warm.append(build(project))
    rows = [_row("empty cache", cold), _row("full cache", warm)]
    columns = ["cache", "builds", "whole build", "packing Python", "a page, without packing"]
    section = Section("The build", TEXT, [Table("Time of the build", columns, rows, f"{warm[0].pages} pages.")])
    packing = Spread.of(built.packing for built in warm).median
    section.bounds = [Bound("Packing Python adds to a build with a full cache", 1, packing, "s")]
    return section


def _row(name: str, builds: list[Built]) -> list[str]:
    return [
        name,
        str(len(builds)),
        Spread.of(built.seconds for built in builds).show("s", 1),
        Spread.of(built.packing for built in builds).show("s", 1),
        Spread.of((built.seconds - built.packing) / built.pages * 1000 for built in builds).show("ms"),
    ]
