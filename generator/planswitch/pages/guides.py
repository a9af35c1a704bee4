"""Guides that nobody reads: procedures of a catalogue that no hand-written page shows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from planswitch.catalogue import Loaded, Problem
from planswitch.rules.vocabulary import NOTES

SHOWN = re.compile(r"planswitch:procedure\s+([\w.-]*\w)")


def unshown(loaded: Loaded, docs: Path) -> Iterator[Problem]:
    """A warning for each guide of ``steps.csv`` that no page shows; none where there are no pages."""
    pages = [path.read_text(encoding="utf-8", errors="replace") for path in sorted(docs.rglob("*.md"))]
    seen = {name for page in pages for name in SHOWN.findall(page)}
    seen |= {name for route in loaded.catalogue.routes for name in (route, f"{route}{NOTES}")}
    for row in loaded.rows["steps"] if pages else ():
        name = row["procedure"]
        if name not in seen:
            seen.add(name)
            tip = f"write <!-- planswitch:procedure {name} --> in a page, or delete its steps"
            yield row.problem("unused", "procedure", "a guide that some page shows", tip=tip, fatal=False)
