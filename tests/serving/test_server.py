"""The server by itself, with a builder that builds nothing: no save is lost, and none is built twice."""

from __future__ import annotations

import json
import os
import socket
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from planswitch.serving import Glance, Server, Showing, Superseded
from planswitch.serving.server import SETTLED

PATIENCE = 120
"""How long something may take that happens in the end (seconds)."""
PAGE = "<!doctype html><title>Plans</title><body><p>{}</p></body>"


class Builder:
    """Makes one page of one file, and says what it cannot show."""

    def __init__(self, source: Path, root: Path) -> None:
        self.source, self.root = source, root
        self.built: list[str] = []
        self.ended = 0
        self.meanwhile: Callable[[], None] = lambda: None

    def __call__(self) -> list[str]:
        text = self.source.read_text(encoding="utf-8") if self.source.exists() else ""
        self.built.append(text)
        self.meanwhile()
        if "wrong" in text:
            return [f"plans.csv, line 2, cell A2: error\n  found {text}"]
        page = self.root / "en" / "index.html"
        page.parent.mkdir(exist_ok=True)
        page.write_text(PAGE.format(text), encoding="utf-8")
        self.ended += 1
        return []


class Desk:
    """Somebody edits a file, and has its page open."""

    def __init__(self, folder: Path, mount: str = "/", after_first: Callable[[], object] = lambda: None) -> None:
        self.source = folder / "data" / "plans.csv"
        self.source.parent.mkdir()
        self._beside = folder / "beside.csv"
        self.save("first")
        root = folder / "site"
        root.mkdir()
        self.builder = Builder(self.source, root)
        before = Glance([self.source.parent])
        self.builder()
        after_first()
        self.server = Server(self.builder, ("127.0.0.1", 0), Showing(root), mount, before)
        self.server.watch(str(self.source.parent))
        self.thread = threading.Thread(target=self.server.serve)
        self.thread.start()
        self.until(self._answers)

    def _answers(self) -> bool:
        with socket.socket() as caller:
            return caller.connect_ex(("127.0.0.1", self.server.server_address[1])) == 0

    def save(self, text: str) -> None:
        """Saves at once, so that nobody sees half of it."""
        self._beside.write_text(text, encoding="utf-8")
        self._beside.replace(self.source)

    def get(self, path: str) -> str:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.server.server_address[1]}{path}") as answer:
            return str(answer.read().decode())

    def until(self, true: Callable[[], bool]) -> None:
        end = time.monotonic() + PATIENCE
        while not true():
            assert time.monotonic() < end
            time.sleep(0.02)

    def until_shown(self, text: str) -> None:
        """Waits until the page shows a text, and its build has come to its end."""
        self.until(lambda: text in self.get("/en/") and not json.loads(self.get("/livereload/state?now"))["building"])


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path)
    yield desk
    desk.server.shutdown()
    desk.thread.join()


def test_a_save_is_shown(desk: Desk) -> None:
    assert "first" in desk.get("/en/")
    desk.save("second")
    desk.until_shown("second")


def test_a_page_asks_for_news_by_a_script_of_the_server(desk: Desk) -> None:
    page = desk.get("/en/")
    script = page.partition('src="')[2].partition('"')[0]
    assert page.endswith(f'<script type="module" src="{script}"></script></body>')
    assert "follow" in desk.get(script)
    assert ":host" in desk.get("/livereload/notice.css")
    since = script.partition("?")[2]
    desk.save("second")
    desk.until_shown("second")
    told = json.loads(desk.get(f"/livereload/state?since={since}&page=/en/"))
    assert told["reload"]
    assert told["problems"] == []


