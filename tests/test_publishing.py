"""A published folder is replaced as a whole, last, and only where nothing of anybody else is lost."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from planswitch import publishing
from planswitch.publishing import MARKER, Known, Publication, PublishError, claim
from tests.killing import seen
from tests.site_builder import PROJECT


def publish(folder: Path, known: Known | None = None, **files: str) -> None:
    """Publishes files by their names without ending."""
    publication = claim(folder, known=known)
    for name, text in files.items():
        file = publication.next / name.replace("__", "/")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.with_name(f"{file.name}.html").write_text(text, encoding="utf-8")
    publication.publish()
    publication.close()


def content(folder: Path) -> dict[str, str]:
    """Everything below a folder but the marker."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != MARKER)
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in files}


def refusal(folder: Path, *sources: Path) -> str:
    """Why a folder cannot be claimed; nothing beside it may have come of the attempt."""
    beside = sorted(folder.parent.iterdir()) if folder.parent.is_dir() else []
    with pytest.raises(PublishError) as refused:
        claim(folder, sources).close()
    assert (sorted(folder.parent.iterdir()) if folder.parent.is_dir() else []) == beside
    assert "\n" not in str(refused.value)
    return str(refused.value)


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to publish to, which is not there yet, as seen from the folder it will be in."""
    folder = tmp_path / "project"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder / "site"


# -------------------------------------------------------------------------------------------- what is written, and how


def test_a_folder_is_made_with_its_parents_and_nothing_beside_it(site: Path) -> None:
    publish(site / "of" / "mine", index="1", plans__e1="2")
    assert content(site) == {"of/mine/index.html": "1", "of/mine/plans/e1.html": "2"}
    assert [path.name for path in (site / "of").iterdir()] == ["mine"]


def test_the_marker_tells_the_digest_of_each_file_and_nothing_of_time_or_place(site: Path, tmp_path: Path) -> None:
    publish(site, index="1", plans__e1="2")
    publish(tmp_path / "elsewhere", plans__e1="2", index="1")
    marker = (site / MARKER).read_bytes()
    assert marker == (tmp_path / "elsewhere" / MARKER).read_bytes()
    one = "6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b"
    assert json.loads(marker)["files"]["index.html"] == one
    assert list(json.loads(marker)["files"]) == ["index.html", "plans/e1.html"]


def test_what_was_written_before_is_replaced_as_a_whole(site: Path) -> None:
    publish(site, index="1", plans__e1="2")
    publish(site, index="3")
    assert content(site) == {"index.html": "3"}


def test_an_empty_folder_is_taken(site: Path) -> None:
    site.mkdir()
    publish(site, index="1")
    assert content(site) == {"index.html": "1"}


def test_a_file_that_somebody_deleted_is_no_loss(site: Path) -> None:
    publish(site, index="1", plans__e1="2")
    (site / "plans" / "e1.html").unlink()
    publish(site, index="3")
    assert content(site) == {"index.html": "3"}


def test_what_a_desktop_drops_is_no_loss(site: Path) -> None:
    publish(site, index="1")
    (site / ".DS_Store").write_bytes(b"\0")
    publish(site, index="2")
    assert content(site) == {"index.html": "2"}


def test_a_link_means_the_folder_it_leads_to(site: Path, tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    site.symlink_to(tmp_path / "disk" / "www")
    publish(site, index="1")
    publish(site, index="2")
    assert site.is_symlink()
    assert content(tmp_path / "disk") == {"www/index.html": "2"}


# ----------------------------------------------------------------------------------------------- what is not replaced


def test_a_stranger_s_folder_is_refused_and_left_alone(site: Path) -> None:
    (site / "api").mkdir(parents=True)
    (site / "api" / "diary.txt").write_text("dear", encoding="utf-8")
    assert refusal(site) == (
        f"site is not empty, and has no {MARKER} to tell that Planswitch wrote what is in it: "
        "name another folder, or delete site if you need nothing in it."
    )
    assert content(site) == {"api/diary.txt": "dear"}


@pytest.mark.parametrize(
    ("added", "named"),
    [
        (["CNAME"], "CNAME, which Planswitch did not write and would be lost: move it elsewhere"),
        (["plans/e9.html"], "plans/e9.html, which Planswitch did not write and would be lost: move it elsewhere"),
        ([".git/HEAD", ".git/refs/main"], ".git/, which"),
        (["plans/notes/a", "plans/notes/deep/b"], "plans/notes/, which"),
        (["\x1b]0;mine\n"], r"\x1b]0;mine\n, which"),
        (["a", "b", "c", "d", "e"], "a, b, c and 2 more, which Planswitch did not write and would be lost: move them"),
    ],
)
def test_files_that_somebody_added_are_named_and_left_alone(site: Path, added: list[str], named: str) -> None:
    publish(site, index="1", plans__e1="2")
    for name in added:
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text("mine", encoding="utf-8")
    assert refusal(site).startswith(f"site holds {named}")
    assert content(site).keys() == {"index.html", "plans/e1.html", *added}


def test_a_link_that_somebody_added_is_named(site: Path, tmp_path: Path) -> None:
    publish(site, index="1")
    (site / "photos").symlink_to(tmp_path, target_is_directory=True)
    assert refusal(site).startswith("site holds photos, which")


def test_a_file_that_somebody_changed_is_named_and_left_alone(site: Path) -> None:
    publish(site, index="1", about="2")
    (site / "index.html").write_text("better", encoding="utf-8")
    assert refusal(site) == ("In site, index.html has been changed by hand, which would be lost: move it elsewhere.")
    assert content(site)["index.html"] == "better"


@pytest.fixture
def known(site: Path, monkeypatch: pytest.MonkeyPatch) -> Known:
    """What is known of a site that is there, the state of whose file is old enough to be relied on."""
    known: Known = {}
    monkeypatch.setattr(publishing, "AGE", -1)
    publish(site, known, index="1")
    assert known["index.html"]
    monkeypatch.undo()
    monkeypatch.chdir(site.parent)
    time.sleep(0.05)  # by now a change has another time
    return known


def test_a_known_file_that_nobody_touched_is_not_read_again(
    site: Path, known: Known, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publishing, "_digest", lambda file: pytest.fail(f"{file} is read"))
    claim(site, known=known).close()


def test_a_known_file_that_somebody_changed_is_refused_though_its_size_and_time_are_the_same(
    site: Path, known: Known
) -> None:
    before = (site / "index.html").stat()
    (site / "index.html").write_text("2", encoding="utf-8")
    os.utime(site / "index.html", ns=(before.st_atime_ns, before.st_mtime_ns))
    with pytest.raises(PublishError, match="changed by hand"):
        claim(site, known=known)
    assert content(site) == {"index.html": "2"}


def test_a_known_file_that_is_written_anew_is_published(site: Path, known: Known) -> None:
    publish(site, known, index="2")
    publish(site, known, index="3")
    assert content(site) == {"index.html": "3"}


def test_what_has_just_changed_is_read_again(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known: Known = {}
    monkeypatch.setattr(publishing, "AGE", 3_600_000_000_000)
    publish(site, known, index="1")
    claim(site, known=known).close()
    assert known == {}


def test_a_file_in_the_place_of_which_there_is_a_link_is_changed(site: Path, tmp_path: Path) -> None:
    publish(site, index="1")
    shutil.move(site / "index.html", tmp_path / "index.html")
    (site / "index.html").symlink_to(tmp_path / "index.html")
    assert "index.html has been changed by hand" in refusal(site)


@pytest.mark.parametrize("damaged", ["", "{", "[]", "{}", '{"written by": "Me", "files": {}}', '{"files": 1}', "null"])
def test_with_a_damaged_marker_nothing_is_replaced(site: Path, damaged: str) -> None:
    publish(site, index="1")
    (site / MARKER).write_text(damaged, encoding="utf-8")
    assert refusal(site).startswith(f"site has a {MARKER} that is damaged")
    assert content(site) == {"index.html": "1"}


def test_a_file_is_not_replaced_by_a_folder(site: Path) -> None:
    site.write_text("mine", encoding="utf-8")
    assert refusal(site).startswith("site is a file")
    assert site.read_text(encoding="utf-8") == "mine"


def test_below_a_file_there_is_no_folder(site: Path) -> None:
    site.write_text("mine", encoding="utf-8")
    assert refusal(site / "below").startswith(f"{Path('site', 'below')} cannot be written: ")


def test_the_disk_itself_is_refused() -> None:
    assert "is the whole disk" in refusal(Path(Path.cwd().anchor))


@pytest.mark.parametrize("place", [".", ".."])
def test_the_folder_somebody_is_in_is_refused(site: Path, monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    (site / "deep").mkdir(parents=True)
    monkeypatch.chdir(site / "deep")
    assert "cannot be replaced while you are in it" in refusal(Path(place))


@pytest.mark.parametrize(("folder", "what"), [("data", "is the same as"), ("data/site", "lies in"), ("", "holds")])
def test_what_is_read_is_kept_apart_from_what_is_written(
    site: Path, monkeypatch: pytest.MonkeyPatch, folder: str, what: str
) -> None:
    project = site.parent
    monkeypatch.chdir(project.parent)
    (project / "data").mkdir()
    assert f" {what} {Path('project', 'data')}, from which it is made" in refusal(project / folder, project / "data")


def test_a_stranger_s_folder_where_work_would_be_done_is_left_alone(site: Path) -> None:
    work = site.parent / ".site.planswitch"
    work.mkdir()
    for name in ("next", "diary.txt"):
        (work / name).write_text("dear", encoding="utf-8")
        assert (
            refusal(site) == ".site.planswitch, where the work would be done, holds something else: move it elsewhere."
        )
    assert len(list(work.iterdir())) == 2


def test_folders_with_the_names_of_earlier_versions_are_left_alone(site: Path) -> None:
    for name in ("site.next", "site.old", "site.python"):
        (site.parent / name).mkdir()
        (site.parent / name / "diary.txt").write_text("dear", encoding="utf-8")
    publish(site, index="1")
    publish(site, index="2")
    assert sorted(content(site.parent)) == [
        "site.next/diary.txt", "site.old/diary.txt", "site.python/diary.txt", "site/index.html",
    ]  # fmt: skip


def test_what_is_added_while_a_build_runs_stops_it_too(site: Path) -> None:
    publish(site, index="1")
    publication = claim(site)
    (site / "CNAME").write_text("mine", encoding="utf-8")
    with pytest.raises(PublishError, match="CNAME"):
        publication.publish()
    publication.close()
    assert content(site) == {"CNAME": "mine", "index.html": "1"}


def test_a_folder_that_cannot_be_written_is_a_sentence(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(self: Path, **_: object) -> None:
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "mkdir", denied)
    assert refusal(site) == "site cannot be written: Permission denied (.site.planswitch)."


# ------------------------------------------------------------------------------------------------- whole, or not at all


def test_files_are_counted_before_they_are_let_in(site: Path) -> None:
    publish(site, index="1")
    publication = claim(site)
    (publication.next / "index.html").write_text("2", encoding="utf-8")
    with pytest.raises(PublishError, match=r"^site stays as it is: 2 of 3 new files are not there \(a, b\)\. Build"):
        publication.publish(["index.html", "a", "b"])
    publication.close()
    assert content(site) == {"index.html": "1"}


def test_a_build_that_gives_up_leaves_nothing_but_the_old_site(site: Path) -> None:
    publish(site, index="1")
    publication = claim(site)
    (publication.next / "index.html").write_text("2", encoding="utf-8")
    publication.close()
    publication.close()
    assert content(site.parent) == {"site/index.html": "1"}
    assert [path.name for path in site.parent.iterdir()] == ["site"]


def test_when_the_new_folder_cannot_be_moved_the_old_one_comes_back(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(site, index="1")
    publication = claim(site)
    (publication.next / "index.html").write_text("2", encoding="utf-8")
    rename = Path.rename

    def held(self: Path, target: Path) -> Path:
        if self == publication.next and target == site:
            raise PermissionError(13, "Another program holds a file", str(self))
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", held)
    with pytest.raises(PublishError, match="Another program holds a file"):
        publication.publish()
    publication.close()
    assert content(site.parent) == {"site/index.html": "1"}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the processes that are killed are forked")
def test_a_kill_at_any_moment_leaves_the_old_site_or_the_new_one(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "tests.killing", str(tmp_path)], cwd=PROJECT, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    told = [json.loads(line) for line in ran.stdout.splitlines()]
    for each in told:
        assert each["killed"] in ("old", "new", "nothing"), each
        assert each["claimed"] == ("old" if each["killed"] == "nothing" else each["killed"]), each
        assert (each["about"], each["built"]) == ("site", "newer"), each
    whole = [each["killed"] for each in told if each["start"] == "whole"]
    assert {"old", "new"} <= set(whole)
    assert whole.count("nothing") == 1, "there is but one moment between the two renames"


def test_a_site_that_was_put_there_meanwhile_is_not_replaced_by_what_a_kill_has_left(site: Path) -> None:
    publish(site, index="1")
    publication = claim(site)
    site.rename(publication.work / "old")
    publication.lock.release()  # killed between the two renames
    site.mkdir()
    (site / "index.html").write_text("restored by hand", encoding="utf-8")
    with pytest.raises(PublishError, match="is not empty"):
        claim(site)
    assert content(site) == {"index.html": "restored by hand"}


# ------------------------------------------------------------------------------------------------- two at the same time


def test_the_second_waits_with_a_sentence_until_the_first_is_done(site: Path) -> None:
    first, said, second = claim(site), threading.Event(), []
    waiter = threading.Thread(target=lambda: second.append(claim(site, waiting=said.set)))
    waiter.start()
    assert said.wait(60)
    assert not second
    (first.next / "index.html").write_text("1", encoding="utf-8")
    first.publish()
    first.close()
    waiter.join(60)
    publication: Publication = second[0]
    assert content(site) == {"index.html": "1"}
    (publication.next / "index.html").write_text("2", encoding="utf-8")
    publication.publish()
    publication.close()
    assert content(site.parent) == {"site/index.html": "2"}


PARALLEL = """
import sys
from pathlib import Path
from planswitch.publishing import claim
from tests.killing import build, seen
site = Path(sys.argv[1])
for _ in range(20):
    build(site, sys.argv[2])
    publication = claim(site)  # what is seen stands still meanwhile
    print(seen(site))
    publication.close()
"""


def test_many_at_the_same_time_leave_one_whole_folder_each_time(tmp_path: Path) -> None:
    site = tmp_path / "site"
    running = [
        subprocess.Popen(
            [sys.executable, "-c", PARALLEL, str(site), name], cwd=PROJECT, stdout=subprocess.PIPE, text=True
        )
        for name in ("one", "two", "three")
    ]
    told = [line for process in running for line in process.communicate()[0].splitlines()]
    assert [process.returncode for process in running] == [0, 0, 0]
    assert len(told) == 60
    assert {*told} <= {"one", "two", "three"}
    assert seen(site) in ("one", "two", "three")
    assert [path.name for path in tmp_path.iterdir()] == ["site"]
