/** The question, and the circumstances that are listed for it. Nothing here knows of a page, of Python or of time. */

import { known, nothing, own, UNKNOWN, write } from "./question.js";

/**
 * @typedef {import("./question.js").Question} Question
 *
 * @typedef {object} Row  a circumstance as it is asked about
 * @property {Planswitch.Prompt} ask
 * @property {string | undefined} value  as typed or chosen
 * @property {boolean} next   whether it is the first that has no answer yet
 * @property {boolean} moot   whether it no longer matters
 * @property {boolean} tick   whether it is one of the list to tick: yes or nothing
 *
 * @typedef {object} Said  an answer of the reader's
 * @property {string} fact
 * @property {string} question
 * @property {string} words
 * @property {boolean} asked  whether it can be asked again
 *
 * @typedef {object} Listed
 * @property {Row[]} rows     what matters for the answer
 * @property {Row[]} extra    what is only good to know
 * @property {boolean} done   whether there is nothing more to ask
 */

export class State {
  question = nothing();
  /** Facts that matter, as they are listed. @type {string[]} */
  #rows = [];
  /** Facts that are only good to know, likewise. @type {string[]} */
  #extra = [];
  /** What the reader has answered or reopened since the question came. @type {Set<string>} */
  #touched = new Set();
  /** What the reader has reopened, to answer it otherwise. @type {Set<string>} */
  #reopened = new Set();
  /** Where the reader is. @type {string | undefined} */
  #active;

  /** What is known of the questions: answers bring those that matter for their plans. @type {Map<string, Planswitch.Prompt>} */
  asks = new Map();

  /** @param {Pick<Planswitch.Explorer, "families"> & {settings?: Pick<Planswitch.Settings, "asked" | "editions">}} config */
  constructor({ families, settings: { asked = "", editions } = {} }) {
    /** The edition whose plans these are, where there are several to ask. */
    this.asked = editions ? asked : "";
    this.families = families;
    this.plans = new Map(families.flatMap(({ plans }) => plans.map(({ id, name }) => [id, name])));
  }

  /** Learns the questions that an answer brings. @param {Pick<Planswitch.Answer, "open" | "optional"> | undefined} answer */
  learn(answer) {
    for (const ask of [...(answer?.open ?? []), ...(answer?.optional ?? [])]) this.asks.set(ask.fact, ask);
  }

  /** The facts that Python hears of. */
  get known() {
    return known(this.question.facts);
  }

  get pair() {
    return `${this.question.from} ${this.question.to}`;
  }

  /** Names the question as Python hears it: equal keys, equal answers. */
  get key() {
    const { from, to, route } = this.question;
    return JSON.stringify([from, to, route, Object.entries(this.known).sort()]);
  }

  /** Whether the question is of an edition that is not this one. */
  get misplaced() {
    return Boolean(this.asked && this.question.edition && this.question.edition !== this.asked);
  }

  /** The edition that is asked; blank as long as none is. */
  get edition() {
    const { from, to, edition } = this.question;
    return this.misplaced || ![from, to].some((plan) => this.plans.has(plan)) ? edition : this.asked;
  }

  /** Whether both plans are named and there are such. */
  get whole() {
    return !this.misplaced && this.plans.has(this.question.from) && this.plans.has(this.question.to);
  }

  /** Whether something is named that is no plan's id. */
  get strange() {
    const { from, to } = this.question;
    return this.misplaced || [from, to].some((plan) => plan && !this.plans.has(plan));
  }

  /** Whether the reader has not answered anything yet. */
  get untouched() {
    return !this.#touched.size;
  }

  /** The question with the edition that it is of. @returns {Question} */
  get addressed() {
    return { ...this.question, edition: this.edition };
  }

  /** What an address has of the question. */
  get fragment() {
    return write(this.addressed);
  }

  /** @param {string} plan @returns {string} */
  name(plan) {
    return this.plans.get(plan) ?? plan;
  }

  /** Another question: nothing is listed for it yet. @param {Question} question */
  take(question) {
    this.question = question;
    this.#rows = [];
    this.#extra = [];
    this.#touched = new Set();
    this.#reopened = new Set();
    this.#active = undefined;
  }

  /** The question as it was before, or after: what is listed for the same plans stays. @param {Question} question */
  return(question) {
    const { from, to } = this.question;
    if (question.from !== from || question.to !== to) return this.take(question);
    this.question = question;
    this.#reopened = new Set();
    this.#active = undefined;
  }

  /** Other plans, under the same circumstances. @param {string} from @param {string} to @param {string} [edition] */
  pick(from, to, edition = this.question.edition) {
    this.take({ ...this.question, from, to, edition });
  }

  /** The same plans, and nothing known. */
  clear() {
    this.take({ ...this.question, route: "", facts: new Map() });
  }

