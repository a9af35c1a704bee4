"""What readers get during a build, and what open pages are told: never a half-new site, never news that is none."""

from __future__ import annotations

import threading
from functools import partial
from pathlib import Path

import pytest

from planswitch.publishing import claim
from planswitch.serving.showing import OPEN, Ahead, Showing, Told

HOME, PLANS, ANSWERS = "en/index.html", "en/plans/index.html", "en/answers/basic.json"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for address in (HOME, PLANS, ANSWERS, "assets/styles.css"):
        _write(tmp_path / address, "old")
    return tmp_path


@pytest.fixture
def showing(root: Path) -> Showing:
    return Showing(root)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _told(showing: Showing, since: int, page: str = PLANS) -> Told:
    return showing.told(since, page, 0)


def test_a_page_that_is_another_is_loaded_anew_and_no_other(showing: Showing, root: Path) -> None:
    since = showing.version
    showing.begin()
    assert _told(showing, since).building
    _write(root / PLANS, "new")
    showing.published()
    told = _told(showing, since)
    assert told.reload
    assert not told.building
    assert not _told(showing, since, HOME).reload
    assert not _told(showing, told.version).reload


def test_data_of_pages_concern_no_other_page_but_a_style_concerns_all(showing: Showing, root: Path) -> None:
    since = showing.version
    _write(root / ANSWERS, "new")
    showing.published()
    assert not _told(showing, since).reload
    _write(root / "assets/styles.css", "new")
    showing.published()
    assert _told(showing, since).reload


def test_a_page_that_comes_or_goes_is_another(showing: Showing, root: Path) -> None:
    since = showing.version
    _write(root / "en/new/index.html", "new")
    (root / HOME).unlink()
    showing.published()
    assert _told(showing, since, "en/new/index.html").reload
    assert _told(showing, since, HOME).reload


def test_a_page_is_shown_ahead_with_what_it_fetches_and_is_not_loaded_twice(showing: Showing, root: Path) -> None:
    since = showing.version
    showing.begin()
    showing.show_ahead(Ahead({PLANS: b"new"}, {ANSWERS: partial(bytes, b"fresh")}))
    told = _told(showing, since)
    assert told.reload
    assert told.building
    assert (showing.content(PLANS), showing.content(ANSWERS), showing.content(HOME)) == (b"new", b"fresh", b"old")
    _write(root / PLANS, "new")
    _write(root / ANSWERS, "fresh")
    showing.published()
    after = _told(showing, told.version)
    assert not after.building
    assert not after.reload


def test_pages_of_another_language_go_ahead_beside_those_before(showing: Showing) -> None:
    showing.begin()
    showing.show_ahead(Ahead({PLANS: b"new"}, {ANSWERS: partial(bytes, b"old")}))
    showing.show_ahead(Ahead({HOME: b"new"}, {ANSWERS: partial(bytes, b"new")}))
    assert (showing.content(PLANS), showing.content(HOME), showing.content(ANSWERS)) == (b"new", b"new", b"new")


def test_what_was_shown_ahead_of_a_site_that_never_came_is_taken_back(showing: Showing) -> None:
    showing.show_ahead(Ahead({PLANS: b"new"}, {}))
    since = showing.version
    showing.failed(["plans.csv, line 4, cell C4: error"])
    told = _told(showing, since)
    assert told.reload
    assert told.problems == ("plans.csv, line 4, cell C4: error",)
    assert showing.content(PLANS) == b"old"
    showing.published()
    assert _told(showing, told.version) == Told(showing.version, reload=False, building=False, problems=())


def test_a_page_of_another_server_is_loaded_anew(showing: Showing) -> None:
    assert not _told(showing, showing.version).reload
    assert _told(showing, showing.version - 1).reload


def test_the_pages_that_were_asked_for_last_are_open(showing: Showing) -> None:
    for page in ["a", "b", "c", "d", "a"]:
        showing.touch(page)
    assert showing.open_pages == ["a", "d", "c"]
    assert len(showing.open_pages) == OPEN


def test_a_page_that_is_published_as_it_was_shown_ahead_is_not_loaded_twice(tmp_path: Path) -> None:
    site = tmp_path / "site"
    for home, plans in (("old", "old"), ("new", "new")):
        publication = claim(site)
        _write(publication.next / HOME, home)
        _write(publication.next / PLANS, plans)
        if home == "old":
            publication.publish()
            publication.close()
            showing = Showing(site)
    since = showing.version
    showing.show_ahead(Ahead({PLANS: b"new"}, {}))
    shown = _told(showing, since).version
    publication.publish()
    publication.close()
    showing.published()
    assert not _told(showing, shown).reload
    assert _told(showing, shown, HOME).reload


def test_a_site_is_there_while_another_takes_its_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = tmp_path / "site"
    reading, shown, rename = Showing(site), [], Path.rename

    def looked_at(self: Path, target: Path) -> Path:
        shown.append(reading.content(PLANS))
        return rename(self, target)

    for text in ("old", "new"):
        publication = claim(site)
        _write(publication.next / PLANS, text)
        if text == "new":
            monkeypatch.setattr(Path, "rename", looked_at)
        publication.publish()
        publication.close()
    assert shown == [b"old", b"old", b"new"], "before, between and after the two renames"
    assert reading.content("en/none/index.html") is None


def test_nobody_reads_a_site_that_is_built_in_place(root: Path) -> None:
    showing = Showing(root, in_place=True)
    showing.begin()
    found: list[bytes | None] = []
    reader = threading.Thread(target=lambda: found.append(showing.content(PLANS)))
    reader.start()
    _write(root / PLANS, "new")
    assert not found
    showing.published()
    reader.join()
    assert found == [b"new"]


def test_who_waits_for_news_gets_them_and_goes_when_the_server_ends(showing: Showing) -> None:
    since = showing.version
    found: list[Told] = []
    waiting = threading.Thread(target=lambda: found.append(showing.told(since, PLANS, 60)))
    waiting.start()
    showing.failed(["told"])
    waiting.join()
    assert found[0].problems == ("told",)
    waiting = threading.Thread(target=lambda: found.append(showing.told(showing.version, PLANS, 60)))
    waiting.start()
    showing.close()
    waiting.join()
    assert not found[1].reload
