"""What is packed for the browser: contents, names, determinism, the cache, and what is said when something is wrong."""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import json
import logging
import shutil
import time
import zipfile
from dataclasses import replace
from pathlib import Path
from tempfile import gettempdir
from typing import TYPE_CHECKING, get_args

import brotli
import pytest

from planswitch.browser import (
    CACHE,
    FOLDER,
    Packed,
    PackError,
    Runtime,
    archives,
    pack,
    packing,
    preparing,
    published,
    store,
)
from planswitch.browser import inside as inside_pyodide
from planswitch.browser.minifying import shortened
from planswitch.browser.parts import PIECE
from planswitch.browser.preparing import expected_answers
from planswitch.browser.store import KEPT, Store, sha256, written
from planswitch.pages.languages import languages
from planswitch.rules.service import Service
from planswitch.rules.vocabulary import Mark
from tests.assertions import TRANSLATIONS

if TYPE_CHECKING:
    from planswitch.catalogue import Loaded
    from planswitch.pages.languages import Language

PROJECT = Path(__file__).parents[2]
CHANGED = (
    "Pyodide {version} no longer makes what we make of it, so readers would wait longer. Read the warning above, then "
    "prepare.mjs and pyodide_trim (what is made) and worker.js (what becomes of it) in generator/planswitch/browser."
)


@pytest.fixture(scope="module")
def tags() -> dict[str, Language]:
    return languages(["en", "it"], TRANSLATIONS)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("site")


@pytest.fixture(scope="module")
def packed(loaded: Loaded, tags: dict[str, Language], site: Path) -> Packed:
    """Prepared as a build does it: by this test when something has changed, else by what came before."""
    return pack(loaded, tags, site / FOLDER, CACHE, compress=False)


def test_every_asset_is_there_under_a_name_with_its_digest(packed: Packed, site: Path) -> None:
    config = packed.widget("it")
    runtime = config["runtime"]
    ways = [file for way in runtime["ways"].values() for file in way.values()]
    files = [config["worker"], runtime["loader"], *ways, config["catalogue"], config["translations"]]
    for file in files:
        content = (site / file["url"]).read_bytes()
        digest = base64.b64decode(file["digest"].removeprefix("sha256-"), validate=True).hex()
        assert (file["size"], digest) == (len(content), sha256(content))
        assert f".{digest[:12]}." in file["url"]
        pieces = [hashlib.sha256(content[at : at + PIECE]).digest() for at in range(0, len(content), PIECE)]
        if len(pieces) > 1 and file["url"].rpartition("/")[2].startswith(("python.", "snapshot.")):
            assert base64.b64decode(file["pieces"].removeprefix("sha256-")).hex() == sha256(*pieces)
        else:
            assert "pieces" not in file
    files.append(runtime["gunzip"])
    there = {f"{FOLDER}/{path.name}" for path in (site / FOLDER).iterdir()}
    assert there == {file["url"] for file in files} == packed.paths


def test_pyodide_still_gives_snapshot_and_byte_code(packed: Packed) -> None:
    assert list(packed.ways) == ["snapshot", "bytecode", "stock"], CHANGED.format(version=Runtime.installed().version)


def test_pyodide_can_still_be_stripped_and_split(packed: Packed) -> None:
    small, whole = packed.ways["snapshot"], packed.ways["stock"]
    message = CHANGED.format(version=Runtime.installed().version)
    assert small["wasm"].size < whole["wasm"].size * 0.6, message
    assert small["rest"].size < whole["wasm"].size * 0.6, message
    assert small["script"].size < whole["script"].size * 0.3, message
    assert packed.ways["bytecode"]["script"] == small["script"]


def test_pyodides_script_makes_no_shared_memory_before_somebody_waits(packed: Packed, site: Path) -> None:
    before, shared, _ = (site / packed.ways["snapshot"]["script"].url).read_text("utf-8").partition("Memory({shared:")
    assert shared, "Pyodide makes none any more, so stripping.py need not put it off"
    assert "Atomics.wait(" in before[-120:], CHANGED.format(version=Runtime.installed().version)


