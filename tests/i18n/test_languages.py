"""A language's translations at work: which file has the word, and that nothing a check lets through can crash."""

from __future__ import annotations

import json
import re
import shutil
from gettext import NullTranslations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planswitch.catalogue import load
from planswitch.i18n import Entry, PoFile, Text, own_sentences, problems, read
from planswitch.i18n.plurals import Plural, usual
from planswitch.pages import escaping, registry, translations
from planswitch.pages.console import Console
from planswitch.pages.languages import Language, LanguageError, languages, languages_for, locale_folder, locale_folders
from planswitch.pages.messages import update
from planswitch.pages.render import Renderer
from planswitch.pages.translations import State, states
from planswitch.rules import Question, Words, decide, word
from planswitch.rules.service import Service
from tests.assertions import ROOT

BASE = ROOT / "tests" / "faulty" / "base"
TEMPLATES = ROOT / "generator" / "planswitch" / "pages" / "templates"


def write(folder: Path, *entries: Entry, plural: Plural | None = None, tag: str = "it") -> Path:
    """A folder with a file of translations, of Italian or another language."""
    folder.mkdir(parents=True, exist_ok=True)
    po = PoFile(folder / f"{tag}.po", tag, plural or usual(tag), entries=list(entries))
    po.path.write_text(po.text(), encoding="utf-8")
    return folder


def counted(*strings: str) -> Entry:
    return Entry("{n} answer", "{n} answers", strings)


# ---------------------------------------------------------------------------------------------- which file has the word


def test_a_catalogue_may_bring_translations_of_its_own(tmp_path: Path) -> None:
    folder = write(tmp_path, Entry("Yes", strings=("Certo",)))
    translations = languages(["it"], folder)["it"].translations
    assert translations.gettext("Yes") == "Certo"
    assert translations.gettext("No") == "No"
    assert translations.gettext("Steps") == "Passaggi"


def test_what_is_inside_a_catalogue_s_folder_counts_before_what_is_beside_it_and_both_before_ours(
    tmp_path: Path,
) -> None:
    beside = write(tmp_path / "locale", Entry("Yes", strings=("Certo",)), Entry("No", strings=("Mai",)))
    catalogue = tmp_path / "data"
    assert locale_folder(catalogue) == beside.resolve()
    inside = write(catalogue / "locale", Entry("Yes", strings=("Eccome",)))
    assert locale_folder(catalogue) == inside.resolve()
    italian = languages(["it"], *locale_folders(catalogue))["it"].translations
    assert [italian.gettext(text) for text in ("Yes", "No", "Steps")] == ["Eccome", "Mai", "Passaggi"]


def test_a_catalogue_may_reword_our_sentences_in_the_language_they_are_written_in(tmp_path: Path) -> None:
    folder = write(
        tmp_path / "locale",
        Entry("This is the plan you have", strings=("This is the version you have",)),
        Entry("plan", strings=("version",)),
        Entry("{n} answer missing", "{n} answers missing", ("{n} reply missing", "{n} replies missing")),
        tag="en",
    )
    assert problems(read(folder / "en.po", "en")) == []
    shutil.copytree(BASE, tmp_path / "data")
    loaded = load(tmp_path / "data")
    language = languages(["en"], folder)["en"]
    words = Words(loaded.catalogue, language.translations)
    same = word(decide(loaded.catalogue, Question("swim", "swim")), words)
    assert (same.headline, same.lead) == ("This is the version you have", "There is nothing to switch.")
    assert words.ngettext("{n} answer missing", "{n} answers missing", 2) == "{n} replies missing"
    assert words.names.plan("version swim") == "swim"
    service = Service(json.dumps({"tables": loaded.tables, "digest": loaded.catalogue.digest}))
    service.add_language("en", language.compiled)
    told = json.loads(service.answer(json.dumps({"from": "swim", "to": "swim", "locale": "en", "facts": {}})))
    assert told["answer"]["headline"] == "This is the version you have"
    assert not [state for state in states(loaded, tmp_path / "data") if state.tag == "en" and state.sentences]


def test_where_all_is_english_no_sentence_of_ours_is_looked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(BASE, tmp_path / "data")
    loaded = load(tmp_path / "data")
    monkeypatch.setattr(translations, "site_sentences", lambda: pytest.fail("they were looked for"))
    assert list(states(loaded, tmp_path / "data")) == [State("en", 0, 0, ())]


def test_a_site_about_versions_speaks_of_versions() -> None:
    site = ROOT / "tests" / "catalogues" / "versions"
    loaded = load(site / "data")
    found = languages(["en"], site / "locale")
    renderer = Renderer(loaded, found["en"], found)
    plan = next(iter(loaded.catalogue.plans))
    same = word(decide(loaded.catalogue, Question(plan, plan)), renderer.words)
    assert same.summary == "This is the version you have"
    (overview,) = (page.markdown for page in registry.pages(renderer) if page.path == "versions/index.md")
    assert "# Versions\n" in overview
    assert "of 5 versions with the installer" in overview
    assert not re.search(r"\bplans?\b", re.sub(r'="[^"]*"', "", overview))


