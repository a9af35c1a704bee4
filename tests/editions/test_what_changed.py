"""The published table of what changed: whole sentences, each with its source, in every language of the site."""

from __future__ import annotations

from planswitch import configured
from planswitch.catalogue.changes import load_changes
from planswitch.pages.languages import languages
from tests.editions.published import PUBLISHED, TAGS, editions

CATALOGUES = {name: loaded.catalogue for name, loaded in editions().items()}


def test_every_edition_is_a_period_of_it_and_what_was_between_too() -> None:
    path = configured.changes(PUBLISHED)
    assert path
    changes = load_changes(path, CATALOGUES)
    assert set(CATALOGUES) < set(changes.periods)
    assert changes.periods == ("2014", "2015–2020", "2023-partner", "2024-admin")
    assert len(changes.topics) == 24
    assert changes.warnings == ()


def test_what_is_said_is_one_whole_sentence() -> None:
    path = configured.changes(PUBLISHED)
    assert path
    for topic in load_changes(path, CATALOGUES).topics:
        assert any(saying.text for saying in topic.sayings), topic.title
        for saying in topic.sayings:
            if saying.text:
                assert saying.text.endswith((".", ".”")), saying.text
                assert saying.text[0].isupper(), saying.text
                assert len(saying.text) < 260, saying.text


def test_all_of_it_is_there_in_every_language() -> None:
    path = configured.changes(PUBLISHED)
    assert path
    changes = load_changes(path, CATALOGUES)
    for tag in TAGS[1:]:
        known = languages([tag], changes.locale)[tag].entries
        assert [shown.text for shown in changes.shown() if shown.text not in known] == []
