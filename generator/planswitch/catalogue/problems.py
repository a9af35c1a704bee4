"""Problems as data: found by the reader and the checks, printed by whoever shows them."""

from __future__ import annotations

from bisect import bisect
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from typing import Literal

from planswitch.catalogue import conversions
from planswitch.catalogue.annotations import annotation
from planswitch.plain import one_line

MOST_TOLD = 100
"""Most problems of one check and one file that are told in full."""
MOST_HINTS = 100
"""Most words for which one check looks for the nearest: the problems after them are seldom told."""
MOST_COMPARED = 150
"""Most known words that a word is compared with."""
LONGEST_WORD = 100
"""Most characters of a word that can be a known one, misspelt."""
LONGEST_QUOTE = 200
"""Most characters that are quoted of a cell."""


@dataclass(frozen=True, slots=True)
class Lack:
    """That a cell names a row which is not there.

    Attributes:
        table: the name of the table that should have it.
        word: how the cell calls it.
        unlike: whether no row is called anything like it.
    """

    table: str
    word: str
    unlike: bool = False


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
        unit: what a line is called: the ``row`` of a sheet is one.
        note: True for what may be so and is only said: `found` is then a sentence, and nobody counts it as a warning.
        lack: where the cell names a row that is not there, which one.
    """

    check: str
    file: str
    line: int
    cell: str
    found: str
    expected: str
    tip: str = ""
    fatal: bool = True
    unit: str = "line"
    note: bool = False
    lack: Lack | None = None

    @property
    def place(self) -> str:
        """Where: file, line and cell, as far as known."""
        line = f", {self.unit} {self.line}" if self.line else ""
        cell = f", cell {self.cell}" if self.cell else ""
        return f"{one_line(self.file)}{line}{cell}"

    def explain(self) -> str:
        """The problem in full, over two or three lines. Control characters are shown by their numbers."""
        if self.note:
            return f"{self.place}: note ({self.check})\n  {one_line(self.found)}"
        kind = "error" if self.fatal else "warning"
        found = one_line(f"found {self.found}; expected {self.expected}")
        lines = [f"{self.place}: {kind} ({self.check})", f"  {found}"]
        if self.tip:
            lines.append(f"  tip: {one_line(self.tip)}")
        return "\n".join(lines)

    def annotate(self) -> str:
        """The problem as an annotation of GitHub at its line, with the cell in its title."""
        title = f"{self.check}, cell {self.cell}" if self.cell else self.check
        if self.note:
            return annotation("notice", one_line(self.found), file=self.file, line=self.line, title=title)
        lines = [f"found {self.found}; expected {self.expected}", *([f"tip: {self.tip}"] if self.tip else [])]
        text = "\n".join(map(one_line, lines))
        return annotation("error" if self.fatal else "warning", text, file=self.file, line=self.line, title=title)


Style = Literal["text", "github"]
EXPLAINED: dict[Style, Callable[[Problem], str]] = {"text": Problem.explain, "github": Problem.annotate}
"""How each style tells a problem."""


def told(problems: list[Problem], style: Style = "text") -> Iterator[str]:
    """Each problem in full; where there are very many of one kind in a file, the first, and how many more there are."""
    kinds = [(problem.file, problem.check, problem.fatal) for problem in problems]
    total = Counter(kinds)
    so_far: Counter[tuple[str, str, bool]] = Counter()
    for problem, kind in zip(problems, kinds, strict=True):
        so_far[kind] += 1
        if so_far[kind] <= MOST_TOLD:
            yield EXPLAINED[style](problem)
        elif so_far[kind] == MOST_TOLD + 1:
            noun = "error" if problem.fatal else "warning"
            more = total[kind] - MOST_TOLD
            yield f"{one_line(problem.file)}: {more:,} more {noun}{'' if more == 1 else 's'} ({problem.check})"


class Hints:
    """Tips for words that are not among the known ones.

    However many words are known and asked for, it takes no time to speak of: only the first words asked for are looked
    up, and among very many known words only the neighbours in the order of the alphabet.
    """

    def __init__(self, known: Iterable[str]) -> None:
        self._known = list(known)
        self._nearest: dict[str, str] = {}
        self._typed: dict[str, str] = {}

    @cached_property
    def _readable(self) -> list[str]:
        """Known words of which a spreadsheet makes something else."""
        return [word for word in self._known if conversions.made_of(word)]

    @cached_property
    def _in_order(self) -> list[str]:
        return sorted(self._known)

    def nearest(self, word: str) -> str:
        """The known word that is nearest, or nothing."""
        word = word.strip().lower()
        if word not in self._nearest and len(self._nearest) < MOST_HINTS and len(word) <= LONGEST_WORD:
            near = get_close_matches(word, self._neighbours(word), n=1, cutoff=0.6)
            self._nearest[word] = near[0] if near else ""
        return self._nearest.get(word, "")

    def _neighbours(self, word: str) -> list[str]:
        if len(self._known) <= MOST_COMPARED:
            return self._known
        place = bisect(self._in_order, word)
        return self._in_order[max(place - MOST_COMPARED // 2, 0) :][:MOST_COMPARED]

    def lack(self, table: str, word: str) -> Lack:
        """That a table has no row called so; these are the words it has."""
        return Lack(table, word, unlike=not self.nearest(word) and word.strip().lower() in self._nearest)

    def typed(self, word: str) -> str:
        """What to do where a spreadsheet has made something else of a known word; nothing where it has not."""
        made = conversions.made_of(word)
        if made and word not in self._typed and len(self._typed) < MOST_HINTS:
            could_be = (known for known in self._readable if conversions.could_be(word, known))
            self._typed[word] = next(could_be, "")
        typed = self._typed.get(word, "")
        return conversions.tip(made, f"“{typed}”") if typed else ""

    def near(self, word: str) -> str:
        """A tip with the word that was typed, or is nearest, or what to do with what a spreadsheet has made."""
        if typed := self.typed(word):
            return typed
        if near := self.nearest(word):
            return f"did you mean “{near}”?"
        made = conversions.surely_made_of(word)
        return conversions.tip(made) if made else ""

    def tip(self, word: str) -> str:
        """Likewise, or with all known words when they are few, or nothing."""
        if near := self.near(word):
            return near
        return f"use one of: {', '.join(self._known)}" if 0 < len(self._known) <= 8 else ""


def listed(words: Iterable[str], most: int = 40) -> str:
    """Words after one another, and of very many how many more there are."""
    words = list(words)
    more = f", … ({len(words) - most:,} more)" if len(words) > most else ""
    return f"{', '.join(words[:most])}{more}"


def shortened(text: str) -> str:
    """What is quoted of a text."""
    return text if len(text) <= LONGEST_QUOTE else f"{text[:LONGEST_QUOTE]}…"
