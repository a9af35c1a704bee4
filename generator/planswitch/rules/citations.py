"""What a cell ``source`` cites: ids of ``sources.csv``, each perhaps with a place in it, or free text."""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass

CITED = re.compile(r"([A-Za-z]+)([0-9]*)")
"""A word that can cite a source: the letters of its id, and digits for a place in it."""


@dataclass(frozen=True, slots=True)
class Citation:
    """A source, and the place in it; no place means the whole of it."""

    source: str
    place: str


def citations(text: str, sources: Container[str]) -> tuple[Citation, ...]:
    """What a cell cites, in order; nothing when a word of it cites no source, for then all of it is free text.

    Args:
        text: the cell, such as ``A3 E1``.
        sources: ids of ``sources.csv``.
    """
    found = [CITED.fullmatch(word) for word in text.split()]
    if not all(word and word[1] in sources for word in found):
        return ()
    return tuple(Citation(word[1], word[2]) for word in found if word)
