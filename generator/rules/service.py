"""Questions and answers as JSON text: how the browser's worker talks to the rules."""

from __future__ import annotations

import io
import json
from gettext import GNUTranslations
from typing import Any

from generator.rules.conditions import Value
from generator.rules.decisions import Question, Refusal, decide, read_value
from generator.rules.model import Catalogue
from generator.rules.wording import Words, word


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
            JSON object with either ``answer`` (see `generator.rules.wording.Answer`) or ``refusal``, a sentence.
        """
        asked = json.loads(question)
        words = self.words[asked["locale"]]
        try:
            decision = decide(self.catalogue, Question(asked["from"], asked["to"], self._facts(asked["facts"])))
        except Refusal as refusal:
            return _json({"refusal": words.gettext(refusal.message).format(**refusal.values)})
        return _json({"answer": word(decision, words).to_dict()})

    def _facts(self, typed: dict[str, str]) -> dict[str, Value | None]:
        return {
            name: read_value(self.catalogue.facts[name], text) if name in self.catalogue.facts else text
            for name, text in typed.items()
        }


def _json(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
