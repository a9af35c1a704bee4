import assert from "node:assert/strict";
import { test } from "node:test";

import { sorted } from "../../generator/planswitch/assets/asked.js";

/** What an edition has to say. */
const heard = (id, { pairs = [], plans = [], uncovered = [], said = 1 }) => ({
  pairs,
  said,
  plans,
  uncovered: uncovered.map((name) => ({ name, note: `${name} in ${id}` })),
  file: { search: { label: id } },
});
const told = (editions) => {
  const { answering, silent } = sorted(editions);
  return { answering: answering.map(({ file }) => file.search.label), silent: silent.map(({ note }) => note) };
};

test("the first edition that has a plan answers first, and what later ones lack is not said", () => {
  const editions = [heard("2024", { plans: ["f3"] }), heard("2023", { plans: ["f3"] }), heard("2014", { uncovered: ["F3"] })];
  assert.deepEqual(told(editions), { answering: ["2024", "2023"], silent: [] });
});

test("a plan of an earlier edition is found with what the later ones say of its name", () => {
  const editions = [heard("2024", { uncovered: ["Lamp"] }), heard("2014", { plans: ["lamp"] })];
  assert.deepEqual(told(editions), { answering: ["2014"], silent: ["Lamp in 2024"] });
});

test("an edition whose plan is called so answers before one where a word of it is another plan's name", () => {
  const editions = [heard("2024", { plans: ["apps"], uncovered: ["Midsize Business"] }), heard("2014", { plans: ["midsize"], said: 2 })];
  assert.deepEqual(told(editions), { answering: ["2014", "2024"], silent: ["Midsize Business in 2024"] });
});

test("an edition that has both plans of a switch comes before those that have one", () => {
  const editions = [heard("2024", { plans: ["e5"] }), heard("2014", { pairs: [{ from: "e1", to: "e3" }] })];
  assert.deepEqual(told(editions), { answering: ["2014"], silent: [] });
});

test("the edition that answers says which names of the query it does not cover", () => {
  const editions = [heard("2024", { plans: ["e1"], uncovered: ["Home"] }), heard("2014", { plans: ["e1"], uncovered: ["F3"] })];
  assert.deepEqual(told(editions), { answering: ["2024", "2014"], silent: ["Home in 2024"] });
});

test("a name that no edition covers is said once", () => {
  const editions = [heard("2024", { uncovered: ["Home"] }), heard("2014", { uncovered: ["Home", "F3"] })];
  assert.deepEqual(told(editions), { answering: [], silent: ["Home in 2024", "F3 in 2014"] });
});
