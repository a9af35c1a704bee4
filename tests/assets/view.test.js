/** What the explorer shows, as far as it is not yet elements: where plans lead, links, and how far Python has come. */

import assert from "node:assert/strict";
import test from "node:test";

import { links, loading } from "../../generator/planswitch/assets/explorer/page.js";
import { reach, short } from "../../generator/planswitch/assets/explorer/view.js";

const STRINGS = {
  loading: "Loading: {percent}",
  waiting: "Loading: {percent}. Until then without.",
};

test("plans are grouped by the headline of their answers, the surest first, and keep their order", () => {
  const plans = ["a", "b", "c", "d", "e", "constructor"].map((id) => ({ id, name: id }));
  const found = new Map(Object.entries({
    a: { mark: "same", headline: "It is the plan you have" },
    b: { mark: "fallback", headline: "Only manually" },
    c: { mark: "depends", headline: "Yes, if" },
    d: { mark: "no", headline: "No" },
    e: { mark: "depends", headline: "Yes, if" },
    constructor: { mark: "likely", headline: "Probably" },
  }));
  const groups = reach(plans, found).map(({ mark, headline, plans: all }) => [mark, headline, all.map(({ id }) => id)]);
  assert.deepEqual(groups, [
    ["depends", "Yes, if", ["c", "e"]],
    ["likely", "Probably", ["constructor"]],
    ["fallback", "Only manually", ["b"]],
    ["no", "No", ["d"]],
    ["same", "It is the plan you have", ["a"]],
  ]);
});

test("a digest is told by its first characters", () => {
  assert.equal(short("sha256:0123456789abcdef0123"), "0123456789ab");
});

test("links lead below the language's root, whatever an id or an anchor is", () => {
  const settings = { answers: "answers/{from}.json", plan: "plans/{plan}/", plans: "plans/", rule: "help/{rule}/", matrix: "matrix/", about: "about/", names: "x/names.json", folder: "x/", generated: ["plans"] };
  const { answers, plan, plans, rule, matrix, about, page } = links(new URL("https://site.test/deep/en/"), settings);
  const root = "https://site.test/deep/en/";
  assert.deepEqual([plans(), about(), page("plans/a/#b")], [`${root}plans/`, `${root}about/`, `${root}x/plans/a/#b`]);
  assert.deepEqual([page("about/#b"), page("plansandmore/"), page("plans#a")], [`${root}about/#b`, `${root}plansandmore/`, `${root}x/plans#a`]);
  assert.equal(answers("../x?{from}#"), `${root}answers/..%2Fx%3F%7Bfrom%7D%23.json`);
  assert.equal(plan("a", "b c"), `${root}plans/a/#b%20c`);
  assert.equal(rule("constructor"), `${root}help/constructor/`);
  assert.equal(matrix({}), `${root}matrix/`);
  assert.equal(matrix({ users: "301", role: "a&b" }), `${root}matrix/#users=301&role=a%26b`);
});

test("how far Python has come is said in whole percents, and otherwise while an answer waits for it", () => {
  const said = (settled, fraction) => loading({ settled, fraction }, { percent: "{n} %" }, STRINGS);
  assert.equal(said(true, 0.426), "Loading: 43 %");
  assert.equal(said(false, 1), "Loading: 100 %. Until then without.");
});
