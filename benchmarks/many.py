"""Many plans in the browser: what a reader waits for with 1,000 of them, beside the same with 21."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from benchmarks.catalogues import written
from benchmarks.results import Bound, Section, Spread, Table
from planswitch.catalogue import load
from planswitch.rules import Catalogue, Question, decide
from tests.browser.driving import playwright
from tests.browser.serving import Serving
from tests.site_builder import build
from tools.browsers import CHROMIUM_ARGUMENTS, require_chromium

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

FEW, MANY = 21, 1_000
ENDS = ("f0-p0", "f1-p2")
"""A pair of plans that every such catalogue has."""
ROUNDABOUT = "f0-p2"
"""A plan from which no route leads where no row does, so that a chain of switches is all there is."""
FACTS = ("unpaid", "prepaid", "own_domain", "partner", "archive", "locked")
"""What is told one after the other, each with no."""
PAUSE = 200
"""How long a reader reads an answer at least (milliseconds): what the page does after it belongs to none."""
PATIENCE = 120_000
"""How long anything may take (milliseconds)."""
TYPED = ("p", "pl", "pro", "product", "product 1", "plan 1", "1", "12")
"""What is in the box after one keystroke each."""
PLACES = ((0.5, 0.5), (1, 1), (0.1, 0.9), (0.9, 0.1), (0, 0))
"""Where the matrix is scrolled to: parts of its width and height."""
TEXT = """
Sites of made-up catalogues (`benchmarks/catalogues.py`) in a headless Chromium, served from this machine. *Cold* is the
time from the start of a first visit, whose address holds a question with a circumstance, until Python's answer stands;
*warm* is that of another circumstance, the middle one of six; *chain* is what Python in the worker needs from question
to answer for the pair with the longest chain of switches, likewise. *Keystroke* is the script of the plan box for what
is typed, the slowest of eight. *Cell* is the time from scrolling the matrix far away until what is in sight there has
been drawn, the slowest of five; *circumstances* that from an answer in its panel until the count of what changed is
there.
"""
ANSWERED = """(count) => new Promise((done, fail) => {
  setTimeout(() => fail("there is no answer"), 60_000);
  const look = () => document.querySelectorAll(".ps-given-answer").length === count &&
    document.querySelector(".ps-answer:not([aria-busy=true]) .ps-headline")
    ? done(performance.now())
    : setTimeout(look, 1);
  look();
})"""
"""Until an answer stands that knows so many facts -> when that was."""
ANOTHER = """([hash, count]) => new Promise((done, fail) => {
  setTimeout(() => fail("there is no answer"), 60_000);
  const began = performance.now();
  new MutationObserver((_, observer) => {
    if (document.querySelectorAll(".ps-given-answer").length !== count) return;
    if (!document.querySelector(".ps-answer:not([aria-busy=true]) .ps-headline")) return;
    observer.disconnect();
    done(performance.now() - began);
  }).observe(document.querySelector(".ps-answer"), { attributes: true, childList: true, subtree: true });
  location.hash = hash;
})"""
"""From a question that knows so many facts until its answer stands."""
CHAIN = """async ([from, to, names]) => {
  const { python } = await import(document.querySelector("[src$='explorer/ahead.js']").src.replace("ahead", "python"));
  const runtime = python(JSON.parse(document.querySelector("head > .ps-python").content.textContent));
  const [facts, taken] = [{ trial: "yes" }, []];
  for (const name of names) {
    facts[name] = "no";
    const began = performance.now();
    const { answer } = await runtime.ask({ from, to, facts });
    taken.push(performance.now() - began);
    if (!answer.decision.via.length) throw new Error(`No chain leads to ${to}`);
  }
  return taken.sort((one, other) => one - other)[taken.length >> 1];
}"""
"""Python's answer to one circumstance more and more, in the worker that the page has: the middle one."""
HASH = "(hash) => { location.hash = hash; }"
KEYSTROKES = """(typed) => Math.max(...typed.map((text) => {
  const box = document.querySelector("#ps-from");
  box.value = text;
  const began = performance.now();
  box.dispatchEvent(new Event("input", { bubbles: true }));
  return performance.now() - began;
}))"""
CELLS = """async (places) => {
  const region = document.querySelector(".ps-matrix-scroll");
  const taken = [];
  for (const [x, y] of places) {
    const began = performance.now();
    region.scrollTo(x * (region.scrollWidth - region.clientWidth), y * (region.scrollHeight - region.clientHeight));
    await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
    document.body.getBoundingClientRect();
    taken.push(performance.now() - began);
  }
  return Math.max(...taken);
}"""
CIRCUMSTANCES = """(hash) => new Promise((done, fail) => {
  setTimeout(() => fail("the matrix is not worked out again"), 60_000);
  const began = performance.now();
  new MutationObserver((_, observer) => {
    observer.disconnect();
    document.body.getBoundingClientRect();
    done(performance.now() - began);
  }).observe(document.querySelector("[data-part=rules]"), { childList: true, subtree: true, characterData: true });
  location.hash = hash;
})"""


@dataclass(frozen=True, slots=True)
class Felt:
    """What one reader waited for (milliseconds), and how many elements the matrix had."""

    cold: float
    warm: float
    chain: float
    keystroke: float
    elements: float
    cell: float
    circumstances: float


