"""Asks at a terminal what a new site is to be like."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TypeVar

from planswitch.scaffold import ROUTE, WORDS, Choice, ScaffoldError, read_language, read_routes, read_words
from planswitch.terminal import Stop, complain, put

Read = TypeVar("Read")


def ask() -> Choice:
    """Asks three questions; nothing but Enter takes what stands in brackets.

    Raises:
        Stop: nobody answers.
    """
    words = _asked(f"What do readers switch between: {', '.join(WORDS[:-1])} or {WORDS[-1]}?", WORDS[0], read_words)
    language = _asked("In which language is the site, as a tag such as en, it or pt-BR?", "en", read_language)
    routes = _asked("Which routes are there: ids between commas, the preferred one first?", ROUTE, read_routes)
    return Choice(words, language, routes)


def _asked(question: str, usual: str, read: Callable[[str], Read]) -> Read:
    while True:
        put(f"{question} [{usual}] ")
        sys.stdout.flush()
        answer = sys.stdin.readline()
        if not answer:
            raise Stop("nobody answers; nothing was begun")
        try:
            return read(answer.strip() or usual)
        except ScaffoldError as error:
            complain(str(error))
