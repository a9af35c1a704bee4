/**
 * The explorer: asks what matters for a pair of plans and shows the answer.
 *
 * It holds no sentence and no policy: answers come worded from Python or, before Python has loaded, from JSON files of
 * the same Python; what the page itself says comes with the page. What is asked is in state.js, where answers come from
 * in answers.js, and how both look in view.js. Here is what a reader does, and when something is drawn for it.
 */

import { Answers } from "./answers.js";
import { el, notice, place } from "./dom.js";
import { copy, Ticks } from "./keep.js";
import { python } from "./python.js";
import { nothing, read, write } from "./question.js";
import { State } from "./state.js";
import { links, loading, lost } from "./page.js";

/**
 * @typedef {"from" | "to"} End
 * @typedef {import("./question.js").Question} Question
 * @typedef {HTMLInputElement & {dataset: {answer: string}}} Field
 * @typedef {Record<"do" | "edition" | "fact" | "part" | "plan", string> & {end: End}} Told
 * @typedef {HTMLElement & {dataset: Told}} Act  a button that does something
 *
 * @typedef {object} Parts  of the page, which brings them
 * @property {Record<End, HTMLInputElement>} boxes    in which plans are found by their names
 * @property {HTMLButtonElement} swap
 * @property {HTMLElement} rests  says what answers rest on
 * @property {HTMLElement} answer
 * @property {HTMLElement} live
 *
 * @typedef {object} Room  what there is to ask of one edition
 * @property {Planswitch.Explorer} config
 * @property {Planswitch.Links} links
 * @property {State} state
 * @property {Answers} answers
 *
 * @typedef {object} Finder
 * @property {(question: Question) => Sought} seek
 *
 * @typedef {import("./combobox.js").Strange} Strange
 * @typedef {{meant: Pick<Question, "from" | "to" | "edition">, strange: Strange[], say: () => HTMLElement}} Sought  what a
 *   question means as far as its plans can only be some, what stands in the place of others, and what is said of that
 */

/** How long typing rests before it is taken as an answer (milliseconds). */
const TYPING = 250;
/** How long an answer stands before it is read out (milliseconds). */
const SETTLING = 600;
/** What changes later than this after a reader's action must not move anything (milliseconds). */
const PROMPT = 400;
/** How long a press may hold things still (milliseconds). */
const PATIENCE = 1000;
/** How long after it the click comes at the latest (milliseconds). */
const LETTING_GO = 30;
/** How often progress moves (milliseconds): each time the page is drawn, which takes time from what it waits for. */
const MOVING = 300;
/** However long Python takes, other editions are told of by then (milliseconds). */
const LATEST = 3_000;

/** How much of an answer is drawn: its headline, then what is asked, then why and how, then everything. */
const [HEADLINE, ASKED, DETAILS, WHOLE] = [0, 1, 2, 3];

/** @type {readonly End[]} */
const ENDS = ["from", "to"];

/** What draws answers, once somebody may want one. @type {typeof import("./view.js") | undefined} */
let view;

/** The last question, for when instant navigation brings the page anew and the address names a heading instead. */
let last = nothing();

class PlanswitchExplorer extends HTMLElement {
  /** What the page brings. @type {Planswitch.Explorer} */
  #own;
  /** What has been asked so far, by edition. @type {Map<string, Room>} */
  #rooms = new Map();
  /** What there is beside the edition of the page, once that matters. @type {Promise<import("./elsewhere.js").Elsewhere> | undefined} */
  #abroad;
  /** The same, once it is there. @type {import("./elsewhere.js").Elsewhere | undefined} */
  #elsewhere;
  /** The question that waits for its edition, and whether that could not be had. @type {{question: Question, take: () => void, lost: boolean} | undefined} */
  #going;
  #interested = false;
  /** Whether what draws answers could not be had. */
  #blind = false;
  /** @type {Planswitch.Explorer} */
  #config;
  /** @type {Planswitch.Links} */
  #links;
  /** @type {Parts} */
  #parts;
  /** @type {State} */
  #state;
  /** @type {Answers} */
  #answers;
  /** @type {ReturnType<typeof python>} */
  #runtime;
  /** @type {Ticks} */
  #ticks;
  /** Ends what the page and Python tell. @type {AbortController} */
  #gone;

