"""``planswitch messages``: new texts come in, and nothing that a translator has written goes away."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from planswitch import cli
from planswitch.catalogue import load
from planswitch.catalogue.checks import is_language
from planswitch.i18n import OWN_FOLDER, Entry, PoFile, Text, own_sentences, read, site_sentences
from planswitch.i18n.plurals import usual
from planswitch.pages import messages
from planswitch.pages.languages import languages
from planswitch.pages.translations import states
from tests.assertions import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable

BASE = ROOT / "tests" / "faulty" / "base"
LOCALE = OWN_FOLDER


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    """A catalogue of its own, with no translation yet."""
    return Path(shutil.copytree(BASE, tmp_path / "gym" / "data"))


@pytest.fixture
def run(
    capsys: pytest.CaptureFixture[str],
    catalogue: Path,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> Callable[..., tuple[int, str, str]]:
    """Runs a command on the catalogue and returns exit status, output and messages."""
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))  # where no site is

    def start(*words: str) -> tuple[int, str, str]:
        status = cli.main([*words, "--catalogue", str(catalogue)])
        told = capsys.readouterr()
        return status, told.out, told.err

    return start


@pytest.fixture
def italian(run: Callable[..., tuple[int, str, str]], catalogue: Path) -> Path:
    """Its file of Italian, in which two texts are translated."""
    run("messages", "--locale", "it")
    path = catalogue.parent / "locale" / "it.po"
    translate(path, "Look for its key.", "Cerca la sua chiave.")
    translate(path, "Gold card", "Tessera d’oro")
    return path


def translate(path: Path, text: str, translation: str) -> None:
    old = path.read_text(encoding="utf-8")
    blank = f'msgid "{text}"\nmsgstr ""\n'
    assert blank in old
    path.write_text(old.replace(blank, f'msgid "{text}"\nmsgstr "{translation}"\n'), encoding="utf-8")


def edit(catalogue: Path, name: str, old: str, new: str) -> None:
    path = catalogue / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def entry(path: Path, text: str) -> Entry:
    (found,) = [entry for entry in read(path, path.stem).entries if entry.id == text]
    return found


# ------------------------------------------------------------------------------------------------------------ where


def test_translations_of_another_catalogue_are_written_beside_it(
    run: Callable[..., tuple[int, str, str]], italian: Path
) -> None:
    ours = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in LOCALE.iterdir()}
    status, out, err = run("messages")
    assert (status, err) == (0, "")
    assert out.startswith(f"{italian}: ")
    assert {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in LOCALE.iterdir()} == ours


def test_a_catalogue_has_its_own_texts_only(italian: Path, catalogue: Path) -> None:
    ids = {entry.id for entry in read(italian, "it").live}
    assert {"Gold card", "Look for its key.", "Swim Plus", "The **locker** is full"} <= ids
    assert not ids & set(own_sentences())


def test_sentences_of_ours_that_a_catalogue_words_anew_stay(
    run: Callable[..., tuple[int, str, str]], italian: Path, catalogue: Path
) -> None:
    with italian.open("a", encoding="utf-8") as file:
        file.write('\nmsgid "Steps"\nmsgstr "Che cosa fare"\n')
    run("messages")
    assert not entry(italian, "Steps").obsolete
    assert languages(["it"], italian.parent)["it"].translations.gettext("Steps") == "Che cosa fare"


def test_sentences_of_ours_may_be_worded_anew_in_the_language_of_the_catalogue(
    run: Callable[..., tuple[int, str, str]], italian: Path
) -> None:
    english = italian.with_name("en.po")
    english.write_text(
        PoFile(english, "en", usual("en"), entries=[Entry("Steps", strings=("What to do",))]).text(), encoding="utf-8"
    )
    status, out, err = run("messages")
    assert (status, err) == (0, "")
    assert f"{english}: " in out
    assert [each.id for each in read(english, "en").entries] == ["Steps"]
    assert languages(["en"], english.parent)["en"].translations.gettext("Steps") == "What to do"


def test_our_own_sentences_are_collected_apart_from_any_catalogue(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(messages, "OWN_FOLDER", tmp_path)
    (updated,) = messages.update_own("it")
    assert set(updated.waiting) == set(own_sentences())
    assert entry(tmp_path / "it.po", "{n} answer").strings == ("", "")


def test_our_own_files_know_no_catalogue() -> None:
    for path in OWN_FOLDER.iterdir():
        assert is_language(path.stem)
        assert not re.findall(r"^#: .*\.csv", path.read_text(encoding="utf-8"), re.MULTILINE), path.name


def test_a_language_that_we_lack_is_begun_with_our_sentences_beside_the_catalogue(
    run: Callable[..., tuple[int, str, str]], catalogue: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("messages", "--locale", "fr")
    french = catalogue.parent / "locale" / "fr.po"
    begun = {entry.id for entry in read(french, "fr").live}
    assert {"Gold card", *site_sentences()} <= begun
    told_to_maintainers = set(own_sentences()) - set(site_sentences())
    assert "What it holds" in told_to_maintainers
    assert not told_to_maintainers & begun
    translate(french, "Steps", "Étapes")
    assert languages(["fr"], french.parent)["fr"].translations.gettext("Steps") == "Étapes"
    monkeypatch.setattr(messages, "OWN_FOLDER", tmp_path / "ours")
    list(messages.update_own("fr"))
    run("messages")
    known = {entry.id for entry in read(french, "fr").live}
    assert {"Gold card", "Steps"} <= known
    assert known & set(own_sentences()) == {"Steps"}


def test_catalogues_that_share_a_folder_of_translations_keep_each_others(
    run: Callable[..., tuple[int, str, str]], italian: Path, catalogue: Path
) -> None:
    other = Path(shutil.copytree(catalogue, catalogue.parent / "data-2027"))
    edit(catalogue, "facts.csv", "Gold card", "Platinum")
    edit(catalogue, "facts.csv", "Silver card", "Gilded card")
    run("messages")
    assert entry(italian, "Gold card").strings == ("Tessera d’oro",)
    assert not entry(italian, "Gold card").obsolete
    before = italian.read_bytes()
    edit(other, "plans.csv", "swim-plus", "swim plus")
    status, _, err = run("messages")
    assert status == 2
    assert "locale translates" in err
    assert f"planswitch check {other}" in err
    assert italian.read_bytes() == before


def test_a_catalogue_with_translations_inside_has_them_to_itself(
    run: Callable[..., tuple[int, str, str]], italian: Path, catalogue: Path
) -> None:
    other = Path(shutil.copytree(catalogue, catalogue.parent / "data-2027"))
    edit(other, "plans.csv", "swim-plus,", "swim,")  # faulty, and no business of the first
    beside = italian.read_bytes()
    inside = catalogue / "locale" / "it.po"
    inside.parent.mkdir()
    status, out, err = run("messages", "--locale", "it")
    assert (status, err) == (0, "")
    assert out.startswith(f"{inside}: ")
    assert {"Gold card", "Swim Plus"} <= {entry.id for entry in read(inside, "it").live}
    assert italian.read_bytes() == beside


def test_catalogues_with_translations_inside_are_not_translated_beside(
    run: Callable[..., tuple[int, str, str]], italian: Path, catalogue: Path
) -> None:
    other = Path(shutil.copytree(catalogue, catalogue.parent / "data-2027"))
    edit(other, "facts.csv", "Gold card", "Platinum")
    run("messages")
    assert not entry(italian, "Platinum").obsolete
    (other / "locale").mkdir()
    run("messages")
    assert "Platinum" not in {each.id for each in read(italian, "it").live}


def test_check_reads_translations_inside_and_beside(
    run: Callable[..., tuple[int, str, str]], italian: Path, catalogue: Path
) -> None:
    (catalogue / "locale").mkdir()
    run("messages", "--locale", "it")
    before = {state.tag: state.texts for state in states(load(catalogue), catalogue)}
    translate(catalogue / "locale" / "it.po", "Swim Plus", "Nuoto più")
    assert {state.tag: state.texts for state in states(load(catalogue), catalogue)} == {"en": 0, "it": before["it"] - 1}
    (catalogue / "locale" / "it.po").write_text("msgid", encoding="utf-8")
    status, out, _ = run("check")
    assert status == 1
    assert f"{Path('data', 'locale', 'it.po')}" in out.replace("\\", "/")


# ------------------------------------------------------------------------------------------------- what is not lost


def test_a_text_that_changes_keeps_its_translation_marked_fuzzy(
    run: Callable[..., tuple[int, str, str]], italian: Path, catalogue: Path
) -> None:
    edit(catalogue, "facts.csv", "Look for its key.", "Look for your key.")
    _, out, _ = run("messages")
    changed = entry(italian, "Look for your key.")
    assert (changed.strings, changed.previous) == (("Cerca la sua chiave.",), ("Look for its key.",))
    assert changed.fuzzy
    assert "  Look for your key." in out.splitlines()
    translations = languages(["it"], italian.parent)["it"].translations
    assert translations.gettext("Look for your key.") == "Look for your key."
    edit(catalogue, "facts.csv", "Look for your key.", "Look for your own key.")
    run("messages")
    again = entry(italian, "Look for your own key.")
    assert (again.strings, again.previous, again.fuzzy) == (("Cerca la sua chiave.",), ("Look for its key.",), True)


def test_a_text_that_goes_stays_as_obsolete_and_comes_back_whole(
    run: Callable[..., tuple[int, str, str]], italian: Path, catalogue: Path
) -> None:
    whole = italian.read_bytes()
    edit(catalogue, "facts.csv", "Gold card", "Platinum")
    run("messages")
    assert entry(italian, "Gold card").obsolete
    assert '#~ msgstr "Tessera d’oro"' in italian.read_text(encoding="utf-8")
    assert not entry(italian, "Platinum").begun
    run("messages")
    assert entry(italian, "Gold card").strings == ("Tessera d’oro",)
    edit(catalogue, "facts.csv", "Platinum", "Gold card")
    run("messages")
    assert italian.read_bytes() == whole


def test_comments_of_translators_survive(
    run: Callable[..., tuple[int, str, str]], italian: Path, catalogue: Path
) -> None:
    comments = "# Ask Ada.\n#\n# She knows   the desk.\n#\n"
    text = italian.read_text(encoding="utf-8")
    text = text.replace('#: facts.csv\nmsgid "Gold card"', f'{comments}#: facts.csv\nmsgid "Gold card"')
    italian.write_text(f"# Italian of the gym.\n{text}\n# The end.\n", encoding="utf-8")
    run("messages")
    assert italian.read_text(encoding="utf-8") == f"# Italian of the gym.\n{text}\n# The end.\n"
    edit(catalogue, "facts.csv", "Gold card", "Platinum")
    run("messages")
    assert f'{comments}#~ msgid "Gold card"' in italian.read_text(encoding="utf-8")


def test_nothing_is_written_when_nothing_has_changed(run: Callable[..., tuple[int, str, str]], italian: Path) -> None:
    run("messages")
    before = italian.stat()
    run("messages")
    after = italian.stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_a_file_that_cannot_be_written_is_a_sentence_and_stays_as_it_was(
    run: Callable[..., tuple[int, str, str]], italian: Path, catalogue: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*words: object) -> None:
        raise OSError(28, "No space left on device")

    before = italian.read_bytes()
    edit(catalogue, "facts.csv", "Gold card", "Platinum")
    monkeypatch.setattr(Path, "replace", full)
    status, out, err = run("messages")
    assert (status, out) == (2, "")
    assert err == f"planswitch: {italian}: No space left on device\n"
    assert italian.read_bytes() == before
    assert list(italian.parent.iterdir()) == [italian]


def test_a_linked_file_is_written_where_it_is(
    run: Callable[..., tuple[int, str, str]], italian: Path, catalogue: Path
) -> None:
    real = catalogue.parent / "elsewhere.po"
    italian.rename(real)
    italian.symlink_to(real)
    real.chmod(0o640)
    edit(catalogue, "facts.csv", "Gold card", "Platinum")
    run("messages")
    assert italian.is_symlink()
    assert "Platinum" in real.read_text(encoding="utf-8")
    assert real.stat().st_mode & 0o777 == 0o640


def test_a_sentence_that_gets_a_plural_keeps_its_translation_as_fuzzy(tmp_path: Path) -> None:
    path = tmp_path / "it.po"
    text = Text("{n} cup", "{n} cups", ("code.py",), frozenset({"en"}))
    for strings, plural, expected in (
        (("{n} tazza",), "", ("{n} tazza", "")),
        (("{n} tazza", "{n} tazze"), "{n} mugs", ("{n} tazza", "{n} tazze")),
    ):
        po = PoFile(path, "it", usual("it"), entries=[Entry("{n} cup", plural, strings)])
        (found,) = messages.brought_up(po, [text])
        assert (found.plural, found.strings, found.fuzzy) == ("{n} cups", expected, True)
        assert found.previous == tuple(filter(None, ("{n} cup", plural)))


def test_a_sentence_that_loses_its_plural_loses_none_of_its_forms(tmp_path: Path) -> None:
    text = Text("{n} cup", "", ("code.py",), frozenset({"en"}))
    old = Entry("{n} cup", "{n} cups", ("{n} tazza", "{n} tazze"))
    found, kept = messages.brought_up(PoFile(tmp_path / "it.po", "it", usual("it"), entries=[old]), [text])
    assert (found.strings, found.fuzzy) == (("{n} tazza",), True)
    assert (kept.strings, kept.obsolete) == (("{n} tazza", "{n} tazze"), True)


# -------------------------------------------------------------------------------------------------- what is alike


def matched(new: str, *gone: str) -> str:
    entries = [Entry(text, strings=("translated",)) for text in gone]
    found = messages.closest([Text(new, "", (), frozenset())], entries)
    return found[new].id if found else ""


@pytest.mark.parametrize(
    ("new", "old"),
    [
        ("Look for its key.", "Look for the key."),
        ("Gold cards", "Gold card"),
        ("The wizard makes this switch.", "The wizard makes that switch, too."),
        ("A credit check is under way. Wait for it.", "A credit check is under way"),
        ("THE END OF THE TRIAL", "The end of the trial"),
    ],
)
def test_a_text_in_a_new_form_is_known_again(new: str, old: str) -> None:
    assert matched(new, "Something else", old) == old


@pytest.mark.parametrize(
    ("new", "old"),
    [
        ("From", "To"),
        ("From", "Form"),
        ("Steps", "Source"),
        ("Print", "Point"),
        ("Yes", "No"),
        ("Wizard", "Manual"),
        ("Copy link", "Copied"),
        ("Where it can go", "What it means"),
        ("This is the plan you have", "There is nothing to switch."),
        ("You can start now.", "Nothing stands in the way."),
        ("Open **Admin** and choose **Licences**.", "Ask your partner for help with the invoice."),
    ],
)
def test_texts_that_only_share_letters_are_not_taken_for_each_other(new: str, old: str) -> None:
    assert matched(new, old) == ""


def test_the_nearest_text_gets_a_translation_and_no_other() -> None:
    gone = [Entry("Look for the key of the locker.", strings=("a",))]
    texts = [
        Text(text, "", (), frozenset())
        for text in ("Look for the keys of a locker.", "Look for the key of the lockers.", "Something else")
    ]
    assert list(messages.closest(texts, gone)) == ["Look for the key of the lockers."]


def test_a_text_that_is_still_needed_lends_its_translation_to_no_other(
    run: Callable[..., tuple[int, str, str]], italian: Path, catalogue: Path
) -> None:
    edit(catalogue, "steps.csv", "Call.", "Look for its keys.")
    run("messages")
    assert not entry(italian, "Look for its keys.").begun
    assert entry(italian, "Look for its key.").done


# ------------------------------------------------------------------------------------------------------ a new file


@pytest.mark.parametrize(
    ("tag", "locale", "forms"),
    [("de", "de", 2), ("pl", "pl", 3), ("pt-BR", "pt_BR", 2), ("ja", "ja", 1), ("ar", "ar", 6)],
)
def test_a_language_is_begun_with_its_own_plural_forms(
    run: Callable[..., tuple[int, str, str]], catalogue: Path, tag: str, locale: str, forms: int
) -> None:
    status, out, err = run("messages", "--locale", tag)
    path = catalogue.parent / "locale" / f"{tag}.po"
    assert (status, err) == (0, "")
    assert out.startswith(f"{path}: ")
    begun = path.read_text(encoding="utf-8")
    assert f'"Language: {locale}\\n"' in begun
    assert f'"Plural-Forms: nplurals={forms}; plural=' in begun
    assert '"Content-Type: text/plain; charset=utf-8\\n"' in begun
    assert run("check")[0] == 0


def test_a_language_that_is_there_is_brought_up_to_date_alone(
    run: Callable[..., tuple[int, str, str]], italian: Path, catalogue: Path
) -> None:
    run("messages", "--locale", "de")
    edit(catalogue, "facts.csv", "Gold card", "Platinum")
    run("messages", "--locale", "it")
    assert entry(italian, "Gold card").obsolete
    assert "Platinum" not in (italian.parent / "de.po").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("tag", "sentence"),
    [
        ("deu", "“deu” is no language. Did you mean “de”?"),
        ("pt_BR", "“pt_BR” is no language. Did you mean “pt-BR”?"),
        ("IT", "“IT” is no language. Did you mean “it”?"),
        ("../../it", "“../../it” is no language. Write a tag such as en or pt-BR"),
        ("zz", "“zz” is no language. Write a tag such as en or pt-BR"),
        ("en", "There is nothing to translate into “en”: all is written in it."),
    ],
)
def test_a_language_that_makes_no_sense_is_refused(
    run: Callable[..., tuple[int, str, str]], catalogue: Path, tag: str, sentence: str
) -> None:
    assert run("messages", "--locale", tag) == (2, "", f"planswitch: {sentence}\n")
    assert os.listdir(catalogue.parent) == ["data"]  # noqa: PTH208 - nothing else has been made


def test_a_language_that_we_lack_gets_our_sentences_too_even_where_the_catalogue_is_written_in_it(
    run: Callable[..., tuple[int, str, str]], catalogue: Path
) -> None:
    edit(catalogue, "catalogue.csv", "language,en", "language,sv")
    status, out, err = run("messages", "--locale", "sv")
    assert (status, err) == (0, "")
    assert f": {len(site_sentences())} texts to translate" in out.splitlines()[0]
    path = catalogue.parent / "locale" / "sv.po"
    assert not entry(path, "Plans").begun
    translate(path, "Plans", "Versioner")
    _, out, _ = run("messages")
    assert f": {len(site_sentences()) - 1} texts to translate" in out.splitlines()[0]
    assert entry(path, "Plans").done


def test_without_any_file_the_way_to_begin_one_is_told(run: Callable[..., tuple[int, str, str]]) -> None:
    assert run("messages") == (0, "There is no file of translations yet; begin one with --locale LANGUAGE.\n", "")


def test_a_faulty_catalogue_changes_no_translation(
    run: Callable[..., tuple[int, str, str]], italian: Path, catalogue: Path
) -> None:
    before = italian.read_bytes()
    edit(catalogue, "plans.csv", "swim-plus", "swim plus")
    status, _, err = run("messages")
    assert status == 1
    assert "plans.csv, line" in err
    assert italian.read_bytes() == before


def test_a_faulty_file_of_translations_is_told_left_as_it_is_and_a_status(
    run: Callable[..., tuple[int, str, str]], italian: Path
) -> None:
    italian.write_text(italian.read_text(encoding="utf-8") + 'msgid "open\n', encoding="utf-8")
    before = italian.read_bytes()
    status, out, err = run("messages")
    assert (status, out) == (1, "")
    assert "it.po, line " in err
    assert "it.po: left as it is until this is mended" in err
    assert italian.read_bytes() == before


# --------------------------------------------------------------------------------------------------------- waiting


def test_check_counts_what_waits_for_a_translation_and_that_is_no_failure(
    run: Callable[..., tuple[int, str, str]], italian: Path, catalogue: Path
) -> None:
    ours = {entry.id for entry in read(LOCALE / "it.po", "it").live if entry.done}
    waiting = sum(not entry.done and entry.id not in ours for entry in read(italian, "it").live)
    status, out, err = run("check")
    assert (status, err) == (0, "")
    assert out.splitlines()[0].startswith(f"it: warning (translation): {waiting} texts of the catalogue to translate")
    assert f"{catalogue}: no problem." in out.splitlines()[-1]
    edit(catalogue, "facts.csv", "Look for its key.", "Look for your key.")
    run("messages")
    assert run("check")[1].startswith(f"it: warning (translation): {waiting + 1} texts of the catalogue to")


def test_sentences_of_ours_wait_in_the_language_of_a_catalogue(catalogue: Path) -> None:
    edit(catalogue, "catalogue.csv", "language,en", "language,fr")
    counted = [(state.tag, state.texts, state.sentences) for state in states(load(catalogue), catalogue)]
    assert counted == [("fr", 0, len(site_sentences()))]


def test_a_source_in_words_is_translated_too(catalogue: Path, run: Callable[..., tuple[int, str, str]]) -> None:
    edit(catalogue, "steps.csv", "Call.,", "Call.,Letter (May) ")
    _, out, _ = run("messages", "--locale", "it")
    assert any(line.startswith("  Letter (May)") for line in out.splitlines())
