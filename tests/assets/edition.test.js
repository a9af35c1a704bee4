/** Whether a file of answers belongs to the page. */

import assert from "node:assert/strict";
import test from "node:test";

import { answersIn, vanished } from "../../generator/planswitch/assets/explorer/edition.js";

const answer = { groups: [], decision: { status: "same" } };
const mine = (file) => answersIn(file, "sha256:own", ["a", "b"]);

test("answers of the page's own edition are taken", () => {
  const { updated, answers } = mine({ digest: "sha256:own", answers: { a: answer, b: answer, constructor: answer } });
  assert.equal(updated, false);
  assert.deepEqual([...answers.keys()], ["a", "b", "constructor"]);
});

test("answers of another edition say that the site has been updated, whatever they hold", () => {
  for (const answers of [undefined, {}, { a: answer, b: answer }]) {
    assert.deepEqual(mine({ digest: "sha256:other", answers }), { updated: true, answers: null });
  }
});

test("anything else is no file of answers", () => {
  const digest = "sha256:own";
  const others = [null, undefined, 1, "x", [], {}, { a: answer, b: answer }, { digest: 1 }, { digest }, { digest, answers: null }];
  others.push({ digest, answers: "ab" }, { digest, answers: { a: answer } }, { digest, answers: { a: answer, b: null } });
  others.push({ digest, answers: { a: answer, b: { groups: [] } } }, { digest, answers: { a: answer, b: "x" } });
  for (const file of others) assert.deepEqual(mine(file), { updated: false, answers: null }, JSON.stringify(file));
});

test("only what was part of the site and is no longer tells of another edition", () => {
  assert.deepEqual([200, 403, 404, 410, 500, 503].filter(vanished), [404, 410]);
});
