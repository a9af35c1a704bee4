"""The built site in the three engines, each started once: no fault on any page, and the same answers from Python."""

from __future__ import annotations

import gzip
import json
import random
import re
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Error
from selenium.common.exceptions import WebDriverException

from planswitch.pages.languages import languages
from planswitch.rules.service import Service
from tests.assertions import TRANSLATIONS
from tests.browser.asking import seeded_questions
from tests.browser.engines import DESK, ENGINES, FRAME, PHONE, WATCH, Engine
from tests.browser.serving import MISSING, Fault, Serving
from tests.missing import missing

if TYPE_CHECKING:
    from playwright.sync_api import ViewportSize

    from planswitch.catalogue import Loaded
    from tests.browser.conftest import Site

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.long]

KINDS = (
    "",
    "404.html",
    "en/",
    "en/2014/matrix/",
    "en/2014/plans/",
    "en/2014/plans/enterprise-e1/",
    "en/2014/troubleshooting/",
    "en/2014/troubleshooting/users-over-300/",
    "en/2014/guides/",
    "en/2014/guides/wizard/",
    "en/about/",
    "en/404.html",
    "it/",
)
"""A page of each kind."""
FRONT = "en/"
"""Where the page without a path leads these readers."""
ARRIVED = """() => document.readyState === "complete" && window.faults ? [location.pathname, innerWidth] : null"""
PATIENCE = 90
"""How long a page may take to lead to another (seconds)."""
ASKED = {
    "en/#from=enterprise-e1&to=enterprise-e3&users=301": "planswitch-explorer .ps-verdict",
    "en/2014/matrix/#users=301": "planswitch-matrix[data-facts] [data-part=rules] li",
}
"""An address that holds a question -> what is there when Python has answered."""
ANSWERED = """
(selector) => new Promise((done) => {
  const look = () => document.querySelector(selector) ? done() : setTimeout(look, 20);
  look();
})
"""
ASK = """
async (configs, questions) => {
  const { python } = await import("/assets/explorer/python.js");
  const [runtime] = configs.map(python);
  const found = await Promise.all(questions.map(({ method, ...question }) => runtime.call(method, question)));
  return { found, way: runtime.way };
}
"""
FAULTY = """<!doctype html><html lang="en"><head>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self'">
<title>Faulty</title><script src="faulty.js"></script></head><body><img alt="" src="/refused.png"></body></html>
"""
FAULTY_SCRIPT = """
console.error("said");
Promise.reject(new Error("promised"));
document.head.append(Object.assign(document.createElement("script"), { src: "missing.js" }));
throw new Error("thrown");
"""
HEADS = """
() => [...document.querySelectorAll(".ps-matrix thead th[data-plan]")].map((head) => {
  const text = document.createRange();
  text.selectNodeContents(head.querySelector("span"));
  const [inner, outer] = [text.getBoundingClientRect(), head.getBoundingClientRect()];
  const within = ["left", "top"].every((side) => inner[side] >= outer[side] - 1)
    && ["right", "bottom"].every((side) => inner[side] <= outer[side] + 1);
  return { plan: head.dataset.plan, within, upright: inner.height > inner.width, wide: outer.width };
})
"""


DRAWER = """
() => {
  document.querySelector("#__drawer").click();
  const [nav, drawer] = [".ps-nav-head", ".md-sidebar--primary"].map((part) => document.querySelector(part));
  return {
    widths: [nav, drawer].map(({ clientWidth }) => clientWidth),
    colours: [nav, nav.querySelector("button svg")].map((part) => getComputedStyle(part).color),
  };
}
"""


SHOWN = """
(selector) => {
  const shown = [...document.querySelectorAll(selector)].filter((each) => each.getClientRects().length);
  return Object.fromEntries(shown.map((each) => [each.className, each.textContent]));
}
"""
STAYS = """
async (selector, question) => {
  const at = document.querySelector(selector);
  for (; document.activeElement !== at; await new Promise((done) => setTimeout(done, 20))) at.focus();
  const change = (act) => new Promise((done) => {
    addEventListener("hashchange", done, { once: true });
    act();
  });
  for (const act of [() => (location.hash = question), () => history.back()]) {
    await change(act);
    await fetch(location.pathname); // what the theme would have asked for is there before
    await new Promise((done) => setTimeout(() => requestAnimationFrame(done)));
  }
  return document.activeElement === at;
}
"""
NAMED = """
async (end, typed) => {
  const box = document.querySelector(`#ps-${end}`);
  box.focus();
  box.dispatchEvent(new FocusEvent("focusin", { bubbles: true })); // a window in the background tells no focus
  box.value = typed;
  box.dispatchEvent(new Event("input", { bubbles: true }));
  const offered = () => document.querySelectorAll(`#ps-${end}-list [role=option]`).length;
  while (!offered()) await new Promise((done) => setTimeout(done, 20));
  box.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
  return box.value;
}
"""
"""Types a name into the box of a plan and takes the first plan that is offered -> what the box says then."""
LED = """
(hash) => new Promise((done) => {
  const look = () => location.hash === hash ? done() : setTimeout(look, 20);
  look();
})
"""
"""Until the address says what is asked, which it does once the answer is on the screen."""
FOCUSED = {
    "en/": "#ps-from",
    "en/2014/matrix/": ".ps-panel summary",
    "en/2014/plans/enterprise-e1/": "article a[href]",
    "en/about/": "article a[href]",
}
"""A page -> something in it that can have the focus."""


