"""Several editions in one site: how long a first answer takes there, beside a site that has its edition alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from benchmarks.many import ANSWERED, PATIENCE
from benchmarks.results import Bound, Section, Spread, Table
from tests.browser.driving import playwright
from tests.browser.serving import Serving
from tests.site_builder import PROJECT, build
from tools.browsers import CHROMIUM_ARGUMENTS, require_chromium

if TYPE_CHECKING:
    from playwright.sync_api import Browser

FOLDERS = {"2024-admin": "editions/2024-admin", "2023-partner": "editions/2023-partner", "2014": "data"}
"""The editions of our own site, by their ids: the one of its home page is the first."""
ASKED = {
    "2024-admin": "from=m365-business-basic&to=m365-business-standard&billing=mca",
    "2014": "from=enterprise-e1&to=enterprise-e3&trial=no",
}
"""A question of an edition, with one circumstance, so that Python has to answer it."""
CONFIG = """site_name: Editions
site_url: http://site.test/
theme: material
plugins:
  - search
  - planswitch: {{catalogues: [{catalogues}], languages: [en]}}
"""
HOME = "# Can I switch?\n\nChoose two plans.\n\n<!-- planswitch:explorer -->\n"
ALONE, AMONG = "alone", "among others"
TEXT = """
Sites with the same home page, made of the same catalogues, in a headless Chromium, served from this machine. The
address of a first visit holds a question with a circumstance; time runs from the start of the navigation until Python's
answer stands. *Alone* is the site of that edition and no other, *among others* the site of all three, whose home page
has the first of them.
"""


@dataclass(slots=True)
class Asked:
    """The first answers (milliseconds) to the question of an edition, and the bytes until then."""

    times: list[float] = field(default_factory=list)
    bytes: list[float] = field(default_factory=list)


Found = dict[tuple[str, str], Asked]
"""(edition, ``alone`` or ``among others``) -> what was measured."""


def run(runs: int) -> Section:
    """Visits each site once a round, in an order that changes."""
    found: Found = {(edition, where): Asked() for edition in ASKED for where in (ALONE, AMONG)}
    with TemporaryDirectory(prefix="planswitch-editions-") as temporary:
        sites = dict(_sites(Path(temporary)))
        browser = playwright().chromium.launch(executable_path=str(require_chromium()), args=list(CHROMIUM_ARGUMENTS))
        for number in range(runs):
            order = list(found)
            for edition, where in order[number % len(order) :] + order[: number % len(order)]:
                site = sites[edition if where == ALONE else ""]
                _visit(browser, site, _question(edition, where), found[edition, where])
        browser.close()
    return section(found)


def _sites(folder: Path) -> Iterator[tuple[str, Path]]:
    """The built sites: that of every edition by its id, and by nothing that of all."""
    for name in (*ASKED, ""):
        catalogues = [FOLDERS[name]] if name else list(FOLDERS.values())
        project = folder / (name or "all")
        page = project / "docs" / "en" / "index.md"
        page.parent.mkdir(parents=True)
        page.write_text(HOME, encoding="utf-8")
        listed = ", ".join(f"{PROJECT.as_posix()}/{catalogue}" for catalogue in catalogues)
        config = project / "mkdocs.yml"
        config.write_text(CONFIG.format(catalogues=listed), encoding="utf-8")
        build(project / "site", config=config, strict=False)
        yield name, project / "site"


def _question(edition: str, where: str) -> str:
    """As it stands in an address: of the home page's own edition, and of one that is alone, nothing has to be said."""
    own = where == ALONE or edition == next(iter(FOLDERS))
    return ASKED[edition] if own else f"{ASKED[edition]}&edition={edition}"


def _visit(browser: Browser, site: Path, question: str, into: Asked) -> None:
    with Serving(site) as serving:
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.goto(f"{serving.url}en/#{question}", wait_until="commit")
        into.times.append(float(page.evaluate(ANSWERED, 1)))
        into.bytes.append(sum(request.sent for request in serving.requests))
        context.close()


def section(found: Found) -> Section:
    """The table and the bounds."""
    columns = ["question", "time to the first answer", "bytes"]
    made = Section("Several editions in one site", TEXT, [Table("First answer", columns, list(_rows(found)))])
    made.bounds = [
        Bound(
            f"{len(FOLDERS)} editions: first answer of {edition}, against a site of that edition alone",
            1.1,
            _middle(found, edition, AMONG) / _middle(found, edition, ALONE),
            "x",
        )
        for edition in ASKED
    ]
    return made


def _middle(found: Found, edition: str, where: str) -> float:
    return Spread.of(found[edition, where].times).median


def _rows(found: Found) -> Iterable[list[str]]:
    for (edition, where), asked in found.items():
        yield [
            f"{edition}, {where}",
            Spread.of(asked.times).show("ms"),
            f"{Spread.of(asked.bytes).median / 1e6:.2f} MB",
        ]
