"""``planswitch diff``: folders and revisions, what is told in each style, and what could not be analysed."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from planswitch import cli, plugin
from planswitch.diff import code
from planswitch.diff.addresses import Came, Lost, Site, advice, came, lost
from planswitch.diff.bridges import bridge, bridged
from planswitch.diff.reports import Where, report
from planswitch.diff.styles import explain, line
from tests.assertions import OFFICE, ROOT, made_up, rule
from tests.long import long

if TYPE_CHECKING:
    from collections.abc import Callable

BASE = ROOT / "tests" / "faulty" / "base"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with one commit of the catalogue of 2014 and its translations, in which commands run."""
    for name in ("data", "locale"):
        shutil.copytree(OFFICE / name, tmp_path / name)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    git("init", "-q")
    commit("First")
    return tmp_path


def git(*words: str) -> None:
    subprocess.run(["git", "-c", "user.name=A", "-c", "user.email=a@example.com", *words], check=True)


def commit(message: str) -> None:
    git("add", "-A")
    git("commit", "-q", "-m", message)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    def start(*words: str) -> tuple[int, str, str]:
        capsys.readouterr()
        status = cli.main(list(words))
        told = capsys.readouterr()
        return status, told.out, told.err

    return start


def edit(file: str, before: str, after: str) -> None:
    path = Path(file)
    text = path.read_text(encoding="utf-8")
    assert text.count(before) >= 1
    path.write_text(text.replace(before, after, 1), encoding="utf-8")


def test_an_edited_condition_is_told_with_its_answers_its_row_and_a_question(
    site: Path, run: Callable[..., tuple[int, str, str]]
) -> None:
    edit("data/rules.csv", "users > 300", "always")
    status, out, err = run("diff")
    assert (status, err) == (0, "")
    lines = out.splitlines()
    assert lines[0].startswith("data: 52 answers differ, compared with HEAD (")
    assert lines[1] == (
        "  52 answers: small-business → small-business-premium and 51 more: wizard → manual, "
        "where nothing is told or users=300"
    )
    assert lines[2] == "    rules.csv, line 2: rule `users-over-300`: when was “users > 300”, is “always”"
    assert "    ask: planswitch answer small-business small-business-premium --catalogue data" in lines
    assert [text for text in lines if text.startswith("    pages: ")] == [
        "    pages: matrix/, troubleshooting/users-over-300/, plans/small-business/ and 17 more"
    ]


def test_the_question_of_a_change_has_another_answer_than_before(
    site: Path, run: Callable[..., tuple[int, str, str]]
) -> None:
    command = "planswitch answer small-business small-business-premium --json --catalogue data"
    before = json.loads(run(*shlex.split(command)[1:])[1])
    edit("data/rules.csv", "users > 300", "users > 30")
    change = json.loads(run("diff", "--style", "json")[1])["editions"][0]["changes"][0]
    assert change["edits"] == [
        {
            "file": "rules.csv",
            "line": 2,
            "kind": "changed",
            "row": ["users-over-300"],
            "cells": {"when": {"before": "users > 300", "after": "users > 30"}},
        }
    ]
    assert (change["before"], change["after"], change["answers"]) == ("wizard", "manual", 52)
    assert sum(map(len, change["pairs"].values())) == 52
    asked = [*shlex.split(change["example"]["command"])[1:], "--json"]
    after = json.loads(run(*asked)[1])
    assert after["route"] == "manual"
    assert before["route"] == "wizard"


def test_nothing_edited_is_told_and_is_no_problem(site: Path, run: Callable[..., tuple[int, str, str]]) -> None:
    status, out, _ = run("diff")
    assert status == 0
    assert out.startswith("data: no answer differs from HEAD (")
    assert len(out.splitlines()) == 1


