"""The editions that a command is about: each loaded and put into words, and the one that a question means."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from planswitch.catalogue import Problem, load
from planswitch.catalogue.checks import is_language, language_tip
from planswitch.catalogue.problems import Hints, shortened
from planswitch.catalogue.tables import read_table
from planswitch.pages.languages import how_to_begin, languages, locale_folders, translated
from planswitch.questions import Names, tip_of
from planswitch.rules import Catalogue, InvalidQuestion, Words
from planswitch.rules.editions import Chosen, Edition, Editions, audience_and_date, newest_first
from planswitch.terminal import Stop


@dataclass(frozen=True, slots=True)
class Opened:
    """One edition, ready to be asked.

    Attributes:
        folder: of its files.
        tags: of the languages that it can be told in.
        words: in the language that was wanted, or in the catalogue's own where there is no other.
        names: of its facts and routes, in these words.
    """

    folder: Path
    catalogue: Catalogue
    tags: frozenset[str]
    words: Words
    names: Names

    def beginning(self, tag: str) -> str:
        """How its translations into a language are begun, in a sentence; what to write where the tag names none."""
        if is_language(tag):
            return f" Begin one with: {how_to_begin(self.folder, tag)}"
        tip = language_tip(tag)
        return f" {tip[:1].upper()}{tip[1:]}"


class Shelf:
    """The editions that are open, newest first.

    Raises:
        Stop: two of them are called the same.
    """

    def __init__(self, opened: Iterable[Opened]) -> None:
        given = {}
        for each in opened:
            if each.catalogue.id in given:
                raise Stop(f"two catalogues have the id “{each.catalogue.id}”; give each edition one of its own")
            given[each.catalogue.id] = each
        order = newest_first(given.values(), lambda each: audience_and_date(each.catalogue))
        self.opened = {each.catalogue.id: each for each in order}
        self._editions = Editions(
            Edition(id_, each.words.setting("edition"), each.words.names) for id_, each in self.opened.items()
        )

    @property
    def several(self) -> bool:
        """Whether there is a choice."""
        return len(self.opened) > 1

    @cached_property
    def facts(self) -> dict[str, None]:
        """The facts that any of the editions knows, in order."""
        return dict.fromkeys(fact for each in self.opened.values() for fact in each.catalogue.facts)

    def choose(self, origin: str, target: str, wanted: str = "") -> tuple[Opened, Chosen]:
        """The edition that a question means, see `planswitch.rules.editions`.

        Raises:
            InvalidQuestion: there is none.
        """
        try:
            chosen = self._editions.choose(origin, target, wanted)
        except InvalidQuestion as refused:
            raise self._with_tip(refused, {"from": origin, "to": target, "edition": wanted}) from None
        return self.opened[chosen.edition], chosen

    def _with_tip(self, refused: InvalidQuestion, asked: dict[str, str]) -> InvalidQuestion:
        """A refusal of what is not known at all, or not there, says what is."""
        part, text = refused.part, asked[refused.part]
        if part == "edition":
            tip = tip_of(Hints(self.opened).nearest(text), self.opened)
            return InvalidQuestion("Unknown edition “{edition}”. {tip}", part=part, edition=shortened(text), tip=tip)
        if not self._editions.knows(text):
            tip = tip_of(self._plans.nearest(text), self._ids)
            return InvalidQuestion("Unknown plan “{plan}”. {tip}", part=part, plan=shortened(text), tip=tip)
        if asked["edition"] and not self._editions.knows(text, asked["edition"]):
            where = asked["edition"]
            return InvalidQuestion(
                "The edition “{edition}” knows no “{name}”.", part=part, edition=where, name=shortened(text)
            )
        return refused

    @cached_property
    def _ids(self) -> dict[str, None]:
        return dict.fromkeys(plan for each in self.opened.values() for plan in each.catalogue.plans)

    @cached_property
    def _plans(self) -> Hints:
        return Hints(self._ids)

    @cached_property
    def _hints(self) -> Hints:
        return Hints(self.facts)

    def near_fact(self, name: str) -> str:
        """The name of the fact that may be meant, or nothing."""
        return self._hints.nearest(name)


def opened(folder: Path, language: str = "") -> Opened:
    """The edition of a folder, in a language, or in the catalogue's own where it has no such translations.

    Raises:
        CatalogueError: the catalogue is faulty.
        LanguageError: its translations are.
    """
    catalogue = load(folder, warn=False).catalogue
    folders = locale_folders(folder)
    tags = frozenset({*translated(*folders), catalogue.language})
    tag = language if language in tags else catalogue.language
    words = Words(catalogue, languages([tag], *folders)[tag].translations)
    return Opened(folder, catalogue, tags, words, Names(words))


def with_id(folders: Iterable[Path], wanted: str) -> Path:
    """The folder whose catalogue has an id; of the catalogues, no more than that is read.

    Raises:
        Stop: none has it.
    """
    ids = {id_of(folder): folder for folder in folders}
    if wanted not in ids:
        known = list(filter(None, ids))
        raise Stop(f"Unknown edition “{shortened(wanted)}”. {tip_of(Hints(known).nearest(wanted), known)}")
    return ids[wanted]


def id_of(folder: Path) -> str:
    """The id of a folder's catalogue, or nothing where none can be read."""
    settings = read_table(folder, "catalogue")
    return next((row["value"] for row in settings if row["key"] == "id"), "") if settings.readable else ""


def same_ids(folders: Iterable[Path]) -> list[Problem]:
    """Each catalogue that has the id of an earlier one."""
    first: dict[str, Path] = {}
    found = []
    for folder in folders:
        id_ = id_of(folder)
        if id_ and id_ in first:
            what = f"“{id_}”, which is the id of {first[id_]} too"
            found.append(Problem("edition", f"{folder}/catalogue.csv", 0, "", what, "an id of its own"))
        first.setdefault(id_, folder)
    return found
