/** Texts before they are elements. The marks they may have are in tests/prose.json, which tests/rules/test_prose.py tries. */

import assert from "node:assert/strict";
import test from "node:test";

import { fill, percent } from "../../generator/planswitch/assets/explorer/dom.js";
import { plain, target } from "../../generator/planswitch/assets/explorer/prose.js";

test("what a text names is filled in, and what nobody knows stays", () => {
  assert.equal(fill("{from} to {to}: {from}", { from: "A", to: 0 }), "A to 0: A");
  assert.equal(fill("{from} {two words} {} {{from}}", { from: "{to}", to: "B" }), "{to} {two words} {} {{to}}");
});

test("a fraction is a whole percentage in the page's own form", () => {
  assert.deepEqual([0, 0.004, 0.005, 1].map((fraction) => percent({ percent: "%{n}" }, fraction)), ["%0", "%0", "%1", "%100"]);
});

test("a text without its marks has all its words", () => {
  assert.equal(plain("A **label**, *stress*, `**code**` and [a *link*](plans/a/)"), "A label, stress, **code** and a link");
  assert.equal(plain("2 * 3 * 4"), "2 * 3 * 4");
});

test("a link leads to a page of ours unless it names a whole address", () => {
  const at = (page) => `https://site.test/${page}`;
  assert.deepEqual(["plans/a/", "https://else.test/", "http://x"].map((address) => target(address, at)), [
    "https://site.test/plans/a/", "https://else.test/", "https://site.test/http://x",
  ]);
});
