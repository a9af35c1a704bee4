"""How far chains lead: the same as walking each of them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from planswitch.rules.reach import Reach, members

PLANS = 7


def graphs() -> st.SearchStrategy[list[list[int]]]:
    """Hops among a few plans, none to itself."""
    others = [
        st.lists(st.sampled_from([to for to in range(PLANS) if to != plan]), unique=True) for plan in range(PLANS)
    ]
    return st.tuples(*others).map(list)


def walked(hops: list[list[int]], origin: int) -> set[int]:
    """Where chains of two or more hops lead that come to no plan twice."""
    found: set[int] = set()
    waiting: list[tuple[int, ...]] = [(origin,)]
    while waiting:
        plans = waiting.pop()
        for after in hops[plans[-1]]:
            if after not in plans:
                waiting.append((*plans, after))
                found |= {after} if len(plans) > 1 else set()
    return found


@given(graphs())
def test_chains_lead_where_walking_them_leads(hops: list[list[int]]) -> None:
    reach = Reach(hops)
    for origin in range(PLANS):
        assert set(members(reach.lead(origin))) == walked(hops, origin), origin


def test_a_long_chain_is_no_deep_one() -> None:
    count = 5_000
    reach = Reach([[plan + 1] for plan in range(count - 1)] + [[0]])
    assert reach.lead(0) == (1 << count) - 4, "all but itself and the next one"
    assert reach.lead(count - 1) == (1 << count) - 1 - 1 - (1 << count - 1)


def test_members_are_places_from_the_lowest() -> None:
    assert list(members(0)) == []
    assert list(members(0b1010001)) == [0, 4, 6]
