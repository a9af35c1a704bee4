/**
 * A table of many plans, of which as much is there as is in sight, and the same for small screens: the plans that one
 * leads to. Rows and columns keep their sizes, so that each has its place whether it is there or not.
 *
 * @typedef {import("./grid.js").ChartFile} ChartFile
 * @typedef {import("./matrix.js").Answer} Answer
 * @typedef {import("./matrix.js").Config} Config
 * @typedef {import("./matrix.js").Filter} Filter
 * @typedef {import("./matrix.js").Kind} Kind
 * @typedef {import("./matrix.js").Listen} Listen
 * @typedef {import("./matrix.js").Table} Table
 * @typedef {import("../explorer/question.js").Question} Question
 * @typedef {"from" | "to"} End
 *
 * @typedef {{td: HTMLTableCellElement, to: number}} Cell
 * @typedef {{tr: HTMLTableRowElement, from: number, band: {first: number, things: Cell[]}}} Row
 * @typedef {{y: number, x: number}} Place  in the table as it is filtered; -1 is the head, or the plan's own name
 */

import { Combobox, named } from "../explorer/combobox.js";
import { el, fill } from "../explorer/dom.js";
import { nothing, write } from "../explorer/question.js";
import { Answers, Grid, seen, shift } from "./grid.js";
import { inWords } from "./whole.js";

const SAME = "same";
/** Rows and columns that are there besides what is in sight. */
const BESIDES = 3;
/** How high an item of the list is (rem), as wide.css has it. */
const ITEM = 2.6;

/** @implements {Table} */
export class WideTable {
  method = "chart";
  #host;
  #config;
  #pick;
  #grid;
  /** Their ids and their names, in the order of their places. */
  #plans;
  #names;
  #families;
  #base;
  #now;
  #question = nothing();
  /** @type {Map<string, string>} */
  #titles = new Map();
  /** @type {Set<string>} */
  #everywhere = new Set();
  /** @type {Filter} */
  #filter = { from: "", to: "", only: false };
  /** Places of the plans that have a row, and a column. @type {Record<End, number[]>} */
  #kept = { from: [], to: [] };
  /** Plans of the list for small screens. @type {number[]} */
  #listed = [];
  /** @type {{first: number, things: Row[]}} */
  #rows = { first: 0, things: [] };
  /** @type {{first: number, things: HTMLTableCellElement[]}} */
  #heads = { first: 0, things: [] };
  /** @type {{first: number, things: HTMLElement[]}} */
  #items = { first: 0, things: [] };
  /** How large a row, a column, the head and the plans' names are (pixels). */
  #sizes = { row: 34, column: 46, head: 190, side: 216 };
  /** Where Tab comes to. @type {Place} */
  #at = { y: 0, x: 0 };
  /** What is lit. @type {Place | undefined} */
  #lit;
  /** What the address of a cell begins with, and what it ends with. */
  #root;
  #rest = "";
  #drawing = 0;
  /** @type {Partial<Record<End, Combobox>>} */
  #boxes = {};

  /**
   * The table of a page, once its file has come; null when that is of another edition.
   *
   * @param {HTMLElement} host  the element of the matrix
   * @param {Config} config
   * @param {(end: End, plan: string) => void} pick  called with a plan that is looked for, or with nothing
   */
  static async of(host, config, pick) {
    const root = new URL(config.settings.root || ".", document.baseURI);
    const address = new URL(config.chart, root);
    const styled = styles(host);
    for (const cache of /** @type {RequestCache[]} */ (["default", "no-cache"])) {
      const response = await fetch(address, { cache });
      if (!response.ok) throw new Error(`${address}: ${response.status}`);
      /** @type {ChartFile} */
      const file = await response.json();
      if (file.digest !== config.settings.digest) continue;
      await styled;
      return new WideTable(host, config, pick, root.href, file);
    }
    return null;
  }

