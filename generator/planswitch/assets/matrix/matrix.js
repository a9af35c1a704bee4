/**
 * The matrix: the table that the page already has, made easy to read, to filter, to copy and to ask for other
 * circumstances.
 *
 * It holds no sentence and no policy: what a cell says comes worded from Python, what the page itself says comes with
 * the page.
 */

import { el, fill, percent, place } from "../explorer/dom.js";
import { notice } from "../explorer/edition.js";
import { python } from "../explorer/python.js";
import { known, nothing, own, read, UNKNOWN, write } from "../explorer/question.js";

/** How long typing rests before it is taken as an answer (milliseconds). */
const TYPING = 300;
/** How often progress moves (milliseconds). */
const MOVING = 100;
const SAME = "same";

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
 * @typedef {object} Answer  as `planswitch.rules.service.Service.matrix`
 * @property {Record<string, Kind>} [kinds]
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
 *
 * @typedef {{querySelector(selector: string): HTMLElement}} Filled  with what is looked for in it
 * @typedef {{querySelectorAll(selector: string): NodeListOf<Marked>}} Full
 * @typedef {{plan: string, family: string, fact: string, kind: string, look: string}} Data
 * @typedef {Filled & Full & HTMLElement & {dataset: Data, firstElementChild: HTMLAnchorElement}} Marked  by the page
 * @typedef {NodeListOf<Marked>} All
 * @typedef {HTMLInputElement & {nextElementSibling: Element}} Field  a radio button stands before its label
 *
 * @typedef {object} Cell  one pair of plans: in the table, and in the list for small screens
 * @property {Marked} td
 * @property {Marked} [li]
 * @property {string} from
 * @property {string} to
 * @property {Kind} base       without facts
 * @property {Kind} kind
 * @property {string[] | null} rules  those that changed it
 */

