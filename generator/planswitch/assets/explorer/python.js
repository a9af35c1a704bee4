/**
 * Our Python, for the whole visit: one worker that is started once and outlives instant navigation.
 *
 * @typedef {Planswitch.File} File
 * @typedef {Planswitch.PythonConfig} PageConfig
 * @typedef {{resolve: (value?: any) => void, reject: (error: Error) => void}} Promised
 * @typedef {{from: string, to: string, facts: Record<string, string>, locale?: string, edition?: string}} Question
 * @typedef {{edition: string, digest: string, catalogue: File, locale: string, translations: File | null}} Told  of an edition in a language
 */

/** Version of the scripts that were built with this one; blank where nothing was built. */
const SCRIPTS = typeof PLANSWITCH_SCRIPTS === "string" ? PLANSWITCH_SCRIPTS : "";
/** Why Python cannot be had when the site is no longer what the page belongs to. */
const OUTDATED = new Set(["gone", "corrupt", "catalogue", "edition"]);
/** With nothing heard for this long while loading, the start has failed (milliseconds). */
const PATIENCE = 60_000;
/** Slower than this (megabit a second), the way with the fewest bytes is the fastest. */
const SLOW = 5;
/** A server that takes longer to answer is far away (milliseconds). */
const NEAR = 100;
/** What a busy computer may add to the time of a short download (milliseconds). */
const BUSY = 10;
/** What is smaller tells nothing about the network (bytes). */
const TELLING = 15_000;
/** Where a visit leaves word for the next, which may find the page in the cache and nothing to measure. */
const MEMORY = "planswitch.slow";

/** Why Python cannot answer: `reason` for programs, the message for the console. */
export class PythonError extends Error {
  /** @param {string} reason @param {string} message */
  constructor(reason, message) {
    super(message);
    this.name = "PythonError";
    this.reason = reason;
  }
}

/** Dispatches `progress` (detail.fraction, 0 to 1), `state` (detail: {state, way, reason}) and `answer`, when a call ends. */
class PythonRuntime extends EventTarget {
  /** @type {"idle" | "loading" | "ready" | "failed"} */
  state = "idle";
  /** Which way the start took: `snapshot`, `bytecode` or `stock`. @type {string | undefined} */
  way;
  /** Whether the page and what the site has now do not belong together. */
  outdated = false;
  /** Why it has failed, in a word. @type {string | undefined} */
  reason;
  #config;
  /** What pages have told, by edition and language; where a site has but one edition, its name is blank. @type {Map<string, Told>} */
  #told = new Map();
  /** What a question is about that does not say so. @type {Told} */
  #asked;
  /** What Python was built of, for all editions. */
  #built;
  /** @type {Worker | undefined} */
  #worker;
  /** @type {Promise<void> | undefined} */
  #started;
  /** @type {Promised | undefined} */
  #settle;
  /** @type {Map<number, Promised>} */
  #calls = new Map();
  #next = 0;
  /** @type {number | undefined} */
  #watch;
  /** @type {PythonError | undefined} */
  #error;

  /** @param {PageConfig} config */
  constructor(config) {
    super();
    this.#config = absolute(config, root(config));
    this.#built = JSON.stringify(config.runtime.ways);
  }

