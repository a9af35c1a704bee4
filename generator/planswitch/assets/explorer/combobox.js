/**
 * A box in which a plan is found by any of its names: the combobox of the ARIA Authoring Practices, with a list of what
 * may be meant. What is chosen, and what a name means that no plan has, is for the explorer to show.
 */

import { el, fill } from "./dom.js";
import { apart, key } from "./editions.js";
import { Names } from "./names.js";
import { drop } from "./page.js";
import { rich } from "./prose.js";

/** Most plans that the list shows at once: more are neither looked through nor drawn within a keystroke. */
const MOST = 50;
/** How many of them come before the one that is chosen. */
const BEFORE = 10;

/**
 * @typedef {{label: string, mark?: string, plans: Planswitch.Plan[]}} Group  plans under one heading of the list
 *
 * @typedef {Pick<Names, "name" | "plan" | "matching" | "more"> & {find(text: string): Pick<import("./names.js").Meaning, "plans" | "notes">}} Known
 * @typedef {{label(plan: string): string, elsewhere(text: string): string[]}} Several  of which edition a plan is, and
 *   in which a name is that no plan here has
 *
 * @typedef {object} Asking  what a box has to know of the question
 * @property {Planswitch.Explorer} config
 * @property {(page: string) => string} page    where a page is
 * @property {string} plan                      that stands in the box, or what is none
 * @property {boolean} other                    whether the other box has a plan
 * @property {() => Group[]} groups             all plans of the edition
 * @property {(plan: string, edition?: string) => void} choose  called with a plan, with what is none, or with nothing
 *
 * @typedef {object} Options
 * @property {() => Known & Partial<Several>} names
 * @property {() => Planswitch.Strings} strings
 * @property {(page: string) => string} page    where a page is
 * @property {() => Group[]} groups             all plans
 * @property {() => string} chosen              the plan that stands in the box when nobody types, or what is none
 * @property {(text: string) => void} choose    called with a plan, with what is none, or with nothing
 * @property {() => HTMLElement | false} [told]  what is said of the plans that are offered
 *
 * @typedef {object} Strange  what stands in the place of a plan and is none
 * @property {"from" | "to" | "edition"} end
 * @property {string} text
 * @property {string[]} plans  that it can mean
 * @property {string[]} notes  what is said of a name that no plan has
 */

/**
 * The families of a site with their plans, for a page that leaves so many to the file of names.
 *
 * @param {string} address @returns {Promise<Planswitch.Family[]>}
 */
export async function familiesOf(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  /** @type {Pick<import("./names.js").NamesFile, "plans" | "families">} */
  const { families, plans } = await response.json();
  const all = Object.entries(plans).map(([id, name]) => ({ id, name }));
  return families.map(({ name, plans: count }) => ({ name, plans: all.splice(0, count) }));
}

/** The names of a site's plans, as its file has them; without it, as the page has them. @param {string} address @param {Planswitch.Family[]} families */
export async function named(address, families) {
  try {
    const response = await fetch(address);
    return new Names(families, response.ok ? await response.json() : undefined);
  } catch (error) {
    console.error(error);
    return new Names(families);
  }
}

/**
 * Boxes for one edition.
 *
 * @param {string} address  of its names @param {Planswitch.Family[]} families
 */
export async function athome(address, families) {
  const names = await named(address, families);
  /** @param {Asking} asking @returns {Options} */
  const options = (asking) => ({
    names: () => names,
    strings: () => asking.config.strings,
    page: (page) => asking.page(page),
    groups: asking.groups,
    chosen: () => asking.plan,
    choose: (text) => asking.choose(text),
  });
  /** @param {import("./question.js").Question} question @param {Planswitch.Explorer} config @param {Planswitch.Links} links */
  const seek = ({ from, to, edition }, { strings }, links) => {
    const meant = { from: names.plan(from) || from, to: names.plan(to) || to, edition };
    /** @type {Strange[]} */
    const all = [
      { end: "from", text: from, ...names.find(from) },
      { end: "to", text: to, ...names.find(to) },
    ];
    const strange = all.filter(({ text }) => text && !names.plan(text));
    return { meant, strange, say: () => strangers(strange, (plan) => names.name(plan), strings, links) };
  };
  return { options, seek };
}

