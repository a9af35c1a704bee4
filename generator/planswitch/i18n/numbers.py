"""Numbers that a translation has in the place of others: “300 utenti” where the text says “350 users”."""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import replace

from planswitch.catalogue import Problem
from planswitch.catalogue.checks.numbers import numbers
from planswitch.i18n.po import PoFile


def other_numbers(po: PoFile, texts: Container[str]) -> Iterator[Problem]:
    """A warning for each translation that lacks a number of its text, and has one that the text lacks.

    Where only one of the two is so, a number may have become a word.
    """
    for entry in po.live:
        if entry.id not in texts or not entry.done:
            continue
        wanted = numbers(entry.id)
        for string in entry.strings:
            given = numbers(string)
            missing = [number for number in wanted if number not in given]
            other = [number for number in given if number not in wanted]
            if missing and other:
                tip = "translate the text again, or put its number right"
                problem = po.problem("number", entry.line, _listed(other), f"{_listed(missing)}, as in the text", tip)
                yield replace(problem, fatal=False)


def _listed(found: list[int]) -> str:
    return " and ".join(f"{number:,}" for number in dict.fromkeys(found))
