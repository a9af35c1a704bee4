/** Whether what arrives belongs to the page: once a site has been updated, an open page meets files of another edition. */

import { el } from "./dom.js";
import { own } from "./question.js";

/** A reload that was so lately was for the same reason (milliseconds). */
const LATELY = 300_000;

/** @type {boolean | undefined} */
let again;

/**
 * What a file of answers is to a page.
 *
 * @param {unknown} file    as `planswitch.pages.api.answer_files` makes it, or anything else
 * @param {string} digest   of the page's catalogue
 * @param {string[]} plans  of the page
 * @returns {{updated: boolean, answers: Planswitch.Answers | null}}  by plan; null when they are not this page's
 */
export function answersIn(file, digest, plans) {
  const found = own(Object(file), "digest");
  const answers = new Map(/** @type {[string, Planswitch.Answer][]} */ (Object.entries(own(Object(file), "answers") ?? {})));
  const whole = plans.every((plan) => Array.isArray(answers.get(plan)?.groups) && answers.get(plan)?.decision?.status);
  const updated = typeof found === "string" && found !== digest;
  return { updated, answers: found === digest && whole ? answers : null };
}

/** Whether a file that was part of the site is no longer. @param {number} status */
export const vanished = (status) => status === 404 || status === 410;

/** Says that the site has been updated, with a button that loads the page anew; other words if that did not help. @param {Planswitch.Strings} strings */
export function notice(strings) {
  const [load] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType("navigation"));
  again ??= load?.type === "reload" && performance.now() < LATELY;
  return el(
    "div",
    { class: "ps-updated", "data-key": "updated" },
    el("p", {}, again ? strings.updating : strings.updated),
    el("button", { type: "button", "data-do": "reload" }, strings.reload),
  );
}
