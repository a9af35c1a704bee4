/** Marks of languages in texts; what becomes of them in a page, tests/browser/test_foreign.py sees. */

import assert from "node:assert/strict";
import test from "node:test";

import { bare } from "../../generator/planswitch/assets/explorer/record.js";
import { language, parts } from "../../generator/planswitch/assets/foreign.js";

const TEXT = "\ufdd0en\ufdd1Yes, \ufdd0pt-BR\ufdd1com o assistente\ufdd2\ufdd2 (1)";

test("a text is taken apart at its marks, and those that begin a language name it", () => {
  assert.deepEqual(parts(TEXT), ["\ufdd0en\ufdd1", "Yes, ", "\ufdd0pt-BR\ufdd1", "com o assistente", "\ufdd2", "\ufdd2", " (1)"]);
  assert.deepEqual(parts(TEXT).map(language).filter(Boolean), ["en", "pt-BR"]);
  assert.deepEqual(parts("Sì, con la procedura"), ["Sì, con la procedura"]);
  assert.deepEqual(parts(""), []);
});

test("what is no page has no marks", () => {
  assert.equal(bare(TEXT), "Yes, com o assistente (1)");
  assert.equal(bare("Sì"), "Sì");
});
