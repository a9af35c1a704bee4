/** The record of a decision, to be kept elsewhere: as Markdown and in a file. It comes when somebody wants it. */

import { fill } from "./dom.js";
import { marked, target } from "./prose.js";

/**
 * @typedef {object} Kept  the record of a decision
 * @property {Planswitch.Answer} answer
 * @property {Pick<import("./state.js").Said, "question" | "words">[]} given
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

/** @param {{source: string}} line */
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
    ...paragraphs([answer.note && rich(answer.note), ...verdict(answer, rich)]),
  ];
  /** @param {string} heading @param {string[]} items */
  const part = (heading, items) => {
    if (items.length) lines.push("", heading, "", ...items);
  };
  part(
    `## ${safe(strings.given)}`,
    given.map(({ question, words }) => `- ${rich(question)} ${strong(words)}`),
  );
  for (const [plan, name] of Object.entries({ [answer.decision.from]: answer.origin, [answer.decision.to]: answer.target })) {
    const became = answer.became.filter((later) => later.plan === plan);
    if (became.length) part(`## ${safe(fill(strings.became, { name }))}`, became.map((later) => `- ${rich(later.text)}${cited(later)}`));
  }
  if (answer.compared) {
    lines.push("", `## ${safe(strings.differences)}`);
    if (answer.differences.length) lines.push("", ...answer.differences.map(({ text }) => `- ${safe(text)}`));
    lines.push(...paragraphs([safe(answer.compared)]));
  }
  /** Everything that there is to say of one switch. @param {Planswitch.Part} all @param {string} level */
  const whole = ({ groups, steps, notes }, level) => {
    for (const { heading, reasons, state } of groups) {
      part(`${level} ${safe(heading)}`, reasons.map((reason) => explained(reason, state === "holds", rich, strings)));
    }
    part(
      `${level} ${safe(strings.steps)}`,
      steps.map((step, index) => `${index + 1}. [ ] ${conditional(step, rich)}${cited(step)}`),
    );
    part(
      `${level} ${safe(strings.notes)}`,
      notes.map((note) => `- ${conditional(note, rich)}${cited(note)}`),
    );
  };
  whole(answer, "##");
  if (answer.detour) {
    const { text, assumption, hops } = answer.detour;
    lines.push("", `## ${safe(text)}`, "", safe(assumption));
    hops.forEach((hop, index) => {
      lines.push("", `### ${index + 1}\\. ${safe(hop.origin)} → ${safe(hop.target)}: ${safe(hop.route)}`, ...paragraphs(verdict(hop, rich)));
      whole(hop, "####");
    });
  }
  part(`## ${safe(strings.source)}`, [
    `- ${safe(answer.edition)}. ${safe(source)}`,
    named("digest", `\`${digest}\``),
    named("date", safe(date)),
    named("link", `<${link}>`),
  ]);
  return bare(`${lines.join("\n")}\n`);
}

/** A text without the marks of languages: see `planswitch.rules.foreign`. @param {string} text */
export const bare = (text) => text.replace(/\ufdd0.*?\ufdd1|\ufdd2/g, "");

/** Each with a blank line before it: lines alone would run together wherever Markdown is shown. @param {string[]} texts */
const paragraphs = (texts) => texts.filter(Boolean).flatMap((text) => ["", text]);

/** The answer itself, its parts never apart. @param {Planswitch.Verdict & {lead: string, doubt: string}} verdict @param {(text: string) => string} rich */
const verdict = ({ headline, tally, lead, doubt }, rich) => [
  [strong(headline), ...tally.map(safe)].join(" · "),
  safe(lead),
  doubt && rich(doubt),
];

/** A line, and before it when it applies, where that is not known. @param {Planswitch.WordedStep} line @param {(text: string) => string} rich */
const conditional = ({ condition, text }, rich) => [condition, text].filter(Boolean).map(rich).join(" ");

/** Alternatives in words. @param {Planswitch.Met[][]} alternatives @param {(text: string) => string} rich @param {Planswitch.Strings} strings */
function either(alternatives, rich, strings) {
  /** @param {Planswitch.Met} met */
  const met = ({ question, answer }) => rich(question) + (answer && ` ${strong(answer)}`);
  return alternatives.map((tests) => tests.map(met).join(` ${safe(strings.and)} `)).join(` ${safe(strings.or)} `);
}

/** @param {Planswitch.Explanation} reason @param {boolean} holds @param {(text: string) => string} rich @param {Planswitch.Strings} strings */
function explained(reason, holds, rich, strings) {
  const { title, text, doubt, remedy, cleared_by: cleared } = reason;
  const told = [
    strong(title),
    rich(text),
    doubt && safe(doubt),
    holds && remedy && rich(remedy),
    cleared.length > 0 && `${safe(strings.cleared)} ${either(cleared, rich, strings)}`,
  ];
  return `- ${told.filter(Boolean).join("\n\n  ")}${cited(reason)}`;
}

/** Offers a text as a file. @param {string} name @param {string} type @param {string} text */
export function download(name, type, text) {
  const url = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  const link = Object.assign(document.createElement("a"), { href: url, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