def test_what_cannot_be_analysed_is_never_the_same(site: Path, run: Callable[..., tuple[int, str, str]]) -> None:
    edit("data/rules.csv", "users > 300", "users >")
    for style in ("text", "line", "markdown", "github", "json"):
        status, out, _ = run("diff", "--style", style)
        assert status == 1
        assert "no answer" not in out
        assert "rules.csv, line 2, cell E2" in out
    assert json.loads(out)["editions"][0]["analysed"] is False
    commit("Faulty")
    edit("data/rules.csv", "users >", "users > 300")
    assert run("diff")[0] == 1


def test_revisions_are_compared_with_one_another_and_with_now(
    site: Path, run: Callable[..., tuple[int, str, str]]
) -> None:
    edit("data/rules.csv", "users > 300", "always")
    commit("Second")
    assert "no answer differs" in run("diff")[1]
    for words in (["HEAD~1"], ["HEAD~1", "HEAD"], ["HEAD~1", "data"]):
        assert run("diff", *words)[1].startswith("data: 52 answers differ")
    assert run("diff", "HEAD", "HEAD~1")[1].splitlines()[1].startswith("  52 answers: ")
    shutil.rmtree("data")
    assert run("diff", "HEAD~1", "HEAD", "--catalogue", ".")[0] == 1


def test_folders_are_compared_without_git(tmp_path: Path, run: Callable[..., tuple[int, str, str]]) -> None:
    edited = tmp_path / "edited"
    shutil.copytree(BASE, edited)
    edit(str(edited / "steps.csv"), "Press **Switch**.", "Press **Go**.")
    status, out, _ = run("diff", str(BASE), str(edited))
    assert status == 0
    assert out.splitlines()[1] == "  2 answers: swim → swim-plus and 1 more: other words, always"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["v9"], "“v9” is no folder, and no revision that git knows here"),
        (["data", "v9"], "“v9” is no folder; to compare with a revision, name it first"),
        (["--output=x"], ""),
        (["a", "b", "c"], "more than two sides; expected at most OLD and NEW"),
    ],
)
def test_what_makes_no_sense_is_refused_in_a_sentence(
    site: Path, run: Callable[..., tuple[int, str, str]], words: list[str], told: str
) -> None:
    status, out, err = run("diff", *words)
    assert (status, out) == (2, "")
    assert err.startswith(f"planswitch: {told}") if told else "--output" in err
    assert not Path("x").exists()


