/** The explorer's question and its answer, as elements: what answer.js and circumstances.js have no part of, and the whole. */

import { details, verdict } from "./answer.js";
import { answers, question } from "./circumstances.js";
import { el, fill, percent } from "./dom.js";
import { write } from "./question.js";

/**
 * @typedef {{label: string, plans: Planswitch.Plan[]}} Group  plans under one heading of a list
 *
 * @typedef {object} Names  of the plans of a question
 * @property {string} from
 * @property {string} to
 *
 * @typedef {object} Python  as far as the reader is told of it
 * @property {"idle" | "loading" | "ready" | "failed"} state
 * @property {number} fraction    of what has to be loaded
 * @property {boolean} settled    whether the answer can do without it
 * @property {string} failure     what is said when it has failed
 * @property {boolean} hopeful    whether trying again may help
 *
 * @typedef {object} Shown  all that the frame of an answer has to show
 * @property {Planswitch.Answer} answer
 * @property {Names} names
 * @property {string} date
 * @property {unknown} notice     an element, if there is anything to say of the site
 * @property {string} [refusal]   why circumstances are not taken into account
 * @property {Python} python
 * @property {import("./state.js").Listed} [listed]  what may be asked; without it there is the headline only
 * @property {boolean} whole      whether everything is drawn
 * @property {{ask: Planswitch.Prompt, words: string}[]} given
 * @property {import("./question.js").Question} question
 * @property {Record<string, string>} known
 * @property {Set<string>} ticked  texts of the steps that are done
 * @property {number} generation   details of another one are other elements
 * @property {string} report       what has been done with the answer
 */

// The lists of plans

/** The plans by family. @param {Planswitch.Family[]} families @returns {Group[]} */
export const byFamily = (families) => families.map(({ name, plans }) => ({ label: name, plans }));

/**
 * The plans in groups: where the wizard leads, the plan itself, and the rest; each by family.
 *
 * @param {Planswitch.Family[]} families
 * @param {Planswitch.Answers} found  by the plan that is switched to
 * @param {Planswitch.Strings} strings
 * @returns {Group[]}
 */
export function byReach(families, found, strings) {
  const decision = (/** @type {string} */ plan) => /** @type {Planswitch.Answer} */ (found.get(plan)).decision;
  /** @param {Planswitch.Plan} plan */
  const named = ({ id, name }) => ({
    id,
    name: decision(id).certainty === "likely" ? fill(strings.likely_plan, { plan: name }) : name,
  });
  /** @param {string} label @param {Planswitch.Decision["route"]} route */
  const sort = (label, route) =>
    families.map(({ name, plans }) => ({
      label: fill(label, { family: name }),
      plans: plans.filter(({ id }) => decision(id).route === route).map(named),
    }));
  return [
    ...sort(strings.wizard_group, "wizard"),
    ...sort(strings.manual_group, "manual"),
    ...sort(strings.same_group, "none"),
  ];
}

/**
 * What a filter leaves of groups, and in any case the plan that is chosen.
 *
 * @param {Group[]} groups @param {string} filter @param {string} chosen @returns {Group[]}
 */
export function filtered(groups, filter, chosen) {
  const wanted = folded(filter);
  return groups
    .map(({ label, plans }) => ({
      label,
      plans: plans.filter(({ id, name }) => id === chosen || folded(name).includes(wanted)),
    }))
    .filter(({ plans }) => plans.length);
}

/** @param {string} text */
const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLocaleLowerCase().trim();

/** @param {Group[]} groups */
export const options = (groups) =>
  groups.map(({ label, plans }) =>
    el("optgroup", { label }, plans.map(({ id, name }) => el("option", { value: id }, name))),
  );

// What stands in the place of an answer

/** @param {string} text @param {boolean} passing whether trying again may help @param {Planswitch.Strings} strings */
export const trouble = (text, passing, strings) =>
  el(
    "div",
    { class: "ps-status", "data-key": "status", "data-state": "refused" },
    el("p", {}, el("strong", {}, strings.refused), " ", text),
    passing && again(strings),
  );

/** @param {Planswitch.Strings} strings */
const again = (strings) =>
  el("button", { class: "ps-button ps-again", type: "button", "data-do": "retry" }, strings.retry);

// The answer

/**
 * All of an answer that there is to show.
 *
 * @param {Shown} shown
 * @param {Pick<Planswitch.Explorer, "settings" | "strings">} config
 * @param {Planswitch.Links} links
 */
export function answered(shown, { settings, strings }, links) {
  const { answer, refusal, listed, generation } = shown;
  return [
    record(shown, strings),
    shown.notice,
    el("div", { class: "ps-top", "data-key": "top" }, verdict(answer, strings, links)),
    refusal ? trouble(refusal, false, strings) : status(shown.python, settings, strings),
    el(
      "div",
      { class: "ps-columns", "data-key": "columns" },
      listed && circumstances(listed, shown, strings, links),
      el(
        "div",
        { class: "ps-details", "data-key": `details ${generation}` },
        listed && details(answer, shown.ticked, strings, links),
      ),
    ),
    shown.whole && [keep(shown, strings, links), edition(answer, strings)],
  ];
}

