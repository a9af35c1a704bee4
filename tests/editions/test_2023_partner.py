"""The published edition of October 2023, for partners: what it answers, in both languages, everywhere.

These tests prove ``editions/2023-partner`` itself, not the code: they change with it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from planswitch.catalogue import load
from planswitch.i18n import read
from planswitch.pages.languages import languages, locale_folders
from planswitch.pages.translations import states
from planswitch.rules import Question, Words, decide
from planswitch.rules.headlines import headline_of
from tests.assertions import ROOT, assert_switch
from tests.editions.published import Case
from tests.space import Space

if TYPE_CHECKING:
    from collections.abc import Callable

    from planswitch.rules.conditions import Value
    from tests.editions.oracle import Pair

FOLDER = ROOT / "editions" / "2023-partner"
LOADED = load(FOLDER)
CATALOGUE = LOADED.catalogue
SPACE = Space(LOADED)
WORDS = {
    tag: Words(CATALOGUE, language.translations)
    for tag, language in languages(["en", "it"], *locale_folders(FOLDER)).items()
}
LABEL = re.compile(r"\*\*([^*]+)\*\*")
"""A label of the portal, in a text."""

BASIC, STANDARD = "m365-business-basic", "m365-business-standard"
E1, E3, E5 = "o365-e1", "o365-e3", "o365-e5"
M365_E3, UNATTENDED, M365_E5, NO_AC = "m365-e3", "m365-e3-unattended", "m365-e5", "m365-e5-no-ac"
NAMED_AS_NOT_SUPPORTED = {
    ("ems-e3", "ems-e5"),
    *((part, whole) for part in ("ems-e5", "windows-e3", "windows-e3-vda", "windows-e5") for whole in (M365_E5, NO_AC)),
    *(("universal-print", whole) for whole in (M365_E3, UNATTENDED, M365_E5, NO_AC)),
    ("d365-hr-self-service", "d365-team-members"),
    ("project-essentials", "d365-team-members"),
    ("defender-endpoint-p1", "defender-endpoint-p2"),
}
DOWNGRADES = {
    *((plan, BASIC) for plan in (STANDARD, E1, E3, E5)),
    *((plan, smaller) for plan in (E3, E5, M365_E3, M365_E5, NO_AC) for smaller in (STANDARD, E1)),
}
"""The pairs of which the documents say enough to know it: their levels, and the examples of upgrades."""
PAIRS: list[Pair] = [(origin, target) for origin in CATALOGUE.plans for target in CATALOGUE.plans if origin != target]
LISTED = {(BASIC, STANDARD): "sure", (BASIC, E1): "sure", (STANDARD, E5): "likely", (E1, E3): "likely"}
HARMLESS: dict[str, Value] = {
    "licences": 20, "downgrade": False, "active": True, "at_renewal": False, "auto_renew": True,
    "into_existing": False, "target_in_window": False, "target_shorter": False, "partial": False,
    "other_channel": False, "promotion": False,
}  # fmt: skip
"""Every question answered so that nothing stands in the way."""

# -------------------------------------------------------------------------------------------- what partners really ask


CASES = [
    Case(BASIC, STANDARD, HARMLESS, "upgrade", "Yes, with an upgrade", "Sì, con un upgrade"),
    Case(BASIC, E1, HARMLESS, "upgrade", "Yes, with an upgrade", "Sì, con un upgrade"),
    Case(
        BASIC, STANDARD, {}, "upgrade",
        "If nothing rules it out, with an upgrade: 7 answers missing; otherwise no",
        "Se nulla lo esclude, con un upgrade: mancano 7 risposte; altrimenti no",
    ),
    Case(
        BASIC, STANDARD, {"licences": 300}, "upgrade",
        "Yes, with an upgrade: 6 answers missing",
        "Sì, con un upgrade: mancano 6 risposte",
    ),
    Case(BASIC, STANDARD, {"licences": 301}, None, "No: 1 thing rules it out", "No: 1 circostanza lo esclude"),
    Case(
        BASIC, STANDARD, {**HARMLESS, "active": False}, "upgrade",
        "Yes, with an upgrade, once 1 thing is done",
        "Sì, con un upgrade, ma prima c’è 1 cosa da fare",
    ),
    Case(
        E1, E3, {}, "upgrade",
        "Yes: probably with an upgrade (6 answers missing), otherwise manually",
        "Sì: probabilmente con un upgrade (mancano 6 risposte), altrimenti manualmente",
    ),
    Case(
        STANDARD, E5, HARMLESS, "upgrade",
        "Yes: probably with an upgrade, otherwise manually",
        "Sì: probabilmente con un upgrade, altrimenti manualmente",
    ),
    Case(
        BASIC, E3, HARMLESS, "upgrade",
        "Yes: perhaps with an upgrade, otherwise manually",
        "Sì: forse con un upgrade, altrimenti manualmente",
    ),
    Case(
        M365_E5, M365_E3, {}, "upgrade",
        "Yes: perhaps with an upgrade (7 answers missing), otherwise manually",
        "Sì: forse con un upgrade (mancano 7 risposte), altrimenti manualmente",
    ),
    Case(M365_E5, M365_E3, {"downgrade": True}, "manual", "Yes, but only manually", "Sì, ma solo manualmente"),
    Case(E3, E1, {}, "manual", "Yes, but only manually", "Sì, ma solo manualmente"),
    Case(STANDARD, BASIC, {"licences": 20}, "manual", "Yes, but only manually", "Sì, ma solo manualmente"),
    Case("ems-e3", "ems-e5", {}, "manual", "Yes, but only manually", "Sì, ma solo manualmente"),
    Case("windows-e3", M365_E5, {}, "manual", "Yes, but only manually", "Sì, ma solo manualmente"),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=str)
def test_what_partners_ask_is_answered_in_both_languages(case: Case) -> None:
    decision = decide(CATALOGUE, Question(case.origin, case.target, case.given))
    assert decision.route == case.route
    assert headline_of(decision, WORDS["en"]).summary == case.en
    assert headline_of(decision, WORDS["it"]).summary == case.it


def test_of_every_pair_the_edition_says_what_its_documents_say_and_no_more() -> None:
    assert len(NAMED_AS_NOT_SUPPORTED) == 16
    for pair in PAIRS:
        (upgrade, _) = decide(CATALOGUE, Question(*pair)).routes
        if pair in NAMED_AS_NOT_SUPPORTED | DOWNGRADES:
            assert upgrade.state == "stopped", pair
        else:
            assert upgrade.state == "chosen", pair
            assert upgrade.offer == LISTED.get(pair, "unknown"), pair


def test_a_downgrade_is_ruled_out_and_not_a_perhaps() -> None:
    for origin, target in sorted(DOWNGRADES):
        assert_switch(CATALOGUE, origin, target, licences=20).by("manual").held("downgrade").is_ready()
    assert_switch(CATALOGUE, M365_E5, E3, downgrade=True).by("manual").held("downgrade").is_ready()


def test_whether_it_is_a_downgrade_is_asked_only_where_the_documents_do_not_tell() -> None:
    for pair in (*LISTED, *DOWNGRADES, *NAMED_AS_NOT_SUPPORTED):
        assert "downgrade" not in decide(CATALOGUE, Question(*pair)).open, pair
    for pair in ((M365_E5, M365_E3), (E5, E3), ("windows-e5", "windows-e3"), ("ems-e5", "ems-e3")):
        assert decide(CATALOGUE, Question(*pair)).open[0] == "downgrade", pair


def test_a_perhaps_says_first_where_to_look_and_shows_the_way_by_what_is_listed() -> None:
    verdict = assert_switch(CATALOGUE, BASIC, E3, **HARMLESS)
    verdict.offers("unknown").otherwise("manual").goes_via(BASIC, E1, E3)
    first = verdict.decision.steps[0]
    assert (first.procedure, first.order, first.state) == ("upgrade", 0, "holds")
    assert "ProductSkuConversion" in first.text
    lead = WORDS["en"].route_sentence("upgrade", "unknown", "A", "B")
    assert lead.startswith("Whether Partner Center offers the upgrade from A to B is not known")


def test_more_than_300_licences_rule_a_business_plan_out_by_any_way() -> None:
    assert_switch(CATALOGUE, BASIC, STANDARD, licences=301).is_no().held("seats-300").routes(
        upgrade="stopped", manual="stopped"
    )
    assert_switch(CATALOGUE, E1, E3, licences=301).by("upgrade").says_nothing_of("seats-300")


def test_the_steps_follow_the_answers() -> None:
    at_once = assert_switch(CATALOGUE, BASIC, STANDARD, **HARMLESS)
    at_once.takes("upgrade 0", "upgrade 1", "upgrade 2", "upgrade 3", "upgrade 4")
    assert [step.text for step in at_once.decision.steps][2:4] == [
        "Choose **Upgrade now** and the new plan.",
        "Under **Destination subscription**, choose a new subscription.",
    ]
    scheduled = assert_switch(CATALOGUE, BASIC, STANDARD, **{**HARMLESS, "at_renewal": True})
    scheduled.takes("upgrade 0", "upgrade 1", "upgrade 2", "upgrade 4")
    merged = assert_switch(CATALOGUE, BASIC, STANDARD, **{**HARMLESS, "into_existing": True, "partial": True})
    merged.takes("upgrade 0", "upgrade 1", "upgrade 2", "upgrade 3", "upgrade 4", "upgrade 5")
    promoted = assert_switch(CATALOGUE, BASIC, STANDARD, **{**HARMLESS, "promotion": True})
    promoted.takes("upgrade 0", "upgrade 0", "upgrade 1", "upgrade 2", "upgrade 3", "upgrade 4")
    assert_switch(CATALOGUE, E3, E1).takes("manual 1", "manual 2", "manual 3")


@pytest.mark.parametrize(
    ("given", "rule"),
    [
        ({"active": False}, "inactive"),
        ({"at_renewal": True, "auto_renew": False}, "no-auto-renew"),
        ({"at_renewal": True, "into_existing": True}, "at-renewal-new"),
        ({"into_existing": True, "target_in_window": True}, "target-window"),
        ({"into_existing": True, "target_shorter": True}, "target-shorter"),
    ],
)
def test_what_keeps_an_upgrade_from_being_made_comes_first(given: dict[str, Value], rule: str) -> None:
    assert_switch(CATALOGUE, BASIC, STANDARD, **{**HARMLESS, **given}).by("upgrade").needs(rule)


# ----------------------------------------------------------------------------------------------------- the whole space


@pytest.mark.slow
@pytest.mark.parametrize("name", SPACE.walks())
def test_every_answer_is_what_the_contract_says(name: str, record_property: Callable[[str, object], None]) -> None:
    record_property("decisions", SPACE.walk(name))


@pytest.mark.slow
def test_the_pairs_of_a_class_get_the_same_answers(record_property: Callable[[str, object], None]) -> None:
    record_property("decisions", sum(SPACE.compare(name, rounds=20) for name in SPACE.classes))


def test_the_classes_hold_every_pair_once_and_their_axes_every_fact_of_their_rules() -> None:
    SPACE.check_partition()


# --------------------------------------------------------------------------------------------------- sources and texts


def test_the_catalogue_is_without_a_warning_and_nothing_waits_for_a_translation() -> None:
    assert not LOADED.warnings
    assert not [state.tag for state in states(LOADED, FOLDER) if state.waiting]


def test_every_row_cites_a_document() -> None:
    for table in ("switches", "rules", "steps", "symptoms"):
        for row in LOADED.tables[table]:
            cited = row["source"].split()
            assert cited, row
            assert set(cited) <= set(CATALOGUE.sources), row


def test_every_document_has_a_date_or_says_that_it_has_none() -> None:
    for source in CATALOGUE.sources.values():
        assert bool(source.date) is not ("undated" in source.title), source


def test_the_labels_of_the_portal_are_in_english_and_an_italian_text_says_so() -> None:
    entries = [entry for entry in read(FOLDER / "locale" / "it.po", "it").live if LABEL.search(entry.id)]
    assert len(entries) == 9
    for entry in entries:
        assert set(LABEL.findall(entry.strings[0])) == set(LABEL.findall(entry.id)), entry.id
        assert "(in inglese)" in entry.strings[0], entry.id
