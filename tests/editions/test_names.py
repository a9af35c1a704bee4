"""The names of all published editions: every rename is found, in the right edition, and a homonym asks back.

These tests prove ``data/names.csv`` and those of ``editions/``, not the code: they change with them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from planswitch.catalogue import load
from planswitch.pages.languages import languages, locale_folders
from planswitch.rules import InvalidQuestion, Words
from planswitch.rules.editions import Chosen, Edition, Editions, audience_and_date, newest_first
from planswitch.rules.prose import plain
from tests.assertions import ROOT

if TYPE_CHECKING:
    from planswitch.rules.names import Meaning

FOLDERS = (ROOT / "editions" / "2024-admin", ROOT / "editions" / "2023-partner", ROOT / "data")
"""In the order in which a name is looked for."""
EDITIONS = {catalogue.id: catalogue for catalogue in (load(folder).catalogue for folder in FOLDERS)}
WORDS = {
    (catalogue.id, tag): Words(catalogue, language.translations)
    for catalogue, folder in zip(EDITIONS.values(), FOLDERS, strict=True)
    for tag, language in languages(["en", "it"], *locale_folders(folder)).items()
}
NEWEST, PARTNERS, OLDEST = EDITIONS

PLANS: dict[str, tuple[str, str]] = {
    # Lync and its later name
    "Lync Online (Plan 1)": (OLDEST, "lync-online-1"),
    "Skype for Business Online (Plan 1)": (OLDEST, "lync-online-1"),
    "Skype for Business Online (Piano 2)": (OLDEST, "lync-online-2"),
    "Skype for Business Plan 3": (OLDEST, "lync-online-3"),
    # plans of 2014 that were replaced
    "Office 365 Small Business": (OLDEST, "small-business"),
    "Office 365 Small Business Premium": (OLDEST, "small-business-premium"),
    "Office 365 Midsize Business": (OLDEST, "midsize-business"),
    "Office 365 Enterprise K1": (OLDEST, "enterprise-k1"),
    "Office 365 Enterprise K2": (OLDEST, "enterprise-k2"),
    "K2": (OLDEST, "enterprise-k2"),
    "Office 365 Enterprise E4": (OLDEST, "enterprise-e4"),
    "Office 365 Education A2": (OLDEST, "education-a2"),
    # the names of April 2020, and those before
    "Office 365 Business Essentials": (NEWEST, "m365-business-basic"),
    "Business Essentials": (NEWEST, "m365-business-basic"),
    "O365_BUSINESS_ESSENTIALS": (NEWEST, "m365-business-basic"),
    "Business Basic": (NEWEST, "m365-business-basic"),
    "Office 365 Business Premium": (NEWEST, "m365-business-standard"),
    "Business Standard": (NEWEST, "m365-business-standard"),
    "Microsoft 365 Business": (NEWEST, "m365-business-premium"),
    "Microsoft 365 Business Premium": (NEWEST, "m365-business-premium"),
    "SPB": (NEWEST, "m365-business-premium"),
    "Office 365 Business": (NEWEST, "m365-apps-business"),
    "Microsoft 365 Apps for business": (NEWEST, "m365-apps-business"),
    "Office 365 ProPlus": (NEWEST, "m365-apps-enterprise"),
    "ProPlus": (NEWEST, "m365-apps-enterprise"),
    "Microsoft 365 Apps for enterprise": (NEWEST, "m365-apps-enterprise"),
    "Office 365 F1": (NEWEST, "o365-f3"),
    "Office 365 F3": (NEWEST, "o365-f3"),
    "Microsoft 365 F3": (NEWEST, "m365-f3"),
    # suites, by the names that people type
    "E1": (NEWEST, "o365-e1"),
    "Office 365 E3": (NEWEST, "o365-e3"),
    "Microsoft 365 E3": (NEWEST, "m365-e3"),
    "M365 E5": (NEWEST, "m365-e5"),
    "E4": (NEWEST, "o365-e4"),
    "ENTERPRISEWITHSCAL": (NEWEST, "o365-e4"),
    "A1": (NEWEST, "o365-a1"),
    "Exchange Online (Plan 1)": (NEWEST, "exchange-online-1"),
    "Exchange Online (Piano 2)": (NEWEST, "exchange-online-2"),
    # what only partners sell
    "EMS E3": (PARTNERS, "ems-e3"),
    "Windows 10 Enterprise E3": (PARTNERS, "windows-e3"),
    "Windows 11 Enterprise E3 VDA": (PARTNERS, "windows-e3-vda"),
    "Defender for Endpoint P2": (PARTNERS, "defender-endpoint-p2"),
    "Team Members": (PARTNERS, "d365-team-members"),
}
"""Name -> the newest edition that has such a plan, and the plan."""

HOMONYMS: dict[str, tuple[str, tuple[str, ...]]] = {
    "Microsoft 365 F1": (NEWEST, ("m365-f1", "m365-f3")),
    "F1": (NEWEST, ("m365-f1", "m365-f3", "o365-f3")),
    "F3": (NEWEST, ("m365-f3", "o365-f3")),
    "Business Premium": (NEWEST, ("m365-business-standard", "m365-business-premium")),
    "E3": (NEWEST, ("o365-e3", "m365-e3")),
    "E5": (NEWEST, ("o365-e5", "m365-e5")),
}
"""Name -> the newest edition that has such plans, and all of them."""

NO_PLAN: dict[str, str] = {
    "P1": "from before 2014",
    "E2": "grant",
    "Office 365 E2": "grant",
    "Microsoft 365 E7": "above E5",
    "Office 365 A1 Plus": "retired on 1 August 2024",
    "Office 365 E3 EEA (no Teams)": "without Teams",
    "Microsoft 365 E5 (no Teams)": "without Teams",
    "Microsoft Teams": "without Teams",
    "non-profit grant": "ended in July 2025",
    "Azure Active Directory": "Microsoft Entra ID",
    "Yammer": "Viva Engage",
    "Home": "people at home",
    "Microsoft 365 Family": "people at home",
    "students": "students, teachers and staff",
    "faculty": "students, teachers and staff",
    "nonprofit": "governments and non-profits",
    "government": "governments and non-profits",
    "add-on": "add-on",
    "two subscriptions": "two subscriptions",
    "some users": "Some of the users",
    "data loss": "back up",
}
"""Name -> words of the one sentence or two that the newest edition has for it."""

BECAME = {
    "small-business": "Office 365 Business Essentials",
    "small-business-premium": "Office 365 Business Premium",
    "midsize-business": "Office 365 Business Premium",
    "enterprise-k1": "Office 365 F1",
    "enterprise-k2": "?",
    "enterprise-e4": "Office 365 E5 / E3, Microsoft 365 E5 / E3",
    **{f"education-a{number}": "Office 365 A1 / A3 / A5" for number in range(1, 5)},
    **{f"lync-online-{number}": f"Skype for Business Online (Plan {number})" for number in range(1, 4)},
    "office-online-sharepoint": "Office for the web",
}
"""Plan of 2014 -> what it is called since, or what came in its place; the others are still called what they were."""


QUESTIONS = {
    ("Business Basic", "Business Standard"): Chosen(
        NEWEST, "m365-business-basic", "m365-business-standard", (PARTNERS,)
    ),
    ("Business Essentials", "Office 365 E1"): Chosen(NEWEST, "m365-business-basic", "o365-e1", (PARTNERS,)),
    ("Exchange Online Plan 1", "E1"): Chosen(NEWEST, "exchange-online-1", "o365-e1", (OLDEST,)),
    ("E4", "Office 365 E5"): Chosen(NEWEST, "o365-e4", "o365-e5", ()),
    ("EMS E3", "Microsoft 365 E5"): Chosen(PARTNERS, "ems-e3", "m365-e5", ()),
    ("Skype for Business Plan 1", "E1"): Chosen(OLDEST, "lync-online-1", "enterprise-e1", ()),
    ("K2", "E3"): Chosen(OLDEST, "enterprise-k2", "enterprise-e3", ()),
    ("Small Business", "Midsize"): Chosen(OLDEST, "small-business", "midsize-business", ()),
}
"""From and to -> what is asked, and the other editions that have both."""

REFUSED: dict[tuple[str, str], tuple[str, ...]] = {
    ("K1", "Microsoft 365 F3"): (
        "No edition has both.",
        "“K1” is in: Help article of 2014.",
        "“Microsoft 365 F3” is in: Admin center help of December 2024.",
    ),
    ("Home", "Business Basic"): ("people at home",),
    ("P1", "E3"): ("from before 2014, which no edition covers",),
    ("E2", "Business Basic"): ("has not been renewed since October 2023",),
    ("E1", "F3"): ("may be one of these", "Microsoft 365 F3", "Office 365 F3"),
    ("E1", "Business Premium"): ("may be one of these", "Business Standard", "Business Premium"),
    ("E1", "E9"): ("Unknown plan “E9”",),
}
"""From and to -> words of what is said instead of an answer."""


def newest(name: str, tag: str) -> tuple[str, Meaning]:
    """The newest edition in which a name means a plan, one or several, and what it means there."""
    for edition in EDITIONS:
        meaning = WORDS[edition, tag].names.find(name)
        if meaning.plans:
            return edition, meaning
    raise AssertionError(name)


def known(tag: str) -> Editions:
    """All editions, in the language of a reader."""
    spoken = (WORDS[edition, tag] for edition in EDITIONS)
    return Editions(Edition(words.catalogue.id, words.setting("edition"), words.names) for words in spoken)


def test_a_name_is_looked_for_in_the_newest_edition_for_admins_first() -> None:
    listed = [EDITIONS[OLDEST], EDITIONS[NEWEST], EDITIONS[PARTNERS]]
    assert newest_first(listed, audience_and_date) == list(EDITIONS.values())


@pytest.mark.parametrize("tag", ["en", "it"])
@pytest.mark.parametrize("name", PLANS)
def test_a_name_is_a_plan_of_the_newest_edition_that_has_it(name: str, tag: str) -> None:
    edition, meaning = newest(name, tag)
    assert (edition, meaning.plan) == PLANS[name]


@pytest.mark.parametrize("tag", ["en", "it"])
@pytest.mark.parametrize("name", HOMONYMS)
def test_a_homonym_asks_back(name: str, tag: str) -> None:
    edition, meaning = newest(name, tag)
    assert (edition, meaning.plans) == HOMONYMS[name]
    with pytest.raises(InvalidQuestion) as refusal:
        WORDS[edition, tag].names.plan(name)
    for plan in meaning.plans:
        assert WORDS[edition, tag].plan(plan) in str(refusal.value)


@pytest.mark.parametrize("name", NO_PLAN)
def test_a_name_of_no_plan_is_answered_in_a_sentence_of_the_newest_edition(name: str) -> None:
    assert not any(WORDS[edition, "en"].names.find(name).plans for edition in EDITIONS)
    english, italian = (
        " ".join(dict.fromkeys(plain(each.note) for each in WORDS[NEWEST, tag].names.find(name).uncovered))
        for tag in ("en", "it")
    )
    assert NO_PLAN[name] in english
    assert italian
    assert italian != english


@pytest.mark.parametrize("tag", ["en", "it"])
@pytest.mark.parametrize("pair", QUESTIONS, ids=" → ".join)
def test_a_question_is_answered_by_the_newest_edition_that_has_both_plans(pair: tuple[str, str], tag: str) -> None:
    assert known(tag).choose(*pair) == QUESTIONS[pair]


@pytest.mark.parametrize("pair", REFUSED, ids=" → ".join)
def test_a_question_of_no_edition_gets_a_true_sentence(pair: tuple[str, str]) -> None:
    with pytest.raises(InvalidQuestion) as refusal:
        known("en").choose(*pair)
    for words in REFUSED[pair]:
        assert words in str(refusal.value)


@pytest.mark.parametrize(
    ("name", "plans"),
    [
        ("Business", ("m365-business-basic", "m365-business-standard")),
        ("E3", ("o365-e3", "m365-e3", "m365-e3-unattended", "ems-e3", "windows-e3", "windows-e3-vda")),
        ("E5", ("o365-e5", "m365-e5", "m365-e5-no-ac", "ems-e5", "windows-e5")),
        ("Defender", ("defender-endpoint-p1", "defender-endpoint-p2")),
    ],
)
def test_among_partners_a_short_name_asks_back(name: str, plans: tuple[str, ...]) -> None:
    for tag in ("en", "it"):
        meaning = WORDS[PARTNERS, tag].names.find(name)
        assert (meaning.plans, meaning.uncovered) == (plans, ())


def test_among_partners_business_premium_is_not_taken_for_a_plan() -> None:
    words = WORDS[PARTNERS, "en"]
    meaning = words.names.find("Business Premium")
    assert meaning.plans == ("m365-business-standard",)
    assert not meaning.plan
    with pytest.raises(InvalidQuestion, match="belonged to another plan, Microsoft 365 Business Premium"):
        words.names.plan("Business Premium")


def test_what_became_of_each_plan_of_2014_is_told_once_or_it_is_still_called_so() -> None:
    told = {
        plan: [
            name.name for name in EDITIONS[OLDEST].names if name.plan == plan and name.kind in ("later", "successor")
        ]
        for plan in EDITIONS[OLDEST].plans
    }
    assert {plan: names[0] for plan, names in told.items() if names} == BECAME
    assert all(len(names) <= 1 for names in told.values())
    others = [EDITIONS[OLDEST].plans[plan].name for plan, names in told.items() if not names]
    assert {newest(name.replace("Enterprise ", ""), "en")[0] for name in others} == {NEWEST}


def test_what_is_not_known_is_told_as_not_known() -> None:
    notes = {name.plan: name.note for name in EDITIONS[OLDEST].names if name.kind == "successor"}
    assert notes["enterprise-k2"] == "What became of Enterprise K2 is not known: no source names its retirement."
    assert "it is not known when" in notes["enterprise-k1"]


@pytest.mark.parametrize("edition", EDITIONS)
def test_what_is_said_of_the_names_of_a_plan_cites_a_document(edition: str) -> None:
    for name in EDITIONS[edition].names:
        if name.plan and name.note and name.plan != "enterprise-k2":
            assert name.source, name
            assert set(name.source.split()) <= set(EDITIONS[edition].sources), name
