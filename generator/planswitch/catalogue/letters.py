"""Tells letters that were read wrongly: by where they stand, a letter inside a word and a sign beside it.

Bytes do not say in which encoding they were written. But who reads “perché” of a Macintosh as Windows text gets a
capital at the end of a word, and elsewhere signs in the middle of one. The encoding in which least is odd is right.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from unicodedata import category

WINDOWS = "cp1252"
OTHERS = {"mac_roman": "Macintosh", "cp850": "MS-DOS", "cp437": "MS-DOS"}
"""Encodings in which spreadsheets save besides, and what their menus call these."""
ELSEWHERE = "windows"
"""What `other_encoding` calls the code pages of Windows for other parts of the world, as cp1250 and cp1251."""
LETTER = "A-Za-zŒœŠšŽžŸÀ-ÖØ-öø-ÿ"
NO_WORD = re.compile(
    "[ŒœŠšŽžŸÀ-ÖØ-öø-ÿ]{4}"  # Russian and Greek: all letters have the places of letters with accents
    f"|(?<=[{LETTER}])[¿¹³º¾¼](?=[{LETTER}])"  # Polish, Slovak, Romanian: letters have the places of signs
    f"|(?<![^\\s,;])[³¾](?=[{LETTER}])"
    f"|(?<=[{LETTER}])¿"
)
"""What no word of Western Europe has in it: read as Windows text, letters of elsewhere have it."""
WORD = re.compile(r"[^\s,;\"]+")
FEWEST_WORDS = 2
"""So many words tell it: one can be a slip."""
FREQUENT = frozenset("àáâãäåæçèéêëìíîïñòóôõöøùúûüßœÿ")
ALONE = frozenset("àáèéêìíòóôùúåæøñöÀÈÉ")
"""Letters that are words of their own, in some language."""
RAISED = frozenset("ªº²³¹")
"""Signs that stand behind something."""
ANYWHERE = frozenset("\xa0\xad´·’‘–…")
"""Signs that stand between letters too."""
QUIET = frozenset("½¼¾©®™°%±×÷†‡‰µ")
"""Signs that stand anywhere else."""
ENDS = frozenset(' \t,;"\n')
"""What stands after the last word of a cell, or after any word."""
NEVER_AFTER_A_LETTER = frozenset("„‚¡¿•§€£¢¥")
QUOTES = frozenset("“”«»‹›")
SURE = 2
"""How odd something has to be that nobody writes."""
MOST_LINES = 1_000
"""Most lines that are looked at: they tell enough."""
BEYOND_ASCII = re.compile("[^\x00-\x7f]")
MISREAD = re.compile("[ÂÃÄÅâ¬√ƒ≈‚┬├─┼Ô][^\x00-\x7f]")
"""How letters of UTF-8 begin that somebody has read as Windows, Macintosh or DOS text."""


def oddness(text: str) -> int:
    """How much of a text nobody writes so."""
    return sum(_each(text))


def _each(text: str) -> Iterator[int]:
    padded = f" {text} "
    for found in BEYOND_ASCII.finditer(text):
        yield _odd(found[0], padded[found.start()], padded[found.start() + 2])


def _odd(sign: str, before: str, after: str) -> int:
    """How odd one character is between its neighbours: `SURE`, half of it where it is only rare, or nothing."""
    if sign.isalpha() and sign not in RAISED:
        return _odd_letter(sign, before, after)
    if sign in ANYWHERE or category(sign) == "Mn":
        return 0
    if sign in RAISED:
        return SURE * (before.isspace() or after.isalpha())
    if sign == "—":
        return SURE * (before.isalpha() and after in ENDS)
    if sign in QUIET or sign in QUOTES:
        return SURE * (before.isalpha() and after.isalpha())
    return SURE * (before.isalpha() or sign not in NEVER_AFTER_A_LETTER)


def _odd_letter(letter: str, before: str, after: str) -> int:
    small = letter.lower()
    amid_others = before.islower() if letter != small else before.isupper() and after.isupper()
    if amid_others or letter > "\u024f":
        return SURE
    if not before.isalpha() and not after.isalpha():
        return 0 if letter in ALONE else SURE
    return int(small not in FREQUENT)


def other_encoding(data: bytes) -> str:
    """In which other encoding bytes are that could be Windows text; nothing where they are that, or no text at all."""
    lines = [line for line in data.splitlines() if not line.isascii()][:MOST_LINES]
    return _other_system(data, lines) or (ELSEWHERE if _from_elsewhere(lines) else "")


def _from_elsewhere(lines: Iterable[bytes]) -> bool:
    """Whether several words of lines, read as Windows text of Western Europe, are none there."""
    words = (word[0] for line in lines for word in WORD.finditer(line.decode(WINDOWS, "replace")))
    found = {word for word in words if NO_WORD.search(word)}
    return len(found) >= FEWEST_WORDS


def _other_system(data: bytes, lines: list[bytes]) -> str:
    """In which encoding of another system they are, if they are."""
    windows = [odd for line in lines for odd in _each(line.decode(WINDOWS, "replace"))]
    if SURE not in windows:
        return ""
    names = sorted(OTHERS, key=lambda name: (OTHERS[name] == "Macintosh") == (b"\r\n" in data))
    costs = {name: sum(oddness(line.decode(name)) for line in lines) for name in names}
    best = min(costs, key=costs.__getitem__)
    return best if sum(windows) >= SURE + 2 * costs[best] else ""


def read_twice(text: str) -> str:
    """What a text was before UTF-8 was read as something else, and saved; nothing where it is as it was written."""
    as_it_is = oddness(text) if MISREAD.search(text) else 0
    if as_it_is < SURE:
        return ""
    best = min((_mended(text, encoding) for encoding in (WINDOWS, *OTHERS)), key=oddness)
    return best if oddness(best) <= as_it_is - SURE else ""


def _mended(text: str, encoding: str) -> str:
    return re.sub("[^\x00-\x7f]+", lambda found: _once(found[0], encoding), text)


def _once(text: str, encoding: str) -> str:
    """UTF-8 that was read in another encoding; as it is where it was not. Bytes that have no letter there are bytes."""
    try:
        return b"".join(sign.encode("latin-1" if sign < "\xa0" else encoding) for sign in text).decode("utf-8")
    except UnicodeError:
        return text
