"""An edit of one cell cannot go wrong in silence: it is refused or warned of, or `diff` has exactly what it changes.

What slips is drawn anew whenever the editions are edited, so that what is asserted holds for any edit of any catalogue.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import chdir, contextmanager, redirect_stdout
from dataclasses import dataclass
from datetime import date
from io import StringIO
from itertools import product
from pathlib import Path

import pytest

from planswitch import cli
from planswitch.catalogue import Loaded, build, inspect, load
from planswitch.catalogue.compare import Comparison
from planswitch.catalogue.sides import takes
from planswitch.configured import catalogues
from planswitch.rules import Catalogue, Condition, Decision, Question, Words, decide, decide_alone, word
from planswitch.rules.conditions import Comparison as Compared
from planswitch.rules.conditions import Value
from tests.assertions import ROOT
from tests.long import long
from tests.mutating import Mutation, drawn

SEED = "an edit cannot go wrong in silence"
FEW, MANY = 2, 500
"""How many edits of the editions are tried in a short test, and in a long one."""
FEW_SMALL, MANY_SMALL = 2, 150
"""Likewise of a small catalogue, where every answer is asked."""
PLACED = re.compile(r"\b(\w+\.csv), line \d+, cell ([A-Z]+)(\d+)")
"""The cell that a problem names: its file, column and row."""
DIFFER = re.compile(r"\S+: (?:([\d,]+) answers? differs?)?.*, compared with HEAD")
"""How the last line begins where answers differ: how many, plans that came or went left aside."""
Pair = tuple[str, str]


# ------------------------------------------------------------------------------- exactly the answers that differ


def conditions(catalogue: Catalogue) -> Iterator[Condition]:
    yield from (rule.when for rule in catalogue.rules.values())
    yield from (step.when for step in catalogue.steps)
    yield from (fact.answer for fact in catalogue.facts.values() if fact.answer)


def literals(catalogue: Catalogue, fact: str) -> Iterator[Value]:
    """What conditions compare a fact with."""
    for condition in conditions(catalogue):
        for test in condition.tests():
            if isinstance(test, Compared) and test.fact == fact:
                yield test.literal


def near(literal: Value) -> list[Value]:
    """A number or a day, and those beside it."""
    if isinstance(literal, str):
        day = date.fromisoformat(literal).toordinal()
        return [date.fromordinal(number).isoformat() for number in (day - 1, day, day + 1)]
    return [literal - 1, literal, literal + 1]


def values(sides: tuple[Catalogue, Catalogue]) -> dict[str, list[Value | None]]:
    """Each fact of either side, with every value that some condition can tell from another, and none."""
    found: dict[str, dict[Value | None, None]] = {}
    for side in sides:
        for fact in side.facts.values():
            known = found.setdefault(fact.id, {None: None})
            if fact.type == "yesno":
                known |= dict.fromkeys((True, False))
            elif fact.type == "choice":
                known |= dict.fromkeys(fact.choices)
            else:
                known |= dict.fromkeys(value for literal in literals(side, fact.id) for value in near(literal))
    return {name: list(known) for name, known in found.items()}


class Asked:
    """Every answer of a catalogue, asked one by one, whatever is told and whichever way is preferred."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self._words = Words(catalogue)
        self._answers: dict[tuple[Pair, str], list[object]] = {}

    def all_of(self, pair: Pair, told: dict[str, list[Value | None]], routes: list[str]) -> list[object]:
        """The answers of a pair, as decisions and in words; with their chain where nothing is told."""
        key = (pair, repr(told))
        if key not in self._answers:
            self._answers[key] = self._all_of(pair, told, routes)
        return self._answers[key]

    def _all_of(self, pair: Pair, told: dict[str, list[Value | None]], routes: list[str]) -> list[object]:
        found: list[object] = [self._told(decide(self.catalogue, Question(*pair)))]
        for chosen in product(*told.values()):
            facts = {
                name: value
                for name, value in zip(told, chosen, strict=True)
                if value is not None and takes(self.catalogue, name, value)
            }
            found += [
                self._told(decide_alone(self.catalogue, Question(*pair, facts, route)))
                for route in ("", *routes)
                if not route or route in self.catalogue.routes
            ]
        return found

    def _told(self, decision: Decision) -> object:
        public = decision.to_dict()
        del public["catalogue"]["digest"]
        for outcome in public["routes"]:
            if outcome["state"] == "none":
                del outcome["stops"]  # nobody is told
        worded = word(decision, self._words).to_dict()
        del worded["decision"], worded["given"]  # the first is compared already; the other, the reader has told
        return public, worded, decision.route and self._words.route(decision.route).word


def differing(old: Asked, after: Catalogue) -> set[Pair]:
    """By brute force, the pairs of which some answer differs."""
    before, new = old.catalogue, Asked(after)
    told, routes = values((before, after)), sorted({*before.routes, *after.routes})
    plans = [plan for plan in after.plans if plan in before.plans]
    return {pair for pair in product(plans, plans) if old.all_of(pair, told, routes) != new.all_of(pair, told, routes)}


