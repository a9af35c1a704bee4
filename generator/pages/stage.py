"""Writes plain Markdown trees, one a language, that another engine can build.

``OUT/LANGUAGE/…`` holds the hand-written pages with their slots filled, the generated pages, and ``answers/FROM.json``;
``OUT/assets/…`` and ``OUT/api/…`` are for all languages.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from generator.pages import interface, outputs, slots
from generator.pages.press import Press


def stage(presses: dict[str, Press], docs: Path, widgets: Mapping[str, Mapping[str, Any]], out: Path) -> None:
    """Writes everything below a folder, which is made anew.

    Args:
        presses: a press for each language, by tag.
        docs: the hand-written pages, one folder a language, and ``assets``.
        widgets: what the explorer's script needs to know, by language.
        out: the folder.
    """
    shutil.rmtree(out, ignore_errors=True)
    shutil.copytree(docs / "assets", out / "assets")
    loaded = next(iter(presses.values())).loaded
    for path, content in interface.public_files(loaded):
        _write(out / path, content)
    for tag, press in presses.items():
        for path, content in _tree(press, docs / tag, widgets[tag]):
            _write(out / tag / path, content)


def _tree(press: Press, docs: Path, widget: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    written = {file.relative_to(docs).as_posix(): file.read_text(encoding="utf-8") for file in docs.rglob("*.md")}
    generated = {page.path: page.whole() for page in outputs.pages(press)}
    for path, text in (written | generated).items():
        yield path, slots.fill_markdown(text, press, path, widget)
    yield from interface.answer_files(press)


def _write(path: Path, content: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")
