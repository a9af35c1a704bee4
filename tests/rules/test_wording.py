"""The wording: a decision in words, in the catalogue's language and in another. `test_headlines` has the headlines."""

from __future__ import annotations

from dataclasses import replace
from gettext import NullTranslations
from itertools import product

import pytest

from planswitch.pages.languages import language_of
from planswitch.rules import Answer, Catalogue, InvalidQuestion, Question, Words, decide, word
from planswitch.rules.conditions import COMPARE, Comparison, Contrast, Flag, Level, Test, Value
from planswitch.rules.decisions import ActionStep, read_value
from planswitch.rules.switches import Switches
from planswitch.rules.wording import Met, WordedStep
from tests.assertions import made_up, nothing_wrong, route, rule, step

E1, E3 = "enterprise-e1", "enterprise-e3"
SMALL = "small-business"


class Shouting(NullTranslations):
    """A language in which every sentence is in capitals, but for its places."""

    def gettext(self, message: str) -> str:
        return "".join(part if part.startswith("{") else part.upper() for part in split_places(message))

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)


def split_places(message: str) -> list[str]:
    return message.replace("{", "\0{").replace("}", "}\0").split("\0")


@pytest.fixture(scope="module")
def words(catalogue: Catalogue) -> Words:
    return Words(catalogue)


def answer(words: Words, origin: str, target: str, **facts: Value | None) -> Answer:
    return asked(words, Question(origin, target, facts))


def asked(words: Words, question: Question) -> Answer:
    return word(decide(words.catalogue, question), words)


# ------------------------------------------------------------------------------------------------------- at first sight


@pytest.mark.parametrize(
    ("origin", "target", "given", "mark", "headline", "tally"),
    [
        (E1, E1, {}, "same", "This is the plan you have", ()),
        (E1, E3, {}, "yes", "Yes, with the wizard", ()),
        (E1, E3, {"users": None}, "depends", "Yes, with the wizard, if nothing rules it out",
         ("1 answer missing", "otherwise manually")),
        (E1, E3, {"role": None}, "depends", "Yes, with the wizard", ("1 answer missing",)),
        (E1, E3, {"trial": True}, "after", "Yes, with the wizard", ("1 thing first",)),
        (E1, E3, {"trial": True, "role": "none"}, "after", "Yes, with the wizard", ("2 things first",)),
        (E1, E3, {"users": 301}, "fallback", "Yes, but only manually", ()),
        (E1, E3, {"users": 301, "trial": None}, "fallback", "Yes, but only manually", ("1 answer missing",)),
        (E1, E3, {"users": 301, "trial": True}, "fallback", "Yes, but only manually", ("1 thing first",)),
        ("enterprise-k2", E3, {}, "likely", "Yes: probably with the wizard", ("otherwise manually",)),
        ("enterprise-k1", "enterprise-k2", {}, "unknown", "Yes: perhaps with the wizard", ("otherwise manually",)),
    ],
)  # fmt: skip
def test_the_headline_is_the_answer(
    words: Words, origin: str, target: str, given: dict[str, Value | None], mark: str, headline: str,
    tally: tuple[str, ...],
) -> None:  # fmt: skip
    facts: dict[str, Value | None] = {**nothing_wrong(words.catalogue), **given}
    told = answer(words, origin, target, **facts)
    assert (told.mark, told.headline, told.tally) == (mark, headline, tally)


def test_everything_known_of_a_likely_switch_is_in_one_line(words: Words) -> None:
    told = answer(words, "enterprise-k2", E3, **nothing_wrong(words.catalogue))
    assert told.summary == "Yes: probably with the wizard, otherwise manually"


def test_a_trial_is_named_with_the_answers_that_are_missing(words: Words) -> None:
    told = answer(words, E1, E3, trial=True)
    assert told.summary == (
        "Yes: with the wizard, if nothing rules it out, once 1 thing is done (7 answers missing), otherwise manually"
    )


