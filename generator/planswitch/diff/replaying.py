"""Answers questions by whichever rules are on the path: run as a script, by itself, with the code of another commit.

In come a folder and questions, out goes what each answer says, as JSON; see `planswitch.diff.code`.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from planswitch.catalogue import load
from planswitch.rules import Question, Words, decide_alone, word


def main() -> None:
    """Answers what stands on standard input."""
    asked = json.load(sys.stdin)
    catalogue = load(Path(asked["folder"])).catalogue
    words = Words(catalogue)
    told: list[list[Any]] = []
    for origin, target, facts in asked["questions"]:
        decision = decide_alone(catalogue, Question(origin, target, facts))
        worded = word(decision, words).to_dict()
        public = worded.pop("decision")
        del public["catalogue"]
        headline = [public[name] for name in ("route", "status", "certainty", "otherwise", "firm")]
        told.append([headline, public, worded])
    json.dump(told, sys.stdout)


if __name__ == "__main__":
    main()
