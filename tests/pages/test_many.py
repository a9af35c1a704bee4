"""Pages where there are many plans: groups of one answer, each answer once in full, and what is counted."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from planswitch.catalogue import Loaded
from planswitch.catalogue.folder import Tables
from planswitch.pages import api, many, plans, registry
from planswitch.pages.languages import languages
from planswitch.pages.render import HOPS, SCREENFUL, Renderer
from planswitch.rules import Question, Words, decide, word
from tests.assertions import TRANSLATIONS, made_up, route, rule
from tests.published import answers_in, decision_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planswitch.rules import Catalogue

DIRECT = [route("direct", "listed", "directly")]
MOST = max(last for last in range(2, 60) if last * (last - 1) * (last + 4) // 6 <= HOPS)
"""The longest chain that is told: of its parts, one of k hops begins at all but its last k plans."""
TAG = re.compile(r"<[^>]+>")


def catalogue(
    families: int = 6,
    size: int = 10,
    *,
    switches: str = "",
    rules: Sequence[dict[str, str]] = (),
    one_way: bool = False,
) -> Catalogue:
    """Families f0, f1, … of plans f0-0, f0-1, …"""
    names = " ".join(f"f{family}-{plan}:f{family}" for family in range(families) for plan in range(size))
    if one_way:
        return made_up(names, switches, rules, routes=DIRECT, steps=[])
    return made_up(names, switches, rules)


def renderer(made: Catalogue) -> Renderer:
    found = languages(["en"], TRANSLATIONS)
    return Renderer(Loaded(made, {}, [], Tables()), found["en"], found)


def text(html: str) -> str:
    """What is read of HTML, in one line."""
    return " ".join(TAG.sub(" ", html).split())


def chained(last: int) -> str:
    """Switches from f0-0 to f0-1, from there to f0-2, and so on."""
    return " ".join(f"f{at // 10}-{at % 10}>f{(at + 1) // 10}-{(at + 1) % 10}" for at in range(last))


def test_a_screenful_of_plans_is_not_many_and_one_more_is() -> None:
    assert not renderer(catalogue(4, SCREENFUL // 4)).many
    assert renderer(catalogue(1, SCREENFUL + 1)).many
    few = renderer(catalogue(4, SCREENFUL // 4))
    assert not list(many.paths(few))
    assert not list(many.pages(few))


def test_a_page_names_what_rows_lead_to_and_of_the_rest_whole_families_and_counts() -> None:
    made = renderer(
        catalogue(
            60,
            10,
            switches="f0-0>f0-1 f0-0>f3-7 f0-0>f5-0=likely",
            rules=[rule("far", "warn", "not same_family", "any")],
        )
    )
    page = next(page for page in plans.pages(made) if page.path == "plans/f0-0.md")
    assert re.findall(r'id="(f\S+)"', page.slots["listed"]) == ["f0-1", "f3-7", "f5-0"]
    assert "is doubtful. F5-0" in text(page.slots["listed"])
    others = page.slots["others"]
    assert 'href="../#f1"' in others, "all of this family is meant"
    assert 'href="../#f0"' not in others
    families, single = re.findall(r">(f\d+)</a>", others), re.findall(r">(F\d+-\d+)</a>", others)
    assert len(families) + len(single) <= SCREENFUL
    counted = sum(int(number) for number in re.findall(r"and (\d+) more", others))
    assert 10 * len(families) + len(single) + counted == 600 - 1 - 3
    assert "Yes, but only manually" in text(others)


def test_every_pair_is_in_one_group_of_its_answer() -> None:
    rules = [rule("far", "warn", "not same_family", "any"), rule("one", "fix", "p", "any", target="f2-2 f3-3")]
    made = renderer(catalogue(6, 10, switches="f0-0>f0-1 f0-0>f3-3 f1-1>f0-0", rules=rules))
    addresses = set(many.paths(made))
    for plan in ("f0-0", "f1-1", "f5-9"):
        listed, rest = many.groups_of(made, plan)
        told = [target for group in (*listed, *rest) for target in group.targets]
        assert sorted(told) == sorted(set(made.catalogue.plans) - {plan})
        for group in (*listed, *rest):
            assert f"answers/{group.answer}.md" in addresses
            for target in group.targets:
                answer = word(decide(made.catalogue, Question(plan, target)), Words(made.catalogue))
                assert (group.sight.headline, group.sight.tally) == (answer.headline, answer.tally)
                assert group.doubt == answer.doubt


def test_every_answer_has_a_page_with_all_of_its_reasons_and_steps() -> None:
    rules = [rule("far", "fix", "not same_family", "any"), rule("near", "warn", "same_family and p", "any")]
    made = renderer(catalogue(6, 10, rules=rules))
    pages = {page.path: page.whole() for page in many.pages(made)}
    _, rest = many.groups_of(made, "f0-0")
    by_targets = {tuple(group.targets): pages[f"answers/{group.answer}.md"] for group in rest}
    near = next(page for targets, page in by_targets.items() if "f0-1" in targets)
    far = next(page for targets, page in by_targets.items() if "f1-0" in targets)
    assert "Because of near." in near
    assert "Because of far." not in near
    assert "Because of far." in far
    assert "Clear far." in text(far)
    assert "Go manual." in text(far)


def test_a_chain_is_told_while_there_are_few_and_is_not_directly_beyond() -> None:
    for last, told in ((MOST, True), (MOST + 1, False)):
        made = renderer(catalogue(switches=chained(last), one_way=True))
        _, rest = many.groups_of(made, "f0-0")
        chains = [group for group in rest if group.sight.mark == "detour"]
        assert bool(chains[0].chain) is told
        assert sum(len(group.targets) for group in chains) == last - 1
        assert chains[0].sight.headline == ("Not directly: in 2 steps, over F0-1" if told else "Not directly")
        assert text(made.words.gettext("No")) in {group.sight.headline for group in rest}


@pytest.mark.parametrize("last", [MOST - 9, MOST + 9])
@pytest.mark.parametrize("one_way", [True, False])
def test_files_of_many_plans_hold_every_decision_and_answer(last: int, one_way: bool) -> None:
    switches = f"{chained(last)} f0-0>f1-5 f1-5>f0-3=likely f2-0>f0-0"
    made = renderer(
        catalogue(switches=switches, rules=[rule("r", "stop", "p", "any", origin="f0-0 f1-5")], one_way=one_way)
    )
    names = {plan: made.words.plan(plan) for plan in made.order}
    answers = {path.rpartition("/")[2].removesuffix(".json"): json.loads(file) for path, file in api.answer_files(made)}
    decisions = {
        path.rpartition("/")[2].removesuffix(".json"): json.loads(file)
        for path, file in api.public_files(made)
        if "/decisions/" in path
    }
    for origin in ("f0-0", "f1-5", "f2-0", "f5-9"):
        found = answers_in(answers[origin], answers["index"], origin, names)
        for target in made.catalogue.plans:
            expected = json.loads(json.dumps(made.answer(origin, target).to_dict()))
            told = decision_in(decisions.__getitem__, list(made.catalogue.plans), origin, target)
            assert {**told, "facts": {}, "catalogue": expected["decision"]["catalogue"]} == expected["decision"]
            if not expected["detour"] or found[target]["detour"]:
                assert found[target] == expected
            else:
                assert found[target]["headline"] in (expected["headline"], "Not directly")


def test_what_is_written_grows_with_the_plans_and_not_with_their_square() -> None:
    def size(families: int) -> int:
        switches = " ".join(f"f{family}-{plan}>f{family}-{plan + 1}" for family in range(families) for plan in range(9))
        made = renderer(catalogue(families, 10, switches=switches, rules=[rule("far", "fix", "not same_family and p")]))
        pages = sum(len(page.whole()) for page in registry.OUTPUTS["plans"].pages(made))
        return pages + sum(len(file) for path, file in api.answer_files(made) if "/names" not in path)

    one, two, three = size(6), size(12), size(18)
    assert three - two < 1.35 * (two - one)


def sized(plans_: int, sizes: int) -> Renderer:
    """Plans of which each has one of so many sizes."""
    names = " ".join(f"p{number}:x:size={number % sizes}" for number in range(plans_))
    attributes = [{"id": "size", "type": "number", "levels": "", "name": "Size"}]
    return renderer(made_up(names, "p0>p1", attributes=attributes))


def test_many_plans_are_compared_where_few_have_something_of_their_own() -> None:
    made = {page.path: page for page in plans.pages(sized(60, 3))}["plans/p0.md"]
    assert re.findall(r"Size: (\S+ → \S+ \(\w+\))", made.slots["differences"]) == ["0 → 1 (more)", "0 → 2 (more)"]
    assert "lose and gain" not in {page.path: page for page in plans.pages(sized(60, 60))}["plans/p0.md"].markdown


def test_what_is_lost_and_gained_names_a_screenful_of_plans_in_all() -> None:
    made = {page.path: page for page in plans.pages(sized(400, 20))}["plans/p0.md"]
    cards = re.findall('<a class="ps-card-title"[^>]*>(.*?)</a>', made.slots["differences"])
    assert len(cards) == 20
    assert cards[0] == "P1, P21 and 18 more"
    assert sum(card.count(",") + 1 for card in cards) <= SCREENFUL


def test_what_plans_have_is_written_once_a_plan_and_not_once_a_pair() -> None:
    def size(count: int) -> int:
        files = dict(api.answer_files(sized(count, count)))
        return sum(len(file) for path, file in files.items() if path != "names.json") - sum(
            len(file.partition('"targets":')[2]) for path, file in files.items() if path.startswith("answers/p")
        )

    one, two, three = size(50), size(100), size(150)
    assert three - two < 1.2 * (two - one)
    made = sized(60, 60)
    files = {path.rpartition("/")[2].removesuffix(".json"): json.loads(file) for path, file in api.answer_files(made)}
    names = {plan: made.words.plan(plan) for plan in made.order}
    for target, told in answers_in(files["p7"], files["index"], "p7", names).items():
        assert told == json.loads(json.dumps(made.answer("p7", target).to_dict()))