# -------------------------------------------------------------------------------------------------- what the routes say

SENTENCES = {
    "sure": "{from} leads to {to}.",
    "likely": "{from} probably leads to {to}.",
    "unknown": "Who knows of {to}?",
    "no": "{from} does not lead to {to}.",
    "stopped": "{from} would lead to {to}.",
}
SPOKEN = [
    {**route("wizard", "listed", "with the wizard"), **SENTENCES},
    {**route("manual", "all", "manually"), "sure": "You move from {from} to {to} by hand."},
]
BARE = [route("wizard", "listed", "with the wizard"), route("manual", "all", "manually")]
STOP = [rule("s", "stop", "p")]


@pytest.mark.parametrize(
    ("switches", "given", "lead"),
    [
        ("a>b", {}, "A leads to B."),
        ("a>b=likely", {}, "A probably leads to B."),
        ("a>b=unknown", {}, "Who knows of B?"),
        ("a>c", {}, "A does not lead to B. You move from A to B by hand."),
        ("a>b", {"p": True}, "A would lead to B. You move from A to B by hand."),
    ],
)
def test_a_route_speaks_of_the_pair_in_the_words_of_the_catalogue(
    switches: str, given: dict[str, Value], lead: str
) -> None:
    words = Words(made_up(switches=switches, rules=STOP, routes=SPOKEN))
    assert answer(words, "a", "b", **given).lead == lead


@pytest.mark.parametrize(
    ("switches", "given", "lead"),
    [
        ("a>b", {}, "This way leads from A to B: Wizard."),
        ("a>b=likely", {}, "This way probably leads from A to B: Wizard."),
        ("a>b=unknown", {}, "Whether this way leads from A to B is not known: Wizard."),
        ("a>c", {}, "This way does not lead from A to B: Wizard. This way leads from A to B: Manual."),
        ("a>b", {"p": True}, "This way from A to B is ruled out: Wizard. This way leads from A to B: Manual."),
    ],
)
def test_a_route_without_sentences_has_ours(switches: str, given: dict[str, Value], lead: str) -> None:
    words = Words(made_up(switches=switches, rules=STOP, routes=BARE))
    assert answer(words, "a", "b", **given).lead == lead


def test_of_several_routes_the_lead_speaks_of_the_one_that_was_ruled_out() -> None:
    routes = [route("ship", "listed"), route("train", "listed"), route("bus", "all")]
    catalogue = made_up(switches="a>b/train", rules=[rule("s", "stop", "p", "train")], routes=routes)
    told = answer(Words(catalogue), "a", "b", p=True)
    assert told.lead == "This way from A to B is ruled out: Train. This way leads from A to B: Bus."


def test_a_no_says_why_the_first_route_does_not_lead_there() -> None:
    alone = [SPOKEN[0]]
    assert answer(Words(made_up(switches="a>c", routes=alone)), "a", "b").lead == "A does not lead to B."
    stopped = Words(made_up(switches="a>b", rules=STOP, routes=alone))
    assert answer(stopped, "a", "b", p=True).lead == "A would lead to B."


def test_a_plan_and_itself_need_no_switch() -> None:
    assert answer(Words(made_up()), "a", "a").lead == "There is nothing to switch."


def test_the_lead_never_counts(words: Words) -> None:
    for origin, target in product(words.catalogue.plans, words.catalogue.plans):
        told = answer(words, origin, target)
        assert told.lead
        assert "missing" not in told.lead
        assert not any(part in told.lead for part in told.tally)


def test_braces_in_names_and_sentences_are_letters() -> None:
    odd = {**route("wizard", "listed"), "sure": "{from} {x} {to} {0} {from.__class__} %s"}
    catalogue = made_up("{to}:x {0}:x", "{to}>{0}", routes=[odd])
    assert answer(Words(catalogue), "{to}", "{0}").lead == "{TO} {x} {0} {0} {from.__class__} %s"


