"""Writes ``locale/LANGUAGE.po``: every text that is to be translated, with what its translators have written so far.

There are two kinds of folder: the one of a catalogue has the catalogue's texts, the one in this package our own
sentences. That of a catalogue is inside its folder, where somebody has made one there, or else beside it, for all
catalogues there that have none inside. Where we do not speak a language, our sentences are translated in it too: nobody
but us can write into the package.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from pathlib import Path

from planswitch.catalogue import CatalogueError, Loaded, Problem, load
from planswitch.catalogue.changes import Changes
from planswitch.catalogue.checks import is_language, language_tip
from planswitch.catalogue.writing import write_all
from planswitch.i18n import (
    OWN_FOLDER,
    SOURCE_LANGUAGE,
    Entry,
    PoFile,
    Text,
    Texts,
    catalogue_texts,
    changes_texts,
    own_sentences,
    problems,
    read,
    shown,
    together,
)
from planswitch.i18n.plurals import usual
from planswitch.pages.languages import file_problems, locale_folder
from planswitch.pages.translations import with_ours

SIMILAR = 0.6
"""How much of two long texts has to be the same for one to be a new form of the other."""
SHORT, SIMILAR_IF_SHORT = 15, 0.81
"""Below so many letters, chance makes texts similar."""


class MessagesError(Exception):
    """Translations that cannot be brought up to date; the text is one sentence."""


@dataclass(frozen=True, slots=True)
class Updated:
    """A file of translations that was brought up to date, or left alone because it cannot be read.

    Attributes:
        name: its path, as people are told it.
        waiting: the texts in it that wait for a translation, or for somebody to look at a fuzzy one.
        problems: what is wrong with it.
        left: whether it was left as it is.
    """

    name: str
    waiting: list[str]
    problems: list[Problem]
    left: bool


def update(catalogue: Path, locale: str = "", changes: Changes | None = None) -> Iterator[Updated]:
    """Brings every file of translations of a catalogue up to date: those inside its folder, or else those beside it.

    New texts come in. A text that has changed keeps its translation, marked fuzzy. What is not needed any more stays at
    the end of the file. Our own sentences come in where we have no translation of them, and else only where the file
    translates them already.

    With a ``locale``, only the file of that language, which is begun if there is none. What changed between editions
    is among the texts, where its translations are in the same folder.

    Raises:
        CatalogueError: the catalogue is faulty.
        MessagesError: the language is none, or there is nothing to translate into it.
    """
    folder = locale_folder(catalogue)
    texts = _texts(catalogue, folder)
    if changes and changes.locale == folder:
        texts = together([*texts.values(), *changes_texts(changes).values()])
    yield from _update_all(folder, locale, lambda tag: texts if _is_ours(tag) else with_ours(texts))


def update_own(locale: str = "") -> Iterator[Updated]:
    """Brings the translations of our own sentences up to date, as `update` does it for a catalogue.

    Raises:
        MessagesError: the language is none, or there is nothing to translate into it.
    """
    yield from _update_all(OWN_FOLDER, locale, lambda _: own_sentences())


def update_changes(changes: Changes, locale: str = "") -> Iterator[Updated]:
    """Brings the translations of what changed up to date, where no catalogue has its own in the same folder.

    Raises:
        MessagesError: the language is none, or there is nothing to translate into it.
    """
    yield from _update_all(changes.locale, locale, lambda _: changes_texts(changes))


def _update_all(folder: Path, locale: str, texts: Callable[[str], Texts]) -> Iterator[Updated]:
    paths = [_to_begin(folder, locale, texts(locale))] if locale else sorted(folder.glob("*.po"))
    for path in paths:
        yield _update(path, texts(path.stem))


def _texts(catalogue: Path, folder: Path) -> Texts:
    """What the files of a folder translate: the texts of the catalogue that it is in, or of those beside it."""
    load(catalogue)
    near = [path for path in (folder.parent, *sorted(folder.parent.iterdir())) if (path / "catalogue.csv").is_file()]
    theirs = [path for path in near if locale_folder(path) == folder]
    return together(text for path in theirs for text in catalogue_texts(_load(path, shown(folder))).values())


def _is_ours(tag: str) -> bool:
    return tag == SOURCE_LANGUAGE or (OWN_FOLDER / f"{tag}.po").is_file()


def _load(catalogue: Path, folder: str) -> Loaded:
    try:
        return load(catalogue)
    except CatalogueError as error:
        name = shown(catalogue)
        raise MessagesError(f"{folder} translates {name} too, which is faulty. See: planswitch check {name}") from error


def _to_begin(folder: Path, locale: str, texts: Texts) -> Path:
    path = folder / f"{locale}.po"
    if not is_language(locale):
        tip = language_tip(locale)
        raise MessagesError(f"“{locale}” is no language. {tip[:1].upper()}{tip[1:]}")
    if not path.exists() and not any(text.languages - {locale} for text in texts.values()):
        raise MessagesError(f"There is nothing to translate into “{locale}”: all is written in it.")
    return path


def _update(path: Path, texts: Texts) -> Updated:
    if not is_language(path.stem):
        return Updated(shown(path), [], file_problems(path), left=True)
    there = path.exists() or path.is_symlink()
    po = read(path, path.stem) if there else PoFile(path, path.stem, usual(path.stem))
    if po.problems:
        return Updated(po.name, [], problems(po), left=True)
    before = {entry.id for entry in po.live if entry.begun and not entry.context}
    own = own_sentences() if before - set(texts) else {}
    wanted = {
        **{name: text for name, text in texts.items() if text.languages != {po.tag} or name in before},
        **{name: own[name] for name in own if name in before and name not in texts},
    }
    po.entries = brought_up(po, list(wanted.values()))
    _write(path, po.text())
    waiting = [entry.id for entry in po.live if not entry.done and wanted[entry.id].languages != {po.tag}]
    return Updated(po.name, waiting, file_problems(path), left=False)


def brought_up(po: PoFile, texts: list[Text]) -> list[Entry]:
    """The entries of a file for the texts that are wanted, then the obsolete ones."""
    known = {entry.id: entry for entry in sorted(po.entries, key=lambda entry: not entry.obsolete) if not entry.context}
    names = {text.id for text in texts}
    gone = [entry for name, entry in known.items() if name not in names and entry.begun]
    earlier = closest([text for text in texts if text.id not in known], gone)
    fresh, used = [], set()
    for text in texts:
        entry = known.get(text.id) or earlier.get(text.id)
        fresh.append(_entry(text, entry, po.plural.count if text.plural else 1))
        if entry and len(entry.strings) <= len(fresh[-1].strings):
            used.add(id(entry))
    kept = [entry for entry in po.entries if id(entry) not in used and (entry.begun or entry.comments)]
    return [*fresh, *(replace(entry, obsolete=True, files=()) for entry in kept)]


def _entry(text: Text, earlier: Entry | None, count: int) -> Entry:
    """The entry of a text, with the translation that was made for it or for an earlier form of it."""
    blank = Entry(text.id, text.plural, ("",) * count, files=text.files, flags=_formats(text))
    if not earlier:
        return blank
    same = (earlier.id, earlier.plural, len(earlier.strings)) == (text.id, text.plural, count)
    doubtful = earlier.begun and (earlier.fuzzy or not same)
    previous = earlier.previous or (() if same else tuple(filter(None, (earlier.id, earlier.plural))))
    kinds = {flag for flag in earlier.flags if flag != "fuzzy" and not flag.endswith("-format")}
    return replace(
        blank,
        strings=(*earlier.strings, *blank.strings)[:count],
        comments=earlier.comments,
        flags=blank.flags | kinds | ({"fuzzy"} if doubtful else set()),
        previous=previous if doubtful else (),
    )


def _formats(text: Text) -> set[str]:
    """The placeholders of a sentence of ours, for the translators' own programs; other texts have none."""
    marks = {"python-format": text.formatted and "%" in text.id, "python-brace-format": text.own and "{" in text.id}
    return {mark for mark, there in marks.items() if there}


