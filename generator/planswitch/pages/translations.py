"""What of a catalogue, and of our own sentences, is translated into a language, and what waits there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from planswitch.catalogue import Loaded, Problem
from planswitch.catalogue.changes import Changes
from planswitch.catalogue.problems import shortened
from planswitch.catalogue.texts import ShownText, shown_texts
from planswitch.i18n import (
    SOURCE_LANGUAGE,
    Entry,
    PoFile,
    Text,
    Texts,
    catalogue_texts,
    changes_texts,
    shown,
    site_sentences,
    together,
)
from planswitch.pages.languages import Language, language_of, locale_folder, locale_folders, translated

FEW = 3
"""Of texts that wait in one file, how many are told one by one."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A text that waits for a translation, or for somebody to look at the one that it has.

    Attributes:
        file, line: where it does; the line is 0 while the file has no such text yet.
        entry: what the file has of it.
        place: where the text stands in the catalogue; blank for a sentence of ours.
    """

    text: Text
    file: str
    line: int
    entry: Entry | None
    place: str

    @property
    def fuzzy(self) -> bool:
        """Whether there is a translation, which was made for another text."""
        return self.entry is not None and self.entry.fuzzy and self.entry.begun

    def problem(self) -> Problem:
        """A warning that says what is missing, and where the text stands."""
        where = f" ({self.place})" if self.place else ""
        text = f"“{shortened(self.text.id)}”{where}"
        if self.entry is None:
            return self._warning("translation", f"no {text}", "each text that readers see", "run: planswitch messages")
        if self.fuzzy:
            earlier = f"“{shortened(self.entry.previous[0])}”" if self.entry.previous else "an earlier text"
            tip = "put it right, and delete “fuzzy” in the line that begins with “#,”"
            return self._warning("fuzzy", f"a translation of {earlier}", f"one of {text}", tip)
        return self._warning("translation", f"no translation of {text}", "one: readers get the text itself")

    def _warning(self, check: str, found: str, expected: str, tip: str = "") -> Problem:
        return Problem(check, self.file, self.line, "", found, expected, tip, fatal=False)


@dataclass(frozen=True, slots=True)
class State:
    """How far the translation of something into a language is.

    Attributes:
        done: how many texts readers get in it that were written in another.
        own: how many sentences of ours are among them.
        waiting: those that they do not, in order.
    """

    tag: str
    done: int
    own: int
    waiting: tuple[Waiting, ...]

    @property
    def texts(self) -> int:
        """How many texts of the catalogue wait."""
        return len(self.waiting) - self.sentences

    @property
    def sentences(self) -> int:
        """How many sentences of ours do."""
        return sum(waiting.text.own for waiting in self.waiting)

    @property
    def fuzzy(self) -> int:
        """How many translations have to be looked at."""
        return sum(waiting.fuzzy for waiting in self.waiting)

    def problems(self) -> Iterator[Problem]:
        """The first texts that wait, of each kind."""
        for fuzzy in (False, True):
            alike = [waiting for waiting in self.waiting if waiting.fuzzy is fuzzy]
            yield from (waiting.problem() for waiting in alike[:FEW])


def states(loaded: Loaded, catalogue: Path, tags: Iterable[str] = (), at: Path = Path()) -> Iterator[State]:
    """How far a catalogue is translated, with our own sentences: into its language, those it has files of, and others.

    Args:
        loaded: the catalogue.
        catalogue: its folder.
        tags: of other languages.
        at: where its files are said to be.
    """
    folders = locale_folders(catalogue)
    wanted = {*translated(*folders), loaded.catalogue.language, *tags}
    if wanted == {SOURCE_LANGUAGE}:  # nothing is in another language, so that no sentence has to be looked for
        yield State(SOURCE_LANGUAGE, 0, 0, ())
        return
    texts = with_ours(catalogue_texts(loaded)).values()
    places = _places(shown_texts(loaded.rows), at)
    for tag in sorted(wanted):
        yield _state(language_of(tag, *folders), texts, places, locale_folder(catalogue))


def states_of(changes: Changes) -> Iterator[State]:
    """How far what changed is translated, into each language that has a file beside it."""
    texts, places = changes_texts(changes).values(), _places(changes.shown(), Path())
    for tag in sorted(translated(changes.locale)):
        yield _state(language_of(tag, changes.locale), texts, places, changes.locale)


def with_ours(texts: Texts) -> Texts:
    """Texts of a catalogue, and the sentences of ours that its site has."""
    return together([*texts.values(), *site_sentences().values()])


def _places(texts: Iterable[ShownText], at: Path) -> dict[str, str]:
    """Where each text stands first."""
    found: dict[str, str] = {}
    for each in texts:
        found.setdefault(each.text, str(at / each.row.problem("", each.column, "").place))
    return found


def _state(language: Language, texts: Iterable[Text], places: Mapping[str, str], folder: Path) -> State:
    foreign = [text for text in texts if text.languages != {language.tag}]
    missing = [text for text in foreign if not _translates(language.entries.get(text.id), text)]
    begun = {entry.id: (po, entry) for po in reversed(language.files) for entry in po.live if not entry.context}
    new = shown(folder / f"{language.tag}.po")
    waiting = tuple(_waiting(text, begun.get(text.id), places.get(text.id, ""), new) for text in missing)
    own = sum(text.own for text in foreign) - sum(text.own for text in missing)
    return State(language.tag, len(foreign) - len(missing), own, waiting)


def _translates(found: tuple[Entry, PoFile] | None, text: Text) -> bool:
    return found is not None and (bool(found[0].plural) or not text.plural)


def _waiting(text: Text, begun: tuple[PoFile, Entry] | None, place: str, new: str) -> Waiting:
    if not begun:
        return Waiting(text, new, 0, None, place)
    po, entry = begun
    return Waiting(text, po.name, entry.line, entry, place)
