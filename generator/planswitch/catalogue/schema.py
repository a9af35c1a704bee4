"""The tables of a catalogue, each declared once: reading, checks, translation and the reference follow from this."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from planswitch.rules.vocabulary import (
    ALWAYS,
    ATTRIBUTE_TYPES,
    CERTAINTIES,
    EFFECTS,
    EVERYTHING,
    FACT_TYPES,
    NAME_KINDS,
    NAMED,
    OFFERS,
)

Kind = Literal[
    "id",
    "variable",
    "mark",
    "folder",
    "reference",
    "word",
    "routes",
    "selector",
    "condition",
    "number",
    "date",
    "address",
    "options",
    "source",
    "attribute",
    "text",
    "prose",
    "sentence",
    "other",
]
"""What a cell holds.

``id`` stands in addresses, ``variable`` in conditions, ``mark`` in the column ``source``, and ``folder`` is the name of
one in addresses. ``reference`` names rows of another table, ``word`` is one of a few, ``routes`` is routes or ``any``.
``options`` is ``id=Label`` and so on,
``attribute`` what a plan has of one. ``text`` is plain, ``prose`` may have marks, see `planswitch.rules.prose`, and
``sentence`` has ``{from}`` and ``{to}``.
"""


@dataclass(frozen=True, slots=True)
class Reference:
    """That a cell names rows of another table.

    Attributes:
        table: which one.
        noun: what a row of it is called.
        several: whether there may be several, between spaces.
    """

    table: str
    noun: str
    several: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Attributes:
        help: one sentence for those who fill it in.
        kind: what its cells hold.
        optional: whether it may be left out, and its cells may be blank.
        words: for a ``word``, all there are.
        refers: for a ``reference``, to what.
        everything: what to write where a blank cell could be taken for “everything”.
        shown: whether readers see the text, so that it is to be translated.
    """

    name: str
    kind: Kind
    help: str
    optional: bool = False
    words: tuple[str, ...] = ()
    refers: Reference | None = None
    everything: str = ""
    shown: bool = False


@dataclass(frozen=True, slots=True)
class TableSchema:
    """One file of a catalogue.

    Attributes:
        row: what one row of it is.
        columns: in their usual order.
        key: the columns that together tell its rows apart; none where the same row may stand twice.
        optional: whether the file may be left out.
        filled: whether it needs a row, because the other files speak of its rows.
        attributes: whether it has a column more for each row of ``attributes.csv``.
    """

    name: str
    row: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    optional: bool = False
    filled: bool = False
    attributes: bool = False

    @property
    def file(self) -> str:
        """Its name in the folder."""
        return f"{self.name}.csv"

    @property
    def header(self) -> tuple[str, ...]:
        """The names of its columns, attributes left aside."""
        return tuple(column.name for column in self.columns)

    @property
    def required(self) -> tuple[str, ...]:
        """The names of the columns that must be there."""
        return tuple(column.name for column in self.columns if not column.optional)

    def column(self, name: str) -> Column:
        """The column of this name.

        Raises:
            KeyError: there is none.
        """
        return {column.name: column for column in self.columns}[name]


@dataclass(frozen=True, slots=True)
class Setting:
    """A row of ``catalogue.csv``.

    Attributes:
        kind: what its value is: an ``id``, a ``date``, a ``folder``, ``text``, ``prose``, or a language
            tag (``other``).
        shown: whether readers see the text, so that it is to be translated.
    """

    key: str
    kind: Kind
    help: str
    optional: bool = False
    shown: bool = False


PLANS = "plans"
"""What the folder of the plans' pages is called, unless the catalogue says otherwise."""
SETTINGS: tuple[Setting, ...] = (
    Setting("id", "id", "What the catalogue is called in addresses; it may begin with a digit."),
    Setting("title", "text", "The name of the site.", shown=True),
    Setting("edition", "text", "The document that every answer rests on.", shown=True),
    Setting("date", "date", "When that document was published."),
    Setting("language", "other", "The language of the texts, as a tag such as en or pt-BR."),
    Setting("source", "text", "The document, as one would cite it.", shown=True),
    Setting(
        "audience",
        "id",
        "For whom the document is, as a word such as admins: of editions for the same, the latest is that of today.",
        optional=True,
    ),
    Setting("readers", "text", "For whom the document is, where editions differ in that.", optional=True, shown=True),
    Setting(
        "address",
        "folder",
        "What the folder of the plans is called in addresses, such as versions; without it, plans.",
        optional=True,
    ),
    Setting(
        "former",
        "folder",
        "What the folder of the plans was called in addresses before; these lead on to those of now.",
        optional=True,
    ),
    Setting("note", "prose", "One sentence for the top of every answer.", optional=True, shown=True),
)
"""The rows of ``catalogue.csv``."""


def _source(*, optional: bool = False) -> Column:
    return Column(
        "source",
        "source",
        "Where it is written: ids of sources between spaces, or free text.",
        optional=optional,
        shown=True,
    )


def _plans(name: str, text: str) -> Column:
    return Column(name, "selector", text, everything=EVERYTHING)