@pytest.mark.parametrize(
    "entry",
    [
        Entry("Steps", strings=("Mosse",), flags={"fuzzy"}),
        Entry("Steps", strings=("",)),
        Entry("Steps", strings=("  ",)),
        Entry("Steps", strings=("Mosse",), obsolete=True),
        Entry("Steps", strings=("Mosse",), context="dance"),
    ],
    ids=["in doubt", "not begun", "blank", "obsolete", "of another place"],
)
def test_what_is_no_translation_hides_none(entry: Entry, tmp_path: Path) -> None:
    found = languages(["it"], write(tmp_path, entry))["it"]
    assert found.translations.gettext("Steps") == "Passaggi"


def test_half_a_translation_of_a_sentence_that_counts_is_none(tmp_path: Path) -> None:
    found = languages(["it"], write(tmp_path, counted("{n} sola risposta", "")))["it"]
    assert found.translations.ngettext("{n} answer", "{n} answers", 1) == "{n} risposta"


def test_a_text_that_no_longer_counts_hides_no_sentence_that_does(tmp_path: Path) -> None:
    found = languages(["it"], write(tmp_path, Entry("{n} answer", strings=("{n} sola risposta",))))["it"]
    assert found.translations.ngettext("{n} answer", "{n} answers", 2) == "{n} risposte"


def test_two_files_may_number_their_plural_forms_differently(tmp_path: Path) -> None:
    many = Plural(3, "(n != 1 ? n != 0 && n % 1000000 == 0 ? 1 : 2 : 0)")
    folder = write(tmp_path, counted("{n} sola", "{n} di", "{n} molte"), plural=many)
    translations = languages(["it"], folder)["it"].translations
    told = [translations.ngettext("{n} answer", "{n} answers", number) for number in (1, 2, 0, 1_000_000)]
    assert told == ["{n} sola", "{n} molte", "{n} molte", "{n} di"]
    steps = [translations.ngettext("%(num)d switch.", "%(num)d switches.", number) for number in (1, 2)]
    assert tuple(steps) == Language("it").entries["%(num)d switch."][0].strings


def test_nothing_of_a_header_gets_into_the_compiled_file(tmp_path: Path) -> None:
    path = write(tmp_path, Entry("Steps", strings=("Passi",))) / "it.po"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"MIME', '"X-Charm: abracadabra\\n charset=latin-1\\n"\n"MIME'), encoding="utf-8")
    compiled = Language("it", (tmp_path,)).compiled
    assert b"abracadabra" not in compiled
    assert b"latin" not in compiled


def test_translations_do_not_say_when_they_were_compiled(tmp_path: Path) -> None:
    compiled = Language("it", (write(tmp_path, Entry("Steps", strings=("Passi",))),)).compiled
    assert b"POT-Creation-Date: 1970-01-01 00:00+0000" in compiled


@pytest.mark.parametrize("tag", ["itt", "", "en_GB", "../it", "zz", "IT"])
def test_a_tag_of_no_language_is_refused(tag: str) -> None:
    with pytest.raises(LanguageError, match="is no language: "):
        languages(["en", tag])


@pytest.mark.parametrize("tag", ["fr", "it"], ids=["that nobody speaks", "that only we speak"])
def test_a_language_into_which_nobody_has_begun_to_translate_a_catalogue_is_refused(tag: str, tmp_path: Path) -> None:
    catalogue = Path(shutil.copytree(BASE, tmp_path / "data"))
    loaded = load(catalogue)
    with pytest.raises(LanguageError) as refused:
        languages_for(catalogue, loaded, ["en", tag])
    begin = f"begin its translations with: planswitch messages --catalogue {catalogue} --locale {tag}"
    assert str(refused.value) == f"{catalogue} has no text in “{tag}”, a language of the site; {begin}"
    write(tmp_path / "locale", Entry("Yes", strings=("Oui",)), tag=tag)
    with pytest.raises(LanguageError, match="has no text"):
        languages_for(catalogue, loaded, ["en", tag])
    list(update(catalogue, tag))
    assert list(languages_for(catalogue, loaded, ["en", tag])) == ["en", tag]


def test_a_catalogue_in_another_language_is_not_in_english_by_itself(tmp_path: Path) -> None:
    catalogue = Path(shutil.copytree(BASE, tmp_path / "data"))
    settings = catalogue / "catalogue.csv"
    settings.write_text(settings.read_text(encoding="utf-8").replace("language,en", "language,fr"), encoding="utf-8")
    assert list(languages_for(catalogue, load(catalogue), ["fr"])) == ["fr"]
    with pytest.raises(LanguageError, match="has no text in “en”"):
        languages_for(catalogue, load(catalogue), ["en", "fr"])


# ------------------------------------------------------------------------------------------- nothing crashes when shown

