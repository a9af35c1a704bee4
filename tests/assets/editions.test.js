/** The plans of several editions in one box, and which edition a question means. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

import { apart, Editions, key } from "../../generator/planswitch/assets/explorer/editions.js";
import { Names, runs } from "../../generator/planswitch/assets/explorer/names.js";

/** What Python has to choose too. */
const TABLE = JSON.parse(readFileSync(new URL("../editions.json", import.meta.url), "utf8"));

/** @param {string} id @param {string} label @param {Record<string, string>} plans @param {any[]} names */
function edition(id, label, plans, names = []) {
  const families = [{ name: "All", plans: Object.entries(plans).map(([plan, name]) => ({ id: plan, name })) }];
  return { id, label, name: `Leaflet of ${label}`, families, names: new Names(families, { common: ["plan"], more: "{n} more", names }) };
}

const NEW = edition("new", "2024", { basic: "Mail Basic", pro: "Mail Pro", "kiosk-a": "Kiosk A", "kiosk-b": "Kiosk B" }, [
  { name: "Mail One", plan: "basic" },
  { name: "Kiosk", plan: "kiosk-a" },
  { name: "Kiosk", plan: "kiosk-b" },
  { name: "Slim", note: "It became Mail Basic.", said: "It became Mail Basic.", of: "Slim" },
  { name: "Free", note: "It is for schools.", said: "It is for schools.", of: "Free" },
]);
const OTHER = edition("other", "2023", { basic: "Mail Basic", seats: "Seats" });
const OLD = edition("old", "2014", { one: "Mail One", slim: "Slim", kiosk: "Kiosk" }, [{ name: "Free", note: "It is older.", said: "It is older.", of: "Free" }]);
const ALL = new Editions([NEW, OTHER, OLD]);

/** @param {string} from @param {string} to @param {string} [wanted] */
const meant = (from, to, wanted) => {
  const found = ALL.meant(from, to, wanted);
  return found && [found.edition.id, found.from.plan, found.to.plan];
};

test("the newest edition in which both names mean a plan is taken", () => {
  assert.deepEqual(meant("Mail Basic", "Mail Pro"), ["new", "basic", "pro"]);
  assert.deepEqual(meant("mail basic", "seats"), ["other", "basic", "seats"]);
  assert.deepEqual(meant("Mail One", ""), ["new", "basic", ""]);
  assert.deepEqual(meant("Mail One", "Slim"), ["old", "one", "slim"]);
  assert.deepEqual(meant("", "Slim"), ["old", "", "slim"]);
  assert.equal(meant("Seats", "Slim"), undefined);
});

test("who asks an edition gets it, or nothing", () => {
  assert.deepEqual(meant("Mail One", "", "old"), ["old", "one", ""]);
  assert.equal(meant("Mail Pro", "", "old"), undefined);
  assert.equal(meant("Mail Pro", "", "none"), undefined);
});

test("what several plans of one edition are called is asked back, whatever an older one has", () => {
  assert.deepEqual(meant("Kiosk", "Slim"), ["old", "kiosk", "slim"]);
  const asked = ALL.meant("Kiosk", "Mail One");
  assert.deepEqual([asked?.edition.id, asked?.from.plans, asked?.to.plan], ["new", ["kiosk-a", "kiosk-b"], "basic"]);
});

/** An edition of the table. @param {any} told */
function told({ id, name, title, date, plans, names }) {
  const families = [{ name: "All", plans: Object.entries(plans).map(([plan, called]) => ({ id: plan, name: called })) }];
  const entries = names.map((/** @type {any} */ each) => {
    const names_a_plan = each.plan && each.kind !== "successor";
    return names_a_plan ? { name: each.name, plan: each.plan } : { name: each.name, note: each.note, said: each.note, of: each.name };
  });
  return { id, name, label: date.slice(0, 4), families, names: new Names(families, { common: runs(`${title} plan`), more: "", names: entries }) };
}

/** Why a question is refused, in the words of the table. @param {any} strange */
function kind({ end, plans, notes, elsewhere }, /** @type {number} */ count) {
  if (end === "edition") return "edition";
  if (count > 1 && elsewhere.length) return "apart";
  return notes.length ? "uncovered" : plans.length ? "several" : "unknown";
}

test("the scripts choose the edition that Python chooses", () => {
  const known = new Editions(TABLE.editions.map(told));
  const cases = TABLE.cases.filter((/** @type {any} */ each) => each.from && each.to); // a box that is empty asks nothing
  assert.ok(cases.length > 20);
  for (const { from, to, wanted = "", edition, plans, others, refused, part } of cases) {
    const asked = [from, to, wanted].join(" | ");
    const { meant: found, strange } = known.seek({ from, to, edition: wanted });
    if (refused) {
      assert.equal(kind(strange[0], strange.length), refused, asked);
      assert.ok(strange.some(({ end }) => end === part), asked);
      continue;
    }
    assert.deepEqual(found, { from: plans[0], to: plans[1], edition }, asked);
    assert.deepEqual(known.having(from).filter((each) => each.id !== edition && known.seek({ from, to, edition: each.id }).meant).map(({ id }) => id), others, asked);
  }
});

test("other editions that have both names are offered", () => {
  const also = (/** @type {any} */ mine, /** @type {string} */ from, /** @type {string} */ to) =>
    ALL.also(mine, from, to).map(({ edition: { id }, from: left, to: right }) => [id, left, right]);
  assert.deepEqual(also(NEW, "basic", ""), [["other", "basic", ""]]);
  assert.deepEqual(also(OLD, "one", ""), [["new", "basic", ""]]);
  assert.deepEqual(also(NEW, "basic", "pro"), []);
  assert.deepEqual(also(OLD, "slim", ""), []);
});

test("what the newest edition says of a name is said, where none has it", () => {
  assert.deepEqual(ALL.notes("Free"), ["It is for schools."]);
  assert.deepEqual(ALL.notes("Free", "", "old"), ["It is older."]);
  assert.deepEqual(ALL.having("Slim").map(({ id }) => id), ["old"]);
});

test("a box has the plans of all editions, each with its year", () => {
  const box = ALL.box();
  assert.deepEqual(box.groups.map(({ label, plans }) => [label, plans.length]), [["2024 · All", 4], ["2023 · All", 2], ["2014 · All", 3]]);
  assert.deepEqual(box.matching("mail").map(({ plan }) => plan), ["new/basic", "new/pro", "other/basic", "old/one"]);
  assert.deepEqual(box.matching("mail one").map(({ plan }) => plan), ["new/basic", "old/one"]);
  assert.deepEqual([box.name("old/one"), box.label("old/one"), box.plan("mail one"), box.name("foo")], ["Mail One", "2014", "new/basic", "foo"]);
  assert.deepEqual(box.find("Slim"), { plans: ["old/slim"], notes: [] });
  assert.deepEqual(box.find("Free"), { plans: [], notes: ["It is for schools."] });
  assert.deepEqual([box.plan(""), box.elsewhere("Slim")], ["", []]);
});

test("a box of one edition knows where else a name is", () => {
  const box = ALL.box("old");
  assert.deepEqual(box.matching("mail").map(({ plan }) => plan), ["old/one"]);
  assert.deepEqual(box.elsewhere("Mail Basic"), ["2024", "2023"]);
  assert.deepEqual(box.find("Mail Basic"), { plans: [], notes: [] });
});

test("a plan of an edition has a name of its own", () => {
  assert.deepEqual(apart(key("2014", "e1")), ["2014", "e1"]);
  assert.deepEqual(apart("E1"), ["", "E1"]);
});
