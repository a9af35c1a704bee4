"""The words of one language: the catalogue's texts and our own sentences, each looked up once.

Questions, help, reasons, remedies, steps and notes may have marks (see `planswitch.rules.prose`); every other text
is shown as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass
from functools import cache, cached_property, reduce
from gettext import NullTranslations

from planswitch.rules.answers import Alternatives, Explanation, Later, Met, Prompt, WordedStep
from planswitch.rules.citations import citations
from planswitch.rules.comparing import Comparing
from planswitch.rules.conditions import Comparison, Contrast, Flag, Test, Value
from planswitch.rules.decisions import ActionStep, InvalidQuestion, Reason
from planswitch.rules.differences import later_names
from planswitch.rules.foreign import OURS, Missing, alike, bare, marked, without_stop
from planswitch.rules.headlines import Beginnings
from planswitch.rules.memo import Memo
from planswitch.rules.model import Attribute, Catalogue, Fact, Name, Source
from planswitch.rules.names import PlanNames
from planswitch.rules.prose import plain
from planswitch.rules.vocabulary import ANY, SAME_FAMILY, Effect

PLACES = re.compile(r"\{(from|to)\}")
"""Where a sentence of a route has the names of the plans."""
DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


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
        language: tag of that language, where texts in any other are to be marked with theirs; see
            `planswitch.rules.foreign`. Names of plans and families are names in every language.
    """

    def __init__(self, catalogue: Catalogue, translations: NullTranslations | None = None, language: str = "") -> None:
        self.catalogue = catalogue
        self.translations = translations or NullTranslations()
        self.gettext = cache(self.translations.gettext)
        self.ngettext = cache(self.translations.ngettext)
        self.name = self._told = self.gettext
        if language:
            self._mark(language)
        self._citations: dict[str, str] = {}
        self._tests: dict[Test, Met] = {}
        self._prompts: dict[str, Prompt] = {}
        self._routes: dict[str, RouteWords] = {}
        self._headings: dict[tuple[Effect, str, str], str] = {}
        self._steps: Memo[ActionStep, WordedStep] = Memo()
        self._explanations: Memo[tuple[str, tuple[tuple[Test, ...], ...]], Explanation] = Memo()

    def _mark(self, language: str) -> None:
        """Marks what is not in a language from here on."""
        known = copy(self.translations)
        known.add_fallback(Missing())
        written = self.catalogue.language

        def ours(message: str) -> str:
            return known.gettext(message) or marked(message, OURS)

        def counted(singular: str, plural: str, number: int) -> str:
            return known.ngettext(singular, plural, number) or marked(singular if number == 1 else plural, OURS)

        def theirs(text: str) -> str:
            return known.gettext(text) or marked(text, written)

        if not alike(language, OURS):
            self.gettext, self.ngettext = cache(ours), cache(counted)
        self._told = self.name if alike(language, written) else cache(theirs)

    @cached_property
    def names(self) -> PlanNames:
        """Which plan a name means, in the reader's language and in the catalogue's."""
        return PlanNames(self.catalogue, (self.name,), (bare(self.gettext("plan")), "plan"), self.text)

    @cached_property
    def thousands(self) -> str:
        """What stands between thousands."""
        return re.sub(r"\d", "", self.gettext("1,000"))

    def number(self, number: int) -> str:
        """A whole number, its thousands apart."""
        return f"{number:,}".replace(",", self.thousands)

    def text(self, text: str) -> str:
        """A text of the catalogue in the reader's language."""
        return self._told(text) if text else ""

    def plan(self, plan: str) -> str:
        """The name of a plan."""
        return self.name(self.catalogue.plans[plan].name)

    def family(self, family: str) -> str:
        """The name of a family of plans."""
        return self.name(self.catalogue.families[family].name)

    def setting(self, key: str) -> str:
        """A setting such as the title or the edition."""
        return self.text(self.catalogue.settings.get(key, ""))

    @cached_property
    def edition(self) -> str:
        """What answers rest on."""
        return self.gettext("Rests on: {edition}").format(edition=self.setting("edition"))

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
        key = group_of(reason)
        if key not in self._headings:
            self._headings[key] = self._heading(*key)
        return self._headings[key]

    def _heading(self, effect: Effect, verdict: str, route: str) -> str:
        if effect != "stop":
            return self._effects[effect, verdict]
        return self._stops[verdict] if route == ANY else self._route_stops[verdict].format(how=self.route(route).how)

    @cached_property
    def beginnings(self) -> Beginnings:
        """How headlines begin."""
        return Beginnings(self)

    @cached_property
    def comparing(self) -> Comparing:
        """How plans are compared."""
        return Comparing(self)

    def became(self, *plans: str) -> tuple[Later, ...]:
        """What became of plans, each once, in the order of ``names.csv``."""
        return tuple(later for plan in dict.fromkeys(plans) for later in self._became.get(plan, ()))

    @cached_property
    def _became(self) -> dict[str, list[Later]]:
        return {plan: list(map(self._later, names)) for plan, names in later_names(self.catalogue.names).items()}

    def _later(self, name: Name) -> Later:
        called = self.name(name.name)
        text = self.text(name.note)
        if not text and name.since:
            text = self.gettext("Called {name} since {date}.").format(name=called, date=self.day(name.since))
        elif not text:
            text = self.gettext("Later called {name}.").format(name=called)
        return Later(name.plan, called, name.kind, text, self.source(name.source))

    @cached_property
    def _effects(self) -> dict[tuple[str, str], str]:
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
        key = (reason.rule.id, reason.cleared_by)
        found = self._explanations.get(key)
        if found is None:
            found = self._explanations.keep(key, self._explanation(reason))
        return found

    def _explanation(self, reason: Reason) -> Explanation:
        rule = reason.rule
        return Explanation(
            rule=rule.id,
            title=self.text(rule.title),
            text=self.text(rule.reason),
            remedy=self.text(rule.remedy),
            doubt=self._doubts[rule.certainty],
            cleared_by=self.alternatives(reason.cleared_by),
            source=self.source(rule.source),
        )

    def step(self, step: ActionStep) -> WordedStep:
        """A step or a note in words."""
        found = self._steps.get(step)
        if found is None:
            found = self._steps.keep(step, self._step(step))
        return found

    def _step(self, step: ActionStep) -> WordedStep:
        when = self.alternatives(step.when)
        return WordedStep(
            text=self.text(step.text),
            source=self.source(step.source),
            rule=step.rule,
            procedure=step.procedure,
            state=step.state,
            when=when,
            condition=self.gettext("If: {tests}.").format(tests=without_stop(self.tests(when))) if when else "",
        )

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
            places["fact"] = plain(self.text(fact.question))
            places["choices"] = ", ".join(map(self.text, fact.choices.values()))
        return self.gettext(refused.message).format(**places)


def _folded(pattern: str, texts: Iterable[str]) -> str:
    """Texts put together, one after the other, by a pattern for two."""
    return reduce(lambda one, other: pattern.format(one=one, other=other), texts)


def group_of(reason: Reason) -> tuple[Effect, str, str]:
    """What a reason has in common with those under its heading.

    Returns:
        Its effect; ``holds`` or ``unknown``, or ``perhaps`` for a stop that holds and is in doubt; and for a stop the
        route that it is about, or ``any``.
    """
    rule = reason.rule
    if rule.effect != "stop":
        return rule.effect, reason.state, ""
    doubtful = reason.state == "holds" and rule.certainty != "sure"
    return rule.effect, "perhaps" if doubtful else reason.state, reason.route
