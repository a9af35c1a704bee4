"""The catalogue as objects: plans, routes, switches, facts, rules and steps, ready to decide with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from planswitch.rules.classes import Pairs
from planswitch.rules.conditions import Condition, Facts, Level, Value, bind, parse
from planswitch.rules.selectors import plan_groups, select
from planswitch.rules.switches import Row, Switches, Targets
from planswitch.rules.vocabulary import (
    ANY,
    ATTRIBUTE_TYPES,
    CERTAINTIES,
    EFFECTS,
    FACT_TYPES,
    NAMED,
    NAMES_A_PLAN,
    OFFERS,
    SAME_FAMILY,
    AttributeType,
    Certainty,
    Effect,
    FactType,
    Offers,
    closed,
)

Tables = Mapping[str, Iterable[Row]]
"""Table name (``plans``, ``rules``, …) -> its rows. A table or a column that may be left out need not be there."""


@dataclass(frozen=True, slots=True)
class Source:
    """A section or a document that rows cite by its id."""

    id: str
    title: str
    date: str
    address: str
    licence: str


@dataclass(frozen=True, slots=True)
class Family:
    """Plans that belong together; `kind` is any word."""

    id: str
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Attribute:
    """Something plans have that answers compare.

    Attributes:
        levels: id -> label, low to high; empty for a number.
        told: whether answers say what a switch loses and gains of it.
    """

    id: str
    type: AttributeType
    levels: dict[str, str]
    name: str
    told: bool = True

    def read(self, cell: str) -> int | Level:
        """What a checked cell of ``plans.csv`` holds."""
        return Level.of(cell, self.levels) if self.type == "level" else int(cell)


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan that an organisation can have.

    Attributes:
        attributes: what is known of it by attribute; one that is blank is not there.
    """

    id: str
    name: str
    family: str
    attributes: dict[str, int | Level] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Name:
    """Another name of a plan, or of something that this edition does not cover.

    Attributes:
        plan: id of the plan, or empty.
        kind: ``short``, ``id``, ``former``, ``later``, ``successor`` or empty.
        since, until: when it was in use; the columns ``from`` and ``until``.
    """

    name: str
    plan: str
    kind: str
    since: str
    until: str
    note: str
    source: str

    @property
    def names_a_plan(self) -> bool:
        """Whether it stands for its plan, or is only found and answered with its note."""
        return bool(self.plan) and self.kind in NAMES_A_PLAN


@dataclass(frozen=True, slots=True)
class Route:
    """A way to get from one plan to another.

    Attributes:
        how: such as “by post”, never at the start of a sentence.
        name: such as “Parcel post”.
        word: what a cell of the matrix says.
        sentences: whole sentences for ``sure``, ``likely``, ``unknown``, ``no`` and ``stopped``; those the catalogue
            has. ``{from}`` and ``{to}`` stand for the plans.
    """

    id: str
    offers: Offers
    how: str
    name: str
    word: str
    sentences: dict[str, str]


