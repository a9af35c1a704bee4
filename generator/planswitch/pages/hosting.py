"""Writes what hosts need to serve the site.

Into the site: ``_headers``, which Netlify, Cloudflare Pages and others read, and ``.nojekyll`` for GitHub Pages.
Beside the site, in ``hosting/``: ``nginx.conf`` and ``Caddyfile``, each to be included in a server's own settings.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import unquote, urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from planswitch.browser.store import replace
from planswitch.pages.render import TEMPLATES
from planswitch.pages.signature import is_signed, sign

HEADERS = {
    "Content-Security-Policy": "frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}
"""Sent with every answer. What a page may load, it says itself; who may frame it, only a header can say."""
LASTING = "public, max-age=31536000, immutable"
"""How long browsers keep a file whose name has a digest of its content."""
FLEETING = "no-cache"
"""How long they keep any other: until they have asked whether it is still the same."""
DIGEST = r"/assets/(javascripts|python|stylesheets)/.*\.[0-9a-f]{8,64}(\.[a-z0-9]+){1,3}$"
"""Paths that change with their content. Nobody else puts files into these folders: elsewhere it may be a date."""
TYPES = {
    "html": "text/html",
    "css": "text/css",
    "js": "text/javascript",
    "mjs": "text/javascript",
    "json": "application/json",
    "map": "application/json",
    "md": "text/markdown",
    "txt": "text/plain",
    "xml": "application/xml",
    "webmanifest": "application/manifest+json",
    "svg": "image/svg+xml",
    "png": "image/png",
    "jpg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "avif": "image/avif",
    "ico": "image/x-icon",
    "woff": "font/woff",
    "woff2": "font/woff2",
    "wasm": "application/wasm",
    "gz": "application/gzip",
    "zip": "application/zip",
    "bin": "application/octet-stream",
    "mo": "application/octet-stream",
}
"""What each kind of file is, by the end of its name."""
TEXTS = tuple(dict.fromkeys(kind for kind in TYPES.values() if re.match(r"text/|.*(json|xml|svg)", kind)))
"""What is in UTF-8, and worth compressing on the way."""
FILES = {"nginx.conf": "nginx.conf.jinja", "Caddyfile": "caddyfile.jinja"}
"""What is in ``hosting/``, and the templates it is made from."""
NOTHING: Mapping[str, str] = MappingProxyType({})
PLAIN = re.compile(r"/([a-z0-9_~][a-z0-9_~.-]*/)*", re.IGNORECASE)
"""A path that means the same in every server's settings."""


def into_site(site: Path, url: str) -> None:
    """Writes ``_headers`` and ``.nojekyll`` into a site that is built, unless its pages bring files of these names.

    Args:
        site: its folder.
        url: where it is going to be.
    """
    text = _print("headers.jinja", path=_path(url), lasting_paths=[*_lasting_paths(site)])
    for name, content in (("_headers", text), (".nojekyll", "")):
        if not (site / name).exists():
            replace(site / name, content.encode())


def beside(site: Path, url: str, languages: Iterable[str], moved: Mapping[str, str] = NOTHING) -> Iterator[str]:
    """Writes ``hosting/`` beside a site; what is not ours in it stays as it is.

    Args:
        site: the site's folder.
        url: where the site is going to be.
        languages: tags of the site.
        moved: addresses of earlier, below the site's, and those of now.

    Yields:
        A sentence for each file that was not written: why, and what to do.
    """
    path, tags = _path(url), [*languages]
    if not PLAIN.fullmatch(path):
        yield (
            f"No settings for nginx and Caddy were written: the path {path} of SITE_URL has characters that servers "
            "read in different ways. Use letters, digits, dashes, dots and underscores."
        )
        return
    texts = {name: _print(template, path=path, languages=tags, moved=moved) for name, template in FILES.items()}
    try:
        yield from _write(site.with_name("hosting"), texts)
    except OSError as error:
        yield f"The settings for nginx and Caddy could not be written into hosting/: {error.strerror}."


def _path(url: str) -> str:
    return unquote(urlsplit(url).path) or "/"


def _lasting_paths(site: Path) -> Iterator[str]:
    """Paths whose content never changes: a whole folder where this is so of all its files, else single files."""
    for folder in sorted(path for path in (site / "assets").rglob("*") if path.is_dir()):
        place = folder.relative_to(site).as_posix()
        paths = {f"{place}/{path.name}" for path in folder.iterdir()}
        lasting = {path for path in paths if re.search(DIGEST, f"/{path}")}
        yield from [f"{place}/*"] if paths and lasting == paths else sorted(lasting)


def _print(template: str, **context: Any) -> str:
    kinds: dict[str, list[str]] = {}
    for end, kind in TYPES.items():
        kinds.setdefault(kind, []).append(end)
    environment = Environment(  # noqa: S701 - none of it is HTML
        loader=FileSystemLoader(TEMPLATES), undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    settings = {"headers": HEADERS, "lasting": LASTING, "fleeting": FLEETING, "digest": DIGEST, "kinds": kinds}
    text = environment.get_template(template).render(**settings, texts=TEXTS, **context)
    return text.strip("\n") + "\n"


def _write(folder: Path, texts: Mapping[str, str]) -> Iterator[str]:
    there = {path.name for path in folder.iterdir()} if folder.exists() else set()
    ours = {name for name in texts if is_signed(folder / name)}
    if there and not ours:
        yield "hosting/ stays as it is, for nothing in it is as a build wrote it. Rename it to have it written anew."
        return
    for name, text in texts.items():
        if name in there - ours:
            yield f"hosting/{name} stays as it is, for it was changed. Rename it to have it written anew."
        else:
            replace(folder / name, sign(text).encode())
