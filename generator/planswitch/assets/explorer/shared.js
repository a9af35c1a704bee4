/** Answers that pairs share, as `planswitch.pages.api` puts them into files. It comes with the first of them. */

import { own } from "./question.js";

/**
 * What files of answers are to a page.
 *
 * @param {unknown} file    as `planswitch.pages.api` makes it for a plan, or anything else
 * @param {unknown} index   likewise what all plans share
 * @param {string} digest   of the page's catalogue
 * @param {string} from     the plan
 * @param {Map<string, string>} plans  names of the page's, by id, in its order
 * @returns {{updated: boolean, answers: Planswitch.Answers | null}}  by plan; null when they are not this page's
 */
export function answersIn(file, index, digest, from, plans) {
  const found = [file, index].map((each) => own(Object(each), "digest"));
  const updated = found.some((each) => typeof each === "string" && each !== digest);
  const mine = found.every((each) => each === digest);
  return { updated, answers: mine ? shared(/** @type {any} */ (file), /** @type {any} */ (index), from, plans) : null };
}

/**
 * Of the answers that pairs share, each plan's own; nothing when there is not one for each. In them, U+0001 and U+0002
 * stand for the two plans, and a number in a list is the place of a part: below zero, of one of this plan's own.
 *
 * @param {{targets: number[], own: any[], parts: any[]}} file @param {{common: any, parts: any[], answers: any[]}} index
 * @param {string} from @param {Map<string, string>} plans @returns {Planswitch.Answers | null}
 */
function shared({ targets, own: others, parts: hops }, { common, parts, answers }, from, plans) {
  if (![targets, others, hops, parts, answers].every(Array.isArray)) return null;
  const of = (/** @type {any[]} */ mine, /** @type {any[]} */ all, /** @type {number} */ place) => (place < 0 ? mine[-1 - place] : all[place]);
  const at = (/** @type {number} */ place) => of(others, answers, place);
  const places = new Map([...plans.keys()].map((plan, place) => [plan, targets[place]]));
  if (![...places.values()].every((place) => Array.isArray(at(place)?.groups) && at(place).decision?.status)) return null;
  /** @type {Map<number, any>} */
  const read = new Map();
  /** @param {any} value @returns {any} */
  const whole = (value) => {
    if (Array.isArray(value)) return value.map((part) => whole(typeof part === "number" ? of(hops, parts, part) : part));
    if (!value || typeof value !== "object") return value;
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, whole(part)]));
  };
  return {
    get(to) {
      const place = places.get(to) ?? NaN;
      if (!at(place)) return undefined;
      if (!read.has(place)) read.set(place, whole(at(place)));
      const { lead, decision, ...rest } = read.get(place);
      const [origin, target] = [from, to].map((plan) => plans.get(plan) ?? plan);
      const named = lead.replaceAll("\u0001", () => origin).replaceAll("\u0002", () => target);
      return { ...common, ...rest, origin, target, lead: named, decision: { ...common?.decision, ...decision, from, to } };
    },
  };
}
