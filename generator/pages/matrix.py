"""Writes ``matrix.md``: every plan against every other."""

from __future__ import annotations

from collections.abc import Iterator

from generator.pages.press import Page, Press


def pages(press: Press) -> Iterator[Page]:
    """The matrix, its table in a slot."""
    path = "matrix.md"
    targets = [plan["id"] for family in press.families for plan in family["plans"]]
    rows = [
        (family, origin, [press.answer(origin["id"], target) for target in targets])
        for family in press.families
        for origin in family["plans"]
    ]
    table = press.print("matrix-table.html.jinja", path, rows=rows, families=press.families)
    yield Page(path, press.print("matrix.md.jinja", path, rows=rows), {"table": table})
