"""The checks: small named objects that look at the tables of a folder and yield problems."""

from __future__ import annotations

import re
import warnings
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from keyword import iskeyword

from babel import Locale, UnknownLocaleError

from planswitch.catalogue import prose
from planswitch.catalogue.problems import Hints, Problem, listed, shortened
from planswitch.catalogue.tables import Row, Table
from planswitch.rules.conditions import Comparison, Condition, ConditionError, Flag, Test, parse
from planswitch.rules.decisions import EFFECTS, FACT_TYPES, ROUTES, SAME_FAMILY
from planswitch.rules.model import Family, Plan, read_choices
from planswitch.rules.selectors import plan_groups
from planswitch.rules.wording import SECTION_KEY

Found = Iterator[Problem]
Groups = Mapping[str, Mapping[str, None]]
"""Each token that a selector can use, with the plans it stands for, in order."""


class Tables(dict[str, Table]):
    """The tables of a folder by name, and what several checks need to know of them, worked out once."""

    @cached_property
    def groups(self) -> Groups:
        """What selectors can use."""
        families = [Family(row["id"], row["name"], row["kind"]) for row in self["families"]]
        plans = [Plan(row["id"], row["name"], row["family"]) for row in self["plans"]]
        return {token: dict.fromkeys(sorted(chosen)) for token, chosen in plan_groups(plans, families).items()}

    @cached_property
    def conditions(self) -> list[tuple[Row, Condition | ConditionError]]:
        """The rows of rules.csv with their conditions, or with why they cannot be read.

        What Python only warns of (``3and``) is refused too: the warning would say nothing of the cell.
        """
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            return [(row, _parsed(row["when"])) for row in self["rules"]]


def _parsed(text: str) -> Condition | ConditionError:
    try:
        return parse(text)
    except ConditionError as error:
        return error


ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
FACT_ID = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")
CHOICE_ID = re.compile(r"([^\s=]+)=")
LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
SETTINGS = ("title", "edition", "language", "source")
WORDS: dict[tuple[str, str], tuple[str, ...]] = {
    ("families", "kind"): ("suite", "standalone"),
    ("switches", "certainty"): ("sure", "likely"),
    ("facts", "type"): FACT_TYPES,
    ("rules", "route"): ROUTES,
    ("rules", "effect"): EFFECTS,
}
"""Cells that hold one of a few words."""
MOST_STEPS = 999
"""The highest order that a step can have."""
MAY_BE_BLANK = {
    ("facts", "choices"),
    ("facts", "help"),
    ("rules", "from"),
    ("rules", "to"),
    ("rules", "when"),
    ("rules", "remedy"),
    ("steps", "from"),
    ("symptoms", "rules"),
}
KEYS: dict[str, tuple[str, ...]] = {
    "catalogue": ("key",),
    "families": ("id",),
    "plans": ("id",),
    "switches": ("from", "to"),
    "facts": ("id",),
    "rules": ("id",),
    "symptoms": ("id",),
}
"""The columns that tell the rows of a file apart."""
PROSE = {
    "families": ("name",),
    "plans": ("name",),
    "facts": ("question", "help"),
    "rules": ("title", "reason", "remedy"),
    "steps": ("text",),
    "symptoms": ("symptom", "advice"),
}
"""The columns that readers see."""
REFERENCES: dict[tuple[str, str], tuple[str, str]] = {
    ("plans", "family"): ("families", "family"),
    ("switches", "from"): ("plans", "plan"),
    ("switches", "to"): ("plans", "plan"),
    ("symptoms", "rules"): ("rules", "rule"),
}
"""Cells that name rows of another file: which file, and what a row of it is called."""


@dataclass(frozen=True, slots=True)
class Check:
    """One check.

    Attributes:
        files: tables it needs; it is left out while one of them could not be read.
        run: yields the problems it finds.
    """

    name: str
    description: str
    files: tuple[str, ...]
    run: Callable[[Tables], Found]


def _blank(name: str) -> Callable[[Tables], Found]:
    def run(tables: Tables) -> Found:
        for row in tables[name]:
            for column, cell in row.cells.items():
                if not cell and (name, column) not in MAY_BE_BLANK:
                    yield row.problem("blank", column, f"a value for “{column}”")

    return run