def test_the_rules_are_our_very_files(packed: Packed, site: Path) -> None:
    with zipfile.ZipFile(site / packed.ways["stock"]["rules"].url) as rules:
        names = [name for name in rules.namelist() if not name.endswith("/")]
        assert "planswitch/rules/service.py" in names
        for name in names:
            assert rules.read(name) == (PROJECT / "generator" / name).read_bytes()


def test_the_byte_code_holds_the_rules_and_no_source(packed: Packed, site: Path) -> None:
    with zipfile.ZipFile(site / packed.ways["bytecode"]["library"].url) as library:
        names = [name for name in library.namelist() if not name.endswith("/")]
    assert {"planswitch/rules/decisions.pyc", "json/__init__.pyc", "gettext.pyc"} <= set(names)
    assert {Path(name).suffix for name in names} == {".pyc"}


def test_nothing_of_this_machine_is_packed(packed: Packed, site: Path) -> None:
    made = (packed.ways["snapshot"]["snapshot"], packed.ways["bytecode"]["library"], packed.ways["stock"]["rules"])
    for asset in made:
        content = (site / asset.url).read_bytes()
        for path in (str(PROJECT), str(Path.home()), str(Path(gettempdir(), "tmp"))):
            assert path.encode() not in content, f"{asset.url} holds {path}"


def test_the_catalogue_is_the_published_one(packed: Packed, site: Path, loaded: Loaded) -> None:
    text = (site / packed.catalogue.url).read_text(encoding="utf-8")
    assert text == published(loaded)
    assert json.loads(text) == {"digest": loaded.catalogue.digest, "tables": loaded.tables}


def test_a_language_without_translations_has_no_file(loaded: Loaded, tmp_path: Path) -> None:
    packed = pack(loaded, languages(["en", "fr"]), tmp_path / FOLDER, tmp_path, compress=False, fast=False)
    assert packed.widget("fr")["translations"] is None


def test_the_widget_is_told_all_as_json(packed: Packed, loaded: Loaded) -> None:
    config = packed.widget("it", base="../../")
    assert json.loads(json.dumps(config)) == config
    assert (config["base"], config["locale"], config["digest"]) == ("../../", "it", loaded.catalogue.digest)
    assert config["runtime"]["quickest"] == ["snapshot", "bytecode", "stock"]
    assert set(config["runtime"]["smallest"]) == set(config["runtime"]["ways"])


def test_the_smallest_way_comes_first_on_slow_networks(packed: Packed) -> None:
    def sized(way: str, transfer: int) -> dict[str, packing.Asset]:
        return {name: replace(asset, forms={"": transfer}) for name, asset in packed.ways[way].items()}

    ways = {"snapshot": sized("snapshot", 20), "bytecode": sized("bytecode", 10), "stock": sized("stock", 15)}
    assert replace(packed, ways=ways).widget("en")["runtime"]["smallest"] == ["bytecode", "snapshot", "stock"]


@pytest.mark.long
def test_equal_inputs_give_equal_files_wherever_they_are(
    packed: Packed, loaded: Loaded, tags: dict[str, Language], tmp_path: Path
) -> None:
    again = pack(loaded, tags, tmp_path / "elsewhere" / FOLDER, tmp_path / "other cache", compress=False)
    assert again == packed


def test_a_second_build_prepares_nothing_anew(
    packed: Packed, loaded: Loaded, tags: dict[str, Language], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preparing, "_node", lambda *_: pytest.fail("Node was started"))
    assert pack(loaded, tags, tmp_path / FOLDER, CACHE, compress=False) == packed


def test_an_edit_of_the_catalogue_prepares_nothing_anew(
    packed: Packed, loaded: Loaded, tags: dict[str, Language], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preparing, "_node", lambda *_: pytest.fail("Node was started"))
    edited = replace(loaded, catalogue=replace(loaded.catalogue, digest="sha256:edited"))
    again = pack(edited, tags, tmp_path / FOLDER, CACHE, compress=False)
    assert again.ways == packed.ways
    assert again.catalogue != packed.catalogue


