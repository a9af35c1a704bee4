"""``make serve``: one sentence when its port is taken, and the last good site stays up whatever vanishes meanwhile."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.section_host import host, with_section
from tests.site_builder import MKDOCS, PROJECT, environment, gym, run_mkdocs

GYM = PROJECT / "tests" / "catalogues" / "palestra" / "data"
PATIENCE = 120
"""How long something may take that happens in the end (seconds)."""


def test_the_port_is_passed_on() -> None:
    ran = subprocess.run(["make", "-n", "serve", "PORT=8123"], cwd=PROJECT, capture_output=True, text=True, check=True)
    assert "--dev-addr 127.0.0.1:8123" in ran.stdout


def test_a_port_in_use_is_a_sentence_with_what_to_do(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        ran = run_mkdocs("serve", "-a", f"127.0.0.1:{port}", config=gym(tmp_path / "project"))
    assert ran.returncode == 1
    assert "Traceback" not in ran.stderr
    assert ran.stderr.splitlines()[-1] == (
        f"Port {port} of 127.0.0.1 is in use by another program: choose another, as in “make serve PORT={port + 1}”."
    )


class Served:
    """A project that is being served while it is edited."""

    def __init__(self, config: Path, temporary: Path, path: str) -> None:
        self.path = path
        with socket.socket() as listener:
            listener.bind(("127.0.0.1", 0))
            self.address = f"127.0.0.1:{listener.getsockname()[1]}"
        self.said: list[str] = []
        self.process = subprocess.Popen(
            [*MKDOCS, "serve", "-f", str(config), "-a", self.address],
            cwd=config.parent,
            env={**os.environ, **environment(f"http://{self.address}/"), "TMPDIR": str(temporary)},
            stderr=subprocess.PIPE,
            text=True,
        )
        self.listener = threading.Thread(target=self._listen)
        self.listener.start()

    def _listen(self) -> None:
        assert self.process.stderr
        with self.process.stderr as lines:
            self.said.extend(lines)

    def end(self) -> None:
        """Ends it as Ctrl-C does."""
        self.process.send_signal(signal.SIGINT)
        self.process.wait(PATIENCE)

    def until(self, true: Callable[[], bool], what: str) -> None:
        """Waits for something that happens in the end."""
        end = time.monotonic() + PATIENCE
        while not true():
            assert self.process.poll() is None, "".join(self.said)
            assert time.monotonic() < end, f"{what}\n{''.join(self.said)}"
            time.sleep(0.1)

    def until_said(self, text: str, times: int = 1) -> None:
        """Waits until a text has been printed so many times."""
        self.until(lambda: "".join(self.said).count(text) >= times, f"never said {times} times: {text}")

    def until_shown(self, text: str) -> None:
        """Waits until the page of plans shows a text."""
        self.until(lambda: text in self.page(), f"never shown: {text}")

    def page(self) -> str:
        """The page of plans."""
        with urllib.request.urlopen(f"http://{self.address}/{self.path}", timeout=PATIENCE) as answer:
            return str(answer.read().decode())


@pytest.fixture
def config(tmp_path: Path) -> Path:
    return gym(tmp_path / "project")


@pytest.fixture
def temporary(tmp_path: Path) -> Path:
    folder = tmp_path / "temporary"
    folder.mkdir()
    return folder


@pytest.fixture
def served(config: Path, temporary: Path) -> Iterator[Served]:
    with serving(config, temporary, "it/plans/") as served:
        yield served


@contextmanager
def serving(config: Path, temporary: Path, path: str) -> Iterator[Served]:
    """Serves a project until the end of a test, and looks at what is left."""
    serving = Served(config, temporary, path)
    try:
        serving.until_said("Serving on")
        yield serving
        serving.end()
        assert list(temporary.iterdir()) == [], "something is left when the server ends"
    finally:
        serving.process.kill()
        serving.process.wait()
        serving.listener.join()


def renamed(plans: Path, name: str) -> str:
    """The file of plans with another name for one of them."""
    return plans.read_text(encoding="utf-8").replace("Sala oro", name)


@pytest.mark.long
def test_what_vanishes_and_comes_back_is_watched_again(config: Path, served: Served) -> None:
    data, docs, away = config.parent / "data", config.parent / "docs", config.parent / "away"
    plans = data / "plans.csv"
    assert "Sala oro" in served.page()

    data.rename(away)
    served.until_said("The last good site stays up.", 1)
    assert "Sala oro" in served.page()
    (away / "plans.csv").write_text(renamed(away / "plans.csv", "Sala argento"), encoding="utf-8")
    away.rename(data)
    served.until_shown("Sala argento")

    text = renamed(plans, "Sala oro").replace("Sala argento", "Sala bronzo")
    plans.unlink()
    served.until_said("The last good site stays up.", 2)
    assert "Sala argento" in served.page()
    plans.write_text(text, encoding="utf-8")
    served.until_shown("Sala bronzo")

    docs.rename(away)
    served.until_said("The last good site stays up.", 3)
    assert "Sala bronzo" in served.page()
    away.rename(docs)
    plans.write_text(text.replace("Sala bronzo", "Sala rame"), encoding="utf-8")
    served.until_shown("Sala rame")
    assert "Traceback" not in "".join(served.said)


def test_a_faulty_save_is_told_by_its_cell_and_a_mended_one_is_shown(config: Path, served: Served) -> None:
    plans, page = config.parent / "data" / "plans.csv", config.parent / "docs" / "it" / "index.md"
    good, words = plans.read_text(encoding="utf-8"), page.read_text(encoding="utf-8")

    plans.write_text(good.replace("Sala oro;sala", "Sala oro;salla"), encoding="utf-8")
    served.until_said("The last good site stays up.", 1)
    assert "plans.csv, line 4, cell C4" in "".join(served.said)
    assert "Sala oro" in served.page()
    page.write_text(f"{words}\n<!-- planswitch:pool -->\n", encoding="utf-8")
    served.until_said("The last good site stays up.", 2)

    page.write_text(words, encoding="utf-8")
    plans.write_text(good.replace("Sala oro", "Sala argento"), encoding="utf-8")
    served.until_shown("Sala argento")
    assert "Traceback" not in "".join(served.said)


REWORDED = r"""
msgid ""
msgstr ""
"Language: it\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"
"Content-Type: text/plain; charset=utf-8\n"

