"""The wording: a decision becomes a headline, reasons, steps and notes in the reader's language.

Pages, command line and browser all call `word`, so a sentence about a decision is written once, here or in the
catalogue. Questions, help, reasons, remedies, steps and notes may have marks (see `planswitch.catalogue.prose`); every
other text is shown as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property, reduce
from gettext import NullTranslations
from typing import Any, Literal

from planswitch.rules.citations import citations
from planswitch.rules.conditions import Comparison, Contrast, Flag, Test, Value
from planswitch.rules.decisions import ActionStep, Decision, Hop, InvalidQuestion, Reason, RouteOutcome
from planswitch.rules.marks import unmarked
from planswitch.rules.model import Attribute, Catalogue, Fact, Source
from planswitch.rules.names import PlanNames
from planswitch.rules.vocabulary import ANY, SAME_FAMILY, Effect, FactType, Mark, State

PLACES = re.compile(r"\{(from|to)\}")
"""Where a sentence of a route has the names of the plans."""
DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
Prospect = Literal["sure", "if", "likely", "unknown"]
"""How certain a route is: as its offer, or ``if`` nothing rules it out."""
PROSPECTS: tuple[Prospect, ...] = ("sure", "if", "likely", "unknown")


@dataclass(frozen=True, slots=True)
class Met:
    """A test in words.

    Attributes:
        answer: the answer to the question that meets the test; empty when the question is a statement.
    """

    question: str
    answer: str


Alternatives = tuple[tuple[Met, ...], ...]
"""Alternatives in words, each of tests that belong together."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """A question to the reader about one fact.

    Attributes:
        choices: value as it is written in a question -> label; empty for a number and for a date.
        minimum: the smallest number there can be.
    """

    fact: str
    type: FactType
    question: str
    help: str
    choices: dict[str, str]
    minimum: int


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
        doubt: what the source leaves open about it, else empty.
        cleared_by: what would make the rule not hold, one alternative each.
    """

    rule: str
    title: str
    text: str
    remedy: str
    doubt: str
    cleared_by: Alternatives
    source: str


@dataclass(frozen=True, slots=True)
class Group:
    """The reasons of one effect and state, under one heading; of stops, those of one route and certainty.

    Attributes:
        key: what tells it from the other groups of an answer.
    """

    key: str
    effect: Effect
    state: State
    heading: str
    reasons: tuple[Explanation, ...]


@dataclass(frozen=True, slots=True)
class WordedStep:
    """A step or a note in words.

    Attributes:
        rule: id of the rule whose remedy it is, else empty.
        procedure: id of the procedure that it belongs to, else empty.
        when: the alternatives under which it applies, while that is unknown.
        condition: the same as one text, “If: …”; empty when it applies.
    """

    text: str
    source: str
    rule: str
    procedure: str
    state: State
    when: Alternatives
    condition: str


@dataclass(frozen=True, slots=True)
class Headline:
    """The answer at first sight.

    Attributes:
        headline: whether and how.
        tally: what comes first, what is missing, what otherwise; it stands beneath the headline.
        summary: both on one line.
    """

    mark: Mark
    headline: str
    tally: tuple[str, ...]
    summary: str


@dataclass(frozen=True, slots=True)
class WordedHop:
    """One switch of a chain in words: its own answer, as far as the chain needs it.

    Attributes:
        origin, target, route: names.
    """

    origin: str
    target: str
    route: str
    mark: Mark
    headline: str
    tally: tuple[str, ...]
    summary: str
    lead: str
    doubt: str
    groups: tuple[Group, ...]
    steps: tuple[WordedStep, ...]
    notes: tuple[WordedStep, ...]


