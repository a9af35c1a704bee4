"""A file of translations (``.po``) in memory, and how it is written."""

from __future__ import annotations

import os
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from babel.messages.pofile import normalize

from planswitch.catalogue import Problem
from planswitch.i18n.plurals import Plural

WIDTH = 100
"""How long a line of a file gets where it can be broken."""


@dataclass(slots=True)
class Entry:
    """One text and its translation.

    Attributes:
        id, plural: the text and, where it counts something, its plural; else empty.
        strings: its translation, one for each plural form; empty while it waits for one.
        line: of its ``msgid``, counted from 1; 0 while no file has it.
        comments: the translators' own, whole lines.
        files: where the text stands.
        previous: the text, and its plural, that a fuzzy translation was made for.
        obsolete: whether it is kept although nothing needs it now.
    """

    id: str
    plural: str = ""
    strings: tuple[str, ...] = ("",)
    line: int = 0
    comments: list[str] = field(default_factory=list)
    files: tuple[str, ...] = ()
    flags: set[str] = field(default_factory=set)
    previous: tuple[str, ...] = ()
    context: str = ""
    obsolete: bool = False

    @property
    def fuzzy(self) -> bool:
        """Whether its translation was made for another text, and has to be looked at."""
        return "fuzzy" in self.flags

    @property
    def begun(self) -> bool:
        """Whether a translator has written anything."""
        return any(map(str.strip, self.strings))

    @property
    def done(self) -> bool:
        """Whether it can be shown to readers: all of it is translated, and nothing is in doubt."""
        return all(map(str.strip, self.strings)) and not self.fuzzy


@dataclass(slots=True)
class PoFile:
    """A file of translations.

    Attributes:
        tag: its language.
        plural: its plural forms.
        comments: those of the header, whole lines.
        entries: in their order, the obsolete ones too; the header is none of them.
        ending: comments after the last entry.
        problems: what keeps the file from being read whole; while there is one, it must not be written.
    """

    path: Path
    tag: str
    plural: Plural
    comments: list[str] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    ending: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The path as people are told it."""
        return shown(self.path)

    @property
    def live(self) -> Iterator[Entry]:
        """The entries that are not obsolete."""
        return (entry for entry in self.entries if not entry.obsolete)

    def problem(self, check: str, line: int, found: str, expected: str, tip: str = "") -> Problem:
        """A problem of this file."""
        return Problem(check, self.name, line, "", found, expected, tip)

    def refuse(self, check: str, line: int, found: str, expected: str, tip: str = "") -> None:
        """Notes what keeps the file from being read whole."""
        self.problems.append(self.problem(check, line, found, expected, tip))

    def text(self) -> str:
        """The file as it is written."""
        headers = {
            "Project-Id-Version": "Planswitch",
            "Language": self.tag.replace("-", "_"),
            "Plural-Forms": str(self.plural),
            "MIME-Version": "1.0",
            "Content-Type": "text/plain; charset=utf-8",
            "Content-Transfer-Encoding": "8bit",
        }
        header = "".join(f"{name}: {value}\n" for name, value in headers.items())
        blocks = [_printed(entry) for entry in (Entry("", strings=(header,), comments=self.comments), *self.entries)]
        return "\n".join([*blocks, *([_lines(self.ending)] if self.ending else [])])


def shown(path: Path) -> str:
    """A path as people are told it: from where they are, if it is below."""
    return os.path.relpath(path) if path.absolute().is_relative_to(Path.cwd()) else str(path)


def _printed(entry: Entry) -> str:
    mark = "#~ " if entry.obsolete else ""
    previous = f"#{mark[1:2]}| "
    lines = list(entry.comments)
    if entry.files and not entry.obsolete:
        lines += textwrap.wrap(
            " ".join(sorted(entry.files)),
            WIDTH,
            initial_indent="#: ",
            subsequent_indent="#: ",
            break_on_hyphens=False,
            break_long_words=False,
        )
    if entry.flags:
        lines.append(f"#, {', '.join(sorted(entry.flags))}")
    for keyword, text in zip(("msgid", "msgid_plural"), entry.previous, strict=False):
        lines += _quoted(previous, keyword, text)
    if entry.context:
        lines += _quoted(mark, "msgctxt", entry.context)
    lines += _quoted(mark, "msgid", entry.id)
    if entry.plural:
        lines += _quoted(mark, "msgid_plural", entry.plural)
    for index, string in enumerate(entry.strings):
        lines += _quoted(mark, f"msgstr[{index}]" if entry.plural else "msgstr", string)
    return _lines(lines)


def _quoted(mark: str, keyword: str, text: str) -> list[str]:
    return [f"{mark}{line}" for line in f"{keyword} {normalize(text, width=WIDTH - len(mark))}".split("\n")]


def _lines(lines: list[str]) -> str:
    return "".join(f"{line}\n" for line in lines)
