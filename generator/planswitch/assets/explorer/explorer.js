/**
 * The explorer: asks what matters for a pair of plans and shows the answer.
 *
 * It holds no sentence and no policy: answers come worded from Python or, before Python has loaded, from JSON files of
 * the same Python; what the page itself says comes with the page. What is asked is in state.js, where answers come from
 * in answers.js, and how both look in view.js. Here is what a reader does, and when something is drawn for it.
 */

import { Answers } from "./answers.js";
import { place } from "./dom.js";
import { notice } from "./edition.js";
import { copy, download, markdown, Ticks } from "./keep.js";
import { python } from "./python.js";
import { nothing, read, write } from "./question.js";
import { State } from "./state.js";
import { answered, byFamily, byReach, filtered, links, loading, options, trouble } from "./view.js";

/**
 * @typedef {"from" | "to"} End
 * @typedef {HTMLInputElement & {dataset: {answer: string}}} Field
 * @typedef {HTMLElement & {dataset: {do: string, fact: string}}} Act  a button that does something
 *
 * @typedef {object} Parts  of the page, which brings them
 * @property {HTMLSelectElement} from
 * @property {HTMLSelectElement} to
 * @property {HTMLButtonElement} swap
 * @property {HTMLElement} answer
 * @property {HTMLElement} live
 */

/** With more plans than this, the lists of plans can be filtered. */
const MANY_PLANS = 40;
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

/** @type {readonly End[]} */
const ENDS = ["from", "to"];

/** The last question, for when instant navigation brings the page anew and the address names a heading instead. */
let last = nothing();

class PlanswitchExplorer extends HTMLElement {
  /** @type {Planswitch.Explorer} */
  #config;
  /** @type {Planswitch.Links} */
  #links;
  /** @type {Parts} */
  #parts;
  /** @type {State} */
  #state;
  /** @type {Answers} */
  #answers;
  /** @type {ReturnType<typeof python>} */
  #runtime;
  /** @type {Ticks} */
  #ticks;
  /** Ends what the page and Python tell. @type {AbortController} */
  #gone;

  /** What the answer's frame holds before there is one. @type {Node[] | undefined} */
  #empty;
  /** What is drawn: for which lists of plans, pair and decision. */
  #lists = { from: "", to: "" };
  /** @type {string | undefined} */
  #pair;
  #decision = "";
  #report = "";
  #stage = WHOLE;
  #staging = 0;
  #generation = 0;
  #fraction = 0;
  #acted = 0;
  #announced = "";
  /** @type {Intl.DateTimeFormat | undefined} */
  #calendar;

  /** Timers, where one runs. @type {number | undefined} */
  #pressed;
  /** @type {number | undefined} */
  #typing;
  /** @type {number | undefined} */
  #settling;
  /** @type {number | undefined} */
  #progressing;

  connectedCallback() {
    const { content } = /** @type {HTMLTemplateElement} */ (this.querySelector(".ps-config"));
    this.#config = JSON.parse(/** @type {string} */ (content.textContent));
    const { settings } = this.#config;
    this.#links = links(new URL(settings.root || ".", document.baseURI), settings);
    const part = (/** @type {string} */ selector) => /** @type {any} */ (this.querySelector(selector));
    this.#parts = {
      from: part("[name=from]"),
      to: part("[name=to]"),
      swap: part("[data-do=swap]"),
      answer: part("[data-part=answer]"),
      live: part("[data-part=live]"),
    };
    this.#empty ??= cloned([...this.#parts.answer.childNodes]);
    this.#state = new State(this.#config);
    this.#runtime = python(settings.python);
    this.#answers = new Answers(this.#state, this.#runtime, this.#config, this.#links.answers, () => this.#tell());
    this.#listen();
    for (const end of ENDS) this.#filter(end).hidden = this.#state.plans.size <= MANY_PLANS;
    const named = read(location.hash) ?? last;
    const [from, to] = [this.#parts.from.value, this.#parts.to.value]; // chosen before this script had come
    this.#take(named);
    if (!named.from && !named.to && (from || to)) this.#pick(from, to);
    this.dataset.started = "";
    const { question } = this.#state;
    if (!question.from && !question.to) return;
    // After instant navigation the page may still stand where the last one was scrolled to.
    if (document.readyState === "complete" && this.getBoundingClientRect().top < 0) window.scrollTo(0, 0);
    this.#interest();
  }