  /** Takes the edition and the language of a page; what the first page has not told is fetched when somebody asks. @param {PageConfig} config */
  speak(config) {
    const { locale, translations, catalogue, digest, runtime, scripts, edition = "" } = config;
    const strange = [...this.#told.values()].some((told) => told.edition === edition && told.digest !== digest);
    if (strange || scripts !== SCRIPTS || JSON.stringify(runtime.ways) !== this.#built) this.#fail("edition", "The page is of another edition");
    this.#asked = absolute({ edition, digest, catalogue, locale, translations }, root(config));
    this.#told.set(`${edition} ${locale}`, this.#asked);
  }

  /** Starts Python; once is enough, and more do no harm. @returns {Promise<void>} */
  start() {
    this.#started ??= new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
      if (this.#error) reject(this.#error);
      else this.#open();
    });
    this.#started.catch(() => {}); // whoever asks hears of it
    return this.#started;
  }

  /** Settles when Python is not being started, or not any more, and something has come of what it was asked meanwhile. */
  async loaded() {
    if (this.state !== "loading") return;
    await this.start().catch(() => {});
    if (this.#calls.size) await new Promise((done) => this.addEventListener("answer", done, { once: true }));
  }

  /** Whether this browser cannot run Python at all. */
  get unsupported() {
    return this.reason === "unsupported";
  }

  /** Whether it has failed for a reason that may pass, such as the network. */
  get hopeful() {
    return this.state === "failed" && !this.outdated && !this.unsupported;
  }

  /** Starts once more, with a new worker, and fetches everything anew. */
  retry() {
    if (!this.hopeful) return;
    this.#error = this.#started = this.#worker = this.#looked = this.reason = undefined;
    this.start();
  }

  /** @param {Question} question @returns {Promise<{answer?: Planswitch.Answer, refusal?: string}>} */
  ask(question) {
    return this.call("answer", { locale: this.#asked.locale, ...question });
  }

  /** Calls a method of `planswitch.rules.service.Service`. @param {string} method @param {{locale?: string, edition?: string} & Record<string, unknown>} payload */
  async call(method, payload) {
    this.start();
    if (this.#error) throw this.#error;
    const id = this.#next++;
    const text = JSON.stringify(payload);
    const result = new Promise((resolve, reject) => this.#calls.set(id, { resolve, reject }));
    const { locale, edition } = { ...this.#asked, ...payload };
    this.#worker?.postMessage({ type: "call", id, method, text, of: this.#told.get(`${edition} ${locale}`) ?? this.#asked });
    return JSON.parse(await result);
  }

  #open() {
    // As on iPhones in Lockdown Mode: whatever were fetched would be for nothing.
    if (typeof WebAssembly === "undefined") return this.#fail("unsupported", "This browser has no WebAssembly");
    this.#began = performance.now();
    this.#to("loading");
    const { runtime } = this.#config;
    const order = sparing() ? runtime.smallest : runtime.quickest;
    const touch = navigator.maxTouchPoints;
    const { twin } = this.#config.worker;
    const config = JSON.stringify({ runtime, of: this.#asked, order, touch, twin });
    const waiting = globalThis.planswitchThread;
    globalThis.planswitchThread = undefined;
    try {
      // What a new worker has to know is its name: a message would lie until the page has time to pass it on.
      this.#worker = waiting ?? new Worker(this.#config.worker.url, { type: "module", name: config });
      waiting?.postMessage(config);
    } catch (error) {
      this.#fail("worker", /** @type {Error} */ (error).message);
      return;
    }
    this.#worker.onmessage = ({ data }) => this.#hear(data);
    this.#worker.onerror = (event) => {
      event.preventDefault();
      this.#look().then(() => this.#fail("worker", event.message ?? "The worker could not be loaded"));
    };
    this.#wait();
  }

  #began = 0;
  /** @type {Promise<unknown> | undefined} */
  #looked;

  /** Has the browser look at the worker's script, which it has just fetched, and says so when it is not what was built. */
  #look() {
    const { url, digest } = this.#config.worker;
    this.#looked ??= fetch(url, { cache: "force-cache", integrity: digest }).catch(async () => {
      const { status } = await fetch(url, { method: "HEAD" }).catch(() => ({ status: 0 }));
      if (status) this.#fail(status === 200 ? "corrupt" : "gone", `${url} is not what was built`);
    });
    return this.#looked;
  }

  #wait() {
    clearTimeout(this.#watch);
    if (this.state !== "loading") return;
    this.#watch = setTimeout(() => this.#fail("stalled", `Nothing was heard for ${PATIENCE / 1000} s`), PATIENCE);
  }

  /** What the worker says; see there. @param {any} message */
  #hear(message) {
    this.#wait();
    this.#look();
    switch (message.type) {
      case "progress":
        this.dispatchEvent(new CustomEvent("progress", { detail: { fraction: message.fraction } }));
        break;
      case "refused":
        console.info(`Python: could not start from ${message.way} (${message.reason}: ${message.message})`);
        break;
      case "ready":
        this.#look().then(() => this.#ready(message.way));
        break;
      case "failed":
        this.#fail(message.reason, message.message);
        break;
      case "result":
        this.#look().then(() => this.#take(message.id)?.resolve(message.text));
        break;
      case "error":
        this.outdated ||= OUTDATED.has(message.reason);
        this.#take(message.id)?.reject(new PythonError(message.reason, message.message));
    }
  }

  /** @param {string} way */
  #ready(way) {
    if (this.#error) return;
    this.way = way;
    console.info(`Python: started from ${way} in ${Math.round(performance.now() - this.#began)} ms`);
    this.#to("ready", { way });
    this.#settle?.resolve();
  }

  /** @param {number} id */
  #take(id) {
    const call = this.#calls.get(id);
    this.#calls.delete(id);
    this.dispatchEvent(new Event("answer"));
    return call;
  }

  /** @param {string} reason @param {string} message */
  #fail(reason, message) {
    if (this.#error) return;
    this.#error = new PythonError(reason, message);
    this.reason = reason;
    this.outdated = OUTDATED.has(reason);
    console[this.outdated || this.unsupported ? "warn" : "error"](`Python: ${reason}: ${message}`);
    this.#worker?.terminate();
    this.#to("failed", { reason });
    this.#settle?.reject(this.#error);
    for (const id of [...this.#calls.keys()]) this.#take(id)?.reject(this.#error);
  }

  /** @param {PythonRuntime["state"]} state @param {object} detail */
  #to(state, detail = {}) {
    this.state = state;
    this.#wait();
    this.dispatchEvent(new CustomEvent("state", { detail: { state, ...detail } }));
  }
}

/** A copy whose URLs no longer depend on the page. @param {any} value @param {string} base of the relative URLs @returns {any} */
function absolute(value, base, key = "") {
  if (typeof value === "string") return key === "url" ? new URL(value, base).href : value;
  if (value === null || typeof value !== "object" || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, absolute(part, base, name)]));
}

/** @param {PageConfig} config */
const root = ({ base = "" }) => new URL(base, document.baseURI).href;

/** Whether bytes are few or dear: then the way with the fewest is taken. */
function sparing() {
  const { saveData, effectiveType = "4g" } = navigator.connection ?? {};
  return saveData || effectiveType !== "4g" || slow();
}

/** How quickly something has come (megabit a second). @param {PerformanceResourceTiming} entry */
const megabits = ({ transferSize, responseStart, responseEnd }) =>
  (transferSize * 8) / 1000 / Math.max(responseEnd - responseStart - BUSY, 0);

/** Whether the page itself has come so quickly that nothing more has to be measured. */
export function quick() {
  const [page] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType("navigation"));
  const waited = page.responseStart - page.requestStart;
  return page.responseEnd > 0 && waited < NEAR && !(megabits(page) < SLOW);
}

/** Whether Python may be fetched before anybody asks for it: the connection is known to cost nothing, and to be quick. */
export const affordable = () => ["ethernet", "wifi"].includes(/** @type {string} */ (navigator.connection?.type)) && !sparing();

/** Whether the page itself came slowly; `navigator.connection.downlink` is a guess until much has been downloaded. */
function slow() {
  const speeds = /** @type {PerformanceResourceTiming[]} */ (performance.getEntriesByType("resource"))
    .filter((entry) => entry.transferSize >= TELLING && entry.responseEnd > entry.responseStart)
    .map(megabits);
  try {
    if (speeds.length) localStorage.setItem(MEMORY, String(Math.max(...speeds) < SLOW));
    return localStorage.getItem(MEMORY) === "true";
  } catch {
    return speeds.length > 0 && Math.max(...speeds) < SLOW; // no storage: this visit has to do
  }
}

/** @type {PythonRuntime | undefined} */
let runtime;

/**
 * The runtime of this visit. The first call decides where it comes from; a later one only adds its language.
 *
 * @param {PageConfig} config
 * @returns {PythonRuntime}
 */
export function python(config) {
  runtime ??= new PythonRuntime(config);
  runtime.speak(config);
  return runtime;
}
