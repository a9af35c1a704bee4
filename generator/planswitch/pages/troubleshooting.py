"""Writes ``troubleshooting/index.md`` and ``troubleshooting/RULE.md`` for every rule."""

from __future__ import annotations

from collections.abc import Iterator

from planswitch.catalogue.prose import plain
from planswitch.pages.render import Page, Renderer
from planswitch.rules import Catalogue, Rule
from planswitch.rules.decisions import EFFECTS


def paths(catalogue: Catalogue) -> Iterator[str]:
    """The overview by symptom and by effect, then a page a rule."""
    yield _path("index")
    for rules in _by_effect(catalogue).values():
        yield from (_path(rule.id) for rule in rules)


def _path(name: str) -> str:
    return f"troubleshooting/{name}.md"


def _by_effect(catalogue: Catalogue) -> dict[str, list[Rule]]:
    return {effect: [rule for rule in catalogue.rules.values() if rule.effect == effect] for effect in EFFECTS}


def pages(renderer: Renderer) -> Iterator[Page]:
    """The same, made."""
    path = _path("index")
    by_effect = _by_effect(renderer.catalogue)
    yield Page(
        path, renderer.render("troubleshooting.md.jinja", path, by_effect=by_effect, keywords=_symptoms(renderer))
    )
    order = [rule for found in by_effect.values() for rule in found]
    for position, rule in enumerate(order):
        before = order[position - 1] if position else None
        after = order[position + 1] if position + 1 < len(order) else None
        yield _rule(renderer, rule, before, after)


def _rule(renderer: Renderer, rule: Rule, before: Rule | None, after: Rule | None) -> Page:
    path = _path(rule.id)
    pairs = renderer.pairs_of(rule)
    by_origin: dict[str, list[str]] = {}
    for origin, target in pairs:
        by_origin.setdefault(origin, []).append(target)
    facts = {test.fact for test in rule.when.tests()}
    related = [
        other
        for other in renderer.catalogue.rules.values()
        if other.id != rule.id
        and (facts & {test.fact for test in other.when.tests()} or _same_symptom(renderer, rule, other))
    ]
    markdown = renderer.render(
        "rule.md.jinja",
        path,
        rule=rule,
        keywords=_keywords(renderer, rule),
        by_origin=by_origin,
        pairs=len(pairs),
        symptoms=[symptom for symptom in renderer.catalogue.symptoms if rule.id in symptom.rules],
        related=related,
        before=before,
        after=after,
    )
    return Page(path, markdown)


def _same_symptom(renderer: Renderer, rule: Rule, other: Rule) -> bool:
    return any(rule.id in symptom.rules and other.id in symptom.rules for symptom in renderer.catalogue.symptoms)


def _keywords(renderer: Renderer, rule: Rule) -> list[str]:
    """What an admin may type who needs this page: its title, what they see, what they are asked, what helps."""
    asked = dict.fromkeys(test.fact for test in rule.when.tests() if test.fact in renderer.catalogue.facts)
    questions = [renderer.words.text(renderer.catalogue.facts[fact].question) for fact in asked]
    marked = [renderer.words.text(rule.remedy), *questions]
    return [rule.id, renderer.words.text(rule.title), *_symptoms(renderer, rule), *map(plain, marked)]


def _symptoms(renderer: Renderer, rule: Rule | None = None) -> list[str]:
    """What can be seen in the portal: all of it, or what leads to one rule."""
    return [
        plain(renderer.words.text(symptom.symptom))
        for symptom in renderer.catalogue.symptoms
        if rule is None or rule.id in symptom.rules
    ]
