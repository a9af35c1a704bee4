"""Reads what a site is made of: its catalogues, and their translations."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from planswitch.catalogue import CatalogueError, load
from planswitch.catalogue.changes import Changes, load_changes
from planswitch.i18n import OWN_FOLDER, catalogue_texts, shown
from planswitch.pages.languages import LanguageError, languages, locale_folders
from planswitch.pages.site import Source, ids_twice
from planswitch.parts import SiteError

log = logging.getLogger("mkdocs.planswitch")


def read(catalogues: Sequence[Path], tags: Iterable[str]) -> list[Source]:
    """The catalogues of a site, each with the languages of the site.

    Raises:
        SiteError: something is wrong with one, with its translations, or with all of them together; says all of it.
    """
    wanted = list(tags)
    found: list[Source] = []
    wrong: list[str] = []
    for folder in catalogues:
        try:
            loaded = load(folder)
            spoken = languages(wanted, *locale_folders(folder), written=loaded.catalogue.language)
            found.append(Source(folder, loaded, spoken))
        except (CatalogueError, LanguageError) as error:
            wrong.append(f"{folder.name}: the site stays as it is until this is mended\n{error}")
    if len(catalogues) > 1:
        wrong += [*ids_twice(found), *(sentence for source in found for sentence in _lacking(source))]
    if wrong:
        raise SiteError("\n".join(wrong))
    for source in found:
        for warning in source.loaded.warnings:
            log.info("%s", warning.explain())
    return found


def read_changes(file: Path | None, sources: Sequence[Source], tags: Iterable[str]) -> Changes | None:
    """What changed between the editions of a site; nothing where there is no file that says so.

    Raises:
        SiteError: something is wrong with it, or with its translations; says all of it.
    """
    if not file:
        return None
    try:
        changes = load_changes(file, {source.loaded.catalogue.id: source.loaded.catalogue for source in sources})
        languages(tags, changes.locale)
    except (CatalogueError, LanguageError) as error:
        raise SiteError(f"{file.name}: the site stays as it is until this is mended\n{error}") from error
    for warning in changes.warnings:
        log.info("%s", warning.explain())
    return changes


def watched(catalogues: Iterable[Path], changes: Path | None) -> list[Path]:
    """The folders and files that are read."""
    found = [folder for catalogue in catalogues for folder in (catalogue, *locale_folders(catalogue))]
    return [*found, *([changes, changes.parent / "locale"] if changes else [])]


def _lacking(source: Source) -> Iterator[str]:
    """The languages of the site that a catalogue has no text in."""
    texts = catalogue_texts(source.loaded)
    for tag, language in source.languages.items():
        own = {text for text, (_, po) in language.entries.items() if po.path.parent != OWN_FOLDER}
        if tag != source.loaded.catalogue.language and not own & texts.keys():
            folder = shown(source.folder)
            yield (
                f"{folder} has no text in “{tag}”, a language of the site; begin its translations with: "
                f"planswitch messages --catalogue {folder} --locale {tag}"
            )
