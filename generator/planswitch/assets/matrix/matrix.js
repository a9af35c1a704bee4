/**
 * The matrix: a table made easy to read, to filter, to copy and to ask for other circumstances. whole.js has the table
 * that the page brings, wide.js one of so many plans that only a part of it is there.
 *
 * It holds no sentence and no policy: what a cell says comes worded from Python, what the page itself says comes with
 * the page.
 */

import { el, fill, notice, percent, place } from "../explorer/dom.js";
import { python } from "../explorer/python.js";
import { known, nothing, now, read, UNKNOWN, write } from "../explorer/question.js";
import { WholeTable } from "./whole.js";

/** How long typing rests before it is taken as an answer (milliseconds). */
const TYPING = 300;
/** How often progress moves (milliseconds). */
const MOVING = 100;

/**
 * @typedef {object} Kind  what a cell says, as `planswitch.rules.matrix.Cell`
 * @property {string} mark
 * @property {string} word
 * @property {string} status
 * @property {string} text
 * @property {string} certainty
 * @property {string} state
 * @property {boolean} offered
 *
 * @typedef {object} Answer  as `planswitch.rules.service.Service.matrix`, or `chart`
 * @property {Record<string, Kind> | Kind[]} [kinds]
 * @property {Record<string, (string | string[])[]>} [rows]  names of kinds by plan, with the rules that changed them
 * @property {Record<string, string>} [origins]
 * @property {Rule[]} [rules]
 * @property {string} [changed]
 * @property {string} [settled]
 * @property {Planswitch.Refused[]} [refused]
 *
 * @typedef {{rule: string, title: string, count: string, everywhere: boolean}} Rule
 *
 * @typedef {object} Config
 * @property {Planswitch.Settings} settings
 * @property {Planswitch.Strings} strings
 * @property {string[]} plans
 * @property {Record<string, Kind>} kinds
 * @property {string} chart  where the cells are, when the page has no table
 *
 * @typedef {Record<"from" | "to", string> & {only: boolean} & Record<string, unknown>} Filter
 * @typedef {(target: EventTarget, type: string, does: (event: any) => void) => void} Listen
 *
 * @typedef {object} Table
 * @property {string} method  of the service, which answers for it
 * @property {(on: Listen) => void} listen
 * @property {(question: import("../explorer/question.js").Question) => void} mark
 * @property {(question: import("../explorer/question.js").Question) => void} link
 * @property {(answer: Answer | null, titles: Map<string, string>, everywhere: Set<string>) => void} show
 * @property {(filter: Filter) => void} sift
 * @property {() => string[]} lines
 *
 * @typedef {{querySelector(selector: string): HTMLElement}} Filled  with what is looked for in it
 * @typedef {{querySelectorAll(selector: string): NodeListOf<Marked>}} Full
 * @typedef {{plan: string, family: string, fact: string, kind: string, look: string}} Data
 * @typedef {Filled & Full & HTMLElement & {dataset: Data, firstElementChild: HTMLAnchorElement}} Marked  by the page
 * @typedef {HTMLInputElement & {nextElementSibling: Element}} Field  a radio button stands before its label
 */

class PlanswitchMatrix extends HTMLElement {
  /** @type {Config} */
  #config;
  /** @type {ReturnType<typeof python>} */
  #runtime;
  #question = nothing();
  /** What of the facts makes no sense. @type {Planswitch.Refused[]} */
  #refused = [];
  /** @type {Table | undefined} */
  #table;
  /** @type {Map<string, string>} */
  #titles = new Map();
  /** @type {Filter} */
  #filter = { from: "", to: "", only: false };
  #serial = 0;
  /** @type {number | undefined} */
  #typing;
  #fraction = 0;
  /** Its script, once it is wanted. @type {Promise<unknown> | undefined} */
  #map;
  /** @type {number | undefined} */
  #progressing;
  /** @type {AbortController} */
  #gone;

