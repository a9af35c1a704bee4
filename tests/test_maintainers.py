"""The maintainers' pages do what they say: each example is carried out, in each language, on its catalogue."""

from __future__ import annotations

import csv
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from planswitch import cli, scaffold
from planswitch.catalogue import inspect, load
from planswitch.catalogue.changes import inspect_changes
from planswitch.catalogue.schema import CHANGES, SETTINGS, TABLES
from planswitch.pages.site import Kind, renderers
from planswitch.parts.reading import read
from planswitch.rules.selectors import plan_groups, select
from planswitch.scaffold import Choice
from planswitch.settings import EXPECTED, mistakes, settings
from tests.assertions import ROOT
from tests.manual import (
    LANGUAGES,
    Section,
    carry_out,
    commands,
    example,
    page,
    place,
    prints,
    read_rows,
    rename,
    sections,
)

PAGES = ("index", "install", "files", "examples", "recipes")
IN_LONG = [pytest.mark.long]
EACH = pytest.mark.parametrize("tag", [pytest.param(tag, marks=IN_LONG * (tag != "en")) for tag in LANGUAGES])
CARRIED_OUT = [
    pytest.param(tag, section, id=f"{tag}-{section.title}", marks=IN_LONG * (tag != "en"))
    for tag in LANGUAGES
    for name in ("examples", "recipes")
    for section in sections(page(tag, name))
    if section.blocks
]


@pytest.mark.parametrize(("tag", "section"), CARRIED_OUT)
def test_what_an_example_promises_is_so(
    tag: str, section: Section, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    data = example(tag, tmp_path)
    monkeypatch.chdir(tmp_path)
    if any("$ planswitch diff" in block.text for block in section.blocks):
        committed(tmp_path)
    rename(section, data)
    for block in section.blocks:
        if block.kind != "console":
            carry_out(block, tmp_path)
            continue
        assert not [problem.explain() for problem in inspect(data.relative_to(tmp_path))[1]]
        for command, expected in commands(block):
            program, *words = shlex.split(command)
            if program == "cp":
                copied(words, tmp_path)
                continue
            status = cli.main(words)
            printed = "".join(capsys.readouterr())
            assert program == "planswitch"
            assert status == (2 if expected[0].startswith("planswitch: ") else 0), printed
            assert prints(expected, printed), f"{command}\n{printed}"


def committed(folder: Path) -> None:
    """Puts a folder under git, with one commit of all that is there."""
    for words in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "As it was"]):
        user = ["-c", "user.name=A", "-c", "user.email=a@example.com"]
        subprocess.run(["git", "-C", str(folder), *user, *words], check=True)


def copied(words: list[str], folder: Path) -> None:
    """Copies a folder or a file, as ``cp -r FROM TO`` does."""
    recursively, origin, target = words
    assert recursively == "-r"
    copy = shutil.copytree if (folder / origin).is_dir() else shutil.copy
    copy(folder / origin, folder / target)


@EACH
def test_an_edition_is_added_by_one_folder_and_one_line(tag: str, tmp_path: Path) -> None:
    example(tag, tmp_path)
    (section,) = [each for each in sections(page(tag, "recipes")) if any("catalogues:" in b.text for b in each.blocks)]
    for block in section.blocks:
        for command, _ in commands(block) if block.kind == "console" else ():
            if command.startswith("cp "):
                copied(shlex.split(command)[1:], tmp_path)
        if block.kind != "console":
            carry_out(block, tmp_path)
    line = (tmp_path / "mkdocs.yml").read_text(encoding="utf-8")
    assert len(line.splitlines()) == 1
    options = {**yaml.safe_load(line), "languages": [tag]}
    assert list(mistakes(options, tmp_path)) == []
    found = read(settings(options, tmp_path).catalogues, [tag])
    (tmp_path / "docs").mkdir()
    later, earlier = renderers(found, {tag: tmp_path / "docs"}, Kind(several=True))[tag]
    assert (earlier.edition.newer, earlier.catalogue.id) == (later.catalogue.id, "cardfile")


