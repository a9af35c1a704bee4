"""Writes plain Markdown trees, one a language, that another engine can build.

``OUT/LANGUAGE/…`` holds the hand-written pages with their slots filled, the generated pages, ``answers/FROM.json`` and
``names.json``, all but the first below the catalogue's id where the site has several; ``OUT/assets/…`` and
``OUT/api/…`` are for all languages. ``OUT/README.txt`` tells what to wire, and ``OUT/assets/elsewhere.css`` has what
our styles take from our theme.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from planswitch.pages import api, banner, registry, slots, software
from planswitch.pages.handwritten import files, languages_in
from planswitch.pages.moved import moved_pages
from planswitch.pages.render import TEMPLATES, Renderer, block
from planswitch.pages.site import renderer_of
from planswitch.pages.widgets import explorer_files

ASSETS = Path(__file__).parent / "assets"
"""Our own: the widgets and what the pages look like."""
SECTION = ASSETS / "section.css"
"""All styles of a page in a section of somebody's site."""
WITH_IT = {"README.txt": "staged.txt", "assets/elsewhere.css": "elsewhere.css"}
"""What only a stage has, by its path, and the name among the templates."""
LENGTH = re.compile(r"(?<![\w.#-])(-?(?:\d+\.?\d*|\.\d+))rem\b")
FRONT_MATTER = re.compile(r"\A---\n.*?^---\n", re.DOTALL | re.MULTILINE)
CONDITION = re.compile(r"@(?:media|container)[^{]*\{")
"""Where a style asks for the width of something: no property counts there."""


class StageError(Exception):
    """Pages that cannot be staged; the text is one sentence."""


def tags_of(docs: Path) -> list[str]:
    """The languages that have hand-written pages.

    Raises:
        StageError: there is none.
    """
    tags = languages_in(docs)
    if not tags:
        raise StageError(f"{docs} holds no pages, such as {docs / 'en' / 'index.md'}: say with --docs where they are.")
    return tags


def own_assets() -> Iterator[tuple[str, Path]]:
    """Path in the site and file of each of our own assets, for docs that have none by that name."""
    for file in sorted(ASSETS.glob("**/*.*")):
        if file.is_file() and file != SECTION:
            yield f"assets/{file.relative_to(ASSETS).as_posix()}", file


def stage(
    renderers: Mapping[str, Sequence[Renderer]],
    docs: Path,
    widgets: Mapping[str, Mapping[str, Mapping[str, Any]]],
    out: Path,
) -> None:
    """Writes everything below a folder.

    Args:
        renderers: of each language, by tag: one an edition, the front edition's first.
        docs: the hand-written pages, one folder a language, and ``assets``.
        widgets: what scripts need to know of Python, by language and by the ids of catalogues.
        out: the folder, which is empty.

    Raises:
        StageError: a page cannot be read, or has a slot that nothing can fill.
    """
    _stage_assets(docs, out)
    first = next(iter(renderers.values()))
    for path, content in (*(file for each in first for file in api.public_files(each)), *software.texts(renderers)):
        _write(out / path, content)
    for tag, made in renderers.items():
        for path, file in files(docs / tag):
            if file.suffix != ".md":
                _copy(file, out / tag / path)
        for path, content in _tree(made, docs / tag, widgets[tag]):
            _write(out / tag / path, content)


def _stage_assets(docs: Path, out: Path) -> None:
    for path, file in (dict(own_assets()) | dict(_shared(docs))).items():
        if path.endswith(".css"):
            _write(out / path, in_own_units(_read(file)))
        else:
            _copy(file, out / path)
    for path, template in WITH_IT.items():
        _copy(TEMPLATES / template, out / path)


def in_own_units(style: str) -> str:
    """A style whose lengths do not rest on the size of a theme's letters: ``--ps-rem`` says what ``1rem`` is for it."""
    kept = [*CONDITION.findall(style), ""]
    rules = (LENGTH.sub(r"calc(\1 * var(--ps-rem, 1rem))", part) for part in CONDITION.split(style))
    return "".join(text for pair in zip(rules, kept, strict=True) for text in pair)


def _shared(docs: Path) -> Iterator[tuple[str, Path]]:
    """What is for all languages: the assets, and what lies beside the languages' folders and is no page."""
    for path, file in files(docs):
        if path.startswith("assets/") or ("/" not in path and file.suffix != ".md"):
            yield path, file


def _tree(
    renderers: Sequence[Renderer], docs: Path, widgets: Mapping[str, Mapping[str, Any]]
) -> Iterator[tuple[str, str]]:
    written = {path: _read(file) for path, file in files(docs) if file.suffix == ".md"}
    generated = {page.path: page.whole() for renderer in renderers for page in registry.pages(renderer)}
    for path, text in (written | generated).items():
        renderer = renderer_of(renderers, path)
        try:
            filled = slots.fill_markdown(text, renderer, path, widgets[renderer.catalogue.id])
            yield path, with_banner(filled, banner.html(renderers, path))
        except slots.SlotError as error:
            raise StageError(str(error)) from error
    for renderer in renderers:
        yield from api.answer_files(renderer)
        yield from moved_pages(renderer, written)
    yield from explorer_files(renderers, widgets)


def with_banner(text: str, html: str) -> str:
    """A page with a banner below its front matter, where there is one."""
    if not html:
        return text
    front = FRONT_MATTER.match(text)
    begin = front.end() if front else 0
    return f"{text[:begin]}\n{block(html)}\n\n{text[begin:].lstrip()}"


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise StageError(f"{file} is not UTF-8: save it as UTF-8.") from error


def _copy(file: Path, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(file, path)


def _write(path: Path, content: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")
