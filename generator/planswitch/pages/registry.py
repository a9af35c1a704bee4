"""The outputs of the site, by name: adding one means a module beside this one and a line here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from planswitch.pages import changes, many, matrix, plans, software, troubleshooting
from planswitch.pages.render import Page, Renderer


@dataclass(frozen=True, slots=True)
class Output:
    """Pages of one kind.

    Attributes:
        paths: where they are, known without making them.
        pages: makes them, in the same order.
        in_nav: whether the first of them leads to the others from the navigation.
        shared: whether they are of no edition, and there once however many editions a site has.
    """

    paths: Callable[[Renderer], Iterator[str]]
    pages: Callable[[Renderer], Iterator[Page]]
    in_nav: bool = True
    shared: bool = False


OUTPUTS = {
    "matrix": Output(matrix.paths, matrix.pages),
    "plans": Output(plans.paths, plans.pages),
    "answers": Output(many.paths, many.pages, in_nav=False),
    "troubleshooting": Output(troubleshooting.paths, troubleshooting.pages),
    "changes": Output(changes.paths, changes.pages, shared=True),
    "software": Output(software.paths, software.pages, in_nav=False, shared=True),
}


def outputs(renderer: Renderer) -> Iterator[Output]:
    """Those that there are for an edition; of the shared ones, the front edition has all."""
    yield from (output for output in OUTPUTS.values() if renderer.front or not output.shared)


def pages(renderer: Renderer) -> Iterator[Page]:
    """Every generated page of an edition in one language."""
    for output in outputs(renderer):
        yield from output.pages(renderer)


def paths(renderer: Renderer) -> Iterator[str]:
    """Where they are, without making one."""
    for output in outputs(renderer):
        yield from output.paths(renderer)


def in_nav(renderer: Renderer, *, shared: bool = False) -> list[str]:
    """Those that lead to all others: they stand in the navigation where nobody has said what does.

    Args:
        renderer: of the edition.
        shared: whether those of no edition are meant, and not those of the edition.
    """
    chosen = (output for output in outputs(renderer) if output.in_nav and output.shared is shared)
    return [path for output in chosen for path in islice(output.paths(renderer), 1)]


def page(renderer: Renderer, path: str) -> Page:
    """The page with a path, which is one of `paths`."""
    return next(
        page
        for output in outputs(renderer)
        if path in output.paths(renderer)
        for page in output.pages(renderer)
        if page.path == path
    )
