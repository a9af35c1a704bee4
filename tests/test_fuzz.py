"""Whatever is done to the files of a site, nothing crashes: there are problems, or there are answers and pages."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from contextlib import chdir, redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planswitch import cli
from planswitch.catalogue import build, inspect
from planswitch.catalogue.schema import BY_NAME, CHANGES
from planswitch.diff.reports import Where, report
from planswitch.diff.styles import STYLES, explain, to_json
from planswitch.pages.languages import LanguageError, languages_for
from planswitch.pages.registry import pages
from planswitch.pages.render import Renderer
from planswitch.rules import Question, decide, word
from planswitch.terminal import OK, PROBLEMS, REFUSED
from tests.assertions import ROOT
from tests.long import examples
from tests.mutating import Sheet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planswitch.catalogue import Loaded

BASE = ROOT / "tests" / "faulty" / "base"
TABLE = "topic,period,text,source\nLockers,passes,A **locker** costs a euro.,A1\nLockers,2001–2010,,\n"
TRANSLATED = """\
msgid ""
msgstr ""
"Language: it\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "Too old"
msgstr "Troppo in là con gli anni"

#, fuzzy
msgid "Do you have a **locker**?"
msgstr "Hai un **armadietto**?"

msgid "The wizard leads from {from} to {to}."
msgstr "La procedura porta da {from} a {to}."

msgid "{n} answer missing"
msgid_plural "{n} answers missing"
msgstr[0] "manca {n} risposta"
msgstr[1] "mancano {n} risposte"

