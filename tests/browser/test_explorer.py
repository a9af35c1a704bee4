"""Journeys through the explorer of the built site, in a real Chromium whose network ends at the site."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, Request, expect

from planswitch.catalogue import Loaded
from planswitch.pages.languages import Language, languages
from planswitch.rules import Answer, Question, Words, decide, word
from planswitch.rules.prose import plain
from tests.assertions import TRANSLATIONS
from tests.browser.conftest import DESK, becomes, requests
from tests.browser.instant import at_work, settle
from tests.browser.picking import pick
from tests.browser.records import shown
from tests.browser.serving import MISSING, Fault, Serving
from tests.browser.test_accessibility import STILL, Scheme, colour
from tests.long import long
from tests.site_builder import PROJECT

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LANGUAGES = languages(["en", "it"], TRANSLATIONS)
E1_TO_E3 = "#from=enterprise-e1&to=enterprise-e3"
HELD_BACK = "#from=small-business&to=enterprise-e3&credit_check=yes&trial=yes&users=20&role=none"
CALM = """{
  const { setTimeout } = window;
  const entries = performance.getEntriesByType.bind(performance);
  const navigation = { requestStart: 0, responseStart: 1, responseEnd: 2, transferSize: 50_000 };
  performance.getEntriesByType = (type) => (type === "navigation" ? [navigation] : entries(type));
  window.setTimeout = (done, delay, ...rest) => {
    if (delay !== 3_000) return setTimeout(done, delay, ...rest);
    window.late = done;
  };
}"""
"""However busy the computer is: the page has come quickly, and the theme waits until it is let in by `late()`."""
LATE = """{
  const { postMessage } = Worker.prototype;
  Worker.prototype.postMessage = function (told) { setTimeout(() => postMessage.call(this, told), 600); };
}"""
"""However quick the computer is: Python answers so late that nothing may move any more."""
PROMPT = "void (performance.now = () => 0)"
"""However busy the computer is: whatever comes is prompt enough to move something, until `USUAL`."""
USUAL = "delete performance.now"
STANDING = """{
  const { setTimeout, clearTimeout } = window;
  const waiting = new Map();
  window.setTimeout = (done, delay, ...rest) => {
    if (delay !== 600) return setTimeout(done, delay, ...rest);
    const timer = setTimeout(() => {});
    waiting.set(timer, done);
    return timer;
  };
  window.clearTimeout = (timer) => waiting.delete(timer) || clearTimeout(timer);
  window.stands = () => {
    const all = [...waiting.values()];
    waiting.clear();
    for (const done of all) done();
  };
}"""
"""However busy the computer is: the answer that is there stands when `stands()` says so."""
PAINTED = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
AXE = """axe.run("planswitch-explorer", { resultTypes: ["violations"] }).then(({ violations }) => violations)"""
LAYOUT_SHIFTS = """
window.shifts = [];
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) {
    const inside = entry.sources.filter(({ node }) => node?.parentElement?.closest(".md-content"));
    if (inside.length) window.shifts.push([entry.value, inside.map(({ node }) => node.className || node.nodeName)]);
  }
}).observe({ type: "layout-shift", buffered: true });
"""


@pytest.fixture(scope="module")
def site(site_folder: Path) -> Iterator[Serving]:
    with Serving(site_folder) as serving:
        yield serving


def guarded(browser: Browser, site: Serving) -> Iterator[Page]:
    """A page that may only speak to the site; requests off it, faults and refused content fail the test."""
    context = browser.new_context(viewport=DESK, accept_downloads=True)
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    strays: list[str] = []

    def asked(request: Request) -> None:
        if not request.url.startswith((site.url, "blob:", "data:")):
            strays.append(request.url)

    context.on("request", asked)
    context.add_init_script(LAYOUT_SHIFTS)
    page = context.new_page()
    page.on("pageerror", lambda error: strays.append(str(error)))
    page.on("console", lambda said: strays.append(said.text) if "Content Security Policy" in said.text else None)
    yield page
    context.close()
    site.faults.clear()
    assert strays == []


@pytest.fixture
def page(browser: Browser, site: Serving) -> Iterator[Page]:
    """A page that nobody has visited anything with."""
    yield from guarded(browser, site)


@pytest.fixture(scope="module")
def visits(browser: Browser, site: Serving) -> Iterator[Callable[[str], Page]]:
    """Language -> the page of one visit that goes on from test to test."""
    with ExitStack() as stack:
        yield cache(lambda tag: stack.enter_context(contextmanager(guarded)(browser, site)))


def flat(text: str) -> str:
    """A text without its spaces: a page breaks lines where it likes."""
    return "".join(text.split())


class Explorer:
    """The explorer as a reader has it before them, and what our Python says to the same question."""

    def __init__(self, page: Page, site: Serving, loaded: Loaded, tag: str = "en") -> None:
        self.page, self.site = page, site
        self.language: Language = LANGUAGES[tag]
        self.words = Words(loaded.catalogue, self.language.translations)
        self.frame = page.locator(".ps-answer")
        self.headline = page.locator(".ps-headline")

    def open(self, fragment: str = "") -> Explorer:
        start = f"{self.site.url}{self.language.tag}/"
        if self.page.url == f"{start}#":  # a visit that goes on, with nothing asked
            self.page.evaluate("hash => { location.hash = hash; }", fragment)
        else:
            self.page.goto(f"{start}{fragment}")
        return self

    def choose(self, origin: str, target: str) -> Explorer:
        pick(self.page, "from", origin)
        pick(self.page, "to", target)
        return self

    def question(self, fact: str) -> Locator:
        return self.page.locator(f".ps-question[data-fact={fact}]")

    def say(self, fact: str, value: str) -> Explorer:
        """Answers by hand; the answer of a number is typed."""
        expect(self.question(fact)).to_be_visible()
        number = self.question(fact).locator(".ps-number")
        if number.count() and value != "?":
            number.fill(value)
        else:
            row = self.question(fact)
            answer = row.locator(f"input[value='{value}']")
            if not answer.count():
                raise AssertionError(f"{fact} is only ticked; “None of the rest” says no to it")
            if not answer.is_visible():  # that one does not know is folded, beside the help
                row.locator("summary").click()
            answer.check()
        return self

    def none_of_the_rest(self) -> Explorer:
        """Says no to every question of the list that is not ticked."""
        self.page.locator("[data-do=none]").click()
        return self

    def asked(self) -> list[str]:
        """The questions in view, folded ones left out."""
        rows = self.page.locator(".ps-circumstances > .ps-questions .ps-question")
        return [str(fact) for fact in rows.evaluate_all("rows => rows.map(row => row.dataset.fact)")]

    def given(self) -> list[str]:
        return self.page.locator(".ps-given li .ps-given-answer").all_inner_texts()

    def text(self, sentence: str) -> str:
        return self.language.translations.gettext(sentence)

    def answer(self, origin: str, target: str, **facts: Any) -> Answer:
        return word(decide(self.words.catalogue, Question(origin, target, facts)), self.words)

    def shows(self, answer: Answer) -> Explorer:
        """The frame settles on exactly this answer."""
        expect(self.headline).to_have_text(answer.headline)
        expect(self.page.locator(".ps-top .ps-tally")).to_have_text(" · ".join(answer.tally))
        expect(self.frame).to_have_attribute("aria-busy", "false")
        expect(self.frame).to_have_attribute("data-mark", answer.mark)
        rules = [
            reason.rule
            for state in ("holds", "unknown")  # what is only possible is folded, below what is certain
            for group in answer.groups
            if group.state == state
            for reason in group.reasons
        ]
        steps = [step.text for step in answer.steps]
        # A press holds the frame still for a moment, with the answer before in it.
        becomes(self.page, lambda: (self.reasons(), self.steps()), (rules, steps))
        return self

    def reasons(self) -> list[str]:
        """The rules in view, in order."""
        shown = self.page.locator(".ps-details > .ps-group .ps-reason, .ps-details > .ps-possible .ps-reason")
        return [str(rule) for rule in shown.evaluate_all("all => all.map(one => one.dataset.key)")]

    def steps(self) -> list[str]:
        ticks = self.page.locator(".ps-details > [data-part=steps] .ps-step input")
        return [str(step) for step in ticks.evaluate_all("all => all.map(one => one.dataset.step)")]

    def settled(self) -> Explorer:
        """There is an answer, and it stands."""
        expect(self.headline).to_be_visible()
        expect(self.frame).to_have_attribute("aria-busy", "false")
        return self

    @property
    def fragment(self) -> str:
        return str(self.page.evaluate("location.hash"))


@pytest.fixture
def fresh(page: Page, site: Serving, loaded: Loaded) -> Explorer:
    return Explorer(page, site, loaded)


Speaking = Callable[[str], Explorer]
"""Language -> the explorer of its visit."""


@pytest.fixture
def speaking(visits: Callable[[str], Page], site: Serving, loaded: Loaded) -> Speaking:
    """The explorer of a visit that goes on: Python is there, and nothing is asked or remembered."""

    def resumed(tag: str) -> Explorer:
        page = visits(tag)
        explorer = Explorer(page, site, loaded, tag)
        page.set_viewport_size(DESK)
        page.emulate_media(media="null")
        if not page.url.startswith(f"{site.url}{tag}/#"):
            explorer.open(E1_TO_E3).shows(explorer.answer("enterprise-e1", "enterprise-e3"))
            expect(page.locator("html.js-focus-visible")).to_have_count(1)  # the theme comes after the answer
        page.evaluate("localStorage.clear(); sessionStorage.clear(); document.activeElement.blur(); location.hash = ''")
        expect(explorer.headline).to_have_count(0)
        expect(page.locator(".ps-leads, .ps-refused")).to_have_count(0)
        expect(page.locator("#ps-from")).to_have_value("")
        return explorer

    return resumed


@pytest.fixture
def explorer(speaking: Speaking) -> Explorer:
    """That of the visit in English."""
    return speaking("en")


@pytest.mark.parametrize("tag", ["en", long("it")])
def test_the_main_journey(page: Page, site: Serving, loaded: Loaded, tag: str) -> None:
    explorer = Explorer(page, site, loaded, tag).open()
    explorer.choose("small-business", "enterprise-e3")
    base = explorer.answer("small-business", "enterprise-e3")
    explorer.shows(base)
    assert sorted(explorer.asked()) == sorted(base.decision.open)
    explorer.say("custom_domain", "yes")
    manual = explorer.answer("small-business", "enterprise-e3", custom_domain=True)
    explorer.shows(manual)
    assert set(explorer.asked()) >= set(manual.decision.open)
    assert explorer.fragment == "#from=small-business&to=enterprise-e3&custom_domain=yes"
    digest = page.locator(".ps-edition a")
    expect(digest).to_contain_text(loaded.catalogue.digest.removeprefix("sha256:")[:12])
    expect(digest).to_have_attribute("href", f"{site.url}{tag}/about/")
    page.locator("a", has_text=re.compile(f"^{re.escape(manual.groups[0].reasons[0].title)}$")).click()
    expect(page).to_have_url(f"{site.url}{tag}/2014/troubleshooting/custom-domain/")


def test_the_base_answer_is_there_within_a_frame(fresh: Explorer, site: Serving) -> None:
    fresh.open()
    fresh.page.route("**/assets/python/**", lambda route: None)  # Python never comes
    pick(fresh.page, "from", "enterprise-e1")
    expect(fresh.page.locator(".ps-leads")).to_be_visible()  # the base answers are there
    fresh.page.locator("#ps-to").fill("E3")
    headline = fresh.page.evaluate(
        """async () => {
          document.querySelector("#ps-to-list [data-plan=enterprise-e3]").click();
          await new Promise(requestAnimationFrame);
          return document.querySelector(".ps-headline").textContent;
        }"""
    )
    assert headline == fresh.answer("enterprise-e1", "enterprise-e3").headline


def test_an_answer_in_steps_is_the_answer_drawn_at_once(fresh: Explorer) -> None:
    fresh.page.route("**/assets/python/**", lambda route: None)  # nothing else draws it anew
    fresh.open().choose("enterprise-e1", "enterprise-e3").settled()
    parts = ".ps-top, .ps-columns, .ps-keep, .ps-edition"
    unfolded = "part => part.outerHTML.replaceAll(' open=\"\"', '')"  # all is, on paper
    drawn = f"parts => [...document.querySelectorAll(parts)].map({unfolded})"
    steps = fresh.page.evaluate(drawn, parts)
    fresh.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert len(steps) == 4
    assert steps == fresh.page.evaluate(drawn, parts)


FONTS = """
() => [...document.querySelectorAll("body *")]
  .filter((element) => element.getClientRects().length && [...element.childNodes].some((node) => node.data?.trim()))
  .map(getComputedStyle)
  .map(({ fontFamily, fontWeight, fontSize }) => `${fontWeight} ${fontSize} ${fontFamily}`)
