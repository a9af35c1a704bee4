"""Published JSON, read as anybody would who has only the contract: each pair's answer and decision, whole again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import chain, pairwise
from typing import Any

OTHER = "\x1a"
"""What stands for the other plan in an answer."""
Read = Callable[[str], dict[str, Any]]
"""Reads ``decisions/FROM.json`` of a plan."""


def whole(value: Any, parts: Sequence[Any]) -> Any:
    """A value with its parts in the place of their numbers."""
    if isinstance(value, dict):
        return {name: whole(part, parts) for name, part in value.items()}
    if isinstance(value, list):
        return [whole(parts[part], parts) if isinstance(part, int) else whole(part, parts) for part in value]
    return value


def answers_in(file: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    """The answers of ``answers/FROM.json`` by the other plan; `names` of plans are in the order of pages."""
    common, found = file["common"], {}
    for plan, place in zip(names, file["targets"], strict=True):
        told = whole(file["answers"][place], file["parts"])
        lead = told["lead"].replace(OTHER, names[plan])
        decision = {**common["decision"], **told["decision"], "to": plan}
        found[plan] = {**common, **told, "target": names[plan], "lead": lead, "decision": decision}
    return found


def decision_in(read: Read, plans: list[str], origin: str, target: str, *, alone: bool = False) -> dict[str, Any]:
    """One decision, with its chain unless `alone`, but for what is said once a file: catalogue and facts.

    Args:
        read: reads a file of decisions.
        plans: in the order of ``catalogue.json``.
        origin, target: the pair.
        alone: whether the chain is left away.
    """
    file = read(origin)
    decision: dict[str, Any] = whole(file["decisions"][file["targets"][plans.index(target)]], file["parts"])
    wanted = decision.pop("chain")
    stops = chain_in(file, plans, target) if wanted and not alone else []
    hops = [(pair, decision_in(read, plans, *pair, alone=True)) for pair in pairwise(stops)]
    via = [
        {"from": pair[0], "to": pair[1], **{name: hop[name] for name in ("route", "status", "certainty")}}
        for pair, hop in hops
    ]
    if via and decision["status"] == "no":
        asked = list(dict.fromkeys(chain.from_iterable(hop["open"] for _, hop in hops)))
        optional = dict.fromkeys(chain.from_iterable(hop["optional"] for _, hop in hops))
        decision |= {"steps": [], "open": asked, "optional": [fact for fact in optional if fact not in asked]}
    return {"from": origin, "to": target, **decision, "via": via}


def chain_in(file: dict[str, Any], plans: list[str], target: str) -> list[str]:
    """The plans of the shortest chain of two or more switches, both ends included."""
    if target in file["besides"]:
        return [plans[place] for place in file["besides"][target]]
    before, walked = file["before"], [plans.index(target)]
    while before[walked[-1]] >= 0:
        walked.append(before[walked[-1]])
    return [plans[place] for place in reversed(walked)] if len(walked) > 2 else []
