/** Elements without HTML text: made from data, and brought into the page without touching what is already right. */

import { own } from "./question.js";

/** Set as properties: the attribute of the same name only says how a control started. */
const PROPERTIES = new Set(["checked", "value", "disabled"]);

/**
 * @param {string} tag
 * @param {Record<string, unknown>} [attributes]  null, undefined and false leave an attribute out
 * @param {...unknown} children  nodes, texts and lists of them; null and false are left out
 * @returns {HTMLElement}
 */
export function el(tag, attributes = {}, ...children) {
  const element = /** @type {HTMLElement & Record<string, unknown>} */ (document.createElement(tag));
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (PROPERTIES.has(name) && name in element) element[name] = value;
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  add(element, children);
  return element;
}

/** @param {HTMLElement} parent @param {...unknown} children  as of `el` */
export const add = (parent, ...children) => parent.append(...listed(children));

/** @param {unknown[]} children @returns {any[]} */
const listed = (children) =>
  /** @type {unknown[]} */ (children).flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false && child !== "");

/** A text with its `{named}` places filled. @param {string} text @param {Record<string, unknown>} values */
export const fill = (text, values) => text.replace(/\{(\w+)\}/g, (place, name) => String(own(values, name) ?? place));

/** A fraction as a percentage. The page brings the form: browsers take longer to find it than to draw an answer. @param {{percent: string}} settings @param {number} fraction */
export const percent = (settings, fraction) => fill(settings.percent, { n: Math.round(fraction * 100) });

/**
 * Gives an element new children, keeping every old one that will do: focus, scrolling and open details stay.
 * Children with the same `data-key` are the same; those without match by place and tag.
 *
 * @param {Node} parent
 * @param {unknown[]} children
 */
export function place(parent, children) {
  const wanted = listed(children).map((child) => (child instanceof Node ? child : document.createTextNode(child)));
  const keys = new Set(wanted.map(key).filter(Boolean));
  const old = new Map();
  for (const child of [...parent.childNodes]) {
    if (!key(child)) continue;
    if (keys.has(key(child))) old.set(key(child), child);
    else child.remove();
  }
  let cursor = parent.firstChild;
  for (const node of wanted) {
    const match = key(node) ? old.get(key(node)) : cursor && !key(cursor) ? cursor : undefined;
    if (!match || !alike(match, node)) {
      parent.insertBefore(node, cursor);
      continue;
    }
    if (match === cursor) cursor = match.nextSibling;
    else parent.insertBefore(match, cursor);
    sync(match, node);
  }
  while (cursor) {
    const next = cursor.nextSibling;
    cursor.remove();
    cursor = next;
  }
}

/** @param {any} node @returns {string | undefined} */
const key = (node) => node.dataset?.key;

/** @param {any} one @param {any} other */
const alike = (one, other) => one.nodeName === other.nodeName && one.type === other.type;

/** @param {any} old @param {any} wanted  alike */
function sync(old, wanted) {
  if (old instanceof CharacterData) {
    if (old.nodeValue !== wanted.nodeValue) old.nodeValue = wanted.nodeValue;
    return;
  }
  for (const { name } of [...old.attributes]) {
    if (!wanted.hasAttribute(name) && !(name === "open" && old.localName === "details")) old.removeAttribute(name);
  }
  for (const { name, value } of wanted.attributes) {
    if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
  const typing = old === document.activeElement && old.type === "text";
  for (const name of PROPERTIES) {
    if (name in wanted && old[name] !== wanted[name] && !(typing && name === "value")) old[name] = wanted[name];
  }
  place(old, [...wanted.childNodes]);
}

// What every widget has to say

/** A reload that was so lately was for the same reason (milliseconds). */
const LATELY = 300_000;

/** @type {boolean | undefined} */
let again;

/** Says that the site has been updated, with a button that loads the page anew; other words if that did not help. @param {Planswitch.Strings} strings */
export function notice(strings) {
  const [load] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType("navigation"));
  again ??= load?.type === "reload" && performance.now() < LATELY;
  return el(
    "div",
    { class: "ps-updated", "data-key": "updated" },
    el("p", {}, again ? strings.updating : strings.updated),
    el("button", { type: "button", "data-do": "reload" }, strings.reload),
  );
}
