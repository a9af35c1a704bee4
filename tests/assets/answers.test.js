/** Which answer stands: those that are fetched, those that Python gives, and what is said when neither comes. */

import assert from "node:assert/strict";
import test from "node:test";

import { Answers } from "../../generator/planswitch/assets/explorer/answers.js";
import { read } from "../../generator/planswitch/assets/explorer/question.js";
import { State } from "../../generator/planswitch/assets/explorer/state.js";

const DIGEST = "sha256:own";
const PLANS = ["a", "b", "c"];
const STRINGS = { failed: "It failed", unsupported: "It cannot" };
const worded = (headline) => ({ headline, groups: [], lead: "", decision: { status: "ready" } });
const file = (from) => ({
  digest: DIGEST,
  targets: PLANS.map((_, place) => -1 - place),
  own: PLANS.map((to) => worded(`base ${from} ${to}`)),
  parts: [],
});
const INDEX = { digest: DIGEST, common: {}, parts: [], answers: [] };

/** Python that says what a test lets it say, in the order in which it was asked. */
class Runtime {
  state = "idle";
  outdated = false;
  unsupported = false;
  hopeful = false;
  asked = [];
  started = 0;
  async start() {
    this.started++;
  }
  ask(question) {
    return new Promise((answer, fail) => this.asked.push({ question, answer, fail }));
  }
  retry() {
    this.state = "loading";
  }
}

/** All promises that can settle have settled. */
const settled = () => new Promise((done) => setImmediate(done));

/** An explorer that asks what is in an address, of a site that sends these. @param {Record<string, unknown>} sent status, body or error by plan */
async function asking(hash, sent = Object.fromEntries(PLANS.map((plan) => [plan, file(plan)]))) {
  const state = new State({ families: [{ name: "All", plans: PLANS.map((id) => ({ id, name: id })) }] });
  const [runtime, fetched] = [new Runtime(), []];
  globalThis.fetch = async (address, { cache }) => {
    if (address === "index") return Response.json(INDEX);
    fetched.push([address, cache]);
    const body = sent[address];
    if (typeof body === "number") return new Response("", { status: body });
    if (body instanceof Error) throw body;
    return Response.json(typeof body === "function" ? body(cache) : body);
  };
  let told = 0;
  const config = { settings: { digest: DIGEST, locale: "en" }, strings: STRINGS };
  const answers = new Answers(state, runtime, config, (from) => from, () => told++);
  state.take(read(hash));
  answers.load();
  await settled();
  return { state, answers, runtime, fetched, told: () => told };
}

const shown = ({ found }) => [found.answer?.headline, found.settled];

test("the base answer stands while nothing else is known, and Python is not asked before anyone is interested", async () => {
  const { answers, runtime, fetched, told } = await asking("#from=a&to=b");
  assert.deepEqual(shown(answers), ["base a b", true]);
  assert.deepEqual([runtime.started, runtime.asked.length, told()], [0, 0, 1]);
  assert.equal(answers.interest(), true);
  assert.equal(answers.interest(), false, "once is enough");
  assert.deepEqual([runtime.started, runtime.asked.length], [1, 1]);
  assert.deepEqual(fetched, [["a", "default"]]);
});

test("with circumstances the base answer goes ahead, until Python's stands", async () => {
  const { state, answers, runtime, told } = await asking("#from=a&to=b&trial=yes");
  assert.deepEqual([...shown(answers), answers.found.ahead], ["base a b", false, true]);
  state.answer("trial", "yes");
  assert.equal(answers.found.ahead, false, "the reader does not only wait any more");
  answers.interest();
  assert.deepEqual(runtime.asked[0].question, { from: "a", to: "b", facts: { trial: "yes" }, locale: "en" });
  runtime.asked[0].answer({ answer: worded("computed") });
  await settled();
  assert.deepEqual([...shown(answers), answers.found.ahead, told()], ["computed", true, false, 2]);
  await answers.ask();
  assert.equal(runtime.asked.length, 1, "what has been answered is not asked again");
});

test("while another answer is awaited, the last one of the pair is shown and does not settle it", async () => {
  const { state, answers, runtime } = await asking("#from=a&to=b");
  answers.interest();
  runtime.asked[0].answer({ answer: worded("computed") });
  await settled();
  state.answer("trial", "yes");
  answers.ask();
  assert.deepEqual([...shown(answers), answers.found.ahead], ["computed", false, false]);
  state.pick("a", "c");
  answers.load();
  assert.deepEqual(shown(answers), ["base a c", false]);
});

test("Python's answer is awaited from when it is asked until it is told, be it that it fails", async () => {
  const { state, answers, runtime, told } = await asking("#from=a&to=b");
  assert.equal(answers.awaited, false, "nobody has asked");
  answers.interest();
  assert.equal(answers.awaited, true);
  runtime.asked[0].answer({ answer: worded("computed") });
  await settled();
  assert.deepEqual([answers.awaited, told()], [false, 2]);
  state.pick("a", "");
  answers.load();
  assert.equal(answers.awaited, false, "there is no question");
  state.pick("a", "c");
  answers.load();
  assert.equal(answers.awaited, true);
  runtime.asked[1].fail(new Error("gone"));
  await settled();
  assert.deepEqual([answers.awaited, told()], [false, 3]);
});

