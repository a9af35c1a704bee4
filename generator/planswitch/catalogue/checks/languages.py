"""The language of the texts: that it is the one that ``catalogue.csv`` says."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from planswitch.catalogue.checks.check import CatalogueCheck, Found
from planswitch.catalogue.folder import Tables
from planswitch.catalogue.texts import shown_texts
from planswitch.rules.model import Catalogue

FREQUENT = {
    "en": "the of and to is are for with your not can that have you this be by as it was",
    "it": "il lo gli della di che è non per con una sono del nel alla dei si può le più",
    "de": "der die das und ist nicht mit ein eine für auf den dem von werden sie kann wird zum wenn",
    "fr": "le les des est une pour dans pas avec vous sur du et sont au cette qui votre être plus",
    "es": "el los las una para con por del es no se que su puede más esta son y al está",
    "pt": "o os um uma para com não do da que é dos em por se ao são mais pode seu",
    "nl": "de het een van en niet met voor is op zijn dat wordt kan naar ook bij deze aan te",
}
"""Language -> words that its texts are full of."""
WORD = re.compile(r"[^\W\d_]+")
FEWEST = 12
"""Fewest such words by which a language is recognised."""
MOST_TEXTS = 300
"""Most texts that are looked at."""


def _language(tables: Tables, catalogue: Catalogue) -> Found:
    own = catalogue.language.partition("-")[0]
    if own not in FREQUENT:
        return
    known = {language: set(words.split()) for language, words in FREQUENT.items()}
    found: Counter[str] = Counter({own: 0})
    for text, _ in zip(shown_texts(tables), range(MOST_TEXTS), strict=False):
        words = WORD.findall(text.text.lower())
        found.update({language: sum(word in frequent for word in words) for language, frequent in known.items()})
    ((likely, count),) = found.most_common(1)
    if count >= FEWEST and count > 2 * found[own]:
        for row in tables["catalogue"]:
            if row["key"] == "language":
                tip = f"the texts look as if they were written in another language: write {likely} if they are"
                expected = "the language of the texts"
                yield row.problem("language", "value", expected, tip=tip, fatal=False)


def checks() -> Iterator[CatalogueCheck]:
    """All of this kind."""
    yield CatalogueCheck("language", "the texts are in the language that the catalogue says", _language)
