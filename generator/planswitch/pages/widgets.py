"""What the scripts of a page are told: nothing that they would have to decide or to say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from babel.numbers import format_percent

from planswitch.pages.render import Renderer, base


def widget_config(renderer: Renderer, path: str, python: Mapping[str, Any]) -> dict[str, Any]:
    """What a widget of a page has to know: where things are, seen from the page, and what the answers rest on."""
    return {
        "python": {**python, "base": f"{base(path)}../"},
        "locale": renderer.language.tag,
        "root": base(path),
        "answers": "answers/{from}.json",
        "plans": "plans/",
        "plan": "plans/{plan}/",
        "rule": "troubleshooting/{rule}/",
        "matrix": "matrix/",
        "digest": renderer.catalogue.digest,
        "percent": format_percent(0.42, locale=renderer.language.tag.replace("-", "_")).replace("42", "{n}"),
        "edition": renderer.words.setting("edition"),
    }