def test_the_note_of_a_pair_stands_beside_its_answer() -> None:
    row = {"from": "a", "to": "b", "certainty": "sure", "note": "Only on *Mondays*.", "source": "A1"}
    catalogue = replace(made_up(rules=STOP), switches=Switches([row], "wizard"))
    words = Words(catalogue)
    assert answer(words, "a", "b").doubt == "Only on *Mondays*."
    assert answer(words, "a", "b", p=True).doubt == ""
    assert asked(words, Question("a", "b", route="manual")).doubt == ""
    assert answer(words, "a", "c").doubt == ""


def test_a_likely_pair_says_why_it_is_not_sure() -> None:
    assert answer(Words(made_up(switches="a>b=likely")), "a", "b").doubt == "a>b is doubtful."


# -------------------------------------------------------------------------------------------------------------- reasons


def test_reasons_stand_in_groups_under_their_headings(words: Words) -> None:
    told = answer(words, E1, E3, trial=True, credit_check=False, new_website_domain=True, users=5)
    assert [(group.heading, [reason.rule for reason in group.reasons]) for group in told.groups] == [
        ("Would rule out the switch with the wizard", ["prepaid"]),
        ("Would make you wait", ["provisioning", "service-issue"]),
        ("Do this first", ["trial"]),
        ("Would have to be done first", ["global-admin", "licence-conflict"]),
        ("Good to know", ["website-address"]),
        ("Good to know, if it applies", ["no-licence-removal"]),
    ]
    headings = [group.heading for group in answer(words, E1, E3, prepaid=True, credit_check=True).groups]
    assert headings[:3] == ["Rules out the switch with the wizard", "Wait for this", "Would have to be done first"]


def test_stops_are_grouped_by_route_and_by_how_certain_they_are() -> None:
    rules = [
        rule("w", "stop", "p"),
        rule("x", "stop", "q", "any"),
        rule("m", "stop", "r", "manual"),
        rule("d", "stop", "p", "manual", certainty="likely"),
        rule("y", "stop", "n > 3", "any", certainty="unknown"),
    ]
    words = Words(made_up(rules=rules))
    told = answer(words, "a", "b", p=True, q=False, n=4)
    assert [(group.key, group.heading) for group in told.groups] == [
        ("stop-holds-wizard", "Rules out the switch with the wizard"),
        ("stop-perhaps-manual", "Perhaps rules out the switch manually"),
        ("stop-perhaps-any", "Perhaps rules out the switch"),
        ("stop-unknown-manual", "Would rule out the switch manually"),
    ]
    assert answer(words, "a", "b", q=True).groups[0].heading == "Rules out the switch"
    assert answer(words, "a", "b", p=False).groups[0].heading == "Would rule out the switch"


def test_groups_hold_every_reason_once_and_have_keys_of_their_own(words: Words) -> None:
    told = answer(words, SMALL, E3, custom_domain=True)
    grouped = [reason.rule for group in told.groups for reason in group.reasons]
    assert grouped == [reason.rule.id for reason in told.decision.reasons]
    assert len({group.key for group in told.groups}) == len(told.groups)


def test_a_reason_says_what_is_why_and_what_to_do(words: Words) -> None:
    reason = answer(words, E1, E3, trial=True).groups[2].reasons[0]
    assert reason.rule == "trial"
    assert reason.title == "The plan you have is a trial"
    assert reason.text == "A trial cannot be switched to another paid plan directly."
    assert reason.remedy == "Buy the plan you are trying first, then switch."
    assert reason.doubt == ""
    assert reason.cleared_by == ((Met("Is the plan you have a trial?", "No"),),)
    assert reason.source == "To switch plans"


@pytest.mark.parametrize(
    ("certainty", "doubt"),
    [
        ("", ""),
        ("sure", ""),
        ("likely", "It is likely: the source does not quite say so."),
        ("unknown", "It is not known: the source does not say."),
    ],
)
def test_a_reason_says_how_certain_it_is(certainty: str, doubt: str) -> None:
    words = Words(made_up(rules=[rule("w", "wait", "p", certainty=certainty)]))
    assert answer(words, "a", "b").groups[0].reasons[0].doubt == doubt


