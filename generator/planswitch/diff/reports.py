"""What differs between an edition and what it was, ready to be told in any style."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from planswitch.catalogue import CatalogueError, Loaded, load
from planswitch.catalogue.compare import Comparison
from planswitch.catalogue.edits import Edit
from planswitch.catalogue.retold import in_words
from planswitch.catalogue.schema import PLANS
from planswitch.catalogue.texts import shown_texts
from planswitch.catalogue.verdicts import Group
from planswitch.diff.addresses import Came, Lost, Site, came, lost
from planswitch.diff.bridges import PLAN, Bridge, bridged, bridges
from planswitch.diff.code import TRANSLATIONS, CodeError, changed, edited
from planswitch.diff.revisions import Revision
from planswitch.diff.sentences import retranslated
from planswitch.pages.languages import Language, LanguageError, language_of, locale_folders, translated
from planswitch.rules import Catalogue

MOST_NAMED = 3
"""Most words of a kind that a sentence names."""


@dataclass(frozen=True, slots=True)
class Where:
    """What an edition is compared with.

    Attributes:
        folder: of the edition, as it is told.
        before, after: what both sides are called, such as ``HEAD (4f2a1c0d)`` and ``the working tree``.
        several: whether the pages of the edition are under its id.
        same: whether both sides are one folder at two times, whose pages are those of one site.
    """

    folder: str
    before: str
    after: str
    several: bool = False
    same: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """Answers that differ for one cause, in one language or in all.

    Attributes:
        language: tag of the language whose translation made the difference; empty for all.
        pages: addresses that tell these answers, below the folder of a language.
        code: the files of our own code that made the difference; then no row did.
    """

    group: Group
    plans: list[str]
    pages: tuple[str, ...]
    language: str = ""
    code: tuple[str, ...] = ()

    @property
    def pairs(self) -> int:
        """How many answers there are."""
        return self.group.pairs


@dataclass(frozen=True)
class Report:
    """What differs in one edition.

    Attributes:
        unknown: why something could not be analysed, one sentence each: never the same as that nothing differs.
        renamed: what is called another way now, see `planswitch.diff.bridges.bridges`.
        lost, came: pages that go away, and that come.
    """

    where: Where
    loaded: Loaded | None = None
    comparison: Comparison | None = None
    changes: tuple[Change, ...] = ()
    unknown: tuple[str, ...] = ()
    renamed: dict[str, Bridge] = field(default_factory=dict)
    lost: tuple[Lost, ...] = ()
    came: tuple[Came, ...] = ()

    @property
    def pairs(self) -> int:
        """How many answers differ, in whatever language."""
        members: dict[tuple[bool, str], int] = {}
        for change in self.changes:
            for origin, targets in change.group.members.items():
                key = (bool(change.code) and bool(self.fresh[0]), origin)
                members[key] = members.get(key, 0) | targets
        return sum(targets.bit_count() for targets in members.values())

    @cached_property
    def gone(self) -> tuple[list[str], int]:
        """Plans that are not there any more, and how many answers went with them."""
        return self._alone("gone", "before")

    @cached_property
    def fresh(self) -> tuple[list[str], int]:
        """Plans that came, and how many answers came with them."""
        return self._alone("fresh", "after")

    def _alone(self, which: str, side: str) -> tuple[list[str], int]:
        if self.comparison is None:
            return [], 0
        plans: list[str] = getattr(self.comparison, which)
        total = len(getattr(self.comparison, side).catalogue.plans)
        return plans, total**2 - (total - len(plans)) ** 2

    @property
    def quiet(self) -> list[Edit]:
        """The edits that change no answer."""
        if self.comparison is None:
            return []
        told = {edit for change in self.changes for edit in change.group.edits}
        return [edit for edit in self.comparison.edits if edit not in told]

    @property
    def same(self) -> bool:
        """Whether no answer differs, as far as all of them are known."""
        return not (self.changes or self.gone[0] or self.fresh[0] or self.unknown)

    def line(self, edit: Edit) -> tuple[str, int]:
        """File and line of an edited row; line 1 of the file where the row is not there any more."""
        file = f"{edit.table}.csv"
        if self.loaded is None or edit.place < 0:
            return file, 1
        return file, self.loaded.rows[edit.table].rows[edit.place].line


def report(where: Where, before: Path, after: Path, code: Revision | None = None) -> Report:
    """Compares an edition with what it was.

    Args:
        where: how it is told.
        before: the folder of the edition as it was.
        after: as it is.
        code: the commit with whose code ours is compared too, if any.
    """
    try:
        old, new = _loaded(before, where.before, where.folder), _loaded(after, where.after, where.folder)
    except NotAnalysedError as error:
        return Report(where, unknown=(str(error),))
    renamed = bridges(old, new)
    tables = (bridged(old.tables, renamed) if renamed else old.tables, new.tables)
    catalogue = Catalogue.build(tables[0], old.catalogue.digest) if renamed else old.catalogue
    comparison = Comparison(catalogue, new.catalogue, tables)
    unknown: list[str] = []
    groups = [(group, "") for group in comparison.groups]
    try:
        groups += _translated(comparison, new, (before, after))
    except LanguageError as error:
        unknown.append(f"translations: {str(error).splitlines()[0]}")
    unsure = sum(group.pairs for group in comparison.groups if group.verdict.level == "unknown")
    if unsure:
        unknown.append(f"{unsure:,} answers: there are too many circumstances to ask under each")
    changes = tuple(
        Change(group, comparison.plans, tuple(_pages(group, new.catalogue, where)), language)
        for group, language in groups
        if group.verdict.level != "unknown"
    )
    if code:
        try:
            changes += tuple(_by_code(code, after, new, where))
        except CodeError as error:
            unknown.append(f"what edited files of Planswitch change ({some(edited(code))}): {error}")
        try:
            changes += tuple(_by_sentences(code, after, new, where))
        except (CodeError, LanguageError) as error:
            why = str(error).splitlines()[0]
            unknown.append(f"what edited translations of ours change ({some(edited(code, TRANSLATIONS))}): {why}")
    away, fresh = _addresses(old.catalogue, new.catalogue, renamed.get(PLAN, {}), where)
    return Report(where, new, comparison, changes, tuple(unknown), renamed, away, fresh)


def some(words: Sequence[str]) -> str:
    """The first of some words, and how many more there are."""
    more = len(words) - MOST_NAMED
    return f"{', '.join(words[:MOST_NAMED])}{f' and {more:,} more' if more > 0 else ''}"


def _by_code(code: Revision, folder: Path, loaded: Loaded, where: Where) -> Iterator[Change]:
    files = tuple(edited(code))
    if files:
        plans = list(loaded.catalogue.plans)
        for group in changed(code, folder, loaded.catalogue):
            yield Change(group, plans, tuple(_pages(group, loaded.catalogue, where)), code=files)


def _by_sentences(code: Revision, folder: Path, loaded: Loaded, where: Where) -> Iterator[Change]:
    plans = list(loaded.catalogue.plans)
    for group, tag, files in retranslated(code, folder, loaded.catalogue):
        yield Change(group, plans, tuple(_pages(group, loaded.catalogue, where)), tag, files)


class NotAnalysedError(Exception):
    """A side that cannot be compared, and why, in one sentence."""


def _loaded(folder: Path, called: str, name: str) -> Loaded:
    if not any(folder.glob("*.csv")):
        raise NotAnalysedError(f"there is no catalogue {name} in {called}")
    try:
        return load(folder, warn=False)
    except CatalogueError as error:
        count = sum(problem.fatal for problem in error.problems)
        first = next(problem for problem in error.problems if problem.fatal)
        problems = f"{count} problem{'' if count == 1 else 's'}"
        raise NotAnalysedError(f"{name} in {called} has {problems}, the first in {first.place}") from error


# ------------------------------------------------------------------------------------------------------- translations


def _translated(comparison: Comparison, loaded: Loaded, folders: tuple[Path, Path]) -> Iterator[tuple[Group, str]]:
    """The answers in which a translation changed of a text that is the same, by language and row."""
    before, after = (locale_folders(folder) for folder in folders)
    rows = {(edit.table, edit.place) for edit in comparison.edits}
    places = {id(row): place for table in loaded.rows.values() for place, row in enumerate(table)}
    for tag in sorted(translated(*before) | translated(*after)):
        old, new = language_of(tag, *before), language_of(tag, *after)
        done: set[tuple[str, str]] = set()
        for shown in shown_texts(loaded.rows):
            table = shown.row.file.removesuffix(".csv")
            was, is_ = _string(old, shown.text), _string(new, shown.text)
            place = places[id(shown.row)]
            if was == is_ or (table, place) in rows or (table, f"{place}{shown.column}") in done:
                continue
            done.add((table, f"{place}{shown.column}"))
            cells = {**shown.row.cells, shown.column: is_ or shown.text}
            earlier = {**shown.row.cells, shown.column: was or shown.text}
            edit = Edit(table, tuple(sorted(earlier.items())), tuple(sorted(cells.items())), place, place)
            yield from ((group, tag) for group in in_words(comparison, edit))


def _string(language: Language, text: str) -> str:
    found = language.entries.get(text)
    return found[0].strings[0] if found else ""


# --------------------------------------------------------------------------------------------------------------- pages


def _pages(group: Group, catalogue: Catalogue, where: Where) -> Iterator[str]:
    """The pages that tell the answers of a group, below the folder of a language."""
    folder = _folder(catalogue, where)
    if group.verdict.level in ("answer", "chain"):
        yield f"{folder}matrix/"
    for edit in group.edits:
        if edit.table == "rules" and edit.key[0] in catalogue.rules:
            yield f"{folder}troubleshooting/{edit.key[0]}/"
    for origin in group.members:
        yield f"{folder}{catalogue.settings.get('address') or PLANS}/{origin}/"


def _addresses(
    before: Catalogue, after: Catalogue, renamed: Bridge, where: Where
) -> tuple[tuple[Lost, ...], tuple[Came, ...]]:
    """The pages that go away, and those that come; of two different editions, the pages of both stay."""
    if before.id != after.id and not where.same:
        return (), ()
    old, new = (Site(each, _folder(each, where)) for each in (before, after))
    return tuple(lost(old, new, renamed)), tuple(came(old, new))


def _folder(catalogue: Catalogue, where: Where) -> str:
    """Where the pages of an edition are, below the folder of a language."""
    return f"{catalogue.id}/" if where.several else ""
