/** The explorer's question and its answer, as elements: what answer.js and circumstances.js have no part of, and the whole. */

import { became, details, sign, verdict } from "./answer.js";
import { answers, questions } from "./circumstances.js";
import { add, el, fill } from "./dom.js";
import { again, drop, loading } from "./page.js";

/**
 * @typedef {object} Python  as far as the reader is told of it
 * @property {"idle" | "loading" | "ready" | "failed"} state
 * @property {number} fraction    of what has to be loaded
 * @property {boolean} settled    whether the answer can do without it
 * @property {string} failure     what is said when it has failed
 * @property {boolean} hopeful    whether trying again may help
 *
 * @typedef {object} Shown  all that the frame of an answer has to show
 * @property {Planswitch.Answer} answer
 * @property {{from: string, to: string}} names  of the plans of the question
 * @property {string} date
 * @property {unknown} notice     an element, if there is anything to say of the site
 * @property {Planswitch.Refused[]} [refused]  what of the question cannot be answered: then there is no verdict
 * @property {Python} python
 * @property {import("./state.js").Listed} [listed]  what may be asked; without it there is the headline only
 * @property {string[]} rest      facts that “None of the rest” answers
 * @property {boolean} detailed   whether reasons and steps are drawn
 * @property {boolean} whole      whether everything is drawn
 * @property {import("./state.js").Said[]} given
 * @property {string} route       name of the route that the reader prefers
 * @property {import("./question.js").Question} question
 * @property {Record<string, string>} known
 * @property {Set<string>} ticked  keys of the steps that are done
 * @property {number} generation   details of another one are other elements
 * @property {string} report       what has been done with the answer
 */

// Where a plan leads

/**
 * Plans in groups of one headline, the surest first.
 *
 * @template {{id: string}} Plan
 * @param {Plan[]} plans
 * @param {Planswitch.Answers} found  by the plan that is switched to
 * @returns {{mark: string, headline: string, plans: Plan[]}[]}
 */
export function reach(plans, found) {
  /** @type {Map<string, {mark: string, headline: string, plans: Plan[]}>} */
  const groups = new Map();
  for (const plan of plans) {
    const { mark, headline } = /** @type {Planswitch.Answer} */ (found.get(plan.id));
    const key = `${mark} ${headline}`;
    if (!groups.has(key)) groups.set(key, { mark, headline, plans: [] });
    groups.get(key)?.plans.push(plan);
  }
  const rank = (/** @type {string} */ mark) => ORDER.indexOf(mark) + 1 || ORDER.length;
  return [...groups.values()].sort((one, other) => rank(one.mark) - rank(other.mark));
}

/** Marks, from what is surest to what is no switch at all. */
const ORDER = ["yes", "after", "depends", "likely", "unknown", "detour", "fallback", "no", "same"];

/** Most plans that are shown under one headline: a plan's page has them all. */
const MOST = 50;

/** With only the first plan chosen: where it leads. @param {Planswitch.Plan[]} plans @param {Planswitch.Answers} found @param {Planswitch.Plan} from @param {Planswitch.Strings} strings @param {Planswitch.Links} links */
export const leads = (plans, found, from, strings, links) =>
  el(
    "div",
    { class: "ps-leads", "data-key": "leads" },
    el("p", { class: "ps-part-heading", role: "heading", "aria-level": 2 }, fill(strings.leads, { plan: from.name })),
    became(/** @type {Planswitch.Answer} */ (found.get(from.id)), strings, links),
    reach(plans, found)
      .filter(({ mark }) => mark !== "same")
      .map(({ mark, headline, plans: all }) =>
        el(
          "section",
          { class: "ps-lead-group", "data-key": `${mark} ${headline}`, "data-mark": mark },
          el("p", { class: "ps-group-heading", role: "heading", "aria-level": 3 }, sign(mark), headline),
          el(
            "ul",
            { class: "ps-links" },
            all.slice(0, MOST).map(({ id, name }) =>
              el("li", {}, el("button", { class: "ps-button", type: "button", "data-do": "choose", "data-end": "to", "data-plan": id }, name)),
            ),
            all.length > MOST && el("li", {}, "… ", el("a", { href: links.plan(from.id, "") }, strings.full)),
          ),
        ),
      ),
  );

// What stands in the place of an answer

/** What of a question cannot be answered. @param {Planswitch.Refused[]} refused @param {Planswitch.Strings} strings */
const refusal = (refused, strings) =>
  el(
    "div",
    { class: "ps-status ps-refused", "data-key": "refused", "data-state": "refused" },
    el("p", { class: "ps-refused-title", role: "heading", "aria-level": 2 }, strings.refused),
    [...new Set(refused.map(({ text }) => text))].map((text) => el("p", {}, text)),
    drop(refused.map(({ part }) => part), strings),
  );