def test_without_the_quick_ways_there_is_the_plain_one(
    loaded: Loaded, tags: dict[str, Language], tmp_path: Path
) -> None:
    packed = pack(loaded, tags, tmp_path / FOLDER, tmp_path, compress=False, fast=False)
    assert list(packed.ways) == ["stock"]


def test_files_are_compressed_once(tmp_path: Path) -> None:
    cache = Store(tmp_path)
    contents = {"plans": b"plan " * 1000, "switches": b"switch " * 1000}
    forms = {"plans": ["", "br", "gz"], "switches": ["gz"]}
    first = written(cache, contents, forms)
    assert {name: [*kept] for name, kept in first.items()} == forms
    assert brotli.decompress(first["plans"]["br"]) == first["plans"][""] == contents["plans"]
    assert [gzip.decompress(kept["gz"]) for kept in first.values()] == [*contents.values()]
    files = {path: path.stat().st_ino for path in tmp_path.iterdir()}
    assert len(files) == 3
    assert written(cache, contents, forms) == first
    assert {path: path.stat().st_ino for path in tmp_path.iterdir()} == files


def test_each_file_is_kept_in_its_forms_and_in_no_other(
    loaded: Loaded, tags: dict[str, Language], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "_compress", lambda content, form: content[: {"br": 8, "gz": 9}[form]])
    packed = pack(loaded, tags, tmp_path / FOLDER, tmp_path, fast=False)
    found = sorted(
        path.name.partition(".")[0] + path.name[path.name.index(".") + 13 :] for path in (tmp_path / FOLDER).iterdir()
    )
    assert found == [
        *(f"catalogue.json.{form}" for form in ("br", "gz")),
        *(f"gunzip.js{form}" for form in ("", ".br")),
        *(f"it.mo.{form}" for form in ("br", "gz")),
        *(f"loader.js{form}" for form in ("", ".br")),
        "rules.zip",
        "stock.js",
        "stock.wasm.gz",
        "stock.zip",
        *(f"worker.js{form}" for form in ("", ".br")),
    ]
    assert {f"{FOLDER}/{path.name}" for path in (tmp_path / FOLDER).iterdir()} == packed.paths
    stock = packed.ways["stock"]
    assert (stock["wasm"].transfer, packed.worker.transfer, stock["rules"].transfer) == (9, 8, stock["rules"].size)
    config = packed.widget("it")
    assert config["runtime"]["ways"]["stock"]["wasm"]["packed"] == ["gz"]
    assert "packed" not in config["runtime"]["ways"]["stock"]["script"]
    assert config["worker"]["twin"] == 8


def test_what_has_not_been_used_for_long_leaves_the_cache(tmp_path: Path) -> None:
    import os

    store = Store(tmp_path)
    store.get("old", ["x"], lambda: {"x": b"1"})
    store.get("new", ["x"], lambda: {"x": b"2"})
    long_ago = time.time() - KEPT - 60
    os.utime(tmp_path / "old.x", (long_ago, long_ago))
    store.tidy()
    assert [path.name for path in tmp_path.iterdir()] == ["new.x"]


def test_a_missing_runtime_is_named_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(PackError, match=r"has no pyodide\.mjs, .* Run: python3 tools/setup\.py site"):
        Runtime.installed(tmp_path)


def test_without_a_snapshot_there_is_still_byte_code_and_nothing_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def node(step: str, _: Runtime, folder: Path) -> list[str]:
        if step == "snapshot":
            raise PackError("The format of Pyodide's snapshots has changed")
        (folder / "modules").mkdir(exist_ok=True)
        (folder / "modules" / "json.pyc").write_bytes(b"")
        (folder / "called.json").write_text("[]", encoding="utf-8")
        return expected_answers()

    monkeypatch.setattr(preparing, "_node", node)
    with caplog.at_level(logging.WARNING):
        quick = preparing.prepare(Runtime.installed(), b"", Store(tmp_path / "cache"))
    assert (bool(quick.library), quick.snapshot) == (True, b"")
    assert caplog.messages == [
        "No snapshot of Python's memory, so Python starts from byte code: The format of Pyodide's snapshots has changed"
    ]
    assert not (tmp_path / "cache").exists(), "what is not whole is kept"


