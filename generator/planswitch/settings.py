"""Reads the settings of the site (``extra.planswitch`` in ``mkdocs.yml``), or says all that is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from planswitch.catalogue.checks import is_language, language_tip
from planswitch.catalogue.problems import Hints

SECTION = "extra.planswitch"
EXPECTED = {
    "catalogue": "expected the folder of the CSV files, such as data",
    "languages": "expected a list of language tags, such as [en, it]",
    "report": "expected the address where a reader can report an error, such as https://… or mailto:…, or nothing",
    "several_catalogues": "expected true where the site has several catalogues, or will have, and otherwise false",
}
"""What there is to set, and what is expected of it."""
NEEDED = ("catalogue", "languages")
ADDRESS = re.compile(r"https?://[^\s/?#]+\S*|mailto:[^\s@?]+@[^\s@?]+(\?\S*)?")
"""Where a link of ours may lead."""


class SettingsError(Exception):
    """Settings that make no sense; the text has a sentence for each mistake, one a line."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a site is made of.

    Attributes:
        catalogue: the folder of the CSV files.
        languages: tags, in the order of the site.
        report: where a reader can report an error; blank when there is no such place.
        several: whether the site has several catalogues, or will have: then each has a folder by its id.
    """

    catalogue: Path
    languages: tuple[str, ...]
    report: str = ""
    several: bool = False


def read_settings(given: Any, project: Path, docs: Path) -> Settings:
    """Reads what stands in the section.

    Args:
        given: the section as YAML has it; None when it is not there.
        project: the folder of ``mkdocs.yml``.
        docs: the folder that has a folder of pages for each language.

    Raises:
        SettingsError: with every mistake at once.
    """
    wrong = list(_mistakes(given, project, docs))
    if wrong:
        raise SettingsError("\n".join(wrong))
    return Settings(
        catalogue=project / given["catalogue"],
        languages=tuple(given["languages"]),
        report=given.get("report") or "",
        several=given.get("several_catalogues") or False,
    )


def _mistakes(given: Any, project: Path, docs: Path) -> Iterator[str]:
    if not isinstance(given, Mapping):
        found = "is not there" if given is None else f"is {_said(given)}"
        yield f"{SECTION} {found}; expected a section with {' and '.join(NEEDED)}."
        return
    meant = set()
    for key in [key for key in given if key not in EXPECTED]:
        tip = Hints(EXPECTED).tip(str(key))
        meant |= {name for name in EXPECTED if tip == f"did you mean “{name}”?"}
        yield f"{SECTION}.{key} is no setting; {tip}"
    for key in NEEDED:
        if key not in given and key not in meant:
            yield f"{SECTION}.{key} is not there; {EXPECTED[key]}."
    if "catalogue" in given:
        yield from _catalogue(given["catalogue"], project)
    if "languages" in given:
        yield from _languages(given["languages"], docs)
    yield from _others(given)


def _others(given: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong with the settings that may be left out."""
    report = given.get("report")
    if report not in (None, "") and not (isinstance(report, str) and ADDRESS.fullmatch(report)):
        yield f"{SECTION}.report is {_said(report)}; {EXPECTED['report']}."
    several = given.get("several_catalogues")
    if not (several is None or isinstance(several, bool)):
        yield f"{SECTION}.several_catalogues is {_said(several)}; {EXPECTED['several_catalogues']}."


def _catalogue(folder: Any, project: Path) -> Iterator[str]:
    name = f"{SECTION}.catalogue"
    if not isinstance(folder, str) or not folder.strip():
        yield f"{name} is {_said(folder)}; {EXPECTED['catalogue']}."
    elif not (project / folder).is_dir():
        beside = [path.parent.name for path in sorted(project.glob("*/plans.csv"))]
        tip = Hints(beside).tip(folder) if beside else f"{EXPECTED['catalogue']}."
        yield f"{name} is “{folder}”, but there is no such folder beside mkdocs.yml; {tip}"


def _languages(tags: Any, docs: Path) -> Iterator[str]:
    name = f"{SECTION}.languages"
    if not isinstance(tags, list) or not tags:
        found = "has none" if tags in ([], None) else f"is {_said(tags)}"
        yield f"{name} {found}; {EXPECTED['languages']}."
        return
    for number, tag in enumerate(tags):
        if tag in tags[:number]:
            yield f"{name} has “{tag}” twice; expected each once."
        else:
            mistake = _tag(tag, docs)
            if mistake:
                yield f"{name} has {mistake}" + ("" if mistake.endswith("?") else ".")


def _tag(tag: Any, docs: Path) -> str:
    if tag is False:
        return "false, which is how YAML reads a bare no; write it in quotes"
    if not isinstance(tag, str) or not is_language(tag):
        return f"{_said(tag)}, which is no known language; {language_tip(str(tag))}"
    if not (docs / tag).is_dir():
        return f"“{tag}”, but there is no folder {docs.name}/{tag}; write it, or take the language out"
    return ""


def _said(value: Any) -> str:
    """A value as somebody who wrote YAML knows it."""
    if value is None:
        return "empty"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return f"“{value}”"
    if isinstance(value, list | Mapping):
        return "a list" if isinstance(value, list) else "a section"
    return str(value)
