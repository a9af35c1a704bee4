"""Writes ``OLD/index.html`` for each page that had another address before: it leads on to that of now, on any host.

So have the pages of plans and rules whose ids were renamed, and those of plans whose folder was. No navigation, search
or sitemap has these. Where a page of that address is written by hand, that one stands.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from posixpath import relpath

from planswitch.pages.render import Renderer


@dataclass(frozen=True, slots=True)
class Moved:
    """A page that has another address now.

    Attributes:
        old, now: addresses below the language's root, without a slash at the end.
        title: of the page.
    """

    old: str
    now: str
    title: str


def moved(renderer: Renderer) -> Iterator[Moved]:
    """Each of an edition, those that are written by hand included."""
    plans, rules = f"{renderer.folder}{renderer.address}", f"{renderer.folder}troubleshooting"
    catalogue, words = renderer.catalogue, renderer.words
    former = catalogue.settings.get("former", "")
    for old, plan in renderer.former_ids.items():
        yield Moved(f"{plans}/{old}", f"{plans}/{plan}", words.plan(plan))
    if former:
        before = f"{renderer.folder}{former}"
        yield Moved(before, plans, words.gettext("Plans"))
        for old, plan in {**{plan: plan for plan in catalogue.plans}, **renderer.former_ids}.items():
            yield Moved(f"{before}/{old}", f"{plans}/{plan}", words.plan(plan))
    for old, rule in catalogue.earlier.get("rule", {}).items():
        yield Moved(f"{rules}/{old}", f"{rules}/{rule}", words.text(catalogue.rules[rule].title))


def moved_pages(renderer: Renderer, present: Collection[str] = ()) -> Iterator[tuple[str, str]]:
    """Path and content of each, below the language's root.

    Args:
        renderer: of the edition.
        present: paths of what is written by hand.
    """
    written = {*present}
    for page in moved(renderer):
        path = f"{page.old}/index.html"
        if not {path, f"{page.old}.md", f"{page.old}/index.md"} & written:
            to = f"{relpath(page.now, page.old)}/"
            yield path, renderer.render("moved.html.jinja", path, to=to, title=page.title)


def moved_addresses(renderers: Mapping[str, Iterable[Renderer]]) -> dict[str, str]:
    """Each address of a page of earlier, below the site's root -> the address of now.

    Args:
        renderers: of each language, by tag.
    """
    return {
        f"{tag}/{page.old}/": f"{tag}/{page.now}/"
        for tag, made in renderers.items()
        for renderer in made
        for page in moved(renderer)
    }
