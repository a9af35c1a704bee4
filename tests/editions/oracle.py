"""An oracle that reads the contract as naively as it can, for any catalogue: with attributes, answers and doubts.

It shares no code with the rules: selectors, conditions and section 3 of the contract are spelt out here once more.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from planswitch.rules import Decision
    from planswitch.rules.conditions import Value

Pair = tuple[str, str]
Row = dict[str, str]
Asked = tuple[str, ...]
BLOCKING = ("stop", "wait", "fix")
USUAL = {"listed": "no", "perhaps": "unknown", "all": "sure"}
ATOM = re.compile(
    r'(?P<left>(?:from|to)\.\w+|[a-z]\w*) *(?P<sign>==|!=|<=|>=|<|>) *(?P<right>"[^"]*"|-?\d+|(?:from|to)\.\w+)'
    r"|(?P<word>[a-z]\w*)"
)


@dataclass(frozen=True)
class Kleene:
    """True, False or unknown, with the names that can still decide it, in the order written."""

    value: bool | None
    asked: Asked = ()

    def __and__(self, other: Self) -> Kleene:
        return self._joined(other, strong=False)

    def __or__(self, other: Self) -> Kleene:
        return self._joined(other, strong=True)

    def __invert__(self) -> Kleene:
        return Kleene(None if self.value is None else not self.value, self.asked)

    def _joined(self, other: Self, *, strong: bool) -> Kleene:
        if strong in (self.value, other.value):
            return Kleene(strong)
        if self.value is None or other.value is None:
            return Kleene(None, (*self.asked, *other.asked))
        return Kleene(not strong)


@dataclass(frozen=True)
class Expected:
    """What the contract says of a question."""

    status: str
    route: str | None = None
    certainty: str | None = None
    otherwise: str | None = None
    firm: bool = False
    routes: tuple[tuple[str, str, str, tuple[str, ...]], ...] = ()
    reasons: tuple[tuple[str, str], ...] = ()
    open: Asked = ()
    optional: Asked = ()
    steps: tuple[tuple[str, str], ...] = ()
    notes: tuple[tuple[str, str], ...] = ()
    via: tuple[Pair, ...] = ()


def told(decision: Decision) -> Expected:
    """The part of a decision that the oracle speaks of."""
    return Expected(
        decision.status,
        decision.route,
        decision.certainty,
        decision.otherwise,
        decision.firm,
        tuple((one.route, one.offer, one.state, one.stops) for one in decision.routes),
        tuple((reason.rule.id, reason.state) for reason in decision.reasons),
        decision.open,
        decision.optional,
        tuple((step.rule or step.text, step.state) for step in decision.steps),
        tuple((note.text, note.state) for note in decision.notes),
        tuple((hop.origin, hop.target) for hop in decision.via),
    )


class Oracle:
    """Answers by the tables of a catalogue.

    Args:
        tables: its rows, as they are read from its files.
    """

    def __init__(self, tables: Mapping[str, list[Row]]) -> None:
        self.tables = tables
        self.family = {row["id"]: row["family"] for row in tables["plans"]}
        self.offers = {row["id"]: row["offers"] for row in tables["routes"]}
        listing = [route for route, offers in self.offers.items() if offers != "all"]
        self.certainty = {
            (row["from"], row["to"], row.get("route") or listing[0]): row["certainty"] for row in tables["switches"]
        }
        self.leads = {
            plan: [other for other in self.family if any((plan, other, route) in self.certainty for route in listing)]
            for plan in self.family
        }
        self.levels = {
            row["id"]: [word.partition("=")[0] for word in row["levels"].split() if "=" in word]
            for row in tables.get("attributes", [])
            if row["type"] == "level"
        }
        self.selected = cache(self._selected)
        self.of_pair = cache(self._of_pair)
        self.applicable = cache(self._applicable)
        self._outcome = cache(self._evaluated)
        self.names_in = cache(self._mentioned)

    # ------------------------------------------------------------------------------------- what there is of a pair

    def _selected(self, selector: str) -> frozenset[str]:
        """The plans of a selector, by spelling the contract out."""
        kind = {row["id"]: row["kind"] for row in self.tables["families"]}
        plans = {
            token: {
                plan
                for plan, family in self.family.items()
                if token.lstrip("!") in ("*", plan, f"family:{family}", f"kind:{kind[family]}")
            }
            for token in selector.split()
        }
        chosen = {plan for token, its_plans in plans.items() if token[0] != "!" for plan in its_plans}
        return frozenset(chosen - {plan for token, its_plans in plans.items() if token[0] == "!" for plan in its_plans})

    def _of_pair(self, pair: Pair) -> dict[str, Value]:
        """What is known of a pair before anybody is asked."""
        known: dict[str, Value] = {"same_family": self.family[pair[0]] == self.family[pair[1]]}
        for side, plan in zip(("from", "to"), pair, strict=True):
            row = next(row for row in self.tables["plans"] if row["id"] == plan)
            for attribute in self.tables.get("attributes", []):
                name = attribute["id"]
                if row.get(name):
                    levels = self.levels.get(name)
                    known[f"{side}.{name}"] = levels.index(row[name]) if levels else int(row[name])
        for fact in self.tables["facts"]:
            answer = self.value(fact["answer"], known).value if fact.get("answer") else None
            if answer is not None:
                known[fact["id"]] = answer
        return known

    def _applicable(self, table: str, pair: Pair) -> tuple[Row, ...]:
        """The rows of rules.csv or steps.csv that touch a pair."""
        return tuple(
            row
            for row in self.tables[table]
            if pair[0] in self.selected(row["from"]) and pair[1] in self.selected(row["to"])
            if self.value(row["when"], self.of_pair(pair)).value is not False
        )

    # ---------------------------------------------------------------------------------------------- conditions

    def facts_of(self, pair: Pair) -> list[str]:
        """The facts that can make a difference to a pair, in the order of facts.csv."""
        rows = (*self.applicable("rules", pair), *self.applicable("steps", pair))
        named = {name for row in rows for name in self.names_in(row["when"])} - set(self.of_pair(pair))
        return [row["id"] for row in self.tables["facts"] if row["id"] in named]

    def edges(self, fact: str) -> list[Value]:
        """The values of a fact that can make a difference anywhere."""
        row = next(row for row in self.tables["facts"] if row["id"] == fact)
        if row["type"] == "yesno":
            return [False, True]
        if row["type"] == "choice":
            return [word.partition("=")[0] for word in row["choices"].split() if "=" in word]
        conditions = " ".join(row["when"] for table in ("rules", "steps") for row in self.tables[table])
        near = [int(text) for text in re.findall(rf"\b{fact} *[<>=!]+ *(\d+)", conditions)]
        return sorted({side for literal in near for side in (literal, literal + 1)})

    def value(self, when: str, known: Mapping[str, Value | None]) -> Kleene:
        """A condition's value by strong Kleene logic."""
        return self._outcome(when, tuple([known.get(name) for name in self.names_in(when)]))

    def _mentioned(self, when: str) -> Asked:
        """The names in a condition, each once."""
        if when == "always":
            return ()
        found = (match for match in ATOM.finditer(when) if match["word"] not in ("and", "or", "not"))
        names = (name for match in found for name in (match["word"] or match["left"], match["right"] or ""))
        return tuple(dict.fromkeys(name for name in names if re.match("[a-z]", name)))

    def _evaluated(self, when: str, values: tuple[Value | None, ...]) -> Kleene:
        """Each test is put in as true, false or unknown, and Python computes the rest."""
        if when == "always":
            return Kleene(value=True)
        known = dict(zip(self.names_in(when), values, strict=True))
        tests: list[Kleene] = []

        def put_in(match: re.Match[str]) -> str:
            words = {"and": "&", "or": "|", "not": "~"}
            if match["word"] in words:
                return words[match["word"]]
            tests.append(self._test(match, known))
            return f"tests[{len(tests) - 1}]"

        found = eval(ATOM.sub(put_in, when), {"__builtins__": {}}, {"tests": tests})
        assert isinstance(found, Kleene)
        return found

    def _test(self, match: re.Match[str], known: Mapping[str, Value | None]) -> Kleene:
        left = known[match["word"] or match["left"]]
        if match["word"]:
            return Kleene(None, (match["word"],)) if left is None else Kleene(bool(left))
        right: Value | None = known.get(match["right"])
        if match["right"][0] == '"':
            levels = self.levels.get(match["left"].partition(".")[2])
            right = levels.index(match["right"][1:-1]) if levels else match["right"][1:-1]
        elif "." not in match["right"]:
            right = int(match["right"])
        if left is None or right is None:
            return Kleene(None, (match["left"],))
        return Kleene(bool(eval(f"left {match['sign']} right", {"__builtins__": {}}, {"left": left, "right": right})))

    # ------------------------------------------------------------------------------- section 3, sentence by sentence

    def decide(self, pair: Pair, facts: Mapping[str, Value | None]) -> Expected:
        """What the contract says of a question."""
        if pair[0] == pair[1]:
            return Expected("same")
        known = {**facts, **self.of_pair(pair)}
        rules = self.applicable("rules", pair)
        value = {rule["id"]: self.value(rule["when"], known) for rule in rules}

        def on(route: str) -> list[Row]:
            return [rule for rule in rules if {"any", route} & set(rule["route"].split())]

        offered = {route: self.certainty.get((*pair, route), USUAL[offers]) for route, offers in self.offers.items()}
        stops = {
            route: [rule for rule in on(route) if rule["effect"] == "stop" and value[rule["id"]].value is not False]
            for route in self.offers
        }
        holding = {route: [rule for rule in its if value[rule["id"]].value] for route, its in stops.items()}
        stopped = {route for route, its in holding.items() if offered[route] != "no" and any(map(_is_sure, its))}
        doubted = {
            route: "unknown" if offer != "no" and holding[route] and route not in stopped else offer
            for route, offer in offered.items()
        }
        left = [route for route in self.offers if offered[route] != "no" and route not in stopped]
        chosen = left[0] if left else None
        falls = chosen is not None and (
            doubted[chosen] != "sure"
            or any(value[rule["id"]].value is None and "any" not in rule["route"].split() for rule in stops[chosen])
        )
        otherwise = left[1] if falls and len(left) > 1 else None
        states = {
            route: "none" if offered[route] == "no" else "stopped" if route in stopped else "open"
            for route in self.offers
        }
        if chosen:
            states[chosen] = "chosen"
        before = list(self.offers)[: list(self.offers).index(chosen)] if chosen else list(self.offers)
        counted = [rule["id"] for rule in on(chosen)] if chosen else []
        counted += [
            rule["id"]
            for route in before
            for rule in holding[route]
            if offered[route] != "no" or "any" in rule["route"].split()
        ]
        reasons = [
            (rule, state)
            for effect in (*BLOCKING, "warn")
            for state in (True, None)
            for rule in rules
            if rule["effect"] == effect and value[rule["id"]].value is state and rule["id"] in counted
        ]
        first = [rule for rule, state in reasons if state and rule["effect"] in ("wait", "fix")]
        unsure = [rule for rule, state in reasons if state is None and rule["effect"] in BLOCKING]
        hints = [rule for rule, state in reasons if state is None and rule["effect"] not in BLOCKING]
        way, notes = (self._rows(pair, procedure, known) if chosen else [] for procedure in (chosen, f"{chosen}-notes"))
        remedies = first if chosen else [rule for rule, state in reasons if state and rule["effect"] == "stop"]
        alone = chosen is not None and not otherwise and (doubted[chosen] != "sure" or bool(stops[chosen]))
        wanted = chosen is None or self.offers[chosen] == "all" or doubted[chosen] == "unknown" or alone
        via = self._chain(pair, facts) if wanted else ()
        asked = once(name for rule in unsure for name in value[rule["id"]].asked) if chosen else ()
        mentioned = [name for rule in hints for name in value[rule["id"]].asked] if chosen else []
        mentioned += [name for _, found in (*way, *notes) for name in found.asked]
        steps = [
            *_steps(way, before_anything=True),
            *((rule["id"], "holds") for rule in remedies if rule["remedy"]),
            *_steps(way, before_anything=False),
        ]
        if via and chosen is None:
            hops = [self.decide(hop, facts) for hop in via]
            asked = once(name for hop in hops for name in hop.open)
            mentioned = [name for hop in hops for name in hop.optional]
            steps = []
        return Expected(
            status="no" if not chosen else "after" if first else "depends" if unsure else "ready",
            route=chosen,
            certainty=doubted[chosen] if chosen else None,
            otherwise=otherwise,
            firm=otherwise is not None and doubted[otherwise] == "sure" and not stops[otherwise],
            routes=tuple(
                (route, doubted[route], states[route], tuple(rule["id"] for rule in stops[route]))
                for route in self.offers
            ),
            reasons=tuple((rule["id"], "holds" if state else "unknown") for rule, state in reasons),
            open=asked,
            optional=once(mentioned, asked),
            steps=tuple(steps),
            notes=tuple((row["text"], "holds" if found.value else "unknown") for row, found in notes),
            via=via,
        )

    def _rows(self, pair: Pair, procedure: str | None, known: Mapping[str, Value | None]) -> list[tuple[Row, Kleene]]:
        """The rows of a procedure that are for a pair and not ruled out, in order."""
        rows = [row for row in self.applicable("steps", pair) if row["procedure"] == procedure]
        found = [(row, self.value(row["when"], known)) for row in sorted(rows, key=lambda row: int(row["order"]))]
        return [(row, value) for row, value in found if value.value is not False]

    def _chain(self, pair: Pair, facts: Mapping[str, Value | None]) -> tuple[Pair, ...]:
        """The shortest chain, found by trying all of two hops, then of three, and so on, in the order of plans."""
        ways: list[tuple[str, ...]] = [(pair[0],)]
        while ways:
            ways = [
                (*way, plan)
                for way in ways
                for plan in self.leads[way[-1]]
                if plan not in way and (*way, plan) != pair and self._counts((way[-1], plan), facts)
            ]
            found = [way for way in ways if way[-1] == pair[1]]
            if found:
                return tuple(pairwise(found[0]))
        return ()

    def _counts(self, hop: Pair, facts: Mapping[str, Value | None]) -> bool:
        """Whether a hop's own decision chooses the route that lists it."""
        known = {**facts, **self.of_pair(hop)}
        for route, offers in self.offers.items():
            stopped = any(
                self.value(rule["when"], known).value
                for rule in self.applicable("rules", hop)
                if rule["effect"] == "stop" and _is_sure(rule) and {"any", route} & set(rule["route"].split())
            )
            certainty = self.certainty.get((*hop, route))
            if (certainty or USUAL[offers]) != "no" and not stopped:
                return certainty in ("sure", "likely") and offers != "all"
        return False


def _is_sure(rule: Row) -> bool:
    return (rule.get("certainty") or "sure") == "sure"


def _steps(rows: Iterable[tuple[Row, Kleene]], *, before_anything: bool) -> list[tuple[str, str]]:
    return [
        (row["text"], "holds" if value.value else "unknown")
        for row, value in rows
        if (int(row["order"]) == 0) is before_anything
    ]


def once(names: Iterable[str], besides: Asked = ()) -> Asked:
    return tuple(dict.fromkeys(name for name in names if name not in besides))
