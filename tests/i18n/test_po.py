"""Files of translations are read and written without loss, as people and their programs save them."""

from __future__ import annotations

import string
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from babel.messages.plurals import PLURALS
from hypothesis import given
from hypothesis import strategies as st

from planswitch.catalogue.checks import is_language
from planswitch.i18n import Entry, PoFile, plurals, problems, read
from planswitch.i18n.plurals import Plural, read_plural, usual

if TYPE_CHECKING:
    from collections.abc import Callable

WHOLE = r"""# Italian of the gym.
#
# Ask Ada before you change a label.
#
msgid ""
msgstr ""
"Project-Id-Version: Planswitch\n"
"Language: it\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=utf-8\n"
"Content-Transfer-Encoding: 8bit\n"

# Short, for it stands in a button.
msgid "Copy link"
msgstr "Copia link"

msgid "{n} answer"
msgid_plural "{n} answers"
msgstr[0] "{n} risposta"
msgstr[1] "{n} risposte"

# What is “due”?
#, fuzzy
#| msgid ""
#| "A very long text that somebody wrote to see whether it comes back whole when it does not fit into one line, with "
#| "a \"quote\" in it.\n"
#| "And a second line."
msgid "A text."
msgstr ""
"Un testo molto lungo che qualcuno ha scritto per vedere se torna intero quando non sta in una riga sola, con una "
"\"citazione\".\n"
"E una seconda riga.\t\\n"

msgctxt "menu"
msgid "Copy link"
msgstr ""

# Nobody needs it now.
#, fuzzy
#~| msgid "Cup"
#~ msgid "Cups"
#~ msgstr "Tazze"

#~ msgid "{n} cup"
#~ msgid_plural "{n} cups"
#~ msgstr[0] "{n} tazza"
#~ msgstr[1] "{n} tazze"

# vim: set spell:
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "it.po"


def texts(po: PoFile) -> list[tuple[str, str, tuple[str, ...], bool, bool, tuple[str, ...]]]:
    return [(e.id, e.plural, e.strings, e.fuzzy, e.obsolete, e.previous) for e in po.entries]


def test_a_file_is_written_as_it_was_read(path: Path) -> None:
    path.write_text(WHOLE, encoding="utf-8")
    once = read(path, "it")
    assert problems(once) == []
    path.write_text(once.text(), encoding="utf-8")
    again = read(path, "it")
    assert (again.comments, again.ending) == (once.comments, once.ending)
    assert [entry.comments for entry in again.entries] == [entry.comments for entry in once.entries]
    assert texts(again) == texts(once)
    assert again.text() == once.text()
    kept = [line for line in WHOLE.splitlines() if line.startswith("#") and not line.startswith(("#~", "#|"))]
    assert [line for line in once.text().splitlines() if line in kept] == kept


def test_all_that_a_file_says_is_read(path: Path) -> None:
    path.write_text(WHOLE, encoding="utf-8")
    copied, counted, fuzzy, menu, cups, cup = read(path, "it").entries
    assert (copied.id, copied.strings, copied.line, copied.done) == ("Copy link", ("Copia link",), 15, True)
    assert (counted.plural, counted.strings) == ("{n} answers", ("{n} risposta", "{n} risposte"))
    assert fuzzy.previous[0].endswith('with a "quote" in it.\nAnd a second line.')
    assert fuzzy.strings[0].endswith("E una seconda riga.\t\\n")
    assert (fuzzy.begun, fuzzy.done, menu.begun, menu.context) == (True, False, False, "menu")
    assert (cups.obsolete, cups.fuzzy, cups.previous, cups.strings) == (True, True, ("Cup",), ("Tazze",))
    assert (cup.obsolete, cup.plural, cup.strings) == (True, "{n} cups", ("{n} tazza", "{n} tazze"))


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.encode("utf-8-sig"),
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: text.replace("msgid ", "msgid  ").replace("msgstr ", "msgstr\t").encode(),
        lambda text: text.replace("\n\n", "\n").replace("# vim: set spell:\n", "").encode(),
        lambda text: text.replace("utf-8", "UTF-8").encode(),
        lambda text: text.replace("(n != 1);", "n!=1").encode(),
        lambda text: text.replace(
            '"MIME', '"PO-Revision-Date: yesterday\\n"\n"X-Generator: a program 3.4\\n"\n"MIME'
        ).encode(),
        lambda text: text.replace('msgid "{n} answer"', '#: a.py:3\n#. for you\nmsgid ""\n"{n} "\n"answer"').encode(),
    ],
    ids=["mark", "CRLF", "spaces", "no blank lines", "capitals", "formula", "other headers", "wrapped"],
)
def test_files_come_as_other_programs_save_them(change: Callable[[str], bytes], path: Path) -> None:
    path.write_text(WHOLE, encoding="utf-8")
    plain = read(path, "it")
    path.write_bytes(change(WHOLE))
    changed = read(path, "it")
    assert problems(changed) == []
    assert texts(changed) == texts(plain)


LETTERS = st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=60)


@given(LETTERS, LETTERS, LETTERS, st.booleans())
def test_any_text_survives_being_written_and_read(
    tmp_path_factory: pytest.TempPathFactory, text: str, translation: str, previous: str, obsolete: bool
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.po"
    entry = Entry(f"x{text}", strings=(translation,), previous=(f"x{previous}",), flags={"fuzzy"}, obsolete=obsolete)
    path.write_text(PoFile(path, "it", usual("it"), entries=[entry]).text(), encoding="utf-8", newline="")
    (found,) = read(path, "it").entries
    assert (found.id, found.strings, found.previous) == (entry.id, entry.strings, entry.previous)
    assert (found.fuzzy, found.obsolete) == (True, obsolete)


@given(st.text(string.printable + "“”\x00\x1b", max_size=200))
def test_whatever_a_file_holds_it_is_read_or_its_problems_are_told(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    path = tmp_path_factory.getbasetemp() / "it.po"
    path.write_text(text, encoding="utf-8", newline="")
    assert problems(read(path, "it"))


# --------------------------------------------------------------------------------------------------------- plurals


@pytest.mark.parametrize(
    "tag", sorted(name.replace("_", "-") for name in PLURALS if is_language(name.replace("_", "-")))
)
def test_the_usual_forms_of_every_language_are_known(tag: str) -> None:
    assert read_plural(str(usual(tag)), tag) == usual(tag)
    assert set(usual(tag).forms) <= set(range(usual(tag).count))


@pytest.mark.parametrize(
    ("tag", "forms"),
    [
        ("it", "nplurals=2; plural=n!=1"),
        ("it", "nplurals=2; plural=n == 1 ? 0 : 1;"),
        ("it", "nplurals=2; plural=(n == 1);"),
        ("it", "nplurals=3; plural=(n == 1 ? 0 : n != 0 && n % 1000000 == 0 ? 1 : 2);"),
        ("fr", "nplurals=2; plural=(n > 1);"),
        ("pl", "nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);"),
        ("pl", "nplurals=4; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : n>=0 ? 2 : 3);"),
        ("lv", "nplurals=3; plural=(n % 10 == 0 || n % 100 >= 11 && n % 100 <= 19 ? 0 : n % 10 == 1 ? 1 : 2);"),
        ("ja", "nplurals=1; plural=0;"),
        ("pt-BR", "nplurals=2; plural=(n > 1);"),
    ],
)
def test_forms_that_tell_the_same_numbers_apart_are_as_good(tag: str, forms: str) -> None:
    assert read_plural(forms, tag).count == int(forms[9])


@pytest.mark.parametrize(
    ("tag", "forms"), [("fr", "nplurals=2; plural=(n != 1);"), ("pl", "nplurals=2; plural=(n != 1);")]
)
def test_forms_of_another_language_are_refused(tag: str, forms: str) -> None:
    with pytest.raises(ValueError, match="of another language"):
        read_plural(forms, tag)


def test_a_file_is_as_good_with_a_babel_that_knows_more_forms(monkeypatch: pytest.MonkeyPatch) -> None:
    many = Plural(3, "(n == 1 ? 0 : n != 0 && n % 1000000 == 0 ? 1 : 2)")
    monkeypatch.setattr(plurals, "usual", lambda _: many)
    monkeypatch.setattr(plurals, "_of_unicode", lambda _: many.forms)
    assert read_plural("nplurals=2; plural=(n != 1);", "it") == Plural(2, "(n != 1)")
    with pytest.raises(ValueError, match="of another language"):
        read_plural("nplurals=2; plural=(n > 1);", "it")


@pytest.mark.parametrize(
    ("tag", "single"), [("it", {0}), ("fr", set()), ("ar", {0, 1, 2}), ("ja", set()), ("ga", {0, 1})]
)
def test_only_forms_of_one_number_may_leave_it_out(tag: str, single: set[int]) -> None:
    assert usual(tag).single == single


def test_a_translation_fits_the_forms_of_another_file_of_its_language() -> None:
    many = Plural(3, "(n == 1 ? 0 : n != 0 && n % 1000000 == 0 ? 1 : 2)")
    assert many.adapted(("uno", "milioni", "altri"), usual("it")) == ("uno", "altri")
    assert usual("it").adapted(("uno", "altri"), many) == ("uno", "altri", "altri")
    assert usual("it").adapted(("uno", "altri"), usual("it")) == ("uno", "altri")
