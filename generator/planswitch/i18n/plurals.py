"""Plural forms: which one a language takes for a number, and what a file may say about it."""

from __future__ import annotations

import re
from collections.abc import Hashable
from dataclasses import dataclass
from functools import cache, cached_property
from gettext import c2py

from babel import Locale
from babel.messages.plurals import PLURALS, get_plural

DECLARATION = re.compile(r"nplurals\s*=\s*([1-9])\s*;\s*plural\s*=\s*([^;]+?)\s*;?")
DIVISION = re.compile(r"[%/](?!\s*[1-9])")
"""A division whose divisor is no plain number, and so might be 0."""
SAMPLE = (*range(1001), 1_100, 10_000, 100_000, 1_000_000, 2_000_000, 10_000_000)
"""Numbers that tell plural forms apart."""
MILLIONS = sum(number < 1_000_000 for number in SAMPLE)
"""Where `SAMPLE` comes to those that some languages count in another way, which not every source of forms knows."""


@dataclass(frozen=True)
class Plural:
    """The plural forms of a file.

    Attributes:
        count: how many there are.
        formula: the number ``n`` -> which one, in C, as gettext has it.
    """

    count: int
    formula: str

    def __str__(self) -> str:
        return f"nplurals={self.count}; plural={self.formula};"

    @cached_property
    def forms(self) -> tuple[int, ...]:
        """Which form each number of `SAMPLE` takes.

        Raises:
            ValueError: the formula is none.
        """
        if DIVISION.search(self.formula):
            raise ValueError("a division by what might be 0")
        try:
            form = c2py(self.formula)
            return tuple(form(number) for number in SAMPLE)
        except (ValueError, SyntaxError, RecursionError, MemoryError) as error:
            raise ValueError("a formula that cannot be read") from error

    @property
    def single(self) -> set[int]:
        """The forms that at most one number takes: a translation may write out that number."""
        return {form for form in range(self.count) if self.forms.count(form) < 2}

    def adapted(self, strings: tuple[str, ...], other: Plural) -> tuple[str, ...]:
        """A translation in these forms as one in the forms of another file of the language."""
        if self == other:
            return strings
        numbers = [other.forms.index(form) if form in other.forms else -1 for form in range(other.count)]
        return tuple(strings[self.forms[number]] for number in numbers)


@cache
def usual(tag: str) -> Plural:
    """The plural forms that are usual for a language."""
    count, formula = get_plural(tag.replace("-", "_"))[:2]
    return Plural(count, formula)


def read_plural(text: str, tag: str) -> Plural:
    """What a header says about plural forms.

    Raises:
        ValueError: it is none, it cannot be used, or the language has other forms; says which.
    """
    match = DECLARATION.fullmatch(text.strip())
    if not match:
        raise ValueError("no plural forms")
    plural = Plural(int(match[1]), match[2])
    if plural == usual(tag):
        return plural
    if not set(plural.forms) <= set(range(plural.count)):
        raise ValueError(f"a form beyond the {plural.count} there are")
    language = tag.partition("-")[0]
    if language in PLURALS and not any(_alike(plural.forms, forms) for forms in (usual(tag).forms, _of_unicode(tag))):
        raise ValueError("forms of another language")
    return plural


@cache
def _of_unicode(tag: str) -> tuple[str, ...]:
    """The names of the forms in Unicode's data, which knows more of them for some languages."""
    return tuple(map(Locale.parse(tag, sep="-").plural_form, SAMPLE))


def _alike(one: tuple[Hashable, ...], other: tuple[Hashable, ...]) -> bool:
    """Whether two ways to number the forms tell the same numbers below a million apart.

    So a file is as good with the forms that Italian had for long, as with those that know its millions.
    """
    one, other = one[:MILLIONS], other[:MILLIONS]
    return len(set(zip(one, other, strict=True))) == len(set(one)) == len(set(other))
