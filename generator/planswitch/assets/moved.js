/** Goes on from an address that a page had before to the same place of the page; without scripts, its beginning has to do. */

const link = /** @type {HTMLLinkElement} */ (document.querySelector("link[rel=canonical]"));

location.replace(link.href + location.hash);
