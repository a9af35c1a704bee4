/**
 * The worker in which our Python runs: it loads the runtime, opens the service of `generator/rules` and answers calls.
 *
 * It asks the network for the addresses it was given and for nothing else. Python is started in one of three ways, each
 * the fallback of the one before: from a memory `snapshot` in which the rules are already imported, from `bytecode` of
 * just the modules that are needed, or from the `stock` standard library with the rules as source.
 *
 * @typedef {{url: string, size: number, digest: string}} File  digest: SHA-256 in hexadecimal
 * @typedef {object} Way
 * @property {File} wasm        Python itself, as far as the rules call it
 * @property {File} [rest]      the rest of it, fetched when something else is called after all
 * @property {File} script      what Emscripten made to go with it, a module
 * @property {File} [snapshot]  its memory
 * @property {File} [library]   what it imports
 * @property {File} [rules]     ours, if they are not in there
 * @typedef {object} Runtime
 * @property {File} loader   Pyodide's loader, a module
 * @property {object} lock   Pyodide's lock file, without packages
 * @property {Record<string, Way>} ways
 * @typedef {{runtime: Runtime, order: string[], watched: boolean, touch: number, catalogue: File, digest: string}} Config
 *
 * Its name is its configuration, as JSON. It takes these messages:
 *   {type: "language", locale, file: File | null}, {type: "call", id, method, text, locale}
 * and sends these:
 *   {type: "progress", fraction}, {type: "refused", way, reason, message}, {type: "ready", way},
 *   {type: "failed", reason, message}, {type: "result", id, text}, {type: "error", id, reason, message}
 */

const EMPTY_ZIP = Uint8Array.of(0x50, 0x4b, 5, 6, ...new Array(18).fill(0));
/** Bytes in a page of memory, as snapshots count them. */
const PAGE = 4096;
const SNAPSHOT_MAGIC = 0x33535350; // "PSS3"
/** Bytes with which a snapshot begins. */
const HEAD = 24;
/**
 * WebAssembly that takes a memory, e.memory, and offers s(from, to, sum) => sum: for each word of 32 bits, 31 times what
 * it was, and the word. JavaScript that has just been loaded needs several times as long for so many words.
 */
const CHECK_SUM = Uint8Array.of(
  ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
  ...[1, 8, 1, 0x60, 3, 0x7f, 0x7f, 0x7f, 1, 0x7f], // the type of s
  ...[2, 13, 1, 1, 0x65, 6, 0x6d, 0x65, 0x6d, 0x6f, 0x72, 0x79, 2, 0, 0], // e.memory
  ...[3, 2, 1, 0],
  ...[7, 5, 1, 1, 0x73, 0, 0], // s
  ...[10, 34, 1, 32, 0, 3, 0x40], // do
  ...[0x20, 2, 0x41, 31, 0x6c, 0x20, 0, 0x28, 2, 0, 0x6a, 0x21, 2], // sum = sum * 31 + word at from
  ...[0x20, 0, 0x41, 4, 0x6a, 0x22, 0, 0x20, 1, 0x49, 0x0d, 0, 0x0b], // from += 4, while from < to
  ...[0x20, 2, 0x0b], // sum
);
/** How the names begin of what Python's parts share, as in `generator/browser/pyodide_trim/splitting.py`. */
const SHARED = "early:";
/** What the letters of Emscripten's signatures are in WebAssembly. */
const TYPES = { i: 0x7f, p: 0x7f, j: 0x7e, f: 0x7d, d: 0x7c, e: 0x6f };
const nativeFetch = self.fetch.bind(self);
/** @type {Config} */
const config = JSON.parse(self.name);
// An iPad calls itself a Mac, which Pyodide sees through by its touch points; but only pages are told of them.
navigator.maxTouchPoints ??= config.touch;

/** What went wrong, in a word for programs and a message for the console. */
class Failure extends Error {
  /** @param {string} reason @param {unknown} cause */
  constructor(reason, cause) {
    super(cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause));
    this.reason = reason;
  }

  /** @param {string} reason @returns {(cause: unknown) => never} */
  static as(reason) {
    return (cause) => {
      throw cause instanceof Failure ? cause : new Failure(reason, cause);
    };
  }
}

