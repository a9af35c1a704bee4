/** What of a table is there: as much as is in sight, and nothing twice. */

import assert from "node:assert/strict";
import test from "node:test";

import { seen, shift } from "../../generator/planswitch/assets/matrix/grid.js";

test("as much is there as is in sight, and a little besides", () => {
  assert.deepEqual(seen(1000, 10, 0, 95, 2), { first: 0, end: 12, before: 0, after: 9880 });
  assert.deepEqual(seen(1000, 10, 500, 95, 2), { first: 48, end: 62, before: 480, after: 9380 });
  assert.deepEqual(seen(1000, 10, 9905, 95, 2), { first: 988, end: 1000, before: 9880, after: 0 });
});

test("nothing is there of nothing, nor beyond the end", () => {
  assert.deepEqual(seen(0, 10, 0, 95, 2), { first: 0, end: 0, before: 0, after: 0 });
  assert.deepEqual(seen(3, 10, 900, 95, 2), { first: 3, end: 3, before: 30, after: 0 });
  assert.deepEqual(seen(3, 10, 0, 95, 2), { first: 0, end: 3, before: 0, after: 0 });
});

/** A band, and what has been made and dropped. */
function moving() {
  const [band, made, dropped] = [{ first: 0, things: [] }, [], []];
  const to = (first, end) => {
    shift(band, { first, end }, (at, ahead) => (made.push(ahead ? -at : at), at), (thing) => dropped.push(thing));
    return { things: [...band.things], first: band.first, made: made.splice(0), dropped: dropped.splice(0) };
  };
  return to;
}

test("what stays in sight is neither made nor dropped", () => {
  const to = moving();
  assert.deepEqual(to(5, 8), { things: [5, 6, 7], first: 5, made: [5, 6, 7], dropped: [] });
  assert.deepEqual(to(6, 9), { things: [6, 7, 8], first: 6, made: [8], dropped: [5] });
  assert.deepEqual(to(4, 7), { things: [4, 5, 6], first: 4, made: [-5, -4], dropped: [8, 7] });
  assert.deepEqual(to(3, 10), { things: [3, 4, 5, 6, 7, 8, 9], first: 3, made: [-3, 7, 8, 9], dropped: [] });
  assert.deepEqual(to(5, 6), { things: [5], first: 5, made: [], dropped: [3, 4, 9, 8, 7, 6] });
});

test("far away everything is another", () => {
  const to = moving();
  to(0, 3);
  assert.deepEqual(to(90, 92), { things: [90, 91], first: 90, made: [90, 91], dropped: [0, 1, 2] });
  assert.deepEqual(to(3, 5), { things: [3, 4], first: 3, made: [3, 4], dropped: [90, 91] });
  assert.deepEqual(to(0, 0), { things: [], first: 0, made: [], dropped: [3, 4] });
});
