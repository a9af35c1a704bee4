"""Every surface says the same of the published editions: Python, the command line, and what the browser asks.

Of each edition, all pairs of plans are asked with nothing given, and then questions drawn by chance. What pages, JSON
files and the printed answer say of every pair is proved by `tests/pages`, for these editions too.
"""

from __future__ import annotations

import csv
import io
import json
import random
import sys
from typing import TYPE_CHECKING, Any

import pytest

from planswitch import cli
from planswitch.pages.api import published
from planswitch.pages.languages import languages, locale_folders
from planswitch.rules import Question, decide, word
from planswitch.rules.service import Service
from tests.editions.published import FOLDERS, PUBLISHED, TAGS, editions, in_language
from tests.long import long

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from planswitch.rules import Catalogue

SEED = 14
DRAWN = [200, long(20_000)]
"""How many questions are drawn of each edition."""
FIRST, *OTHERS = editions()
Typed = dict[str, str]
"""A question as it is typed: the two plans, and the facts that are given."""


def questions(catalogue: Catalogue, drawn: int) -> Iterator[Typed]:
    """Each pair with nothing given, then questions drawn by chance."""
    plans, chance = list(catalogue.plans), random.Random(SEED)
    yield from ({"from": origin, "to": target} for origin in plans for target in plans)
    for _ in range(drawn):
        given = {name: chance.choice(_values(catalogue, name)) for name in catalogue.facts if chance.random() < 0.5}
        yield {"from": chance.choice(plans), "to": chance.choice(plans), **given}


def _values(catalogue: Catalogue, name: str) -> list[str]:
    fact = catalogue.facts[name]
    if fact.type == "yesno":
        return ["yes", "no"]
    return list(fact.choices) if fact.type == "choice" else ["1", "25", "300", "301"]


def facts_of(catalogue: Catalogue, asked: Typed) -> dict[str, Any]:
    """What is typed of facts, as Python has it."""
    known: dict[str, Any] = {"yes": True, "no": False}
    return {
        name: int(text) if catalogue.facts[name].type == "number" else known.get(text, text)
        for name, text in asked.items()
        if name not in ("from", "to")
    }


@pytest.mark.parametrize("drawn", DRAWN)
@pytest.mark.parametrize("edition", [FIRST, *(long(edition) for edition in OTHERS)])
def test_python_the_command_line_and_the_browser_answer_alike(
    edition: str,
    drawn: int,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    record_property: Callable[[str, object], None],
) -> None:
    loaded = editions()[edition]
    catalogue = loaded.catalogue
    asked = list(questions(catalogue, drawn))
    expected = [decide(catalogue, Question(each["from"], each["to"], facts_of(catalogue, each))) for each in asked]
    printed = batch(edition, asked, capsys, monkeypatch)
    assert [decision.to_dict() for decision in expected] == printed
    service = Service(published(loaded))
    folder = FOLDERS[list(editions()).index(edition)]
    for tag in TAGS:
        service.add_language(tag, languages([tag], *locale_folders(folder))[tag].compiled)
        words = in_language(tag)[edition]
        for each, decision in zip(asked, expected, strict=True):
            given = {name: text for name, text in each.items() if name not in ("from", "to")}
            question = {"from": each["from"], "to": each["to"], "locale": tag, "facts": given}
            assert json.loads(service.answer(json.dumps(question))) == {
                "answer": plain(word(decision, words).to_dict())
            }
    record_property("decisions", len(asked) * (2 + len(TAGS)))


def plain(value: Any) -> Any:
    """A value as it is once it has been JSON."""
    return json.loads(json.dumps(value))


def batch(
    edition: str, asked: list[Typed], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> list[dict[str, Any]]:
    """The decisions that the command line prints of a table of questions."""
    monkeypatch.chdir(PUBLISHED)
    table = io.StringIO()
    writer = csv.DictWriter(table, list(dict.fromkeys(name for each in asked for name in each)))
    writer.writeheader()
    writer.writerows(asked)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(table.getvalue().encode())))
    assert cli.main(["batch", "-", "--edition", edition, "--json-lines"]) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]
