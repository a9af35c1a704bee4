/**
 * The question as the address holds it: `#from=…&to=…&users=301&trial=yes`, with `trial=?` for "I don't know". Where a site
 * has several editions, `edition=…` says which one is asked.
 */

/** No question is longer (characters) or knows more: what is costs time, and would answer something else if it were cut. */
const [LONGEST, MOST] = [8_000, 200];
/** A fact that the reader has been asked and does not know. */
export const UNKNOWN = "?";

/**
 * @typedef {object} Question
 * @property {string} from             id of a plan, what is none, or blank
 * @property {string} to
 * @property {string} edition          that is asked; blank where nobody has said, or there is but one
 * @property {string} route            that the reader prefers, or blank
 * @property {Map<string, string>} facts  as typed or chosen, in the order in which they came
 */

/** What of a question is no fact. */
const PARTS = /** @type {const} */ (["from", "to", "edition", "route"]);

/** @returns {Question} */
export const nothing = () => ({ from: "", to: "", edition: "", route: "", facts: new Map() });

/** The question in a fragment; null when the fragment is about something else. @param {string} hash */
export function read(hash) {
  if (hash.length > LONGEST) return null;
  const text = hash.replace(/^#/, "");
  if (text && !text.includes("=")) return null;
  const question = nothing();
  for (const [name, value] of new URLSearchParams(text)) {
    const part = PARTS.find((each) => each === name);
    if (part) question[part] = value.trim();
    else if (value.trim()) question.facts.set(name, value.trim());
  }
  return question.facts.size > MOST ? null : question;
}

/** @param {Partial<Question>} question @returns {string} with its `#`, or nothing */
export function write(question) {
  const parts = [...PARTS.map((part) => [part, question[part] ?? ""]), ...(question.facts ?? [])].filter(([, value]) => value);
  return parts.length ? `#${String(new URLSearchParams(parts)).replaceAll("%3F", UNKNOWN)}` : "";
}

/** What an object itself has under a name that comes from elsewhere; nothing of what all objects have. @type {<T>(object: Record<string, T>, name: string) => T | undefined} */
export const own = (object, name) => (Object.hasOwn(object, name) ? object[name] : undefined);

/** The facts that are known, as they were typed: what they mean is for Python to say. @param {Map<string, string>} facts @returns {Record<string, string>} */
export const known = (facts) => Object.fromEntries([...facts].filter(([, text]) => text !== UNKNOWN));

/** A question with the ids that plans have now. @param {Question} question @param {Record<string, string>} [former]  ids that plans had before, with those of now @returns {Question} */
export const now = (question, former = {}) => ({ ...question, from: own(former, question.from) ?? question.from, to: own(former, question.to) ?? question.to });
