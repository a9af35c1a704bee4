"""The catalogues of other trades in ``examples``, and the questions that their READMEs answer."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from pathlib import Path

from tests.site_builder import PROJECT

EXAMPLES = ("gitlab", "postgresql", "ubuntu")


@dataclass(frozen=True, slots=True)
class Asked:
    """A row of a README's table: a question, and the answer that is right.

    Attributes:
        words: how it is asked: what stands after ``planswitch answer``.
        answer: the answer on one line, or the sentence by which the question is refused.
        route: the route that is chosen, blank for none.
        via: where the chain stops that leads there when no route does.
        holds: the circumstances that hold, in the order of the answer.
    """

    number: int
    question: str
    words: tuple[str, ...]
    answer: str
    route: str
    via: tuple[str, ...]
    holds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """One of them, as it was built.

    Attributes:
        log: what the build printed.
    """

    name: str
    site: Path
    log: str

    @property
    def folder(self) -> Path:
        """Where its files are."""
        return folder_of(self.name)


def folder_of(name: str) -> Path:
    """Where the files of an example are."""
    return PROJECT / "examples" / name


def questions(name: str) -> list[Asked]:
    """The questions of an example's README, in its order."""
    readme = (folder_of(name) / "README.md").read_text(encoding="utf-8")
    rows = [line.strip("| ").split(" | ") for line in readme.splitlines() if re.match(r"\| \d", line)]
    return [_asked(*map(str.strip, row)) for row in rows]


def _asked(number: str, question: str, words: str, answer: str, way: str, holds: str) -> Asked:
    over = way.partition("over ")[2]
    return Asked(
        number=int(number),
        question=question,
        words=tuple(shlex.split(words.strip("`"))),
        answer=answer,
        route="" if over else "".join(_coded(way)),
        via=_coded(over),
        holds=_coded(holds),
    )


def _coded(cell: str) -> tuple[str, ...]:
    return tuple(re.findall(r"`([^`]+)`", cell))
