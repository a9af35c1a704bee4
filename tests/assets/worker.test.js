/**
 * How the worker starts, whatever is wrong with what it fetches: with a loader that only does what ours asks of it, so
 * that every combination of faults can be tried. `tests/browser/test_python_runtime.py` has the real Python.
 */

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import test from "node:test";

const WAYS = {
  snapshot: ["wasm", "script", "snapshot"],
  bytecode: ["wasm", "script", "library"],
  stock: ["stock.wasm", "stock.js", "stock.zip", "rules"],
};
const PARTS = { "stock.wasm": "wasm", "stock.js": "script", "stock.zip": "library" };
const FILES = [...new Set(Object.values(WAYS).flat())];
const DIGEST = "sha256:right";
const SLOTS = 7;
const MEMORY = 65536;
/** Bytes of a piece of a large file. */
const PIECE = 262144;
/** How many bytes arrive at a time: no whole number of them is a piece. */
const CHUNK = 600_001;

const TABLE = [..."__indirect_function_table"].map((letter) => letter.charCodeAt(0));
/** WebAssembly with nothing but its table. */
const WASM = Uint8Array.of(
  ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 4, 4, 1, 0x70, 0, 0],
  ...[7, TABLE.length + 4, 1, TABLE.length, ...TABLE, 1, 0],
);
const MAGIC = 0x33535350;
/** What its check sum is of: the table's places, where the trampoline is, and four words of memory that begin with it. */
const SUM = [SLOTS, 0, 1, 0, 0, 0].reduce((sum, word) => (Math.imul(sum, 31) + word) | 0, 0);
/** A snapshot of a memory in which there is nothing, and the check sum of that. */
const SNAPSHOT = new Uint8Array(Uint32Array.of(MAGIC, MEMORY, 0, 0, 16, SUM, SLOTS, 0).buffer);
const SCRIPT = `export default async (settings) => {
  const memory = new WebAssembly.Memory({ initial: 1 });
  const HEAPU32 = new Uint32Array(memory.buffer);
  HEAPU32[0] = settings.trampoline ?? 0;
  return { memory, HEAPU32, wasmTable: { length: ${SLOTS}, grow() {} } };
};`;
const LOADER = `export const loadPyodide = (options) => globalThis.loadPyodide(options);`;

const CONTENTS = {
  wasm: WASM,
  script: SCRIPT,
  snapshot: SNAPSHOT,
  library: "byte code ".repeat(150_000),
  "stock.wasm": WASM,
  "stock.js": `// stock\n${SCRIPT}`,
  "stock.zip": "library",
  rules: "rules",
  catalogue: "{}",
  other: "{ }",
  words: "translations",
  loader: LOADER,
};
const bytes = (content) => (typeof content === "string" ? new TextEncoder().encode(content) : content);
const isScript = (name) => ["script", "stock.js", "loader"].includes(name);
const FAULTS = {
  missing: () => null,
  short: (content) => content.subarray(0, content.length >> 1),
  longer: (content) => Buffer.concat([content, Buffer.from(" ")]), // still a script, but not the one
  corrupt: (content) => content.map((byte, index) => (index > content.length - 6 ? byte ^ 0x55 : byte)),
  "corrupt in their middle": (content) => content.map((byte, index) => (index === content.length >> 1 ? byte ^ 0x55 : byte)),
};

const HERE = new URL("../../generator/planswitch/browser/worker.js", import.meta.url);
/** What it imports is named in full: it has no place of its own here. */
const WORKER = readFileSync(HERE, "utf8").replace(/(?<=from )"(.+)"/, (_, path) => JSON.stringify(new URL(path, HERE)));
/** @param {Uint8Array} content */
const digested = (content) => createHash("sha256").update(content).digest();
/** As `integrity` has it. @param {Uint8Array} content */
const sha256 = (content) => `sha256-${digested(content).toString("base64")}`;
/** Parts of some content, one after the other. @param {Uint8Array} content @param {number} size */
const cut = (content, size) => Array.from({ length: Math.ceil(content.length / size) }, (_, at) => content.subarray(at * size, (at + 1) * size));
/** What is told of a large file beside its digest. @param {Uint8Array} content */
const inPieces = (content) => content.length > PIECE && { pieces: sha256(Buffer.concat(cut(content, PIECE).map(digested))) };
/** A script in its address. @param {string | Uint8Array} content */
const address = (content) => `data:text/javascript;base64,${Buffer.from(content).toString("base64")}`;

