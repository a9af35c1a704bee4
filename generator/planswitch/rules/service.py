"""Questions and answers as JSON text: how the browser's worker talks to the rules."""

from __future__ import annotations

import io
import json
from collections import Counter
from functools import cached_property
from gettext import GNUTranslations
from typing import Any

from planswitch.rules.conditions import Value
from planswitch.rules.decisions import Decision, InvalidQuestion, Question, decide, quoted, read_value
from planswitch.rules.model import Catalogue
from planswitch.rules.wording import Words, word

LONGEST = 20_000
"""Most characters of a question: many times what one has that names every fact of a catalogue."""


class Service:
    """Answers questions on one catalogue, in any language that was added.

    Args:
        catalogue: JSON text of ``api/v1/catalogue.json``: an object with ``tables`` and ``digest``.
    """

    def __init__(self, catalogue: str) -> None:
        published = json.loads(catalogue)
        self.catalogue = Catalogue.build(published["tables"], published["digest"])
        self.words: dict[str, Words] = {}

    def add_language(self, locale: str, compiled: bytes) -> None:
        """Adds a language from the bytes of a ``.mo`` file; empty when the texts need no translation."""
        translations = GNUTranslations(io.BytesIO(compiled)) if compiled else None
        self.words[locale] = Words(self.catalogue, translations)

    def answer(self, question: str) -> str:
        """Answers a question.

        Args:
            question: JSON object with ``from``, ``to``, ``locale`` and ``facts``, whose values are text as a person
                types or chooses it (``{"users": "301", "trial": "yes"}``); blank is unknown.

        Returns:
            JSON object with either ``answer`` (see `planswitch.rules.wording.Answer`) or ``refusal``, a sentence.

        Raises:
            ValueError: this is no question of that shape, or in a language that was not added.
        """
        (origin, target), facts, words = self._read(question, "from", "to")
        try:
            decision = decide(self.catalogue, Question(origin, target, self._facts(facts)))
        except InvalidQuestion as refusal:
            return _json({"refusal": words.gettext(refusal.message).format(**refusal.values)})
        return _json({"answer": word(decision, words).to_dict()})

    def matrix(self, question: str) -> str:
        """Answers for every pair of plans at once.

        Args:
            question: JSON object with ``locale`` and ``facts`` as in `answer`.

        Returns:
            JSON object with ``refusal``, or with ``rows`` (plan -> its cells in the order of the plans: a `kind`, in a
            list with the rules that changed it when the facts did), ``origins`` (plan -> `offer`), ``changed``,
            ``rules`` and ``settled``: how many answers changed, by which rule (``everywhere`` when it changed all of
            them), and how many are ready now, in words.

        Raises:
            ValueError: as `answer`.
        """
        _, facts, words = self._read(question)
        try:
            rows = self._rows(self._facts(facts))
        except InvalidQuestion as refusal:
            return _json({"refusal": words.gettext(refusal.message).format(**refusal.values)})
        changed = [cell for row in rows.values() for cell in row if isinstance(cell, list)]
        counts = Counter(rule for cell in changed for rule in cell[1:])
        settled = sum(len(cell) == 1 for cell in changed)
        pairs = len(rows) * (len(rows) - 1)
        return _json(
            {
                "rows": rows,
                "origins": {
                    plan: offer([cell if isinstance(cell, str) else cell[0] for cell in row], words)
                    for plan, row in rows.items()
                },
                "changed": words.ngettext(
                    "{n} of {all} answers changed", "{n} of {all} answers changed", len(changed)
                ).format(n=len(changed), all=pairs),
                "rules": [
                    {
                        "rule": rule,
                        "title": words.text(self.catalogue.rules[rule].title),
                        "everywhere": counts[rule] == pairs,
                        "count": words.gettext("every switch")
                        if counts[rule] == pairs
                        else words.ngettext("{n} answer", "{n} answers", counts[rule]).format(n=counts[rule]),
                    }
                    for rule in sorted(self.catalogue.rules, key=lambda rule: -counts[rule])
                    if counts[rule]
                ],
                "settled": words.ngettext(
                    "{n} answer is certain now: nothing stands in the way.",
                    "{n} answers are certain now: nothing stands in the way.",
                    settled,
                ).format(n=settled)
                if settled
                else "",
            }
        )

    def _rows(self, facts: dict[str, Value | None]) -> dict[str, list[str | list[str]]]:
        plans = self.catalogue.plans
        decide(self.catalogue, Question(next(iter(plans)), next(iter(plans)), facts))  # refuses what makes no sense
        rows: dict[str, list[str | list[str]]] = {plan: [] for plan in plans}
        cells: dict[int, str | list[str]] = {}
        for origin, target, alike in self._alike:
            if alike not in cells:
                cells[alike] = _cell(self._base[alike], decide(self.catalogue, Question(origin, target, facts)))
            rows[origin].append(cells[alike])
        return rows

    @cached_property
    def _base(self) -> dict[int, Decision]:
        pairs = {alike: Question(origin, target) for origin, target, alike in self._alike}
        return {alike: decide(self.catalogue, question) for alike, question in pairs.items()}

    @cached_property
    def _alike(self) -> list[tuple[str, str, int]]:
        """Every pair of plans with a number: pairs that no rule tells apart have the same and get the same `kind`."""
        catalogue = self.catalogue
        numbers: dict[object, int] = {}

        def alike(origin: str, target: str) -> int:
            switch = catalogue.switches.get((origin, target))
            certainty = switch.certainty if switch else None
            rules = tuple(rule.id for rule in catalogue.rules.values() if rule.applies(origin, target))
            key = (origin == target, certainty, catalogue.same_family(origin, target), rules)
            return numbers.setdefault(key, len(numbers))

        return [(origin, target, alike(origin, target)) for origin in catalogue.plans for target in catalogue.plans]

    def _read(self, question: str, *plans: str) -> tuple[list[str], dict[str, str], Words]:
        """The plans, the facts and the language of a question, once all of it has the right shape."""
        if len(question) > LONGEST:
            raise ValueError(f"A question has at most {LONGEST:,} characters, not {len(question):,}.")
        match json.loads(question):
            case {"locale": str(locale), "facts": dict(facts), **rest}:
                ends: list[Any] = [rest.get(plan) for plan in plans]
            case _:
                raise ValueError("A question is a JSON object with a “locale” and an object of “facts”.")
        if not all(isinstance(text, str) for text in (*ends, *facts.values())):
            raise ValueError("A plan is text, and so is a fact, as a person types it.")
        if locale not in self.words:
            raise ValueError(f"No language “{quoted(locale)}” was added, only {', '.join(self.words) or 'none'}.")
        return ends, facts, self.words[locale]

    def _facts(self, typed: dict[str, str]) -> dict[str, Value | None]:
        known = self.catalogue.facts
        return {name: read_value(known[name], text) if name in known else text for name, text in typed.items()}


