"""Writes ``index.md`` of a section in somebody's site: the explorer, and the way to all other pages."""

from __future__ import annotations

from planswitch.pages.render import Page, Renderer, Text

PATH = "index.md"


def page(renderer: Renderer) -> Page:
    """The page with which a section begins, where nobody has written one."""
    return Page(PATH, lambda: Text(renderer.render("section.md.jinja", PATH)))
