/**
 * The whole table as the page has it, and the same as a list for small screens: what other circumstances change in it,
 * what of it is wanted, and how one moves in it.
 *
 * @typedef {import("./matrix.js").Answer} Answer
 * @typedef {import("./matrix.js").Config} Config
 * @typedef {import("./matrix.js").Filter} Filter
 * @typedef {import("./matrix.js").Kind} Kind
 * @typedef {import("./matrix.js").Listen} Listen
 * @typedef {import("./matrix.js").Marked} Marked
 * @typedef {import("./matrix.js").Table} Table
 * @typedef {import("../explorer/question.js").Question} Question
 * @typedef {NodeListOf<Marked>} All
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

import { el, fill } from "../explorer/dom.js";
import { own, write } from "../explorer/question.js";

const SAME = "same";

/** @implements {Table} */
export class WholeTable {
  method = "matrix";
  /** @type {Marked} */
  #host;
  /** @type {Config} */
  #config;
  /** @type {Cell[]} */
  #cells = [];
  /** @type {Marked[]} */
  #heads = [];
  /** @type {Map<string, Marked>} */
  #rows = new Map();
  /** @type {Map<string, Marked>} */
  #lists = new Map();
  /** @type {Map<string, Element>} */
  #offers = new Map();
  /** Titles of the rules that changed something. @type {Map<string, string>} */
  #titles = new Map();
  /** Rules that hold for every switch: said once, they mark no cell. @type {Set<string>} */
  #everywhere = new Set();
  /** @type {Filter} */
  #filter = { from: "", to: "", only: false };
  /** @type {HTMLAnchorElement | undefined} */
  #at;
  /** @type {Element[]} */
  #lit = [];

  /** @param {Marked} host  the element of the matrix @param {Config} config */
  constructor(host, config) {
    this.#host = host;
    this.#config = config;
    this.#survey();
  }