def test_what_would_clear_a_reason_follows_what_is_known() -> None:
    words = Words(made_up(rules=[rule("w", "wait", "p and q")]))
    p, q = (Met("p?", "No"),), (Met("q?", "No"),)
    assert answer(words, "a", "b").groups[0].reasons[0].cleared_by == (p, q)
    assert answer(words, "a", "b", p=True).groups[0].reasons[0].cleared_by == (q,)
    assert answer(words, "a", "b").groups[0].reasons[0].cleared_by == (p, q)


# ---------------------------------------------------------------------------------------------------------------- tests

USERS = "How many users does the subscription have?"
ATTRIBUTES = [
    {"id": "mailbox", "type": "level", "levels": "none=Nothing small=Kiosk big=Plan", "name": "Mailbox"},
    {"id": "seats", "type": "number", "levels": "", "name": "Seats"},
]
BIG = Level.of("big", {"none": "Nothing", "small": "Kiosk", "big": "Plan"})


@pytest.mark.parametrize(
    ("test", "met"),
    [
        (Flag("trial"), Met("Is the plan you have a trial?", "Yes")),
        (Flag("trial", wanted=False), Met("Is the plan you have a trial?", "No")),
        (Comparison("users", "<=", 25), Met(USERS, "25 or fewer")),
        (Comparison("users", "<", 25), Met(USERS, "Fewer than 25")),
        (Comparison("users", ">", 25), Met(USERS, "More than 25")),
        (Comparison("users", ">=", 25), Met(USERS, "25 or more")),
        (Comparison("users", "==", 25), Met(USERS, "25")),
        (Comparison("users", "!=", 2500), Met(USERS, "Anything but 2,500")),
        (Comparison("role", "==", "none"), Met("Which admin role do you have?", "Neither of them")),
        (Comparison("role", "!=", "admin"), Met("Which admin role do you have?", "Anything but Admin")),
        (Flag("same_family"), Met("Both plans belong to the same family.", "")),
        (Flag("same_family", wanted=False), Met("The plans belong to different families.", "")),
    ],
)
def test_a_test_is_a_question_and_the_answer_that_meets_it(words: Words, test: Test, met: Met) -> None:
    assert words.test(test) == met


@pytest.mark.parametrize(
    ("test", "met"),
    [
        (Comparison("d", "<", "2014-10-01"), Met("d?", "Before 1 October 2014")),
        (Comparison("d", "<=", "2014-10-01"), Met("d?", "1 October 2014 or earlier")),
        (Comparison("d", ">", "2014-10-01"), Met("d?", "After 1 October 2014")),
        (Comparison("d", ">=", "2014-10-01"), Met("d?", "1 October 2014 or later")),
        (Comparison("d", "==", "2014-10-01"), Met("d?", "1 October 2014")),
        (Comparison("d", "!=", "2014-10-01"), Met("d?", "Anything but 1 October 2014")),
        (Comparison("from.mailbox", "==", BIG), Met("Mailbox of the plan you have", "Plan")),
        (Comparison("to.mailbox", "!=", BIG), Met("Mailbox of the plan you want", "Anything but Plan")),
        (Comparison("to.mailbox", "<", BIG), Met("Mailbox of the plan you want", "Lower than Plan")),
        (Comparison("to.mailbox", "<=", BIG), Met("Mailbox of the plan you want", "Plan or lower")),
        (Comparison("to.mailbox", ">", BIG), Met("Mailbox of the plan you want", "Higher than Plan")),
        (Comparison("to.mailbox", ">=", BIG), Met("Mailbox of the plan you want", "Plan or higher")),
        (Comparison("from.seats", "<", 300), Met("Seats of the plan you have", "Fewer than 300")),
        (Contrast("to.mailbox", "<", "from.mailbox"),
         Met("Mailbox of the plan you want, compared with: Mailbox of the plan you have", "Lower")),
        (Contrast("to.seats", ">=", "from.seats"),
         Met("Seats of the plan you want, compared with: Seats of the plan you have", "Higher or the same")),
    ],
)  # fmt: skip
def test_dates_levels_and_attributes_are_told_in_words(test: Test, met: Met) -> None:
    plans = "a:x:mailbox=none:seats=3 b:x:mailbox=big:seats=9"
    assert Words(made_up(plans, attributes=ATTRIBUTES)).test(test) == met