def watched(page: bytes) -> bytes:
    """A page whose first script collects its faults."""
    return page.replace(b"<head>", b'<head><script src="/watch.js"></script>', 1)


@pytest.fixture(scope="module")
def pages(site: Site) -> Iterator[Site]:
    """The built site, with each page watched."""
    (site.folder / "watch.js").write_text(WATCH, encoding="utf-8")
    (site.folder / "frame.html").write_text(FRAME, encoding="utf-8")
    change = Fault(change=watched)
    site.faults = {"/": change, "*/": change, "*.html": change}
    yield site
    site.faults = {}


@pytest.fixture(scope="module", params=ENGINES)
def engine(request: pytest.FixtureRequest, pages: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """Each engine in turn, started once."""
    kind = ENGINES[request.param]
    if lacking := kind.lacking():
        missing(lacking)
    with kind(tmp_path_factory.mktemp(request.param)) as engine:
        yield engine


def arrived(engine: Engine, path: str) -> int:
    """The width of a page, which another may have led to."""
    until = time.monotonic() + PATIENCE
    while (there := whereabouts(engine)) is None or there[0] != path:
        assert time.monotonic() < until, there
        time.sleep(0.05)
    return int(there[1])


def whereabouts(engine: Engine) -> Any:
    """Where a page is that has loaded, and how wide; nothing while it gives way to another: each engine then fails."""
    try:
        return engine.run(ARRIVED)
    except (AssertionError, Error, WebDriverException):
        return None


def test_faults_are_seen(engine: Engine, pages: Site) -> None:
    (pages.folder / "faulty.html").write_text(FAULTY, encoding="utf-8")
    (pages.folder / "faulty.js").write_text(FAULTY_SCRIPT, encoding="utf-8")
    engine.visit(f"{pages.url}faulty.html")
    until = time.monotonic() + PATIENCE
    wanted = ("said", "promised", "missing.js did not load", "thrown", "img-src refuses")
    while not all(fault in (told := "\n".join(engine.faults())) for fault in wanted):
        assert time.monotonic() < until, told
        time.sleep(0.05)
    engine.visit(f"{pages.url}en/about/")
    assert engine.faults() == []


@pytest.fixture(scope="module")
def configs(pages: Site) -> list[dict[str, Any]]:
    """What the pages tell Python, in each language."""
    texts = [(pages.folder / tag / "index.html").read_text(encoding="utf-8") for tag in ("en", "it")]
    found = [re.search(r'<template class="ps-python"[^>]*>(.*?)</template>', text) for text in texts]
    return [{**json.loads(each[1]), "base": pages.url} for each in found if each]


@pytest.fixture(scope="module")
def asked(loaded: Loaded) -> list[dict[str, Any]]:
    """300 questions and 8 matrices."""
    chance = random.Random(2026)
    questions = seeded_questions(loaded, 1200)
    circumstances = [question["facts"] for question in questions[300:] if "maybe" not in question["facts"].values()]
    matrices = [{"facts": facts, "locale": chance.choice(["en", "it"])} for facts in circumstances[:8]]
    return [
        *({"method": "answer", **question} for question in questions[:300]),
        *({"method": "matrix", **matrix} for matrix in matrices),
    ]


@pytest.fixture(scope="module")
def expected(pages: Site, configs: list[dict[str, Any]], asked: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What CPython answers."""
    packed = pages.folder / f"{configs[0]['catalogue']['url']}.gz"
    service = Service(gzip.decompress(packed.read_bytes()).decode())
    for tag, language in languages(["en", "it"], TRANSLATIONS).items():
        service.add_language(tag, language.compiled)
    return [json.loads(getattr(service, question["method"])(json.dumps(question))) for question in asked]


def only(config: dict[str, Any], way: str) -> dict[str, Any]:
    """A configuration that knows one way alone."""
    return {**config, "runtime": {**config["runtime"], "quickest": [way], "smallest": [way]}}


@pytest.mark.parametrize("way", ["snapshot", "bytecode"])
def test_answers_and_matrices_are_those_of_cpython(
    engine: Engine,
    way: str,
    pages: Site,
    configs: list[dict[str, Any]],
    asked: list[dict[str, Any]],
    expected: list[dict[str, Any]],
) -> None:
    pages.requests.clear()
    engine.visit(f"{pages.url}en/about/")
    told = engine.run(ASK, [only(config, way) for config in configs], asked)
    assert told["way"] == way
    assert told["found"] == expected
    assert engine.faults() == []
    for request in pages.asked("/assets/python/*.wasm*"):
        assert request.path.endswith(".gz") is ("br" not in request.headers["Accept-Encoding"])


def test_answers_are_the_same_from_a_host_that_compresses_nothing(
    engine: Engine,
    pages: Site,
    configs: list[dict[str, Any]],
    asked: list[dict[str, Any]],
    expected: list[dict[str, Any]],
) -> None:
    with Serving(pages.folder, twins=False) as host:
        host.faults = pages.faults
        engine.visit(f"{host.url}en/about/")
        told = engine.run(ASK, [{**only(config, "snapshot"), "base": host.url} for config in configs], asked[:50])
        assert told == {"found": expected[:50], "way": "snapshot"}
        assert host.asked("*/snapshot.*.gz")
        assert engine.faults() == []


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("path", KINDS)
def test_no_page_has_a_fault(engine: Engine, path: str, size: ViewportSize, pages: Site) -> None:
    engine.visit(f"{pages.url}{path}", size)
    assert arrived(engine, f"/{path or FRONT}") == size["width"]
    assert engine.run("() => document.documentElement.scrollWidth <= innerWidth"), "it is as narrow as the window"
    assert engine.faults() == []


@pytest.mark.parametrize(("path", "answer"), ASKED.items(), ids=["explorer", "matrix"])
def test_a_question_is_answered_without_a_fault(engine: Engine, path: str, answer: str, pages: Site) -> None:
    engine.visit(f"{pages.url}{path}", PHONE)
    engine.run(ANSWERED, answer)
    assert engine.faults() == []


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_a_plan_is_found_by_a_name_in_the_box(engine: Engine, size: ViewportSize, pages: Site) -> None:
    engine.visit(f"{pages.url}it/", size)
    engine.run(ANSWERED, "#ps-to")
    assert engine.run(NAMED, "from", "K1") == "Office 365 Enterprise K1"
    assert engine.run(NAMED, "to", "medie") == "Office 365 - Azienda di medie dimensioni"
    engine.run(ANSWERED, ".ps-headline")
    engine.run(LED, "#from=enterprise-k1&to=midsize-business")
    assert engine.faults() == []


def test_the_drawer_is_filled_and_can_be_closed_in_sight(engine: Engine, pages: Site) -> None:
    engine.visit(f"{pages.url}en/2014/plans/", PHONE)
    drawer = engine.run(DRAWER)
    assert len(set(drawer["widths"])) == len(set(drawer["colours"])) == 1, drawer


OPENED = """async () => {
  const link = document.querySelector("details [data-ps-as]");
  const [section, details] = [".ps-group", "details"].map((name) => link.closest(name));
  const opened = new Promise((done) => details.addEventListener("toggle", done));
  details.open = true;
  await opened;
  const told = document.querySelector(`[data-ps-told="${link.dataset.psAs}"]`);
  const texts = (elements) => [...elements].map(({ textContent }) => textContent);
  return {
    here: texts(section.querySelectorAll(".ps-again")),
    there: texts([...told.children].slice(1)),
    link: link.getClientRects().length,
  };
}"""
"""What stands in a section of an answer that has been told before, once it is open, and where it was told."""


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_whoever_opens_an_answer_has_there_what_was_told_before(
    engine: Engine, size: ViewportSize, pages: Site
) -> None:
    engine.visit(f"{pages.url}en/2014/plans/small-business/", size)
    engine.run(ANSWERED, "html.js-focus-visible")  # the theme is at work, and so are our scripts
    opened = engine.run(OPENED)
    assert opened["here"]
    assert opened["here"] == opened["there"]
    assert opened["link"] == 0, "what it leads to is there"
    assert engine.faults() == []


def test_the_heads_of_the_matrix_can_be_read(engine: Engine, pages: Site) -> None:
    engine.visit(f"{pages.url}en/2014/matrix/")
    heads = engine.run(HEADS)
    assert len(heads) == 21
    assert [head["plan"] for head in heads if not head["within"] or not head["upright"]] == []
    widths = [head["wide"] for head in heads]
    assert max(widths) - min(widths) < 2, "the columns are as wide as one another"


@pytest.mark.parametrize(("path", "at"), FOCUSED.items())
def test_the_focus_stays_when_the_hash_changes_and_on_the_way_back(
    engine: Engine, path: str, at: str, pages: Site
) -> None:
    engine.visit(f"{pages.url}{path}")
    engine.run(ANSWERED, f"html.js-focus-visible:has({at})")  # the theme is at work, and so is the widget
    assert engine.run(STAYS, at, "from=enterprise-e1&to=enterprise-e3"), "the page was replaced by itself"


def test_without_its_script_the_explorer_is_links(engine: Engine, pages: Site) -> None:
    pages.faults["/assets/widgets.js"] = MISSING
    engine.visit(f"{pages.url}it/#from=enterprise-e1&to=enterprise-e3", PHONE)
    engine.run(ANSWERED, "html[data-ps-widgets=settled]")
    shown = engine.run(SHOWN, ".ps-form, .ps-plain, .ps-plain-asked a")
    del pages.faults["/assets/widgets.js"]
    assert [*shown] == ["ps-plain", "ps-link"]
    assert shown["ps-link"] == "Da Office 365 Enterprise E1 a Office 365 Enterprise E3: leggi la risposta"
