/**
 * An explorer that answers for several editions: what there is beside that of its page. It comes when somebody has to do
 * with a plan, or asks of another edition. What a question means is in editions.js.
 */

import { el, fill } from "./dom.js";
import { rich } from "./prose.js";
import { Editions } from "./editions.js";
import { Names } from "./names.js";
import { drop } from "./page.js";

/**
 * @typedef {import("./editions.js").Edition} Edition
 *
 * @typedef {object} Told  as `planswitch.pages.widgets` writes it
 * @property {(Pick<Edition, "id" | "name" | "label"> & Record<"note" | "names", string>)[]} editions  the newest first
 * @property {Planswitch.Strings} strings
 *
 * @typedef {import("./editions.js").Strange} Strange
 */

/** @param {string} address @returns {Promise<any>} */
async function fetched(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  return response.json();
}

/** What is made once, and again only when it has failed. @template Made @param {() => Promise<Made>} make @returns {() => Promise<Made>} */
function once(make) {
  /** @type {Promise<Made> | undefined} */
  let made;
  return () => {
    made ??= make().catch((error) => {
      made = undefined;
      throw error;
    });
    return made;
  };
}

export class Elsewhere {
  #config;
  #at;
  /** @type {Map<string, () => Promise<Planswitch.Explorer>>} */
  #configs = new Map();
  /** What is said of editions, and what each is called, once that is there. @type {Told | undefined} */
  told;
  /** Their plans, likewise. @type {Editions | undefined} */
  editions;

  /** @param {Planswitch.Explorer} config  of the page @param {(path: string) => string} at  where a path below the language's root is */
  constructor(config, at) {
    this.#config = config;
    this.#at = at;
  }