@pytest.mark.long
def test_a_runtime_without_snapshots_still_packs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    runtime = Runtime(tmp_path / "pyodide")
    shutil.copytree(Runtime.installed().folder, runtime.folder)
    script = runtime.folder / "pyodide.asm.mjs"
    script.write_text(script.read_text(encoding="utf-8").replace("1886286592", "1886286593"), encoding="utf-8")
    with caplog.at_level(logging.WARNING):
        quick = preparing.prepare(runtime, archives.archive(archives.rules_files()), Store(tmp_path / "cache"))
    assert quick.library
    assert not quick.snapshot
    assert "The format of Pyodide's snapshots has changed" in caplog.text
    assert not (tmp_path / "cache").exists(), "what is not whole is kept"


def test_a_runtime_that_does_not_start_is_reported(tmp_path: Path) -> None:
    runtime = Runtime(tmp_path / "pyodide")
    shutil.copytree(Runtime.installed().folder, runtime.folder)
    (runtime.folder / "pyodide.mjs").write_text("throw new Error('Nothing works');", encoding="utf-8")
    with pytest.raises(PackError, match=r"could not be run \(bytecode\):[\s\S]*Nothing works"):
        preparing.prepare(runtime, b"", Store(tmp_path / "cache"))


def test_a_script_that_makes_no_sense_is_reported() -> None:
    with pytest.raises(PackError, match="could not be shortened"):
        shortened("export default (((")


def test_a_browser_that_would_answer_differently_is_reported(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    answers = expected_answers()
    monkeypatch.setattr(preparing, "_node", lambda *_: [*answers[:-1], '{"answer": "maybe"}'])
    with pytest.raises(PackError, match=r'answers differently \(byte code\):\n\{"answer": "maybe"\}\ninstead of\n'):
        preparing.prepare(Runtime.installed(), b"", Store(tmp_path))


def test_the_workload_calls_every_method() -> None:
    """What a method imports when it is first called is missing in the browser, unless the workload calls it."""
    workload = json.loads((preparing.WORKLOAD / "workload.json").read_text(encoding="utf-8"))
    methods = {name for name, value in vars(Service).items() if callable(value) and not name.startswith("_")}
    assert {"add_language", *(question["method"] for question in workload["questions"])} == methods


def test_the_workload_meets_every_kind_of_answer() -> None:
    answers = [json.loads(answer) for answer in expected_answers()]
    worded = [answer["answer"] for answer in answers if "answer" in answer]
    assert {answer["mark"] for answer in worded} == {*get_args(Mark)}
    assert any(answer["detour"] for answer in worded)
    refused = [part["text"] for answer in answers for part in answer.get("refused", ())]
    assert len(set(refused)) > 8
    assert "Con un cestino" in json.dumps(answers, ensure_ascii=False)


def test_archives_do_not_depend_on_order_or_time() -> None:
    files = {"b/two.txt": b"2", "a.txt": b"1"}
    first = archives.archive(files)
    assert archives.archive(dict(reversed(files.items()))) == first
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {name: archive.read(name) for name in files} == files


def test_compiling_keeps_the_docstrings_of_our_own_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = '"""Said."""\nassert False\n'
    modules = tmp_path / "modules.zip"
    modules.write_bytes(archives.archive({"psd_plain.py": b'"""Said."""\n', "psd_folder/__init__.py": b"\n"}))
    monkeypatch.syspath_prepend(modules)
    __import__("psd_plain")
    __import__("psd_folder")
    inside_pyodide.compile_imported(str(tmp_path / "out"))
    assert (tmp_path / "out" / "psd_folder" / "__init__.pyc").is_file()
    assert b"Said." not in (tmp_path / "out" / "psd_plain.pyc").read_bytes()
    inside_pyodide.write(tmp_path / "own.pyc", source, "own.py", level=0)
    assert b"Said." in (tmp_path / "own.pyc").read_bytes()
