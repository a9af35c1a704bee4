/**
 * What every page needs beyond the theme: the language switcher keeps the place, a link opens what it leads to, and
 * the drawer and search can be worked with a keyboard and a screen reader.
 */

/* Languages */

document.addEventListener("click", (event) => {
  /** @type {HTMLAnchorElement | null} */
  const link = /** @type {Element} */ (event.target).closest?.("a[data-ps-language]");
  if (!link) return;
  try {
    localStorage.setItem("planswitch.language", link.hreflang);
  } catch {
    // The choice is then good for this visit only.
  }
  // The theme changes pages without the header: the head knows where the other languages of this page are.
  /** @type {HTMLLinkElement | null} */
  const here = document.head.querySelector(`link[hreflang="${link.hreflang}"]`);
  if (here) link.pathname = new URL(here.href).pathname;
  link.hash = location.hash;
  link.search = location.search;
});

/* Targets of links */

/** @type {string | undefined} */
let followed;

document.addEventListener("click", (event) => {
  /** @type {HTMLAnchorElement | null} */
  const link = /** @type {Element} */ (event.target).closest?.("a[href]");
  followed = link?.href;
  // The theme would bring the page anew (see partials/javascripts/address.html), but leaves links alone that have a target.
  if (ours() && followed?.includes("#") && followed.split("#")[0] === location.href.split("#")[0]) /** @type {HTMLAnchorElement} */ (link).target = "_self";
}, { capture: true });

/** In a section of somebody's site, which asks for this script in its own way, only pages with our mark are ours. */
const ours = () => !import.meta.url.endsWith("?section") || document.querySelector(".ps-page");

/** What the address leads to; nothing when it holds a question, or what is no text. */
function led() {
  try {
    return document.getElementById(decodeURIComponent(location.hash.slice(1)));
  } catch {
    return null;
  }
}

function openTarget() {
  const target = led();
  if (!target || !ours()) return;
  // Plans that share an answer stand in a list before it.
  const below = (target.closest(".ps-same-answer") ?? target).nextElementSibling;
  const answer = below?.matches(".ps-same-answer") ? below.nextElementSibling : below;
  const details = target.closest("details") ?? answer?.querySelector("details.ps-more");
  if (details) details.open = true;
  // A reader who has just scrolled would keep the place of the page before.
  if (followed === location.href) target.scrollIntoView();
}

addEventListener("hashchange", openTarget);

/* What a page has told before is a link; whoever opens an answer has it there. On paper it stays a link. */

document.addEventListener("toggle", ({ target }) => {
  const details = /** @type {HTMLElement} */ (target);
  for (const link of /** @type {NodeListOf<HTMLElement>} */ (details.querySelectorAll("[data-ps-as]"))) {
    const told = document.querySelector(`[data-ps-told="${link.dataset.psAs}"]`);
    const section = link.closest(".ps-group");
    if (!told || !section || section.querySelector(".ps-again")) continue;
    for (const part of [...told.children].slice(1)) {
      const copy = /** @type {Element} */ (part.cloneNode(true));
      copy.classList.add("ps-again");
      section.append(copy);
    }
  }
}, { capture: true });

addEventListener("beforeprint", () => {
  /** @type {HTMLAnchorElement | null} */
  const sheet = document.querySelector(".ps-sheet a");
  if (sheet) sheet.textContent = sheet.href = location.href;
  for (const details of /** @type {NodeListOf<HTMLDetailsElement>} */ (document.querySelectorAll("details.ps-more"))) details.open = true;
});

/* Drawer and search: the theme keeps each open with a checkbox, and labels that no keyboard reaches */

/** @type {Record<string, string>} */
const OUTSIDE = {
  drawer: ".md-skip, .md-header, .md-tabs, .md-content, .md-sidebar--secondary, .md-footer, .md-top",
  search: ".md-skip, .md-container, .md-header__inner > :not(.md-search)",
};
/** @type {Record<string, MediaQueryList>} */
const COVERED = { drawer: matchMedia("(max-width: 76.234375em)"), search: matchMedia("(max-width: 59.984375em)") };
/** @type {Record<string, string>} */
const WITHIN = { drawer: ".md-sidebar--primary", search: ".md-search" };
/** @type {Record<string, string>} */
const INTO = { drawer: ".ps-nav [aria-current], .ps-close-drawer", search: ".md-search__input" };

/** The checkbox of one that is there. @param {string} name */
const checkbox = (name) => /** @type {HTMLInputElement} */ (document.getElementById(`__${name}`));
/** @param {string} name @returns {HTMLElement | null} */
const opener = (name) => document.querySelector(`.md-header__inner > [data-ps-toggle=${name}]`);
/** Other themes, and other sites, have none of our buttons: what they have is theirs. */
const THERE = ["drawer", "search"].filter(opener);

/** What an open drawer or search covers is out of reach, and its buttons say what is open. @param {string} name */
function tell(name) {
  const open = checkbox(name).checked;
  for (const element of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(OUTSIDE[name]))) element.inert = open && COVERED[name].matches;
  opener(name)?.setAttribute("aria-expanded", String(open));
}

/** Focus goes into what has opened over the page, and back to where it came from. @param {string} name */
function changed(name) {
  tell(name);
  if (!COVERED[name].matches) return;
  if (checkbox(name).checked) /** @type {HTMLElement | null} */ (document.querySelector(INTO[name]))?.focus();
  // The theme takes the focus from the search field only after it has closed search.
  else queueMicrotask(() => left(name) && opener(name)?.focus());
}

/** @param {string} name */
function left(name) {
  const at = document.activeElement;
  return !at || at === document.body || at.closest(WITHIN[name]) !== null;
}

for (const name of THERE) {
  checkbox(name).addEventListener("change", () => changed(name));
  COVERED[name].addEventListener("change", () => tell(name));
}

document.addEventListener("click", (event) => {
  const name = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest?.("[data-ps-toggle]"))?.dataset.psToggle;
  if (name) checkbox(name).click();
});

if (THERE.length) addEventListener("keydown", (event) => {
  if (event.key === "Escape" && checkbox("drawer")?.checked) checkbox("drawer").click();
  // The theme takes single letters for commands, which whoever dictates to a computer sets off by speaking.
  if (/^\S$/.test(event.key) && !/** @type {Element} */ (event.target).closest?.("input, select, textarea")) event.stopPropagation();
}, { capture: true });

/* The theme changes pages without loading them: what a new page brings has to be told again */

function arrived() {
  openTarget();
  for (const name of THERE) tell(name);
}

function follow() {
  window.target$?.subscribe(openTarget);
  window.document$?.subscribe(arrived);
}

if (window.document$) follow();
else {
  arrived();
  addEventListener("planswitch:theme", follow); // assets/theme.js brings it
}
