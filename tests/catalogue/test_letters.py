"""Letters that were read wrongly: the encoding is told by where letters and signs stand."""

from __future__ import annotations

import pytest
from babel import Locale
from babel.localedata import locale_identifiers

from planswitch.catalogue.letters import (
    ELSEWHERE,
    NO_WORD,
    OTHERS,
    WINDOWS,
    WORD,
    oddness,
    other_encoding,
    read_twice,
)
from tests.assertions import ROOT

TEXTS = {
    "it": "È l’ora: più utenti, perché sì – “subito” … La qualità non è libertà; può darsi di lunedì.",
    "de": "Die Größe ändern: „so“ für Fußgänger über 20 °C, schön und möglich – ÄNDERUNG der Straße.",
    "fr": "L’accès à l’école, où ça ? « Très élevé », naïve hôtel, œuvre n° 5, çà et là, français.",
    "es": "¿Qué año? El español está aquí: mañana, información y canción. ÚNICO, según el dueño.",
    "pt": "A informação não é possível às três; ações e “IRMÔ: CAFÉ… português, você, avó.",
    "sv": "På ö får man åka båt: för många år sedan, där ärligt.",
    "en": "It’s “fine” — don’t switch on–off. A naïve café, 5 € or £5, © 2024, m² × 2, Name™, word—word.",
}


@pytest.mark.parametrize("language", TEXTS)
def test_nothing_is_odd_where_nothing_was_read_wrongly(language: str) -> None:
    assert oddness(TEXTS[language]) == 0
    assert other_encoding(TEXTS[language].encode(WINDOWS)) == ""
    assert read_twice(TEXTS[language]) == ""


@pytest.mark.parametrize("language", TEXTS)
@pytest.mark.parametrize("encoding", OTHERS)
def test_text_of_other_systems_is_not_taken_for_windows_text(language: str, encoding: str) -> None:
    found = other_encoding(TEXTS[language].encode(encoding, "ignore"))
    assert found
    if language != "sv":
        assert OTHERS[found] == OTHERS[encoding]


@pytest.mark.parametrize("language", TEXTS)
@pytest.mark.parametrize("encoding", [WINDOWS, *OTHERS])
def test_utf_8_that_was_opened_as_something_else_is_found_and_mended(language: str, encoding: str) -> None:
    assert read_twice("".join(read_as(encoding, byte) for byte in TEXTS[language].encode())) == TEXTS[language]


def read_as(encoding: str, byte: int) -> str:
    """A byte as programs read it: where the encoding has no letter, it stays what it is."""
    return bytes([byte]).decode(encoding, "ignore") or chr(byte)


@pytest.mark.parametrize(
    "text",
    [
        "CAFÉ”",
        "“IRMÔ",
        "Ångström",
        "NÃO",
        "naïve",
        "Ø",
        "è",
        "m²",
        "İstanbul",
        "Привет",
        "中文",
        "😀",
        "Ã",
        "≈ 5",
        "√2",
    ],
)
def test_what_only_looks_wrong_is_left_alone(text: str) -> None:
    assert read_twice(text) == ""


def test_one_word_tells_it_where_a_sign_stands_in_it() -> None:
    assert other_encoding("Più di".encode("cp850")) in OTHERS
    assert other_encoding("Sala più;sala".encode("cp850")) in OTHERS
    assert other_encoding("perché".encode("mac_roman")) == "mac_roman"
    assert other_encoding("Unknown plan “{plan}”".encode("mac_roman")) == "mac_roman"
    assert other_encoding("fran\u00e7ais\r\n".encode("cp850")) == "cp850"


ELSEWHERE_TEXTS = {
    "pl": ("cp1250", "Czy można łatwo zmienić plan? Większość użytkowników już została przeniesiona, książki też."),
    "ro": (
        "cp1250",
        "Planul acesta nu se mai oferă, dar îl puteţi păstra; aceşti utilizatori şi aceleaşi licenţe, aşteptaţi.",
    ),
    "sk": ("cp1250", "Veľmi veľa ľudí môže zmeniť plán, ale učiteľ a priateľ niekoľkých škôl nie."),
    "ru": ("cp1251", "Можно ли перейти с этого плана на другой? Пользователей более трёхсот."),
    "uk": ("cp1251", "Чи можна перейти на інший план? Користувачів понад триста."),
    "el": ("cp1253", "Μπορώ να αλλάξω πρόγραμμα; Περισσότεροι από τριακόσιοι χρήστες."),
}


@pytest.mark.parametrize("language", ELSEWHERE_TEXTS)
def test_text_of_windows_elsewhere_is_not_taken_for_windows_text_of_western_europe(language: str) -> None:
    encoding, text = ELSEWHERE_TEXTS[language]
    assert other_encoding(text.encode(encoding)) in (ELSEWHERE, *OTHERS)


@pytest.mark.parametrize(
    "text",
    [
        "Maiuscole: ÀÈÉÌÒÙ",
        "1º piso, 2ª planta, Nº 3, nº4",
        "m³/h, kWh/m², 5 m³, 10³, x¹, y²",
        "¿Qué? ¡Sí! (¿dónde?) «¿cómo?»",
        "½ l, 1¾ h, 3¼ “ – ¼ kg",
        "créée, agréées, réévaluée, Noël, Îles, œuvre, fœtus, cœur",
        "Öffnungszeiten, Übergröße, Äußerung, Müßiggang, öäüß",
        "þæð, öðru, færøyene, ærø, Åål, blåbærøl",
    ],
)
def test_words_and_signs_of_western_europe_are_from_here(text: str) -> None:
    assert other_encoding(f"{text}\n{text}".encode(WINDOWS)) == ""


LANGUAGES = sorted(tag for tag in locale_identifiers() if "_" not in tag and tag != "root")


@pytest.mark.parametrize("tag", LANGUAGES)
def test_no_word_of_any_language_that_windows_text_can_say_is_from_elsewhere(tag: str) -> None:
    locale = Locale.parse(tag)
    tables = (locale.territories, locale.languages, locale.currencies, locale.months["format"]["wide"])
    names = [str(name) for table in tables for name in table.values()]
    said = [name for name in names if name.encode(WINDOWS, "ignore").decode(WINDOWS) == name]
    assert [word for name in said for word in WORD.findall(name) if NO_WORD.search(word)] == []


@pytest.mark.parametrize("text", ["Ein– und Ausgabe", "l’eau", "citt… e", "Škoda, žena"])
def test_in_doubt_it_is_windows_text(text: str) -> None:
    assert other_encoding(text.encode(WINDOWS)) == ""


def test_no_text_of_ours_is_odd() -> None:
    files = [
        *(ROOT / "tests" / "catalogues" / "office-2014").rglob("*.po"),
        *(ROOT / "tests").rglob("palestra/**/*.csv"),
    ]
    assert files
    for file in files:
        for line in file.read_text(encoding="utf-8").splitlines():
            assert read_twice(line) == ""
            assert oddness(line) == 0 or "→" in line or "↔" in line
