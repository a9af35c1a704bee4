/** The question as the reader changes it, and what is listed for it. */

import assert from "node:assert/strict";
import test from "node:test";

import { read } from "../../generator/planswitch/assets/explorer/question.js";
import { State } from "../../generator/planswitch/assets/explorer/state.js";

const ask = (fact, type = "yesno") => ({ fact, type, question: `${fact}?`, help: "", choices: type === "number" ? {} : { yes: "Yes", no: "No" } });
const FAMILIES = [
  { name: "Small", plans: [{ id: "a", name: "Plan A" }, { id: "b", name: "Plan B" }] },
  { name: "Large", plans: [{ id: "c", name: "Plan C" }] },
];
const FACTS = [ask("users", "number"), ask("trial"), ask("role"), ask("prepaid")];
const [PROMPT, LATE] = [false, true];

const asked = (hash) => {
  const state = new State({ families: FAMILIES });
  state.learn({ open: FACTS, optional: [] });
  state.take(read(hash));
  return state;
};
const answer = (open, optional = []) => ({ open: open.map((fact) => ask(fact, fact === "users" ? "number" : "yesno")), optional: optional.map((fact) => ask(fact)) });
const facts = (rows) => rows.map(({ ask }) => ask.fact);
const listed = (state, open, late = PROMPT) => facts(state.list(answer(open), late).rows);

test("plans are picked under the same circumstances, and cleared of them", () => {
  const state = asked("#from=a&to=b&trial=yes&users=?");
  state.pick("b", "c");
  assert.equal(state.fragment, "#from=b&to=c&trial=yes&users=?");
  const before = state.question;
  state.clear();
  assert.equal(state.fragment, "#from=b&to=c");
  assert.equal(before.facts.size, 2, "a question that somebody kept stays as it was");
});

test("questions that Python hears alike have one key", () => {
  const keys = ["#from=a&to=b&users=3&trial=yes", "#to=b&from=a&trial=yes&users=3", "#from=a&to=b&trial=yes&users=3&role=?&prepaid="];
  assert.equal(new Set(keys.map((hash) => asked(hash).key)).size, 1);
  for (const other of ["#from=b&to=a&users=3&trial=yes", "#from=a&to=b&users=4&trial=yes", "#from=a&to=b&users=3"]) {
    assert.notEqual(asked(other).key, asked(keys[0]).key);
  }
  assert.equal(asked("#from=a&to=b&users=3").pair, asked("#from=a&to=b").pair);
});

test("what is typed is known as it was typed, whatever it means", () => {
  assert.deepEqual(asked("#users=0&trial=yes&role=?").known, { users: "0", trial: "yes" });
  assert.deepEqual(asked("#users=1.000").known, { users: "1.000" });
});

test("a question is whole with two plans, and strange with what is no plan's id", () => {
  const told = (hash) => [asked(hash).whole, asked(hash).strange];
  assert.deepEqual(told("#from=a&to=b"), [true, false]);
  assert.deepEqual(told("#from=a&to=constructor"), [false, true]);
  assert.deepEqual(told("#from=x"), [false, true]);
  for (const hash of ["#from=a", "#to=a", ""]) assert.deepEqual(told(hash), [false, false]);
  assert.deepEqual(["a", "x"].map((plan) => asked("").name(plan)), ["Plan A", "x"]);
});

test("an answer is news once", () => {
  const state = asked("#from=a&to=b&trial=yes");
  assert.ok(state.untouched);
  assert.equal(state.answer("trial", "yes"), true, "the address had it, the reader says it");
  assert.equal(state.answer("trial", "yes"), false);
  assert.equal(state.answer("trial", "no"), true);
  assert.equal(state.answer("users", ""), true);
  assert.equal(state.answer("users", ""), false);
  assert.equal(state.untouched, false);
  assert.equal(state.fragment, "#from=a&to=b&trial=no");
  state.answer("trial", "");
  assert.equal(state.fragment, "#from=a&to=b");
  state.pick("a", "c");
  assert.ok(state.untouched);
});