def test_a_burst_of_saves_is_one_build_of_the_last(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each comes while the server waits whether that was all; time passes only then, however busy this machine is."""
    saves = [f"save {'!' * number}." for number in range(20)]
    left, now, wait = [*saves], 0.0, desk.server.watch_list.wait

    def meanwhile(seconds: float = 0.5) -> bool:
        nonlocal now
        if left:
            desk.save(left.pop(0))
        now += SETTLED / 2
        return wait(seconds)

    monkeypatch.setattr("planswitch.serving.server.monotonic", lambda: now)
    monkeypatch.setattr(desk.server.watch_list, "wait", meanwhile)
    desk.until_shown(saves[-1])
    assert desk.builder.built[1:] == [saves[-1]]


def test_a_save_during_a_build_is_built_after_it(desk: Desk) -> None:
    def again() -> None:
        desk.builder.meanwhile = lambda: None
        desk.save("third")

    desk.builder.meanwhile = again
    desk.save("second")
    desk.until_shown("third")
    assert desk.builder.built == ["first", "second", "third"]


def test_a_build_that_gives_way_is_ended_by_a_save(desk: Desk) -> None:
    def again() -> None:
        desk.builder.meanwhile = lambda: None
        desk.save("third")
        desk.until(lambda: desk.server.watch_list.woken)
        desk.server.give_way()

    desk.builder.meanwhile = again
    desk.save("second")
    desk.until_shown("third")
    assert desk.builder.built == ["first", "second", "third"]
    assert desk.builder.ended == 2, "what was superseded came to its end"


def test_a_refused_save_is_told_and_the_last_good_page_stays(desk: Desk) -> None:
    since = desk.server.showing.version
    desk.save("wrong")
    desk.until(lambda: len(desk.builder.built) == 2)
    desk.until(lambda: bool(json.loads(desk.get(f"/livereload/state?since={since}&page=/en/"))["problems"]))
    assert "first" in desk.get("/en/")
    desk.save("mended")
    desk.until_shown("mended")
    assert not json.loads(desk.get(f"/livereload/state?since={since}&page=/en/"))["problems"]


def test_a_folder_is_led_to_its_page_and_nothing_above_the_site_is_served(desk: Desk) -> None:
    assert "first" in desk.get("/en")
    assert "first" in desk.get("/en/?query")
    for path in ("/none/", "/../data/plans.csv", "/%2e%2e/data/plans.csv", "/en/..%2f..%2fdata/plans.csv", "/%00"):
        with pytest.raises(urllib.error.HTTPError, match="404"):
            desk.get(path)


def test_what_is_missing_gets_the_page_of_the_site_that_says_so(desk: Desk) -> None:
    (desk.server.showing.root / "404.html").write_text(PAGE.format("Not here"), encoding="utf-8")
    with pytest.raises(urllib.error.HTTPError, match="404") as missing:
        desk.get("/none/")
    assert "Not here" in missing.value.read().decode()


@pytest.mark.parametrize(
    ("own", "served"),
    [
        ("default-src 'none'; script-src 'self'", "default-src 'none'; script-src 'self'; connect-src 'self'"),
        ("default-src 'none'; connect-src 'self'; base-uri 'none'",) * 2,
    ],
)
def test_a_page_may_ask_what_is_new_whatever_its_policy_says(desk: Desk, own: str, served: str) -> None:
    policy = '<meta http-equiv="Content-Security-Policy" content="{}">'
    (desk.server.showing.root / "en" / "index.html").write_text(policy.format(own) + PAGE.format("first"), "utf-8")
    assert policy.format(served) in desk.get("/en/")


def test_a_site_below_a_path_is_led_to(tmp_path: Path) -> None:
    desk = Desk(tmp_path, "/docs/")
    try:
        assert "first" in desk.get("/docs/en/")
        with pytest.raises(urllib.error.HTTPError, match="404"):
            desk.get("/elsewhere/")
    finally:
        desk.server.shutdown()
        desk.thread.join()


def test_a_build_that_is_not_served_gives_way_to_nobody(desk: Desk) -> None:
    desk.server.give_way()
    assert issubclass(Superseded, BaseException)
    assert not issubclass(Superseded, Exception)


def test_what_vanishes_before_anybody_watches_is_missed(tmp_path: Path) -> None:
    source = tmp_path / "data" / "plans.csv"
    desk = Desk(tmp_path, after_first=source.unlink)
    try:
        desk.until(lambda: desk.builder.built == ["first", ""])
    finally:
        desk.server.shutdown()
        desk.thread.join()


def test_what_comes_with_an_old_date_before_anybody_watches_is_built(tmp_path: Path) -> None:
    saved, source = tmp_path / "saved.csv", tmp_path / "data" / "plans.csv"
    saved.write_text("restored", encoding="utf-8")
    os.utime(saved, (0, 0))
    desk = Desk(tmp_path, after_first=lambda: saved.rename(source))
    try:
        desk.until_shown("restored")
    finally:
        desk.server.shutdown()
        desk.thread.join()


def test_one_that_is_ended_before_it_serves_never_does(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    server = Server(list, ("127.0.0.1", 0), Showing(tmp_path / "site"))
    server.shutdown()
    server.serve()
    assert server.server_address[1] == 0, "it has a port"
