"""Every catalogue of the tests, and the one of the site, in each of its languages: pages, JSON and links."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from planswitch import configured
from planswitch.catalogue import load
from planswitch.pages import api, matrix, registry
from planswitch.pages.languages import languages, locale_folders
from planswitch.pages.render import Renderer
from planswitch.rules import Question, decide
from planswitch.rules.differences import besides
from tests.assertions import ROOT
from tests.published import answers_in, decision_in, differences_in

LIVE = configured.catalogues(ROOT)
FOLDERS = [
    *sorted(found.parent for found in (ROOT / "tests" / "catalogues").glob("*/data/catalogue.csv")),
    *LIVE,
]


def called(folder: Path) -> str:
    return f"{folder.parent.name}/{folder.name}"


def is_long(folder: Path, several: bool) -> bool:
    """All but the small catalogues of the tests and one of middle size, and one of them as one of several."""
    name = folder.parent.name
    return folder in LIVE or name == "hostile" or (several and name != "levels")


@pytest.mark.parametrize(
    ("folder", "several"),
    [
        pytest.param(
            folder,
            several,
            id=f"{called(folder)}-{'one of several' if several else 'alone'}",
            marks=[pytest.mark.long] * is_long(folder, several),
        )
        for folder in FOLDERS
        for several in (False, True)
    ],
)
def test_a_catalogue_makes_its_pages_and_its_json_in_each_language(folder: Path, several: bool) -> None:
    loaded = load(folder)
    catalogue = loaded.catalogue
    locale = locale_folders(folder)
    spoken = [file.stem for place in locale for file in sorted(place.glob("*.po"))]
    tags = dict.fromkeys([catalogue.language, *spoken])
    found = languages(tags, *locale)
    folder_of = f"{catalogue.id}/" if several else ""
    for language in found.values():
        made = Renderer(loaded, language, found, several=several)
        pages = {page.path: page for page in registry.pages(made)}
        assert list(pages) == list(registry.paths(made))
        assert {f"{folder_of}{made.address}/{plan}.md" for plan in catalogue.plans} <= pages.keys()
        assert {f"{folder_of}troubleshooting/{rule}.md" for rule in catalogue.rules} <= pages.keys()
        assert all("<!-- planswitch:slot" not in page.whole() for page in pages.values())
        answers = dict(api.answer_files(made))
        files = [f"{folder_of}answers/{name}.json" for name in (*catalogue.plans, "index")]
        charts = [] if matrix.whole(made) else [f"{folder_of}chart.json"]
        assert list(answers) == [*files, f"{folder_of}names.json", *charts]
        for chart in charts:
            assert json.loads(answers.pop(chart))["digest"] == catalogue.digest
        names = json.loads(answers.pop(f"{folder_of}names.json"))["plans"]
        read = {Path(path).stem: json.loads(text) for path, text in answers.items()}
        assert {file["digest"] for file in read.values()} == {catalogue.digest}
        for origin in catalogue.plans:
            for target, told in answers_in(read[origin], read["index"], origin, names).items():
                assert told == json.loads(json.dumps(made.answer(origin, target).to_dict()))


@pytest.mark.parametrize(
    "folder",
    [pytest.param(folder, marks=[pytest.mark.long] * (folder in LIVE)) for folder in FOLDERS],
    ids=called,
)
def test_the_json_of_a_catalogue_fits_its_schemas(folder: Path) -> None:
    loaded = load(folder)
    found = languages([loaded.catalogue.language], *locale_folders(folder))
    made = Renderer(loaded, found[loaded.catalogue.language], found, several=True)
    files = {path: json.loads(text) for path, text in api.public_files(made)}
    here = f"api/v1/{loaded.catalogue.id}/"
    schemas = {name: files.pop(f"{here}{name}.schema.json") for name in ("catalogue", "decisions")}
    for schema in schemas.values():
        Draft202012Validator.check_schema(schema)
    Draft202012Validator(schemas["catalogue"]).validate(files.pop(f"{here}catalogue.json"))
    decisions = Draft202012Validator(schemas["decisions"])
    assert list(files) == [f"{here}decisions/{name}.json" for name in (*loaded.catalogue.plans, "index")]
    read = {Path(path).stem: content for path, content in files.items()}
    for content in read.values():
        decisions.validate(content)
        assert content["catalogue"] == loaded.catalogue.digest
    for origin in loaded.catalogue.plans:
        for target in loaded.catalogue.plans:
            expected = json.loads(json.dumps(decide(loaded.catalogue, Question(origin, target)).to_dict()))
            told = decision_in(read.__getitem__, list(loaded.catalogue.plans), origin, target)
            assert {**told, "facts": {}, "catalogue": expected["catalogue"]} == expected
            differences = differences_in(read.__getitem__, list(loaded.catalogue.plans), origin, target)
            assert differences == besides(loaded.catalogue, origin, target)["differences"]
