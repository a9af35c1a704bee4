"""What the scripts of a page are told: nothing that they would have to decide or to say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from babel.numbers import format_percent

from planswitch.pages.render import Renderer, base

FEW = 60
"""Most plans that a page names: where there are more, it names their families, and its scripts fetch the rest."""


def few(renderer: Renderer) -> bool:
    """Whether a page names all plans."""
    return len(renderer.catalogue.plans) <= FEW


def widget_config(renderer: Renderer, path: str, python: Mapping[str, Any]) -> dict[str, Any]:
    """What a widget of a page has to know: where things are, seen from the page, and what the answers rest on.

    Addresses are seen from the language's root, to which ``root`` leads; a link in a text of the catalogue whose first
    part is one of ``generated`` gets ``folder`` before it.
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
    }
