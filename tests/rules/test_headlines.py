"""Headlines: every combination that can occur, in each of our languages, on decisions of small made-up catalogues."""

from __future__ import annotations

from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from planswitch.pages.languages import language_of
from planswitch.rules import Catalogue, Decision, Question, Words, decide, decide_alone
from planswitch.rules.wording import headline_of
from tests.assertions import made_up, route, rule
from tests.long import long

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from planswitch.rules.conditions import Value

HOW = {
    "en": ("with the wizard", "manually"),
    "it": ("con la procedura guidata", "manualmente"),
    "de": ("mit dem Assistenten", "manuell"),
}
"""How one gets there by the first route, and by the second."""


class Row(NamedTuple):
    """One row of the table of headlines.

    Attributes:
        stop: whether a stop of the first route is unknown: ``none``, ``open``, or ``any`` when it does not matter.
        otherwise: ``none``, ``firm``, ``weak``, or ``chain``.
        first: how many things have to be done first.
        missing: how many answers are missing.
    """

    status: str
    certainty: str
    stop: str
    otherwise: str
    first: int
    missing: int
    en: str
    it: str
    de: str

    def __str__(self) -> str:
        return f"{self.status}-{self.certainty}-{self.otherwise}-{self.first}-{self.missing}"


def table() -> Iterator[Row]:
    for line in Path(__file__).with_name("headlines.md").read_text(encoding="utf-8").splitlines():
        if line.startswith("| ") and not line.startswith("| status"):
            status, certainty, stop, otherwise, first, missing, *told = line.strip("| ").split(" | ")
            yield Row(status, certainty, stop, otherwise, int(first), int(missing), *told)


ROWS = list(table())


def words(catalogue: Catalogue, tag: str) -> Words:
    """The words of a language; what the catalogue itself says is made up in that language already."""
    return Words(catalogue, None if tag == "en" else language_of(tag).translations)


def routes(tag: str, *, second: str = "") -> list[dict[str, str]]:
    """One route that is listed, and a second that offers what is said, if anything."""
    first, then = HOW[tag]
    return [route("wizard", "listed", first), *([route("manual", second, then)] if second else [])]


def scene(tag: str, row: Row, *, stopped: bool) -> tuple[Catalogue, Question]:
    """A catalogue and a question whose answer is as a row says.

    Args:
        tag: the language of the words for the routes.
        row: what the answer is to be.
        stopped: whether a stop of the first route is unknown.
    """
    waits = [f"w{number}" for number in range(row.missing - stopped)]
    fixes = [f"f{number}" for number in range(row.first)]
    here = {"origin": "16.0", "target": "16.3"}
    rules = [
        *(rule(name, "fix", name, **here) for name in fixes),
        *(rule(name, "wait", name, **here) for name in waits),
        *([rule("s", "stop", "s", **here)] if stopped else []),
        *([rule("m", "stop", "m", "manual")] if row.otherwise == "weak" else []),
    ]
    chain = " 16.0>16.1 16.1>16.3" if row.otherwise == "chain" else ""
    catalogue = made_up(
        "16.0:x 16.1:x 16.3:x",
        f"16.0>16.3={row.certainty}{chain}",
        rules,
        dict.fromkeys([*fixes, *waits, "s", "m"], "yesno"),
        routes=routes(tag, second="all" if row.otherwise in ("firm", "weak") else ""),
    )
    return catalogue, Question("16.0", "16.3", dict.fromkeys(fixes, True))


def scenes() -> Iterator[tuple[Row, bool]]:
    for row in ROWS:
        if row.stop != "any":
            yield row, row.stop == "open"
        else:
            yield row, False
            if row.missing:
                yield row, True


@pytest.mark.parametrize("tag", ["en", "it", long("de")])
@pytest.mark.parametrize(("row", "stopped"), list(scenes()), ids=str)
def test_a_headline_says_whether_how_what_first_what_is_missing_and_what_otherwise(
    row: Row, tag: str, *, stopped: bool
) -> None:
    catalogue, question = scene(tag, row, stopped=stopped)
    decision = decide(catalogue, question)
    assert (decision.status, decision.certainty, len(decision.first()), len(decision.open)) == (
        row.status, row.certainty, row.first, row.missing,
    )  # fmt: skip
    assert (decision.otherwise is not None, decision.firm, bool(decision.via)) == (
        row.otherwise in ("firm", "weak"), row.otherwise == "firm", row.otherwise == "chain",
    )  # fmt: skip
    told = headline_of(decision, words(catalogue, tag))
    assert told.summary == getattr(row, tag)