"""


def test_an_answer_is_written_in_sizes_and_weights_that_the_page_has(explorer: Explorer) -> None:
    """A browser needs as long for the first words in another size or weight as for many words more."""
    before = set(explorer.page.evaluate(FONTS))
    explorer.choose("enterprise-e1", "enterprise-e3").shows(explorer.answer("enterprise-e1", "enterprise-e3"))
    after = set(explorer.page.evaluate(FONTS))
    assert len(after - before) <= 1, sorted(after - before)
    assert len(after) <= 20, sorted(after)


def test_python_is_not_fetched_before_anyone_shows_interest(fresh: Explorer, site: Serving) -> None:
    before = len(site.asked("/assets/python/*"))
    settle(fresh.open().page, site)
    expect(fresh.page.locator("planswitch-explorer")).to_have_attribute("data-started", "")
    assert len(site.asked("/assets/python/*")) == before
    with fresh.page.expect_request("**/assets/python/**"):
        fresh.page.locator("#ps-from").focus()


@pytest.mark.parametrize(
    ("connection", "fetched"),
    [
        ({"type": "wifi", "effectiveType": "4g", "saveData": False}, True),
        long({"type": "ethernet", "effectiveType": "4g", "saveData": False}, True),
        ({"type": "wifi", "effectiveType": "4g", "saveData": True}, False),
        long({"type": "wifi", "effectiveType": "2g", "saveData": False}, False),
        long({"type": "cellular", "effectiveType": "4g", "saveData": False}, False),
    ],
)
def test_an_idle_moment_is_used_where_the_connection_costs_nothing(
    connection: dict[str, object], fetched: bool, fresh: Explorer
) -> None:
    asked = requests(fresh.page)
    fresh.page.add_init_script(f"Object.defineProperty(navigator, 'connection', {{ value: {json.dumps(connection)} }})")
    if fetched:
        with fresh.page.expect_request("**/assets/python/python.*"):
            fresh.open()
        return
    at_work(fresh.open().page)
    fresh.page.evaluate("new Promise((done) => requestIdleCallback(() => setTimeout(done, 200)))")
    assert not [url for url in asked if "/assets/python/" in url]


def test_a_question_in_the_address_starts_python_before_the_styles_are_there(fresh: Explorer, site: Serving) -> None:
    fresh.page.add_init_script(CALM)
    styles = threading.Event()
    site.faults = {"*/styles.css": Fault(gates=(styles,))}
    with fresh.page.expect_request("**/assets/python/python.*"):
        fresh.page.goto(f"{site.url}en/#from=enterprise-e1&to=enterprise-e3", wait_until="commit")
    styles.set()
    expect(fresh.headline).to_be_visible()


def test_the_thread_of_python_is_there_before_the_scripts_that_tell_it_what_to_do(
    fresh: Explorer, site: Serving
) -> None:
    fresh.page.add_init_script(CALM)
    scripts = threading.Event()
    site.faults = {"*/explorer/ahead.js": Fault(gates=(scripts,))}
    with fresh.page.expect_request("**/assets/python/worker.*"):
        fresh.page.goto(f"{site.url}en/{E1_TO_E3}", wait_until="commit")
    becomes(fresh.page, lambda: len(fresh.page.workers), 1)
    thread = fresh.page.workers[0]
    scripts.set()
    fresh.shows(fresh.answer("enterprise-e1", "enterprise-e3"))
    assert thread in fresh.page.workers
    assert len([worker for worker in fresh.page.workers if "/python/" in worker.url]) == 1


def test_a_thread_that_did_not_come_is_asked_for_once_more(fresh: Explorer, site: Serving) -> None:
    fresh.page.add_init_script(CALM)
    scripts = threading.Event()
    site.faults = {"*/explorer/ahead.js": Fault(gates=(scripts,)), "*/assets/python/worker.*": MISSING}
    fresh.page.goto(f"{site.url}en/{E1_TO_E3}", wait_until="commit")
    fresh.page.wait_for_function("() => 'planswitchThread' in window && !window.planswitchThread")
    del site.faults["*/assets/python/worker.*"]
    scripts.set()
    fresh.shows(fresh.answer("enterprise-e1", "enterprise-e3"))


def test_far_from_the_server_python_waits_until_the_network_is_known(fresh: Explorer, site: Serving) -> None:
    styles = threading.Event()
    site.faults = {"/en/": Fault(delay=0.3), "*/styles.css": Fault(gates=(styles,))}
    asked = requests(fresh.page)
    fresh.page.goto(f"{site.url}en/#from=enterprise-e1&to=enterprise-e3", wait_until="commit")
    fresh.page.locator("html.js").wait_for(state="attached")  # ahead.js has run
    assert not any("/assets/python/" in url for url in asked)
    with fresh.page.expect_request("**/assets/python/**"):
        styles.set()


def test_the_theme_waits_for_the_answer_and_nothing_moves_when_it_comes(fresh: Explorer, site: Serving) -> None:
    page = fresh.page
    theme, search = page.locator("html.js-focus-visible"), page.locator(".md-search__input")
    page.emulate_media(color_scheme="dark")
    page.add_init_script(CALM)
    python = threading.Event()
    site.faults["/assets/python/*.wasm"] = Fault(gates=(python,))
    fresh.open(f"{E1_TO_E3}&users=301")
    expect(fresh.headline).to_be_visible()
    before = search.bounding_box()
    assert before is not None
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    page.evaluate("window.sheets = [...document.styleSheets]")
    page.wait_for_function("() => Boolean(window.late)")
    expect(page.locator("script[src*='/javascripts/bundle.']")).to_have_count(0)
    expect(theme).to_have_count(0)
    expect(fresh.frame).to_have_attribute("aria-busy", "true")
    python.set()
    fresh.shows(fresh.answer("enterprise-e1", "enterprise-e3", users=301))
    expect(theme).to_have_count(1)
    assert search.bounding_box() == before
    # Styles that are loaded anew leave the page without them for a moment, which only sometimes is seen.
    assert page.evaluate("window.sheets.every((sheet, index) => sheet === document.styleSheets[index])")
    page.locator(".md-header__option label:visible").click()
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "default")


@pytest.mark.long
def test_the_theme_comes_in_an_idle_moment_after_the_answer(fresh: Explorer) -> None:
    page = fresh.page
    page.add_init_script(CALM)
    page.add_init_script("window.requestIdleCallback = (done) => { window.idle = done; return 1; }")
    fresh.open(f"{E1_TO_E3}&users=301")
    fresh.shows(fresh.answer("enterprise-e1", "enterprise-e3", users=301))
    page.wait_for_function("() => Boolean(window.idle)")
    expect(page.locator("html.js-focus-visible")).to_have_count(0)
    page.evaluate("idle()")
    expect(page.locator("html.js-focus-visible")).to_have_count(1)


def test_without_the_themes_script_there_is_what_needs_none(fresh: Explorer, site: Serving) -> None:
    site.faults["/assets/javascripts/bundle.*"] = MISSING
    page = fresh.open(f"{E1_TO_E3}&users=301").page
    fresh.shows(fresh.answer("enterprise-e1", "enterprise-e3", users=301))
    expect(page.locator("html.no-js")).to_have_count(1)
    expect(page.locator(".ps-open-search").first).to_be_hidden()


@pytest.mark.parametrize(
    ("fragment", "act", "missing"),
    [
        long(E1_TO_E3, lambda page: page.keyboard.press("Tab"), False),
        (E1_TO_E3, lambda page: page.mouse.click(5, 600), False),
        long(E1_TO_E3, lambda page: page.evaluate("late()"), False),
        long(E1_TO_E3, lambda page: None, True),
        long("#from=enterprise-e1", lambda page: None, False),
    ],
    ids=["key", "press", "three seconds", "no Python", "half a question"],
)
def test_the_theme_waits_no_longer_than_the_reader(
    fragment: str, act: Callable[[Page], None], missing: bool, fresh: Explorer, site: Serving
) -> None:
    """Python is on its way all the time: it is not its answer that brings the theme."""
    page, python = fresh.page, threading.Event()
    site.faults["/assets/python/*.wasm"] = MISSING if missing else Fault(gates=(python,))
    page.add_init_script(CALM)
    fresh.open(fragment)
    expect(page.locator("#ps-from")).to_have_value("Office 365 Enterprise E1")
    if fragment == E1_TO_E3:
        page.wait_for_function("() => Boolean(window.late)")
    act(page)
    expect(page.locator("html.js-focus-visible")).to_have_count(1)
    python.set()


def test_with_the_first_plan_alone_the_box_and_the_list_show_where_it_leads(explorer: Explorer, loaded: Loaded) -> None:
    page = explorer.open().page
    pick(page, "from", "enterprise-k1")
    groups = page.locator(".ps-lead-group")
    expect(groups.first).to_be_visible()
    plans = [plan for plan in loaded.catalogue.plans if plan != "enterprise-k1"]
    leads: dict[str, list[str]] = {}
    for plan in plans:
        leads.setdefault(explorer.answer("enterprise-k1", plan).headline, []).append(plan)
    shown = {
        group.locator(".ps-group-heading").inner_text().strip(): group.locator("[data-plan]").evaluate_all(
            "all => all.map(one => one.dataset.plan)"
        )
        for group in groups.all()
    }
    assert shown == leads
    page.locator("#ps-to").click()
    labels = page.locator("#ps-to-list .ps-options-label").all_inner_texts()
    assert [label.strip() for label in labels][:-1] == list(shown)
    options = page.locator("#ps-to-list [role=option]").evaluate_all("all => all.map(one => one.dataset.plan)")
    assert sorted(options) == sorted(loaded.catalogue.plans)
    page.keyboard.press("Escape")
    page.locator(".ps-lead-group [data-plan=enterprise-e3]").click()
    explorer.shows(explorer.answer("enterprise-k1", "enterprise-e3"))


def test_swap_and_the_pages_of_both_plans(explorer: Explorer, site: Serving) -> None:
    explorer.open(E1_TO_E3).page.locator("[data-do=swap]").click()
    explorer.shows(explorer.answer("enterprise-e3", "enterprise-e1"))
    assert explorer.fragment == "#from=enterprise-e3&to=enterprise-e1"
    links = explorer.page.locator(".ps-end-link").evaluate_all("all => all.map(one => one.href)")
    assert links == [
        f"{site.url}en/2014/plans/enterprise-e3/#from-here",
        f"{site.url}en/2014/plans/enterprise-e1/#to-here",
    ]
    expect(explorer.open().page.locator(".ps-end-link").first).to_have_attribute("href", f"{site.url}en/2014/plans/")


@pytest.mark.long
def test_a_shared_link_opens_the_same_answer(explorer: Explorer) -> None:
    explorer.open(HELD_BACK)
    facts = {"credit_check": True, "trial": True, "users": 20, "role": "none"}
    answer = explorer.answer("small-business", "enterprise-e3", **facts)
    explorer.shows(answer)
    assert sorted(explorer.asked()) == sorted(answer.decision.open)
    assert explorer.given() == [given.answer for given in answer.given]


def test_back_takes_away_one_answer_at_a_time(explorer: Explorer) -> None:
    page = explorer.open().page
    explorer.choose("enterprise-e1", "enterprise-e3").say("users", "301")
    explorer.shows(explorer.answer("enterprise-e1", "enterprise-e3", users=301))
    explorer.say("trial", "yes")
    explorer.shows(explorer.answer("enterprise-e1", "enterprise-e3", users=301, trial=True))
    pick(page, "to", "enterprise-e4")
    explorer.shows(explorer.answer("enterprise-e1", "enterprise-e4", users=301, trial=True))
    page.go_back()
    explorer.shows(explorer.answer("enterprise-e1", "enterprise-e3", users=301, trial=True))
    page.go_back()
    explorer.shows(explorer.answer("enterprise-e1", "enterprise-e3", users=301))
    page.go_back()
    explorer.shows(explorer.answer("enterprise-e1", "enterprise-e3"))
    page.go_back()
    expect(explorer.headline).to_have_count(0)
    expect(page.locator("#ps-from")).to_have_value("Office 365 Enterprise E1")
    page.go_forward()
    page.go_forward()
    explorer.shows(explorer.answer("enterprise-e1", "enterprise-e3", users=301))
    assert page.evaluate("history.state?.from") is None


def test_five_actions_lead_to_a_firm_answer(explorer: Explorer) -> None:
    explorer.open().choose("enterprise-e1", "enterprise-e3")
    explorer.say("users", "300").say("role", "global-admin").none_of_the_rest()
    facts = dict.fromkeys(explorer.answer("enterprise-e1", "enterprise-e3").decision.open, False)
    answer = explorer.answer("enterprise-e1", "enterprise-e3", **{**facts, "users": 300, "role": "global-admin"})
    assert (answer.decision.status, answer.decision.open) == ("ready", ())
    explorer.shows(answer)
    expect(explorer.frame).to_have_attribute("data-mark", "yes")
    expect(explorer.page.locator("[data-do=none]")).to_have_count(0)
    expect(explorer.page.locator("[data-part=circumstances]")).to_be_focused()


def test_none_of_the_rest_leaves_alone_what_is_ticked_or_not_known(explorer: Explorer) -> None:
    explorer.open(E1_TO_E3).say("trial", "yes").say("prepaid", "?").none_of_the_rest()
    facts = dict.fromkeys(explorer.answer("enterprise-e1", "enterprise-e3").decision.open, False)
    known = {name: value for name, value in facts.items() if name not in ("users", "role", "prepaid")}
    explorer.shows(explorer.answer("enterprise-e1", "enterprise-e3", **{**known, "trial": True}))
    assert "prepaid=?" in explorer.fragment


def test_a_link_to_a_heading_leaves_the_question_alone(explorer: Explorer) -> None:
    explorer.open(E1_TO_E3).shows(explorer.answer("enterprise-e1", "enterprise-e3"))
    explorer.page.evaluate(
        """new Promise((done) => {
          addEventListener("hashchange", () => requestAnimationFrame(done), { once: true });
          location.hash = "#somewhere-else";
        })"""
    )
    expect(explorer.page.locator("#ps-to")).to_have_value("Office 365 Enterprise E3")
    explorer.shows(explorer.answer("enterprise-e1", "enterprise-e3"))


def test_change_keeps_the_rest(explorer: Explorer) -> None:
    explorer.open(HELD_BACK)
    facts: dict[str, Any] = {"credit_check": True, "trial": True, "users": 20, "role": "none"}
    explorer.shows(explorer.answer("small-business", "enterprise-e3", **facts))
    explorer.page.locator("[data-do=change][data-fact=trial]").click()
    expect(explorer.question("trial").locator("input[value=yes]")).to_be_focused()
    explorer.say("trial", "no")
    explorer.shows(explorer.answer("small-business", "enterprise-e3", **{**facts, "trial": False}))
    assert explorer.fragment == HELD_BACK.replace("trial=yes", "trial=no")
    explorer.page.locator("[data-do=clear]").click()
    explorer.shows(explorer.answer("small-business", "enterprise-e3"))
    expect(explorer.page.locator("[data-part=circumstances]")).to_be_focused()


@pytest.mark.parametrize("typed", ["0", long("-3"), long("2.5"), "many", long("1.000")])
def test_a_number_that_is_none_is_refused_in_place_and_there_is_no_verdict(explorer: Explorer, typed: str) -> None:
    explorer.open(E1_TO_E3)
    row = explorer.question("users")
    error, field = row.locator(".ps-error"), row.locator(".ps-number")
    explorer.say("users", typed)
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(error).to_contain_text("1" if typed in ("0", "-3", "1.000") else typed)
    assert error.get_attribute("id") in (field.get_attribute("aria-describedby") or "").split()
    expect(explorer.headline).to_have_count(0)
    expect(explorer.page.locator(".ps-reason")).to_have_count(0)
    expect(field).to_be_focused()
    explorer.say("users", "300")
    expect(error).to_be_empty()
    explorer.shows(explorer.answer("enterprise-e1", "enterprise-e3", users=300))


@pytest.mark.parametrize(
    ("tag", "typed"), [("en", "1,000"), ("it", "1.000"), long("en", "1 000"), long("it", "１０００")]
)
def test_numbers_are_read_as_people_write_them(speaking: Speaking, tag: str, typed: str) -> None:
    explorer = speaking(tag).open(E1_TO_E3).say("users", typed)
    answer = explorer.answer("enterprise-e1", "enterprise-e3", users=1000)
    explorer.shows(answer)
    assert explorer.given() == [given.answer for given in answer.given]


@pytest.mark.long
def test_i_do_not_know_is_remembered_and_stays_unknown(explorer: Explorer) -> None:
    explorer.open(E1_TO_E3).say("trial", "?").say("users", "?")
    expect(explorer.page.locator(".ps-given li")).to_have_count(2)
    assert explorer.fragment == f"{E1_TO_E3}&trial=?&users=?"
    answer = explorer.answer("enterprise-e1", "enterprise-e3")
    explorer.shows(answer)
    explorer.page.reload()
    explorer.shows(answer)
    wanted = [fact for fact in answer.decision.open if fact not in ("trial", "users")]
    assert sorted(explorer.asked()) == sorted(wanted)
    assert explorer.given() == [explorer.text("I don’t know")] * 2
    explorer.page.locator("[data-do=change][data-fact=users]").click()
    expect(explorer.question("users").get_by_role("checkbox")).to_be_checked()
    explorer.say("users", "12")
    explorer.shows(explorer.answer("enterprise-e1", "enterprise-e3", users=12))


def placed(element: Locator) -> list[int]:
    """Where an element is, in whole pixels."""
    box = element.bounding_box()
    assert box is not None
    return [round(box[side]) for side in ("x", "y", "width", "height")]


def test_what_no_longer_matters_goes_and_comes_back_without_moving_the_reader(explorer: Explorer) -> None:
    explorer.open(E1_TO_E3).shows(explorer.answer("enterprise-e1", "enterprise-e3"))
    explorer.say("credit_check", "yes")
    explorer.shows(explorer.answer("enterprise-e1", "enterprise-e3", credit_check=True))
    before = placed(explorer.question("credit_check"))
    explorer.page.evaluate(PROMPT)
    explorer.say("prepaid", "yes")
    explorer.shows(explorer.answer("enterprise-e1", "enterprise-e3", credit_check=True, prepaid=True))
    expect(explorer.question("licence_conflict")).to_have_count(0)
    assert placed(explorer.question("credit_check")) == before
    explorer.question("prepaid").locator("input[value=yes]").uncheck()
    expect(explorer.question("licence_conflict")).to_be_visible()
    explorer.page.evaluate(USUAL)


def test_nothing_more_to_ask(explorer: Explorer) -> None:
    fragment = f"{E1_TO_E3}&users=300&role=global-admin&trial=no&prepaid=no&credit_check=no"
    explorer.open(f"{fragment}&provisioning_pending=no&service_issue=no&licence_conflict=no").settled()
    expect(explorer.frame).to_have_attribute("data-mark", "yes")
    expect(explorer.page.locator(".ps-nothing")).to_have_text(explorer.text("There is nothing more to ask."))


def test_the_same_plan_asks_nothing(explorer: Explorer) -> None:
    explorer.open("#from=enterprise-e4&to=enterprise-e4")
    explorer.shows(explorer.answer("enterprise-e4", "enterprise-e4"))
    expect(explorer.page.locator(".ps-circumstances")).to_be_hidden()


@pytest.mark.parametrize(
    ("fragment", "found", "left"),
    [
        long(f"{E1_TO_E3}&colour=red&users=20", "colour", {"users": 20}),
        long(f"{E1_TO_E3}&trial=maybe&users=20", "maybe", {"users": 20}),
        (f"{E1_TO_E3}&trial=maybe&users=many", "many", {}),
        long(f"{E1_TO_E3}&route=by-air&users=20", "by-air", {"users": 20}),
    ],
)
def test_one_action_leaves_out_what_is_refused_and_the_rest_is_answered(
    explorer: Explorer, fragment: str, found: str, left: dict[str, Any]
) -> None:
    page = explorer.open(fragment).page
    expect(page.locator(".ps-refused")).to_contain_text(found)
    expect(explorer.frame).to_have_attribute("aria-busy", "false")
    expect(explorer.headline).to_have_count(0)
    expect(page.locator(".ps-details > *")).to_have_count(0)
    page.locator(".ps-refused [data-do=drop]").click()
    explorer.shows(explorer.answer("enterprise-e1", "enterprise-e3", **left))
    assert explorer.fragment == "&".join([E1_TO_E3, *(f"{name}={value}" for name, value in left.items())])


@pytest.mark.parametrize(
    ("tag", "name"), [("en", "E3"), long("en", "Office 365 Enterprise E3"), long("it", "enterprise e3")]
)
def test_a_link_names_plans_by_any_name(speaking: Speaking, tag: str, name: str) -> None:
    explorer = speaking(tag).open(f"#from=E1&to={name}&users=20")
    explorer.shows(explorer.answer("enterprise-e1", "enterprise-e3", users=20))
    assert explorer.fragment == f"{E1_TO_E3}&users=20"


def test_a_name_that_no_plan_has_says_so_and_where_to_look(explorer: Explorer) -> None:
    page = explorer.open("#from=E1&to=E5").page
    refused = page.locator(".ps-refused")
    [uncovered] = explorer.words.names.find("E5").uncovered
    expect(refused).to_contain_text("E5")
    expect(refused).to_contain_text(uncovered.note)
    expect(explorer.headline).to_have_count(0)
    refused.locator("[data-do=drop]").click()
    expect(page.locator("#ps-to")).to_be_focused()
    expect(page.locator(".ps-leads")).to_be_visible()
    page.locator("#ps-to").fill("E5")
    expect(page.locator(".ps-options-told").last).to_contain_text(uncovered.note)
    page.keyboard.press("Enter")
    expect(refused).to_contain_text(uncovered.note)
    page.wait_for_url("**/#from=enterprise-e1&to=E5")


def test_a_name_of_several_plans_asks_back(explorer: Explorer) -> None:
    page = explorer.open("#from=Kiosk&to=E3").page
    refused = page.locator(".ps-refused")
    offered = refused.locator("[data-plan]").evaluate_all
    expect(refused.locator("[data-plan]").first).to_be_visible()
    assert sorted(offered("all => all.map(one => one.dataset.plan)")) == ["enterprise-k1", "exchange-online-kiosk"]
    refused.locator("[data-plan=enterprise-k1]").click()
    explorer.shows(explorer.answer("enterprise-k1", "enterprise-e3"))
    page.locator("#ps-from").fill("Kiosk")
    expect(page.locator("#ps-from-list [role=option]")).to_have_count(2)
    expect(page.locator("#ps-from")).not_to_have_attribute("aria-activedescendant", re.compile("."))
    page.keyboard.press("Enter")
    expect(refused.locator("[data-plan]")).to_have_count(2)


def test_a_plan_that_there_is_not_is_refused(explorer: Explorer) -> None:
    page = explorer.open(f"#from=nope{'x' * 100}&to=enterprise-e3").page
    expect(page.locator(".ps-refused")).to_contain_text(f"nope{'x' * 55}…")
    expect(explorer.frame).to_have_attribute("aria-busy", "false")


def test_when_python_fails_the_base_answers_stay(fresh: Explorer, site: Serving) -> None:
    site.faults["/assets/python/*"] = MISSING
    fresh.open(f"{E1_TO_E3}&users=301")
    status = fresh.page.locator(".ps-status[data-state=failed]")
    expect(status).to_be_visible()
    fresh.shows(fresh.answer("enterprise-e1", "enterprise-e3"))
    expect(fresh.question("trial").get_by_role("checkbox").first).to_be_disabled()
    expect(fresh.page.locator("[data-part=live]")).to_contain_text(status.inner_text())
    pick(fresh.page, "to", "education-a1")
    fresh.shows(fresh.answer("enterprise-e1", "education-a1"))


def test_with_the_keyboard_alone(explorer: Explorer) -> None:
    page = explorer.open().page
    box = page.locator("#ps-from")
    box.focus()
    page.keyboard.type("e1")
    option = page.locator("#ps-from-list [data-plan=enterprise-e1]")
    expect(option).to_be_visible()
    expect(box).to_have_attribute("aria-activedescendant", str(option.get_attribute("id")))
    page.keyboard.press("Enter")
    expect(box).to_have_value("Office 365 Enterprise E1")
    expect(box).to_have_attribute("aria-expanded", "false")
    for _ in range(3):
        page.keyboard.press("Tab")
    expect(page.locator("#ps-to")).to_be_focused()
    page.keyboard.type("Enterprise")
    expect(page.locator("#ps-to-list [role=option]").nth(4)).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    expect(page.locator("#ps-to")).to_have_value("")
    page.keyboard.type("e3")
    expect(page.locator("#ps-to-list [data-plan=enterprise-e3]")).to_be_visible()
    page.keyboard.press("Tab")
    explorer.shows(explorer.answer("enterprise-e1", "enterprise-e3"))
    page.keyboard.press("Tab")
    expect(explorer.question("users").locator(".ps-number")).to_be_focused()
    page.keyboard.type("20")
    explorer.shows(explorer.answer("enterprise-e1", "enterprise-e3", users=20))
    prepaid = explorer.question("prepaid").locator("input[value=yes]")
    for _ in range(12):
        page.keyboard.press("Tab")
        if prepaid.evaluate("one => one === document.activeElement"):
            break
    page.keyboard.press("Space")
    expect(prepaid).to_be_checked()
    expect(prepaid).to_be_focused()
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline != "none"
    explorer.shows(explorer.answer("enterprise-e1", "enterprise-e3", users=20, prepaid=True))


def test_ticks_survive_a_reload(explorer: Explorer) -> None:
    answer = explorer.answer("enterprise-e1", "enterprise-e3")
    explorer.open(E1_TO_E3).shows(answer)
    step = explorer.page.locator(".ps-step input")
    step.nth(1).check()
    explorer.page.reload()
    explorer.shows(answer)
    assert [box.is_checked() for box in step.all()] == [index == 1 for index in range(len(answer.steps))]
    pick(explorer.page, "to", "enterprise-e4")
    explorer.shows(explorer.answer("enterprise-e1", "enterprise-e4"))
    assert not any(box.is_checked() for box in step.all())


def test_copy_the_link(explorer: Explorer) -> None:
    page = explorer.open(f"{E1_TO_E3}&users=301").page
    explorer.shows(explorer.answer("enterprise-e1", "enterprise-e3", users=301))
    page.locator("[data-do=copy]").click()
    expect(page.locator(".ps-report")).to_have_text(explorer.text("The link has been copied."))
    assert page.evaluate("navigator.clipboard.readText()") == page.url
    expect(page.locator("[data-do=copy]")).to_be_focused()
    matrix = page.locator(".ps-onward a").last
    assert matrix.get_attribute("href") == f"{explorer.site.url}en/2014/matrix/#users=301"


def test_download_as_markdown_and_json(explorer: Explorer, tmp_path: Path) -> None:
    page = explorer.open(HELD_BACK).page
    facts = {"credit_check": True, "trial": True, "users": 20, "role": "none"}
    answer = explorer.answer("small-business", "enterprise-e3", **facts)
    explorer.shows(answer)
    saved: dict[str, str] = {}
    for kind in ("markdown", "json"):
        with page.expect_download() as download:
            page.locator(f"[data-do={kind}]").click()
        saved[download.value.suggested_filename] = Path(download.value.path()).read_text(encoding="utf-8")
    text = " ".join(shown(saved["small-business-enterprise-e3.md"], tmp_path).text.split())
    said = [answer.headline, *answer.tally, answer.note, *(group.heading for group in answer.groups)]
    said += [text for group in answer.groups for reason in group.reasons for text in (reason.title, reason.text)]
    said += [text for line in (*answer.steps, *answer.notes) for text in (line.condition, line.text)]
    about = [answer.origin, answer.target, page.url, answer.decision.catalogue.digest]
    assert [part for part in [*said, *about] if " ".join(plain(part).split()) not in text] == []
    explorer_says = flat(str(page.locator("planswitch-explorer").text_content()))
    assert [part for part in said if flat(plain(part)) not in explorer_says] == [], "what is kept was on the page"
    assert json.loads(saved["small-business-enterprise-e3.json"])["answer"] == json.loads(json.dumps(answer.to_dict()))


@pytest.mark.parametrize(
    "fragment", [long(E1_TO_E3), f"{HELD_BACK}&custom_domain=no", long(f"{E1_TO_E3}&users=301&trial=yes")]
)
def test_the_record_prints_on_one_page(explorer: Explorer, fragment: str) -> None:
    page = explorer.open(fragment).settled().page
    margin = {"top": "12mm", "bottom": "12mm", "left": "14mm", "right": "14mm"}
    pdf = page.pdf(format="A4", margin=margin)  # type: ignore[arg-type]
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1
    page.emulate_media(media="print")
    expect(page.locator(".ps-record")).to_be_visible()
    expect(page.locator(".ps-pair")).to_be_hidden()
    expect(page.locator(".ps-edition")).to_be_visible()


def test_nothing_jumps_while_answering(fresh: Explorer, site: Serving) -> None:
    page, python = fresh.page, threading.Event()
    page.add_init_script(LATE)
    site.faults["/assets/python/*.wasm"] = Fault(gates=(python,))
    fresh.open().choose("enterprise-e1", "enterprise-e3").say("users", "301")
    expect(page.locator(".ps-status progress")).to_be_visible()
    python.set()
    fresh.shows(fresh.answer("enterprise-e1", "enterprise-e3", users=301))
    expect(fresh.question("users").locator(".ps-number")).to_be_focused()
    page.evaluate(PAINTED)
    fresh.question("trial").locator("input[value=yes]").click()
    fresh.shows(fresh.answer("enterprise-e1", "enterprise-e3", users=301, trial=True))
    page.wait_for_timeout(300)
    assert page.evaluate("window.shifts") == []


def test_a_shared_link_does_not_jump_when_python_takes_over(fresh: Explorer, site: Serving) -> None:
    page, python = fresh.page, threading.Event()
    site.faults["/assets/python/*.wasm"] = Fault(gates=(python,))
    fresh.open(f"{E1_TO_E3}&users=301")
    expect(fresh.headline).to_have_text(fresh.answer("enterprise-e1", "enterprise-e3").headline)
    python.set()
    fresh.shows(fresh.answer("enterprise-e1", "enterprise-e3", users=301))
    page.wait_for_timeout(300)
    assert page.evaluate("window.shifts") == []


def test_the_headline_is_announced_once_for_each_answer_that_stands(fresh: Explorer) -> None:
    fresh.page.add_init_script(STANDING)
    page = fresh.open().page
    page.evaluate(
        """() => {
          window.said = [];
          const live = document.querySelector("[data-part=live]");
          new MutationObserver(() => window.said.push(live.textContent)).observe(live, { childList: true });
        }"""
    )
    fresh.choose("enterprise-e1", "enterprise-e3")
    base = fresh.answer("enterprise-e1", "enterprise-e3")
    fresh.shows(base)
    assert page.evaluate("window.said") == []
    page.evaluate("stands()")
    fresh.question("users").locator(".ps-number").press_sequentially("301", delay=40)
    manual = fresh.answer("enterprise-e1", "enterprise-e3", users=301)
    fresh.shows(manual)
    page.evaluate("stands()")
    assert page.evaluate("window.said") == [f"{', '.join([one.headline, *one.tally])}." for one in (base, manual)]


@pytest.mark.parametrize("width", [320, long(375)])
def test_nothing_is_cut_off_on_a_phone(explorer: Explorer, width: int) -> None:
    page = explorer.page
    page.set_viewport_size({"width": width, "height": 700})
    explorer.open(f"{HELD_BACK}&custom_domain=?").settled()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    small = page.locator(
        "planswitch-explorer :is(button, .ps-plan, .ps-choice, .ps-number, .ps-tick-label, .ps-why > summary)"
    ).evaluate_all(
        """all => all.map((one) => [one.className, one.getBoundingClientRect()])
          .filter(([, box]) => box.width && (box.width < 24 || box.height < 24)).map(([name]) => name)"""
    )
    assert small == []


@pytest.mark.parametrize("tag", ["en", long("it")])
def test_the_steps_are_within_the_second_screen_of_a_phone(speaking: Speaking, tag: str) -> None:
    explorer = speaking(tag)
    page = explorer.page
    page.set_viewport_size({"width": 390, "height": 844})
    explorer.open(E1_TO_E3)
    explorer.shows(explorer.answer("enterprise-e1", "enterprise-e3"))
    top = "one => one.getBoundingClientRect().top + scrollY"
    assert page.locator("[data-part=steps]").evaluate(top) < 2 * 844 - 24


def test_what_the_answers_rest_on_stands_beside_the_boxes_and_in_the_line_of_the_headline(
    explorer: Explorer, loaded: Loaded
) -> None:
    page = explorer.open(E1_TO_E3).page
    explorer.shows(explorer.answer("enterprise-e1", "enterprise-e3"))
    rests = page.locator(".ps-form > .ps-rests")
    expect(rests).to_contain_text(explorer.words.setting("edition"))
    expect(rests).to_contain_text(explorer.words.setting("note"))
    assert rests.evaluate("one => one.getBoundingClientRect().bottom") < 900
    expect(page.locator(".ps-top .ps-year")).to_contain_text(loaded.catalogue.settings["date"][:4])


def test_without_the_script_of_the_boxes_there_are_lists_to_choose_from(fresh: Explorer, site: Serving) -> None:
    site.faults["*/combobox.js"] = MISSING
    page = fresh.open().page
    page.locator("#ps-from").focus()
    page.locator("[name=from]").select_option("enterprise-e1")
    page.locator("[name=to]").select_option("enterprise-e3")
    fresh.shows(fresh.answer("enterprise-e1", "enterprise-e3"))


def test_without_the_file_of_names_plans_are_found_by_their_own(fresh: Explorer, site: Serving) -> None:
    site.faults["*/names.json"] = MISSING
    page = fresh.open().page
    pick(page, "from", "enterprise-e1", typed="enterprise e1")
    expect(page.locator(".ps-leads")).to_be_visible()


STATES = {
    "": ".ps-form",
    "#from=enterprise-k1": ".ps-leads",
    "#from=Kiosk&to=E5": ".ps-refused",
    E1_TO_E3: ".ps-headline",
    f"{HELD_BACK}&users=0": ".ps-refused",
    f"{E1_TO_E3}&users=301&trial=?": ".ps-headline",
}
"""What is asked, and what only then can be seen."""
LOOKS = [(1280, "light"), (375, "dark"), (1280, "dark"), (375, "light")]
QUICK = [("#from=Kiosk&to=E5", 1280, "light"), (E1_TO_E3, 375, "dark")]
"""What ``make test`` looks at."""


@pytest.mark.parametrize(
    ("fragment", "seen", "width", "scheme"),
    [
        (pytest.param if (fragment, *look) in QUICK else long)(fragment, seen, *look)
        for fragment, seen in STATES.items()
        for look in LOOKS
    ],
)
def test_axe_finds_nothing(explorer: Explorer, fragment: str, seen: str, width: int, scheme: Scheme) -> None:
    page = explorer.page
    colour(page, scheme)
    page.set_viewport_size({"width": width, "height": 900})
    explorer.open(fragment)
    expect(page.locator(seen)).to_be_visible()
    expect(explorer.frame).to_have_attribute("aria-busy", "false")
    for details in page.locator("planswitch-explorer details").all():
        details.evaluate("one => one.open = true")
    page.evaluate((PROJECT / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8"))
    page.evaluate(STILL)
    found = page.evaluate(AXE)
    assert [(fault["id"], [node["html"] for node in fault["nodes"]]) for fault in found] == []