/** Lets a worker start, and tells what it said and asked for. @param {Record<string, keyof FAULTS>} faults by file */
async function start(faults, { order = Object.keys(WAYS), digest = DIGEST, told = false } = {}) {
  const said = [];
  const asked = [];
  const sent = new Map();
  const file = (name) => {
    const whole = bytes(CONTENTS[name]);
    const content = faults[name] ? FAULTS[faults[name]](whole) : whole;
    // Node does not import over HTTP: a script is in its address, a missing one at an address where there is none.
    const url = !isScript(name)
      ? `https://site.test/${name}`
      : content
        ? address(content)
        : `file:///nowhere/${name}.js`;
    sent.set(url, content);
    return { url, size: whole.length, digest: sha256(whole), ...inPieces(whole) };
  };
  const files = Object.fromEntries(Object.keys(CONTENTS).map((name) => [name, file(name)]));
  const ways = Object.fromEntries(
    Object.entries(WAYS).map(([way, names]) => [way, Object.fromEntries(names.map((name) => [PARTS[name] ?? name, files[name]]))]),
  );
  const runtime = { ways, loader: files.loader, lock: {} };
  const own = { fetch: globalThis.fetch, instantiateStreaming: WebAssembly.instantiateStreaming };
  globalThis.self = globalThis;
  const of = { edition: "", digest, catalogue: files.catalogue, locale: "en", translations: null };
  const config = JSON.stringify({ runtime, order, watched: false, touch: 0, of });
  globalThis.name = told ? "" : config;
  globalThis.fetch = async (url, { integrity, method, cache } = {}) => {
    if (method !== "HEAD" && !cache) asked.push(url);
    const content = sent.get(url);
    const type = url.endsWith("wasm") ? "application/wasm" : "application/octet-stream";
    if (!content) return new Response("", { status: 404 });
    if (method === "HEAD") return new Response();
    if (integrity && integrity !== sha256(content)) throw new TypeError("Failed to fetch");
    return new Response(ReadableStream.from(cut(content, CHUNK)), { headers: { "content-type": type } });
  };
  globalThis.loadPyodide = async ({ createPyodideModule, _loadSnapshot }) => {
    await WebAssembly.instantiateStreaming(await fetch("planswitch:/pyodide.asm.wasm"), { env: {} });
    await fetch("planswitch:/library.zip");
    await createPyodideModule({ trampoline: 1 });
    return pyodide(Boolean(_loadSnapshot));
  };
  const ended = new Promise((done) => {
    globalThis.postMessage = (message) => {
      said.push(message);
      if (["ready", "failed"].includes(message.type)) done(message);
    };
  });
  // It speaks to its own page, also when others have come since, and Node must not know it already.
  const running = import(address(`const postMessage = globalThis.postMessage;\n${WORKER}\n// ${start.count++}`));
  if (told) {
    globalThis.onmessage = undefined;
    while (!globalThis.onmessage) await new Promise((later) => setTimeout(later));
    assert.deepEqual(asked, [], "it does nothing until it is told");
    globalThis.onmessage({ data: config });
  }
  await running;
  const end = await ended;
  Object.assign(globalThis, { fetch: own.fetch });
  WebAssembly.instantiateStreaming = own.instantiateStreaming;
  const fractions = said.filter(({ type }) => type === "progress").map(({ fraction }) => fraction);
  assert.deepEqual(fractions, [...fractions].sort(), "progress never goes back");
  assert.equal(new Set(asked).size, asked.length, "nothing is asked for twice");
  return { end, refused: said.filter(({ type }) => type === "refused"), asked, call: globalThis.onmessage, said, files, of };
}
start.count = 0;

/** As much of Pyodide as the worker calls. */
function pyodide() {
  const destroy = () => {};
  const own = { catalogue: { digest: DIGEST, destroy }, add_language() {}, answer: (text) => `answered ${text}`, _secret: () => "told" };
  const Service = Object.assign(() => own, { destroy });
  const getattr = (object, name) => Object.assign((...values) => object[name](...values), { destroy });
  return {
    FS: { writeFile() {} },
    toPy: () => ({ destroy }),
    runPython() {},
    pyimport: (name) => (name === "builtins.getattr" ? getattr : Service),
  };
}

/** Every set of files, up to a size. */
const subsets = (names, most) => names.reduce((all, name) => [...all, ...all.map((each) => [...each, name])], [[]]).filter(({ length }) => length <= most);

