/** The switch map: lights the way of the question in the address, or what a plan under the pointer leads to. */

import { el, fill } from "../explorer/dom.js";
import { nothing, now, own, read } from "../explorer/question.js";

class PlanswitchMap extends HTMLElement {
  /** Names of plans, and what is said of the ways that are lit. @type {{plans: Record<string, string>, former?: Record<string, string>} & Record<"both" | "from" | "to" | "none", string>} */
  #config;
  /** @type {AbortController} */
  #gone;

  connectedCallback() {
    this.#config ??= JSON.parse(/** @type {HTMLTemplateElement} */ (this.querySelector(".ps-config")).content.textContent);
    this.#gone = new AbortController();
    /** @param {EventTarget} target @param {string} type @param {(event: any) => void} does */
    const on = (target, type, does) => target.addEventListener(type, does, { signal: this.#gone.signal });
    const plan = (/** @type {any} */ { target }) => target.closest?.("[data-plan]")?.dataset.plan;
    for (const type of ["pointerover", "focusin"]) {
      on(this, type, (event) => (plan(event) ? this.#light({ from: plan(event), to: "" }) : this.#asked()));
    }
    for (const type of ["pointerleave", "focusout"]) on(this, type, () => this.#asked());
    on(this, "click", (event) => this.#go(event));
    on(window, "hashchange", () => this.#asked());
    this.#asked();
  }

  disconnectedCallback() {
    this.#gone?.abort();
  }

  /** Lets the theme follow a link of the picture, which it would otherwise leave to the browser. @param {any} event */
  #go(event) {
    const link = event.target.closest?.("a.ps-map-plan");
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    const same = el("a", { href: new URL(link.href.baseVal, document.baseURI).href });
    document.body.append(same);
    same.click();
    same.remove();
  }

  /** Lights the question in the address, and says in words what is lit. */
  #asked() {
    const { plans, former } = this.#config;
    const { from, to } = now(read(location.hash) ?? nothing(), former);
    const names = { from: own(plans, from), to: own(plans, to) };
    const question = { from: names.from ? from : "", to: names.to ? to : "" };
    const found = this.#light(question);
    const about = question.from && question.to ? "both" : question.from ? "from" : "to";
    const said = !question.from && !question.to ? "" : fill(this.#config[found ? about : "none"], names);
    const note = /** @type {HTMLElement} */ (this.querySelector("[data-part=note]"));
    if (note.textContent !== said) note.textContent = said;
  }

  /** @param {{from: string, to: string}} question @returns {boolean} whether there was a way */
  #light({ from, to }) {
    const lines = [.../** @type {NodeListOf<SVGElement>} */ (this.querySelectorAll(".ps-map-picture .ps-map-line"))];
    const ahead = from ? reach(from, lines, "from", "to") : null;
    const behind = to ? reach(to, lines, "to", "from") : null;
    const on = (/** @type {string | undefined} */ plan) => (ahead?.has(plan) ?? true) && (behind?.has(plan) ?? true);
    const any = Boolean(ahead || behind);
    const lit = any ? lines.filter(({ dataset }) => on(dataset.from) && on(dataset.to)) : [];
    for (const line of lines) line.toggleAttribute("data-lit", lit.includes(line));
    for (const plan of /** @type {NodeListOf<HTMLElement | SVGElement>} */ (this.querySelectorAll("[data-plan]"))) {
      plan.toggleAttribute("data-lit", any && on(plan.dataset.plan));
      plan.toggleAttribute("data-end", plan.dataset.plan === from || plan.dataset.plan === to);
    }
    this.toggleAttribute("data-lit", lit.length > 0);
    return lit.length > 0 || !(from && to);
  }
}

/** Every plan that lines lead to, a plan itself included. @param {string} plan @param {SVGElement[]} lines @param {string} near @param {string} far */
function reach(plan, lines, near, far) {
  const found = new Set([/** @type {string | undefined} */ (plan)]);
  for (const each of found) {
    for (const { dataset } of lines) if (dataset[near] === each) found.add(dataset[far]);
  }
  return found;
}

customElements.define("planswitch-map", PlanswitchMap);
