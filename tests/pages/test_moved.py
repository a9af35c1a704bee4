"""Ids that plans, rules, symptoms and families had before: where a page, a file or a link by one of them leads."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
from markdown import Markdown

from planswitch.catalogue.renames import former_ids
from planswitch.pages import api, registry
from planswitch.pages.languages import languages
from planswitch.pages.moved import moved_addresses, moved_pages
from planswitch.pages.policy import checked
from planswitch.pages.render import Renderer
from planswitch.rules import Catalogue
from tests.assertions import TRANSLATIONS, made_up, rule
from tests.pages.test_plans import renderer


def name(text: str, plan: str, kind: str) -> dict[str, str]:
    return {"name": text, "plan": plan, "kind": kind}


def with_names(*names: dict[str, str], settings: tuple[dict[str, str], ...] = ()) -> Catalogue:
    catalogue = made_up("a:north b:north c:south", names=names)
    return replace(catalogue, settings={**catalogue.settings, **{row["key"]: row["value"] for row in settings}})


@pytest.mark.parametrize("kind", ["id", "former"])
def test_a_name_that_could_be_an_id_is_one_of_earlier(kind: str) -> None:
    assert former_ids(with_names(name("old-a", "a", kind))) == {"old-a": "a"}


@pytest.mark.parametrize(
    "names",
    [
        [name("old-a", "a", "short")],
        [name("old-a", "a", "later")],
        [name("Old A", "a", "former")],
        [name("OLD_A", "a", "id")],
        [name("index", "a", "former")],
        [name("b", "a", "former")],
        [name("old", "a", "former"), name("old", "b", "former")],
        [name("old", "a", "former"), name("OLD", "b", "short")],
        [name("old", "a", "former"), {"name": "Old", "plan": "", "kind": "", "note": "It is not covered."}],
    ],
    ids=str,
)
def test_no_other_name_is_and_none_that_means_more_than_one_plan(names: list[dict[str, str]]) -> None:
    assert former_ids(with_names(*names)) == {}


def test_an_address_of_earlier_leads_to_the_page_of_now_without_scripts_and_within_the_policy() -> None:
    made = renderer(with_names(name("old-a", "a", "former")))
    ((path, html),) = moved_pages(made)
    assert path == "plans/old-a/index.html"
    assert '<meta http-equiv="refresh" content="0; url=../a/">' in html
    assert '<link rel="canonical" href="../a/">' in html
    assert '<meta name="robots" content="noindex">' in html
    assert '<a href="../a/">A</a>' in html
    assert 'src="../../../assets/moved.js"' in html
    assert checked(html, path) == []
    assert "plans/a.md" in registry.paths(made)
    assert not [page for page in registry.paths(made) if "old-a" in page]


def test_a_folder_of_plans_that_is_called_otherwise_now_leads_on_with_each_of_its_pages() -> None:
    settings = ({"key": "address", "value": "versions"}, {"key": "former", "value": "plans"})
    catalogue = with_names(name("old-a", "a", "former"), settings=settings)
    made = renderer(catalogue, several=True)
    assert moved_addresses({"en": [made]}) == {
        "en/made-up/versions/old-a/": "en/made-up/versions/a/",
        "en/made-up/plans/": "en/made-up/versions/",
        "en/made-up/plans/a/": "en/made-up/versions/a/",
        "en/made-up/plans/b/": "en/made-up/versions/b/",
        "en/made-up/plans/c/": "en/made-up/versions/c/",
        "en/made-up/plans/old-a/": "en/made-up/versions/a/",
    }
    files = dict(moved_pages(made))
    assert '<link rel="canonical" href="../versions/">' in files["made-up/plans/index.html"]
    assert '<link rel="canonical" href="../../versions/a/">' in files["made-up/plans/a/index.html"]
    assert 'src="../../../../assets/moved.js"' in files["made-up/plans/a/index.html"]
    assert all(checked(html, path) == [] for path, html in files.items())


def with_rule(*names: dict[str, str]) -> Catalogue:
    symptom = {"id": "smoke", "symptom": "I see smoke.", "advice": "Look.", "rules": "fire", "source": "A1"}
    return made_up("a:north b:north c:south", rules=[rule("fire", "stop", "p")], symptoms=[symptom], names=names)


def test_an_address_of_a_rule_leads_on_likewise() -> None:
    made = renderer(with_rule({"name": "flame", "rule": "fire", "kind": "former"}))
    ((path, html),) = moved_pages(made)
    assert path == "troubleshooting/flame/index.html"
    assert '<meta http-equiv="refresh" content="0; url=../fire/">' in html
    assert f'<a href="../fire/">{made.catalogue.rules["fire"].title}</a>' in html
    assert checked(html, path) == []
    assert "troubleshooting/fire.md" in registry.paths(made)
    assert moved_addresses({"en": [made]}) == {"en/troubleshooting/flame/": "en/troubleshooting/fire/"}
    assert list(moved_pages(made, ["troubleshooting/flame.md"])) == []


@pytest.mark.parametrize(
    ("row", "path"),
    [
        ({"name": "fumes", "symptom": "smoke"}, "troubleshooting/index.md"),
        ({"name": "fumes", "family": "north"}, "plans/index.md"),
        ({"name": "fumes", "plan": "b"}, "plans/a.md"),
        ({"name": "fumes", "plan": "c"}, "plans/a.md"),
    ],
    ids=str,
)
def test_a_place_of_a_page_is_found_by_its_id_of_earlier_too(row: dict[str, str], path: str) -> None:
    catalogue = with_rule({**row, "kind": "former"})
    html = Markdown(extensions=["attr_list"]).convert(registry.page(renderer(catalogue), path).markdown)
    now = next(value for key, value in row.items() if key != "name")
    assert sorted(re.findall(rf' id="(fumes|{now})"', html)) == sorted(["fumes", now])
    assert html.count("fumes") == 1


def test_an_id_of_earlier_that_is_no_plan_s_is_no_name_of_one() -> None:
    catalogue = with_rule({"name": "a-fire", "rule": "fire", "kind": "former"})
    assert catalogue.names == ()
    assert former_ids(catalogue) == {}


def test_each_edition_and_each_language_leads_on_in_its_own_folder_and_words() -> None:
    catalogue = with_names(name("old-a", "a", "former"), settings=({"key": "address", "value": "tickets"},))
    found = languages(["it"], TRANSLATIONS)
    italian = Renderer(renderer(catalogue).loaded, found["it"], found, several=True)
    ((path, html),) = moved_pages(italian)
    assert path == "made-up/tickets/old-a/index.html"
    assert '<html lang="it" dir="ltr">' in html
    assert "Questa pagina è ora a un altro indirizzo:" in html
    assert 'src="../../../../assets/moved.js"' in html


@pytest.mark.parametrize("written", ["plans/old-a.md", "plans/old-a/index.md", "plans/old-a/index.html"])
def test_a_page_that_is_written_by_hand_stays(written: str) -> None:
    made = renderer(with_names(name("old-a", "a", "former")))
    assert list(moved_pages(made, ["index.md", written])) == []


def test_the_file_of_a_plan_is_there_by_its_id_of_earlier_too() -> None:
    files = dict(api.public_files(renderer(with_names(name("old-a", "a", "former")))))
    assert files["api/v1/decisions/old-a.json"] == files["api/v1/decisions/a.json"]
    assert json.loads(files["api/v1/decisions/old-a.json"])["from"] == "a"
    assert "api/v1/decisions/b.json" in files


def test_servers_are_told_each_address_of_earlier_and_that_of_now() -> None:
    made = renderer(with_names(name("old-a", "a", "former")), several=True)
    assert moved_addresses({"en": [made], "it": [made]}) == {
        "en/made-up/plans/old-a/": "en/made-up/plans/a/",
        "it/made-up/plans/old-a/": "it/made-up/plans/a/",
    }