class PlanswitchMatrix extends HTMLElement {
  /** @type {Config} */
  #config;
  /** @type {ReturnType<typeof python>} */
  #runtime;
  #question = nothing();
  /** What of the facts makes no sense. @type {Planswitch.Refused[]} */
  #refused = [];
  /** @type {Cell[]} */
  #cells = [];
  /** @type {Marked[]} */
  #heads = [];
  /** @type {Map<string, Marked>} */
  #rows = new Map();
  /** @type {Map<string, Marked>} */
  #lists = new Map();
  /** @type {Map<string, string>} */
  #offers = new Map();
  /** @type {Map<string, string>} */
  #titles = new Map();
  /** Rules that hold for every switch: said once, they mark no cell. @type {Set<string>} */
  #everywhere = new Set();
  /** @type {Record<"from" | "to", string> & {only: boolean} & Record<string, unknown>} */
  #filter = { from: "", to: "", only: false };
  /** @type {HTMLAnchorElement | undefined} */
  #at;
  /** @type {Element[]} */
  #lit = [];
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
    if (!this.#cells.length) this.#survey();
    this.#gone = new AbortController();
    /** @param {EventTarget} target @param {string} type @param {(event: any) => void} does */
    const on = (target, type, does) => target.addEventListener(type, does, { signal: this.#gone.signal });
    const table = /** @type {HTMLElement} */ (this.querySelector("table"));
    on(table, "pointerover", ({ target }) => this.#point(target));
    on(table, "pointerleave", () => this.#point(document.activeElement));
    on(table, "focusin", ({ target }) => this.#point(target));
    on(table, "focusout", () => this.#point(null));
    on(table, "keydown", (event) => this.#move(event));
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

  /** Learns the table by heart. */
  #survey() {
    this.#heads = [.../** @type {All} */ (this.querySelectorAll("thead th[data-plan]"))];
    const order = this.#heads.map((head) => head.dataset.plan);
    // Of the kinds that look alike, only others than the first are named.
    const firsts = new Map(Object.entries(this.#config.kinds).toReversed().map(([name, kind]) => [`${kind.certainty}-${kind.state}`, name]));
    for (const section of /** @type {All} */ (this.querySelectorAll(".ps-matrix-list > details"))) {
      this.#lists.set(section.dataset.plan, section);
      this.#offers.set(section.dataset.plan, section.querySelector(".ps-offer").textContent);
    }
    for (const tr of /** @type {All} */ (this.querySelectorAll("tbody tr"))) {
      const from = tr.dataset.plan;
      this.#rows.set(from, tr);
      const list = /** @type {Marked} */ (this.#lists.get(from));
      const items = new Map([...list.querySelectorAll("li")].map((li) => [li.dataset.plan, li]));
      [...tr.querySelectorAll("td")].forEach((td, index) => {
        const to = order[index];
        const base = this.#config.kinds[td.dataset.kind ?? firsts.get(td.dataset.look)];
        this.#cells.push({ td, li: items.get(to), from, to, base, kind: base, rules: null });
      });
    }
    for (const link of /** @type {All} */ (this.querySelectorAll("table a"))) link.tabIndex = -1;
    this.#stay(this.#cells.find(({ td }) => td.firstElementChild.href)?.td.firstElementChild);
  }

  /** Takes the question from the address. */
  #arrive() {
    const question = read(location.hash);
    if (!question) return this.#link();
    this.#question = question;
    for (const field of this.#fields) {
      const value = question.facts.get(fact(field)) ?? UNKNOWN;
      if (field.type === "radio") field.checked = field.value === value;
      else if (field !== document.activeElement) field.value = value === UNKNOWN ? "" : value;
    }
    this.#mark();
    this.#answer();
  }

  /** The row and the column of the question. */
  #mark() {
    const { from, to } = this.#question;
    for (const [plan, tr] of this.#rows) tr.toggleAttribute("data-asked", plan === from);
    for (const head of this.#heads) head.toggleAttribute("data-asked", head.dataset.plan === to);
    for (const cell of this.#cells) cell.td.toggleAttribute("data-asked", cell.from === from && cell.to === to);
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
    this.#link();
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
    const answer = await this.#runtime.call("matrix", { facts, locale: this.#config.settings.locale });
    const { refused } = answer;
    if (!refused) return { answer, refused: [] };
    const rest = Object.fromEntries(Object.entries(facts).filter(([name]) => !refused.some(({ part }) => part === name)));
    if (!Object.keys(rest).length || Object.keys(rest).length === Object.keys(facts).length) return { answer: null, refused };
    return { answer: (await this.#workedOut(rest)).answer, refused };
  }

  /** @param {Answer | null} answer */
  #show(answer) {
    const { plans, strings } = this.#config;
    const rows = answer?.rows;
    const everywhere = (answer?.rules ?? []).filter((rule) => rule.everywhere);
    this.#everywhere = new Set(everywhere.map(({ rule }) => rule));
    this.toggleAttribute("data-everywhere", everywhere.length > 0);
    const changed = [answer?.changed, ...everywhere.map(({ title, count }) => `${title} (${count})`)].join(" · ");
    const column = new Map(plans.map((plan, index) => [plan, index]));
    for (const cell of this.#cells) {
      const now = rows ? own(rows, cell.from)?.[/** @type {number} */ (column.get(cell.to))] : undefined;
      const [name, ...rules] = [now ?? ""].flat();
      this.#paint(cell, own(answer?.kinds ?? {}, name) ?? cell.base, Array.isArray(now) ? rules : null);
    }
    this.toggleAttribute("data-facts", Boolean(rows));
    for (const [plan, section] of this.#lists) {
      section.querySelector(".ps-offer").textContent =
        own(answer?.origins ?? {}, plan) ?? /** @type {string} */ (this.#offers.get(plan));
    }
    this.#check();
    if (answer) this.#say(/** @type {string} */ (answer.changed), changed);
    else this.#say(strings.base, strings.brief);
    const told = [...this.#titles.keys()];
    const since = (/** @type {Rule} */ { rule }) => (told.includes(rule) ? told.indexOf(rule) : told.length);
    const rules = (answer?.rules ?? []).sort((one, other) => since(one) - since(other)); // what is there stays there
    this.#titles = new Map(rules.map(({ rule, title }) => [rule, title]));
    place(this.#part("rules"), rules.map((rule) => this.#rule(rule)));
    this.#part("settled").textContent = answer?.settled ?? "";
    this.#part("given").textContent = rows ? [...this.#given(), changed].join(" · ") : "";
    this.#point(document.activeElement);
    this.#hide();
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

  /** @param {Cell} cell @param {Kind} kind @param {string[] | null} rules */
  #paint(cell, kind, rules) {
    const changed = rules !== null && !(rules.length && rules.every((rule) => this.#everywhere.has(rule)));
    cell.rules = rules;
    const { word, status, certainty, state } = kind;
    const other = word !== cell.kind.word || status !== cell.kind.status;
    cell.kind = kind;
    if (other) {
      for (const says of [cell.td.firstElementChild, /** @type {Marked} */ (cell.li).querySelector(".ps-says")]) {
        says.replaceChildren(el("span", { class: "ps-word" }, word));
        if (status) says.append(" ", el("span", { class: "ps-state" }, status));
      }
    }
    for (const element of [cell.td, cell.li]) {
      if (!element) continue;
      if (kind.mark !== SAME) element.dataset.look = `${certainty}-${state}`;
      element.toggleAttribute("data-changed", changed);
    }
  }

  /** Each cell leads to the explorer, with the facts. */
  #link() {
    const root = new URL(this.#config.settings.root || ".", document.baseURI).href;
    for (const { td, li, from, to } of this.#cells) {
      if (!li) continue;
      const href = root + write({ ...this.#question, from, to });
      td.firstElementChild.href = href;
      li.firstElementChild.href = href;
    }
  }

  // Reading: the row and the column of a cell, and both names in full.

  /** @param {any} target */
  #point(target) {
    for (const element of this.#lit) element.classList.remove("ps-lit");
    this.#lit = [];
    const td = target?.closest?.("td, th");
    if (td) this.#part("report").textContent = "";
    const reading = this.#part("reading");
    const cell = this.#cells.find((each) => each.td === td);
    const head = this.#heads.includes(td) ? td : null;
    const plan = cell?.to ?? head?.dataset.plan;
    if (plan) {
      const index = this.#heads.findIndex((each) => each.dataset.plan === plan);
      this.#lit = [this.#heads[index], ...this.#cells.filter(({ to }) => to === plan).map((each) => each.td)];
    }
    const row = cell ? this.#rows.get(cell.from) : td?.matches("tbody th") ? td.parentElement : null;
    if (row) this.#lit.push(...row.children);
    for (const element of this.#lit) element.classList.add("ps-lit");
    this.#hint ??= reading.firstElementChild;
    reading.replaceChildren(...(cell ? this.#read(cell) : head ? [el("strong", {}, head.textContent)] : [/** @type {Element} */ (this.#hint)]));
  }

  /** What stands there while nothing is read. @type {Element | null | undefined} */
  #hint;

  /** @param {Cell} cell */
  #read({ from, to, kind, rules }) {
    const name = (/** @type {any} */ element) => element.querySelector("th a, a").textContent;
    const names = { from: name(this.#rows.get(from)), to: name(this.#heads.find(({ dataset }) => dataset.plan === to)) };
    const why = (rules ?? []).map((rule) => this.#titles.get(rule)).join(" · ");
    if (kind.mark === SAME) return [el("strong", {}, names.from), ` ${kind.text}`];
    return [el("strong", {}, fill(this.#config.strings.pair, names)), ` ${kind.text}`, why && el("em", {}, why)].filter(Boolean);
  }

  // Moving: one stop for Tab, arrows from cell to cell.

  /** @param {HTMLAnchorElement | undefined} link */
  #stay(link) {
    if (this.#at) this.#at.tabIndex = -1;
    this.#at = link;
    if (link) link.tabIndex = 0;
  }

  /** The links, row by row. @returns {HTMLAnchorElement[][]} */
  #grid() {
    const seen = (/** @type {any} */ cell) => !cell.hidden && !cell.parentElement.hidden;
    const head = /** @type {Marked} */ (this.querySelector("thead tr:last-child"));
    return [head, ...this.#rows.values()]
      .filter((tr) => !tr.hidden)
      .map((tr) => [...tr.children].filter(seen).map((cell) => /** @type {HTMLAnchorElement} */ (cell.querySelector("a:not([hidden])"))));
  }

  /** @param {any} event */
  #move(event) {
    const link = event.target.closest("a");
    if (!link || event.altKey || event.metaKey) return;
    const ahead = getComputedStyle(this).direction === "rtl" ? -1 : 1;
    /** @type {Record<string, [number, number]>} */
    const steps = { ArrowRight: [0, ahead], ArrowLeft: [0, -ahead], ArrowDown: [1, 0], ArrowUp: [-1, 0] };
    const step = steps[event.key];
    const grid = this.#grid();
    const y = grid.findIndex((row) => row.includes(link));
    if (y < 0) return;
    const x = grid[y].indexOf(link);
    /** @type {HTMLAnchorElement | undefined} */
    let next;
    if (step) {
      const [down, along] = step;
      for (let i = y + down, j = x + along; grid[i] && j in grid[i] && !next; i += down, j += along) next = grid[i][j];
    } else if (event.key === "Home" || event.key === "End") {
      const row = /** @type {typeof grid[0]} */ (event.ctrlKey ? grid.at(event.key === "Home" ? 0 : -1) : grid[y]).filter(Boolean);
      next = row.at(event.key === "Home" ? 0 : -1);
    } else return;
    event.preventDefault();
    if (!next) return;
    this.#stay(next);
    next.focus();
  }

  // Filtering.

  /** @param {any} field */
  #sift(field) {
    this.#filter[field.dataset.filter] = field.type === "checkbox" ? field.checked : field.value;
    this.#hide();
  }

  #hide() {
    const { from, to, only } = this.#filter;
    const familyOf = new Map(this.#heads.map(({ dataset }) => [dataset.plan, dataset.family]));
    const wanted = (/** @type {Cell} */ { from: origin, to: target }) =>
      (!from || familyOf.get(origin) === from) && (!to || familyOf.get(target) === to);
    const kept = this.#cells.filter((cell) => wanted(cell) && (!only || cell.kind.offered));
    const rows = new Set(kept.map((cell) => cell.from));
    const columns = new Set(kept.map((cell) => cell.to));
    for (const { td, li, kind, to: target, from: origin } of this.#cells) {
      td.hidden = !columns.has(target);
      const blank = only && kind.mark !== SAME && !kind.offered;
      td.firstElementChild.hidden = blank;
      if (li) li.hidden = blank || !columns.has(target) || !rows.has(origin);
    }
    for (const [plan, tr] of this.#rows) tr.hidden = !rows.has(plan);
    for (const [plan, section] of this.#lists) section.hidden = !rows.has(plan);
    for (const head of this.#heads) head.hidden = !columns.has(head.dataset.plan);
    for (const group of /** @type {NodeListOf<HTMLTableCellElement>} */ (this.querySelectorAll("thead th[data-family]:not([data-plan])"))) {
      const count = [...columns].filter((plan) => familyOf.get(plan) === group.dataset.family).length;
      group.hidden = !count;
      if (count) group.colSpan = count;
    }
    for (const body of this.querySelectorAll("tbody")) body.hidden = ![...body.rows].some((tr) => !tr.hidden);
    this.toggleAttribute("data-empty", !kept.length);
    this.#part("none").hidden = kept.length > 0;
    if (!this.#at || !this.#grid().flat().includes(this.#at)) {
      this.#stay(this.#grid().slice(1).flatMap((row) => row.slice(1)).find(Boolean));
    }
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
    const text = (/** @type {any} */ element) => element.textContent.trim().replace(/\s+/g, " ");
    const seen = (/** @type {any} */ tr) => [...tr.children].filter((cell) => !cell.hidden);
    const words = (/** @type {Cell} */ cell) => {
      const { word, status, state } = cell.kind;
      const told = status && ("facts" in this.dataset || state !== "depends");
      return told ? `${word} (${status})` : word;
    };
    const value = (/** @type {any} */ td) => {
      const cell = this.#cells.find((each) => each.td === td);
      return !cell ? text(td) : td.firstElementChild.hidden ? "" : cell.kind.mark === SAME ? text(td) : words(cell);
    };
    const lines = [/** @type {Marked} */ (this.querySelector("thead tr:last-child")), ...this.#rows.values()]
      .filter((tr) => !tr.hidden)
      .map((tr) => seen(tr).map(value).join("\t"));
    const { copied, copy_failed: failed } = this.#config.strings;
    const done = await navigator.clipboard?.writeText(`${lines.join("\n")}\n`).then(() => true, () => false);
    report.textContent = done ? copied : failed;
    report.toggleAttribute("data-failed", !done);
  }
}

/** @param {Element} field @returns {string} */
const fact = (field) => /** @type {any} */ (field.closest("[data-fact]")).dataset.fact;

customElements.define("planswitch-matrix", PlanswitchMatrix);
