"""Reads a file of translations whole, or says everything that keeps it from being read.

Babel's reader is not enough here: it takes the first and last letter of a line for quotes whatever they are, keeps the
second of two translations without a word, stops at the first line it does not know, and loses earlier sources.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from babel.messages.pofile import unescape

from planswitch.catalogue.encodings import Fault, read_file
from planswitch.i18n.plurals import read_plural, usual
from planswitch.i18n.po import Entry, PoFile

KEYWORD = r"msgctxt|msgid_plural|msgid|msgstr(?:\[[0-9]\])?"
LINE = re.compile(rf'(?:(?P<keyword>{KEYWORD})\s*)?(?P<text>"(?:[^"\\]|\\[\\"ntr])*")')
BEGINNING = re.compile(rf"(?P<keyword>{KEYWORD})(?![\w\[])")
SHAPE = re.compile(r"(msgctxt )?msgid (msgstr|msgid_plural( msgstr\[[0-9]\])+)")
A_LINE = "a comment (#), msgid, msgid_plural, msgstr, or text in quotes"


@dataclass(frozen=True, slots=True)
class Line:
    """One line that is not blank.

    Attributes:
        kind: a keyword, ``comment``, or nothing for text that goes on.
        text: what stands in the quotes, or the whole comment.
        previous: whether it belongs to the earlier source of a fuzzy translation.
        fault: what is wrong with it and what is expected, if anything.
    """

    number: int
    kind: str
    text: str
    obsolete: bool = False
    previous: bool = False
    fault: tuple[str, str, str] | None = None


@dataclass(slots=True)
class Draft:
    """The lines of one entry, as far as they have been read: comments, the earlier source, and the rest."""

    comments: list[Line] = field(default_factory=list)
    previous: list[Line] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)

    def ends_before(self, line: Line) -> bool:
        """Whether a line begins the next entry."""
        kinds = {line.kind for line in self.lines}
        if line.kind == "comment" or line.previous:
            return bool(kinds)
        starts = line.kind == "msgctxt" or (line.kind == "msgid" and kinds != {"msgctxt"})
        return bool(kinds) and (starts or line.obsolete != self.lines[-1].obsolete)

    def take(self, line: Line) -> None:
        """Adds a line."""
        part = self.comments if line.kind == "comment" else self.previous if line.previous else self.lines
        part.append(line)


def read(path: Path, tag: str) -> PoFile:
    """Reads a file of translations; what keeps it from being read whole goes into its problems, never raised."""
    po = PoFile(path, tag, usual(tag))
    text = _text(po)
    if text is None:
        return po
    seen: dict[tuple[str, str], int] = {}
    for draft in _drafts(text):
        if not draft.lines:
            po.ending += _comments(draft)
        elif entry := _entry(po, draft):
            _take(po, entry, seen)
    if ("", "") not in seen and not po.problems:
        po.refuse("header", 0, "no header", 'msgid "" with Language, Plural-Forms and Content-Type', _afresh(tag))
    if not any(problem.check == "header" for problem in po.problems):
        _count_forms(po)
    return po


def _take(po: PoFile, entry: Entry, seen: dict[tuple[str, str], int]) -> None:
    key = (entry.context, entry.id)
    if not entry.obsolete and key in seen:
        found = f"“{_short(entry.id)}” again" if entry.id else "a second header"
        po.refuse(
            "duplicate", entry.line, found, "each text once", f"line {seen[key]} has it too; delete one of the two"
        )
    elif not entry.obsolete:
        seen[key] = entry.line
    if any(key):
        po.entries.append(entry)
    elif not entry.obsolete and seen[key] == entry.line:
        po.comments = entry.comments
        _read_header(po, entry)


def _afresh(tag: str) -> str:
    return f"if nothing is translated yet, delete the file and run: planswitch messages --locale {tag}"


def _text(po: PoFile) -> str | None:
    try:
        data = read_file(po.path)
    except OSError as error:
        po.refuse("file", 0, error.strerror or "something that cannot be read", "a file that can be read")
        return None
    if isinstance(data, Fault):
        po.refuse("file", 0, data.found, data.expected, data.tip)
        return None
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        po.refuse("encoding", 0, "UTF-16", "UTF-8", "save the file as UTF-8")
        return None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        po.refuse("encoding", line, "letters that are not UTF-8", "UTF-8", "save the file as UTF-8")
        return None


def _drafts(text: str) -> Iterator[Draft]:
    draft = Draft()
    for number, raw in enumerate(text.split("\n"), start=1):
        if raw.strip():
            line = _line(number, raw.strip())
            if draft.ends_before(line):
                yield draft
                draft = Draft()
            draft.take(line)
    yield draft


def _line(number: int, raw: str) -> Line:
    obsolete = raw.startswith("#~")
    previous = raw.startswith(("#|", "#~|"))
    if raw.startswith("#") and not obsolete and not previous:
        return Line(number, "comment", raw)
    body = raw.lstrip("#~|").lstrip() if obsolete or previous else raw
    match = LINE.fullmatch(body)
    if match:
        return Line(number, match["keyword"] or "", unescape(match["text"]), obsolete, previous)
    beginning = BEGINNING.match(body)
    return Line(number, beginning["keyword"] if beginning else "", "", obsolete, previous, _fault(body, beginning))


def _fault(body: str, beginning: re.Match[str] | None) -> tuple[str, str, str]:
    text = body[beginning.end() if beginning else 0 :].strip()
    if not text.startswith('"'):
        return f"“{_short(body)}”", A_LINE, ""
    bare = re.sub(r"\\.", "", text)
    if escape := re.search(r'\\(?:$|[^\\"ntr])', re.sub(r'\\[\\"ntr]', "", text)):
        return f"“{escape[0]}”", r"one of \" \\ \n \t \r", r"a backslash of the text itself is written \\"
    if bare.count('"') == 1:
        return (
            f"an open quote: {_short(text)}",
            "a quote at both ends of the text",
            r"a quote in the text is written \"",
        )
    return f"a quote inside a text: {_short(text)}", "quotes at both ends only", r"a quote in the text is written \""


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"


def _entry(po: PoFile, draft: Draft) -> Entry | None:
    faults = [(line.number, line.fault) for line in draft.lines if line.fault]
    parts = _joined(draft.lines)
    shape = " ".join(kind for kind, _ in parts)
    if not faults and not (SHAPE.fullmatch(shape) and _in_order(parts)):
        expected = "msgid and msgstr, or msgid, msgid_plural, msgstr[0], msgstr[1] …"
        faults.append((draft.lines[0].number, (f"“{shape}”" if shape else "a text without msgid", expected, "")))
    for number, (found, expected, tip) in faults:
        po.refuse("line", number, found, expected, tip)
    if faults:
        return None
    texts, previous = dict(parts), dict(_joined(draft.previous))
    flags = ",".join(line.text[2:] for line in draft.comments if line.text.startswith("#,"))
    return Entry(
        id=texts["msgid"],
        plural=texts.get("msgid_plural", ""),
        strings=tuple(text for kind, text in parts if kind.startswith("msgstr")),
        line=next(line.number for line in draft.lines if line.kind == "msgid"),
        comments=_comments(draft),
        flags={flag.strip() for flag in flags.split(",") if flag.strip()},
        previous=tuple(previous[kind] for kind in ("msgid", "msgid_plural") if kind in previous),
        context=texts.get("msgctxt", ""),
        obsolete=draft.lines[0].obsolete,
    )


def _in_order(parts: list[tuple[str, str]]) -> bool:
    """Whether the plural forms are there from the first on, each once."""
    forms = [kind for kind, _ in parts if kind.startswith("msgstr[")]
    return forms == [f"msgstr[{form}]" for form in range(len(forms))]


def _comments(draft: Draft) -> list[str]:
    """The comments that people wrote, without those that programs do."""
    return [line.text for line in draft.comments if not line.text.startswith(("#,", "#:", "#."))]


def _joined(lines: list[Line]) -> list[tuple[str, str]]:
    """Keywords with their whole texts."""
    parts: list[tuple[str, str]] = []
    for line in lines:
        if line.kind or not parts:
            parts.append((line.kind, line.text))
        else:
            parts[-1] = (parts[-1][0], parts[-1][1] + line.text)
    return parts


def _read_header(po: PoFile, header: Entry) -> None:
    given: dict[str, str] = {}
    for line in header.strings[0].split("\n"):
        name, _, value = line.partition(":")
        if (key := name.strip().lower()) in given:
            po.refuse("header", header.line, f"“{name.strip()}” twice", "each line of the header once")
        elif key in ("language", "content-type", "plural-forms"):
            given[key] = value.strip()
    _read_language(po, header.line, given.get("language", ""))
    charset = re.search(r"charset\s*=\s*([^\s;]+)", given.get("content-type", ""))
    if not charset or charset[1].lower() not in ("utf-8", "utf8"):
        found = f"“{_short(charset[0])}”" if charset else "no charset"
        po.refuse("header", header.line, found, "“Content-Type: text/plain; charset=utf-8”", "save the file as UTF-8")
    try:
        po.plural = read_plural(given.get("plural-forms", ""), po.tag)
    except ValueError as fault:
        found = f"{fault}: “{_short(given['plural-forms'])}”" if "plural-forms" in given else "no Plural-Forms"
        po.refuse("header", header.line, found, f"“Plural-Forms: {usual(po.tag)}”")


def _read_language(po: PoFile, line: int, language: str) -> None:
    locale = po.tag.replace("-", "_")
    if language.replace("-", "_").lower() != locale.lower():
        found = f"“Language: {_short(language)}”" if language else "no Language"
        po.refuse("header", line, found, f"“Language: {locale}”, for the file is called {po.path.name}")


def _count_forms(po: PoFile) -> None:
    for entry in po.live:
        if entry.plural and len(entry.strings) != po.plural.count:
            expected = ", ".join(f"msgstr[{form}]" for form in range(po.plural.count))
            tip = f"Plural-Forms says that there are {po.plural.count}"
            po.refuse("plural", entry.line, f"{len(entry.strings)} × msgstr[…]", expected, tip)
