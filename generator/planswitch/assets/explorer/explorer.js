/**
 * The explorer: asks what matters for a pair of plans and shows the answer.
 *
 * It holds no sentence and no policy: answers come worded from Python or, before Python has loaded, from JSON files of
 * the same Python; what the page itself says comes with the page.
 */

import { details, verdict } from "./answer.js";
import { answers, question as asked } from "./circumstances.js";
import { el, fill, percent, place } from "./dom.js";
import { answersIn, notice, vanished } from "./edition.js";
import { copy, download, markdown, Ticks } from "./keep.js";
import { python } from "./python.js";
import { fits, known, nothing, own, read, UNKNOWN, write } from "./question.js";

/** With more plans than this, the lists of plans can be filtered. */
const MANY_PLANS = 40;
/** How much of what the address says a sentence repeats (characters). */
const QUOTED = 60;
/** How long typing rests before it is taken as an answer (milliseconds). */
const TYPING = 250;
/** How long an answer stands before it is read out (milliseconds). */
const SETTLING = 600;
/** What changes later than this after a reader's action must not move anything (milliseconds). */
const PROMPT = 400;
/** How long a press may hold things still (milliseconds). */
const PATIENCE = 1000;
/** How long after it the click comes at the latest (milliseconds). */
const LETTING_GO = 30;
/** How often progress moves (milliseconds). */
const MOVING = 100;

/** How much of an answer is drawn: its headline, then what matters for it, then everything. */
const [HEADLINE, WHOLE] = [0, 2];

/** The last question, for when instant navigation brings the page anew and the address names a heading instead. */
let last = nothing();

class PlanswitchExplorer extends HTMLElement {
  #settings;
  #strings;
  #families;
  #asks;
  #plans;
  #links;
  #parts;
  #runtime;
  #interested = false;
  #broken = false;
  #updated = false;
  #fraction = 0;
  #question = nothing();
  #base = new Map();
  #computed;
  #serial = 0;
  /** Facts as they are listed, and the ones among them that the reader has answered or reopened since they came. */
  #rows = [];
  #extra = [];
  #touched = new Set();
  #active;
  #acted = 0;
  #generation = 0;
  #ticks;
  #typing;
  #settling;
  #progressing;
  #stage = WHOLE;
  #staging = 0;
  #announced;
  #drawn = {};
  #formats = {};
  #pressed;
  #gone;