/** @param {Shown} shown @param {Planswitch.Strings} strings */
const record = ({ names, date }, strings) =>
  el(
    "div",
    { class: "ps-record", "data-key": "record" },
    el("p", { class: "ps-record-title" }, strings.record),
    el("p", {}, `${strings.from}: `, el("strong", {}, names.from)),
    el("p", {}, `${strings.to}: `, el("strong", {}, names.to)),
    el("p", {}, `${strings.date}: ${date}`),
  );

/** @param {Python} python @param {Planswitch.Settings} settings @param {Planswitch.Strings} strings */
function status(python, settings, strings) {
  const { state, fraction, failure, hopeful } = python;
  const [waiting, failed] = [state === "loading", state === "failed"];
  const text = failed ? failure : waiting ? loading(python, settings, strings) : strings.private;
  return el(
    "div",
    { class: "ps-status", "data-key": "status", "data-state": state },
    el("p", {}, text),
    el("progress", { max: 1, value: waiting ? fraction : 0, "aria-label": text, hidden: !waiting }),
    failed && hopeful && again(strings),
  );
}

/**
 * How far Python has come, in words.
 *
 * @param {Pick<Python, "settled" | "fraction">} python @param {Planswitch.Settings} settings @param {Planswitch.Strings} strings
 */
export const loading = ({ settled, fraction }, settings, strings) =>
  fill(settled ? strings.loading : strings.waiting, { percent: percent(settings, fraction) });

/**
 * @param {import("./state.js").Listed} listed @param {Shown} shown
 * @param {Planswitch.Strings} strings @param {Planswitch.Links} links
 */
function circumstances({ rows, extra, done }, { answer, python, given, question: { facts } }, strings, links) {
  const paused = python.state === "failed";
  /** @param {import("./state.js").Row} row */
  const asked = ({ ask, value, next, moot }) => question(ask, value, { next, moot, paused }, strings, links);
  return el(
    "section",
    {
      class: "ps-circumstances",
      "data-part": "circumstances",
      "data-key": "circumstances",
      "aria-labelledby": "ps-circumstances-title",
      tabindex: -1,
      hidden: answer.decision.route === "none",
    },
    el(
      "p",
      { class: "ps-part-heading", id: "ps-circumstances-title", role: "heading", "aria-level": 3 },
      strings.circumstances,
    ),
    el("p", { class: "ps-part-hint", "data-key": "hint" }, paused ? strings.paused : strings.circumstances_hint),
    el("div", { class: "ps-questions", "data-key": "questions" }, rows.map(asked)),
    done && el("p", { class: "ps-nothing", "data-key": "nothing" }, strings.nothing_open),
    extra.length > 0 &&
      el(
        "details",
        { class: "ps-more ps-optional", "data-key": "optional" },
        el("summary", {}, strings.optional),
        el("div", { class: "ps-questions" }, extra.map(asked)),
      ),
    answers(given, { some: facts.size > 0, paused }, strings, links),
  );
}

/** @param {Shown} shown @param {Planswitch.Strings} strings @param {Planswitch.Links} links */
function keep({ question: { from, to }, known, report }, strings, links) {
  /** @param {string} act */
  const button = (act) =>
    el(
      "button",
      { class: "ps-button", type: "button", "data-do": act },
      el("span", { class: "ps-icon", "data-icon": act, "aria-hidden": "true" }),
      el("span", {}, strings[act]),
    );
  return el(
    "section",
    { class: "ps-keep", "data-key": "keep" },
    el("p", { class: "ps-part-heading", role: "heading", "aria-level": 3 }, strings.keep),
    el("div", { class: "ps-buttons" }, ["copy", "print", "markdown", "json"].map(button)),
    el("p", { class: "ps-report", role: "status" }, report),
    el(
      "p",
      { class: "ps-onward" },
      el("a", { href: links.plan(from, to) }, strings.full),
      " ",
      el("a", { href: links.matrix(known) }, Object.keys(known).length ? strings.matrix_facts : strings.matrix),
    ),
  );
}

/** @param {Planswitch.Answer} answer @param {Planswitch.Strings} strings */
const edition = (answer, strings) =>
  el(
    "p",
    { class: "ps-edition", "data-key": "edition" },
    el("span", {}, answer.edition),
    " · ",
    el("span", {}, strings.digest, " ", el("code", {}, answer.decision.catalogue)),
  );

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
  return {
    answers: (from) => at(fill(settings.answers, part({ from }))),
    plan: (plan, anchor) => `${at(fill(settings.plan, part({ plan })))}#${encodeURIComponent(anchor)}`,
    plans: () => at(settings.plans),
    rule: (rule) => at(fill(settings.rule, part({ rule }))),
    matrix: (facts) => at(settings.matrix) + write({ from: "", to: "", facts: new Map(Object.entries(facts)) }),
    about: () => at(settings.about),
    page: at,
  };
}
