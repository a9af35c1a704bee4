/** The question as the address holds it: `#from=…&to=…&users=301&trial=yes`, with `trial=?` for "I don't know". */

/** No question is longer (characters) or knows more: what is costs time, and would answer something else if it were cut. */
const [LONGEST, MOST] = [8_000, 200];
/** A fact that the reader has been asked and does not know. */
export const UNKNOWN = "?";

/**
 * @typedef {object} Question
 * @property {string} from             id of a plan, or blank
 * @property {string} to
 * @property {Map<string, string>} facts  as typed or chosen, in the order in which they came
 */

/** @returns {Question} */
export const nothing = () => ({ from: "", to: "", facts: new Map() });

/** The question in a fragment; null when the fragment is about something else. @param {string} hash */
export function read(hash) {
  if (hash.length > LONGEST) return null;
  const text = hash.replace(/^#/, "");
  if (text && !text.includes("=")) return null;
  const question = nothing();
  for (const [name, value] of new URLSearchParams(text)) {
    if (name === "from" || name === "to") question[name] = value.trim();
    else if (value.trim()) question.facts.set(name, value.trim());
  }
  return question.facts.size > MOST ? null : question;
}

/** @param {Question} question @returns {string} with its `#`, or nothing */
export function write({ from, to, facts }) {
  const parts = [["from", from], ["to", to], ...facts].filter(([, value]) => value);
  return parts.length ? `#${String(new URLSearchParams(parts)).replaceAll("%3F", UNKNOWN)}` : "";
}

/** What an object itself has under a name that comes from elsewhere; nothing of what all objects have. @type {<T>(object: Record<string, T>, name: string) => T | undefined} */
export const own = (object, name) => (Object.hasOwn(object, name) ? object[name] : undefined);

/** Whether a text can be a value of a fact; whether the value makes sense is for Python to say. @param {Pick<Planswitch.Prompt, "type"> | undefined} ask @param {string | undefined} text */
export const fits = (ask, text) =>
  ask?.type !== "number" || text === UNKNOWN || (/^\d{1,15}$/.test(/** @type {string} */ (text)) && Number(text) >= 1);

/** The facts that are known. @param {Map<string, string>} facts @param {Map<string, Pick<Planswitch.Prompt, "type">>} asks by fact @returns {Record<string, string>} */
export const known = (facts, asks) =>
  Object.fromEntries([...facts].filter(([fact, text]) => text !== UNKNOWN && fits(asks.get(fact), text)));