PLACEHOLDERS = re.compile(r"\{\w+\}|%\(\w+\)[sd]")
PIECES = st.sampled_from(
    [
        "{n}",
        "{value}",
        "%(num)d",
        "%(plan)s",
        "%(num)s",
        "{",
        "}",
        "{}",
        "{0}",
        "{n!r}",
        "{n:x}",
        "{n.real}",
        "%",
        "%%",
        "%s",
        "%(",
        "%(num)",
        "{{",
        "}}",
        "x",
        "d",
        "**",
        "\\",
    ]
)


@given(st.sampled_from(sorted(own_sentences())), st.lists(PIECES, max_size=6), st.lists(PIECES, max_size=6))
def test_a_translation_that_passed_the_checks_can_be_shown(text: str, before: list[str], after: list[str]) -> None:
    own = own_sentences()[text]
    kept = " ".join(PLACEHOLDERS.findall(text + own.plural))
    string = f"{''.join(before)}{kept}{''.join(after)}"
    entry = Entry(text, own.plural, (string, string) if own.plural else (string,))
    if not problems(PoFile(Path("it.po"), "it", usual("it"), entries=[entry])):
        shown(string, own)


class Said(NullTranslations):
    """Translations in which every sentence is said the same way."""

    def __init__(self, string: str) -> None:
        super().__init__()
        self.string = string

    def gettext(self, message: str) -> str:
        return self.string

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.string


def shown(string: str, own: Text) -> None:
    """Puts values into a translation as code and templates do."""
    if own.formatted:
        values = {
            name: 1 if kind == "d" else "x" for name, kind in re.findall(r"%\((\w+)\)([sd])", own.id + own.plural)
        }
        printed = escaping.sentences(Said(string))
        if own.plural:
            printed["ngettext"](own.id, own.plural, **{"num": 1, **values})
        else:
            printed["_"](own.id, **values)
    else:
        string.format(**dict.fromkeys(re.findall(r"\{(\w+)\}", own.id + own.plural), 1))


STRANGE = "100% {x} %(y)s {{z}} %s }{ \\"


def test_percent_signs_and_braces_of_a_catalogue_are_letters_like_any_other(tmp_path: Path) -> None:
    shutil.copytree(BASE, tmp_path / "data")
    names = {
        "plans.csv": ["Swim Plus"],
        "families.csv": ["Indoor"],
        "rules.csv": ["Too old", "Ask at the desk.", "A locker", "The locker is full."],
        "facts.csv": ["How old are you?", "Look for its key.", "Gold card"],
        "steps.csv": ["Go to the desk.", "Sign."],
        "symptoms.csv": ["Empty it."],
        "catalogue.csv": ["Switching passes", "Leaflet of 2020"],
    }
    entries = []
    for name, texts in names.items():
        path = tmp_path / "data" / name
        for text in texts:
            path.write_text(path.read_text(encoding="utf-8").replace(text, f"{text} {STRANGE}"), encoding="utf-8")
            entries.append(Entry(f"{text} {STRANGE}", strings=(f"IT {text} {STRANGE}%",)))
    entries[2] = Entry("Too old 100% {x} %(y)s {{z}} %s }{ \\", strings=("IT vecchio %",))
    folder = write(tmp_path / "locale", *entries)
    assert problems(read(folder / "it.po", "it")) == []
    loaded = load(tmp_path / "data")
    found = languages(["en", "it"], folder)
    renderer = Renderer(loaded, found["it"], found)
    pages = {page.path: page.whole() for page in registry.pages(renderer)}
    assert "IT Swim Plus 100% {x} %(y)s {{z}} %s }{ " in pages["plans/swim-plus.md"]
    answer = word(decide(loaded.catalogue, Question("swim", "swim-plus", {"age": 95, "card": "gold"})), renderer.words)
    assert any("IT vecchio %" in line for line in Console(renderer.words, False).lines(answer))
    service = Service(json.dumps({"tables": loaded.tables, "digest": loaded.catalogue.digest}))
    service.add_language("it", found["it"].compiled)
    asked: dict[str, Any] = {"from": "swim", "to": "swim-plus", "locale": "it", "facts": {"age": "95"}}
    told = json.loads(service.answer(json.dumps(asked)))
    assert told["answer"]["target"] == f"IT Swim Plus {STRANGE}%"
    assert told["answer"]["edition"].endswith(f"IT Leaflet of 2020 {STRANGE}%")


def test_every_placeholder_of_ours_is_one_that_translators_can_be_told(tmp_path: Path) -> None:
    """A sentence with another kind of placeholder would be refused in every language."""
    for text in own_sentences().values():
        forms = 2 if text.plural else 1
        entry = Entry(text.id, text.plural, tuple((text.id, text.plural or text.id)[:forms]))
        assert problems(PoFile(tmp_path / "it.po", "it", usual("it"), entries=[entry])) == []


def test_words_without_translations_are_the_texts_as_they_are() -> None:
    catalogue = load(BASE).catalogue
    assert Words(catalogue, languages(["en"])["en"].translations).plan("swim") == "Swim"