  connectedCallback() {
    this.#config ??= JSON.parse(/** @type {HTMLTemplateElement} */ (this.querySelector(".ps-config")).content.textContent);
    this.#runtime = python(this.#config.settings.python);
    const host = /** @type {any} */ (this);
    this.#table ??= this.#config.chart ? undefined : new WholeTable(host, this.#config);
    if (this.#table) this.#start();
    else this.ready = this.#widen();
  }

  /** Settles when it has started, where that takes its time. @type {Promise<void> | undefined} */
  ready;

  /** A table of many plans comes by itself. */
  async #widen() {
    const { WideTable } = await import("./wide.js");
    const table = await WideTable.of(/** @type {any} */ (this), this.#config, (end, plan) => this.#pick(end, plan));
    if (!this.isConnected) return;
    if (!table) return place(this.#part("updated"), [notice(this.#config.strings)]);
    this.#table = table;
    this.#start();
  }

  #start() {
    this.#gone = new AbortController();
    /** @param {EventTarget} target @param {string} type @param {(event: any) => void} does */
    const on = (target, type, does) => target.addEventListener(type, does, { signal: this.#gone.signal });
    this.#table?.listen(on);
    const panel = this.#part("panel");
    for (const interest of ["pointerdown", "focusin", "toggle"]) on(panel, interest, () => this.#interest());
    const form = /** @type {HTMLElement} */ (this.querySelector("form"));
    on(form, "input", ({ target }) => this.#typed(target));
    on(form, "change", ({ target }) => this.#answered(target));
    on(form, "submit", (event) => event.preventDefault());
    on(this, "change", ({ target }) => target.dataset.filter && this.#sift(target));
    on(this, "click", ({ target }) => this.#do(target.closest("[data-do]")?.dataset.do));
    on(window, "hashchange", () => this.#arrive());
    on(this.#runtime, "progress", ({ detail }) => {
      this.#fraction = detail.fraction;
      this.#progressing ??= setTimeout(() => this.#loading(), MOVING);
    });
    on(this.#runtime, "state", ({ detail }) => {
      if (detail.state === "ready") this.#loading();
      if (detail.state === "failed") this.#fail();
    });
    this.#arrive();
    if (this.#runtime.state === "failed") this.#fail();
    this.dataset.started = "";
    // The map below is a picture until somebody may have to do with it.
    if (!document.querySelector("planswitch-map")) return;
    for (const type of ["scroll", "pointermove", "focusin"]) on(window, type, () => (this.#map ??= import("./map.js").catch(console.error)));
  }

  disconnectedCallback() {
    this.#gone?.abort();
    clearTimeout(this.#typing);
    clearTimeout(this.#progressing);
    this.#progressing = undefined;
  }

  /** @param {string} name */
  #part(name) {
    return /** @type {Filled & HTMLElement} */ (this.querySelector(`[data-part=${name}]`));
  }

  get #fields() {
    return /** @type {NodeListOf<Field>} */ (this.querySelectorAll("[data-answer]"));
  }

  /** Takes the question from the address. */
  #arrive() {
    const question = read(location.hash);
    if (!question) return this.#table?.link(this.#question);
    this.#question = now(question, this.#config.settings.former);
    for (const field of this.#fields) {
      const value = question.facts.get(fact(field)) ?? UNKNOWN;
      if (field.type === "radio") field.checked = field.value === value;
      else if (field !== document.activeElement) field.value = value === UNKNOWN ? "" : value;
    }
    this.#table?.mark(this.#question);
    this.#answer();
  }

  /** @param {Field} field */
  #typed(field) {
    if (field.type === "radio" || !("answer" in field.dataset)) return;
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => this.#answered(field), TYPING);
  }

  /** @param {Field} field */
  #answered(field) {
    if (!("answer" in field.dataset)) return;
    clearTimeout(this.#typing);
    const value = field.value.trim();
    if (value === (this.#question.facts.get(fact(field)) ?? "")) return;
    if (value) this.#question.facts.set(fact(field), value);
    else this.#question.facts.delete(fact(field));
    this.#remember();
    this.#answer();
  }

  /** Says beside each question what cannot be an answer to it. */
  #check() {
    for (const field of this.#fields) {
      if (field.type === "radio") continue;
      const wrong = this.#refused.find(({ part }) => part === fact(field))?.text ?? "";
      field.toggleAttribute("aria-invalid", Boolean(wrong));
      /** @type {Filled} */ (field.closest("fieldset")).querySelector(".ps-wrong").textContent = wrong;
    }
  }

  #remember() {
    history.replaceState(history.state, "", write(this.#question) || location.pathname + location.search);
  }

  #clear() {
    this.#question.facts.clear();
    this.#remember();
    for (const field of this.#fields) {
      if (field.type === "radio") field.checked = field.value === UNKNOWN;
      else field.value = "";
    }
    this.#answer();
    this.#fields[0].focus();
  }

  #interest() {
    if (this.#runtime.state !== "idle") return;
    this.#runtime.start().catch(() => {});
    this.#loading();
  }

  #loading() {
    this.#progressing = undefined;
    const bar = /** @type {HTMLProgressElement & Filled} */ (this.#part("progress"));
    bar.hidden = this.#runtime.state !== "loading";
    bar.value = this.#fraction;
    if (this.#runtime.state !== "loading" || !this.#facts()) return;
    const { settings, strings } = this.#config;
    this.#part("brief").textContent = fill(strings.loading, { percent: percent(settings, this.#fraction) });
  }

  #fail() {
    const { strings } = this.#config;
    const { outdated, hopeful, unsupported } = this.#runtime;
    const text = unsupported ? strings.unsupported : strings.failed;
    this.#part("progress").hidden = true;
    this.#say(text);
    this.dataset.failed = "";
    const again = () =>
      el(
        "div",
        { class: "ps-updated", "data-key": "failed" },
        el("p", {}, text),
        el("button", { type: "button", "data-do": "retry" }, strings.retry),
      );
    place(this.#part("updated"), [outdated ? notice(strings) : hopeful && again()]);
  }

  #retry() {
    delete this.dataset.failed;
    place(this.#part("updated"), []);
    this.#part("panel").querySelector("summary").focus({ preventScroll: true }); // the button is gone
    this.#runtime.retry();
    this.#answer();
  }

  /** What the panel says while it is open and while it is closed; what makes no sense is told in both. @param {string} text @param {string} [brief] */
  #say(text, brief = text) {
    const wrong = [...new Set(this.#refused.map((each) => each.text))];
    this.#part("status").textContent = (wrong.length && text === this.#config.strings.base ? wrong : [...wrong, text]).join(" ");
    const told = wrong.length && brief === this.#config.strings.brief ? wrong : [...wrong, brief];
    this.#part("brief").textContent = told.join(" · ");
    this.toggleAttribute("data-refused", wrong.length > 0);
  }

  /** The question of a field, in words. @param {Field} field */
  #ask(field) {
    return /** @type {Filled} */ (field.closest("fieldset")).querySelector("legend").textContent;
  }

  /** The facts that are known, as Python takes them; null when there is none. */
  #facts() {
    const facts = known(this.#question.facts);
    return Object.keys(facts).length ? facts : null;
  }

  /** Works out every cell for the facts. */
  async #answer() {
    const serial = ++this.#serial;
    const facts = this.#facts();
    /** @type {HTMLButtonElement} */ (this.querySelector("[data-do=clear]")).disabled = !this.#question.facts.size;
    this.#table?.link(this.#question);
    this.#refused = facts ? this.#refused : [];
    if (!facts) return this.#show(null);
    this.#interest();
    try {
      const { answer, refused } = await this.#workedOut(facts);
      if (serial !== this.#serial) return;
      this.#refused = refused;
      this.#show(answer);
    } catch {
      if (serial === this.#serial) this.#fail();
    }
  }

  /** What Python answers once all is left out that makes no sense. @param {Record<string, string>} facts @returns {Promise<{answer: Answer | null, refused: Planswitch.Refused[]}>} */
  async #workedOut(facts) {
    /** @type {Answer} */
    const answer = await this.#runtime.call(/** @type {Table} */ (this.#table).method, { facts, locale: this.#config.settings.locale });
    const { refused } = answer;
    if (!refused) return { answer, refused: [] };
    const rest = Object.fromEntries(Object.entries(facts).filter(([name]) => !refused.some(({ part }) => part === name)));
    if (!Object.keys(rest).length || Object.keys(rest).length === Object.keys(facts).length) return { answer: null, refused };
    return { answer: (await this.#workedOut(rest)).answer, refused };
  }

  /** @param {Answer | null} answer */
  #show(answer) {
    const { strings } = this.#config;
    const everywhere = (answer?.rules ?? []).filter((rule) => rule.everywhere);
    this.toggleAttribute("data-everywhere", everywhere.length > 0);
    this.toggleAttribute("data-facts", Boolean(answer));
    const changed = [answer?.changed, ...everywhere.map(({ title, count }) => `${title} (${count})`)].join(" · ");
    this.#check();
    if (answer) this.#say(/** @type {string} */ (answer.changed), changed);
    else this.#say(strings.base, strings.brief);
    const told = [...this.#titles.keys()];
    const since = (/** @type {Rule} */ { rule }) => (told.includes(rule) ? told.indexOf(rule) : told.length);
    const rules = (answer?.rules ?? []).sort((one, other) => since(one) - since(other)); // what is there stays there
    this.#titles = new Map(rules.map(({ rule, title }) => [rule, title]));
    place(this.#part("rules"), rules.map((rule) => this.#rule(rule)));
    this.#part("settled").textContent = answer?.settled ?? "";
    this.#part("given").textContent = answer ? [...this.#given(), changed].join(" · ") : "";
    this.#table?.show(answer, this.#titles, new Set(everywhere.map(({ rule }) => rule)));
  }

  /** The answers given, as a print of the table has to say them. */
  #given() {
    const told = [...this.#fields].filter((field) => this.#question.facts.has(fact(field)));
    return told
      .filter((field) => (field.type === "radio" ? field.checked && field.value !== UNKNOWN : field.value))
      .map((field) => {
        const answer = field.type === "radio" ? field.nextElementSibling.textContent : field.value;
        return `${this.#ask(field)} ${answer}`;
      });
  }

  /** @param {Rule} rule */
  #rule({ rule, title, count }) {
    const { root, rule: path } = this.#config.settings;
    const link = el("a", { href: (root || "./") + path.replace("{rule}", rule) }, title);
    return el("li", { "data-key": rule }, link, " ", el("span", { class: "ps-count" }, count));
  }

  // Filtering.

  /** @param {any} field */
  #sift(field) {
    this.#filter[field.dataset.filter] = field.type === "checkbox" ? field.checked : field.value;
    this.#table?.sift(this.#filter);
  }

  /** Another plan to look at, where they are found by their names. @param {"from" | "to"} end @param {string} plan */
  #pick(end, plan) {
    this.#question = { ...this.#question, [end]: plan };
    this.#remember();
    this.#table?.mark(this.#question);
    this.#table?.link(this.#question);
  }

  // Keeping.

  /** @param {string | undefined} what */
  #do(what) {
    if (what === "clear") this.#clear();
    if (what === "print") window.print();
    if (what === "retry") this.#retry();
    if (what === "reload") location.reload();
    if (what === "copy") this.#copy();
  }

  async #copy() {
    const report = this.#part("report");
    report.textContent = "";
    const lines = this.#table?.lines() ?? [];
    const { copied, copy_failed: failed } = this.#config.strings;
    const done = await navigator.clipboard?.writeText(`${lines.join("\n")}\n`).then(() => true, () => false);
    report.textContent = done ? copied : failed;
    report.toggleAttribute("data-failed", !done);
  }
}

/** @param {Element} field @returns {string} */
const fact = (field) => /** @type {any} */ (field.closest("[data-fact]")).dataset.fact;

customElements.define("planswitch-matrix", PlanswitchMatrix);
