"""Writes ``plans/OLD/index.html`` for each id that a plan had before: it leads on to the plan's page, on any host.

No navigation, search or sitemap has it. Where a page of that address is written by hand, that one stands.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from planswitch.pages.render import Renderer


def moved_pages(renderer: Renderer, present: Collection[str] = ()) -> Iterator[tuple[str, str]]:
    """Path and content of each, below the language's root.

    Args:
        renderer: of the edition.
        present: paths of what is written by hand.
    """
    for old, plan in renderer.former_ids.items():
        address = f"{renderer.folder}{renderer.address}/{old}"
        path = f"{address}/index.html"
        if not {path, f"{address}.md", f"{address}/index.md"} & {*present}:
            yield path, renderer.render("moved.html.jinja", path, plan=plan)


def moved_addresses(renderers: Mapping[str, Iterable[Renderer]]) -> dict[str, str]:
    """Each address of a page of earlier, below the site's root -> the address of now.

    Args:
        renderers: of each language, by tag.
    """
    return {
        f"{tag}/{renderer.folder}{renderer.address}/{old}/": f"{tag}/{renderer.folder}{renderer.address}/{plan}/"
        for tag, made in renderers.items()
        for renderer in made
        for old, plan in renderer.former_ids.items()
    }
