"""A site in a language with hardly a translation: each English text says that it is English, on pages and in JSON."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from planswitch.catalogue import Loaded, load
from planswitch.i18n import Entry, PoFile, own_sentences
from planswitch.i18n.plurals import usual
from planswitch.pages import api, registry
from planswitch.pages.languages import Language, language_of
from planswitch.pages.links import FRONT_MATTER
from planswitch.pages.render import Renderer
from planswitch.pages.site import Kind, Source, renderers
from planswitch.pages.widgets import explorer_files
from planswitch.rules import Question, Words, decide, word
from planswitch.rules.foreign import END, OPEN, PLACES, bare
from planswitch.rules.service import Service
from tests.assertions import ROOT

CATALOGUES = ROOT / "tests" / "catalogues"
WORDLESS = ("area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "path", "rect", "source", "wbr")
SAID = ("headline", "summary", "lead", "heading", "condition", "doubt", "compared", "assumption", "answered", "more")
TRANSLATED = ("Yes", "Oui"), ("Steps", "Étapes"), ("Yes, {how}", "Oui, {how}")


@pytest.fixture
def language(tmp_path: Path) -> Language:
    """Arabic, in which three sentences are translated."""
    return spoken("ar", tmp_path)


def spoken(tag: str, tmp_path: Path) -> Language:
    po = PoFile(tmp_path / f"{tag}.po", tag, usual(tag))
    po.entries = [Entry(text, strings=(translation,)) for text, translation in TRANSLATED]
    po.path.write_text(po.text(), encoding="utf-8")
    return language_of(tag, tmp_path)


def renderer(name: str, language: Language) -> Renderer:
    loaded = load(CATALOGUES / name / "data")
    return Renderer(loaded, language, {language.tag: language})


class Texts(HTMLParser):
    """The texts of a page, each with the language that the elements around it say, and the direction."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.around: list[tuple[str, str, str]] = []
        self.found: list[tuple[str, str, str]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        _, language, direction = self.around[-1] if self.around else ("", "", "")
        if tag not in WORDLESS:
            self.around.append((tag, given.get("lang") or language, given.get("dir") or direction))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """It holds nothing."""

    def handle_endtag(self, tag: str) -> None:
        while self.around and self.around.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        inside = {tag for tag, _, _ in self.around}
        if data.strip() and not inside & {"template", "script", "style"}:
            _, language, direction = self.around[-1] if self.around else ("", "", "")
            self.found.append((data, language, direction))


def sentences() -> re.Pattern[str]:
    """Any sentence of ours that stands alone and is long enough not to be there by chance."""
    done = {text for text, _ in TRANSLATED}
    alone = [text for text in own_sentences() if not PLACES.search(text) and text[0].isupper() and text not in done]
    return re.compile("|".join(rf"(?<!\w){re.escape(text)}(?!\w)" for text in sorted(alone, key=len, reverse=True)))


def pages(made: Renderer) -> Iterator[tuple[str, str]]:
    for page in registry.pages(made):
        yield page.path, FRONT_MATTER.sub("", page.whole())


@pytest.mark.parametrize(("tag", "name"), [("fr", "levels"), ("ar", "office-2014")])
def test_every_english_text_of_a_page_says_so(tag: str, name: str, tmp_path: Path) -> None:
    ours = sentences()
    language = spoken(tag, tmp_path)
    made = renderer(name, language)
    seen = set()
    for path, html in pages(made):
        for text, said, direction in Texts(html).found:
            found = ours.search(text)
            assert not found or said == "en", f"{path}: “{found[0]}” in “{text}”"
            assert direction == ("ltr" if said and tag == "ar" else ""), f"{path}: {text}"
            seen |= {found[0]} if found else set()
            assert OPEN not in text
    assert len(seen) > 50


def test_texts_of_the_catalogue_say_so_too_and_names_and_translations_do_not(language: Language) -> None:
    made = renderer("office-2014", language)
    texts = [text for _, html in pages(made) for text in Texts(html).found]
    assert {tag for text, tag, _ in texts if "More than 300 users" in text} == {"en"}
    assert {tag for text, tag, _ in texts if text in ("Étapes", "Oui")} <= {""}
    assert "" in {tag for text, tag, _ in texts if text == made.words.plan("enterprise-e3")}


def test_what_is_no_element_has_no_mark(language: Language) -> None:
    for page in registry.pages(renderer("office-2014", language)):
        front = FRONT_MATTER.match(page.markdown)
        assert front
        assert "ufdd0" not in front[0]
        of_a_plan = page.path.startswith("plans/") and page.path != "plans/index.md"
        assert ("\ntitle_language: en\n" in front[0]) is not of_a_plan
        assert not re.search(rf"<[^<>]*[{OPEN}{END}][^<>]*>", page.whole()), page.path
        assert OPEN not in page.whole()


def said_in(value: Any) -> Iterator[str]:
    """Each text of an answer that is ours to say, wherever in JSON it stands."""
    if isinstance(value, dict):
        for name, part in value.items():
            yield from [part] if name in SAID and isinstance(part, str) else said_in(part)
    elif isinstance(value, list):
        for part in value:
            yield from said_in(part)


def test_what_scripts_are_told_says_so(language: Language) -> None:
    files = {path: json.loads(text) for path, text in api.answer_files(renderer("office-2014", language))}
    said = {text for content in files.values() for text in said_in(content) if text}
    assert len(said) > 20
    assert not [text for text in said if not text.startswith((f"{OPEN}en\ufdd1", "Oui"))]
    assert not [word for side in ("from", "to") for word in files["names.json"]["search"][side] if OPEN in word]


def test_what_an_explorer_fetches_of_other_editions_says_so(language: Language, tmp_path: Path) -> None:
    folders = [CATALOGUES / "editions" / name for name in ("old", "new")]
    sources = [Source(folder, load(folder), {language.tag: language}) for folder in folders]
    made = renderers(sources, {language.tag: tmp_path}, Kind(several=True))[language.tag]
    assert all(each.foreign for each in made)
    python: dict[str, Any] = {"runtime": {}, "edition": "", "catalogue": {}, "digest": "", "translations": None}
    files = dict(explorer_files(made, {each.catalogue.id: python for each in made}))
    assert len(files) == 3
    for path, text in files.items():
        strings = json.loads(text)["strings"]
        assert all(said.startswith((f"{OPEN}en\ufdd1", "Étapes")) for said in strings.values() if said), path


def test_an_answer_of_the_browser_s_python_says_so_as_the_page_does(language: Language) -> None:
    made = renderer("office-2014", language)
    loaded = made.loaded
    service = Service(api.published(loaded))
    service.add_language(language.tag, language.compiled)
    asked = {
        "from": "enterprise-e1",
        "to": "enterprise-e3",
        "locale": language.tag,
        "facts": {"users": "301", "trial": "yes"},
    }
    told = json.loads(service.answer(json.dumps(asked)))["answer"]
    decision = decide(loaded.catalogue, Question("enterprise-e1", "enterprise-e3", {"users": 301, "trial": True}))
    assert told == json.loads(json.dumps(word(decision, made.words).to_dict()))
    assert told["headline"] == f"{OPEN}en\ufdd1Yes, but only {OPEN}en\ufdd1manually{END}{END}"
    assert told["origin"] == "Office 365 Enterprise E1"
    plain = Words(loaded.catalogue, language.translations)
    assert json.loads(bare(json.dumps(told, ensure_ascii=False))) == word(decision, plain).to_dict() | {
        "decision": told["decision"]
    }


def test_a_translated_pattern_with_a_text_that_is_not_marks_the_text_alone(language: Language) -> None:
    words = renderer("levels", language).words
    assert words.gettext("Yes, {how}").format(how=words.text("by hand")) == f"Oui, {OPEN}en\ufdd1by hand{END}"
    assert words.gettext("{value}") == "{value}", "which has no word"
    assert words.number(1000) == "1,000"


@pytest.mark.parametrize("name", ["office-2014", "editions"])
def test_nothing_is_added_where_all_is_translated(name: str) -> None:
    folder = CATALOGUES / name / ("data" if name == "office-2014" else "new")
    loaded = load(folder)
    language = language_of("it", folder.parent / "locale", folder / "locale")
    made = Renderer(loaded, language, {"it": language})
    assert all('lang="' not in html for _, html in pages(made)) or name == "editions"
    if name == "office-2014":
        assert OPEN not in "".join(text for _, text in api.answer_files(made))


def test_a_site_in_the_language_of_its_catalogue_marks_our_sentences_alone(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(CATALOGUES / "palestra", tmp_path / "palestra"))
    settings = folder / "data" / "catalogue.csv"
    settings.write_text(settings.read_text(encoding="utf-8").replace("language;it", "language;sv"), encoding="utf-8")
    language = language_of("sv", tmp_path)
    loaded: Loaded = load(folder / "data")
    words = Renderer(loaded, language, {"sv": language}).words
    assert words.text("Sala") == "Sala"
    assert words.gettext("Steps") == f"{OPEN}en\ufdd1Steps{END}"
    assert Words(loaded.catalogue, language_of("en", tmp_path).translations, "en").text("Sala").startswith(f"{OPEN}sv")


def test_a_language_spoken_elsewhere_is_no_other(tmp_path: Path) -> None:
    language = language_of("en-GB", tmp_path)
    words = renderer("levels", language).words
    assert words.gettext("Steps") == "Steps"
    assert words.text("by hand") == "by hand"
