"""What readers see of a catalogue: each text once, with its place, and nothing else."""

from __future__ import annotations

from collections import Counter

from planswitch.catalogue import load
from planswitch.catalogue.texts import shown_texts
from tests.catalogue.test_checks import BASE


def test_every_text_has_its_place_and_its_kind() -> None:
    found = {
        (text.row.file, text.row.line, text.column): (text.text, text.kind) for text in shown_texts(load(BASE).rows)
    }
    assert found["catalogue.csv", 2, "value"] == ("Switching passes", "text")
    assert found["plans.csv", 3, "name"] == ("Swim Plus", "text")
    assert found["switches.csv", 2, "note"] == ("The leaflet is torn here.", "prose")
    assert found["routes.csv", 2, "sure"] == ("The wizard leads from {from} to {to}.", "sentence")


def test_labels_are_texts_of_their_own() -> None:
    labels = [text.text for text in shown_texts(load(BASE).rows) if text.kind == "options"]
    assert labels == ["Small", "Large", "Gold card", "Silver card"]


def test_what_only_cites_sources_what_is_blank_and_ids_are_no_texts() -> None:
    texts = Counter(text.text for text in shown_texts(load(BASE).rows))
    assert not texts.keys() & {"", "A1", "A3", "B1", "passes", "2020", "en", "swim", "wizard", "S", "Dive"}
    assert texts["The leaflet says nothing of diving."] == 1
