"""The matrix: every cell is the decision of its pair, decided once a class, and says no more than that knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planswitch.rules import Catalogue, Question, Words, chain_of, decide, decide_alone
from planswitch.rules.matrix import Cells, Overview, listing, offer
from tests.assertions import made_up, route, rule
from tests.long import examples

if TYPE_CHECKING:
    from planswitch.rules.conditions import Value

ONE_WAY = [route("direct", "listed", "directly", word="Direct")]
PLANS = "abcdef"


def catalogues() -> st.SearchStrategy[Catalogue]:
    """Small catalogues with one listed route and perhaps one that leads everywhere."""
    pairs = [f"{one}>{other}" for one in PLANS for other in PLANS if one != other]
    switches = st.lists(st.sampled_from(pairs), unique=True, max_size=14)
    marks = st.sampled_from(["", "=likely", "=unknown"])
    rows = st.lists(
        st.builds(
            rule,
            st.sampled_from(["r1", "r2", "r3"]),
            st.sampled_from(["stop", "fix"]),
            st.sampled_from(["p", "not q", "same_family", "always"]),
            st.sampled_from(["direct", "any"]),
            origin=st.sampled_from(["*", "a", "b c"]),
            target=st.sampled_from(["*", "f", "!d *"]),
            certainty=st.sampled_from(["", "likely"]),
        ),
        unique_by=lambda row: row["id"],
        max_size=3,
    )
    routes = st.sampled_from([ONE_WAY, [*ONE_WAY, route("desk", "all")], [route("direct", "perhaps")]])
    return st.builds(
        lambda switches, mark, rules, routes: made_up(
            "a:x b:x c:x d:y e:y f:y",
            " ".join(f"{pair}{mark if place % 2 else ''}" for place, pair in enumerate(switches)),
            rules,
            {"p": "yesno", "q": "yesno"},
            routes=routes,
            steps=[],
        ),
        switches,
        marks,
        rows,
        routes,
    )


@settings(max_examples=examples(60))
@given(catalogues(), st.dictionaries(st.sampled_from(["p", "q"]), st.booleans()))
def test_an_overview_has_the_decisions_of_single_pairs_and_knows_where_chains_lead(
    catalogue: Catalogue, facts: dict[str, Value]
) -> None:
    overview = Overview(catalogue, facts)
    for origin in catalogue.plans:
        for target in catalogue.plans:
            question = Question(origin, target, facts)
            alone, shared = decide_alone(catalogue, question), overview[origin, target]
            for part in ("status", "route", "certainty", "otherwise", "firm", "routes", "reasons", "open", "steps"):
                assert getattr(shared, part) == getattr(alone, part)
            assert overview.decision(origin, target) == decide(catalogue, question)
            if origin != target:
                assert overview.chained(origin, target) is bool(chain_of(catalogue, question)), (origin, target)


@pytest.mark.parametrize("facts", [{}, {"p": True}, {"p": False}])
def test_not_directly_is_said_where_only_a_chain_leads_and_without_its_length(facts: dict[str, Value]) -> None:
    catalogue = made_up(
        "a:x b:x c:x d:x", "a>b b>c a>c", [rule("broken", "stop", "p", "direct", origin="a", target="c")],
        routes=ONE_WAY, steps=[],
    )  # fmt: skip
    cells = Cells(Overview(catalogue, facts), Words(catalogue))
    assert (cells["a", "d"].word, cells["a", "d"].mark) == ("No", "no")
    assert (cells["a", "b"].word, cells["a", "b"].text) == ("Direct", "Yes, directly")
    stopped = cells["a", "c"]
    if facts.get("p"):
        assert (stopped.word, stopped.text, stopped.mark) == ("Not directly", "Not directly", "detour")
    elif not facts:
        assert stopped.word == "Direct"
        assert stopped.text.endswith("otherwise not directly")
    else:
        assert stopped.text == "Yes, directly"
    assert cells["a", "a"].mark == "same"
    assert (cells["a", "a"].word, cells["a", "a"].status) == ("", "")


def test_a_cell_says_how_certain_it_is() -> None:
    catalogue = made_up("a:x b:x c:x d:x", "a>b a>c=likely a>d=unknown")
    cells = Cells(Overview(catalogue), Words(catalogue))
    said = {target: (cells["a", target].word, cells["a", target].certainty) for target in catalogue.plans}
    assert said == {
        "a": ("", "same"),
        "b": ("Wizard", "sure"),
        "c": ("Likely", "likely"),
        "d": ("Perhaps", "unknown"),
    }
    assert (cells["b", "a"].word, cells["b", "a"].certainty) == ("Manual", "fallback")
    assert [cells["a", target].offered for target in catalogue.plans] == [False, True, True, False]
    assert cells["a", "c"].text == "Yes: probably with the wizard, otherwise manually"


def test_a_doubtful_route_that_leads_everywhere_says_so_too() -> None:
    catalogue = made_up(rules=[rule("silent", "stop", "always", "any", target="c", certainty="unknown")])
    cell = Cells(Overview(catalogue), Words(catalogue))["a", "c"]
    assert (cell.word, cell.status, cell.certainty) == ("Manual", "perhaps", "unknown")


def test_how_many_plans_are_offered_is_counted_by_routes_that_do_not_lead_everywhere() -> None:
    def said(catalogue: Catalogue) -> str:
        words = Words(catalogue)
        return offer(catalogue, list(Cells(Overview(catalogue), words).row("a")), words)

    assert said(made_up(switches="a>b a>c=unknown")) == "1 of 2 plans with the wizard"
    only = [route("desk", "all", "at the desk")]
    everywhere = made_up(switches="", routes=only, steps=[])
    assert listing(everywhere) == ("desk",)
    assert said(everywhere) == "2 of 2 plans at the desk"
    three = [route("one", "listed"), route("two", "listed"), route("desk", "all")]
    assert said(made_up(switches="a>b/one a>c/two", routes=three, steps=[])) == "2 of 2 plans"


def test_what_changed_an_answer_is_a_rule_that_did_not_hold_before() -> None:
    rules = [rule("first", "fix"), rule("stop", "stop", "p"), rule("fix", "fix", "q", "any")]
    catalogue = made_up(rules=rules)
    base = Overview(catalogue)
    now = Overview(catalogue, {"p": True, "q": True})
    assert now.causes("a", "b", base) == ("stop", "fix")
    assert now.causes("a", "c", base) == ("fix",)
    assert Overview(catalogue, {"p": False}).causes("a", "b", base) == ()


def test_every_class_of_pairs_is_decided_once(catalogue: Catalogue) -> None:
    overview = Overview(catalogue)
    for origin in catalogue.plans:
        for target in catalogue.plans:
            assert overview[origin, target] is overview[origin, target]
            assert overview[origin, target].route == decide(catalogue, Question(origin, target)).route
    assert len({id(overview[pair]) for pair in ((a, b) for a in catalogue.plans for b in catalogue.plans)}) < 100