/** Boxes for all editions of a site. @param {import("./elsewhere.js").Elsewhere} elsewhere */
export async function abroad(elsewhere) {
  const editions = await elsewhere.know();
  const said = /** @type {Planswitch.Strings} */ (elsewhere.told?.strings);
  /** @param {Asking} asking @returns {Options} */
  const options = (asking) => {
    const asked = () => asking.config.settings.asked ?? "";
    /** The edition of the other plan, for both are of one. */
    const only = () => (asking.other ? asked() : "");
    const mine = (/** @type {Planswitch.Plan} */ { id, name }) => ({ id: key(asked(), id), name });
    return {
      names: () => editions.box(only()),
      strings: () => ({ ...asking.config.strings, ...said }),
      page: (page) => asking.page(page),
      groups: () => (only() ? asking.groups().map((group) => ({ ...group, plans: group.plans.map(mine) })) : editions.box().groups),
      chosen: () => asking.plan && key(asked(), asking.plan),
      choose(text) {
        const [edition, plan] = apart(text);
        if (editions.get(edition)) asking.choose(plan, edition);
        else asking.choose(text, only());
      },
      told: () => asking.other && el("p", {}, fill(said.only, { edition: elsewhere.label(asked()) }), " ", elsewhere.leave()),
    };
  };
  /** @param {import("./question.js").Question} question @param {Planswitch.Explorer} config @param {Planswitch.Links} links */
  const seek = (question, { strings }, links) => {
    const { meant = question, strange } = editions.seek(question);
    const { from, to, edition } = meant;
    return { meant: { from, to, edition }, strange, say: () => elsewhere.strangers(strange, strings, links) };
  };
  return { options, seek };
}

export class Combobox {
  #box;
  #with;
  #popup;
  #list;
  #told;
  #more;
  /** @type {HTMLElement | undefined} */
  #active;
  /** Whether the list may stand elsewhere than at its top. */
  #scrolled = false;

