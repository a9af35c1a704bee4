"""The page of what changed: topic by topic, each period with its document, its sentence and its source."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest

from planswitch.catalogue import Loaded
from planswitch.catalogue.changes import load_changes
from planswitch.pages import changes, registry
from planswitch.pages.editions import edition_of
from planswitch.pages.languages import LanguageError, languages
from planswitch.pages.render import Renderer
from planswitch.rules import Words
from tests.assertions import TRANSLATIONS

ROWS = """topic,period,text,source
Size <b>,2014,At most **300** users.,A3
Size <b>,2015-2020,No more than `3000`.,"Help page, 2020"
Credit check,2014,"Two weeks, [it says](matrix/).",LY
Credit check,2015-2020,,
"""
ITALIAN = """msgid ""
msgstr ""
"Language: it\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "Credit check"
msgstr "Controllo del credito"

msgid "Help page, 2020"
msgstr "Pagina della Guida, 2020"
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "changes.csv"
    path.write_text(ROWS, encoding="utf-8")
    (tmp_path / "locale").mkdir()
    (tmp_path / "locale" / "it.po").write_text(ITALIAN, encoding="utf-8")
    return path


def renderer(loaded: Loaded, path: Path, tag: str) -> Renderer:
    found = languages(["en", "it"], TRANSLATIONS)
    words = Words(loaded.catalogue, found[tag].translations)
    told = changes.in_language(load_changes(path, {"2014": loaded.catalogue}), tag, {"2014": words})
    return Renderer(loaded, found[tag], found, several=True, editions=(edition_of(words, "2014/"),), changes=told)


def page(loaded: Loaded, path: Path, tag: str = "en") -> str:
    (made,) = changes.pages(renderer(loaded, path, tag))
    assert made.path == "what-changed.md"
    return made.markdown


def cells(text: str) -> list[tuple[str, str]]:
    """Each period with what stands beside it, as it is read."""
    found = re.findall("<dt>(.*?)</dt>\n<dd>(.*?)</dd>", text, re.DOTALL)
    return [(_read(period), _read(told)) for period, told in found]


def _read(html: str) -> str:
    return unescape(" ".join(re.sub("<[^>]+>", "", html).split()))


def test_each_topic_tells_each_period_in_the_order_of_time(loaded: Loaded, path: Path) -> None:
    text = page(loaded, path)
    assert re.findall(r"^## (.*)$", text, re.MULTILINE) == [
        "Size &#60;b&#62; {: #size-b }",
        "Credit check {: #credit-check }",
    ]
    assert cells(text) == [
        ("2014", "At most 300 users. Help article of 2014 · To switch plans"),
        ("2015–2020", "No more than 3000. Help page, 2020"),
        ("2014", "Two weeks, it says. ZDNet on the new name of Lync (11 November 2014)"),
        ("2015–2020", "Nothing is known of this."),
    ]


def test_editions_lead_to_their_matrix_and_so_do_links_in_texts(loaded: Loaded, path: Path) -> None:
    assert re.findall('href="([^"]*)"', page(loaded, path)) == ["../2014/matrix/", "../2014/matrix/"]


def test_it_is_told_in_the_language_of_the_page(loaded: Loaded, path: Path) -> None:
    text = page(loaded, path, "it")
    assert "## Controllo del credito {: #credit-check }" in text
    assert cells(text)[1][1].endswith("Pagina della Guida, 2020")
    assert cells(text)[0][1].endswith("Articolo della Guida del 2014 · Per cambiare piano")


def test_a_site_that_does_not_say_what_changed_has_no_such_page(loaded: Loaded, path: Path) -> None:
    made = renderer(loaded, path, "en")
    assert changes.PATH in registry.paths(made)
    without = Renderer(loaded, made.language, made.languages)
    assert changes.PATH not in registry.paths(without)
    assert list(changes.pages(without)) == []


def test_faulty_translations_are_refused(loaded: Loaded, path: Path) -> None:
    (path.parent / "locale" / "it.po").write_text(ITALIAN + 'msgid "Size', encoding="utf-8")
    with pytest.raises(LanguageError, match=r"it\.po"):
        renderer(loaded, path, "it")
