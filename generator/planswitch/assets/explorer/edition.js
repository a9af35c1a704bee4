/** Whether what arrives belongs to the page: once a site has been updated, an open page meets files of another edition. */

import { own } from "./question.js";

/**
 * What a file of answers is to a page.
 *
 * @param {unknown} file    as `planswitch.pages.api.answer_files` makes it, or anything else
 * @param {string} digest   of the page's catalogue
 * @param {Map<string, string>} plans  names of the page's, by id, in its order
 * @returns {{updated: boolean, answers: Planswitch.Answers | null}}  by plan; null when they are not this page's
 */
export function answersIn(file, digest, plans) {
  const found = own(Object(file), "digest");
  const updated = typeof found === "string" && found !== digest;
  return { updated, answers: found === digest ? shared(/** @type {any} */ (file), plans) : null };
}

/** What stands for the other plan in an answer that several have. */
const OTHER = "\u001a";

/**
 * Of the answers that plans share, each plan's own; nothing when there is not one for each.
 *
 * @param {{common: any, parts: any[], answers: any[], targets: number[]}} file @param {Map<string, string>} plans
 * @returns {Planswitch.Answers | null}
 */
function shared({ common, parts, answers, targets }, plans) {
  if (![parts, answers, targets].every(Array.isArray)) return null;
  /** A number in a list is the place of a part. @param {any} value @returns {any} */
  const whole = (value) =>
    Array.isArray(value)
      ? value.map((part) => whole(typeof part === "number" ? parts[part] : part))
      : value && typeof value === "object"
        ? Object.fromEntries(Object.entries(value).map(([name, part]) => [name, whole(part)]))
        : value;
  const told = answers.map((answer) => ({ ...common, ...whole(answer), decision: { ...common?.decision, ...whole(answer?.decision) } }));
  const mine = new Map([...plans.keys()].map((plan, place) => [plan, told[targets[place]]]));
  if (![...mine.values()].every((answer) => Array.isArray(answer?.groups) && answer.decision.status)) return null;
  return {
    get(plan) {
      const answer = mine.get(plan);
      const name = plans.get(plan);
      const lead = answer?.lead.replaceAll(OTHER, () => name);
      return answer && { ...answer, target: name, lead, decision: { ...answer.decision, to: plan } };
    },
  };
}

/** Whether a file that was part of the site is no longer. @param {number} status */
export const vanished = (status) => status === 404 || status === 410;
