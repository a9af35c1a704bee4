/**
 * The worker in which our Python runs: it loads the runtime, opens the service of `planswitch.rules` and answers calls.
 *
 * It asks the network for the addresses it was given and for nothing else. Python is started in one of three ways, each
 * the fallback of the one before: from a memory `snapshot` in which the rules are already imported, from `bytecode` of
 * just the modules that are needed, or from the `stock` standard library with the rules as source.
 *
 * Whatever arrives is used at once and looked at beside: no answer leaves before all that it rests on is known to be
 * what was built.
 *
 * A file that comes packed is at its address only where the host sends its twin that brotli made, as it sends this script.
 * Everywhere else it is fetched as gzip made it, and unpacked here while it arrives.
 *
 * @typedef {Planswitch.File} File
 * @typedef {object} Way
 * @property {File} wasm        Python itself, as far as the rules call it
 * @property {File} [rest]      the rest of it, fetched when something else is called after all
 * @property {File} script      what Emscripten made to go with it, a module
 * @property {File} [snapshot]  its memory
 * @property {File} [library]   what it imports
 * @property {File} [rules]     ours, if they are not in there
 * @typedef {object} Runtime
 * @property {File} loader   Pyodide's loader, a module
 * @property {File} [gunzip]  what unpacks the rest of Python, a module
 * @property {object} lock   Pyodide's lock file, without packages
 * @property {Record<string, Way>} ways
 * @typedef {{runtime: Runtime, order: string[], touch: number, twin: number, of: Told}} Config
 *   twin: size of what brotli made of this script
 *
 * Its name is its configuration, as JSON; a worker without a name waits for that as its first message. It begins with
 * one edition in one language, and others come when somebody asks. It takes this message:
 *   {type: "call", id, method, text, of: Told}
 * and sends these:
 *   {type: "progress", fraction}, {type: "refused", way, reason, message}, {type: "ready", way},
 *   {type: "failed", reason, message}, {type: "result", id, text}, {type: "error", id, reason, message}
 */

import { instantiate } from "./pyodide_trim/instantiate.mjs";

const EMPTY_ZIP = Uint8Array.of(0x50, 0x4b, 5, 6, ...Array(18).fill(0));
/** Bytes of a piece, as `parts.py` counts them. */
const PIECE = 262144;
/** Bytes in a page of memory, as snapshots count them. */
const PAGE = 4096;
const SNAPSHOT_MAGIC = 0x33535350; // "PSS3"
/** Bytes with which a snapshot begins. */
const HEAD = 24;
/** WebAssembly that multiplies by 31, and that puts a word of the memory there. */
const TIMES_31 = [0x41, 31, 0x6c];
const word = (/** @type {number} */ offset) => [0x20, 0, 0x28, 2, offset];
/** Four words in one step: what was before has to be waited for once. */
const SUMMING = [
  ...[0, 0x03, 0x40], // do
  ...[0x20, 2, 0x41, 0x81, 0xaf, 0x38, 0x6c], // sum * 31 ** 4
  ...[...word(0), ...TIMES_31, ...word(4), 0x6a, ...TIMES_31, ...word(8), 0x6a, ...TIMES_31, ...word(12), 0x6a],
  ...[0x6a, 0x21, 2], // sum = both
  ...[0x20, 0, 0x41, 16, 0x6a, 0x22, 0, 0x20, 1, 0x49, 0x0d, 0, 0x0b], // from += 16, while from < to
  ...[0x20, 2, 0x0b], // sum
];
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
  ...[10, SUMMING.length + 2, 1, SUMMING.length, ...SUMMING],
);
/** No question that `planswitch.rules.service` reads is longer (characters). */
const LONGEST = 20_000;
const nativeFetch = self.fetch.bind(self);
/** @type {Config} */
const config = JSON.parse(self.name || (await told()));
// An iPad calls itself a Mac, which Pyodide sees through by its touch points; but only pages are told of them.
navigator.maxTouchPoints ??= config.touch;

/** Waits for the first message. @returns {Promise<string>} */
function told() {
  return new Promise((resolve) => (self.onmessage = ({ data }) => resolve(data)));
}

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

