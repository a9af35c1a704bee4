"""Our Python in real browsers: the same answers as here, one start a visit, and a way on whenever something fails."""

from __future__ import annotations

import json
import struct
import threading
from copy import deepcopy
from pathlib import Path
from typing import TYPE_CHECKING, Any

import brotli
import pytest

from planswitch.browser import FOLDER, Packed, Runtime, pack
from planswitch.browser.packing import SPARE
from planswitch.browser.preparing import stripped
from planswitch.browser.pyodide_trim import split
from planswitch.rules.service import Service
from tests.assertions import ROOT
from tests.browser.asking import seeded_questions
from tests.browser.conftest import PLAIN, becomes
from tests.browser.engines import IPAD, IPHONE
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
    from collections.abc import Callable, Iterator

    from planswitch.catalogue import Loaded
    from planswitch.pages.languages import Language

__all__ = ["site", "tags", "visit"]  # fixtures

pytestmark = pytest.mark.browser
LISTENER = """() => {
  window.Worker = class {
    constructor(_, { name }) { window.told = JSON.parse(name); }
    postMessage() {}
  };
}"""
WAYS = ("snapshot", "bytecode", "stock")
WITHOUT_TRAMPOLINE = """
Object.defineProperty(navigator, "platform", { value: "MacIntel" });
const { Instance } = WebAssembly;
WebAssembly.Instance = function (module, imports) {
  if (imports?.env?.__indirect_function_table) throw new Error("Here the quick trampoline crashes");
  return new Instance(module, imports);
};
"""
"""What the worker of an iPhone or iPad is like, whose WebKit crashes when it runs Python's quick trampoline."""
OTHER_SCRIPT = flipped(b"Cannot play back audio object")
OTHER_WASM = flipped(b"pointer_to_member_type_info")
OTHER_MEMORY = flipped(b"ImportFrom(identifier? module")
OTHER_REST = Fault(change=lambda content: RETURN_1.join(content.rsplit(RETURN_0, 1)))
"""Faults in what is hardly ever looked at: whoever does not compare every bit goes on with it."""


@pytest.fixture(scope="module")
def packed(loaded: Loaded, tags: dict[str, Language], site: Path) -> Packed:
    packed = pack(loaded, tags, site / FOLDER, ROOT / ".cache", compress=False)
    for asset in packed.ways["snapshot"].values():
        file = site / asset.url
        file.with_name(f"{file.name}.br").write_bytes(brotli.compress(file.read_bytes(), quality=1))
    return packed


@pytest.fixture
def serving(site: Path, packed: Packed) -> Iterator[Serving]:
    with Serving(site, headers={"Content-Security-Policy": POLICY}, lasting=(f"/{FOLDER}/*",)) as serving:
        yield serving


def own_answers(
    loaded: Loaded, tags: dict[str, Language], questions: list[dict[str, Any]], catalogue: str
) -> list[dict[str, Any]]:
    """What CPython answers to the same questions."""
    service = Service(catalogue)
    for tag, language in tags.items():
        service.add_language(tag, language.compiled)
    return [json.loads(service.answer(json.dumps(question))) for question in questions]


@pytest.fixture(scope="module")
def questions(loaded: Loaded) -> list[dict[str, Any]]:
    return seeded_questions(loaded, 500)


@pytest.fixture(scope="module")
def expected(
    loaded: Loaded, tags: dict[str, Language], questions: list[dict[str, Any]], packed: Packed, site: Path
) -> list[dict[str, Any]]:
    return own_answers(loaded, tags, questions, (site / packed.catalogue.url).read_text(encoding="utf-8"))


