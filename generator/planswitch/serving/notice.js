/**
 * What a page has only while its site is being edited: it is loaded anew when it is not what it was, and says so when
 * what was saved cannot be shown.
 */

/**
 * @typedef {object} Told What the server tells.
 * @property {number} version
 * @property {boolean} reload
 * @property {boolean} building
 * @property {string[]} problems
 */

/** How long to wait when the server does not answer, and before a build is worth a word (milliseconds). */
const PATIENCE = 2000;
const SOON = 1000;
const CLOSED = "planswitch.notice";

/**
 * @param {string} name
 * @param {Record<string, string>} attributes
 * @param {(Node | string)[]} content
 */
function element(name, attributes = {}, ...content) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...content);
  return made;
}

// In a shadow no theme changes it, and it changes none. Its words are the terminal's, which are English.
const host = element("planswitch-notice", { lang: "en", dir: "ltr" });
const shadow = host.attachShadow({ mode: "open" });
const alarm = element("div", { role: "alert" });
const progress = element("div", { role: "status" });
shadow.append(element("link", { rel: "stylesheet", href: new URL("notice.css", import.meta.url).href }), alarm, progress);

/** What was closed stays closed, on every page, until there is something else to say. @param {string} [problems] */
function closed(problems) {
  try {
    if (problems !== undefined) sessionStorage.setItem(CLOSED, problems);
    return sessionStorage.getItem(CLOSED);
  } catch {
    return problems ?? null;
  }
}

let shown = "";

/** @param {string[]} problems */
function warn(problems) {
  const key = problems.join("\n");
  if (key === shown) return;
  shown = key;
  if (!key) closed("");
  if (!key || key === closed()) return alarm.replaceChildren();
  const close = element("button", { type: "button" }, "Close");
  close.addEventListener("click", () => {
    closed(key);
    alarm.replaceChildren();
  });
  const list = element("ul", {}, ...problems.map((problem) => element("li", {}, problem)));
  const head = element("p", {}, element("strong", {}, "Not saved to the site."), " You see the last good one until this is mended:");
  alarm.replaceChildren(element("section", { tabindex: "0", "aria-label": "What is wrong" }, close, head, list));
}

/** @type {number | undefined} */
let waiting;

/** @param {boolean} building */
function wait(building) {
  clearTimeout(waiting);
  if (building) waiting = setTimeout(() => progress.replaceChildren(element("p", {}, "Building …")), SOON);
  else progress.replaceChildren();
}

/** The version that is told of already: the script's address has that of the page. */
let since = new URL(import.meta.url).search.slice(1);
/** Whether the page has heard nothing yet: the server then does not wait until there is something new. */
let first = true;
let following = false;

/** Asks for news as long as somebody looks at the page. */
async function follow() {
  if (following) return;
  following = true;
  while (document.visibilityState === "visible") {
    const page = location.pathname;
    const told = await news(page);
    if (!told) await new Promise((resolve) => setTimeout(resolve, PATIENCE));
    // The theme puts other pages in the place of this one: each is asked about by its own name.
    else if (page === location.pathname) {
      if (told.reload) return location.reload();
      since = String(told.version);
      warn(told.problems);
      wait(told.building);
    }
  }
  following = false;
}

/** @param {string} page @returns {Promise<Told | null>} */
async function news(page) {
  try {
    const asked = new URLSearchParams({ since, page, ...(first && { now: "" }) });
    const answer = await fetch(new URL(`state?${asked}`, import.meta.url));
    if (!answer.ok) return null;
    first = false;
    return await answer.json();
  } catch {
    return null;
  }
}

document.documentElement.append(host);
document.addEventListener("visibilitychange", follow);
follow();
