"""Reads what a site is made of: its catalogues, and their translations."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path

from planswitch.catalogue import CatalogueError, load
from planswitch.catalogue.changes import Changes, load_changes
from planswitch.i18n import OWN_FOLDER
from planswitch.pages.languages import Language, LanguageError, Reads, languages, languages_for, locale_folders
from planswitch.pages.site import Source, ids_twice
from planswitch.parts import SiteError
from planswitch.serving import Memory

log = logging.getLogger("mkdocs.planswitch")

NONE = Memory(keeps=False)
"""Of whoever builds once."""


def read(catalogues: Sequence[Path], tags: Iterable[str], memory: Memory = NONE) -> list[Source]:
    """The catalogues of a site, each with the languages of the site: from memory, where no file of it has changed.

    Raises:
        SiteError: something is wrong with one, with its translations, or with all of them together; says all of it.
    """
    wanted = list(tags)
    found: list[Source] = []
    wrong: list[str] = []
    for folder in catalogues:
        try:
            files = _contents(folder, *locale_folders(folder), OWN_FOLDER)
            make = partial(_source, folder, wanted, reading(memory))
            found.append(memory.of(make, "source", str(folder), *wanted, files))
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


def _source(folder: Path, tags: Iterable[str], reads: Reads) -> Source:
    loaded = load(folder)
    return Source(folder, loaded, languages_for(folder, loaded, tags, reads))


def reading(memory: Memory) -> Reads:
    """Reads translations: from memory, where no file of them has changed."""

    def reads(tags: Iterable[str], *folders: Path) -> dict[str, Language]:
        wanted = [*tags]
        files = _contents(*folders, OWN_FOLDER)
        return memory.of(partial(languages, wanted, *folders), "languages", *wanted, *map(str, folders), files)

    return reads


def _contents(*paths: Path) -> bytes:
    """A digest of files, and of the files in folders."""
    sha = hashlib.sha256()
    for path in dict.fromkeys(path.resolve() for path in paths):
        for file in sorted(found for found in (path, *path.rglob("*")) if found.is_file()):
            try:
                content = file.read_bytes()
            except OSError as error:  # whoever reads it will say so
                content = str(error).encode()
            sha.update(f"{file}\0{len(content)}\0".encode("utf-8", "surrogateescape") + content)
    return sha.digest()


def read_changes(
    file: Path | None, sources: Sequence[Source], tags: Iterable[str], memory: Memory = NONE
) -> Changes | None:
    """What changed between the editions of a site; nothing where there is no file that says so.

    Raises:
        SiteError: something is wrong with it, or with its translations; says all of it.
    """
    if not file:
        return None
    try:
        catalogues = {source.loaded.catalogue.id: source.loaded.catalogue for source in sources}
        files = _contents(file, file.parent / "locale")
        changes = memory.of(partial(load_changes, file, catalogues), "changes", files, *catalogues.values())
        reading(memory)(tags, changes.locale)
    except (CatalogueError, LanguageError) as error:
        raise SiteError(f"{file.name}: the site stays as it is until this is mended\n{error}") from error
    for warning in changes.warnings:
        log.info("%s", warning.explain())
    return changes


def watched(catalogues: Iterable[Path], changes: Path | None) -> list[Path]:
    """The folders and files that are read."""
    found = [folder for catalogue in catalogues for folder in (catalogue, *locale_folders(catalogue))]
    return [*found, *([changes, changes.parent / "locale"] if changes else [])]
