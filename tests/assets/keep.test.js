/** The record of a decision as Markdown. What readers of Markdown make of hostile texts is in tests/browser/test_hostile.py. */

import assert from "node:assert/strict";
import test from "node:test";

import { markdown } from "../../generator/planswitch/assets/explorer/keep.js";

const STRINGS = {
  record: "Record", given: "Your answers", cleared: "What would change it:", or: "or", steps: "Steps", notes: "What to expect",
  source: "Source", digest: "Digest", date: "Date", link: "Link",
};
const reason = { rule: "limit", title: "Too many", text: "At most **300** [users](plans/a/#limit).", remedy: "Remove some.", cleared_by: [[{ question: "How many?", answer: "300" }], [{ question: "On trial?", answer: "" }]], source: "§ 1" };
const answer = {
  origin: "Plan A", target: "Plan *B*", headline: "Only manually", lead: "Not [offered].", doubt: "", via: "By way of C",
  groups: [{ heading: "What stands in the way", state: "holds", reasons: [reason] }, { heading: "What could", state: "unknown", reasons: [reason] }],
  steps: [{ text: "Call *support*.", source: "" }, { text: "Wait.", source: "§ 2" }], notes: [], edition: "Edition of 2014", decision: {},
};
const kept = { answer, given: [{ ask: { question: "On trial?" }, words: "Yes" }], date: "1. May", link: "https://site.test/#from=a", source: "Somebody", digest: "sha256:x" };
const record = (changed = {}) => markdown({ ...kept, ...changed }, STRINGS, { page: (path) => `https://site.test/${path}` });

test("a record says everything of an answer, in the order of the page, and no sentences run together", () => {
  assert.equal(record(), `# Record: Plan A → Plan \\*B\\*

**Only manually**

Not \\[offered\\].

By way of C

## Your answers

- On trial? **Yes**

## What stands in the way

- **Too many**

  At most **300** [users](<https://site.test/plans/a/#limit>).

  Remove some.

  What would change it: How many? **300** or On trial? (§ 1)

## What could

- **Too many**

  At most **300** [users](<https://site.test/plans/a/#limit>).

  What would change it: How many? **300** or On trial? (§ 1)

## Steps

1. [ ] Call *support*.
2. [ ] Wait. (§ 2)

## Source

- Edition of 2014. Somebody
- Digest: \`sha256:x\`
- Date: 1\\. May
- Link: <https://site.test/#from=a>
`);
});

test("a part that is empty has no heading", () => {
  const short = record({ given: [], answer: { ...answer, groups: [], steps: [] } });
  assert.deepEqual(short.match(/^## .*/gm), ["## Source"]);
});

test("what looks like Markdown in a text of no marks is text", () => {
  const short = record({ answer: { ...answer, headline: "# <b> 1. `x` | [a](b) https://x.test &amp;\n- y" } });
  assert.match(short, /^\*\*\\# &lt;b> 1\. \\`x\\` \\\| \\\[a\\\]\(b\) https\\:\/\/x\.test &amp;amp; - y\*\*$/m);
});