def _unique(name: str, columns: tuple[str, ...]) -> Callable[[Tables], Found]:
    def run(tables: Tables) -> Found:
        seen: dict[tuple[str, ...], int] = {}
        for row in tables[name]:
            key = tuple(row[column] for column in columns)
            if key in seen:
                tip = f"it is already on line {seen[key]}; delete one of the two rows"
                found = " → ".join(f"“{part}”" for part in key)
                yield row.problem("unique", columns[0], "each row once", found=found, tip=tip)
            seen.setdefault(key, row.line)

    return run


def _word(name: str, column: str, words: tuple[str, ...]) -> Callable[[Tables], Found]:
    def run(tables: Tables) -> Found:
        hints = Hints(words)
        for row in tables[name]:
            if row[column] and row[column] not in words:
                yield row.problem("word", column, f"one of {', '.join(words)}", tip=hints.tip(row[column]))

    return run


def _reference(name: str, column: str, other: str, noun: str) -> Callable[[Tables], Found]:
    def run(tables: Tables) -> Found:
        known = dict.fromkeys(row["id"] for row in tables[other])
        hints = Hints(known)
        for row in tables[name]:
            for word in row[column].split() if name == "symptoms" else filter(None, [row[column]]):
                if word not in known:
                    found, expected = f"“{shortened(word)}”", f"a {noun} of {tables[other].file}"
                    yield row.problem("reference", column, expected, found=found, tip=hints.tip(word))

    return run


def _ids(name: str) -> Callable[[Tables], Found]:
    def run(tables: Tables) -> Found:
        for row in tables[name]:
            if row["id"] and not ID.fullmatch(row["id"]):
                simple = "-".join(re.findall("[a-z0-9]+", row["id"].lower()))
                tip = f"write “{simple}”" if simple else ""
                yield row.problem("id", "id", "small letters and digits, with - between words", tip=tip)

    return run


def _fact_ids(tables: Tables) -> Found:
    for row in tables["facts"]:
        name = row["id"]
        if name == SAME_FAMILY:
            yield row.problem("id", "id", f"another name: {SAME_FAMILY} is built in")
        elif name and (not FACT_ID.fullmatch(name) or iskeyword(name)):
            simple = "_".join(re.findall("[a-z0-9]+", name.lower()))
            tip = f"write “{simple}”" if FACT_ID.fullmatch(simple) and not iskeyword(simple) else ""
            yield row.problem("id", "id", "small letters and digits, with _ between words", tip=tip)


def _settings(tables: Tables) -> Found:
    table = tables["catalogue"]
    given = {row["key"]: row for row in table}
    hints = Hints(SETTINGS)
    for key in SETTINGS:
        if key not in given:
            yield Problem("setting", table.file, 0, "", f"no row “{key}”", "one", f"add a row {key},…")
    for key, row in given.items():
        if key and key not in SETTINGS and not re.fullmatch(r"section\.[A-Za-z]+", key):
            expected = f"one of {', '.join(SETTINGS)} or section.KEY"
            yield row.problem("setting", "key", expected, tip=hints.tip(key))
    language = given.get("language")
    if language and language["value"] and not is_language(language["value"]):
        yield language.problem(
            "setting", "value", "a language tag such as en or pt-BR", tip=language_tip(language["value"])
        )


def is_language(tag: str) -> bool:
    """Whether a tag such as ``pt-BR`` names a language that is known."""
    try:
        return bool(LANGUAGE.fullmatch(tag)) and Locale.parse(tag, sep="-").language == tag.partition("-")[0]
    except (UnknownLocaleError, ValueError):
        return False


def language_tip(tag: str) -> str:
    """What to write instead of a tag that names no language."""
    plain = tag.replace("_", "-")
    near = [guess for guess in (plain, plain.lower(), plain.lower().partition("-")[0], plain[:2]) if is_language(guess)]
    return f"did you mean “{near[0]}”?" if near else "write a tag such as en or pt-BR"


