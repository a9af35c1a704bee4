"""The command line where a site has several editions: which one answers, and which other ones could."""

from __future__ import annotations

import csv
import io
import json
import sys
from typing import TYPE_CHECKING, Any

import pytest

from planswitch import cli
from tests.assertions import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

TABLE: dict[str, Any] = json.loads((ROOT / "tests" / "editions.json").read_text(encoding="utf-8"))
FOLDERS = {"2024": "new", "2023-shops": "other", "2014": "old"}


def write(file: Path, rows: Iterable[Mapping[str, str]]) -> None:
    """Writes a table."""
    listed = list(rows)
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(dict.fromkeys(name for row in listed for name in row)))
        writer.writeheader()
        writer.writerows(listed)


def lay_out(edition: dict[str, Any], folder: Path) -> None:
    """Writes an edition of the table as a catalogue, with a fact that is called after its year."""
    folder.mkdir(parents=True)
    settings = {name: edition[name] for name in ("id", "title", "date", "audience")}
    settings |= {"edition": edition["name"], "language": "en", "source": "A list"}
    fact = f"asked_{edition['date'][:4]}"
    every = {"from": "*", "to": "*", "source": "A list"}
    blank = {"name": "", "plan": "", "kind": "", "note": ""}
    write(folder / "catalogue.csv", [{"key": key, "value": value} for key, value in settings.items()])
    write(folder / "families.csv", [{"id": "all", "name": "All", "kind": "ticket"}])
    write(folder / "plans.csv", [{"id": id_, "name": name, "family": "all"} for id_, name in edition["plans"].items()])
    write(folder / "names.csv", [{**blank, **name} for name in edition["names"]])
    write(folder / "routes.csv", [{"id": "desk", "offers": "all", "how": "at the desk", "name": "Desk"}])
    (folder / "switches.csv").write_text("from,to,certainty,source\n", encoding="utf-8")
    write(folder / "facts.csv", [{"id": fact, "type": "yesno", "question": "Have you asked?"}])
    texts = {"title": "Ask", "reason": "The desk wants to be asked.", "remedy": "Ask."}
    write(
        folder / "rules.csv", [{"id": "ask", "route": "desk", **every, "when": f"not {fact}", "effect": "fix", **texts}]
    )
    write(folder / "steps.csv", [{"procedure": "desk", "order": "1", **every, "when": "always", "text": "Go there."}])


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with three editions, which its mkdocs.yml lists."""
    for edition in TABLE["editions"]:
        lay_out(edition, tmp_path / FOLDERS[edition["id"]])
    (tmp_path / "mkdocs.yml").write_text(
        "site_url: !ENV [SITE_URL, 'https://tram.example/']\n"
        "markdown_extensions:\n  - pymdownx.emoji:\n      "
        "emoji_index: !!python/name:material.extensions.emoji.twemoji\n"
        "plugins:\n  - search\n  - planswitch:\n      catalogues: [old, new, other]\n      languages: [en]\n",
        encoding="utf-8",
    )
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def run(
    site: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., tuple[int, str, str]]:
    """Runs a command in that folder and returns exit status, output and messages."""

    def start(*words: str, stdin: str = "") -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode()), encoding="utf-8"))
        status = cli.main(list(words))
        told = capsys.readouterr()
        return status, told.out, told.err

    return start


# --------------------------------------------------------------------------------------------------------- answer


@pytest.mark.parametrize("case", TABLE["cases"], ids=str)
def test_a_question_is_answered_by_the_edition_of_the_table(
    case: dict[str, Any], run: Callable[..., tuple[int, str, str]]
) -> None:
    wanted = ["--edition", case["wanted"]] if "wanted" in case else []
    status, out, err = run("answer", case["from"], case["to"], "--json", *wanted)
    if "told" in case:
        assert (status, out) == (2, "")
        assert err.startswith(f"planswitch: {case['told']}"), err
        assert len(err.splitlines()) == 1
        return
    told = json.loads(out)
    assert (status, err) == (0, "")
    assert [told["catalogue"]["id"], told["from"], told["to"]] == [case["edition"], *case["plans"]]
    assert told["editions"] == ([] if wanted else case["others"])


def test_an_answer_names_its_edition_and_the_others_that_have_both(run: Callable[..., tuple[int, str, str]]) -> None:
    status, out, err = run("answer", "cd", "City Day")
    assert (status, err) == (0, "")
    assert out.splitlines()[2:4] == [
        "Rests on: Price list of 2024",
        "Also in: Shops’ handbook of 2023 (--edition 2023-shops), Price list of 2014 (--edition 2014)",
    ]
    assert out.splitlines()[-1].startswith("2024 · sha256:")
    _, out, _ = run("answer", "cd", "City Day", "--edition", "2014")
    assert out.splitlines()[2] == "Rests on: Price list of 2014"
    assert "Also in" not in out


def test_a_tip_comes_from_every_edition(run: Callable[..., tuple[int, str, str]]) -> None:
    sentence = "planswitch: Unknown plan “zone-2”. Did you mean “zone-3”?\n"
    assert run("answer", "zone-2", "CD")[2] in (sentence, sentence.replace("zone-3", "zone-1"))
    known = "city-day, city-week, region, region-plus, night, group, zone-1, zone-3"
    assert run("answer", "CD", "!") == (
        2,
        "",
        f"planswitch: Unknown plan “!”. Known: {known}.\n",
    )


def test_an_edition_that_is_not_there_is_one_sentence(run: Callable[..., tuple[int, str, str]]) -> None:
    for command in (("answer", "CD", "CD"), ("batch", "-"), ("check",), ("messages",)):
        assert run(*command, "--edition", "2015")[2] == "planswitch: Unknown edition “2015”. Did you mean “2014”?\n"
    told = run("check", "--edition", "x")
    assert told == (2, "", "planswitch: Unknown edition “x”. Known: 2014, 2024, 2023-shops.\n")


def test_a_fact_of_another_edition_is_refused(run: Callable[..., tuple[int, str, str]]) -> None:
    assert run("answer", "CD", "CD", "--fact", "asked_2024=yes")[0] == 0
    told = run("answer", "CD", "CD", "--fact", "asked_2014=yes")
    assert told == (2, "", "planswitch: Unknown fact “asked_2014”. Did you mean “asked_2024”?\n")


def test_catalogues_can_be_named_one_by_one(run: Callable[..., tuple[int, str, str]]) -> None:
    _, out, _ = run("answer", "CD", "CD", "--json", "--catalogue", "other", "--catalogue", "old")
    assert (json.loads(out)["catalogue"]["id"], json.loads(out)["editions"]) == ("2023-shops", ["2014"])
    _, out, _ = run("answer", "CD", "CD", "--json", "--catalogue", "old")
    assert (json.loads(out)["catalogue"]["id"], json.loads(out)["editions"]) == ("2014", [])


def test_two_catalogues_of_one_id_are_refused(run: Callable[..., tuple[int, str, str]]) -> None:
    told = run("answer", "CD", "CD", "--catalogue", "old", "--catalogue", "old")
    assert told == (2, "", "planswitch: two catalogues have the id “2014”; give each edition one of its own\n")


def test_a_faulty_edition_is_told_and_the_others_answer_when_they_are_asked(
    run: Callable[..., tuple[int, str, str]], site: Path
) -> None:
    (site / "old" / "plans.csv").unlink()
    status, out, err = run("answer", "CD", "CD")
    assert (status, out) == (1, "")
    assert "plans.csv: error (file)" in err
    assert err.splitlines()[-1].startswith("old: ")
    assert run("answer", "CD", "CD", "--edition", "2024")[0] == 0


# ---------------------------------------------------------------------------------------------------------- batch

QUESTIONS = """ticket,from,to,edition,asked_2024,asked_2014
1,CD,city-week,,yes,
2,CD,CD,2014,,yes
3,CD,Zone 1,,,
4,Region,Zone 3,,,
5,CD,CD,2030,,
6,CD,Zone 1,,yes,
7,CD,Zone 1,2024,,
"""


def test_a_batch_names_the_edition_of_each_answer(run: Callable[..., tuple[int, str, str]]) -> None:
    status, out, err = run("batch", "-", stdin=QUESTIONS)
    rows = list(csv.DictReader(io.StringIO(out)))
    assert status == 1
    assert list(rows[0]) == [
        "ticket", "from", "to", "edition", "asked_2024", "asked_2014",
        "route", "status", "certainty", "otherwise", "holds", "open", "refused",
    ]  # fmt: skip
    assert [(row["edition"], row["status"], row["open"]) for row in rows] == [
        ("2024", "ready", ""),
        ("2014", "same", ""),
        ("2014", "depends", "asked_2014"),
        ("", "", ""),
        ("2030", "", ""),
        ("2014", "", ""),
        ("2024", "", ""),
    ]
    apart = (
        "No edition has both. “Region” is in: Price list of 2024. “Zone 3” is in: Price list of 2014. "
        "Region came in 2019. Zone 3 became Region in 2019."
    )
    assert [row["refused"] for row in rows[3:]] == [
        apart,
        "Unknown edition “2030”. Known: 2024, 2023-shops, 2014.",
        "The edition “2014” knows no “asked_2024”.",
        "The edition “2024” knows no “Zone 1”.",
    ]
    assert err.splitlines()[-1] == "4 rows could not be answered"


def test_a_batch_that_asks_for_no_edition_gets_a_column_of_it(run: Callable[..., tuple[int, str, str]]) -> None:
    status, out, err = run("batch", "-", stdin="from,to\nCD,Group\nCD,Zone 1,\nCD,Group,x\n")
    assert status == 1
    assert out.splitlines()[0] == "from,to,edition,route,status,certainty,otherwise,holds,open,refused"
    assert [line.split(",")[2] for line in out.splitlines()[1:3]] == ["2023-shops", "2014"]
    assert "line 4: 3 cells, but only 2 columns" in err


def test_a_batch_of_one_edition_has_no_such_column(run: Callable[..., tuple[int, str, str]]) -> None:
    _, out, err = run("batch", "-", "--edition", "2014", stdin="from,to,edition\nCD,Zone 1,mine\n")
    assert err == ""
    assert out.splitlines()[0] == "from,to,edition,route,status,certainty,otherwise,holds,open,refused"
    assert out.splitlines()[1].startswith("CD,Zone 1,mine,desk,depends,")


def test_lines_of_json_say_the_edition_in_the_decision(run: Callable[..., tuple[int, str, str]]) -> None:
    _, out, _ = run("batch", "-", "--json-lines", stdin="from,to\nCD,Group\nCD,Zone 1\n")
    assert [json.loads(line)["catalogue"]["id"] for line in out.splitlines()] == ["2023-shops", "2014"]


# ---------------------------------------------------------------------------------------------------------- check


def test_every_edition_is_checked_and_each_problem_is_told_with_its_folder(
    run: Callable[..., tuple[int, str, str]], site: Path
) -> None:
    status, out, err = run("check")
    assert (status, err) == (0, "")
    assert [line.partition(":")[0] for line in out.splitlines()] == ["old", "new", "other"]
    plans = site / "new" / "plans.csv"
    plans.write_text(plans.read_text(encoding="utf-8").replace(",all", ",al", 1), encoding="utf-8")
    status, out, _ = run("check")
    assert status == 1
    assert "\nnew/plans.csv, line 2, cell C2: error (reference)\n" in f"\n{out}"
    assert "\nnew: 1 problem\n" in out
    assert run("check", "--edition", "2014")[0] == 0
    assert run("check", "old")[0] == 0
    assert run("check", "old", "--edition", "2014")[0] == 0
    assert run("check", "old", "--edition", "2024")[2] == "planswitch: Unknown edition “2024”. Did you mean “2014”?\n"
    assert run("check", "new")[1].startswith("plans.csv, line 2, cell C2: error (reference)\n")


def test_editions_that_are_called_the_same_are_a_problem(run: Callable[..., tuple[int, str, str]], site: Path) -> None:
    settings = site / "other" / "catalogue.csv"
    settings.write_text(settings.read_text(encoding="utf-8").replace("2023-shops", "2014"), encoding="utf-8")
    status, out, _ = run("check")
    assert status == 1
    assert "other/catalogue.csv: error (edition)\n  found “2014”, which is the id of old too; expected" in out


# ----------------------------------------------------------------------------------------------------- messages


def test_the_translations_of_every_edition_are_brought_up_to_date_once(
    run: Callable[..., tuple[int, str, str]], site: Path
) -> None:
    status, out, err = run("messages", "--locale", "it")
    assert (status, err) == (0, "")
    assert [line.partition(":")[0] for line in out.splitlines() if not line.startswith("  ")] == ["locale/it.po"]
    assert "“Region”" not in out
    assert "  Region came in 2019." in out
    assert "  **Zone 3** became Region in 2019." in out
    assert (site / "locale" / "it.po").is_file()


# --------------------------------------------------------------------------------------------------- mkdocs.yml


NO_FOLDERS = (
    "mkdocs.yml: “catalogues” lists no folders; expected a list such as [data], or say which folder with --catalogue"
)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("plugins: [", "mkdocs.yml, line 2: this is no YAML; mend it, or say which folder with --catalogue"),
        ("a: \x07", "mkdocs.yml: this is no YAML in UTF-8; mend it, or say which folder with --catalogue"),
        (
            "plugins: [planswitch: {catalogues: data}]",
            NO_FOLDERS,
        ),
        (
            "plugins: [planswitch: {catalogues: [1]}]",
            NO_FOLDERS,
        ),
        (
            "plugins: [planswitch: {catalogues: [none]}]",
            "none: there is no such folder; a catalogue is a folder of CSV files",
        ),
    ],
)
def test_what_is_wrong_with_the_list_is_one_sentence(
    text: str, sentence: str, run: Callable[..., tuple[int, str, str]], site: Path
) -> None:
    (site / "mkdocs.yml").write_text(text + "\n", encoding="utf-8")
    assert run("answer", "CD", "CD") == (2, "", f"planswitch: {sentence}\n")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "plugins: [search]\n",
        "plugins: [planswitch]\n",
        "plugins: {planswitch: {languages: [en]}}\n",
        "plugins: [planswitch: {catalogue: !ENV [CATALOGUE, old]}]\n",
        "site_name: Tram\n",
        "[1, 2]\n",
        None,
    ],
)
def test_where_nothing_is_listed_the_catalogue_is_in_data(
    text: str | None, run: Callable[..., tuple[int, str, str]], site: Path
) -> None:
    if text is None:
        (site / "mkdocs.yml").unlink()
    else:
        (site / "mkdocs.yml").write_text(text, encoding="utf-8")
    assert run("check") == (2, "", "planswitch: data: there is no such folder; a catalogue is a folder of CSV files\n")
    (site / "new").rename(site / "data")
    assert run("check")[0] == 0


@pytest.mark.parametrize(
    "text",
    ["plugins: [planswitch: {catalogue: new}]\n", "plugins: {search: {}, planswitch: {catalogues: [new]}}\n"],
)
def test_one_catalogue_that_is_listed_is_the_only_one(
    text: str, run: Callable[..., tuple[int, str, str]], site: Path
) -> None:
    (site / "mkdocs.yml").write_text(text, encoding="utf-8")
    status, out, _ = run("check")
    assert (status, out.partition(":")[0]) == (0, "new")
