"""The examples: catalogues of other trades, each a site of its own that answers 20 questions in its own words."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from planswitch import cli
from tests.examples import EXAMPLES, Asked, Example, folder_of, questions
from tests.site_builder import Html, broken_links
from tests.words import our_words

if TYPE_CHECKING:
    from collections.abc import Callable

ROWS = [(name, asked) for name in EXAMPLES for asked in questions(name)]
BUILT = pytest.mark.parametrize(
    "example",
    [pytest.param(name, marks=[pytest.mark.long] * (name != "ubuntu")) for name in EXAMPLES],
    indirect=True,
)
"""One of them is built in a short test; the others, in a long one."""


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Runs a command on an example, and returns exit status, output and messages."""

    def start(name: str, *words: str) -> tuple[int, str, str]:
        status = cli.main([*words, "--catalogue", str(folder_of(name) / "data")])
        told = capsys.readouterr()
        return status, told.out, told.err

    return start


@pytest.mark.parametrize("name", EXAMPLES)
def test_nothing_is_wrong_with_an_example(name: str, run: Callable[..., tuple[int, str, str]]) -> None:
    status, said, complained = run(name, "check")
    assert (status, complained) == (0, "")
    line, *since_the_last_commit = said.splitlines()
    assert len(since_the_last_commit) <= 1
    assert "no problem" in line
    assert ", 0 warnings" in line


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_readme_answers_twenty_questions(name: str) -> None:
    assert [asked.number for asked in questions(name)] == list(range(1, 21))


@pytest.mark.parametrize(("name", "asked"), ROWS, ids=[f"{name}-{asked.number}" for name, asked in ROWS])
def test_a_question_of_a_readme_is_answered_as_it_says(
    name: str, asked: Asked, run: Callable[..., tuple[int, str, str]]
) -> None:
    status, said, complained = run(name, "answer", *asked.words)
    if complained:
        assert (status, said) == (2, "")
        assert complained == f"planswitch: {asked.answer}\n"
        assert (asked.route, asked.via, asked.holds) == ("", (), ())
        return
    assert status == 0
    assert said.splitlines()[1] == asked.answer
    decision = decided(run(name, "answer", *asked.words, "--json")[1])
    assert decision == (asked.route, asked.via, asked.holds)


def decided(output: str) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """The route of a decision, where its chain stops if there is no route, and what holds."""
    decision: dict[str, Any] = json.loads(output)
    route = decision["route"] or ""
    via = () if route else tuple(hop["to"] for hop in decision["via"][:-1])
    holds = tuple(reason["rule"] for reason in decision["reasons"] if reason["state"] == "holds")
    return route, via, holds


@BUILT
def test_an_example_is_built_without_a_warning_and_every_link_leads_somewhere(example: Example) -> None:
    assert "WARNING" not in example.log
    pages = {path.relative_to(example.site).as_posix(): Html(path) for path in sorted(example.site.rglob("*.html"))}
    assert not broken_links(pages, example.site, "http://site.test/")


@BUILT
def test_an_example_says_nothing_in_the_words_of_ours(example: Example) -> None:
    assert not our_words(example.site)
