/** Brings the script of a widget with the first page that has the widget, and not before. */

const SCRIPTS = { "planswitch-explorer": "./explorer/explorer.js", "planswitch-matrix": "./matrix/matrix.js" };

function bring() {
  for (const [name, script] of Object.entries(SCRIPTS)) {
    if (document.querySelector(name) && !customElements.get(name)) import(script);
  }
}

const follow = () => window.document$.subscribe(bring);

bring();
if (window.document$) follow();
else addEventListener("planswitch:theme", follow);
