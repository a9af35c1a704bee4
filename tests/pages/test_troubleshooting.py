"""Troubleshooting, as text: from what is seen to the circumstances that explain it, and which switches each touches."""

from __future__ import annotations

import re

import pytest

from planswitch.catalogue import Loaded
from planswitch.catalogue.folder import Tables
from planswitch.pages import troubleshooting
from planswitch.pages.languages import languages
from planswitch.pages.render import Renderer
from planswitch.rules import Catalogue
from tests.assertions import TRANSLATIONS, made_up, rule


def pages(catalogue: Catalogue) -> dict[str, str]:
    found = languages(["en"], TRANSLATIONS)
    made = Renderer(Loaded(catalogue, {}, [], Tables()), found["en"], found)
    assert list(troubleshooting.paths(made)) == [page.path for page in troubleshooting.pages(made)]
    return {page.path.removesuffix(".md").rpartition("/")[2]: page.markdown for page in troubleshooting.pages(made)}


def symptom(name: str, rules: str) -> dict[str, str]:
    return {"id": name, "symptom": f"I see {name}.", "advice": f"Look at {name}.", "rules": rules, "source": "A1"}


def test_a_symptom_names_every_rule_that_can_cause_it() -> None:
    rules = [rule("one", "stop", "p"), rule("two", "fix", "q"), rule("three", "warn", "r")]
    made = pages(made_up(rules=rules, symptoms=[symptom("smoke", "one two"), symptom("noise", "")]))
    smoke = made["index"].partition("{: #smoke }")[2].partition("###")[0]
    assert re.findall(r'href="(\w+)/"', smoke) == ["one", "two"]
    assert "Look at smoke." in smoke
    assert '<a href="../#smoke">' in made["two"]
    assert "I see" not in made["three"].partition("## Which")[0].partition("## What it means")[2]


def test_circumstances_stand_under_what_they_do_by_each_route() -> None:
    rules = [
        rule("one", "stop", "p"), rule("two", "stop", "q", "manual"), rule("three", "wait", "r", "any"),
        rule("four", "stop", "p", "any"),
    ]  # fmt: skip
    index = pages(made_up(rules=rules))["index"]
    headings = re.findall(r"^### (.*) \{: #([\w-]+) \}$", index, re.MULTILINE)
    assert [anchor for _, anchor in headings] == ["stop", "stop-2", "stop-3", "wait"]
    assert "with the wizard" in headings[0][0]
    assert "manually" in headings[1][0]
    assert len({heading for heading, _ in headings}) == 4


@pytest.mark.parametrize(
    ("when", "said"),
    [("always", "Every switch."), ("not same_family", "4 switches."), ("same_family and p", "2 switches.")],
)
def test_the_switches_that_a_rule_touches_are_counted_by_what_is_known_of_a_pair(when: str, said: str) -> None:
    made = pages(made_up(rules=[rule("one", "warn", when)]))["one"]
    assert said in made
    assert ("Show them all" in made) is (said != "Every switch.")


def test_no_way_back_of_ours_touches_the_372_switches_between_families(catalogue: Catalogue) -> None:
    made = pages(catalogue)["no-way-back"]
    assert "372 switches." in made
    assert "It matters when you switch manually." in made or "manually" in made.partition("{: #switches }")[2][:200]


def test_a_rule_says_when_it_applies_and_when_it_does_not() -> None:
    made = pages(made_up(rules=[rule("one", "fix", "p and n > 3")]))["one"]
    applies, _, not_so = made.partition("{: #when }")[2].partition("It does not apply if:")
    assert "More than 3" in applies
    assert "3 or fewer" in not_so.partition("## ")[0]
    assert "Always, for the switches below." in pages(made_up(rules=[rule("one", "fix")]))["one"]


def test_a_doubtful_rule_says_so() -> None:
    made = pages(made_up(rules=[rule("one", "fix", "p", certainty="likely"), rule("two", "fix", "q")]))
    assert "It is likely: the source does not quite say so." in made["one"]
    assert "It is likely" not in made["two"]


def test_rules_on_the_same_fact_or_symptom_are_named_and_no_other() -> None:
    rules = [
        rule("one", "fix", "p"),
        rule("two", "warn", "p and q"),
        rule("three", "wait", "r"),
        rule("four", "fix", "q"),
    ]
    made = pages(made_up(rules=rules, symptoms=[symptom("smoke", "one three")]))
    related = made["one"].partition("{: #see-also }")[2].partition("<nav")[0]
    assert re.findall(r'href="\.\./(\w+)/"', related) == ["two", "three"]
