"""Floor 1: the rules. Standard library only; the same files run in CPython and, by Pyodide, in the browser."""

from planswitch.rules.conditions import Condition, ConditionError, parse
from planswitch.rules.decisions import Decision, InvalidQuestion, Question, Reason, decide
from planswitch.rules.model import Catalogue, Fact, Family, Plan, Rule, Step, Switch, Symptom
from planswitch.rules.wording import Answer, Words, word

__all__ = [
    "Answer",
    "Catalogue",
    "Condition",
    "ConditionError",
    "Decision",
    "Fact",
    "Family",
    "InvalidQuestion",
    "Plan",
    "Question",
    "Reason",
    "Rule",
    "Step",
    "Switch",
    "Symptom",
    "Words",
    "decide",
    "parse",
    "word",
]
