"""What the scripts of a page are told: nothing that they would have to decide or to say.

Where a site has several editions, its explorer answers for all of them. Its page knows the edition that it shows first;
``editions.json``, one a language, says which others there are, and ``explorer.json``, one an edition, is what a page of
that edition would have said. Both are fetched when somebody has to do with a plan.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from babel.numbers import format_percent

from planswitch.pages.render import Renderer, base

FEW = 60
"""Most plans that a page names: where there are more, it names their families, and its scripts fetch the rest."""
OF_OTHERS = ("edition", "note", "year")
"""What the explorer's own page shows without being told."""
OF_AN_EDITION = ("edition", "catalogue", "digest", "translations")
"""What of Python is an edition's own."""


def few(renderer: Renderer) -> bool:
    """Whether a page names all plans."""
    return len(renderer.catalogue.plans) <= FEW


def widget_config(renderer: Renderer, path: str, python: Mapping[str, Any]) -> dict[str, Any]:
    """What a widget of a page has to know: where things are, seen from the page, and what the answers rest on.

    Addresses are seen from the language's root, to which ``root`` leads; a link in a text of the catalogue whose first
    part is one of ``generated`` gets ``folder`` before it. Where the site has several editions, ``asked`` says which
    one in an address of the explorer.
    """
    words, folder = renderer.words, renderer.folder
    plans = f"{folder}{renderer.address}/"
    return {
        "python": {**python, "base": f"{base(path)}{renderer.up}"},
        "locale": renderer.language.tag,
        "root": base(path),
        "folder": folder,
        "generated": list(renderer.generated),
        "answers": f"{folder}answers/{{from}}.json",
        "names": f"{folder}names.json",
        "plans": plans,
        "plan": f"{plans}{{plan}}/",
        "rule": f"{folder}troubleshooting/{{rule}}/",
        "matrix": f"{folder}matrix/",
        "about": renderer.about_at,
        "digest": renderer.catalogue.digest,
        "percent": format_percent(0.42, locale=renderer.language.tag.replace("-", "_")).replace("42", "{n}"),
        "source": words.setting("source"),
        "edition": words.setting("edition"),
        "year": renderer.catalogue.settings.get("date", "")[:4],
        "note": words.setting("note"),
        **({"asked": renderer.catalogue.id} if several(renderer) else {}),
    }


def several(renderer: Renderer) -> bool:
    """Whether the site has several editions."""
    return len(renderer.editions) > 1


def started(renderer: Renderer, path: str, pythons: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """What a page has to know to start Python ahead of its widget.

    Where its explorer answers for all editions, ``others`` has what is theirs by their ids: an address that names one
    starts with that, and fetches nothing of the edition of the page.

    Args:
        renderer: of the page.
        path: of the page.
        pythons: what scripts need to know of Python, by the ids of catalogues.
    """
    python = pythons[renderer.catalogue.id]
    if not answers_for_all(renderer, path):
        return {**python}
    others = {name: each for name, each in pythons.items() if name != renderer.catalogue.id}
    return {**python, "others": {name: {key: each[key] for key in OF_AN_EDITION} for name, each in others.items()}}


def answers_for_all(renderer: Renderer, path: str) -> bool:
    """Whether an explorer on a page answers for all editions of the site: outside the pages of an edition it does."""
    return several(renderer) and not (renderer.folder and path.startswith(renderer.folder))


def explorer_settings(renderer: Renderer, path: str, python: Mapping[str, Any]) -> dict[str, Any]:
    """What the explorer of a page has to know.

    Where it answers for all editions, ``editions`` has their ids, newest first.
    """
    config = widget_config(renderer, path, python)
    told = {name: value for name, value in config.items() if name not in OF_OTHERS}
    editions = [edition.id for edition in renderer.editions]
    return told | ({"editions": editions} if answers_for_all(renderer, path) else {})


def explorer_files(
    renderers: Sequence[Renderer], pythons: Mapping[str, Mapping[str, Any]]
) -> Iterator[tuple[str, str]]:
    """Path and content of each file that the explorers of a language fetch, where there are several editions.

    Args:
        renderers: of the language, one an edition, the newest first.
        pythons: what scripts need to know of Python, by the ids of catalogues.
    """
    if not several(renderers[0]):
        return
    for renderer in renderers:
        yield f"{renderer.folder}explorer.json", _edition(renderer, pythons[renderer.catalogue.id])
    yield "editions.json", _editions(renderers)


def _edition(renderer: Renderer, python: Mapping[str, Any]) -> str:
    """What an explorer has to know of an edition that is not the one of its page."""
    context = {"config": widget_config(renderer, "", python), "told": explorer_settings(renderer, "", python)}
    text = renderer.render("explorer.json.jinja", "", families=renderer.families, few=few(renderer), **context)
    return _compact(text)


def _editions(renderers: Sequence[Renderer]) -> str:
    """What a language says of its editions."""
    told = [
        {
            "id": edition.id,
            "name": edition.name,
            "label": renderer.label,
            "note": renderer.words.setting("note"),
            "names": f"{edition.folder}names.json",
        }
        for renderer in renderers
        for edition in [renderer.edition]
    ]
    return _compact(renderers[0].render("editions.json.jinja", "", editions=told))


def _compact(text: str) -> str:
    return json.dumps(json.loads(text), ensure_ascii=False, separators=(",", ":"))
