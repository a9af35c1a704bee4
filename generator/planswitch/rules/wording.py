"""The wording: a decision becomes a headline, reasons, steps and notes in the reader's language.

Pages, command line and browser all call `word`, so a sentence about a decision is written once, here or in the
catalogue. Questions, help, reasons, remedies, steps and notes may have marks (see `planswitch.catalogue.prose`); every
other text is shown as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from gettext import NullTranslations
from typing import Any

from planswitch.rules.conditions import Flag, Test, Value
from planswitch.rules.decisions import EFFECTS, SAME_FAMILY, Decision, Reason
from planswitch.rules.model import Catalogue, Fact

SECTION_KEY = re.compile(r"([A-Za-z]+)\d*")


@dataclass(frozen=True, slots=True)
class CitedText:
    """A sentence or two, and the section of the source that says so."""

    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Prompt:
    """A question to the reader about one fact.

    Attributes:
        choices: value as it is written in a question -> label; empty for a number.
    """

    fact: str
    type: str
    question: str
    help: str
    choices: dict[str, str]


@dataclass(frozen=True, slots=True)
class Met:
    """A test in words.

    Attributes:
        answer: the answer to the question that meets the test; empty when the question is a statement.
    """

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class KnownFact:
    """A fact as the reader gave it, in words."""

    fact: str
    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """A reason in words.

    Attributes:
        cleared_by: what would make the rule not hold, one alternative each.
    """

    rule: str
    title: str
    text: str
    remedy: str
    cleared_by: tuple[tuple[Met, ...], ...]
    source: str


@dataclass(frozen=True, slots=True)
class Group:
    """The reasons of one effect and state, under one heading."""

    effect: str
    state: str
    heading: str
    reasons: tuple[Explanation, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """A decision in the reader's words.

    Attributes:
        mark: what the answer looks like: ``same``, ``yes``, ``after``, ``depends`` or ``manual``.
        doubt: a sentence when the answer rests on a doubtful cell, else empty.
        via: a sentence about a detour by several switches, else empty.
    """

    decision: Decision
    mark: str
    origin: str
    target: str
    headline: str
    lead: str
    doubt: str
    via: str
    given: tuple[KnownFact, ...]
    groups: tuple[Group, ...]
    open: tuple[Prompt, ...]
    optional: tuple[Prompt, ...]
    steps: tuple[CitedText, ...]
    notes: tuple[CitedText, ...]
    edition: str

    def to_dict(self) -> dict[str, Any]:
        """The form that the widget reads, ready for JSON."""
        worded = {name: _plain(getattr(self, name)) for name in Answer.__slots__ if name != "decision"}
        return {"decision": self.decision.to_dict(), **worded}


def _plain(value: Any) -> Any:
    """A part of an answer, ready for JSON; much faster than `dataclasses.asdict`, which copies all that it finds."""
    if isinstance(value, (str, dict)):
        return value
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    return {name: _plain(getattr(value, name)) for name in value.__slots__}


class Words:
    """The catalogue's and our own sentences in one language.

    Args:
        catalogue: whose texts are the message ids of their translations.
        translations: of the reader's language; none means the texts as they are.
    """

    def __init__(self, catalogue: Catalogue, translations: NullTranslations | None = None) -> None:
        self.catalogue = catalogue
        self.translations = translations or NullTranslations()
        self.gettext = cache(self.translations.gettext)
        self.ngettext = self.translations.ngettext
        self._citations: dict[str, str] = {}
        self._tests: dict[Test, Met] = {}
        self._prompts: dict[str, Prompt] = {}

    def text(self, text: str) -> str:
        """A text of the catalogue in the reader's language."""
        return self.gettext(text) if text else ""

    def plan(self, plan: str) -> str:
        """The name of a plan."""
        return self.text(self.catalogue.plans[plan].name)

    def family(self, family: str) -> str:
        """The name of a service family."""
        return self.text(self.catalogue.families[family].name)

    def setting(self, key: str) -> str:
        """A setting such as the title or the edition."""
        return self.text(self.catalogue.settings.get(key, ""))

    def source(self, source: str) -> str:
        """A citation: section keys such as ``A3`` become the headings of their sections; other text stays."""
        if source not in self._citations:
            self._citations[source] = self._citation(source)
        return self._citations[source]

    def _citation(self, source: str) -> str:
        keys = [SECTION_KEY.fullmatch(word) for word in source.split()]
        headings = dict.fromkeys(self.setting(f"section.{key[1]}") if key else "" for key in keys)
        if not headings or "" in headings:
            return self.text(source)
        return " · ".join(headings)

    def fact_value(self, fact: Fact, value: Value) -> str:
        """A value of a fact: yes, no, a number or the label of a choice."""
        if fact.type == "yesno":
            return self.gettext("Yes") if value else self.gettext("No")
        if fact.type == "choice":
            return self.text(fact.choices[str(value)])
        return str(value)

    def test(self, test: Test) -> Met:
        """A test as a question and the answer that meets it."""
        if test not in self._tests:
            self._tests[test] = self._test(test)
        return self._tests[test]

    def _test(self, test: Test) -> Met:
        if test.fact == SAME_FAMILY:
            same = isinstance(test, Flag) and test.wanted
            return Met(
                self.gettext("Both plans belong to the same family.")
                if same
                else self.gettext("The plans belong to different families."),
                "",
            )
        fact = self.catalogue.facts[test.fact]
        return Met(self.text(fact.question), self._met_by(fact, test))

    def _met_by(self, fact: Fact, test: Test) -> str:
        if isinstance(test, Flag):
            return self.fact_value(fact, test.wanted)
        return self._comparisons[test.sign].format(value=self.fact_value(fact, test.literal))

    @cached_property
    def _comparisons(self) -> dict[str, str]:
        return {
            "==": self.gettext("{value}"),
            "!=": self.gettext("Anything but {value}"),
            "<": self.gettext("Fewer than {value}"),
            "<=": self.gettext("{value} or fewer"),
            ">": self.gettext("More than {value}"),
            ">=": self.gettext("{value} or more"),
        }

    def effect(self, effect: str, state: str) -> str:
        """What reasons of an effect and state do to the switch."""
        return self._effects[effect, state]

    @cached_property
    def _effects(self) -> dict[tuple[str, str], str]:
        return {
            ("stop", "holds"): self.gettext("Rules out the wizard"),
            ("wait", "holds"): self.gettext("Wait for this"),
            ("fix", "holds"): self.gettext("Do this first"),
            ("warn", "holds"): self.gettext("Good to know"),
            ("stop", "unknown"): self.gettext("Would rule out the wizard"),
            ("wait", "unknown"): self.gettext("Would make you wait"),
            ("fix", "unknown"): self.gettext("Would have to be done first"),
            ("warn", "unknown"): self.gettext("Good to know, if it applies"),
        }

    def prompt(self, fact: Fact) -> Prompt:
        """The question about a fact of the catalogue."""
        if fact.id not in self._prompts:
            self._prompts[fact.id] = self._prompt(fact)
        return self._prompts[fact.id]

    def _prompt(self, fact: Fact) -> Prompt:
        choices = (
            {"yes": self.gettext("Yes"), "no": self.gettext("No")}
            if fact.type == "yesno"
            else {choice: self.text(label) for choice, label in fact.choices.items()}
        )
        return Prompt(fact.id, fact.type, self.text(fact.question), self.text(fact.help), choices)