test("an answer that comes after the next question is not shown", async () => {
  const { state, answers, runtime, told } = await asking("#from=a&to=b");
  answers.interest();
  state.answer("trial", "yes");
  answers.ask();
  runtime.asked[1].answer({ answer: worded("second") });
  await settled();
  const before = told();
  runtime.asked[0].answer({ answer: worded("first") });
  await settled();
  assert.deepEqual([...shown(answers), told()], ["second", true, before]);
  state.answer("trial", "no");
  answers.ask();
  answers.leave();
  runtime.asked[2].fail(new Error("too late to matter"));
  await settled();
  assert.equal(answers.failed, false);
});

test("Python's refusal stands beside the last answer, which is only there for its questions", async () => {
  const { state, answers, runtime } = await asking("#from=a&to=b&trial=maybe");
  answers.interest();
  const refused = [{ part: "trial", text: "That makes no sense" }];
  runtime.asked[0].answer({ refusal: "That makes no sense", refused });
  await settled();
  assert.deepEqual([answers.found.answer.headline, answers.found.refused, answers.found.settled], ["base a b", refused, true]);
  assert.equal(answers.found.ahead, false, "nothing is still to come");
  state.answer("trial", "yes");
  answers.ask();
  runtime.asked[1].answer({ answer: worded("computed") });
  await settled();
  assert.deepEqual([...shown(answers), answers.found.refused], ["computed", true, undefined]);
  state.answer("trial", "perhaps");
  answers.ask();
  runtime.asked[2].answer({ refusal: "", refused });
  await settled();
  assert.deepEqual([answers.found.answer.headline, answers.found.refused], ["computed", refused]);
});

test("a route that is preferred is asked for, and the base answer does not settle it", async () => {
  const { answers, runtime } = await asking("#from=a&to=b&route=by-hand");
  assert.deepEqual(shown(answers), ["base a b", false]);
  answers.interest();
  assert.deepEqual(runtime.asked[0].question, { from: "a", to: "b", route: "by-hand", facts: {}, locale: "en" });
});

test("a question that names what is no plan's id has no answer, and Python is not asked", async () => {
  for (const [hash, fetched] of [["#from=a&to=nope", 1], ["#from=nope&to=a", 0], ["#from=a", 1], ["#to=a", 0]]) {
    const asked = await asking(hash);
    asked.answers.interest();
    assert.deepEqual(asked.answers.found, { settled: true, lost: false, ahead: false }, hash);
    assert.deepEqual([asked.runtime.asked.length, asked.fetched.length], [0, fetched], hash);
  }
});

test("what is not this page's is asked for once more, past the cache", async () => {
  const stale = { ...file("a"), digest: "sha256:other" };
  const { answers, fetched } = await asking("#from=a&to=b", { a: (cache) => (cache === "default" ? stale : file("a")) });
  assert.deepEqual(fetched.map(([, cache]) => cache), ["default", "no-cache"]);
  assert.deepEqual([...shown(answers), answers.outdated], ["base a b", true, false]);
});

test("without base answers only Python can answer, so it is started", async () => {
  for (const [sent, outdated] of [[404, true], [410, true], [{ digest: "sha256:other" }, true], [503, false], [new TypeError("no network"), false], [[], false]]) {
    const { answers, runtime } = await asking("#from=a&to=b", { a: sent });
    assert.deepEqual([answers.outdated, runtime.started, answers.base], [outdated, 1, undefined], String(sent));
    assert.deepEqual([answers.found.answer, answers.found.lost], [undefined, true]);
    runtime.asked[0].answer({ answer: worded("computed") });
    await settled();
    assert.deepEqual([...shown(answers), answers.found.lost], ["computed", true, false]);
  }
});

test("when Python fails, what is there stands without circumstances", async () => {
  const { answers, runtime } = await asking("#from=a&to=b&trial=yes");
  answers.interest();
  const { error } = console;
  console.error = () => {};
  runtime.asked[0].fail(new Error("of a kind that is not known"));
  await settled();
  console.error = error;
  assert.deepEqual([...shown(answers), answers.failed, answers.python, answers.hopeful], ["base a b", true, true, "failed", true]);
  answers.ask();
  assert.equal(runtime.asked.length, 1, "it is not asked again unless the reader wants it");
  answers.retry();
  assert.deepEqual([answers.failed, answers.python, runtime.asked.length], [false, "loading", 2]);
  runtime.asked[1].answer({ answer: worded("computed") });
  await settled();
  assert.deepEqual(shown(answers), ["computed", true]);
});

test("after a failure the answer that knew circumstances is taken back", async () => {
  const { answers, runtime } = await asking("#from=a&to=b&trial=yes");
  answers.interest();
  runtime.asked[0].answer({ answer: worded("computed") });
  await settled();
  runtime.state = "failed";
  assert.deepEqual(shown(answers), ["base a b", true]);
});

test("trying again is offered only where it may help", async () => {
  const { answers, runtime } = await asking("#from=a&to=b");
  runtime.state = "failed";
  for (const [hopeful, outdated, expected] of [[true, false, true], [false, false, false], [true, true, false]]) {
    Object.assign(runtime, { hopeful, outdated });
    assert.equal(answers.hopeful, expected);
  }
  assert.equal(answers.failure, "It failed");
  runtime.unsupported = true;
  assert.equal(answers.failure, "It cannot");
});

test("what could not be fetched is asked for again, and once only while it is awaited", async () => {
  const sent = { a: new TypeError("no network") };
  const { answers, fetched } = await asking("#from=a&to=b", sent);
  sent.a = file("a");
  assert.equal(answers.found.lost, true);
  answers.retry();
  assert.equal(answers.found.lost, false, "it is on its way");
  answers.load();
  await settled();
  assert.deepEqual(fetched.length, 3, "two tries, and one that succeeds");
  assert.deepEqual([...shown(answers), answers.found.lost], ["base a b", true, false]);
});
