"""The wording: a decision becomes a headline, reasons, steps and notes in the reader's language.

Pages, command line and browser all call `word`, so a sentence about a decision is written once: here, in `headlines`,
in `words`, or in the catalogue.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from planswitch.rules.answers import (
    Answer,
    Detour,
    Group,
    KnownFact,
    Later,
    Met,
    Prompt,
    WordedDifference,
    WordedHop,
    WordedStep,
)
from planswitch.rules.decisions import Decision, Hop, Reason, RouteOutcome
from planswitch.rules.headlines import Headline, headline_of
from planswitch.rules.vocabulary import Effect
from planswitch.rules.words import Words, group_of

__all__ = [
    "Answer",
    "Detour",
    "Group",
    "Headline",
    "Later",
    "Met",
    "Prompt",
    "WordedDifference",
    "WordedHop",
    "WordedStep",
    "Words",
    "headline_of",
    "word",
]


def word(decision: Decision, words: Words, *, chained: bool = False, names: tuple[str, str] | None = None) -> Answer:
    """Puts a decision into the reader's words.

    Args:
        decision: the decision, with or without its chain.
        words: of the reader's language.
        chained: whether some chain leads there, where it was not worked out.
        names: what stands for the names of the two plans, if not their names.
    """
    facts = words.catalogue.facts
    first_sight = headline_of(decision, words, chained=chained)
    names = names or (words.plan(decision.origin), words.plan(decision.target))
    differences, sentences = _compared(decision, words)
    return Answer(
        decision=decision,
        mark=first_sight.mark,
        origin=names[0],
        target=names[1],
        headline=first_sight.headline,
        tally=first_sight.tally,
        summary=first_sight.summary,
        lead=_lead(decision, words, names),
        doubt=_doubt(decision, words),
        detour=_detour(decision, words) if decision.via else None,
        given=tuple(
            KnownFact(name, words.text(facts[name].question), words.fact_value(facts[name], value))
            for name, value in decision.facts.items()
        ),
        groups=tuple(_groups(decision.reasons, words)),
        open=tuple(words.prompt(facts[fact]) for fact in decision.open),
        optional=tuple(words.prompt(facts[fact]) for fact in decision.optional),
        steps=tuple(map(words.step, decision.steps)),
        notes=tuple(map(words.step, decision.notes)),
        edition=words.edition,
        note=words.setting("note"),
        differences=differences,
        compared=" ".join(sentences),
        became=words.became(decision.origin, decision.target),
    )


def _lead(decision: Decision, words: Words, names: tuple[str, str]) -> str:
    """What the routes say of the pair: why not the one that would come first, and what the chosen one offers."""
    if decision.status == "same":
        return words.gettext("There is nothing to switch.")
    told = [telling(decision.routes), decision.chosen()]
    return " ".join(
        words.route_sentence(outcome.route, "stopped" if outcome.state == "stopped" else outcome.offer, *names)
        for outcome in told
        if outcome
    )


def telling(routes: Iterable[RouteOutcome]) -> RouteOutcome | None:
    """Of the routes that came before the chosen one, the one to speak of: the first that is stopped, else the first."""
    before = []
    for outcome in routes:
        if outcome.state == "chosen":
            break
        before.append(outcome)
    return next((outcome for outcome in before if outcome.state == "stopped"), before[0] if before else None)


def _doubt(decision: Decision, words: Words) -> str:
    switch = words.catalogue.switches.of(decision.origin, decision.target, decision.route or "")
    return words.text(switch.note) if switch else ""


def _compared(decision: Decision, words: Words) -> tuple[tuple[WordedDifference, ...], tuple[str, ...]]:
    """What the switch loses and gains; a plan is not compared with itself."""
    if decision.origin == decision.target:
        return (), ()
    plans = words.catalogue.plans
    return words.comparing.compare(plans[decision.origin].attributes, plans[decision.target].attributes)


def _detour(decision: Decision, words: Words) -> Detour:
    plans = [decision.via[0].origin, *(hop.target for hop in decision.via)]
    number = len(decision.via)
    return Detour(
        text=words.ngettext("In {n} step: {chain}.", "In {n} steps: {chain}.", number).format(
            n=number, chain=" → ".join(map(words.plan, plans))
        ),
        assumption=words.gettext("Your answers are taken to hold for each of these steps."),
        hops=tuple(_hop(hop, words) for hop in decision.via),
    )


def _hop(hop: Hop, words: Words) -> WordedHop:
    answer = word(hop.decision, words)
    return WordedHop(
        origin=answer.origin,
        target=answer.target,
        route=words.route(hop.route).name,
        mark=answer.mark,
        headline=answer.headline,
        tally=answer.tally,
        summary=answer.summary,
        lead=answer.lead,
        doubt=answer.doubt,
        groups=answer.groups,
        steps=answer.steps,
        notes=answer.notes,
    )


def _groups(reasons: Iterable[Reason], words: Words) -> Iterator[Group]:
    """The reasons by what they do to the switch, in their order."""
    groups: dict[tuple[Effect, str, str], list[Reason]] = {}
    for reason in reasons:
        groups.setdefault(group_of(reason), []).append(reason)
    for (effect, verdict, route), found in groups.items():
        yield Group(
            key=f"{effect}-{verdict}-{route}" if route else f"{effect}-{verdict}",
            effect=effect,
            state=found[0].state,
            heading=words.heading(found[0]),
            reasons=tuple(map(words.explanation, found)),
        )
