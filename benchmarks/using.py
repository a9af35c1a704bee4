"""Using the explorer as a reader does, by keyboard: what it feels like while Python loads."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

IDLE = 1_000
"""How long a page that has loaded is left alone before the reader comes (milliseconds)."""
BETWEEN = 200
"""How long a quick reader takes from one field to the next (milliseconds)."""
MATRICES = 9
TIME_TO_BASE = """
() => {
  addEventListener("keydown", ({ target, key }) => {
    if (target.id === "ps-to" && key === "Enter") bench.chosen = performance.now();
  }, { capture: true });
  new MutationObserver((_, observer) => {
    if (bench.chosen === undefined || !document.querySelector("planswitch-explorer .ps-headline")) return;
    document.body.getBoundingClientRect(); // the layout counts too
    bench.base = performance.now() - bench.chosen;
    observer.disconnect();
  }).observe(document.querySelector(".ps-answer"), { childList: true, subtree: true });
}
"""
READY = "() => new Promise((done) => { const look = () => bench.way ? done() : setTimeout(look, 20); look(); })"
TIME_TO_COMPUTED = """
() => new Promise((done) => {
  const frame = document.querySelector(".ps-answer");
  const input = document.querySelector(".ps-question input[type=radio]"); // of the role
  const began = performance.now();
  let busy = false;
  new MutationObserver((_, observer) => {
    if (frame.getAttribute("aria-busy") === "true") busy = true;
    else if (busy) {
      observer.disconnect();
      done(performance.now() - began);
    }
  }).observe(frame, { attributeFilter: ["aria-busy"] });
  input.click();
})
"""
MATRIX = """
async (users) => {
  const began = performance.now();
  await runtime.call("matrix", { locale: "en", facts: { users: String(users), trial: "yes" } });
  return performance.now() - began;
}
"""
BARE_PAGE = "bench/ours/"


@dataclass(frozen=True, slots=True)
class Use:
    """What one reader felt (milliseconds; `shift` as browsers score it)."""

    base: float
    computed: float
    matrix: float
    task: float
    event: float
    shift: float


def use(page: Page, url: str) -> Use:
    """Chooses two plans while Python loads, answers a question once it runs, and then asks for the matrix."""
    page.goto(f"{url}en/", wait_until="load")
    page.wait_for_timeout(IDLE)
    page.evaluate(TIME_TO_BASE)
    began = page.evaluate("performance.now()")
    for end, name in (("from", "Office 365 E1"), ("to", "Office 365 E3")):
        page.focus(f"#ps-{end}")
        page.keyboard.type(name)
        page.locator(f"#ps-{end}-list [data-active]").wait_for()
        page.keyboard.press("Enter")
        page.wait_for_timeout(BETWEEN)
    page.evaluate(READY)
    page.wait_for_timeout(IDLE)
    computed = page.evaluate(TIME_TO_COMPUTED)
    page.wait_for_timeout(IDLE)
    felt = page.evaluate(
        """
      (began) => {
        const later = (entries) => entries.filter(({ startTime }) => startTime >= began);
        const most = (entries) => Math.max(0, ...later(entries).map(({ duration }) => duration));
        const shifts = later(bench.shifts).filter(({ hadRecentInput }) => !hadRecentInput);
        const shift = shifts.reduce((sum, { value }) => sum + value, 0);
        return { base: bench.base, task: most(bench.tasks), event: most(bench.events), shift };
      }
    """,
        began,
    )
    page.goto(f"{url}{BARE_PAGE}#from=o365-e1&to=o365-e3")
    page.evaluate("bench.answer")
    matrix = median(page.evaluate(MATRIX, users) for users in range(1, MATRICES + 1))
    return Use(felt["base"], computed, matrix, felt["task"], felt["event"], felt["shift"])