  /** @param {HTMLInputElement} box @param {Options} options */
  constructor(box, options) {
    this.#box = box;
    this.#with = options;
    this.#list = el("div", { class: "ps-options", role: "listbox", id: `${box.id}-list`, "aria-labelledby": `${box.id}-label` });
    this.#told = el("div", { class: "ps-options-told", role: "status" });
    this.#more = el("div", { class: "ps-options-more", role: "status" });
    this.#popup = el("div", { class: "ps-popup", hidden: true }, this.#told, this.#list, this.#more);
    box.after(this.#popup);
    box.setAttribute("aria-controls", this.#list.id);
    box.addEventListener("input", () => this.#typed());
    box.addEventListener("keydown", (event) => this.#key(event));
    box.addEventListener("click", () => this.#popup.hidden && this.#open());
    box.addEventListener("blur", () => this.leave());
    this.#popup.addEventListener("scroll", () => (this.#scrolled = true));
    // The focus stays in the box, whatever is pressed in the list.
    this.#popup.addEventListener("mousedown", (event) => event.preventDefault());
    this.#popup.addEventListener("click", ({ target }) => {
      const option = /** @type {HTMLElement} */ (target).closest("[role=option]");
      if (option) this.#take(/** @type {HTMLElement} */ (option));
    });
  }

  /** The reader was in the box before this was there. @param {boolean} pressed  whether it was pressed, and not only entered */
  arrive(pressed) {
    if (this.#box.value !== this.#chosen) this.#typed();
    else if (pressed) this.#open();
  }

  /** What stands in the box when nobody types. */
  get #chosen() {
    return this.#with.names().name(this.#with.chosen());
  }

  /** All plans, the chosen one marked. */
  #open() {
    const { groups, chosen } = this.#with;
    const current = chosen();
    const { shown, left } = some(groups(), current);
    this.#fill(
      shown.map(({ label, mark, plans }, index) => {
        const id = `${this.#list.id}-${index}`;
        return el(
          "div",
          { role: "group", "aria-labelledby": id },
          el("div", { class: "ps-options-label", id, "data-mark": mark ?? null }, mark && el("span", { class: "ps-mark", "aria-hidden": "true" }), label),
          plans.map((plan) => this.#option(plan.id, plan.name, "", plan.id === current)),
        );
      }),
      "",
      left,
    );
    this.#box.select();
    const selected = /** @type {HTMLElement | null} */ (this.#list.querySelector("[aria-selected=true]"));
    if (selected) this.#go(selected);
    else this.#top();
  }

  #typed() {
    this.#box.dataset.editing = "";
    const text = this.#box.value;
    if (!text.trim()) return this.#open();
    const [names, strings] = [this.#with.names(), this.#with.strings()];
    const { plans, notes } = names.find(text);
    const found = names.matching(text);
    const elsewhere = plans.length ? [] : names.elsewhere?.(text) ?? [];
    const plan = text.trim();
    const told = elsewhere.length
      ? [fill(strings.elsewhere, { plan, editions: elsewhere.join(", ") })]
      : notes.length
        ? notes
        : plans.length > 1
          ? [fill(strings.which_plan, { plan })]
          : found.length
            ? []
            : [fill(strings.unknown_plan, { plan })];
    const options = found.slice(0, MOST).map(({ plan, through }) => this.#option(plan, names.name(plan), through, false, names.label?.(plan)));
    this.#fill(options, told, found.length - options.length);
    // What several plans are called is asked back: none of them is offered before the others.
    if (plans.length < 2 && !notes.length) this.#point(options[0]);
    this.#top();
  }

  /** @param {string} plan @param {string} name @param {string} through  another name, by which it was found @param {boolean} selected @param {string} [label]  of its edition */
  #option(plan, name, through, selected, label) {
    return el(
      "div",
      { class: "ps-option", role: "option", id: `${this.#list.id}-${plan}`, "data-plan": plan, "aria-selected": String(selected) },
      el("span", {}, name),
      through && el("span", { class: "ps-option-through" }, through),
      label && el("span", { class: "ps-option-edition" }, label),
    );
  }

  /** @param {HTMLElement[]} options @param {string | string[]} told @param {number} left  how many plans more there are */
  #fill(options, told, left) {
    this.#point(undefined);
    this.#list.replaceChildren(...options);
    this.#list.hidden = !options.length;
    this.#more.replaceChildren(...(left > 0 ? [el("p", {}, fill(this.#with.names().more, { n: left }))] : []));
    const of = this.#with.told?.();
    this.#told.replaceChildren(...(of ? [of] : []), ...[told].flat().filter(Boolean).map((text) => el("p", {}, rich(text, this.#with.page))));
    this.#popup.hidden = false;
    this.#box.setAttribute("aria-expanded", "true");
  }

  get #options() {
    return /** @type {HTMLElement[]} */ ([...this.#list.querySelectorAll("[role=option]")]);
  }

  /** Points at an option. @param {HTMLElement | undefined} option */
  #point(option) {
    this.#active?.removeAttribute("data-active");
    this.#active = option;
    if (!option) return this.#box.removeAttribute("aria-activedescendant");
    option.setAttribute("data-active", "");
    this.#box.setAttribute("aria-activedescendant", option.id);
  }

  /** Points at an option and brings it into sight. @param {HTMLElement | undefined} option */
  #go(option) {
    this.#point(option);
    option?.scrollIntoView({ block: "nearest" });
    this.#scrolled = true;
  }

  /** Back to the top of the list. Where it is there already, the browser need not lay it out for that. */
  #top() {
    if (this.#scrolled) this.#popup.scrollTop = 0;
    this.#scrolled = false;
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.isComposing) return;
    const closed = this.#popup.hidden;
    const options = this.#options;
    const at = this.#active ? options.indexOf(this.#active) : -1;
    /** @type {Record<string, () => unknown>} */
    const keys = {
      ArrowDown: () => (closed ? this.#open() : event.altKey || this.#go(options[(at + 1) % options.length])),
      ArrowUp: () => (closed ? this.#open() : event.altKey ? this.#close() : this.#go(options.at(at < 0 ? -1 : at - 1))),
      PageDown: () => this.#go(options[Math.min(at + 8, options.length - 1)]),
      PageUp: () => this.#go(options[Math.max(at - 8, 0)]),
      Enter: () => (closed ? this.#open() : this.#active ? this.#take(this.#active) : this.#settle(false)),
      Escape: () => (closed ? undefined : this.#restore()),
    };
    const does = Object.hasOwn(keys, event.key) ? keys[event.key] : undefined;
    if (!does || (closed && event.key === "Escape")) return;
    event.preventDefault();
    does();
  }

  /** @param {HTMLElement} option */
  #take(option) {
    const plan = /** @type {string} */ (option.dataset.plan);
    this.#end();
    this.#box.value = this.#with.names().name(plan);
    this.#with.choose(plan);
  }

  /** Whoever leaves the box has chosen what is in it, if that can only be one thing. */
  leave() {
    if ("editing" in this.#box.dataset) this.#settle(true);
    else this.#close();
  }

  /** Takes what is typed for what it means. @param {boolean} leaving  then what means nothing, or much, is forgotten */
  #settle(leaving) {
    const text = this.#box.value.trim();
    const { choose } = this.#with;
    const names = this.#with.names();
    if (!text) {
      this.#end();
      return choose("");
    }
    const found = names.matching(text);
    const { plans, notes } = names.find(text);
    const plan = names.plan(text) || (!plans.length && !notes.length && found.length === 1 ? found[0].plan : "");
    if (plan || notes.length || (plans.length > 1 && !leaving)) {
      this.#end();
      return choose(plan || text);
    }
    if (leaving) this.#restore();
  }

  #restore() {
    this.#end();
    this.#box.value = this.#chosen;
  }

  #end() {
    delete this.#box.dataset.editing;
    this.#close();
  }

  #close() {
    this.#point(undefined);
    this.#popup.hidden = true;
    this.#box.setAttribute("aria-expanded", "false");
  }
}

