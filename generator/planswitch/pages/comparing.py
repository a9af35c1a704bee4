"""What switches from a plan lose and gain, for its page: plans that differ from it alike stand together."""

from __future__ import annotations

from dataclasses import dataclass

from planswitch.pages.render import SCREENFUL, Renderer
from planswitch.rules.answers import WordedDifference

FEW = 2
"""How many plans of a group are named at least."""


@dataclass(frozen=True, slots=True)
class SameDifferences:
    """Plans that differ alike from another.

    Attributes:
        targets: in the order of plans.
        differences: what the switch to any of them loses and gains.
        sentences: that nothing differs, and what was not compared; what was is said once for all.
    """

    targets: tuple[str, ...]
    differences: tuple[WordedDifference, ...]
    sentences: tuple[str, ...]


def section(renderer: Renderer, path: str, plan: str) -> str:
    """The section as HTML; empty where nothing can be compared.

    Where there are many plans, it names a screenful of them in all, of each group as many, and counts the others.
    """
    groups = same_differences(renderer, plan)
    if not groups:
        return ""
    most = max(FEW, SCREENFUL // len(groups)) if renderer.many else SCREENFUL
    said = {"groups": groups, "everything": renderer.words.comparing.everything, "many": renderer.many, "most": most}
    return renderer.render("differences.html.jinja", path, **said)


def same_differences(renderer: Renderer, plan: str) -> list[SameDifferences]:
    """What there is to say of every other plan, in the order of plans.

    Of more plans than a page lists one by one, those that have the same are compared once; nothing is said where too
    many have something of their own.
    """
    profiles = renderer.profiles
    if renderer.many and len(profiles) > SCREENFUL:
        return []
    comparing, plans = renderer.words.comparing, renderer.catalogue.plans
    found: dict[tuple[tuple[WordedDifference, ...], tuple[str, ...]], list[str]] = {}
    for alike in profiles:
        told = comparing.compare(plans[plan].attributes, plans[alike[0]].attributes)
        if any(told) and (others := [other for other in alike if other != plan]):
            found.setdefault(told, []).extend(others)
    return sorted(
        (
            SameDifferences(
                tuple(sorted(targets, key=renderer.places.__getitem__)),
                differences,
                sentences[1:] if differences else sentences,
            )
            for (differences, sentences), targets in found.items()
        ),
        key=lambda group: renderer.places[group.targets[0]],
    )
