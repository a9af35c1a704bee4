"""What the pages of a site are made of: a renderer for each of its catalogues in each of its languages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from planswitch.catalogue import Loaded
from planswitch.catalogue.changes import Changes
from planswitch.i18n import shown
from planswitch.pages.changes import in_language
from planswitch.pages.editions import edition_of, in_order
from planswitch.pages.handwritten import has_about, parts_in
from planswitch.pages.languages import Language, Reads, is_whole, languages
from planswitch.pages.render import Renderer


@dataclass(frozen=True, slots=True)
class Source:
    """A catalogue that has been read.

    Attributes:
        folder: of its CSV files.
        languages: of the site, by tag, with the translations of its texts.
    """

    folder: Path
    loaded: Loaded
    languages: dict[str, Language]


@dataclass(frozen=True, slots=True)
class Kind:
    """What is so of all pages of a site, see `planswitch.pages.render.Renderer`, and what reads translations."""

    report: str = ""
    several: bool = False
    section: bool = False
    changes: Changes | None = None
    reads: Reads = languages


def renderers(sources: Sequence[Source], roots: Mapping[str, Path], kind: Kind) -> dict[str, tuple[Renderer, ...]]:
    """The renderers of each language: that of the front edition first, whose are the pages of no edition.

    Args:
        sources: the catalogues, as the site lists them.
        roots: where the hand-written pages of each language are.
        kind: of the site.
    """
    return {tag: _in_language(sources, tag, root, kind) for tag, root in roots.items()}


def _in_language(sources: Sequence[Source], tag: str, root: Path, kind: Kind) -> tuple[Renderer, ...]:
    about = not kind.section and has_about(root)
    foreign = not all(is_whole(source.loaded, source.languages[tag]) for source in sources)
    made = {
        source.loaded.catalogue.id: Renderer(
            source.loaded,
            source.languages[tag],
            source.languages,
            kind.report,
            several=kind.several,
            about=about,
            section=kind.section,
            foreign=foreign,
        )
        for source in sources
    }
    editions = in_order(edition_of(renderer.words, renderer.folder) for renderer in made.values())
    front, *others = (
        replace(made[edition.id], editions=editions, written=parts_in(root, edition.folder)) for edition in editions
    )
    if kind.changes:
        words = {name: renderer.words for name, renderer in made.items()}
        front = replace(front, changes=in_language(kind.changes, tag, words, kind.reads))
    return (front, *others)


def renderer_of(renderers: Sequence[Renderer], path: str) -> Renderer:
    """The renderer of the edition in whose folder a page is; of a page of no edition, the first.

    Args:
        renderers: of one language.
        path: of the page, below the language's root.
    """
    own = (renderer for renderer in renderers if renderer.folder and path.startswith(renderer.folder))
    return next(own, renderers[0])


def ids_twice(sources: Iterable[Source]) -> Iterator[str]:
    """A sentence for each catalogue with the id of another: the pages of both would be in one folder."""
    known: dict[str, Source] = {}
    for source in sources:
        name = source.loaded.catalogue.id
        first = known.setdefault(name, source)
        if first is not source:
            both = f"{shown(first.folder)} and {shown(source.folder)}"
            yield f"“{name}” is the id of both {both}; expected one each: change it in catalogue.csv of one of them."