test("what matters is listed in its order, and what has been answered elsewhere is not", () => {
  assert.deepEqual(listed(asked("#from=a&to=b"), ["users", "trial", "role"]), ["users", "trial", "role"]);
  assert.deepEqual(listed(asked("#from=a&to=b&trial=no"), ["users", "trial", "role"]), ["users", "role"]);
  const refused = facts(asked("#from=a&to=b&users=many").list(answer(["users", "role"]), PROMPT, ["users", "nobody"]).rows);
  assert.deepEqual(refused, ["users", "role"], "what is no answer is asked for again");
});

test("nothing that is listed moves when more matters", () => {
  const state = asked("#from=a&to=b");
  listed(state, ["trial", "prepaid"]);
  assert.deepEqual(listed(state, ["prepaid", "users", "trial", "role"]), ["users", "trial", "prepaid", "role"]);
});

test("what no longer matters goes, but not above where the reader is, and not late", () => {
  const after = (fact, late = PROMPT) => {
    const state = asked("#from=a&to=b");
    listed(state, ["users", "trial", "role"]);
    state.answer(fact, "yes");
    return listed(state, [], late);
  };
  assert.deepEqual(after("users"), ["users"]);
  assert.deepEqual(after("trial"), ["users", "trial"]);
  assert.deepEqual(after("role"), ["users", "trial", "role"]);
  assert.deepEqual(after("users", LATE), ["users", "trial", "role"]);
});

test("each row says what is typed, what comes next and what is moot", () => {
  const state = asked("#from=a&to=b");
  listed(state, ["users", "trial", "role"]);
  state.answer("trial", "yes");
  const { rows, extra, done } = state.list(answer(["users", "trial"], ["prepaid"]), LATE);
  const told = ({ ask, value, next, moot }) => [ask.fact, value, next, moot];
  assert.deepEqual(rows.map(told), [["users", undefined, true, false], ["trial", "yes", false, false], ["role", undefined, false, true]]);
  assert.deepEqual(extra.map(told), [["prepaid", undefined, false, false]]);
  assert.equal(done, false);
  state.answer("role", "yes");
  assert.deepEqual(state.list(answer([]), LATE).rows.map(({ ask, moot }) => [ask.fact, moot]), [["users", true], ["trial", false], ["role", false]], "what the reader has just answered is not called moot");
  state.answer("users", "3");
  assert.equal(state.list(answer(["users", "trial"]), PROMPT).done, true);
});

test("a circumstance is listed once, even when it matters after it was only good to know", () => {
  const state = asked("#from=a&to=b");
  assert.deepEqual(facts(state.list(answer(["users"], ["trial", "role"]), PROMPT).extra), ["trial", "role"]);
  const { rows, extra } = state.list(answer(["users", "trial"], ["trial", "role"]), PROMPT);
  assert.deepEqual([facts(rows), facts(extra)], [["users", "trial"], ["role"]]);
});

test("what has been answered is listed again to be answered otherwise, first and in place", () => {
  const state = asked("#from=a&to=b&role=yes");
  listed(state, ["users", "trial"]);
  state.reopen("role");
  assert.deepEqual(listed(state, ["users", "trial"]), ["role", "users", "trial"]);
  state.reopen("trial");
  assert.deepEqual(listed(state, ["users", "trial"]), ["role", "users", "trial"]);
});

test("what an answer asks that the page did not know is listed and worded as it comes", () => {
  const state = asked("#from=a&to=b&colour=red");
  const colour = { fact: "colour", type: "choice", question: "Which?", help: "", choices: { red: "Red" } };
  assert.deepEqual(state.given({ given: [] }, "Unknown"), []);
  state.list({ open: [colour], optional: [] }, PROMPT);
  assert.deepEqual(state.given({ given: [] }, "Unknown"), [{ fact: "colour", question: "Which?", words: "Red", asked: true }]);
});

test("answers are given in words: the choice's, Python's, or as they were typed", () => {
  const state = asked("#from=a&to=b&users=301&trial=yes&role=boss&prepaid=?");
  const given = [{ fact: "role", answer: "The boss" }, { fact: "users", answer: "301 users" }];
  const words = Object.fromEntries(state.given({ given }, "I don’t know").map(({ fact, words }) => [fact, words]));
  assert.deepEqual(words, { users: "301 users", trial: "Yes", role: "The boss", prepaid: "I don’t know" });
  assert.deepEqual(asked("#users=301").given({ given: [] }, "").map(({ words }) => words), ["301"]);
  assert.deepEqual(asked("#users=0").given({ given: [] }, "", ["users"]), [], "what is no answer was not given");
});

