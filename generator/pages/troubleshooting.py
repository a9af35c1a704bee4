"""Writes ``troubleshooting/index.md`` and ``troubleshooting/RULE.md`` for every rule."""

from __future__ import annotations

from collections.abc import Iterator

from generator.pages.press import Page, Press
from generator.rules import Rule
from generator.rules.decisions import EFFECTS


def pages(press: Press) -> Iterator[Page]:
    """The overview by symptom and by effect, then a page a rule."""
    path = "troubleshooting/index.md"
    rules = press.catalogue.rules
    by_effect = {effect: [rule for rule in rules.values() if rule.effect == effect] for effect in EFFECTS}
    yield Page(path, press.print("troubleshooting.md.jinja", path, by_effect=by_effect))
    order = [rule for found in by_effect.values() for rule in found]
    for position, rule in enumerate(order):
        before = order[position - 1] if position else None
        after = order[position + 1] if position + 1 < len(order) else None
        yield _rule(press, rule, before, after)


def _rule(press: Press, rule: Rule, before: Rule | None, after: Rule | None) -> Page:
    path = f"troubleshooting/{rule.id}.md"
    pairs = press.pairs_of(rule)
    by_origin: dict[str, list[str]] = {}
    for origin, target in pairs:
        by_origin.setdefault(origin, []).append(target)
    facts = {test.fact for test in rule.when.tests()}
    related = [
        other
        for other in press.catalogue.rules.values()
        if other.id != rule.id
        and (facts & {test.fact for test in other.when.tests()} or _same_symptom(press, rule, other))
    ]
    markdown = press.print(
        "rule.md.jinja",
        path,
        rule=rule,
        by_origin=by_origin,
        pairs=len(pairs),
        symptoms=[symptom for symptom in press.catalogue.symptoms if rule.id in symptom.rules],
        related=related,
        before=before,
        after=after,
    )
    return Page(path, markdown)


def _same_symptom(press: Press, rule: Rule, other: Rule) -> bool:
    return any(rule.id in symptom.rules and other.id in symptom.rules for symptom in press.catalogue.symptoms)
