"""The questions that people really asked, each as a journey: a right answer, or one sentence on what is not covered.

Each is asked as an admin would: names are typed as they are known, and answers are ticked. How many actions that takes
is held, so that no journey grows longer unseen.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from planswitch.catalogue import Loaded
from planswitch.pages.languages import languages
from planswitch.rules import Words
from planswitch.rules.prose import plain
from tests.assertions import TRANSLATIONS
from tests.browser.conftest import DESK, PHONE, NewPage, Site
from tests.browser.test_search import results
from tests.long import long

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LANGUAGES = languages(["en", "it"], TRANSLATIONS)
WHOLE_WAY = (0, 1, 2, 2, 3, 4, 5)
"""Orders of the steps of a manual switch with a domain of one's own: from the backup until the domain is back."""


@dataclass(frozen=True)
class Asked:
    """A question about two plans.

    Attributes:
        plans: as they are typed, in English and in Italian.
        given: fact -> the answer that is ticked.
        mark: how the answer looks.
        headline: how it begins, in English and in Italian.
        actions: how many it takes: a name each, and an answer each.
        steps: orders of the steps of the route's procedure, where they matter.
        first: rules whose remedy comes first.
    """

    plans: tuple[tuple[str, str], tuple[str, str]]
    mark: str
    headline: tuple[str, str]
    actions: int
    given: dict[str, str] = field(default_factory=dict)
    steps: tuple[int, ...] = ()
    first: tuple[str, ...] = ()
    missing: int = 0


BY_HAND = ("Yes, but only manually", "Sì, ma solo manualmente")
OPEN = ("Yes, with the wizard, if nothing rules it out", "Sì, con la procedura guidata, se nulla lo esclude")
ANSWERED = {
    1: Asked((("Small Business", "E3"), ("Small Business", "E3")), "fallback", BY_HAND, 3, {"custom_domain": "yes"},
             WHOLE_WAY),
    3: Asked((("Small Business", "Midsize"), ("Small Business", "medie")), "fallback", BY_HAND, 3,
             {"custom_domain": "yes"}, WHOLE_WAY),
    4: Asked((("Exchange Online Plan 1", "E1"), ("Exchange Online (Piano 1)", "E1")), "depends", OPEN, 2),
    7: Asked((("E4", "E3"), ("E4", "E3")), "fallback", BY_HAND, 2),
    8: Asked((("Midsize", "E3"), ("medie", "E3")), "fallback", BY_HAND, 3, {"prepaid": "yes"}),
    9: Asked((("E3", "E1"), ("E3", "E1")), "fallback", BY_HAND, 3, {"reduce_licences": "yes"}),
    13: Asked((("Skype for Business Plan 1", "E1"), ("Skype for Business Piano 1", "E1")), "depends", OPEN, 2),
    16: Asked((("E1", "E3"), ("E1", "E3")), "depends", OPEN, 3, {"trial": "yes"}, first=("trial",), missing=7),
    18: Asked((("Midsize", "E3"), ("medie", "E3")), "depends", OPEN, 2),
}  # fmt: skip
OUTSIDE = {
    2: ("P1", "P1"),
    4: ("Business Premium", "Business Premium"),
    5: ("some users", "solo alcuni utenti"),
    6: ("add-on", "componenti aggiuntivi"),
    9: ("lose data", "perdere dati"),
    11: ("F3", "F3"),
    12: ("Business Basic", "Business Basic"),
    14: ("Home", "Home"),
    15: ("student licences", "licenze per studenti"),
    19: ("nonprofit", "no profit"),
}
"""Question -> what is typed into the box of a plan, and is not covered."""
CREDIT = ("2014/troubleshooting/credit-check/", "2014/troubleshooting/")
LICENCES = ("2014/guides/licences/", "2014/troubleshooting/licence-conflict/")
PASTED = {
    "en": {
        "waiting for the credit to be verified": CREDIT,
        "2 users need valid licences": LICENCES,
        "No options": CREDIT,
    },
    "it": {
        "in attesa della verifica del credito": CREDIT,
        "2 utenti hanno bisogno di licenze valide": LICENCES,
        "Nessuna opzione": CREDIT,
    },
}
"""What the portal says -> the pages that say what to do, either of which may come first."""
TYPED = {"en": "can I switch from E1 to E3", "it": "posso passare da E1 a E3"}
PLACES = {
    "English, desk": ("en", DESK),
    "Italian, phone": ("it", PHONE),
    "Italian, desk": ("it", DESK),
    "English, phone": ("en", PHONE),
}


def everywhere(quick: str) -> pytest.MarkDecorator:
    """Asks in every place; ``make test`` in one of them."""
    cases = [(pytest.param if place == quick else long)(*told, id=place) for place, told in PLACES.items()]
    return pytest.mark.parametrize(("tag", "size"), cases)