  /** Hears what a reader does in the table. @param {Listen} on */
  listen(on) {
    const table = this.#host.querySelector("table");
    on(table, "pointerover", ({ target }) => this.#point(target));
    on(table, "pointerleave", () => this.#point(document.activeElement));
    on(table, "focusin", ({ target }) => this.#point(target));
    on(table, "focusout", () => this.#point(null));
    on(table, "keydown", (event) => this.#move(event));
  }

  /** @param {string} name */
  #part(name) {
    return this.#host.querySelector(`[data-part=${name}]`);
  }

  /** Learns the table by heart. */
  #survey() {
    this.#heads = [.../** @type {All} */ (this.#host.querySelectorAll("thead th[data-plan]"))];
    const order = this.#heads.map((head) => head.dataset.plan);
    // Of the kinds that look alike, only others than the first are named.
    const firsts = new Map(Object.entries(this.#config.kinds).toReversed().map(([name, kind]) => [`${kind.certainty}-${kind.state}`, name]));
    for (const section of /** @type {All} */ (this.#host.querySelectorAll(".ps-matrix-list > details"))) {
      this.#lists.set(section.dataset.plan, section);
      this.#offers.set(section.dataset.plan, section.querySelector(".ps-offer"));
    }
    for (const tr of /** @type {All} */ (this.#host.querySelectorAll("tbody tr"))) {
      const from = tr.dataset.plan;
      this.#rows.set(from, tr);
      const list = /** @type {Marked} */ (this.#lists.get(from));
      const items = new Map([...list.querySelectorAll("li")].map((li) => [/** @type {HTMLAnchorElement} */ (/** @type {unknown} */ (li.querySelector("a"))).hash.slice(1), li]));
      [...tr.querySelectorAll("td")].forEach((td, index) => {
        const to = order[index];
        const base = this.#config.kinds[td.dataset.kind ?? firsts.get(td.dataset.look)];
        this.#cells.push({ td, li: items.get(to), from, to, base, kind: base, rules: null });
      });
    }
    for (const link of /** @type {All} */ (this.#host.querySelectorAll("table a"))) link.tabIndex = -1;
    this.#stay(this.#cells.find(({ td }) => td.firstElementChild.href)?.td.firstElementChild);
  }

  /** The row and the column of the question. @param {Question} question */
  mark({ from, to }) {
    for (const [plan, tr] of this.#rows) tr.toggleAttribute("data-asked", plan === from);
    for (const head of this.#heads) head.toggleAttribute("data-asked", head.dataset.plan === to);
    for (const cell of this.#cells) cell.td.toggleAttribute("data-asked", cell.from === from && cell.to === to);
  }

  /** The answers under other circumstances; those of the page without. @param {Answer | null} answer @param {Map<string, string>} titles  of the rules that changed something @param {Set<string>} everywhere  those of them that hold for every switch */
  show(answer, titles, everywhere) {
    this.#titles = titles;
    this.#everywhere = everywhere;
    const column = new Map(this.#config.plans.map((plan, index) => [plan, index]));
    for (const cell of this.#cells) {
      const now = answer?.rows ? own(answer.rows, cell.from)?.[/** @type {number} */ (column.get(cell.to))] : undefined;
      const [name, ...rules] = [now ?? ""].flat();
      this.#paint(cell, own(/** @type {Record<string, Kind>} */ (answer?.kinds ?? {}), name) ?? cell.base, Array.isArray(now) ? rules : null);
    }
    for (const [plan, section] of this.#lists) {
      const offer = own(answer?.origins ?? {}, plan);
      section.querySelector(".ps-offer").replaceWith(offer ? el("span", { class: "ps-offer" }, offer) : /** @type {Element} */ (this.#offers.get(plan)));
    }
    this.#point(document.activeElement);
    this.#hide();
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

  /** Each cell leads to the explorer, with the facts. @param {Question} question */
  link(question) {
    const root = new URL(this.#config.settings.root || ".", document.baseURI).href;
    for (const { td, li, from, to } of this.#cells) {
      if (!li) continue;
      const href = root + write({ ...question, from, to, edition: this.#config.settings.asked ?? "" });
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
    const head = /** @type {Marked} */ (this.#host.querySelector("thead tr:last-child"));
    return [head, ...this.#rows.values()]
      .filter((tr) => !tr.hidden)
      .map((tr) => [...tr.children].filter(seen).map((cell) => /** @type {HTMLAnchorElement} */ (cell.querySelector("a:not([hidden])"))));
  }

  /** @param {any} event */
  #move(event) {
    const link = event.target.closest("a");
    if (!link || event.altKey || event.metaKey) return;
    const ahead = getComputedStyle(this.#host).direction === "rtl" ? -1 : 1;
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

  /** Leaves what is wanted. @param {Filter} filter */
  sift(filter) {
    this.#filter = filter;
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
    for (const group of /** @type {any} */ (this.#host.querySelectorAll("thead th[data-family]:not([data-plan])"))) {
      const count = [...columns].filter((plan) => familyOf.get(plan) === group.dataset.family).length;
      group.hidden = !count;
      if (count) group.colSpan = count;
    }
    for (const body of /** @type {any} */ (this.#host.querySelectorAll("tbody"))) body.hidden = ![...body.rows].some((tr) => !tr.hidden);
    this.#host.toggleAttribute("data-empty", !kept.length);
    this.#part("none").hidden = kept.length > 0;
    if (!this.#at || !this.#grid().flat().includes(this.#at)) {
      this.#stay(this.#grid().slice(1).flatMap((row) => row.slice(1)).find(Boolean));
    }
  }

  // Copying.

  /** What is seen, in words: a line a row, cells between tabs. */
  lines() {
    const text = (/** @type {any} */ element) => element.textContent.trim().replace(/\s+/g, " ");
    const seen = (/** @type {any} */ tr) => [...tr.children].filter((cell) => !cell.hidden);
    const value = (/** @type {any} */ td) => {
      const cell = this.#cells.find((each) => each.td === td);
      return !cell ? text(td) : td.firstElementChild.hidden ? "" : cell.kind.mark === SAME ? text(td) : inWords(cell.kind, "facts" in this.#host.dataset);
    };
    return [/** @type {Marked} */ (this.#host.querySelector("thead tr:last-child")), ...this.#rows.values()]
      .filter((tr) => !tr.hidden)
      .map((tr) => seen(tr).map(value).join("\t"));
  }
}

/** What a cell says, as it is copied. @param {Kind} kind @param {boolean} facts  whether circumstances are known */
export const inWords = ({ word, status, state }, facts) => (status && (facts || state !== "depends") ? `${word} (${status})` : word);
