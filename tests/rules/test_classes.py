"""Classes of equal pairs: what no row of a catalogue tells apart is one class, and what one does is not."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from planswitch.rules import Question, decide_alone
from planswitch.rules.decisions import Counting, outlook, understood
from tests.assertions import made_up, rule, step

PLANS = "a:x b:x c:y d:y e:z"
NAMES = [plan.partition(":")[0] for plan in PLANS.split()]
SELECTORS = st.sampled_from(["*", "a b", "family:y", "* !c", "d e", "* !family:x"])
WHEN = st.sampled_from(["always", "p", "n > 3", "same_family", "not same_family and p", 'card == "gold"'])
RULES = st.lists(
    st.tuples(
        st.sampled_from(["stop", "wait", "fix", "warn"]), WHEN, st.sampled_from(["wizard", "manual", "any"]),
        SELECTORS, SELECTORS, st.sampled_from(["sure", "likely"]),
    ),
    max_size=5,
)  # fmt: skip
STEPS = st.lists(st.tuples(st.sampled_from(["wizard", "manual", "manual-notes"]), WHEN, SELECTORS), max_size=4)
SWITCHES = st.lists(
    st.sampled_from([f"{a}>{b}{sure}" for a, b in product(NAMES, NAMES) if a != b for sure in ("", "=likely")]),
    max_size=6,
    unique_by=lambda text: text[:3],
)
GIVEN = st.fixed_dictionaries({}, optional={"p": st.booleans(), "n": st.integers(1, 6), "card": st.just("gold")})


def test_pairs_that_nothing_tells_apart_are_one_class() -> None:
    catalogue = made_up("a:x b:x c:x", "a>b")
    numbers = {pair: catalogue.pairs[pair].number for pair in product("abc", "abc")}
    assert len(set(numbers.values())) == len(catalogue.pairs) == 3  # one plan, what is listed, and what is not
    assert numbers["a", "a"] == numbers["b", "b"]
    assert numbers["b", "c"] == numbers["c", "a"] != numbers["a", "b"]


def test_a_rule_that_what_is_known_rules_out_does_not_touch_a_pair() -> None:
    catalogue = made_up("a:x b:x c:y", rules=[rule("far", "warn", "not same_family and p", "any")])
    assert list(catalogue.touched(catalogue.rules["far"])) == [("a", "c"), ("b", "c"), ("c", "a"), ("c", "b")]
    assert catalogue.pairs["a", "b"].rules == ()


@given(RULES, STEPS, SWITCHES, GIVEN)
def test_the_pairs_of_a_class_have_one_decision_but_for_their_names(
    rules: list[tuple[str, ...]], steps: list[tuple[str, ...]], switches: list[str], facts: dict[str, bool | int | str]
) -> None:
    catalogue = made_up(
        PLANS,
        " ".join(switches),
        [
            rule(f"r{place}", effect, when, on, origin=origin, target=target, certainty=certainty)
            for place, (effect, when, on, origin, target, certainty) in enumerate(rules)
        ],
        steps=[
            step(procedure, place + 1, when, origin=origin, text=f"Step {place}.")
            for place, (procedure, when, origin) in enumerate(steps)
        ],
    )
    decisions: dict[int, object] = {}
    for origin, target in product(NAMES, NAMES):
        public = decide_alone(catalogue, Question(origin, target, facts)).to_dict()
        told = {key: value for key, value in public.items() if key not in ("from", "to")}
        assert decisions.setdefault(catalogue.pairs[origin, target].number, told) == told


ATTRIBUTES = [
    {"id": "tier", "type": "level", "levels": "low=Low high=High", "name": "Tier"},
    {"id": "seats", "type": "number", "levels": "", "name": "Seats"},
]
FACTS: Mapping[str, str | Mapping[str, str]] = {
    "p": "yesno",
    "fewer": {"type": "yesno", "choices": "", "answer": "to.seats < from.seats", "help": ""},
}
OF_ATTRIBUTES = st.sampled_from(
    [
        "to.seats < from.seats", "from.seats >= to.seats and p", "from.seats > 10", 'to.tier == "high" or p',
        "from.seats < 7 and from.seats < to.seats", "fewer", "not fewer and p",
        "from.tier != to.tier", "same_family or p",
    ]
)  # fmt: skip
SEATS = st.sampled_from(["", ":seats=5", ":seats=10", ":seats=20", ":seats=40"])
TIERS = st.sampled_from(["", ":tier=low", ":tier=high"])


@given(
    st.lists(st.tuples(SEATS, TIERS), min_size=5, max_size=5),
    st.lists(st.tuples(OF_ATTRIBUTES, st.sampled_from(["stop", "fix"]), SELECTORS, SELECTORS), max_size=4),
    SWITCHES,
    st.fixed_dictionaries({}, optional={"p": st.booleans(), "fewer": st.booleans()}),
)
def test_what_attributes_mean_to_rules_tells_pairs_apart_and_nothing_else_of_them_does(
    attributes: list[tuple[str, str]], rows: list[tuple[str, ...]], switches: list[str], facts: dict[str, bool]
) -> None:
    plans = " ".join(f"{plan}{seats}{tier}" for plan, (seats, tier) in zip(PLANS.split(), attributes, strict=True))
    rules = [
        rule(f"r{place}", effect, when, "any", origin=origin, target=target)
        for place, (when, effect, origin, target) in enumerate(rows)
    ]
    catalogue = made_up(plans, " ".join(switches), rules, FACTS, attributes=ATTRIBUTES)
    counts = Counting(catalogue, understood(catalogue, Question("a", "a", facts)))
    decisions: dict[int, object] = {}
    for origin in NAMES:
        numbers = list(catalogue.pairs.row(origin))
        assert numbers == [catalogue.pairs[origin, target].number for target in NAMES]
        for target, number in zip(NAMES, numbers, strict=True):
            decision = decide_alone(catalogue, Question(origin, target, facts))
            told = {key: value for key, value in decision.to_dict().items() if key not in ("from", "to")}
            assert decisions.setdefault(number, told) == told
            said = outlook(catalogue, catalogue.pairs.classes[number], facts)
            assert said == tuple(getattr(decision, part) for part in said._fields)
            if origin != target:
                assert counts(origin, target) is catalogue.lists(origin, target, decision.route)
    assert sum(catalogue.pairs.counts.values()) == len(NAMES) ** 2
    for each in catalogue.rules.values():
        assert catalogue.touches(each) == len(list(catalogue.touched(each)))


def test_plans_that_differ_in_a_number_alone_are_few_classes() -> None:
    plans = " ".join(f"p{number}:x:seats={number}" for number in range(1, 41))
    rules = [rule("fewer", "fix", "to.seats < from.seats"), rule("large", "warn", "from.seats > 20")]
    catalogue = made_up(plans, "", rules, attributes=ATTRIBUTES)
    for plan in catalogue.plans:
        catalogue.pairs.row(plan)
    assert len(catalogue.pairs) <= 6
