"""Editions: which is the newest for whom, in which order readers get them, and what each is called for short."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from markupsafe import Markup

from planswitch.catalogue import load
from planswitch.pages.editions import Edition, edition_of, in_order, labels, place_in, titled
from planswitch.pages.languages import languages, locale_folders
from planswitch.pages.render import Renderer
from planswitch.pages.site import Kind, Source, ids_twice, renderer_of, renderers
from tests.assertions import EDITIONS


def edition(name: str, date: str, audience: str = "admins") -> Edition:
    return Edition(name, "Title", "Document", date[:4], date, audience, f"{name}/")


@pytest.mark.parametrize(
    ("listed", "told"),
    [
        (["a 2014", "b 2024-12-05"], ["b", "a>b"]),
        (["b 2024-12-05", "a 2014"], ["b", "a>b"]),
        (["a 2014", "b 2024-12-05", "c 2023-10 partners"], ["b", "c", "a>b"]),
        (["a 2014", "b 2020", "c 2025 partners", "d 2026 partners"], ["b", "d", "c>d", "a>b"]),
        (["a 2014", "b 2016", "c 2020"], ["c", "b>c", "a>c"]),
        (["a 2014", "b 2014-05"], ["b", "a>b"]),
        (["a 2014", "b 2014"], ["a", "b"]),
        (["c 2014 partners", "a 2024"], ["c", "a"]),
        (["a 2014"], ["a"]),
        ([], []),
    ],
)
def test_the_newest_of_the_first_audience_comes_first_then_the_others_by_date(
    listed: list[str], told: list[str]
) -> None:
    found = in_order(edition(*each.split()) for each in listed)
    assert [f"{each.id}>{each.newer}" if each.newer else each.id for each in found] == told


def test_an_edition_is_called_by_its_year_or_where_two_have_it_by_its_id() -> None:
    assert labels([edition("a", "2014"), edition("b", "2024-12")]) == {"a": "2014", "b": "2024"}
    assert labels([edition("a", "2014-01"), edition("b", "2014-12"), edition("c", "2020")]) == {
        "a": "a", "b": "b", "c": "2020",
    }  # fmt: skip


@pytest.fixture(scope="module")
def made() -> dict[str, tuple[Renderer, ...]]:
    return renderers(sources(), {tag: EDITIONS / "docs" / tag for tag in ("en", "it")}, Kind(several=True))


def sources() -> list[Source]:
    folders = [EDITIONS / name for name in ("old", "new", "other")]
    return [Source(folder, load(folder), languages(["en", "it"], *locale_folders(folder))) for folder in folders]


def test_an_edition_says_what_its_catalogue_says_in_the_language_of_its_page(
    made: dict[str, tuple[Renderer, ...]],
) -> None:
    front, other, old = made["it"]
    assert front.edition == Edition(
        "new",
        "Cambiare tariffa telefonica",
        "Sito web di dicembre 2024",
        "2024",
        "2024-12-05",
        "customers",
        "new/",
    )
    assert (other.edition.audience, other.edition.newer) == ("shops", "")
    assert (old.edition.newer, old.edition.folder) == ("new", "old/")
    assert [each.front for each in made["it"]] == [True, False, False]
    assert edition_of(old.words) == replace(old.edition, folder="", newer="")


def test_a_page_is_of_the_edition_in_whose_folder_it_is_and_else_of_the_front_edition(
    made: dict[str, tuple[Renderer, ...]],
) -> None:
    for path, name in (
        ("old/matrix.md", "old"),
        ("other/tariffs/p1.md", "other"),
        ("index.md", "new"),
        ("older/x.md", "new"),
        ("guides/old/x.md", "new"),
    ):
        assert renderer_of(made["en"], path).catalogue.id == name, path


def test_what_is_written_by_hand_in_a_folder_is_found_by_its_texts(made: dict[str, tuple[Renderer, ...]]) -> None:
    new, other, old = made["en"]
    assert (new.written, other.written, old.written) == (("guides",), (), ("about", "guides"))
    assert old.placed("guides/after/#x") == "old/guides/after/#x"
    assert other.placed("guides/after/") == "guides/after/"
    assert (new.about_at, other.about_at, old.about_at) == ("about/", "about/", "old/about/")


def test_another_edition_may_call_its_plans_otherwise(made: dict[str, tuple[Renderer, ...]]) -> None:
    _, other, old = made["en"]
    assert place_in(old, "old/plans/e1.md", other) == "other/tariffs/"
    assert place_in(old, "old/guides/after.md", other) == "other/matrix/"


def test_a_site_of_one_edition_names_none() -> None:
    (alone,) = renderers(sources()[:1], {"en": EDITIONS / "docs" / "en"}, Kind(several=True))["en"]
    assert (alone.label, alone.folders, alone.front) == ("", "old/", True)
    assert titled(Markup("Matrix"), alone) == "Matrix"
    (plain,) = renderers(sources()[:1], {"en": EDITIONS / "docs" / "en"}, Kind())["en"]
    assert (plain.folders, plain.folder, plain.written) == ("", "", ())


def test_catalogues_of_one_id_are_told_apart_by_their_folders(tmp_path: Path) -> None:
    old, new, _ = sources()
    again = Source(tmp_path / "again", old.loaded, old.languages)
    assert list(ids_twice([old, new])) == []
    (said,) = ids_twice([old, new, again])
    assert "“old” is the id of both " in said
    assert str(tmp_path / "again") in said
