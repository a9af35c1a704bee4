"""Whatever is remembered between builds, and shown ahead: every file is what a new server makes of the same sources."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config

from planswitch.plugin import PlanswitchPlugin
from planswitch.serving import Ahead
from tests.site_builder import PROJECT

SOURCE = PROJECT / "tests" / "catalogues" / "editions"
URL = "http://127.0.0.1:8000/"
MARKER = ".planswitch.json"
OPEN = ("it/old/plans/e1/index.html", "en/new/matrix/index.html", "en/old/guides/first/index.html")
"""Pages that somebody looks at, the last first."""


class Reader:
    """Stands for the server, of which pages are open; keeps what is shown ahead of the site."""

    def __init__(self, work: Path) -> None:
        self.open_pages = [*OPEN]
        self.ahead: dict[str, bytes] = {}
        self._work = work

    def show_ahead(self, ahead: Ahead) -> None:
        """Keeps pages and what they fetch: each is shown once, before any other is written."""
        assert not [*self._work.rglob("*.html")]
        assert not self.ahead.keys() & ahead.pages.keys()
        self.ahead |= ahead.pages
        self.ahead |= {address: make() for address, make in ahead.files.items()}

    def give_way(self) -> None:
        """Nobody asks for anything."""


class Desk:
    """A site of three editions in two languages that is edited."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "project"
        shutil.copytree(SOURCE, self.folder, ignore=shutil.ignore_patterns("site", ".*"))
        self.config = self.folder / "mkdocs.yml"
        self.replace("mkdocs.yml", "../../..", PROJECT.as_posix())
        self.reader = Reader(folder / ".served.planswitch")

    def replace(self, name: str, found: str, new: str) -> None:
        """Edits a file."""
        text = (self.folder / name).read_text(encoding="utf-8")
        assert found in text, f"{found} is not in {name}"
        (self.folder / name).write_text(text.replace(found, new), encoding="utf-8")

    def add(self, name: str, text: str) -> None:
        """Adds to a file, or begins it."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        before = path.read_text(encoding="utf-8") if path.is_file() else ""
        path.write_text(before + text, encoding="utf-8")

    def build(self, target: str, *, anew: bool, command: str = "serve") -> dict[str, bytes]:
        """Builds as a server does that has built before, or as a new one; returns every file by its path."""
        site = self.folder.parent / target
        config = load_config(str(self.config), site_dir=str(site), site_url=URL)
        plugin = config.plugins["planswitch"]
        assert isinstance(plugin, PlanswitchPlugin)
        if anew:
            plugin.on_startup(command=command, dirty=False)
        self.reader.ahead = {}
        vars(plugin)["_server"] = None if anew else self.reader
        build(config)
        plugin._memory.turn(whole=True)
        files = {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}
        del files[MARKER]
        return files


def _edit_a_cell(desk: Desk) -> None:
    desk.replace("old/plans.csv", "Lamp", "Lantern lamp")


def _edit_the_front(desk: Desk) -> None:
    desk.replace("new/rules.csv", "An unpaid bill", "A bill that waits")


def _edit_a_source(desk: Desk) -> None:
    desk.replace("new/catalogue.csv", "telephone", "telegraph")


def _add_a_plan(desk: Desk) -> None:
    desk.add("old/plans.csv", "e7,E7,e\n")


def _delete_a_plan(desk: Desk) -> None:
    desk.replace("old/plans.csv", "e7,E7,e\n", "")


def _translate(desk: Desk) -> None:
    desk.replace("old/locale/it.po", "Una bolletta non pagata", "Una bolletta in sospeso")


def _write_in_a_guide(desk: Desk) -> None:
    desk.add(
        "docs/en/old/guides/first.md", "\n## Another heading\n\nSee [after](after.md#none) and [E1](../plans/e1.md).\n"
    )


def _mend_the_link(desk: Desk) -> None:
    desk.replace("docs/en/old/guides/first.md", "#none", "")


def _name_the_site(desk: Desk) -> None:
    desk.replace("mkdocs.yml", "nav:", "copyright: Somebody\nnav:")


def _add_a_page(desk: Desk) -> None:
    for tag in ("en", "it"):
        desk.add(f"docs/{tag}/new/guides/more.md", "# More\n\nMore of it.\n")


def _leave_a_page_out(desk: Desk) -> None:
    for tag in ("en", "it"):
        (desk.folder / f"docs/{tag}/new/guides/more.md").unlink()


def _change_nothing(desk: Desk) -> None:
    pass


EDITS = (
    _edit_a_cell,
    _edit_the_front,
    _edit_a_source,
    _add_a_plan,
    _translate,
    _delete_a_plan,
    _write_in_a_guide,
    _mend_the_link,
    _name_the_site,
    _add_a_page,
    _leave_a_page_out,
    _change_nothing,
)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@pytest.mark.long
def test_after_each_edit_every_file_is_what_a_new_server_makes(desk: Desk) -> None:
    """The memory goes from edit to edit, and is compared with none."""
    desk.build("served", anew=True)
    served = []
    for edit in EDITS:
        edit(desk)
        served.append(desk.build("served", anew=False))
        ahead = desk.reader.ahead
        assert {*OPEN} <= ahead.keys(), edit.__name__
        assert {path: served[-1].get(path) for path in ahead} == ahead, edit.__name__
    # The same edits once more from the beginning, without a memory.
    shutil.rmtree(desk.folder)
    desk = Desk(desk.folder.parent)
    for edit, found in zip(EDITS, served, strict=True):
        edit(desk)
        expected = desk.build("anew", anew=True)
        other = sorted(path for path in {*expected, *found} if expected.get(path) != found.get(path))
        assert other == [], f"after {edit.__name__}"
    built = desk.build("built", anew=True, command="build")
    assert _pages(served[-1]) == _pages(built)


def _pages(site: dict[str, bytes]) -> dict[str, bytes]:
    """What is no asset, and does not say how Python is packed: while serving, it is not compressed."""
    return {path: text for path, text in site.items() if not path.startswith("assets/") and b'"ways"' not in text}