def _choices(tables: Tables) -> Found:
    for row in tables["facts"]:
        choices = read_choices(row["choices"])
        if row["type"] == "choice":
            ids = Counter(CHOICE_ID.findall(row["choices"]))
            for choice in sorted(choice for choice, times in ids.items() if times > 1):
                yield row.problem("choices", "choices", "each choice once", found=f"“{choice}” twice")
            if len(choices) < 2:
                yield row.problem("choices", "choices", "at least two choices", tip="write id=Label id=Label …")
            for choice, label in choices.items():
                if not ID.fullmatch(choice) or not label:
                    expected = "choices such as gold=Gold card"
                    yield row.problem("choices", "choices", expected, found=f"“{choice}={label}”")
        elif row["choices"]:
            yield row.problem("choices", "choices", f"an empty cell, for a fact of type {row['type']}")


def _switch_to_itself(tables: Tables) -> Found:
    for row in tables["switches"]:
        if row["from"] and row["from"] == row["to"]:
            yield row.problem("switch", "to", "another plan than in “from”", tip="delete the row")


def _switch_order(tables: Tables) -> Found:
    before = ("", "")
    for row in tables["switches"]:
        pair = (row["from"], row["to"])
        if pair < before:
            tip = "sort the rows by from, then by to: changes are then easy to review"
            found = f"“{' → '.join(pair)}” after “{' → '.join(before)}”"
            yield row.problem("order", "from", "rows in order", found=found, tip=tip, fatal=False)
            return
        before = pair


def _selectors(name: str, columns: tuple[str, ...]) -> Callable[[Tables], Found]:
    def run(tables: Tables) -> Found:
        groups = tables.groups
        hints = Hints(groups)
        for row in tables[name]:
            for column in columns:
                yield from _selector(row, column, groups, hints)

    return run


def _selector(row: Row, column: str, groups: Groups, hints: Hints) -> Found:
    tokens = row[column].split()
    unknown = [token for token in tokens if token.removeprefix("!") not in groups]
    for token in unknown:
        near = hints.tip(token.removeprefix("!"))
        tip = near or "use plan ids, family:ID, kind:suite, kind:standalone or *, with ! to take plans away"
        yield row.problem("selector", column, "plans of plans.csv", found=f"“{shortened(token)}”", tip=tip)
    if unknown or not tokens:
        return
    added = [token for token in tokens if not token.startswith("!")]
    if not added:
        tip = f"write “* {shortened(row[column])}”"
        yield row.problem("selector", column, "something to take the plans away from", tip=tip)
    elif not any(_left(row[column], groups)):
        tip = "the tokens with ! take every plan away" if len(added) < len(tokens) else "no plan belongs to it"
        yield row.problem("selector", column, "at least one plan", tip=tip)


@dataclass(frozen=True)
class Facts:
    """What conditions can speak of: the rows of facts.csv, and what can be said about each."""

    rows: dict[str, Row]

    @classmethod
    def of(cls, tables: Tables) -> Facts:
        """The facts of a catalogue."""
        return cls({row["id"]: row for row in tables["facts"]})

    @cached_property
    def hints(self) -> Hints:
        """For the names of facts."""
        return Hints([*self.rows, SAME_FAMILY])

    @cached_property
    def choices(self) -> dict[str, tuple[dict[str, str], Hints]]:
        """The choices of each fact that has some."""
        read = {name: read_choices(row["choices"]) for name, row in self.rows.items() if row["type"] == "choice"}
        return {name: (choices, Hints(choices)) for name, choices in read.items()}

    def type_of(self, name: str) -> str:
        """The type of a fact; empty when there is none of this name."""
        return "yesno" if name == SAME_FAMILY else self.rows[name]["type"] if name in self.rows else ""


def _conditions(tables: Tables) -> Found:
    facts = Facts.of(tables)
    for row, condition in tables.conditions:
        if isinstance(condition, ConditionError):
            yield row.problem("condition", "when", condition.expected, found=condition.found)
            continue
        for test in condition.tests():
            yield from _test(row, test, facts)