/** How much has arrived of what is expected; the fraction never goes back. */
const progress = {
  expected: 0,
  received: 0,
  told: 0,
  /** @param {File[]} files */
  expect(...files) {
    for (const file of files) this.expected += file.size;
  },
  /** @param {number} bytes */
  add(bytes) {
    this.received += bytes;
    const fraction = Math.min(this.received / this.expected, 1);
    if (fraction - this.told < 0.01 && fraction < 1) return;
    this.told = Math.max(fraction, this.told);
    postMessage({ type: "progress", fraction: this.told });
  },
};

/** @param {File} file */
async function request(file) {
  const response = await nativeFetch(file.url).catch(Failure.as("network"));
  if (!response.ok) throw new Failure("network", `${file.url} answered ${response.status}`);
  return response;
}

/** A file on its way: its first bytes can be used before the others are there. */
class Download {
  #reader;
  #length = 0;
  /** What has arrived, in its order: one copy less than if it were put together. @type {Uint8Array[]} */
  #pieces = [];

  /** @param {File} file */
  constructor(file) {
    this.file = file;
  }

  /** Waits for the first bytes; what comes after them waits in the network. @param {number} count */
  async first(count) {
    while (this.#length < count) {
      if (!(await this.#read())) throw new Failure("corrupt", `${this.file.url} is shorter than ${count} bytes`);
    }
    const bytes = new Uint8Array(count);
    this.copy(0, bytes);
    return bytes;
  }

  /** Waits for everything. */
  async all() {
    while (await this.#read());
    const { size, url } = this.file;
    if (this.#length !== size) throw new Failure("corrupt", `${url} has ${this.#length} bytes, not ${size}`);
    return this;
  }

  /** Fills a place with the bytes from some point on, all of which have arrived. */
  copy(from, target) {
    let at = -from; // where the piece begins in the target
    for (const piece of this.#pieces) {
      if (at >= target.length) return;
      const part = piece.subarray(Math.max(-at, 0), target.length - at);
      if (part.length) target.set(part, Math.max(at, 0));
      at += piece.length;
    }
  }

  async #read() {
    this.#reader ??= (await request(this.file)).body.getReader();
    const { done, value } = await this.#reader.read().catch(Failure.as("network"));
    if (done) return false;
    const { size, url } = this.file;
    this.#length += value.length;
    if (this.#length > size) throw new Failure("corrupt", `${url} is longer than ${size} bytes`);
    this.#pieces.push(value);
    progress.add(value.length);
    return true;
  }
}

/** Downloads a file, counts its bytes as they come, and checks its length and digest. @param {File} file */
async function download(file) {
  const bytes = new Uint8Array(file.size);
  (await new Download(file).all()).copy(0, bytes);
  // Pages that are not served over HTTPS have no `crypto.subtle`: there the length has to do.
  const digest = new Uint8Array((await crypto.subtle?.digest("SHA-256", bytes)) ?? []);
  const found = Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
  if (found && found !== file.digest) throw new Failure("corrupt", `${file.url} has the digest ${found}, not ${file.digest}`);
  return bytes;
}

/** Compiles WebAssembly while it arrives. @param {File} file */
async function compile(file) {
  const response = await request(file);
  const streaming = response.headers.get("content-type")?.startsWith("application/wasm");
  if (!streaming) return WebAssembly.compile(await response.arrayBuffer());
  // Counting takes a second reader, which pays where there is time to watch.
  if (config.watched) count(response.clone()).catch(() => {}); // whoever compiles hears of it
  const module = await WebAssembly.compileStreaming(response);
  if (!config.watched) progress.add(file.size);
  return module;
}

/** @param {Response} copy */
async function count(copy) {
  const reader = copy.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    progress.add(value.length);
  }
}

/** @param {File} file */
async function load(file) {
  const module = await import(file.url).catch(Failure.as("network"));
  progress.add(file.size);
  return module;
}

/** What could not be fetched while Python was running: then it cannot go on. @type {Failure | undefined} */
let lost;

/**
 * Python of its parts: the rest is fetched by the first call of something in it. Nobody can wait in the middle of a
 * call, so the worker stands still until then.
 *
 * @param {WebAssembly.Module} module @param {object} imports @param {File | undefined} rest
 * @param {(failure: Failure) => void} fail  called when the rest cannot be had
 */
async function instantiate(module, imports, rest, fail) {
  const { exports: early } = await WebAssembly.instantiate(module, imports);
  lost = undefined;
  passAddressed(module, imports.env, early);
  const slots = early[`${SHARED}slots`];
  const join = (number) => {
    console.info(`Python: fetching the rest of it, for its function ${number}`);
    try {
      new WebAssembly.Instance(new WebAssembly.Module(fetchNow(rest)), { ...imports, early });
    } catch (error) {
      lost = error instanceof Failure ? error : new Failure("wasm", error);
      fail(lost);
      throw lost;
    }
  };
  slots?.set(slots.length - 1, passing({ join: Object.assign(join, { sig: "vi" }) }).join);
  const own = Object.entries(early).filter(([name]) => !name.startsWith(SHARED));
  return { exports: Object.fromEntries(asInTable(own, early.__indirect_function_table)) };
}

/**
 * Exports, each function as the very object that is in the table, where Emscripten looks for it. In WebKit the two are
 * not the same: Emscripten would add each once more, and the places of all that follow would not be the snapshot's.
 *
 * @param {[string, any][]} exported @param {WebAssembly.Table} table @returns {[string, any][]}
 */
function asInTable(exported, table) {
  const functions = exported.map(([, each]) => each).filter((each) => typeof each === "function");
  const own = new Map(functions.map((each) => [each.name, each])); // its name is its number
  const found = new Map();
  for (let place = 0; place < table.length; place++) {
    const there = table.get(place);
    if (!own.has(there?.name)) continue;
    if (own.get(there.name) === there) return exported; // not WebKit
    found.set(there.name, there);
  }
  return exported.map(([name, each]) => [name, found.get(each.name) ?? each]);
}

/** Makes functions of WebAssembly of those that Python's WebAssembly wants to have in its table; of each just one. */
function passAddressed(module, env, offered) {
  const names = WebAssembly.Module.imports(module).filter((each) => each.module === "GOT.func" && !(each.name in offered));
  const found = names.map(({ name }) => [name, env[name]]).filter(([, each]) => each?.sig && !each.stub);
  const first = new Map(found.map(([name, each]) => [each, name]));
  const passed = passing(Object.fromEntries([...first].map(([each, name]) => [name, each])));
  for (const [name, each] of found) env[name] = passed[first.get(each)];
}

/**
 * Functions of JavaScript as functions of WebAssembly, which a table can hold: a module that takes and offers them.
 * Emscripten would make a module for each, and there are hundreds at each start.
 *
 * @template {Record<string, Function & {sig: string}>} Functions  sig: types of the result and of the parameters
 * @param {Functions} functions @returns {Functions}
 */
function passing(functions) {
  const all = Object.entries(functions);
  const types = (letters) => sized([...letters].filter((letter) => letter !== "v").map((letter) => TYPES[letter]));
  const sections = [
    [1, all.map(([, { sig }]) => [0x60, ...types(sig.slice(1)), ...types(sig[0])])],
    [2, all.map(([name], index) => [...string("e"), ...string(name), 0, ...leb128(index)])],
    [7, all.map(([name], index) => [...string(name), 0, ...leb128(index)])],
  ].flatMap(([number, items]) => [number, ...sized([...leb128(items.length), ...items.flat()])]);
  const module = new WebAssembly.Module(Uint8Array.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, ...sections]));
  return new WebAssembly.Instance(module, { e: functions }).exports;
}

/** @param {number} value @returns {number[]} */
const leb128 = (value) => (value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...leb128(value >>> 7)]);
/** @param {number[]} bytes */
const sized = (bytes) => [...leb128(bytes.length), ...bytes];
/** @param {string} text in ASCII */
const string = (text) => sized(Array.from(text, (letter) => letter.charCodeAt(0)));

