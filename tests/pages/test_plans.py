"""Pages of plans, as text: where a plan leads in full, the rest in groups of equal answers, each step once."""

from __future__ import annotations

import re

import pytest
from markdown import Markdown

from planswitch.catalogue import Loaded
from planswitch.catalogue.folder import Tables
from planswitch.pages import plans
from planswitch.pages.languages import languages
from planswitch.pages.render import Page, Renderer
from planswitch.rules import Catalogue
from tests.assertions import TRANSLATIONS, made_up, route, rule, step

TAG = re.compile(r"<[^>]+>")


def renderer(catalogue: Catalogue, *, several: bool = False, about: bool = True) -> Renderer:
    found = languages(["en"], TRANSLATIONS)
    return Renderer(Loaded(catalogue, {}, [], Tables()), found["en"], found, several=several, about=about)


def page(catalogue: Catalogue, plan: str, *, several: bool = False) -> Page:
    made = {page.path.rpartition("/")[2]: page for page in plans.pages(renderer(catalogue, several=several))}
    return made[f"{plan}.md"]


def text(html: str) -> str:
    """What is read of HTML, in one line."""
    return " ".join(TAG.sub(" ", html).split())


FIVE = "a:north b:north c:north d:south e:south"


def test_where_rows_lead_is_shown_in_full_and_the_rest_once_for_each_answer() -> None:
    made = page(made_up(FIVE, "a>b a>c=likely"), "a")
    assert list(made.slots) == ["to-b", "to-c", "to-d"]
    assert "### To B {: #b }" in made.markdown
    assert "### To south {: #d }" in made.markdown
    ids = re.findall(r'(?:\{: #| id=")([\w-]+)', made.markdown)
    assert {"b", "c", "d", "e"} <= set(ids)
    assert len(ids) == len(set(ids)), "each anchor is there once"


def test_what_differs_by_family_stands_in_two_groups() -> None:
    rules = [rule("far", "warn", "not same_family", "manual")]
    made = page(made_up(FIVE, "a>b", rules), "a")
    assert list(made.slots) == ["to-b", "to-c", "to-d"]
    assert "Because of far." not in made.slots["to-c"]
    assert "Because of far." in made.slots["to-d"]


def test_one_answer_of_a_group_names_no_plan_of_it() -> None:
    made = page(made_up(FIVE, "a>b"), "a")
    assert "Yes, but only manually" in made.slots["to-c"]
    assert "from A to C" not in text(made.slots["to-c"])


def test_headline_and_tally_stand_together_as_on_every_surface() -> None:
    made = page(made_up(rules=[rule("stop", "stop", "p"), rule("fix", "fix", "q")]), "a")
    answer = text(made.slots["to-b"])
    assert answer.startswith("Yes, with the wizard, if nothing rules it out 2 answers missing · otherwise manually")
    card = "Yes: with the wizard, if nothing rules it out (2 answers missing), otherwise manually"
    assert card in made.markdown


def test_steps_are_the_whole_way_with_the_conditions_under_which_they_apply() -> None:
    steps = [
        step("manual", 0, "not same_family", text="Back up."),
        step("manual", 1, "p", text="Take the sign down."),
        step("manual", 2, text="Buy."),
        step("manual", 3, "p and not q", text="Put the sign up."),
        step("manual-notes", 1, "r", text="It is loud."),
    ]
    made = page(made_up(switches="", rules=[rule("fix", "fix", "always", "manual")], steps=steps), "a")
    told = text(made.slots["to-c"])
    expected = (
        "Back up. A1 Clear fix. A1 If: p? Yes. Take the sign down. A1 Buy. A1 If: p? Yes and q? No. Put the sign up."
    )
    assert told.replace(" A1", "").find(expected.replace(" A1", "")) > 0
    assert "If: r? Yes. It is loud." in text(made.slots["to-b"])
    assert "Back up." not in text(made.slots["to-b"])


