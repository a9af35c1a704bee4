"""Floor 2: which sentences are to be translated, and the files that translate them, or all that is wrong with them."""

from generator.translations.checks import problems
from generator.translations.po import Entry, PoFile, shown
from generator.translations.reading import read
from generator.translations.sentences import OWN_FOLDER, SOURCE_LANGUAGE, Text, catalogue_texts, own_sentences, together

__all__ = [
    "OWN_FOLDER",
    "SOURCE_LANGUAGE",
    "Entry",
    "PoFile",
    "Text",
    "catalogue_texts",
    "own_sentences",
    "problems",
    "read",
    "shown",
    "together",
]
