/**
 * The plans of several editions as one box has them, and which edition a question means. Nothing here knows of a page.
 *
 * Questions are read as `planswitch.rules.editions` reads them; tests/editions.json holds both to the same.
 *
 * @typedef {import("./names.js").Names} Names
 * @typedef {import("./names.js").Match} Match
 *
 * @typedef {object} Edition
 * @property {string} id
 * @property {string} name    of the document that its answers rest on
 * @property {string} label   its year, mostly: what tells it from the others
 * @property {Names} names
 * @property {Planswitch.Family[]} families
 *
 * @typedef {object} Found  what an edition makes of a text
 * @property {string} plan     the one that it means; blank where that is none, or may be several
 * @property {string[]} plans  all that it can be
 * @property {string[]} notes  what is said of it besides or instead
 * @property {boolean} exact   whether that is what these are called, not only a part of it
 *
 * @typedef {{edition: Edition, from: Found, to: Found}} Meant  what an edition makes of a question
 * @typedef {import("./question.js").Question} Question
 *
 * @typedef {object} Strange  what stands in the place of a plan, or of an edition, and is none
 * @property {"from" | "to" | "edition"} end
 * @property {string} text
 * @property {string[]} plans  that it can be
 * @property {string[]} notes  what is said of it besides or instead
 * @property {string} edition  of these plans
 * @property {string[]} elsewhere  ids of the editions that have it, where those do not that are asked, or not beside the other
 */

/** Between an edition and a plan of it; ids of neither have it. */
const OF = "/";
/** What is made of a text that nobody has written. */
const BLANK = Object.freeze({ plan: "", plans: [], notes: [], exact: true });

/** What a plan is told apart by among those of all editions. @param {string} edition @param {string} plan */
export const key = (edition, plan) => edition + OF + plan;

/** The edition and the plan that a key names; what is none has no edition. @param {string} text @returns {[string, string]} */
export function apart(text) {
  const at = text.indexOf(OF);
  return at < 0 ? ["", text] : [text.slice(0, at), text.slice(at + 1)];
}

/** @param {Edition} edition @param {string} text @returns {Found} */
function found({ names }, text) {
  if (!text) return BLANK;
  const plan = names.plan(text);
  const { plans, notes, exact } = names.find(text);
  return plan ? { plan, plans: [plan], notes: [], exact: exact || plan === text } : { plan, plans, notes, exact };
}

/** How many of two names are what something is called, not only a part of it. @param {Meant} meant */
const exactness = ({ from, to }) => Number(from.exact) + Number(to.exact);

/** The editions of a site, the newest first. */
export class Editions {
  /** @param {Edition[]} all */
  constructor(all) {
    this.all = all;
  }

  /** @param {string} id */
  get(id) {
    return this.all.find((edition) => edition.id === id);
  }

  /**
   * The newest edition in which each of two texts means a plan, one or several, and rather one whose plans are called so;
   * nothing where there is none.
   *
   * @param {string} from @param {string} to  blank where nobody has said
   * @param {string} [wanted]  the edition that is asked, if one is
   * @returns {Meant | undefined}
   */
  meant(from, to, wanted = "") {
    const all = this.#asked(wanted)
      .map((edition) => ({ edition, from: found(edition, from), to: found(edition, to) }))
      .filter(({ from: left, to: right }) => (!from || left.plans.length) && (!to || right.plans.length));
    const best = Math.max(...all.map(exactness));
    return all.find((each) => exactness(each) === best);
  }

  /**
   * Which plans of which edition a question means, where that is one of each; otherwise what stands in their place.
   *
   * @param {Pick<Question, "from" | "to" | "edition">} question
   * @returns {{meant?: Pick<Question, "from" | "to" | "edition">, strange: Strange[]}}
   */
  seek({ from, to, edition }) {
    if (edition && !this.get(edition)) return { strange: [{ end: "edition", text: edition, plans: [], notes: [], edition: "", elsewhere: [] }] };
    const meant = this.meant(from, to, edition);
    const ends = /** @type {["from" | "to", string, string][]} */ ([["from", from, to], ["to", to, from]]).filter(([, text]) => text);
    if (!meant) {
      const unknown = ends.filter(([, text]) => !this.having(text, edition).length);
      return { strange: (unknown.length ? unknown : ends).map(([end, text, other]) => this.#strange(end, text, other, edition)) };
    }
    const { id } = meant.edition;
    const several = ends.filter(([end]) => !meant[end].plan);
    if (!several.length) return { meant: { from: meant.from.plan, to: meant.to.plan, edition: id }, strange: [] };
    return { strange: several.map(([end, text]) => ({ end, text, plans: meant[end].plans, notes: meant[end].notes, edition: id, elsewhere: [] })) };
  }

  /** @param {"from" | "to"} end @param {string} text @param {string} other @param {string} asked @returns {Strange} */
  #strange(end, text, other, asked) {
    const elsewhere = this.having(text).map(({ id }) => id);
    return { end, text, plans: [], notes: this.notes(text, other, asked), edition: "", elsewhere };
  }

  /** @param {string} wanted */
  #asked(wanted) {
    return wanted ? this.all.filter(({ id }) => id === wanted) : this.all;
  }

