"""Reads what a site is made of: its catalogues, and their translations."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from planswitch.catalogue import CatalogueError, load
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


def watched(catalogues: Iterable[Path]) -> list[Path]:
    """The folders that are read."""
    return [folder for catalogue in catalogues for folder in (catalogue, *locale_folders(catalogue))]


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
