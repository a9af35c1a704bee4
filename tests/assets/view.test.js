/** What the explorer shows, as far as it is not yet elements: lists of plans, links, and how far Python has come. */

import assert from "node:assert/strict";
import test from "node:test";

import { byFamily, byReach, filtered, links, loading } from "../../generator/planswitch/assets/explorer/view.js";

const FAMILIES = [
  { name: "Klein", plans: [{ id: "a", name: "Größe A" }, { id: "b", name: "Größe B" }] },
  { name: "Groß", plans: [{ id: "c", name: "Größe C" }] },
];
const STRINGS = {
  wizard_group: "With the wizard: {family}",
  manual_group: "Manually: {family}",
  same_group: "The plan you have",
  likely_plan: "{plan} (likely)",
  loading: "Loading: {percent}",
  waiting: "Loading: {percent}. Until then without.",
};
const ids = (groups) => groups.map(({ label, plans }) => [label, plans.map(({ id }) => id)]);

test("without answers the plans are listed by family", () => {
  assert.deepEqual(ids(byFamily(FAMILIES)), [["Klein", ["a", "b"]], ["Groß", ["c"]]]);
});

test("with answers the plans are listed by where they lead", () => {
  const found = new Map(Object.entries({
    a: { decision: { route: "none", certainty: null } },
    b: { decision: { route: "wizard", certainty: "likely" } },
    c: { decision: { route: "manual", certainty: null } },
  }));
  const groups = byReach(FAMILIES, found, STRINGS);
  assert.deepEqual(ids(filtered(groups, "", "")), [["With the wizard: Klein", ["b"]], ["Manually: Groß", ["c"]], ["The plan you have", ["a"]]]);
  assert.deepEqual(groups.flatMap(({ plans }) => plans.map(({ name }) => name)), ["Größe B (likely)", "Größe C", "Größe A"]);
});

test("a filter minds neither case nor accents, and leaves the plan that is chosen", () => {
  const left = (filter, chosen = "") => ids(filtered(byFamily(FAMILIES), filter, chosen));
  assert.deepEqual(left("  gröSSE c ".replace("SS", "ß")), [["Groß", ["c"]]]);
  assert.deepEqual(left("GROßE B"), [["Klein", ["b"]]]);
  assert.deepEqual(left("C", "a"), [["Klein", ["a"]], ["Groß", ["c"]]]);
  assert.deepEqual(left("nothing of this kind"), []);
  assert.equal(left("").flatMap(([, plans]) => plans).length, 3);
});

test("links lead below the language's root, whatever an id or an anchor is", () => {
  const settings = { answers: "answers/{from}.json", plan: "plans/{plan}/", plans: "plans/", rule: "help/{rule}/", matrix: "matrix/", about: "about/" };
  const { answers, plan, plans, rule, matrix, about, page } = links(new URL("https://site.test/deep/en/"), settings);
  const root = "https://site.test/deep/en/";
  assert.deepEqual([plans(), about(), page("plans/a/#b")], [`${root}plans/`, `${root}about/`, `${root}plans/a/#b`]);
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
