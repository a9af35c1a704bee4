"""Which edition a question is about, where a site knows several.

A name means a plan of the newest edition that has it, and rather one that is called so than one of which it is a part.
Both plans of a question belong to one edition, so the question is about the newest that has both; of any other that has
them too it is said that it does.
``assets/explorer/editions.js`` chooses likewise, and ``tests/editions.json`` holds both to the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from planswitch.rules.decisions import InvalidQuestion, quoted
from planswitch.rules.memo import Memo
from planswitch.rules.model import Catalogue
from planswitch.rules.names import Meaning, PlanNames
from planswitch.rules.prose import plain

Listed = TypeVar("Listed")


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition of a site, as far as names go.

    Attributes:
        id: of its catalogue.
        name: in the reader's words, such as “Price list of 2014”.
        names: of its plans.
    """

    id: str
    name: str
    names: PlanNames

    def meaning(self, text: str) -> Meaning:
        """What a name means here; the id of a plan is that plan, whatever else is called so."""
        return Meaning((text,)) if text in self.names.catalogue.plans else self.names.find(text)

    def exactness(self, origin: str, target: str) -> int:
        """How many of two names are what something is called here, not only a part of it."""
        return self.meaning(origin).exact + self.meaning(target).exact


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a question is about.

    Attributes:
        edition: its id.
        origin, target: ids of its plans.
        others: ids of the other editions in which both names mean one plan, as exactly, newest first.
    """

    edition: str
    origin: str
    target: str
    others: tuple[str, ...]


def newest_first(listed: Iterable[Listed], told: Callable[[Listed], tuple[str, str]]) -> list[Listed]:
    """Editions in the order in which readers get them: the newest for the audience of the first, then by date.

    Dates are compared as they are written: ``2014`` is before ``2014-05``, as what is less exact may be earlier.

    Args:
        listed: editions, in the order in which the site lists them.
        told: the audience of one, and its date.
    """
    given = list(listed)
    by_date = sorted(given, key=lambda each: told(each)[1], reverse=True)
    front = next((each for each in by_date if told(each)[0] == told(given[0])[0]), None)
    return sorted(by_date, key=lambda each: each is not front)


def audience_and_date(catalogue: Catalogue) -> tuple[str, str]:
    """What an edition is placed by among others; blank where nobody has said."""
    return catalogue.settings.get("audience", ""), catalogue.settings.get("date", "")


class Editions:
    """The editions of a site, newest first."""

    def __init__(self, editions: Iterable[Edition]) -> None:
        self._editions = {edition.id: edition for edition in editions}
        self._chosen: Memo[tuple[str, str, str], Chosen] = Memo()

    def choose(self, origin: str, target: str, wanted: str = "") -> Chosen:
        """The edition and the plans that a question means.

        Args:
            origin: what the plan is called that is left.
            target: what the plan is called that is wanted.
            wanted: the edition that is asked for; without one, the newest in which both names mean a plan.

        Raises:
            InvalidQuestion: there is no such edition; a name means several plans of it, or none of any; or no edition
                has both.
        """
        asked = (origin, target, wanted)
        found = self._chosen.get(asked)
        return found if found is not None else self._chosen.keep(asked, self._choose(*asked))

    def having(self, origin: str, target: str) -> tuple[Edition, ...]:
        """The editions in which each of two names means one plan, newest first."""
        editions = self._editions.values()
        return tuple(each for each in editions if each.meaning(origin).plan and each.meaning(target).plan)

    def _choose(self, origin: str, target: str, wanted: str) -> Chosen:
        edition = self._wanted(wanted) if wanted else self._newest(origin, target)
        plans = edition.names.plan(origin, "from"), edition.names.plan(target, "to")
        others = tuple(
            other.id
            for other in self.having(origin, target)
            if other is not edition and other.exactness(origin, target) >= edition.exactness(origin, target)
        )
        return Chosen(edition.id, *plans, others)

    def _wanted(self, wanted: str) -> Edition:
        if wanted not in self._editions:
            raise InvalidQuestion("Unknown edition “{edition}”.", part="edition", edition=quoted(wanted))
        return self._editions[wanted]

    def _newest(self, origin: str, target: str) -> Edition:
        """The newest edition in which both names mean a plan, one or several; rather one whose plans are called so.

        Raises:
            InvalidQuestion: there is none, and why.
        """
        having = [each for each in self._editions.values() if each.meaning(origin).plans and each.meaning(target).plans]
        if having:
            return max(having, key=lambda each: each.exactness(origin, target))
        self._look_for("from", origin, target)
        self._look_for("to", target, origin)
        raise self._apart(origin, target)

    def _look_for(self, part: str, text: str, other: str) -> None:
        """Refuses a name that no edition has as a plan, with what the newest says of it that has the other.

        Raises:
            InvalidQuestion: no edition has such a plan.
        """
        editions = self._editions.values()
        if any(each.meaning(text).plans for each in editions):
            return
        knowing = [each for each in editions if each.meaning(text)]
        if not knowing:
            raise InvalidQuestion("Unknown plan “{plan}”.", part=part, plan=quoted(text))
        next((each for each in knowing if each.meaning(other).plans), knowing[0]).names.plan(text, part)

    def knows(self, text: str, wanted: str = "") -> bool:
        """Whether any edition, or the one that is asked for, has something to say of a name."""
        return any(each.meaning(text) for each in self._editions.values() if wanted in ("", each.id))

    def _apart(self, origin: str, target: str) -> InvalidQuestion:
        """Why two names make no question, with what the edition of one says of the other."""
        notes = [
            plain(uncovered.note)
            for text, other in ((origin, target), (target, origin))
            for each in self._editions.values()
            if each.meaning(other).plans
            for uncovered in each.meaning(text).uncovered
        ]
        return InvalidQuestion(
            "No edition has both. “{one}” is in: {its}. “{other}” is in: {theirs}.{notes}",
            part="to",
            one=quoted(origin),
            its=self._where(origin),
            other=quoted(target),
            theirs=self._where(target),
            notes="".join(f" {note}" for note in dict.fromkeys(notes)),
        )

    def _where(self, text: str) -> str:
        """The editions in which a name means a plan."""
        return ", ".join(each.name for each in self._editions.values() if each.meaning(text).plans)
