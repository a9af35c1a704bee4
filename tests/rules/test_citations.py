"""Citations: a cell cites sources, each perhaps with a place in it, or is free text."""

from __future__ import annotations

import pytest

from planswitch.rules.citations import Citation, citations

SOURCES = {"A", "B", "Notes"}


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("A", [("A", "")]),
        ("A3", [("A", "3")]),
        ("A3  B12 Notes", [("A", "3"), ("B", "12"), ("Notes", "")]),
        ("notes", []),
        ("A leaflet", []),
        ("A3, B1", []),
        ("C1", []),
        ("3A", []),
        ("A٣", []),
        ("", []),
    ],
)
def test_a_cell_cites_sources_or_is_free_text(text: str, cited: list[tuple[str, str]]) -> None:
    assert citations(text, SOURCES) == tuple(Citation(*each) for each in cited)
