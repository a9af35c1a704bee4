/** Answers that pairs share, as `planswitch.pages.api` puts them into files. */

import { fill } from "./dom.js";
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
 * stand for the two plans, and a number in a list is the place of a part: below zero, of one of this plan's own. What
 * the two have beside one another, and what became of them, is told by plan.
 *
 * @param {{targets: number[], own: any[], parts: any[]}} file @param {{common: any, parts: any[], answers: any[], comparison?: Comparison | null, became?: Record<string, Planswitch.Later[]>}} index
 * @param {string} from @param {Map<string, string>} plans @returns {Planswitch.Answers | null}
 */
function shared({ targets, own: others, parts: hops }, { common, parts, answers, comparison, became }, from, plans) {
  if (![targets, others, hops, parts, answers].every(Array.isArray)) return null;
  const of = (/** @type {any[]} */ mine, /** @type {any[]} */ all, /** @type {number} */ place) => (place < 0 ? mine[-1 - place] : all[place]);
  const at = (/** @type {number} */ place) => of(others, answers, place);
  const order = [...plans.keys()];
  const places = new Map(order.map((plan, place) => [plan, targets[place]]));
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
      const [mine, theirs] = [from, to].map((plan) => order.indexOf(plan));
      return {
        ...common,
        ...rest,
        origin,
        target,
        lead: named,
        decision: { ...common?.decision, ...decision, from, to },
        ...(comparison && from !== to ? compared(comparison, mine, theirs) : { differences: [], compared: "" }),
        became: [...new Set([from, to])].flatMap((plan) => own(Object(became), plan) ?? []),
      };
    },
  };
}
/**
 * What two plans have beside one another, as `planswitch.rules.comparing` says it.
 *
 * @typedef {{attributes: {attribute: string, name: string, values: string[]}[], plans: (number | null)[][], less: string, more: string, only: string, alike: string, unknown: string}} Comparison
 *
 * @param {Comparison} comparison @param {number} from @param {number} to  places of the plans
 * @returns {Pick<Planswitch.Answer, "differences" | "compared">}
 */
function compared(comparison, from, to) {
  const both = comparison.attributes.map((each, index) => ({ ...each, ranks: [from, to].map((plan) => comparison.plans[plan]?.[index] ?? null) }));
  const known = both.filter(({ ranks }) => !ranks.includes(null));
  const differences = known
    .filter(({ ranks: [before, after] }) => before !== after)
    .map(({ attribute, name, values, ranks }) => {
      const [before, after] = ranks.map((rank) => values[/** @type {number} */ (rank)]);
      const change = /** @type {Planswitch.Difference["change"]} */ (/** @type {number} */ (ranks[1]) < /** @type {number} */ (ranks[0]) ? "less" : "more");
      return { attribute, name, from: before, to: after, change, text: fill(comparison[change], { attribute: name, from: before, to: after }) };
    });
  const names = (/** @type {typeof both} */ some) => ({ attributes: some.map(({ name }) => name).join(", ") });
  const told = [fill(differences.length ? comparison.only : comparison.alike, names(known))];
  if (known.length < both.length) told.push(fill(comparison.unknown, names(both.filter((each) => !known.includes(each)))));
  return { differences, compared: known.length ? told.join(" ") : "" };
}
