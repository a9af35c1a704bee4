/** An answer of `planswitch.rules.wording`, as elements. */

import { el, fill } from "./dom.js";
import { rich } from "./prose.js";

/**
 * @typedef {Planswitch.Strings} Strings
 * @typedef {Planswitch.Links} Links
 * @typedef {Planswitch.WordedStep} WordedStep
 */

/** @param {string} text */
const source = (text) => text && el("span", { class: "ps-source" }, text);

/** The sign of an answer, which its colour goes with. @param {string} mark */
export const sign = (mark) => el("span", { class: "ps-mark", "data-mark": mark, "aria-hidden": "true" });

/**
 * Whether and how, and beneath it what first, what is missing and what otherwise: never the one without the other.
 *
 * @param {Planswitch.Verdict} verdict
 * @param {number} level  of the heading
 * @param {{long: string, short: string}} [year]  of what it rests on
 */
const headline = ({ mark, headline: words, tally }, level, year) =>
  el(
    "div",
    { class: "ps-verdict", "data-key": "verdict" },
    sign(mark),
    el("p", { class: "ps-headline", role: "heading", "aria-level": level }, words),
    year && el("span", { class: "ps-year" }, el("span", { class: "ps-as-of" }, year.long), el("span", { class: "ps-as-of-short", "aria-hidden": "true" }, year.short)),
    el("p", { class: "ps-tally" }, tally.map((part, index) => [index > 0 && " · ", el("span", {}, part)])),
  );

/** @param {string} text @param {Strings} strings @param {Links} links */
const doubt = (text, strings, links) =>
  text &&
  el("p", { class: "ps-doubt", "data-key": "doubt" }, rich(text, links.page), links.about() && [" ", el("a", { href: links.about() }, strings.doubt_why)]);

/** The answer in a line or two, and how far it goes. @param {Planswitch.Answer} answer @param {Strings} strings @param {Links} links */
export const verdict = (answer, strings, links) => [
  headline(answer, 2, { long: strings.as_of, short: answer.decision.catalogue.date.slice(0, 4) }),
  el("p", { class: "ps-lead", "data-key": "lead" }, answer.lead),
  doubt(answer.doubt, strings, links),
];

/**
 * Reasons, steps and what to expect; what is only possible is folded, for the questions ask about it.
 *
 * @param {Planswitch.Answer} answer
 * @param {Set<string>} ticked  keys of the steps that are done
 * @param {Strings} strings
 * @param {Links} links
 */
export const details = (answer, ticked, strings, links) => [
  ...became(answer, strings, links),
  part(answer, "", 3, ticked, strings, links, compared(answer, strings)),
  answer.detour && detour(answer, ticked, strings, links),
];

/**
 * What became of plans, each by itself.
 *
 * @param {Pick<Planswitch.Answer, "became" | "decision" | "origin" | "target">} answer @param {Strings} strings @param {Links} links
 */
export const became = ({ became: all, decision: { from, to }, origin, target }, strings, links) =>
  Object.entries({ [from]: origin, [to]: target }).map(([plan, name]) => {
    const later = all.filter((each) => each.plan === plan);
    const items = later.map((each) => el("li", {}, rich(each.text, links.page), " ", source(each.source)));
    return later.length > 0 && section(`became ${plan}`, fill(strings.became, { name }), 3, el("ul", { class: "ps-became" }, items));
  });

/** What the switch loses and gains, as far as that is known. @param {Planswitch.Answer} answer @param {Strings} strings */
const compared = ({ differences, compared: said }, { differences: heading }) =>
  said &&
  section(
    "differences",
    heading,
    3,
    el("ul", { class: "ps-differences" }, differences.map(({ text, change }) => el("li", { "data-change": change }, text))),
    el("p", { class: "ps-compared" }, said),
  );

/**
 * What there is to say of one switch: a whole answer, or one hop of a detour.
 *
 * @param {Planswitch.Part} answer
 * @param {string} at  what its steps are told apart by
 * @param {number} level  of its headings
 * @param {Set<string>} ticked @param {Strings} strings @param {Links} links
 * @param {HTMLElement | "" | false} [middle]  what stands before its steps
 */
function part({ groups, steps, notes }, at, level, ticked, strings, links, middle = false) {
  const sorted = (/** @type {Planswitch.Group["state"]} */ wanted) =>
    groups.filter(({ state }) => state === wanted).map((group) => reasons(group, level, strings, links));
  const possible = sorted("unknown");
  return [
    sorted("holds"),
    middle,
    steps.length > 0 &&
      section("steps", strings.steps, level, el("ol", { class: "ps-steps" }, numbered(steps, at).map(step(ticked, links)))),
    notes.length > 0 && section("notes", strings.notes, level, el("ul", { class: "ps-notes" }, notes.map(note(links)))),
    possible.length > 0 &&
      el("details", { class: "ps-more ps-possible", "data-key": "possible" }, el("summary", {}, strings.possible), possible),
  ];
}