class Admin:
    """An admin with a question, before the home page."""

    def __init__(self, page: Page, tag: str) -> None:
        self.page, self.tag = page, tag
        self.actions = 0

    def name(self, end: str, typed: str) -> None:
        """Types the name of a plan, and takes what it stands for."""
        box = self.page.locator(f"#ps-{end}")
        box.fill(typed)
        expect(self.page.locator(f"#ps-{end}-list [role=option]").first).to_be_visible()
        box.press("Enter")
        self.actions += 1

    def tick(self, fact: str, value: str) -> None:
        """Gives an answer."""
        row = self.page.locator(f".ps-question[data-fact={fact}]")
        expect(self.page.locator(".ps-answer")).to_have_attribute("aria-busy", "false")
        row.wait_for(state="attached")
        if not row.is_visible():  # what is only good to know is folded
            self.page.locator("details", has=row).last.locator("summary").first.click()
        row.locator(f"input[value='{value}']").check()
        self.actions += 1

    def again(self) -> None:
        """Begins anew."""
        self.page.evaluate("location.hash = ''")
        expect(self.page.locator(".ps-headline")).to_have_count(0)
        self.actions = 0


@pytest.fixture
def admin(new_page: NewPage, site: Site, tag: str, size: ViewportSize) -> Admin:
    page = new_page(viewport=size)
    page.goto(f"{site.url}{tag}/")
    return Admin(page, tag)


@pytest.mark.parametrize(
    ("tag", "size", "numbers"),
    [
        pytest.param("en", DESK, (1, 4, 16), id="English, desk, some"),
        *(long(*told, tuple(ANSWERED), id=place) for place, told in PLACES.items()),
    ],
)
def test_what_the_article_covers_is_answered(
    admin: Admin, loaded: Loaded, tag: str, size: ViewportSize, numbers: tuple[int, ...]
) -> None:
    words = Words(loaded.catalogue, LANGUAGES[tag].translations)
    page = admin.page
    for number in numbers:
        asked = ANSWERED[number]
        admin.again()
        italian = tag == "it"
        for end, typed in zip(("from", "to"), asked.plans[italian], strict=True):
            admin.name(end, typed)
        for fact, value in asked.given.items():
            admin.tick(fact, value)
        frame = page.locator(".ps-answer")
        expect(page.locator(".ps-given li")).to_have_count(len(asked.given))
        expect(frame, f"question {number}").to_have_attribute("data-mark", asked.mark)
        expect(frame).to_have_attribute("aria-busy", "false")
        headline = page.locator(".ps-headline")
        assert headline.inner_text().startswith(asked.headline[italian]), (number, headline.inner_text())
        assert admin.actions == asked.actions, number
        steps = page.locator(".ps-details > [data-part=steps] .ps-step input").evaluate_all(
            "all => all.map((one) => one.dataset.step)"
        )
        first = [words.text(loaded.catalogue.rules[rule].remedy) for rule in asked.first]
        assert [step for step in steps if step in first] == first, number
        assert all(steps.index(step) < len(first) + 1 for step in first), number  # but for what precedes everything
        if asked.steps:
            known = {words.text(step.text): step.order for step in loaded.catalogue.steps if step.procedure == "manual"}
            assert tuple(known[step] for step in steps) == asked.steps, number
        if asked.missing:
            expect(page.locator(".ps-top .ps-tally")).to_contain_text(str(asked.missing))


@everywhere("Italian, phone")
def test_what_it_does_not_cover_is_said_in_a_sentence_with_where_to_look(
    admin: Admin, loaded: Loaded, tag: str, size: ViewportSize
) -> None:
    words = Words(loaded.catalogue, LANGUAGES[tag].translations)
    notes = {name.name: name.note for name in loaded.catalogue.names}
    for number, typed in OUTSIDE.items():
        name = typed[tag == "it"]
        admin.page.locator("#ps-to").fill(name)
        popup = admin.page.locator(".ps-popup:visible")
        expect(popup, f"question {number}").to_contain_text(plain(words.text(notes[name])))
    expect(admin.page.locator(".ps-headline")).to_have_count(0)


@everywhere("English, desk")
def test_every_cause_of_a_missing_option_is_named_and_what_is_pasted_finds_its_section(
    admin: Admin, site: Site, loaded: Loaded, tag: str, size: ViewportSize
) -> None:
    page = admin.page
    page.goto(f"{site.url}{tag}/2014/troubleshooting/")
    causes = next(symptom.rules for symptom in loaded.catalogue.symptoms if symptom.id == "link-missing")
    stopping = [
        rule.id
        for rule in loaded.catalogue.rules.values()
        if rule.effect in ("stop", "wait", "fix") and rule.counts_on("wizard")
    ]
    assert set(causes) == set(stopping), "beyond the list of the article too"
    for rule in causes:
        expect(page.get_by_role("article").locator(f"a[href*='{rule}/']").first).to_be_visible()
    if size is DESK:
        for query, sections in PASTED[tag].items():
            assert results(page, site, tag, query)[0] in sections, query
        results(page, site, tag, TYPED[tag])
        first = page.locator(".md-search-result__item a").first
        assert first.evaluate("link => link.hash") == "#from=enterprise-e1&to=enterprise-e3"
