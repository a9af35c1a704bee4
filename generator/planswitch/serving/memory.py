"""Keeps what was made for one build of a site that is being edited: most of it is the same in the next."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

Made = TypeVar("Made")
Source = TypeVar("Source")
LONG = 64
"""From here on a text is known by its digest (characters)."""
PLAIN = (bytes, bool, int, tuple, type(None))


class Memory:
    """Results by everything that they depend on; what a whole build has not needed is forgotten."""

    def __init__(self, *, keeps: bool = True) -> None:
        """Of a site that is built once, nothing need be kept."""
        self._keeps = keeps
        self._kept: dict[Any, Any] = {}
        self._used: dict[Any, Any] = {}

    def of(self, make: Callable[[], Made], *parts: object, keep: Callable[[], bool] = lambda: True) -> Made:
        """What `make` makes of the parts, or made of equal ones before.

        Args:
            make: depends on the parts alone.
            parts: the name of what is made, and everything that it is made of: plain values, which are the same when
                they are equal, and objects, which have to be the same.
            keep: is asked, once it is made, whether it may be kept.
        """
        if not self._keeps:
            return make()
        key = tuple(map(_short, parts))
        if key in self._used:
            found: Made = self._used[key]
        elif key in self._kept:
            found = self._used[key] = self._kept[key]
        else:
            found = make()
            if keep():
                self._used[key] = found
        return found

    def has(self, *parts: object) -> bool:
        """Whether something has been made of the same parts before."""
        key = tuple(map(_short, parts))
        return key in self._used or key in self._kept

    def all_of(self, make: Callable[[Source], Iterable[Made]], source: Source) -> list[Made]:
        """All that a function makes of an object, such as the pages of a renderer."""
        return self.of(lambda: [*make(source)], make, source)

    def turn(self, *, whole: bool) -> None:
        """A build has ended: the next begins with what it has used, and when it came to nothing, with the rest too."""
        self._kept, self._used = self._used if whole else self._kept | self._used, {}


class _Itself:
    """An object that is the same as no other, and stays as long as it is known."""

    __slots__ = ("_of",)

    def __init__(self, of: object) -> None:
        self._of = of

    def __hash__(self) -> int:
        return id(self._of)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Itself) and self._of is other._of


def _short(part: object) -> object:
    """What stands for a part in a key: a digest for a long text."""
    if isinstance(part, str):
        return hashlib.sha256(part.encode("utf-8", "surrogatepass")).digest() if len(part) > LONG else part
    return part if isinstance(part, PLAIN) else _Itself(part)
