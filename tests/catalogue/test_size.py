"""Large catalogues: twice the rows take twice the work, and tips are looked for among few words only."""

from __future__ import annotations

import difflib
import shutil
import sys
from typing import TYPE_CHECKING, Any

import pytest

from planswitch.catalogue import CatalogueError, load, problems
from planswitch.catalogue.problems import MOST_COMPARED, MOST_HINTS, Hints, Problem, listed, told
from tests.catalogue.test_checks import BASE

if TYPE_CHECKING:
    from pathlib import Path
    from types import FrameType

PLANS = "plan-{n},Plan {n},indoor,small,{n}"
RULES = "rule-{n},any,* !run,swim,locker and age > {n},fix,T,R,M,A1"
LARGE: dict[str, dict[str, str]] = {
    "plans": {"plans": PLANS},
    "plans of no family": {"plans": "plan-{n},Plan {n},indor-{n}"},
    "plans and families that nearly fit": {"plans": "plan-{n},P,fam-{n}x", "families": "fam-{n},F,suite"},
    "plans and kinds of families": {"plans": "plan-{n},P,fam-{n}", "families": "fam-{n},F,kind-{n}"},
    "plans twice": {"plans": "swim,Swim,indoor"},
    "plans and switches": {"plans": PLANS, "switches": "swim,plan-{n},sure,,A1"},
    "plans and switches of none": {"plans": PLANS, "switches": "plum-{n},plam-{n},surely-{n},,A1"},
    "plans and rules for none": {"plans": PLANS, "rules": "rule-{n},any,plum-{n},* !plim-{n},locker,fix,T,R,M,A1"},
    "plans and rules for some": {"plans": PLANS, "rules": RULES},
    "plans and steps": {"plans": PLANS, "steps": "wizard,2,*,*,always,Text.,A3"},
    "plans and steps of one each": {"plans": PLANS, "steps": "guide-{n},2,plan-{n},*,always,Text.,A3"},
    "plans of no level": {"plans": "plan-{n},Plan {n},indoor,smoll-{n},x{n}"},
    "plans, switches and stops": {
        "plans": PLANS,
        "switches": "swim,plan-{n},sure,,A1",
        "rules": "rule-{n},wizard,*,swim,same_family,stop,T,R,,A1",
    },
    "plans, switches and stops of one each": {
        "plans": PLANS,
        "switches": "plan-{n},swim,sure,,A1",
        "rules": "rule-{n},wizard,plan-{n},*,always,stop,T,R,,A1",
    },
    "plans, switches and stops of one target each": {
        "plans": PLANS,
        "switches": "swim,plan-{n},sure,,A1",
        "rules": "rule-{n},wizard,*,plan-{n},not same_family,stop,T,R,,A1",
    },
    "attributes": {"attributes": "attribute_{n},number,,A"},
    "attributes with levels": {"attributes": "attribute_{n},level,small=Small large=Large,A"},
    "plans and attributes that are blank": {
        "plans": "plan-{n},Plan {n},outdoor,,",
        "rules": "rule-{n},any,* !run,*,from.lanes > {n},warn,T,R,,A1",
    },
    "rules that compare attributes": {"rules": "rule-{n},any,swim,swim,from.lanes < to.lanes,warn,T,R,,A1"},
    "rules of no attribute": {"rules": "rule-{n},any,swim,swim,from.lones_{n} < 3,warn,T,R,,A1"},
    "rules of no level": {"rules": "rule-{n},any,swim,swim,from.size == 'smol-{n}',warn,T,R,,A1"},
    "names": {"names": "Name {n},swim,short,,,,A1"},
    "names of no plan": {"names": "Name {n},swum-{n},shirt-{n},x,y,,Z1"},
    "routes": {"routes": "route-{n},all,so,So,So,", "steps": "route-{n},1,*,*,always,Text.,A3"},
    "routes and rules of none": {
        "routes": "route-{n},all,so,So,So,",
        "steps": "route-{n},1,*,*,always,Text.,A3",
        "rules": "rule-{n},raute-{n} roote-{n},*,*,locker,warn,T,R,,A1",
    },
    "sources": {"sources": "a{n},Title,2020,,"},
    "rules": {"rules": RULES},
    "rules and facts": {"rules": "rule-{n},any,*,*,fact_{n},fix,T,R,M,A1", "facts": "fact_{n},yesno,,Q?,"},
    "rules of no fact": {"rules": "rule-{n},any,*,*,fict_{n},fix,T,R,M,A1", "facts": "fact_{n},yesno,,Q?,"},
    "rules of no choice": {"rules": "rule-{n},any,*,*,card == 'gild-{n}',fix,T,R,M,A1"},
    "rules in wrong words": {"rules": "rule-{n},wizzard-{n},*,*,locker,fixx-{n},T,R,,A1"},
    "steps of procedures": {"steps": "procedure-{n},1,*,*,always,Text.,A3"},
    "steps of procedures that nearly fit": {"steps": "wizard{n},1,swim,*,locker,Text.,A3"},
    "steps with conditions": {"steps": "wizard,1,*,*,age > {n},Text.,A3"},
    "settings": {"catalogue": "titel-{n},x"},
    "sources that are none": {"switches": "swim,run,sure,,Z{n}"},
    "symptoms": {"symptoms": "symptom-{n},S,A,lockr-{n} too-ald-{n},B1"},
    "cells too many": {"plans": "plan-{n},Plan {n},indoor,x,y,z,z"},
}


