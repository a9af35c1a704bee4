"""The renderer: names, labels, addresses and slots that templates rely on."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import pytest
from markdown import Markdown

from planswitch.catalogue import Loaded, load
from planswitch.pages import registry, slots
from planswitch.pages.languages import Language, languages
from planswitch.pages.naming import search
from planswitch.pages.render import Page, Renderer, Text, base, slot
from planswitch.pages.widgets import widget_config
from tests.assertions import ROOT, TRANSLATIONS


@pytest.fixture(scope="module")
def italian(loaded: Loaded) -> Renderer:
    found = languages(["en", "it"], TRANSLATIONS)
    return Renderer(loaded, found["it"], found)


@pytest.mark.parametrize(
    ("path", "root"),
    [
        ("2014/plans/enterprise-e1.md", "../../../"),
        ("index.md", ""),
        ("matrix.md", "../"),
        ("plans/index.md", "../"),
        ("plans/enterprise-e1.md", "../../"),
    ],
)
def test_a_page_knows_the_way_to_the_root_of_its_language(path: str, root: str) -> None:
    assert base(path) == root


def test_translations_do_not_say_when_they_were_compiled() -> None:
    compiled = languages(["it"], TRANSLATIONS)["it"].compiled
    assert b"POT-Creation-Date: 1970-01-01 00:00+0000" in compiled


def test_whole_families_are_named_and_single_plans_besides(italian: Renderer) -> None:
    plans = frozenset({"small-business", "small-business-premium", "education-a1"})
    assert italian.named(plans) == "Small Business, Office 365 Education A1"


def test_a_page_can_be_printed_with_its_slots_filled() -> None:
    text = Text(f"before\n\n{slot('a')}\n\nafter", {"a": "<x-y>\n\n<b>in</b>\n</x-y>\n"})
    page = Page("x.md", lambda: text)
    assert page.whole() == 'before\n\n<div class="md-typeset">\n<x-y>\n<b>in</b>\n</x-y>\n</div>\n\nafter'


def test_a_page_is_made_when_somebody_asks_for_it_and_once() -> None:
    made: list[str] = []

    def make() -> Text:
        made.append("x.md")
        return Text("text")

    page = Page("x.md", make)
    assert (page.path, made) == ("x.md", [])
    assert (page.markdown, page.slots, page.whole(), made) == ("text", {}, "text", ["x.md"])


def test_links_of_a_catalogue_lead_into_its_folder_where_there_are_several(italian: Renderer) -> None:
    several = replace(italian, several=True)
    assert (italian.folder, several.folder) == ("", "2014/")
    for address in ("plans/enterprise-e1/", "troubleshooting/#symptoms", "matrix/", "matrix"):
        assert italian.placed(address) == address
        assert several.placed(address) == f"2014/{address}"
    for address in ("guides/manual/", "about/#edition", "plans-of-others/"):
        assert several.placed(address) == address


def test_what_leads_where_is_told_by_rows_of_routes_that_do_not_lead_everywhere(italian: Renderer) -> None:
    assert set(italian.sources_of("education-a3")) == {"education-a1", "education-a2", "office-online-sharepoint"}
    assert [route.id for route in italian.listing] == ["wizard"]


def test_a_guide_says_under_which_conditions_and_for_which_plans_a_step_is(italian: Renderer) -> None:
    english = Renderer(italian.loaded, italian.languages["en"], italian.languages)
    told = slots.fill("<!-- planswitch:procedure manual -->", english, "guides/manual.md", {}, stage="content")
    steps = [" ".join(re.sub("<[^>]+>", " ", item).split()) for item in re.findall("<p>(.*?)</p>", told)]
    assert steps[0].startswith("If: The plans belong to different families. Back up all company information")
    assert steps[1].startswith("If: Is a domain of your own set up in Office 365? Yes. Remove your own domain")
    assert steps[2].startswith("From Small Business: Buy the new plan.")
    assert steps[-1].startswith("If: Is a domain of your own set up in Office 365? Yes. Add your own domain")


@pytest.mark.parametrize(
    ("comment", "words"),
    [
        ("<!-- planswitch:explorr -->", "no slot “explorr”; there are: "),
        ("<!-- planswitch:procedure wizzard -->", "no procedure “wizzard” in steps.csv; there are: wizard"),
    ],
)
def test_a_slot_that_nothing_fills_says_what_there_is(italian: Renderer, comment: str, words: str) -> None:
    with pytest.raises(slots.SlotError, match=words):
        slots.fill(comment, italian, "index.md", {}, stage="content")


def test_errors_are_reported_where_the_site_says_or_the_page_says_nothing_of_it(italian: Renderer) -> None:
    comment = "<!-- planswitch:report -->"
    assert not slots.fill(comment, italian, "about.md", {}, stage="markdown").strip()
    known = replace(italian, report="https://example.org/new?labels=a_b&title=c")
    told = slots.fill(comment, known, "about.md", {}, stage="markdown")
    assert told.startswith("## ")
    html = Markdown(extensions=["attr_list"]).convert(told)
    assert [unescape(address) for address in re.findall('href="([^"]*)"', html)] == [known.report]


def test_languages_name_themselves_and_their_direction() -> None:
    assert [Language("it").name, Language("de").name, Language("ar").direction] == ["Italiano", "Deutsch", "rtl"]


def test_a_catalogue_says_what_the_folder_of_its_plans_is_called() -> None:
    site = ROOT / "tests" / "catalogues" / "versions"
    loaded = load(site / "data")
    found = languages(["en"], site / "locale")
    made = Renderer(loaded, found["en"], found, several=True)
    pages = {page.path: page.whole() for page in registry.pages(made)}
    assert {"cardfile/versions/index.md", "cardfile/versions/v16.3.md"} <= pages.keys()
    assert made.placed("versions/v16.3/") == "cardfile/versions/v16.3/"
    assert made.placed("plans/v16.3/") == "plans/v16.3/"
    assert 'href="../../versions/v16.0/"' in pages["cardfile/troubleshooting/large-drawers.md"]
    told = [widget_config(made, "index.md", {}), search(made), *pages, *pages.values()]
    told.append(slots.fill("<!-- planswitch:explorer -->", made, "index.md", {}, stage="page"))
    assert [text for text in told if re.search(r"plans/", str(text))] == []
