/** Keeping an answer: the link to copy, and steps that are ticked. What takes more than that is in record.js. */

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
