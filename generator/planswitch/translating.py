"""``planswitch translations``: how far the translations of a site are, and which of its pages have been looked at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from planswitch.catalogue import Loaded, Problem
from planswitch.catalogue.changes import Changes
from planswitch.catalogue.checks import is_language
from planswitch.i18n import OWN_FOLDER, shown, site_sentences
from planswitch.pages.handwritten import languages_in
from planswitch.pages.languages import (
    LanguageError,
    language_of,
    languages,
    languages_for,
    locale_folders,
    translated,
)
from planswitch.pages.originals import WrittenPage, translations
from planswitch.pages.translations import State, states, states_of
from planswitch.terminal import Stop

OURS, PAGES = "our sentences", "pages"
"""What parts of a site are called that are no catalogue."""
HEAD = ("language", "part", "translated", "to look at", "missing")


@dataclass(frozen=True, slots=True)
class Part:
    """How far one part of a site is translated into a language.

    Attributes:
        part: a catalogue's folder, the file of what changed, `OURS` or `PAGES`.
        doubtful: translations that somebody has to look at, for what they translate has changed.
    """

    language: str
    part: str
    translated: int
    doubtful: int
    missing: int

    @property
    def whole(self) -> bool:
        """Whether there is nothing to do."""
        return not self.doubtful and not self.missing


@dataclass(frozen=True, slots=True)
class Site:
    """What is translated.

    Attributes:
        catalogues: each with its folder.
        docs: has a folder of hand-written pages for each language.
        tags: the languages of the site, in its order.
    """

    catalogues: Mapping[Path, Loaded]
    docs: Path
    tags: Sequence[str]
    changes: Changes | None = None

    def parts(self) -> list[Part]:
        """How far each part of the site is, language by language: the site's, then those that there are files of.

        Raises:
            LanguageError: a file of translations is faulty.
        """
        found: dict[str, list[Part]] = {tag: [] for tag in self.tags}
        waiting: dict[str, set[str]] = {}
        for folder, loaded in self.catalogues.items():
            languages(translated(*locale_folders(folder)), *locale_folders(folder))
            for state in states(loaded, folder, self.tags):
                found.setdefault(state.tag, []).append(_texts(state, shown(folder)))
                lacking = {each.text.id for each in state.waiting if each.text.own}
                waiting[state.tag] = waiting.get(state.tag, set()) | lacking
        for state in states_of(self.changes) if self.changes else ():
            found.setdefault(state.tag, []).append(_texts(state, shown(self.changes.path)))  # type: ignore[union-attr]
        for tag in sorted({*waiting, *translated(OWN_FOLDER)}):
            found.setdefault(tag, []).append(_ours(tag, waiting.get(tag)))
        for tag, pages in _pages(self.docs, self.tags):
            found[tag].append(pages)
        return [part for parts in found.values() for part in parts if part.translated or not part.whole]


def _texts(state: State, name: str) -> Part:
    fuzzy = sum(waiting.fuzzy for waiting in state.waiting if not waiting.text.own)
    return Part(state.tag, name, state.done - state.own, fuzzy, state.texts - fuzzy)


def _ours(tag: str, waiting: set[str] | None) -> Part:
    """The sentences of ours; where no catalogue is translated, as far as we ourselves have."""
    sentences = {name for name, text in site_sentences().items() if text.languages != {tag}}
    lacking = sentences - language_of(tag).entries.keys() if waiting is None else waiting
    fuzzy = sum(entry.fuzzy for po in language_of(tag).files for entry in po.live if entry.id in lacking)
    return Part(tag, OURS, len(sentences) - len(lacking), fuzzy, len(lacking) - fuzzy)


def _pages(docs: Path, tags: Sequence[str]) -> Iterator[tuple[str, Part]]:
    found = list(translations(docs, tags)) if len(tags) > 1 else []
    for tag in tags:
        pages = [each for each in found if each.tag == tag]
        stale, missing = sum(each.stale for each in pages), sum(each.page is None for each in pages)
        yield tag, Part(tag, PAGES, len(pages) - stale - missing, stale, missing)


def table(parts: Sequence[Part], tags: Iterable[str]) -> list[str]:
    """Parts in columns; a language is named in its first row, and one without any has all of it."""
    known = {part.language for part in parts}
    rows = [HEAD, *((tag, "all is written in it", "", "", "") for tag in tags if tag not in known)]
    for part in parts:
        named = any(row[0] == part.language for row in rows)
        numbers = (f"{number:,}" for number in (part.translated, part.doubtful, part.missing))
        rows.append(("" if named else part.language, part.part, *numbers))  # type: ignore[arg-type]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    return [_in_columns(row, widths) for row in rows]


def _in_columns(row: Sequence[str], widths: Sequence[int]) -> str:
    cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=True)]
    numbers = [cell.rjust(width) for cell, width in zip(row, widths, strict=True)]
    return "  ".join([*cells[:2], *numbers[2:]]).rstrip()


def to_json(parts: Iterable[Part]) -> dict[str, object]:
    """Parts, ready for JSON."""
    return {"translations": [asdict(part) for part in parts]}


def summary(state: State, at: Path = Path(), of: str = "the catalogue") -> str:
    """What waits in a language, in a line; blank where nothing does. `at` is where the catalogue is said to be."""
    counts = (f"{_count(state.texts, 'text')} of {of}", f"{_count(state.sentences, 'sentence')} of ours")
    missing = " and ".join(count for count in counts if not count.startswith("0 "))
    if not missing:
        return ""
    return f"{at / state.tag}: warning (translation): {missing} to translate; planswitch messages lists them"


def not_begun(catalogue: Path, loaded: Loaded, tags: Iterable[str]) -> list[str]:
    """The languages of a site into which nobody has begun to translate a catalogue, each with how that is done."""
    try:
        languages_for(catalogue, loaded, tags)
    except LanguageError as error:
        return str(error).splitlines()
    return []


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def page_problems(docs: Path, tags: Sequence[str]) -> list[Problem]:
    """Warnings of pages that are not there in a language, or that translate what another one said earlier."""
    return [each.problem for each in translations(docs, tags) if each.problem] if len(tags) > 1 else []


def tags_of(docs: Path, configured: Sequence[str], written: str) -> list[str]:
    """The languages of a site: those that are listed, or else those with pages, that of the catalogue first."""
    found = languages_in(docs)
    known = [tag for tag in configured if is_language(tag)]
    return known or sorted(found, key=lambda tag: (tag != written, tag))


def seen(files: Iterable[Path], docs: Path, tags: Sequence[str]) -> Iterator[str]:
    """Says in the front matter of pages that they translate what is there now.

    Yields:
        What was done, a sentence a page.

    Raises:
        Stop: a page is no translation, or cannot be written; those before it are done.
    """
    known = {each.page.file.resolve(): each for each in translations(docs, tags) if each.page}
    for file in files:
        found = known.get(file.resolve())
        if not found or not found.page or not found.source:
            raise Stop(f"{file}: {_no_translation(file, docs, tags)}")
        yield _renewed(found.page, found.source)


def _no_translation(file: Path, docs: Path, tags: Sequence[str]) -> str:
    if not file.is_file():
        return "there is no such page"
    others = ", ".join(shown(docs / tag) for tag in tags[1:]) or "a folder of another language"
    return f"no page that translates another; expected one of {others}, which is there in “{tags[0]}” too"


def _renewed(page: WrittenPage, source: WrittenPage) -> str:
    data = page.with_hash(source.digest)
    if data != page.data:
        try:
            page.file.write_bytes(data)
        except OSError as error:
            raise Stop(f"{shown(page.file)}: {error.strerror}") from error
    return f"{shown(page.file)}: translates {shown(source.file)} as it is now ({source.digest})"
