"""Translations: ``locale/LANGUAGE.po`` read by Babel, compiled in memory, served by the standard library."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from gettext import GNUTranslations, NullTranslations
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

OWN_FOLDER = Path(__file__).parents[2] / "locale"
"""Where the translations of our own sentences are."""
SOURCE_LANGUAGE = "en"
"""The language in which our own sentences are written."""
NEVER = datetime(1970, 1, 1, tzinfo=UTC)


class LanguageError(Exception):
    """A file of translations that cannot be read; the message says which and where."""


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
    def compiled(self) -> bytes:
        """All translations as one ``.mo`` file; empty when the language needs none."""
        catalogs = [_read(folder / f"{self.tag}.po", self.tag) for folder in self.folders]
        found = [catalog for catalog in catalogs if catalog is not None]
        if not found:
            return b""
        merged = found[0]
        for catalog in found[1:]:
            for message in catalog:
                if message.id and not (message.id in merged and merged[message.id].string):
                    merged[message.id] = message
        merged.creation_date = NEVER  # else it would say when it was compiled, and no two builds would be equal
        buffer = io.BytesIO()
        write_mo(buffer, merged)
        return buffer.getvalue()

    @cached_property
    def translations(self) -> NullTranslations:
        """What `generator.rules.wording.Words` takes."""
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


def _read(path: Path, tag: str) -> Catalog | None:
    if not path.is_file():
        return None
    try:
        with path.open("rb") as file:
            catalog = read_po(file, locale=tag.replace("-", "_"), abort_invalid=True)
    except PoFileError as error:
        line = error.lineno + 1
        raise LanguageError(f"{path.name}, line {line}: this is not a line of a .po file: {error.line}") from error
    except (UnicodeDecodeError, ValueError) as error:
        raise LanguageError(f"{path.name}: {error}") from error
    return catalog


def languages(tags: Iterable[str], *folders: Path) -> dict[str, Language]:
    """The languages of a site, by tag; translations are looked for in the folders, then among our own."""
    search = tuple(dict.fromkeys([*folders, OWN_FOLDER]))
    return {tag: Language(tag, search) for tag in tags}