def test_where_git_knows_nothing_a_sentence_says_what_to_do(
    tmp_path: Path, run: Callable[..., tuple[int, str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(BASE, tmp_path / "data")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    status, _, err = run("diff")
    assert status == 2
    assert err.endswith("git knows nothing of this folder; compare two folders instead: planswitch diff OLD NEW\n")
    git("init", "-q")
    assert "there is no commit yet" in run("diff")[2]
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "git is not installed" in run("diff")[2]


def test_a_translation_changes_answers_of_its_language_alone(
    site: Path, run: Callable[..., tuple[int, str, str]]
) -> None:
    edit("locale/it.po", 'msgstr "Più di 300 utenti"', 'msgstr "Oltre 300 utenti"')
    told = json.loads(run("diff", "--style", "json")[1])["editions"][0]
    assert [(each["language"], each["level"], each["edits"][0]["row"]) for each in told["changes"]] == [
        ("it", "wording", ["users-over-300"])
    ]
    assert "--locale it" in told["changes"][0]["example"]["command"]


def test_edits_that_change_no_answer_are_named(site: Path, run: Callable[..., tuple[int, str, str]]) -> None:
    edit("data/families.csv", "Enterprise", "Enterprises")
    out = run("diff")[1].splitlines()
    assert out[0].startswith("data: no answer differs from HEAD")
    assert out[1].startswith("  no answer differs for: family `")


def test_markdown_and_annotations_take_cells_for_nothing_but_text(
    tmp_path: Path, run: Callable[..., tuple[int, str, str]]
) -> None:
    edited = tmp_path / "edited"
    shutil.copytree(BASE, edited)
    edit(str(edited / "rules.csv"), "Too old,", '"<b>|@you `x` 100%: ::error::",')
    markdown = run("diff", str(BASE), str(edited), "--style", "markdown")[1]
    rows = [text for text in markdown.splitlines() if "too-old" in text]
    assert len(rows) == 2, "the answers of the rule, and one with a chain that tells it"
    assert all("&lt;b&gt;\\|&#64;you \\`x\\`" in row for row in rows)
    github = run("diff", str(BASE), str(edited), "--style", "github")[1].splitlines()
    assert all(text.startswith(("::notice file=", "::notice::")) for text in github)
    assert "100%25" in github[-1]


def test_names_lead_from_the_plans_of_one_edition_to_those_of_another() -> None:
    names = [{"name": "Old B", "plan": "bee", "kind": "former"}, {"name": "see", "plan": "sea", "kind": "short"}]
    later = [{"name": "Sea", "plan": "c", "kind": "later"}]
    before = made_up("a:x b:x c:x", names=later)
    after = made_up("a:x bee:x sea:x", names=[*names, {"name": "b", "plan": "bee", "kind": "former"}])
    found = bridge(before, after)
    assert found == {"b": "bee", "c": "sea"}
    tables = {"rules": [{"from": "* !b", "to": "c a", "id": "b"}], "plans": [{"id": "b", "name": "B"}]}
    assert bridged(tables, {"plan": found}) == {
        "rules": [{"from": "* !bee", "to": "sea a", "id": "b"}],
        "plans": [{"id": "bee", "name": "B"}],
    }


def test_so_they_do_from_rules_and_families_wherever_these_are_named() -> None:
    tables = {
        "families": [{"id": "x", "name": "X"}],
        "plans": [{"id": "x", "name": "X", "family": "x"}],
        "rules": [{"id": "old", "from": "x family:x !family:x kind:x", "to": "*"}],
        "symptoms": [{"id": "x", "rules": "other old"}],
    }
    assert bridged(tables, {"rule": {"old": "new"}, "family": {"x": "y"}, "symptom": {"x": "z"}}) == {
        "families": [{"id": "y", "name": "X"}],
        "plans": [{"id": "x", "name": "X", "family": "y"}],
        "rules": [{"id": "new", "from": "x family:y !family:y kind:x", "to": "*"}],
        "symptoms": [{"id": "z", "rules": "other new"}],
    }


def test_editions_of_other_plans_say_which_came_and_went(run: Callable[..., tuple[int, str, str]]) -> None:
    told = report(Where("new", "old", "new"), ROOT / "tests/faulty/base", OFFICE / "data")
    assert told.gone == (["swim", "swim-plus", "run"], 9)
    assert told.fresh[1] == 21**2
    assert not told.same
    assert "9 answers went with swim, swim-plus, run; 441 answers came with" in line(told)
    assert explain([told], "text").count("\n") < 30


def renamed(row: str = "") -> None:
    """Gives a plan of the catalogue another id, everywhere, and perhaps a row of ``names.csv``."""
    for path in Path("data").glob("*.csv"):
        text = path.read_text(encoding="utf-8")
        path.write_text(re.sub(r"(?<![\w-])enterprise-e4(?![\w-])", "office-e4", text), encoding="utf-8")
    with Path("data/names.csv").open("a", encoding="utf-8") as file:
        file.write(row)


def test_an_id_that_is_renamed_with_a_row_is_the_same_plan_and_keeps_its_address(
    site: Path, run: Callable[..., tuple[int, str, str]]
) -> None:
    renamed("enterprise-e4,office-e4,former,,,,\n")
    status, out, _ = run("diff")
    assert status == 0
    assert out.splitlines()[0].startswith("data: no answer differs from HEAD (")
    assert "  plan `enterprise-e4` is `office-e4` now" in out.splitlines()
    assert "goes away" not in out
    assert (
        run("answer", "enterprise-e4", "enterprise-e3", "--json")[1]
        == run("answer", "office-e4", "enterprise-e3", "--json")[1]
    )
    commit("Renamed")
    path = Path("data/names.csv")
    path.write_text("\n".join(path.read_text(encoding="utf-8").splitlines()[:-1]) + "\n", encoding="utf-8")
    assert "the address plans/enterprise-e4/ goes away" in run("diff")[1]


@pytest.mark.long
def test_without_the_row_each_style_says_which_address_goes_and_which_row_keeps_it(
    site: Path, run: Callable[..., tuple[int, str, str]]
) -> None:
    renamed()
    told = (
        "the address plans/enterprise-e4/ goes away; if its plan is `office-e4` now, a row of names.csv keeps it: "
        "name `enterprise-e4`, plan `office-e4`, kind `former`"
    )
    for style in ("text", "line"):
        assert told in run("diff", "--style", style)[1]
    assert f"::warning file=data/names.csv::{told}" in run("diff", "--style", "github")[1]
    assert "plan \\`office-e4\\`, kind" in run("diff", "--style", "markdown")[1]
    (edition,) = json.loads(run("diff", "--style", "json")[1])["editions"]
    lost = {"page": "plans/enterprise-e4/", "of": "plan", "id": "enterprise-e4", "now": "office-e4", "why": ""}
    assert edition["lost"] == [lost]
    assert edition["came"] == [{"page": "plans/office-e4/", "why": "a plan came"}]
    assert told in run("check", "data")[1].splitlines()[-1]


def test_rules_symptoms_and_families_that_are_renamed_with_a_row_are_the_same_and_change_no_answer(
    site: Path, run: Callable[..., tuple[int, str, str]]
) -> None:
    renames = [
        ("rule", "users-over-300", "many-users"),
        ("symptom", "never-a-source", "no-source"),
        ("family", "lync-online", "calls"),
    ]
    for path in Path("data").glob("*.csv"):
        text = path.read_text(encoding="utf-8")
        for _, old, new in renames:
            text = re.sub(rf"(?<![\w-]){old}(?![\w-])", new, text)
        path.write_text(text, encoding="utf-8")
    told = (
        "the address troubleshooting/users-over-300/ goes away; if its rule is `many-users` now, a row of names.csv "
        "keeps it: name `users-over-300`, rule `many-users`, kind `former`"
    )
    assert told in run("diff")[1]
    path = Path("data/names.csv")
    header, *rows = path.read_text(encoding="utf-8").splitlines()
    more = (
        f"{old},,former,,,,,{','.join(new if each[0] == noun else '' for each in renames)}"
        for noun, old, new in renames
    )
    lines = [f"{header},{','.join(noun for noun, _, _ in renames)}", *(f"{row},,," for row in rows), *more]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    status, out, _ = run("diff")
    told_now = out.splitlines()
    assert status == 0
    assert told_now[0].startswith("data: no answer differs from HEAD (")
    assert [f"  {noun} `{old}` is `{new}` now" in told_now for noun, old, new in renames] == [True] * 3
    assert "goes away" not in out


def test_pages_of_plans_and_rules_that_are_deleted_go_away() -> None:
    before = made_up("a:x b:x", rules=[rule("old", "warn")])
    after = made_up("a:x")
    found = tuple(lost(Site(before, "2014/"), Site(after, "2014/"), {}))
    assert found == (Lost("2014/plans/b/", "b"), Lost("2014/troubleshooting/old/", "old", noun="rule"))
    (told,) = advice(found, most=3)
    assert told.startswith("2 addresses go away: 2014/plans/b/, 2014/troubleshooting/old/; where a plan or a rule got")
    (told,) = advice(found[1:], most=3)
    assert told.startswith("1 address goes away: 2014/troubleshooting/old/; where a rule got another id")
    assert list(came(Site(after, "2014/"), Site(before, "2014/"))) == [
        Came("2014/plans/b/", "a plan came"),
        Came("2014/troubleshooting/old/", "a rule came"),
    ]


def test_a_changed_folder_of_plans_moves_all_of_them_and_each_style_names_the_setting(
    site: Path, run: Callable[..., tuple[int, str, str]]
) -> None:
    settings = Path("data/catalogue.csv")
    before = settings.read_text(encoding="utf-8")
    settings.write_text(f"{before.rstrip()}\naddress,offers\n", encoding="utf-8")
    why = "for `address` of catalogue.csv was blank and is “offers”"
    lost = f"22 addresses go away: plans/, plans/small-business/, plans/small-business-premium/ and 19 more, {why}; "
    lost += "a row of catalogue.csv keeps them: key `former`, value `plans`"
    came = f"22 addresses come: offers/, offers/small-business/, offers/small-business-premium/ and 19 more, {why}"
    assert [f"  {told}" in run("diff")[1].splitlines() for told in (lost, came)] == [True, True]
    assert lost in run("diff", "--style", "line")[1]
    assert f"::warning file=data/catalogue.csv::{lost}" in run("diff", "--style", "github")[1]
    (edition,) = json.loads(run("diff", "--style", "json")[1])["editions"]
    assert (len(edition["lost"]), len(edition["came"])) == (22, 22)
    settings.write_text(f"{before.rstrip()}\naddress,offers\nformer,plans\n", encoding="utf-8")
    out = run("diff")[1]
    assert "go away" not in out
    assert came in out
    commit("Moved")
    settings.write_text(f"{before.rstrip()}\naddress,offers\n", encoding="utf-8")
    assert "22 addresses go away: plans/, " in run("diff")[1]
    assert "for `former` of catalogue.csv was “plans” and is blank" in run("diff")[1]


@pytest.mark.parametrize(("several", "pages"), [(False, 0), (True, 3)])
def test_an_edition_that_is_called_otherwise_moves_where_several_are_in_folders_of_their_own(
    tmp_path: Path, several: bool, pages: int
) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    for folder in (old, new):
        shutil.copytree(BASE, folder)
    settings = new / "catalogue.csv"
    settings.write_text(re.sub(r"(?m)^id,.*$", "id,later", settings.read_text(encoding="utf-8")), encoding="utf-8")
    told = report(Where("data", "before", "now", several, same=True), old, new)
    assert len([each for each in told.lost if not each.id]) == pages
    assert {each.why for each in told.lost} == {each.why for each in told.came}
    assert all("`id` of catalogue.csv was" in each.why for each in told.lost)
    assert report(Where("new", "old", "new"), old, new).lost == ()


def keys(value: Any) -> Any:
    return sorted(value) if isinstance(value, dict) else value


def test_json_has_the_keys_that_the_manual_names(site: Path, run: Callable[..., tuple[int, str, str]]) -> None:
    edit("data/rules.csv", "users > 300", "always")
    (edition,) = json.loads(run("diff", "--style", "json")[1])["editions"]
    first = ("folder", "before", "after", "analysed", "answers", "changes")
    assert keys(edition) == sorted([*first, "gone", "fresh", "renamed", "lost", "came", "quiet", "unknown"])
    assert edition["analysed"] is True


def test_a_check_ends_with_the_answers_that_differ_from_the_last_commit(
    site: Path, run: Callable[..., tuple[int, str, str]]
) -> None:
    assert run("check", "data")[1].splitlines()[-1].startswith("data: no answer differs from HEAD (")
    edit("data/rules.csv", "users > 300", "users > 30")
    status, out, _ = run("check", "data")
    assert status == 0
    assert out.splitlines()[-1].startswith("data: 52 answers differ, compared with HEAD (")
    edit("data/rules.csv", "users > 30", "users >")
    assert "differ" not in run("check", "data")[1]


def test_a_check_says_nothing_of_answers_where_git_knows_nothing(
    tmp_path: Path, run: Callable[..., tuple[int, str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(BASE, tmp_path / "data")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert "differ" not in run("check", str(tmp_path / "data"))[1]


def test_while_serving_the_terminal_says_which_answers_differ(site: Path, caplog: pytest.LogCaptureFixture) -> None:
    edit("data/rules.csv", "users > 300", "users > 30")
    with caplog.at_level("INFO", "mkdocs.planswitch"):
        plugin._tell_answers([site / "data"])
    assert [text.partition(",")[0] for text in caplog.messages] == ["data: 52 answers differ"]


@pytest.fixture
def package(site: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The repository holds this package too, in one more commit."""
    shutil.rmtree("data")
    shutil.copytree(BASE, "data")
    copied = site / "generator" / "planswitch"
    for part in (*code.PARTS, *code.TRANSLATIONS):
        there = code.PACKAGE / part
        place = copied / part
        place.parent.mkdir(parents=True, exist_ok=True)
        if there.is_dir():
            shutil.copytree(there, place, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(there, place)
    commit("Second")
    monkeypatch.setattr(code, "PACKAGE", copied)
    return copied


@pytest.mark.parametrize(
    "styles",
    [pytest.param((), id="JSON"), long(("text", "github"), id="every style")],
)
def test_our_own_code_changes_answers_too(
    package: Path,
    run: Callable[..., tuple[int, str, str]],
    monkeypatch: pytest.MonkeyPatch,
    styles: tuple[str, ...],
) -> None:
    monkeypatch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)
    assert "no answer differs" in run("diff")[1]
    edit(str(package / "rules" / "words.py"), '"Do this first"', '"First do this"')
    (change,) = json.loads(run("diff", "--style", "json")[1])["editions"][0]["changes"]
    assert (change["level"], change["code"]) == ("wording", ["generator/planswitch/rules/words.py"])
    assert {"locker": True} in change["circumstances"]["differing"]
    for style in styles:
        status, out, _ = run("diff", "--style", style)
        assert status == 0
        assert "rules/words.py" in out
    assert not list(package.rglob("__pycache__")), "something is left beside the code"
    edit(str(package / "rules" / "decisions.py"), 'frozenset({"wait", "fix"})', 'frozenset({"wait"})')
    assert "status after → " in run("diff", "--style", "line")[1]


def test_code_that_gives_no_answers_is_not_the_same(package: Path, run: Callable[..., tuple[int, str, str]]) -> None:
    edit(str(package / "rules" / "words.py"), "class Words:", "class Wards:")
    status, out, _ = run("diff")
    assert status == 1
    assert "no answer is known to differ" in out
    assert "not analysed: what edited files of Planswitch change (generator/planswitch/rules/words.py): " in out


def test_edited_translations_of_our_own_sentences_change_the_answers_of_their_language(
    package: Path, run: Callable[..., tuple[int, str, str]]
) -> None:
    file = package / "locale" / "it.po"
    edit(str(file), 'msgstr "Da fare prima"', 'msgstr "Da fare per prima cosa"')
    status, out, _ = run("diff", "--style", "json")
    (edition,) = json.loads(out)["editions"]
    (change,) = edition["changes"]
    assert (status, edition["analysed"]) == (0, True)
    assert (change["level"], change["language"]) == ("wording", "it")
    assert change["code"] == ["generator/planswitch/locale/it.po"]
    assert {"locker": True} in change["circumstances"]["differing"]
    told = run("diff")[1]
    assert "other words in it" in told
    assert "--locale it" in told


def test_an_edited_sentence_of_ours_that_no_answer_says_changes_none(
    package: Path, run: Callable[..., tuple[int, str, str]]
) -> None:
    edit(str(package / "locale" / "it.po"), 'msgstr "Questa pagina non esiste."', 'msgstr "Non esiste."')
    status, out, _ = run("diff")
    assert status == 0
    assert out.startswith("data: no answer differs from HEAD")


def test_faulty_translations_of_our_own_are_not_the_same(
    package: Path, run: Callable[..., tuple[int, str, str]]
) -> None:
    edit(str(package / "locale" / "it.po"), 'msgstr "Da fare prima"', 'msgstr "Da fare {prima}"')
    status, out, _ = run("diff")
    assert status == 1
    assert "not analysed: what edited translations of ours change (generator/planswitch/locale/it.po): " in out
