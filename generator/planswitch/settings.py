"""The options of the plugin, ``planswitch`` in ``mkdocs.yml``, and what can be wrong with them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from planswitch.catalogue.checks import is_language, language_tip
from planswitch.catalogue.problems import Hints

EXPECTED = {
    "catalogue": "the folder of the CSV files, such as data",
    "catalogues": "a list of such folders, such as [data]; the pages of each are then under its id",
    "languages": "a list of language tags, such as [en, it]",
    "section": "the path of our pages in a site of yours, such as upgrade",
    "language": "the language tag of a section, such as en, where the theme does not say it",
    "report": "the address where a reader can report an error, such as https://… or mailto:…, or nothing",
    "changes": "the file that says what changed from edition to edition, such as editions/changes.csv",
}
"""What there is to set, and what is expected of it."""
ADDRESS = re.compile(r"https?://[^\s/?#]+\S*|mailto:[^\s@?]+@[^\s@?]+(\?\S*)?")
"""Where a link of ours may lead."""
PATH = re.compile(r"[A-Za-z0-9][\w-]*(/[A-Za-z0-9][\w-]*)*")
"""Folders of a site between slashes."""

Mistakes = Iterator[tuple[str, str]]
"""Names of options, and what is wrong with each: one sentence."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a site is made of.

    Attributes:
        catalogues: the folders of the CSV files, in the order of the site.
        languages: tags, in the order of the site; none for a section.
        report: where a reader can report an error; blank when there is no such place.
        several: whether the site has several catalogues, or will have: then the pages of each are under its id.
        section: the path of our pages in a site that is not ours; blank when the whole site is.
        language: of a section; blank where the theme says it.
        changes: the file that says what changed from edition to edition; none for a site that does not say it.
    """

    catalogues: tuple[Path, ...]
    languages: tuple[str, ...] = ()
    report: str = ""
    several: bool = False
    section: str = ""
    language: str = ""
    changes: Path | None = None


def settings(given: Mapping[str, Any], project: Path) -> Settings:
    """What options without a mistake say.

    Args:
        given: the options by name; None for one that is left out.
        project: the folder of ``mkdocs.yml``.
    """
    several = given.get("catalogues")
    return Settings(
        catalogues=tuple(project / folder for folder in several or [given["catalogue"]]),
        languages=tuple(given.get("languages") or ()),
        report=given.get("report") or "",
        several=bool(several),
        section=given.get("section") or "",
        language=given.get("language") or "",
        changes=project / given["changes"] if given.get("changes") else None,
    )


def mistakes(given: Mapping[str, Any], project: Path) -> Mistakes:
    """Everything that is wrong with the options, as far as no page is looked at.

    Args:
        given: the options by name; None for one that is left out.
        project: the folder of ``mkdocs.yml``.
    """
    meant = set()
    for name in [name for name in given if name not in EXPECTED]:
        tip = Hints(EXPECTED).tip(str(name))
        meant |= {known for known in EXPECTED if tip == f"did you mean “{known}”?"}
        yield str(name), f"there is no such option; {tip}"
    yield from _catalogues(given, project, meant)
    if given.get("section") is None:
        yield from _whole(given, meant)
    else:
        yield from _section(given)
    report = given.get("report")
    if report not in (None, "") and not (isinstance(report, str) and ADDRESS.fullmatch(report)):
        yield "report", _other("report", report)
    if given.get("changes") is not None:
        yield from _changes(given["changes"], project)


def _other(name: str, value: Any) -> str:
    return f"found {_said(value)}; expected {EXPECTED[name]}."


def _catalogues(given: Mapping[str, Any], project: Path, meant: set[str]) -> Mistakes:
    one, several = given.get("catalogue"), given.get("catalogues")
    if one is not None and several is not None:
        yield "catalogues", "found beside “catalogue”; expected one of the two."
    elif several is not None:
        yield from _listed(several, project)
    elif one is not None or not meant & {"catalogue", "catalogues"}:
        yield from _folder("catalogue", one, project)


def _listed(folders: Any, project: Path) -> Mistakes:
    if not isinstance(folders, list) or not folders:
        yield "catalogues", _other("catalogues", folders)
        return
    known = set[Path]()
    for folder in folders:
        place = (project / folder).resolve() if isinstance(folder, str) else None
        if place in known:
            yield "catalogues", f"found “{folder}” twice; expected each once."
        else:
            yield from _folder("catalogues", folder, project)
        known |= {place} if place else set()


def _folder(name: str, folder: Any, project: Path) -> Mistakes:
    if not isinstance(folder, str) or not folder.strip():
        yield name, f"found {_said(folder)}; expected {EXPECTED['catalogue']}."
    elif not (project / folder).is_dir():
        near = [*project.glob("*/plans.csv"), *project.glob("*/*/plans.csv")]
        beside = [path.parent.relative_to(project).as_posix() for path in sorted(near)]
        tip = Hints(beside).tip(folder) if beside else f"expected {EXPECTED['catalogue']}."
        yield name, f"found “{folder}”, but there is no such folder beside mkdocs.yml; {tip}"


def _changes(file: Any, project: Path) -> Mistakes:
    if not isinstance(file, str) or not file.strip():
        yield "changes", _other("changes", file)
    elif not (project / file).is_file():
        near = [*project.glob("changes.csv"), *project.glob("*/changes.csv")]
        beside = [path.relative_to(project).as_posix() for path in sorted(near)]
        tip = Hints(beside).tip(file) if beside else f"expected {EXPECTED['changes']}."
        yield "changes", f"found “{file}”, but there is no such file beside mkdocs.yml; {tip}"


def _whole(given: Mapping[str, Any], meant: set[str]) -> Mistakes:
    if given.get("language") is not None:
        yield "language", "found without “section”; expected the languages of a whole site in “languages”."
    tags = given.get("languages")
    if tags is None and meant & {"languages", "section"}:
        return
    if not isinstance(tags, list) or not tags:
        yield "languages", _other("languages", tags)
        return
    for number, tag in enumerate(tags):
        if tag in tags[:number]:
            yield "languages", f"found “{tag}” twice; expected each once."
        else:
            yield from _tag("languages", tag)


def _section(given: Mapping[str, Any]) -> Mistakes:
    section = given["section"]
    if not isinstance(section, str) or not PATH.fullmatch(section):
        yield "section", _other("section", section)
    if given.get("languages") is not None:
        yield "languages", "found beside “section”; expected neither, for a section has the language of its site."
    if given.get("language") is not None:
        yield from _tag("language", given["language"])


def _tag(name: str, tag: Any) -> Mistakes:
    if tag is False:
        yield name, "found false, which is how YAML reads a bare no; write it in quotes."
    elif not isinstance(tag, str) or not is_language(tag):
        tip = language_tip(str(tag))
        yield name, f"found {_said(tag)}, which is no known language; {tip}" + ("" if tip.endswith("?") else ".")


def pages_missing(languages: tuple[str, ...], docs: Path) -> Mistakes:
    """The languages of a whole site that nobody has written pages for.

    Args:
        languages: their tags.
        docs: the folder that has a folder of pages for each language.
    """
    for tag in languages:
        if not (docs / tag).is_dir():
            there = f"there is no folder {docs.name}/{tag}"
            yield "languages", f"found “{tag}”, but {there}; write it, or take the language out."


def _said(value: Any) -> str:
    """A value as somebody who wrote YAML knows it."""
    if value is None or value in ("", []):
        return "nothing"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return f"“{value}”"
    if isinstance(value, list | Mapping):
        return "a list" if isinstance(value, list) else "a section"
    return str(value)
