"""The maintainers' reference: every file and column as the schema has them, in each language."""

from __future__ import annotations

import re
from html import unescape

import pytest

from planswitch.catalogue import Loaded
from planswitch.catalogue.folder import Tables
from planswitch.catalogue.schema import CHANGES, SETTINGS, TABLES, TableSchema, sentences
from planswitch.pages import slots
from planswitch.pages.languages import language_of, languages
from planswitch.pages.render import Renderer
from tests.assertions import made_up

TAG = re.compile(r"<[^>]+>")
OPTIONAL = {"en": "optional", "it": "facoltativa", "de": "freiwillig"}


def reference(table: str, tag: str = "en") -> str:
    found = languages([tag])
    renderer = Renderer(Loaded(made_up(), {}, [], Tables()), found[tag], found)
    return slots.fill(f"<!-- planswitch:reference {table} -->", renderer, "x.md", {}, stage="content")


def text(html: str) -> str:
    return unescape(" ".join(TAG.sub("", html).split()))


def rows(html: str) -> list[tuple[str, str]]:
    """What stands in the two columns of its tables."""
    return [(text(one), text(other)) for one, other in re.findall("<td>(.*?)</td><td>(.*?)</td>", html, re.DOTALL)]


@pytest.mark.parametrize("tag", OPTIONAL)
@pytest.mark.parametrize("table", [*TABLES, CHANGES], ids=lambda table: table.file)
def test_a_file_has_all_its_columns_each_with_what_it_holds(table: TableSchema, tag: str) -> None:
    gettext = language_of(tag).translations.gettext
    html = reference(table.name, tag)
    columns = [(column.name, column.optional, column.help) for column in table.columns]
    settings = [(setting.key, setting.optional, setting.help) for setting in SETTINGS]
    expected = [*columns, *(settings if table.name == "catalogue" else [])]
    found = rows(html)
    assert [name for name, _ in found] == [
        f"{name} {OPTIONAL[tag]}" if optional else name for name, optional, _ in expected
    ]
    for (_, said), (_, _, held) in zip(found, expected, strict=True):
        assert said.startswith(gettext(held))
    assert gettext(table.row) in text(html)


@pytest.mark.parametrize("tag", ["it", "de"])
def test_each_language_says_it_in_its_own_words(tag: str) -> None:
    gettext = language_of(tag).translations.gettext
    assert not [sentence for sentence in sentences() if gettext(sentence) == sentence]


@pytest.mark.parametrize(
    ("table", "column", "said"),
    [
        ("rules", "effect", "One of: stop, wait, fix, warn."),
        ("rules", "from", "A selection of plans. Never blank. For all: *"),
        ("rules", "when", "Never blank. For all: always"),
        ("symptoms", "rules optional", "Ids of rules.csv."),
        ("plans", "family", "An id of families.csv."),
        ("routes", "sure optional", "A sentence with {from} and {to}."),
        ("names", "from optional", "A date: a year, a month or a day, such as 2026-03-12."),
        ("catalogue", "note optional", "Text that may have marks."),
    ],
)
def test_it_says_how_a_cell_is_written(table: str, column: str, said: str) -> None:
    assert dict(rows(reference(table)))[column].endswith(said)


def test_it_says_which_files_may_be_left_out() -> None:
    may = [table.name for table in TABLES if "The file may be left out." in text(reference(table.name))]
    assert may == [table.name for table in TABLES if table.optional]


def test_it_says_that_attributes_are_columns_of_plans_alone() -> None:
    assert [table.name for table in TABLES if "there is one column more" in text(reference(table.name))] == ["plans"]


def test_a_file_that_no_catalogue_has_is_refused_by_its_name() -> None:
    with pytest.raises(slots.SlotError, match=r"x\.md: no file “rule\.csv”; there are: catalogue, "):
        reference("rule")
