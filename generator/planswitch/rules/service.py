"""Questions and answers as JSON text: how the browser's worker talks to the rules."""

from __future__ import annotations

import io
import json
from collections import Counter
from collections.abc import Callable, Iterable
from functools import cached_property
from gettext import GNUTranslations
from typing import Any, TypeVar

from planswitch.rules.conditions import Value
from planswitch.rules.decisions import InvalidQuestion, Question, decide, quoted, understood
from planswitch.rules.grid import Chart, Charted, Grid
from planswitch.rules.matrix import Cell, Cells, Overview, offer
from planswitch.rules.model import Catalogue
from planswitch.rules.reading import read_fact
from planswitch.rules.wording import word
from planswitch.rules.words import Words

LONGEST = 20_000
"""Most characters of a question: many times what one has that names every fact of a catalogue."""

Part = TypeVar("Part")


class Refusals:
    """What is refused of one question: each of its parts is looked at, so that all is told at once."""

    def __init__(self) -> None:
        self.found: list[InvalidQuestion] = []

    def tried(self, read: Callable[[], Part]) -> Part | None:
        """What a part of a question means; nothing when it is refused."""
        try:
            return read()
        except InvalidQuestion as refusal:
            self.found.append(refusal)
            return None

    def to_dict(self, words: Words) -> dict[str, Any]:
        """The public form, ready for JSON."""
        refused = [{"part": refusal.part, "text": words.refusal(refusal)} for refusal in self.found]
        sentences = " ".join(dict.fromkeys(refusal["text"] for refusal in refused))
        return {"refusal": sentences, "part": refused[0]["part"], "refused": refused}


class Service:
    """Answers questions on one catalogue, in any language that was added.

    Args:
        catalogue: JSON text of ``catalogue.json`` as it is published, or its bytes: an object with ``tables`` and
            ``digest``.
    """

    def __init__(self, catalogue: str | bytes | memoryview) -> None:
        published = json.loads(catalogue if isinstance(catalogue, str) else bytes(catalogue))
        self.catalogue = Catalogue.build(published["tables"], published["digest"])
        self.words: dict[str, Words] = {}

    def add_language(self, locale: str, compiled: bytes) -> None:
        """Adds a language from the bytes of a ``.mo`` file; empty when the texts need no translation."""
        translations = GNUTranslations(io.BytesIO(compiled)) if compiled else None
        self.words[locale] = Words(self.catalogue, translations, locale)

    def answer(self, question: str) -> str:
        """Answers a question.

        Args:
            question: JSON object with ``from``, ``to``, ``locale``, ``facts`` and perhaps ``route``. Plans are named
                by any name that names one; the values of facts are text as a person types or chooses it
                (``{"users": "301", "trial": "yes"}``); blank is unknown.

        Returns:
            JSON object with ``answer`` (see `planswitch.rules.answers.Answer`), or else ``refusal``, all that is wrong
            in sentences, ``part``, the first part that is refused, and ``refused``: each ``part`` and its ``text``.

        Raises:
            ValueError: this is no question of that shape, or in a language that was not added.
        """
        given, facts, words = self._read(question, "from", "to")
        refusals = Refusals()
        origin, target = (
            refusals.tried(lambda part=part: words.names.plan(given[part], part))  # type: ignore[misc]
            for part in ("from", "to")
        )
        known = self._facts(facts, words, refusals)
        route = refusals.tried(lambda: self._route(given.get("route", ""))) or ""
        if origin is None or target is None or refusals.found:
            return _json(refusals.to_dict(words))
        decision = decide(self.catalogue, Question(origin, target, known, route))
        return _json({"answer": word(decision, words).to_dict()})

    def matrix(self, question: str) -> str:
        """Answers for every pair of plans at once.

        Args:
            question: JSON object with ``locale`` and ``facts`` as in `answer`.

        Returns:
            JSON object that refuses as `answer` does, or with ``kinds`` (name -> cell, see
            `planswitch.rules.matrix.Cell`), ``rows`` (plan -> the kinds of its cells in the order of the plans: a name,
            in a list with the rules that changed it when the facts did), ``origins`` (plan -> `offer`), ``changed``,
            ``rules`` and ``settled``: how many answers changed, by which rule (``everywhere`` when it changed all of
            them), and how many are certain now, in words.

        Raises:
            ValueError: as `answer`.
        """
        _, facts, words = self._read(question)
        refusals = Refusals()
        known = self._facts(facts, words, refusals)
        if refusals.found:
            return _json(refusals.to_dict(words))
        return _json(Told(self._base, Overview(self.catalogue, known), words).to_dict())

    def chart(self, question: str) -> str:
        """Answers for every class of pairs at once, for a matrix of any size.

        Args:
            question: as for `matrix`.

        Returns:
            JSON object that refuses as `answer` does, or with what `planswitch.rules.grid.Chart` tells, and with
            ``changed``, ``rules`` and ``settled`` as `matrix` has them.

        Raises:
            ValueError: as `answer`.
        """
        _, facts, words = self._read(question)
        refusals = Refusals()
        known = self._facts(facts, words, refusals)
        if refusals.found:
            return _json(refusals.to_dict(words))
        now = Charted(self._charted.grid, Overview(self.catalogue, known)) if known else self._charted
        chart = Chart(self._charted, now, words)
        plans = len(self.catalogue.plans)
        return _json({**chart.to_dict(), **Summary(chart.changes(), plans * (plans - 1), words).to_dict()})

    @cached_property
    def _base(self) -> Overview:
        return Overview(self.catalogue)

    @cached_property
    def _charted(self) -> Charted:
        return Charted(Grid(self.catalogue), self._base)

    def _read(self, question: str, *plans: str) -> tuple[dict[str, str], dict[str, str], Words]:
        """What is asked, the facts and the language of a question, once all of it has the right shape."""
        if len(question) > LONGEST:
            raise ValueError(f"A question has at most {LONGEST:,} characters, not {len(question):,}.")
        match json.loads(question):
            case {"locale": str(locale), "facts": dict(facts), **rest}:
                given: dict[str, Any] = {part: rest.get(part) for part in plans}
                given |= {"route": rest.get("route") or ""} if plans else {}
            case _:
                raise ValueError("A question is a JSON object with a “locale” and an object of “facts”.")
        if not all(isinstance(text, str) for text in (*given.values(), *facts.values())):
            raise ValueError("A plan is text, and so is a fact, as a person types it.")
        if locale not in self.words:
            raise ValueError(f"No language “{quoted(locale)}” was added, only {', '.join(self.words) or 'none'}.")
        return given, facts, self.words[locale]

    def _facts(self, typed: dict[str, str], words: Words, refusals: Refusals) -> dict[str, Value | None]:
        return {name: refusals.tried(lambda name=name: self._fact(name, typed[name], words)) for name in typed}  # type: ignore[misc]

    def _fact(self, name: str, text: str, words: Words) -> Value | None:
        fact = self.catalogue.facts.get(name)
        if fact is None:
            raise InvalidQuestion("Unknown fact “{fact}”.", part=name, fact=quoted(name))
        return read_fact(fact, text, words.thousands)

    def _route(self, route: str) -> str:
        some = next(iter(self.catalogue.plans))
        understood(self.catalogue, Question(some, some, route=route))
        return route