def _plan(name: str, text: str, *, optional: bool = False) -> Column:
    return Column(name, "reference", text, optional=optional, refers=Reference("plans", "plan"))


def _earlier(table: str, name: str, text: str) -> Column:
    return Column(name, "reference", text, optional=True, refers=Reference(table, name))


def _certainty(text: str, *, optional: bool = False) -> Column:
    return Column("certainty", "word", text, optional=optional, words=CERTAINTIES)


TABLES: tuple[TableSchema, ...] = (
    TableSchema(
        "catalogue",
        "a setting of the catalogue",
        (
            Column("key", "other", "The name of the setting."),
            Column("value", "other", "What it is set to."),
        ),
        key=("key",),
    ),
    TableSchema(
        "sources",
        "a section or a document that rows cite",
        (
            Column("id", "mark", "The letters by which it is cited."),
            Column("title", "text", "What it is called.", shown=True),
            Column("date", "date", "When it was published.", optional=True),
            Column("address", "address", "Where it can be read, beginning with https://.", optional=True),
            Column("licence", "text", "The licence of its text.", optional=True),
        ),
        key=("id",),
        optional=True,
    ),
    TableSchema(
        "families",
        "a family of plans",
        (
            Column("id", "id", "What the other files call it."),
            Column("name", "text", "What readers call it.", shown=True),
            Column("kind", "other", "Any word; rules and steps can select all families of a kind."),
        ),
        key=("id",),
        filled=True,
    ),
    TableSchema(
        "attributes",
        "something that plans have and answers compare",
        (
            Column("id", "variable", "The name of its column in plans.csv."),
            Column("type", "word", "Whether it is a level or a number.", words=ATTRIBUTE_TYPES),
            Column(
                "levels",
                "options",
                "For a level: all there are, low to high, as id=Label id=Label.",
                optional=True,
                shown=True,
            ),
            Column("name", "text", "What readers call it.", shown=True),
            Column(
                "told",
                "word",
                "Whether answers say what a switch loses and gains of it; no where it is for conditions alone.",
                optional=True,
                words=("yes", "no"),
            ),
        ),
        key=("id",),
        optional=True,
    ),
    TableSchema(
        "plans",
        "a plan",
        (
            Column("id", "id", "What the other files and the addresses call it."),
            Column("name", "text", "What readers call it.", shown=True),
            Column("family", "reference", "The family it belongs to.", refers=Reference("families", "family")),
        ),
        key=("id",),
        filled=True,
        attributes=True,
    ),
    TableSchema(
        "names",
        "another name of a plan, or of something that the edition does not cover",
        (
            Column("name", "text", "The name as people type it."),
            _plan("plan", "The plan it stands for or leads to; blank for what is not covered.", optional=True),
            Column("kind", "word", "What kind of name of the plan it is.", optional=True, words=NAME_KINDS),
            Column("from", "date", "Since when it has been in use.", optional=True),
            Column("until", "date", "Until when it was in use.", optional=True),
            Column("note", "prose", "What readers are told who look for it.", optional=True, shown=True),
            _source(optional=True),
            _earlier("rules", "rule", "Instead of a plan: the rule that had this id before."),
            _earlier("symptoms", "symptom", "Instead of a plan: the symptom that had this id before."),
            _earlier("families", "family", "Instead of a plan: the family that had this id before."),
        ),
        key=("name", "plan", *NAMED),
        optional=True,
    ),
    TableSchema(
        "routes",
        "a way to get from one plan to another, the preferred one first",
        (
            Column("id", "id", "What the other files call it, and its procedure in steps.csv."),
            Column(
                "offers",
                "word",
                "Which pairs it offers: only those listed, perhaps others too, or all.",
                words=OFFERS,
            ),
            Column("how", "text", "How one switches by it, for the middle of a sentence.", shown=True),
            Column("name", "text", "What readers call it.", shown=True),
            Column("word", "text", "The same for a cell of the matrix.", optional=True, shown=True),
            Column("sure", "sentence", "What is said where it is offered.", optional=True, shown=True),
            Column("likely", "sentence", "What is said where it is probably offered.", optional=True, shown=True),
            Column(
                "unknown", "sentence", "What is said where it is not known to be offered.", optional=True, shown=True
            ),
            Column("no", "sentence", "What is said where it is not offered.", optional=True, shown=True),
            Column("stopped", "sentence", "What is said where a circumstance rules it out.", optional=True, shown=True),
        ),
        key=("id",),
        filled=True,
    ),
    TableSchema(
        "switches",
        "what is known of a route for one pair of plans",
        (
            _plan("from", "The plan to leave."),
            _plan("to", "The plan to get to."),
            Column(
                "route",
                "reference",
                "The route; it may be left out while one route alone does not offer all pairs.",
                optional=True,
                refers=Reference("routes", "route"),
            ),
            _certainty("How surely the route leads there."),
            Column("note", "prose", "Why it is not sure, or what else to know.", optional=True, shown=True),
            _source(),
        ),
        key=("from", "to", "route"),
    ),
    TableSchema(
        "facts",
        "something that a reader can tell",
        (
            Column("id", "variable", "What conditions call it."),
            Column("type", "word", "What kind of answer it has.", words=FACT_TYPES),
            Column(
                "choices",
                "options",
                "For a choice: all there are, as id=Label id=Label.",
                optional=True,
                shown=True,
            ),
            Column("min", "number", "For a number: the smallest there can be, if it is not 1.", optional=True),
            Column(
                "answer",
                "condition",
                "For a yesno: a condition over the two plans that answers it where it can.",
                optional=True,
            ),
            Column("question", "prose", "What the reader is asked.", shown=True),
            Column("help", "prose", "Where to look for the answer.", optional=True, shown=True),
        ),
        key=("id",),
    ),
    TableSchema(
        "rules",
        "one circumstance that changes the answer",
        (
            Column("id", "id", "What symptoms and addresses call it."),
            Column("route", "routes", "The routes it is about, between spaces, or any."),
            _plans("from", "The plans to leave that it is about."),
            _plans("to", "The plans to get to that it is about."),
            Column("when", "condition", "The condition under which it holds.", everything=ALWAYS),
            Column("effect", "word", "What it does to the switch.", words=EFFECTS),
            Column("title", "text", "The circumstance in a few words.", shown=True),
            Column("reason", "prose", "Why it changes the answer.", shown=True),
            Column("remedy", "prose", "What to do about it; required for wait and fix.", optional=True, shown=True),
            _certainty(
                "How surely the source says so: likely when it does not quite, unknown when it is silent.",
                optional=True,
            ),
            _source(),
        ),
        key=("id",),
    ),
    TableSchema(
        "steps",
        "one step of a procedure",
        (
            Column(
                "procedure",
                "id",
                "The id of a route, the same with -notes for what to expect, or the name of a guide.",
            ),
            Column("order", "number", "Its place; steps of the same order are alternatives, 0 is before everything."),
            _plans("from", "The plans to leave that it is for."),
            _plans("to", "The plans to get to that it is for."),
            Column("when", "condition", "The condition under which it is to be done.", everything=ALWAYS),
            Column("text", "prose", "What to do.", shown=True),
            _source(),
        ),
    ),
    TableSchema(
        "symptoms",
        "something that a reader sees",
        (
            Column("id", "id", "Its place on the page."),
            Column("symptom", "prose", "What is seen.", shown=True),
            Column("advice", "prose", "What to do, or what to look at.", shown=True),
            Column(
                "rules",
                "reference",
                "The rules that explain it, between spaces.",
                optional=True,
                refers=Reference("rules", "rule", several=True),
            ),
            _source(),
        ),
        key=("id",),
        optional=True,
    ),
)
"""Every file, in the order in which they are read and problems are told."""

