"""Published JSON, read as anybody would who has only the contract: each pair's answer and decision, whole again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import chain, pairwise
from typing import Any

Read = Callable[[str], dict[str, Any]]
"""Reads a file of ``decisions/``, by its name without the end: a plan's, or ``index``."""


def whole(value: Any, parts: Sequence[Any], own: Sequence[Any] = ()) -> Any:
    """A value with its parts in the place of their numbers; those below zero are a plan's own."""
    if isinstance(value, dict):
        return {name: whole(part, parts, own) for name, part in value.items()}
    if isinstance(value, list):
        found = [(own[-1 - part] if part < 0 else parts[part]) if isinstance(part, int) else part for part in value]
        return [whole(part, parts, own) for part in found]
    return value


def answers_in(file: dict[str, Any], index: dict[str, Any], origin: str, names: dict[str, str]) -> dict[str, Any]:
    """The answers of ``answers/FROM.json`` by the other plan; `names` of plans are in the order of pages."""
    common, found = index["common"], {}
    for plan, place in zip(names, file["targets"], strict=True):
        shared = file["own"][-1 - place] if place < 0 else index["answers"][place]
        told = named(whole(shared, index["parts"], file["parts"]), names[origin], names[plan])
        decision = {**common["decision"], **told["decision"], "from": origin, "to": plan}
        found[plan] = {**common, **told, "decision": decision, **of_pair(index, list(names), origin, plan)}
    return found


def of_pair(index: dict[str, Any], plans: list[str], origin: str, target: str) -> dict[str, Any]:
    """What ``answers/index.json`` says of two plans: what the switch loses and gains, and what became of them."""
    told = [later for plan in dict.fromkeys((origin, target)) for later in index["became"].get(plan, [])]
    found: dict[str, Any] = {"differences": [], "compared": "", "became": told}
    comparison = index["comparison"]
    if not comparison or origin == target:
        return found
    before, after = (comparison["plans"][plans.index(plan)] for plan in (origin, target))
    compared: list[str] = []
    unknown: list[str] = []
    for attribute, old, new in zip(comparison["attributes"], before, after, strict=True):
        (unknown if old is None or new is None else compared).append(attribute["name"])
        if old is not None and new is not None and old != new:
            values = {"from": attribute["values"][old], "to": attribute["values"][new]}
            change = "less" if new < old else "more"
            text = comparison[change].format(attribute=attribute["name"], **values)
            row = {"attribute": attribute["attribute"], "name": attribute["name"], **values}
            found["differences"].append({**row, "change": change, "text": text})
    sentence = comparison["only" if found["differences"] else "alike"].format(attributes=", ".join(compared))
    rest = comparison["unknown"].format(attributes=", ".join(unknown))
    return {**found, "compared": " ".join([sentence, rest][: 1 + bool(unknown)]) if compared else ""}


def named(value: Any, origin: str, target: str) -> Any:
    """A value with names in the place of what stands for the two plans."""
    if isinstance(value, dict):
        return {name: named(part, origin, target) for name, part in value.items()}
    if isinstance(value, list):
        return [named(part, origin, target) for part in value]
    return value.replace("\x01", origin).replace("\x02", target) if isinstance(value, str) else value


def decision_in(read: Read, plans: list[str], origin: str, target: str, *, alone: bool = False) -> dict[str, Any]:
    """One decision, with its chain unless `alone`, but for what is said once a file: catalogue and facts.

    Args:
        read: reads a file of decisions.
        plans: in the order of ``catalogue.json``.
        origin, target: the pair.
        alone: whether the chain is left away.
    """
    file = read(origin)
    index = read("index")
    decision: dict[str, Any] = whole(index["decisions"][file["targets"][plans.index(target)]], index["parts"])
    wanted = decision.pop("chain")
    stops = chain_in(index["hops"], plans.index(origin), plans.index(target)) if wanted and not alone else []
    pairs = pairwise(plans[place] for place in stops)
    hops = [(pair, decision_in(read, plans, *pair, alone=True)) for pair in pairs]
    via = [
        {"from": pair[0], "to": pair[1], **{name: hop[name] for name in ("route", "status", "certainty")}}
        for pair, hop in hops
    ]
    if via and decision["status"] == "no":
        asked = list(dict.fromkeys(chain.from_iterable(hop["open"] for _, hop in hops)))
        optional = dict.fromkeys(chain.from_iterable(hop["optional"] for _, hop in hops))
        decision |= {"steps": [], "open": asked, "optional": [fact for fact in optional if fact not in asked]}
    return {"from": origin, "to": target, **decision, "via": via}


def differences_in(read: Read, plans: list[str], origin: str, target: str) -> list[dict[str, Any]]:
    """What a switch loses and gains; see `decision_in`."""
    index = read("index")
    before, after = (index["plans"][plans.index(plan)] for plan in (origin, target))
    return [
        {
            "attribute": attribute["attribute"],
            "from": attribute["values"][old],
            "to": attribute["values"][new],
            "change": "less" if new < old else "more",
        }
        for attribute, old, new in zip(index["attributes"], before, after, strict=True)
        if old is not None and new is not None and old != new
    ]


def chain_in(hops: list[list[int]], origin: int, target: int) -> list[int]:
    """The places of the shortest chain of two or more hops, both ends included."""
    chains, seen = [[origin]], {origin}
    for found in chains:
        for after in hops[found[-1]]:
            if after in seen or (after == target and len(found) == 1):
                continue
            if after == target:
                return [*found, after]
            seen.add(after)
            chains.append([*found, after])
    return []