def run(runs: int) -> Section:
    """Measures both sizes, one after the other in each round."""
    found: dict[int, list[Felt]] = {FEW: [], MANY: []}
    far: dict[int, str] = {}
    with TemporaryDirectory(prefix="planswitch-many-") as temporary:
        sites = {plans: written(Path(temporary) / str(plans), plans) for plans in found}
        for plans, config in sites.items():
            build(config.parent / "site", config=config)
            far[plans] = farthest(load(config.parent / "data").catalogue)
        browser = playwright().chromium.launch(executable_path=str(require_chromium()), args=list(CHROMIUM_ARGUMENTS))
        for _ in range(runs):
            for plans, config in sites.items():
                with Serving(config.parent / "site") as serving:
                    found[plans].append(felt(browser, f"{serving.url}en/", far[plans]))
        browser.close()
    return section(found)


def farthest(catalogue: Catalogue) -> str:
    """The plan to which the longest chain leads from `ROUNDABOUT`, of those to which nothing else does."""
    decisions = (decide(catalogue, Question(ROUNDABOUT, plan)) for plan in catalogue.plans)
    return max((each for each in decisions if each.status == "no"), key=lambda each: len(each.via)).target


def felt(browser: Browser, root: str, far: str) -> Felt:
    """What a reader with an empty cache waits for on a site, of which one plan is the farthest."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(PATIENCE)
    cold, warm, chain = _answers(context, root, far)
    keystroke = _box(context, root)
    elements, cell, circumstances = _matrix(context, root)
    context.close()
    return Felt(cold, warm, chain, keystroke, elements, cell, circumstances)


def _answers(context: BrowserContext, root: str, far: str) -> tuple[float, float, float]:
    page = context.new_page()
    asked = f"#from={ENDS[0]}&to={ENDS[1]}&trial=yes"
    page.goto(f"{root}{asked}", wait_until="commit")
    cold = float(page.evaluate(ANSWERED, 1))
    warm = []
    for number, fact in enumerate(FACTS, start=2):
        page.wait_for_timeout(PAUSE)
        asked += f"&{fact}=no"
        warm.append(float(page.evaluate(ANOTHER, [asked, number])))
    return cold, median(warm), float(page.evaluate(CHAIN, [ROUNDABOUT, far, list(FACTS)]))


def _box(context: BrowserContext, root: str) -> float:
    page = context.new_page()
    page.goto(root)
    page.locator("planswitch-explorer[data-started]").wait_for()
    page.locator("#ps-from").click()
    page.locator("#ps-from[aria-expanded=true]").wait_for()
    return float(page.evaluate(KEYSTROKES, list(TYPED)))


def _matrix(context: BrowserContext, root: str) -> tuple[float, float, float]:
    page = context.new_page()
    page.goto(f"{root}matrix/")
    page.locator("planswitch-matrix[data-started]").wait_for()
    elements = float(page.evaluate("document.querySelectorAll('*').length"))
    cell = float(page.evaluate(CELLS, [list(place) for place in PLACES]))
    return elements, cell, _circumstances(page)


def _circumstances(page: Page) -> float:
    """With Python running and the matrix worked out once before."""
    page.evaluate(HASH, "#trial=yes")
    page.locator("planswitch-matrix[data-facts]").wait_for()
    return float(page.evaluate(CIRCUMSTANCES, "#unpaid=yes"))


def section(found: dict[int, list[Felt]]) -> Section:
    """The table and the bounds."""

    def middle(plans: int, what: str) -> float:
        return Spread.of(getattr(each, what) for each in found[plans]).median

    columns = [
        "plans",
        "answer, cold",
        "answer, warm",
        "chain",
        "keystroke",
        "elements of the matrix",
        "cell",
        "circumstances",
    ]
    made = Section("Many plans in the browser", TEXT, [Table("By the number of plans", columns, list(_rows(found)))])
    where = f"{MANY:,} plans"
    made.bounds = [
        Bound(
            f"{where}: answer once Python runs, against {FEW} plans",
            1.2,
            middle(MANY, "warm") / middle(FEW, "warm"),
            "x",
        ),
        Bound(f"{where}: first answer, against {FEW} plans", 2, middle(MANY, "cold") / middle(FEW, "cold"), "x"),
        Bound(f"{where}: Python's answer with the longest chain", 50, middle(MANY, "chain"), "ms"),
        Bound(f"{where}: keystroke in the plan box", 16, middle(MANY, "keystroke"), "ms"),
        Bound(f"{where}: elements of the matrix", 5_000, middle(MANY, "elements"), ""),
        Bound(f"{where}: any cell of the matrix", 100, middle(MANY, "cell"), "ms"),
        Bound(f"{where}: new circumstances in the matrix", 300, middle(MANY, "circumstances"), "ms"),
    ]
    return made


def _rows(found: dict[int, list[Felt]]) -> Iterable[list[str]]:
    for plans, rounds in found.items():
        shown = [Spread.of(getattr(each, what) for each in rounds) for what in Felt.__slots__]
        cold, warm, chain, keystroke, elements, cell, circumstances = shown
        yield [
            f"{plans:,}",
            *(spread.show("ms") for spread in (cold, warm, chain)),
            keystroke.show("ms", 1),
            f"{elements.median:,.0f}",
            *(spread.show("ms") for spread in (cell, circumstances)),
        ]
