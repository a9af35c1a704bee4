"""The pages that people write by hand: a folder a language."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from planswitch.catalogue.checks import is_language

INDEXES = ("index", "README")
"""Names of the page with which a folder begins."""
LINK = re.compile(r"\]\(([\w.-]+\.md)\b")
"""A link to a page of the same folder."""


def languages_in(docs: Path) -> list[str]:
    """The languages that have hand-written pages, if there are any."""
    return sorted(page.parent.name for page in docs.glob("*/index.md") if is_language(page.parent.name))


def has_about(root: Path) -> bool:
    """Whether the pages of a language have one that says how certain the answers are."""
    return (root / "about.md").is_file()


def files(folder: Path) -> Iterator[tuple[str, Path]]:
    """Every file below a folder, by its path in it; hidden ones are not meant for readers.

    Folders that are links count as folders, as they do for MkDocs.
    """
    found = (Path(parent, name) for parent, _, names in os.walk(folder, followlinks=True) for name in names)
    for file in sorted(found):
        path = file.relative_to(folder)
        if file.is_file() and not any(part.startswith(".") for part in path.parts):
            yield path.as_posix(), file


def parts_in(root: Path, folder: str) -> tuple[str, ...]:
    """What the folder of an edition has that is written by hand: names of pages, and of folders with pages.

    Args:
        root: where the pages of a language are.
        folder: of the edition, such as ``2014/``; blank where pages are of no edition.
    """
    if not folder:
        return ()
    own = root / folder
    pages = {path.partition("/")[0].removesuffix(".md") for path, file in files(own) if file.suffix == ".md"}
    return tuple(sorted(pages - set(INDEXES)))


def in_reading_order(folder: Path) -> list[str]:
    """The pages of a folder: its own first, then as that one names them, then the rest by name."""
    pages = [file.name for file in sorted(folder.glob("*.md")) if not file.name.startswith(".")]
    first = [f"{name}.md" for name in INDEXES if f"{name}.md" in pages][:1]
    text = (folder / first[0]).read_text(encoding="utf-8-sig", errors="replace") if first else ""
    named = [name for name in dict.fromkeys(LINK.findall(text)) if name in pages and name not in first]
    return [*first, *named, *(name for name in pages if name not in (*first, *named))]