@dataclass(frozen=True, slots=True)
class Detour:
    """A chain of switches over other plans.

    Attributes:
        text: the whole chain.
        assumption: what it rests on.
    """

    text: str
    assumption: str
    hops: tuple[WordedHop, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """A decision in the reader's words.

    Attributes:
        origin, target: names of the plans.
        headline, tally, summary: see `Headline`.
        lead: what the routes say of the pair; nothing that the tally says.
        doubt: what the table notes of this pair on this route, else empty.
        edition: what the answer rests on.
        note: what the catalogue says with every answer, else empty.
    """

    decision: Decision
    mark: Mark
    origin: str
    target: str
    headline: str
    tally: tuple[str, ...]
    summary: str
    lead: str
    doubt: str
    detour: Detour | None
    given: tuple[KnownFact, ...]
    groups: tuple[Group, ...]
    open: tuple[Prompt, ...]
    optional: tuple[Prompt, ...]
    steps: tuple[WordedStep, ...]
    notes: tuple[WordedStep, ...]
    edition: str
    note: str

    def to_dict(self) -> dict[str, Any]:
        """The form that the widget reads, ready for JSON."""
        worded = {name: _plain(getattr(self, name)) for name in Answer.__slots__ if name != "decision"}
        return {"decision": self.decision.to_dict(), **worded}


def _plain(value: Any) -> Any:
    """A part of an answer, ready for JSON; much faster than `dataclasses.asdict`, which copies all that it finds."""
    if value is None or isinstance(value, (str, int, dict)):
        return value
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    return {name: _plain(getattr(value, name)) for name in value.__slots__}


@dataclass(frozen=True, slots=True)
class RouteWords:
    """What a route is called; see `planswitch.rules.model.Route`."""

    how: str
    name: str
    word: str


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
        self.ngettext = cache(self.translations.ngettext)
        self._citations: dict[str, str] = {}
        self._tests: dict[Test, Met] = {}
        self._prompts: dict[str, Prompt] = {}
        self._routes: dict[str, RouteWords] = {}
        self._steps: dict[ActionStep, WordedStep] = {}
        self._explanations: dict[tuple[str, tuple[tuple[Test, ...], ...]], Explanation] = {}

    @cached_property
    def names(self) -> PlanNames:
        """Which plan a name means, in the reader's language and in the catalogue's."""
        return PlanNames(self.catalogue, (self.text,), (self.gettext("plan"), "plan"))

    @cached_property
    def thousands(self) -> str:
        """What stands between thousands."""
        return re.sub(r"\d", "", self.gettext("1,000"))

    def number(self, number: int) -> str:
        """A whole number, its thousands apart."""
        return f"{number:,}".replace(",", self.thousands)

    def text(self, text: str) -> str:
        """A text of the catalogue in the reader's language."""
        return self.gettext(text) if text else ""

    def plan(self, plan: str) -> str:
        """The name of a plan."""
        return self.text(self.catalogue.plans[plan].name)

    def family(self, family: str) -> str:
        """The name of a family of plans."""
        return self.text(self.catalogue.families[family].name)

    def setting(self, key: str) -> str:
        """A setting such as the title or the edition."""
        return self.text(self.catalogue.settings.get(key, ""))

    def route(self, route: str) -> RouteWords:
        """What a route is called."""
        if route not in self._routes:
            words = self.catalogue.routes[route]
            self._routes[route] = RouteWords(self.text(words.how), self.text(words.name), self.text(words.word))
        return self._routes[route]

    def route_sentence(self, route: str, offer: str, origin: str, target: str) -> str:
        """What a route has to say of a pair of plans.

        Args:
            route: its id.
            offer: ``sure``, ``likely``, ``unknown``, ``no``, or ``stopped``.
            origin: name of the plan that is left.
            target: name of the plan that is wanted.
        """
        names = {"from": origin, "to": target, "route": self.route(route).name}
        own = self.catalogue.routes[route].sentences.get(offer)
        if own:
            return PLACES.sub(lambda place: names[place[1]], self.text(own))
        return self._route_sentences[offer].format(**names)

    @cached_property
    def _route_sentences(self) -> dict[str, str]:
        return {
            "sure": self.gettext("This way leads from {from} to {to}: {route}."),
            "likely": self.gettext("This way probably leads from {from} to {to}: {route}."),
            "unknown": self.gettext("Whether this way leads from {from} to {to} is not known: {route}."),
            "no": self.gettext("This way does not lead from {from} to {to}: {route}."),
            "stopped": self.gettext("This way from {from} to {to} is ruled out: {route}."),
        }

    def source(self, source: str) -> str:
        """A citation: the titles of the sources that a cell lists; other text stays."""
        if source not in self._citations:
            sources = self.catalogue.sources
            titles = dict.fromkeys(self.source_title(sources[cited.source]) for cited in citations(source, sources))
            self._citations[source] = " · ".join(titles) or self.text(source)
        return self._citations[source]

    def source_title(self, source: Source) -> str:
        """What a source is called, with its date where that is not the catalogue's."""
        title = self.text(source.title)
        if source.date in ("", self.catalogue.settings.get("date")):
            return title
        return self.gettext("{title} ({date})").format(title=title, date=self.day(source.date))

    def day(self, date: str) -> str:
        """A date such as ``2014``, ``2014-10`` or ``2014-10-01`` in words; any other text stays."""
        found = DATE.fullmatch(date)
        if not found or not found[2] or not 1 <= int(found[2]) <= 12:
            return date
        month = self._months[int(found[2]) - 1]
        if not found[3]:
            return self.gettext("{month} {year}").format(month=month, year=found[1])
        return self.gettext("{day} {month} {year}").format(day=int(found[3]), month=month, year=found[1])

    @cached_property
    def _months(self) -> tuple[str, ...]:
        return (
            self.gettext("January"),
            self.gettext("February"),
            self.gettext("March"),
            self.gettext("April"),
            self.gettext("May"),
            self.gettext("June"),
            self.gettext("July"),
            self.gettext("August"),
            self.gettext("September"),
            self.gettext("October"),
            self.gettext("November"),
            self.gettext("December"),
        )

    def fact_value(self, fact: Fact, value: Value) -> str:
        """A value of a fact: yes, no, a number, a date or the label of a choice."""
        if fact.type == "yesno":
            return self.gettext("Yes") if value else self.gettext("No")
        if fact.type == "choice":
            return self.text(fact.choices[str(value)])
        return self.day(str(value)) if fact.type == "date" else self.number(int(value))

    def alternatives(self, alternatives: Iterable[Iterable[Test]]) -> Alternatives:
        """Alternatives in words."""
        return tuple(tuple(map(self.test, tests)) for tests in alternatives)

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
        if isinstance(test, Contrast):
            places = {"one": self._side(test.fact), "other": self._side(test.other)}
            return Met(self.gettext("{one}, compared with: {other}").format(**places), self._contrasts[test.sign])
        if test.fact not in self.catalogue.facts:
            return self._attribute_test(test)
        fact = self.catalogue.facts[test.fact]
        return Met(self.text(fact.question), self._met_by(fact, test))

    def _attribute_test(self, test: Flag | Comparison) -> Met:
        if isinstance(test, Flag):
            raise TypeError(f"“{test}” is no condition over an attribute")  # checks refuse it
        attribute = self._attribute(test.fact)
        if attribute.type == "number":
            comparisons, value = self._amounts, self.number(int(test.literal))
        else:
            comparisons, value = self._levels, self.text(attribute.levels[str(test.literal)])
        return Met(self._side(test.fact), comparisons[test.sign].format(value=value))

    def _attribute(self, name: str) -> Attribute:
        return self.catalogue.attributes[name.partition(".")[2]]

    def _side(self, name: str) -> str:
        """An attribute of one of the two plans, such as ``from.mailbox``, in words."""
        attribute = self.text(self._attribute(name).name)
        if name.startswith("from."):
            return self.gettext("{attribute} of the plan you have").format(attribute=attribute)
        return self.gettext("{attribute} of the plan you want").format(attribute=attribute)

    def _met_by(self, fact: Fact, test: Flag | Comparison) -> str:
        if isinstance(test, Flag):
            return self.fact_value(fact, test.wanted)
        comparisons = self._dates if fact.type == "date" else self._amounts
        return comparisons[test.sign].format(value=self.fact_value(fact, test.literal))

    @cached_property
    def _amounts(self) -> dict[str, str]:
        return {
            "==": self.gettext("{value}"),
            "!=": self.gettext("Anything but {value}"),
            "<": self.gettext("Fewer than {value}"),
            "<=": self.gettext("{value} or fewer"),
            ">": self.gettext("More than {value}"),
            ">=": self.gettext("{value} or more"),
        }

    @cached_property
    def _dates(self) -> dict[str, str]:
        return {
            "==": self.gettext("{value}"),
            "!=": self.gettext("Anything but {value}"),
            "<": self.gettext("Before {value}"),
            "<=": self.gettext("{value} or earlier"),
            ">": self.gettext("After {value}"),
            ">=": self.gettext("{value} or later"),
        }

    @cached_property
    def _levels(self) -> dict[str, str]:
        return {
            "==": self.gettext("{value}"),
            "!=": self.gettext("Anything but {value}"),
            "<": self.gettext("Lower than {value}"),
            "<=": self.gettext("{value} or lower"),
            ">": self.gettext("Higher than {value}"),
            ">=": self.gettext("{value} or higher"),
        }

    @cached_property
    def _contrasts(self) -> dict[str, str]:
        return {
            "==": self.gettext("The same"),
            "!=": self.gettext("Not the same"),
            "<": self.gettext("Lower"),
            "<=": self.gettext("Lower or the same"),
            ">": self.gettext("Higher"),
            ">=": self.gettext("Higher or the same"),
        }

    def heading(self, reason: Reason) -> str:
        """What reasons such as this do to the switch."""
        rule = reason.rule
        if rule.effect != "stop":
            return self._effects[rule.effect, reason.state]
        doubtful = reason.state == "holds" and rule.certainty != "sure"
        if reason.route == ANY:
            return self._stops["perhaps" if doubtful else reason.state]
        how = self.route(reason.route).how
        return self._route_stops["perhaps" if doubtful else reason.state].format(how=how)

    @cached_property
    def firm_beginnings(self) -> dict[Prospect, tuple[str, str]]:
        """How a headline begins, and a summary, where another route is certain to remain."""
        offered = self.gettext("Yes, {how}")
        likely, unknown = self.gettext("Yes: probably {how}"), self.gettext("Yes: perhaps {how}")
        return {
            "sure": (offered, offered),
            "if": (
                self.gettext("Yes, {how}, if nothing rules it out"),
                self.gettext("Yes: {how}, if nothing rules it out"),
            ),
            "likely": (likely, likely),
            "unknown": (unknown, unknown),
        }

    @cached_property
    def beginnings(self) -> dict[Prospect, str]:
        """How a headline begins where no other route is certain to remain."""
        return {
            "sure": self.gettext("Yes, {how}"),
            "if": self.gettext("If nothing rules it out, {how}"),
            "likely": self.gettext("Probably {how}"),
            "unknown": self.gettext("Perhaps {how}"),
        }

    @cached_property
    def only_beginnings(self) -> dict[Prospect, str]:
        """How a headline begins where the routes that would come first are ruled out or not offered."""
        return {
            "sure": self.gettext("Yes, but only {how}"),
            "if": self.gettext("If nothing rules it out, but only {how}"),
            "likely": self.gettext("Probably, but only {how}"),
            "unknown": self.gettext("Perhaps, but only {how}"),
        }

    @cached_property
    def detour_beginnings(self) -> dict[Prospect, str]:
        """How a headline begins where only a chain leads there."""
        return {
            "sure": self.gettext("Not directly: {how}"),
            "if": self.gettext("Not directly: {how}, if nothing rules it out"),
            "likely": self.gettext("Not directly: probably {how}"),
            "unknown": self.gettext("Not directly: perhaps {how}"),
        }

    @cached_property
    def _effects(self) -> dict[tuple[Effect, State], str]:
        return {
            ("wait", "holds"): self.gettext("Wait for this"),
            ("fix", "holds"): self.gettext("Do this first"),
            ("warn", "holds"): self.gettext("Good to know"),
            ("wait", "unknown"): self.gettext("Would make you wait"),
            ("fix", "unknown"): self.gettext("Would have to be done first"),
            ("warn", "unknown"): self.gettext("Good to know, if it applies"),
        }

    @cached_property
    def _stops(self) -> dict[str, str]:
        return {
            "holds": self.gettext("Rules out the switch"),
            "perhaps": self.gettext("Perhaps rules out the switch"),
            "unknown": self.gettext("Would rule out the switch"),
        }

    @cached_property
    def _route_stops(self) -> dict[str, str]:
        return {
            "holds": self.gettext("Rules out the switch {how}"),
            "perhaps": self.gettext("Perhaps rules out the switch {how}"),
            "unknown": self.gettext("Would rule out the switch {how}"),
        }

    @cached_property
    def _doubts(self) -> dict[str, str]:
        return {
            "sure": "",
            "likely": self.gettext("It is likely: the source does not quite say so."),
            "unknown": self.gettext("It is not known: the source does not say."),
        }

    def explanation(self, reason: Reason) -> Explanation:
        """A reason in words."""
        rule = reason.rule
        key = (rule.id, reason.cleared_by)
        found = self._explanations.get(key)
        if found is None:
            found = self._explanations[key] = Explanation(
                rule=rule.id,
                title=self.text(rule.title),
                text=self.text(rule.reason),
                remedy=self.text(rule.remedy),
                doubt=self._doubts[rule.certainty],
                cleared_by=self.alternatives(reason.cleared_by),
                source=self.source(rule.source),
            )
        return found

    def step(self, step: ActionStep) -> WordedStep:
        """A step or a note in words."""
        found = self._steps.get(step)
        if found is None:
            when = self.alternatives(step.when)
            found = self._steps[step] = WordedStep(
                text=self.text(step.text),
                source=self.source(step.source),
                rule=step.rule,
                procedure=step.procedure,
                state=step.state,
                when=when,
                condition=self.gettext("If: {tests}").format(tests=self.tests(when)) if when else "",
            )
        return found

    def tests(self, alternatives: Alternatives) -> str:
        """Alternatives as one text."""
        both, either = self.gettext("{one} and {other}"), self.gettext("{one}; or {other}")
        return _folded(
            either, (_folded(both, (f"{met.question} {met.answer}".strip() for met in tests)) for tests in alternatives)
        )

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
        return Prompt(fact.id, fact.type, self.text(fact.question), self.text(fact.help), choices, fact.minimum)

    def refusal(self, refused: InvalidQuestion) -> str:
        """Why a question cannot be answered, in the question's words."""
        places = dict(refused.values)
        fact = self.catalogue.facts.get(refused.part)
        if fact:
            places["fact"] = unmarked(self.text(fact.question))
            places["choices"] = ", ".join(map(self.text, fact.choices.values()))
        return self.gettext(refused.message).format(**places)


def _folded(pattern: str, texts: Iterable[str]) -> str:
    """Texts put together, one after the other, by a pattern for two."""
    return reduce(lambda one, other: pattern.format(one=one, other=other), texts)


def word(decision: Decision, words: Words) -> Answer:
    """Puts a decision into the reader's words."""
    facts = words.catalogue.facts
    first_sight = headline_of(decision, words)
    return Answer(
        decision=decision,
        mark=first_sight.mark,
        origin=words.plan(decision.origin),
        target=words.plan(decision.target),
        headline=first_sight.headline,
        tally=first_sight.tally,
        summary=first_sight.summary,
        lead=_lead(decision, words),
        doubt=_doubt(decision, words),
        detour=_detour(decision, words) if decision.via else None,
        given=tuple(
            KnownFact(name, words.text(facts[name].question), words.fact_value(facts[name], value))
            for name, value in decision.facts.items()
        ),
        groups=tuple(_groups(decision.reasons, words)),
        open=tuple(words.prompt(facts[fact]) for fact in decision.open),
        optional=tuple(words.prompt(facts[fact]) for fact in decision.optional),
        steps=tuple(map(words.step, decision.steps)),
        notes=tuple(map(words.step, decision.notes)),
        edition=words.gettext("Rests on: {edition}").format(edition=words.setting("edition")),
        note=words.setting("note"),
    )


def headline_of(decision: Decision, words: Words, *, chained: bool = False) -> Headline:
    """The answer at first sight: whether, how, what first, what is missing, and what otherwise.

    Args:
        decision: the decision, with or without its chain.
        words: of the reader's language.
        chained: whether some chain leads there, where it was not worked out.
    """
    if decision.status == "same":
        same = words.gettext("This is the plan you have")
        return Headline("same", same, (), same)
    chosen = decision.chosen()
    if chosen is None:
        return _detour_headline(decision, words) if decision.via or chained else _no(decision, words)
    return _route_headline(decision, chosen, words, chained=chained)


def _no(decision: Decision, words: Words) -> Headline:
    no = words.gettext("No")
    stops = sum(reason.state == "holds" for reason in decision.reasons)
    if not stops:
        return Headline("no", no, (), no)
    why = words.ngettext("{n} thing rules it out", "{n} things rule it out", stops).format(n=stops)
    return Headline("no", no, (why,), words.gettext("{answer}: {why}").format(answer=no, why=why))


def _route_headline(decision: Decision, chosen: RouteOutcome, words: Words, *, chained: bool) -> Headline:
    prospect = _prospect(chosen)
    only = _is_fallback(decision)
    how = words.route(chosen.route).how
    headline, beginning = _beginning(prospect, words, firm=decision.firm, only=only)
    first, missing = len(decision.first()), len(decision.open)
    otherwise = _otherwise(decision, prospect, words, chained=chained)
    return Headline(
        mark=_mark(decision, prospect, only=only),
        headline=headline.format(how=how),
        tally=_tally(first, missing, otherwise, words),
        summary=_joined(beginning.format(how=how), first, missing, otherwise, words, firm=decision.firm),
    )


def _prospect(chosen: RouteOutcome) -> Prospect:
    if chosen.offer == "sure":
        return "if" if chosen.stops else "sure"
    return "likely" if chosen.offer == "likely" else "unknown"


def _is_fallback(decision: Decision) -> bool:
    """Whether the chosen route is all that is left of several."""
    states = [outcome.state for outcome in decision.routes]
    return states[0] != "chosen" and "open" not in states


def _mark(decision: Decision, prospect: Prospect, *, only: bool) -> Mark:
    if prospect != "sure":
        return "depends" if prospect == "if" else prospect
    if only:
        return "fallback"
    return "after" if decision.status == "after" else "depends" if decision.open else "yes"


def _beginning(prospect: Prospect, words: Words, *, firm: bool, only: bool) -> tuple[str, str]:
    """How a headline begins, and a summary, with a place for the route.

    “Yes” needs a route that is certain to remain.
    """
    if firm:
        return words.firm_beginnings[prospect]
    beginning = (words.only_beginnings if only else words.beginnings)[prospect]
    return beginning, beginning


def _otherwise(decision: Decision, prospect: Prospect, words: Words, *, chained: bool) -> str:
    """What remains if the chosen route falls through; nothing when it cannot."""
    if decision.otherwise:
        how = words.route(decision.otherwise).how
        if decision.firm:
            return words.gettext("otherwise {how}").format(how=how)
        return words.gettext("otherwise perhaps {how}").format(how=how)
    if prospect == "sure":
        return ""
    if decision.via:
        chain = _chain_prospect(decision.via)
        sentence = {
            "sure": words.gettext("otherwise {how}"),
            "if": words.gettext("otherwise perhaps {how}"),
            "likely": words.gettext("otherwise probably {how}"),
            "unknown": words.gettext("otherwise perhaps {how}"),
        }[chain]
        return sentence.format(how=_over(decision.via, words))
    if prospect != "if":
        return ""
    return words.gettext("otherwise not directly") if chained else words.gettext("otherwise no")


def _detour_headline(decision: Decision, words: Words) -> Headline:
    if not decision.via:
        text = words.gettext("Not directly")
        return Headline("detour", text, (), text)
    beginning = words.detour_beginnings[_chain_prospect(decision.via)].format(how=_over(decision.via, words))
    first = len({reason.rule.id for hop in decision.via for reason in hop.decision.first()})
    missing = len(decision.open)
    return Headline(
        mark="detour",
        headline=beginning,
        tally=_tally(first, missing, "", words),
        summary=_joined(beginning, first, missing, "", words, firm=False),
    )


def _chain_prospect(hops: Iterable[Hop]) -> Prospect:
    """A chain is as certain as the least certain of its switches."""
    chosen = [hop.decision.chosen() for hop in hops]
    return max((_prospect(outcome) for outcome in chosen if outcome), key=PROSPECTS.index)


def _over(hops: tuple[Hop, ...], words: Words) -> str:
    """How a chain leads there: in how many steps, over which plans."""
    *before, last = [words.plan(hop.origin) for hop in hops[1:]]
    plans = words.gettext("{plans} and {last}").format(plans=", ".join(before), last=last) if before else last
    return words.ngettext("in {n} step, over {plans}", "in {n} steps, over {plans}", len(hops)).format(
        n=len(hops), plans=plans
    )


def _tally(first: int, missing: int, otherwise: str, words: Words) -> tuple[str, ...]:
    done_first = words.ngettext("{n} thing first", "{n} things first", first).format(n=first) if first else ""
    return tuple(filter(None, (done_first, _missing(missing, words), otherwise)))


def _missing(missing: int, words: Words) -> str:
    if not missing:
        return ""
    return words.ngettext("{n} answer missing", "{n} answers missing", missing).format(n=missing)


def _joined(beginning: str, first: int, missing: int, otherwise: str, words: Words, *, firm: bool) -> str:
    """A headline and its tally on one line; where some route is certain to remain, it runs on without a break."""
    text = beginning
    if first:
        once = words.ngettext("once {n} thing is done", "once {n} things are done", first).format(n=first)
        text = words.gettext("{answer}, {first}").format(answer=text, first=once)
    if missing:
        pattern = words.gettext("{answer} ({missing})") if firm else words.gettext("{answer}: {missing}")
        text = pattern.format(answer=text, missing=_missing(missing, words))
    if otherwise:
        pattern = words.gettext("{answer}, {otherwise}") if firm else words.gettext("{answer}; {otherwise}")
        text = pattern.format(answer=text, otherwise=otherwise)
    return text


def _lead(decision: Decision, words: Words) -> str:
    """What the routes say of the pair: why not the one that would come first, and what the chosen one offers."""
    if decision.status == "same":
        return words.gettext("There is nothing to switch.")
    names = (words.plan(decision.origin), words.plan(decision.target))
    told = [_telling(decision.routes), decision.chosen()]
    return " ".join(
        words.route_sentence(outcome.route, "stopped" if outcome.state == "stopped" else outcome.offer, *names)
        for outcome in told
        if outcome
    )


def _telling(routes: Iterable[RouteOutcome]) -> RouteOutcome | None:
    """Of the routes that came before the chosen one, the one to speak of: the first that is stopped, else the first."""
    before = []
    for outcome in routes:
        if outcome.state == "chosen":
            break
        before.append(outcome)
    return next((outcome for outcome in before if outcome.state == "stopped"), before[0] if before else None)


def _doubt(decision: Decision, words: Words) -> str:
    switch = words.catalogue.switches.get((decision.origin, decision.target, decision.route or ""))
    return words.text(switch.note) if switch else ""


def _detour(decision: Decision, words: Words) -> Detour:
    plans = [decision.via[0].origin, *(hop.target for hop in decision.via)]
    number = len(decision.via)
    return Detour(
        text=words.ngettext("In {n} step: {chain}.", "In {n} steps: {chain}.", number).format(
            n=number, chain=" → ".join(map(words.plan, plans))
        ),
        assumption=words.gettext("Your answers are taken to hold for each of these steps."),
        hops=tuple(_hop(hop, words) for hop in decision.via),
    )


def _hop(hop: Hop, words: Words) -> WordedHop:
    answer = word(hop.decision, words)
    return WordedHop(
        origin=answer.origin,
        target=answer.target,
        route=words.route(hop.route).name,
        mark=answer.mark,
        headline=answer.headline,
        tally=answer.tally,
        summary=answer.summary,
        lead=answer.lead,
        doubt=answer.doubt,
        groups=answer.groups,
        steps=answer.steps,
        notes=answer.notes,
    )


def _groups(reasons: Iterable[Reason], words: Words) -> Iterator[Group]:
    groups: dict[str, list[Reason]] = {}
    for reason in reasons:
        groups.setdefault(_group_key(reason), []).append(reason)
    for key, found in groups.items():
        yield Group(
            key, found[0].rule.effect, found[0].state, words.heading(found[0]), tuple(map(words.explanation, found))
        )


def _group_key(reason: Reason) -> str:
    rule = reason.rule
    key = f"{rule.effect}-{reason.state}"
    if rule.effect != "stop":
        return key
    doubtful = reason.state == "holds" and rule.certainty != "sure"
    return f"{key}-{reason.route}{'-perhaps' if doubtful else ''}"