def test_every_way_to_compare_two_plans_has_words_of_its_own() -> None:
    words = Words(made_up("a:x:seats=3 b:x:seats=9", attributes=ATTRIBUTES))
    told = [words.test(Contrast("to.seats", sign, "from.seats")).answer for sign in COMPARE]
    assert len(set(told)) == len(COMPARE)


def test_tests_that_belong_together_are_told_together() -> None:
    words = Words(made_up(rules=[rule("both", "fix", "p or n > 3")]))
    assert answer(words, "a", "b").groups[0].reasons[0].cleared_by == ((Met("p?", "No"), Met("n?", "3 or fewer")),)


@pytest.mark.parametrize(
    ("date", "told"),
    [
        ("2014", "2014"),
        ("2014-10", "October 2014"),
        ("2014-10-01", "1 October 2014"),
        ("2024-12-31", "31 December 2024"),
        ("2014-13-01", "2014-13-01"),
        ("soon", "soon"),
        ("", ""),
    ],
)
def test_a_date_is_told_in_words(words: Words, date: str, told: str) -> None:
    assert words.day(date) == told


def test_a_date_is_told_in_the_language_of_the_reader(catalogue: Catalogue) -> None:
    italian = Words(catalogue, language_of("it").translations)
    assert [italian.day(f"2014-{month:02}") for month in (1, 6, 12)] == ["gennaio 2014", "giugno 2014", "dicembre 2014"]
    assert italian.day("2014-08-08") == "8 agosto 2014"


def test_thousands_are_told_in_the_language_of_the_reader(words: Words) -> None:
    italian = Words(words.catalogue, language_of("it").translations)
    assert (words.number(1_234_567), italian.number(1_234_567)) == ("1,234,567", "1.234.567")
    assert (words.thousands, italian.thousands) == (",", ".")
    assert words.number(300) == italian.number(300) == "300"


# ------------------------------------------------------------------------------------------------ questions and answers


def test_what_is_open_is_asked_with_help_and_choices(words: Words) -> None:
    told = answer(words, E1, E3)
    asked = {ask.fact: ask for ask in told.open}
    assert list(asked) == list(told.decision.open)
    assert asked["users"].choices == {}
    assert (asked["users"].type, asked["users"].minimum) == ("number", 1)
    assert asked["trial"].choices == {"yes": "Yes", "no": "No"}
    assert asked["role"].choices == {"global-admin": "Global admin", "admin": "Admin", "none": "Neither of them"}
    assert asked["trial"].question == "Is the plan you have a trial?"
    assert asked["trial"].help.startswith("Answer yes")
    assert [ask.fact for ask in told.optional] == list(told.decision.optional)


def test_a_number_says_the_least_and_a_date_is_asked_as_one() -> None:
    row = {"id": "n", "type": "number", "choices": "", "min": "0", "question": "n?", "help": ""}
    day = {"id": "d", "type": "date", "choices": "", "question": "d?", "help": ""}
    words = Words(made_up(rules=[rule("w", "wait", 'n > 3 and d < "2014-10-01"')], facts={"n": row, "d": day}))
    number, date = answer(words, "a", "b").open
    assert (number.type, number.minimum, number.choices) == ("number", 0, {})
    assert (date.type, date.choices) == ("date", {})
    assert [given.answer for given in answer(words, "a", "b", n=0, d="2014-09-30").given] == ["0", "30 September 2014"]


