"""What people type: values of facts, and numbers as they write them in their language."""

from __future__ import annotations

import re
import unicodedata

from planswitch.rules.conditions import Value
from planswitch.rules.decisions import InvalidQuestion, quoted, read_value
from planswitch.rules.model import Fact

PLAIN = re.compile(r"-?\d{1,15}")
"""Digits alone, of any script."""
SPACED = re.compile(r"-?[1-9]\d{0,2}(?:([ '’])\d{3})(?:\1\d{3}){0,3}")
"""Groups of three between spaces or apostrophes: nobody means anything but thousands."""
GROUPED = re.compile(r"-?([1-9]\d{0,2})([.,])(\d{3})((?:\2\d{3}){0,3})")
"""Groups of three between points or commas; with one of them alone, the other language reads a fraction."""


def read_fact(fact: Fact, text: str, group: str = ",") -> Value | None:
    """Reads a value typed by a person; blank means unknown.

    Args:
        fact: of which it is the value.
        text: as it was typed.
        group: what stands between thousands in the reader's language.

    Raises:
        InvalidQuestion: the text is not a value of the fact's type, or a number that can be read in two ways.
    """
    if fact.type != "number" or not text.strip():
        return read_value(fact, text)
    found = readings(text, group)
    if len(found) > 1:
        raise InvalidQuestion(
            "“{fact}”: “{value}” can be read as {one} or as {other}. Write it without a point or a comma.",
            part=fact.id,
            fact=fact.id,
            value=quoted(text.strip()),
            one=str(found[0]),
            other=str(found[1]),
        )
    return read_value(fact, str(found[0]) if found else text)


def readings(text: str, group: str) -> tuple[int | str, ...]:
    """What a text can mean: one whole number, a whole number and a fraction that it may be as well, or nothing.

    Args:
        text: with digits of any width or script.
        group: what stands between thousands in the reader's language.
    """
    text = unicodedata.normalize("NFKC", text).strip()
    if PLAIN.fullmatch(text):
        return (int(text),)
    if SPACED.fullmatch(text):
        return (_digits(text),)
    match = GROUPED.fullmatch(text)
    if not match:
        return ()
    if match[2] == group or match[4]:
        return (_digits(text),)
    fraction = match[3].rstrip("0")
    return _digits(text), f"{match[1]}{match[2]}{fraction}" if fraction else int(match[1])


def _digits(text: str) -> int:
    return int("".join(char for char in text if char.isdigit() or char == "-"))
