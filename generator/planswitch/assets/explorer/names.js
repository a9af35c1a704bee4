/**
 * Which plan a name means, and which plans what is typed may become. Nothing here knows of a page.
 *
 * Names are read as `planswitch.rules.names` reads them; tests/names.json holds both to the same.
 *
 * @typedef {object} NamesFile  as `planswitch.pages.naming` writes it
 * @property {string[]} common  runs that any name may have or not
 * @property {{name: string, plan: string, note: string, said: string, of: string}[]} names  each with its
 *   plan, or with what is said of a name that no plan has, with marks and without, and the name of which it is said
 *
 * @typedef {NamesFile["names"][number] & {runs: string[], joined: string}} Entry
 * @typedef {{plans: string[], notes: string[], said: string[], uncovered: string[]}} Meaning  the plans that a name can mean,
 *   and what is said of names that no plan has and it may mean besides or instead
 * @typedef {{plan: string, through: string}} Match  a plan, and the other name by which it was found, if it was
 */

/** Letters in a row, or digits in a row. */
const RUNS = /[\p{L}\p{Nl}\p{No}]+|\p{Nd}+/gu;
/** Most characters of a name that are looked at. */
const LONGEST = 200;

/** A name as its letters and digits in a row, without case, accents and whatever stands between them. @param {string} text @returns {string[]} */
export const runs = (text) => text.slice(0, LONGEST).normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().match(RUNS) ?? [];

/** How often a run is among others. @param {string} run @param {string[]} all */
const times = (run, all) => all.filter((each) => each === run).length;

export class Names {
  /** @type {Entry[]} */
  #entries;
  /** @type {Set<string>} */
  #common;
  /** Plans by id, in order, with their names. @type {Map<string, string>} */
  #plans;

  /** @param {Pick<Planswitch.Family, "plans">[]} families @param {NamesFile} [file]  without it plans have the names that the page knows */
  constructor(families, file = { common: [], names: [] }) {
    const plans = families.flatMap((family) => family.plans);
    this.#plans = new Map(plans.map(({ id, name }) => [id, name]));
    this.#common = new Set(file.common);
    const own = plans.flatMap(({ id, name }) => [id, name].map((each) => ({ name: each, plan: id, note: "", said: "", of: "" })));
    this.#entries = [...own, ...file.names].map((entry) => {
      const found = runs(entry.name);
      return { ...entry, runs: found, joined: found.join("") };
    });
  }

  /** What a name means. @param {string} text @returns {Meaning} */
  find(text) {
    const wanted = runs(text);
    const [joined, own] = [wanted.join(""), this.#own(wanted)];
    const looked = own.length ? own : wanted;
    /** @type {((entry: Entry) => unknown)[]} */
    const meets = [
      (entry) => entry.joined === joined,
      (entry) => own.length && this.#own(entry.runs).join("") === own.join(""),
      (entry) => looked.every((run) => times(run, entry.runs) >= times(run, looked)),
      (entry) => entry.of && standsIn(entry.joined, wanted),
    ];
    for (const meet of meets) {
      const found = wanted.length ? this.#entries.filter(meet) : [];
      if (found.length) return this.#meaning(found);
    }
    return { plans: [], notes: [], said: [], uncovered: [] };
  }

  /** The one plan that a name means, or nothing. @param {string} text */
  plan(text) {
    if (this.#plans.has(text)) return text;
    const { plans, uncovered } = this.find(text);
    return plans.length === 1 && !uncovered.length ? plans[0] : "";
  }

  /**
   * The plans that what is typed may become: what it means already comes first. Each word of it begins one of a name.
   *
   * @param {string} text @returns {Match[]}
   */
  matching(text) {
    const { plans } = this.find(text);
    const words = text.split(/\s+/).map(runs).filter(({ length }) => length);
    const telling = words.filter((word) => !word.every((run) => this.#common.has(run)));
    const wanted = (telling.length ? telling : words).map((word) => word.join(""));
    /** @type {Map<string, string>} */
    const through = new Map();
    for (const { name, plan, runs: own } of this.#entries) {
      if (!plan || through.get(plan) === "" || !wanted.every((word) => begins(word, own))) continue;
      const shown = name === plan || name === this.#plans.get(plan) ? "" : name;
      if (!through.has(plan) || !shown) through.set(plan, shown);
    }
    for (const plan of plans) if (!through.has(plan)) through.set(plan, "");
    const rank = (/** @type {string} */ plan) => (plans.includes(plan) ? 0 : 1);
    return [...this.#plans.keys()]
      .filter((plan) => through.has(plan))
      .sort((one, other) => rank(one) - rank(other))
      .map((plan) => ({ plan, through: /** @type {string} */ (through.get(plan)) }));
  }

  /** @param {string[]} found */
  #own(found) {
    return found.filter((run) => !this.#common.has(run));
  }

  /** @param {Entry[]} found @returns {Meaning} */
  #meaning(found) {
    const named = new Set(found.map(({ plan }) => plan));
    return {
      plans: [...this.#plans.keys()].filter((plan) => named.has(plan)),
      notes: [...new Set(found.map(({ note }) => note).filter(Boolean))],
      said: [...new Set(found.map(({ said }) => said).filter(Boolean))],
      uncovered: [...new Set(found.map(({ of }) => of).filter(Boolean))],
    };
  }

  /**
   * Every name that stands in a text, the longest first where two begin at one place; none inside another.
   *
   * @param {string} text
   * @returns {{start: number, end: number, meaning: Meaning, name: string}[]}  by places in the runs of the text
   */
  within(text) {
    const wanted = runs(text);
    const found = [];
    for (let start = 0; start < wanted.length; ) {
      const hit = this.#longest(wanted, start);
      if (hit) found.push(hit);
      start = hit?.end ?? start + 1;
    }
    return found;
  }

  /** @param {string[]} wanted @param {number} start */
  #longest(wanted, start) {
    for (let end = wanted.length; end > start; end--) {
      const joined = wanted.slice(start, end).join("");
      const found = this.#entries.filter((entry) => entry.joined === joined);
      if (found.length) return { start, end, meaning: this.#meaning(found), name: found[0].name };
    }
    return undefined;
  }
}

/** Whether a word begins somewhere in a name, at a run of it. @param {string} word @param {string[]} own */
const begins = (word, own) => own.some((_, index) => own.slice(index).join("").startsWith(word));

/** Whether a text has a name, whole runs of it in a row. @param {string} name @param {string[]} text */
const standsIn = (name, text) =>
  text.some((_, start) => text.slice(start).some((_run, length) => text.slice(start, start + length + 1).join("") === name));
