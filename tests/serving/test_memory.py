"""Memory: what is made of the same is made once, and what nobody needs any more is forgotten."""

from __future__ import annotations

import pytest

from planswitch.serving.memory import Memory


class Maker:
    """Makes numbers, a new one each time."""

    def __init__(self) -> None:
        self.made = 0

    def __call__(self) -> int:
        self.made += 1
        return self.made


def test_what_is_made_of_equal_texts_is_made_once() -> None:
    memory, make = Memory(), Maker()
    long = "text " * 100
    assert [memory.of(make, "page", long), memory.of(make, "page", f"{long}"), memory.of(make, "page", f"{long}.")] == [
        1,
        1,
        2,
    ]


def test_the_name_of_what_is_made_counts() -> None:
    memory, make = Memory(), Maker()
    assert [memory.of(make, "page", "text"), memory.of(make, "title", "text")] == [1, 2]


def test_equal_objects_are_not_the_same() -> None:
    memory, make = Memory(), Maker()
    one, other = ["a"], ["a"]
    assert [memory.of(make, "page", one), memory.of(make, "page", other), memory.of(make, "page", one)] == [1, 2, 1]


def test_what_a_build_has_not_needed_is_forgotten() -> None:
    memory, make = Memory(), Maker()
    memory.of(make, "page", "old")
    memory.turn(whole=True)
    memory.turn(whole=True)
    assert memory.of(make, "page", "old") == 2


def test_a_build_that_came_to_nothing_forgets_nothing() -> None:
    memory, make = Memory(), Maker()
    memory.of(make, "page", "old")
    memory.turn(whole=True)
    memory.of(make, "page", "new")
    memory.turn(whole=False)
    assert [memory.of(make, "page", "old"), memory.of(make, "page", "new")] == [1, 2]


def test_what_may_not_be_kept_and_what_fails_is_made_again() -> None:
    memory, make = Memory(), Maker()
    assert [memory.of(make, "page", keep=lambda: False), memory.of(make, "page")] == [1, 2]
    with pytest.raises(ZeroDivisionError):
        memory.of(lambda: 1 // 0, "failed")
    assert memory.of(make, "failed") == 3


def test_a_site_that_is_built_once_keeps_nothing() -> None:
    memory, make = Memory(keeps=False), Maker()
    assert [memory.of(make, "page"), memory.of(make, "page")] == [1, 2]
