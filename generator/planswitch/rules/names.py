"""Which plan a name means: full and translated names, ids, and the other names of ``names.csv``.

Case, accents, spaces and dashes do not matter, nor do the words that any name may have, such as those of the
catalogue's title. ``assets/explorer/names.js`` reads names likewise, and ``tests/names.json`` holds both to the same.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from planswitch.rules.decisions import InvalidQuestion, quoted
from planswitch.rules.memo import Memo
from planswitch.rules.model import Catalogue, Name
from planswitch.rules.prose import plain

RUNS = re.compile(r"[^\W\d_]+|\d+")
"""Letters in a row, or digits in a row."""
LONGEST = 200
"""Most characters of a name that are looked at."""


@dataclass(frozen=True, slots=True)
class Uncovered:
    """A name that is known and stands for no plan of this edition: what the catalogue has to say of it.

    Attributes:
        successor: id of the plan that it replaced, or empty.
        note: in the reader's words; it may have marks.
    """

    name: str
    successor: str
    note: str
    source: str


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a name can mean.

    Attributes:
        plans: ids, in the order of the catalogue; several for a name that several plans have.
        uncovered: what it may mean besides, or instead.
        exact: whether that is what these are called, not only a part of it.
    """

    plans: tuple[str, ...] = ()
    uncovered: tuple[Uncovered, ...] = ()
    exact: bool = field(default=True, compare=False)

    @property
    def plan(self) -> str:
        """The one plan that it names, or nothing."""
        return self.plans[0] if len(self.plans) == 1 and not self.uncovered else ""

    def __bool__(self) -> bool:
        return bool(self.plans or self.uncovered)


@dataclass(frozen=True, slots=True)
class Entry:
    """One name in the index.

    Attributes:
        name: as it is written.
        runs: see `runs`.
        plan: id of the plan that it names, or empty.
        uncovered: what it says instead.
    """

    name: str
    runs: tuple[str, ...]
    plan: str
    uncovered: Uncovered | None = None


def runs(text: str) -> tuple[str, ...]:
    """A name as its letters and digits in a row, without case, accents and whatever stands between them.

    Full-width letters and digits count as plain ones.
    """
    letters = unicodedata.normalize("NFKD", text[:LONGEST])
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return tuple(RUNS.findall(bare.lower()))


class PlanNames:
    """The names of a catalogue's plans, in the languages that its readers use.

    Args:
        catalogue: whose plans they are.
        languages: each translates a name; the first is the reader's own, in which refusals are told. The language of
            the catalogue counts in any case.
        common: words that a name may have or not, such as “plan”, besides those of the title.
        told: puts a note into the reader's language.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        languages: Iterable[Callable[[str], str]] = (),
        common: Iterable[str] = (),
        told: Callable[[str], str] = str,
    ) -> None:
        self.catalogue = catalogue
        self._languages: tuple[Callable[[str], str], ...] = (*languages, str)
        self._common = tuple(common)
        self._told = told
        self._found: Memo[str, Meaning] = Memo()

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """Every name once, in the order of plans, then of ``names.csv``."""
        return tuple(dict.fromkeys(self._entries()))

    @cached_property
    def common(self) -> frozenset[str]:
        """The runs that any name may have or not."""
        title = self.catalogue.settings.get("title", "")
        return frozenset(run for text in (*self._translated(title), *self._common) for run in runs(text))

    def find(self, text: str) -> Meaning:
        """What a name means, by the first of these that any name meets.

        1. It is the same, but for case, accents, spaces and dashes.
        2. It is the same without the common words.
        3. The name has all of its words, common ones aside, each as often.
        4. It has all of the name, one after the other, of something that this edition does not cover.
        """
        text = text[:LONGEST]
        found = self._found.get(text)
        return found if found is not None else self._found.keep(text, self._meant(runs(text)))

    def _meant(self, wanted: tuple[str, ...]) -> Meaning:
        own = self._own(wanted)
        called = self._whole.get("".join(wanted)) or self._bare.get("".join(own))
        if called:
            return self._meaning(called, exact=True)
        looked = Counter(own or wanted)
        near = [entry for entry in self.entries if looked and looked <= Counter(entry.runs)]
        near = near or [entry for entry in self.entries if entry.uncovered and _stands_in(entry.runs, wanted)]
        return self._meaning(near, exact=False)

    @cached_property
    def _whole(self) -> dict[str, list[Entry]]:
        return _by(("".join(entry.runs), entry) for entry in self.entries)

    @cached_property
    def _bare(self) -> dict[str, list[Entry]]:
        return _by(("".join(self._own(entry.runs)), entry) for entry in self.entries)

    def plan(self, text: str, part: str = "") -> str:
        """The id of the plan that a name means.

        Args:
            text: the name.
            part: of the question, for a refusal: ``from`` or ``to``.

        Raises:
            InvalidQuestion: it names no plan, several, or something that this edition does not cover.
        """
        if text in self.catalogue.plans:
            return text
        meaning = self.find(text)
        if meaning.plan:
            return meaning.plan
        if meaning.uncovered:
            notes = " ".join(dict.fromkeys(plain(each.note) for each in meaning.uncovered))
            raise InvalidQuestion("“{plan}”: {note}", part=part, plan=quoted(text), note=notes)
        if meaning.plans:
            names = ", ".join(self._languages[0](self.catalogue.plans[plan].name) for plan in meaning.plans)
            raise InvalidQuestion("“{plan}” may be one of these: {plans}.", part=part, plan=quoted(text), plans=names)
        raise InvalidQuestion("Unknown plan “{plan}”.", part=part, plan=quoted(text))

    def _own(self, found: Iterable[str]) -> tuple[str, ...]:
        return tuple(run for run in found if run not in self.common)

    def _meaning(self, entries: Sequence[Entry], *, exact: bool) -> Meaning:
        named = {entry.plan for entry in entries if entry.plan}
        return Meaning(
            plans=tuple(plan for plan in self.catalogue.plans if plan in named),
            uncovered=tuple(entry.uncovered for entry in entries if entry.uncovered),
            exact=exact,
        )

    def _entries(self) -> Iterator[Entry]:
        for plan in self.catalogue.plans.values():
            yield Entry(plan.id, runs(plan.id), plan.id)
            yield from (Entry(name, runs(name), plan.id) for name in self._translated(plan.name))
        for name in self.catalogue.names:
            uncovered = None if name.names_a_plan else self._uncovered(name)
            for text in self._translated(name.name):
                yield Entry(text, runs(text), name.plan if name.names_a_plan else "", uncovered)

    def _uncovered(self, name: Name) -> Uncovered:
        return Uncovered(name.name, name.plan, self._told(name.note) if name.note else "", name.source)

    def _translated(self, text: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(translate(text) for translate in self._languages)) if text else ()


def _by(named: Iterable[tuple[str, Entry]]) -> dict[str, list[Entry]]:
    """Entries by what their names come down to; those that come down to nothing are left out."""
    found: dict[str, list[Entry]] = {}
    for key, entry in named:
        if key:
            found.setdefault(key, []).append(entry)
    return found


def _stands_in(name: tuple[str, ...], text: tuple[str, ...]) -> bool:
    """Whether a text has a name, whole runs of it in a row."""
    whole = "".join(name)
    return any(
        "".join(text[start:end]) == whole
        for start in range(len(text))
        for end in range(start + 1, len(text) + 1)
        if sum(map(len, text[start:end])) == len(whole)
    )
