"""The closed words of the contract. Tables, decisions, pages and widgets use them as they are written here."""

from __future__ import annotations

from typing import Literal, TypeVar, get_args

Offers = Literal["listed", "perhaps", "all"]
"""What a route offers: only the pairs of its table, of the others perhaps, or every pair."""
Certainty = Literal["sure", "likely", "unknown"]
Offer = Literal["sure", "likely", "unknown", "no"]
"""What a route offers for one pair."""
RouteState = Literal["none", "stopped", "chosen", "open"]
Status = Literal["same", "ready", "after", "depends", "no"]
Effect = Literal["stop", "wait", "fix", "warn"]
"""What a rule does to a switch, in the order in which reasons are given."""
State = Literal["holds", "unknown"]
FactType = Literal["yesno", "number", "date", "choice"]
AttributeType = Literal["level", "number"]
NameKind = Literal["short", "id", "former", "later", "successor"]
Change = Literal["less", "more"]
"""What an attribute of the wanted plan is, beside that of the plan that is left."""
Mark = Literal["same", "yes", "after", "depends", "likely", "unknown", "fallback", "no", "detour"]
"""What an answer looks like at first sight: ``yes`` for a plain “Yes, HOW”, ``after`` when something comes first,
``depends`` while answers are missing, ``likely`` and ``unknown`` as the route is, ``fallback`` when only a later route
is left, ``detour`` when only a chain leads there."""

Word = TypeVar("Word", bound=str)

OFFERS: tuple[Offers, ...] = get_args(Offers)
CERTAINTIES: tuple[Certainty, ...] = get_args(Certainty)
EFFECTS: tuple[Effect, ...] = get_args(Effect)
FACT_TYPES: tuple[FactType, ...] = get_args(FactType)
ATTRIBUTE_TYPES: tuple[AttributeType, ...] = get_args(AttributeType)
NAME_KINDS: tuple[NameKind, ...] = get_args(NameKind)
NAMES_A_PLAN: frozenset[str] = frozenset({"short", "id", "former", "later"})
"""Kinds of names that stand for a plan; the others are found, and answered with their note."""
NAMED: tuple[str, ...] = ("rule", "symptom", "family")
"""Columns of ``names.csv``: of what else than a plan a name is the id of earlier."""
CAME_LATER: frozenset[str] = frozenset({"later", "successor"})
"""Kinds of names that say what became of a plan."""

ANY = "any"
"""In the column ``route`` of a rule: every route."""
ALWAYS = "always"
"""The condition that always holds."""
EVERYTHING = "*"
"""The selector of every plan."""
SAME_FAMILY = "same_family"
"""Known of each pair: whether both plans belong to one family."""
NOTES = "-notes"
"""A route's id and this: the procedure that says what to expect."""


def closed(words: tuple[Word, ...], text: str) -> Word:
    """The word of a closed set that a checked cell holds.

    Raises:
        ValueError: it is none of them.
    """
    return words[words.index(text)]