def only(tag: str, switches: str, rules: list[dict[str, str]], second: str = "", **facts: Value) -> tuple[str, str]:
    """The mark and the one line of the way from version 6.0 to 7.1."""
    known = dict.fromkeys(["s", "f", "p", "q", "r"], "yesno")
    catalogue = made_up("6.0:x 6.5:x 7.1:x 16.1:x", switches, rules, known, routes=routes(tag, second=second))
    told = headline_of(decide(catalogue, Question("6.0", "7.1", facts)), words(catalogue, tag))
    return told.mark, told.summary


BOTH = ("en", "it")
WAITS = [rule(name, "wait", name) for name in ("p", "q", "r")]


@pytest.mark.parametrize(
    ("tag", "line"),
    [("en", "This is the plan you have"), ("it", "È il piano che hai già"), ("de", "Diesen Plan haben Sie bereits")],
)
def test_a_plan_and_itself(tag: str, line: str) -> None:
    catalogue = made_up()
    told = headline_of(decide(catalogue, Question("a", "a")), words(catalogue, tag))
    assert (told.mark, told.headline, told.tally, told.summary) == ("same", line, (), line)


@pytest.mark.parametrize(
    ("tag", "line"),
    [
        ("en", "No: 1 thing rules it out"),
        ("it", "No: 1 circostanza lo esclude"),
        ("de", "Nein: 1 Umstand spricht dagegen"),
    ],
)
def test_no_because_something_rules_it_out(tag: str, line: str) -> None:
    assert only(tag, "6.0>7.1", [rule("s", "stop", "s")], s=True) == ("no", line)


@pytest.mark.parametrize("tag", BOTH)
def test_no_because_nothing_leads_there(tag: str) -> None:
    assert only(tag, "6.0>6.5", []) == ("no", "No")


@pytest.mark.parametrize(
    ("tag", "line"),
    [
        ("en", "Not directly: in 2 steps, over 6.5"),
        ("it", "Non direttamente: in 2 passaggi, attraverso 6.5"),
        ("de", "Nicht direkt: in 2 Schritten über 6.5"),
    ],
)
def test_only_a_chain_leads_there(tag: str, line: str) -> None:
    assert only(tag, "6.0>6.5 6.5>7.1", []) == ("detour", line)


@pytest.mark.parametrize(
    ("tag", "line"),
    [
        ("en", "Not directly: in 2 steps, over 6.5, once 1 thing is done: 3 answers missing"),
        ("it", "Non direttamente: in 2 passaggi, attraverso 6.5, ma prima c’è 1 cosa da fare: mancano 3 risposte"),
        ("de", "Nicht direkt: in 2 Schritten über 6.5, sobald 1 Punkt erledigt ist: 3 Antworten fehlen"),
    ],
)
def test_what_comes_first_and_what_is_missing_on_a_chain_counts_once(tag: str, line: str) -> None:
    assert only(tag, "6.0>6.5 6.5>7.1", [rule("f", "fix", "f"), *WAITS], f=True) == ("detour", line)


@pytest.mark.parametrize(
    ("tag", "line"),
    [
        ("en", "Not directly: probably in 2 steps, over 6.5"),
        ("it", "Non direttamente: probabilmente in 2 passaggi, attraverso 6.5"),
        ("de", "Nicht direkt: vermutlich in 2 Schritten über 6.5"),
    ],
)
def test_a_chain_is_as_certain_as_its_least_certain_switch(tag: str, line: str) -> None:
    assert only(tag, "6.0>6.5=likely 6.5>7.1", []) == ("detour", line)


@pytest.mark.parametrize(
    ("switches", "rules", "line"),
    [
        ("6.0>6.5=likely 6.5>7.1", [rule("s", "stop", origin="6.5", certainty="likely")],
         "Not directly: perhaps in 2 steps, over 6.5"),
        ("6.0>6.5 6.5>7.1", [rule("s", "stop", "s")],
         "Not directly: in 2 steps, over 6.5, if nothing rules it out: 1 answer missing"),
        ("6.0>6.5 6.5>16.1 16.1>7.1", [], "Not directly: in 3 steps, over 6.5 and 16.1"),
    ],
)  # fmt: skip
def test_a_chain_never_promises_more_than_its_switches(switches: str, rules: list[dict[str, str]], line: str) -> None:
    assert only("en", switches, rules) == ("detour", line)


@pytest.mark.parametrize(
    ("tag", "line"),
    [
        ("en", "Not directly: in 2 steps, over 16.1: 2 answers missing"),
        ("it", "Non direttamente: in 2 passaggi, attraverso 16.1: mancano 2 risposte"),
        ("de", "Nicht direkt: in 2 Schritten über 16.1: 2 Antworten fehlen"),
    ],
)
def test_a_chain_leads_round_what_is_ruled_out(tag: str, line: str) -> None:
    rules = [rule("s", "stop", "s", origin="6.0", target="7.1"), *WAITS[:2]]
    assert only(tag, "6.0>7.1 6.0>16.1 16.1>7.1", rules, s=True) == ("detour", line)


