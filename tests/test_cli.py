"""The command line: ``answer``, ``batch`` and ``check``, their output, messages and exit statuses."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from planswitch import cli
from planswitch.pages.languages import languages
from planswitch.rules import Catalogue, Question, Words, decide, word
from tests import hostile
from tests.assertions import DATA, ROOT, TRANSLATIONS

if TYPE_CHECKING:
    from collections.abc import Callable

E1, E3 = "enterprise-e1", "enterprise-e3"
KEYS = [
    "from",
    "to",
    "facts",
    "status",
    "route",
    "certainty",
    "otherwise",
    "firm",
    "routes",
    "reasons",
    "open",
    "optional",
    "steps",
    "notes",
    "via",
    "catalogue",
]
BESIDES = ["differences", "became", "editions"]
BASE = ROOT / "tests" / "faulty" / "base"


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[int, str, str]]:
    """Runs a command on our catalogue and returns exit status, output and messages."""

    def start(*words: str | Path, stdin: bytes = b"", catalogue: Path = DATA) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
        try:
            status = cli.main([*map(str, words), "--catalogue", str(catalogue)])
        except SystemExit as stop:
            status = int(str(stop.code or 0))
        told = capsys.readouterr()
        return status, told.out, told.err

    return start


# --------------------------------------------------------------------------------------------------------- answer


def test_an_answer_is_printed_for_people(run: Callable[..., tuple[int, str, str]]) -> None:
    status, out, err = run("answer", E1, E3, "--fact", "users=301", "--fact", "trial=yes")
    assert (status, err) == (0, "")
    lines = out.splitlines()
    assert lines[0] == "Office 365 Enterprise E1 → Office 365 Enterprise E3"
    assert lines[1] == "Yes, but only manually, once 1 thing is done: 1 answer missing"
    assert lines[2] == "Rests on: Help article of 2014 · The plans of 2014 have been retired."
    for text in ("More than 300 users", "[users-over-300]", "Buy the plan you are trying first", "credit_check"):
        assert text in out
    assert "\x1b" not in out
    assert "**" not in out


def test_steps_that_depend_on_an_answer_say_so(run: Callable[..., tuple[int, str, str]]) -> None:
    _, out, _ = run("answer", E3, "small-business")
    steps = out.partition("\nSteps\n")[2]
    assert steps.splitlines()[0].startswith("  1. Back up all company information")
    assert "  2. If: Is a domain of your own set up in Office 365? Yes. Remove your own domain" in steps
    assert (
        "If: "
        not in run("answer", E3, "small-business", "--fact", "custom_domain=no", "--fact", "reduce_licences=no")[1]
    )


def test_a_plan_is_found_by_any_name_that_names_it(run: Callable[..., tuple[int, str, str]]) -> None:
    asked = run("answer", E1, E3)
    for origin, target in (("E1", "E3"), ("enterprise e1", "Office 365 Enterprise E3")):
        assert run("answer", origin, target) == asked
    status, out, err = run("answer", "E1", "E5")
    assert (status, out) == (2, "")
    assert err.startswith("planswitch: “E5”: ")


def test_the_route_that_is_preferred_is_tried_first(run: Callable[..., tuple[int, str, str]]) -> None:
    _, out, _ = run("answer", E1, E3, "--route", "manual", "--json")
    told = json.loads(out)
    assert (told["route"], [route["route"] for route in told["routes"]]) == ("manual", ["manual", "wizard"])


def test_a_chain_is_told_hop_by_hop(run: Callable[..., tuple[int, str, str]]) -> None:
    _, out, _ = run("answer", "run", "swim-plus", catalogue=BASE)
    told = out.partition("In 2 steps: Run → Swim → Swim Plus.")[2]
    assert told.index("Run → Swim: Wizard") < told.index("Swim → Swim Plus: Wizard")
    assert told.count("Press Switch.") == 2


def test_an_answer_says_the_digest_of_its_catalogue(
    run: Callable[..., tuple[int, str, str]], catalogue: Catalogue
) -> None:
    _, out, _ = run("answer", E1, E3)
    assert catalogue.digest[:19] in out.splitlines()[-1]


@pytest.mark.parametrize(("origin", "target"), [(E1, E3), (E3, E1), (E1, E1), ("small-business", E3)])
def test_json_is_the_decision_with_the_keys_of_the_contract(
    run: Callable[..., tuple[int, str, str]], catalogue: Catalogue, origin: str, target: str
) -> None:
    facts = ("--fact", "users=26", "--fact", "trial=no", "--fact", "role=admin", "--fact", "prepaid=")
    status, out, err = run("answer", origin, target, *facts, "--json")
    told: dict[str, Any] = json.loads(out)
    assert (status, err) == (0, "")
    assert list(told) == [*KEYS, *BESIDES]
    decision = decide(catalogue, Question(origin, target, {"users": 26, "trial": False, "role": "admin"}))
    assert {name: told[name] for name in KEYS} == json.loads(json.dumps(decision.to_dict()))
    assert (told["differences"], told["editions"]) == ([], [])


def test_json_says_what_the_switch_loses_and_gains_and_what_became_of_the_plans(
    run: Callable[..., tuple[int, str, str]],
) -> None:
    told = json.loads(run("answer", "swim-plus", "swim", "--json", catalogue=BASE)[1])
    assert told["differences"] == [
        {"attribute": "size", "from": "large", "to": "small", "change": "less"},
        {"attribute": "lanes", "from": 8, "to": 4, "change": "less"},
    ]
    told = json.loads(run("answer", "Lync 1", E1, "--json")[1])
    assert [(row["plan"], row["name"], row["kind"]) for row in told["became"]] == [
        ("lync-online-1", "Skype for Business Online (Plan 1)", "later")
    ]
    assert set(told["became"][0]) == {"plan", "name", "kind", "from", "note", "source"}


def test_json_keeps_accents_and_quotes_as_they_are(run: Callable[..., tuple[int, str, str]]) -> None:
    _, out, _ = run("answer", hostile.FIRST, hostile.SECOND, "--json", catalogue=hostile.FOLDER / "data")
    assert hostile.PAYLOADS["direction"] in out
    assert "“maybe”" in out
    assert hostile.PAYLOADS["long"] in out


def test_an_answer_comes_in_italian(run: Callable[..., tuple[int, str, str]], catalogue: Catalogue) -> None:
    status, out, err = run("answer", E1, E3, "--fact", "trial=yes", "--locale", "it")
    italian = word(
        decide(catalogue, Question(E1, E3, {"trial": True})),
        Words(catalogue, languages(["it"], TRANSLATIONS)["it"].translations),
    )
    english = word(italian.decision, Words(catalogue))
    assert (status, err) == (0, "")
    assert italian.summary in out
    assert italian.headline != english.headline
    assert italian.lead in out
    assert english.lead not in out


def test_english_is_the_language_of_our_catalogue(run: Callable[..., tuple[int, str, str]]) -> None:
    assert run("answer", E1, E3, "--locale", "en") == run("answer", E1, E3)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("enterprise-e9", E3), "Unknown plan “enterprise-e9”. Did you mean “enterprise-e"),
        ((E1, "zzz"), "Unknown plan “zzz”. Known: small-business, small-business-premium,"),
        ((E1, E3, "--fact", "user=3"), "Unknown fact “user”. Did you mean “users”?"),
        ((E1, E3, "--fact", "same_family=yes"), "Unknown fact “same_family”."),
        ((E1, E3, "--fact", "users"), "“users” is not NAME=VALUE."),
        ((E1, E3, "--fact", "users=many"), "The answer to “users” is a whole number, not “many”."),
        ((E1, E3, "--fact", "users=--5"), "The answer to “users” is a whole number, not “--5”."),
        ((E1, E3, "--fact", "users=0"), "The answer to “users” is at least 1, not 0."),
        ((E1, E3, "--fact", "users=1.000"), "“users”: “1.000” can be read as 1000 or as 1."),
        ((E1, E3, "--route", "wizzard"), "Unknown route “wizzard”. Did you mean “wizard”?"),
        ((E1, E3, "--fact", "users=-1"), "The answer to “users” is at least 1, not -1."),
        ((E1, E3, "--fact", "trial=maybe"), "The answer to “trial” is yes or no, not “maybe”."),
        ((E1, E3, "--fact", "role=king"), "The answer to “role” is one of global-admin, admin, none, not “king”."),
        ((E1, E3, "--locale", "xx"), "No translation for “xx”. Known: "),
    ],
)
@pytest.mark.parametrize("form", ["text", "json"])
def test_a_question_that_makes_no_sense_is_refused_in_one_line(
    run: Callable[..., tuple[int, str, str]], words: tuple[str, ...], message: str, form: str
) -> None:
    if form == "json" and "--locale" in words:
        form = "text"
    status, out, err = run("answer", *words, *(["--json"] if form == "json" else []))
    assert (status, out) == (2, "")
    assert err.startswith(f"planswitch: {message}")
    assert len(err.splitlines()) == 1


@pytest.mark.parametrize("words", [(), ("answer",), ("answer", E1), ("fly",), ("answer", E1, E3, "--loud")])
def test_a_command_that_is_not_one_is_refused(run: Callable[..., tuple[int, str, str]], words: tuple[str, ...]) -> None:
    status, out, err = run(*words)
    assert (status, out) == (2, "")
    assert "usage: planswitch" in err


@pytest.mark.parametrize("command", [("answer", E1, E3), ("batch", "-"), ("check",)])
def test_a_folder_that_is_no_catalogue_is_a_problem_and_no_answer(
    run: Callable[..., tuple[int, str, str]], command: tuple[str, ...], tmp_path: Path
) -> None:
    status, out, err = run(*command, catalogue=tmp_path, stdin=b"from,to\n")
    assert status == 1
    for name in ("catalogue", "families", "plans", "routes", "switches", "facts", "rules", "steps"):
        assert f"{name}.csv: error (file)" in out + err
    assert "8 problems" in out + err


@pytest.mark.parametrize("command", [("answer", E1, E3), ("batch", "-"), ("check",), ("messages",), ("stage", "out")])
def test_a_folder_that_is_not_there_is_one_sentence(
    run: Callable[..., tuple[int, str, str]], command: tuple[str, ...], tmp_path: Path
) -> None:
    place = tmp_path / "nowhere"
    sentence = f"planswitch: {place}: there is no such folder; a catalogue is a folder of CSV files\n"
    assert run(*command, catalogue=place) == (2, "", sentence)
    place.write_text("id,name,family\n", encoding="utf-8")
    sentence = f"planswitch: {place}: is not a folder; a catalogue is a folder of CSV files\n"
    assert run(*command, catalogue=place) == (2, "", sentence)


def test_very_many_problems_are_not_all_told_but_counted(
    run: Callable[..., tuple[int, str, str]], tmp_path: Path
) -> None:
    folder = tmp_path / "catalogue"
    shutil.copytree(BASE, folder)
    with (folder / "plans.csv").open("a", encoding="utf-8") as file:
        file.writelines(f"plan-{number},Plan {number},outdor-{number}\n" for number in range(5_000))
    with (folder / "steps.csv").open("a", encoding="utf-8") as file:
        file.write("manual,x,*,*,always,Text.,A3\n")
    status, out, err = run("check", folder)
    assert (status, err) == (1, "")
    assert out.count("“outdor-") == 100
    assert "plans.csv: 4,900 more errors (reference)\n" in out
    assert "steps.csv, line 6, cell B6: error (steps)" in out
    assert out.splitlines()[-1] == f"{folder}: 5001 problems"
    status, out, err = run("answer", "swim", "run", catalogue=folder)
    assert (status, out) == (1, "")
    assert err.count("“outdor-") == 100


def test_another_catalogue_answers_its_own_questions(run: Callable[..., tuple[int, str, str]]) -> None:
    status, out, _ = run("answer", "run", "swim-plus", "--fact", "locker=no", "--json", catalogue=BASE)
    assert status == 0
    told = json.loads(out)
    assert told["facts"] == {"locker": False}
    assert [(hop["from"], hop["to"]) for hop in told["via"]] == [("run", "swim"), ("swim", "swim-plus")]


# ---------------------------------------------------------------------------------------------------------- batch

QUESTIONS = """from,to,users,role,trial
enterprise-e1,enterprise-e3,300,global-admin,no
enterprise-e1,enterprise-e3,,,
enterprise-e1,enterprise-e3,301,,yes
enterprise-e4,enterprise-e4,,,
enterprise-k2,enterprise-e1,,,
"""


def table(out: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(out)))


def test_a_batch_answers_each_row(run: Callable[..., tuple[int, str, str]]) -> None:
    status, out, err = run("batch", "-", stdin=QUESTIONS.encode())
    assert (status, err) == (0, "")
    rows = table(out)
    assert list(rows[0]) == [
        "from", "to", "users", "role", "trial",
        "route", "status", "certainty", "otherwise", "holds", "open", "refused",
    ]  # fmt: skip
    assert [(row["route"], row["status"], row["certainty"], row["otherwise"], row["holds"]) for row in rows] == [
        ("wizard", "depends", "sure", "manual", ""),
        ("wizard", "depends", "sure", "manual", ""),
        ("manual", "after", "sure", "", "users-over-300 trial"),
        ("", "same", "", "", ""),
        ("wizard", "depends", "likely", "manual", ""),
    ]
    assert {row["refused"] for row in rows} == {""}
    assert rows[0]["open"] == "prepaid credit_check provisioning_pending service_issue licence_conflict"
    assert rows[2]["users"] == "301"


def test_a_blank_cell_is_unknown_and_not_no(run: Callable[..., tuple[int, str, str]], catalogue: Catalogue) -> None:
    _, out, _ = run("batch", "-", stdin=b"from,to,trial\nenterprise-e1,enterprise-e3, \n")
    assert table(out)[0]["open"].split() == list(decide(catalogue, Question(E1, E3)).open)


def test_json_lines_are_decisions(run: Callable[..., tuple[int, str, str]], catalogue: Catalogue) -> None:
    status, out, err = run("batch", "-", "--json-lines", stdin=QUESTIONS.encode())
    assert (status, err) == (0, "")
    told = [json.loads(line) for line in out.splitlines()]
    assert [list(decision) for decision in told] == [KEYS] * 5
    expected = decide(catalogue, Question(E1, E3, {"users": 301, "trial": True})).to_dict()
    assert told[2] == json.loads(json.dumps(expected))


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.encode(),
        lambda text: text.encode("utf-8-sig"),
        lambda text: text.replace("\n", "\r\n").encode("utf-8-sig"),
        lambda text: text.replace(",", ";").encode(),
        lambda text: text.replace(",", "\t").encode(),
        lambda text: text.replace("\n", "\n\n").encode(),
        lambda text: (text + ",,,,\n\n").encode(),
        lambda text: text.replace("\n", ",,\n").encode(),
        lambda text: text.rstrip("\n").encode(),
        lambda text: "\n".join(f'"{line}"'.replace(",", '","') for line in text.splitlines()).encode(),
    ],
    ids=["plain", "mark", "mark and CRLF", "semicolons", "tabs", "blank lines", "blank rows", "blank columns",
         "no end", "quoted"],
)  # fmt: skip
@pytest.mark.parametrize("source", ["a file", "standard input"])
def test_questions_come_as_spreadsheets_save_them(
    run: Callable[..., tuple[int, str, str]], change: Callable[[str], bytes], source: str, tmp_path: Path
) -> None:
    _, plain, _ = run("batch", "-", stdin=QUESTIONS.encode())
    data = change(QUESTIONS)
    if source == "a file":
        (tmp_path / "questions.csv").write_bytes(data)
        told = run("batch", tmp_path / "questions.csv")
    else:
        told = run("batch", "-", stdin=data)
    assert told == (0, plain, "")


BAD = """from,to,users,trial
enterprise-e1,enterprise-e3,300,no
enterprise-e9,enterprise-e3,,
enterprise-e1,enterprise-e3,zero,
enterprise-e1,enterprise-e3,0,

