/**
 * What search does with a query. It comes with the first one, into the worker that waits for it: see search.js.
 *
 * The theme's own worker is let in then and handed everything. A query that names plans is answered by us, before what
 * the theme finds.
 */

const READY = 1;
const QUERY = 2;
const RESULT = 3;
/** Where words end: elisions (l’indirizzo), quotes and brackets among it, and what HTML writes as an entity. */
const SEPARATOR = "(?:&(?:lt|gt|amp);|[\\s\\-’'“”«»„(){}\\[\\].,:;!?…/<>&\"=])+";

const [language, ...rest] = location.search.slice(1).split("/");
const script = /** @type {string} */ (rest.pop());
const engine = new URL(`javascripts/workers/${script}`, location.href);
const root = new URL(`../${language}/`, location.href);
const documents = new URL("search/documents.json", root);
const namesFiles = String(rest).split(",").map((folder) => new URL(`${folder && `${folder}/`}names.json`, root));
const answer = self.postMessage.bind(self);
const load = self.importScripts.bind(self);

/** What the theme's worker is told at first, as it came. @type {any} */
let setup;
/** What was typed last. */
let typed = "";
/** @type {{type: number, data: string} | undefined} */
let query;
let state = "asleep";

/**
 * The theme finds every word that begins with one of the query. So endings go, that one number or gender finds the
 * other, and so do the shortest words beside longer ones: "di" begins too much.
 * @param {string} words
 */
function stems(words) {
  const all = words.trim().split(/\s+/);
  const telling = all.filter((word) => !/^\p{Script=Latin}{1,2}$/u.test(word));
  return (telling.length ? telling : all).map((word) => word.replace(/[\p{L}\p{M}]{5,}/gu, stem)).join(" ");
}

/** @param {string} word */
function stem(word) {
  const short = word.replace(/(?:ies|es|s|ed|ing|h?[aeiouàèéìòù]+)$/iu, "");
  return short.length < 4 ? word : short;
}

/** @typedef {import("./asked.js").Item} Item */
/** @typedef {MessageEvent & {relayed?: boolean}} Relayed */

/** What answers queries that name plans, once somebody has searched; nothing where it cannot be had. @type {Promise<((query: string) => Promise<Item[]>) | undefined> | undefined} */
let own;

/** What we answer to a query. @param {string} query @returns {Promise<Item[]>} */
async function ours(query) {
  own ??= import("./asked.js").then(({ learn }) => learn(root, namesFiles)).catch(() => (own = undefined));
  return (await own)?.(query) ?? [];
}

/** Hands a message on to the theme's worker, whose listener comes after ours. @param {unknown} data */
function relay(data) {
  const event = /** @type {Relayed} */ (new MessageEvent("message", { data }));
  event.relayed = true;
  dispatchEvent(event);
}

/** What a page is also called, each of its sections is called too. @param {{location: string, tags?: string[]}[]} docs */
function called(docs) {
  const pages = new Map(docs.map(({ location, tags }) => [location, tags]));
  return docs.map((document) => {
    const tags = pages.get(document.location.split("#")[0]);
    return tags ? { ...document, tags } : document;
  });
}

/** Lets the theme's worker in; when something of it cannot be had, the next query tries again. */
async function wake() {
  state = "waking";
  if (!setup.data.docs.length) setup.data.docs = called(await (await fetch(documents)).json());
  self.importScripts = (...paths) => load(...paths.map((path) => new URL(path, engine)));
  self.postMessage = (message) => (message.type === READY ? ready() : message.type === RESULT ? result(message) : answer(message));
  load(engine);
  setup.data.config.separator = SEPARATOR;
  relay(setup);
}

/** Our own answers come first, and nothing twice. @param {{data: {items: Item[][]}}} message */
async function result(message) {
  const asked = typed;
  const first = await ours(asked);
  if (asked !== typed) return;
  const found = message.data.items.filter(([page]) => !first.some(({ location }) => location === page?.location));
  answer({ ...message, data: { ...message.data, items: [...first.map((each) => [each]), ...found] } });
}

function ready() {
  state = "awake";
  relay(query);
}

/** What takes queries from now on. @param {unknown} told  what the theme's worker is told at first */
export function begin(told) {
  setup = told;
  return take;
}

/** @param {string} words */
function take(words) {
  typed = words.trim() && words;
  if (!typed) return answer({ type: RESULT, data: { items: [] } });
  query = { type: QUERY, data: stems(words) };
  if (state === "awake") relay(query);
  else if (state === "asleep") wake().catch(() => (state = "asleep"));
}
