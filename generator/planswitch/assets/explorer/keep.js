/** Keeping an answer: its text as Markdown, files to download, the link to copy, and steps that are ticked. */

import { marked, target } from "./dom.js";

/**
 * @typedef {object} Kept  the record of a decision
 * @property {Planswitch.Answer} answer
 * @property {{ask: Planswitch.Prompt, words: string}[]} given
 * @property {string} date    in words
 * @property {string} link    to the answer
 * @property {string} source  of the catalogue
 * @property {string} digest
 */

/** What Markdown takes for more than text. */
const LIVE = /^[-+=:>]|[\\`*_{}[\]#|~]|:(?=\/)/g;
/** What not every engine lets a backslash take out of HTML. */
/** @type {Record<string, string>} */
const HTML = { "<": "&lt;", "&": "&amp;" };

/** @param {string} text */
const line = (text) => text.replace(/\s+/g, " ");

/** Plain text for Markdown. @param {string} text */
const safe = (text) =>
  line(text)
    .replace(/<|&(?=#?\w+;)/g, (char) => HTML[char])
    .replace(LIVE, "\\$&")
    .replace(/^\d+(?=[.)])/, "$&\\");

/** A text with its marks. @param {string} text @param {(page: string) => string} at where a page is @returns {string} */
const prose = (text, at) =>
  marked(text.trim(), (kind, inside, address) => {
    if (kind === "text") return safe(/** @type {string} */ (inside));
    if (kind === "code") return `\`${line(/** @type {string} */ (inside))}\``;
    const words = /** @type {string[]} */ (inside).join("");
    if (kind === "label") return `**${words}**`;
    if (kind === "stress") return `*${words}*`;
    return `[${words}](<${target(/** @type {string} */ (address), at)}>)`;
  }).join("");

/** @param {Planswitch.CitedText} line */
const cited = ({ source }) => (source ? ` (${safe(source)})` : "");

/** @param {string} text */
const strong = (text) => `**${safe(text)}**`;

/**
 * The record of a decision as Markdown.
 *
 * @param {Kept} record
 * @param {Planswitch.Strings} strings
 * @param {Pick<Planswitch.Links, "page">} links
 */
export function markdown({ answer, given, date, link, source, digest }, strings, { page }) {
  const rich = (/** @type {string} */ text) => prose(text, page);
  /** @param {string} name @param {string} value */
  const named = (name, value) => `- ${safe(strings[name])}: ${value}`;
  const lines = [
    `# ${safe(strings.record)}: ${safe(answer.origin)} → ${safe(answer.target)}`,
    "",
    strong(answer.headline),
    "",
    safe(answer.lead),
    ...[answer.doubt, answer.via].filter(Boolean).flatMap((text) => ["", safe(text)]),
  ];
  /** @param {string} heading @param {string[]} items */
  const part = (heading, items) => {
    if (items.length) lines.push("", `## ${safe(heading)}`, "", ...items);
  };
  /** @param {Planswitch.Met} met */
  const met = ({ question, answer: words }) => rich(question) + (words && ` ${strong(words)}`);
  const cleared = (/** @type {Planswitch.Met[]} */ tests) => tests.map(met).join(" + ");
  part(
    strings.given,
    given.map(({ ask, words }) => `- ${rich(ask.question)} ${strong(words)}`),
  );
  for (const group of answer.groups) {
    part(
      group.heading,
      group.reasons.map((reason) => {
        const remedy = group.state === "holds" && reason.remedy ? [rich(reason.remedy)] : [];
        const changed = reason.cleared_by.length
          ? [`${safe(strings.cleared)} ${reason.cleared_by.map(cleared).join(` ${safe(strings.or)} `)}`]
          : [];
        // Each a paragraph: lines alone would run together wherever Markdown is shown.
        const paragraphs = [strong(reason.title), rich(reason.text), ...remedy, ...changed];
        return `- ${paragraphs.join("\n\n  ")}${cited(reason)}`;
      }),
    );
  }
  part(
    strings.steps,
    answer.steps.map((step, index) => `${index + 1}. [ ] ${rich(step.text)}${cited(step)}`),
  );
  part(
    strings.notes,
    answer.notes.map((note) => `- ${rich(note.text)}${cited(note)}`),
  );
  part(strings.source, [
    `- ${safe(answer.edition)}. ${safe(source)}`,
    named("digest", `\`${digest}\``),
    named("date", safe(date)),
    named("link", `<${link}>`),
  ]);
  return `${lines.join("\n")}\n`;
}

/** Offers a text as a file. @param {string} name @param {string} type @param {string} text */
export function download(name, type, text) {
  const url = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  const link = Object.assign(document.createElement("a"), { href: url, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** Copies a text; false when the browser does not let us. @param {string} text @param {HTMLElement} near */
export async function copy(text, near) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const field = Object.assign(document.createElement("textarea"), { value: text, className: "ps-hidden" });
    const focused = document.activeElement;
    near.append(field);
    field.select();
    const copied = document.execCommand("copy");
    field.remove();
    /** @type {HTMLElement | null} */ (focused)?.focus({ preventScroll: true });
    return copied;
  }
}

/** The steps that are done, by question and digest, for as long as the browser remembers. */
export class Ticks {
  /** @param {string} digest @param {string} from @param {string} to */
  constructor(digest, from, to) {
    this.key = `planswitch.steps ${digest} ${from} ${to}`;
    this.texts = new Set(stored(this.key));
  }

  /** @param {string} text @param {boolean} done */
  set(text, done) {
    if (done) this.texts.add(text);
    else this.texts.delete(text);
    try {
      if (this.texts.size) localStorage.setItem(this.key, JSON.stringify([...this.texts]));
      else localStorage.removeItem(this.key);
    } catch {
      // The ticks are then good for this visit only.
    }
  }
}

/** @param {string} key @returns {string[]} */
function stored(key) {
  try {
    const texts = JSON.parse(localStorage.getItem(key) ?? "[]");
    return Array.isArray(texts) ? texts : [];
  } catch {
    return [];
  }
}