def closest(texts: Iterable[Text], gone: Iterable[Entry]) -> dict[str, Entry]:
    """Which new text is an earlier one in a new form: the most similar first, and each only once."""
    texts = list(texts)
    pairs = [
        (ratio, text.id, entry)
        for entry in gone
        for text, ratio in _similar(entry, texts)
        if bool(text.plural) == bool(entry.plural)
    ]
    found: dict[str, Entry] = {}
    taken: set[str] = set()
    for _, name, entry in sorted(pairs, key=lambda pair: -pair[0]):
        if name not in found and entry.id not in taken:
            found[name] = entry
            taken.add(entry.id)
    return found


def _similar(entry: Entry, texts: Iterable[Text]) -> Iterator[tuple[Text, float]]:
    """The texts that are much the same as an entry's, and how much."""
    matcher = SequenceMatcher(None, autojunk=False)
    matcher.set_seq2(entry.id.casefold())
    for text in texts:
        least = SIMILAR if min(len(text.id), len(entry.id)) >= SHORT else SIMILAR_IF_SHORT
        matcher.set_seq1(text.id.casefold())
        if matcher.real_quick_ratio() >= least and matcher.quick_ratio() >= least and matcher.ratio() >= least:
            yield text, matcher.ratio()


def _write(path: Path, text: str) -> None:
    """Writes a file at once, and only if it changes: who reads meanwhile sees the old one or the new one."""
    if path.exists() and path.read_bytes() == text.encode():
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_all({path: text.encode()})
    except OSError as error:
        raise MessagesError(f"{shown(path)}: {error.strerror}") from error