def test_a_chain_is_told_hop_by_hop_with_the_reasons_and_steps_of_each() -> None:
    routes = [route("direct", "listed", "directly")]
    rules = [rule("wet", "fix", "always", "direct", origin="b")]
    steps = [step("direct", 1, text="Drive to the north.", target="b"), step("direct", 1, text="Sail on.", origin="b")]
    made = page(made_up("a:x b:x c:x d:x", "a>b b>c", rules, routes=routes, steps=steps), "a")
    told = text(made.slots["to-c"])
    assert told.startswith("Not directly: in 2 steps, over B")
    assert "In 2 steps: A → B → C." in told
    assert "Your answers are taken to hold for each of these steps." in told
    assert told.index("Drive to the north.") < told.index("Because of wet.") < told.index("Sail on.")
    assert text(made.slots["to-d"]).startswith("No")


def test_why_a_row_is_in_doubt_stands_in_its_answer() -> None:
    made = page(made_up(switches="a>b=likely"), "a")
    assert "a>b=likely is doubtful." in text(made.slots["to-b"]) or "doubtful." in text(made.slots["to-b"])
    assert "Yes: probably with the wizard" in text(made.slots["to-b"])


def test_only_a_site_that_has_the_page_leads_to_what_it_says_of_doubts() -> None:
    catalogue = made_up(switches="a>b=likely")
    for about in (True, False):
        (_, made, *_) = plans.pages(renderer(catalogue, about=about))
        assert ('href="../../about/"' in made.slots["to-b"]) is about


def test_the_edition_and_its_note_come_before_anything_else() -> None:
    settings = {
        "id": "old", "title": "T", "edition": "Leaflet of 2014", "date": "2014", "language": "en", "source": "S",
        "note": "All of it is *retired*.",
    }  # fmt: skip
    catalogue = made_up(catalogue=[{"key": key, "value": value} for key, value in settings.items()])
    for made in plans.pages(renderer(catalogue)):
        html = Markdown(extensions=["attr_list"]).convert(made.markdown.partition("---\n\n")[2])
        assert text(html).partition("Leaflet of 2014 · All of it is retired")[0].count(" ") <= 1, made.path


def test_what_leads_to_a_plan_is_linked_with_its_answer() -> None:
    made = page(made_up(switches="a>b c>b=likely"), "b")
    arrivals = made.markdown.partition("{: #to-here }")[2].partition("\n## ")[0]
    assert re.findall(r'href="\.\./(\w)/#b"', arrivals) == ["a", "c"]
    assert "probably" in arrivals
    assert "No plan is listed as leading here." in page(made_up(switches="a>b"), "c").markdown


def test_other_names_of_a_plan_are_keywords_and_names_of_what_is_not_covered_are_none() -> None:
    names = [
        {"name": "Alpha", "plan": "a", "kind": "short"},
        {"name": "Omega", "plan": "a", "kind": "successor", "note": "Later."},
        {"name": "Beta", "plan": "b", "kind": "former"},
    ]
    front = page(made_up(names=names), "a").markdown.partition("---\n\n")[0]
    assert '"Alpha"' in front
    assert "Omega" not in front
    assert "Beta" not in front


@pytest.mark.parametrize(("several", "root", "here"), [(False, "../../", "../../"), (True, "../../../", "../../")])
def test_pages_know_where_they_are(several: bool, root: str, here: str) -> None:
    made = page(made_up(rules=[rule("fix", "fix")]), "a", several=several)
    assert made.path == ("made-up/" if several else "") + "plans/a.md"
    assert f'href="{root}#from=a&amp;to=b"' in made.slots["to-b"]
    assert f'href="{here}troubleshooting/fix/"' in made.slots["to-b"]


def test_answers_alike_are_on_paper_once() -> None:
    made = page(made_up("a:x b:x c:x", "a>b a>c", [rule("fix", "fix")]), "a")
    assert "data-alike" not in made.slots["to-b"]
    assert "data-alike" in made.slots["to-c"]
    assert "Reasons and steps as for B" in made.slots["to-c"]