def kind(decision: Decision) -> str:
    """What a cell of the matrix says: a key of `kinds`."""
    if decision.route == "none":
        return "same"
    if decision.route == "manual":
        return "manual-after" if decision.status == "after" else "manual"
    return f"{'likely' if decision.certainty == 'likely' else 'wizard'}-{decision.status}"


def kinds(words: Words) -> dict[str, dict[str, str]]:
    """Every `kind` in words: the ``word`` of a cell, its ``status`` where it has one, and a sentence, ``text``."""
    wizard, likely, manual = words.gettext("Wizard"), words.gettext("Likely"), words.gettext("Manual")
    ready, after, depends = words.gettext("ready"), words.gettext("after"), words.gettext("depends")
    texts = {
        "same": ("", "", words.gettext("The same plan")),
        "wizard-ready": (wizard, ready, words.gettext("Yes, with the wizard")),
        "wizard-after": (wizard, after, words.gettext("Yes, with the wizard, once something else is done")),
        "wizard-depends": (wizard, depends, words.gettext("With the wizard, if your circumstances allow it")),
        "likely-ready": (likely, ready, words.gettext("Probably yes, with the wizard")),
        "likely-after": (likely, after, words.gettext("Probably, with the wizard, once something else is done")),
        "likely-depends": (likely, depends, words.gettext("Probably with the wizard, if your circumstances allow it")),
        "manual": (manual, "", words.gettext("Yes, but only manually")),
        "manual-after": (manual, after, words.gettext("Yes, but only manually, once something else is done")),
    }
    return {name: {"word": word, "status": status, "text": text} for name, (word, status, text) in texts.items()}


def offer(row: list[str], words: Words) -> str:
    """How many plans the wizard leads to, in words, from the kinds of a plan's cells."""
    count = sum(name.startswith(("wizard", "likely")) for name in row)
    return words.ngettext("{n} of {all} plans with the wizard", "{n} of {all} plans with the wizard", count).format(
        n=count, all=len(row) - 1
    )


def _cell(base: Decision, now: Decision) -> str | list[str]:
    """The kind, and when it is not what it was without facts, the rules that made the difference."""
    name = kind(now)
    if name == kind(base):
        return name
    effects = {"stop"} if now.route != base.route else set()
    if now.status == "after":
        effects |= {"wait", "fix"}
    return [name, *(r.rule.id for r in now.reasons if r.state == "holds" and r.rule.effect in effects)]


def _json(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