#~ msgid "Gone"
#~ msgstr "Andato"
"""
FILES = (*(f"data/{name}.csv" for name in BY_NAME), CHANGES.file, "locale/it.po")
NASTY = (
    *("", " ", "\t", "*", "* !*", "!run", "run run", "family:", "kind:", "kind:suite", "family:indoor !swim", "any"),
    *("always", "not", "not not locker", "((", "locker and", "age > 90 or", "age > 1e9", "age > -1", "age > 90 > 80"),
    *("to.lanes < from.lanes", "from.size >= 'large'", "from. > 1", "same_family", "not same_family", "card == 'x'"),
    *("0", "-1", "1", "007", "９", "9" * 400, "1.5", "1,000", "yes", "yesno", "number", "date", "choice", "level"),
    *("stop", "wait", "fix", "warn", "sure", "likely", "unknown", "listed", "perhaps", "all", "short", "former"),
    *("2014", "2014-02-30", "0000", "9999-12-31", "2014-1", "en", "it", "xx-XX", "A1", "Z9", "A1 Z9", "a=", "=b"),
    *("a=A b=B", "a=A a=B", "gold=Gold gold=Gold silver=", "{", "{from}", "{to} {other}", "{0}", "%(n)s", "%", "%s"),
    *("#REF!", "=1+1", "Err:502", "####", "'", '"', '""', "sep=;", "<<<<<<< HEAD", "\\", "\n", "a\nb", "\r", "\x00"),
    *("\x1b[31m", "\u202eabc", "\ufeff", "\x7f", "ﬁ", "e\u0301", "😀", "<script>", "**", "**a", "`", "[a](b)", "~~"),
    *("[a](javascript:b)", "[a](https://b)", "../..", "con", "index", "a" * 70, "a b " * 3000, "swim", "swim-plus"),
)
"""What cells are known to be mistaken for."""
TEXTS = st.sampled_from(NASTY) | st.text(max_size=30)
Damage = Callable[[bytes], bytes | None]
"""What becomes of a file; nothing where it goes."""
Edits = list[tuple[str, Damage]]


def of_cells(change: Callable[[Sheet], None]) -> Damage:
    """A damage of the cells of a table; a file that has none stays as it is."""

    def damage(data: bytes) -> bytes:
        try:
            sheet = Sheet(data.decode())
        except (ValueError, csv.Error):
            return data
        if sheet.header and sheet.rows:
            change(sheet)
        return sheet.text().encode("utf-8", errors="surrogatepass")

    return damage


def cell(row: int, column: int, text: str) -> Damage:
    def change(sheet: Sheet) -> None:
        cells = sheet.rows[row % len(sheet.rows)]
        if cells:
            cells[column % len(cells)] = text

    return of_cells(change)


def row_gone(row: int) -> Damage:
    return of_cells(lambda sheet: sheet.rows.__delitem__(row % len(sheet.rows)))


def row_twice(row: int, place: int) -> Damage:
    return of_cells(lambda sheet: sheet.rows.insert(place % len(sheet.rows), [*sheet.rows[row % len(sheet.rows)]]))


def column_gone(column: int) -> Damage:
    def change(sheet: Sheet) -> None:
        place = column % len(sheet.header)
        for cells in (sheet.header, *sheet.rows):
            del cells[place : place + 1]

    return of_cells(change)


def heading(column: int, text: str) -> Damage:
    return of_cells(lambda sheet: sheet.header.__setitem__(column % len(sheet.header), text))


def some_bytes(place: int, change: bytes) -> Damage:
    def damage(data: bytes) -> bytes:
        start = place % (len(data) + 1)
        return data[:start] + change + data[start + len(change) :]

    return damage


def cut(place: int) -> Damage:
    return lambda data: data[: place % (len(data) + 1)]


def line_put_in(place: int, text: str) -> Damage:
    def damage(data: bytes) -> bytes:
        lines = data.split(b"\n")
        lines.insert(place % len(lines), text.encode("utf-8", errors="surrogatepass"))
        return b"\n".join(lines)

    return damage


def instead(other: bytes) -> Damage:
    return lambda _: other


def gone(_: bytes) -> None:
    return None


PLACES = st.integers(0, 5000)
DAMAGES: st.SearchStrategy[Damage] = st.one_of(
    *[st.builds(cell, PLACES, PLACES, TEXTS)] * 4,
    st.builds(row_gone, PLACES),
    st.builds(row_twice, PLACES, PLACES),
    st.builds(column_gone, PLACES),
    st.builds(heading, PLACES, TEXTS),
    st.builds(some_bytes, PLACES, st.binary(min_size=1, max_size=3)),
    st.builds(cut, PLACES),
    st.builds(line_put_in, PLACES, TEXTS),
    st.builds(instead, st.binary(max_size=100)),
    st.just(gone),
)
EDITS = st.lists(st.tuples(st.sampled_from(FILES), DAMAGES), min_size=1, max_size=3)


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with nothing wrong."""
    folder = tmp_path_factory.mktemp("sound") / "site"
    shutil.copytree(BASE, folder / "data")
    (folder / CHANGES.file).write_text(TABLE, encoding="utf-8")
    (folder / "locale").mkdir()
    (folder / "locale" / "it.po").write_text(TRANSLATED, encoding="utf-8")
    options = f"catalogue: data, languages: [en, it], changes: {CHANGES.file}"
    (folder / "mkdocs.yml").write_text(f"plugins:\n  - planswitch: {{{options}}}\n", encoding="utf-8")
    (folder / "docs" / "en").mkdir(parents=True)
    (folder / "docs" / "en" / "index.md").write_text("# Passes\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def damaged(sound: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[Edits], Path]]:
    """Makes the site anew with some damage; commands run in it."""
    folder = tmp_path_factory.mktemp("damaged") / "site"

    def make(edits: Edits) -> Path:
        shutil.copytree(sound, folder, dirs_exist_ok=True)
        for name, damage in edits:
            path = folder / name
            data = damage(path.read_bytes()) if path.exists() else None
            path.unlink(missing_ok=True) if data is None else path.write_bytes(data)
        return folder

    folder.mkdir()
    with chdir(folder):
        yield make


def told(*words: str) -> str:
    """What a command prints; it ends as commands end."""
    out, err = StringIO(), StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        assert cli.main([*words]) in (OK, PROBLEMS, REFUSED)
    return out.getvalue() + err.getvalue()


def survives(folder: Path, before: Path) -> None:
    """Goes through all that can be asked of a site whose files are whatever they are."""
    tables, problems = inspect(folder / "data")
    assert all(problem.explain() for problem in problems)
    compared = report(Where("data", "before", "after"), before / "data", folder / "data")
    assert all(explain([compared], style) for style in STYLES)
    assert to_json([compared])["editions"]
    assert "problem" in told("check")
    told("messages")
    told("answer", "swim", "run", "--fact", "age=91", "--locale", "it")
    if not any(problem.fatal for problem in problems):
        read(build(tables, problems), folder / "data")


def read(loaded: Loaded, folder: Path) -> None:
    """Looks at every answer and every page, in each language."""
    try:
        known = languages_for(folder, loaded, ["en", "it"])
    except LanguageError:
        return
    for language in known.values():
        renderer = Renderer(loaded, language, known)
        for origin in loaded.catalogue.plans:
            for target in loaded.catalogue.plans:
                assert word(decide(loaded.catalogue, Question(origin, target)), renderer.words).to_dict()
        assert all(page.whole() for page in pages(renderer))


@settings(max_examples=examples(20))
@given(EDITS)
def test_whatever_the_files_hold_there_are_problems_or_answers(
    sound: Path, damaged: Callable[[Edits], Path], edits: Edits
) -> None:
    survives(damaged(edits), sound)


@pytest.mark.long
@settings(max_examples=600, suppress_health_check=[HealthCheck.too_slow])
@given(EDITS)
def test_of_many_files_too(sound: Path, damaged: Callable[[Edits], Path], edits: Edits) -> None:
    survives(damaged(edits), sound)


def test_a_step_that_stands_twice_is_told_as_the_edit_that_it_is(sound: Path, damaged: Callable[[Edits], Path]) -> None:
    folder = damaged([("data/steps.csv", row_twice(0, 1))])
    compared = report(Where("data", "before", "after"), sound / "data", folder / "data")
    assert "step `wizard 1` was added" in explain([compared], "line")