def test_a_section_of_several_is_told_once_and_led_to_where_it_is_told_again() -> None:
    steps = [step("manual", place, text=f"Step {place}.") for place in (1, 2)]
    rules = [rule("far", "warn", "not same_family", "manual"), rule("one", "warn", "p", "manual")]
    made = page(made_up("a:x b:x c:y", "", rules, steps=steps), "a")
    first, again = made.slots["to-b"], made.slots["to-c"]
    assert first.count("Step 1.") == 1
    assert 'data-ps-told="1"' in first
    assert "Step 1." not in again
    assert '<a href="#b" data-ps-as="1">The same as for B</a>' in again
    assert "Because of one." in text(first), "a single reason is as short as a link"
    assert "Because of one." in text(again)


def test_a_plan_of_ours_has_few_answers_in_full(catalogue: Catalogue) -> None:
    made = renderer(catalogue)
    for plan in catalogue.plans:
        full, groups = plans.sorted_out(made, plan)
        assert [group.targets for group in full] == [(target,) for target in catalogue.targets[plan]]
        assert len(groups) <= 3, plan
        told = [target for group in (*full, *groups) for target in group.targets]
        assert sorted(told) == sorted(set(catalogue.plans) - {plan})


def test_a_page_leads_to_its_neighbours_and_to_the_explorer() -> None:
    made = page(made_up("a:x b:x c:x", "a>b"), "b")
    around = made.markdown.partition("<nav")[2]
    assert re.findall(r'rel="(\w+)" href="([^"]*)"', around) == [("prev", "../a/"), ("next", "../c/")]
    assert "rel=" not in page(made_up("a:x", ""), "a").markdown
    assert 'href="../../#from=b"' in made.markdown


def test_the_overview_says_of_each_plan_where_it_leads_and_what_leads_to_it() -> None:
    catalogue = made_up("a:x b:x c:y", "a>b a>c c>b")
    (overview, *_) = plans.pages(renderer(catalogue))
    assert overview.path == "plans/index.md"
    cards = [text(card) for card in re.findall('<li class="ps-card">(.*?)</li>', overview.markdown, re.DOTALL)]
    assert cards == [
        "A From here: 2 of 2 plans with the wizard. No plan is listed as leading here.",
        "B From here: 0 of 2 plans with the wizard. 2 plans lead here.",
        "C From here: 1 of 2 plans with the wizard. 1 plan leads here.",
    ]


def test_reasons_say_what_would_clear_them_and_which_source_says_so() -> None:
    rules = [rule("fix", "fix", "p or n > 3", certainty="likely")]
    told = text(page(made_up(rules=rules), "a").slots["to-b"])
    assert "Would have to be done first fix Because of fix. It is likely: the source does not quite say so." in told
    assert "It does not apply if: p? No and n? 3 or fewer A1" in told
    assert "Clear fix." not in told, "what is not known to hold needs no remedy"
    held = text(page(made_up(rules=[rule("fix", "fix")]), "a").slots["to-b"])
    assert "Do this first fix Because of fix. Clear fix. A1" in held


def test_a_hop_that_is_answered_on_the_page_is_not_printed_again() -> None:
    routes = [route("direct", "listed", "directly")]
    made = page(made_up("a:x b:x c:x", "a>b b>c", [rule("fix", "fix", origin="a", route="direct")], routes=routes), "a")
    first, second = re.findall('<li class="ps-hop".*?</li>\n(?=<li|</ol>)', made.slots["to-c"], re.DOTALL)
    assert "Reasons and steps as for B" in first
    assert "data-alike" in first
    assert "<details" not in second, "there is nothing to say of it"
    assert "Reasons and steps as for" not in second


