"""Headlines: the answer at first sight, never more than the decision knows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from planswitch.rules.decisions import Decision, Hop, RouteOutcome
from planswitch.rules.vocabulary import Mark

if TYPE_CHECKING:
    from planswitch.rules.words import Words

Prospect = Literal["sure", "if", "likely", "unknown"]
"""How certain a route is: as its offer, or ``if`` nothing rules it out."""
PROSPECTS: tuple[Prospect, ...] = ("sure", "if", "likely", "unknown")


@dataclass(frozen=True, slots=True)
class Headline:
    """The answer at first sight.

    Attributes:
        headline: whether and how.
        tally: what comes first, what is missing, what otherwise; it stands beneath the headline.
        summary: both on one line.
    """

    mark: Mark
    headline: str
    tally: tuple[str, ...]
    summary: str


class Beginnings:
    """How headlines begin in one language, with a place for the route; a summary begins with it likewise.

    Attributes:
        firm: where another route is certain to remain: of the headline, and of the summary.
        alone: where none is.
        only: where the routes that would come first are ruled out or not offered.
        detour: where only a chain leads there.
    """

    def __init__(self, words: Words) -> None:
        gettext = words.gettext
        offered, likely, unknown = gettext("Yes, {how}"), gettext("Yes: probably {how}"), gettext("Yes: perhaps {how}")
        self.firm: dict[Prospect, tuple[str, str]] = {
            "sure": (offered, offered),
            "if": (gettext("Yes, {how}, if nothing rules it out"), gettext("Yes: {how}, if nothing rules it out")),
            "likely": (likely, likely),
            "unknown": (unknown, unknown),
        }
        self.alone: dict[Prospect, str] = {
            "sure": offered,
            "if": gettext("If nothing rules it out, {how}"),
            "likely": gettext("Probably {how}"),
            "unknown": gettext("Perhaps {how}"),
        }
        self.only: dict[Prospect, str] = {
            "sure": gettext("Yes, but only {how}"),
            "if": gettext("If nothing rules it out, only {how}"),
            "likely": gettext("Probably, but only {how}"),
            "unknown": gettext("Perhaps, but only {how}"),
        }
        self.detour: dict[Prospect, str] = {
            "sure": gettext("Not directly: {how}"),
            "if": gettext("Not directly: {how}, if nothing rules it out"),
            "likely": gettext("Not directly: probably {how}"),
            "unknown": gettext("Not directly: perhaps {how}"),
        }


def headline_of(decision: Decision, words: Words, *, chained: bool = False) -> Headline:
    """The answer at first sight: whether, how, what first, what is missing, and what otherwise.

    Args:
        decision: the decision, with or without its chain.
        words: of the reader's language.
        chained: whether some chain leads there, where it was not worked out.
    """
    if decision.status == "same":
        same = words.gettext("This is the plan you have")
        return Headline("same", same, (), same)
    chosen = decision.chosen()
    if chosen is None:
        return _detour_headline(decision, words) if decision.via or chained else _no(decision, words)
    return _route_headline(decision, chosen, words, chained=chained)


def _no(decision: Decision, words: Words) -> Headline:
    no = words.gettext("No")
    stops = sum(reason.state == "holds" for reason in decision.reasons)
    if not stops:
        return Headline("no", no, (), no)
    why = words.ngettext("{n} thing rules it out", "{n} things rule it out", stops).format(n=stops)
    return Headline("no", no, (why,), words.gettext("{answer}: {why}").format(answer=no, why=why))


def _route_headline(decision: Decision, chosen: RouteOutcome, words: Words, *, chained: bool) -> Headline:
    prospect = _prospect(chosen)
    only = _is_fallback(decision)
    how = words.route(chosen.route).how
    headline, beginning = _beginning(prospect, words, firm=decision.firm, only=only)
    first, missing = len(decision.first()), len(decision.open)
    otherwise = _otherwise(decision, prospect, words, chained=chained)
    return Headline(
        mark=_mark(decision, prospect, only=only),
        headline=headline.format(how=how),
        tally=_tally(first, missing, otherwise, words),
        summary=_joined(beginning.format(how=how), first, missing, otherwise, words, firm=decision.firm),
    )


def _prospect(chosen: RouteOutcome) -> Prospect:
    if chosen.offer == "sure":
        return "if" if chosen.stops else "sure"
    return "likely" if chosen.offer == "likely" else "unknown"


def _is_fallback(decision: Decision) -> bool:
    """Whether the chosen route is all that is left of several."""
    states = [outcome.state for outcome in decision.routes]
    return states[0] != "chosen" and "open" not in states


def _mark(decision: Decision, prospect: Prospect, *, only: bool) -> Mark:
    if prospect != "sure":
        return "depends" if prospect == "if" else prospect
    if only:
        return "fallback"
    return "after" if decision.status == "after" else "depends" if decision.open else "yes"


def _beginning(prospect: Prospect, words: Words, *, firm: bool, only: bool) -> tuple[str, str]:
    """How a headline begins, and a summary, with a place for the route.

    “Yes” needs a route that is certain to remain.
    """
    if firm:
        return words.beginnings.firm[prospect]
    beginning = (words.beginnings.only if only else words.beginnings.alone)[prospect]
    return beginning, beginning


def _otherwise(decision: Decision, prospect: Prospect, words: Words, *, chained: bool) -> str:
    """What remains if the chosen route falls through; nothing when it cannot."""
    if decision.otherwise:
        how = words.route(decision.otherwise).how
        if decision.firm:
            return words.gettext("otherwise {how}").format(how=how)
        return words.gettext("otherwise perhaps {how}").format(how=how)
    if prospect == "sure":
        return ""
    if decision.via:
        chain = _chain_prospect(decision.via)
        sentence = {
            "sure": words.gettext("otherwise {how}"),
            "if": words.gettext("otherwise perhaps {how}"),
            "likely": words.gettext("otherwise probably {how}"),
            "unknown": words.gettext("otherwise perhaps {how}"),
        }[chain]
        return sentence.format(how=_over(decision.via, words))
    if prospect != "if":
        return ""
    return words.gettext("otherwise not directly") if chained else words.gettext("otherwise no")


def _detour_headline(decision: Decision, words: Words) -> Headline:
    if not decision.via:
        text = words.gettext("Not directly")
        return Headline("detour", text, (), text)
    beginning = words.beginnings.detour[_chain_prospect(decision.via)].format(how=_over(decision.via, words))
    first = len({reason.rule.id for hop in decision.via for reason in hop.decision.first()})
    missing = len(decision.open)
    return Headline(
        mark="detour",
        headline=beginning,
        tally=_tally(first, missing, "", words),
        summary=_joined(beginning, first, missing, "", words, firm=False),
    )


def _chain_prospect(hops: Iterable[Hop]) -> Prospect:
    """A chain is as certain as the least certain of its switches."""
    chosen = [hop.decision.chosen() for hop in hops]
    return max((_prospect(outcome) for outcome in chosen if outcome), key=PROSPECTS.index)


def _over(hops: tuple[Hop, ...], words: Words) -> str:
    """How a chain leads there: in how many steps, over which plans."""
    *before, last = [words.plan(hop.origin) for hop in hops[1:]]
    plans = words.gettext("{plans} and {last}").format(plans=", ".join(before), last=last) if before else last
    return words.ngettext("in {n} step, over {plans}", "in {n} steps, over {plans}", len(hops)).format(
        n=len(hops), plans=plans
    )


def _tally(first: int, missing: int, otherwise: str, words: Words) -> tuple[str, ...]:
    done_first = words.ngettext("{n} thing first", "{n} things first", first).format(n=first) if first else ""
    return tuple(filter(None, (done_first, _missing(missing, words), otherwise)))


def _missing(missing: int, words: Words) -> str:
    if not missing:
        return ""
    return words.ngettext("{n} answer missing", "{n} answers missing", missing).format(n=missing)


def _joined(beginning: str, first: int, missing: int, otherwise: str, words: Words, *, firm: bool) -> str:
    """A headline and its tally on one line; where some route is certain to remain, it runs on without a break."""
    text = beginning
    if first:
        once = words.ngettext("once {n} thing is done", "once {n} things are done", first).format(n=first)
        text = words.gettext("{answer}, {first}").format(answer=text, first=once)
    if missing:
        pattern = words.gettext("{answer} ({missing})") if firm else words.gettext("{answer}: {missing}")
        text = pattern.format(answer=text, missing=_missing(missing, words))
    if otherwise:
        pattern = words.gettext("{answer}, {otherwise}") if firm else words.gettext("{answer}; {otherwise}")
        text = pattern.format(answer=text, otherwise=otherwise)
    return text