/**
 * As many plans as the list shows, in their groups: from the first one, or from a little before the chosen one.
 *
 * @param {Group[]} groups @param {string} current  the chosen one
 * @returns {{shown: Group[], left: number}}
 */
export function some(groups, current) {
  const count = groups.reduce((sum, { plans }) => sum + plans.length, 0);
  const at = groups.flatMap(({ plans }) => plans).findIndex(({ id }) => id === current);
  const start = count > MOST ? Math.max(0, Math.min(at - BEFORE, count - MOST)) : 0;
  let place = 0;
  const shown = groups.map((group) => {
    const from = start - place;
    place += group.plans.length;
    return { ...group, plans: group.plans.slice(Math.max(0, from), Math.max(0, from + MOST)) };
  });
  return { shown: shown.filter(({ plans }) => plans.length), left: Math.max(0, count - MOST) };
}

// What stands in the place of an answer

/**
 * Names that no one plan has: what is known of each, and which plans it can mean.
 *
 * @param {Strange[]} strange
 * @param {(plan: string) => string} name  of a plan
 * @param {Planswitch.Strings} strings
 * @param {Planswitch.Links} links
 */
export const strangers = (strange, name, strings, links) =>
  el(
    "div",
    { class: "ps-status ps-refused", "data-key": "refused", "data-state": strange.every(({ plans, notes }) => plans.length || notes.length) ? "asked" : "refused" },
    strange.map(({ end, text, plans, notes }) =>
      el(
        "section",
        { "data-key": end },
        el("p", { class: "ps-refused-title", role: "heading", "aria-level": 2 }, said(text, plans, notes, strings)),
        notes.map((note) => el("p", {}, rich(note, links.page))),
        plans.length > 0 &&
          el(
            "ul",
            { class: "ps-links" },
            plans.map((plan) => el("li", {}, el("button", { class: "ps-button", type: "button", "data-do": "choose", "data-end": end, "data-plan": plan }, name(plan)))),
          ),
      ),
    ),
    drop(strange.map(({ end }) => end), strings),
  );

/** @param {string} text @param {string[]} plans @param {string[]} notes @param {Planswitch.Strings} strings */
const said = (text, plans, notes, strings) =>
  fill(plans.length ? strings.which_plan : notes.length ? strings.uncovered : strings.unknown_plan, { plan: shortened(text) });

/** How much of what the address says a sentence repeats (characters). */
const QUOTED = 60;

/** As much of a text from elsewhere as a sentence repeats. @param {string} text */
const shortened = (text) => (text.length > QUOTED ? `${text.slice(0, QUOTED - 1)}…` : text);