// The answer

/**
 * All of an answer that there is to show.
 *
 * @param {Shown} shown
 * @param {Pick<Planswitch.Explorer, "settings" | "strings">} config
 * @param {Planswitch.Links} links
 */
export function answered(shown, { settings, strings }, links) {
  const { answer, refused, listed, detailed, whole, generation } = shown;
  return [
    record(shown, strings),
    shown.notice,
    el("div", { class: "ps-top", "data-key": "top" }, refused ? refusal(refused, strings) : verdict(answer, strings, links)),
    status(shown.python, settings, strings),
    el(
      "div",
      { class: "ps-columns", "data-key": "columns" },
      listed && circumstances(listed, shown, strings, links),
      el(
        "div",
        { class: "ps-details", "data-key": `details ${generation}` },
        detailed && why(shown, strings, links),
      ),
    ),
    whole && foot(shown, strings, links),
  ];
}

/**
 * The next stage of an answer, beside all that is drawn of it already.
 *
 * @param {HTMLElement} frame
 * @param {Shown} shown
 * @param {Pick<Planswitch.Explorer, "strings">} config
 * @param {Planswitch.Links} links
 */
export function further(frame, shown, { strings }, links) {
  const columns = /** @type {HTMLElement} */ (frame.querySelector(".ps-columns"));
  if (shown.whole) add(frame, foot(shown, strings, links));
  else if (shown.detailed) add(/** @type {HTMLElement} */ (columns.lastElementChild), why(shown, strings, links));
  else if (shown.listed) columns.prepend(circumstances(shown.listed, shown, strings, links));
}

/** @param {Shown} shown @param {Planswitch.Strings} strings @param {Planswitch.Links} links */
const why = ({ answer, refused, ticked }, strings, links) => !refused && details(answer, ticked, strings, links);

/** @param {Shown} shown @param {Planswitch.Strings} strings @param {Planswitch.Links} links */
const foot = (shown, strings, links) => [!shown.refused && keep(shown, strings, links), edition(shown.answer, strings, links)];

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
 * @param {import("./state.js").Listed} listed @param {Shown} shown
 * @param {Planswitch.Strings} strings @param {Planswitch.Links} links
 */
function circumstances({ rows, extra, done }, { answer, python, given, rest, route, refused, question: { facts } }, strings, links) {
  const paused = python.state === "failed";
  const asking = { paused, refused: refused ?? [] };
  return el(
    "section",
    {
      class: "ps-circumstances",
      "data-part": "circumstances",
      "data-key": "circumstances",
      "aria-labelledby": "ps-circumstances-title",
      tabindex: -1,
      hidden: answer.decision.status === "same",
    },
    el(
      "p",
      { class: "ps-part-heading", id: "ps-circumstances-title", role: "heading", "aria-level": 3 },
      strings.circumstances,
    ),
    el("p", { class: "ps-part-hint", "data-key": "hint" }, paused ? strings.paused : strings.circumstances_hint),
    el("div", { class: "ps-questions", "data-key": "questions" }, questions(rows, asking, strings, links)),
    rest.length > 0 &&
      !paused &&
      el("button", { class: "ps-button ps-none", type: "button", "data-do": "none", "data-key": "none" }, strings.none),
    done && el("p", { class: "ps-nothing", "data-key": "nothing" }, strings.nothing_open),
    extra.length > 0 &&
      el(
        "details",
        { class: "ps-more ps-optional", "data-key": "optional" },
        el("summary", {}, strings.optional),
        el("div", { class: "ps-questions" }, questions(extra, asking, strings, links)),
      ),
    answers(given, { some: facts.size > 0 || Boolean(route), paused, route }, strings, links),
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

/** As many characters of a digest as tell one from another. */
const TELLING = 12;

/** The digest of a catalogue, short. @param {string} digest */
export const short = (digest) => digest.replace(/^\w+:/, "").slice(0, TELLING);

/** @param {Planswitch.Answer} answer @param {Planswitch.Strings} strings @param {Planswitch.Links} links */
const edition = ({ edition: rests, decision: { catalogue } }, strings, links) =>
  el(
    "p",
    { class: "ps-edition", "data-key": "edition" },
    el("span", {}, rests),
    " · ",
    el(links.about() ? "a" : "span", { href: links.about() || null, title: catalogue.digest }, strings.digest, " ", el("code", {}, short(catalogue.digest))),
  );
