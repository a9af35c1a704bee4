// Run by Node while the site is built, one step after the other:
//
//   node prepare.mjs bytecode PYODIDE FOLDER   writes FOLDER/modules/**.pyc from FOLDER/rules.zip
//   node prepare.mjs snapshot PYODIDE FOLDER   writes FOLDER/snapshot.bin from FOLDER/library.zip
//   node prepare.mjs profile PYODIDE FOLDER    writes FOLDER/called.json, the functions called of FOLDER/instrumented.wasm
//   node prepare.mjs split PYODIDE FOLDER      tries FOLDER/python.wasm without FOLDER/rest.wasm, then joins them
//
// Each prints what the service answered to the workload, as JSON, so that the build can compare it with its own Python.

import { Buffer } from "node:buffer";
import nodeCrypto from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { instantiate } from "./pyodide_trim/instantiate.mjs";

const [step, runtime, folder] = process.argv.slice(2);
const here = import.meta.dirname;
const { loadPyodide } = await import(pathToFileURL(join(runtime, "pyodide.mjs")));
const workload = JSON.parse(readFileSync(join(here, "workload", "workload.json"), "utf8"));
const translations = readFileSync(join(folder, "workload.mo"));

const PAGE = 4096;
/** How often the workload is gone through where it is watched what is called: memory grows, and rubbish is collected. */
const VISITS = 8;
/** After how many new objects rubbish is looked for in the last of these visits: so it happens once amid everything. */
const RESTLESS = 1;
const MAGIC = 0x33535350; // "PSS3"
const PYODIDE_MAGIC = 0x706e7300;

// Equal inputs give equal files: no clock, no chance, and nothing of this machine inside.
const options = {
  _sysExecutable: "python",
  env: { LANG: "C.UTF-8", PYTHONHASHSEED: "0", PYTHONNODEBUGRANGES: "1" },
};
/** Without chance switched off: as in the browser. */
const plainly = { _sysExecutable: options._sysExecutable, env: { LANG: options.env.LANG } };
const lockFileContents = { info: JSON.parse(readFileSync(join(runtime, "pyodide-lock.json"))).info, packages: {} };
const [library, empty, memory] = ["library.zip", "empty.zip", "memory.bin"].map((name) => join(folder, name));
writeFileSync(empty, Uint8Array.of(0x50, 0x4b, 5, 6, ...Array(18).fill(0)));
let chance = 0;
Date.now = () => Date.UTC(2000, 0) + chance;
performance.now = () => chance;
nodeCrypto.randomFillSync = (/** @type {Uint8Array} */ array) => array.fill(chance);
syncBuiltinESMExports();

/** Does what the worker will do, so that everything it needs is imported. @param {any} pyodide */
function runWorkload(pyodide) {
  const getattr = pyodide.pyimport("builtins.getattr");
  const open = pyodide.pyimport("planswitch.rules.service.Service");
  const catalogue = pyodide.toPy(new TextEncoder().encode(JSON.stringify(workload.catalogue)));
  const service = open(catalogue);
  catalogue.destroy();
  const call = (/** @type {string} */ name, /** @type {unknown[]} */ ...values) => {
    const method = getattr(service, name);
    try {
      return method(...values);
    } finally {
      method.destroy();
    }
  };
  for (const [locale, compiled] of [["en", new Uint8Array()], ["it", new Uint8Array(translations)]]) {
    const bytes = pyodide.toPy(compiled);
    call("add_language", locale, bytes);
    bytes.destroy();
  }
  const answers = workload.questions.map((/** @type {{method: string}} */ question) => call(question.method, JSON.stringify(question)));
  try {
    call("answer", "no JSON");
  } catch (error) {
    if (!(error instanceof pyodide.ffi.PythonError)) throw error;
  }
  for (const proxy of [service, open, getattr]) proxy.destroy();
  return answers;
}

async function bytecode() {
  const pyodide = await loadPyodide(options);
  pyodide.FS.writeFile("/rules.zip", readFileSync(join(folder, "rules.zip")));
  pyodide.runPython("import sys; sys.path.append('/rules.zip')");
  const answers = runWorkload(pyodide);
  pyodide.mountNodeFS("/out", folder);
  pyodide.FS.writeFile("/inside.py", readFileSync(join(here, "inside.py")));
  pyodide.runPython("sys.path.append('/'); import inside; del sys.modules['inside']; inside.compile_imported('/out/modules')");
  return answers;
}

async function snapshot() {
  const pyodide = await loadPyodide({ ...options, stdLibURL: library, lockFileContents, _makeSnapshot: true });
  const answers = runWorkload(pyodide);
  pyodide.runPython("import gc, sys; sys.path_importer_cache.clear(); gc.collect()");
  const taken = pyodide.makeMemorySnapshot();
  writeFileSync(memory, taken);

  const { default: createModule } = await import(pathToFileURL(join(runtime, "pyodide.asm.mjs")));
  /** @type {Uint8Array[]} */
  const fresh = [];
  /** @type {number[]} */
  let table = [];
  for (chance of [0, 85]) {
    const restored = await start.snapshot({
      async createPyodideModule(/** @type {object} */ settings) {
        const module = await createModule(settings);
        fresh.push(module.HEAPU8.slice());
        table = tableOf(module);
        return module;
      },
    });
    if (JSON.stringify(runWorkload(restored)) !== JSON.stringify(answers)) {
      throw new Error("The restored Python answers differently");
    }
  }
  writeFileSync(join(folder, "snapshot.bin"), pack(taken, table, fresh));
  return answers;
}

