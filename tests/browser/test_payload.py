"""What Python comes as from hosts that send what brotli made, and from hosts that send files as they lie there."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from planswitch.browser import FOLDER, Packed, Runtime, pack
from planswitch.browser.packing import SPARE
from planswitch.browser.preparing import stripped
from planswitch.browser.pyodide_trim import split
from tests.assertions import ROOT
from tests.browser.conftest import PLAIN
from tests.browser.harness import (
    POLICY,
    QUESTION,
    RETURN_0,
    RETURN_1,
    Visit,
    described,
    only,
    site,
    tags,
    visit,
)
from tests.browser.serving import CORRUPT, MISSING, SHORT, Fault, Serving, flipped
from tests.long import long

if TYPE_CHECKING:
    from planswitch.catalogue import Loaded
    from planswitch.pages.languages import Language

__all__ = ["site", "tags", "visit"]  # fixtures

pytestmark = pytest.mark.browser

Visiting = Callable[..., Visit]


@pytest.fixture(scope="module")
def packed(loaded: Loaded, tags: dict[str, Language], site: Path) -> Packed:
    return pack(loaded, tags, site / FOLDER, ROOT / ".cache")


@pytest.fixture
def serving(site: Path, packed: Packed) -> Iterator[Serving]:
    """A host that sends every file as it lies there."""
    with Serving(site, headers={"Content-Security-Policy": POLICY}, lasting=(f"/{FOLDER}/*",), twins=False) as serving:
        yield serving


def asked(serving: Serving) -> set[str]:
    """What was asked for of Python, without digests."""
    names = [request.path.rsplit("/", 1)[1].split(".") for request in serving.asked(f"/{FOLDER}/*")]
    return {".".join((name, *ends)) for name, _, *ends in names}


@pytest.mark.parametrize(
    ("twins", "wanted"),
    [
        (True, {"python.wasm", "snapshot.bin", "catalogue.json", "it.mo"}),
        long(False, {"python.wasm.gz", "snapshot.bin.gz", "catalogue.json.gz", "it.mo.gz"}),
    ],
    ids=["a host with twins", "a host without"],
)
def test_each_host_is_asked_for_the_smallest_that_it_has(
    twins: bool, wanted: set[str], visit: Visiting, serving: Serving, packed: Packed
) -> None:
    serving.twins = twins
    reader = visit().open(packed.widget("it"))
    assert reader.ask(QUESTION)["value"]["answer"]["decision"]["route"] == "manual"
    assert reader.read("runtime.way") == "snapshot"
    assert asked(serving) == {"worker.js", "loader.js", "script.js", "gunzip.js"} | wanted
    assert {request.status for request in serving.asked(f"/{FOLDER}/*")} == {200}


@pytest.mark.parametrize("way", [long("snapshot"), long("bytecode"), long("stock")])
def test_every_way_starts_from_what_it_unpacks_itself(
    way: str, visit: Visiting, serving: Serving, packed: Packed
) -> None:
    reader = visit().open(only(packed.widget("it"), way))
    assert "answer" in reader.ask(QUESTION)["value"]
    assert reader.read("runtime.way") == way
    assert any(path.endswith(".wasm.gz") for path in asked(serving))
    assert reader.read("fractions.at(-1)") == 1


def test_a_host_that_says_of_packed_files_that_they_are_is_understood(
    visit: Visiting, serving: Serving, packed: Packed
) -> None:
    """Some send the header for every name that ends so: the browser has unpacked the file before anybody sees it."""
    serving.headers_of = {"*.gz": {"Content-Encoding": "gzip"}}
    reader = visit().open(only(packed.widget("it"), "snapshot"))
    assert "answer" in reader.ask(QUESTION)["value"]


def test_a_twin_that_is_not_there_after_all_is_done_without(visit: Visiting, serving: Serving, packed: Packed) -> None:
    serving.twins = True
    serving.faults = {"*.wasm": MISSING, "*.bin": MISSING, "*.json": MISSING, "*.mo": MISSING}
    reader = visit().open(packed.widget("it"))
    assert "answer" in reader.ask(QUESTION)["value"]
    assert reader.read("runtime.way") == "snapshot"
    assert {"python.wasm.gz", "snapshot.bin.gz"} <= asked(serving)


@pytest.mark.parametrize(
    ("faults", "way", "address"),
    [
        ({"*/snapshot.*": flipped()}, "bytecode", "localhost"),
        long({"*/snapshot.*": flipped()}, "bytecode", PLAIN),
        long({"*/snapshot.*": CORRUPT}, "bytecode", "localhost"),
        long({"*/snapshot.*": SHORT}, "bytecode", "localhost"),
        long({"*/snapshot.*": Fault(change=lambda _: b"")}, "bytecode", "localhost"),
        long({"*/snapshot.*": MISSING, "*/library.*": flipped()}, "stock", "localhost"),
        long({"*/python/python.*": flipped()}, "stock", "localhost"),
    ],
    ids=["flipped", "flipped, without HTTPS", "corrupt", "short", "empty", "library", "python"],
)
def test_what_does_not_unpack_to_what_was_built_is_not_used(
    faults: dict[str, Fault], way: str, address: str, visit: Visiting, serving: Serving, packed: Packed
) -> None:
    serving.faults = faults
    reader = visit()
    reader.page.goto(serving.url.replace("localhost", address))
    reader.open(packed.widget("it"))
    assert "answer" in reader.ask(QUESTION)["value"]
    assert reader.read("runtime.way") == way


@pytest.fixture(scope="module")
def bare(packed: Packed, site: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """A configuration whose WebAssembly is all in the part that is fetched when it is called, and packed."""
    whole = stripped(Runtime.installed(), tmp_path_factory.mktemp("runtime")).read("pyodide.asm.wasm")
    config = deepcopy(packed.widget("it"))
    for part, content in zip(("wasm", SPARE), split(whole, ()), strict=True):
        file = {**described(content, f".bare-{part}.wasm"), "packed": ["gz"]}
        (site / f"{file['url']}.gz").write_bytes(gzip.compress(content, 6))
        config["runtime"]["ways"]["snapshot"][part] = file
    return config


@pytest.mark.parametrize("address", [long("localhost", id="as over HTTPS"), pytest.param(PLAIN, id="as without HTTPS")])
def test_the_rest_of_python_is_unpacked_while_the_call_stands_still(
    address: str, visit: Visiting, serving: Serving, bare: dict[str, Any]
) -> None:
    reader = visit()
    reader.page.goto(serving.url.replace("localhost", address))
    reader.open(only(bare, "snapshot"))
    assert reader.ask(QUESTION)["value"]["answer"]["decision"]["route"] == "manual"
    assert sum("fetching the rest" in line for line in reader.console) == 1
    assert serving.asked("*.bare-rest.wasm.gz")


def other_rest(packed: bytes) -> bytes:
    """Another function, in a file that unpacks, but has the check sum of what it was."""
    content = RETURN_1.join(gzip.decompress(packed).rsplit(RETURN_0, 1))
    return gzip.compress(content, 6)[:-8] + packed[-8:]


@pytest.mark.parametrize("address", [long("localhost", id="as over HTTPS"), pytest.param(PLAIN, id="as without HTTPS")])
@pytest.mark.parametrize(
    "fault", [long(MISSING, id="missing"), long(SHORT, id="short"), long(Fault(change=other_rest), id="other")]
)
def test_without_the_rest_of_python_the_next_way_is_taken(
    fault: Fault, address: str, visit: Visiting, serving: Serving, bare: dict[str, Any]
) -> None:
    serving.faults = {"*.bare-rest.wasm.gz": fault}
    reader = visit()
    reader.page.goto(serving.url.replace("localhost", address))
    reader.open(bare)
    assert "answer" in reader.ask(QUESTION)["value"]
    assert reader.read("runtime.way") == "bytecode"