def test_either_of_several_things_clears_a_reason() -> None:
    told = text(page(made_up(rules=[rule("fix", "fix", "p and q")]), "a").slots["to-b"])
    assert "It does not apply if: p? No or q? No A1" in told


def test_a_source_stands_once_after_the_lines_that_rest_on_it() -> None:
    rows = [("One.", "A"), ("Two.", "A"), ("Three.", "B")]
    steps = [
        {**step("wizard", order, text=line), "source": source} for order, (line, source) in enumerate(rows, start=1)
    ]
    steps += [
        {**step("wizard-notes", 1, text="Loud."), "source": "B"},
        {**step("wizard-notes", 2, text="Long."), "source": "B"},
    ]
    told = text(page(made_up(steps=steps), "a").slots["to-b"])
    assert "Steps One. Two. A Three. B What to expect Loud. Long. B" in told


def test_a_row_that_lowers_what_leads_everywhere_is_told_by_itself_with_its_note() -> None:
    made = page(made_up(FIVE, "a>b a>d=likely/manual"), "a")
    assert list(made.slots) == ["to-b", "to-d", "to-c"]
    assert "is doubtful." in text(made.slots["to-d"])


ATTRIBUTES = [
    {"id": "mailbox", "type": "level", "levels": "none=None small=Small large=Large", "name": "Mailbox"},
    {"id": "seats", "type": "number", "levels": "", "name": "Seats"},
]


def test_what_switches_lose_and_gain_is_there_once_for_plans_that_differ_alike() -> None:
    plans_ = (
        "a:x:mailbox=large:seats=9 b:x:mailbox=small:seats=9 c:y:mailbox=none "
        "d:x:mailbox=small:seats=9 e:y:mailbox=large:seats=9 f:y"
    )
    made = page(made_up(plans_, "a>b", attributes=ATTRIBUTES), "a")
    assert "## What you lose and gain {: #differences }" in made.markdown
    assert text(made.slots["differences"]) == (
        "Only this is compared: Mailbox, Seats. "
        "B, D Mailbox: Large → Small (less) "
        "C Mailbox: Large → None (less) "
        "Not compared, because it is not known: Seats. "
        "E Nothing differs in what is compared: Mailbox, Seats."
    )
    assert re.findall('href="#(.)"', made.slots["differences"]) == ["b", "c", "e"]
    assert "Mailbox: Large · Seats: 9" in text(made.markdown)
    bare = page(made_up(plans_, "a>b", attributes=ATTRIBUTES), "f")
    assert "differences" not in bare.slots, "of a plan of which nothing is known, nothing is claimed"
    assert "lose and gain" not in bare.markdown
    assert "Mailbox: not known · Seats: not known" in text(bare.markdown)


def test_an_attribute_that_is_for_conditions_alone_is_not_told() -> None:
    attributes = [{**ATTRIBUTES[0], "told": "no"}, {**ATTRIBUTES[1], "told": "yes"}]
    made = page(made_up("a:x:mailbox=large:seats=9 b:x:mailbox=small:seats=1", "", attributes=attributes), "a")
    assert "Mailbox" not in made.whole()
    assert "Seats: 9 → 1 (less)" in made.slots["differences"]


def test_a_page_says_what_became_of_its_plan() -> None:
    names = [
        {"name": "Omega", "plan": "a", "kind": "later", "from": "2020-04-21", "source": "A list"},
        {"name": "Beta", "plan": "a", "kind": "successor", "note": "It came in *place* of it."},
        {"name": "Alpha", "plan": "a", "kind": "former"},
        {"name": "Gamma", "plan": "b", "kind": "later"},
    ]
    made = page(made_up(names=names), "a").markdown
    became = made.partition("## What became of it {: #became }")[2].partition("\n## ")[0]
    assert text(became) == "Called Omega since 21 April 2020. A list It came in place of it."
    assert "<em>place</em>" in became
    assert "What became of it" not in page(made_up(names=names), "c").markdown
