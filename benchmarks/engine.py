"""The engine in CPython: how long one decision takes, with and without its wording, and many of them."""

from __future__ import annotations

import io
import json
import random
import sys
import time
from collections.abc import Callable
from contextlib import redirect_stdout
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.results import Bound, Section, Spread, Table
from planswitch.catalogue import Loaded, load
from planswitch.cli import main as command_line
from planswitch.pages.api import published
from planswitch.pages.languages import languages
from planswitch.rules import Catalogue, Question, Words, decide, word
from planswitch.rules.service import Service
from planswitch.sheet.commands import made
from planswitch.sheet.returning import bring_back

DATA = Path(__file__).parents[1] / "data"
BATCH = 2_000
"""Rows of the table that is answered in one go."""
ENOUGH = 0.1
"""Seconds of work that one measurement repeats for."""
TEXT = """
The Python of the command line and of the build, one core. A time is the CPU time of the process, so that other
programs disturb little. *Typical* is the switch from Office 365 Enterprise E1 to E3 with nothing known; *longest* is
the question that has the most reasons of all.
"""


def run(runs: int) -> Section:
    """Measures everything `runs` times, one thing after the other in each run."""
    loaded = load(DATA)
    with TemporaryDirectory() as folder:
        jobs = _jobs(loaded, Path(folder))
        found: dict[str, list[float]] = {name: [] for name in jobs}
        for _ in range(runs):
            for name, job in jobs.items():
                found[name].append(_seconds(job))
    micro = {name: Spread.of(value * 1e6 for value in values) for name, values in found.items()}
    rows = [[name, _shown(spread)] for name, spread in micro.items()]
    rate = Spread.of(BATCH / value for value in found[BATCH_NAME])
    rows.append(["batch: rows answered in a second", rate.show()])
    section = Section("The engine", TEXT, [Table("Time of the engine (CPU time)", ["what", "time"], rows)])
    section.bounds = [
        Bound(f"One decision with wording, {name}", 150, micro[f"decision with wording, {name}"].median, "µs")
        for name in ("typical", "longest", "longest, in Italian")
    ]
    return section


BATCH_NAME = f"batch of {BATCH:,} rows, CSV to CSV"


def _jobs(loaded: Loaded, folder: Path) -> dict[str, Callable[[], object]]:
    catalogue = loaded.catalogue
    typical, longest = Question("enterprise-e1", "enterprise-e3"), _longest(catalogue)
    english, italian = (Words(catalogue, language.translations) for language in languages(["en", "it"]).values())
    service = Service(published(loaded))
    service.add_language("en", b"")
    asked = json.dumps({"from": typical.origin, "to": typical.target, "locale": "en", "facts": {"users": "301"}})
    pairs = [Question(origin, target) for origin in catalogue.plans for target in catalogue.plans]
    counts = iter(range(1, sys.maxsize))
    workbook = folder / "catalogue.xlsx"
    workbook.write_bytes(made(DATA)[0])
    table = folder / "questions.csv"
    table.write_text(_questions(catalogue), encoding="utf-8")

    def matrix() -> str:
        facts = {"users": str(next(counts)), "trial": "yes"}
        return service.matrix(json.dumps({"locale": "en", "facts": facts}))

    def batch() -> int:
        with redirect_stdout(io.StringIO()):
            return command_line(["batch", str(table)])

    return {
        "decision, typical": lambda: decide(catalogue, typical),
        "decision with wording, typical": lambda: word(decide(catalogue, typical), english),
        "decision with wording, longest": lambda: word(decide(catalogue, longest), english),
        "decision with wording, longest, in Italian": lambda: word(decide(catalogue, longest), italian),
        "question to answer, JSON to JSON, typical": lambda: service.answer(asked),
        f"base matrix, {len(pairs)} decisions": lambda: [decide(catalogue, question) for question in pairs],
        f"base matrix with wording, {len(pairs)} answers": lambda: [word(decide(catalogue, q), english) for q in pairs],
        "matrix under new circumstances, JSON to JSON": matrix,
        "catalogue: load and check": lambda: load(DATA),
        "workbook: write, and read what was written": lambda: made(DATA),
        "workbook: read back, check and compare": lambda: bring_back(workbook, DATA),
        BATCH_NAME: batch,
    }


def _longest(catalogue: Catalogue) -> Question:
    questions = [Question(origin, target) for origin in catalogue.plans for target in catalogue.plans]
    return max(questions, key=lambda question: len(decide(catalogue, question).reasons))


def _questions(catalogue: Catalogue) -> str:
    """A table of questions as somebody might have it, always the same."""
    chance = random.Random(4)
    plans = list(catalogue.plans)
    rows = [
        [
            chance.choice(plans),
            chance.choice(plans),
            chance.choice(["", "5", "26", "301"]),
            chance.choice(["", "yes", "no"]),
        ]
        for _ in range(BATCH)
    ]
    return "\n".join(map(",".join, [["from", "to", "users", "trial"], *rows])) + "\n"


def _seconds(job: Callable[[], object]) -> float:
    """CPU seconds of one call, from as many calls as make up `ENOUGH`."""
    job()
    count = 0
    began = time.process_time()
    while (spent := time.process_time() - began) < ENOUGH:
        job()
        count += 1
    return spent / count


def _shown(spread: Spread) -> str:
    if spread.median < 1_000:
        return spread.show("µs")
    return Spread.of(value / 1000 for value in spread.values).show("ms", digits=1)
