/** Python for a visit, seen from the page: with a worker that says only what a test lets it say. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

const SCRIPT = readFileSync(new URL("../../generator/planswitch/assets/explorer/python.js", import.meta.url), "utf8");
const CONFIG = {
  worker: { url: "worker.js", digest: "sha256-x" },
  scripts: "",
  catalogue: {},
  digest: "sha256:x",
  locale: "en",
  translations: null,
  runtime: { quickest: ["snapshot", "stock"], smallest: ["stock", "snapshot"], ways: {} },
};
const SECOND = 1000;

/** A page that has just been opened, and its worker once Python is wanted. */
async function visit({ connection, seconds, slow = null } = {}) {
  const workers = [];
  const kept = new Map([["planswitch.slow", slow]]);
  class Worker {
    constructor(url, { name }) {
      Object.assign(this, { url, told: JSON.parse(name), heard: [], ended: false });
      workers.push(this);
    }
    postMessage(message) {
      this.heard.push(message);
    }
    terminate() {
      this.ended = true;
    }
    says(message) {
      this.onmessage({ data: message });
    }
  }
  const entry = { transferSize: 100_000, responseStart: 50, responseEnd: 50 + seconds * SECOND };
  const page = {
    Worker,
    document: { baseURI: "https://site.test/en/" },
    navigator: { maxTouchPoints: 0, connection },
    localStorage: { getItem: (key) => kept.get(key), setItem: (key, value) => kept.set(key, value) },
    performance: { now: () => 0, getEntriesByType: () => (seconds === undefined ? [] : [entry]) },
    console: { info() {}, warn() {}, error() {} },
    fetch: async () => new Response(),
  };
  // A page of its own: what a module keeps stays with its address, and its globals are what it is given here.
  const given = `const { ${Object.keys(page)} } = globalThis.pages[${visit.pages.push(page) - 1}];\n`;
  const { python } = await import(`data:text/javascript;base64,${Buffer.from(given + SCRIPT).toString("base64")}`);
  return { python: python(CONFIG), speak: python, workers, kept };
}
visit.pages = globalThis.pages = [];

const reason = (promise) => promise.then(() => "none", (error) => error.reason);

test("with nothing heard for a minute, the start has failed and the worker ends", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const { python, workers } = await visit();
  const asked = [reason(python.ask({})), reason(python.start())];
  context.mock.timers.tick(60 * SECOND - 1);
  assert.deepEqual([python.state, workers[0].ended], ["loading", false]);
  context.mock.timers.tick(1);
  assert.deepEqual([python.state, workers[0].ended], ["failed", true]);
  assert.deepEqual(await Promise.all([...asked, reason(python.ask({}))]), ["stalled", "stalled", "stalled"]);
});

test("a thread that waits already is told everything, and taken once", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const { python, workers } = await visit();
  const heard = [];
  globalThis.planswitchThread = { postMessage: (message) => heard.push(JSON.parse(message)), terminate() {} };
  const thread = globalThis.planswitchThread;
  const started = reason(python.start());
  assert.deepEqual([workers.length, heard.length, heard[0].order], [0, 1, ["snapshot", "stock"]]);
  thread.onmessage({ data: { type: "failed", reason: "network" } });
  assert.equal(await started, "network");
  python.retry();
  assert.deepEqual([workers.length, heard.length, workers[0].told.order], [1, 1, ["snapshot", "stock"]]);
});

test("whatever is heard gives it another minute", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const { python, workers } = await visit();
  const started = reason(python.start());
  for (const message of [{ type: "progress", fraction: 0.5 }, { type: "refused", way: "snapshot" }]) {
    context.mock.timers.tick(60 * SECOND - 1);
    workers[0].says(message);
  }
  context.mock.timers.tick(60 * SECOND - 1);
  assert.equal(python.state, "loading");
  context.mock.timers.tick(1);
  assert.equal(await started, "stalled");
});