@dataclass(frozen=True, slots=True)
class Fact:
    """Something a reader can tell us.

    Attributes:
        choices: id -> label, for a choice.
        minimum: the smallest number there can be.
        answer: a condition over the pair that answers a yes/no fact by itself where it is known.
    """

    id: str
    type: FactType
    choices: dict[str, str]
    question: str
    help: str
    minimum: int = 1
    answer: Condition | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """One circumstance that changes the answer.

    Attributes:
        routes: ids of the routes it counts on; empty means every route.
        origins, targets: ids of the plans it applies to.
    """

    id: str
    routes: frozenset[str]
    origins: frozenset[str]
    targets: frozenset[str]
    when: Condition
    effect: Effect
    title: str
    reason: str
    remedy: str
    certainty: Certainty
    source: str

    def applies(self, origin: str, target: str) -> bool:
        """Whether its selectors choose this pair of plans; see `Catalogue.touched` for what is known besides."""
        return origin in self.origins and target in self.targets

    def counts_on(self, route: str) -> bool:
        """Whether it is about a route: by its name, or because it is about any."""
        return not self.routes or route in self.routes


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a procedure, for some pairs and circumstances. Steps of one order are alternatives."""

    procedure: str
    order: int
    origins: frozenset[str]
    targets: frozenset[str]
    when: Condition
    text: str
    source: str

    def applies(self, origin: str, target: str) -> bool:
        """Whether its selectors choose this pair of plans."""
        return origin in self.origins and target in self.targets


@dataclass(frozen=True, slots=True)
class Symptom:
    """What a reader sees, and the rules that explain it."""

    id: str
    symptom: str
    advice: str
    rules: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All that decisions rest on. Build one with `Catalogue.build` from tables that have been checked.

    Attributes:
        settings: ``id``, ``title``, ``edition``, ``date``, ``language``, ``source``; perhaps ``audience``,
            ``readers``, ``address``, ``note``.
        routes: in order of preference.
        switches: (from, to, route) -> what is known.
        earlier: column of ``names.csv``, such as ``rule`` -> each id that one had before, and its id now; plans aside.
        digest: ``sha256:`` digest of the tables and of the rules' code: same digest, same answers.
        targets: plan -> those to which a row of ``switches.csv`` leads by a route that does not offer all, in order.
        pairs: what is known of pairs, in classes of equal ones.
    """

    settings: dict[str, str]
    sources: dict[str, Source]
    families: dict[str, Family]
    attributes: dict[str, Attribute]
    plans: dict[str, Plan]
    names: tuple[Name, ...]
    routes: dict[str, Route]
    switches: Switches
    facts: dict[str, Fact]
    rules: dict[str, Rule]
    steps: tuple[Step, ...]
    symptoms: tuple[Symptom, ...]
    digest: str
    earlier: dict[str, dict[str, str]] = field(default_factory=dict)
    targets: Targets = field(init=False, repr=False, compare=False)
    pairs: Pairs = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        listing = (route.id for route in self.routes.values() if route.offers != "all")
        object.__setattr__(self, "targets", Targets(self.switches, self.plans, listing))
        object.__setattr__(self, "pairs", Pairs(self))

    @classmethod
    def build(cls, tables: Tables, digest: str) -> Catalogue:
        """Makes objects of checked tables, as the CSV files or the browser's JSON file hold them."""
        families = {row["id"]: Family(row["id"], row["name"], row["kind"]) for row in tables["families"]}
        attributes = {
            row["id"]: Attribute(
                row["id"],
                closed(ATTRIBUTE_TYPES, row["type"]),
                read_choices(row.get("levels", "")),
                row["name"],
                row.get("told") != "no",
            )
            for row in tables.get("attributes", ())
        }
        plans = {
            row["id"]: Plan(
                row["id"],
                row["name"],
                row["family"],
                {name: attribute.read(row[name]) for name, attribute in attributes.items() if row.get(name)},
            )
            for row in tables["plans"]
        }
        routes = {row["id"]: _route(row) for row in tables["routes"]}
        listing = [route.id for route in routes.values() if route.offers != "all"]
        groups = plan_groups(plans.values(), families.values())
        levels = {name: attribute.levels for name, attribute in attributes.items() if attribute.type == "level"}

        @cache
        def chosen(selector: str) -> frozenset[str]:
            return select(selector, groups)

        @cache
        def when(text: str) -> Condition:
            return bind(parse(text), levels)

        return cls(
            settings={row["key"]: row["value"] for row in tables["catalogue"]},
            sources={
                row["id"]: Source(
                    row["id"], row["title"], row.get("date", ""), row.get("address", ""), row.get("licence", "")
                )
                for row in tables.get("sources", ())
            },
            families=families,
            attributes=attributes,
            plans=plans,
            names=tuple(
                Name(
                    row["name"],
                    row.get("plan", ""),
                    row.get("kind", ""),
                    row.get("from", ""),
                    row.get("until", ""),
                    row.get("note", ""),
                    row.get("source", ""),
                )
                for row in tables.get("names", ())
                if not any(row.get(column) for column in NAMED)
            ),
            routes=routes,
            switches=Switches(tables["switches"], listing[0] if listing else ""),
            facts={
                row["id"]: Fact(
                    row["id"],
                    closed(FACT_TYPES, row["type"]),
                    read_choices(row.get("choices", "")),
                    row["question"],
                    row.get("help", ""),
                    int(row.get("min") or 1),
                    when(row["answer"]) if row.get("answer") else None,
                )
                for row in tables["facts"]
            },
            rules={
                row["id"]: Rule(
                    id=row["id"],
                    routes=frozenset(row["route"].split()) - {ANY},
                    origins=chosen(row["from"]),
                    targets=chosen(row["to"]),
                    when=when(row["when"]),
                    effect=closed(EFFECTS, row["effect"]),
                    title=row["title"],
                    reason=row["reason"],
                    remedy=row.get("remedy", ""),
                    certainty=closed(CERTAINTIES, row.get("certainty") or "sure"),
                    source=row["source"],
                )
                for row in tables["rules"]
            },
            steps=tuple(
                sorted(
                    (
                        Step(
                            row["procedure"],
                            int(row["order"]),
                            chosen(row["from"]),
                            chosen(row["to"]),
                            when(row["when"]),
                            row["text"],
                            row["source"],
                        )
                        for row in tables["steps"]
                    ),
                    key=lambda step: step.order,
                )
            ),
            symptoms=tuple(
                Symptom(row["id"], row["symptom"], row["advice"], tuple(row.get("rules", "").split()), row["source"])
                for row in tables.get("symptoms", ())
            ),
            digest=digest,
            earlier={
                column: {row["name"]: row[column] for row in tables.get("names", ()) if row.get(column)}
                for column in NAMED
            },
        )

    @property
    def id(self) -> str:
        """What the catalogue is called in addresses."""
        return self.settings["id"]

    @property
    def language(self) -> str:
        """Language tag of the texts in the tables."""
        return self.settings["language"]

    def same_family(self, origin: str, target: str) -> bool:
        """Whether two plans belong to one family."""
        return self.plans[origin].family == self.plans[target].family

    def lists(self, origin: str, target: str, route: str | None) -> bool:
        """Whether ``switches.csv`` says that a route leads from a plan to another: surely or likely, and not by all.

        A row that says that it is not known lists nothing, and neither does a route that offers every pair.
        """
        switch = self.switches.of(origin, target, route or "")
        return switch is not None and switch.certainty != "unknown" and self.routes[switch.route].offers != "all"

    def known_of(self, origin: str, target: str) -> dict[str, Value]:
        """What is known of a pair before anybody is asked.

        Returns:
            ``same_family``, ``from.ATTRIBUTE`` and ``to.ATTRIBUTE`` where a plan has it, and each fact whose
            ``answer`` the pair decides.
        """
        known: dict[str, Value] = {SAME_FAMILY: self.same_family(origin, target)}
        for side, plan in (("from", origin), ("to", target)):
            for name, value in self.plans[plan].attributes.items():
                known[f"{side}.{name}"] = value
        answers: Facts = {
            fact.id: answer
            for fact in self.facts.values()
            if fact.answer and (answer := fact.answer.value(known)) is not None
        }
        return {**known, **answers}

    def touched(self, rule: Rule) -> Iterator[tuple[str, str]]:
        """The pairs of different plans that a rule touches: its selectors choose them, and what is known allows it.

        They come one by one: of many plans there may be a million.
        """
        for origin in self.plans:
            row = self.pairs.row(origin)
            numbers = {number for number in set(row) if rule in self.pairs.classes[number].rules}
            if numbers:
                yield from (
                    (origin, target) for target, number in zip(self.plans, row, strict=True) if number in numbers
                )

    def touches(self, rule: Rule) -> int:
        """How many pairs `touched` has."""
        counts = self.pairs.counts
        return sum(counts[pair.number] for pair in self.pairs.classes if pair.number in counts and rule in pair.rules)


def _route(row: Row) -> Route:
    words = ("sure", "likely", "unknown", "no", "stopped")
    return Route(
        id=row["id"],
        offers=closed(OFFERS, row["offers"]),
        how=row["how"],
        name=row["name"],
        word=row.get("word") or row["name"],
        sentences={word: row[word] for word in words if row.get(word)},
    )


def read_choices(text: str) -> dict[str, str]:
    """Reads ``global-admin=Global admin none`` style choices, or levels: id -> label.

    A label runs until the next ``id=``, so once a choice has a label the choices after it need one as well.
    """
    choices: dict[str, str] = {}
    last = ""
    labelled = False
    for word in text.split():
        head, equals, tail = word.partition("=")
        if equals:
            last, labelled = head, True
            choices[head] = tail
        elif labelled:
            choices[last] = f"{choices[last]} {word}".strip()
        else:
            choices[word] = word
    return choices
