"""Writes ``troubleshooting/index.md`` and ``troubleshooting/RULE.md`` for every rule."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from planswitch.pages.render import Page, Renderer, Text
from planswitch.rules import Catalogue, Reason, Rule
from planswitch.rules.prose import plain
from planswitch.rules.vocabulary import ANY, EFFECTS

MOST_PAIRS = 400
"""Most switches that a page lists, in a table to be unfolded; more are counted."""


def paths(renderer: Renderer) -> Iterator[str]:
    """The overview by symptom and by effect, then a page a rule."""
    yield from (_path(renderer, name) for name in ("index", *(rule.id for rule in _in_order(renderer.catalogue))))


def _path(renderer: Renderer, name: str) -> str:
    return f"{renderer.folder}troubleshooting/{name}.md"


def _in_order(catalogue: Catalogue) -> list[Rule]:
    return sorted(catalogue.rules.values(), key=lambda rule: EFFECTS.index(rule.effect))


def pages(renderer: Renderer) -> Iterator[Page]:
    """The same, made."""
    path = _path(renderer, "index")
    yield Page(path, partial(_overview, renderer, path))
    order = _in_order(renderer.catalogue)
    for position, rule in enumerate(order):
        before = order[position - 1] if position else None
        after = order[position + 1] if position + 1 < len(order) else None
        path = _path(renderer, rule.id)
        yield Page(path, partial(_rule, renderer, path, rule, before, after))


def _overview(renderer: Renderer, path: str) -> Text:
    found, keywords = _by_heading(renderer), _symptoms(renderer)
    return Text(renderer.render("troubleshooting.md.jinja", path, by_heading=found, keywords=keywords))


def _by_heading(renderer: Renderer) -> list[tuple[str, str, list[Rule]]]:
    """The rules by what they do: a heading, an anchor and the rules."""
    found: dict[str, list[Rule]] = {}
    for rule in _in_order(renderer.catalogue):
        found.setdefault(heading(renderer, rule), []).append(rule)
    told: list[tuple[str, str, list[Rule]]] = []
    for text, rules in found.items():
        effect = rules[0].effect
        before = sum(others[0].effect == effect for _, _, others in told)
        told.append((text, f"{effect}-{before + 1}" if before else effect, rules))
    return told


def heading(renderer: Renderer, rule: Rule) -> str:
    """What a rule does to a switch, in words: for a single route, that it is about this one."""
    return renderer.words.heading(_reason(rule))


def _reason(rule: Rule) -> Reason:
    return Reason(rule, next(iter(rule.routes)) if len(rule.routes) == 1 else ANY, "holds", ())


def _rule(renderer: Renderer, path: str, rule: Rule, before: Rule | None, after: Rule | None) -> Text:
    catalogue, words = renderer.catalogue, renderer.words
    pairs = catalogue.touches(rule)
    by_origin: dict[str, list[str]] = {}
    for origin, target in catalogue.touched(rule) if pairs <= MOST_PAIRS else ():
        by_origin.setdefault(origin, []).append(target)
    facts = rule.when.facts & catalogue.facts.keys()
    related = [
        other
        for other in catalogue.rules.values()
        if other.id != rule.id and (facts & other.when.facts or _same_symptom(renderer, rule, other))
    ]
    markdown = renderer.render(
        "rule.md.jinja",
        path,
        rule=rule,
        heading=heading(renderer, rule),
        doubt=words.explanation(_reason(rule)).doubt,
        routes=[words.route(route).how for route in catalogue.routes if route in rule.routes],
        keywords=_keywords(renderer, rule),
        by_origin=by_origin,
        many=renderer.many,
        pairs=pairs,
        all=len(catalogue.plans) * (len(catalogue.plans) - 1),
        symptoms=[symptom for symptom in catalogue.symptoms if rule.id in symptom.rules],
        related=related,
        before=before,
        after=after,
    )
    return Text(markdown)


def _same_symptom(renderer: Renderer, rule: Rule, other: Rule) -> bool:
    return any(rule.id in symptom.rules and other.id in symptom.rules for symptom in renderer.catalogue.symptoms)


def _keywords(renderer: Renderer, rule: Rule) -> list[str]:
    """What an admin may type who needs this page: its title, what they see, what they are asked, what helps."""
    facts = renderer.catalogue.facts
    asked = dict.fromkeys(test.fact for test in rule.when.tests() if test.fact in facts)
    questions = [renderer.words.text(facts[fact].question) for fact in asked]
    marked = [renderer.words.text(rule.remedy), *questions]
    return [rule.id, renderer.words.text(rule.title), *_symptoms(renderer, rule), *map(plain, marked)]


def _symptoms(renderer: Renderer, rule: Rule | None = None) -> list[str]:
    """What can be seen: all of it, or what leads to one rule."""
    return [
        plain(renderer.words.text(symptom.symptom))
        for symptom in renderer.catalogue.symptoms
        if rule is None or rule.id in symptom.rules
    ]
