"""``make serve``: one sentence when its port is taken, and the last good site stays up whatever vanishes meanwhile."""

from __future__ import annotations

import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.section_host import host, with_section
from tests.served import Served, serving
from tests.site_builder import PROJECT, gym, run_mkdocs

GYM = PROJECT / "tests" / "catalogues" / "palestra" / "data"


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
    served.until_said("plans.csv, line 4, cell C4")
    served.until_said("The last good site stays up.", 1)
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
        served.until_said("plans.csv, line 4, cell C4")
        served.until_said("What is there stays up.")
        assert "Sala argento" in served.page()
        told.write_text("# Told\n", encoding="utf-8")
        plans.write_text(good.replace("Sala argento", "Sala bronzo"), encoding="utf-8")
        served.until_shown("Sala bronzo")


@pytest.mark.long
def test_a_folder_of_translations_that_comes_later_is_watched(config: Path, served: Served) -> None:
    assert "Piani di oggi" not in served.page()
    (config.parent / "locale").mkdir()
    (config.parent / "locale" / "it.po").write_text(REWORDED, encoding="utf-8")
    served.until_shown("Piani di oggi")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk on which a site has room, and not another one beside it."""
    folder = tmp_path / "disk"
    folder.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=80m", "planswitch", str(folder)], check=False)
    if made.returncode:
        pytest.skip("No disk can be mounted here.")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


@pytest.mark.long
def test_a_full_disk_is_told_and_the_last_good_site_stays(config: Path, small_disk: Path) -> None:
    plans, filling = config.parent / "data" / "plans.csv", small_disk.parent / "disk" / "filling"
    with serving(config, small_disk, "it/plans/") as served:
        room = shutil.disk_usage(small_disk).free
        filling.write_bytes(bytes(room - 2_000_000))
        plans.write_text(renamed(plans, "Sala argento"), encoding="utf-8")
        served.until_said("No space left on device")
        served.until_said("The last good site stays up.")
        assert "Traceback" not in "".join(served.said)
        assert "Sala oro" in served.page()
        filling.unlink()
        plans.write_text(plans.read_text(encoding="utf-8").replace("Sala argento", "Sala bronzo"), encoding="utf-8")
        served.until_shown("Sala bronzo")
