"""Reads what a site is made of: its catalogues, and their translations."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from pathlib import Path

from planswitch.catalogue import CatalogueError, load
from planswitch.catalogue.changes import Changes, load_changes
from planswitch.pages.languages import LanguageError, languages, languages_for, locale_folders
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
            found.append(Source(folder, loaded, languages_for(folder, loaded, wanted)))
        except (CatalogueError, LanguageError) as error:
            wrong.append(f"{folder.name}: the site stays as it is until this is mended\n{error}")
    if len(catalogues) > 1:
        wrong += ids_twice(found)
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