  disconnectedCallback() {
    this.#gone?.abort();
    for (const timer of [this.#pressed, this.#typing, this.#settling, this.#progressing]) clearTimeout(timer);
    this.#pressed = undefined;
    this.#progressing = undefined;
    this.#answers?.leave();
  }

  #listen() {
    this.#gone = new AbortController();
    const { signal } = this.#gone;
    /** @param {EventTarget} target @param {string} names @param {(event: any) => void} handle */
    const on = (target, names, handle) => {
      for (const name of names.split(" ")) target.addEventListener(name, handle, { signal });
    };
    on(this, "focusin pointerenter pointerdown", () => this.#interest());
    on(this.#parts.answer, "pointerdown", () => this.#press());
    on(window, "pointerup pointercancel", () => setTimeout(() => this.#release(), LETTING_GO));
    on(this, "input", ({ target }) => this.#input(target));
    on(this, "change", ({ target }) => this.#change(target));
    on(this, "click", ({ target }) => this.#click(target.closest("[data-do]")));
    on(this, "submit", (event) => event.preventDefault());
    on(window, "hashchange popstate", () => this.#restore());
    on(window, "beforeprint", () => {
      this.#today(true);
      this.#stage = WHOLE;
      this.#draw();
    });
    on(this.#runtime, "progress", ({ detail }) => {
      this.#fraction = detail.fraction;
      this.#progressing ??= setTimeout(() => this.#progress(), MOVING);
    });
    on(this.#runtime, "state", () => {
      this.#draw();
      if (this.#answers.failed) this.#announce();
    });
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
    if (this.#answers.interest()) this.#draw();
  }

  /** @param {Field} target */
  #input(target) {
    if (target.dataset.filter) this.#options(/** @type {End} */ (target.dataset.filter));
    if (!target.matches(".ps-number")) return;
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => this.#answer(target.dataset.answer, target.value.trim()), TYPING);
  }

  /** @param {Field} target */
  #change(target) {
    const { answer, step } = target.dataset;
    if (step) this.#ticks.set(step, target.checked);
    else if (target.matches(".ps-number")) {
      clearTimeout(this.#typing);
      this.#answer(answer, target.value.trim());
    } else if (answer) this.#answer(answer, target.type === "checkbox" && !target.checked ? "" : target.value);
    else if (target.localName === "select") this.#pick(this.#parts.from.value, this.#parts.to.value);
  }

  /** @param {Act | null} target */
  #click(target) {
    if (!target) return;
    clearTimeout(this.#pressed);
    this.#pressed = undefined;
    const { from, to } = this.#state.question;
    /** @type {Record<string, () => unknown>} */
    const acts = {
      swap: () => this.#pick(to, from),
      change: () => this.#reopen(target.dataset.fact),
      clear: () => this.#clear(),
      copy: async () => this.#done((await copy(location.href, this)) ? "copied" : "copy_failed"),
      print: () => window.print(),
      reload: () => location.reload(),
      retry: () => this.#retry(),
      markdown: () => this.#download("md", "text/markdown", markdown(this.#record(), this.#config.strings, this.#links)),
      json: () => {
        const { answer, link } = this.#record();
        this.#download("json", "application/json", JSON.stringify({ date: new Date().toISOString(), link, answer }, null, 2));
      },
    };
    acts[target.dataset.do]();
  }

  /** @param {string} from @param {string} to */
  #pick(from, to) {
    this.#state.pick(from, to);
    this.#fresh();
    this.#acted = performance.now();
    const { signal } = this.#gone;
    // A new address takes a browser longer than a headline, and the headline is what the reader waits for.
    painted(() => signal.aborted || history.pushState(null, "", this.#address()));
    this.#load();
  }

  /** @param {string} fact @param {string} value */
  #answer(fact, value) {
    if (this.#state.answer(fact, value)) this.#asked();
  }

  #clear() {
    this.#state.clear();
    this.#fresh();
    this.#asked();
    /** @type {HTMLElement} */ (this.querySelector("[data-part=circumstances]")).focus({ preventScroll: true });
  }

  /** Other circumstances for the same pair. */
  #asked() {
    history.replaceState(history.state, "", this.#address());
    this.#acted = performance.now();
    this.#answers.ask();
    this.#draw();
  }

  /** @param {string} fact */
  #reopen(fact) {
    this.#state.reopen(fact);
    this.#acted = performance.now();
    this.#draw();
    const row = /** @type {HTMLElement} */ (this.querySelector(`[data-key="${CSS.escape(fact)}"].ps-question`));
    const more = row.closest("details");
    if (more) more.open = true;
    /** @type {HTMLElement} */ (row.querySelector("input:checked") ?? row.querySelector("input")).focus();
  }

  #retry() {
    this.#answers.retry();
    this.#tell();
    const frame = this.#parts.answer;
    frame.tabIndex = -1; // the button is gone
    frame.focus({ preventScroll: true });
  }

  /** Says what has been done. @param {string} words */
  #done(words) {
    this.#report = words;
    this.#draw();
  }

  /** @param {string} extension @param {string} type @param {string} text */
  #download(extension, type, text) {
    const { from, to } = this.#state.question;
    download(`${from}-${to}.${extension}`, type, text);
    this.#done("downloaded");
  }

  #record() {
    const { settings, strings } = this.#config;
    const answer = /** @type {Planswitch.Answer} */ (this.#answers.found.answer);
    return {
      answer,
      given: this.#state.given(answer, strings.unknown),
      date: this.#today(true),
      link: location.href,
      source: settings.source,
      digest: answer.decision.catalogue || settings.digest,
    };
  }

  // Where the question lives

  #address() {
    return `${location.pathname}${location.search}${this.#state.fragment}`;
  }

  #restore() {
    const question = read(location.hash);
    if (!question || write(question) === this.#state.fragment) return;
    this.#take(question);
    this.#interest();
  }

  /** @param {import("./question.js").Question} question */
  #take(question) {
    this.#state.take(question);
    this.#fresh();
    this.#load();
  }

  #fresh() {
    const { question } = this.#state;
    last = question;
    this.#report = "";
    this.#ticks = new Ticks(this.#config.settings.digest, question.from, question.to);
  }

  #load() {
    this.#answers.load();
    this.#tell();
  }

