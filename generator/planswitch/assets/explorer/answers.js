/** Where answers come from, and which of them stands: base answers are fetched, and Python knows the circumstances too. */

import { fill } from "./dom.js";
import { answersIn, vanished } from "./edition.js";

/** How much of what the address says a sentence repeats (characters). */
const QUOTED = 60;

/**
 * @typedef {object} Found
 * @property {Planswitch.Answer} [answer]
 * @property {boolean} settled   whether it knows the reader's circumstances, or never will
 * @property {string} [refusal]  why there is none
 * @property {boolean} [lost]    whether there is none because it could not be fetched
 * @property {boolean} [ahead]   whether Python's is still to come, and nobody has done anything but ask
 */

export class Answers {
  #state;
  #runtime;
  #config;
  #address;
  #told;
  #interested = false;
  #broken = false;
  #updated = false;
  #lost = false;
  /** By the plan that the reader has; nothing yet for one that is being fetched. @type {Map<string, Planswitch.Answers | undefined>} */
  #base = new Map();
  /** Python's last word. @type {{key: string, pair: string, answer?: Planswitch.Answer, refusal?: string} | undefined} */
  #computed;
  #serial = 0;

  /**
   * @param {import("./state.js").State} state
   * @param {ReturnType<typeof import("./python.js").python>} runtime
   * @param {Pick<Planswitch.Explorer, "settings" | "strings">} config
   * @param {(from: string) => string} address  of a plan's base answers
   * @param {() => void} told  called when there is something else to show
   */
  constructor(state, runtime, config, address, told) {
    this.#state = state;
    this.#runtime = runtime;
    this.#config = config;
    this.#address = address;
    this.#told = told;
  }

  /** The base answers for the plan that the reader has, once they are there. */
  get base() {
    return this.#base.get(this.#state.question.from);
  }

  get failed() {
    return this.#broken || this.#runtime.state === "failed";
  }

  /** What is said of a failure. */
  get failure() {
    const { unsupported, failed } = this.#config.strings;
    return this.#runtime.unsupported ? unsupported : failed;
  }

  /** Whether trying again may help. */
  get hopeful() {
    return !this.outdated && (this.#broken || this.#runtime.hopeful);
  }

  /** Whether the page is of another edition than what the site has now. */
  get outdated() {
    return this.#updated || this.#runtime.outdated;
  }

  /** Where Python is, as the reader has it. */
  get python() {
    return this.failed ? "failed" : this.#runtime.state;
  }

  /** What there is to show. @returns {Found} */
  get found() {
    const { question: { from, to }, pair, key, known, stranger, untouched } = this.#state;
    const { unknown_plan: refused } = this.#config.strings;
    if (stranger) return { settled: true, refusal: fill(refused, { plan: shortened(stranger) }) };
    const mine = this.#computed?.pair === pair ? this.#computed : undefined;
    const computed = this.failed ? undefined : mine?.answer;
    const answer = computed ?? this.base?.get(to);
    const complete = computed ? mine?.key === key : Boolean(answer) && !Object.keys(known).length;
    const settled = complete || this.failed;
    return {
      answer,
      settled,
      refusal: mine?.refusal,
      lost: Boolean(from && to && this.#lost && !answer),
      ahead: !settled && !mine && untouched,
    };
  }

  /** Starts Python: the reader is interested. @returns {boolean} whether this is news */
  interest() {
    if (this.#interested) return false;
    this.#interested = true;
    this.#runtime.start().catch(() => {}); // it says so itself
    this.ask();
    return true;
  }

  /** Gets what there is to be had for the question. */
  load() {
    const { question: { from }, plans } = this.#state;
    if (plans.has(from) && !this.#base.has(from)) {
      this.#base.set(from, undefined);
      this.#fetch(from);
    }
    this.ask();
  }

  /** @param {string} from */
  async #fetch(from) {
    const { answers, updated } = await this.#fetched(this.#address(from));
    if (answers) this.#base.set(from, answers);
    else {
      this.#base.delete(from);
      this.interest(); // only Python can answer now
    }
    this.#lost = !answers;
    this.#updated ||= updated;
    this.#told();
  }

  /** What is not this page's may be so in the browser's cache alone: then the server is asked. @param {string} address */
  async #fetched(address) {
    /** @type {ReturnType<typeof answersIn>} */
    let found = { answers: null, updated: false };
    for (const cache of /** @type {RequestCache[]} */ (["default", "no-cache"])) {
      try {
        const response = await fetch(address, { cache });
        found = response.ok
          ? answersIn(await response.json(), this.#config.settings.digest, [...this.#state.plans.keys()])
          : { answers: null, updated: vanished(response.status) };
      } catch {
        // No network, or no JSON: nothing is known of another edition.
      }
      if (found.answers) break;
    }
    return found;
  }

  /** Asks Python, unless it has answered already or cannot. */
  async ask() {
    const { question: { from, to }, pair, key, known, stranger } = this.#state;
    const serial = ++this.#serial;
    if (!from || !to || stranger || !this.#interested || this.failed || this.#computed?.key === key) return;
    try {
      const reply = await this.#runtime.ask({ from, to, facts: known, locale: this.#config.settings.locale });
      if (serial !== this.#serial) return;
      this.#computed = { key, pair, ...reply };
    } catch (error) {
      if (serial !== this.#serial) return;
      console.error(error);
      this.#broken = true;
    }
    this.#told();
  }

  /** Asks once more, and for what has not come. */
  retry() {
    this.#broken = false;
    this.#lost = false;
    this.#runtime.retry();
    this.load();
  }

  /** Nobody waits for what has been asked. */
  leave() {
    this.#serial++;
  }
}

/** As much of a text from elsewhere as a sentence repeats. @param {string} text */
const shortened = (text) => (text.length > QUOTED ? `${text.slice(0, QUOTED - 1)}…` : text);
