/** An answer of `planswitch.rules.wording`, as elements. */

import { el, rich } from "./dom.js";

/**
 * @typedef {Planswitch.Strings} Strings
 * @typedef {Planswitch.Links} Links
 * @typedef {Planswitch.CitedText} CitedText
 */

/** @param {string} text */
const source = (text) => text && el("span", { class: "ps-source" }, text);

/** The answer in one line, and how far it goes. @param {Planswitch.Answer} answer @param {Strings} strings @param {Links} links */
export function verdict(answer, strings, links) {
  return [
    el(
      "p",
      { class: "ps-verdict", role: "heading", "aria-level": 2, "data-key": "verdict" },
      el("span", { class: "ps-mark", "data-mark": answer.mark, "aria-hidden": "true" }),
      el("span", { class: "ps-headline" }, answer.headline),
    ),
    el("p", { class: "ps-lead", "data-key": "lead" }, answer.lead),
    answer.doubt &&
      el(
        "p",
        { class: "ps-doubt", "data-key": "doubt" },
        answer.doubt,
        " ",
        el("a", { href: links.about() }, strings.doubt_why),
      ),
    answer.via && el("p", { class: "ps-via", "data-key": "via" }, answer.via),
  ];
}

/**
 * Reasons, steps and what to expect; what is only possible is folded, for the questions ask about it.
 *
 * @param {Planswitch.Answer} answer
 * @param {Set<string>} ticked  texts of the steps that are done
 * @param {Strings} strings
 * @param {Links} links
 */
export function details(answer, ticked, strings, links) {
  const groups = (/** @type {Planswitch.Group["state"]} */ wanted) =>
    answer.groups.filter(({ state }) => state === wanted).map((group) => reasons(group, strings, links));
  const unknown = groups("unknown");
  return [
    groups("holds"),
    unknown.length > 0 &&
      el("details", { class: "ps-more ps-possible", "data-key": "possible" }, el("summary", {}, strings.possible), unknown),
    answer.steps.length > 0 &&
      part("steps", strings.steps, el("ol", { class: "ps-steps" }, repeated(answer.steps).map(step(ticked, links)))),
    answer.notes.length > 0 &&
      part(
        "notes",
        strings.notes,
        el(
          "ul",
          { class: "ps-notes" },
          answer.notes.map((note, index) => el("li", {}, el("span", {}, rich(note.text, links.page)), " ", lastSource(answer.notes, index))),
        ),
      ),
  ];
}

/** @param {string} name @param {string} heading @param {HTMLElement} list */
function part(name, heading, list) {
  return el(
    "section",
    { class: "ps-group", "data-key": name, "data-part": name },
    el("p", { class: "ps-group-heading", role: "heading", "aria-level": 3 }, heading),
    list,
  );
}

/** @param {Planswitch.Group} group @param {Strings} strings @param {Links} links */
function reasons(group, strings, links) {
  return el(
    "section",
    {
      class: "ps-group",
      "data-key": `${group.effect}-${group.state}`,
      "data-effect": group.effect,
      "data-state": group.state,
    },
    el("p", { class: "ps-group-heading", role: "heading", "aria-level": 3 }, group.heading),
    el(
      "ul",
      {},
      group.reasons.map((reason) =>
        el(
          "li",
          { class: "ps-reason", "data-key": reason.rule },
          el("p", { class: "ps-reason-title" }, el("a", { href: links.rule(reason.rule) }, reason.title)),
          el("p", { class: "ps-reason-text" }, rich(reason.text, links.page)),
          group.state === "holds" && reason.remedy && el("p", { class: "ps-remedy" }, rich(reason.remedy, links.page)),
          reason.cleared_by.length > 0 &&
            el(
              "p",
              { class: "ps-cleared" },
              el("span", { class: "ps-cleared-label" }, strings.cleared),
              reason.cleared_by.map((tests, index) => [
                index > 0 ? ` ${strings.or} ` : " ",
                el("span", { class: "ps-clear" }, tests.map((test, number) => [number > 0 && " + ", met(test, links)])),
              ]),
            ),
          source(reason.source),
        ),
      ),
    ),
  );
}

/** @param {Planswitch.Met} met @param {Links} links */
const met = ({ question, answer }, links) => [
  rich(question, links.page),
  answer && [" ", el("strong", { class: "ps-label" }, answer)],
];

/** Lines in a row that rest on one section name it once, after the last of them. @param {CitedText[]} lines @param {number} index */
const lastSource = (lines, index) => lines[index + 1]?.source !== lines[index].source && source(lines[index].source);

/** @param {Set<string>} ticked @param {Links} links @returns {(line: CitedText & {key: string}, index: number, steps: CitedText[]) => HTMLElement} */
const step = (ticked, links) => ({ text, key }, index, steps) =>
  el(
    "li",
    { "data-key": key },
    el(
      "label",
      { class: "ps-step" },
      el("input", { type: "checkbox", "data-step": text, checked: ticked.has(text) }),
      el("span", {}, rich(text, links.page)),
    ),
    " ",
    lastSource(steps, index),
  );

/** Two remedies may say the same. @param {CitedText[]} steps */
function repeated(steps) {
  const seen = new Map();
  return steps.map((line) => {
    const count = seen.get(line.text) ?? 0;
    seen.set(line.text, count + 1);
    return { ...line, key: `${line.text}${count || ""}` };
  });
}