@pytest.mark.parametrize(
    ("tag", "line"),
    [("en", "Yes, but only manually"), ("it", "Sì, ma solo manualmente"), ("de", "Ja, aber nur manuell")],
)
def test_a_fallback_is_all_there_is(tag: str, line: str) -> None:
    assert only(tag, "6.0>6.5", [], "all") == ("fallback", line)


def test_a_route_that_is_certain_leaves_a_chain_to_the_detour() -> None:
    catalogue = made_up("a:x b:x c:x", "a>b b>c")
    decision = decide(catalogue, Question("a", "c"))
    assert len(decision.via) == 2
    assert headline_of(decision, Words(catalogue)).summary == "Yes, but only manually"


@pytest.mark.parametrize(
    ("tag", "line"),
    [
        ("en", "Perhaps, but only manually: 2 answers missing"),
        ("it", "Forse, ma solo manualmente: mancano 2 risposte"),
        ("de", "Vielleicht, aber nur manuell: 2 Antworten fehlen"),
    ],
)
def test_a_fallback_may_be_in_doubt(tag: str, line: str) -> None:
    doubtful = rule("s", "stop", route="manual", certainty="unknown")
    waits = [rule(name, "wait", name, "manual") for name in ("p", "q")]
    assert only(tag, "6.0>6.5", [doubtful, *waits], "all") == ("unknown", line)


@pytest.mark.parametrize(
    ("second", "rules", "facts", "line"),
    [
        ("all", [rule("s", "stop", "s"), rule("f", "fix", "f", "any")], {"s": True, "f": True},
         "Yes, but only manually, once 1 thing is done"),
        ("all", [rule("s", "stop", "s"), rule("p", "stop", "p", "manual")], {"s": True},
         "If nothing rules it out, only manually: 1 answer missing; otherwise no"),
        ("all", [rule("s", "stop", "s"), rule("p", "stop", "p", "any")], {"s": True},
         "If nothing rules it out, only manually: 1 answer missing; otherwise no"),
        ("perhaps", [rule("s", "stop", "s")], {"s": True}, "Perhaps, but only manually"),
        ("", [rule("p", "stop", "p", "any")], {},
         "If nothing rules it out, with the wizard: 1 answer missing; otherwise no"),
    ],
)  # fmt: skip
def test_what_is_left_is_told_with_its_own_conditions(
    second: str, rules: list[dict[str, str]], facts: Mapping[str, Value], line: str
) -> None:
    assert only("en", "6.0>7.1", rules, second, **facts)[1] == line


def test_of_three_routes_only_the_last_one_left_is_the_only_one() -> None:
    three = [route(name, "all") for name in ("ship", "train", "bus")]
    rules = [rule("s", "stop", "s", "ship"), rule("p", "stop", "p", "train")]
    catalogue = made_up(switches="", rules=rules, facts={"s": "yesno", "p": "yesno"}, routes=three)

    def told(**facts: Value) -> str:
        return headline_of(decide(catalogue, Question("a", "b", facts)), Words(catalogue)).summary

    assert told() == "If nothing rules it out, by ship: 1 answer missing; otherwise perhaps by train"
    assert told(s=True, p=False) == "Yes, by train"
    assert told(s=True) == "Yes: by train, if nothing rules it out (1 answer missing), otherwise by bus"
    assert told(s=True, p=True) == "Yes, but only by bus"


def test_a_route_that_the_reader_prefers_is_no_fallback() -> None:
    catalogue = made_up("a:x b:x c:x", "a>b")
    preferred = decide(catalogue, Question("a", "b", route="manual"))
    assert headline_of(preferred, Words(catalogue)).summary == "Yes, manually"
    unlisted = decide(catalogue, Question("a", "c", route="wizard"))
    assert headline_of(unlisted, Words(catalogue)).summary == "Yes, but only manually"


def test_a_doubtful_route_without_another_leads_to_a_chain() -> None:
    assert (
        only("en", "6.0>7.1=unknown 6.0>6.5 6.5>7.1", [])[1]
        == "Perhaps with the wizard; otherwise in 2 steps, over 6.5"
    )
    chain = "6.0>7.1=likely 6.0>6.5=likely 6.5>7.1"
    assert only("en", chain, [])[1] == "Probably with the wizard; otherwise probably in 2 steps, over 6.5"


