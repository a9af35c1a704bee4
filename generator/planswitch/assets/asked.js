/**
 * What a query to search asks, a switch from one plan to another or a plan, and what we answer, as the theme's search
 * shows it.
 *
 * @typedef {import("./explorer/names.js").Meaning} Meaning
 *
 * @typedef {object} Words  of a language
 * @property {string[]} from  that say that a plan is left
 * @property {string[]} to    that say that a plan is wanted
 *
 * @typedef {object} Asked
 * @property {{from: string, to: string}[]} pairs  ids of plans; several where a name can mean several
 * @property {string[]} plans                      that are named alone
 * @property {{name: string, note: string}[]} uncovered  names that no plan has, and what is said of each
 * @property {number} said        how many words of the query name plans
 *
 * @typedef {import("./explorer/names.js").NamesFile & {search: Speaking}} File
 * @typedef {Words & Record<"pair" | "answered" | "answers" | "plan" | "plans" | "uncovered" | "label" | "edition", string>} Speaking
 * @typedef {{location: string, title: string, text: string, score: number, terms: object}} Item  as the theme has them
 */

import { Names, runs } from "./explorer/names.js";

/** Signs that stand between two plans, the first of which is left. */
const ARROW = /(?:[-=–—]+>|[→⇒➔»>])/g;
const BACK = /(?:<[-=–—]+|[←⇐])/g;
/** What a name can mean at most, to be answered at once. */
const MOST = 4;

/**
 * What a query asks. Two plans are a switch: from the one that is said to be left to the one that is said to be wanted,
 * else from the first to the second.
 *
 * @param {string} query @param {Names} names @param {Words} words @returns {Asked}
 */
export function asked(query, names, words) {
  const text = query.replace(BACK, ` ${words.from[0]} `).replace(ARROW, ` ${words.to[0]} `);
  const all = runs(text);
  const found = names.within(text).filter(({ meaning, start, end }) => telling(meaning, all.slice(start, end), words));
  const covered = found.filter(({ meaning }) => meaning.plans.length);
  const said = covered.reduce((sum, { start, end }) => sum + end - start, 0);
  const uncovered = found.flatMap(({ meaning, name }) => meaning.said.map((note) => ({ name, note })));
  if (covered.length !== 2) {
    return { pairs: [], plans: covered.length === 1 ? covered[0].meaning.plans.slice(0, MOST) : [], uncovered, said };
  }
  const [first, second] = covered.map(({ start, meaning }, index) => ({
    side: side(all.slice(index ? covered[index - 1].end : 0, start), words),
    plans: meaning.plans,
  }));
  const turned = first.side === "to" ? second.side !== "to" : second.side === "from" && first.side !== "from";
  const [left, wanted] = turned ? [second, first] : [first, second];
  const pairs = left.plans.flatMap((from) => wanted.plans.map((to) => ({ from, to })));
  return { pairs: pairs.filter(({ from, to }) => from !== to).slice(0, MOST), plans: [], uncovered, said };
}

/** Whether a word that is a name is meant as one: what only says where to is not. @param {Meaning} meaning @param {string[]} own @param {Words} words */
const telling = (meaning, own, { from, to }) =>
  (meaning.plans.length > 0 || meaning.said.length > 0) && !(own.length === 1 && [...from, ...to].includes(own[0]));

/** The last word before a name that says what it is of a switch. @param {string[]} before @param {Words} words @returns {"from" | "to" | ""} */
function side(before, { from, to }) {
  const said = before.findLast((run) => from.includes(run) || to.includes(run));
  return said === undefined ? "" : from.includes(said) ? "from" : "to";
}

// What we answer

/**
 * What an edition has to say to a query.
 *
 * @typedef {object} Edition
 * @property {File} file
 * @property {Names} names
 *
 * @typedef {Asked & Edition} Heard
 */

/**
 * Reads the names of the plans of a site's editions, to answer queries with them.
 *
 * @param {URL} root  of the language
 * @param {URL[]} addresses  of the files of names, the front edition's first
 * @returns {Promise<(query: string) => Promise<Item[]>>}
 */
export async function learn(root, addresses) {
  const editions = await Promise.all(addresses.map(edition));
  return async (query) => {
    const heard = editions.map((each) => ({ ...each, ...asked(query, each.names, each.file.search) }));
    const { answering, silent } = sorted(heard);
    const answers = answering.flatMap(({ pairs, plans: alone, file: { plans, search } }) => [
      ...pairs.map((pair) => switched(pair, plans, search, root)),
      ...alone.map((plan) => item(fill(search.plan, { plan }), named(plans[plan], search))),
    ]);
    const notes = silent.map(({ name, note, search }) => item(search.plans, named(fill(search.uncovered, { name }), search), note));
    return [...(await Promise.all(answers)), ...notes];
  };
}

/** @param {URL} address @returns {Promise<Edition>} */
async function edition(address) {
  /** @type {File} */
  const file = await (await fetch(address)).json();
  return { file, names: new Names([{ plans: Object.entries(file.plans).map(([id, name]) => ({ id, name })) }], file) };
}

/**
 * The editions that answer a query, a switch before a single plan, a plan of that name before one in whose name it is a
 * part; and what is to be said of names that no plan has: each name once, as far as the first of them. What editions after
 * that one do not cover is of no interest.
 *
 * @param {Heard[]} heard  in the order of the site
 */
export function sorted(heard) {
  const both = heard.filter(({ pairs }) => pairs.length);
  const answering = (both.length ? both : heard.filter(({ plans }) => plans.length)).toSorted((one, other) => other.said - one.said);
  const before = answering.length ? heard.slice(0, heard.indexOf(answering[0]) + 1) : heard;
  const all = before.flatMap(({ uncovered, file }) => uncovered.map((each) => ({ ...each, search: file.search })));
  const silent = all.filter(({ name }, at) => all.findIndex((other) => other.name === name) === at);
  return { answering, silent };
}

/** What a title is called where the site has several editions. @param {string} title @param {Speaking} search */
const named = (title, { label }) => (label ? `${title} · ${label}` : title);

/** The answer for two plans, or at least where it is. @param {{from: string, to: string}} pair @param {Record<string, string>} plans @param {Speaking} search @param {URL} root */
async function switched(pair, plans, search, root) {
  const names = { from: plans[pair.from], to: plans[pair.to] };
  const file = (/** @type {string} */ from) => fetch(new URL(fill(search.answers, { from }), root)).then((response) => response.json());
  const [{ targets, own }, { answers }] = await Promise.all([pair.from, "index"].map(file)).catch(() => [{}, {}]);
  const place = targets?.[Object.keys(plans).indexOf(pair.to)];
  const answer = (place < 0 ? own[-1 - place] : answers?.[place])?.headline;
  const question = new URLSearchParams(search.edition ? { ...pair, edition: search.edition } : pair);
  return item(`#${question}`, named(answer ? fill(search.answered, { ...names, answer }) : fill(search.pair, names), search));
}

/** The theme takes texts for HTML. @param {string} location @param {string} title @returns {Item} */
const item = (location, title, text = "") => ({ location, title: escaped(title), text: escaped(text), score: 1e6, terms: {} });

/** HTML of a text, with the language of what is not in that of the page: see `planswitch.rules.foreign`. @param {string} text */
const escaped = (text) =>
  text
    .replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`)
    .replace(/\ufdd0(.*?)\ufdd1/g, '<span lang="$1" dir="auto">')
    .replace(/\ufdd2/g, "</span>");

/** @param {string} text @param {Record<string, string>} values */
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (place, name) => (Object.hasOwn(values, name) ? values[name] : place));