  /** What the answer's frame holds before there is one. @type {Node[] | undefined} */
  #empty;
  /** What is said of what answers rest on before there is one. @type {Node[] | undefined} */
  #rested;
  /** What finds plans by their names, once somebody has had to do with them. @type {Promise<Finder | undefined> | undefined} */
  #finding;
  /** @type {Map<End, import("./combobox.js").Combobox>} */
  #boxes = new Map();
  /** What stands in the place of plans and is none. @type {import("./combobox.js").Strange[]} */
  #strange = [];
  /** What is said of it. @type {HTMLElement | undefined} */
  #stranger;
  /** What is drawn: for which pair and decision. @type {string | undefined} */
  #pair;
  #decision = "";
  #report = "";
  #stage = WHOLE;
  #drawn = WHOLE;
  #staging = 0;
  #generation = 0;
  #fraction = 0;
  #acted = 0;
  #announced = "";
  /** The number that is being typed. */
  #answering = "";
  /** @type {Intl.DateTimeFormat | undefined} */
  #calendar;

  /** Timers, where one runs. @type {number | undefined} */
  #pressed;
  /** @type {number | undefined} */
  #typing;
  /** @type {number | undefined} */
  #settling;
  /** @type {number | undefined} */
  #progressing;

  connectedCallback() {
    const { content } = /** @type {HTMLTemplateElement} */ (this.querySelector(".ps-config"));
    this.#config = this.#own = JSON.parse(/** @type {string} */ (content.textContent));
    const { settings } = this.#config;
    this.#links = this.#linked(settings);
    if (this.#config.families) this.#start();
    else this.ready = this.#learn();
  }

  /** @param {Planswitch.Settings} settings */
  #linked(settings) {
    return links(new URL(this.#own.settings.root || ".", document.baseURI), settings);
  }

  /** Settles when it has started, where that takes its time. @type {Promise<void> | undefined} */
  ready;

  /** A page of many plans leaves their names to a file. */
  async #learn() {
    const { familiesOf } = await import("./combobox.js");
    this.#config.families = await familiesOf(this.#links.names());
    if (this.isConnected) this.#start();
  }

  #start() {
    const part = (/** @type {string} */ selector) => /** @type {any} */ (this.querySelector(selector));
    this.#parts = {
      boxes: { from: part("#ps-from"), to: part("#ps-to") },
      swap: part("[data-do=swap]"),
      rests: part("[data-part=rests]"),
      answer: part("[data-part=answer]"),
      live: part("[data-part=live]"),
    };
    this.#empty ??= cloned([...this.#parts.answer.childNodes]);
    this.#rested ??= cloned([...this.#parts.rests.childNodes]);
    this.#rooms.clear();
    this.#enter(this.#own);
    this.#listen();
    const named = read(location.hash) ?? last;
    const [from, to] = this.#typed();
    this.#take(named);
    if (!named.from && !named.to && (from || to)) this.#pick(from, to);
    this.dataset.started = "";
    if (this.contains(document.activeElement)) this.#interest();
    if (!this.#going && !this.#state.question.from && !this.#state.question.to) return;
    // After instant navigation the page may still stand where the last one was scrolled to.
    if (document.readyState === "complete" && this.getBoundingClientRect().top < 0) window.scrollTo(0, 0);
    this.#interest();
  }

