"""Floor 1: the rules. Standard library only; the same files run in CPython and, by Pyodide, in the browser."""

from planswitch.rules.conditions import Condition, ConditionError, parse
from planswitch.rules.decisions import Decision, InvalidQuestion, Question, Reason, chain_of, decide, decide_alone
from planswitch.rules.model import (
    Attribute,
    Catalogue,
    Fact,
    Family,
    Name,
    Plan,
    Route,
    Rule,
    Source,
    Step,
    Symptom,
)
from planswitch.rules.switches import Switch
from planswitch.rules.wording import Answer, Words, word

__all__ = [
    "Answer",
    "Attribute",
    "Catalogue",
    "Condition",
    "ConditionError",
    "Decision",
    "Fact",
    "Family",
    "InvalidQuestion",
    "Name",
    "Plan",
    "Question",
    "Reason",
    "Route",
    "Rule",
    "Source",
    "Step",
    "Switch",
    "Symptom",
    "Words",
    "chain_of",
    "decide",
    "decide_alone",
    "parse",
    "word",
]