def test_what_was_given_is_told_back_in_words(words: Words) -> None:
    told = answer(words, E1, E3, trial=False, role="admin", users=3000, prepaid=None)
    assert [(given.fact, given.answer) for given in told.given] == [
        ("users", "3,000"), ("role", "Admin"), ("trial", "No"),
    ]  # fmt: skip


# ------------------------------------------------------------------------------------------------------ steps and notes

STEPS = [
    step("wizard", 0, "q", text="Look."),
    step("wizard", 1, text="Go."),
    step("wizard", 2, "p or n > 3", text="Turn."),
    step("wizard-notes", 1, 'q and d < "2014-10-01"', text="Expect."),
    step("manual", 1, text="Walk."),
]


def test_a_step_that_may_not_apply_says_when_it_does() -> None:
    words = Words(made_up(rules=[rule("f", "fix", "r")], steps=STEPS))
    told = answer(words, "a", "b", r=True)
    look, clear, go, turn = told.steps
    assert (look.state, look.when, look.condition) == ("unknown", ((Met("q?", "Yes"),),), "If: q? Yes.")
    assert clear == WordedStep("Clear f.", "A1", "f", "", "holds", (), "")
    assert (go.text, go.procedure, go.state, go.condition) == ("Go.", "wizard", "holds", "")
    assert turn.condition == "If: p? Yes; or n? More than 3."
    assert told.notes[0].condition == "If: q? Yes and d? Before 1 October 2014."


def test_a_condition_ends_with_one_full_stop() -> None:
    apart = ActionStep(
        "Back up.", "A1", procedure="manual", state="unknown", when=((Flag("same_family", wanted=False),),)
    )
    assert Words(made_up()).step(apart).condition == "If: The plans belong to different families."


def test_what_is_known_is_no_condition_any_more() -> None:
    words = Words(made_up(steps=STEPS))
    told = answer(words, "a", "b", q=True, n=4)
    assert [each.condition for each in told.steps] == ["", "", ""]
    assert told.notes[0].condition == "If: d? Before 1 October 2014."
    assert [each.text for each in answer(words, "a", "b", q=False, p=False, n=3).steps] == ["Go."]


def test_steps_and_notes_cite_their_sections(words: Words) -> None:
    told = answer(words, E1, E3)
    assert {each.source for each in told.steps} == {"Switching with the wizard"}
    assert told.notes[1].source == "Switching with the wizard"
    assert len(told.notes) == 4
    assert answer(words, "enterprise-e3", E1).notes == ()


def test_an_answer_says_what_it_rests_on_and_the_note_of_the_catalogue() -> None:
    catalogue = made_up()
    words = Words(catalogue)
    assert (answer(words, "a", "b").edition, answer(words, "a", "b").note) == ("Rests on: Nothing real", "")
    catalogue.settings["note"] = "These plans are **gone**."
    assert answer(words, "a", "b").note == "These plans are **gone**."


SOURCES = [
    {"id": "A", "title": "To switch"},
    {"id": "B", "title": "By train", "date": "2014"},
    {"id": "TM", "title": "Timetable", "date": "2020-08-14"},
]


@pytest.mark.parametrize(
    ("source", "cited"),
    [
        ("A3", "To switch"),
        ("A", "To switch"),
        ("A1 A2", "To switch"),
        ("B1 A2", "By train · To switch"),
        ("TM", "Timetable (14 August 2020)"),
        ("a letter of 2015", "a letter of 2015"),
        ("Z9", "Z9"),
        ("A3 Z9", "A3 Z9"),
        ("", ""),
    ],
)
def test_ids_of_sources_become_titles_and_other_sources_stay(source: str, cited: str) -> None:
    assert Words(made_up(sources=SOURCES)).source(source) == cited


# -------------------------------------------------------------------------------------------------------------- detours