  /**
   * What the reader answers.
   *
   * @param {string} fact
   * @param {string} value  blank takes an answer back
   * @returns {boolean} whether it is news
   */
  answer(fact, value) {
    const { facts } = this.question;
    const same = (facts.get(fact) ?? "") === value;
    if (same && this.#touched.has(fact)) return false;
    this.#reach(fact);
    this.question = { ...this.question, facts: new Map(facts) };
    if (value) this.question.facts.set(fact, value);
    else this.question.facts.delete(fact);
    return true;
  }

  /**
   * None of the rest: no to every question of the list to tick that has no answer and matters. They are not listed any
   * more, as if the question had come with these answers.
   *
   * @param {Pick<Planswitch.Answer, "open">} answer
   * @returns {boolean} whether there was one
   */
  none({ open }) {
    const rest = this.rest({ open });
    this.question = { ...this.question, facts: new Map([...this.question.facts, ...rest.map((fact) => /** @type {const} */ ([fact, "no"]))]) };
    for (const fact of rest) {
      this.#touched.delete(fact);
      this.#reopened.delete(fact);
    }
    this.#rows = this.#rows.filter((fact) => !rest.includes(fact));
    this.#active = undefined;
    return rest.length > 0;
  }

  /** The questions that “None of the rest” answers. @param {Pick<Planswitch.Answer, "open">} answer */
  rest({ open }) {
    return open.filter(({ fact, type }) => type === "yesno" && !this.question.facts.has(fact)).map(({ fact }) => fact);
  }

  /** Leaves out what cannot be answered. @param {string[]} parts  `from`, `to`, `edition`, `route` or facts */
  drop(parts) {
    const facts = new Map([...this.question.facts].filter(([fact]) => !parts.includes(fact)));
    const left = Object.fromEntries(["from", "to", "edition", "route"].filter((part) => parts.includes(part)).map((part) => [part, ""]));
    this.question = { ...this.question, ...left, facts };
  }

  /** Lists a fact again, to be answered otherwise. @param {string} fact */
  reopen(fact) {
    this.#reach(fact);
    this.#reopened.add(fact);
    if (![...this.#rows, ...this.#extra].includes(fact)) this.#rows.unshift(fact);
  }

  /** @param {string} fact */
  #reach(fact) {
    this.#touched.add(fact);
    this.#active = fact;
  }

  /**
   * The circumstances to ask about, now that this is the answer.
   *
   * @param {Pick<Planswitch.Answer, "open" | "optional">} answer
   * @param {boolean} late  whether it comes too late for anything to move
   * @param {string[]} [refused]  facts whose values are none
   * @returns {Listed}
   */
  list({ open, optional }, late, refused = []) {
    const { facts } = this.question;
    this.learn({ open, optional });
    /** @param {Planswitch.Prompt[]} asks */
    const unanswered = (asks) =>
      asks.map(({ fact }) => fact).filter((fact) => !facts.has(fact) || this.#touched.has(fact) || refused.includes(fact));
    const [asked, help] = [unanswered(open), unanswered(optional)];
    const matter = [...asked, ...refused.filter((fact) => this.asks.has(fact) && ![...asked, ...help].includes(fact))];
    this.#rows = this.#listed(this.#rows, matter, late);
    this.#extra = this.#listed(this.#extra, help, late).filter((fact) => !this.#rows.includes(fact));
    const next = matter.find((fact) => !facts.has(fact));
    /** @param {string} fact @returns {Row} */
    const row = (fact) => {
      const ask = /** @type {Planswitch.Prompt} */ (this.asks.get(fact));
      const value = facts.get(fact);
      return {
        ask,
        value,
        next: fact === next,
        moot: !this.#touched.has(fact) && !matter.includes(fact) && !help.includes(fact),
        tick: ask.type === "yesno" && !this.#reopened.has(fact) && ["yes", UNKNOWN, undefined].includes(value),
      };
    };
    return { rows: this.#rows.map(row), extra: this.#extra.map(row), done: next === undefined };
  }

  /**
   * The facts in their order, but none that is listed moves. One that no longer matters goes, unless something would
   * move that the reader is at.
   *
   * @param {string[]} old @param {string[]} wanted @param {boolean} late
   */
  #listed(old, wanted, late) {
    const active = old.indexOf(/** @type {string} */ (this.#active));
    const kept = old.filter(
      (fact, index) => late || index < active || this.#touched.has(fact) || wanted.includes(fact),
    );
    wanted.forEach((fact, index) => {
      if (kept.includes(fact)) return;
      const after = wanted.slice(index).find((other) => kept.includes(other));
      kept.splice(after === undefined ? kept.length : kept.indexOf(after), 0, fact);
    });
    return kept;
  }

  /**
   * What the reader has answered, in words: Python's, if it has read it, the choice's, or as it was typed. Of what does not
   * matter for these plans, Python alone knows the question, and it cannot be asked again.
   *
   * @param {Pick<Planswitch.Answer, "given">} answer
   * @param {string} unknown  what "I don't know" is called
   * @param {string[]} [refused]  facts whose values are none
   * @returns {Said[]}
   */
  given(answer, unknown, refused = []) {
    const { facts } = this.question;
    const worded = new Map(answer.given.map((each) => [each.fact, each]));
    return [...new Set([...worded.keys(), ...facts.keys()])]
      .filter((fact) => facts.has(fact) && !refused.includes(fact) && (this.asks.has(fact) || worded.has(fact)))
      .map((fact) => {
        const ask = this.asks.get(fact);
        const value = /** @type {string} */ (facts.get(fact));
        const words = value === UNKNOWN ? unknown : own(ask?.choices ?? {}, value) ?? worded.get(fact)?.answer ?? value;
        const question = /** @type {string} */ (ask?.question ?? worded.get(fact)?.question);
        return { fact, question, words, asked: Boolean(ask) };
      });
  }
}
