/**
 * Runs what `strip`, `instrument` and `split` make, in a browser or under Node: see README.md beside this file.
 *
 * @typedef {object} Running
 * @property {Record<string, any>} exports  what the whole module would export
 * @property {(secondary: WebAssembly.Module) => void} link  gives a primary module the functions that it lacks
 * @property {() => number[]} called  of an instrumented module: indices of the functions that have been called
 */

/** The module of which the secondary module imports, and how the names begin of what it does; as in `splitting.py`. */
const NAMESPACE = "early";
const PREFIX = `${NAMESPACE}:`;
const SLOTS = `${PREFIX}slots`;
/** What the letters of Emscripten's signatures are in WebAssembly. */
/** @type {Record<string, number>} */
const TYPES = { i: 0x7f, p: 0x7f, j: 0x7e, f: 0x7d, d: 0x7c, e: 0x6f };

/**
 * Instantiates Python's WebAssembly: a primary, an instrumented or a whole module.
 *
 * @param {WebAssembly.Module} module @param {WebAssembly.Imports} imports
 * @param {(index: number) => void} [load]  called with the index of a function that the primary module lacks, in the
 *   middle of a call of it: has to `link` the secondary module before it returns, or to throw
 * @returns {Promise<Running>}
 */
export async function instantiate(module, imports, load) {
  const { exports } = await WebAssembly.instantiate(module, imports);
  wrapAddressed(module, imports.env, exports);
  const slots = /** @type {WebAssembly.Table} */ (exports[SLOTS]);
  if (slots && load) slots.set(slots.length - 1, wrapFunctions({ load: withSignature("vi", load) }).load);
  const own = Object.entries(exports).filter(([name]) => !name.startsWith(PREFIX));
  return {
    exports: Object.fromEntries(asInTable(own, /** @type {WebAssembly.Table | undefined} */ (exports.__indirect_function_table))),
    link: (secondary) => void new WebAssembly.Instance(secondary, { ...imports, [NAMESPACE]: exports }),
    called: () => Array.from({ length: slots.length - 1 }, (_, index) => index).filter((index) => slots.get(index)),
  };
}

/**
 * Exports, each function as the very object that is in the table, where Emscripten looks for it. In WebKit the two are
 * not the same: Emscripten would add each once more, and the places of all that follow would not be a snapshot's.
 *
 * @param {[string, any][]} exported @param {WebAssembly.Table} [table] @returns {[string, any][]}
 */
export function asInTable(exported, table) {
  const functions = exported.map(([, each]) => each).filter((each) => typeof each === "function");
  const own = new Map(functions.map((each) => [each.name, each])); // its name is its index
  const found = new Map();
  for (let place = 0; place < (table?.length ?? 0); place++) {
    const there = table?.get(place);
    if (!own.has(there?.name)) continue;
    if (own.get(there.name) === there) return exported; // not WebKit
    found.set(there.name, there);
  }
  return exported.map(([name, each]) => [name, found.get(each.name) ?? each]);
}

/**
 * Makes functions of WebAssembly of those whose addresses Python's WebAssembly asks for; of each just one. Emscripten
 * would make a module for each, and there are hundreds at each start.
 *
 * @param {WebAssembly.Module} module @param {Record<string, any>} env @param {WebAssembly.Exports} exports
 */
function wrapAddressed(module, env, exports) {
  const names = WebAssembly.Module.imports(module).filter((each) => each.module === "GOT.func" && !(each.name in exports));
  const found = names.map(({ name }) => [name, env[name]]).filter(([, each]) => each?.sig && !each.stub);
  const first = new Map(found.map(([name, each]) => [each, name]));
  const wrapped = wrapFunctions(Object.fromEntries([...first].map(([each, name]) => [name, each])));
  for (const [name, each] of found) env[name] = wrapped[first.get(each)];
}

/**
 * Functions of JavaScript as functions of WebAssembly, which a table can hold: a module that imports and exports them.
 *
 * @template {Record<string, Function & {sig: string}>} Functions  sig: types of the result and of the parameters
 * @param {Functions} functions @returns {Functions}
 */
export function wrapFunctions(functions) {
  const all = Object.entries(functions);
  const types = (/** @type {string} */ letters) => sized([...letters].filter((letter) => letter !== "v").map((letter) => TYPES[letter]));
  /** @type {[number, number[][]][]} */
  const parts = [
    [1, all.map(([, { sig }]) => [0x60, ...types(sig.slice(1)), ...types(sig[0])])],
    [2, all.map(([name], index) => [...string("e"), ...string(name), 0, ...uleb128(index)])],
    [7, all.map(([name], index) => [...string(name), 0, ...uleb128(index)])],
  ];
  const sections = parts.flatMap(([section, items]) => [section, ...sized([...uleb128(items.length), ...items.flat()])]);
  const module = new WebAssembly.Module(Uint8Array.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, ...sections]));
  return /** @type {Functions} */ (/** @type {unknown} */ (new WebAssembly.Instance(module, { e: functions }).exports));
}

/** @param {string} sig @param {Function} call */
const withSignature = (sig, call) => Object.assign((/** @type {unknown[]} */ ...values) => call(...values), { sig });
/** @param {number} value @returns {number[]} */
const uleb128 = (value) => (value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...uleb128(value >>> 7)]);
/** @param {number[]} bytes */
const sized = (bytes) => [...uleb128(bytes.length), ...bytes];
/** @param {string} text in ASCII */
const string = (text) => sized(Array.from(text, (letter) => letter.charCodeAt(0)));