  /** Learns which editions there are, and what is said of them. */
  learn = once(async () => (this.told = /** @type {Told} */ (await fetched(this.#at("editions.json")))));

  /** Learns the names of all plans; an edition whose names cannot be had is left out. */
  know = once(async () => {
    const { editions } = await this.learn();
    const all = await Promise.all(editions.map((edition) => this.#named(edition).catch((error) => void console.error(error))));
    return (this.editions = new Editions(/** @type {Edition[]} */ (all.filter(Boolean))));
  });

  /** @param {Told["editions"][number]} edition @returns {Promise<Edition>} */
  async #named({ id, name, label, names }) {
    const file = await fetched(this.#at(names));
    const all = Object.entries(/** @type {Record<string, string>} */ (file.plans)).map(([plan, called]) => ({ id: plan, name: called }));
    const families = file.families.map((/** @type {{name: string, plans: number}} */ family) => ({ name: family.name, plans: all.splice(0, family.plans) }));
    return { id, name, label, families, names: new Names(families, file) };
  }

  /** The settings of an explorer in another edition, on this page. @param {string} id @returns {Promise<Planswitch.Explorer>} */
  config(id) {
    const known = this.#configs.get(id) ?? once(() => this.#settings(id));
    this.#configs.set(id, known);
    return known();
  }

  /** @param {string} id @returns {Promise<Planswitch.Explorer>} */
  async #settings(id) {
    const own = this.#config.settings;
    // Where it is follows from its name, so that nothing has to come first.
    const [config] = await Promise.all([fetched(this.#at(`${id}/explorer.json`)), this.learn()]);
    const python = { ...config.settings.python, base: own.python.base };
    const { root, editions } = own;
    const families = config.families ?? (await this.know()).get(id)?.families;
    return { ...config, families, settings: { ...config.settings, root, editions, python } };
  }

  /** What an edition is told apart by. @param {string} id */
  label(id) {
    return this.told?.editions.find((edition) => edition.id === id)?.label ?? id;
  }

  /** What an edition is called. @param {string} id */
  name(id) {
    return this.told?.editions.find((edition) => edition.id === id)?.name ?? id;
  }

  // What is said

  /**
   * Of which edition an answer is, why the boxes offer no other, and the way to others.
   *
   * @param {Planswitch.Settings} settings  of the edition
   * @param {{from: string, to: string}} plans  of the question
   * @param {(question: Partial<import("./question.js").Question>) => string} address  of a question
   * @param {Planswitch.Links} links
   */
  rests({ asked = "" }, { from, to }, address, links) {
    const { strings, editions } = /** @type {Told} */ (this.told);
    const { name = "", note = "" } = editions.find(({ id }) => id === asked) ?? {};
    const mine = this.editions?.get(asked);
    const others = mine ? /** @type {Editions} */ (this.editions).also(mine, from, to) : [];
    return [
      el("strong", {}, name),
      note && [" · ", rich(note, links.page)],
      " ",
      el("span", { class: "ps-only" }, fill(strings.only, { edition: this.label(asked) }), " ", this.leave()),
      others.length > 0 &&
        el(
          "span",
          { class: "ps-also" },
          ` ${strings.also}`,
          others.map(({ edition: other, ...same }) => [" ", el("a", { class: "ps-link", href: address({ ...same, edition: other.id }), title: other.name }, other.label)]),
        ),
    ];
  }

  /** All plans again. */
  leave() {
    return el("button", { class: "ps-text-button", type: "button", "data-do": "leave" }, /** @type {Told} */ (this.told).strings.all);
  }

  /**
   * What stands in the place of plans and is none, where editions matter.
   *
   * @param {Strange[]} all @param {Planswitch.Strings} strings @param {Planswitch.Links} links
   */
  strangers(all, strings, links) {
    const said = { ...strings, .../** @type {Told} */ (this.told).strings };
    const state = all.every(({ plans, notes }) => plans.length || notes.length) ? "asked" : "refused";
    const several = all.length > 1 && all.every(({ elsewhere }) => elsewhere.length);
    return el(
      "div",
      { class: "ps-status ps-refused", "data-key": "refused", "data-state": state },
      several ? this.#parted(all, said, links) : all.map((each) => this.#stranger(each, said, links)),
      several
        ? el("div", { class: "ps-buttons" }, all.map(({ end, text }) => el("button", { class: "ps-button ps-again", type: "button", "data-do": "drop", "data-part": JSON.stringify([end]) }, fill(said.leave, { plan: text }))))
        : drop(all.map(({ end }) => end), said),
    );
  }

  /** Two plans that no edition has beside one another. @param {Strange[]} all @param {Planswitch.Strings} said @param {Planswitch.Links} links */
  #parted(all, said, links) {
    const [[one, its], [other, theirs]] = all.map(({ text, elsewhere }) => [text, elsewhere.map((id) => this.name(id)).join(", ")]);
    return [
      el("p", { class: "ps-refused-title", role: "heading", "aria-level": 2 }, fill(said.apart, { one, its, other, theirs, notes: "" })),
      [...new Set(all.flatMap(({ notes }) => notes))].map((note) => el("p", {}, rich(note, links.page))),
    ];
  }

  /** @param {Strange} strange @param {Planswitch.Strings} said @param {Planswitch.Links} links */
  #stranger({ end, text, plans, notes, edition, elsewhere }, said, links) {
    const all = end === "edition" ? this.told?.editions.map(({ id }) => id) ?? [] : elsewhere;
    const sentence = end === "edition" ? "no_edition" : elsewhere.length ? "elsewhere" : plans.length ? "which_plan" : notes.length ? "uncovered" : "unknown_plan";
    const name = (/** @type {string} */ plan) => this.editions?.get(edition)?.names.name(plan) ?? plan;
    return el(
      "section",
      { "data-key": end },
      el("p", { class: "ps-refused-title", role: "heading", "aria-level": 2 }, fill(said[sentence], { plan: text, edition: text, editions: all.map((id) => this.name(id)).join(", ") })),
      notes.map((note) => el("p", {}, rich(note, links.page))),
      plans.length > 0 &&
        el(
          "ul",
          { class: "ps-links" },
          plans.map((plan) =>
            el("li", {}, el("button", { class: "ps-button", type: "button", "data-do": "choose", "data-end": end, "data-plan": plan, "data-edition": edition }, name(plan))),
          ),
        ),
    );
  }
}
