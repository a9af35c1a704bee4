/**
 * Brings the script of a widget with the first page that has the widget, and not before. After an update of the site it
 * may be gone, or not go with what the browser has kept: then the page says so.
 */

const SCRIPTS = { "planswitch-explorer": "./explorer/explorer.js", "planswitch-matrix": "./matrix/matrix.js" };

function bring() {
  for (const [name, script] of Object.entries(SCRIPTS)) {
    const widget = document.querySelector(name);
    if (widget && !customElements.get(name)) import(script).catch((error) => say(widget, error));
  }
}

function say(widget, error) {
  if (widget.querySelector(":scope > .ps-updated")) return;
  console.error(error);
  const { strings } = JSON.parse(widget.querySelector(".ps-config").content.textContent);
  const [told, button] = ["p", "button"].map((tag) => document.createElement(tag));
  told.className = "ps-updated";
  told.role = "alert";
  button.textContent = strings.reload;
  button.onclick = () => location.reload();
  told.append(strings.broken, " ", button);
  widget.prepend(told);
}

const follow = () => window.document$.subscribe(bring);

bring();
if (window.document$) follow();
else addEventListener("planswitch:theme", follow);
