"""The navigation of a whole site: which entry a page is in or below, and the way up from it."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from planswitch.parts.navigation import above, name, trail


@dataclass
class Entry:
    """An entry as MkDocs has it: a page, or a section, which has no address."""

    title: str
    url: str = ""
    children: list[Entry] = field(default_factory=list)

    @property
    def is_section(self) -> bool:
        return bool(self.children)


def items() -> list[Entry]:
    guides = Entry("x", children=[Entry("Guides", "2014/guides/"), Entry("By hand", "2014/guides/manual/")])
    old = Entry("2014", children=[Entry("Matrix", "2014/matrix/"), Entry("Plans", "2014/plans/"), guides])
    return [Entry("Start"), old, Entry("y", children=[Entry("Help", "help/")]), Entry("Elsewhere", "https://x.test/")]


@pytest.mark.parametrize(
    ("url", "titles"),
    [
        ("", ["Start"]),
        ("2014/matrix/", ["2014", "Matrix"]),
        ("2014/plans/e1/", ["2014", "Plans"]),
        ("2014/guides/", ["2014", "Guides", "Guides"]),
        ("2014/guides/manual/", ["2014", "Guides", "By hand"]),
        ("2014/guides/other/", ["2014", "Guides", "Guides"]),
        ("help/", ["Help", "Help"]),
        ("2014/troubleshooting/", []),
        ("404.html", []),
    ],
)
def test_a_page_is_in_or_below_the_nearest_entry(url: str, titles: list[str]) -> None:
    found = items()
    name(found, {"2014"})
    assert [entry.title for entry in trail(found, url)] == titles


@pytest.mark.parametrize(
    ("url", "up"),
    [
        ("2014/plans/e1/", {"title": "Plans", "url": "2014/plans/"}),
        ("2014/guides/manual/", {"title": "Guides", "url": "2014/guides/"}),
        ("2014/guides/", {}),
        ("2014/matrix/", {}),
        ("", {}),
    ],
)
def test_the_way_up_is_the_overview_that_a_page_is_below(url: str, up: dict[str, str]) -> None:
    found = items()
    name(found, {"2014"})
    assert above(trail(found, url), url) == up
