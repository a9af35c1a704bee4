/** The questions to the reader and the answers they gave, as elements. */

import { el, plain, rich } from "./dom.js";
import { fits, UNKNOWN } from "./question.js";

/**
 * @typedef {Planswitch.Prompt} Prompt
 * @typedef {Planswitch.Strings} Strings
 * @typedef {{wrong: boolean, described: string}} State  whether the value cannot be one, and what describes the control
 */

/**
 * One question.
 *
 * @param {Prompt} ask
 * @param {string | undefined} value   as typed or chosen
 * @param {{next: boolean, moot: boolean, paused: boolean}} state
 * @param {Strings} strings
 * @param {Planswitch.Links} links
 */
export function question(ask, value, { next, moot, paused }, strings, links) {
  const id = `ps-fact-${ask.fact}`;
  const wrong = value !== undefined && !fits(ask, value);
  const described = [ask.help && `${id}-help`, wrong && `${id}-error`, moot && `${id}-moot`].filter(Boolean).join(" ");
  const control = ask.type === "number" ? number : choices;
  return el(
    "fieldset",
    {
      class: "ps-question",
      id,
      "data-key": ask.fact,
      "data-fact": ask.fact,
      "data-next": next,
      "data-moot": moot,
      "data-given": value !== undefined && !wrong,
      "aria-describedby": described || null,
      disabled: paused,
    },
    el("legend", { class: "ps-question-title", id: `${id}-title` }, rich(ask.question, links.page)),
    ask.help && el("p", { class: "ps-question-help", id: `${id}-help` }, rich(ask.help, links.page)),
    control(ask, id, value, { wrong, described }, strings),
    el(
      "p",
      { class: "ps-error", id: `${id}-error`, "aria-live": "polite", "data-key": "error" },
      wrong && strings.number_error,
    ),
    moot && el("span", { class: "ps-hidden", id: `${id}-moot`, "data-key": "moot" }, strings.moot),
  );
}

/** @param {Prompt} ask @param {string} id @param {string | undefined} value @param {State} state @param {Strings} strings */
function choices(ask, id, value, state, strings) {
  const options = [...Object.entries(ask.choices), [UNKNOWN, strings.unknown]];
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

/** @param {Prompt} ask @param {string} id @param {string | undefined} value @param {State} state @param {Strings} strings */
function number(ask, id, value, { wrong, described }, strings) {
  return el(
    "div",
    { class: "ps-choices" },
    el("input", {
      class: "ps-number",
      type: "text",
      inputmode: "numeric",
      maxlength: 12,
      value: value === UNKNOWN ? "" : value ?? "",
      "data-answer": ask.fact,
      "aria-labelledby": `${id}-title`,
      "aria-describedby": described || null,
      "aria-invalid": wrong ? "true" : null,
    }),
    el(
      "label",
      { class: "ps-choice", "data-key": UNKNOWN },
      el("input", { type: "checkbox", value: UNKNOWN, checked: value === UNKNOWN, "data-answer": ask.fact }),
      el("span", {}, strings.unknown),
    ),
  );
}

/**
 * The answers so far, each with a button to change it.
 *
 * @param {{ask: Prompt, words: string}[]} given
 * @param {{some: boolean, paused: boolean}} state  whether there is anything to clear; whether nothing can change
 * @param {Strings} strings
 * @param {Planswitch.Links} links
 */
export function answers(given, { some, paused }, strings, links) {
  return el(
    "section",
    { class: "ps-given", "data-key": "given", hidden: !some },
    el("p", { class: "ps-part-heading", role: "heading", "aria-level": 3 }, strings.given),
    el(
      "ul",
      {},
      given.map(({ ask, words }) =>
        el(
          "li",
          { "data-key": ask.fact },
          el("span", { class: "ps-given-question" }, rich(ask.question, links.page)),
          el("strong", { class: "ps-given-answer" }, words),
          el(
            "button",
            { class: "ps-text-button", type: "button", "data-do": "change", "data-fact": ask.fact, disabled: paused },
            strings.change,
            el("span", { class: "ps-hidden" }, " ", plain(ask.question)),
          ),
        ),
      ),
    ),
    el("button", { class: "ps-text-button", type: "button", "data-do": "clear" }, strings.clear),
  );
}
