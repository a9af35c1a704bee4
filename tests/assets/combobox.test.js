/** How many plans the list of a box shows of many, and which. */

import assert from "node:assert/strict";
import test from "node:test";

import { some } from "../../generator/planswitch/assets/explorer/combobox.js";

/** Families of so many plans, numbered through. @param {number[]} sizes */
function families(...sizes) {
  let number = 0;
  return sizes.map((size, at) => ({ label: `F${at}`, plans: Array.from({ length: size }, () => ({ id: `p${number}`, name: `P${number++}` })) }));
}

const told = ({ shown, left }) => [shown.map(({ label, plans }) => [label, plans[0].name, plans.length]), left];

test("few plans are all shown, in their families", () => {
  assert.deepEqual(told(some(families(20, 30), "p49")), [[["F0", "P0", 20], ["F1", "P20", 30]], 0]);
  assert.deepEqual(told(some([], "")), [[], 0]);
});

test("of many, the first are shown, and how many are left is told", () => {
  assert.deepEqual(told(some(families(20, 20, 20, 940), "")), [[["F0", "P0", 20], ["F1", "P20", 20], ["F2", "P40", 10]], 950]);
});

test("the chosen one is among them, wherever it is", () => {
  assert.deepEqual(told(some(families(20, 980), "p500")), [[["F1", "P490", 50]], 950]);
  assert.deepEqual(told(some(families(495, 505), "p500")), [[["F0", "P490", 5], ["F1", "P495", 45]], 950]);
  assert.deepEqual(told(some(families(1000), "p999")), [[["F0", "P950", 50]], 950]);
  assert.deepEqual(told(some(families(1000), "p3")), [[["F0", "P0", 50]], 950]);
});