@pytest.mark.parametrize(("way", "count"), [(WAYS[0], 60), *(long(way, 500) for way in WAYS)])
def test_answers_are_those_of_cpython(
    way: str,
    count: int,
    visit: Callable[[], Visit],
    serving: Serving,
    packed: Packed,
    questions: list[dict[str, Any]],
    expected: list[dict[str, Any]],
) -> None:
    reader = visit().open(only(packed.widget("en"), way))
    reader.page.evaluate("config => void python(config)", packed.widget("it"))
    found = reader.page.evaluate("all => Promise.all(all.map((question) => runtime.ask(question)))", questions[:count])
    decisions = [answer.get("answer", {}).get("decision") for answer in found]
    assert decisions == [answer.get("answer", {}).get("decision") for answer in expected[:count]]
    assert found == expected[:count]
    assert sum("refusal" in answer for answer in found) > 10
    assert reader.read("runtime.way") == way
    assert serving.asked("*/rest.*") == []


@pytest.mark.parametrize("agent", [pytest.param(IPHONE, id="iPhone"), long(IPAD, id="iPad")])
def test_iphones_and_ipads_start_from_the_snapshot_without_the_quick_trampoline(
    agent: str,
    visit: Callable[..., Visit],
    packed: Packed,
    site: Path,
    questions: list[dict[str, Any]],
    expected: list[dict[str, Any]],
) -> None:
    reader = visit(user_agent=agent)
    reader.page.evaluate("Object.defineProperty(navigator, 'maxTouchPoints', { value: 5 })")
    content = WITHOUT_TRAMPOLINE.encode() + (site / packed.worker.url).read_bytes()
    worker = described(content, ".worker.js")
    (site / worker["url"]).write_bytes(content)
    reader.open({**packed.widget("it"), "worker": worker})
    own = [index for index, question in enumerate(questions[:200]) if question["locale"] == "it"]
    found = reader.page.evaluate(
        "all => Promise.all(all.map((question) => runtime.ask(question)))", [questions[index] for index in own]
    )
    assert found == [expected[index] for index in own]
    assert reader.read("runtime.way") == "snapshot"


def test_an_ordinary_visit(visit: Callable[[], Visit], serving: Serving, packed: Packed) -> None:
    reader = visit().open(packed.widget("it"))
    assert reader.read("runtime.state") == "idle"
    assert reader.workers == 0
    assert "answer" in reader.ask(QUESTION)["value"]
    assert reader.read("runtime.state") == "ready"
    assert [state["state"] for state in reader.read("states")] == ["loading", "ready"]
    assert reader.read("fractions.at(-1)") == 1
    assert reader.elsewhere == []
    assert [
        request.path for request in serving.requests if request.status != 200 and "favicon" not in request.path
    ] == []
    assert any(line.startswith("Python: started from snapshot in ") for line in reader.console), reader.console
    fetched = {request.path.lstrip("/") for request in serving.asked(f"/{FOLDER}/*")}
    way = packed.ways["snapshot"]
    wanted = [packed.loader, *(way[part] for part in way if part != SPARE), packed.catalogue, packed.translations["it"]]
    assert fetched == {packed.worker.url, *(asset.url for asset in wanted if asset)}


@pytest.mark.long
def test_progress_moves_with_each_part_that_arrives(
    visit: Callable[[], Visit], serving: Serving, packed: Packed
) -> None:
    gates = tuple(threading.Event() for _ in range(12))
    serving.faults = {f"/{packed.ways['snapshot']['snapshot'].url}": Fault(gates=gates)}
    reader = visit().open(only(packed.widget("it"), "snapshot"))
    reader.read("void attempt(runtime.ask({}))")
    told = 0
    for gate in gates:
        told = reader.page.evaluate("told => more(told)", told)
        assert reader.read("fractions.at(-1)") < 1
        gate.set()
    assert "answer" in reader.ask(QUESTION)["value"]
    fractions = reader.read("fractions")
    assert fractions == sorted(fractions)
    assert len(fractions) > len(gates)
    assert fractions[-1] == 1


def test_python_is_started_once_a_visit(
    visit: Callable[[], Visit],
    serving: Serving,
    packed: Packed,
    questions: list[dict[str, Any]],
    expected: list[dict[str, Any]],
) -> None:
    reader = visit().open(packed.widget("it"))
    reader.page.evaluate("() => Promise.all([runtime.start(), runtime.start()])")
    reader.page.evaluate("history.pushState(null, '', '/deep/er/')")
    config = packed.widget("en", base="../../")
    assert reader.page.evaluate("config => python(config) === runtime", config)
    english = next(index for index, question in enumerate(questions) if question["locale"] == "en")
    asked = {key: value for key, value in questions[english].items() if key != "locale"}
    assert reader.ask(asked)["value"] == expected[english]
    assert reader.workers == len(reader.page.workers) == 1
    assert len(serving.asked("*.wasm")) == 1


