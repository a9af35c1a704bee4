"""The pages that people write by hand: a folder a language."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from planswitch.catalogue.checks import is_language


def languages_in(docs: Path) -> list[str]:
    """The languages that have hand-written pages, if there are any."""
    return sorted(page.parent.name for page in docs.glob("*/index.md") if is_language(page.parent.name))


def has_about(docs: Path, tag: str) -> bool:
    """Whether a language has a page that says how certain the answers are."""
    return (docs / tag / "about.md").is_file()


def files(folder: Path) -> Iterator[tuple[str, Path]]:
    """Every file below a folder, by its path in it; hidden ones are not meant for readers."""
    for file in sorted(folder.rglob("*")):
        path = file.relative_to(folder)
        if file.is_file() and not any(part.startswith(".") for part in path.parts):
            yield path.as_posix(), file
