/**
 * Starts Python ahead of the page's widget, while the page itself is still coming: when the address holds a question,
 * and else in an idle moment, where the connection costs nothing.
 */

import { affordable, python, quick } from "./python.js";
import { nothing, own, read } from "./question.js";

const { from, to, edition, facts } = read(location.hash) ?? nothing();
/** What the widget will tell Python; it is in the head, for the body has not come yet. */
const { content, dataset } = /** @type {HTMLTemplateElement} */ (document.querySelector("head > .ps-python"));
/** @type {Planswitch.PythonConfig & {others?: Record<string, Partial<Planswitch.PythonConfig>>}} */
const { others = {}, ...page } = JSON.parse(content.textContent);
/** Python as the widget will tell it: of the edition that the address asks, where there are several. */
const runtime = () => python({ ...page, ...own(others, edition) });
const start = () => runtime().start().catch(() => {}); // the widget says so

const exploring = dataset.widget === "explorer";
/** Whether the address asks for Python: without circumstances, the matrix has all answers. */
const wanted = exploring ? Boolean(from || to) : facts.size > 0;
/** Whether it asks a whole question. */
const asked = wanted && (!exploring || Boolean(from && to));

/** Settles when the first answer has come, or when none will. @returns {Promise<unknown>} */
const answer = () =>
  new Promise((/** @type {(event?: Event) => void} */ settle) => {
    runtime().addEventListener("answer", settle, { once: true });
    runtime().addEventListener("state", (event) => /** @type {CustomEvent} */ (event).detail.state === "failed" && settle());
    if (runtime().state === "failed") settle();
  });

// The theme would say so later: what only works with scripts has its place before it is seen.
document.documentElement.classList.replace("no-js", "js");
// On a slow network the widget starts Python: by then, enough has arrived to choose the way with the fewest bytes.
const now = wanted && quick();
if (wanted && exploring) import("./view.js").catch(() => {}); // the widget says so
if (now) start();
else if (!wanted) addEventListener("load", () => window.requestIdleCallback?.(() => affordable() && start()));

/** What the address asks, while it is being answered. @type {Promise<unknown> | undefined} */
export const answering = now && asked ? answer() : undefined;
