"""The parts of which a build makes a site: what all languages share, one language, or a section of somebody's site.

The plugin hands each event of the site engine to the part that is being built. No part imports the engine: its
configuration, its pages and its templates come as they are, and what a part wants written it yields as `NewFile`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from planswitch.pages import slots
from planswitch.pages.policy import PolicyError
from planswitch.pages.render import Renderer

THEME = Path(__file__).parents[1] / "theme"
"""The few templates of the theme that ours take the place of."""


class SiteError(Exception):
    """Why there is no new site: sentences for whoever builds it."""


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file of the site that has no source among the documents.

    Attributes:
        path: where it would lie among them.
        content: makes its text when it is asked for, which can be more than once; or the file to copy.
        in_nav: whether a page stands in the navigation where nobody has said what does.
    """

    path: str
    content: Callable[[], str] | Path
    in_nav: bool = False


class Part:
    """What the engine is asked for: as long as a part says nothing else, all is as the engine has it."""

    def configure(self, config: Any) -> None:
        """Changes the configuration before anything is read."""

    def keeps(self, path: str, *, page: bool) -> bool:
        """Whether a file of the documents or of the theme belongs to the part."""
        return True

    def files(self, present: Collection[str]) -> Iterator[NewFile]:
        """What is added to the files that are present, by their paths."""
        yield from ()

    def written(self, paths: Iterable[Path]) -> None:
        """Takes note of the files that the engine is going to write."""

    def environment(self, env: Any, config: Any, pages: list[Any]) -> None:
        """Changes the environment of the theme's templates, when every page has been read."""

    def look_at(self, pages: list[Any]) -> None:
        """Says what is wrong with pages, all of which have been rendered."""

    def page_context(self, context: dict[str, Any], page: Any, config: Any) -> None:
        """Adds to what the template of a page is told."""

    def template_context(self, context: dict[str, Any], name: str, config: Any) -> None:
        """Adds to what a template is told that is no page's."""

    def page_markdown(self, text: str, page: Any) -> str:
        """Changes a page while it is Markdown."""
        return text

    def page_content(self, html: str, page: Any) -> str:
        """Changes a page while it is HTML without its theme, as search reads it."""
        return html

    def page_whole(self, html: str, page: Any) -> str:
        """Changes a page before it is written."""
        return html

    def owns(self, page: Any) -> bool:
        """Whether a page needs more of Markdown than its site has."""
        return False

    def template_whole(self, html: str, name: str) -> str:
        """Changes what a template that is no page's has made, before it is written."""
        return html


def filled(text: str, renderer: Renderer, path: str, widget: dict[str, Any], stage: slots.Stage) -> str:
    """A page with its slots of a stage filled.

    Raises:
        SiteError: nothing can fill one.
    """
    try:
        return slots.fill(text, renderer, path, widget, stage=stage)
    except slots.SlotError as error:
        raise SiteError(str(error)) from error


def safely(guard: Callable[..., Any], *arguments: Any) -> Any:
    """What a guard of the policy returns.

    Raises:
        SiteError: a page would run what it may not.
    """
    try:
        return guard(*arguments)
    except PolicyError as error:
        raise SiteError(str(error)) from error
