"""What stands at the top of each page of an edition that a later one has taken the place of."""

from __future__ import annotations

from collections.abc import Sequence

from planswitch.pages.editions import place_in
from planswitch.pages.render import Renderer
from planswitch.pages.site import renderer_of


def html(renderers: Sequence[Renderer], path: str) -> str:
    """The banner of a page: that there is a later edition, and the way there; blank where there is none.

    Args:
        renderers: of the page's language.
        path: of the page, below the language's root.
    """
    renderer = renderer_of(renderers, path)
    newer = next((other for other in renderers if other.catalogue.id == renderer.edition.newer), None)
    if not newer or not path.startswith(renderer.folder):
        return ""
    return renderer.render("newer.html.jinja", path, newer=newer.label, there=place_in(renderer, path, newer))