def test_where_a_chain_is_not_worked_out_its_length_is_not_told() -> None:
    catalogue = made_up("a:x b:x c:x", "a>c", [rule("s", "stop", "p")], routes=routes("en"))
    plain = Words(catalogue)
    ruled_out, open_, nowhere = (
        decide_alone(catalogue, question)
        for question in (Question("a", "c", {"p": True}), Question("a", "c"), Question("a", "b"))
    )
    assert headline_of(nowhere, plain, chained=True).summary == "Not directly"
    assert headline_of(ruled_out, plain, chained=True).mark == "detour"
    assert headline_of(ruled_out, plain).summary == "No: 1 thing rules it out"
    assert headline_of(open_, plain, chained=True).tally == ("1 answer missing", "otherwise not directly")


def test_headline_and_tally_are_two_parts() -> None:
    row = next(row for row in ROWS if (row.status, row.certainty, row.otherwise) == ("after", "sure", "firm"))
    for tag, headline, tally in (
        ("en", "Yes, with the wizard, if nothing rules it out",
         ("2 things first", "7 answers missing", "otherwise manually")),
        ("it", "Sì, con la procedura guidata, se nulla lo esclude",
         ("prima ci sono 2 cose da fare", "mancano 7 risposte", "altrimenti manualmente")),
    ):  # fmt: skip
        catalogue, question = scene(tag, row, stopped=True)
        told = headline_of(decide(catalogue, question), words(catalogue, tag))
        assert (told.headline, told.tally) == (headline, tally)


def marked(certainty: str, otherwise: str, first: int, missing: int, *, stopped: bool) -> str:
    row = Row("", certainty, "", otherwise, first, missing, "", "", "")
    catalogue, question = scene("en", row, stopped=stopped)
    return headline_of(decide(catalogue, question), Words(catalogue)).mark


def test_green_is_only_a_plain_yes() -> None:
    looks = {
        (certainty, otherwise, first, missing, stopped): marked(certainty, otherwise, first, missing, stopped=stopped)
        for certainty, otherwise, first, missing, stopped in product(
            ("sure", "likely", "unknown"), ("none", "firm", "weak", "chain"), (0, 1), (0, 2), (False, True)
        )
        if missing or not stopped
    }
    green = {look for look, mark in looks.items() if mark == "yes"}
    assert green == {("sure", otherwise, 0, 0, False) for otherwise in ("none", "firm", "weak", "chain")}
    assert {mark for look, mark in looks.items() if look[0] == "likely"} == {"likely"}
    assert {mark for look, mark in looks.items() if look[0] == "unknown"} == {"unknown"}
    assert {mark for look, mark in looks.items() if look[0] == "sure" and look[4]} == {"depends"}
    assert looks["sure", "none", 1, 2, False] == "after"
    assert looks["sure", "none", 0, 2, False] == "depends"


def is_certain(decision: Decision) -> bool:
    """Whether some route is certain to remain."""
    return any(
        outcome.state in ("chosen", "open") and outcome.offer == "sure" and not outcome.stops
        for outcome in decision.routes
    )


STOPS = [
    [rule(name, "stop", when, on, certainty=certainty)] if when else []
    for name, on in (("w", "wizard"), ("m", "manual"), ("x", "any"))
    for when, certainty in (("", ""), (name[0], "sure"), ("always", "sure"), ("always", "likely"), (name[0], "unknown"))
]


def test_yes_begins_a_headline_only_if_some_route_is_certain_to_remain(
    record_property: Callable[[str, object], None],
) -> None:
    asked = 0
    for listed, second, *stops in product(
        ("a>b", "a>b=likely", "a>b=unknown", "a>c"), ("listed", "perhaps", "all"), STOPS[:5], STOPS[5:10], STOPS[10:]
    ):
        rules = [row for found in stops for row in found]
        switches = f"{listed}/wizard a>c/manual"
        both = [route("wizard", "listed"), route("manual", second)]
        catalogue = made_up("a:x b:x c:x", switches, rules, dict.fromkeys("wmx", "yesno"), routes=both)
        plain = Words(catalogue)
        for preferred in ("", "manual"):
            decision = decide(catalogue, Question("a", "b", route=preferred))
            told = headline_of(decision, plain)
            asked += 1
            for line in (told.headline, told.summary):
                assert is_certain(decision) or not line.startswith("Yes"), (line, decision)
            assert told.mark != "yes" or told.summary.startswith("Yes, "), (told, decision)
            assert (told.mark in ("no", "detour")) is (decision.status == "no")
    record_property("decisions", asked)


def test_yes_is_as_careful_in_the_catalogue_of_2014(catalogue: Catalogue) -> None:
    plain, italian = words(catalogue, "en"), words(catalogue, "it")
    for origin, target, users in product(catalogue.plans, catalogue.plans, (None, 300, 301)):
        decision = decide_alone(catalogue, Question(origin, target, {"users": users}))
        lines = [headline_of(decision, each).summary for each in (plain, italian)]
        assert is_certain(decision) or not any(line.startswith(("Yes", "Sì")) for line in lines), decision
