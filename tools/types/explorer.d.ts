/** What an answer is (`planswitch.rules.wording`), and what a page brings to its widgets (`explorer.html.jinja`). */
declare namespace Planswitch {
  interface CitedText {
    text: string;
    source: string;
  }

  interface Prompt {
    fact: string;
    type: "yesno" | "number" | "choice";
    question: string;
    help: string;
    choices: Record<string, string>;
  }

  interface Met {
    question: string;
    answer: string;
  }

  interface Explanation extends CitedText {
    rule: string;
    title: string;
    remedy: string;
    cleared_by: Met[][];
  }

  interface Group {
    effect: string;
    state: "holds" | "unknown";
    heading: string;
    reasons: Explanation[];
  }

  interface Decision {
    route: "none" | "wizard" | "manual";
    certainty: "sure" | "likely" | null;
    facts: Record<string, unknown>;
    catalogue: string;
  }

  interface Answer {
    decision: Decision;
    mark: string;
    origin: string;
    target: string;
    headline: string;
    lead: string;
    doubt: string;
    via: string;
    given: { fact: string; question: string; answer: string }[];
    groups: Group[];
    open: Prompt[];
    optional: Prompt[];
    steps: CitedText[];
    notes: CitedText[];
    edition: string;
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
    plan: string;
    rule: string;
    matrix: string;
    about: string;
    plans: string;
    python: PythonConfig;
  }

  /** Where Python comes from, as `planswitch.browser.Packed.widget` says it. */
  interface PythonConfig {
    /** What its URLs are relative to, itself relative to the page. */
    base?: string;
    worker: File & { twin: number };
    /** `quickest` and `smallest` name its ways in the order in which they are tried; the rest is the worker's. */
    runtime: { quickest: string[]; smallest: string[] };
    catalogue: File;
    /** Of the catalogue and of the rules. */
    digest: string;
    /** Version of the scripts that belong to the page. */
    scripts: string;
    locale: string;
    /** Of the locale; null when its texts need no translation. */
    translations: File | null;
  }

  /** A plan's base answers, by the other plan. */
  type Answers = Map<string, Answer>;

  interface Explorer {
    settings: Settings;
    strings: Strings;
    families: Family[];
    facts: Prompt[];
  }

  /** Addresses of the site's other pages. */
  interface Links {
    answers(from: string): string;
    plan(plan: string, anchor: string): string;
    plans(): string;
    rule(rule: string): string;
    matrix(facts: Record<string, string>): string;
    about(): string;
    page(path: string): string;
  }
}