msgid "Plans"
msgstr "Piani di oggi"
"""


@pytest.mark.long
def test_a_section_is_served_with_its_site_and_a_faulty_edit_keeps_nothing_from_readers(
    tmp_path: Path, temporary: Path
) -> None:
    config = host(tmp_path / "host", "mkdocs")
    shutil.copytree(GYM, tmp_path / "host" / "data")
    with_section(config, Path("data"))
    plans, told = tmp_path / "host" / "data" / "plans.csv", tmp_path / "host" / "docs" / "index.md"
    with serving(config, temporary, "help/upgrade/plans/") as served:
        assert "Sala oro" in served.page()
        plans.write_text(renamed(plans, "Sala argento"), encoding="utf-8")
        served.until_shown("Sala argento")
        good = plans.read_text(encoding="utf-8")
        plans.write_text(good.replace("Sala argento;sala", "Sala argento;salla"), encoding="utf-8")
        served.until_said("What is there stays up.")
        assert "plans.csv, line 4, cell C4" in "".join(served.said)
        assert "Sala argento" in served.page()
        told.write_text("# Told\n", encoding="utf-8")
        plans.write_text(good.replace("Sala argento", "Sala bronzo"), encoding="utf-8")
        served.until_shown("Sala bronzo")


def test_a_folder_of_translations_that_comes_later_is_watched(config: Path, served: Served) -> None:
    assert "Piani di oggi" not in served.page()
    (config.parent / "locale").mkdir()
    (config.parent / "locale" / "it.po").write_text(REWORDED, encoding="utf-8")
    served.until_shown("Piani di oggi")
