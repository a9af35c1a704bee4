/**
 * The cells of a matrix of any size, found when they are looked at: a cell follows from the class of its pair of plans,
 * see `planswitch.rules.grid`. Nothing here knows of a page.
 *
 * @typedef {import("./matrix.js").Kind} Kind
 * @typedef {import("./matrix.js").Rule} Rule
 *
 * @typedef {object} GridFile  as `planswitch.rules.grid.Grid`
 * @property {number[]} families
 * @property {number[]} rows
 * @property {number[]} columns
 * @property {number[][]} apart
 * @property {number[][]} together
 * @property {number[][]} listed
 *
 * @typedef {object} Chart  as `planswitch.rules.grid.Chart`
 * @property {Kind[]} kinds
 * @property {[kind: number, chained: number, changed: number, rules: string[]][]} classes
 * @property {number[]} chains
 * @property {string[]} sets
 *
 * @typedef {object} ChartFile  as `planswitch.pages.matrix.chart_files`
 * @property {string} digest
 * @property {{id: string, name: string}[]} families
 * @property {Record<string, string>} plans
 * @property {GridFile} grid
 * @property {Chart} answers
 */

/** The class of a plan and itself. */
const SAME = 0;

/** Of which class each pair is. Plans are named by their places. */
export class Grid {
  #file;
  /** @type {Map<number, Map<number, number>>} */
  #listed = new Map();

  /** @param {GridFile} file */
  constructor(file) {
    this.#file = file;
  }

  /** How many plans there are. */
  get size() {
    return this.#file.rows.length;
  }

  /** @param {number} plan */
  family(plan) {
    return this.#file.families[plan];
  }

  /** @param {number} from @param {number} to */
  class(from, to) {
    if (from === to) return SAME;
    const { families, rows, columns, apart, together } = this.#file;
    const table = families[from] === families[to] ? together : apart;
    return this.#own(from).get(to) ?? table[rows[from]][columns[to]];
  }

  /** What is listed of a plan. @param {number} from */
  #own(from) {
    let found = this.#listed.get(from);
    if (!found) {
      found = new Map();
      const row = this.#file.listed[from];
      for (let at = 0; at < row.length; at += 2) found.set(row[at], row[at + 1]);
      this.#listed.set(from, found);
    }
    return found;
  }
}

/** The answers of all pairs under the same circumstances. */
export class Answers {
  #grid;
  #chart;
  #base;
  /** @type {Map<number, Uint8Array>} */
  #sets = new Map();

  /** @param {Grid} grid @param {Chart} chart @param {Answers} [base]  those without circumstances, where these are others */
  constructor(grid, chart, base) {
    this.#grid = grid;
    this.#chart = chart;
    this.#base = base;
  }

  /** @param {number} from @param {number} to @returns {Kind} */
  kind(from, to) {
    const { kinds, classes } = this.#chart;
    const [plain, chained] = classes[this.#grid.class(from, to)];
    return kinds[chained >= 0 && this.#leads(from, to) ? chained : plain];
  }

  /** The rules that changed an answer; null when it has not changed. @param {number} from @param {number} to @returns {string[] | null} */
  rules(from, to) {
    if (!this.#base) return null;
    const [, , changed, rules] = this.#chart.classes[this.#grid.class(from, to)];
    return changed || this.detours(from, to) !== this.#base.detours(from, to) ? rules : null;
  }

  /** Whether a chain leads there, and counts. @param {number} from @param {number} to */
  detours(from, to) {
    const [, chained] = this.#chart.classes[this.#grid.class(from, to)];
    return chained >= 0 && this.#leads(from, to);
  }

  /** @param {number} from @param {number} to */
  #leads(from, to) {
    const { chains, sets } = this.#chart;
    if (!chains.length) return false;
    const place = chains[from];
    let set = this.#sets.get(place);
    if (!set) this.#sets.set(place, (set = bytes(sets[place])));
    return Boolean(set[to >> 3] & (1 << (to & 7)));
  }
}

/** @param {string} digits  hexadecimal, two a byte */
const bytes = (digits) => Uint8Array.from({ length: digits.length / 2 }, (_, at) => Number.parseInt(digits.slice(2 * at, 2 * at + 2), 16));

/**
 * What of a row of equal things is to be there, of all that there are, for what is in sight; and how much is before and after.
 *
 * @param {number} count
 * @param {number} size     of one of them
 * @param {number} start    where what is in sight begins
 * @param {number} length   of what is in sight
 * @param {number} besides  how many more are to be there, on either side
 */
export function seen(count, size, start, length, besides) {
  const first = Math.min(Math.max(0, Math.floor(start / size) - besides), count);
  const end = Math.min(Math.max(first, Math.ceil((start + length) / size) + besides), count);
  return { first, end, before: first * size, after: (count - end) * size };
}

/**
 * Brings a row of things from one part of a whole to another, keeping what is in both.
 *
 * @template Thing
 * @param {{first: number, things: Thing[]}} band
 * @param {{first: number, end: number}} wanted
 * @param {(at: number, ahead: boolean) => Thing} make  and puts it before all others, or else after them
 * @param {(thing: Thing) => void} drop
 */
export function shift(band, { first, end }, make, drop) {
  const last = () => band.first + band.things.length;
  if (end <= band.first || first >= last()) {
    band.things.splice(0).forEach(drop);
    band.first = first;
  }
  while (band.first < first) {
    drop(/** @type {Thing} */ (band.things.shift()));
    band.first++;
  }
  while (last() > end) drop(/** @type {Thing} */ (band.things.pop()));
  while (band.first > first) band.things.unshift(make(--band.first, true));
  while (last() < end) band.things.push(make(last(), false));
}