  /** The editions that have a plan of this name, or several. @param {string} text @param {string} [wanted]  the one that is asked, if one is */
  having(text, wanted = "") {
    return this.#asked(wanted).filter((edition) => found(edition, text).plans.length);
  }

  /**
   * What is said of a name that means no plan: by the newest edition that has the other plan, or else by the newest.
   *
   * @param {string} text @param {string} [other]  what the other plan is called
   * @param {string} [wanted]  the edition that is asked, if one is
   * @returns {string[]}
   */
  notes(text, other = "", wanted = "") {
    const knowing = this.#asked(wanted).filter((edition) => found(edition, text).notes.length);
    const edition = knowing.find((each) => found(each, other).plans.length) ?? knowing[0];
    return edition ? found(edition, text).notes : [];
  }

  /**
   * The other editions that have two plans of the same names.
   *
   * @param {Edition} edition @param {string} from @param {string} to  its plans; blank where nobody has chosen
   * @returns {{edition: Edition, from: string, to: string}[]}
   */
  also(edition, from, to) {
    const [left, right] = [from, to].map((plan) => plan && edition.names.name(plan));
    return this.all.flatMap((other) => {
      const meant = other === edition ? undefined : this.meant(left, right, other.id);
      if (!meant || exactness(meant) < 2 || Boolean(left) !== Boolean(meant.from.plan) || Boolean(right) !== Boolean(meant.to.plan)) return [];
      return [{ edition: other, from: meant.from.plan, to: meant.to.plan }];
    });
  }

  /** What a box finds: plans of all editions, or of one. @param {string} [only] */
  box(only = "") {
    return new Box(this, this.#asked(only));
  }
}

/** The names that a box looks through, as those of one edition are: its plans are keys, each with the label of its edition. */
class Box {
  #whole;
  #mine;

  /** @param {Editions} whole @param {Edition[]} mine  those whose plans it has */
  constructor(whole, mine) {
    this.#whole = whole;
    this.#mine = new Editions(mine);
    this.more = mine[0]?.names.more ?? "";
  }

  /** All of its plans, edition by edition. @returns {{label: string, plans: Planswitch.Plan[]}[]} */
  get groups() {
    return this.#mine.all.flatMap(({ id, label, families }) =>
      families.map(({ name, plans }) => ({ label: `${label} · ${name}`, plans: plans.map((plan) => ({ id: key(id, plan.id), name: plan.name })) })),
    );
  }

  /** What a plan is called. @param {string} text  its key @returns {string} */
  name(text) {
    const [id, plan] = apart(text);
    return this.#whole.get(id)?.names.name(plan) ?? text;
  }

  /** The label of a plan's edition. @param {string} text  its key */
  label(text) {
    return this.#whole.get(apart(text)[0])?.label ?? "";
  }

  /** What a name means: plans of the newest edition that has it, or what is said of it. @param {string} text @returns {{plans: string[], notes: string[]}} */
  find(text) {
    const meant = this.#mine.meant(text, "");
    if (!meant) return { plans: [], notes: this.#mine.notes(text) };
    const { plan, plans, notes } = meant.from;
    return { plans: (plan ? [plan] : plans).map((each) => key(meant.edition.id, each)), notes: plan ? [] : notes };
  }

  /** The one plan that a name means, or nothing. @param {string} text */
  plan(text) {
    const meant = text ? this.#mine.meant(text, "") : undefined;
    return meant?.from.plan ? key(meant.edition.id, meant.from.plan) : "";
  }

  /** The labels of other editions, which have a name that none of the box's has. @param {string} text @returns {string[]} */
  elsewhere(text) {
    return this.#mine.having(text).length ? [] : this.#whole.having(text).map(({ label }) => label);
  }

  /** The plans that what is typed may become: what is called so in any edition comes first. @param {string} text @returns {Match[]} */
  matching(text) {
    const all = this.#mine.all.flatMap((edition) => {
      const { plans, exact } = found(edition, text);
      const meant = new Set(exact ? plans : []);
      return edition.names.matching(text).map(({ plan, through }) => ({ first: meant.has(plan), plan: key(edition.id, plan), through }));
    });
    return [...all.filter(({ first }) => first), ...all.filter(({ first }) => !first)].map(({ plan, through }) => ({ plan, through }));
  }
}
