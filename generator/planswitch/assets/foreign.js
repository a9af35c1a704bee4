/**
 * Texts that are not in the language of the page. They come between marks that say in which they are (see
 * `planswitch.rules.foreign`), and get an element that says so, whoever brings them; labels say so where their element holds
 * no text. Pages on which all is translated do without this script: see widgets.js.
 */

const MARKS = /(\ufdd0[^\ufdd1]*\ufdd1|\ufdd2)/;
const LABELS = ["aria-label", "title", "placeholder"];

/** A text in parts: texts, and the marks between them. @param {string} text */
export const parts = (text) => text.split(MARKS).filter(Boolean);

/** The language that begins with a part, if one does. @param {string} part */
export const language = (part) => (part.startsWith("\ufdd0") ? part.slice(1, -1) : "");

/** A text without marks. @param {string} text */
const bare = (text) => text.replace(RegExp(MARKS, "g"), "");

/** Puts what stands between marks into elements; what is not between any stays where it is. @param {Element} element */
function tidy(element) {
  /** @type {Element} */
  let at = element;
  for (const child of [...element.childNodes]) {
    const place = (/** @type {Node} */ node) => (at === element ? element.insertBefore(node, child) : at.appendChild(node));
    const text = child.nodeType === Node.TEXT_NODE && MARKS.test(child.nodeValue ?? "") ? /** @type {Text} */ (child) : null;
    if (!text && at !== element) at.append(child);
    for (const part of text ? parts(text.data) : []) {
      if (part === "\ufdd2") at = /** @type {Element} */ (at === element ? at : at.parentNode);
      else if (language(part)) {
        const span = Object.assign(document.createElement("span"), { lang: language(part), dir: "auto" });
        place(span);
        at = span;
      } else place(document.createTextNode(part));
    }
    text?.remove();
  }
}

/** Tidies all that is below a node. @param {Node} node */
function tidyAll(node) {
  const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
  /** @type {Set<Element>} */
  const found = new Set();
  if (node.nodeType === Node.TEXT_NODE) note(node, found);
  while (walker.nextNode()) note(walker.currentNode, found);
  found.forEach(tidy);
  if (node instanceof Element) for (const each of [node, ...node.querySelectorAll(LABELS.map((name) => `[${name}]`).join())]) unlabel(each);
}

/** @param {Node} text @param {Set<Element>} found */
function note(text, found) {
  if (text.parentElement && MARKS.test(text.nodeValue ?? "")) found.add(text.parentElement);
}

/** The language of a text that is in one as a whole, if it is. @param {string} text */
const whole = (text) => (text.endsWith("\ufdd2") ? language(parts(text)[0]) : "");

/** Takes marks out of labels; an element that holds no text says their language itself. @param {Element} element */
function unlabel(element) {
  const labels = LABELS.flatMap((name) => element.getAttribute(name) ?? []);
  if (!labels.some((label) => MARKS.test(label))) return;
  const [said, ...others] = new Set(labels.map(whole));
  if (said && !others.length && !element.textContent) element.setAttribute("lang", said);
  for (const name of LABELS) if (element.hasAttribute(name)) element.setAttribute(name, bare(element.getAttribute(name) ?? ""));
}

if (typeof document !== "undefined") {
  tidyAll(document.body);
  const { clipboard } = navigator;
  const write = clipboard?.writeText.bind(clipboard);
  if (write) clipboard.writeText = (text) => write(bare(text)); // what is copied is no page
  new MutationObserver((changes) => {
    for (const { type, target, addedNodes } of changes) {
      if (type === "attributes") unlabel(/** @type {Element} */ (target));
      else if (type === "characterData") tidyAll(target);
      else addedNodes.forEach(tidyAll);
    }
  }).observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: LABELS });
}