def word(decision: Decision, words: Words) -> Answer:
    """Puts a decision into the reader's words."""
    catalogue = words.catalogue
    headline, lead = _headline(decision, words)
    edition = words.gettext("Rests on: {edition}").format(edition=words.setting("edition"))
    return Answer(
        decision=decision,
        mark=_mark(decision),
        origin=words.plan(decision.origin),
        target=words.plan(decision.target),
        headline=headline,
        lead=lead,
        doubt=_doubt(decision, words),
        via=_via(decision, words),
        given=tuple(
            KnownFact(name, words.text(fact.question), words.fact_value(fact, decision.facts[name]))
            for name, fact in catalogue.facts.items()
            if name in decision.facts
        ),
        groups=tuple(_groups(decision.reasons, words)),
        open=tuple(words.prompt(catalogue.facts[fact]) for fact in decision.open),
        optional=tuple(words.prompt(catalogue.facts[fact]) for fact in decision.optional),
        steps=tuple(CitedText(words.text(step.text), words.source(step.source)) for step in decision.steps),
        notes=tuple(
            CitedText(words.text(step.text), words.source(step.source))
            for step in catalogue.procedure(f"{decision.route}-notes", decision.origin)
        ),
        edition=edition,
    )


def _mark(decision: Decision) -> str:
    if decision.route == "none":
        return "same"
    if decision.route == "manual":
        return "manual"
    return "yes" if decision.status == "ready" else decision.status


