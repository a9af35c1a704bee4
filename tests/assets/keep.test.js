/** The record of a decision as Markdown. */

import assert from "node:assert/strict";
import test from "node:test";

import { markdown } from "../../generator/planswitch/assets/explorer/keep.js";

const STRINGS = {
  record: "Record of a decision",
  given: "Your answers",
  cleared: "What would change it:",
  or: "or",
  steps: "Steps",
  notes: "What to expect",
  source: "Source",
  digest: "Digest",
  date: "Date",
  link: "Link",
};

const reason = (title) => ({
  title,
  text: "A trial stays a trial.",
  remedy: "Buy it first.",
  cleared_by: [[{ question: "Is it a trial?", answer: "No" }]],
  source: "To switch plans",
});

test("no sentences of a reason run together", () => {
  const answer = {
    origin: "One",
    target: "Two",
    headline: "Yes",
    lead: "It can be done.",
    groups: [{ heading: "Do this first", state: "holds", reasons: [reason("It is a trial"), reason("It is still one")] }],
    steps: [{ text: "Buy it.", source: "" }],
    notes: [],
    edition: "Rests on: Article",
  };
  const record = { answer, given: [], date: "today", link: "https://example.org/#from=one", source: "Article", digest: "d" };
  const text = markdown(record, STRINGS, { page: (page) => page });
  const told = text.slice(text.indexOf("- **It is a trial**"), text.indexOf("- **It is still one**"));
  assert.equal(
    told,
    `- **It is a trial**

  A trial stays a trial.

  Buy it first.

  What would change it: Is it a trial? **No** (To switch plans)
`,
  );
});
