"""Writes what is at the site's root: ``index.html``, ``404.html``, ``sitemap.xml``, ``robots.txt``, ``llms.txt``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from planswitch.pages import escaping
from planswitch.pages.render import Renderer
from planswitch.rules.foreign import bare


def pages(renderers: dict[str, Renderer], site_url: str) -> Iterator[tuple[str, str]]:
    """Path and content of each file; a reader at ``/`` goes on to the language they read.

    Args:
        renderers: that of the front edition in each language of the site, the first being the one offered first.
        site_url: where the site will be, with a slash at its end.
    """
    first = next(iter(renderers.values()))
    greetings = [_greeting(renderer) for renderer in renderers.values()]
    # A server shows the page for a missing page at any address: where its styles and links are, only the path can say.
    root = urlsplit(site_url).path or "/"
    for name in ("index.html", "404.html", "sitemap.xml", "robots.txt"):
        text = first.html.get_template(f"{name}.jinja").render(greetings=greetings, site_url=site_url, root=root)
        # Its languages run in several directions: a text in another one says its own in any case.
        yield name, escaping.in_languages(text, "") if name.endswith(".html") else bare(text)
    yield "llms.txt", _for_machines(first, greetings, site_url)


def _for_machines(renderer: Renderer, greetings: list[dict[str, Any]], site_url: str) -> str:
    """What programs that read for people are told: the editions, in each language, and their JSON."""
    template = renderer.markdown.get_template("llms.txt.jinja")
    editions = renderer.editions or (renderer.edition,)
    return bare(template.render(greetings=greetings, site_url=site_url, editions=editions))


def _greeting(renderer: Renderer) -> dict[str, Any]:
    """What is said in one language."""
    language = renderer.language
    gettext = escaping.sentences(language.translations, language.lacks)["gettext"]
    return {
        "tag": language.tag,
        "direction": language.direction,
        "name": language.name,
        "title": renderer.words.setting("title"),
        "editions": renderer.editions or (renderer.edition,),
        "invitation": gettext("Can I switch from one plan to another, and how?"),
        "missing": gettext("This page does not exist."),
        "home": gettext("Go to the start page"),
    }
