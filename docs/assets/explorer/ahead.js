/**
 * Starts Python ahead of the page's widget, while the page itself is still coming: when the address holds a question,
 * and else in an idle moment, where the connection costs nothing.
 */

import { affordable, python, quick } from "./python.js";

/** What the widget will tell Python; it is in the head, for the body has not come yet. */
const { content, dataset } = document.querySelector("head > .ps-python");
const start = () => python(JSON.parse(content.textContent)).start().catch(() => {}); // the widget says so

/** Whether the address asks what only Python can answer: without circumstances, the matrix has all answers. */
function asked() {
  const names = location.hash.includes("=") ? [...new URLSearchParams(location.hash.slice(1)).keys()] : [];
  const plans = names.filter((name) => name === "from" || name === "to");
  return dataset.widget === "explorer" ? plans.length > 0 : names.length > plans.length;
}

// On a slow network the widget starts Python: by then, enough has arrived to choose the way with the fewest bytes.
if (asked()) quick() && start();
else addEventListener("load", () => window.requestIdleCallback?.(() => affordable() && start()));