def found_in(comparison: Comparison) -> set[Pair]:
    """The pairs that `diff` has."""
    return {
        (origin, target)
        for group in comparison.groups
        for origin, targets in group.members.items()
        for bit, target in enumerate(comparison.plans)
        if targets >> bit & 1
    }


@pytest.fixture(scope="module", params=[long("levels"), "versions"])
def small(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of a small catalogue."""
    name = str(request.param)
    return Path(shutil.copytree(ROOT / "tests" / "catalogues" / name / "data", tmp_path_factory.mktemp(name) / "data"))


@contextmanager
def edited(slip: Mutation) -> Iterator[None]:
    """A catalogue with an edit, as long as the context is."""
    path = slip.folder / slip.file
    before = path.read_bytes()
    path.write_text(slip.text(), encoding="utf-8")
    try:
        yield
    finally:
        path.write_bytes(before)


def compared(before: Loaded, slip: Mutation) -> Comparison | None:
    """What an edit changes; nothing where it is refused."""
    with edited(slip):
        tables, problems = inspect(slip.folder)
    if any(problem.fatal for problem in problems):
        return None
    after = build(tables, problems)
    return Comparison(before.catalogue, after.catalogue, (before.tables, after.tables))


@pytest.mark.parametrize("number", [FEW_SMALL, long(MANY_SMALL)])
def test_whatever_slips_exactly_the_answers_are_found_that_brute_force_finds(small: Path, number: int) -> None:
    before = load(small)
    asked = Asked(before.catalogue)
    for slip in drawn([small], number, SEED):
        comparison = compared(before, slip)
        if comparison:
            found = found_in(comparison)
            assert found == differing(asked, comparison.after.catalogue), slip
            assert len(found) == comparison.pairs


# ------------------------------------------------------------------------------------------------- a word from `check`


@dataclass(frozen=True, slots=True)
class Said:
    """What ``planswitch check`` says after an edit.

    Attributes:
        refused: whether it is an error.
        where: the nearest place that an error or a warning names: the cell, its row, or another; nothing for none.
        differ: how many answers the last line says differ from the last commit; nothing where it says none.
    """

    refused: bool
    where: str
    differ: int | None

    @property
    def how(self) -> str:
        """In a few words."""
        return f"{'refused' if self.refused else 'warned'} {self.where}" if self.where else ""


def said_by_check(slip: Mutation) -> Said:
    """What is said in the folder of the site."""
    with edited(slip), redirect_stdout(StringIO()) as out:
        status = cli.main(["check", os.path.relpath(slip.folder)])
    lines = out.getvalue().splitlines()
    places = [found for line in lines for found in PLACED.findall(line)]
    own = [(f"{column}{row}", int(row)) for file, column, row in places if file == slip.file]
    last = next((found for line in reversed(lines) if (found := DIFFER.match(line))), None)
    where = "elsewhere" if any(": warning (" in line or ": error (" in line for line in lines) else ""
    where = "in the row" if any(row in slip.rows for _, row in own) else where
    where = "at the cell" if any(cell in slip.addresses for cell, _ in own) else where
    return Said(status != 0, where, int((last[1] or "0").replace(",", "")) if last else None)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The site of the editions with its translations and pages, in a repository with one commit; commands run in it."""
    folder = tmp_path_factory.mktemp("site")
    for name in ("data", "editions", "locale", "docs"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "mkdocs.yml", folder)
    with chdir(folder), pytest.MonkeyPatch.context() as patch:
        patch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
        for words in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "First"]):
            subprocess.run(["git", "-c", "user.name=A", "-c", "user.email=a@example.com", *words], check=True)
        yield folder


@pytest.mark.parametrize("number", [FEW, long(MANY)])
def test_no_edit_of_a_cell_changes_answers_without_a_word(
    site: Path, number: int, record_property: Callable[[str, object], None]
) -> None:
    folders = [site / folder for folder in catalogues(site)]
    before = {folder: load(folder) for folder in folders}
    kinds: Counter[str] = Counter()
    unplaced = 0
    for slip in drawn(folders, number, SEED):
        said, comparison = said_by_check(slip), compared(before[slip.folder], slip)
        assert said.refused is (comparison is None), slip
        if comparison and (comparison.pairs or comparison.gone or comparison.fresh):
            assert said.differ == comparison.pairs, slip
            unplaced += said.where not in ("at the cell", "in the row")
            kinds[said.how or "said by its answers alone"] += 1
        else:
            kinds[said.how or "no answer differs"] += 1
    for how, times in kinds.most_common():
        record_property(how, times)
    record_property("changes an answer, and no error or warning names its row", unplaced)
    print(f"{number} edits: {dict(kinds.most_common())}, {unplaced} change an answer with no problem in their row")