@pytest.mark.long
def test_addresses_are_relative_to_the_page(visit: Callable[[], Visit], serving: Serving, packed: Packed) -> None:
    reader = visit()
    reader.page.goto(f"{serving.url}deep/er/")
    reader.open(packed.widget("it", base="../../"))
    assert "answer" in reader.ask(QUESTION)["value"]


def test_a_second_visit_fetches_nothing_again(visit: Callable[[], Visit], serving: Serving, packed: Packed) -> None:
    reader = visit().open(packed.widget("it"))
    reader.ask(QUESTION)
    serving.requests.clear()
    reader.page.reload()
    reader.open(packed.widget("it"))
    assert "answer" in reader.ask(QUESTION)["value"]
    assert serving.asked(f"/{FOLDER}/*") == []


@pytest.mark.parametrize(
    ("faults", "way"),
    [
        long({"*/snapshot.*": CORRUPT}, "bytecode"),
        long({"*/snapshot.*": CORRUPT, "*/library.*": MISSING}, "stock"),
        long({"*/python/python.*": OTHER_WASM}, "stock"),
        long({"*/snapshot.*": MISSING}, "bytecode"),
        long({"*/snapshot.*": SHORT}, "bytecode"),
        long({"*/snapshot.*": MISSING, "*/library.*": CORRUPT}, "stock"),
        long({"*/python/python.*": MISSING}, "stock"),
        long({"*/script.*": CORRUPT}, "stock"),
        long({"*/snapshot.*": OTHER_MEMORY}, "bytecode"),
        long({"*/snapshot.*": OTHER_MEMORY, "*/library.*": flipped()}, "stock"),
        long({"*/script.*": OTHER_SCRIPT}, "stock"),
    ],
)
def test_the_next_way_is_taken(
    faults: dict[str, Any], way: str, visit: Callable[[], Visit], serving: Serving, packed: Packed
) -> None:
    serving.faults = faults
    reader = visit().open(packed.widget("it"))
    assert reader.ask(QUESTION)["value"]["answer"]["decision"]["route"] == "manual"
    assert (reader.read("runtime.state"), reader.read("runtime.way")) == ("ready", way)
    assert reader.workers == 1
    assert sum("could not start from" in line for line in reader.console) == WAYS.index(way)


def tampered(packed: Packed, site: Path, change: Callable[[bytearray], None]) -> dict[str, Any]:
    """A configuration whose snapshot arrives as announced, but is not what Pyodide can use."""
    config = deepcopy(packed.widget("it"))
    content = bytearray((site / packed.ways["snapshot"]["snapshot"].url).read_bytes())
    change(content)
    file = described(bytes(content), ".bin")
    (site / file["url"]).write_bytes(content)
    config["runtime"]["ways"]["snapshot"]["snapshot"] = file
    return config


def other_magic(content: bytearray) -> None:
    content[0] ^= 1


def other_size(content: bytearray) -> None:
    struct.pack_into("<I", content, 4, 40 << 20)


def other_sum(content: bytearray) -> None:
    content[20] ^= 1


def other_page(content: bytearray) -> None:
    content[-5000] ^= 1


