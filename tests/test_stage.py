"""``planswitch stage``: whole trees, wherever it is called from, and nothing of anybody else is lost."""

from __future__ import annotations

import shutil
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from planswitch import browser, cli, staging
from planswitch.catalogue import load
from planswitch.configured import catalogues
from tests.long import long
from tests.site_builder import PROJECT, gym

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small project whose docs have no assets, and which we are in."""
    folder = gym(tmp_path / "project").parent
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def stage(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., tuple[int, str]]:
    """Stages without the quick ways to start Python, and returns the exit status and what was said."""
    plain = partial(browser.pack, fast=False, compress=False)
    monkeypatch.setattr(browser, "pack", plain)

    def start(*words: str | Path) -> tuple[int, str]:
        status = cli.main(["stage", *map(str, words)])
        told = capsys.readouterr()
        return status, told.out + told.err

    return start


def state(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_docs_without_assets_get_ours(project: Path, stage: Callable[..., tuple[int, str]]) -> None:
    status, said = stage("out")
    assert (status, said.splitlines()[-1]) == (0, f"out: 1 language, {len(list(Path('out').rglob('*.md')))} pages")
    for name in ("it/index.md", "it/plans/sala-base.md", "api/v1/catalogue.json", "assets/explorer/explorer.js"):
        assert (project / "out" / name).is_file()
    assert sorted(path.name for path in project.iterdir()) == ["data", "docs", "mkdocs.yml", "out"]


def test_assets_of_the_docs_come_before_ours(project: Path, stage: Callable[..., tuple[int, str]]) -> None:
    (project / "docs" / "assets").mkdir()
    (project / "docs" / "assets" / "planswitch.css").write_text("/* mine */", encoding="utf-8")
    assert stage("out")[0] == 0
    assert (project / "out" / "assets" / "planswitch.css").read_text(encoding="utf-8") == "/* mine */"
    assert (project / "out" / "assets" / "planswitch.js").is_file()


def test_a_page_of_ours_comes_before_one_of_its_name(project: Path, stage: Callable[..., tuple[int, str]]) -> None:
    (project / "docs" / "it" / "plans").mkdir(exist_ok=True)
    (project / "docs" / "it" / "plans" / "sala-base.md").write_text("# Mine\n", encoding="utf-8")
    assert stage("out")[0] == 0
    assert "# Mine" not in (project / "out" / "it" / "plans" / "sala-base.md").read_text(encoding="utf-8")


def test_pictures_of_the_pages_come_along_and_hidden_files_do_not(
    project: Path, stage: Callable[..., tuple[int, str]]
) -> None:
    (project / "docs" / "it" / "room.png").write_bytes(b"\x89PNG")
    (project / "docs" / "CNAME").write_text("example.org", encoding="utf-8")
    (project / "docs" / "it" / ".index.md.swp").write_bytes(b"\xff")
    assert stage("out")[0] == 0
    assert (project / "out" / "it" / "room.png").read_bytes() == b"\x89PNG"
    assert (project / "out" / "CNAME").is_file()
    assert not (project / "out" / "it" / ".index.md.swp").exists()


def test_an_earlier_stage_is_replaced_as_a_whole(project: Path, stage: Callable[..., tuple[int, str]]) -> None:
    extra = project / "docs" / "it" / "extra.md"
    extra.write_text("# Extra\n", encoding="utf-8")
    stage("out")
    assert (project / "out" / "it" / "extra.md").is_file()
    extra.unlink()
    assert stage("out")[0] == 0
    assert not (project / "out" / "it" / "extra.md").exists()
    assert stage("again")[0] == 0
    assert state(project / "again") == state(project / "out")


def test_a_link_of_a_text_that_leads_to_no_page_is_told_at_its_cell(
    project: Path, stage: Callable[..., tuple[int, str]]
) -> None:
    steps = project / "data" / "steps.csv"
    lines = steps.read_text(encoding="utf-8").splitlines()
    *cells, _, source = lines[1].split(";")
    lines[1] = ";".join([*cells, "[Qui](plans/sala-base/) e [lì](plans/sala-bsae/).", source])
    steps.write_text("\n".join(lines) + "\n", encoding="utf-8")
    status, said = stage("out")
    assert status == 0
    assert said.count("warning (link)") == 1
    assert "steps.csv, line 2, cell F2: warning (link)\n  found a link to “plans/sala-bsae/”" in said
    assert "tip: did you mean “plans/sala-base/”?" in said


@pytest.mark.parametrize("name", ["api/diary.txt", long("diary.txt")])
def test_a_stranger_s_folder_is_left_alone(project: Path, stage: Callable[..., tuple[int, str]], name: str) -> None:
    (project / "out" / name).parent.mkdir(parents=True)
    (project / "out" / name).write_text("dear", encoding="utf-8")
    status, said = stage("out")
    assert (status, len(said.splitlines())) == (2, 1)
    assert said.startswith("planswitch: out is not empty")
    assert state(project / "out") == {name: b"dear"}


def test_a_file_added_or_changed_is_named_and_left_alone(project: Path, stage: Callable[..., tuple[int, str]]) -> None:
    stage("out")
    (project / "out" / "it" / "mine.md").write_text("# Mine\n", encoding="utf-8")
    good = state(project / "out")
    status, said = stage("out")
    assert (status, len(said.splitlines())) == (2, 1)
    assert said.startswith("planswitch: out holds it/mine.md, which Planswitch did not write")
    assert state(project / "out") == good
    (project / "out" / "it" / "mine.md").unlink()
    (project / "out" / "it" / "index.md").write_text("# Better\n", encoding="utf-8")
    status, said = stage("out")
    assert status == 2
    assert said.startswith("planswitch: In out, it/index.md has been changed by hand")
    assert (project / "out" / "it" / "index.md").read_text(encoding="utf-8") == "# Better\n"


def test_a_stranger_s_folder_beside_it_is_left_alone(project: Path, stage: Callable[..., tuple[int, str]]) -> None:
    (project / "out.python").mkdir()
    (project / "out.python" / "catalogue.json").write_text("mine", encoding="utf-8")
    assert stage("out")[0] == 0
    assert state(project / "out.python") == {"catalogue.json": b"mine"}


def test_outside_the_project_it_works_and_leaves_no_cache(
    project: Path, stage: Callable[..., tuple[int, str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert stage("out", "--catalogue", project / "data")[0] == 0
    assert [path.name for path in (tmp_path / "elsewhere").iterdir()] == ["out"]
    assert (tmp_path / "elsewhere" / "out" / "it" / "index.md").is_file()


@pytest.mark.parametrize("out", ["data", "docs", "docs/it/out", ".", "..", "/", "mkdocs.yml", "mkdocs.yml/out"])
def test_a_place_where_something_would_be_lost_is_refused(
    project: Path, stage: Callable[..., tuple[int, str]], out: str
) -> None:
    good = state(project)
    status, said = stage(out)
    assert (status, len(said.splitlines())) == (2, 1), said
    assert said.startswith("planswitch: ")
    assert state(project) == good


def test_a_link_to_a_stranger_s_folder_is_refused(
    project: Path, stage: Callable[..., tuple[int, str]], tmp_path: Path
) -> None:
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "1.jpg").write_bytes(b"\xff")
    (project / "out").symlink_to(tmp_path / "photos")
    status, said = stage("out")
    assert status == 2
    assert "photos is not empty" in said
    assert state(tmp_path / "photos") == {"1.jpg": b"\xff"}


def empty(docs: Path) -> None:
    shutil.rmtree(docs)


def no_page(docs: Path) -> None:
    (docs / "it" / "index.md").unlink()


def latin(docs: Path) -> None:
    (docs / "it" / "index.md").write_bytes("# Più\n".encode("latin-1"))


def odd_slot(docs: Path) -> None:
    (docs / "it" / "index.md").write_text("<!-- planswitch:pool -->\n", encoding="utf-8")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        long(empty, "docs holds no pages, such as "),
        (no_page, "docs holds no pages, such as "),
        long(latin, f"{Path('it', 'index.md')} is not UTF-8: save it as UTF-8."),
        long(odd_slot, "index.md: no slot “pool”; there are: "),
    ],
)
def test_pages_that_cannot_be_staged_are_a_sentence_and_the_earlier_stage_stays(
    project: Path, stage: Callable[..., tuple[int, str]], change: Callable[[Path], None], sentence: str
) -> None:
    stage("out")
    good = state(project / "out")
    change(project / "docs")
    status, said = stage("out")
    assert (status, len(said.splitlines())) == (2, 1), said
    assert sentence in said
    assert state(project / "out") == good
    assert [path.name for path in project.iterdir() if path.name.startswith(".")] == []


def test_a_full_disk_is_a_sentence_and_the_earlier_stage_stays(
    project: Path, stage: Callable[..., tuple[int, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    stage("out")
    good = state(project / "out")

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device", "out/api/v1/catalogue.json")

    monkeypatch.setattr(staging, "stage", full)
    status, said = stage("out")
    assert (status, len(said.splitlines())) == (3, 1)
    assert "No space left on device" in said
    assert state(project / "out") == good


@pytest.mark.long
def test_our_own_pages_have_the_pictures_they_show(stage: Callable[..., tuple[int, str]], tmp_path: Path) -> None:
    listed = [word for folder in catalogues(PROJECT) for word in ("--catalogue", folder)]
    assert stage(tmp_path / "out", *listed)[0] == 0
    assert (tmp_path / "out" / "en" / "2014" / "matrix.md").is_file()
    for language in ("en", "it"):
        shown = sorted(path.name for path in (PROJECT / "docs" / language / "pictures").iterdir())
        assert sorted(path.name for path in (tmp_path / "out" / language / "pictures").iterdir()) == shown


def test_the_first_edition_of_a_site_that_will_have_several_has_a_folder(
    stage: Callable[..., tuple[int, str]], tmp_path: Path
) -> None:
    assert stage(tmp_path / "out", "--several-catalogues")[0] == 0
    assert (tmp_path / "out" / "it" / load(Path("data")).catalogue.id / "matrix.md").is_file()