WAY = "6.0:x 6.5:x 7.1:x"
HOPS = "6.0>6.5 6.5>7.1=likely"
ALONE = [route("direct", "listed", "directly")]


def detour(**given: Value) -> Answer:
    rules = [
        rule("f", "fix", "p", "direct", target="7.1"),
        rule("w", "wait", "q", "direct", target="6.5"),
    ]
    steps = [step("direct", 1), step("direct", 2, "r", text="Then."), step("direct-notes", 1, text="Wait a day.")]
    return answer(Words(made_up(WAY, HOPS, rules, routes=ALONE, steps=steps)), "6.0", "7.1", **given)


def test_a_detour_is_told_switch_by_switch() -> None:
    told = detour(p=True)
    assert (told.mark, told.headline, told.tally) == (
        "detour", "Not directly: probably in 2 steps, over 6.5", ("1 thing first", "1 answer missing"),
    )  # fmt: skip
    assert told.detour
    assert told.detour.text == "In 2 steps: 6.0 → 6.5 → 7.1."
    assert told.detour.assumption == "Your answers are taken to hold for each of these steps."
    first, second = told.detour.hops
    assert [(hop.origin, hop.target, hop.route) for hop in told.detour.hops] == [
        ("6.0", "6.5", "Direct"), ("6.5", "7.1", "Direct"),
    ]  # fmt: skip
    assert (first.mark, first.summary, first.doubt) == ("depends", "Yes, directly: 1 answer missing", "")
    assert (second.mark, second.summary) == ("likely", "Probably directly, once 1 thing is done")
    assert second.doubt == "6.5>7.1 is doubtful."
    assert second.lead == "This way probably leads from 6.5 to 7.1: Direct."
    assert [group.heading for group in first.groups] == ["Would make you wait"]
    assert [each.text for each in second.steps] == ["Clear f.", "Go direct.", "Then."]
    assert [each.condition for each in first.steps] == ["", "If: r? Yes."]
    assert [each.text for each in second.notes] == ["Wait a day."]


def test_an_answer_with_no_detour_has_none(words: Words) -> None:
    assert answer(words, E1, E3).detour is None


def test_each_switch_of_a_detour_has_what_its_own_answer_has() -> None:
    words = Words(made_up(WAY, HOPS, [rule("f", "fix", "p", "direct")], routes=ALONE, steps=[step("direct", 1)]))
    chain = answer(words, "6.0", "7.1", p=True).detour
    assert chain
    for hop, (origin, target) in zip(chain.hops, (("6.0", "6.5"), ("6.5", "7.1")), strict=True):
        alone = answer(words, origin, target, p=True)
        for part in ("mark", "headline", "tally", "summary", "lead", "doubt", "groups", "steps", "notes"):
            assert getattr(hop, part) == getattr(alone, part)


# ------------------------------------------------------------------------------------------------------------- refusals


@pytest.mark.parametrize(
    ("fact", "typed", "told"),
    [
        ("p", "perhaps", "The answer to “p?” is yes or no, not “perhaps”."),
        ("n", "many", "The answer to “How many?” is a whole number, not “many”."),
        ("n", "0", "The answer to “How many?” is at least 1, not 0."),
        ("card", "tin", "The answer to “card?” is one of Gold card, None, not “tin”."),
        ("d", "soon", "The answer to “d?” is a date such as 2014-10-01, not “soon”."),
        ("n", "[x](https://example.com)",
         "The answer to “How many?” is a whole number, not “[x](https://example.com)”."),
    ],
)  # fmt: skip
def test_a_refusal_uses_the_words_of_the_question(fact: str, typed: str, told: str) -> None:
    def row(name: str, kind: str, choices: str = "", question: str = "") -> dict[str, str]:
        return {"id": name, "type": kind, "choices": choices, "question": question or f"{name}?", "help": ""}

    rows = [
        row("p", "yesno"), row("n", "number", question="**How** `many`?"), row("d", "date"),
        row("card", "choice", "gold=Gold card none=None"),
    ]  # fmt: skip
    words = Words(made_up(facts={each["id"]: each for each in rows}))
    with pytest.raises(InvalidQuestion) as refused:
        read_value(words.catalogue.facts[fact], typed)
    assert words.refusal(refused.value) == told


