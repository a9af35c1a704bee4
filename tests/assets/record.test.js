/** The record of a decision as Markdown. What readers of Markdown make of hostile texts is in tests/browser/test_hostile.py. */

import assert from "node:assert/strict";
import test from "node:test";

import { markdown } from "../../generator/planswitch/assets/explorer/record.js";

const STRINGS = {
  record: "Record", given: "Your answers", cleared: "It does not apply if:", or: "or", steps: "Steps", notes: "What to expect",
  source: "Source", digest: "Digest", date: "Date", link: "Link", and: "and", became: "What became of {name}", differences: "What you lose and gain",
};
const reason = { rule: "limit", title: "Too many", text: "At most **300** [users](plans/a/#limit).", doubt: "Likely.", remedy: "Remove some.", cleared_by: [[{ question: "How many?", answer: "300" }], [{ question: "On trial?", answer: "" }]], source: "§ 1" };
const answer = {
  origin: "Plan A", target: "Plan *B*", headline: "Only manually", tally: ["1 thing first", "2 answers missing"], lead: "Not [offered].", doubt: "", detour: null, note: "",
  groups: [{ heading: "What stands in the way", state: "holds", reasons: [reason] }, { heading: "What could", state: "unknown", reasons: [reason] }],
  steps: [{ text: "Call *support*.", source: "", condition: "" }, { text: "Wait.", source: "§ 2", condition: "If: On trial? **Yes**." }], notes: [], edition: "Edition of 2014", decision: { from: "a", to: "b" }, became: [], differences: [], compared: "",
};
const kept = { answer, given: [{ question: "On trial?", words: "Yes" }], date: "1. May", link: "https://site.test/#from=a", source: "Somebody", digest: "sha256:x" };
const record = (changed = {}) => markdown({ ...kept, ...changed }, STRINGS, { page: (path) => `https://site.test/${path}` });

test("a record says everything of an answer, in the order of the page, and no sentences run together", () => {
  assert.equal(record(), `# Record: Plan A → Plan \\*B\\*

**Only manually** · 1 thing first · 2 answers missing

Not \\[offered\\].

## Your answers

- On trial? **Yes**

## What stands in the way

- **Too many**

  At most **300** [users](<https://site.test/plans/a/#limit>).

  Likely.

  Remove some.

  It does not apply if: How many? **300** or On trial? (§ 1)

## What could

- **Too many**

  At most **300** [users](<https://site.test/plans/a/#limit>).

  Likely.

  It does not apply if: How many? **300** or On trial? (§ 1)

## Steps

1. [ ] Call *support*.
2. [ ] If: On trial? **Yes**. Wait. (§ 2)

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
  const short = record({ answer: { ...answer, tally: [], headline: "# <b> 1. `x` | [a](b) https://x.test &amp;\n- y" } });
  assert.match(short, /^\*\*\\# &lt;b> 1\. \\`x\\` \\\| \\\[a\\\]\(b\) https\\:\/\/x\.test &amp;amp; - y\*\*$/m);
});

test("what the catalogue says with every answer comes first", () => {
  assert.match(record({ answer: { ...answer, note: "The plans of *then*." } }), /^# Record.*\n\nThe plans of \*then\*\.\n\n\*\*Only/);
});

test("a detour has the reasons and the steps of each of its switches, in order, and says what is assumed", () => {
  const hop = (origin, target) => ({ origin, target, route: "By hand", mark: "yes", headline: "Yes", tally: [], lead: "Offered.", doubt: "Perhaps *not*.", groups: [{ heading: "First", state: "holds", reasons: [reason] }], steps: answer.steps, notes: [] });
  const detour = { text: "In 2 steps: A → C → B.", assumption: "Your answers hold for each.", hops: [hop("A", "C"), hop("C", "B")] };
  const text = record({ given: [], answer: { ...answer, groups: [], steps: [], detour } });
  assert.deepEqual(text.match(/^#{2,} .*/gm), [
    "## In 2 steps: A → C → B.",
    "### 1\\. A → C: By hand", "#### First", "#### Steps",
    "### 2\\. C → B: By hand", "#### First", "#### Steps",
    "## Source",
  ]);
  assert.match(text, /A → C → B\.\n\nYour answers hold for each\.\n\n### 1/);
  assert.match(text, /\*\*Yes\*\*\n\nOffered\.\n\nPerhaps \*not\*\.\n/);
});

test("what became of plans, and what is lost and gained, is in it", () => {
  const became = [
    { plan: "a", name: "Plan Z", kind: "later", text: "Renamed in **2015**.", source: "§ 3" },
    { plan: "b", name: "Plan Y", kind: "successor", text: "Replaced.", source: "" },
    { plan: "a", name: "Plan X", kind: "later", text: "Renamed again.", source: "" },
  ];
  const differences = [{ text: "Mail: Small → None (less)", change: "less" }];
  const text = record({ answer: { ...answer, groups: [], steps: [], became, differences, compared: "Only this is compared: Mail." } });
  const told = `## What became of Plan A

- Renamed in **2015**. (§ 3)
- Renamed again.

## What became of Plan \\*B\\*

- Replaced.

## What you lose and gain

- Mail: Small → None (less)

Only this is compared: Mail.
`;
  assert.ok(text.includes(told), text);
});