def other_build(content: bytearray) -> None:
    """Another build, with the check sum that belongs to it."""
    runs, low, check_sum = struct.unpack_from("<III", content, 12)
    at = 24 + 8 + runs * 8 + 16
    before = struct.unpack_from("<I", content, at)[0]
    struct.pack_into("<I", content, at, before ^ 1)
    words_after = (len(content) - at + low) // 4 - 1
    change = ((before ^ 1) - before) * pow(31, words_after, 1 << 32)
    struct.pack_into("<I", content, 20, (check_sum + change) % (1 << 32))


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        long(other_magic, "This is not a snapshot"),
        (other_page, "check sum"),
        long(other_build, "build id mismatch"),
        long(other_size, "bytes"),
        long(other_sum, "check sum"),
    ],
)
def test_a_snapshot_that_does_not_fit_is_refused(
    change: Callable[[bytearray], None], reason: str, visit: Callable[[], Visit], packed: Packed, site: Path
) -> None:
    reader = visit().open(tampered(packed, site, change))
    assert "answer" in reader.ask(QUESTION)["value"]
    assert reader.read("runtime.way") == "bytecode"
    refusals = [line for line in reader.console if "could not start from snapshot" in line]
    assert len(refusals) == 1
    assert reason in refusals[0]


@pytest.fixture(scope="module")
def bare(packed: Packed, site: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """A configuration whose WebAssembly is all in the part that is fetched when it is called."""
    whole = stripped(Runtime.installed(), tmp_path_factory.mktemp("runtime")).read("pyodide.asm.wasm")
    config = deepcopy(packed.widget("it"))
    for part, content in zip(("wasm", SPARE), split(whole, ()), strict=True):
        file = described(content, f".bare-{part}.wasm")
        (site / file["url"]).write_bytes(content)
        for way in ("snapshot", "bytecode"):
            config["runtime"]["ways"][way][part] = file
    return config


@pytest.mark.long
@pytest.mark.parametrize("way", ["snapshot", "bytecode"])
def test_the_rest_of_python_comes_when_it_is_called(
    way: str,
    visit: Callable[[], Visit],
    serving: Serving,
    bare: dict[str, Any],
    questions: list[dict[str, Any]],
    expected: list[dict[str, Any]],
) -> None:
    reader = visit().open(only(bare, way))
    own = [index for index, question in enumerate(questions[:200]) if question["locale"] == "it"]
    found = [reader.ask(questions[index])["value"] for index in own]
    assert found == [expected[index] for index in own]
    assert reader.read("runtime.way") == way
    assert len(serving.asked("*.bare-rest.wasm")) == 1
    becomes(reader.page, lambda: sum("fetching the rest" in line for line in reader.console), 1)


@pytest.mark.parametrize("fault", [long(OTHER_REST), long(MISSING), long(SHORT)])
def test_without_the_rest_of_python_it_starts_from_the_stock_library(
    fault: Any, visit: Callable[[], Visit], serving: Serving, bare: dict[str, Any]
) -> None:
    serving.faults = {"*.bare-rest.wasm": fault}
    reader = visit().open(bare)
    assert "answer" in reader.ask(QUESTION)["value"]
    assert reader.read("runtime.way") == "stock"


@pytest.mark.parametrize(
    ("fault", "reason"), [long(MISSING, "gone", id="missing"), pytest.param(OTHER_REST, "corrupt", id="flipped")]
)
def test_a_visit_without_the_rest_of_python_ends_when_it_is_called(
    fault: Fault, reason: str, visit: Callable[[], Visit], serving: Serving, packed: Packed
) -> None:
    serving.faults = {"*/rest.*": fault}
    reader = visit().open(packed.widget("it"))
    assert "answer" in reader.ask(QUESTION)["value"]
    reader.page.evaluate(
        "() => { window.deep = []; for (let level = 0; level < 5000; level++) window.deep = [window.deep]; }"
    )
    failed = reader.page.evaluate("() => attempt(runtime.ask({from: window.deep}))")
    assert failed["reason"] == reason
    assert reader.ask(QUESTION) == failed
    assert reader.read("runtime.state") == "failed"


@pytest.mark.parametrize(
    ("faults", "reason"),
    [
        long({"*.wasm": MISSING}, "gone"),
        long({"*.wasm": SHORT}, "corrupt"),
        long({"*.wasm": OTHER_WASM}, "corrupt"),
        ({"*.wasm": Fault(status=503)}, "network"),
        long({"*/script.*": MISSING, "*/stock.*.js": MISSING}, "gone"),
        long({"*/script.*": OTHER_SCRIPT, "*/stock.*.js": OTHER_SCRIPT}, "corrupt"),
        long({"*/worker.*": MISSING}, "gone"),
        ({"*/worker.*": flipped(b"A call has at most")}, "corrupt"),
        long({"*/snapshot.*": MISSING, "*/library.*": MISSING, "*/stock.*": MISSING}, "gone"),
        long({"*/snapshot.*": MISSING, "*/library.*": MISSING, "*/stock.*.zip": flipped()}, "corrupt"),
        long({"*/snapshot.*": MISSING, "*/library.*": MISSING, "*/rules.*": flipped()}, "corrupt"),
        long({f"/{FOLDER}/*": MISSING}, "gone"),
    ],
)
def test_when_nothing_helps_every_request_is_refused(
    faults: dict[str, Any], reason: str, visit: Callable[[], Visit], serving: Serving, packed: Packed
) -> None:
    serving.faults = faults
    reader = visit().open(packed.widget("it"))
    first = reader.ask(QUESTION)
    assert first["reason"] == reason
    assert first["message"]
    assert reader.ask(QUESTION) == first
    assert reader.read("attempt(runtime.start())") == first
    assert reader.read("states").pop() == {"state": "failed", "reason": reason}
    becomes(reader.page, lambda: reader.page.workers, [])  # the browser may need a moment to let go of it


@pytest.mark.parametrize(
    ("faults", "reason"),
    [
        long({"*/catalogue.*": MISSING}, "gone"),
        long({"*/catalogue.*": CORRUPT}, "corrupt"),
        ({"*/catalogue.*": flipped()}, "corrupt"),
        long({"*/loader.*": MISSING}, "gone"),
        long({"*/loader.*": flipped(b"Cannot determine runtime")}, "corrupt"),
    ],
)
def test_without_what_all_ways_share_no_other_way_is_tried(
    faults: dict[str, Any], reason: str, visit: Callable[[], Visit], serving: Serving, packed: Packed
) -> None:
    serving.faults = faults
    reader = visit().open(packed.widget("it"))
    assert reader.ask(QUESTION)["reason"] == reason
    assert reader.read("runtime.outdated")
    assert serving.asked("*/library.*") + serving.asked("*/stock.*") + serving.asked("*/rules.*") == []


@pytest.mark.long
def test_a_page_of_another_edition_is_refused(visit: Callable[[], Visit], packed: Packed, serving: Serving) -> None:
    reader = visit().open({**packed.widget("it"), "digest": "sha256:another"})
    assert reader.ask(QUESTION)["reason"] == "catalogue"
    assert serving.asked("*/library.*") + serving.asked("*/stock.*") == []


@pytest.mark.parametrize("other", [{"digest": "sha256:another"}, long({"scripts": "another"})])
def test_a_page_of_another_edition_in_the_same_visit_ends_it(
    other: dict[str, str], visit: Callable[[], Visit], packed: Packed
) -> None:
    reader = visit().open(packed.widget("it"))
    assert "answer" in reader.ask(QUESTION)["value"]
    reader.page.evaluate("config => void python(config)", {**packed.widget("en"), **other})
    assert reader.ask(QUESTION)["reason"] == "edition"
    assert reader.read("[runtime.state, runtime.outdated]") == ["failed", True]


def test_what_is_wrong_in_the_browsers_cache_alone_is_fetched_once_more(
    visit: Callable[[], Visit], serving: Serving, packed: Packed
) -> None:
    wrong = flipped()

    def once(content: bytes) -> bytes:
        return wrong.change(content) if wrong.change and len(serving.asked("*/library.*")) < 1 else content

    serving.faults = {"*/library.*": Fault(change=once)}
    reader = visit().open(only(packed.widget("it"), "bytecode"))
    assert "answer" in reader.ask(QUESTION)["value"]
    assert len(serving.asked("*/library.*")) == 2


@pytest.mark.parametrize(
    ("fault", "reason"), [long(MISSING, "gone", id="missing"), pytest.param(flipped(), "corrupt", id="flipped")]
)
def test_a_missing_language_refuses_its_questions_alone(
    fault: Fault, reason: str, visit: Callable[[], Visit], serving: Serving, packed: Packed
) -> None:
    serving.faults = {"*.mo": fault}
    reader = visit().open(packed.widget("en"))
    reader.page.evaluate("config => void python(config)", packed.widget("it"))
    assert reader.ask(QUESTION)["reason"] == reason
    assert "answer" in reader.ask({**QUESTION, "locale": "en"})["value"]


@pytest.mark.long
def test_mistakes_in_calls_leave_python_running(visit: Callable[[], Visit], packed: Packed) -> None:
    reader = visit().open(packed.widget("it"))
    for method in ("no_such_method", "catalogue", "destroy", "constructor"):
        assert reader.page.evaluate("name => attempt(runtime.call(name, {}))", method)["reason"] == "python"
    for method in ("_facts", "__init__", "__class__", "answer.__call__", "Answer", ""):
        failed = reader.page.evaluate("name => attempt(runtime.call(name, {}))", method)
        assert failed == {"reason": "python", "message": f"“{method}” is not a method of the service"}
    assert reader.ask({"from": "enterprise-e1"})["reason"] == "python"
    assert "answer" in reader.ask(QUESTION)["value"]


def first_way(reader: Visit, config: dict[str, Any]) -> str:
    """The way that a worker is told to take first; the worker itself is none, for that takes long."""
    reader.page.evaluate(LISTENER)
    reader.open(config).read("void runtime.start()")
    return str(reader.read("told.order[0]"))


@pytest.mark.parametrize(
    ("connection", "seconds", "first"),
    [
        long({"effectiveType": "4g", "saveData": False}, 0.01, "snapshot"),
        ({"effectiveType": "4g", "saveData": True}, 0.01, "bytecode"),
        long({"effectiveType": "3g", "saveData": False}, 0.01, "bytecode"),
        long({"effectiveType": "4g", "saveData": False}, 1, "bytecode"),
        (None, 1, "bytecode"),
        long(None, None, "snapshot"),
    ],
)
def test_slow_and_metered_networks_get_the_fewest_bytes(
    connection: dict[str, Any] | None, seconds: float | None, first: str, visit: Callable[[], Visit], packed: Packed
) -> None:
    config = packed.widget("it")
    config["runtime"]["smallest"] = ["bytecode", "snapshot", "stock"]
    reader = visit()
    reader.page.evaluate(
        "value => Object.defineProperty(navigator, 'connection', { value: value ?? undefined })", connection
    )
    entries = [{"transferSize": 100_000, "responseStart": 50, "responseEnd": 50 + 1000 * seconds}] if seconds else []
    reader.page.evaluate("entries => { performance.getEntriesByType = () => entries; }", entries)
    assert first_way(reader, config) == first


@pytest.mark.long
def test_the_next_visit_remembers_a_slow_network(visit: Callable[[], Visit], packed: Packed) -> None:
    config = packed.widget("it")
    config["runtime"]["smallest"] = ["bytecode", "snapshot", "stock"]
    reader = visit()
    reader.page.evaluate("localStorage.setItem('planswitch.slow', 'true')")
    assert first_way(reader, config) == "bytecode"


@pytest.mark.parametrize(
    ("faults", "way"),
    [
        ({}, "snapshot"),
        long({"*/snapshot.*": OTHER_MEMORY, "*/library.*": flipped()}, "stock"),
        long({"*/python/python.*": OTHER_WASM, "*/stock.*.zip": flipped()}, None),
    ],
)
def test_a_page_without_https_looks_as_closely(
    faults: dict[str, Any], way: str | None, visit: Callable[..., Visit], serving: Serving, packed: Packed
) -> None:
    """There ``crypto.subtle`` does not exist."""
    serving.faults = faults
    reader = visit()
    reader.page.goto(serving.url.replace("localhost", PLAIN))
    assert reader.read("crypto.subtle === undefined")
    reader.open(packed.widget("it"))
    found = reader.ask(QUESTION)
    assert ("answer" in found["value"]) if way else (found["reason"] == "corrupt")
    assert reader.read("runtime.way ?? null") == way