  disconnectedCallback() {
    this.#gone?.abort();
    for (const timer of [this.#pressed, this.#typing, this.#settling, this.#progressing]) clearTimeout(timer);
    this.#pressed = undefined;
    this.#progressing = undefined;
    this.#answers?.leave();
  }

  #listen() {
    this.#gone = new AbortController();
    const { signal } = this.#gone;
    /** @param {EventTarget} target @param {string} names @param {(event: any) => void} handle */
    const on = (target, names, handle) => {
      for (const name of names.split(" ")) target.addEventListener(name, handle, { signal });
    };
    on(this, "focusin pointerenter pointerdown", () => {
      this.#interest();
      this.#finder();
    });
    on(this, "focusin pointerdown", ({ target, type }) => target.matches(".ps-plan") && this.#find(target, type === "pointerdown"));
    on(this.#parts.answer, "pointerdown", () => this.#press());
    on(window, "pointerup pointercancel", () => setTimeout(() => this.#release(), LETTING_GO));
    on(this, "input", ({ target }) => this.#input(target));
    on(this, "change", ({ target }) => this.#change(target));
    on(this, "click", ({ target }) => this.#click(target.closest("[data-do]")));
    on(this, "submit", (event) => event.preventDefault());
    on(window, "hashchange popstate", () => this.#restore());
    on(window, "beforeprint", () => {
      this.#today(true);
      this.#stage = WHOLE;
      this.#draw();
    });
    on(this.#runtime, "progress", ({ detail }) => {
      this.#fraction = detail.fraction;
      this.#progressing ??= setTimeout(() => this.#progress(), MOVING);
    });
    on(this.#runtime, "state", ({ detail }) => {
      // Its answer is a moment away, and all is drawn anew then.
      if (detail.state === "ready" && this.#answers.awaited) return;
      this.#draw();
      if (this.#answers.failed) this.#announce();
    });
  }

  // What the reader does

  /** Between pressing and letting go nothing may move, or the click would miss what it was meant for. */
  #press() {
    clearTimeout(this.#pressed);
    this.#pressed = setTimeout(() => this.#release(), PATIENCE);
  }

  #release() {
    if (!this.#pressed) return;
    clearTimeout(this.#pressed);
    this.#pressed = undefined;
    this.#draw();
  }

  #interest() {
    if (this.#editions && !this.#interested) this.#introduce();
    this.#interested = true;
    this.#bring();
    // The edition that is asked starts Python, and it may still be on its way.
    if (!this.#going && this.#answers.interest()) this.#draw();
  }

  /** Brings what draws answers. */
  async #bring() {
    if (view) return;
    this.#blind = false;
    try {
      view = await import("./view.js");
    } catch (error) {
      console.error(error);
      this.#blind = true;
    }
    if (this.isConnected) this.#tell();
  }

  // Editions

  /** The editions that are asked here, the newest first; none where there is but one. */
  get #editions() {
    return this.#own.settings.editions;
  }

  /** From now on, this edition is asked. @param {Planswitch.Explorer} config */
  #enter(config) {
    this.#answers?.leave();
    const { asked = "" } = config.settings;
    const room = this.#rooms.get(asked) ?? this.#opened(config);
    this.#rooms.set(asked, room);
    ({ config: this.#config, links: this.#links, state: this.#state, answers: this.#answers } = room);
  }

  /** @param {Planswitch.Explorer} config @returns {Room} */
  #opened(config) {
    const [state, led] = [new State(config), this.#linked(config.settings)];
    this.#runtime = python(config.settings.python);
    const answers = new Answers(state, this.#runtime, config, led.answers, () => this.#state === state && this.#tell());
    return { config, links: led, state, answers };
  }

  /**
   * Takes a question in the edition that it is of, at once where that is known; one that says none is for the edition of
   * the page, and so is one that says what is none.
   *
   * @param {Question} question @param {() => void} take  what happens when the edition is asked
   */
  #visit(question, take) {
    this.#going = undefined;
    const wanted = this.#editions?.includes(question.edition) ? question.edition : this.#own.settings.asked ?? "";
    const known = this.#rooms.get(wanted);
    if (!known) {
      this.#go(wanted, question, take);
      return;
    }
    if (known.state !== this.#state) this.#enter(known.config);
    take();
    if (this.#interested) this.#interest();
  }

  /** @param {string} edition @param {Question} question @param {() => void} take */
  async #go(edition, question, take) {
    const going = { question, take, lost: false };
    this.#going = going;
    this.#draw();
    const config = await this.#others().then((elsewhere) => elsewhere.config(edition)).catch((error) => void console.error(error));
    if (this.#going !== going || !this.isConnected) return;
    if (config) {
      this.#enter(config);
      this.#visit(question, take);
      return;
    }
    going.lost = true;
    this.#tell();
  }

  /** What there is beside the edition of the page. */
  #others() {
    this.#abroad ??= import("./elsewhere.js")
      .then(({ Elsewhere }) => {
        const root = new URL(this.#own.settings.root || ".", document.baseURI);
        return (this.#elsewhere = new Elsewhere(this.#own, (path) => new URL(path, root).href));
      })
      .catch((error) => {
        this.#abroad = undefined;
        throw error;
      });
    return this.#abroad;
  }

  /** Learns what there is to say of editions, once Python does not need the whole computer any more. */
  async #introduce() {
    try {
      await Promise.race([this.#runtime.loaded(), new Promise((done) => setTimeout(done, LATEST))]);
      await new Promise((done) => painted(() => done(undefined)));
      await (await this.#others()).learn();
      this.#draw();
    } catch (error) {
      console.error(error); // then the answer alone says of which edition it is
    }
  }

  /** All plans again: those of one edition are chosen no more. */
  #leave() {
    this.#pick("", "", "");
    this.#parts.boxes.from.focus();
  }

  // Finding plans

  /** What was typed into the boxes before this script had come; who is in one of them is still typing. */
  #typed() {
    return ENDS.map((end) => {
      const box = this.#parts.boxes[end];
      if (document.activeElement !== box) return box.value.trim();
      if (box.value) box.dataset.editing = "";
      this.#find(box, false);
      return "";
    });
  }

  /** What finds plans by their names; nothing when it cannot be had: then there are lists to choose from. */
  #finder() {
    this.#finding ??= this.#found().catch((error) => {
      console.error(error);
      for (const end of ENDS) this.#list(end);
      return undefined;
    });
    return this.#finding;
  }

  /** Puts a list of plans in the place of a box. @param {End} end */
  #list(end) {
    const box = this.#parts.boxes[end];
    const groups = this.#groups(end).map(({ label, plans }) => el("optgroup", { label }, plans.map(({ id, name }) => el("option", { value: id }, name))));
    const list = el("select", { class: "ps-select", name: end, "aria-labelledby": `${box.id}-label` }, el("option", { value: "" }, box.placeholder), groups);
    const focused = document.activeElement === box;
    box.replaceWith(list);
    if (focused) list.focus();
    this.#draw();
  }

  /** @returns {Promise<Finder>} */
  async #found() {
    const [finding, elsewhere] = await Promise.all([import("./combobox.js"), this.#editions ? this.#others() : undefined]);
    const found = elsewhere ? await finding.abroad(elsewhere) : await finding.athome(this.#links.names(), this.#config.families);
    for (const end of ENDS) this.#boxes.set(end, new finding.Combobox(this.#parts.boxes[end], found.options(this.#asking(end))));
    this.#draw();
    return { seek: (question) => found.seek(question, this.#config, this.#links) };
  }

  /** What a box has to know of the question. @param {End} end @returns {import("./combobox.js").Asking} */
  #asking(end) {
    const explorer = this;
    return {
      get config() {
        return explorer.#config;
      },
      get page() {
        return explorer.#links.page;
      },
      get plan() {
        return explorer.#state.question[end];
      },
      get other() {
        const { from, to } = explorer.#state.question;
        return explorer.#state.plans.has(end === "from" ? to : from);
      },
      groups: () => this.#groups(end),
      choose: (plan, edition) => this.#choose(end, plan, edition),
    };
  }

  /** All plans in groups: where the first one leads, once that is known, else by family. @param {End} end */
  #groups(end) {
    const { families } = this.#state;
    const found = end === "to" ? this.#answers.base : undefined;
    if (!found || !view) return families.map(({ name, plans }) => ({ label: name, plans }));
    const plans = families.flatMap((family) => family.plans);
    return view.reach(plans, found).map(({ mark, headline, plans: all }) => ({ label: headline, mark, plans: all }));
  }

  /** Whoever is in a box before it can find anything has it as soon as it can. @param {HTMLElement} box @param {boolean} pressed */
  async #find(box, pressed) {
    const end = ENDS.find((each) => this.#parts.boxes[each] === box);
    if (!end || this.#boxes.has(end)) return;
    await this.#finder();
    if (document.activeElement === box) this.#boxes.get(end)?.arrive(pressed);
    else this.#boxes.get(end)?.leave();
  }

  /** @param {End} end @param {string} plan  an id, or what is none @param {string} [edition]  of it */
  #choose(end, plan, edition = this.#state.edition) {
    const { from, to } = this.#state.question;
    const [left, wanted] = end === "from" ? [plan, to] : [from, plan];
    if (left !== from || wanted !== to || edition !== this.#state.edition) this.#pick(left, wanted, edition);
    else this.#draw();
  }

  /** Looks up what in the question is no plan's id: one that it can only mean takes its place. */
  async #lookUp() {
    const { question } = this.#state;
    this.#strange = [];
    if (!this.#state.strange) return;
    const finder = await this.#finder();
    if (this.#state.question !== question || this.#going || !this.isConnected) return;
    if (!finder) {
      const { strings } = this.#config;
      this.#strange = ENDS.filter((end) => question[end]).map((end) => ({ end, text: question[end], plans: [], notes: [] }));
      this.#stranger = lost(strings.base_failed, strings);
      return this.#tell();
    }
    const { meant, strange, say } = finder.seek(question);
    const next = { ...question, ...meant };
    if (write(next) === write(question)) return this.#wonder(strange, say);
    this.#visit(next, () => {
      this.#state.take(next);
      this.#fresh();
      history.replaceState(history.state, "", this.#address());
      this.#answers.load();
      this.#wonder(strange, say);
    });
  }

  /** Says what stands in the place of plans. @param {Strange[]} strange @param {() => HTMLElement} say */
  #wonder(strange, say) {
    this.#strange = strange;
    this.#stranger = strange.length ? say() : undefined;
    this.#tell();
  }

  /** @param {Field} target */
  #input(target) {
    if (target.matches(".ps-plan")) target.dataset.editing = "";
    if (!target.matches(".ps-number")) return;
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => this.#answer(target.dataset.answer, target.value.trim()), TYPING);
  }

  /** @param {Field} target */
  #change(target) {
    const { answer, step } = target.dataset;
    if (step) this.#ticks.set(step, target.checked);
    else if (target.matches(".ps-number")) {
      clearTimeout(this.#typing);
      this.#answer(answer, target.value.trim());
    } else if (answer) this.#answer(answer, target.type === "checkbox" && !target.checked ? "" : target.value);
    else if (target.localName === "select") this.#choose(/** @type {End} */ (target.name), target.value);
  }

  /** @param {Act | null} target */
  #click(target) {
    if (!target) return;
    clearTimeout(this.#pressed);
    this.#pressed = undefined;
    const { from, to } = this.#state.question;
    /** @type {Record<string, () => unknown>} */
    const acts = {
      swap: () => this.#pick(to, from),
      choose: () => this.#choose(target.dataset.end, target.dataset.plan, target.dataset.edition),
      leave: () => this.#leave(),
      none: () => this.#none(),
      drop: () => this.#drop(JSON.parse(target.dataset.part)),
      change: () => this.#reopen(target.dataset.fact),
      clear: () => this.#clear(),
      copy: async () => this.#done((await copy(location.href, this)) ? "copied" : "copy_failed"),
      print: () => window.print(),
      reload: () => location.reload(),
      retry: () => this.#retry(),
      markdown: () => this.#download("md", "text/markdown", ({ markdown }) => markdown(this.#record(), this.#config.strings, this.#links)),
      json: () => {
        const { answer, link } = this.#record();
        this.#download("json", "application/json", ({ bare }) => bare(JSON.stringify({ date: new Date().toISOString(), link, answer }, null, 2)));
      },
    };
    acts[target.dataset.do]();
  }

  /** Other plans; in another edition nothing is known of the circumstances yet. @param {string} from @param {string} to @param {string} [edition] */
  #pick(from, to, edition = this.#state.edition) {
    const same = edition === this.#state.edition || !this.#state.edition;
    const next = { ...(same ? this.#state.question : nothing()), from, to, edition };
    this.#visit(next, () => {
      this.#state.take(next);
      this.#fresh();
      this.#acted = performance.now();
      const { signal } = this.#gone;
      // A new address takes a browser longer than a headline, and the headline is what the reader waits for.
      painted(() => signal.aborted || history.pushState(null, "", this.#address()));
      this.#load();
    });
  }

  /** @param {string} fact @param {string} value */
  #answer(fact, value) {
    if (this.#state.answer(fact, value)) this.#asked(fact);
  }

  #clear() {
    this.#state.clear();
    this.#fresh();
    this.#asked("");
    this.#toQuestions();
  }

  /** No to all that is left of the list to tick. */
  #none() {
    const { answer } = this.#answers.found;
    if (!answer || !this.#state.none(answer)) return;
    this.#asked("");
    this.#toQuestions();
  }

  /** Leaves out what cannot be answered. @param {string[]} parts */
  #drop(parts) {
    this.#state.drop(parts);
    this.#fresh();
    this.#lookUp();
    this.#answers.load();
    this.#asked("");
    const box = ENDS.find((end) => parts.includes(end));
    if (box) this.#parts.boxes[box].focus();
    else this.#toQuestions();
  }

  /** The button is gone. */
  #toQuestions() {
    /** @type {HTMLElement | null} */ (this.querySelector("[data-part=circumstances]"))?.focus({ preventScroll: true });
  }

  /**
   * Other circumstances for the same pair. Each answer is a step that Back takes back; what is typed for one question is
   * one answer.
   *
   * @param {string} fact  that was answered, if it was one
   */
  #asked(fact) {
    if (fact && fact === this.#answering) history.replaceState(history.state, "", this.#address());
    else history.pushState(null, "", this.#address());
    this.#answering = fact && this.#state.asks.get(fact)?.type === "number" ? fact : "";
    last = this.#state.addressed;
    this.#acted = performance.now();
    this.#answers.ask();
    this.#draw();
  }

  /** @param {string} fact */
  #reopen(fact) {
    this.#state.reopen(fact);
    this.#acted = performance.now();
    this.#draw();
    const row = /** @type {HTMLElement} */ (this.querySelector(`[data-key="${CSS.escape(fact)}"].ps-question`));
    const more = row.closest("details");
    if (more) more.open = true;
    /** @type {HTMLElement} */ (row.querySelector("input:checked") ?? row.querySelector("input")).focus();
  }

  #retry() {
    if (this.#going) this.#visit(this.#going.question, this.#going.take);
    else this.#answers.retry();
    this.#bring();
    this.#tell();
    const frame = this.#parts.answer;
    frame.tabIndex = -1; // the button is gone
    frame.focus({ preventScroll: true });
  }

  /** Says what has been done. @param {string} words */
  #done(words) {
    this.#report = words;
    this.#draw();
  }

  /** @param {string} extension @param {string} type @param {(record: typeof import("./record.js")) => string} text */
  async #download(extension, type, text) {
    const { from, to } = this.#state.question;
    try {
      const record = await import("./record.js");
      record.download(`${from}-${to}.${extension}`, type, text(record));
      this.#done("downloaded");
    } catch (error) {
      console.error(error);
      this.#done("broken");
    }
  }

  #record() {
    const { settings, strings } = this.#config;
    const answer = /** @type {Planswitch.Answer} */ (this.#answers.found.answer);
    return {
      answer,
      given: this.#state.given(answer, strings.unknown),
      date: this.#today(true),
      link: location.href,
      source: settings.source,
      digest: answer.decision.catalogue.digest,
    };
  }

  // Where the question lives

  #address() {
    const search = location.search.replace(/^\?h=[^&]*$/, ""); // what a reader searched for is nobody else's question
    return `${location.pathname}${search}${this.#state.fragment}`;
  }

  #restore() {
    const question = read(location.hash);
    if (!question || (!this.#going && write(question) === this.#state.fragment)) return;
    this.#interested = true;
    this.#visit(question, () => {
      this.#state.return(question);
      this.#fresh();
      this.#acted = performance.now();
      this.#load();
    });
  }

  /** @param {Question} question */
  #take(question) {
    this.#visit(question, () => {
      this.#state.take(question);
      this.#fresh();
      this.#load();
      // Whoever is handed the address is to be asked the same, whichever edition is the newest by then.
      if (!question.edition && !this.#state.strange && this.#state.edition) history.replaceState(history.state, "", this.#address());
    });
  }

  #fresh() {
    const { question } = this.#state;
    last = this.#state.addressed;
    this.#report = "";
    this.#answering = "";
    this.#ticks = new Ticks(this.#config.settings.digest, question.from, question.to);
  }

  #load() {
    this.#lookUp();
    this.#answers.load();
    this.#tell();
  }