/** A file, with everything standing still until it is there. @param {File} file @returns {ArrayBuffer} */
function fetchNow({ url, size }) {
  const request = new XMLHttpRequest();
  request.open("GET", url, false);
  request.responseType = "arraybuffer";
  try {
    request.send();
  } catch (error) {
    throw new Failure("network", error);
  }
  if (request.status !== 200) throw new Failure("network", `${url} answered ${request.status}`);
  const { byteLength } = request.response;
  if (byteLength !== size) throw new Failure("corrupt", `${url} has ${byteLength} bytes, not ${size}`);
  return request.response;
}

/** A memory snapshot as `generator/browser/prepare.mjs` packs it: what differs from the memory of a fresh runtime. */
class Snapshot {
  #download;

  /** @param {File} file */
  constructor(file) {
    this.#download = new Download(file);
  }

  /** What has to be known before Python's memory is made: its length, and what Pyodide asks of a snapshot. */
  async open() {
    const { buffer: head } = await this.#download.first(HEAD);
    const [magic, length, header, runs, low, sum] = new Uint32Array(head);
    if (magic !== SNAPSHOT_MAGIC) throw new Failure("corrupt", "This is not a snapshot");
    Object.assign(this, { length, runs, low, sum, start: HEAD + 8 + runs * 8 + header });
    const { buffer } = await this.#download.first(this.start);
    this.words = new Uint32Array(buffer, HEAD);
    [this.slots, this.trampoline] = this.words;
    this.pages = this.words.subarray(2);
    this.header = new Uint8Array(buffer, HEAD + 8 + runs * 8);
    return this;
  }

