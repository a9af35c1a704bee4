"""The outputs of the site, by name: adding one means a module beside this one and a line here."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from generator.pages import matrix, plans, software, troubleshooting
from generator.pages.press import Page, Press

OUTPUTS: dict[str, Callable[[Press], Iterator[Page]]] = {
    "matrix": matrix.pages,
    "plans": plans.pages,
    "troubleshooting": troubleshooting.pages,
    "software": software.pages,
}


def pages(press: Press) -> Iterator[Page]:
    """Every generated page of one language."""
    for output in OUTPUTS.values():
        yield from output(press)
