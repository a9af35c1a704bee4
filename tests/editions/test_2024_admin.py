"""The published edition of December 2024, for admins: what it answers, in both languages, and that it keeps its word.

These tests prove ``editions/2024-admin`` itself, not the code: they change with it.

**What is walked.** A pair has more combinations of answers than can be tried. Of each class of pairs, all triples of
facts are tried: every combination of values of any three, once while nothing else is known, and once among other
answers drawn by chance. Besides, 200,000 questions drawn by chance, of all pairs. Every answer is compared with that of
an oracle that reads the contract as naively as it can.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from functools import cache
from itertools import combinations, product
from typing import TYPE_CHECKING

import pytest

from planswitch.catalogue import load
from planswitch.i18n import read
from planswitch.pages.languages import languages, locale_folders
from planswitch.pages.translations import states
from planswitch.rules import Decision, Question, Words, decide, word
from planswitch.rules.headlines import headline_of
from planswitch.rules.prose import Mark, parse
from tests.assertions import ROOT, assert_switch
from tests.editions.oracle import BLOCKING, Oracle, told
from tests.editions.published import Case

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from planswitch.rules.conditions import Value
    from tests.editions.oracle import Pair

FOLDER = ROOT / "editions" / "2024-admin"
LOADED = load(FOLDER)
CATALOGUE = LOADED.catalogue
ORACLE = Oracle(LOADED.tables)
WORDS = {
    tag: Words(CATALOGUE, language.translations)
    for tag, language in languages(["en", "it"], *locale_folders(FOLDER)).items()
}
PAIRS = [(origin, target) for origin in CATALOGUE.plans for target in CATALOGUE.plans if origin != target]
NOT_READ = "in inglese"
"""What an Italian text says beside a label that nobody has read in the Italian portal."""
READ = {
    "Billing": "Fatturazione",
    "Your products": "I tuoi prodotti",
    "Licenses": "Licenze",
    "Users": "Utenti",
    "Active users": "Utenti attivi",
    "Manage product licenses": "Gestisci licenze prodotto",
    "Replace": "Sostituisci",
    "Save changes": "Salva modifiche",
}
"""The labels that have been read in the Italian portal."""

# -------------------------------------------------------------------------------------------- what people really ask


HARMLESS_MCA: dict[str, Value] = {
    "billing": "mca", "role": "billing-owner", "users": 20, "fewer_services": False, "trial": False,
}  # fmt: skip
"""Every answer that the automatic change waits for with a Microsoft Customer Agreement, and none of them stops it."""
CASES = [
    Case(
        "m365-business-basic", "m365-business-standard", {"users": 20}, "automatic",
        "Yes: perhaps automatically (14 answers missing), otherwise manually",
        "Sì: forse in modo automatico (mancano 14 risposte), altrimenti manualmente",
    ),
    Case(
        "m365-business-basic", "m365-business-standard", HARMLESS_MCA, "automatic",
        "Yes: perhaps automatically, otherwise manually",
        "Sì: forse in modo automatico, altrimenti manualmente",
    ),
    Case(
        "m365-business-basic", "m365-business-standard", {}, "automatic",
        "Perhaps automatically: 15 answers missing; otherwise perhaps manually",
        "Forse in modo automatico: mancano 15 risposte; altrimenti forse manualmente",
    ),
    Case(
        "m365-business-standard", "m365-business-premium", {"users": 400}, None,
        "No: 1 thing rules it out",
        "No: 1 circostanza lo esclude",
    ),
    Case(
        "m365-business-standard", "m365-business-premium", {"users": 300}, "automatic",
        "Yes: perhaps automatically (13 answers missing), otherwise manually",
        "Sì: forse in modo automatico (mancano 13 risposte), altrimenti manualmente",
    ),
    Case(
        "o365-e4", "o365-e5", {"billing": "mca"}, "automatic",
        "Yes: probably automatically (3 answers missing), otherwise manually",
        "Sì: probabilmente in modo automatico (mancano 3 risposte), altrimenti manualmente",
    ),
    Case(
        "o365-e4", "m365-e5", {"billing": "mca"}, "automatic",
        "Yes: probably automatically (2 answers missing), otherwise manually",
        "Sì: probabilmente in modo automatico (mancano 2 risposte), altrimenti manualmente",
    ),
    Case("o365-e3", "m365-f3", {}, "manual", "Yes, but only manually", "Sì, ma solo manualmente"),
    Case("o365-e3", "o365-e1", {}, "manual", "Yes, but only manually", "Sì, ma solo manualmente"),
    Case("o365-e1", "m365-f3", {}, "manual", "Yes, but only manually", "Sì, ma solo manualmente"),
    Case(
        "o365-e1", "o365-f3", {}, "automatic",
        "Yes: perhaps automatically (14 answers missing), otherwise manually",
        "Sì: forse in modo automatico (mancano 14 risposte), altrimenti manualmente",
    ),
    Case(
        "exchange-online-1", "o365-e1", {}, "automatic",
        "Yes: perhaps automatically (13 answers missing), otherwise manually",
        "Sì: forse in modo automatico (mancano 13 risposte), altrimenti manualmente",
    ),
    Case(
        "exchange-online-1", "m365-business-premium", {}, "automatic",
        "Perhaps automatically: 14 answers missing; otherwise perhaps manually",
        "Forse in modo automatico: mancano 14 risposte; altrimenti forse manualmente",
    ),
    Case(
        "o365-e1", "o365-e3", {"billing": "mosa", "some_users": True}, "manual",
        "Yes, but only manually",
        "Sì, ma solo manualmente",
    ),
    Case(
        "o365-e1", "o365-e3", {"billing": "mca", "some_users": True}, "automatic",
        "Yes: perhaps automatically (2 answers missing), otherwise manually",
        "Sì: forse in modo automatico (mancano 2 risposte), altrimenti manualmente",
    ),
    Case(
        "o365-e1", "o365-e3", {"billing": "mosa", "government_or_nonprofit": True}, "manual",
        "Yes, but only manually",
        "Sì, ma solo manualmente",
    ),
    Case("o365-e1", "o365-e3", {"trial": True}, "manual", "Yes, but only manually", "Sì, ma solo manualmente"),
    Case("o365-e1", "o365-e3", {"billing": "partner"}, "manual", "Yes, but only manually", "Sì, ma solo manualmente"),
    Case(
        "o365-a1", "o365-a3", {"billing": "mca"}, "automatic",
        "Perhaps automatically: 2 answers missing; otherwise perhaps manually",
        "Forse in modo automatico: mancano 2 risposte; altrimenti forse manualmente",
    ),
    Case(
        "o365-a1", "o365-a3", {"billing": "mca", "trial": True}, "manual",
        "Perhaps, but only manually",
        "Forse, ma solo manualmente",
    ),
    Case(
        "o365-e3", "m365-business-premium", {**HARMLESS_MCA, "big_mailbox": True}, "automatic",
        "Yes: probably automatically, otherwise manually",
        "Sì: probabilmente in modo automatico, altrimenti manualmente",
    ),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=str)
def test_what_people_ask_is_answered_in_both_languages(case: Case) -> None:
    decision = decide(CATALOGUE, Question(case.origin, case.target, case.given))
    assert decision.route == case.route
    assert headline_of(decision, WORDS["en"]).summary == case.en
    assert headline_of(decision, WORDS["it"]).summary == case.it


def texts_of(verdict_rule: str) -> tuple[str, str]:
    """The reason and the remedy of a rule."""
    rule = CATALOGUE.rules[verdict_rule]
    return rule.reason, rule.remedy


def test_a_perhaps_says_first_where_to_look() -> None:
    decision = decide(CATALOGUE, Question("m365-business-basic", "m365-business-standard"))
    first = decision.steps[0]
    assert (first.procedure, first.order, first.state) == ("automatic", 0, "holds")
    assert "**Billing** > **Your products**" in first.text
    lead = WORDS["en"].route_sentence("automatic", "unknown", "A", "B")
    assert lead == (
        "The admin center decides whether it offers the change from A to B: its help gives a condition, and no list of "
        "plans."
    )


def test_more_than_300_users_rule_a_business_plan_out_and_the_answer_says_what_remains_possible() -> None:
    for origin in ("m365-business-standard", "o365-e3", "exchange-online-1"):
        verdict = assert_switch(CATALOGUE, origin, "m365-business-premium", users=400)
        verdict.is_no().takes("seats-300").routes(automatic="stopped", manual="stopped").goes_via()
    assert texts_of("seats-300")[1] == (
        "Keep at most 300 users on the Business plan, and give the others an Enterprise plan."
    )
    assert_switch(CATALOGUE, "m365-business-standard", "o365-e3", users=400).offers("unknown")


def test_what_the_billing_account_decides_is_not_asked() -> None:
    mca, mosa = ({"billing": kind} for kind in ("mca", "mosa"))
    assert_switch(CATALOGUE, "o365-e4", "o365-e5", **mca).depends_on("fewer_services", "trial", "role")
    assert_switch(CATALOGUE, "o365-e4", "m365-e3", **mca).depends_on("trial", "role")
    assert_switch(CATALOGUE, "o365-e4", "o365-e3", **mosa).depends_on(
        "government_or_nonprofit", "some_users", "trial", "credit_check", "provisioning_pending", "service_issue",
        "role", "licence_conflict", "same_product_twice", "blocking_add_on", "unpaid",
    )  # fmt: skip


def test_from_enterprise_to_frontline_the_answer_says_what_is_lost() -> None:
    verdict = assert_switch(CATALOGUE, "o365-e3", "m365-f3").by("manual").otherwise(None).is_ready()
    verdict.held("fewer-services-e3", "back-up", "frontline-limits")
    verdict.takes("manual 0", "manual 0", "manual 1", "manual 2", "manual 3", "manual 4?", "manual 4?")
    steps = [step.text for step in verdict.decision.steps]
    assert steps[0].startswith("Back up what the new plan has no room for")
    assert steps[1] == "Make mailboxes and OneDrive smaller, and move files off the computers."
    answers = {tag: word(verdict.decision, words) for tag, words in WORDS.items()}
    lost = {
        tag: [f"{one.name}: {one.before} → {one.after}" for one in answer.differences]
        for tag, answer in answers.items()
    }
    assert lost == {
        "en": [
            "Mailbox: Plan 2 → Kiosk",
            "SharePoint and OneDrive: Plan 2 → Kiosk or OneDrive only",
            "Size of a mailbox in GB: 100 → 2",
        ],
        "it": [
            "Cassetta postale: Piano 2 → Chiosco",
            "SharePoint e OneDrive: Piano 2 → Chiosco o solo OneDrive",
            "Dimensioni di una cassetta postale in GB: 100 → 2",
        ],
    }


def test_moving_some_users_depends_on_the_billing_account() -> None:
    alone = assert_switch(CATALOGUE, "o365-e1", "o365-e3", billing="mosa", some_users=True)
    alone.by("manual").held("some-users")
    partial = assert_switch(CATALOGUE, "o365-e1", "o365-e3", **{**HARMLESS_MCA, "some_users": True})
    partial.by("automatic").is_ready().held("assign-yourself")
    steps = [step.text for step in partial.decision.steps]
    assert "Assign the new licences to the users who are to have them." in steps
    assert not any("Users move to the new plan" in note.text for note in partial.decision.notes)


@pytest.mark.parametrize(
    ("fact", "rule"),
    [
        ("same_product_twice", "two-of-the-same"),
        ("blocking_add_on", "add-on"),
        ("licence_conflict", "licence-conflict"),
        ("unpaid", "unpaid"),
        ("credit_check", "credit-check"),
        ("provisioning_pending", "provisioning"),
        ("service_issue", "service-issue"),
    ],
)
def test_what_keeps_the_change_from_being_offered_comes_first(fact: str, rule: str) -> None:
    mosa = assert_switch(CATALOGUE, "o365-e1", "o365-e3", billing="mosa", **{fact: True})
    mosa.by("automatic").needs(rule).otherwise("manual")
    assert_switch(CATALOGUE, "o365-e1", "o365-e3", billing="mca", **{fact: True}).says_nothing_of(rule)


def test_every_cause_of_a_missing_option_is_told() -> None:
    symptoms = {symptom.id: symptom for symptom in CATALOGUE.symptoms}
    first = {rule.id for rule in CATALOGUE.rules.values() if rule.effect in ("wait", "fix")}
    assert first < set(symptoms["option-missing"].rules)
    assert set(symptoms["greyed-out"].rules) < set(symptoms["option-missing"].rules)


def test_the_steps_are_those_of_the_billing_account() -> None:
    labels = {
        "mca": ("Change to a different subscription option", "Change plan"),
        "mosa": ("View upgrades recommended for your org", "Place order"),
    }
    for billing, mine in labels.items():
        other = labels["mosa" if billing == "mca" else "mca"]
        decision = decide(CATALOGUE, Question("o365-e4", "o365-e3", {"billing": billing}))
        steps = " ".join(step.text for step in decision.steps)
        assert all(f"**{label}**" in steps for label in mine)
        assert not any(f"**{label}**" in steps for label in other)


@pytest.mark.parametrize("pair", [("o365-a1", "o365-a3"), ("o365-a3", "o365-e3"), ("o365-e3", "o365-a3")])
def test_to_and_from_education_no_way_is_promised(pair: Pair) -> None:
    decision = decide(CATALOGUE, Question(*pair, {"users": 10}))
    assert {outcome.offer for outcome in decision.routes} == {"unknown"}
    assert not decision.firm


def test_what_is_lost_is_asked_only_where_a_level_is_not_known() -> None:
    blank = {plan.id for plan in CATALOGUE.plans.values() if not {"mailbox", "sharepoint"} <= set(plan.attributes)}
    assert blank == {"m365-apps-business", "m365-business-basic", "m365-apps-enterprise", "o365-e5", "o365-f3"}
    asked = {pair for pair in PAIRS if "fewer_services" not in CATALOGUE.pairs[pair].known}
    assert asked
    assert all(blank & set(pair) for pair in asked)


# ------------------------------------------------------------------------------------------------------------- texts


def test_the_catalogue_is_without_a_warning_and_nothing_waits_for_a_translation() -> None:
    assert not LOADED.warnings
    assert not [state.tag for state in states(LOADED, FOLDER) if state.waiting]


def labels_in(text: str) -> set[str]:
    """The labels of the portal in a text."""

    def found(parts: tuple[str | Mark, ...]) -> Iterator[str]:
        for part in parts:
            if isinstance(part, Mark):
                if part.kind == "label":
                    yield "".join(map(str, part.inside))
                yield from found(part.inside)

    return set(found(parse(text)))


def test_a_label_is_in_italian_where_it_was_read_and_else_in_english_and_says_so() -> None:
    entries = [entry for entry in read(FOLDER / "locale" / "it.po", "it").live if labels_in(entry.id)]
    assert len(entries) > 20
    for entry in entries:
        english, italian = labels_in(entry.id), labels_in(entry.strings[0])
        assert italian == {READ.get(label, label) for label in english}, entry.id
        assert (NOT_READ in entry.strings[0]) is bool(english - set(READ)), entry.id


def test_every_row_cites_a_document() -> None:
    sources = set(CATALOGUE.sources)
    for table in ("switches", "rules", "steps", "symptoms"):
        for row in LOADED.tables[table]:
            assert row["source"], row
            assert set(re.findall("[A-Za-z]+", row["source"])) <= sources, row


# --------------------------------------------------------------------------------------------------------- the contract


def check(decision: Decision) -> None:
    """What holds of every answer, whatever the tables say."""
    blocking = [
        reason.state
        for reason in decision.reasons
        if reason.rule.effect in BLOCKING and not (reason.rule.effect == "stop" and reason.state == "holds")
    ]
    left = [route for route in decision.routes if route.state in ("chosen", "open")]
    assert (decision.status == "no") is (not left)
    assert (decision.status in ("ready", "no")) is (not blocking)
    assert (decision.status == "after") is ("holds" in blocking)
    assert bool(decision.open) is ("unknown" in blocking)
    assert not set(decision.open) & set(decision.optional)
    assert not {*decision.open, *decision.optional} & set(decision.facts)
    assert decision.otherwise is None or decision.otherwise != decision.route
    told_first = headline_of(decision, WORDS["en"])
    certain = [route for route in left if route.offer == "sure" and not route.stops]
    assert told_first.summary.startswith("Yes") is bool(certain), told_first.summary
    assert told_first.mark != "yes", "no pair is listed as sure, so none is a plain yes"


def ask(pair: Pair, facts: dict[str, Value | None]) -> Decision:
    """The answer, once it is found to be what the contract says."""
    decision = decide(CATALOGUE, Question(*pair, facts))
    assert told(decision) == ORACLE.decide(pair, facts), (pair, facts)
    check(decision)
    return decision


def is_decided(decision: Decision) -> bool:
    """Whether no fact that is still unknown can change the route."""
    chosen = decision.chosen()
    return chosen is None or not chosen.stops


def check_more_knowledge(pair: Pair, facts: dict[str, Value | None], before: Decision, chance: random.Random) -> None:
    """Giving one fact more never undoes what was decided."""
    unknown = [fact for fact in ORACLE.facts_of(pair) if facts.get(fact) is None]
    if not unknown or not is_decided(before):
        return
    fact = chance.choice(unknown)
    after = decide(CATALOGUE, Question(*pair, {**facts, fact: chance.choice(ORACLE.edges(fact))}))
    assert after.route == before.route
    assert before.status in ("depends", after.status)
    assert len(after.open) <= len(before.open)


@cache
def classes() -> dict[int, list[Pair]]:
    """The pairs of two plans by the classes that the catalogue has of them."""
    found: dict[int, list[Pair]] = defaultdict(list)
    for pair in PAIRS:
        found[CATALOGUE.pairs[pair].number].append(pair)
    return found


def drawn(pair: Pair, chance: random.Random) -> dict[str, Value | None]:
    """Answers by chance; each fact is unknown now and then."""
    return {fact: chance.choice([None, *ORACLE.edges(fact)]) for fact in CATALOGUE.facts}


def test_every_pair_is_answered_as_the_contract_says() -> None:
    chance = random.Random(2024)
    for pair in PAIRS:
        ask(pair, {})
        for _ in range(4):
            ask(pair, drawn(pair, chance))


def test_a_plan_and_itself_are_the_same() -> None:
    for plan in CATALOGUE.plans:
        assert told(decide(CATALOGUE, Question(plan, plan))) == ORACLE.decide((plan, plan), {})


@pytest.mark.slow
def test_3_000_questions_are_answered_as_the_contract_says(record_property: Callable[[str, object], None]) -> None:
    many_questions(3_000, "2024-admin, in short")
    record_property("decisions", 3_000)


@pytest.mark.slow
@pytest.mark.long
def test_200_000_questions_are_answered_as_the_contract_says(record_property: Callable[[str, object], None]) -> None:
    many_questions(200_000, "2024-admin")
    record_property("decisions", 200_000)


def many_questions(number: int, seed: str) -> None:
    chance = random.Random(seed)
    for _ in range(number):
        pair = chance.choice(PAIRS)
        facts = drawn(pair, chance)
        decision = ask(pair, facts)
        check_more_knowledge(pair, facts, decision, chance)


@pytest.mark.slow
@pytest.mark.long
@pytest.mark.parametrize("share", range(8))
def test_all_triples_of_facts_are_answered_as_the_contract_says(
    share: int, record_property: Callable[[str, object], None]
) -> None:
    chance = random.Random(f"triples {share}")
    asked = 0
    for pairs in list(classes().values())[share::8]:
        names = ORACLE.facts_of(pairs[0])
        done: set[tuple[tuple[str, Value | None], ...]] = set()
        for triple in combinations(names, 3):
            for values in product(*([None, *ORACLE.edges(fact)] for fact in triple)):
                point: dict[str, Value | None] = dict(zip(triple, values, strict=True))
                given = tuple(item for item in point.items() if item[1] is not None)
                if given not in done:
                    done.add(given)
                    ask(chance.choice(pairs), point)
                    asked += 1
                if None not in values:
                    pair = chance.choice(pairs)
                    ask(pair, {**drawn(pair, chance), **point})
                    asked += 1
    assert asked > 10_000
    record_property("decisions", asked)