def test_a_refusal_of_anything_else_is_told_as_it_is(words: Words) -> None:
    italian = Words(words.catalogue, language_of("it").translations)
    for question, english, told in (
        (Question("e9", E3), "Unknown plan “e9”.", "Piano sconosciuto: «e9»."),
        (Question(E1, E3, {"luck": True}), "Unknown fact “luck”.", "Dato sconosciuto: «luck»."),
        (Question(E1, E3, route="ship"), "Unknown route “ship”.", "Modo di cambiare sconosciuto: «ship»."),
    ):
        with pytest.raises(InvalidQuestion) as refused:
            asked(words, question)
        assert (words.refusal(refused.value), italian.refusal(refused.value)) == (english, told)


# ---------------------------------------------------------------------------------------------------------------- whole


def test_every_sentence_goes_through_the_translation(catalogue: Catalogue) -> None:
    words = Words(catalogue, Shouting())
    told = answer(words, SMALL, "enterprise-k2", trial=True, users=301, role="none")
    said = told.to_dict()
    decision = said.pop("decision")
    texts = [text for text in flat(said) if len(text.split()) > 2]
    assert len(texts) > 20
    assert [text for text in texts if text != text.upper()] == []
    assert decision["route"] == "manual"
    chain = Words(made_up(WAY, HOPS, [rule("f", "fix", "p or q", "direct")], routes=ALONE), Shouting())
    texts = [text for text in flat(answer(chain, "6.0", "7.1").to_dict()["detour"]) if len(text.split()) > 2]
    assert [text for text in texts if text != text.upper()] == []


def flat(value: object) -> list[str]:
    """Every text in an answer, but for ids."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for inner in value.values() for text in flat(inner)]
    if isinstance(value, (list, tuple)):
        return [text for inner in value for text in flat(inner)]
    return []


def test_the_public_form_carries_the_decision(words: Words) -> None:
    told = answer(words, E1, E3, users=301)
    said = told.to_dict()
    assert said["decision"] == told.decision.to_dict()
    assert said["headline"] == told.headline
    assert said["tally"] == list(told.tally)
    assert said["detour"] is None
    assert said["groups"][0]["reasons"][0]["rule"] == "users-over-300"
    assert said["open"][0]["minimum"] == 1
    assert set(said) == set(Answer.__slots__)


def test_the_public_form_of_a_detour_has_its_switches() -> None:
    said = detour(p=True).to_dict()["detour"]
    assert [(hop["origin"], hop["target"], hop["summary"]) for hop in said["hops"]] == [
        ("6.0", "6.5", "Yes, directly: 1 answer missing"), ("6.5", "7.1", "Probably directly, once 1 thing is done"),
    ]  # fmt: skip
    assert said["hops"][0]["steps"][1]["when"] == [[{"question": "r?", "answer": "Yes"}]]


def test_every_pair_can_be_put_into_words(words: Words) -> None:
    plans = words.catalogue.plans
    told = [answer(words, origin, target) for origin in plans for target in plans]
    assert all(each.summary and each.lead and "{" not in each.summary + each.lead for each in told)


def test_an_answer_does_not_depend_on_what_was_asked_before(catalogue: Catalogue) -> None:
    questions = [
        Question(E1, E3), Question(E1, E3, {"trial": True}), Question(SMALL, E3, {"users": 30}),
        Question(SMALL, E3, {"custom_domain": True}),
    ]  # fmt: skip
    fresh = [asked(Words(catalogue), question) for question in questions]
    words = Words(catalogue)
    for _ in range(2):
        assert [asked(words, question) for question in questions] == fresh
