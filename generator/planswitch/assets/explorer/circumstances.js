/** The questions to the reader and the answers they gave, as elements. */

import { el } from "./dom.js";
import { plain, rich } from "./prose.js";
import { UNKNOWN } from "./question.js";

/**
 * @typedef {Planswitch.Prompt} Prompt
 * @typedef {Planswitch.Strings} Strings
 * @typedef {Planswitch.Links} Links
 * @typedef {import("./state.js").Row} Row
 *
 * @typedef {object} Asking  what all questions share
 * @property {boolean} paused  whether nothing can change
 * @property {Planswitch.Refused[]} refused
 *
 * @typedef {{wrong: boolean, described: string}} Look  whether the value cannot be one, and what describes the control
 */

/**
 * The questions of one list: those that take a word or a number first, then what is ticked.
 *
 * @param {Row[]} rows @param {Asking} asking @param {Strings} strings @param {Links} links
 */
export function questions(rows, asking, strings, links) {
  const ticks = rows.filter(({ tick }) => tick);
  return [
    rows.filter(({ tick }) => !tick).map((row) => question(row, asking, strings, links)),
    ticks.length > 0 && el("ul", { class: "ps-ticks", "data-key": "ticks" }, ticks.map((row) => tick(row, asking, strings, links))),
  ];
}

/** One question with all its answers. @param {Row} row @param {Asking} asking @param {Strings} strings @param {Links} links */
function question({ ask, value, next, moot }, { paused, refused }, strings, links) {
  const id = `ps-fact-${ask.fact}`;
  const error = refused.find(({ part }) => part === ask.fact);
  const described = [ask.help && `${id}-help`, error && `${id}-error`, moot && `${id}-moot`].filter(Boolean).join(" ");
  return el(
    "fieldset",
    {
      class: "ps-question",
      id,
      "data-key": ask.fact,
      "data-fact": ask.fact,
      "data-next": next,
      "data-moot": moot,
      "data-given": value !== undefined && !error,
      "aria-describedby": described || null,
      disabled: paused,
    },
    el("legend", { class: "ps-question-title", id: `${id}-title` }, rich(ask.question, links.page)),
    (TYPED.has(ask.type) ? typed : choices)(ask, id, value, { wrong: Boolean(error), described }),
    why(ask, id, value, paused, strings, links),
    el(
      "p",
      { class: "ps-error", id: `${id}-error`, "aria-live": "polite", "data-key": "error" },
      error?.text,
    ),
    moot && el("span", { class: "ps-hidden", id: `${id}-moot`, "data-key": "moot" }, strings.moot),
  );
}

/** Types of facts whose values are written, and not chosen. */
const TYPED = new Set(["number", "date"]);

/** One line of the list to tick; its help, and that the reader does not know, are folded. @param {Row} row @param {Asking} asking @param {Strings} strings @param {Links} links */
function tick({ ask, value, next, moot }, { paused }, strings, links) {
  const id = `ps-fact-${ask.fact}`;
  return el(
    "li",
    {
      class: "ps-question ps-tick",
      id,
      "data-key": ask.fact,
      "data-fact": ask.fact,
      "data-next": next,
      "data-moot": moot,
      "data-given": value !== undefined,
    },
    el(
      "label",
      { class: "ps-tick-label" },
      el("input", {
        type: "checkbox",
        value: "yes",
        checked: value === "yes",
        disabled: paused,
        "data-answer": ask.fact,
        "aria-describedby": moot ? `${id}-moot` : null,
      }),
      el("span", { class: "ps-question-title" }, rich(ask.question, links.page)),
    ),
    why(ask, id, value, paused, strings, links),
    moot && el("span", { class: "ps-hidden", id: `${id}-moot`, "data-key": "moot" }, strings.moot),
  );
}

/** What helps to answer, and that one does not know, folded behind a question mark. @param {Prompt} ask @param {string} id @param {string | undefined} value @param {boolean} paused @param {Strings} strings @param {Links} links */
const why = ({ fact, question: asked, help }, id, value, paused, strings, links) =>
  el(
    "details",
    { class: "ps-why", "data-key": "why", open: value === UNKNOWN },
    el("summary", {}, el("span", { class: "ps-hidden" }, `${strings.help}: ${plain(asked)}`)),
    help && el("p", { class: "ps-question-help", id: `${id}-help` }, rich(help, links.page)),
    el(
      "label",
      { class: "ps-choice", "data-key": UNKNOWN },
      el("input", { type: "checkbox", value: UNKNOWN, checked: value === UNKNOWN, disabled: paused, "data-answer": fact }),
      el("span", {}, strings.unknown),
    ),
  );

/** @param {Prompt} ask @param {string} id @param {string | undefined} value */
function choices(ask, id, value) {
  const options = Object.entries(ask.choices);
  return el(
    "div",
    { class: "ps-choices" },
    options.map(([choice, label]) =>
      el(
        "label",
        { class: "ps-choice", "data-key": choice },
        el("input", { type: "radio", name: id, value: choice, checked: value === choice, "data-answer": ask.fact }),
        el("span", {}, label),
      ),
    ),
  );
}

/** @param {Prompt} ask @param {string} id @param {string | undefined} value @param {Look} look */
function typed(ask, id, value, { wrong, described }) {
  return el(
    "div",
    { class: "ps-choices" },
    el("input", {
      class: "ps-number",
      type: ask.type === "date" ? "date" : "text",
      inputmode: ask.type === "date" ? null : "numeric",
      maxlength: ask.type === "date" ? null : 24,
      value: value === UNKNOWN ? "" : value ?? "",
      "data-answer": ask.fact,
      "aria-labelledby": `${id}-title`,
      "aria-describedby": described || null,
      "aria-invalid": wrong ? "true" : null,
    }),
  );
}

/**
 * The answers so far, each with a button to change it.
 *
 * @param {import("./state.js").Said[]} given
 * @param {{some: boolean, paused: boolean, route?: string}} state  whether there is anything to clear; whether nothing can change; the route that is preferred
 * @param {Strings} strings
 * @param {Links} links
 */
export function answers(given, { some, paused, route }, strings, links) {
  /** @param {string} fact @param {unknown} question @param {string} words @param {HTMLElement} button */
  const line = (fact, question, words, button) =>
    el(
      "li",
      { "data-key": fact },
      el("span", { class: "ps-given-question" }, question),
      el("strong", { class: "ps-given-answer" }, words),
      button,
    );
  /** @param {Record<string, unknown>} act @param {string} words @param {string} question */
  const button = (act, words, question) =>
    el(
      "button",
      { class: "ps-text-button", type: "button", disabled: paused, ...act },
      words,
      el("span", { class: "ps-hidden" }, " ", question),
    );
  return el(
    "section",
    { class: "ps-given", "data-key": "given", hidden: !some },
    el("p", { class: "ps-part-heading", role: "heading", "aria-level": 3 }, strings.given),
    el(
      "ul",
      {},
      route && line("route", strings.preferred, route, button({ "data-do": "drop", "data-part": '["route"]' }, strings.leave_out, strings.preferred)),
      given.map(({ fact, question: asked, words, asked: again }) => {
        const [act, does] = again ? [{ "data-do": "change", "data-fact": fact }, strings.change] : [{ "data-do": "drop", "data-part": JSON.stringify([fact]) }, strings.leave_out];
        return line(fact, rich(asked, links.page), words, button(act, does, plain(asked)));
      }),
    ),
    el("button", { class: "ps-text-button", type: "button", "data-do": "clear" }, strings.clear),
  );
}
