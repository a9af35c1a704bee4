"""The catalogue as objects: plans, switches, facts, rules and steps, ready to decide with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

from planswitch.rules.conditions import Condition, parse
from planswitch.rules.selectors import plan_groups, select

Row = Mapping[str, str]
"""One row of a table: column name -> cell."""
Tables = Mapping[str, Iterable[Row]]
"""Table name (``plans``, ``rules``, …) -> its rows."""


@dataclass(frozen=True, slots=True)
class Family:
    """A service family: plans that belong together."""

    id: str
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan that an organisation can have."""

    id: str
    name: str
    family: str


@dataclass(frozen=True, slots=True)
class Switch:
    """A pair of plans that the wizard supports, and how sure that is."""

    origin: str
    target: str
    certainty: str
    source: str


@dataclass(frozen=True, slots=True)
class Fact:
    """Something an admin can tell us.

    Attributes:
        type: ``yesno``, ``number`` (whole, at least 1) or ``choice``.
        choices: id -> label, for a choice.
    """

    id: str
    type: str
    choices: dict[str, str]
    question: str
    help: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One circumstance that changes the answer.

    Attributes:
        route: ``wizard``, ``manual`` or ``any``: the route it counts on.
        origins, targets: ids of the plans it applies to.
        effect: ``stop``, ``wait``, ``fix`` or ``warn``.
    """

    id: str
    route: str
    origins: frozenset[str]
    targets: frozenset[str]
    when: Condition
    effect: str
    title: str
    reason: str
    remedy: str
    source: str

    def applies(self, origin: str, target: str) -> bool:
        """Whether the rule is about this pair of plans at all."""
        return origin in self.origins and target in self.targets


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a procedure, for some plans."""

    procedure: str
    order: int
    origins: frozenset[str]
    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Symptom:
    """What an admin sees in the portal, and the rules that explain it."""

    id: str
    symptom: str
    advice: str
    rules: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All that decisions rest on. Build one with `Catalogue.build` from tables that have been checked.

    Attributes:
        settings: ``title``, ``edition``, ``language``, ``source`` and one ``section.KEY`` a section of the source.
        digest: ``sha256:`` digest of the tables and of the rules' code: same digest, same answers.
    """

    settings: dict[str, str]
    families: dict[str, Family]
    plans: dict[str, Plan]
    switches: dict[tuple[str, str], Switch]
    facts: dict[str, Fact]
    rules: dict[str, Rule]
    steps: tuple[Step, ...]
    symptoms: tuple[Symptom, ...]
    digest: str
    targets: dict[str, tuple[str, ...]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        targets: dict[str, list[str]] = {plan: [] for plan in self.plans}
        for origin, target in self.switches:
            targets[origin].append(target)
        order = {plan: place for place, plan in enumerate(self.plans)}
        in_order = {origin: tuple(sorted(found, key=order.__getitem__)) for origin, found in targets.items()}
        object.__setattr__(self, "targets", in_order)

    @classmethod
    def build(cls, tables: Tables, digest: str) -> Catalogue:
        """Makes objects of checked tables, as the CSV files or the browser's JSON file hold them."""
        families = {row["id"]: Family(row["id"], row["name"], row["kind"]) for row in tables["families"]}
        plans = {row["id"]: Plan(row["id"], row["name"], row["family"]) for row in tables["plans"]}

        groups = plan_groups(plans.values(), families.values())

        @cache
        def chosen(selector: str) -> frozenset[str]:
            return select(selector, groups)

        return cls(
            settings={row["key"]: row["value"] for row in tables["catalogue"]},
            families=families,
            plans=plans,
            switches={
                (row["from"], row["to"]): Switch(row["from"], row["to"], row["certainty"], row["source"])
                for row in tables["switches"]
            },
            facts={
                row["id"]: Fact(row["id"], row["type"], read_choices(row["choices"]), row["question"], row["help"])
                for row in tables["facts"]
            },
            rules={
                row["id"]: Rule(
                    id=row["id"],
                    route=row["route"],
                    origins=chosen(row["from"]),
                    targets=chosen(row["to"]),
                    when=parse(row["when"]),
                    effect=row["effect"],
                    title=row["title"],
                    reason=row["reason"],
                    remedy=row["remedy"],
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
                            row["text"],
                            row["source"],
                        )
                        for row in tables["steps"]
                    ),
                    key=lambda step: step.order,
                )
            ),
            symptoms=tuple(
                Symptom(row["id"], row["symptom"], row["advice"], tuple(row["rules"].split()), row["source"])
                for row in tables.get("symptoms", ())
            ),
            digest=digest,
        )

    @property
    def language(self) -> str:
        """Language tag of the texts in the tables."""
        return self.settings["language"]

    def same_family(self, origin: str, target: str) -> bool:
        """Whether two plans belong to one service family."""
        return self.plans[origin].family == self.plans[target].family

    def procedure(self, name: str, origin: str) -> tuple[Step, ...]:
        """The steps of a procedure for those who leave a plan, in order."""
        return tuple(step for step in self.steps if step.procedure == name and origin in step.origins)


def read_choices(text: str) -> dict[str, str]:
    """Reads ``global-admin=Global admin none`` style choices: id -> label.

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
