/** The question in an address: what is read, and what is left alone. */

import assert from "node:assert/strict";
import test from "node:test";

import { fill } from "../../generator/planswitch/assets/explorer/dom.js";
import { known, now, own, read, write } from "../../generator/planswitch/assets/explorer/question.js";

const NAMES_OF_EVERY_OBJECT = ["constructor", "toString", "__proto__", "hasOwnProperty", "valueOf", "__defineGetter__"];

test("a question is written as it was read", () => {
  for (const hash of ["", "#from=a&to=b", "#from=a&to=b&users=301&trial=%3F".replace("%3F", "?"), "#to=b&role=none", "#from=a&to=b&edition=2014&route=by-hand&trial=yes"]) {
    assert.equal(write(read(hash)), hash);
  }
});

test("a fragment that is about something else is no question", () => {
  for (const hash of ["#top", "#%%%", "#%E0%A4%A", "#\\", "#constructor"]) assert.equal(read(hash), null);
});

test("what is no text in a question is read as what it looks like", () => {
  assert.deepEqual({ ...read("#from=%%%&to=%ff"), facts: undefined }, { from: "%%%", to: "\ufffd", edition: "", route: "", facts: undefined });
});

test("a question is never written with what no address can hold", () => {
  const facts = new Map([["users", "\ud800"], ["a b", "é&=?#"]]);
  const hash = write({ from: "x", to: "", route: "", facts });
  assert.deepEqual([...read(hash).facts], [["users", "\ufffd"], ["a b", "é&=?#"]]);
});

test("names that every object has are names like others", () => {
  for (const name of NAMES_OF_EVERY_OBJECT) {
    const { from, to, facts } = read(`#from=${name}&to=${name}&${name}=yes`);
    assert.deepEqual([from, to, [...facts]], [name, name, [[name, "yes"]]]);
    assert.deepEqual(Object.entries(known(facts)), [[name, "yes"]]);
    assert.equal(own({}, name), undefined);
    assert.equal(own(JSON.parse(`{"${name}": 1}`), name), 1);
    assert.equal(fill(`{${name}}`, {}), `{${name}}`);
  }
});

test("a fragment that is longer than any question is none, and nothing of it is read", () => {
  const many = (count, value = "yes") => `#from=a&to=b&${Array.from({ length: count }, (_, n) => `x${n}=${value}`).join("&")}`;
  assert.equal(read(many(200)).facts.size, 200);
  assert.equal(read(many(201)), null);
  assert.equal(read(many(100, "y".repeat(100))), null);
  assert.equal(read(`#from=a&to=b&users=${"9".repeat(1_000_000)}`), null);
});

test("an id that a plan had before is the plan's id of now, and no name that every object has is one", () => {
  const asked = read("#from=old&to=constructor&trial=yes");
  const { from, to, facts } = now(asked, { old: "new" });
  assert.deepEqual([from, to, [...facts]], ["new", "constructor", [["trial", "yes"]]]);
  assert.deepEqual(now(asked), asked);
});