def enlarged(folder: Path, rows: dict[str, str], count: int) -> Path:
    """The valid catalogue with rows added to some of its files."""
    shutil.copytree(BASE, folder)
    for name, row in rows.items():
        with (folder / f"{name}.csv").open("a", encoding="utf-8") as file:
            file.writelines(f"{row.format(n=number)}\n" for number in range(count))
    return folder


def work(folder: Path) -> int:
    """How many lines of Python run while a folder is loaded."""
    lines = 0

    def trace(frame: FrameType, event: str, argument: object) -> Any:
        nonlocal lines
        lines += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        load(folder)
    except CatalogueError:
        pass
    finally:
        sys.settrace(before)
    return lines


QUICK = (
    "plans",
    "plans and families that nearly fit",
    "plans twice",
    "plans and switches",
    "plans and rules for some",
    "plans, switches and stops",
    "attributes with levels",
    "rules that compare attributes",
    "rules in wrong words",
    "names",
    "rules and facts",
    "cells too many",
)
"""Those that a short test tries: sound rows and faulty ones, alone and together."""


@pytest.mark.parametrize(
    "rows",
    [pytest.param(rows, id=name, marks=[pytest.mark.long] * (name not in QUICK)) for name, rows in LARGE.items()],
)
def test_twice_the_rows_are_twice_the_work(
    rows: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(problems, "MOST_HINTS", 3)
    monkeypatch.setattr(problems, "MOST_COMPARED", 10)
    _, once, twice, thrice = (work(enlarged(tmp_path / str(count), rows, count)) for count in (1, 60, 120, 180))
    assert thrice - twice < 1.2 * (twice - once)


class Counted:
    """How much the nearest word was looked for."""

    def __init__(self) -> None:
        self.calls = 0
        self.most = 0

    def __call__(self, word: str, known: list[str], **options: Any) -> list[str]:
        self.calls += 1
        self.most = max(self.most, len(known))
        return difflib.get_close_matches(word, known, **options)


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Counted:
    """Counts from now on."""
    counted = Counted()
    monkeypatch.setattr(problems, "get_close_matches", counted)
    return counted


def test_tips_are_looked_for_among_few_words_and_for_few_words(counted: Counted) -> None:
    hints = Hints(f"plan-{number:05}" for number in range(20_000))
    tips = [hints.tip(f"plam-{number:05}") for number in range(1_000)]
    assert (counted.calls, counted.most) == (MOST_HINTS, MOST_COMPARED)
    assert tips[:2] == ["did you mean “plan-00000”?", "did you mean “plan-00001”?"]
    assert tips[-1] == ""
    assert [hints.tip("plam-00001") for _ in range(2)] == ["did you mean “plan-00001”?"] * 2
    assert counted.calls == MOST_HINTS


def test_a_word_far_too_long_is_not_looked_for(counted: Counted) -> None:
    assert Hints(["a" * 2_000]).nearest("a" * 2_001) == ""
    assert counted.calls == 0


def test_a_catalogue_full_of_mistakes_looks_for_few_tips(counted: Counted, tmp_path: Path) -> None:
    with pytest.raises(CatalogueError) as caught:
        load(enlarged(tmp_path / "catalogue", LARGE["plans and families that nearly fit"], 2_000))
    assert len(caught.value.problems) == 2_000
    assert (counted.calls, counted.most) == (MOST_HINTS, MOST_COMPARED)


def test_very_many_problems_of_a_kind_are_counted() -> None:
    many = [Problem("id", "plans.csv", line, "", "x", "y") for line in range(1, 103)]
    one = [Problem("id", "plans.csv", 1, "", "x", "y", fatal=False), Problem("id", "rules.csv", 1, "", "x", "y")]
    texts = list(told([*many, *one]))
    assert texts == [
        *(problem.explain() for problem in many[:100]),
        "plans.csv: 2 more errors (id)",
        *(problem.explain() for problem in one),
    ]
    assert list(told(many[:101]))[-1] == "plans.csv: 1 more error (id)"


def test_a_list_of_very_many_words_ends() -> None:
    assert listed(["a", "b"]) == "a, b"
    assert listed(map(str, range(1_043)), most=3) == "0, 1, 2, … (1,040 more)"