enterprise-e1,enterprise-e3,--5,
enterprise-e1,enterprise-e3,,maybe
,enterprise-e3,,
enterprise-e1
enterprise-e1,enterprise-e3,1,no,extra
enterprise-e1,"enterprise"-e3,1,no
enterprise-e3,enterprise-e4,5,yes
"""


@pytest.mark.parametrize("form", [(), ("--json-lines",)])
def test_bad_rows_are_told_by_their_line_and_the_rest_is_answered(
    run: Callable[..., tuple[int, str, str]], form: tuple[str, ...]
) -> None:
    status, out, err = run("batch", "-", *form, stdin=BAD.encode())
    assert status == 1
    assert [line.partition(": ")[0] for line in err.splitlines()] == [
        *(f"line {number}" for number in (3, 4, 5, 7, 8, 9, 10, 11, 12)), "9 rows could not be answered",
    ]  # fmt: skip
    assert "line 3: Unknown plan “enterprise-e9”." in err
    assert "line 4: The answer to “users” is a whole number, not “zero”." in err
    assert "line 5: The answer to “users” is at least 1, not 0." in err
    assert "line 8: The answer to “trial” is yes or no, not “maybe”." in err
    assert "line 9: Unknown plan “”." in err
    assert "line 11: 5 cells, but only 4 columns" in err
    told = [json.loads(line) for line in out.splitlines()] if form else table(out)
    assert [row["from"] for row in told if not row.get("refused")] == [E1, E3]
    assert len(told) == 11, "a row that is refused keeps its line"
    reasons = [line.partition(": ")[2] for line in err.splitlines()[:-1]]
    assert [row["refused"] for row in told if row.get("refused")] == reasons


@pytest.mark.parametrize("source", ["a file", "standard input"])
def test_a_row_that_is_not_utf_8_does_not_stop_the_rest(
    run: Callable[..., tuple[int, str, str]], source: str, tmp_path: Path
) -> None:
    data = b"from,to\nenterprise-e1,enterprise-e3\ncaf\xe9,enterprise-e3\nenterprise-e3,enterprise-e4\n"
    (tmp_path / "questions.csv").write_bytes(data)
    file = tmp_path / "questions.csv" if source == "a file" else "-"
    status, out, err = run("batch", file, stdin=data)
    assert status == 1
    assert [row["from"] for row in table(out)] == [E1, "café", E3]
    assert [bool(row["refused"]) for row in table(out)] == [False, True, False]
    assert err.splitlines()[0].startswith("line 3: ")
    assert err.splitlines()[-1] == "1 row could not be answered"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "The file has no column “from”."),
        (b"from,users\n", "The file has no column “to”."),
        (b"From;users\n", "The file has no column “to”."),
        (b"from,to,route\n", "The answer has a column “route” of its own;"),
        (b"\xff\xfef\x00r\x00o\x00m\x00", "The file"),
    ],
)
def test_a_file_without_the_right_columns_is_refused(
    run: Callable[..., tuple[int, str, str]], data: bytes, message: str, tmp_path: Path
) -> None:
    (tmp_path / "questions.csv").write_bytes(data)
    status, out, err = run("batch", tmp_path / "questions.csv")
    assert (status, out) == (2, "")
    assert err.startswith(f"planswitch: {message}")
    assert len(err.splitlines()) == 1


def test_a_file_that_is_not_there_is_refused(run: Callable[..., tuple[int, str, str]], tmp_path: Path) -> None:
    status, out, err = run("batch", tmp_path / "none.csv")
    assert (status, out) == (2, "")
    assert err == f"planswitch: {tmp_path / 'none.csv'}: No such file or directory\n"


# ---------------------------------------------------------------------------------------------------------- check


def test_a_sound_catalogue_is_said_to_be_so(run: Callable[..., tuple[int, str, str]], catalogue: Catalogue) -> None:
    status, out, err = run("check", DATA)
    assert (status, err) == (0, "")
    assert out.splitlines()[0] == (
        f"{DATA}: no problem. 21 plans, {len(catalogue.switches)} listed pairs, 12 facts, 17 rules, 0 warnings; "
        f"{catalogue.digest[:19]}"
    )
    assert run("check") == (status, out, err)


def test_every_problem_is_told_in_one_run(run: Callable[..., tuple[int, str, str]], tmp_path: Path) -> None:
    folder = tmp_path / "catalogue"
    shutil.copytree(BASE, folder)
    for file in (BASE.parent / "five-mistakes-in-three-files").glob("*.csv"):
        shutil.copy(file, folder)
    status, out, err = run("check", folder)
    assert (status, err) == (1, "")
    assert out.count(": error (") == 5
    assert out.splitlines()[-1] == f"{folder}: 5 problems"
    status, out, err = run("answer", "swim", "run", catalogue=folder)
    assert (status, out) == (1, "")
    assert err.count(": error (") == 5


def test_a_warning_is_told_but_is_no_failure(run: Callable[..., tuple[int, str, str]], tmp_path: Path) -> None:
    folder = tmp_path / "catalogue"
    shutil.copytree(BASE, folder)
    shutil.copy(BASE.parent / "unused-fact" / "facts.csv", folder)
    status, out, err = run("check", folder)
    assert (status, err) == (0, "")
    assert "facts.csv, line 5, cell A5: warning (unused)" in out
    assert "1 warning;" in out


def test_problems_are_told_as_annotations_at_their_lines(
    run: Callable[..., tuple[int, str, str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(BASE, tmp_path / "data")
    with (tmp_path / "data" / "plans.csv").open("a", encoding="utf-8") as file:
        file.write('walk,"100%, ::Walk",outdor\n')
    monkeypatch.chdir(tmp_path)
    status, out, err = run("check", "--style", "github", "data")
    assert (status, err) == (1, "")
    *told, last = out.splitlines()
    assert last == "data: 1 problem"
    (problem,) = told
    place, _, text = problem.rpartition("::")
    assert place == "::error file=data/plans.csv,line=5,title=reference%2C cell C5"
    assert text == "found “outdor”; expected a family of families.csv%0Atip: did you mean “outdoor”?"
    shutil.copy(BASE / "plans.csv", "data")
    shutil.copy(BASE.parent / "unused-fact" / "facts.csv", "data")
    status, out, err = run("check", "--style", "github", "data")
    assert (status, err) == (0, "")
    assert out.startswith("::warning file=data/facts.csv,line=5,title=unused%2C cell A5::found ")
    assert "1 warning;" in out


def test_what_is_said_of_changes_between_editions_names_its_folder(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(BASE, tmp_path / "data")
    (tmp_path / "mkdocs.yml").write_text(
        "plugins: {planswitch: {catalogue: data, changes: beside/changes.csv}}", "utf-8"
    )
    (tmp_path / "beside").mkdir()
    (tmp_path / "beside" / "changes.csv").write_text("topic,period,text,source\nLockers,,More.,Us\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    assert cli.main(["check"]) == 1
    assert "beside/changes.csv, line 2, cell B2: error (blank)" in capsys.readouterr().out
    assert cli.main(["check", "--style", "github"]) == 1
    assert "::error file=beside/changes.csv,line=2,title=blank%2C cell B2::" in capsys.readouterr().out


def test_links_of_texts_are_looked_at_where_the_pages_are(
    run: Callable[..., tuple[int, str, str]], tmp_path: Path
) -> None:
    for name in ("data", "elsewhere/data"):
        shutil.copytree(BASE, tmp_path / name)
        rules = tmp_path / name / "rules.csv"
        text = rules.read_text(encoding="utf-8")
        rules.write_text(text.replace("Empty the", "[Do](plans/swim/) [it](gide/#how) [so](guide/#hwo) the"), "utf-8")
    (tmp_path / "docs" / "en").mkdir(parents=True)
    (tmp_path / "docs" / "en" / "index.md").write_text("# Home\n", encoding="utf-8")
    (tmp_path / "docs" / "en" / "guide.md").write_text("# Guide\n\n## How\n", encoding="utf-8")
    status, out, err = run("check", tmp_path / "data")
    assert (status, err) == (0, "")
    assert out.count("rules.csv, line 3, cell I3: warning (link)") == 2
    assert "“gide/#how” in the text in “en”; expected a page of the site\n  tip: did you mean “guide/”?" in out
    assert "“guide/#hwo” in the text in “en”; expected a place of the page “guide/”\n  tip: did you mean “how”?" in out
    assert "2 warnings;" in out
    assert "(link)" not in run("check", tmp_path / "elsewhere" / "data")[1]
    there = run("check", tmp_path / "elsewhere" / "data", "--docs", tmp_path / "docs")
    assert there[1].count("warning (link)") == 2


# --------------------------------------------------------------------------------------------------------- version


def test_the_version_is_told_by_the_command_and_by_the_module() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    started = [sys.executable, "-m", "planswitch", "--version"]
    ran = subprocess.run(started, capture_output=True, text=True, check=True)
    assert (ran.stdout, ran.stderr) == (f"planswitch {project['version']}\n", "")
