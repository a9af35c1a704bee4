"""What each file and column of a catalogue holds, for maintainers, as `planswitch.catalogue.schema` has it.

A page has it where a slot says so: ``<!-- planswitch:reference rules -->`` for ``rules.csv``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from planswitch.catalogue.schema import SETTINGS, Column, Kind, Setting, TableSchema
from planswitch.pages.render import Renderer


@dataclass(frozen=True, slots=True)
class Entry:
    """One column, or one setting, in words.

    Attributes:
        name: as it stands in the file.
        optional: whether it may be left out or blank.
        text: what it holds.
        form: how that is written; empty where `text` says it.
        words: all there are, if it is one of a few.
        everything: what to write for all, where a blank cell is refused because it could be taken for that.
    """

    name: str
    optional: bool
    text: str
    form: str
    words: tuple[str, ...] = ()
    everything: str = ""


def section(renderer: Renderer, path: str, table: TableSchema) -> str:
    """What a file holds, as HTML."""
    gettext = renderer.words.gettext
    settings = SETTINGS if table.name == "catalogue" else ()
    return renderer.render(
        "reference.html.jinja",
        path,
        table=table,
        row=gettext(table.row),
        columns=list(entries(table, gettext)),
        settings=[_setting(setting, gettext) for setting in settings],
    )


def entries(table: TableSchema, gettext: Callable[[str], str]) -> Iterator[Entry]:
    """The columns of a file in words."""
    forms = _forms(gettext)
    for column in table.columns:
        form = _referring(column, gettext) or forms.get(column.kind, "")
        text = gettext(column.help)
        yield Entry(column.name, column.optional, text, form, column.words, column.everything)


def _setting(setting: Setting, gettext: Callable[[str], str]) -> Entry:
    return Entry(setting.key, setting.optional, gettext(setting.help), _forms(gettext).get(setting.kind, ""))


def _referring(column: Column, gettext: Callable[[str], str]) -> str:
    """That a cell names rows of another file."""
    if not column.refers:
        return ""
    form = gettext("Ids of {file}.") if column.refers.several else gettext("An id of {file}.")
    return form.format(file=f"{column.refers.table}.csv")


def _forms(gettext: Callable[[str], str]) -> dict[Kind, str]:
    """How what a column holds is written, where its help does not say so."""
    an_id = gettext("An id: small letters and digits, with - or . between words.")
    return {
        "id": an_id,
        "folder": an_id,
        "variable": gettext("An id: small letters and digits, with _ between words."),
        "mark": gettext("Letters alone."),
        "selector": gettext("A selection of plans."),
        "number": gettext("A whole number."),
        "date": gettext("A date: a year, a month or a day, such as 2026-03-12."),
        "text": gettext("Plain text."),
        "prose": gettext("Text that may have marks."),
        "sentence": gettext("A sentence with {from} and {to}."),
    }