/** How often the page hears of progress (milliseconds): each message takes time from what it tells of. */
const TELLING = 50;

/** How much has arrived of what is expected; the fraction never goes back. */
const progress = {
  expected: 0,
  received: 0,
  told: 0,
  when: 0,
  later: 0,
  /** @param {File[]} files */
  expect(...files) {
    for (const file of files) this.expected += file.size;
  },
  /** @param {number} bytes */
  add(bytes) {
    this.received += bytes;
    if (this.received >= this.expected || performance.now() - this.when >= TELLING) this.tell();
    else this.later ||= setTimeout(() => this.tell(), TELLING);
  },
  /** What arrives last before a pause is told too. */
  tell() {
    clearTimeout(this.later);
    this.later = 0;
    this.when = performance.now();
    this.told = Math.max(Math.min(this.received / this.expected, 1), this.told);
    postMessage({ type: "progress", fraction: this.told });
  },
};

/** Whether the host sends the twins: it has sent this very script's, which the browser still has. */
const twins = hasTwins().catch(() => false);

async function hasTwins() {
  if (!config.twin) return false;
  const response = await nativeFetch(self.location.href, { cache: "force-cache" });
  if (response.headers.get("content-encoding") !== "br") return false;
  return Number(response.headers.get("content-length") ?? (await sent(response))) === config.twin;
}

/** How many bytes of this script were sent, where the host does not say so (Caddy). @param {Response} response */
async function sent(response) {
  await response.arrayBuffer();
  await new Promise((later) => setTimeout(later));
  return /** @type {PerformanceResourceTiming | undefined} */ (performance.getEntriesByName(response.url).at(-1))?.encodedBodySize;
}

/**
 * Sends for a file. Pages that are not served over HTTPS have no `crypto.subtle`: there the browser itself looks at the
 * digest, before it hands out the first byte, or the check sum of gzip has to do.
 *
 * @param {File} file @param {RequestInit} [options] @returns {Promise<Response>} with the file as it is
 */
async function request(file, options) {
  const { url, digest, packed } = file;
  if (packed && !(packed.includes("br") && (await twins))) return unpacked(file, options);
  const guard = crypto.subtle ? {} : { integrity: digest };
  const response = await nativeFetch(url, { ...guard, ...options }).catch(() => fault(url));
  if (packed && [404, 410].includes(response.status)) return unpacked(file, options); // no twin after all
  refuse(url, response.status);
  return response;
}

/** @param {File} file @param {RequestInit} [options] */
async function unpacked(file, options) {
  const url = `${file.url}.gz`;
  const response = await nativeFetch(url, { ...options, integrity: "" }).catch(Failure.as("network"));
  refuse(url, response.status);
  const reader = /** @type {ReadableStream<Uint8Array<ArrayBuffer>>} */ (response.body).getReader();
  const { value } = await reader.read().catch(Failure.as("network"));
  const arriving = passed(reader, "network", value);
  // A host may say that it is packed: then the browser has unpacked it already.
  const whole = isGzip(value) ? passed(arriving.pipeThrough(new DecompressionStream("gzip")).getReader(), "corrupt") : arriving;
  const type = file.url.endsWith(".wasm") ? "application/wasm" : "application/octet-stream";
  return new Response(whole, { headers: { "content-type": type } });
}

/**
 * What a reader reads, with a reason for an error of its.
 *
 * @param {ReadableStreamDefaultReader<Uint8Array>} reader @param {string} reason @param {Uint8Array} [first] read already
 */
