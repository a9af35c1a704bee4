"""The security policy of a page: what it may load and run. A page that would run anything else is refused."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Collection, Iterator
from html.parser import HTMLParser
from urllib.parse import urlsplit

THEME = {"sha256-/8wPdzX9q0NNJXyA5lzsLojXFpkeaXVxhbfkUOQaWy8=": "partials/javascripts/content.html"}
"""The inline scripts of the pinned theme by their digests, and where it has them. Read a new one before you list it."""
POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval' {hashes}; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'"
)
"""What a page may load: nothing that is not its own."""
CHARSET = '<meta charset="utf-8">'
"""Goes before the policy, which may be long: browsers look for it in the first 1,024 bytes alone."""
DATA = ("application/json", "application/ld+json")
"""Types of scripts that are data: no browser runs them."""
ADDRESSES = frozenset({"action", "data", "formaction", "href", "poster", "src", "srcset", "xlink:href"})
"""Attributes that hold an address."""
RUNS = ("javascript:", "vbscript:", "data:text/html")
ADDRESS = f"(?i:{'|'.join(sorted(ADDRESSES))})"
ATTRIBUTE = rf"""
    [ \n]++ (?: {ADDRESS} = "(?! (?!https?:) [^"/?\#:&\0-\x20]*+ [:&\0-\x20] ) [^"<]*+"
    | (?! (?i:on|srcdoc) | {ADDRESS} (?![\w:.-]) ) [a-zA-Z][\w:.-]*+ (?: = (?: "[^"<]*+" | '[^'<]*+' ) )?+ )
"""
"""One that runs nothing: what an address has before its first slash is no scheme but that of the web."""
SCRIPT = re.compile(r"""<script(?:[ \n]++[a-z-]++(?:="[^"<]*+")?+)*+>[^<]*+(?:<(?!/|script)[^<]*+)*+</script>""")
PLAIN = re.compile(
    rf"""(?ax) (?> [^<]++ | </[a-zA-Z][\w-]*+> | <(?!(?i:script|style))[a-zA-Z][\w-]*+ (?:{ATTRIBUTE})*+ [ \n]*+ /?>
    | <!--[^<>-]*+(?:-(?!-)[^<>-]*+)*+--> | (?i:<!doctype[ ]html>) | (?-x:{SCRIPT.pattern}) )*+"""
)
"""What only ever runs its scripts, however a browser reads it."""
QUOTED = 60
"""How much of a script a message shows (characters)."""


class PolicyError(Exception):
    """A page that would run what is not on the list; the text says which page and what."""


def digest(script: str) -> str:
    """What a policy calls an inline script."""
    return f"sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}"


def scripts(html: str) -> list[str]:
    """The digests of the inline scripts of a page, or of a part of one."""
    return [digest(script) for script in _Scripts(html).inline]


def guarded(html: str, page: str, own: Collection[str]) -> str:
    """The page with its policy, which allows the inline scripts that it has.

    Args:
        html: the page.
        page: what messages call it.
        own: digests of our own inline scripts.

    Raises:
        PolicyError: the page has a script that is not allowed.
    """
    hashes = " ".join(f"'{name}'" for name in sorted(set(checked(html, page, own))))
    policy = f'<meta http-equiv="Content-Security-Policy" content="{POLICY.format(hashes=hashes)}">'
    return html.replace(CHARSET, "", 1).replace("<head>", f"<head>{CHARSET}{policy}", 1)


def checked(html: str, page: str, own: Collection[str] = ()) -> list[str]:
    """The digests of a page's inline scripts, all of which are allowed.

    Raises:
        PolicyError: the page has a script that is not allowed.
    """
    found = _Scripts("".join(SCRIPT.findall(html)) if PLAIN.fullmatch(html) else html)
    for script in found.inline:
        if digest(script) not in THEME and digest(script) not in own:
            shown = " ".join(script.split())
            shown = f"{shown[:QUOTED]}…" if len(shown) > QUOTED else shown
            found.faults.append(
                f"the inline script “{shown}” ({digest(script)}) is neither the theme's nor ours; "
                "a new version of the theme has its scripts listed in generator/planswitch/pages/policy.py"
            )
    if found.faults:
        raise PolicyError("\n".join(f"{page}: {fault}" for fault in found.faults))
    return [digest(script) for script in found.inline]


class _Scripts(HTMLParser):
    """Everything in a page that runs: the texts of its inline scripts, and what no page may have."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.inline: list[str] = []
        self.faults: list[str] = []
        self._open = False
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = [(name, value or "") for name, value in attrs]
        self.faults += [f"{fault}, in <{tag}>" for name, value in given for fault in _faults(name, value)]
        if tag == "script":
            self._script(dict(reversed(given)))  # of an attribute that comes twice, the first counts

    def _script(self, given: dict[str, str]) -> None:
        source = given.get("src", given.get("href", given.get("xlink:href")))
        if source is None:
            self._open = given.get("type", "").strip().lower() not in DATA
            self.inline += [""] * self._open
        elif _is_elsewhere(source):
            self.faults.append(f"the script {source} comes from elsewhere")

    def handle_data(self, data: str) -> None:
        if self._open:
            self.inline[-1] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "script":
            self._open = False


def _faults(name: str, value: str) -> Iterator[str]:
    if name.startswith("on"):
        yield f"the attribute {name} runs a script"
    if name == "srcdoc":
        yield "the attribute srcdoc is a page of its own"
    if name in ADDRESSES and re.sub(r"[\0-\x20]", "", value).lower().startswith(RUNS):
        yield f"the address in {name} runs a script: {value[:QUOTED]}"


def _is_elsewhere(address: str) -> bool:
    try:
        parts = urlsplit(address.strip().replace("\\", "/"))
    except ValueError:
        return True
    return bool(parts.scheme or parts.netloc)