  // What the reader sees

  #tell() {
    this.#draw();
    this.#announce();
  }

  #draw() {
    if (this.#pressed) return;
    const { question, plans } = this.#state;
    // Above the answer nothing moves: measuring there would only cost a layout.
    const active = /** @type {HTMLElement} */ (document.activeElement);
    const focused = this.#parts.answer.contains(active) ? active : undefined;
    const before = /** @type {number} */ (focused?.getBoundingClientRect().top);
    for (const end of ENDS) {
      this.#options(end);
      const link = /** @type {HTMLAnchorElement} */ (this.querySelector(`[data-link=${end}]`));
      const plan = question[end];
      link.href = plans.has(plan) ? this.#links.plan(plan, `${end}-here`) : this.#links.plans();
    }
    this.#parts.swap.disabled = !question.from && !question.to;
    this.#frame();
    if (!focused) return;
    if (document.activeElement !== focused && focused.isConnected) focused.focus({ preventScroll: true });
    const moved = focused.isConnected ? focused.getBoundingClientRect().top - before : 0;
    if (Math.abs(moved) > 1) window.scrollBy({ top: moved, behavior: "instant" });
  }

  /** @param {End} end */
  #filter(end) {
    return /** @type {HTMLInputElement} */ (this.querySelector(`[data-filter=${end}]`));
  }

  /** @param {End} end */
  #options(end) {
    const { families, plans, question } = this.#state;
    const select = this.#parts[end];
    const value = question[end];
    const filter = this.#filter(end).value;
    const found = end === "to" ? this.#answers.base : undefined;
    const drawn = `${filter}|${filter && value}|${found ? question.from : ""}`;
    if (this.#lists[end] !== drawn) {
      this.#lists[end] = drawn;
      const groups = found ? byReach(families, found, this.#config.strings) : byFamily(families);
      select.replaceChildren(select.options[0].cloneNode(true), ...options(filtered(groups, filter, value)));
    }
    select.value = plans.has(value) ? value : "";
  }

  #frame() {
    const { question, known, pair } = this.#state;
    const { answer, settled, refusal, lost, ahead } = this.#answers.found;
    const { python, failure, hopeful, outdated } = this.#answers;
    const { strings } = this.#config;
    const frame = this.#parts.answer;
    const asked = Boolean(question.from && question.to);
    const unknown = refusal ?? (lost ? strings.base_failed : undefined);
    const updated = outdated && notice(strings);
    this.toggleAttribute("data-answered", Boolean(answer));
    frame.setAttribute("aria-busy", String(asked && !settled && !unknown));
    if (!answer) {
      this.#pair = undefined;
      frame.dataset.mark = "none";
      frame.toggleAttribute("data-waiting", asked && !unknown);
      if (asked && !unknown) return;
      const said = unknown && (refusal || !updated) && trouble(unknown, !refusal, strings);
      place(frame, [updated, said || (!asked && cloned(this.#empty ?? []))]);
      return;
    }
    if (ahead && python === "ready") return; // the computed answer is a moment away
    if (this.#pair !== pair) {
      frame.replaceChildren();
      this.#begin();
    }
    this.#pair = pair;
    frame.dataset.mark = answer.mark;
    const stage = ahead ? HEADLINE : this.#stage;
    if (stage < WHOLE) frame.setAttribute("aria-busy", "true");
    frame.toggleAttribute("data-waiting", stage < WHOLE);
    const late = performance.now() - this.#acted > PROMPT;
    this.#steady(frame, answer, late);
    const shown = {
      answer,
      names: { from: this.#state.name(question.from), to: this.#state.name(question.to) },
      date: this.#today(false),
      notice: updated,
      refusal,
      python: { state: python, fraction: this.#fraction, settled, failure, hopeful },
      listed: stage > HEADLINE ? this.#state.list(answer, late) : undefined,
      whole: stage === WHOLE,
      given: this.#state.given(answer, strings.unknown),
      question,
      known,
      ticked: this.#ticks.texts,
      generation: this.#generation,
      report: strings[this.#report] ?? "",
    };
    place(frame, answered(shown, this.#config, this.#links));
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

  /**
   * When an answer arrives late, the details are exchanged as a whole, in a frame that keeps its height.
   *
   * @param {HTMLElement} frame @param {Planswitch.Answer} answer @param {boolean} late
   */
  #steady(frame, answer, late) {
    const columns = /** @type {HTMLElement | null} */ (frame.querySelector(".ps-columns"));
    const { facts, ...rest } = answer.decision;
    const shown = JSON.stringify(rest);
    if (columns && this.#decision !== shown) {
      columns.style.minBlockSize = late ? `${columns.offsetHeight}px` : "";
      if (late && !columns.querySelector(".ps-details")?.contains(document.activeElement)) this.#generation++;
    }
    this.#decision = shown;
  }

  /** Moves what shows progress, and touches nothing else. */
  #progress() {
    this.#progressing = undefined;
    const shown = this.querySelector('.ps-status[data-state="loading"]');
    if (this.#pressed || !shown) return;
    const [words, bar] = /** @type {[HTMLElement, HTMLProgressElement]} */ (/** @type {unknown} */ (shown.children));
    const { settings, strings } = this.#config;
    words.textContent = loading({ settled: this.#answers.found.settled, fraction: this.#fraction }, settings, strings);
    bar.value = this.#fraction;
    bar.ariaLabel = words.textContent;
  }

  /** Today in words. The first answer does not wait for the calendar; the printed record has it. @param {boolean} printed */
  #today(printed) {
    if (!printed && !this.#calendar) return "";
    this.#calendar ??= new Intl.DateTimeFormat(this.#config.settings.locale, { dateStyle: "long" });
    return this.#calendar.format(new Date());
  }

  /** Has the headline read out, once for each answer that stands. */
  #announce() {
    clearTimeout(this.#settling);
    this.#settling = setTimeout(() => {
      const { answer, settled, refusal } = this.#answers.found;
      const { failed, failure, outdated } = this.#answers;
      const updated = outdated ? notice(this.#config.strings).firstElementChild?.textContent : "";
      const key = `${this.#state.key} ${failed} ${refusal ?? ""} ${updated}`;
      const found = refusal ?? (answer && settled ? `${answer.headline}.` : "");
      if ((!found && !updated) || this.#announced === key) return;
      this.#announced = key;
      const without = !refusal && found && failed ? failure : "";
      this.#parts.live.textContent = [found, without, updated].filter(Boolean).join(" ");
    }, SETTLING);
  }
}

/** Calls when what has been drawn is on the screen, or would be. @param {() => void} then */
function painted(then) {
  if (document.hidden) setTimeout(then);
  else requestAnimationFrame(() => setTimeout(then));
}

const cloned = (/** @type {Node[]} */ nodes) => nodes.map((node) => node.cloneNode(true));

customElements.define("planswitch-explorer", PlanswitchExplorer);
