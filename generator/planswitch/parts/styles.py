"""Our styles as pages of any theme can have them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from planswitch import staging

INSTEAD = {
    r"\.md-content__inner\b": ".ps-page",
    r"\.md-content \.md-typeset\b": ".ps-page.md-typeset",
    r"\.md-main__inner:has\(planswitch-matrix\)": ".ps-page:has(planswitch-matrix)",
    r'\[data-md-color-scheme="?slate"?\]': ':is([data-md-color-scheme="slate"], [data-bs-theme="dark"])',
}
"""Patterns of what only our theme has, and what stands for it elsewhere: our own element, Bootstrap's dark colours."""
HEAVY = ":not(#ps-none)"
"""Is true of every element, and makes a rule count before all that names no id."""
GROUPS = ("@media", "@container", "@supports", "@layer")
"""Blocks with rules inside."""
TOKEN = re.compile(r'/\*.*?\*/|"[^"]*"|[{};]', re.DOTALL)
PSEUDO = re.compile(r"::|:(?:before|after|first-letter|first-line)\b")
"""Where a part of an element begins, after which no selector may go on."""


def fitted(style: str) -> str:
    """A style with its own unit of length, for our element alone, that no theme overrules."""
    style = staging.in_own_units(style)
    for pattern, other in INSTEAD.items():
        style = re.sub(pattern, other, style)
    return heavier(style)


def heavier(style: str) -> str:
    """A style whose rules count before those of a theme, and among themselves as they did.

    Themes dress lists, tables and fields by where they stand, which weighs more than the names that we give to ours.
    """
    return "".join(_parts(style))


def _parts(style: str) -> Iterator[str]:
    blocks: list[bool] = []
    """Of each open block, whether it has rules inside."""
    at = begun = 0
    for token in TOKEN.finditer(style):
        if token[0].startswith('"'):
            continue
        before = style[begun : token.start()]
        at = begun = token.end()
        if token[0] == "{" and not before.lstrip().startswith("@") and all(blocks):
            before = ",".join(map(_heavy, _apart(before)))
        if token[0] == "{":
            blocks.append(before.lstrip().startswith(GROUPS))
        elif token[0] == "}":
            blocks.pop()
        yield before + token[0]
    yield style[at:]


def _apart(selectors: str) -> Iterator[str]:
    """The selectors of a list; commas in brackets are none of the list's."""
    depth = begun = 0
    for at, char in enumerate(selectors):
        depth += (char in "([") - (char in ")]")
        if char == "," and not depth:
            yield selectors[begun:at]
            begun = at + 1
    yield selectors[begun:]


def _heavy(selector: str) -> str:
    end = len(selector.rstrip())
    part = next((found.start() for found in PSEUDO.finditer(selector) if _outside(selector, found.start())), end)
    return f"{selector[:part]}{HEAVY}{selector[part:]}"


def _outside(selector: str, at: int) -> bool:
    """Whether a place is in no brackets."""
    return selector.count("(", 0, at) == selector.count(")", 0, at)