def _test(row: Row, test: Test, facts: Facts) -> Found:
    found = f"“{test}”"
    type_ = facts.type_of(test.fact)
    if not type_ and test.fact not in facts.rows:
        tip = facts.hints.tip(test.fact)
        yield row.problem("condition", "when", "a fact of facts.csv", found=f"“{test.fact}”", tip=tip)
    elif isinstance(test, Flag) and type_ != "yesno":
        yield row.problem("condition", "when", f"a comparison: {test.fact} is a {type_}", found=found)
    elif isinstance(test, Comparison) and type_ == "yesno":
        expected = f"the bare fact: {test.fact} or not {test.fact}"
        yield row.problem("condition", "when", expected, found=found)
    elif isinstance(test, Comparison) and type_ == "number" and isinstance(test.literal, str):
        yield row.problem("condition", "when", "a whole number without quotes", found=found)
    elif isinstance(test, Comparison) and type_ == "choice":
        yield from _choice_test(row, test, *facts.choices[test.fact])


def _choice_test(row: Row, test: Comparison, choices: Mapping[str, str], hints: Hints) -> Found:
    if test.sign not in ("==", "!="):
        yield row.problem("condition", "when", "== or !=: choices have no order", found=f"“{test}”")
    if test.literal not in choices:
        tip = hints.tip(str(test.literal))
        yield row.problem("condition", "when", f"a choice of {test.fact}", found=f"“{test.literal}”", tip=tip)


def _steps(tables: Tables) -> Found:
    taken: dict[tuple[str, int], dict[str, int]] = {}
    for row in tables["steps"]:
        order = _order(row)
        if row["order"] and not order:
            yield row.problem("steps", "order", f"a whole number from 1 to {MOST_STEPS}")
        if order:
            lines = taken.setdefault((row["procedure"], order), {})
            yield from _step(row, _left(row["from"], tables.groups), lines)


def _step(row: Row, plans: Iterable[str], lines: dict[str, int]) -> Found:
    """A plan that has this step already; `lines` says on which line, and learns of the others."""
    for plan in plans:
        if plan in lines:
            tip = f"for {plan} this step is already on line {lines[plan]}"
            yield row.problem("steps", "order", "each step once for a plan", tip=tip)
            return
        lines[plan] = row.line


def _order(row: Row) -> int:
    """The order of a step; 0 when it is none."""
    order = int(row["order"]) if re.fullmatch("[0-9]{1,4}", row["order"]) else 0
    return order if order <= MOST_STEPS else 0


def _procedures(tables: Tables) -> Found:
    plans = [row["id"] for row in tables["plans"]]
    procedures: dict[str, set[tuple[int, str]]] = {"wizard": set(), "manual": set()}
    for row in tables["steps"]:
        steps = procedures.setdefault(row["procedure"], set())
        if order := _order(row):
            steps.add((order, row["from"]))
    for name in sorted(procedures.keys() - {""}):
        orders = _orders(procedures[name], tables.groups)
        for plan in plans:
            found = orders.get(plan, set())
            if not found and name not in ("wizard", "manual"):
                continue
            if found != set(range(1, max(found, default=1) + 1)):
                steps_found = ", ".join(map(str, sorted(found))) or "none"
                tip = f"add the missing step, or let a step's “from” cover {plan}"
                expected = f"steps 1, 2, … of “{name}” for {plan}"
                yield Problem("steps", tables["steps"].file, 0, "", f"steps: {steps_found}", expected, tip)
                break


def _orders(steps: Iterable[tuple[int, str]], groups: Groups) -> dict[str, set[int]]:
    """The orders of the steps of one procedure, for each plan that has some."""
    orders: dict[str, set[int]] = {}
    for order, selector in steps:
        for plan in _left(selector, groups):
            orders.setdefault(plan, set()).add(order)
    return orders


def _left(selector: str, groups: Groups) -> Iterator[str]:
    """Like `rules.selectors.select`, but forgiving: what is wrong with a selector is another check's business.

    The plans come one by one, so that to look at the first of a hundred thousand takes no time.
    """
    tokens = selector.split() or ["*"]
    before: list[Mapping[str, None]] = [groups.get(token[1:], {}) for token in tokens if token.startswith("!")]
    for token in tokens:
        chosen = groups.get(token, {})
        yield from (plan for plan in chosen if not any(plan in plans for plans in before))
        before.append(chosen)


