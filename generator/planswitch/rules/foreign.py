"""Texts that are not in the reader's language: each carries its own, until somebody shows it.

A mark is made of characters that no text can have: `OPEN`, the tag of a language, `THEN`, the text, `END`. Marks may
stand in one another, as a text of a catalogue in a sentence of ours. Pages, and ``assets/foreign.js`` in what scripts
bring, make elements of them; where only text can stand, `bare` takes them away.
"""

from __future__ import annotations

import re
from gettext import NullTranslations

OURS = "en"
"""The language in which our own sentences are written."""
OPEN, THEN, END = "\ufdd0", "\ufdd1", "\ufdd2"
MARKS = re.compile(f"{OPEN}[^{THEN}]*{THEN}|{END}")
PLACES = re.compile(r"\{\w*\}|%\(\w*\)\w?")
LETTER = re.compile(r"[^\W\d_]")
STOP = re.compile(rf"\.+(?={END}*\Z)")


def marked(text: str, tag: str) -> str:
    """A text, or a pattern for one, with its language."""
    return around(text, text, tag)


def around(text: str, pattern: str, tag: str) -> str:
    """A text that was made of a pattern, with the language of that; a pattern without a word is in none."""
    return f"{OPEN}{tag}{THEN}{text}{END}" if LETTER.search(PLACES.sub("", pattern)) else text


def bare(text: str) -> str:
    """A text without marks."""
    return MARKS.sub("", text)


def without_stop(text: str) -> str:
    """A sentence without the full stop at its end."""
    return STOP.sub("", text)


def alike(one: str, other: str) -> bool:
    """Whether two tags are of one language, spoken in other places perhaps."""
    return one.partition("-")[0] == other.partition("-")[0]


class Missing(NullTranslations):
    """What has no translation: asked last, it has nothing, so that whoever asks can tell."""

    def gettext(self, message: str) -> str:  # noqa: ARG002
        """Nothing."""
        return ""

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:  # noqa: ARG002
        """Nothing."""
        return ""
