// What every page of the comparison has: the question of its address, and a place for the answer.
const given = new URLSearchParams(location.hash.slice(1));
const { from, to, ...facts } = Object.fromEntries(given);
export const question = { from, to, facts, locale: "en" };
export const show = (text) => (document.getElementById("answer").textContent = text);
