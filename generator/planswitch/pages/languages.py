"""Languages: the translations of each, compiled in memory and served by the standard library."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from gettext import GNUTranslations, NullTranslations
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from planswitch.catalogue import Loaded, Problem
from planswitch.catalogue.checks import is_language, language_tip
from planswitch.i18n import (
    OWN_FOLDER,
    SOURCE_LANGUAGE,
    Entry,
    PoFile,
    catalogue_texts,
    other_numbers,
    problems,
    read,
    shown,
)
from planswitch.rules.foreign import alike

NEVER = datetime(1970, 1, 1, tzinfo=UTC)
LOCALE = "locale"
"""What a folder of translations is called."""


class LanguageError(Exception):
    """A language that is none, or whose translations cannot be shown.

    Attributes:
        problems: everything that is wrong with its files; none when the language itself is what is wrong.
    """

    def __init__(self, message: str, problems: Iterable[Problem] = ()) -> None:
        self.problems = list(problems)
        super().__init__(message)


def faulty(found: list[Problem]) -> LanguageError:
    """The error that tells problems of translations."""
    return LanguageError("\n".join(problem.explain() for problem in found), found)


@dataclass(frozen=True)
class Language:
    """One language of the site.

    Attributes:
        tag: as in ``lang`` and ``hreflang``.
        folders: where ``TAG.po`` is looked for; the first that has a translation wins.
    """

    tag: str
    folders: tuple[Path, ...] = (OWN_FOLDER,)

    @cached_property
    def files(self) -> list[PoFile]:
        """Its files of translations, as far as they are there."""
        paths = [folder / f"{self.tag}.po" for folder in self.folders]
        return [read(path, self.tag) for path in paths if path.exists() or path.is_symlink()]

    @cached_property
    def problems(self) -> list[Problem]:
        """Everything that is wrong with its files."""
        return [problem for po in self.files for problem in problems(po)]

    @cached_property
    def entries(self) -> dict[str, tuple[Entry, PoFile]]:
        """What is translated for readers to see, each by its text, and the file it comes from."""
        found: dict[str, tuple[Entry, PoFile]] = {}
        for po in self.files:
            for entry in po.live:
                known = found.get(entry.id)
                if entry.done and not entry.context and (not known or (entry.plural and not known[0].plural)):
                    found[entry.id] = (entry, po)
        return found

    def lacks(self, sentence: str) -> bool:
        """Whether a sentence of ours has no translation, so that readers get it in English."""
        return self.tag.partition("-")[0] != SOURCE_LANGUAGE and sentence not in self.entries

    @cached_property
    def compiled(self) -> bytes:
        """All translations as one ``.mo`` file; empty when there are none.

        Raises:
            LanguageError: a file is faulty, with every problem at once.
        """
        if self.problems:
            raise faulty(self.problems)
        if not self.files:
            return b""
        counting = (po for entry, po in self.entries.values() if entry.plural)
        plural = next(counting, self.files[0]).plural
        # Of the files' headers nothing goes in but the plural forms, which have been looked at.
        catalog = Catalog(self.tag.replace("-", "_"), project="Planswitch", creation_date=NEVER, fuzzy=False)
        catalog.mime_headers = [("Plural-Forms", str(plural))]
        for entry, po in self.entries.values():
            if entry.plural:
                catalog.add((entry.id, entry.plural), po.plural.adapted(entry.strings, plural))
            else:
                catalog.add(entry.id, entry.strings[0])
        buffer = io.BytesIO()
        write_mo(buffer, catalog)
        return buffer.getvalue()

    @cached_property
    def translations(self) -> NullTranslations:
        """What `planswitch.rules.words.Words` takes."""
        return GNUTranslations(io.BytesIO(self.compiled)) if self.compiled else NullTranslations()

    @cached_property
    def name(self) -> str:
        """The language's name in itself, such as “Italiano”."""
        locale = Locale.parse(self.tag, sep="-")
        name = locale.get_display_name(locale) or self.tag
        return name[:1].upper() + name[1:]

    @property
    def direction(self) -> str:
        """``ltr`` or ``rtl``."""
        return Locale.parse(self.tag, sep="-").text_direction


