/** Whether a file of answers belongs to the page. */

import assert from "node:assert/strict";
import test from "node:test";

import { vanished } from "../../generator/planswitch/assets/explorer/edition.js";
import { answersIn } from "../../generator/planswitch/assets/explorer/shared.js";

const answer = { groups: [], target: "\u0002", lead: "From \u0001 to \u0002.", decision: { status: "same", from: "\u0001", to: "\u0002" } };
const index = { digest: "sha256:own", common: { note: "N", decision: { facts: {} } }, parts: [], answers: [answer] };
const whole = { digest: "sha256:own", targets: [0, 0], own: [], parts: [] };
const mine = (file, all = index) => answersIn(file, all, "sha256:own", "a", new Map([["a", "A"], ["b", "B $&"]]));

test("answers of the page's own edition are taken, and each plan's names the plans", () => {
  const { updated, answers } = mine(whole);
  assert.equal(updated, false);
  const decision = { facts: {}, status: "same", from: "a", to: "b" };
  const nothing = { differences: [], compared: "", became: [] };
  assert.deepEqual(answers.get("b"), { note: "N", groups: [], origin: "A", target: "B $&", lead: "From A to B $&.", decision, ...nothing });
  assert.equal(answers.get("a").lead, "From A to A.");
  assert.equal(answers.get("constructor"), undefined);
});

test("a plan's own answers stand beside those that all share", () => {
  const told = { ...answer, lead: "Over \u0001.", detour: { hops: [-2, -1] } };
  const { answers } = mine({ ...whole, targets: [0, -1], own: [told], parts: [{ route: "r" }, { groups: [0] }] }, { ...index, parts: [{ key: "k" }] });
  assert.deepEqual([answers.get("a").lead, answers.get("b").lead], ["From A to A.", "Over A."]);
  assert.deepEqual(answers.get("b").detour.hops, [{ groups: [{ key: "k" }] }, { route: "r" }]);
});

test("a number in a list is a part, in parts too", () => {
  const parts = [{ title: "T" }, { heading: "H", reasons: [0, 0] }];
  const answers = [{ ...answer, groups: [1], tally: ["1 thing"], open: [], detour: null }];
  const found = mine(whole, { ...index, parts, answers }).answers.get("a");
  assert.deepEqual(found.groups, [{ heading: "H", reasons: [{ title: "T" }, { title: "T" }] }]);
  assert.deepEqual([found.tally, found.detour], [["1 thing"], null]);
});

test("what two plans have is compared where both are known, and what became of them is told", () => {
  const comparison = {
    attributes: [
      { attribute: "mail", name: "Mail", values: ["Small", "{from}"] },
      { attribute: "room", name: "Room", values: ["1", "2"] },
    ],
    plans: [[1, 0], [0, 1]],
    less: "{attribute}: {from} → {to} (less)",
    more: "{attribute}: {from} → {to} (more)",
    only: "Only {attributes}.",
    alike: "Alike {attributes}.",
    unknown: "Unknown {attributes}.",
  };
  const later = { plan: "b", name: "C", kind: "later", text: "Since then.", source: "S" };
  const between = (plans, became = {}) => mine(whole, { ...index, comparison: { ...comparison, plans }, became }).answers;
  const { differences, compared, became } = between([[1, 0], [0, 1]], { b: [later] }).get("b");
  assert.deepEqual(differences, [
    { attribute: "mail", name: "Mail", from: "{from}", to: "Small", change: "less", text: "Mail: {from} → Small (less)" },
    { attribute: "room", name: "Room", from: "1", to: "2", change: "more", text: "Room: 1 → 2 (more)" },
  ]);
  assert.deepEqual([compared, became], ["Only Mail, Room.", [later]]);
  assert.deepEqual(between([[1, 0], [0, 1]], { b: [later] }).get("a").became, [], "of a plan of which nothing is said");
  const same = between([[1, 0], [0, 1]]).get("a");
  assert.deepEqual([same.differences, same.compared], [[], ""], "a plan is not compared with itself");
  const alike = between([[1, 1], [1, null]]).get("b");
  assert.deepEqual([alike.differences, alike.compared], [[], "Alike Mail. Unknown Room."]);
  const unknown = between([[null, 1], [1, null]]).get("b");
  assert.deepEqual([unknown.differences, unknown.compared], [[], ""], "nothing is claimed");
});

test("answers of another edition say that the site has been updated, whatever they hold", () => {
  for (const targets of [undefined, {}, [], [0, 0]]) {
    assert.deepEqual(mine({ ...whole, digest: "sha256:other", targets }), { updated: true, answers: null });
  }
  assert.deepEqual(mine(whole, { ...index, digest: "sha256:other" }), { updated: true, answers: null });
});

test("anything else is no file of answers", () => {
  const digest = "sha256:own";
  const files = [null, undefined, 1, "x", [], {}, [answer], { digest: 1 }, { digest }, { ...whole, own: null }, { ...whole, parts: null }];
  files.push({ ...whole, targets: [0] }, { ...whole, targets: [0, 1] }, { ...whole, targets: [0, -1] }, { ...whole, targets: null });
  for (const file of files) assert.deepEqual(mine(file), { updated: false, answers: null }, JSON.stringify(file));
  const all = [null, 1, "x", [], {}, { digest }, { ...index, answers: null }, { ...index, answers: "ab" }, { ...index, parts: null }];
  all.push({ ...index, answers: [{ groups: [] }] }, { ...index, answers: ["x"] }, { ...index, answers: [null] });
  for (const each of all) assert.deepEqual(mine(whole, each), { updated: false, answers: null }, JSON.stringify(each));
});

test("only what was part of the site and is no longer tells of another edition", () => {
  assert.deepEqual([200, 403, 404, 410, 500, 503].filter(vanished), [404, 410]);
});
