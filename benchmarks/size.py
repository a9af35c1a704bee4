"""Catalogues of any size: how long check, answer, diff and build take at 21 to 1,000 plans, and how much they need."""

from __future__ import annotations

import os
import re
import resource
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.catalogues import PROJECT, SIZES, tables, written
from benchmarks.results import Bound, Section, Spread, Table

MEGABYTE = 1_000_000
EDITED, REWRITTEN = "edited", "rewritten"
"""The folders beside a catalogue in which it is edited: one rule, and all of them."""
SMALL, LARGE = 100, 1_000
"""Between these sizes growth is measured."""
TEXT = """
Made-up catalogues (`benchmarks/catalogues.py`): families of ten plans, up to twenty listed pairs a plan, thirty rules.
Each command is a process of its own, from its start to its end (wall-clock time); the build is that of one language,
with a full cache. What `diff` compares is the catalogue with one in which the first rule holds always: every pair is
concerned, and every chain. In the next column every rule is edited: its reason, and the number it compares users with.
Memory is the largest resident set of the process; the site's size is that of all its files but for the browser's Python
(`assets/python`), uncompressed.
"""


@dataclass(frozen=True, slots=True)
class Measured:
    """What was measured of one catalogue, once: seconds, bytes of memory, bytes of the site."""

    check: float
    answer: float
    diff: float
    diff_all: float
    build: float
    memory: float
    site: float


def run(runs: int) -> Section:
    """Measures every size, one after the other in each round."""
    found: dict[int, list[Measured]] = {plans: [] for plans in SIZES}
    with TemporaryDirectory(prefix="planswitch-size-") as temporary:
        configs = {plans: written(Path(temporary) / str(plans), plans) for plans in SIZES}
        for config in configs.values():
            _edit(config.parent)
            _run("-m", "mkdocs", "build", "-q", "-f", config)  # fills the cache
        for _ in range(runs):
            for plans, config in configs.items():
                found[plans].append(_measured(config))
    columns = [
        "plans",
        "listed pairs",
        "check",
        "answer",
        "diff",
        "diff of all rules",
        "build",
        "memory of the build",
        "site without Python",
    ]
    section = Section("Any size", TEXT, [Table("By the number of plans", columns, list(map(_row, found.items())))])
    section.bounds = list(_bounds(found))
    return section


def _edit(folder: Path) -> None:
    """Writes it twice more: with a first rule, about every pair, that holds always, and with all rules edited."""
    text = (folder / "data" / "rules.csv").read_text(encoding="utf-8")
    all_edited = re.sub(r"(users [<>] )(\d+)", r"\g<1>1\2", text.replace("handbook says", "new handbook says"))
    for name, rules in ((EDITED, text.replace("users > 300", "always", 1)), (REWRITTEN, all_edited)):
        edited = shutil.copytree(folder / "data", folder / name)
        (edited / "rules.csv").write_text(rules, encoding="utf-8")


def _measured(config: Path) -> Measured:
    data = config.parent / "data"
    check, _ = _run("-m", "planswitch", "check", data)
    first, last = _ends(data)
    answer, _ = _run("-m", "planswitch", "answer", first, last, "--catalogue", data)
    diff, _ = _run("-m", "planswitch", "diff", data, config.parent / EDITED)
    diff_all, _ = _run("-m", "planswitch", "diff", data, config.parent / REWRITTEN)
    build, memory = _run("-m", "mkdocs", "build", "-q", "-f", config)
    return Measured(check, answer, diff, diff_all, build, memory, _size(config.parent / "site"))


def _ends(data: Path) -> tuple[str, str]:
    plans = (data / "plans.csv").read_text(encoding="utf-8").splitlines()
    return plans[1].partition(",")[0], plans[-1].partition(",")[0]


def _run(*words: str | Path) -> tuple[float, float]:
    """Wall-clock seconds of a command, and the most memory of it in bytes.

    Raises:
        RuntimeError: it failed; the text is what it printed.
    """
    environment = {**os.environ, "SITE_URL": "http://localhost/", "NO_MKDOCS_2_WARNING": "1"}
    environment["PYTHONPATH"] = str(PROJECT / "generator")
    began = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, *map(str, words)],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        printed = process.stdout.read() if process.stdout else ""
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{' '.join(map(str, words))} failed:\n{printed.strip()[-3000:]}")
    return time.perf_counter() - began, _bytes(used)


def _bytes(used: resource.struct_rusage) -> float:
    """The largest resident set; macOS counts it in bytes, all others in kilobytes."""
    return used.ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def _size(site: Path) -> float:
    files = (file for file in site.rglob("*") if file.is_file())
    return sum(file.stat().st_size for file in files if "python" not in file.relative_to(site).parts[1:2])


def _row(item: tuple[int, list[Measured]]) -> list[str]:
    plans, rounds = item
    return [
        f"{plans:,}",
        f"{len(tables(plans)['switches']):,}",
        Spread.of(each.check for each in rounds).show("s", 2),
        Spread.of(each.answer for each in rounds).show("s", 2),
        Spread.of(each.diff for each in rounds).show("s", 2),
        Spread.of(each.diff_all for each in rounds).show("s", 2),
        Spread.of(each.build for each in rounds).show("s", 1),
        Spread.of(each.memory / MEGABYTE for each in rounds).show("MB"),
        Spread.of(each.site / MEGABYTE for each in rounds).show("MB", 1),
    ]


def _bounds(found: dict[int, list[Measured]]) -> list[Bound]:
    def median(plans: int, what: str) -> float:
        return Spread.of(getattr(each, what) for each in found[plans]).median

    where = f"{LARGE:,} plans"
    return [
        Bound(f"{where}: check", 2, median(LARGE, "check"), "s"),
        Bound(f"{where}: answer", 1, median(LARGE, "answer"), "s"),
        Bound(f"{where}: diff of an edited rule", 10, median(LARGE, "diff"), "s"),
        Bound(f"{where}: diff of all rules edited at once", 10, median(LARGE, "diff_all"), "s"),
        Bound(f"{where}: build of one language", 60, median(LARGE, "build"), "s"),
        Bound(f"{where}: memory of the build", 1_000, median(LARGE, "memory") / MEGABYTE, "MB"),
        Bound(f"{where}: site without Python", 60, median(LARGE, "site") / MEGABYTE, "MB"),
        *(
            Bound(
                f"{SMALL} to {LARGE:,} plans: time of {what} grows", 12, median(LARGE, what) / median(SMALL, what), "x"
            )
            for what in ("check", "answer", "build")
        ),
    ]
