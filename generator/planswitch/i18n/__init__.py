"""Floor 2: which sentences are to be translated, and the files that translate them, or all that is wrong with them."""

from planswitch.i18n.checks import problems
from planswitch.i18n.numbers import other_numbers
from planswitch.i18n.po import Entry, PoFile, shown
from planswitch.i18n.reading import read
from planswitch.i18n.sentences import (
    OWN_FOLDER,
    SOURCE_LANGUAGE,
    Text,
    Texts,
    catalogue_texts,
    changes_texts,
    own_sentences,
    site_sentences,
    together,
)

__all__ = [
    "OWN_FOLDER",
    "SOURCE_LANGUAGE",
    "Entry",
    "PoFile",
    "Text",
    "Texts",
    "catalogue_texts",
    "changes_texts",
    "other_numbers",
    "own_sentences",
    "problems",
    "read",
    "shown",
    "site_sentences",
    "together",
]
