"""The contract: every table of ``docs-dev/contract.md`` is what the code has, and every example is what it answers."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple, get_args

import pytest

from planswitch import cli
from planswitch.catalogue import load
from planswitch.catalogue.checks.ids import ANSWER_COLUMNS
from planswitch.catalogue.schema import BY_NAME, CHANGES, SETTINGS, TABLES
from planswitch.pages.api import decisions_schema, public_files
from planswitch.pages.languages import languages
from planswitch.pages.render import Renderer
from planswitch.rules import Catalogue, Question, Words, decide
from planswitch.rules.decisions import Decision, read_value
from planswitch.rules.headlines import headline_of
from planswitch.rules.vocabulary import Offer, RouteState, State, Status
from tests.assertions import OFFICE, ROOT, nothing_wrong

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Callable

CONTRACT = (ROOT / "docs-dev" / "contract.md").read_text(encoding="utf-8")
LATER = "*(later)*"
"""The mark of what is agreed and not there yet."""
CATALOGUES = {"office-2014": OFFICE, "versions": ROOT / "tests" / "catalogues" / "versions"}
CODE = re.compile(r"`([^`]+)`(°?)")


class ContractTable(NamedTuple):
    """A table of the page: the text before it, its header and its rows."""

    before: str
    header: tuple[str, ...]
    rows: list[tuple[str, ...]]


def cells(line: str) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in line.strip().removeprefix("|").removesuffix("|").split("|"))


def contract_tables() -> list[ContractTable]:
    """Every table, in order."""
    found = []
    before = ""
    for is_table, lines in groupby(CONTRACT.splitlines(), key=lambda line: line.startswith("|")):
        block = list(lines)
        if is_table:
            header, _, *rows = map(cells, block)
            found.append(ContractTable(before, header, rows))
        else:
            before = "\n".join(block)
    return found


def table(*header: str) -> ContractTable:
    """The table with this header."""
    (found,) = (each for each in contract_tables() if each.header == header)
    return found


def code(text: str) -> list[str]:
    """What stands between backticks."""
    return [word for word, _ in CODE.findall(text)]


def test_every_table_of_the_page_is_looked_at() -> None:
    looked_at = {
        ("file", "columns", "one row is"),
        ("key", "what it is set to"),
        ("column", "words"),
        ("field", "what it is"),
        ("in", "fields"),
        ("word", "what it says"),
        ("from", "to", "given", "route", "certainty", "status", "otherwise", "besides"),
        ("command", "what it does"),
        ("address", "what is there"),
        ("key", "what it holds"),
        ("folder", "what is there"),
    }
    assert {each.header for each in contract_tables()} == looked_at


def test_the_files_and_their_columns_are_those_of_the_schema() -> None:
    told = {row[0]: (CODE.findall(row[1]), row[2]) for row in table("file", "columns", "one row is").rows}
    expected = {
        f"`{each.file}`{'°' if each.optional else ''}": (
            [(column.name, "°" if column.optional else "") for column in each.columns],
            each.row,
        )
        for each in TABLES
    }
    assert told == expected


def test_the_settings_are_those_of_the_schema() -> None:
    told = [tuple(row) for row in table("key", "what it is set to").rows]
    assert told == [(f"`{each.key}`{'°' if each.optional else ''}", each.help) for each in SETTINGS]


def test_the_closed_words_of_columns_are_those_of_the_schema() -> None:
    told = {}
    for where, words in table("column", "words").rows:
        column, file = code(where)
        told[file, column] = tuple(code(words))
    assert told == {
        (each.file, column.name): column.words for each in TABLES for column in each.columns if column.words
    }


def test_the_closed_words_of_decisions_are_those_of_the_rules() -> None:
    told = {what: tuple(code(words)) for what, words in table("word", "what it says").rows}
    assert told == {
        "`status`": get_args(Status),
        "`offer` of a route": get_args(Offer),
        "`state` of a route": get_args(RouteState),
        "`state` of a reason or a step": get_args(State),
    }


@pytest.fixture(scope="module")
def telling() -> dict[str, Any]:
    """A decision that has something in every field, as JSON has it: one with remedies, and one with a chain."""
    office, versions = (load(folder / "data").catalogue for folder in CATALOGUES.values())
    decision = decide(office, Question("enterprise-e1", "enterprise-e3", {"trial": True})).to_dict()
    decision["via"] = decide(versions, Question("v6.0", "v7.1")).to_dict()["via"]
    return decision


def test_the_fields_of_a_decision_are_those_of_the_code(telling: dict[str, Any]) -> None:
    assert [code(name)[0] for name, _ in table("field", "what it is").rows] == list(telling)


def test_the_fields_inside_a_decision_are_those_of_the_code(telling: dict[str, Any]) -> None:
    told = {where: code(fields) for where, fields in table("in", "fields").rows}
    by_kind = {"rule" if "rule" in step else "procedure": list(step) for step in telling["steps"]}
    assert told == {
        "`routes`": list(telling["routes"][0]),
        "`reasons`": list(telling["reasons"][0]),
        "`steps` of a procedure": by_kind["procedure"],
        "`steps` of a rule": by_kind["rule"],
        "`via`": list(telling["via"][0]),
        "`catalogue`": list(telling["catalogue"]),
    }


class Example(NamedTuple):
    """An example of the page."""

    catalogue: str
    origin: str
    target: str
    given: str
    route: str
    certainty: str
    status: str
    otherwise: str
    besides: str

    def __str__(self) -> str:
        return f"{self.origin} → {self.target}, {self.given}"


def examples() -> list[Example]:
    found = []
    for each in contract_tables():
        if each.header[0] == "from":
            (name,) = re.findall(r"tests/catalogues/([a-z0-9-]+)", each.before)
            found += [Example(name, *row) for row in each.rows]
    return found


def one(cell: str) -> str | None:
    """The word between backticks, or None for a dash."""
    words = code(cell)
    return words[0] if words else None


def facts_of(catalogue: Catalogue, given: str) -> dict[str, Any]:
    """The facts that an example gives."""
    typed = dict(word.split("=", 1) for words in code(given) for word in words.split() if "=" in word)
    facts = {name: read_value(catalogue.facts[name], text) for name, text in typed.items()}
    return nothing_wrong(catalogue, **facts) if "all no" in given else facts  # type: ignore[arg-type]


def chain(decision: Decision) -> list[str]:
    return [*(hop.origin for hop in decision.via), *(hop.target for hop in decision.via[-1:])]


@pytest.mark.parametrize("example", examples(), ids=str)
def test_an_example_is_answered_as_it_says(example: Example) -> None:
    catalogue = load(CATALOGUES[example.catalogue] / "data").catalogue
    origin, target = code(example.origin)[0], code(example.target)[0]
    decision = decide(catalogue, Question(origin, target, facts_of(catalogue, example.given)))
    assert decision.route == one(example.route)
    assert decision.certainty == one(example.certainty)
    assert decision.status == one(example.status)
    assert decision.otherwise == one(example.otherwise)
    assert decision.firm is ("firm" in example.otherwise)
    found: dict[str, Callable[[], Any]] = {
        "open": lambda: list(decision.open),
        "holds": lambda: list(decision.holding()),
        "states": lambda: [outcome.state for outcome in decision.routes],
        "via": lambda: chain(decision),
        "procedure": lambda: list(dict.fromkeys(step.order for step in decision.steps if step.procedure)),
        "headline": lambda: headline_of(decision, Words(catalogue)).summary,
    }
    for part in filter(None, example.besides.split("; ")):
        what, _, words = part.partition(": ")
        expected: Any = [] if words == "nothing" else code(words)
        if what == "procedure":
            expected = list(map(int, words.split()))
        elif what == "headline":
            expected = words.strip("“”")
        assert found[what]() == expected, part


def test_there_are_examples_of_every_status() -> None:
    assert {one(example.status) for example in examples()} == set(get_args(Status))


def commands() -> dict[str, ArgumentParser]:
    """The commands that there are, with the parser of each."""
    (action,) = (each for each in cli._parser()._actions if each.choices)
    return dict(action.choices)  # type: ignore[arg-type]


def test_the_commands_have_what_they_are_said_to_have() -> None:
    known = commands()
    for told, _ in table("command", "what it does").rows:
        usage, *options = code(told)
        _, name, *places = usage.split()
        if LATER in told:
            assert name not in known, f"{name} is there: take its mark away"
            continue
        flags = {flag for action in known[name]._actions for flag in action.option_strings}
        named = [action.metavar for action in known[name]._actions if not action.option_strings]
        assert set(options) | {"--catalogue"} <= flags
        assert [place for place in places if place not in named] == []


def test_the_columns_of_a_batch_are_those_of_the_code() -> None:
    (sentence,) = re.findall(r"A batch adds these columns to the user’s own: ([^,]+),", CONTRACT)
    assert tuple(code(sentence)) == ANSWER_COLUMNS


def test_the_addresses_are_those_of_the_files() -> None:
    loaded = load(CATALOGUES["versions"] / "data")
    found = languages(["en"], CATALOGUES["versions"] / "locale")
    several, alone = (
        {path for path, _ in public_files(Renderer(loaded, found["en"], found, several=several))}
        for several in (True, False)
    )
    for told, _ in table("address", "what is there").rows:
        address = code(told)[0].replace("FROM", "v6.0")
        assert address.replace("ID", "cardfile") in several
        assert address.replace("ID/", "") in alone
    assert sum(path.endswith(".schema.json") for path in several) == 2


def test_a_file_of_decisions_holds_what_is_told_of_it() -> None:
    told = [key for keys, _ in table("key", "what it holds").rows for key in code(keys)]
    of_a_plan, index = (each["properties"] for each in decisions_schema()["oneOf"])
    assert sorted(told) == sorted({**of_a_plan, **index})
    kept = index["decisions"]["items"]["properties"]
    fields = [code(name)[0] for name, _ in table("field", "what it is").rows]
    left_out = {"from", "to", "facts", "catalogue", "via"}
    assert set(kept) == {"chain", *fields} - left_out


def test_the_folders_are_there_and_what_comes_later_is_not() -> None:
    for told, _ in table("folder", "what is there").rows:
        folder = ROOT / code(told)[0]
        assert folder.is_dir() is (LATER not in told), f"{folder.name}: the mark is right only until it is there"


def test_every_file_that_is_named_is_there() -> None:
    named = re.findall(r"`((?:tests|docs-dev)/[a-z0-9_/.-]+)`", CONTRACT)
    assert [name for name in named if not (ROOT / name).exists()] == []
    assert {name.removesuffix(".csv") for name in re.findall(r"`([a-z]+\.csv)`", CONTRACT)} == {*BY_NAME, CHANGES.name}