const passed = (reader, reason, first) =>
  new ReadableStream({
    start: (controller) => first && controller.enqueue(first),
    async pull(controller) {
      const { done, value } = await reader.read().catch(Failure.as(reason));
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: (why) => reader.cancel(why),
  });

/** @param {Uint8Array | undefined} bytes */
const isGzip = (bytes) => bytes?.[0] === 0x1f && bytes[1] === 0x8b;

/** Finds out why a browser has given nothing: it does not say. @param {string} url @returns {Promise<never>} */
async function fault(url) {
  const { status } = await nativeFetch(url, { method: "HEAD" }).catch(Failure.as("network"));
  refuse(url, status);
  throw new Failure("corrupt", `${url} is not what was built`);
}

/** Has the browser look at a file that it has just fetched for something else. @param {File} file */
const confirm = (file) =>
  request(file, { cache: "force-cache", integrity: file.digest })
    .then((response) => file.packed && response.arrayBuffer())
    .catch(Failure.as("corrupt"));

/** After a site has been updated, what an older page asks for is gone. @param {string} url @param {number} status */
function refuse(url, status) {
  if (status !== 200) throw new Failure([404, 410].includes(status) ? "gone" : "network", `${url} answered ${status}`);
}

/**
 * Looks at a file while it arrives, unless the browser has: at the few that take long in pieces, whose digests have a
 * digest together, at others as a whole. In Chromium whoever asks for a digest waits for it, so the end is a bad time.
 */
class Digests {
  #file;
  #length = 0;
  /** What there is of the piece that is not whole yet. */
  #piece;
  #filled = 0;
  /** @type {Promise<ArrayBuffer>[]} */
  #found = [];

  /** @param {File} file */
  constructor(file) {
    this.#file = file;
    this.#piece = new Uint8Array(file.pieces ? PIECE : file.size);
  }

  /** @param {Uint8Array<ArrayBuffer>} bytes  what comes next */
  add(bytes) {
    this.#length += bytes.length;
    if (!crypto.subtle) return;
    for (let at = 0; at < bytes.length; ) {
      const part = bytes.subarray(at, at + this.#piece.length - this.#filled);
      at += part.length;
      if (part.length === this.#piece.length) this.#found.push(sha256(part));
      else this.#fill(part);
    }
  }

  /** @param {Uint8Array} part */
  #fill(part) {
    this.#piece.set(part, this.#filled);
    this.#filled += part.length;
    if (this.#filled === this.#piece.length) this.#close();
  }

  #close() {
    this.#found.push(sha256(this.#piece.subarray(0, this.#filled)));
    this.#filled = 0;
  }

  /** Waits until everything that was added is known to be the file. */
  async end() {
    const { url, size, digest, pieces } = this.#file;
    if (this.#length !== size) throw new Failure("corrupt", `${url} has ${this.#length} bytes, not ${size}`);
    if (!crypto.subtle) return;
    if (this.#filled) this.#close();
    const found = await Promise.all(this.#found);
    const whole = pieces ? await sha256(Uint8Array.from(found.flatMap((each) => [...new Uint8Array(each)]))) : found[0];
    if (`sha256-${btoa(String.fromCharCode(...new Uint8Array(whole)))}` !== (pieces ?? digest)) {
      throw new Failure("corrupt", `${url} is not what was built`);
    }
  }
}

/** Looks at a file that is there. @param {File} file @param {Uint8Array<ArrayBuffer>} bytes */
async function checked(file, bytes) {
  const digests = new Digests(file);
  digests.add(bytes);
  await digests.end();
}

/** @param {BufferSource} bytes */
const sha256 = (bytes) => crypto.subtle.digest("SHA-256", bytes);

/** A file on its way: its first bytes can be used before the others are there. */
class Download {
  /** @type {ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>> | undefined} */
  #reader;
  /** What has arrived, unless somebody else has it. @type {Uint8Array[]} */
  #parts = [];
  #length = 0;
  #digests;

  /**
   * @param {File} file
   * @param {Response | RequestInit} [from]  the answer, if there is one, or how to ask for it
   * @param {boolean} [kept]  whether its bytes are of use, or somebody else has them
   */
  constructor(file, from, kept = true) {
    this.file = file;
    this.from = from;
    this.kept = kept;
    this.#digests = new Digests(file);
  }

  /** Waits for the first bytes; what comes after them waits in the network. @param {number} count */
  async first(count) {
    while (this.#length < count) {
      if (!(await this.#read())) throw new Failure("corrupt", `${this.file.url} is shorter than ${count} bytes`);
    }
    return this.copy(0, new Uint8Array(count));
  }

  /** Waits for everything. */
  async all() {
    while (await this.#read());
  }

  /** Waits for everything, and until it is known to be what was built. */
  async sound() {
    await this.all();
    await this.#digests.end();
  }

  /** Copies what has arrived. @template {Uint8Array} Into @param {number} from  where in the file @param {Into} into */
  copy(from, into) {
    let at = -from;
    for (const part of this.#parts) {
      const [first, last] = [Math.max(-at, 0), Math.min(into.length - at, part.length)];
      if (first < last) into.set(part.subarray(first, last), at + first);
      at += part.length;
    }
    return into;
  }

  async #read() {
    if (!this.#reader) {
      const response = this.from instanceof Response ? this.from : await request(this.file, this.from);
      this.#reader = /** @type {ReadableStream<Uint8Array<ArrayBuffer>>} */ (response.body).getReader();
    }
    const { done, value } = await this.#reader.read().catch(Failure.as("network"));
    if (done) return false;
    const { size, url } = this.file;
    if (this.#length + value.length > size) throw new Failure("corrupt", `${url} is longer than ${size} bytes`);
    if (this.kept) this.#parts.push(value);
    this.#length += value.length;
    this.#digests.add(value);
    progress.add(value.length);
    return true;
  }
}

/**
 * Downloads a file and looks at it. What is wrong may be wrong in the browser's cache alone, where it would stay: so it
 * is sent for once more, past the cache.
 *
 * @param {File} file
 */
async function download(file) {
  const sound = async (/** @type {RequestInit | undefined} */ options) => {
    const coming = new Download(file, options);
    await coming.sound();
    return coming.copy(0, new Uint8Array(file.size));
  };
  return sound(undefined).catch((error) => {
    if (error.reason !== "corrupt") throw error;
    return sound({ cache: "reload" });
  });
}

/**
 * A part of a way to start Python.
 *
 * @template Part
 * @typedef {{ready: Promise<Part>, sound: Promise<unknown>}} Coming  ready: it can be used; sound: and was right to be
 */

/** Compiles WebAssembly while it arrives, and looks at it beside. @param {File} file @returns {Coming<WebAssembly.Module>} */
function compile(file) {
  const response = request(file);
  const sound = response.then((all) => new Download(file, all.clone(), false).sound());
  const ready = response.then((all) => {
    if (all.headers.get("content-type")?.startsWith("application/wasm")) return WebAssembly.compileStreaming(all);
    return all.arrayBuffer().then((bytes) => WebAssembly.compile(bytes));
  });
  // What is no WebAssembly, or half of it, is first of all not what was built.
  return { ready: ready.catch((error) => sound.then(() => Failure.as("wasm")(error))), sound };
}

/** Something that is of use only as a whole. @param {File} file @returns {Coming<Uint8Array>} */
function whole(file) {
  const ready = download(file);
  return { ready, sound: ready };
}

/** Imports a script, whose bytes the browser shows to nobody, and has the browser look at them. @param {File} file */
function load(file) {
  const ready = import(file.url).catch((error) => confirm(file).then(() => Failure.as("script")(error)));
  const sound = ready.then(() => confirm(file));
  ready.then(() => progress.add(file.size)).catch(() => {});
  return { ready, sound };
}

/** What was missing or wrong of what was fetched while Python was running: then it cannot go on. @type {Failure | undefined} */
let lost;
/** Settles when what was fetched while Python was running is known to be right. @type {Promise<unknown> | undefined} */
let joined;

/**
 * Python of its parts: the rest is fetched by the first call of something in it. Nobody can wait in the middle of a
 * call, so the worker stands still until then.
 *
 * @param {WebAssembly.Module} module @param {WebAssembly.Imports} imports @param {File | undefined} rest
 * @param {ReturnType<typeof standing>} fetching  what fetches the rest
 * @param {(failure: Failure) => void} fail  called when the rest cannot be had
 */
async function partly(module, imports, rest, fetching, fail) {
  const fetchNow = await fetching;
  lost = joined = undefined;
  const running = await instantiate(module, imports, (index) => {
    console.info(`Python: fetching the rest of it, for its function ${index}`);
    try {
      const bytes = fetchNow();
      running.link(new WebAssembly.Module(bytes));
      const file = /** @type {File} */ (rest);
      joined = crypto.subtle ? checked(file, bytes) : confirm(file);
      joined.catch(() => {}); // whoever answers hears of it
    } catch (error) {
      lost = error instanceof Failure ? error : new Failure("wasm", error);
      fail(lost);
      throw lost;
    }
  });
  return { exports: running.exports };
}

/**
 * What fetches a file with everything standing still until it is there. What it needs to unpack it has to be there before.
 *
 * @param {File | undefined} file @returns {Promise<() => Uint8Array<ArrayBuffer>>}
 */
async function standing(file) {
  const whole = !file?.packed || (file.packed.includes("br") && (await twins));
  if (whole) return () => fetchNow(/** @type {File} */ (file).url);
  const { gunzip } = await import(/** @type {File} */ (config.runtime.gunzip).url).catch(Failure.as("script"));
  return () => gunzip(fetchNow(`${file.url}.gz`), { out: new Uint8Array(file.size) });
}

/** @param {string} url @returns {Uint8Array<ArrayBuffer>} */
function fetchNow(url) {
  const request = new XMLHttpRequest();
  request.open("GET", url, false);
  request.responseType = "arraybuffer";
  try {
    request.send();
  } catch (error) {
    throw new Failure("network", error);
  }
  refuse(url, request.status);
  return new Uint8Array(request.response);
}

/** A memory snapshot as `prepare.mjs` beside this packs it: what differs from the memory of a fresh runtime. */
class Snapshot {
  length = 0;
  runs = 0;
  low = 0;
  sum = 0;
  start = 0;
  slots = 0;
  trampoline = 0;
  words = new Uint32Array();
  pages = this.words;
  header = new Uint8Array();
  #download;
  /** @type {(value?: unknown) => void} */
  #fetch = () => {};
  /** Settles when everything has arrived. */
  #arrived = new Promise((resolve) => (this.#fetch = resolve)).then(() => this.#download.all());

  /** @param {File} file */
  constructor(file) {
    this.#download = new Download(file);
    this.ready = this.#open();
    this.sound = this.#arrived.then(() => this.#download.sound());
  }

  /** Fetches the rest; to be called once nothing more urgent is on its way. */
  fetch() {
    this.#fetch();
  }

  /** What has to be known before Python's memory is made: its length, and what Pyodide asks of a snapshot. */
  async #open() {
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

  /** Makes of Pyodide's `createPyodideModule` one whose modules have the memory of the snapshot. @param {(settings: any) => Promise<any>} createModule */
  restoring(createModule) {
    return async (/** @type {any} */ settings) => {
      settings.INITIAL_MEMORY = this.length;
      const module = await createModule(settings);
      await this.#arrived;
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
    const summed = /** @type {(from: number, to: number, sum: number) => number} */ (exports.s);
    let sum = this.words.reduce((all, word) => (Math.imul(all, 31) + word) | 0, 0);
    let at = this.start;
    for (let run = 0; run < this.runs; run++) {
      const [from, to] = [this.pages[run * 2] * PAGE, (this.pages[run * 2] + this.pages[run * 2 + 1]) * PAGE];
      this.#download.copy(at, bytes.subarray(from, to));
      sum = summed(from, to, sum);
      at += to - from;
    }
    sum = summed(0, this.low, sum) >>> 0;
    if (sum !== this.sum) throw new Failure("snapshot", `The restored memory has the check sum ${sum}, not ${this.sum}`);
  }
}

/** How each part of a way comes in. @type {Record<string, (file: File) => Coming<any>>} */
const PARTS = {
  wasm: compile,
  script: load,
  snapshot: (file) => new Snapshot(file),
  library: whole,
  rules: whole,
};

/** Brings in what the ways of starting need; nothing twice. */
class Starter {
  /** @type {Map<string, Coming<any>>} by address */
  #parts = new Map();

  /** @param {Config} config */
  constructor({ runtime, order, of: { catalogue } }) {
    this.runtime = runtime;
    this.bring(order[0]); // its WebAssembly takes longest, so it goes first
    progress.expect(runtime.loader, catalogue);
    this.loader = load(runtime.loader);
    this.catalogue = download(catalogue);
    /** What all ways share; nothing replaces it. */
    this.shared = Promise.all([this.loader.ready, this.loader.sound, this.catalogue]);
    this.shared.catch(() => {}); // whoever starts hears of it
  }

  /** Sends for the parts of a way. @param {string} name @returns {Record<string, Coming<any>>} */
  bring(name) {
    const { rest, ...way } = this.runtime.ways[name];
    for (const [part, file] of Object.entries(way)) {
      if (this.#parts.has(file.url)) continue;
      progress.expect(file);
      const coming = PARTS[part](file);
      for (const promise of [coming.ready, coming.sound]) promise.catch(() => {}); // whoever boots hears of it
      this.#parts.set(file.url, coming);
    }
    return Object.fromEntries(Object.entries(way).map(([part, { url }]) => [part, /** @type {Coming<any>} */ (this.#parts.get(url))]));
  }

  /** @param {string} name */
  async boot(name) {
    const parts = this.bring(name);
    const { rest } = this.runtime.ways[name];
    const fetching = standing(rest);
    fetching.catch(() => {}); // whoever runs it hears of it
    // The network is for the WebAssembly first: the memory is needed later.
    parts.wasm.ready.finally(async () => (await parts.snapshot?.ready)?.fetch()).catch(() => {});
    const [{ loadPyodide }, script, memory, library, rules] = await Promise.all([
      this.loader.ready,
      parts.script.ready,
      parts.snapshot?.ready,
      parts.library?.ready,
      parts.rules?.ready,
    ]);
    const create = memory ? /** @type {Snapshot} */ (parts.snapshot).restoring(script.default) : script.default;
    const options = { createPyodideModule: create, _loadSnapshot: memory?.header };
    const pyodide = await this.run(loadPyodide, parts.wasm.ready, { rest, fetching }, library ?? EMPTY_ZIP, options);
    if (rules) {
      pyodide.FS.writeFile("/rules.zip", rules);
      pyodide.runPython("import sys; sys.path.append('/rules.zip')");
    }
    return pyodide;
  }

  /** Waits until all of a way is known to be what was built. @param {string} name */
  async sound(name) {
    await Promise.all([this.shared, joined, ...Object.values(this.bring(name)).map(({ sound }) => sound)]);
  }

  /**
   * Runs Pyodide's loader on what has been downloaded; an error in WebAssembly, which it keeps to itself, counts.
   *
   * @param {Function} loadPyodide @param {Promise<WebAssembly.Module>} wasm
   * @param {{rest: File | undefined, fetching: ReturnType<typeof standing>}} other  the rest of it, and what fetches that
   * @param {BodyInit} library @param {object} options
   */
  run(loadPyodide, wasm, { rest, fetching }, library, options) {
    return new Promise((resolve, reject) => {
      self.fetch = async (url) => {
        const name = new URL(/** @type {string} */ (url)).pathname;
        if (name === "/library.zip") return new Response(library);
        if (name === "/pyodide.asm.wasm") return new Response();
        throw new TypeError(`Python may not ask for ${url}`);
      };
      WebAssembly.instantiateStreaming = async (_response, imports) => {
        try {
          const module = await wasm;
          return { module, instance: await partly(module, /** @type {WebAssembly.Imports} */ (imports), rest, fetching, reject) };
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

/** The service of `planswitch.rules`, once Python runs. */
class Service {
  /** @param {any} pyodide @param {Uint8Array} catalogue @param {string} digest */
  constructor(pyodide, catalogue, digest) {
    this.pyodide = pyodide;
    this.getattr = pyodide.pyimport("builtins.getattr");
    const open = pyodide.pyimport("planswitch.rules.service.Service");
    this.service = this.with(catalogue, open);
    open.destroy();
    const opened = this.service.catalogue;
    const found = opened.digest;
    opened.destroy();
    if (found !== digest) throw new Failure("catalogue", `The catalogue is ${found}, the page is of ${digest}`);
  }

  /** Calls a method and lets go of everything it was called with. @param {string} name @param {unknown[]} values */
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
    this.with(compiled, (bytes) => this.call("add_language", locale, bytes));
  }

  /** Gives bytes to Python, which takes longer for as much text. @param {Uint8Array} bytes @param {(bytes: any) => any} use */
  with(bytes, use) {
    const given = this.pyodide.toPy(bytes);
    try {
      return use(given);
    } finally {
      given.destroy();
    }
  }
}

/** Tries one way after the other, as long as what they share is there. @returns {Promise<Service>} */
async function start() {
  const starter = new Starter(config);
  const never = starter.shared.then(() => new Promise(() => {}));
  return Promise.race([never, tryAll(starter)]);
}

/** @param {Starter} starter */
async function tryAll(starter) {
  let last;
  for (const way of config.order) {
    try {
      const pyodide = await starter.boot(way);
      const service = new Service(pyodide, await starter.catalogue, config.of.digest);
      await starter.sound(way);
      postMessage({ type: "ready", way });
      return service;
    } catch (error) {
      last = failure(error);
      postMessage({ type: "refused", way, reason: last.reason, message: last.message });
      if (last.reason === "catalogue") throw last; // no way has another
      await starter.shared;
    }
  }
  throw last;
}

/** @param {unknown} error */
const failure = (error) => (error instanceof Failure ? error : new Failure("start", error));

/**
 * What the page tells of an edition in a language: what it is called, its catalogue and what that is, and translations.
 *
 * @typedef {{edition: string, digest: string, catalogue: File, locale: string, translations: File | null}} Told
 */

/** What is made once for each name, and again only when it could not be made. @template Made */
class Once {
  /** @type {Map<string, Promise<Made>>} */
  #made = new Map();

  /** @param {string} name @param {() => Promise<Made>} make */
  keep(name, make) {
    const made = this.#made.get(name) ?? make();
    this.#made.set(name, made);
    made.catch(() => this.#made.delete(name));
    return made;
  }
}

/** By edition. @type {Once<Service>} */
const services = new Once();
/** With a language added. @type {Once<Service>} */
const spoken = new Once();

/** The service of an edition in a language; what it takes is sent for when somebody asks. @param {Told} told */
const serviceOf = ({ edition, locale, ...files }) =>
  spoken.keep(`${edition} ${locale}`, async () => {
    const coming = files.translations ? download(files.translations) : new Uint8Array();
    const [service, compiled] = await Promise.all([services.keep(edition, () => another(files)), coming]);
    service.addLanguage(locale, compiled);
    return service;
  });

/** Another catalogue for the Python that runs. @param {Pick<Told, "catalogue" | "digest">} told */
async function another({ catalogue, digest }) {
  const [{ pyodide }, bytes] = await Promise.all([first, download(catalogue)]);
  return new Service(pyodide, bytes, digest);
}

const first = services.keep(config.of.edition, start);
first.catch((error) => {
  const { reason, message } = failure(error);
  postMessage({ type: "failed", reason, message });
});
if (config.of.translations) progress.expect(config.of.translations);
serviceOf(config.of).catch(() => {}); // whoever asks hears of it

/** @typedef {{method: string, text: string, of: Told}} Call */

/** What the page may tell. @type {Record<string, (message: any) => unknown>} */
const handlers = {
  /** @param {Call & {id: number}} message */
  async call({ id, ...call }) {
    const said = await answer(call).then(
      (text) => ({ type: "result", id, text }),
      ({ reason = "python", message }) => ({ type: "error", id, reason, message }),
    );
    await joined?.catch((error) => (lost = error));
    postMessage(lost ? { type: "failed", reason: lost.reason, message: lost.message } : said);
  },
};

/** @param {Call} call */
async function answer({ method, text, of }) {
  if (text.length > LONGEST) throw new RangeError(`A call has at most ${LONGEST} characters`);
  return (await serviceOf(of)).call(method, text);
}

self.onmessage = ({ data }) => Object.hasOwn(handlers, data.type) && handlers[data.type](data);
