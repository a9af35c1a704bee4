/** What the explorer's page has to show before there is an answer, or in its place, and where its links lead. */

import { el, fill, percent } from "./dom.js";
import { write } from "./question.js";

// What stands in the place of an answer

/** @param {string} text @param {Planswitch.Strings} strings */
export const lost = (text, strings) =>
  el(
    "div",
    { class: "ps-status", "data-key": "status", "data-state": "refused" },
    el("p", {}, el("strong", {}, strings.refused), " ", text),
    again(strings),
  );

/** @param {Planswitch.Strings} strings */
export const again = (strings) =>
  el("button", { class: "ps-button ps-again", type: "button", "data-do": "retry" }, strings.retry);

/** One action leaves out what is wrong. @param {string[]} parts @param {Planswitch.Strings} strings */
export const drop = (parts, strings) =>
  el("button", { class: "ps-button ps-again", type: "button", "data-do": "drop", "data-part": JSON.stringify(parts) }, strings.leave_out);

/**
 * How far Python has come, in words.
 *
 * @param {Pick<import("./view.js").Python, "settled" | "fraction">} python @param {Planswitch.Settings} settings @param {Planswitch.Strings} strings
 */
export const loading = ({ settled, fraction }, settings, strings) =>
  fill(settled ? strings.loading : strings.waiting, { percent: percent(settings, fraction) });

// Where links lead

/**
 * Addresses of the site's other pages.
 *
 * @param {URL} root  of the language
 * @param {Planswitch.Settings} settings
 * @returns {Planswitch.Links}
 */
export function links(root, settings) {
  const at = (/** @type {string} */ path) => new URL(path, root).href;
  const part = (/** @type {Record<string, string>} */ values) =>
    Object.fromEntries(Object.entries(values).map(([key, id]) => [key, encodeURIComponent(id)]));
  const { folder = "", generated = [] } = settings;
  return {
    answers: (from) => at(fill(settings.answers, part({ from }))),
    plan: (plan, anchor) => `${at(fill(settings.plan, part({ plan })))}#${encodeURIComponent(anchor)}`,
    plans: () => at(settings.plans),
    rule: (rule) => at(fill(settings.rule, part({ rule }))),
    matrix: (facts) => at(settings.matrix) + write({ facts: new Map(Object.entries(facts)) }),
    about: () => settings.about && at(settings.about),
    names: () => at(settings.names),
    page: (path) => at(generated.includes(path.split(/[/#]/)[0]) ? folder + path : path),
  };
}
