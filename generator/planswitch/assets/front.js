// Sends a reader at the root of the site on to their language: the one chosen before, else the browser's.
const links = () => [
  .../** @type {NodeListOf<HTMLLinkElement>} */ (document.querySelectorAll("link[rel=alternate][hreflang]:not([hreflang=x-default])")),
];

function wanted() {
  try {
    const chosen = localStorage.getItem("planswitch.language");
    if (chosen) return [chosen, ...navigator.languages];
  } catch {
    // Storage may be closed to us; the browser's languages still tell.
  }
  return navigator.languages;
}

const offered = links().map((link) => link.hreflang);
const match = wanted()
  .map((tag) => offered.find((own) => own === tag) ?? offered.find((own) => own.split("-")[0] === tag.split("-")[0]))
  .find(Boolean);
location.replace(`${match ?? offered[0]}/${location.search}${location.hash}`);