test("none of the rest is no to the questions to tick that have no answer, and they are listed no more", () => {
  const state = asked("#from=a&to=b&colour=red");
  const open = answer(["users", "trial", "role", "prepaid"]);
  open.open[2].type = "choice";
  const ticks = ({ rows }) => rows.filter(({ tick }) => tick).map(({ ask }) => ask.fact);
  assert.deepEqual(ticks(state.list(open, PROMPT)), ["trial", "prepaid"]);
  state.answer("trial", "yes");
  assert.deepEqual(state.rest(open), ["prepaid"]);
  assert.equal(state.none(open), true);
  assert.equal(state.fragment, "#from=a&to=b&colour=red&trial=yes&prepaid=no");
  assert.deepEqual(facts(state.list(answer(["users", "role"]), PROMPT).rows), ["users", "trial", "role"]);
  assert.equal(state.none(open), false, "there is nothing left to say no to");
});

test("who does not know has said so, and is not taken to say no", () => {
  const state = asked("#from=a&to=b");
  state.answer("trial", "?");
  state.none(answer(["trial", "prepaid"]));
  assert.equal(state.fragment, "#from=a&to=b&trial=?&prepaid=no");
});

test("what is answered otherwise is no longer only ticked", () => {
  const state = asked("#from=a&to=b&trial=no");
  const tick = () => state.list(answer(["trial"]), PROMPT).rows.map(({ tick }) => tick);
  assert.deepEqual(tick(), [], "it came with its answer");
  state.reopen("trial");
  assert.deepEqual(tick(), [false]);
  state.answer("trial", "yes");
  assert.deepEqual(tick(), [false], "as it stands, it stays");
});

test("what cannot be answered is left out, and the rest stays", () => {
  const state = asked("#from=a&to=nope&route=by-air&users=many&trial=yes");
  state.drop(["to", "users", "route"]);
  assert.equal(state.fragment, "#from=a&trial=yes");
});

test("on the way back what is listed for the same plans stays listed", () => {
  const state = asked("#from=a&to=b");
  listed(state, ["users", "trial"]);
  const before = state.question;
  state.answer("trial", "yes");
  state.return(before);
  assert.equal(state.fragment, "#from=a&to=b");
  assert.deepEqual(listed(state, ["users", "trial"]), ["users", "trial"]);
  state.return(read("#from=a&to=c"));
  assert.ok(state.untouched);
});

test("what does not matter for these plans is told by Python alone, and cannot be asked again", () => {
  const state = asked("#from=a&to=b&trial=yes&hat=yes");
  assert.deepEqual(state.given({ given: [] }, "?").map(({ fact }) => fact), ["trial"]);
  const given = [{ fact: "hat", question: "A hat?", answer: "Yes" }, { fact: "trial", question: "trial?", answer: "Yes" }];
  assert.deepEqual(state.given({ given }, "?").map(({ fact, words, asked }) => [fact, words, asked]), [["hat", "Yes", false], ["trial", "Yes", true]]);
});

test("where there are several editions, the address says which one is asked", () => {
  const state = new State({ families: FAMILIES, settings: { asked: "2024", editions: ["2024", "2014"] } });
  state.take(read("#from=a&to=b"));
  assert.deepEqual([state.fragment, state.whole, state.strange], ["#from=a&to=b&edition=2024", true, false]);
  state.take(read(""));
  assert.equal(state.fragment, "", "as long as no plan is chosen, none is");
  state.take(read("#from=x"));
  assert.deepEqual([state.fragment, state.strange], ["#from=x", true]);
  state.take(read("#from=a&to=b&edition=1999"));
  assert.deepEqual([state.misplaced, state.whole, state.strange, state.fragment], [true, false, true, "#from=a&to=b&edition=1999"]);
  state.drop(["edition"]);
  assert.equal(state.fragment, "#from=a&to=b&edition=2024");
});

test("where there is but one, an edition in the address is nobody's question", () => {
  const state = asked("#from=a&to=b&edition=2014");
  assert.deepEqual([state.fragment, state.whole], ["#from=a&to=b", true]);
});
