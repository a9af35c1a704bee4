/**
 * Search, loaded when somebody searches: the theme would load its engine and the whole index with every page.
 *
 * This worker stands in for the theme's. It says at once that it is ready; what it does with a query is in searching.js,
 * which comes with the first one. Its address names the language, the folders of the editions, the front edition's first,
 * if they have any, and the theme's worker: `search.js?it/2024-admin,2014/search.HASH.js`.
 */

/** @typedef {MessageEvent & {relayed?: boolean}} Relayed */

/** What the theme's worker is told at first, as it came. @type {unknown} */
let setup;
/** What takes queries, once there was one; nothing where it cannot be had. @type {Promise<((query: string) => void) | undefined> | undefined} */
let search;

addEventListener("message", async (event) => {
  if (/** @type {Relayed} */ (event).relayed) return;
  event.stopImmediatePropagation();
  const { type, data } = event.data;
  if (type === 0) {
    setup = event.data;
    postMessage({ type: 1 });
  } else if (search || data.trim()) {
    search ??= import("./searching.js").then(({ begin }) => begin(setup)).catch(() => (search = undefined));
    (await search)?.(data);
  } else postMessage({ type: 3, data: { items: [] } });
});
