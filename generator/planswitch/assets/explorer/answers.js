/** Where answers come from, and which of them stands: base answers are fetched, and Python knows the circumstances too. */

import { vanished } from "./edition.js";
import { answersIn } from "./shared.js";

/**
 * @typedef {object} Found
 * @property {Planswitch.Answer} [answer]  of the pair; beside a refusal, the last one that there was
 * @property {boolean} settled   whether it knows the reader's circumstances, or never will
 * @property {Planswitch.Refused[]} [refused]  what of the question cannot be answered
 * @property {boolean} lost      whether there is none because it could not be fetched
 * @property {boolean} ahead     whether Python's is still to come, and nobody has done anything but ask
 */

/** The file of what all plans share; no plan is called so. */
const INDEX = "index";

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
  /** Python's last word. @type {{key: string, pair: string, answer?: Planswitch.Answer, refused?: Planswitch.Refused[]} | undefined} */
  #computed;
  /** Python's last answer, which may be older than its last word. @type {{pair: string, answer: Planswitch.Answer} | undefined} */
  #last;
  #serial = 0;
  /** Which of the questions Python is about to answer. @type {number | undefined} */
  #open;

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

  /** Whether Python is about to answer, which is told when it has. */
  get awaited() {
    return this.#open === this.#serial;
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
    const { question: { to, route }, pair, key, known, whole, untouched } = this.#state;
    if (!whole) return { settled: true, lost: false, ahead: false };
    const mine = this.#computed?.pair === pair && !this.failed ? this.#computed : undefined;
    const last = this.#last?.pair === pair && !this.failed ? this.#last.answer : undefined;
    const answer = last ?? this.base?.get(to);
    const asked = Boolean(route || Object.keys(known).length);
    const settled = this.failed || (mine ? mine.key === key : Boolean(answer) && !asked);
    return {
      answer,
      settled,
      refused: mine?.refused,
      lost: this.#lost && !answer,
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
    const { answers, updated } = await this.#fetched(from);
    if (answers) this.#base.set(from, answers);
    else {
      this.#base.delete(from);
      this.interest(); // only Python can answer now
    }
    this.#lost = !answers;
    this.#updated ||= updated;
    this.#told();
  }

  /** What is not this page's may be so in the browser's cache alone: then the server is asked. @param {string} from */
  async #fetched(from) {
    /** @type {ReturnType<typeof answersIn>} */
    let found = { answers: null, updated: false };
    for (const cache of /** @type {RequestCache[]} */ (["default", "no-cache"])) {
      try {
        const files = [from, INDEX].map((name) => fetch(this.#address(name), { cache }));
        const all = await Promise.all(files);
        const lacking = all.find(({ ok }) => !ok);
        if (lacking) found = { answers: null, updated: vanished(lacking.status) };
        else {
          const [file, index] = await Promise.all(all.map((response) => response.json()));
          found = answersIn(file, index, this.#config.settings.digest, from, this.#state.plans);
        }
      } catch {
        // No network, or no JSON: nothing is known of another edition.
      }
      if (found.answers) break;
    }
    return found;
  }

  /** Of which edition and in which language Python is asked. */
  get #of() {
    const { locale, asked } = this.#config.settings;
    return { locale, ...(asked && { edition: asked }) };
  }

  /** Asks Python, unless it has answered already or cannot. */
  async ask() {
    const { question: { from, to, route }, pair, key, known, whole } = this.#state;
    const serial = ++this.#serial;
    if (!whole || !this.#interested || this.failed || this.#computed?.key === key) return;
    const preferred = route && { route };
    this.#open = serial;
    try {
      const reply = await this.#runtime.ask({ from, to, ...preferred, facts: known, ...this.#of });
      if (serial !== this.#serial) return;
      this.#computed = { key, pair, ...reply };
      if (reply.answer) this.#last = { pair, answer: reply.answer };
    } catch (error) {
      if (serial !== this.#serial) return;
      console.error(error);
      this.#broken = true;
    }
    this.#open = undefined;
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