class Told:
    """The matrix for a reader's facts, beside what it is without them."""

    def __init__(self, base: Overview, now: Overview, words: Words) -> None:
        self.base = base
        self.now = now
        self.words = words
        self.cells = Cells(now, words)
        self._changes: dict[object, tuple[str, ...] | None] = {}

    def to_dict(self) -> dict[str, Any]:
        """The public form, ready for JSON."""
        plans = self.now.catalogue.plans
        kinds: dict[Cell, str] = {}
        rows: dict[str, list[str | list[str]]] = {}
        changes: list[tuple[tuple[str, ...], Cell, int]] = []
        origins: dict[str, str] = {}
        for origin in plans:
            row = list(self.cells.row(origin))
            origins[origin] = offer(self.now.catalogue, row, self.words)
            rows[origin] = []
            for target, cell in zip(plans, row, strict=True):
                name = kinds.setdefault(cell, str(len(kinds)))
                rules = self._change(origin, target)
                rows[origin].append(name if rules is None else [name, *rules])
                if rules is not None:
                    changes.append((rules, cell, 1))
        return {
            "kinds": {name: cell.to_dict() for cell, name in kinds.items()},
            "rows": rows,
            "origins": origins,
            **Summary(changes, len(plans) * (len(plans) - 1), self.words).to_dict(),
        }

    def _change(self, origin: str, target: str) -> tuple[str, ...] | None:
        """The rules that changed the answer; None when it has not changed."""
        now, before = self.now.answer(origin, target), self.base.answer(origin, target)
        key = (self.now.catalogue.pairs[origin, target].number, now, before)
        if key not in self._changes:
            self._changes[key] = None if now == before else self.now.causes(origin, target, self.base)
        return self._changes[key]


class Summary:
    """What changed in a matrix, in words.

    Args:
        changes: the rules that changed answers, the cell that these have now, and how many they are.
        pairs: how many answers there are.
    """

    def __init__(self, changes: Iterable[tuple[tuple[str, ...], Cell, int]], pairs: int, words: Words) -> None:
        self.pairs = pairs
        self.words = words
        self.changed = self.settled = 0
        self.counts: Counter[str] = Counter()
        for rules, cell, count in changes:
            self.changed += count
            self.settled += count if cell.state == "ready" and cell.certainty in ("sure", "fallback") else 0
            for rule in rules:
                self.counts[rule] += count

    def to_dict(self) -> dict[str, Any]:
        """The public form, ready for JSON."""
        words = self.words
        return {
            "changed": words.ngettext(
                "{n} of {all} answers changed", "{n} of {all} answers changed", self.changed
            ).format(n=words.number(self.changed), all=words.number(self.pairs)),
            "rules": [self._rule(rule) for rule in self._by_count()],
            "settled": words.ngettext(
                "{n} answer is certain now: nothing stands in the way.",
                "{n} answers are certain now: nothing stands in the way.",
                self.settled,
            ).format(n=words.number(self.settled))
            if self.settled
            else "",
        }

    def _by_count(self) -> Iterable[str]:
        counts = self.counts
        return sorted(filter(counts.__getitem__, self.words.catalogue.rules), key=lambda rule: -counts[rule])

    def _rule(self, rule: str) -> dict[str, Any]:
        words, count = self.words, self.counts[rule]
        return {
            "rule": rule,
            "title": words.text(words.catalogue.rules[rule].title),
            "everywhere": count == self.pairs,
            "count": words.gettext("every switch")
            if count == self.pairs
            else words.ngettext("{n} answer", "{n} answers", count).format(n=words.number(count)),
        }


def _json(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
