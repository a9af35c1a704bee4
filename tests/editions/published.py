"""The published editions, as ``mkdocs.yml`` lists them: tests that prove them begin here."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from planswitch import configured
from planswitch.catalogue import Loaded, load
from planswitch.pages.languages import languages, locale_folders
from planswitch.rules import Words
from planswitch.rules.conditions import Value
from tests.assertions import ROOT

PUBLISHED = ROOT
"""Where the site's configuration is."""
FOLDERS = configured.catalogues(PUBLISHED)
"""The folders of the catalogues, in the order of the site."""
TAGS = ("en", "it")
"""The languages of the site."""


@cache
def editions() -> dict[str, Loaded]:
    """The editions by their ids."""
    return {loaded.catalogue.id: loaded for loaded in map(load, FOLDERS)}


@cache
def in_language(tag: str) -> dict[str, Words]:
    """The editions by their ids, in words of a language."""
    return {
        loaded.catalogue.id: Words(loaded.catalogue, languages([tag], *locale_folders(folder))[tag].translations)
        for folder, loaded in zip(FOLDERS, editions().values(), strict=True)
    }


class Case(NamedTuple):
    """A question, and its answer on one line in both languages."""

    origin: str
    target: str
    given: dict[str, Value]
    route: str | None
    en: str
    it: str

    def __str__(self) -> str:
        return " ".join([self.origin, self.target, *(f"{name}={value}" for name, value in self.given.items())])
