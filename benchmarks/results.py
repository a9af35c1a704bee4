"""What a section of the benchmark hands back, as text for a terminal and for a page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class Spread:
    """The median of several runs, and their extremes."""

    values: tuple[float, ...]

    @classmethod
    def of(cls, values: Iterable[float | None]) -> Spread:
        """Of the runs that gave a value."""
        return cls(tuple(value for value in values if value is not None))

    @property
    def median(self) -> float:
        """The middle value; what cannot be measured here is not a number."""
        return median(self.values) if self.values else float("nan")

    def show(self, unit: str = "", digits: int = 0) -> str:
        """Median and, in brackets, the lowest and the highest value."""
        if not self.values:
            return "–"
        low, middle, high = (f"{value:,.{digits}f}" for value in (min(self.values), self.median, max(self.values)))
        space = " " if unit else ""
        return f"{middle}{space}{unit}" if low == high else f"{middle}{space}{unit} ({low}–{high})"


@dataclass(frozen=True, slots=True)
class Bound:
    """A promise of the project, and what was measured. Shown as met or not met."""

    what: str
    most: float
    measured: float
    unit: str = ""
    below: bool = False

    @property
    def met(self) -> bool:
        """Not met, too, when nothing could be measured."""
        return self.measured < self.most if self.below else self.measured <= self.most

    def row(self) -> list[str]:
        """As a row of the table of bounds."""
        limit = f"{'under' if self.below else 'at most'} {_number(self.most)} {self.unit}".strip()
        measured = "not measured" if self.measured != self.measured else f"{_number(self.measured)} {self.unit}".strip()
        return [self.what, limit, measured, "met" if self.met else "NOT MET"]


def _number(value: float) -> str:
    if value == int(value):
        return f"{value:,.0f}"
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.3g}"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a title; the first column holds names, the others numbers."""

    title: str
    columns: list[str]
    rows: list[list[str]]
    note: str = ""

    def terminal(self) -> str:
        """Aligned with spaces."""
        widths = [max(map(len, column)) for column in zip(self.columns, *self.rows, strict=True)]
        lines = [_aligned(row, widths) for row in (self.columns, *self.rows)]
        lines.insert(1, "  ".join("-" * width for width in widths))
        return "\n".join([self.title, "", *lines, *([self.note] if self.note else [])])

    def markdown(self) -> str:
        """As a table of Markdown."""
        lines = [
            self.columns,
            ["---", *["---:"] * (len(self.columns) - 1)],
            *self.rows,
        ]
        table = "\n".join(f"| {' | '.join(line)} |" for line in lines)
        return f"### {self.title}\n\n{table}\n" + (f"\n{self.note}\n" if self.note else "")


def _aligned(row: Sequence[str], widths: Sequence[int]) -> str:
    first, *others = (
        cell.rjust(width) if index else cell.ljust(width)
        for index, (cell, width) in enumerate(zip(row, widths, strict=True))
    )
    return "  ".join([first, *others]).rstrip()


@dataclass(slots=True)
class Section:
    """What one part of the benchmark found.

    Attributes:
        text: how it was measured, as paragraphs of Markdown.
    """

    title: str
    text: str
    tables: list[Table] = field(default_factory=list)
    bounds: list[Bound] = field(default_factory=list)

    @classmethod
    def of(cls, found: dict[str, Any]) -> Self:
        """One that was written as JSON."""
        tables = [Table(**table) for table in found["tables"]]
        return cls(found["title"], found["text"], tables, [Bound(**bound) for bound in found["bounds"]])


def bounds_table(sections: Iterable[Section]) -> Table:
    """Every promise and whether it is kept."""
    rows = [bound.row() for section in sections for bound in section.bounds]
    return Table("Promises", ["promise", "bound", "measured", ""], rows)