/**
 * Where no one switch leads, several do: each with its own reasons and steps, in order. Beside another way it is folded.
 *
 * @param {Planswitch.Answer} answer @param {Set<string>} ticked @param {Strings} strings @param {Links} links
 */
function detour({ detour: found, decision: { status } }, ticked, strings, links) {
  const { text, assumption, hops } = /** @type {Planswitch.Detour} */ (found);
  const body = [
    el("p", { class: "ps-via" }, status === "no" ? el("strong", {}, text) : null, status === "no" && " ", assumption),
    hops.map((hop, index) =>
      el(
        "section",
        { class: "ps-hop", "data-key": `hop ${index}`, "data-mark": hop.mark },
        el("p", { class: "ps-hop-title", role: "heading", "aria-level": 3 }, `${index + 1}. ${hop.origin} → ${hop.target}: ${hop.route}`),
        headline(hop, 4),
        el("p", { class: "ps-hop-lead" }, hop.lead),
        doubt(hop.doubt, strings, links),
        part(hop, `${index + 1} `, 4, ticked, strings, links),
      ),
    ),
  ];
  if (status === "no") return el("section", { class: "ps-detour", "data-key": "detour", "data-part": "detour" }, body);
  return el("details", { class: "ps-more ps-detour", "data-key": "detour also", "data-part": "detour" }, el("summary", {}, text), body);
}

/** @param {string} name @param {string} heading @param {number} level @param {HTMLElement[]} parts */
const section = (name, heading, level, ...parts) =>
  el("section", { class: "ps-group", "data-key": name, "data-part": name }, title(heading, level), parts);

/** @param {string} heading @param {number} level */
const title = (heading, level) => el("p", { class: "ps-group-heading", role: "heading", "aria-level": level }, heading);

/** @param {Planswitch.Group} group @param {number} level @param {Strings} strings @param {Links} links */
const reasons = ({ key, effect, state, heading, reasons: all }, level, strings, links) =>
  el(
    "section",
    { class: "ps-group", "data-key": key, "data-effect": effect, "data-state": state },
    title(heading, level),
    el(
      "ul",
      {},
      all.map((reason) =>
        el(
          "li",
          { class: "ps-reason", "data-key": reason.rule },
          el("p", { class: "ps-reason-title" }, el("a", { href: links.rule(reason.rule) }, reason.title)),
          el("p", { class: "ps-reason-text" }, rich(reason.text, links.page)),
          reason.doubt && el("p", { class: "ps-reason-doubt" }, reason.doubt),
          state === "holds" && reason.remedy && el("p", { class: "ps-remedy" }, rich(reason.remedy, links.page)),
          reason.cleared_by.length > 0 &&
            el("p", { class: "ps-cleared" }, el("span", { class: "ps-cleared-label" }, strings.cleared), either(reason.cleared_by, strings, links)),
          source(reason.source),
        ),
      ),
    ),
  );

/** Alternatives, each of tests that are met together. @param {Planswitch.Met[][]} alternatives @param {Strings} strings @param {Links} links */
const either = (alternatives, strings, links) =>
  alternatives.map((tests, index) => [
    index > 0 ? ` ${strings.or} ` : " ",
    el("span", { class: "ps-clear" }, tests.map((test, number) => [number > 0 && ` ${strings.and} `, met(test, links)])),
  ]);

/** @param {Planswitch.Met} met @param {Links} links */
const met = ({ question, answer }, links) => [
  rich(question, links.page),
  answer && [" ", el("strong", { class: "ps-label" }, answer)],
];

/** A line, and before it when it applies, where that is not known. @param {WordedStep} line @param {Links} links */
const conditional = ({ condition, text }, links) =>
  el("span", {}, condition && el("span", { class: "ps-if" }, rich(condition, links.page)), condition && " ", rich(text, links.page));

/** Lines in a row that rest on one section name it once, after the last of them. @param {WordedStep[]} lines @param {number} index */
const lastSource = (lines, index) => lines[index + 1]?.source !== lines[index].source && source(lines[index].source);

/** @param {Set<string>} ticked @param {Links} links @returns {(line: WordedStep & {key: string}, index: number, steps: WordedStep[]) => HTMLElement} */
const step = (ticked, links) => (line, index, steps) =>
  el(
    "li",
    { "data-key": line.key, "data-state": line.state },
    el(
      "label",
      { class: "ps-step" },
      el("input", { type: "checkbox", "data-step": line.key, checked: ticked.has(line.key) }),
      conditional(line, links),
    ),
    " ",
    lastSource(steps, index),
  );

/** @param {Links} links @returns {(line: WordedStep, index: number, notes: WordedStep[]) => HTMLElement} */
const note = (links) => (line, index, notes) => el("li", {}, conditional(line, links), " ", lastSource(notes, index));

/** Two steps may say the same. @param {WordedStep[]} steps @param {string} at */
function numbered(steps, at) {
  const seen = new Map();
  return steps.map((line) => {
    const count = seen.get(line.text) ?? 0;
    seen.set(line.text, count + 1);
    return { ...line, key: `${at}${line.text}${count || ""}` };
  });
}
