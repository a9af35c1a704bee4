"""Watching: whatever happens to files and folders, looking again tells, and the system says when."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from planswitch.serving.watching import Watch

PATIENCE = 120
"""How long the system may take to say that something happened (seconds)."""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "plans.csv").write_text("id\n", encoding="utf-8")
    return folder


@pytest.fixture
def watch(data: Path) -> Iterator[Watch]:
    watch = Watch()
    watch.add(data)
    watch.start()
    yield watch
    watch.stop()


def test_a_save_is_seen_and_the_system_says_when(watch: Watch, data: Path) -> None:
    before = watch.look()
    assert not watch.woken
    (data / "plans.csv").write_text("id\nbasic\n", encoding="utf-8")
    assert watch.wait(PATIENCE)
    assert watch.look() != before


def test_a_save_of_equal_length_is_seen(watch: Watch, data: Path) -> None:
    before = watch.look()
    replaced = data / "new"
    replaced.write_text("di\n", encoding="utf-8")
    replaced.replace(data / "plans.csv")
    assert watch.look() != before


def test_reading_is_no_news(watch: Watch, data: Path) -> None:
    before = watch.look()
    (data / "plans.csv").read_text(encoding="utf-8")
    assert not watch.wait(0.2)
    assert watch.look() == before


def test_what_vanishes_and_comes_back_says_so_again(watch: Watch, data: Path) -> None:
    before = watch.look()
    away = data.rename(data.with_name("away"))
    assert watch.look() == {}
    away.rename(data)
    assert watch.look() == before
    (data / "plans.csv").write_text("id\nbasic\n", encoding="utf-8")
    assert watch.wait(PATIENCE)
    assert watch.look() != before


def test_a_folder_that_is_made_anew_says_so_again(watch: Watch, data: Path) -> None:
    watch.look()
    (data / "plans.csv").unlink()
    data.rmdir()
    assert watch.look() == {}
    data.mkdir()
    watch.look()
    (data / "plans.csv").write_text("id\n", encoding="utf-8")
    assert watch.wait(PATIENCE)
    assert [*watch.look()] == [str(data / "plans.csv")]


def test_what_is_not_there_yet_is_seen_when_it_comes(watch: Watch, tmp_path: Path) -> None:
    watch.add(tmp_path / "locale")
    before = watch.look()
    (tmp_path / "locale").mkdir()
    (tmp_path / "locale" / "it.po").write_text("", encoding="utf-8")
    assert watch.look() != before


def test_a_file_alone_is_seen_when_another_takes_its_place(watch: Watch, tmp_path: Path) -> None:
    config = tmp_path / "mkdocs.yml"
    config.write_text("site_name: Gym\n", encoding="utf-8")
    watch.add(config)
    before = watch.look()
    (tmp_path / "other.yml").write_text("site_name: Gym\n", encoding="utf-8")
    assert watch.look() == before
    (tmp_path / "other.yml").replace(config)
    assert watch.wait(PATIENCE)
    assert watch.look() != before


@pytest.mark.parametrize("name", [".~lock.plans.csv#", "~$plans.xlsx", "plans.csv~", ".plans.csv.swp", ".DS_Store"])
def test_what_editors_leave_beside_a_file_is_no_save(watch: Watch, data: Path, name: str) -> None:
    before = watch.look()
    (data / name).write_text("", encoding="utf-8")
    assert watch.look() == before


def test_a_folder_that_links_to_itself_is_looked_at_once(watch: Watch, data: Path) -> None:
    (data / "again").symlink_to(data, target_is_directory=True)
    assert len(watch.look()) == 1


def test_what_is_watched_twice_is_watched_until_nobody_wants_it(watch: Watch, data: Path) -> None:
    watch.add(data)
    watch.discard(data)
    assert watch.look()
    watch.discard(os.fspath(data))
    assert watch.look() == {}
    with pytest.raises(KeyError):
        watch.discard(data)
