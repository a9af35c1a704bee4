/**
 * Brings the script of a widget with the first page that has the widget, and not before; where texts may be in another
 * language than the page, foreign.js comes before it, so that nobody sees their marks. Until the widget has started, its
 * page is as it is without scripts, but for the moment in which the script is awaited. After an update of the site the
 * script may be gone, or not go with what the browser has kept: then the page says so.
 */

const SCRIPTS = { "planswitch-explorer": "./explorer/explorer.js", "planswitch-matrix": "./matrix/matrix.js" };
/** How long a page waits before it shows what needs no script (milliseconds). */
const PATIENCE = 5_000;

function bring() {
  const tidied = document.querySelector("[data-foreign]") && import("./foreign.js");
  for (const [name, script] of Object.entries(SCRIPTS)) {
    /** @type {(Element & {ready?: Promise<unknown>}) | null} */
    const widget = document.querySelector(name);
    if (!widget || (customElements.get(name) && !widget.ready)) continue;
    awaited((tidied ? tidied.then(() => import(script)) : import(script)).then(() => widget.ready).catch((error) => say(widget, error)));
  }
}

/** Tells partials/javascripts/widgets.html. @param {Promise<unknown>} script after it a widget has started, or will not */
function awaited(script) {
  const tell = (/** @type {string} */ detail) => dispatchEvent(new CustomEvent("planswitch:widgets", { detail }));
  const waiting = setTimeout(tell, PATIENCE, "settled");
  tell("awaited");
  script.finally(() => {
    clearTimeout(waiting);
    tell("settled");
  });
}

/** @param {Element} widget @param {unknown} error */
function say(widget, error) {
  if (widget.querySelector(":scope > .ps-updated")) return;
  console.error(error);
  const { strings } = JSON.parse(/** @type {any} */ (widget.querySelector(".ps-config")).content.textContent);
  const [told, button] = ["p", "button"].map((tag) => document.createElement(tag));
  told.className = "ps-updated";
  told.role = "alert";
  button.textContent = strings.reload;
  button.onclick = () => location.reload();
  told.append(strings.broken, " ", button);
  widget.prepend(told);
}

const follow = () => window.document$?.subscribe(bring);

bring();
if (window.document$) follow();
else addEventListener("planswitch:theme", follow);
