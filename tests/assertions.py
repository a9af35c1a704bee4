"""Assertions that speak of plans and switches, and small made-up catalogues to speak about.

``assert_switch(catalogue, "enterprise-e1", "enterprise-e3", trial=True).by("wizard").needs("trial")``
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Self

from planswitch.rules import Catalogue, Decision, Question, decide

if TYPE_CHECKING:
    from collections.abc import Iterable

    from planswitch.rules.conditions import Value
    from planswitch.rules.decisions import ActionStep

ROOT = Path(__file__).parents[1]
OFFICE = ROOT / "tests" / "catalogues" / "office-2014"
"""A small site of the catalogue of 2014 as it was when the tests were written: no edit of ``data/`` changes it."""
DATA = OFFICE / "data"
"""Its catalogue's folder."""
TRANSLATIONS = OFFICE / "locale"
"""The translations of its texts."""
EDITIONS = ROOT / "tests" / "catalogues" / "editions"
"""A small site of three editions: ``old`` and ``new`` for the same readers, ``other`` for others."""


def nothing_wrong(catalogue: Catalogue, **given: Value) -> dict[str, Value]:
    """Facts with which nothing stands in the way: ten users, a global admin, and no to every question."""
    no: dict[str, Value] = {fact.id: False for fact in catalogue.facts.values() if fact.type == "yesno"}
    return {**no, "users": 10, "role": "global-admin", **given}


def assert_switch(catalogue: Catalogue, origin: str, target: str, **facts: Value | None) -> Verdict:
    """Decides a question, to go on with what is expected of the answer."""
    return Verdict(decide(catalogue, Question(origin, target, facts)))


class Verdict:
    """A decision to make assertions about; each returns the verdict, so that they can be chained."""

    def __init__(self, decision: Decision) -> None:
        self.decision = decision

    def by(self, route: str | None) -> Self:
        """The route is this one; None for no route at all."""
        return self._same("route", self.decision.route, route)

    def is_ready(self) -> Self:
        """Nothing has to happen or to be known first."""
        self._same("status", self.decision.status, "ready")
        return self._same("open facts", self.decision.open, ())

    def is_after(self) -> Self:
        """Something has to happen first."""
        return self._same("status", self.decision.status, "after")

    def depends_on(self, *facts: str) -> Self:
        """The answer depends on exactly these facts, in this order."""
        self._same("status", self.decision.status, "depends")
        return self.asks(*facts)

    def asks(self, *facts: str) -> Self:
        """Exactly these facts are worth asking, in this order."""
        return self._same("open facts", self.decision.open, facts)

    def could_ask(self, *facts: str) -> Self:
        """Exactly these facts are good to know, in this order."""
        return self._same("optional facts", self.decision.optional, facts)

    def needs(self, *rules: str) -> Self:
        """Exactly these rules put something before the switch, in this order."""
        first = tuple(reason.rule.id for reason in self.decision.first())
        self.is_after()
        return self._same("rules that put something first", first, rules)

    def held(self, *rules: str) -> Self:
        """Exactly these rules hold, in this order."""
        return self._same("rules that hold", self.decision.holding(), rules)

    def leaves_unknown(self, *rules: str) -> Self:
        """Exactly these rules are unknown, in this order."""
        unknown = tuple(reason.rule.id for reason in self.decision.reasons if reason.state == "unknown")
        return self._same("unknown rules", unknown, rules)

    def says_nothing_of(self, *rules: str) -> Self:
        """None of these rules is among the reasons."""
        told = {reason.rule.id for reason in self.decision.reasons}
        return self._same("rules among the reasons", tuple(rule for rule in rules if rule in told), ())

    def cleared(self, rule: str, *alternatives: str) -> Self:
        """Exactly these alternatives would make a rule not hold, in this order."""
        found = [reason for reason in self.decision.reasons if reason.rule.id == rule]
        assert found, f"no reason “{rule}”\n{self}"
        return self._same(f"“{rule}” cleared by", tuple(found[0].to_dict()["cleared_by"]), alternatives)

    def offers(self, certainty: str | None) -> Self:
        """The route chosen is offered as sure as this; None where there is no route."""
        return self._same("certainty", self.decision.certainty, certainty)

    def is_no(self) -> Self:
        """No route is left."""
        self._same("route", self.decision.route, None)
        self.offers(None)
        return self._same("status", self.decision.status, "no")

    def otherwise(self, route: str | None, *, firm: bool = True) -> Self:
        """This route remains, certain to or not; None means that none is named."""
        found = (self.decision.otherwise, self.decision.firm)
        return self._same("otherwise, firm", found, (route, bool(route) and firm))

    def routes(self, **states: str) -> Self:
        """The state of each route, in the order in which they were tried."""
        found = [(outcome.route, outcome.state) for outcome in self.decision.routes]
        return self._same("routes", found, list(states.items()))

    def goes_via(self, *chain: str) -> Self:
        """Listed switches get there by this chain of plans, both ends included; nothing means not at all."""
        via = self.decision.via
        return self._same("chain", (*[hop.origin for hop in via], *[hop.target for hop in via[-1:]]), chain)

    def takes(self, *steps: str) -> Self:
        """Exactly these steps, in this order: ids of rules for remedies, ``procedure 1`` for the rest.

        One that may not apply has a question mark at its end.
        """
        return self._same("steps", tuple(map(_named, self.decision.steps)), steps)

    def expects(self, *notes: str) -> Self:
        """Exactly these notes, in this order, as `takes` names steps."""
        return self._same("notes", tuple(map(_named, self.decision.notes)), notes)

    def _same(self, what: str, found: object, expected: object) -> Self:
        assert found == expected, f"{what}: {found!r}, expected {expected!r}\n{self}"
        return self

    def __str__(self) -> str:
        decision = self.decision
        given = ", ".join(f"{fact}={value}" for fact, value in decision.facts.items()) or "nothing"
        reasons = [
            f"  {reason.rule.id} ({reason.rule.effect}) {reason.state}, cleared by "
            + " | ".join(reason.to_dict()["cleared_by"])
            for reason in decision.reasons
        ]
        return "\n".join(
            [
                f"{decision.origin} → {decision.target}, given {given}",
                f"  route {decision.route}, status {decision.status}, open {', '.join(decision.open) or 'nothing'}",
                *reasons,
            ]
        )


