"""The editions of a site: what each is called, where its pages are, and which of them there is a later one of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from markupsafe import Markup

from planswitch.rules import Words
from planswitch.rules.editions import newest_first

if TYPE_CHECKING:
    from planswitch.pages.render import Renderer


@dataclass(frozen=True, slots=True)
class Edition:
    """One catalogue of a site, as readers are told of it.

    Attributes:
        id: of the catalogue.
        title: what its site is called.
        name: the document that its answers rest on.
        year: of that document.
        date: of that document: a year, a month or a day.
        audience: for whom it is, in a word such as ``admins``; blank where nobody has said.
        folder: of its pages, below a language's root: ``2014/``, or nothing in a site of one catalogue.
        newer: id of the newest edition for the same audience; blank when that is itself.
    """

    id: str
    title: str
    name: str
    year: str
    date: str
    audience: str = ""
    folder: str = ""
    newer: str = ""


def edition_of(words: Words, folder: str = "") -> Edition:
    """The edition of a catalogue by itself, in a language.

    Args:
        words: its texts in the language.
        folder: of its pages.
    """
    settings = words.catalogue.settings
    date = settings.get("date", "")
    return Edition(
        id=settings.get("id", ""),
        title=words.setting("title"),
        name=words.setting("edition"),
        year=date[:4],
        date=date,
        audience=settings.get("audience", ""),
        folder=folder,
    )


def in_order(editions: Iterable[Edition]) -> tuple[Edition, ...]:
    """Editions of a site as readers get them, see `planswitch.rules.editions.newest_first`; each knows what is newer.

    Args:
        editions: in the order in which the site lists them.
    """
    order = newest_first(editions, lambda edition: (edition.audience, edition.date))
    newest = {edition.audience: edition for edition in reversed(order)}
    return tuple(_with_newer(edition, newest[edition.audience]) for edition in order)


def _with_newer(edition: Edition, newest: Edition) -> Edition:
    return replace(edition, newer=newest.id if newest.date > edition.date else "")


def labels(editions: Sequence[Edition]) -> dict[str, str]:
    """The editions by id, each with a short name that no other has: its year, or else its id."""
    years = [edition.year for edition in editions]
    return {edition.id: edition.year if years.count(edition.year) == 1 else edition.id for edition in editions}


def place_in(renderer: Renderer, path: str, newer: Renderer) -> str:
    """Where a newer edition has what a page of an edition is about: a page of the same kind, or else its matrix.

    Args:
        renderer: of the edition that has the page.
        path: of the page below the language's root, such as ``2014/plans/enterprise-e1.md``.
        newer: the renderer of the newer edition.

    Returns:
        An address below the language's root, such as ``2024-admin/plans/``.
    """
    part = path.removeprefix(renderer.folder).partition("/")[0].removesuffix(".md")
    if part == renderer.address:
        part = newer.address
    kind = part if part in newer.generated else "matrix"
    return f"{newer.folder}{kind}/"


def titled(title: Markup, renderer: Renderer) -> Markup:
    """What a page of an edition is called where pages of others are told beside it: ``Matrix · 2014``."""
    return title + Markup(" · ") + renderer.label if renderer.label else title
