"""Editing: how long a saved cell takes to the open page, and to all other pages, search and sitemap."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.build import ENVIRONMENT, borrow_cache, copied
from benchmarks.results import Bound, Section, Spread, Table
from tests.browser.driving import playwright
from tools.browsers import CHROMIUM_ARGUMENTS, require_chromium

if TYPE_CHECKING:
    from playwright.sync_api import Browser

SAVES = 20
"""How often a cell is saved."""
PATIENCE = 120
"""How long anything may take (seconds)."""
NAME = "Office 365 Enterprise E1"
"""What the cell holds, in `FILE`."""
FILE = "data/plans.csv"
PAGES = {"a plan": "it/2014/plans/enterprise-e1/", "the matrix": "en/2014/matrix/"}
"""What is open, and where it is."""
SEARCH = ("en/search/documents.json", "it/search/documents.json")
SHOWN = "name => document.body?.innerText.includes(name)"
TEXT = """
`make serve` with the three editions in two languages, on a copy of the project with a full cache, and a headless
Chromium that has one page open. A cell of `plans.csv` is saved with another name each time, two seconds after all is
there; time runs from the save until the open page shows the name, and until every page, search in both languages and
the sitemap are those of the new site.
"""


@dataclass(slots=True)
class Saves:
    """Seconds from each save until the open page shows it, and until all is there."""

    shown: list[float] = field(default_factory=list)
    whole: list[float] = field(default_factory=list)


def run(saves: int = SAVES) -> Section:
    """Saves a cell again and again, with each of the pages open."""
    found = {name: Saves() for name in PAGES}
    with copied() as project:
        borrow_cache(project)
        browser = playwright().chromium.launch(executable_path=str(require_chromium()), args=list(CHROMIUM_ARGUMENTS))
        with _served(project) as address:
            for name, path in PAGES.items():
                _save(project, browser, address, path, found[name], saves)
        browser.close()
    rows = [
        [name, str(len(each.shown)), Spread.of(each.shown).show("s", 2), Spread.of(each.whole).show("s", 2)]
        for name, each in found.items()
    ]
    section = Section("Editing", TEXT, [Table("From the save", ["open", "saves", "the page", "all"], rows)])
    shown = max(Spread.of(each.shown).median for each in found.values())
    whole = max(Spread.of(each.whole).median for each in found.values())
    section.bounds = [
        Bound("A saved cell is in the open page (median)", 1, shown, "s"),
        Bound("A saved cell is in all pages, in search and in the sitemap (median)", 4, whole, "s"),
    ]
    return section


@contextmanager
def _served(project: Path) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, **ENVIRONMENT, "PYTHONPATH": str(project / "generator")}
    words = [sys.executable, "-m", "mkdocs", "serve", "-q", "-a", f"127.0.0.1:{port}"]
    with subprocess.Popen(words, cwd=project, env=environment, stderr=subprocess.DEVNULL) as process:
        try:
            _until_there(f"http://127.0.0.1:{port}/", process)
            yield f"http://127.0.0.1:{port}/"
        finally:
            process.terminate()


def _until_there(address: str, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        try:
            _get(address)
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise RuntimeError("The site is not served.")


def _save(project: Path, browser: Browser, address: str, path: str, found: Saves, saves: int) -> None:
    file = project / FILE
    text = file.read_text(encoding="utf-8")
    page = browser.new_page()
    page.goto(address + path)
    for number in range(saves):
        name = f"{NAME} {number:02}"
        time.sleep(2)
        since = _version(address, path)
        began = time.perf_counter()
        file.write_text(text.replace(NAME, name), encoding="utf-8")
        page.wait_for_function(SHOWN, arg=name, timeout=PATIENCE * 1000)
        found.shown.append(time.perf_counter() - began)
        _until_built(address, path, since)
        found.whole.append(time.perf_counter() - began)
        if not all(name in _get(address + each) for each in (*PAGES.values(), *SEARCH)):
            raise RuntimeError(f"“{name}” is not everywhere.")
    page.close()
    file.write_text(text, encoding="utf-8")
    time.sleep(2)


def _version(address: str, path: str) -> int:
    found = re.search(r"/livereload/notice\.js\?(\d+)", _get(address + path))
    if not found:
        raise RuntimeError("The page does not follow its server.")
    return int(found[1])


def _until_built(address: str, path: str, since: int) -> None:
    """Waits as an open page does, until nothing is being built."""
    building = True
    while building:
        told = json.loads(_get(f"{address}livereload/state?since={since}&page=/{path}"))
        since, building = told["version"], told["building"]


def _get(address: str) -> str:
    with urllib.request.urlopen(address, timeout=PATIENCE) as answer:  # noqa: S310 - an address of ours
        return str(answer.read().decode())