CHANGES = TableSchema(
    "changes",
    "what one period says of a topic",
    (
        Column("topic", "text", "What it is about; it stands in each row of the topic.", shown=True),
        Column("period", "other", "The id of an edition of the site, or years such as 2015–2020."),
        Column(
            "text",
            "prose",
            "What is said of it, in one sentence; blank where nothing is known.",
            optional=True,
            shown=True,
        ),
        Column(
            "source",
            "source",
            "Where it is written: ids of sources of that edition, or title, publisher and date of a document.",
            optional=True,
            shown=True,
        ),
    ),
    key=("topic", "period"),
    filled=True,
)
"""What changed between editions and before them: one file beside the catalogues, for it is about all of them."""

BY_NAME: dict[str, TableSchema] = {table.name: table for table in TABLES}
"""Table name -> the table."""

SHOWN: tuple[Kind, ...] = ("text", "prose", "sentence")
"""Kinds of columns whose whole cells are read by people."""


def columns(*kinds: Kind) -> Iterator[tuple[TableSchema, Column]]:
    """Each column of these kinds, with its table."""
    for table in TABLES:
        for column in table.columns:
            if column.kind in kinds:
                yield table, column


def marked() -> dict[str, tuple[str, ...]]:
    """Table -> its columns whose texts may have marks; all other text is plain."""
    found: dict[str, tuple[str, ...]] = {}
    for table, column in columns("prose"):
        found[table.name] = (*found.get(table.name, ()), column.name)
    return found


def setting_kinds() -> dict[str, Kind]:
    """What each setting of ``catalogue.csv`` is, by its key."""
    return {setting.key: setting.kind for setting in SETTINGS}


def sentences() -> Iterator[str]:
    """What is said here of files, columns and settings, to be translated for those who maintain a catalogue."""
    for table in (*TABLES, CHANGES):
        yield table.row
        yield from (column.help for column in table.columns)
    yield from (setting.help for setting in SETTINGS)


def attribute_column(attribute: str) -> Column:
    """The column that an attribute gives ``plans.csv``."""
    return Column(attribute, "attribute", f"What is known of its {attribute}.", optional=True)


def with_attributes(table: TableSchema, attributes: Iterable[str]) -> tuple[Column, ...]:
    """The columns of a table, those that attributes give it included."""
    known = set(table.header)
    more = (attribute_column(name) for name in attributes if name and name not in known)
    return (*table.columns, *(more if table.attributes else ()))
