// What every page needs beyond the theme: the language switcher keeps the place, and a link opens what it leads to.

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-ps-language]");
  if (!link) return;
  try {
    localStorage.setItem("planswitch.language", link.hreflang);
  } catch {
    // The choice is then good for this visit only.
  }
  link.hash = location.hash;
  link.search = location.search;
});

function openTarget() {
  const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target) return;
  const details = target.closest("details") ?? target.nextElementSibling?.querySelector("details.ps-more");
  if (details) details.open = true;
}

addEventListener("hashchange", openTarget);
addEventListener("beforeprint", () => {
  for (const details of document.querySelectorAll("details.ps-more")) details.open = true;
});
window.document$?.subscribe(openTarget);
openTarget();