@EACH
def test_what_is_said_of_github_is_in_a_new_site(tag: str, tmp_path: Path) -> None:
    (section,) = [each for each in sections(page(tag, "recipes")) if "`.github`" in each.text]
    site = tmp_path / "another"
    scaffold.new(site, Choice("plan", tag, ("direct",)))
    for named in re.findall(r"`(?:another/)?(\.github|\w+\.(?:yml|txt))`", section.text):
        assert (site / named).exists(), named
    wheel = (site / "requirements.txt").read_text(encoding="utf-8").splitlines()[-1]
    assert Path(wheel).parent == Path("wheels")
    settings = (site / "mkdocs.yml").read_text(encoding="utf-8")
    assert settings.count("!ENV [SITE_URL, ") == settings.count("!ENV [REPORT_URL, ") == 1
    publishing = (site / ".github" / "workflows" / "publish.yml").read_text(encoding="utf-8")
    for said in re.findall(r"\*\*(.+?)\*\*", section.text):
        assert said in publishing or said == "Actions", said


@EACH
def test_every_example_of_a_file_is_a_row_of_one_sound_catalogue(tag: str, tmp_path: Path) -> None:
    data = example(tag, tmp_path)
    assert sorted(path.name for path in data.iterdir()) == sorted(table.file for table in TABLES)
    assert [problem.explain() for problem in inspect(data)[1]] == []
    catalogue = load(data).catalogue
    assert catalogue.language == tag
    _, problems = inspect_changes(tmp_path / CHANGES.file, {catalogue.id: catalogue})
    assert [problem.explain() for problem in problems] == []


@EACH
def test_every_column_of_every_file_has_an_example(tag: str, tmp_path: Path) -> None:
    data = example(tag, tmp_path)
    for table in (*TABLES, CHANGES):
        _, rows = read_rows(place(tmp_path, table.file).read_text(encoding="utf-8"))
        assert [name for name in table.header if not any(row[name] for row in rows)] == [], table.file
    _, rows = read_rows((data / "catalogue.csv").read_text(encoding="utf-8"))
    assert [row["key"] for row in rows] == [setting.key for setting in SETTINGS]


@EACH
def test_the_reference_goes_through_the_files_in_their_order(tag: str) -> None:
    parts = [section for section in sections(page(tag, "files")) if section.level == 3]
    assert [(part.title, re.findall("<!-- planswitch:reference (.*) -->", part.text)) for part in parts] == [
        (f"`{table.file}`", [table.name]) for table in (*TABLES, CHANGES)
    ]


@EACH
def test_every_selection_chooses_the_plans_beside_it(tag: str, tmp_path: Path) -> None:
    catalogue = load(example(tag, tmp_path)).catalogue
    groups = plan_groups(catalogue.plans.values(), catalogue.families.values())
    rows = sections(page(tag, "examples"))[2].table()
    assert len(rows) > 5
    for selector, plans in rows:
        assert select(selector.strip("`"), groups) == frozenset(re.findall("`([^`]+)`", plans)), selector


@EACH
def test_every_condition_may_stand_in_a_rule(tag: str, tmp_path: Path) -> None:
    data = example(tag, tmp_path)
    path = data / "rules.csv"
    text = path.read_text(encoding="utf-8")
    conditions = [row[0].strip("`") for row in sections(page(tag, "examples"))[3].table()]
    assert len(conditions) > 8
    for condition in conditions:
        quoted = condition.replace('"', '""')
        path.write_text(f'{text}tried,any,*,*,"{quoted}",warn,T,R,,,U1\n', encoding="utf-8")
        assert [problem.explain() for problem in inspect(data)[1]] == [], condition
        assert "tried" in load(data).catalogue.rules