  /** @param {HTMLElement} host @param {Config} config @param {(end: End, plan: string) => void} pick @param {string} root @param {ChartFile} file */
  constructor(host, config, pick, root, file) {
    this.#host = host;
    this.#config = config;
    this.#pick = pick;
    this.#root = root;
    this.#grid = new Grid(file.grid);
    this.#base = this.#now = new Answers(this.#grid, file.answers);
    this.#plans = Object.keys(file.plans);
    this.#names = Object.values(file.plans);
    this.#families = file.families;
    this.#part(".ps-plain").remove();
    this.#part(".ps-stage").hidden = false;
    this.#table = /** @type {HTMLTableElement} */ (this.#part("table"));
    this.#space = el("div", { class: "ps-space" });
    this.#table.replaceWith(this.#space);
    this.#space.append(this.#table);
    this.#list = el("ul", { class: "ps-window-list" });
    this.#part(".ps-matrix-list").append(this.#list);
  }

  #table;
  #space;
  #list;

  /** @param {string} selector */
  #part(selector) {
    return /** @type {HTMLElement} */ (this.#host.querySelector(selector));
  }

  get #region() {
    return this.#part(".ps-matrix-scroll");
  }

  /** Hears what a reader does in the table. @param {Listen} on */
  listen(on) {
    const table = this.#table;
    on(table, "pointerover", ({ target }) => this.#point(target));
    on(table, "pointerleave", () => this.#point(document.activeElement));
    on(table, "focusin", ({ target }) => this.#point(target));
    on(table, "focusout", () => this.#point(null));
    on(this.#region, "keydown", (event) => this.#move(event));
    on(this.#region, "scroll", () => this.#later());
    on(window, "scroll", () => this.#later());
    on(window, "resize", () => this.#measure());
    for (const end of /** @type {End[]} */ (["from", "to"])) {
      const box = this.#box(end);
      for (const type of ["focusin", "pointerdown"]) on(box, type, () => this.#find(end, type === "pointerdown"));
    }
    this.#sift();
  }

  // Finding plans.

  /** @param {End} end */
  #box(end) {
    return /** @type {HTMLInputElement} */ (this.#part(`#ps-find-${end}`));
  }

  /** @type {ReturnType<typeof named> | undefined} */
  #named;

  /** @param {End} end @param {boolean} pressed */
  async #find(end, pressed) {
    if (this.#boxes[end]) return;
    const { settings, strings } = this.#config;
    const families = this.#families.map(({ name }, at) => ({ name, plans: this.#all.filter((plan) => this.#grid.family(plan) === at).map((plan) => ({ id: this.#plans[plan], name: this.#names[plan] })) }));
    const names = await (this.#named ??= named(new URL(settings.names, this.#root).href, families));
    if (this.#boxes[end]) return;
    const box = this.#box(end);
    this.#boxes[end] = new Combobox(box, {
      names: () => names,
      strings: () => strings,
      page: (page) => new URL(page, this.#root).href,
      groups: () => families.map(({ name, plans }) => ({ label: name, plans })),
      chosen: () => this.#question[end],
      choose: (plan) => this.#choose(end, names.plan(plan)),
    });
    if (document.activeElement === box) this.#boxes[end].arrive(pressed);
  }

  /** @param {End} end @param {string} plan */
  #choose(end, plan) {
    const place = this.#plans.indexOf(plan);
    if (place >= 0 && this.#filter[end] && this.#families[this.#grid.family(place)].id !== this.#filter[end]) {
      const family = /** @type {HTMLSelectElement} */ (this.#part(`[data-filter=${end}]`));
      family.value = "";
      family.dispatchEvent(new Event("change", { bubbles: true }));
    }
    this.#pick(end, plan);
  }

  /** @param {string} plan  an id */
  #name(plan) {
    return this.#names[this.#plans.indexOf(plan)] ?? "";
  }

  // What there is.

  get #all() {
    return this.#plans.map((_, plan) => plan);
  }

  /** The row and the column of the question, brought into sight. @param {Question} question */
  mark(question) {
    this.#question = question;
    for (const end of /** @type {End[]} */ (["from", "to"])) this.#box(end).value = this.#name(question[end]);
    const y = this.#kept.from.indexOf(this.#plans.indexOf(question.from));
    const x = this.#kept.to.indexOf(this.#plans.indexOf(question.to));
    if (y >= 0 || x >= 0) this.#at = { y: Math.max(y, 0), x: Math.max(x, 0) };
    this.#scroll(({ at, size, now }) => (at < 0 ? now : Math.max(0, at - BESIDES) * size), { y, x });
    this.#fresh();
    this.#choices();
  }

  /** Each cell leads to the explorer, with the facts. @param {Question} question */
  link(question) {
    this.#question = question;
    this.#rest = write({ ...question, from: "", to: "", edition: this.#config.settings.asked ?? "" }).replace("#", "&");
    this.#fresh();
  }

  /** The answers under other circumstances; those of the file without. @param {Answer | null} answer @param {Map<string, string>} titles  of the rules that changed something @param {Set<string>} everywhere  those of them that hold for every switch */
  show(answer, titles, everywhere) {
    this.#titles = titles;
    this.#everywhere = everywhere;
    this.#now = answer ? new Answers(this.#grid, /** @type {any} */ (answer), this.#base) : this.#base;
    if (this.#filter.only) this.#sift();
    else this.#fresh();
  }

  /** Leaves what is wanted. @param {Filter} filter */
  sift(filter) {
    this.#filter = { ...filter };
    this.#sift();
  }

  #sift() {
    const { only } = this.#filter;
    const wanted = (/** @type {End} */ end) => this.#all.filter((plan) => !this.#filter[end] || this.#families[this.#grid.family(plan)].id === this.#filter[end]);
    const [from, to] = [wanted("from"), wanted("to")];
    const offered = (/** @type {number} */ origin, /** @type {number} */ target) => this.#now.kind(origin, target).offered;
    this.#kept = {
      from: only ? from.filter((origin) => to.some((target) => offered(origin, target))) : from,
      to: only ? to.filter((target) => from.some((origin) => offered(origin, target))) : to,
    };
    const empty = !this.#kept.from.length || !this.#kept.to.length;
    this.#host.toggleAttribute("data-empty", empty);
    this.#part("[data-part=none]").hidden = !empty;
    this.#table.ariaRowCount = String(this.#kept.from.length + 2);
    this.#table.ariaColCount = String(this.#kept.to.length + 1);
    this.#choices();
    this.#at = { y: 0, x: 0 };
    this.#clear();
    this.#measure();
  }

  /** Forgets all that is drawn. */
  #clear() {
    for (const { tr } of this.#rows.things.splice(0)) tr.remove();
    for (const head of this.#heads.things.splice(0)) head.remove();
  }

  /** Draws once more what is there. */
  #fresh() {
    for (const row of this.#rows.things) {
      row.tr.toggleAttribute("data-asked", this.#plans[row.from] === this.#question.from);
      for (const cell of row.band.things) this.#paint(cell, row.from);
    }
    for (const head of this.#heads.things) head.toggleAttribute("data-asked", head.dataset.plan === this.#question.to);
    for (const item of this.#items.things) this.#dress(item);
    this.#draw();
    this.#point(document.activeElement);
  }

  // Drawing.

  /** Learns how large things are, with what is drawn. */
  #measure() {
    this.#draw();
    const [first, last] = [this.#rows.things[0]?.tr, this.#rows.things.at(-1)?.tr];
    const heads = this.#heads.things;
    const [left, right] = [heads[0], heads.at(-1)];
    if (!first || !last || !left || !right) return;
    const box = (/** @type {Element} */ element) => element.getBoundingClientRect();
    const rows = this.#rows.things.length - 1;
    this.#sizes = {
      row: rows ? (box(last).top - box(first).top) / rows : box(first).height,
      column: heads.length > 1 ? Math.abs(box(right).left - box(left).left) / (heads.length - 1) : box(left).width,
      head: box(/** @type {Element} */ (this.#table.tHead)).height,
      side: box(/** @type {Element} */ (first.firstElementChild)).width,
    };
    this.#draw();
  }

  /** Draws with the next frame. */
  #later() {
    cancelAnimationFrame(this.#drawing);
    this.#drawing = requestAnimationFrame(() => this.#draw());
  }

  /** Brings what is in sight. */
  #draw() {
    const region = this.#region;
    if (region.clientWidth) this.#drawTable(region);
    else this.#drawList();
  }

  /** @param {HTMLElement} region */
  #drawTable(region) {
    const { row, column, head, side } = this.#sizes;
    const { from, to } = this.#kept;
    const across = seen(to.length, column, Math.abs(region.scrollLeft), region.clientWidth - side, BESIDES);
    const down = seen(from.length, row, region.scrollTop, region.clientHeight - head, BESIDES);
    const [before, after] = /** @type {HTMLTableRowElement[]} */ ([...(this.#table.tHead?.rows ?? [])]);
    const body = this.#table.tBodies[0];
    const same = across.first === this.#heads.first && across.end === across.first + this.#heads.things.length;
    shift(this.#heads, across, (at, ahead) => put(after, this.#head(at), ahead, 1), (th) => this.#drop(th));
    if (!same) this.#familyHeads(before, across);
    for (const each of this.#rows.things) this.#fill(each, across);
    shift(
      this.#rows,
      down,
      (at, ahead) => {
        const made = this.#row(at);
        this.#fill(made, across);
        put(body, made.tr, ahead, 0);
        return made;
      },
      ({ tr }) => this.#drop(tr),
    );
    const pixels = (/** @type {number} */ size) => `${size}px`;
    Object.assign(this.#space.style, { inlineSize: pixels(side + to.length * column), blockSize: pixels(head + from.length * row) });
    Object.assign(this.#table.style, { marginBlockStart: pixels(down.before), marginInlineStart: pixels(across.before) });
    this.#table.style.setProperty("--ps-columns", String(across.end - across.first));
    this.#stay();
    if (this.#lit) this.#light(this.#lit);
  }

  /** Takes something away; if the focus is in it, it stays in the table. @param {Element} element */
  #drop(element) {
    if (element.contains(document.activeElement)) this.#region.focus({ preventScroll: true });
    element.remove();
  }

  /** @param {number} x */
  #head(x) {
    const plan = this.#kept.to[x];
    const id = this.#plans[plan];
    const link = el("a", { href: this.#page(id, "to-here"), tabindex: -1 }, el("span", {}, this.#names[plan]));
    const th = el("th", { scope: "col", "data-plan": id, "aria-colindex": x + 2, "data-asked": id === this.#question.to }, link);
    return /** @type {HTMLTableCellElement} */ (th);
  }

  /** The families of the columns that are there. @param {HTMLTableRowElement} row @param {{first: number, end: number}} across */
  #familyHeads(row, { first, end }) {
    /** @type {{family: number, x: number, count: number}[]} */
    const found = [];
    for (let x = first; x < end; x++) {
      const family = this.#grid.family(this.#kept.to[x]);
      const last = found.at(-1);
      if (last?.family === family) last.count++;
      else found.push({ family, x, count: 1 });
    }
    const heads = found.map(({ family, x, count }) =>
      el("th", { scope: "colgroup", colspan: count, "aria-colindex": x + 2, "data-family": this.#families[family].id }, el("span", {}, this.#families[family].name)),
    );
    row.replaceChildren(/** @type {Element} */ (row.firstElementChild), ...heads);
  }

  /** @param {number} y @returns {Row} */
  #row(y) {
    const from = this.#kept.from[y];
    const id = this.#plans[from];
    const head = el("th", { scope: "row", "aria-colindex": 1 }, el("a", { href: this.#page(id, ""), tabindex: -1, title: this.#names[from] }, el("span", {}, this.#names[from])));
    const begins = y > 0 && this.#grid.family(from) !== this.#grid.family(this.#kept.from[y - 1]);
    const tr = el("tr", { "data-plan": id, "aria-rowindex": y + 3, "data-begins": begins, "data-asked": id === this.#question.from }, head);
    return { tr: /** @type {HTMLTableRowElement} */ (tr), from, band: { first: 0, things: [] } };
  }

  /** Brings the cells of a row. @param {Row} row @param {{first: number, end: number}} across */
  #fill({ tr, from, band }, across) {
    shift(
      band,
      across,
      (x, ahead) => {
        const cell = { td: /** @type {HTMLTableCellElement} */ (el("td", { "aria-colindex": x + 2 })), to: this.#kept.to[x] };
        this.#paint(cell, from);
        put(tr, cell.td, ahead, 1);
        return cell;
      },
      ({ td }) => this.#drop(td),
    );
  }

  /** @param {Cell} cell @param {number} from */
  #paint({ td, to }, from) {
    const kind = this.#now.kind(from, to);
    if (kind.mark === SAME) {
      td.className = "ps-same";
      td.replaceChildren(el("span", { class: "ps-hidden" }, kind.text));
      return;
    }
    this.#look(td, kind, from, to);
    const blank = this.#filter.only && !kind.offered;
    const { from: left, to: wanted } = this.#question;
    td.toggleAttribute("data-asked", this.#plans[from] === left && this.#plans[to] === wanted);
    let link = /** @type {HTMLAnchorElement | null} */ (td.firstElementChild);
    if (!link) td.append((link = /** @type {HTMLAnchorElement} */ (el("a", { tabindex: -1 }))));
    link.hidden = blank;
    link.href = this.#explorer(from, to);
    this.#say(link, kind);
  }

  /** @param {HTMLElement} element @param {Kind} kind @param {number} from @param {number} to */
  #look(element, { certainty, state }, from, to) {
    const rules = this.#now.rules(from, to);
    element.dataset.look = `${certainty}-${state}`;
    element.toggleAttribute("data-changed", rules !== null && !(rules.length && rules.every((rule) => this.#everywhere.has(rule))));
  }

  /** @param {HTMLElement} element @param {Kind} kind */
  #say(element, { word, status, state, certainty }) {
    const told = status && ("facts" in this.#host.dataset || (state !== "depends" && certainty !== "fallback"));
    element.replaceChildren(el("span", { class: "ps-word" }, word), ...(told ? [" ", el("span", { class: "ps-state" }, status)] : []));
  }

  /** @param {string} plan @param {string} anchor */
  #page(plan, anchor) {
    return new URL(this.#config.settings.plan.replace("{plan}", plan), this.#root).href + (anchor && `#${anchor}`);
  }

  /** @param {number} from @param {number} to */
  #explorer(from, to) {
    return `${this.#root}#from=${this.#plans[from]}&to=${this.#plans[to]}${this.#rest}`;
  }

  // The list for small screens: what the plan that one has leads to and, before there is one, the plans to pick it from.

  #choices() {
    const from = this.#plans.indexOf(this.#question.from);
    const { to, only } = this.#filter;
    const offered = (/** @type {number} */ target) => from >= 0 && this.#now.kind(from, target).offered;
    const wanted = this.#all.filter((target) => target !== from && (!to || this.#families[this.#grid.family(target)].id === to));
    const asked = this.#plans.indexOf(this.#question.to);
    const rank = (/** @type {number} */ target) => (target === asked ? 0 : offered(target) ? 1 : 2);
    const shown = wanted.filter((target) => !only || offered(target)).sort((one, other) => rank(one) - rank(other));
    this.#listed = from < 0 ? this.#all : shown;
    this.#part("[data-part=choose]").hidden = from >= 0;
    for (const item of this.#items.things.splice(0)) item.remove();
    this.#later();
  }

  #drawList() {
    const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
    const { top } = this.#list.getBoundingClientRect();
    const there = seen(this.#listed.length, ITEM * rem, Math.max(0, -top), window.innerHeight, BESIDES);
    shift(this.#items, there, (at, ahead) => put(this.#list, this.#item(at), ahead, 0), (item) => item.remove());
    Object.assign(this.#list.style, { paddingBlockStart: `${there.before}px`, paddingBlockEnd: `${there.after}px` });
  }

  /** @param {number} at */
  #item(at) {
    const to = this.#listed[at];
    const says = el("span", { class: "ps-says" });
    const item = el("li", { "data-plan": this.#plans[to], "aria-posinset": at + 1, "aria-setsize": this.#listed.length }, el("a", {}, el("span", { class: "ps-target" }, this.#names[to]), " ", says));
    this.#dress(item);
    return item;
  }

  /** @param {HTMLElement} item */
  #dress(item) {
    const [from, to] = [this.#question.from, /** @type {string} */ (item.dataset.plan)].map((plan) => this.#plans.indexOf(plan));
    const link = /** @type {HTMLAnchorElement} */ (item.firstElementChild);
    if (from < 0) {
      link.href = write({ ...this.#question, from: this.#plans[to] });
      return;
    }
    const kind = this.#now.kind(from, to);
    this.#look(item, kind, from, to);
    link.href = this.#explorer(from, to);
    this.#say(/** @type {HTMLElement} */ (link.lastElementChild), kind);
  }

  // Reading: the row and the column of a cell, and both names in full.

  /** Where something is in the table. @param {any} target @returns {Place | undefined} */
  #place(target) {
    const cell = target?.closest?.("td, th");
    if (!cell || !this.#table.contains(cell) || cell.matches(".ps-corner, [scope=colgroup], thead td")) return undefined;
    return { y: Number(cell.parentElement.ariaRowIndex ?? 2) - 3, x: Number(cell.ariaColIndex) - 2 };
  }

  /** @param {any} target */
  #point(target) {
    const place = this.#place(target);
    this.#light(place);
    if (place) this.#part("[data-part=report]").textContent = "";
    const reading = this.#part("[data-part=reading]");
    this.#hint ??= reading.firstElementChild;
    reading.replaceChildren(...(place ? this.#read(place) : [/** @type {Element} */ (this.#hint)]));
  }

  /** What stands there while nothing is read. @type {Element | null | undefined} */
  #hint;

  /** @param {Place} place */
  #read({ y, x }) {
    const [from, to] = [this.#kept.from[y], this.#kept.to[x]];
    if (from === undefined || to === undefined) return [el("strong", {}, this.#names[from ?? to])];
    const kind = this.#now.kind(from, to);
    if (kind.mark === SAME) return [el("strong", {}, this.#names[from]), ` ${kind.text}`];
    const why = (this.#now.rules(from, to) ?? []).map((rule) => this.#titles.get(rule)).join(" · ");
    return [el("strong", {}, fill(this.#config.strings.pair, { from: this.#names[from], to: this.#names[to] })), ` ${kind.text}`, ...(why ? [el("em", {}, why)] : [])];
  }

  /** @param {Place | undefined} place */
  #light(place) {
    this.#lit = place;
    for (const element of this.#table.querySelectorAll(".ps-lit")) element.classList.remove("ps-lit");
    if (!place) return;
    const row = this.#rows.things[place.y - this.#rows.first];
    const column = place.x - this.#heads.first;
    const cells = this.#rows.things.map(({ band }) => band.things[column]?.td);
    for (const element of [...(row?.tr.children ?? []), this.#heads.things[column], ...(place.x < 0 ? [] : cells)]) element?.classList.add("ps-lit");
  }

  // Moving: one stop for Tab, arrows from cell to cell.

  /** The link at a place, if it is there. @param {Place} place @returns {HTMLAnchorElement | null | undefined} */
  #link({ y, x }) {
    const cells = y < 0 ? undefined : this.#rows.things[y - this.#rows.first];
    const cell = y < 0 ? this.#heads.things[x - this.#heads.first] : x < 0 ? cells?.tr.firstElementChild : cells?.band.things[x - cells.band.first]?.td;
    return cell?.querySelector("a");
  }

  /** Whether there is anything to come to. @param {Place} place */
  #leads({ y, x }) {
    const { from, to } = this.#kept;
    if (y < 0 || x < 0) return y >= 0 || x >= 0;
    const kind = this.#now.kind(from[y], to[x]);
    return kind.mark !== SAME && !(this.#filter.only && !kind.offered);
  }

  /** Lets Tab come to where the reader was, or else to what is in sight. */
  #stay() {
    for (const link of this.#table.querySelectorAll("a[tabindex='0']")) /** @type {HTMLElement} */ (link).tabIndex = -1;
    const y = this.#rows.first + BESIDES;
    const link = (this.#leads(this.#at) && this.#link(this.#at)) || this.#link({ y: Math.min(y, this.#kept.from.length - 1), x: -1 });
    if (link) link.tabIndex = 0;
  }

  /** @param {any} event */
  #move(event) {
    if (event.altKey || event.metaKey) return;
    const link = event.target.closest("a");
    const at = this.#place(link) ?? this.#at;
    const next = this.#next(event, at);
    // Who scrolls away from a cell and then takes an arrow is at that cell again.
    if (!next || (!link && event.target !== this.#region)) return;
    event.preventDefault();
    if (!this.#leads(next)) return;
    this.#at = next;
    this.#reveal(next);
    this.#draw();
    this.#link(next)?.focus();
  }

  /** Where a key leads. @param {KeyboardEvent} event @param {Place} at @returns {Place | undefined} */
  #next({ key, ctrlKey }, at) {
    const ahead = getComputedStyle(this.#host).direction === "rtl" ? -1 : 1;
    const [last, end] = [this.#kept.from.length - 1, this.#kept.to.length - 1];
    const page = Math.max(1, Math.floor((this.#region.clientHeight - this.#sizes.head) / this.#sizes.row) - 1);
    /** @type {Record<string, [number, number]>} */
    const steps = { ArrowRight: [0, ahead], ArrowLeft: [0, -ahead], ArrowDown: [1, 0], ArrowUp: [-1, 0] };
    if (key in steps) return this.#step(at, steps[key]);
    if (key === "PageDown" || key === "PageUp") {
      const y = Math.max(0, Math.min(last, at.y + (key === "PageDown" ? page : -page)));
      return this.#leads({ ...at, y }) ? { ...at, y } : this.#step({ ...at, y }, [key === "PageDown" ? -1 : 1, 0]);
    }
    if (key !== "Home" && key !== "End") return undefined;
    const y = !ctrlKey ? at.y : key === "Home" ? -1 : last;
    const from = key === "Home" ? { y, x: y < 0 ? 0 : -1 } : { y, x: end };
    return this.#leads(from) ? from : this.#step(from, [0, key === "Home" ? 1 : -1]);
  }

  /** The next place in a direction that leads anywhere; the same where there is none. @param {Place} at @param {[number, number]} step @returns {Place} */
  #step(at, [down, along]) {
    const { from, to } = this.#kept;
    for (let y = at.y + down, x = at.x + along; y >= -1 && x >= -1 && y < from.length && x < to.length; y += down, x += along) {
      if (this.#leads({ y, x })) return { y, x };
    }
    return at;
  }

  /** Scrolls no further than until a place is in sight. @param {Place} place */
  #reveal(place) {
    this.#scroll(({ at, size, now, length }) => (at < 0 ? now : Math.min(at * size, Math.max(now, (at + 1) * size - length))), place);
  }

  /** @param {(side: {at: number, size: number, now: number, length: number}) => number} to  of a row and of a column, where they are now and how much is in sight @param {Place} place */
  #scroll(to, { y, x }) {
    const region = this.#region;
    const { row, column, head, side } = this.#sizes;
    const ahead = getComputedStyle(this.#host).direction === "rtl" ? -1 : 1;
    region.scrollTo({
      top: to({ at: y, size: row, now: region.scrollTop, length: region.clientHeight - head }),
      left: ahead * to({ at: x, size: column, now: Math.abs(region.scrollLeft), length: region.clientWidth - side }),
      behavior: "instant",
    });
  }

  // Copying.

  /** All that is wanted, in words: a line a row, cells between tabs. */
  lines() {
    const facts = "facts" in this.#host.dataset;
    const { from, to } = this.#kept;
    const corner = /** @type {string} */ (this.#part(".ps-corner").textContent).trim();
    const said = (/** @type {Kind} */ kind) => (kind.mark === SAME ? kind.text : this.#filter.only && !kind.offered ? "" : inWords(kind, facts));
    return [
      [corner, ...to.map((plan) => this.#names[plan])].join("\t"),
      ...from.map((origin) => [this.#names[origin], ...to.map((target) => said(this.#now.kind(origin, target)))].join("\t")),
    ];
  }
}

/** Puts something before all others of its parent but the first few, or after them. @template {Node} Thing @param {Element} parent @param {Thing} thing @param {boolean} ahead @param {number} kept */
function put(parent, thing, ahead, kept) {
  parent.insertBefore(thing, ahead ? parent.children[kept] ?? null : null);
  return thing;
}

/** The styles of such tables alone, once they are there. @param {HTMLElement} host */
function styles(host) {
  return new Promise((/** @type {(event: Event) => void} */ settle) => {
    const link = el("link", { rel: "stylesheet", href: new URL("wide.css", import.meta.url).href });
    link.addEventListener("load", settle);
    link.addEventListener("error", settle);
    host.prepend(link);
  });
}
