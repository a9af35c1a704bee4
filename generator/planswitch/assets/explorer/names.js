/**
 * Which plan a name means, and which plans what is typed may become. Nothing here knows of a page.
 *
 * Names are read as `planswitch.rules.names` reads them; tests/names.json holds both to the same.
 *
 * @typedef {object} NamesFile  as `planswitch.pages.naming` writes it
 * @property {string[]} common  runs that any name may have or not
 * @property {{name: string, plan?: string, note?: string, said?: string, of?: string}[]} names  others than ids and
 *   names of plans, each with its plan, or with what is said of a name that no plan has, with marks and without, and the
 *   name of which it is said
 * @property {Record<string, string>} plans  their names, family by family
 * @property {{name: string, plans: number}[]} families  with how many plans each has
 * @property {string} more  what a list says of the plans that it leaves out
 *
 * @typedef {Required<NamesFile["names"][number]> & {runs: string[], joined: string}} Entry
 * @typedef {{plans: string[], notes: string[], said: string[], uncovered: string[], exact: boolean}} Meaning  the plans that a
 *   name can mean, what is said of names that no plan has and it may mean besides or instead, and whether all of them are
 *   called so, or it is only a part of what they are called
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

/** Entries by what of them is looked up, in their order. @template Key */
class Index {
  /** @type {Map<Key, Entry[]>} */
  #found = new Map();

  /** @param {Key} key @param {Entry} entry */
  add(key, entry) {
    const found = this.#found.get(key);
    if (!found) this.#found.set(key, [entry]);
    else if (found.at(-1) !== entry) found.push(entry);
  }

  /** @param {Key} key @returns {Entry[]} */
  get(key) {
    return this.#found.get(key) ?? [];
  }
}

/** The names of a site's plans. They are looked through once: what is typed then costs the same among many as among few. */
export class Names {
  /** @type {Entry[]} */
  #entries;
  /** @type {Set<string>} */
  #common;
  /** Plans by id, in order, with their names. @type {Map<string, string>} */
  #plans;
  /** Where each plan is in their order. @type {Map<string, number>} */
  #order;
  /** By the whole name. @type {Index<string>} */
  #whole = new Index();
  /** By the name without what any may have. @type {Index<string>} */
  #bare = new Index();
  /** By each run. @type {Index<string>} */
  #runs = new Index();
  /** What a name may be found by the beginning of, in order of letters, each with its entry. @type {[string, number][]} */
  #ends = [];
  /** What was looked up last. @type {{text: string, meaning: Meaning} | undefined} */
  #last;