def languages(tags: Iterable[str], *folders: Path) -> dict[str, Language]:
    """The languages of a site, by tag; translations are looked for in the folders, then among our own.

    Raises:
        LanguageError: a tag is no language's, or a file is faulty, with every problem at once.
    """
    found = {tag: language_of(tag, *folders) for tag in tags}
    unknown = [f"“{tag}” is no language: {language_tip(tag)}" for tag in found if not is_language(tag)]
    if unknown:
        raise LanguageError("\n".join(unknown))
    faults = [problem for language in found.values() for problem in language.problems]
    if faults:
        raise faulty(faults)
    return found


Reads = Callable[..., dict[str, Language]]
"""`languages`, or what knows some of them already."""


def languages_for(
    catalogue: Path, loaded: Loaded, tags: Iterable[str], reads: Reads = languages
) -> dict[str, Language]:
    """The languages of a site, by tag, for one of its catalogues.

    Args:
        catalogue: its folder.
        loaded: the catalogue.
        tags: of the languages.
        reads: reads translations.

    Raises:
        LanguageError: as `languages`, or nobody has begun to translate the catalogue into one of them.
    """
    found = reads(tags, *locale_folders(catalogue))
    bare = [tag for tag, language in found.items() if not _begun(loaded, language)]
    if bare:
        lacks = f"{shown(catalogue)} has no text in “{{tag}}”, a language of the site; begin its translations with: "
        raise LanguageError("\n".join(f"{lacks.format(tag=tag)}{how_to_begin(catalogue, tag)}" for tag in bare))
    return found


def _begun(loaded: Loaded, language: Language) -> bool:
    """Whether a catalogue is written in a language, or a file has a text of it to translate into that."""
    texts = catalogue_texts(loaded)
    entries = (entry for po in language.files if po.path.parent != OWN_FOLDER for entry in po.live)
    return language.tag == loaded.catalogue.language or any(entry.id in texts for entry in entries)


def is_whole(loaded: Loaded, language: Language) -> bool:
    """Whether readers get a catalogue in a language, each text of it, and our own sentences too."""
    tag, written = language.tag, loaded.catalogue.language
    theirs = alike(tag, written) or catalogue_texts(loaded).keys() <= language.entries.keys()
    return theirs and (alike(tag, SOURCE_LANGUAGE) or (OWN_FOLDER / f"{tag}.po").is_file())


def how_to_begin(catalogue: Path, tag: str) -> str:
    """The command that begins the translations of a catalogue into a language."""
    return f"planswitch messages --catalogue {shown(catalogue)} --locale {tag}"


def language_of(tag: str, *folders: Path) -> Language:
    """One language, as it is: nothing is looked at yet."""
    return Language(tag, tuple(dict.fromkeys([*(folder.resolve() for folder in folders), OWN_FOLDER])))


def locale_folders(catalogue: Path) -> tuple[Path, ...]:
    """Where translations of a catalogue's texts are looked for: inside its folder first, then beside it."""
    folder = catalogue.resolve()
    return folder / LOCALE, folder.parent / LOCALE


def locale_folder(catalogue: Path) -> Path:
    """Where they are written: inside its folder, where that has a folder for them, or else beside it."""
    inside, beside = locale_folders(catalogue)
    return inside if inside.is_dir() else beside


def translated(*folders: Path) -> set[str]:
    """The languages that the folders have a file of translations for."""
    return {path.stem for folder in folders for path in folder.glob("*.po") if is_language(path.stem)}


def inspect_translations(catalogue: Path) -> list[Problem]:
    """Everything that is wrong with the translations of a catalogue and with those of our own sentences."""
    folders = dict.fromkeys([*locale_folders(catalogue), OWN_FOLDER])
    return [problem for folder in folders for path in sorted(folder.glob("*.po")) for problem in file_problems(path)]


def translations_with_other_numbers(loaded: Loaded, catalogue: Path) -> list[Problem]:
    """Warnings of the translations of a catalogue's texts, in files with which nothing is wrong."""
    texts = catalogue_texts(loaded)
    paths = [path for folder in locale_folders(catalogue) for path in sorted(folder.glob("*.po"))]
    return [problem for path in paths for problem in other_numbers(read(path, path.stem), texts)]


def file_problems(path: Path) -> list[Problem]:
    """Everything that is wrong with a file of translations."""
    if is_language(path.stem):
        return problems(read(path, path.stem))
    tip = f"call it after its language: {language_tip(path.stem)}"
    return [Problem("file", shown(path), 0, "", f"“{path.stem}”", "a language tag such as it or pt-BR", tip)]
