/** Whether a file of answers belongs to the page. */

import assert from "node:assert/strict";
import test from "node:test";

import { answersIn, vanished } from "../../generator/planswitch/assets/explorer/edition.js";

const answer = { groups: [], lead: "From A to \u001a.", decision: { status: "same", to: "\u001a" } };
const whole = { digest: "sha256:own", common: { note: "N", decision: { facts: {} } }, parts: [], answers: [answer], targets: [0, 0] };
const mine = (file) => answersIn(file, "sha256:own", new Map([["a", "A"], ["b", "B $&"]]));

test("answers of the page's own edition are taken, and each plan's names the plan", () => {
  const { updated, answers } = mine(whole);
  assert.equal(updated, false);
  assert.deepEqual(answers.get("b"), { note: "N", groups: [], target: "B $&", lead: "From A to B $&.", decision: { facts: {}, status: "same", to: "b" } });
  assert.equal(answers.get("a").lead, "From A to A.");
  assert.equal(answers.get("constructor"), undefined);
});

test("a number in a list is a part, in parts too", () => {
  const parts = [{ title: "T" }, { heading: "H", reasons: [0, 0] }];
  const { answers } = mine({ ...whole, parts, answers: [{ ...answer, groups: [1], tally: ["1 thing"], open: [] }] });
  assert.deepEqual(answers.get("a").groups, [{ heading: "H", reasons: [{ title: "T" }, { title: "T" }] }]);
  assert.deepEqual(answers.get("a").tally, ["1 thing"]);
});

test("answers of another edition say that the site has been updated, whatever they hold", () => {
  for (const answers of [undefined, {}, [], [answer]]) {
    assert.deepEqual(mine({ ...whole, digest: "sha256:other", answers }), { updated: true, answers: null });
  }
});

test("anything else is no file of answers", () => {
  const digest = "sha256:own";
  const others = [null, undefined, 1, "x", [], {}, [answer], { digest: 1 }, { digest }, { ...whole, answers: null }, { ...whole, parts: null }];
  others.push({ ...whole, answers: "ab" }, { ...whole, targets: [0] }, { ...whole, targets: [0, 1] }, { ...whole, targets: null });
  others.push({ ...whole, answers: [{ groups: [] }] }, { ...whole, answers: ["x"] }, { ...whole, answers: [null] });
  for (const file of others) assert.deepEqual(mine(file), { updated: false, answers: null }, JSON.stringify(file));
});

test("only what was part of the site and is no longer tells of another edition", () => {
  assert.deepEqual([200, 403, 404, 410, 500, 503].filter(vanished), [404, 410]);
});
