/**
 * Brings the theme's script to a page with a widget: at once or, when the address holds a question, after its answer.
 * The answer needs the whole computer for a moment, and nobody who came for it searches or changes colours before.
 */

/** Where it cannot be had, the page has its theme all the same. */
const { answering } = await import("./explorer/ahead.js").catch(() => /** @type {{answering?: undefined}} */ ({}));

/** However long the answer takes, the theme comes by then (milliseconds). */
const LATEST = 3_000;
/** However busy the page is after the answer (milliseconds). */
const BUSY = 300;

/** Whoever does something may want what the theme does. */
const acted = () =>
  new Promise((done) => {
    for (const name of ["pointerdown", "keydown", "focusin"]) addEventListener(name, done, { once: true, capture: true });
  });

/** @param {number} delay */
const later = (delay) => new Promise((done) => setTimeout(done, delay));
/** @returns {Promise<unknown>} */
const idle = () => new Promise((/** @type {(time?: unknown) => void} */ done) => window.requestIdleCallback?.(done, { timeout: BUSY }) ?? done());

/**
 * The theme gives all addresses of a page their whole form, for pages that it changes later. For that, browsers load
 * styles anew, and the page stands without them for a moment: so the theme finds theirs done.
 */
function settle() {
  for (const link of /** @type {NodeListOf<HTMLLinkElement>} */ (document.querySelectorAll("link[rel=stylesheet]"))) {
    const whole = /** @type {HTMLLinkElement} */ (link.cloneNode());
    whole.href = link.href;
    Object.defineProperties(link, {
      href: { value: whole.href, writable: true },
      outerHTML: { value: whole.outerHTML }, // by this the theme tells whether the next page has the same
    });
  }
}

async function bring() {
  if (answering) await Promise.race([answering.then(idle), acted(), later(LATEST)]);
  settle();
  const { dataset } = /** @type {HTMLScriptElement} */ (document.querySelector("script[data-theme]"));
  const script = document.createElement("script");
  script.src = /** @type {string} */ (dataset.theme);
  script.onload = () => dispatchEvent(new Event("planswitch:theme"));
  script.onerror = () => document.documentElement.classList.replace("js", "no-js");
  document.body.append(script);
}

bring();
