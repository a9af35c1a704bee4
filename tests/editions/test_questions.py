"""Questions that people really asked and that the article of 2014 does not answer: a later edition does, or a sentence.

They rest on the published editions, and are asked at the command line as somebody types them who does not know which
edition knows the answer. The numbers are those of `tests/browser/test_questions.py`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

from planswitch import cli
from planswitch.rules.prose import plain
from tests.editions.published import PUBLISHED, in_language

if TYPE_CHECKING:
    from collections.abc import Callable

ADMINS, PARTNERS = "2024-admin", "2023-partner"
MANUAL, AUTOMATIC = "manual", "automatic"


@dataclass(frozen=True)
class Asked:
    """A question about two plans, and what is answered.

    Attributes:
        number: of the question.
        names: of the two plans, as they are typed.
        given: facts as they are typed.
        wanted: the edition that is asked for; blank where nobody says one.
        edition: the one that answers.
        plans: which two are meant.
        route, certainty, otherwise: of the answer.
        holds: rules that hold, whatever else does.
        less: attributes of which there is less afterwards.
    """

    number: int
    names: tuple[str, str]
    plans: tuple[str, str]
    route: str | None
    certainty: str | None
    given: dict[str, str] = field(default_factory=dict)
    wanted: str = ""
    edition: str = ADMINS
    otherwise: str | None = None
    holds: tuple[str, ...] = ()
    less: tuple[str, ...] = ()

    def __str__(self) -> str:
        return " ".join([str(self.number), " → ".join(self.names), *map("=".join, self.given.items())])


BASIC, STANDARD, PREMIUM = "m365-business-basic", "m365-business-standard", "m365-business-premium"
ANSWERED = [
    Asked(4, ("Exchange Online (Plan 1)", "E1"), ("exchange-online-1", "o365-e1"), AUTOMATIC, "unknown",
          otherwise=MANUAL),
    Asked(4, ("Exchange Online (Plan 1)", "Microsoft 365 Business Premium"), ("exchange-online-1", PREMIUM), AUTOMATIC,
          "unknown", otherwise=MANUAL),
    Asked(5, ("Office 365 E3", "Office 365 E5"), ("o365-e3", "o365-e5"), MANUAL, "sure",
          {"billing": "mosa", "some_users": "yes"}, holds=("some-users",)),
    Asked(5, ("Office 365 E3", "Office 365 E5"), ("o365-e3", "o365-e5"), AUTOMATIC, "unknown",
          {"billing": "mca", "some_users": "yes"}, otherwise=MANUAL, holds=("assign-yourself",)),
    Asked(5, ("Office 365 E3", "Office 365 E5"), ("o365-e3", "o365-e5"), "upgrade", "unknown", {"partial": "yes"},
          PARTNERS, PARTNERS, MANUAL, holds=("assign-by-hand",)),
    Asked(6, ("Business Basic", "Business Standard"), (BASIC, STANDARD), AUTOMATIC, "unknown",
          {"billing": "mosa", "same_product_twice": "yes"}, otherwise=MANUAL, holds=("two-of-the-same",)),
    Asked(6, ("Business Basic", "Business Standard"), (BASIC, STANDARD), AUTOMATIC, "unknown",
          {"billing": "mosa", "blocking_add_on": "yes"}, otherwise=MANUAL, holds=("add-on",)),
    Asked(9, ("Office 365 E3", "Office 365 E1"), ("o365-e3", "o365-e1"), MANUAL, "sure",
          holds=("fewer-services-e3", "back-up"), less=("mailbox", "sharepoint")),
    Asked(11, ("E1", "Microsoft 365 F3"), ("o365-e1", "m365-f3"), MANUAL, "sure",
          holds=("fewer-services", "frontline-limits"), less=("mailbox", "sharepoint")),
    Asked(12, ("E1", "Business Basic"), ("o365-e1", BASIC), MANUAL, "sure",
          {"billing": "mosa", "government_or_nonprofit": "yes"}, holds=("government-nonprofit",)),
    Asked(15, ("Office 365 A3", "Office 365 A1"), ("o365-a3", "o365-a1"), MANUAL, "unknown",
          holds=("from-education",)),
]  # fmt: skip
OUTSIDE = {
    2: ("P1", "E3", "en"),
    12: ("E2", "Business Basic", "it"),
    14: ("Home", "Business Basic", "en"),
    15: ("student licences", "Office 365 A3", "en"),
    19: ("nonprofit", "E3", "en"),
}
"""Question -> what no edition has as a plan, the other plan, and the language."""


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[int, str, str]]:
    """Runs a command where the published site is, which has all editions."""
    monkeypatch.chdir(PUBLISHED)

    def start(*words: str) -> tuple[int, str, str]:
        status = cli.main(list(words))
        said = capsys.readouterr()
        return status, said.out, said.err

    return start


def decided(run: Callable[..., tuple[int, str, str]], asked: Asked) -> dict[str, Any]:
    words = [word for fact, value in asked.given.items() for word in ("--fact", f"{fact}={value}")]
    words += ["--edition", asked.wanted] if asked.wanted else []
    status, out, err = run("answer", *asked.names, *words, "--json")
    assert (status, err) == (0, "")
    told: dict[str, Any] = json.loads(out)
    return told


@pytest.mark.parametrize("asked", ANSWERED, ids=str)
def test_a_later_edition_answers(run: Callable[..., tuple[int, str, str]], asked: Asked) -> None:
    told = decided(run, asked)
    assert told["catalogue"]["id"] == asked.edition
    assert (told["from"], told["to"]) == asked.plans
    assert (told["route"], told["certainty"], told["otherwise"]) == (asked.route, asked.certainty, asked.otherwise)
    holds = {reason["rule"] for reason in told["reasons"] if reason["state"] == "holds"}
    assert set(asked.holds) <= holds
    less = {difference["attribute"] for difference in told["differences"] if difference["change"] == "less"}
    assert set(asked.less) <= less
    assert told["steps"]


@pytest.mark.parametrize(("number", "asked"), OUTSIDE.items(), ids=map(str, OUTSIDE))
def test_what_no_edition_covers_is_one_sentence_that_one_of_them_says(
    run: Callable[..., tuple[int, str, str]], number: int, asked: tuple[str, str, str]
) -> None:
    name, other, tag = asked
    status, out, err = run("answer", name, other, "--locale", tag)
    assert (status, out) == (2, ""), number
    notes = {
        plain(words.text(known.note))
        for words in in_language(tag).values()
        for known in words.catalogue.names
        if known.name == name and not known.plan
    }
    assert notes, f"no edition says anything of {name}"
    assert sum(note in err for note in notes) == 1, err
    assert "E1" not in err.partition(":")[0]


def test_what_only_an_earlier_edition_has_is_answered_by_it(run: Callable[..., tuple[int, str, str]]) -> None:
    told = decided(run, Asked(18, ("Midsize", "Enterprise E3"), ("midsize-business", "enterprise-e3"), None, None))
    assert told["catalogue"]["id"] == "2014"
    assert (told["route"], told["certainty"]) == ("wizard", "sure")


def test_every_question_of_2014_is_still_answered_by_2014_where_that_is_asked_for(
    run: Callable[..., tuple[int, str, str]],
) -> None:
    told = decided(run, Asked(7, ("E4", "E3"), ("enterprise-e4", "enterprise-e3"), None, None, wanted="2014"))
    assert (told["catalogue"]["id"], told["route"]) == ("2014", "manual")
