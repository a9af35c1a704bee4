"""The catalogues that the site is built from: what any catalogue has to pass, whatever its cells say."""

from __future__ import annotations

from pathlib import Path

import pytest

from planswitch.catalogue import Loaded, load
from planswitch.configured import catalogues
from planswitch.rules import Question, decide
from tests.site_builder import PROJECT, Html, broken_links


@pytest.fixture(scope="module", params=catalogues(PROJECT), ids=lambda folder: folder.name)
def live(request: pytest.FixtureRequest) -> Loaded:
    return load(Path(request.param))


def test_every_pair_of_plans_has_an_answer(live: Loaded) -> None:
    plans = live.catalogue.plans
    answers = {
        (origin, target): decide(live.catalogue, Question(origin, target)) for origin in plans for target in plans
    }
    assert {pair for pair, answer in answers.items() if answer.status == "same"} == {(plan, plan) for plan in plans}


@pytest.mark.long
def test_the_site_is_built_strictly_and_every_link_leads_somewhere(published_folder: Path, site_url: str) -> None:
    site = published_folder
    pages = {path.relative_to(site).as_posix(): Html(path) for path in sorted(site.rglob("*.html"))}
    assert not broken_links(pages, site, site_url)


@pytest.mark.long
def test_every_plan_and_every_circumstance_has_its_page_in_each_language(published_folder: Path, live: Loaded) -> None:
    for language in ("en", "it"):
        for folder, ids in (
            (live.catalogue.settings.get("address", "plans"), live.catalogue.plans),
            ("troubleshooting", live.catalogue.rules),
        ):
            missing = [
                name
                for name in ids
                if not (published_folder / language / live.catalogue.id / folder / name / "index.html").is_file()
            ]
            assert not missing