def _named(step: ActionStep) -> str:
    name = step.rule or f"{step.procedure} {step.order}"
    return name if step.state == "holds" else f"{name}?"


def rule(
    name: str,
    effect: str,
    when: str = "always",
    route: str = "wizard",
    *,
    origin: str = "*",
    target: str = "*",
    certainty: str = "",
) -> dict[str, str]:
    """A row of rules.csv."""
    texts = {"title": name, "reason": f"Because of {name}.", "remedy": f"Clear {name}.", "source": "A1"}
    row = {"id": name, "route": route, "from": origin, "to": target, "when": when, "effect": effect, **texts}
    return {**row, "certainty": certainty}


def step(
    procedure: str, order: int, when: str = "always", *, origin: str = "*", target: str = "*", text: str = ""
) -> dict[str, str]:
    """A row of steps.csv."""
    row = {"procedure": procedure, "order": str(order), "from": origin, "to": target, "when": when, "source": "A1"}
    return {**row, "text": text or f"Go {procedure}."}


def route(name: str, offers: str, how: str = "", **sentences: str) -> dict[str, str]:
    """A row of routes.csv."""
    return {"id": name, "offers": offers, "how": how or f"by {name}", "name": name.capitalize(), **sentences}


ROUTES = (
    route("wizard", "listed", "with the wizard", word="Wizard"),
    route("manual", "all", "manually", word="Manual"),
)
"""Two routes: one of listed pairs, and one that is always there."""


def made_up(
    plans: str = "a:north b:north c:south",
    switches: str = "a>b",
    rules: Iterable[Mapping[str, str]] = (),
    facts: Mapping[str, str | Mapping[str, str]] | None = None,
    **tables: Iterable[Mapping[str, str]],
) -> Catalogue:
    """A small catalogue of nothing real.

    Args:
        plans: ``plan:family``, between spaces; with ``:attribute=value`` for each attribute that is known.
        switches: ``from>to``, between spaces; with ``=likely`` or ``=unknown`` when it is not sure, and with
            ``/ROUTE`` after that when it is not of the one that is listed.
        rules: rows such as `rule` makes.
        facts: name -> type, with the choices after ``choice``; by default a yes/no fact p, q and r, a number n,
            a choice card of gold, silver, none and a date d. A row of facts.csv may stand for a type.
        tables: rows of any other table, such as `route` and `step` make them, instead of the usual ones.
    """
    named = [plan.split(":") for plan in plans.split()]
    known: Mapping[str, str | Mapping[str, str]] = facts or {
        "p": "yesno", "q": "yesno", "r": "yesno", "n": "number", "card": "choice gold silver none", "d": "date",
    }  # fmt: skip
    usual: dict[str, list[dict[str, str]]] = {
        "catalogue": [
            {"key": key, "value": value}
            for key, value in {
                "id": "made-up", "title": "Made up", "edition": "Nothing real", "date": "2014", "language": "en",
                "source": "Nothing",
            }.items()
        ],
        "families": [
            {"id": family, "name": family, "kind": "suite"} for family in dict.fromkeys(parts[1] for parts in named)
        ],
        "plans": [
            {"id": plan, "name": plan.upper(), "family": family, **dict(pair.split("=") for pair in attributes)}
            for plan, family, *attributes in named
        ],
        "routes": [dict(row) for row in ROUTES],
        "switches": [_switch(text) for text in switches.split()],
        "facts": [_fact(*fact) for fact in known.items()],
        "rules": [dict(row) for row in rules],
        "steps": [step("wizard", 1), step("manual", 1)],
    }  # fmt: skip
    return Catalogue.build({**usual, **tables}, "sha256:made-up")


def _fact(name: str, kind: str | Mapping[str, str]) -> dict[str, str]:
    if isinstance(kind, Mapping):
        return {"id": name, "question": f"{name}?", **kind}
    type_, _, choices = kind.partition(" ")
    return {"id": name, "type": type_, "choices": choices, "question": f"{name}?", "help": ""}


def _switch(text: str) -> dict[str, str]:
    pair, _, route = text.partition("/")
    pair, _, certainty = pair.partition("=")
    origin, _, target = pair.partition(">")
    row = {"from": origin, "to": target, "route": route, "certainty": certainty or "sure", "source": "A1"}
    return {**row, "note": "" if row["certainty"] == "sure" else f"{pair} is doubtful."}
