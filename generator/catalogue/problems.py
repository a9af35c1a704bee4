"""Problems as data: found by the reader and the checks, printed by whoever shows them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with a catalogue.

    Attributes:
        check: the name of the check that found it.
        file: name of the file inside the folder.
        line: line of the file, counted from 1; 0 when the file as a whole is meant.
        cell: address in a spreadsheet, such as ``C7``; empty when no cell is meant.
        found, expected, tip: what stands there, what should, and what to do.
        fatal: False for a warning, with which the site is still built.
    """

    check: str
    file: str
    line: int
    cell: str
    found: str
    expected: str
    tip: str = ""
    fatal: bool = True

    @property
    def place(self) -> str:
        """Where: file, line and cell, as far as known."""
        line = f", line {self.line}" if self.line else ""
        cell = f", cell {self.cell}" if self.cell else ""
        return f"{self.file}{line}{cell}"

    def explain(self) -> str:
        """The problem in full, over two or three lines."""
        kind = "error" if self.fatal else "warning"
        lines = [f"{self.place}: {kind} ({self.check})", f"  found {self.found}; expected {self.expected}"]
        if self.tip:
            lines.append(f"  tip: {self.tip}")
        return "\n".join(lines)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A tip with the nearest known word, or with all of them when they are few, or nothing."""
    known = list(known)
    near = get_close_matches(word.strip().lower(), known, n=1, cutoff=0.6)
    if near:
        return f"did you mean “{near[0]}”?"
    if len(known) <= 8:
        return f"use one of: {', '.join(known)}"
    return ""
