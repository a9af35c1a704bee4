"""Writes ``software.md``, and ``assets/licences/NAME.txt`` for all languages: what the site holds besides its pages."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache, partial
from importlib.metadata import PackageNotFoundError, PackagePath, files
from pathlib import Path
from typing import Any

from planswitch.pages.render import Page, Renderer, Text

FOLDER = Path(__file__).parents[1] / "licences"
"""Holds ``components.toml``, which says what there is, and the texts that no package brings along."""
PATH = "software.md"
OURS = ("planswitch", "python")
"""The parts that are in a section, too; theme and search are its site's."""
RULER = f"\n{'=' * 78}\n\n"


@dataclass(frozen=True, slots=True)
class Component:
    """One piece of software in the built site.

    Attributes:
        part: the heading it stands under: ``planswitch``, ``python``, ``theme`` or ``search``.
        licence: SPDX's name for it, or ``public-domain``.
        texts: its texts: files of `FOLDER`, or ``PACKAGE:END`` of a path in an installed package.
        files: patterns of the site's files that are its own; none for what is inside those of another.
        notice: goes before the texts.
        modules: JavaScript packages that it is, as the source maps of scripts and styles name them.
        icons: folders of the theme's icons that styles and pages draw from.
        languages: tags of the languages that it is for; none for what any site has.
    """

    name: str
    part: str
    licence: str
    texts: tuple[str, ...]
    files: tuple[str, ...] = ()
    notice: str = ""
    modules: tuple[str, ...] = ()
    icons: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()

    @property
    def path(self) -> str:
        """Where its licence is in the site."""
        return f"assets/licences/{re.sub('[^a-z0-9]+', '-', self.name.lower()).strip('-')}.txt"

    def text(self) -> str:
        """Its notice and its texts, word for word.

        Raises:
            LookupError: a package no longer brings along the text that we take from it.
        """
        parts = (self.notice, *map(_text, self.texts))
        return RULER.join(part.strip("\n") + "\n" for part in parts if part)

    def owns(self, path: str) -> bool:
        """Whether a file of the site, ``assets/…``, is its own."""
        return any(fnmatchcase(path, pattern) for pattern in self.files)


def components(tags: Iterable[str], *, section: bool = False) -> list[Component]:
    """What a site in some languages has, or a section of ours in somebody's, in the order of ``components.toml``."""
    spoken = {tag.partition("-")[0] for tag in tags}
    found = [each for each in known() if not each.languages or spoken.intersection(each.languages)]
    return [each for each in found if each.part in OURS] if section else found


@cache
def known() -> tuple[Component, ...]:
    """What any site may have."""
    entries: list[dict[str, Any]] = _read()["component"]
    return tuple(Component(**{key: _frozen(value) for key, value in entry.items()}) for entry in entries)


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def looked_at() -> dict[str, str]:
    """The versions of packages whose contents were looked at for the list."""
    return dict(_read()["looked-at"])


def _read() -> dict[str, Any]:
    return tomllib.loads((FOLDER / "components.toml").read_text(encoding="utf-8"))


def _text(name: str) -> str:
    package, colon, end = name.partition(":")
    if not colon:
        return (FOLDER / name).read_text(encoding="utf-8")
    found = [file for path, file in _files(package).items() if path.endswith(end)]
    if len(found) != 1:
        raise LookupError(
            f"The licence of {package} should be its one file …{end}, and it has {len(found)} of them. "
            "Look where it is now, and correct it in generator/planswitch/licences/components.toml."
        )
    return found[0].read_text(encoding="utf-8")


@cache
def _files(package: str) -> dict[str, PackagePath]:
    """What an installed package holds, by its path. The theme has 12,000 files: they are listed once."""
    try:
        return {file.as_posix(): file for file in files(package) or ()}
    except PackageNotFoundError:
        return {}


def paths(_: Renderer) -> Iterator[str]:
    """There is one."""
    yield PATH


def pages(renderer: Renderer) -> Iterator[Page]:
    """The list, in one language."""
    yield Page(PATH, partial(_list, renderer))


def _list(renderer: Renderer) -> Text:
    parts: dict[str, list[Component]] = {}
    for component in components(renderer.languages, section=renderer.section):
        parts.setdefault(component.part, []).append(component)
    return Text(renderer.render("software.md.jinja", PATH, parts=parts))


def texts(tags: Iterable[str], *, section: bool = False) -> Iterator[tuple[str, str]]:
    """Path and content of each licence of a site in some languages, or of a section, below `Renderer.up`."""
    for component in components(tags, section=section):
        yield component.path, component.text()
