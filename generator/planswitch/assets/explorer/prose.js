/** Texts with marks: as parts, as elements, and without them. */

import { el } from "./dom.js";

/* The marks that texts may have, and nothing else. `planswitch.rules.prose` has the same; tests/prose.json holds both to it. */
const INSIDE = "(?![ \\n])((?:[^*`]|`[^`]+`)*(?:[^*` \\n]|`[^`]+`))";
const WEB = String.raw`https:\/\/(?![/?#@:.])[^\x00-\x20"()<>\\^\x60{|}\x7f-\xa0\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff]+`;
const PAGE = "[A-Za-z0-9_-]+(?:/[A-Za-z0-9_-]+)*/?(?:#[A-Za-z0-9_-]+)?";
const MARKS = RegExp(
  `\`([^\`]+)\`|\\*\\*${INSIDE}\\*\\*|\\*${INSIDE}\\*(?![A-Za-z0-9])|\\[(?![ \\n]*\\])([^[\\]]+)\\]\\((${WEB}|${PAGE})\\)|!\\[|[A-Za-z0-9]\\*(?!\\*)`,
  "g",
);

/**
 * A text in parts, each made by a function: of text, or of what stands inside a mark.
 *
 * @template Made
 * @param {string} text
 * @param {(kind: "text" | "code" | "label" | "stress" | "link", inside: string | Made[], address?: string) => Made} make
 * @returns {Made[]}
 */
export function marked(text, make) {
  const parts = [];
  let end = 0;
  for (const { 0: whole, 1: code, 2: label, 3: stress, 4: words, 5: address, index } of text.matchAll(MARKS)) {
    if (!(code ?? label ?? stress ?? words)) continue; // a picture, and an asterisk inside a word, are text
    if (index > end) parts.push(make("text", text.slice(end, index)));
    end = index + whole.length;
    if (code) parts.push(make("code", code));
    else parts.push(make(label ? "label" : stress ? "stress" : "link", marked(label ?? stress ?? words, make), address));
  }
  if (end < text.length) parts.push(make("text", text.slice(end)));
  return parts;
}

/** A text with its marks, as elements. @param {string} text @param {(page: string) => string} at where a page is */
export const rich = (text, at) =>
  marked(text, (kind, inside, address) => {
    if (kind === "text") return inside;
    if (kind === "code") return el("code", {}, inside);
    if (kind === "label") return el("strong", { class: "ps-label" }, inside);
    if (kind === "stress") return el("em", {}, inside);
    return el("a", { class: "ps-link", href: target(/** @type {string} */ (address), at) }, inside);
  });

/** Where a link of a text leads. @param {string} address @param {(page: string) => string} at where a page is */
export const target = (address, at) => (address.startsWith("https://") ? address : at(address));

/** The words of a text, without its marks. @param {string} text */
export const plain = (text) => marked(text, (_, inside) => [inside].flat().join("")).join("");