SAVED = (("sources", "date"), ("names", "name"), ("plans", "memory"), ("switches", "from"), ("families", "name"))
"""Where the examples of what spreadsheets save may stand, in the order in which the page tells them."""


@EACH
def test_what_a_spreadsheet_saves_instead_is_refused_at_its_cell_with_what_was_typed(tag: str, tmp_path: Path) -> None:
    data = example(tag, tmp_path)
    (part,) = [each for each in sections(page(tag, "files")) if "PiÃ¹" in each.text]
    for (name, column), (typed, saved) in zip(SAVED, part.table(), strict=True):
        path = data / f"{name}.csv"
        before = path.read_text(encoding="utf-8")
        header, rows = read_rows(before)
        row = rows[1 if name == "names" else 0]
        row[column] = saved.strip("`")
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([header, *(each.values() for each in rows)])
        (problem,) = inspect(data)[1]
        assert (problem.file, problem.fatal, problem.cell[:1]) == (path.name, True, "ABCDE"[header.index(column)])
        meant = re.findall("`([^`]+)`", typed)[0]
        assert meant in f"{problem.expected} {problem.tip}"
        path.write_text(before, encoding="utf-8")


@EACH
def test_what_is_said_of_settings_and_addresses_is_taken(tag: str, tmp_path: Path) -> None:
    parts = sections(page(tag, "install"))
    blocks = [block for part in parts for block in part.blocks]
    assert [row[0].strip("`") for part in parts for row in part.table()] == list(EXPECTED)
    data = example(tag, tmp_path)
    for block in blocks:
        if block.kind == "csv":
            carry_out(block, tmp_path)
        elif block.kind == "yaml":
            search, ours = yaml.safe_load(block.text)["plugins"]
            assert search == "search"
            assert list(mistakes(ours["planswitch"], tmp_path)) == []
    assert {block.kind for block in blocks} == {"csv", "yaml", "console"}
    assert [problem.explain() for problem in inspect(data)[1]] == []
    assert load(data).catalogue.settings["address"] == "releases"


@EACH
def test_a_site_is_begun_as_the_page_says(tag: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    told = [command for part in sections(page(tag, "install")) for each in part.blocks for command, _ in commands(each)]
    (new,) = [command for command in told if command.startswith("planswitch new ")]
    assert cli.main(shlex.split(new)[1:]) == 0
    assert load(tmp_path / "upgrades" / "data").catalogue.language == tag
    assert cli.main(["check", str(tmp_path / "upgrades" / "data")]) == 0
    for command in ("planswitch serve", "planswitch build"):
        assert command in told
        assert cli.main([*shlex.split(command)[1:], "--help"]) == 0


def test_both_languages_have_the_same_pages() -> None:
    for tag in LANGUAGES:
        folder = ROOT / "docs" / tag / "maintainers"
        assert sorted(path.stem for path in folder.iterdir()) == sorted(PAGES)


@pytest.mark.parametrize("name", PAGES)
def test_both_languages_say_the_same_in_the_same_order(name: str) -> None:
    english, italian = (sections(page(tag, name)) for tag in LANGUAGES)
    assert [shape(section) for section in english] == [shape(section) for section in italian]
    assert not [one.title for one, other in zip(english, italian, strict=True) if same_words(one, other)]


def shape(section: Section) -> object:
    """What of a section is the same in every language."""
    blocks = [(block.kind, len(block.text.splitlines())) for block in section.blocks]
    lists = re.findall(r"^(?:\d+\.|-|<!-- .* -->)", section.text, re.MULTILINE)
    links = re.findall(r"\]\(([^)#]+)", section.text)
    return section.level, blocks, lists, sorted(links), len(section.table()), section.text.count("\n\n")


def same_words(one: Section, other: Section) -> bool:
    """Whether a title was left in the other language; the name of a file has none."""
    return bool(one.title) and one.title == other.title and not one.title.startswith("`")
