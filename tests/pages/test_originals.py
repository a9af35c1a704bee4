"""Hand-written pages and their translations: whoever changes a page is told which others say what it said before."""

from __future__ import annotations

from pathlib import Path

import pytest

from planswitch.pages.originals import WrittenPage, translations

ABOUT = "---\ntitle: About\n---\n\n# About\n\nWe know two years.\n"
DI_NOI = "---\ntitle: Chi siamo\n---\n\n# Chi siamo\n\nConosciamo due anni.\n"


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    """One page in two languages; nobody has said yet that one translates the other."""
    write(tmp_path, "en/about.md", ABOUT)
    write(tmp_path, "it/about.md", DI_NOI)
    return tmp_path


def write(docs: Path, path: str, text: str) -> Path:
    page = docs / path
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_bytes(text.encode())
    return page


def told(docs: Path, *tags: str) -> list[str]:
    """What is wrong, each with where it is."""
    found = [each.problem for each in translations(docs, tags or ("en", "it")) if each.problem]
    assert not any(problem.fatal for problem in found)
    return [
        f"{problem.place.removeprefix(f'{docs}/')}: {problem.found}; {problem.expected}".replace(f"{docs}/", "")
        for problem in found
    ]


def look_at(docs: Path, *tags: str) -> None:
    """Says of each translation that somebody has looked at it."""
    for each in translations(docs, tags or ("en", "it")):
        if each.page and each.source:
            each.page.file.write_bytes(each.page.with_hash(each.source.digest))


def digest(page: Path) -> str:
    return WrittenPage(page, "en", page.name).digest


# ---------------------------------------------------------------------------------------------------- stale or not


def test_a_translation_that_does_not_say_what_it_translates_is_told(docs: Path) -> None:
    assert told(docs) == ["it/about.md: no “source_hash”; the one of en/about.md that it was translated from"]


def test_a_translation_that_somebody_has_looked_at_is_left_alone(docs: Path) -> None:
    look_at(docs)
    assert told(docs) == []


def test_a_page_that_changes_is_told_at_its_translation_s_line(docs: Path) -> None:
    look_at(docs)
    before = digest(docs / "en" / "about.md")
    page = write(docs, "en/about.md", ABOUT.replace("two", "three"))
    assert told(docs) == [
        f"it/about.md, line 3: “{before}”; “{digest(page)}”, for en/about.md has changed since",
    ]
    look_at(docs)
    assert told(docs) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("We know two years.", "We know\ntwo years."),
        ("\n", "\r\n"),
        ("years.\n", "years.  \n\n\n"),
        ("---\ntitle", "---\ntranslate: true\ntitle"),
        ("---\ntitle", "---\nsource_hash: 123456789012\ntitle"),
        ("---\ntitle", "\N{BYTE ORDER MARK}---\ntitle"),
    ],
    ids=["broken elsewhere", "line ends", "blanks", "a line of ours", "a digest of its own", "a mark before it"],
)
def test_what_readers_do_not_see_changes_nothing(docs: Path, old: str, new: str) -> None:
    look_at(docs)
    text = ABOUT.replace(old, new)
    assert text != ABOUT
    write(docs, "en/about.md", text)
    assert told(docs) == []


@pytest.mark.parametrize(("old", "new"), [("title: About", "title: About us"), ("# About", "## About"), ("two", "2")])
def test_what_readers_see_does(docs: Path, old: str, new: str) -> None:
    look_at(docs)
    write(docs, "en/about.md", ABOUT.replace(old, new, 1))
    assert len(told(docs)) == 1


# -------------------------------------------------------------------------------------------------- there or not there


def test_a_page_that_is_missing_in_a_language_is_told(docs: Path) -> None:
    write(docs, "en/guides/index.md", "# Guides\n")
    look_at(docs)
    assert told(docs) == ["it/guides/index.md: no such page; one in each language of the site"]


def test_a_page_that_is_only_in_a_translation_is_told(docs: Path) -> None:
    write(docs, "it/note.md", "# Note\n")
    look_at(docs)
    assert told(docs) == ["it/note.md: a page in “it” alone; en/note.md beside it"]


@pytest.mark.parametrize("path", ["en/note.md", "it/note.md"])
def test_a_page_may_be_for_the_readers_of_one_language(docs: Path, path: str) -> None:
    write(docs, path, "---\ntranslate: false\n---\n\n# Note\n")
    look_at(docs)
    assert told(docs) == []


def test_a_page_may_be_written_first_in_another_language(docs: Path) -> None:
    page = write(docs, "it/about.md", DI_NOI.replace("---\n", "---\nsource_language: it\n", 1))
    assert told(docs) == ["en/about.md: no “source_hash”; the one of it/about.md that it was translated from"]
    look_at(docs)
    assert "source_hash" not in page.read_text(encoding="utf-8")
    assert told(docs) == []


def test_each_language_is_looked_at(docs: Path) -> None:
    look_at(docs)
    assert told(docs, "en", "it", "de") == ["de/about.md: no such page; one in each language of the site"]


def test_what_is_no_page_or_hidden_is_nobody_s_translation(docs: Path) -> None:
    look_at(docs)
    write(docs, "en/pictures/one.svg", "<svg/>")
    write(docs, "en/.draft.md", "# Draft\n")
    write(docs, "assets/notes.md", "# Notes\n")
    assert told(docs) == []


# ------------------------------------------------------------------------------------------------- what is written


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("---\ntitle: x\n---\n\nText\n", "---\ntitle: x\nsource_hash: 0123456789ab\n---\n\nText\n"),
        ("---\nsource_hash: old\ntitle: x\n---\nText", "---\nsource_hash: 0123456789ab\ntitle: x\n---\nText"),
        ("---\r\ntitle: x\r\n---\r\nText\r\n", "---\r\ntitle: x\r\nsource_hash: 0123456789ab\r\n---\r\nText\r\n"),
        ("---\r\nsource_hash: old\r\n---\r\n", "---\r\nsource_hash: 0123456789ab\r\n---\r\n"),
        (
            "# Text\n\n---\n\nsource_hash: x\n",
            "---\nsource_hash: 0123456789ab\n---\n\n# Text\n\n---\n\nsource_hash: x\n",
        ),
        ("", "---\nsource_hash: 0123456789ab\n---\n\n"),
        ("---\ntitle: x\n...\nText\n", "---\ntitle: x\nsource_hash: 0123456789ab\n...\nText\n"),
        ("---\nsource_hash: 0123456789ab\n---\n", "---\nsource_hash: 0123456789ab\n---\n"),
    ],
)
def test_one_line_is_written_and_nothing_else_changes(tmp_path: Path, before: str, after: str) -> None:
    page = WrittenPage(write(tmp_path, "it/page.md", before), "it", "page.md")
    assert page.with_hash("0123456789ab").decode() == after


def test_letters_that_are_not_utf_8_stay(tmp_path: Path) -> None:
    file = tmp_path / "page.md"
    file.write_bytes(b"---\ntitle: perch\xe9\n---\n")
    assert WrittenPage(file, "it", "page.md").with_hash("ab") == b"---\ntitle: perch\xe9\nsource_hash: ab\n---\n"