  /** Fetches the rest; to be called once nothing more urgent is on its way. */
  fetch() {
    this.arrived ??= this.#download.all();
    this.arrived.catch(() => {}); // whoever restores it hears of it
  }

  /** Makes of Pyodide's `createPyodideModule` one whose modules have the memory of the snapshot. */
  restoring(createModule) {
    return async (settings) => {
      settings.INITIAL_MEMORY = this.length;
      const module = await createModule(settings);
      await this.arrived;
      const trampoline = module.HEAPU32[this.trampoline / 4];
      this.restore(module.memory);
      // iPhones and iPads start without the quick trampoline, which their WebKit cannot run: its place stays empty.
      module.HEAPU32[this.trampoline / 4] = trampoline;
      if (!trampoline) module.wasmTable.grow(1);
      const { length } = module.wasmTable;
      if (length !== this.slots) throw new Failure("snapshot", `The table has ${length} places, not ${this.slots}`);
      return module;
    };
  }

  /** Writes the pages and checks the whole. @param {WebAssembly.Memory} memory */
  restore(memory) {
    const bytes = new Uint8Array(memory.buffer);
    if (bytes.length !== this.length) throw new Failure("snapshot", `The memory has ${bytes.length} bytes, not ${this.length}`);
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(CHECK_SUM), { e: { memory } });
    let sum = this.words.reduce((all, word) => (Math.imul(all, 31) + word) | 0, 0);
    let at = this.start;
    for (let run = 0; run < this.runs; run++) {
      const [from, to] = [this.pages[run * 2] * PAGE, (this.pages[run * 2] + this.pages[run * 2 + 1]) * PAGE];
      this.#download.copy(at, bytes.subarray(from, to));
      sum = exports.s(from, to, sum);
      at += to - from;
    }
    sum = exports.s(0, this.low, sum) >>> 0;
    if (sum !== this.sum) throw new Failure("snapshot", `The restored memory has the check sum ${sum}, not ${this.sum}`);
  }
}

/** How each part of a way comes in. */
const PARTS = {
  wasm: (file) => compile(file).catch(Failure.as("wasm")),
  script: load,
  snapshot: (file) => new Snapshot(file).open(),
  library: download,
  rules: download,
};

/** Brings in what the ways of starting need; nothing twice. */
class Starter {
  /** @type {Map<string, Promise<any>>} by address */
  #parts = new Map();

  /** @param {Config} config */
  constructor({ runtime, order, catalogue }) {
    this.runtime = runtime;
    this.bring(order[0]); // its WebAssembly takes longest, so it goes first
    progress.expect(runtime.loader, catalogue);
    this.loader = load(runtime.loader);
    this.catalogue = download(catalogue);
    for (const promise of [this.loader, this.catalogue]) promise.catch(() => {});
  }

