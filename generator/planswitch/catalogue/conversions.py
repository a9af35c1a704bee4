"""Tells what spreadsheets have made of what was typed: dates, times and numbers out of ids and names.

Nobody can tell from ``Mar-24`` alone whether ``2024-03`` or ``mar-24`` was typed. But a spreadsheet read it in one of
few ways, and an id that can be read in the same way is very likely what it was.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from typing import Literal, NamedTuple

Made = Literal["", "a date", "a time", "a number"]
"""What of something that was typed."""

LANGUAGES = (
    "jan feb mar apr may jun jul aug sep oct nov dec",
    "january february march april may june july august sept october november december",
    "gen feb mar apr mag giu lug ago set ott nov dic",
    "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "jän feb mrz apr mai jun jul aug sep okt nov dez",
    "januar februar märz april mai juni juli august september oktober november dezember",
    "janv févr mars avr mai juin juil août sept oct nov déc",
    "ene feb mar abr may jun jul ago sep oct nov dic",
    "jan fev mar abr mai jun jul ago set out nov dez",
    "jan feb mrt apr mei jun jul aug sep okt nov dec",
    "jan feb mär apr maj jun jul aug sep okt nov des",
    "tammi helmi maalis huhti touko kesä heinä elo syys loka marras joulu",
    "sty lut mar kwi maj cze lip sie wrz paź lis gru",
    "led úno bře dub kvě čvn čvc srp zář říj lis pro",
    "jan febr márc ápr máj jún júl aug szept okt nov dec",
    "ian feb mar apr mai iun iul aug sep oct noi dec",
    "oca şub mar nis may haz tem ağu eyl eki kas ara",
    "ιαν φεβ μαρ απρ μαϊ ιουν ιουλ αυγ σεπ οκτ νοε δεκ",
    "янв фев мар апр май июн июл авг сен окт ноя дек",
    "січ лют бер кві тра чер лип сер вер жов лис гру",
    "sij velj ožu tra svi lip srp kol ruj lis stu pro",
)
"""How spreadsheets write the months, a language a line, January first; of some languages the long names too."""
MONTHS = {
    name: {line.split().index(name) + 1 for line in LANGUAGES if name in line.split()}
    for name in " ".join(LANGUAGES).split()
}
"""What a word can be as a month."""
A_DAY = re.compile(r"(?:\d+|[^\W\d_]{3,})(?:(?:\.?[-/ ]|\. ?|)(?:\d+|[^\W\d_]{3,})){0,2}[.-]?(?: 0?0:00(?::00)?)?")
SHOWN_DAY = re.compile(
    r"(?:\d{1,2}(?:\. ?|[-/ ])[^\W\d_]{3,}\.?"
    r"|\d+/\d+/\d+|\d{1,2}([-.])\d{1,2}\1\d{4}|\d{4}-\d\d-\d\d|\d+\.\d+\.)(?: 0?0:00.*)?"
)
"""How spreadsheets show a day that had no year when it was typed: its number first, or with a year that they add."""
NO_YEAR = re.compile(r"\d{1,2}(?:\. ?|[-/ ])[^\W\d_]{3,}\.?|\d+[.:]\d+")
"""A day and a month, or a number."""
TIME = re.compile(r"(\d{1,2})[:.](\d\d)(?:[:.]00)?(?: ?[ap]m)?", re.IGNORECASE)
POWER = re.compile(r"(\d+(?:[.,]\d+)?)E([+-]?\d{1,2})", re.IGNORECASE)
DECIMAL = re.compile(r"-?\d+(?:[.,]\d+)?")
GROUPED = re.compile(r"(-?\d{1,3}(?:([.,'’\u00a0\u202f ])\d{3})(?:\2\d{3})*)(?:[.,](\d+))?")
OF_THE_EAST = str.maketrans("年月년월일", "-----", "日")
FIRST_DAY, SERIALS = date(1899, 12, 30), range(20_000, 73_051)
"""The day from which spreadsheets count days, and the numbers of those from 1954 to 2099."""
LONGEST = 30
"""Most characters of what they show."""


class Day(NamedTuple):
    """A day, or what is known of it; 0 is not."""

    year: int
    month: int
    day: int


def made_of(cell: str) -> Made:
    """What a spreadsheet may have made of what was typed into a cell; nothing where it is as it was typed."""
    if len(cell) > LONGEST:
        return ""
    if any(_numbers(cell)):
        return "a number"
    if ":" in cell and TIME.fullmatch(cell):
        return "a time"
    return "a date" if any(_days(cell)) else ""


def surely_made_of(cell: str) -> Made:
    """Likewise, where nobody types so by intention: numbers are typed."""
    return "" if DECIMAL.fullmatch(cell) else made_of(cell)


def words_of(cell: str) -> list[str]:
    """The words of a cell; what a spreadsheet has made of one stays one, such as ``16. Mrz``."""
    return [cell] if " " in cell and made_of(cell) else cell.split()


def could_be(cell: str, typed: str) -> bool:
    """Whether a spreadsheet shows a cell so when this was typed: it reads both in one way."""
    if cell == typed or max(len(cell), len(typed)) > LONGEST:
        return False
    if set(_numbers(cell)) & set(_numbers(typed)) or (":" in cell and _time(cell) and _time(cell) == _time(typed)):
        return True
    others = list(_days(typed))
    return any(_agree(day, other) for day in _days(cell) for other in others)


def tip(made: Made, meant: str = "") -> str:
    """What to do about it."""
    return f"a spreadsheet has made {made} of it: format the column as text, then type {meant or 'it'} again"


def dates_meant(cell: str) -> list[str]:
    """The dates that a cell can mean, as they are written in a catalogue: ``2024-03-01``, ``2024-03``."""
    known = () if NO_YEAR.fullmatch(cell) else _days(cell)
    found = (f"{day.year}-{day.month:02}-{day.day:02}".removesuffix("-00") for day in known if day.year)
    return list(dict.fromkeys(found))


def tip_for_a_date(cell: str) -> str:
    """What to do about a cell that should be a date, and is one in another form."""
    if meant := dates_meant(cell):
        which = ", whichever was meant" if len(meant) > 1 else ""
        return f"write {' or '.join(meant)}{which}; where the column is formatted as text, it stays so"
    made = surely_made_of(cell)
    return tip(made) if made else ""


def tip_for_a_number(cell: str) -> str:
    """What to do about a cell that should be a whole number."""
    whole = [str(number.numerator) for number in _numbers(cell) if number.denominator == 1]
    if whole and whole[-1] != cell:
        return f"write {whole[-1]}: digits alone"
    return (
        f"a spreadsheet has made {made} of it: format the column as a number" if (made := surely_made_of(cell)) else ""
    )


def name_meant(cell: str, typed: str) -> Made:
    """What a spreadsheet has made of a name that was typed; nothing where the cell is a name of its own.

    Months and years are names: “March 2024” says what ``2024-03`` says. A day that nobody named is none.
    """
    if POWER.fullmatch(cell) and could_be(cell, typed):
        return "a number"
    if "." in cell and cell == typed.rstrip("0") != typed and DECIMAL.fullmatch(typed):
        return "a number"
    if re.search(r"\d{4}", typed) or not (SHOWN_DAY.fullmatch(cell) or ":" in cell) or not could_be(cell, typed):
        return ""
    return made_of(cell)


def _numbers(text: str) -> Iterator[Fraction]:
    """What a text can be as a number: with a point that divides it, and then with one between thousands."""
    if len(text) > LONGEST:
        return
    if power := POWER.fullmatch(text):
        yield Fraction(power[1].replace(",", ".")) * Fraction(10) ** int(power[2])
    if DECIMAL.fullmatch(text):
        yield Fraction(text.replace(",", "."))
    if grouped := GROUPED.fullmatch(text):
        yield Fraction(f"{re.sub('[^0-9-]', '', grouped[1])}.{grouped[3] or 0}")


def _time(text: str) -> tuple[str, ...]:
    found = TIME.fullmatch(text)
    return found.groups() if found else ()


def _days(text: str) -> Iterator[Day]:
    """What a text can be as a day or a month."""
    text = text.casefold().translate(OF_THE_EAST)
    if len(text) > LONGEST or not A_DAY.fullmatch(text):
        return
    parts = re.findall(r"\d+|[^\W\d_]+", re.sub(r" 0?0:00(?::00)?$", "", text))
    numbers = [part for part in parts if part.isdecimal()]
    names = [part for part in parts if not part.isdecimal()]
    if not names:
        yield from _valid(_of_numbers(numbers))
    elif len(names) == 1:
        for month in sorted(MONTHS.get(names[0], ())):
            yield from _valid(_with_month(month, numbers))


def _of_numbers(parts: list[str]) -> Iterator[Day]:
    numbers = [int(part) for part in parts]
    if len(parts) == 1 and numbers[0] in SERIALS:
        day = FIRST_DAY + timedelta(numbers[0])
        yield Day(day.year, day.month, day.day)
    elif len(parts) == 2:
        one, other = numbers
        yield from (Day(0, one, other), Day(0, other, one))
        yield from (Day(_year(parts[0]), other, 0), Day(_year(parts[1]), one, 0))
    elif len(parts) == 3:
        one, two, three = numbers
        if len(parts[0]) == 4:
            yield Day(_year(parts[0]), two, three)
        else:
            yield from (Day(_year(parts[2]), two, one), Day(_year(parts[2]), one, two))


def _with_month(month: int, parts: list[str]) -> Iterator[Day]:
    if len(parts) == 1:
        yield from (Day(0, month, int(parts[0])), Day(_year(parts[0]), month, 0))
    elif len(parts) == 2:
        day, year = parts if len(parts[0]) < 4 else reversed(parts)
        yield Day(_year(year), month, int(day))


def _year(part: str) -> int:
    """A year; of two digits, as spreadsheets read them. -1 is none."""
    number = int(part)
    if len(part) == 4:
        return number if 1900 <= number < 2200 else -1
    return -1 if len(part) > 2 else number + (2000 if number < 30 else 1900)


def _valid(days: Iterator[Day]) -> Iterator[Day]:
    return (
        day for day in days if day.year >= 0 and 1 <= day.month <= 12 and 0 <= day.day <= 31 and (day.year or day.day)
    )


def _agree(one: Day, other: Day) -> bool:
    """Whether two say the same where both say something, and both say it of the month and one thing more."""
    pairs = [pair for pair in zip(one, other, strict=True) if 0 not in pair]
    return len(pairs) > 1 and all(left == right for left, right in pairs)
