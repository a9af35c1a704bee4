/** Keeping an answer: its text as Markdown, files to download, the link to copy, and steps that are ticked. */

const ESCAPED = /[\\`*_<>[\]#|]/g;

/** A text for Markdown; labels between double asterisks stay. @param {string} text */
const safe = (text) =>
  text
    .split("**")
    .map((part) => part.replace(ESCAPED, "\\$&"))
    .join("**");

const cited = (line) => (line.source ? ` (${safe(line.source)})` : "");

/**
 * The record of a decision as Markdown.
 *
 * @param {object} record  as `PlanswitchExplorer.record`
 * @param {Record<string, string>} strings
 */
export function markdown({ answer, given, date, link, source, digest }, strings) {
  const lines = [
    `# ${strings.record}: ${safe(answer.origin)} → ${safe(answer.target)}`,
    "",
    `**${safe(answer.headline)}**`,
    "",
    safe(answer.lead),
    ...[answer.doubt, answer.via].filter(Boolean).flatMap((text) => ["", safe(text)]),
  ];
  const part = (heading, items) => {
    if (items.length) lines.push("", `## ${safe(heading)}`, "", ...items);
  };
  part(
    strings.given,
    given.map(({ ask, words }) => `- ${safe(ask.question)} **${safe(words)}**`),
  );
  for (const group of answer.groups) {
    part(
      group.heading,
      group.reasons.map((reason) => {
        const remedy = group.state === "holds" && reason.remedy ? [safe(reason.remedy)] : [];
        const cleared = reason.cleared_by.length
          ? [`${strings.cleared} ${reason.cleared_by.map(safe).join(` ${strings.or} `)}`]
          : [];
        return [`- ${safe(reason.title)}`, safe(reason.text), ...remedy, ...cleared, safe(reason.source)].join("\n  ");
      }),
    );
  }
  part(
    strings.steps,
    answer.steps.map((step, index) => `${index + 1}. [ ] ${safe(step.text)}${cited(step)}`),
  );
  part(
    strings.notes,
    answer.notes.map((note) => `- ${safe(note.text)}${cited(note)}`),
  );
  part(strings.source, [
    `- ${safe(answer.edition)}. ${safe(source)}`,
    `- ${strings.digest}: \`${digest}\``,
    `- ${strings.date}: ${date}`,
    `- ${strings.link}: <${link}>`,
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
    focused?.focus({ preventScroll: true });
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

function stored(key) {
  try {
    const texts = JSON.parse(localStorage.getItem(key) ?? "[]");
    return Array.isArray(texts) ? texts : [];
  } catch {
    return [];
  }
}