def _sources(name: str) -> Callable[[Tables], Found]:
    def run(tables: Tables) -> Found:
        keys = (row["key"] for row in tables["catalogue"])
        sections = dict.fromkeys(key.removeprefix("section.") for key in keys if key.startswith("section."))
        known = listed(sections)
        for row in tables[name] if sections else ():
            cited = [SECTION_KEY.fullmatch(word) for word in row["source"].split()]
            unknown = {key[1] for key in cited if key and key[1] not in sections}
            if all(cited) and unknown:
                tip = f"add a row section.{min(unknown)} to catalogue.csv, or cite one of {known}"
                yield row.problem("source", "source", "a section of the source", tip=tip)

    return run


def _labels(name: str, columns: Iterable[str]) -> Callable[[Tables], Found]:
    def run(tables: Tables) -> Found:
        for row in tables[name]:
            for column in columns:
                if sum(part.count("**") for part in prose.parse(row[column]) if isinstance(part, str)) % 2:
                    expected = "** before and after each label"
                    yield row.problem("labels", column, expected, tip="one of the ** is missing")

    return run


def _plain(name: str, column: str) -> Callable[[Tables], Found]:
    def run(tables: Tables) -> Found:
        for row in tables[name]:
            if prose.plain(row[column]) != row[column]:
                tip = f"a {column} is shown as it is typed, so take asterisks, backticks and links out of it"
                yield row.problem("labels", column, "plain text", tip=tip, fatal=False)

    return run


def _unused_facts(tables: Tables) -> Found:
    unused = {row["id"] for row in tables["facts"]} - {""}
    for _, condition in tables.conditions:
        if isinstance(condition, ConditionError):
            return
        unused -= {test.fact for test in condition.tests()}
    for row in tables["facts"]:
        if row["id"] in unused:
            tip = "no answer depends on it, so nobody is asked; delete it or use it in rules.csv"
            yield row.problem("unused", "id", "a fact that a rule mentions", tip=tip, fatal=False)


CHECKS: tuple[Check, ...] = (
    Check("setting", "the settings are there and make sense", ("catalogue",), _settings),
    *(
        Check("blank", f"cells of {name}.csv that must be filled in", (name,), _blank(name))
        for name in (*KEYS, "steps")
    ),
    *(Check("unique", f"no row of {name}.csv twice", (name,), _unique(name, KEYS[name])) for name in KEYS),
    *(
        Check("id", f"ids of {name}.csv are plain", (name,), _ids(name))
        for name in ("families", "plans", "rules", "symptoms")
    ),
    Check("id", "ids of facts can stand in a condition", ("facts",), _fact_ids),
    *(
        Check("word", f"“{column}” of {name}.csv is one of a few words", (name,), _word(name, column, words))
        for (name, column), words in WORDS.items()
    ),
    *(
        Check(
            "reference",
            f"“{column}” of {name}.csv exists",
            (name, other),
            _reference(name, column, other, noun),
        )
        for (name, column), (other, noun) in REFERENCES.items()
    ),
    Check("choices", "choices of facts can be read", ("facts",), _choices),
    Check("switch", "no switch of a plan to itself", ("switches",), _switch_to_itself),
    Check("order", "switches are sorted", ("switches",), _switch_order),
    Check(
        "selector",
        "selectors of rules name plans",
        ("rules", "plans", "families"),
        _selectors("rules", ("from", "to")),
    ),
    Check(
        "selector",
        "selectors of steps name plans",
        ("steps", "plans", "families"),
        _selectors("steps", ("from",)),
    ),
    Check("condition", "conditions can be read and fit their facts", ("rules", "facts"), _conditions),
    Check("steps", "no step twice for a plan", ("steps", "plans", "families"), _steps),
    Check("steps", "the steps of a procedure have no gap", ("steps", "plans", "families"), _procedures),
    *(
        Check("source", f"sections cited in {name}.csv exist", (name, "catalogue"), _sources(name))
        for name in ("switches", "rules", "steps", "symptoms")
    ),
    *(
        Check("labels", f"labels in {name}.csv are closed", (name,), _labels(name, columns))
        for name, columns in prose.MARKED.items()
    ),
    *(
        Check("labels", f"“{column}” of {name}.csv has no marks", (name,), _plain(name, column))
        for name, column in (("families", "name"), ("plans", "name"), ("rules", "title"))
    ),
    Check("unused", "every fact is mentioned by a rule", ("rules", "facts"), _unused_facts),
)
"""Every check, in the order in which they run."""