  /** @param {Pick<Planswitch.Family, "plans">[]} families @param {Pick<NamesFile, "common" | "names" | "more">} [file]  without it plans have the names that the page knows */
  constructor(families, file = { common: [], names: [], more: "… + {n}" }) {
    this.more = file.more;
    const plans = families.flatMap((family) => family.plans);
    this.#plans = new Map(plans.map(({ id, name }) => [id, name]));
    this.#order = new Map(plans.map(({ id }, index) => [id, index]));
    this.#common = new Set(file.common);
    const own = plans.flatMap(({ id, name }) => [id, name].map((each) => ({ name: each, plan: id })));
    this.#entries = [...own, ...file.names].map((entry) => {
      const found = runs(entry.name);
      return { plan: "", note: "", said: "", of: "", ...entry, runs: found, joined: found.join("") };
    });
    this.#entries.forEach((entry, at) => this.#index(entry, at));
    this.#ends.sort(([one], [other]) => (one < other ? -1 : Number(one > other)));
  }

  /** @param {Entry} entry @param {number} at */
  #index(entry, at) {
    this.#whole.add(entry.joined, entry);
    this.#bare.add(this.#own(entry.runs).join(""), entry);
    for (const run of entry.runs) this.#runs.add(run, entry);
    if (!entry.plan) return;
    let end = "";
    for (const run of entry.runs.toReversed()) {
      end = run + end;
      this.#ends.push([end, at]);
    }
  }

  /** What a plan is called. @param {string} plan @returns {string} */
  name(plan) {
    return this.#plans.get(plan) ?? plan;
  }

  /** What a name means. @param {string} text @returns {Meaning} */
  find(text) {
    if (this.#last?.text !== text) this.#last = { text, meaning: this.#meant(runs(text)) };
    return this.#last.meaning;
  }

  /** @param {string[]} wanted */
  #meant(wanted) {
    const own = this.#own(wanted);
    const looked = own.length ? own : wanted;
    const ways = [
      () => this.#whole.get(wanted.join("")),
      () => (own.length ? this.#bare.get(own.join("")) : []),
      () => this.#runs.get(looked[0]).filter((entry) => looked.every((run) => times(run, entry.runs) >= times(run, looked))),
      () => this.#inside(wanted),
    ];
    for (const [index, way] of ways.entries()) {
      const found = wanted.length ? way() : [];
      if (found.length) return this.#meaning(found, index < 2);
    }
    return { plans: [], notes: [], said: [], uncovered: [], exact: false };
  }

  /** The names that no plan has and that stand in a text, whole runs of it in a row. @param {string[]} wanted */
  #inside(wanted) {
    const found = new Set(wanted.flatMap((_, start) => wanted.slice(start).flatMap((_run, length) => this.#whole.get(wanted.slice(start, start + length + 1).join("")))));
    return found.size ? this.#entries.filter((entry) => entry.of && found.has(entry)) : [];
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
    for (const { name, plan } of this.#beginning(wanted)) {
      const shown = name === plan || name === this.#plans.get(plan) ? "" : name;
      if (!through.has(plan) || !shown) through.set(plan, shown);
    }
    for (const plan of plans) if (!through.has(plan)) through.set(plan, "");
    const first = new Set(plans);
    const others = [...this.#order.keys()].filter((plan) => through.has(plan) && !first.has(plan));
    return [...plans, ...others].map((plan) => ({ plan, through: /** @type {string} */ (through.get(plan)) }));
  }

  /** The names of plans of which each word begins a part, in their order; all, where there is no word. @param {string[]} wanted @returns {Entry[]} */
  #beginning(wanted) {
    if (!wanted.length) return this.#entries.filter(({ plan }) => plan);
    /** How many of the words each entry has, as long as it has had all before. */
    const had = new Uint16Array(this.#entries.length);
    wanted.forEach((word, before) => {
      for (let at = this.#from(word); at < this.#ends.length; at++) {
        const [end, entry] = this.#ends[at];
        if (!end.startsWith(word)) break;
        if (had[entry] === before) had[entry]++;
      }
    });
    return this.#entries.filter((_, at) => had[at] === wanted.length);
  }

  /** Where in the order of letters a word would be. @param {string} word */
  #from(word) {
    let [low, high] = [0, this.#ends.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#ends[middle][0] < word) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** @param {string[]} found */
  #own(found) {
    return found.filter((run) => !this.#common.has(run));
  }

  /** @param {Entry[]} found @param {boolean} exact @returns {Meaning} */
  #meaning(found, exact) {
    const order = (/** @type {string} */ plan) => /** @type {number} */ (this.#order.get(plan));
    return {
      plans: [...new Set(found.map(({ plan }) => plan))].filter((plan) => this.#order.has(plan)).sort((one, other) => order(one) - order(other)),
      notes: [...new Set(found.map(({ note }) => note).filter(Boolean))],
      said: [...new Set(found.map(({ said }) => said).filter(Boolean))],
      uncovered: [...new Set(found.map(({ of }) => of).filter(Boolean))],
      exact,
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
      const found = this.#whole.get(wanted.slice(start, end).join(""));
      if (found.length) return { start, end, meaning: this.#meaning(found, true), name: found[0].name };
    }
    return undefined;
  }
}
