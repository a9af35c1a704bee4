"""Writes ``troubleshooting/index.md`` and ``troubleshooting/RULE.md`` for every rule."""

from __future__ import annotations

from collections.abc import Iterator

from generator.catalogue.prose import plain
from generator.pages.press import Page, Press
from generator.rules import Catalogue, Rule
from generator.rules.decisions import EFFECTS


def paths(catalogue: Catalogue) -> Iterator[str]:
    """The overview by symptom and by effect, then a page a rule."""
    yield _path("index")
    for rules in _by_effect(catalogue).values():
        yield from (_path(rule.id) for rule in rules)


def _path(name: str) -> str:
    return f"troubleshooting/{name}.md"


def _by_effect(catalogue: Catalogue) -> dict[str, list[Rule]]:
    return {effect: [rule for rule in catalogue.rules.values() if rule.effect == effect] for effect in EFFECTS}


def pages(press: Press) -> Iterator[Page]:
    """The same, made."""
    path = _path("index")
    by_effect = _by_effect(press.catalogue)
    yield Page(path, press.print("troubleshooting.md.jinja", path, by_effect=by_effect, keywords=_symptoms(press)))
    order = [rule for found in by_effect.values() for rule in found]
    for position, rule in enumerate(order):
        before = order[position - 1] if position else None
        after = order[position + 1] if position + 1 < len(order) else None
        yield _rule(press, rule, before, after)


def _rule(press: Press, rule: Rule, before: Rule | None, after: Rule | None) -> Page:
    path = _path(rule.id)
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
        keywords=_keywords(press, rule),
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


def _keywords(press: Press, rule: Rule) -> list[str]:
    """What an admin may type who needs this page: its title, what they see, what they are asked, what helps."""
    asked = dict.fromkeys(test.fact for test in rule.when.tests() if test.fact in press.catalogue.facts)
    questions = [press.words.text(press.catalogue.facts[fact].question) for fact in asked]
    marked = [press.words.text(rule.remedy), *questions]
    return [rule.id, press.words.text(rule.title), *_symptoms(press, rule), *map(plain, marked)]


def _symptoms(press: Press, rule: Rule | None = None) -> list[str]:
    """What can be seen in the portal: all of it, or what leads to one rule."""
    return [
        plain(press.words.text(symptom.symptom))
        for symptom in press.catalogue.symptoms
        if rule is None or rule.id in symptom.rules
    ]
