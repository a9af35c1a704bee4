"""What every test can ask for, and the line at the end that says how many decisions were checked."""

from __future__ import annotations

import os
import signal
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from planswitch.catalogue import Loaded, load
from tests.assertions import DATA, EDITIONS, OFFICE, ROOT
from tests.examples import EXAMPLES, Example, folder_of
from tests.long import examples
from tests.missing import NOT_HERE
from tests.site_builder import alone, build

if TYPE_CHECKING:
    from planswitch.rules import Catalogue

UNIT_TESTS = ("rules", "catalogue", "i18n", "pages", "diff", "sheet", "assets", "tools")
"""Folders of tests that need no site."""

# How fast examples come is the machine's, and no fault of what is tested.
settings.register_profile(
    "house",
    max_examples=examples(100),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=True,
    database=None,
)
settings.load_profile("house")


@pytest.fixture(scope="session")
def loaded() -> Loaded:
    """The catalogue of 2014 with the tables it was built from."""
    return load(DATA)


@pytest.fixture(scope="session")
def catalogue(loaded: Loaded) -> Catalogue:
    """The catalogue of 2014."""
    return loaded.catalogue


@pytest.fixture(scope="session")
def site_url() -> str:
    """The address that the built site was built for."""
    return "http://site.test/"


@pytest.fixture(scope="session")
def _built(site_url: str, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """Built by the first process of the test run that wants it, for all of them: nobody may change it."""
    return _built_once("office-2014", OFFICE / "mkdocs.yml", site_url, tmp_path_factory)


@pytest.fixture(scope="session")
def site_folder(_built: tuple[Path, str]) -> Path:
    """The built site of the catalogue of 2014."""
    return _built[0]


@pytest.fixture(scope="session")
def site_log(_built: tuple[Path, str]) -> str:
    """What the build printed."""
    return _built[1]


@pytest.fixture(scope="session")
def _editions(site_url: str, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    return _built_once("editions", EDITIONS / "mkdocs.yml", site_url, tmp_path_factory)


@pytest.fixture(scope="session")
def editions_folder(_editions: tuple[Path, str]) -> Path:
    """A built site of three small editions: nobody may change it."""
    return _editions[0]


@pytest.fixture(scope="session")
def editions_log(_editions: tuple[Path, str]) -> str:
    """What its build printed."""
    return _editions[1]


@pytest.fixture(scope="session")
def published_folder(site_url: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site as it is published, with the live editions: nobody may change it."""
    return _built_once("published", ROOT / "mkdocs.yml", site_url, tmp_path_factory)[0]


@pytest.fixture(scope="session", params=EXAMPLES)
def example(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, site_url: str) -> Example:
    """One of the examples, built once a run like the site: nobody may change it."""
    name = str(request.param)
    folder, log = _built_once(name, folder_of(name) / "mkdocs.yml", site_url, tmp_path_factory)
    return Example(name, folder, log)


def _built_once(name: str, config: Path, url: str, factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The site of a configuration, and what its build printed; the first process that wants it builds it for all."""
    own = factory.getbasetemp()
    run = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    folder, log = run / name / "site", run / f"{name}.log"
    with alone(run / f"building {name}"):
        if not log.is_file():
            log.write_text(build(folder, config=config, url=url), encoding="utf-8")
    return folder, log.read_text(encoding="utf-8")


ORDER = ("test_examples.py", *UNIT_TESTS, "browser", "serving", "editions", "")
"""What begins packs Python for the browser, which takes a minute where nobody has done it before. What needs no site
comes beside it, then what takes longest, and what takes a moment last, so that no process is left with much to do."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Brings the files into that `ORDER`, and in each part those of many tests come first."""
    tests = Counter(item.path for item in items)

    def place(item: pytest.Item) -> tuple[int, int]:
        within = item.path.relative_to(Path(__file__).parent).parts[0]
        return ORDER.index(within if within in ORDER else ""), -tests[item.path]

    items.sort(key=place)


def pytest_configure() -> None:
    """Heeds Ctrl-C even where a shell that started the tests in the background does not, for what they start."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Adds up the ``decisions`` that tests recorded, in any process, and names what was missing."""
    checked = sum(
        int(str(value))
        for report in terminalreporter.stats.get("passed", [])
        for name, value in getattr(report, "user_properties", [])
        if name == "decisions" and report.when == "call"
    )
    if checked:
        terminalreporter.write_line(f"{checked:,} decisions checked over the whole input space")
    skipped = Counter(report.longrepr[2].partition(NOT_HERE)[2] for report in terminalreporter.stats.get("skipped", []))
    for program, tests in skipped.items():
        if program:
            terminalreporter.write_line(f"{tests} tests skipped, {NOT_HERE}{program}", yellow=True)