  /** Sends for the parts of a way. @param {string} name @returns {Record<string, Promise<any>>} */
  bring(name) {
    const { rest, ...way } = this.runtime.ways[name];
    for (const [part, file] of Object.entries(way)) {
      if (this.#parts.has(file.url)) continue;
      progress.expect(file);
      const coming = PARTS[part](file);
      coming.catch(() => {}); // whoever boots hears of it
      this.#parts.set(file.url, coming);
    }
    return Object.fromEntries(Object.entries(way).map(([part, { url }]) => [part, this.#parts.get(url)]));
  }

  /** @param {string} name */
  async boot(name) {
    const parts = this.bring(name);
    // The network is for the WebAssembly first: the memory is needed later.
    parts.wasm.finally(async () => (await parts.snapshot)?.fetch()).catch(() => {});
    const [{ loadPyodide }, script, taken, library, rules] = await Promise.all([
      this.loader,
      parts.script,
      parts.snapshot,
      parts.library,
      parts.rules,
    ]);
    const create = taken ? taken.restoring(script.default) : script.default;
    const options = { createPyodideModule: create, _loadSnapshot: taken?.header };
    const { rest } = this.runtime.ways[name];
    const pyodide = await this.run(loadPyodide, parts.wasm, rest, library ?? EMPTY_ZIP, options);
    if (rules) {
      pyodide.FS.writeFile("/rules.zip", rules);
      pyodide.runPython("import sys; sys.path.append('/rules.zip')");
    }
    return pyodide;
  }

  /** Runs Pyodide's loader on what has been downloaded; an error in WebAssembly, which it keeps to itself, counts. */
  run(loadPyodide, wasm, rest, library, options) {
    return new Promise((resolve, reject) => {
      self.fetch = async (url) => {
        const name = new URL(url).pathname;
        if (name === "/library.zip") return new Response(library);
        if (name === "/pyodide.asm.wasm") return new Response();
        throw new TypeError(`Python may not ask for ${url}`);
      };
      WebAssembly.instantiateStreaming = async (_response, imports) => {
        try {
          const module = await wasm;
          return { module, instance: await instantiate(module, imports, rest, reject) };
        } catch (error) {
          reject(error);
          throw error;
        }
      };
      loadPyodide({
        indexURL: "planswitch:/",
        stdLibURL: "planswitch:/library.zip",
        packageBaseUrl: "planswitch:/",
        lockFileContents: this.runtime.lock,
        _sysExecutable: "python",
        env: { LANG: "C.UTF-8" },
        ...options,
      }).then(resolve, reject);
    });
  }
}

/** The service of `generator/rules`, once Python runs. */
class Service {
  /** @param {any} pyodide @param {string} catalogue @param {string} digest */
  constructor(pyodide, catalogue, digest) {
    this.pyodide = pyodide;
    this.getattr = pyodide.pyimport("builtins.getattr");
    const open = pyodide.pyimport("generator.rules.service.Service");
    this.service = open(catalogue);
    open.destroy();
    const opened = this.service.catalogue;
    const found = opened.digest;
    opened.destroy();
    if (found !== digest) throw new Failure("catalogue", `The catalogue is ${found}, the page is of ${digest}`);
  }

  /** Calls a method and lets go of everything it was called with. @param {string} name */
  call(name, ...values) {
    if (!/^[a-z]\w*$/.test(name)) throw new TypeError(`“${name}” is not a method of the service`);
    const method = this.getattr(this.service, name);
    try {
      return method(...values);
    } finally {
      method.destroy();
    }
  }

  /** @param {string} locale @param {Uint8Array} compiled */
  addLanguage(locale, compiled) {
    const bytes = this.pyodide.toPy(compiled);
    try {
      this.call("add_language", locale, bytes);
    } finally {
      bytes.destroy();
    }
  }
}

/** Tries one way after the other. @returns {Promise<Service>} */
async function start() {
  const starter = new Starter(config);
  let last;
  for (const way of config.order) {
    try {
      const pyodide = await starter.boot(way);
      const catalogue = new TextDecoder().decode(await starter.catalogue);
      const service = new Service(pyodide, catalogue, config.digest);
      postMessage({ type: "ready", way });
      return service;
    } catch (error) {
      last = error instanceof Failure ? error : new Failure("start", error);
      postMessage({ type: "refused", way, reason: last.reason, message: last.message });
      await Promise.all([starter.loader, starter.catalogue]); // what they share cannot be replaced
    }
  }
  throw last;
}

const service = start();
service.catch((error) => {
  const failure = error instanceof Failure ? error : new Failure("start", error);
  postMessage({ type: "failed", reason: failure.reason, message: failure.message });
});
/** @type {Map<string, Promise<void>>} */
const languages = new Map();

async function addLanguage(locale, file) {
  const compiled = file ? await download(file) : new Uint8Array();
  (await service).addLanguage(locale, compiled);
}

const handlers = {
  language({ locale, file }) {
    if (file) progress.expect(file);
    const added = addLanguage(locale, file);
    added.catch(() => {});
    languages.set(locale, added);
  },

  async call({ id, method, text, locale }) {
    try {
      const ready = await service;
      await languages.get(locale);
      postMessage({ type: "result", id, text: ready.call(method, text) });
    } catch (error) {
      if (lost) postMessage({ type: "failed", reason: lost.reason, message: lost.message });
      else postMessage({ type: "error", id, reason: error.reason ?? "python", message: error.message });
    }
  },
};

self.onmessage = ({ data }) => handlers[data.type](data);
