"""Answers that our own code changes: the same catalogue, asked by the rules of another commit and by those of now.

A class of pairs is asked once without circumstances, and under those of every rule that touches it. Only a repository
that holds this very package has such code; everywhere else the same package answers on both sides.
"""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import tarfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import planswitch
from planswitch.catalogue.circumstances import Circumstance, TooManyError, circumstances
from planswitch.catalogue.sides import Level
from planswitch.catalogue.verdicts import Group, Verdict
from planswitch.diff import replaying
from planswitch.diff.revisions import Revision
from planswitch.rules import Catalogue

PACKAGE = Path(planswitch.__file__).parent
PARTS = ("__init__.py", "plain.py", "catalogue", "rules")
"""What of the package answers questions."""
TRANSLATIONS = ("locale",)
"""Where the translations of our own sentences are."""
MOST = 5_000
"""Most questions that are asked."""
HEADLINE = ("route", "status", "certainty", "otherwise", "firm")
Asked = tuple[int, tuple[str, str], Circumstance]
"""A class, one of its pairs, and circumstances."""


class CodeError(Exception):
    """The code of another commit gives no answers, and why, in one sentence."""


def edited(revision: Revision, parts: Iterable[str] = PARTS) -> list[str]:
    """The files of the package that are not as they were; none where the repository is of something else."""
    try:
        place = PACKAGE.resolve().relative_to(revision.top)
    except ValueError:
        return []
    return revision.edited(*((place / part).as_posix() for part in parts))


def changed(revision: Revision, folder: Path, catalogue: Catalogue) -> Iterator[Group]:
    """The answers that the code changes, in groups of the same difference.

    Args:
        revision: of the earlier code.
        folder: of the catalogue that both are asked about.
        catalogue: the same, loaded.

    Raises:
        CodeError: what it changes cannot be found out.
    """
    asked = questions(catalogue)
    with TemporaryDirectory(prefix="planswitch-code-") as temporary:
        place = PACKAGE.resolve().relative_to(revision.top)
        packed = revision.archive(*((place / part).as_posix() for part in PARTS))
        with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
            archive.extractall(temporary, filter="data")
        before = _answers(Path(temporary) / place.parent, folder, asked)
    after = _answers(PACKAGE.parent, folder, asked)
    found: dict[int, dict[Circumstance, Verdict]] = {}
    tried: dict[int, int] = {}
    for (number, _, given), old, new in zip(asked, before, after, strict=True):
        tried[number] = tried.get(number, 0) + 1
        if old != new:
            found.setdefault(number, {})[given] = _verdict(old, new, given)
    yield from _groups(catalogue, {number: _heaviest(each, tried[number]) for number, each in found.items()})


def questions(catalogue: Catalogue) -> list[Asked]:
    """A pair of each class, without circumstances and under those of every rule that touches it.

    Raises:
        CodeError: there are too many.
    """
    asked = list(_questions(catalogue))
    if len(asked) > MOST:
        raise CodeError(f"there are {len(asked):,} questions to ask")
    return asked


def _questions(catalogue: Catalogue) -> Iterator[Asked]:
    seen: set[int] = set()
    for origin in catalogue.plans:
        for target, number in zip(catalogue.plans, catalogue.pairs.row(origin), strict=True):
            if number not in seen:
                seen.add(number)
                pair = catalogue.pairs.classes[number]
                given: dict[Circumstance, None] = {(): None}
                for rule in pair.rules:
                    try:
                        given |= dict.fromkeys(circumstances([catalogue.facts], [rule.when], pair.known))
                    except TooManyError:
                        raise CodeError(f"rule `{rule.id}` has too many circumstances") from None
                yield from ((number, (origin, target), each) for each in given)


def _answers(path: Path, folder: Path, asked: list[Asked]) -> list[Any]:
    """What the code below a path answers; nothing is left beside it."""
    questions = {"folder": str(folder.resolve()), "questions": [(*pair, dict(given)) for _, pair, given in asked]}
    done = subprocess.run(
        [sys.executable, str(Path(replaying.__file__))],
        input=json.dumps(questions),
        capture_output=True,
        text=True,
        check=False,
        env={
            **os.environ,
            "PYTHONPATH": str(path),
            "PYTHONSAFEPATH": "1",
            "PYTHONUTF8": "1",
            "PYTHONDONTWRITEBYTECODE": "1",
        },
    )
    if done.returncode:
        said = done.stderr.strip().splitlines()
        raise CodeError(f"the earlier code gives no answers ({said[-1] if said else 'it says nothing'})")
    answers: list[Any] = json.loads(done.stdout)
    return answers


def _verdict(old: list[Any], new: list[Any], given: Circumstance) -> Verdict:
    level: Level = "answer" if old[0] != new[0] else "reasons" if old[1] != new[1] else "wording"
    what, before, after = "", "", ""
    if level == "answer":
        differing = ((name, *each) for name, *each in zip(HEADLINE, old[0], new[0], strict=True))
        what, before, after = next((name, str(was or ""), str(is_ or "")) for name, was, is_ in differing if was != is_)
    return Verdict(level, what, before, after, (), 0, given, "")


def _heaviest(found: dict[Circumstance, Verdict], tried: int) -> Verdict:
    best = min(found.values(), key=lambda each: ("answer", "reasons", "wording").index(each.level))
    differing = tuple(given for given, each in found.items() if each.level == best.level)
    return Verdict(best.level, best.what, best.before, best.after, differing, tried, best.facts, "")


def _groups(catalogue: Catalogue, verdicts: dict[int, Verdict]) -> Iterator[Group]:
    groups: dict[tuple[str, ...], Group] = {}
    for origin in catalogue.plans:
        for bit, (target, number) in enumerate(zip(catalogue.plans, catalogue.pairs.row(origin), strict=True)):
            if verdict := verdicts.get(number):
                key = (verdict.level, verdict.what, verdict.before, verdict.after)
                group = groups.setdefault(key, Group((), verdict, (origin, target)))
                group.add(origin, 1 << bit)
    yield from groups.values()