for (const fault of Object.keys(FAULTS)) {
  test(`whichever files are ${fault}, the first way that is whole is taken`, async () => {
    for (const faulty of subsets(FILES, fault === "missing" ? 3 : 2)) {
      const whole = Object.keys(WAYS).find((way) => !WAYS[way].some((name) => faulty.includes(name)));
      const { end, refused } = await start(Object.fromEntries(faulty.map((name) => [name, fault])));
      const before = Object.keys(WAYS).slice(0, whole ? Object.keys(WAYS).indexOf(whole) : undefined);
      assert.deepEqual([end.type, end.way], whole ? ["ready", whole] : ["failed", undefined], faulty.join());
      assert.deepEqual(refused.map(({ way }) => way), before, faulty.join());
    }
  });
}

test("the order of the ways is the page's", async () => {
  for (const order of [["stock"], ["bytecode", "snapshot"], ["stock", "snapshot"]]) {
    const { end, asked } = await start({}, { order });
    assert.equal(end.way, order[0]);
    assert.equal(asked.includes("https://site.test/snapshot"), false);
  }
});

test("a worker that nothing was told at its beginning waits for the first message", async () => {
  const { end, call } = await start({}, { told: true, order: ["bytecode"] });
  assert.deepEqual([end.type, end.way], ["ready", "bytecode"]);
  assert.ok(call.toString().includes("handlers"));
});

test("why it failed is a word that programs understand", async () => {
  for (const [faults, reason] of [
    [{ loader: "missing" }, "gone"],
    [{ loader: "longer" }, "corrupt"],
    [{ catalogue: "missing" }, "gone"],
    [{ catalogue: "corrupt" }, "corrupt"],
    [{ catalogue: "short" }, "corrupt"],
    [{ wasm: "missing", "stock.wasm": "missing" }, "gone"],
    [{ wasm: "short", "stock.wasm": "short" }, "corrupt"],
    [{ script: "missing", "stock.js": "missing" }, "gone"],
    [{ script: "missing", "stock.js": "longer" }, "corrupt"],
    [{ wasm: "missing", "stock.zip": "corrupt" }, "corrupt"],
  ]) {
    const { end } = await start(faults);
    assert.deepEqual([end.type, end.reason], ["failed", reason], JSON.stringify(faults));
    assert.ok(end.message);
  }
});

test("what every way needs is not tried a second time", async () => {
  for (const name of ["loader", "catalogue"]) {
    const { end, refused } = await start({ [name]: "missing" });
    assert.equal(end.type, "failed", name);
    assert.ok(refused.length < 2, name);
  }
});

test("a page of another edition is refused", async () => {
  const { end } = await start({}, { digest: "sha256:another" });
  assert.deepEqual([end.type, end.reason], ["failed", "catalogue"]);
});

test("only methods of the service are called", async () => {
  const { call, said, of } = await start({});
  const told = async (method) => {
    await call({ data: { type: "call", id: 1, method, text: "x", of } });
    return said.at(-1);
  };
  assert.deepEqual(await told("answer"), { type: "result", id: 1, text: "answered x" });
  for (const method of ["_secret", "__class__", "Answer", "an.swer", ""]) {
    const { type, reason, message } = await told(method);
    assert.deepEqual([type, reason, message], ["error", "python", `“${method}” is not a method of the service`]);
  }
  assert.equal((await told("nothing")).type, "error");
});

/** Asks a worker that has started. @param {any} worker @param {object} other  than what it began with */
async function ask({ call, said, of }, other) {
  await call({ data: { type: "call", id: 1, method: "answer", text: "x", of: { ...of, ...other } } });
  return said.at(-1);
}

test("another edition is opened when somebody asks, and once", async () => {
  const worker = await start({});
  const { asked, files } = worker;
  const old = { edition: "2014", catalogue: files.other, translations: files.words };
  const own = [files.other.url, files.words.url];
  const fetched = () => asked.filter((/** @type {string} */ url) => own.includes(url));
  assert.deepEqual(fetched(), []);
  for (let time = 0; time < 3; time++) assert.deepEqual(await ask(worker, old), { type: "result", id: 1, text: "answered x" });
  assert.deepEqual(fetched().sort(), own.sort());
  assert.equal((await ask(worker, { ...old, locale: "it", translations: null })).type, "result");
  assert.equal(fetched().length, 2, "another language of it needs no other catalogue");
});

test("an edition that is not what a page says fails alone", async () => {
  const worker = await start({ words: "missing" });
  const { files } = worker;
  const reasons = [
    await ask(worker, { edition: "2014", catalogue: files.other, digest: "sha256:another" }),
    await ask(worker, { edition: "2023", catalogue: files.other, translations: files.words }),
    await ask(worker, {}),
  ];
  assert.deepEqual(reasons.map(({ reason }) => reason), ["catalogue", "gone", undefined]);
});
