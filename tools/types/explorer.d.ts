/** What an answer is (`planswitch.rules.wording`), and what a page brings to its widgets (`explorer.html.jinja`). */
declare namespace Planswitch {
  /** A step, or something to expect. */
  interface WordedStep {
    text: string;
    source: string;
    state: "holds" | "unknown";
    /** When it applies, where that is not known. */
    condition: string;
  }

  interface Prompt {
    fact: string;
    type: "yesno" | "number" | "date" | "choice";
    question: string;
    help: string;
    choices: Record<string, string>;
  }

  interface Met {
    question: string;
    answer: string;
  }

  interface Explanation {
    rule: string;
    title: string;
    text: string;
    doubt: string;
    remedy: string;
    cleared_by: Met[][];
    source: string;
  }

  interface Group {
    key: string;
    effect: string;
    state: "holds" | "unknown";
    heading: string;
    reasons: Explanation[];
  }

  interface Decision {
    from: string;
    to: string;
    status: "same" | "ready" | "after" | "depends" | "no";
    route: string | null;
    certainty: "sure" | "likely" | "unknown" | null;
    facts: Record<string, unknown>;
    catalogue: { id: string; edition: string; date: string; digest: string };
  }

  /** Whether and how; never without its tally. */
  interface Verdict {
    mark: string;
    headline: string;
    tally: string[];
  }

  /** What is said of one switch beside its verdict. */
  interface Part {
    lead: string;
    doubt: string;
    groups: Group[];
    steps: WordedStep[];
    notes: WordedStep[];
  }

  /** One switch of several that lead where no single one does. */
  interface Hop extends Verdict, Part {
    origin: string;
    target: string;
    route: string;
  }

  interface Detour {
    text: string;
    assumption: string;
    hops: Hop[];
  }

  interface Answer extends Verdict, Part {
    decision: Decision;
    origin: string;
    target: string;
    detour: Detour | null;
    given: { fact: string; question: string; answer: string }[];
    open: Prompt[];
    optional: Prompt[];
    edition: string;
    note: string;
    differences: Difference[];
    /** What the two plans were compared in; blank where nothing is compared. */
    compared: string;
    became: Later[];
  }

  /** An attribute in which the two plans differ; `text` says all of it in one line. */
  interface Difference {
    attribute: string;
    name: string;
    from: string;
    to: string;
    change: "less" | "more";
    text: string;
  }

  /** What became of a plan: its later name, or what came in its place. `text` may have marks. */
  interface Later {
    plan: string;
    name: string;
    kind: "later" | "successor";
    text: string;
    source: string;
  }

  /** A part of a question that cannot be answered: `from`, `to`, `route` or a fact. */
  interface Refused {
    part: string;
    text: string;
  }

  interface Plan {
    id: string;
    name: string;
  }

  interface Family {
    name: string;
    plans: Plan[];
  }

  type Strings = Record<string, string>;

  /** What is said where, and the addresses of the site's other pages, with what is named in them between braces. */
  interface Settings {
    root: string;
    locale: string;
    source: string;
    digest: string;
    percent: string;
    answers: string;
    names: string;
    plan: string;
    rule: string;
    matrix: string;
    about: string;
    plans: string;
    /** Where the pages of the catalogue are, and the first part of each. */
    folder: string;
    generated: string[];
    /** Of several editions, the one that the answers are of, as addresses say it. */
    asked?: string;
    /** Ids that plans had before, each with that of now. */
    former?: Record<string, string>;
    /** All editions that the explorer answers for, newest first. */
    editions?: string[];
    python: PythonConfig;
  }

  /** Where Python comes from, as `planswitch.browser.Packed.widget` says it. */
  interface PythonConfig {
    /** What its URLs are relative to, itself relative to the page. */
    base?: string;
    worker: File & { twin: number };
    /** `quickest` and `smallest` name its ways in the order in which they are tried; the rest is the worker's. */
    runtime: { quickest: string[]; smallest: string[]; ways: Record<string, object> };
    catalogue: File;
    /** Of the catalogue and of the rules. */
    digest: string;
    /** Of several editions, the one whose catalogue that is. */
    edition?: string;
    /** Version of the scripts that belong to the page. */
    scripts: string;
    locale: string;
    /** Of the locale; null when its texts need no translation. */
    translations: File | null;
  }

  /** A plan's base answers, by the other plan. */
  type Answers = Pick<Map<string, Answer>, "get">;

  interface Explorer {
    settings: Settings;
    strings: Strings;
    /** Where there are many, the page leaves them to the file of names. */
    families: Family[];
    routes: { id: string; name: string }[];
  }

  /** Addresses of the site's other pages. */
  interface Links {
    answers(from: string): string;
    names(): string;
    plan(plan: string, anchor: string): string;
    plans(): string;
    rule(rule: string): string;
    matrix(facts: Record<string, string>): string;
    /** Nothing, where the site has no such page. */
    about(): string;
    page(path: string): string;
  }
}
