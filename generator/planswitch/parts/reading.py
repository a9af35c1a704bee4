"""Reads what a site is made of: the catalogue, and its translations."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from pathlib import Path

from planswitch.catalogue import CatalogueError, Loaded, load
from planswitch.pages.languages import Language, LanguageError, languages, locale_folders
from planswitch.parts import SiteError

log = logging.getLogger("mkdocs.planswitch")


def read(catalogue: Path, tags: Iterable[str]) -> tuple[Loaded, dict[str, Language]]:
    """A catalogue, and the languages of its site by their tags.

    Raises:
        SiteError: something is wrong with it, or with its translations; says all of it.
    """
    try:
        loaded = load(catalogue)
        found = languages(tags, *locale_folders(catalogue), written=loaded.catalogue.language)
    except (CatalogueError, LanguageError) as error:
        raise SiteError(f"{catalogue.name}: the site stays as it is until this is mended\n{error}") from error
    for warning in loaded.warnings:
        log.info("%s", warning.explain())
    return loaded, found