  connectedCallback() {
    const config = JSON.parse(/** @type {HTMLTemplateElement} */ (this.querySelector(".ps-config")).content.textContent);
    this.#settings = config.settings;
    this.#strings = config.strings;
    this.#families = config.families;
    this.#asks = new Map(config.facts.map((ask) => [ask.fact, ask]));
    this.#plans = new Map(config.families.flatMap(({ plans }) => plans.map(({ id, name }) => [id, name])));
    this.#links = links(new URL(config.settings.root || ".", document.baseURI), config.settings);
    const part = (selector) => this.querySelector(selector);
    this.#parts = {
      from: part("[name=from]"),
      to: part("[name=to]"),
      swap: part("[data-do=swap]"),
      answer: part("[data-part=answer]"),
      live: part("[data-part=live]"),
    };
    this.#drawn.empty ??= [...this.#parts.answer.childNodes].map((node) => node.cloneNode(true));
    this.#runtime = python(config.settings.python);
    this.#listen();
    for (const filter of /** @type {NodeListOf<HTMLElement>} */ (this.querySelectorAll("[data-filter]"))) filter.hidden = this.#plans.size <= MANY_PLANS;
    const named = read(location.hash) ?? last;
    const [from, to] = [this.#parts.from.value, this.#parts.to.value]; // chosen before this script had come
    this.#take(named);
    if (!named.from && !named.to && (from || to)) this.#pick(from, to);
    this.dataset.started = "";
    if (!this.#question.from && !this.#question.to) return;
    // After instant navigation the page may still stand where the last one was scrolled to.
    if (document.readyState === "complete" && this.getBoundingClientRect().top < 0) window.scrollTo(0, 0);
    this.#interest();
  }

  disconnectedCallback() {
    this.#gone?.abort();
    clearTimeout(this.#pressed);
    this.#pressed = undefined;
    clearTimeout(this.#typing);
    clearTimeout(this.#settling);
    clearTimeout(this.#progressing);
    this.#progressing = undefined;
    this.#serial++;
  }

  #listen() {
    this.#gone = new AbortController();
    const { signal } = this.#gone;
    const on = (target, names, handle) => {
      for (const name of names.split(" ")) target.addEventListener(name, handle, { signal });
    };
    on(this, "focusin pointerenter pointerdown", () => this.#interest());
    on(this.#parts.answer, "pointerdown", () => this.#press());
    on(window, "pointerup pointercancel", () => setTimeout(() => this.#release(), LETTING_GO));
    on(this, "input", (event) => this.#input(event.target));
    on(this, "change", (event) => this.#change(event.target));
    on(this, "click", (event) => this.#click(event.target.closest("[data-do]")));
    on(this, "submit", (event) => event.preventDefault());
    on(window, "hashchange popstate", () => this.#restore());
    on(window, "beforeprint", () => {
      this.#today(true);
      this.#stage = WHOLE;
      this.#draw();
    });
    on(this.#runtime, "progress", (event) => {
      this.#fraction = event.detail.fraction;
      this.#progressing ??= setTimeout(() => this.#progress(), MOVING);
    });
    on(this.#runtime, "state", () => {
      this.#draw();
      if (this.#failed) this.#announce();
    });
  }

  get #failed() {
    return this.#broken || this.#runtime.state === "failed";
  }

  /** What is said of a failure, and whether trying again may help. */
  get #failure() {
    return this.#runtime.unsupported ? this.#strings.unsupported : this.#strings.failed;
  }

  get #hopeful() {
    return !this.#outdated && (this.#broken || this.#runtime.hopeful);
  }

  /** Whether the page is of another edition than what the site has now. */
  get #outdated() {
    return this.#updated || this.#runtime.outdated;
  }

  get #known() {
    return known(this.#question.facts, this.#asks);
  }

  /** Names the question as Python hears it: equal keys, equal answers. */
  get #key() {
    const { from, to } = this.#question;
    return JSON.stringify([from, to, Object.entries(this.#known).sort()]);
  }

  get #pair() {
    return `${this.#question.from} ${this.#question.to}`;
  }

  /** What the question takes for a plan and is none. */
  get #stranger() {
    const { from, to } = this.#question;
    return from && to && [from, to].find((plan) => !this.#plans.has(plan));
  }

  // What the reader does

  /** Between pressing and letting go nothing may move, or the click would miss what it was meant for. */
  #press() {
    clearTimeout(this.#pressed);
    this.#pressed = setTimeout(() => this.#release(), PATIENCE);
  }

  #release() {
    if (!this.#pressed) return;
    clearTimeout(this.#pressed);
    this.#pressed = undefined;
    this.#draw();
  }

  #interest() {
    if (this.#interested) return;
    this.#interested = true;
    this.#runtime.start().catch(() => {});
    this.#ask();
    this.#draw();
  }

  #input(target) {
    if (target.dataset.filter) this.#options(target.dataset.filter);
    if (!target.matches(".ps-number")) return;
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => this.#answer(target.dataset.answer, target.value.trim()), TYPING);
  }

  #change(target) {
    const { answer, step } = target.dataset;
    if (step) this.#ticks.set(step, target.checked);
    else if (target.matches(".ps-number")) {
      clearTimeout(this.#typing);
      this.#answer(answer, target.value.trim());
    } else if (answer) this.#answer(answer, target.type === "checkbox" && !target.checked ? "" : target.value);
    else if (target === this.#parts.from || target === this.#parts.to) {
      this.#pick(this.#parts.from.value, this.#parts.to.value);
    }
  }

  #click(target) {
    if (!target) return;
    clearTimeout(this.#pressed);
    this.#pressed = undefined;
    const { from, to } = this.#question;
    const acts = {
      swap: () => this.#pick(to, from),
      change: () => this.#reopen(target.dataset.fact),
      clear: () => this.#clear(),
      copy: async () => this.#report((await copy(location.href, this)) ? "copied" : "copy_failed"),
      print: () => window.print(),
      reload: () => location.reload(),
      retry: () => this.#retry(),
      markdown: () => this.#download("md", "text/markdown", (record) => markdown(record, this.#strings, this.#links)),
      json: () =>
        this.#download("json", "application/json", ({ answer, link }) =>
          JSON.stringify({ date: new Date().toISOString(), link, answer }, null, 2),
        ),
    };
    acts[target.dataset.do]();
  }

  #pick(from, to) {
    this.#question = { ...this.#question, from, to };
    this.#fresh();
    this.#acted = performance.now();
    const { signal } = this.#gone;
    // A new address takes a browser longer than a headline, and the headline is what the reader waits for.
    painted(() => signal.aborted || history.pushState(null, "", this.#address()));
    this.#load();
  }

  #answer(fact, value) {
    const { facts } = this.#question;
    if (this.#touched.has(fact) && (facts.get(fact) ?? "") === value) return;
    this.#touched.add(fact);
    this.#active = fact;
    if ((facts.get(fact) ?? "") !== value) {
      if (value) facts.set(fact, value);
      else facts.delete(fact);
      history.replaceState(history.state, "", this.#address());
    }
    this.#acted = performance.now();
    this.#ask();
    this.#draw();
  }

  #reopen(fact) {
    this.#touched.add(fact);
    this.#active = fact;
    if (![...this.#rows, ...this.#extra].includes(fact)) this.#rows.unshift(fact);
    this.#acted = performance.now();
    this.#draw();
    const row = /** @type {HTMLElement} */ (this.querySelector(`[data-key="${CSS.escape(fact)}"].ps-question`));
    const more = row.closest("details");
    if (more) more.open = true;
    /** @type {HTMLElement} */ (row.querySelector("input:checked") ?? row.querySelector("input")).focus();
  }

  #clear() {
    this.#question.facts.clear();
    this.#fresh();
    history.replaceState(history.state, "", this.#address());
    this.#acted = performance.now();
    this.#ask();
    this.#draw();
    /** @type {HTMLElement} */ (this.querySelector("[data-part=circumstances]")).focus({ preventScroll: true });
  }

  /** Asks once more, and for what has not come. */
  #retry() {
    this.#broken = false;
    this.#drawn.lost = false;
    this.#runtime.retry();
    this.#load();
    const frame = this.#parts.answer;
    frame.tabIndex = -1; // the button is gone
    frame.focus({ preventScroll: true });
  }

  #report(words) {
    this.#drawn.report = words;
    this.#draw();
  }

  #download(extension, type, text) {
    const { from, to } = this.#question;
    download(`${from}-${to}.${extension}`, type, text(this.#record()));
    this.#report("downloaded");
  }

  // Where the question lives

  #address() {
    return `${location.pathname}${location.search}${write(this.#question)}`;
  }

  #restore() {
    const question = read(location.hash);
    if (!question || write(question) === write(this.#question)) return;
    this.#take(question);
    this.#interest();
  }

  #take(question) {
    this.#question = question;
    this.#fresh();
    this.#load();
  }

  #fresh() {
    const { from, to } = this.#question;
    last = this.#question;
    this.#rows = [];
    this.#extra = [];
    this.#touched = new Set();
    this.#active = undefined;
    this.#drawn.report = undefined;
    this.#ticks = new Ticks(this.#settings.digest, from, to);
  }

  // Where answers come from

  async #load() {
    const { from } = this.#question;
    if (this.#plans.has(from) && !this.#base.has(from)) {
      this.#base.set(from, undefined);
      this.#fetch(this.#links.answers(from)).then(({ answers, updated }) => {
        if (answers) this.#base.set(from, answers);
        else {
          this.#base.delete(from);
          this.#interest(); // only Python can answer now
        }
        this.#drawn.lost = !answers;
        this.#updated ||= updated;
        this.#draw();
        this.#announce();
      });
    }
    this.#ask();
    this.#draw();
    this.#announce();
  }

  /** Base answers. What is not this page's may be so in the browser's cache alone: then the server is asked. */
  async #fetch(address) {
    /** @type {ReturnType<typeof answersIn>} */
    let found = { answers: null, updated: false };
    for (const cache of /** @type {RequestCache[]} */ (["default", "no-cache"])) {
      try {
        const response = await fetch(address, { cache });
        found = response.ok
          ? answersIn(await response.json(), this.#settings.digest, [...this.#plans.keys()])
          : { answers: null, updated: vanished(response.status) };
      } catch {
        // No network, or no JSON: nothing is known of another edition.
      }
      if (found.answers) break;
    }
    return found;
  }

  async #ask() {
    const { from, to } = this.#question;
    const serial = ++this.#serial;
    if (!from || !to || this.#stranger || !this.#interested || this.#failed) return;
    const asking = { key: this.#key, pair: this.#pair };
    if (this.#computed?.key === asking.key) return;
    try {
      const reply = await this.#runtime.ask({ from, to, facts: this.#known, locale: this.#settings.locale });
      if (serial !== this.#serial) return;
      this.#computed = { ...asking, ...reply };
    } catch (error) {
      if (serial !== this.#serial) return;
      console.error(error);
      this.#broken = true;
    }
    this.#draw();
    this.#announce();
  }

  /** What there is to show: the answer, whether it knows the reader's circumstances, and why there is none. */
  #found() {
    const { from, to } = this.#question;
    const mine = this.#computed?.pair === this.#pair ? this.#computed : undefined;
    const base = this.#base.get(from)?.get(to);
    const stranger = this.#stranger;
    if (stranger) return { settled: true, refusal: fill(this.#strings.unknown_plan, { plan: shortened(stranger) }) };
    const computed = this.#failed ? undefined : mine?.answer;
    const settled = computed ? mine.key === this.#key : Boolean(base) && !Object.keys(this.#known).length;
    return { answer: computed ?? base, settled: settled || this.#failed, refusal: mine?.refusal };
  }

  // What the reader sees

  #draw() {
    if (this.#pressed) return;
    const { from, to } = this.#question;
    // Above the answer nothing moves: measuring there would only cost a layout.
    const active = /** @type {HTMLElement} */ (document.activeElement);
    const focused = this.#parts.answer.contains(active) ? active : undefined;
    const before = /** @type {number} */ (focused?.getBoundingClientRect().top);
    this.#options("from");
    this.#options("to");
    this.#parts.swap.disabled = !from && !to;
    for (const end of ["from", "to"]) {
      const link = /** @type {HTMLAnchorElement} */ (this.querySelector(`[data-link=${end}]`));
      const plan = this.#question[end];
      link.href = this.#plans.has(plan) ? this.#links.plan(plan, `${end}-here`) : this.#links.plans();
    }
    this.#frame();
    if (!focused) return;
    if (document.activeElement !== focused && focused.isConnected) focused.focus({ preventScroll: true });
    const moved = focused.isConnected ? focused.getBoundingClientRect().top - before : 0;
    if (Math.abs(moved) > 1) window.scrollBy({ top: moved, behavior: "instant" });
  }

  #options(end) {
    const select = this.#parts[end];
    const value = this.#question[end];
    const filter = folded(/** @type {HTMLInputElement} */ (this.querySelector(`[data-filter=${end}]`)).value);
    const found = end === "to" ? this.#base.get(this.#question.from) : undefined;
    const drawn = `${filter}|${filter && value}|${found ? this.#question.from : ""}`;
    if (this.#drawn[end] !== drawn) {
      this.#drawn[end] = drawn;
      const shown = ({ id, name }) => id === value || folded(name).includes(filter);
      const groups = found ? this.#reach(found) : this.#families.map(({ name, plans }) => ({ label: name, plans }));
      const empty = select.options[0].cloneNode(true);
      const listed = groups.map((group) => ({ ...group, plans: group.plans.filter(shown) }));
      select.replaceChildren(
        empty,
        ...listed
          .filter(({ plans }) => plans.length)
          .map(({ label, plans }) =>
            el("optgroup", { label }, plans.map(({ id, name }) => el("option", { value: id }, name))),
          ),
      );
    }
    select.value = this.#plans.has(value) ? value : "";
  }

  /** The plans in groups: where the wizard leads, the plan itself, and the rest; each by family. */
  #reach(found) {
    const strings = this.#strings;
    const sort = (label, belongs) =>
      this.#families.map(({ name, plans }) => ({
        label: fill(label, { family: name }),
        plans: plans
          .filter(({ id }) => belongs(found.get(id).decision))
          .map(({ id, name: plan }) => ({
            id,
            name: found.get(id).decision.certainty === "likely" ? fill(strings.likely_plan, { plan }) : plan,
          })),
      }));
    return [
      ...sort(strings.wizard_group, ({ route }) => route === "wizard"),
      ...sort(strings.manual_group, ({ route }) => route === "manual"),
      ...sort(strings.same_group, ({ route }) => route === "none"),
    ];
  }

  #frame() {
    const { from, to } = this.#question;
    const frame = this.#parts.answer;
    const { answer, settled, refusal } = this.#found();
    const lost = Boolean(from && to && this.#drawn.lost && !answer);
    const unknown = refusal ?? (lost ? this.#strings.base_failed : undefined);
    const outdated = this.#outdated && notice(this.#strings);
    this.toggleAttribute("data-answered", Boolean(answer));
    frame.setAttribute("aria-busy", String(Boolean(from && to) && !settled && !unknown));
    if (!answer) {
      this.#drawn.pair = undefined;
      const waiting = from && to && !unknown;
      frame.dataset.mark = "none";
      frame.toggleAttribute("data-waiting", Boolean(waiting));
      const empty = () => this.#drawn.empty.map((node) => node.cloneNode(true));
      const told = refusal || (lost && !outdated) ? this.#trouble(unknown, !refusal) : from && to ? null : empty();
      if (!waiting) place(frame, [outdated, told]);
      return;
    }
    const ahead = !settled && !unknown && this.#computed?.pair !== this.#pair && !this.#touched.size;
    if (ahead && this.#runtime.state === "ready") return; // the computed answer is a moment away
    if (this.#drawn.pair !== this.#pair) {
      frame.replaceChildren();
      this.#begin();
    }
    this.#drawn.pair = this.#pair;
    frame.dataset.mark = answer.mark;
    const stage = ahead ? HEADLINE : this.#stage;
    if (stage < WHOLE) frame.setAttribute("aria-busy", "true");
    frame.toggleAttribute("data-waiting", stage < WHOLE);
    const late = performance.now() - this.#acted > PROMPT;
    this.#steady(frame, answer, late);
    place(frame, [
      this.#heading(),
      outdated,
      el("div", { class: "ps-top", "data-key": "top" }, verdict(answer, this.#strings, this.#links)),
      unknown ? this.#trouble(unknown) : this.#status(settled),
      el(
        "div",
        { class: "ps-columns", "data-key": "columns" },
        stage > HEADLINE && this.#circumstances(answer, late),
        el(
          "div",
          { class: "ps-details", "data-key": `details ${this.#generation}` },
          stage > HEADLINE && details(answer, this.#ticks.texts, this.#strings, this.#links),
        ),
      ),
      stage === WHOLE && [this.#keep(), this.#edition(answer)],
    ]);
  }

  /** The headline of a new pair comes at once; the rest follows in steps, so that the page never stands still. */
  #begin() {
    this.#stage = HEADLINE;
    const staging = ++this.#staging;
    const step = () => {
      if (staging !== this.#staging || !this.isConnected || this.#stage === WHOLE) return;
      this.#stage++;
      this.#draw();
      setTimeout(step);
    };
    painted(step);
  }

  /** When an answer arrives late, the details are exchanged as a whole, in a frame that keeps its height. */
  #steady(frame, answer, late) {
    const columns = frame.querySelector(".ps-columns");
    const { facts, ...rest } = answer.decision;
    const shown = JSON.stringify(rest);
    if (columns && this.#drawn.decision !== shown) {
      columns.style.minBlockSize = late ? `${columns.offsetHeight}px` : "";
      if (late && !columns.querySelector(".ps-details")?.contains(document.activeElement)) this.#generation++;
    }
    this.#drawn.decision = shown;
  }

  /** @param {string} text @param {boolean} [passing] whether trying again may help */
  #trouble(text, passing) {
    return el(
      "div",
      { class: "ps-status", "data-key": "status", "data-state": "refused" },
      el("p", {}, el("strong", {}, this.#strings.refused), " ", text),
      passing && this.#again(),
    );
  }

  #again() {
    return el("button", { class: "ps-button ps-again", type: "button", "data-do": "retry" }, this.#strings.retry);
  }

  #status(settled) {
    const state = this.#failed ? "failed" : this.#runtime.state;
    const loading = state === "loading";
    const text = this.#failed ? this.#failure : loading ? this.#loading(settled) : this.#strings.private;
    return el(
      "div",
      { class: "ps-status", "data-key": "status", "data-state": state },
      el("p", {}, text),
      el("progress", { max: 1, value: loading ? this.#fraction : 0, "aria-label": text, hidden: !loading }),
      this.#failed && this.#hopeful && this.#again(),
    );
  }

  #loading(settled) {
    return fill(settled ? this.#strings.loading : this.#strings.waiting, { percent: percent(this.#settings, this.#fraction) });
  }

  /** Moves what shows progress, and touches nothing else. */
  #progress() {
    this.#progressing = undefined;
    const shown = this.querySelector('.ps-status[data-state="loading"]');
    if (this.#pressed || !shown) return;
    const [words, bar] = /** @type {[HTMLElement, HTMLProgressElement]} */ (/** @type {unknown} */ (shown.children));
    words.textContent = this.#loading(this.#found().settled);
    bar.value = this.#fraction;
    bar.ariaLabel = words.textContent;
  }

  /** Today in words. The first answer does not wait for the calendar; the printed record has it. */
  #today(printed) {
    if (!printed && !this.#formats.date) return "";
    this.#formats.date ??= new Intl.DateTimeFormat(this.#settings.locale, { dateStyle: "long" });
    return this.#formats.date.format(new Date());
  }

  #circumstances(answer, late) {
    const { facts } = this.#question;
    const paused = this.#failed;
    const asks = [...answer.open, ...answer.optional];
    for (const ask of asks) this.#asks.set(ask.fact, ask);
    const strings = this.#strings;
    const unanswered = (ask) => !facts.has(ask.fact) || this.#touched.has(ask.fact) || !fits(ask, facts.get(ask.fact));
    const open = answer.open.filter(unanswered).map(({ fact }) => fact);
    this.#rows = this.#listed(this.#rows, open, late);
    const optional = answer.optional.filter(unanswered).map(({ fact }) => fact);
    this.#extra = this.#listed(
      this.#extra,
      optional.filter((fact) => !this.#rows.includes(fact)),
      late,
    ).filter((fact) => !this.#rows.includes(fact));
    const next = open.find((fact) => !facts.has(fact));
    const row = (fact) =>
      asked(
        this.#asks.get(fact),
        facts.get(fact),
        {
          next: fact === next,
          moot: !this.#touched.has(fact) && !open.includes(fact) && !optional.includes(fact),
          paused,
        },
        strings,
        this.#links,
      );
    const nothingOpen = !open.some((fact) => !facts.has(fact));
    const same = answer.decision.route === "none";
    return el(
      "section",
      {
        class: "ps-circumstances",
        "data-part": "circumstances",
        "data-key": "circumstances",
        "aria-labelledby": "ps-circumstances-title",
        tabindex: -1,
        hidden: same,
      },
      el(
        "p",
        { class: "ps-part-heading", id: "ps-circumstances-title", role: "heading", "aria-level": 3 },
        strings.circumstances,
      ),
      el("p", { class: "ps-part-hint", "data-key": "hint" }, paused ? strings.paused : strings.circumstances_hint),
      el("div", { class: "ps-questions", "data-key": "questions" }, this.#rows.map(row)),
      nothingOpen && el("p", { class: "ps-nothing", "data-key": "nothing" }, strings.nothing_open),
      this.#extra.length > 0 &&
        el(
          "details",
          { class: "ps-more ps-optional", "data-key": "optional" },
          el("summary", {}, strings.optional),
          el("div", { class: "ps-questions" }, this.#extra.map(row)),
        ),
      answers(this.#given(answer), { some: facts.size > 0, paused }, strings, this.#links),
    );
  }

  /**
   * The questions to list: the open ones in their order, but none that is listed moves. One that no longer matters
   * goes, unless something would move that the reader is at.
   */
  #listed(old, open, late) {
    const active = old.indexOf(this.#active);
    const kept = old.filter(
      (fact, index) => late || index < active || this.#touched.has(fact) || open.includes(fact),
    );
    open.forEach((fact, index) => {
      if (kept.includes(fact)) return;
      const after = open.slice(index).find((other) => kept.includes(other));
      kept.splice(after === undefined ? kept.length : kept.indexOf(after), 0, fact);
    });
    return kept;
  }

  #given(answer) {
    const { facts } = this.#question;
    const worded = new Map(answer.given.map(({ fact, answer: words }) => [fact, words]));
    return [...this.#asks.values()]
      .filter((ask) => facts.has(ask.fact) && fits(ask, facts.get(ask.fact)))
      .map((ask) => {
        const value = facts.get(ask.fact);
        const words = value === UNKNOWN ? this.#strings.unknown : own(ask.choices, value) ?? value;
        return { ask, words: words === value && ask.type !== "number" ? worded.get(ask.fact) ?? value : words };
      });
  }

  #keep() {
    const { from, to } = this.#question;
    const strings = this.#strings;
    const facts = this.#known;
    const button = (act) =>
      el("button", { class: "ps-button", type: "button", "data-do": act }, icon(act), el("span", {}, strings[act]));
    return el(
      "section",
      { class: "ps-keep", "data-key": "keep" },
      el("p", { class: "ps-part-heading", role: "heading", "aria-level": 3 }, strings.keep),
      el("div", { class: "ps-buttons" }, ["copy", "print", "markdown", "json"].map(button)),
      el("p", { class: "ps-report", role: "status" }, strings[this.#drawn.report] ?? ""),
      el(
        "p",
        { class: "ps-onward" },
        el("a", { href: this.#links.plan(from, to) }, strings.full),
        " ",
        el(
          "a",
          { href: this.#links.matrix(facts) },
          Object.keys(facts).length ? strings.matrix_facts : strings.matrix,
        ),
      ),
    );
  }

  #heading() {
    const { from, to } = this.#question;
    const strings = this.#strings;
    return el(
      "div",
      { class: "ps-record", "data-key": "record" },
      el("p", { class: "ps-record-title" }, strings.record),
      el("p", {}, `${strings.from}: `, el("strong", {}, this.#plans.get(from) ?? from)),
      el("p", {}, `${strings.to}: `, el("strong", {}, this.#plans.get(to) ?? to)),
      el("p", {}, `${strings.date}: ${this.#today(false)}`),
    );
  }

  #edition(answer) {
    return el(
      "p",
      { class: "ps-edition", "data-key": "edition" },
      el("span", {}, answer.edition),
      " · ",
      el("span", {}, this.#strings.digest, " ", el("code", {}, answer.decision.catalogue)),
    );
  }

  #record() {
    const { from, to } = this.#question;
    const { source, digest } = this.#settings;
    const { answer } = this.#found();
    return {
      answer,
      given: this.#given(answer),
      origin: this.#plans.get(from) ?? from,
      target: this.#plans.get(to) ?? to,
      date: this.#today(true),
      link: location.href,
      source,
      digest: answer.decision.catalogue || digest,
    };
  }

  /** Has the headline read out, once for each answer that stands. */
  #announce() {
    clearTimeout(this.#settling);
    this.#settling = setTimeout(() => {
      const { answer, settled, refusal } = this.#found();
      const updated = this.#outdated ? notice(this.#strings).firstElementChild?.textContent : "";
      const key = `${this.#key} ${this.#failed} ${refusal ?? ""} ${updated}`;
      const found = refusal ?? (answer && settled ? `${answer.headline}.` : "");
      if (!found && !updated) return;
      if (this.#announced === key) return;
      this.#announced = key;
      const failed = !refusal && found && this.#failed ? this.#failure : "";
      this.#parts.live.textContent = [found, failed, updated].filter(Boolean).join(" ");
    }, SETTLING);
  }
}

/** Calls when what has been drawn is on the screen, or would be. @param {() => void} then */
function painted(then) {
  if (document.hidden) setTimeout(then);
  else requestAnimationFrame(() => setTimeout(then));
}

const icon = (name) => el("span", { class: "ps-icon", "data-icon": name, "aria-hidden": "true" });

/** As much of a text from elsewhere as a sentence repeats. */
const shortened = (text) => (text.length > QUOTED ? `${text.slice(0, QUOTED - 1)}…` : text);

const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLocaleLowerCase().trim();

/** Addresses of the site's other pages. @param {URL} root of the language @param {Record<string, string>} settings */
function links(root, settings) {
  const at = (path) => new URL(path, root).href;
  const part = (values) => Object.fromEntries(Object.entries(values).map(([key, id]) => [key, encodeURIComponent(id)]));
  return {
    answers: (from) => at(fill(settings.answers, part({ from }))),
    plan: (plan, anchor) => `${at(fill(settings.plan, part({ plan })))}#${encodeURIComponent(anchor)}`,
    plans: () => at(settings.plans),
    rule: (rule) => at(fill(settings.rule, part({ rule }))),
    matrix: (facts) => at(settings.matrix) + write({ from: "", to: "", facts: new Map(Object.entries(facts)) }),
    about: () => at(settings.about),
    page: at,
  };
}

customElements.define("planswitch-explorer", PlanswitchExplorer);