  // What the reader sees

  #tell() {
    this.#draw();
    this.#announce();
  }

  #draw() {
    if (this.#pressed) return;
    const { question, plans } = this.#state;
    // Above the answer nothing moves: measuring there would only cost a layout.
    const active = /** @type {HTMLElement} */ (document.activeElement);
    const focused = this.#parts.answer.contains(active) ? active : undefined;
    const before = /** @type {number} */ (focused?.getBoundingClientRect().top);
    for (const end of ENDS) {
      const plan = question[end];
      const box = this.#parts.boxes[end];
      const list = /** @type {HTMLSelectElement | null} */ (this.querySelector(`[name=${end}]`));
      if (list) list.value = plans.has(plan) ? plan : "";
      const name = this.#state.name(plan);
      if (!this.#going && !("editing" in box.dataset) && box.value !== name) box.value = name;
      const link = /** @type {HTMLAnchorElement} */ (this.querySelector(`[data-link=${end}]`));
      link.href = plans.has(plan) ? this.#links.plan(plan, `${end}-here`) : this.#links.plans();
    }
    this.#parts.swap.disabled = !question.from && !question.to;
    if (this.#editions) this.#rest();
    this.#frame();
    if (!focused) return;
    if (document.activeElement !== focused && focused.isConnected) focused.focus({ preventScroll: true });
    const moved = focused.isConnected ? focused.getBoundingClientRect().top - before : 0;
    if (Math.abs(moved) > 1) window.scrollBy({ top: moved, behavior: "instant" });
  }

  /** What the answers rest on: the newest edition that has the plans, or the one that has been chosen with them. */
  #rest() {
    const { question: { from, to }, edition, strange, plans } = this.#state;
    const chosen = edition && !strange && this.#elsewhere?.told && !this.#going;
    const [left, right] = [from, to].map((plan) => (plans.has(plan) ? plan : ""));
    const address = (/** @type {Partial<Question>} */ question) => `${location.pathname}${write(question)}`;
    place(this.#parts.rests, chosen ? this.#elsewhere?.rests(this.#config.settings, { from: left, to: right }, address, this.#links) ?? [] : cloned(this.#rested ?? []));
  }

  /** @param {boolean} [further]  whether nothing but the next stage of the answer has to be drawn */
  #frame(further = false) {
    const { question, known, pair } = this.#state;
    const { answer, settled, refused, lost: gone, ahead } = this.#answers.found;
    const { python, failure, hopeful, outdated } = this.#answers;
    const missing = gone || (this.#blind && Boolean(answer));
    const { strings } = this.#config;
    const frame = this.#parts.answer;
    const asked = Boolean(question.from && question.to);
    if (this.#going) return this.#await(this.#going);
    const strange = this.#strange.length > 0;
    const updated = outdated && notice(strings);
    this.toggleAttribute("data-answered", Boolean(answer));
    frame.setAttribute("aria-busy", String(asked && !(settled && view) && !missing && !strange));
    if (!answer || !view) {
      const waiting = this.#state.strange ? !strange : asked && !missing;
      this.#pair = undefined;
      frame.dataset.mark = "none";
      frame.toggleAttribute("data-waiting", waiting);
      if (waiting) return;
      place(frame, [updated, strange ? this.#stranger?.cloneNode(true) : missing ? !updated && lost(strings.base_failed, strings) : this.#ahead()]);
      return;
    }
    if (ahead && python === "ready") return; // the computed answer is a moment away
    if (this.#pair !== pair) {
      frame.replaceChildren();
      this.#begin();
    }
    this.#pair = pair;
    frame.dataset.mark = refused ? "refused" : answer.mark;
    const stage = ahead ? HEADLINE : this.#stage;
    if (stage < WHOLE) frame.setAttribute("aria-busy", "true");
    frame.toggleAttribute("data-waiting", stage < WHOLE);
    const late = performance.now() - this.#acted > PROMPT;
    const wrong = refused?.map(({ part }) => part);
    this.#state.learn(this.#answers.base?.get(question.to));
    this.#steady(frame, answer, late, Boolean(refused));
    const shown = {
      answer,
      names: { from: this.#state.name(question.from), to: this.#state.name(question.to) },
      date: this.#today(false),
      notice: updated,
      refused,
      python: { state: python, fraction: this.#fraction, settled, failure, hopeful },
      listed: stage >= ASKED ? this.#state.list(answer, late, wrong) : undefined,
      rest: this.#state.rest(answer),
      detailed: stage >= DETAILS,
      whole: stage === WHOLE,
      given: this.#state.given(answer, strings.unknown, wrong),
      route: this.#config.routes?.find(({ id }) => id === question.route)?.name ?? "",
      question,
      known,
      ticked: this.#ticks.texts,
      generation: this.#generation,
      report: strings[this.#report] ?? "",
    };
    if (further && this.#drawn === stage - 1) view.further(frame, shown, this.#config, this.#links);
    else place(frame, view.answered(shown, this.#config, this.#links));
    this.#drawn = stage;
  }

  /** The answer is in an edition that is still to come. @param {{lost: boolean}} going */
  #await({ lost: missing }) {
    const frame = this.#parts.answer;
    const { strings } = this.#config;
    this.#pair = undefined;
    this.toggleAttribute("data-answered", false);
    frame.setAttribute("aria-busy", String(!missing));
    frame.dataset.mark = "none";
    frame.toggleAttribute("data-waiting", !missing);
    if (missing) place(frame, [lost(strings.base_failed, strings)]);
  }

  /** Before a question is whole: where the plan that is chosen leads, or what to do. */
  #ahead() {
    const { question: { from, to }, families } = this.#state;
    const found = this.#answers.base;
    const plans = families.flatMap((family) => family.plans);
    return found && !to && view ? view.leads(plans, found, { id: from, name: this.#state.name(from) }, this.#config.strings, this.#links) : cloned(this.#empty ?? []);
  }

  /** The headline of a new pair comes at once; the rest follows in steps, so that the page never stands still. */
  #begin() {
    this.#stage = HEADLINE;
    const staging = ++this.#staging;
    const step = () => {
      if (staging !== this.#staging || !this.isConnected || this.#stage === WHOLE) return;
      this.#stage++;
      if (!this.#pressed) this.#frame(true);
      painted(step);
    };
    painted(step);
  }

  /**
   * When an answer arrives late, the details are exchanged as a whole, in a frame that keeps its height.
   *
   * @param {HTMLElement} frame @param {Planswitch.Answer} answer @param {boolean} late @param {boolean} refused
   */
  #steady(frame, answer, late, refused) {
    const columns = /** @type {HTMLElement | null} */ (frame.querySelector(".ps-columns"));
    const { facts, ...rest } = answer.decision;
    const shown = JSON.stringify([refused, rest]);
    if (columns && this.#decision !== shown) {
      columns.style.minBlockSize = late ? `${columns.offsetHeight}px` : "";
      if (late && !columns.querySelector(".ps-details")?.contains(document.activeElement)) this.#generation++;
    }
    this.#decision = shown;
  }

  /** Moves what shows progress, and touches nothing else. */
  #progress() {
    this.#progressing = undefined;
    const shown = this.querySelector('.ps-status[data-state="loading"]');
    if (this.#pressed || !shown) return;
    const [words, bar] = /** @type {[HTMLElement, HTMLProgressElement]} */ (/** @type {unknown} */ (shown.children));
    const { settings, strings } = this.#config;
    words.textContent = loading({ settled: this.#answers.found.settled, fraction: this.#fraction }, settings, strings);
    bar.value = this.#fraction;
    bar.ariaLabel = words.textContent;
  }

  /** Today in words. The first answer does not wait for the calendar; the printed record has it. @param {boolean} printed */
  #today(printed) {
    if (!printed && !this.#calendar) return "";
    this.#calendar ??= new Intl.DateTimeFormat(this.#config.settings.locale, { dateStyle: "long" });
    return this.#calendar.format(new Date());
  }

  /** Has the headline read out, once for each answer that stands. */
  #announce() {
    clearTimeout(this.#settling);
    this.#settling = setTimeout(() => {
      const { answer, settled, refused } = this.#answers.found;
      const { failed, failure, outdated } = this.#answers;
      const { strings } = this.#config;
      const updated = outdated ? notice(strings).firstElementChild?.textContent : "";
      const wrong = refused ? [strings.refused, ...refused.map(({ text }) => text)].join(" ") : this.#strange.length ? this.querySelector(".ps-refused-title")?.textContent : "";
      const key = `${this.#state.key} ${failed} ${wrong} ${updated}`;
      const found = wrong || (answer && settled ? `${[answer.headline, ...answer.tally].join(", ")}.${this.#editions ? ` ${answer.edition}` : ""}` : "");
      if ((!found && !updated) || this.#announced === key) return;
      this.#announced = key;
      const without = !wrong && found && failed ? failure : "";
      this.#parts.live.textContent = [found, without, updated].filter(Boolean).join(" ");
    }, SETTLING);
  }
}

/** Calls when what has been drawn is on the screen, or would be. @param {() => void} then */
function painted(then) {
  if (document.hidden) setTimeout(then);
  else requestAnimationFrame(() => setTimeout(then));
}

const cloned = (/** @type {Node[]} */ nodes) => nodes.map((node) => node.cloneNode(true));

customElements.define("planswitch-explorer", PlanswitchExplorer);
