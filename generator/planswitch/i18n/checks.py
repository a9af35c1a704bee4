"""What can be wrong with a translation that a file was read from: each check looks at one entry."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from planswitch.catalogue import Problem
from planswitch.catalogue.problems import Hints
from planswitch.i18n.po import Entry, PoFile
from planswitch.i18n.sentences import Text, own_sentences
from planswitch.plain import NEVER_PLAIN
from planswitch.rules import prose
from planswitch.rules.words import PLACES

STRANGE = re.compile(rf"{NEVER_PLAIN.pattern}|[\t\r]")
"""What a text on a page has no use for."""
PERCENT = re.compile(r"%(?:\(\w*\)[A-Za-z]?|\(?\w*)")
BRACES = re.compile(r"\{[^{}]*\}|[{}]")
NUMBERS = ("{n}", "%(num)d")
"""The placeholders of the number that decides about the plural form."""
Found = Iterator[Problem]


def problems(po: PoFile) -> list[Problem]:
    """Everything that is wrong with a file: what kept it from being read, and each translation that cannot be shown."""
    found = list(po.problems)
    for entry in po.live:
        if entry.begun and not entry.fuzzy:
            for check in CHECKS:
                found += check(po, entry)
    return sorted(found, key=lambda problem: problem.line)


def _characters(po: PoFile, entry: Entry) -> Found:
    for text in dict.fromkeys([entry.id, entry.plural, *entry.strings]):
        found = sorted({f"U+{ord(letter):04X}" for letter in STRANGE.findall(text)})
        if found:
            tip = "type the text again; it may have come along from another program"
            yield po.problem("characters", entry.line, ", ".join(found), "letters that can be seen", tip)


def _line_breaks(po: PoFile, entry: Entry) -> Found:
    """What is one line in a terminal or a table stays one."""
    for form, string in _forms(entry):
        if "\n" in string and "\n" not in entry.id:
            tip = r"write a space instead of \n"
            yield po.problem("lines", entry.line, f"a line break{form}", "none, for the text has none", tip)
        elif string.strip("\n") != string and entry.id.strip("\n") == entry.id:
            expected = "none there, for the text has none there"
            yield po.problem("lines", entry.line, f"a line break at the start or the end{form}", expected)


def _labels(po: PoFile, entry: Entry) -> Found:
    for form, string in _forms(entry):
        if _open(string) and not _open(entry.id):
            expected = "** before and after each label"
            yield po.problem("labels", entry.line, f"“{string}”{form}", expected, "one of the ** is missing")


def _open(text: str) -> bool:
    """Whether a label begins or ends without the other; a plain text may have such asterisks."""
    return sum(part.count("**") for part in prose.parse(text) if isinstance(part, str)) % 2 == 1


def _placeholders(po: PoFile, entry: Entry) -> Found:
    """Those of our own sentences and of routes; in other texts of a catalogue, a ``%`` or a brace is a letter."""
    wanted = set(_tokens(entry.id))
    suspect = [index for index, string in enumerate(entry.strings) if string and set(_tokens(string)) != wanted]
    own = own_sentences().get(entry.id) if suspect else None
    for index in suspect:
        if own:
            yield from _placeholders_of(po, entry, own, index)
        elif PLACES.search(entry.id):
            yield from _places_of(po, entry, index)


def _places_of(po: PoFile, entry: Entry, index: int) -> Found:
    """In a sentence of a route, names of plans take the place of ``{from}`` and ``{to}``, and of nothing else."""
    known = BRACES.findall(entry.id)
    unknown = [token for token in dict.fromkeys(BRACES.findall(entry.strings[index])) if token not in known]
    if unknown:
        found = ", ".join(f"“{token}”" for token in unknown)
        yield po.problem("placeholder", entry.line, found, " and ".join(f"“{token}”" for token in known))


def _placeholders_of(po: PoFile, entry: Entry, own: Text, index: int) -> Found:
    known = _tokens(own.id + own.plural, percent=own.formatted)
    given = _tokens(entry.strings[index], percent=own.formatted)
    spare = NUMBERS if entry.plural and index in po.plural.single else ()
    unknown = [token for token in given if token not in known]
    missing = [token for token in known if token not in (*given, *spare)]
    if unknown or missing:
        found = ", ".join([*(f"“{token}”" for token in unknown), *(f"no “{token}”" for token in missing)])
        expected = " and ".join(f"“{token}”" for token in known) if known else "no placeholder"
        yield po.problem("placeholder", entry.line, f"{found}{_form(entry, index)}", expected, _advice(unknown, known))


def _tokens(text: str, *, percent: bool = True) -> list[str]:
    """The placeholders of a text, and what would be taken for one."""
    found = PERCENT.findall(text.replace("%%", "")) if percent else []
    return list(dict.fromkeys([*found, *BRACES.findall(text)]))


def _advice(unknown: list[str], known: list[str]) -> str:
    for token in unknown:
        if token in ("{", "}"):
            return "a brace belongs to a placeholder; the text itself cannot have one"
        if token.startswith("%") and not token.startswith("%("):
            return "a percent sign of the text itself is written %%"
    return Hints(known).tip(unknown[0]) if unknown and known else ""


def _forms(entry: Entry) -> Iterator[tuple[str, str]]:
    """Where each form of a translation stands, and what it is, if it is there."""
    return ((_form(entry, index), string) for index, string in enumerate(entry.strings) if string)


def _form(entry: Entry, index: int) -> str:
    return f" in msgstr[{index}]" if entry.plural else ""


CHECKS: tuple[Callable[[PoFile, Entry], Found], ...] = (_characters, _line_breaks, _labels, _placeholders)
"""Every check, in the order in which they run."""