def _headline(decision: Decision, words: Words) -> tuple[str, str]:
    """The answer in one line, and one sentence on how far it goes."""
    first = sum(reason.state == "holds" and reason.rule.effect in ("wait", "fix") for reason in decision.reasons)
    asked = len(decision.open)
    if decision.route == "none":
        return words.gettext("This is the plan you have"), words.gettext("There is nothing to switch.")
    lead = _lead(decision, words)
    if decision.status == "after":
        headline = (
            words.ngettext("Yes, with the wizard, after {n} thing", "Yes, with the wizard, after {n} things", first)
            if decision.route == "wizard"
            else words.ngettext(
                "Yes, but only manually, after {n} thing", "Yes, but only manually, after {n} things", first
            )
        )
        return headline.format(n=first), lead
    if decision.status == "depends" and decision.route == "wizard":
        headline = words.ngettext(
            "With the wizard, if {n} answer allows it", "With the wizard, if {n} answers allow it", asked
        )
        return headline.format(n=asked), lead
    if decision.route == "wizard":
        return words.gettext("Yes, with the wizard"), lead
    return words.gettext("Yes, but only manually"), lead


def _lead(decision: Decision, words: Words) -> str:
    places = {"origin": words.plan(decision.origin), "target": words.plan(decision.target)}
    asked = len(decision.open)
    if decision.route == "manual":
        stopped = any(reason.rule.effect == "stop" and reason.state == "holds" for reason in decision.reasons)
        if decision.listed and stopped:
            why = words.gettext("The wizard lists this switch, but your circumstances rule it out.")
        else:
            why = words.gettext("The wizard does not offer the switch from {origin} to {target}.")
    elif decision.certainty == "likely":
        why = words.gettext("The wizard probably offers the switch from {origin} to {target}.")
    else:
        why = words.gettext("The wizard offers the switch from {origin} to {target}.")
    if decision.status == "after":
        then = words.gettext("Something has to happen first; the steps below start with it.")
    elif decision.status == "depends":
        then = words.ngettext(
            "{n} answer is still missing to be certain.",
            "{n} answers are still missing to be certain.",
            asked,
        ).format(n=asked)
    elif decision.route == "manual":
        then = words.gettext("You can start now.")
    else:
        then = words.gettext("Nothing stands in the way.")
    return f"{why.format(**places)} {then}"


def _doubt(decision: Decision, words: Words) -> str:
    if decision.certainty != "likely":
        return ""
    return words.gettext(
        "This switch is likely, but not certain: the table of the source can be read in more than one way here. "
        "See whether the wizard offers it before you rely on it."
    )


def _via(decision: Decision, words: Words) -> str:
    if not decision.via:
        return ""
    chain = " → ".join(words.plan(plan) for plan in decision.via)
    return words.gettext("The wizard can get there in several switches: {chain}.").format(chain=chain)


def _groups(reasons: Iterable[Reason], words: Words) -> Iterable[Group]:
    for effect in EFFECTS:
        for state in ("holds", "unknown"):
            found = tuple(
                _explanation(reason, words)
                for reason in reasons
                if reason.rule.effect == effect and reason.state == state
            )
            if found:
                yield Group(effect, state, words.effect(effect, state), found)


def _explanation(reason: Reason, words: Words) -> Explanation:
    rule = reason.rule
    return Explanation(
        rule=rule.id,
        title=words.text(rule.title),
        text=words.text(rule.reason),
        remedy=words.text(rule.remedy),
        cleared_by=tuple(tuple(map(words.test, tests)) for tests in reason.cleared_by),
        source=words.source(rule.source),
    )
