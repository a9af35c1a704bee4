"""The files at the root of the site: they know under which path it is served."""

from __future__ import annotations

import re

import pytest

from planswitch.catalogue import Loaded
from planswitch.pages import front
from planswitch.pages.languages import languages
from planswitch.pages.render import Renderer
from tests.assertions import TRANSLATIONS


@pytest.fixture
def renderers(loaded: Loaded) -> dict[str, Renderer]:
    found = languages(["en", "it"], TRANSLATIONS)
    return {tag: Renderer(loaded, language, found) for tag, language in found.items()}


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("https://docs.example.org/", "/"),
        ("/", "/"),
        ("https://example.org/docs/planswitch/", "/docs/planswitch/"),
    ],
)
def test_the_page_for_a_missing_page_finds_its_styles_and_languages(
    renderers: dict[str, Renderer], address: str, path: str
) -> None:
    missing = dict(front.pages(renderers, address))["404.html"]
    assert set(re.findall(r'(?:href|src)="([^"]*)"', missing)) == {
        f"{path}assets/emblem.svg",
        f"{path}assets/front.css",
        f"{path}en/",
        f"{path}it/",
    }


def test_search_engines_are_told_whole_addresses(renderers: dict[str, Renderer]) -> None:
    files = dict(front.pages(renderers, "https://example.org/docs/"))
    assert "Sitemap: https://example.org/docs/sitemap.xml" in files["robots.txt"]
    assert re.findall("<loc>(.*)</loc>", files["sitemap.xml"]) == [
        f"https://example.org/docs/{tag}/sitemap.xml" for tag in ("en", "it")
    ]
    assert 'hreflang="it" href="https://example.org/docs/it/"' in files["index.html"]