/**
 * What has to be known of the table of functions: how many places it has, and where in memory it says which of them
 * calls other functions, Python's trampoline. Pyodide leaves that one away on iPhones and iPads.
 *
 * @param {any} module of Emscripten
 */
function tableOf({ wasmTable, HEAP32, HEAPU32, __PyRuntime: runtime, __PyEM_EMSCRIPTEN_TRAMPOLINE_OFFSET: offset }) {
  const trampoline = runtime + HEAP32[offset / 4];
  if (HEAPU32[trampoline / 4] !== wasmTable.length - 1) {
    throw new Error("Python's trampoline is not the last in the table: compare getPyEMTrampolinePtr with tableOf() in prepare.mjs");
  }
  return [wasmTable.length, trampoline];
}

/** The quick ways to start, as in the browser. @type {Record<string, (more?: object) => Promise<any>>} */
const start = {
  bytecode: () => loadPyodide({ ...plainly, lockFileContents, stdLibURL: library }),
  snapshot: (more) =>
    loadPyodide({ ...plainly, lockFileContents, stdLibURL: empty, _loadSnapshot: readFileSync(memory), ...more }),
};

/**
 * Starts each quick way with other WebAssembly, and hands on what runs then.
 *
 * @typedef {import("./pyodide_trim/instantiate.mjs").Running} Running
 * @param {string} file @param {(running: Running) => void} look
 */
async function runEach(file, look) {
  const module = await WebAssembly.compile(readFileSync(join(folder, file)));
  const { instantiate: plain } = WebAssembly;
  const lacking = (/** @type {number} */ index) => {
    throw new Error(`Function ${index} is missing`);
  };
  const all = [];
  for (const way of existsSync(memory) ? ["bytecode", "snapshot"] : ["bytecode"]) {
    /** @type {Running | undefined} */
    let running;
    WebAssembly.instantiate = /** @type {typeof plain} */ (async (binary, imports) => {
      if (!imports?.env) return plain(binary, imports); // not Python, but a little helper of Pyodide's
      WebAssembly.instantiate = plain;
      running = await instantiate(module, imports, lacking);
      return { module, instance: { exports: running.exports } };
    });
    const python = await start[way]();
    for (let visit = 1; visit <= VISITS; visit++) {
      if (visit === VISITS) python.pyimport("gc.set_threshold")(RESTLESS);
      all.push(JSON.stringify(runWorkload(python)));
    }
    look(/** @type {any} */ (running));
  }
  if (new Set(all).size > 1) throw new Error("Python answers differently from a snapshot");
  return JSON.parse(all[0]);
}

async function profile() {
  const called = new Set();
  const answers = await runEach("instrumented.wasm", (running) => running.called().forEach((each) => called.add(each)));
  writeFileSync(join(folder, "called.json"), JSON.stringify([...called]));
  return answers;
}

async function split() {
  const rest = new WebAssembly.Module(readFileSync(join(folder, "rest.wasm")));
  return runEach("python.wasm", (running) => running.link(rest));
}

/**
 * What turns the memory of a fresh runtime into that of the snapshot, and nothing that is there anyway:
 *
 *   words: magic, bytes of memory, bytes of Pyodide's own header, count of runs, bytes of the fresh memory that are not
 *   all zero, check sum of what follows and of as many bytes of the snapshot
 *   places in the table of functions, where in memory the trampoline's place is
 *   (first page, pages) of each run of pages that differ, or whose fresh content depends on chance
 *   Pyodide's own header, then each run
 *
 * @param {Uint8Array} taken @param {number[]} table @param {Uint8Array[]} fresh of two starts
 */
function pack(taken, table, [fresh, other]) {
  const [magic, start] = new Uint32Array(taken.buffer, 0, 2);
  if (magic !== PYODIDE_MAGIC || start % 4 || taken.length - start !== fresh.length) {
    throw new Error("The format of Pyodide's snapshots has changed: compare API.makeSnapshot with pack() in prepare.mjs");
  }
  const memory = taken.subarray(start);
  const low = Math.ceil((fresh.findLastIndex((byte) => byte !== 0) + 1) / PAGE) * PAGE;
  /** @type {[number, number][]} */
  const runs = [];
  for (let page = 0; page * PAGE < memory.length; page++) {
    const [now, ...before] = [memory, fresh, other].map((all) => all.subarray(page * PAGE, (page + 1) * PAGE));
    if (before.every((bytes) => Buffer.compare(now, bytes) === 0)) continue;
    const last = runs.at(-1);
    if (last && last[0] + last[1] === page) last[1]++;
    else runs.push([page, 1]);
  }
  const parts = [
    Buffer.from(Uint32Array.from([...table, ...runs.flat()]).buffer),
    taken.subarray(0, start),
    ...runs.map(([page, pages]) => memory.subarray(page * PAGE, (page + pages) * PAGE)),
  ];
  const sum = checkSum(Buffer.concat([...parts, memory.subarray(0, low)]));
  return Buffer.concat([Buffer.from(Uint32Array.of(MAGIC, memory.length, start, runs.length, low, sum).buffer), ...parts]);
}

/** Quick, and told apart by any changed word. @param {Uint8Array} bytes */
function checkSum(bytes) {
  const words = new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
  return words.reduce((sum, word) => (Math.imul(sum, 31) + word) | 0, 0) >>> 0;
}

/** @type {Record<string, () => Promise<unknown>>} */
const steps = { bytecode, snapshot, profile, split };

try {
  console.log(JSON.stringify(await steps[step]()));
} catch (error) {
  const { name, message } = /** @type {Error} */ (error);
  console.error(`${name}: ${message}`);
  process.exitCode = 1;
}