test("once Python runs, an answer may take as long as it likes", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const { python, workers } = await visit();
  const answer = python.ask({ from: "a" });
  workers[0].says({ type: "ready", way: "snapshot" });
  await python.start();
  context.mock.timers.tick(3600 * SECOND);
  assert.equal(python.state, "ready");
  workers[0].says({ type: "result", id: 0, text: '{"answer": 1}' });
  assert.deepEqual(await answer, { answer: 1 });
});

test("it is loaded when it has answered what it was asked meanwhile, or could not", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  for (const said of [{ type: "result", text: "{}" }, { type: "error", reason: "python", message: "?" }, { type: "failed", reason: "python", message: "?" }]) {
    const { python, workers } = await visit();
    const answer = reason(python.ask({ from: "a" }));
    let loaded = false;
    const ending = python.loaded().then(() => (loaded = true));
    workers[0].says({ type: "ready", way: "snapshot" });
    await python.start();
    await new Promise((later) => setImmediate(later));
    assert.equal(loaded, false);
    workers[0].says({ id: 0, ...said });
    await answer;
    await ending;
  }
});

test("a slow or metered network gets the fewest bytes, and the next visit remembers it", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  for (const [connection, seconds, first] of [
    [{ effectiveType: "4g", saveData: false }, 0.01, "snapshot"],
    [{ effectiveType: "4g", saveData: true }, 0.01, "stock"],
    [{ effectiveType: "3g", saveData: false }, 0.01, "stock"],
    [{ effectiveType: "4g", saveData: false }, 1, "stock"],
    [undefined, 1, "stock"],
    [undefined, undefined, "snapshot"],
  ]) {
    const { python, workers, kept } = await visit({ connection, seconds });
    python.start();
    assert.equal(workers[0].told.order[0], first, JSON.stringify([connection, seconds]));
    const measured = seconds !== undefined && (connection ?? { effectiveType: "4g" }).effectiveType === "4g";
    if (!measured || connection?.saveData) continue;
    const slow = seconds === 1 ? "true" : "false";
    assert.equal(kept.get("planswitch.slow"), slow);
    const next = await visit({ slow });
    next.python.start();
    assert.equal(next.workers[0].told.order[0], slow === "true" ? "stock" : "snapshot");
  }
});

const OLD = { ...CONFIG, edition: "2014", catalogue: { url: "old.json" }, digest: "sha256:old" };

/** Of which edition, catalogue and language each call was. @param {any} worker */
const calls = ({ heard }) => heard.map((/** @type {any} */ { of: { edition, catalogue, locale } }) => [edition, catalogue.url, locale]);

test("pages of several editions share one Python, which begins with the page's own", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const { python, speak, workers } = await visit();
  speak(OLD);
  python.start();
  assert.equal(workers[0].told.of.edition, "2014");
  speak({ ...OLD, locale: "it" });
  assert.equal(workers.length, 1);
});

test("a question is of the edition that it says, or else of the page's", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const { python, speak, workers } = await visit();
  python.ask({ from: "a" });
  speak(OLD);
  python.ask({ from: "a" });
  python.ask({ from: "a", edition: "" });
  speak({ ...OLD, locale: "it" });
  python.ask({ from: "a" });
  python.ask({ from: "a", locale: "en" });
  const old = "https://site.test/en/old.json";
  assert.deepEqual(calls(workers[0]), [["", undefined, "en"], ["2014", old, "en"], ["", undefined, "en"], ["2014", old, "it"], ["2014", old, "en"]]);
});

test("what a page says of an edition is compared with what was said of that edition", async () => {
  for (const [config, state] of [
    [OLD, "idle"],
    [{ ...OLD, digest: "sha256:x" }, "idle"],
    [{ ...CONFIG, digest: "sha256:other" }, "failed"],
    [{ ...OLD, runtime: { ...CONFIG.runtime, ways: { stock: { wasm: { url: "other.wasm" } } } } }, "failed"],
    [{ ...OLD, scripts: "other" }, "failed"],
  ]) {
    const { python, speak } = await visit();
    speak(config);
    assert.equal(python.state, state, JSON.stringify(config));
  }
});
