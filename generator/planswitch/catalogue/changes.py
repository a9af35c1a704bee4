"""Reads what changed: topic by topic, what each edition of a site says, and other documents of their time.

The file stands outside the catalogues, for it is about all of them. Each topic has a row for each period, so that a
misspelt topic is not taken for a new one, and what nobody knows is told as such.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from planswitch.catalogue.causes import once_a_cell
from planswitch.catalogue.checks import cells, marks, spreadsheets
from planswitch.catalogue.checks.check import Check, Found
from planswitch.catalogue.checks.sources import unknown_source
from planswitch.catalogue.folder import Tables
from planswitch.catalogue.loading import CatalogueError
from planswitch.catalogue.problems import Hints, Problem, listed, shortened
from planswitch.catalogue.schema import CHANGES
from planswitch.catalogue.tables import Row, Table, read_csv
from planswitch.catalogue.texts import ShownText
from planswitch.rules.citations import citations
from planswitch.rules.model import Catalogue, Source

YEARS = re.compile(r"[0-9]{4}(?:[-–][0-9]{4})?")
"""A period that is no edition: a year, or one and the last."""
CHECKS: tuple[Check, ...] = (*spreadsheets.checks_of(CHANGES), *cells.checks_of(CHANGES), *marks.checks_of(CHANGES))
"""The checks that any table has."""

Editions = Mapping[str, Catalogue]
"""The catalogues of a site by their ids."""


@dataclass(frozen=True, slots=True)
class Saying:
    """What is said of a topic in one period.

    Attributes:
        period: the id of an edition, or years.
        text: one sentence; blank where nothing is known.
        source: as in the cell: ids of sources of the edition, or free text.
    """

    period: str
    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Topic:
    """Something of which periods say different things.

    Attributes:
        title: as it is written, in the language of the catalogues.
        anchor: its place on the page, in every language.
        sayings: one a period, in the order of time.
    """

    title: str
    anchor: str
    sayings: tuple[Saying, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """The whole table.

    Attributes:
        path: the file.
        editions: of the site.
        periods: in the order of time.
        topics: in the order of the file.
        rows: the table with the address of each cell.
        warnings: what is wrong with it and stops nobody.
    """

    path: Path
    editions: Editions
    periods: tuple[str, ...]
    topics: tuple[Topic, ...]
    rows: Table
    warnings: tuple[Problem, ...] = ()

    @property
    def locale(self) -> Path:
        """Where its texts are translated: beside it."""
        return self.path.resolve().parent / "locale"

    def shown(self) -> Iterator[ShownText]:
        """Each text that is to be translated. What only cites sources of an edition is translated with that edition."""
        for row in self.rows:
            for column in CHANGES.columns:
                cell = row[column.name]
                own = column.kind == "source" and self.cited(Saying(row["period"], row["text"], cell))
                if column.shown and cell and not own:
                    yield ShownText(cell, row, column.name, column.kind)

    def cited(self, saying: Saying) -> tuple[Source, ...]:
        """The sources of an edition that are cited; none where the source is free text."""
        sources = self.editions[saying.period].sources if saying.period in self.editions else {}
        return tuple(sources[cited.source] for cited in citations(saying.source, sources))


def inspect_changes(path: Path, editions: Editions) -> tuple[Table, list[Problem]]:
    """Reads the file and finds everything that is wrong with it."""
    table = read_csv(path, CHANGES)
    problems = list(table.problems)
    if table.readable:
        tables = Tables({CHANGES.name: table})
        for check in CHECKS:
            problems += check.check(tables)
        problems += [*_periods(table, editions), *_whole(table, editions), *_sourced(table), *_cited(table, editions)]
    return table, sorted(once_a_cell(problems), key=lambda problem: problem.line)


def load_changes(path: Path, editions: Editions) -> Changes:
    """Loads the file of a site that has these editions.

    Raises:
        CatalogueError: with every problem at once.
    """
    table, problems = inspect_changes(path, editions)
    if any(problem.fatal for problem in problems):
        raise CatalogueError(path, problems)
    periods = sorted(dict.fromkeys(row["period"] for row in table), key=partial(_date, editions))
    return Changes(path, editions, tuple(periods), tuple(_topics(table, periods)), table, tuple(problems))


def _is_period(text: str, editions: Editions) -> bool:
    return text in editions or bool(YEARS.fullmatch(text))


def _date(editions: Editions, period: str) -> str:
    """When a period begins: dates of editions are ISO's, and years begin like them."""
    return editions[period].settings["date"] if period in editions else period


def _periods(table: Table, editions: Editions) -> Found:
    """What is no period is told once, however many topics have a row for it."""
    hints = Hints(editions)
    unknown: dict[str, list[Row]] = {}
    for row in table:
        if row["period"] and not _is_period(row["period"], editions):
            unknown.setdefault(row["period"], []).append(row)
    for period, (first, *others) in unknown.items():
        more = f", and in {len(others)} row{'s' if len(others) > 1 else ''} more" if others else ""
        expected = "the id of an edition of the site, or years such as 2015–2020"
        found = f"“{shortened(period)}”{more}"
        yield first.problem("period", "period", expected, found=found, tip=hints.tip(period))


def _whole(table: Table, editions: Editions) -> Found:
    """Each topic has a row for each period."""
    periods = dict.fromkeys(row["period"] for row in table if _is_period(row["period"], editions))
    by_topic = _by_topic(table)
    for topic, rows in by_topic.items():
        missing = [period for period in periods if period not in rows]
        if topic and missing and all(_is_period(period, editions) for period in rows):
            names = {other.lower(): other for other in by_topic if other != topic}
            near = Hints(names).nearest(topic)
            tip = f"did you mean “{names[near]}”?" if near else "add one; its text is blank where nothing is known"
            expected = f"a row of the topic for {listed(missing)} too"
            yield next(iter(rows.values())).problem("period", "topic", expected, tip=tip)


def _sourced(table: Table) -> Found:
    for row in table:
        if bool(row["text"]) != bool(row["source"]):
            blank = "source" if row["text"] else "text"
            tip = "text and source are both filled in, or both blank where nothing is known"
            yield row.problem("blank", blank, f"a value for “{blank}”", tip=tip)


def _cited(table: Table, editions: Editions) -> Found:
    for row in table:
        edition = editions.get(row["period"])
        word = unknown_source(row["source"], edition.sources) if edition and edition.sources else ""
        if edition and word:
            tip = f"cite one of {listed(edition.sources)}, or write title, publisher and date of the document"
            found, expected = f"“{shortened(word)}”", f"a source of the edition {edition.id}"
            yield row.problem("source", "source", expected, found=found, tip=tip)


def _by_topic(table: Table) -> dict[str, dict[str, Row]]:
    """Topic -> period -> the row."""
    found: dict[str, dict[str, Row]] = {}
    for row in table:
        found.setdefault(row["topic"], {})[row["period"]] = row
    return found


def _topics(table: Table, periods: Iterable[str]) -> Iterator[Topic]:
    anchors: dict[str, None] = {}
    for number, (title, rows) in enumerate(_by_topic(table).items(), start=1):
        anchor = _slug(title)
        anchor = anchor if anchor and anchor not in anchors else f"topic-{number}"
        anchors[anchor] = None
        sayings = (Saying(period, rows[period]["text"], rows[period]["source"]) for period in periods)
        yield Topic(title, anchor, tuple(sayings))


def _slug(title: str) -> str:
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    return "-".join(re.findall("[a-z0-9]+", plain.lower()))
