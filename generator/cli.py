"""The command line: ``planswitch answer · batch · check · messages · stage``. Exit 0, 1 (problems) or 2 (refused)."""

from __future__ import annotations

import argparse
import csv
import json
import os
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from io import TextIOWrapper
from pathlib import Path
from typing import Any, TextIO

from generator import browser
from generator.catalogue import CatalogueError, Loaded, inspect, load
from generator.catalogue.problems import did_you_mean
from generator.catalogue.tables import DELIMITERS
from generator.pages import messages, stage
from generator.pages.console import Console
from generator.pages.languages import (
    Language,
    LanguageError,
    inspect_translations,
    languages,
    locale_folder,
    translated,
)
from generator.pages.press import Press
from generator.rules import Catalogue, Decision, Question, Refusal, Words, decide, word
from generator.rules.conditions import Value
from generator.rules.decisions import read_value

OK, PROBLEMS, REFUSED = 0, 1, 2
NOT_UTF_8 = re.compile("[\udc80-\udcff]")
"""What stands in for bytes that are no text, while a file is read."""
BATCH_COLUMNS = ("route", "status", "listed", "certainty", "holds", "open")


def main(argv: list[str] | None = None) -> int:
    """Runs one command and returns its exit status."""
    options = _parser().parse_args(argv)
    try:
        return int(options.run(options))
    except CatalogueError as error:
        print(error, file=sys.stderr)
        print(f"{options.catalogue}: {_count(len(error.problems), 'problem')}", file=sys.stderr)
        return PROBLEMS
    except LanguageError as error:
        print(error, file=sys.stderr)
        return PROBLEMS
    except Refusal as error:
        print(f"planswitch: {error}", file=sys.stderr)
        return REFUSED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="planswitch", description="Can I switch from one plan to another, and how?")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument(
        "--catalogue",
        type=Path,
        default=Path("data"),
        metavar="FOLDER",
        help="folder of CSV files (default: data)",
    )

    def command(name: str, run: Any, description: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, parents=[shared], help=description, description=description)
        added.set_defaults(run=run)
        return added

    answer = command("answer", run_answer, "Answer one question.")
    answer.add_argument("origin", metavar="FROM", help="plan you have")
    answer.add_argument("target", metavar="TO", help="plan you want")
    answer.add_argument("--fact", action="append", default=[], metavar="NAME=VALUE", help="something that is known")
    answer.add_argument("--locale", metavar="LANGUAGE", help="language of the answer (default: the catalogue's)")
    answer.add_argument("--json", action="store_true", help="print the decision as JSON")

    batch = command("batch", run_batch, "Answer every row of a CSV file with the columns from, to and any facts.")
    batch.add_argument("questions", metavar="QUESTIONS.csv", help="the file, or - for standard input")
    batch.add_argument("--json-lines", action="store_true", help="print each decision as one line of JSON")

    check = command("check", run_check, "Say everything that is wrong with a catalogue.")
    check.add_argument("folder", nargs="?", type=Path, metavar="FOLDER", help="the catalogue's folder (default: data)")

    staged = command("stage", run_stage, "Write plain Markdown trees, one a language, for another site engine.")
    staged.add_argument("out", type=Path, metavar="OUT", help="folder to write, made anew")
    staged.add_argument("--docs", type=Path, default=Path("docs"), metavar="FOLDER", help="hand-written pages")

    collected = command("messages", run_messages, "Bring the translations beside the catalogue up to date with it.")
    collected.add_argument(
        "--locale", default="", metavar="LANGUAGE", help="only this language; its file is begun if there is none"
    )
    return parser


def run_answer(options: argparse.Namespace) -> int:
    """``planswitch answer``."""
    catalogue = load(options.catalogue).catalogue
    question = Question(
        _known_plan(catalogue, options.origin),
        _known_plan(catalogue, options.target),
        _facts(catalogue, options.fact),
    )
    decision = decide(catalogue, question)
    if options.json:
        print(json.dumps(decision.to_dict(), ensure_ascii=False, indent=2))
        return OK
    language = _language(catalogue, options)
    words = Words(catalogue, language.translations)
    colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    print("\n".join(Console(words, colour).lines(word(decision, words))))
    return OK


def _known_plan(catalogue: Catalogue, plan: str) -> str:
    if plan not in catalogue.plans:
        raise Refusal("Unknown plan “{plan}”. {tip}", plan=plan, tip=_tip(plan, catalogue.plans))
    return plan


def _facts(catalogue: Catalogue, texts: list[str]) -> dict[str, Value | None]:
    facts: dict[str, Value | None] = {}
    for text in texts:
        name, value = _fact(catalogue, text)
        if name in facts:
            raise Refusal("“{fact}” is given twice.", fact=name)
        facts[name] = value
    return facts


def _fact(catalogue: Catalogue, text: str) -> tuple[str, Value | None]:
    name, equals, value = text.partition("=")
    if not equals:
        raise Refusal("“{text}” is not NAME=VALUE.", text=text)
    return name.strip(), read_value(_known_fact(catalogue, name.strip()), value)


def _known_fact(catalogue: Catalogue, name: str) -> Any:
    if name not in catalogue.facts:
        raise Refusal("Unknown fact “{fact}”. {tip}", fact=name, tip=_tip(name, catalogue.facts))
    return catalogue.facts[name]


def _tip(name: str, known: Iterable[str]) -> str:
    known = list(known)
    tip = did_you_mean(name, known)
    return tip[:1].upper() + tip[1:] if tip else f"Known: {', '.join(known)}."


def _language(catalogue: Catalogue, options: argparse.Namespace) -> Language:
    tag = options.locale or catalogue.language
    folder = locale_folder(options.catalogue)
    known = translated(folder) | {catalogue.language}
    if tag not in known | {"en"}:
        raise Refusal("No translation for “{tag}”. Known: {known}.", tag=tag, known=", ".join(sorted(known)))
    return languages([tag], folder)[tag]


def run_batch(options: argparse.Namespace) -> int:
    """``planswitch batch``: one row in memory at a time."""
    catalogue = load(options.catalogue).catalogue
    if options.questions == "-":
        if isinstance(sys.stdin, TextIOWrapper):
            sys.stdin.reconfigure(encoding="utf-8-sig", errors="surrogateescape", newline="")
        return _batch(catalogue, sys.stdin, json_lines=options.json_lines)
    try:
        with Path(options.questions).open(encoding="utf-8-sig", errors="surrogateescape", newline="") as file:
            return _batch(catalogue, file, json_lines=options.json_lines)
    except OSError as error:
        raise Refusal("{file}: {reason}", file=options.questions, reason=error.strerror) from error


def _batch(catalogue: Catalogue, file: TextIO, *, json_lines: bool) -> int:
    header = file.readline()
    if header.lower().startswith("sep="):
        header = file.readline()
    delimiter = max(DELIMITERS, key=header.count)
    columns = _batch_columns(catalogue, next(csv.reader([header], delimiter=delimiter), []))
    writer = csv.writer(sys.stdout, lineterminator="\n")
    if not json_lines:
        writer.writerow([*filter(None, columns), *BATCH_COLUMNS])
    refused = 0
    for row in _batch_rows(columns, csv.reader(file, delimiter=delimiter, strict=True)):
        try:
            decision = decide(catalogue, _row_question(catalogue, row))
        except Refusal as refusal:
            refused += 1
            print(f"line {row.line}: {refusal}", file=sys.stderr)
            continue
        if json_lines:
            print(json.dumps(decision.to_dict(), ensure_ascii=False, separators=(",", ":")))
        else:
            writer.writerow([*(row.cells[name] for name in columns if name), *_batch_answer(decision)])
    if refused:
        print(f"{_count(refused, 'row')} could not be answered", file=sys.stderr)
    return PROBLEMS if refused else OK


def _batch_columns(catalogue: Catalogue, header: list[str]) -> list[str]:
    columns = [name.strip() for name in header]
    for column in columns:
        if column and columns.count(column) > 1:
            raise Refusal("The column “{column}” is there twice.", column=column)
    for column in ("from", "to"):
        if column not in columns:
            raise Refusal("The file has no column “{column}”.", column=column)
    for column in columns:
        if column not in ("from", "to", ""):
            _known_fact(catalogue, column)
    return columns


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a file of questions: its cells by column, its line, and why it cannot be read, if so."""

    cells: dict[str, str]
    line: int
    fault: str = ""


def _batch_rows(columns: list[str], reader: Any) -> Iterator[Row]:
    """Each row that is not blank; the header was line 1."""
    while True:
        try:
            cells = [cell.strip() for cell in next(reader)]
        except StopIteration:
            return
        except csv.Error as error:
            yield Row({}, reader.line_num + 1, str(error))
            continue
        missing = [""] * (len(columns) - len(cells))
        row = Row(dict(zip(columns, [*cells, *missing], strict=False)), reader.line_num + 1)
        if any(cells[len(columns) :]):
            yield replace(row, fault=f"{len(cells)} cells, but only {len(columns)} columns")
        elif any(NOT_UTF_8.search(cell) for cell in cells):
            yield replace(row, fault="not UTF-8; save the file as “CSV UTF-8”")
        elif any(cells):
            yield row


def _row_question(catalogue: Catalogue, row: Row) -> Question:
    if row.fault:
        raise Refusal("{fault}", fault=row.fault)
    facts = {
        name: read_value(catalogue.facts[name], text)
        for name, text in row.cells.items()
        if name not in ("from", "to", "")
    }
    return Question(_known_plan(catalogue, row.cells["from"]), _known_plan(catalogue, row.cells["to"]), facts)


def _batch_answer(decision: Decision) -> tuple[str, ...]:
    return (
        decision.route,
        decision.status,
        "yes" if decision.listed else "no",
        decision.certainty or "",
        " ".join(decision.holding()),
        " ".join(decision.open),
    )


def run_check(options: argparse.Namespace) -> int:
    """``planswitch check``."""
    folder = options.folder or options.catalogue
    _, problems = inspect(folder)
    problems += inspect_translations(folder)
    for problem in problems:
        print(problem.explain())
    errors = sum(problem.fatal for problem in problems)
    if errors:
        print(f"{folder}: {_count(errors, 'problem')}")
        return PROBLEMS
    loaded = load(folder)
    for tag, texts, sentences in messages.waiting(loaded, folder):
        counts = (f"{_count(texts, 'text')} of the catalogue", f"{_count(sentences, 'sentence')} of ours")
        waiting = " and ".join(count for count in counts if not count.startswith("0 "))
        print(f"{tag}: warning (translation): {waiting} to translate; planswitch messages lists them")
    print(f"{folder}: no problem. {_summary(loaded)}")
    return OK


def run_messages(options: argparse.Namespace) -> int:
    """``planswitch messages``."""
    files = list(messages.update(options.catalogue, options.locale))
    for file in files:
        for problem in file.problems:
            print(problem.explain(), file=sys.stderr)
        if file.left:
            print(f"{file.name}: left as it is until this is mended", file=sys.stderr)
            continue
        print(f"{file.name}: {_count(len(file.waiting), 'text')} to translate")
        for text in file.waiting:
            print(f"  {text}")
    if not files:
        print("There is no file of translations yet; begin one with --locale LANGUAGE.")
    return PROBLEMS if any(file.problems for file in files) else OK


def run_stage(options: argparse.Namespace) -> int:
    """``planswitch stage``."""
    loaded = load(options.catalogue)
    tags = sorted(path.name for path in options.docs.iterdir() if (path / "index.md").is_file())
    found = languages(tags, locale_folder(options.catalogue), written=loaded.catalogue.language)
    presses = {tag: Press(loaded, language, found) for tag, language in found.items()}
    if options.out.exists() and any(options.out.iterdir()) and not (options.out / "api").is_dir():
        raise Refusal("{out} is not empty, and not an earlier stage.", out=options.out)
    packed = browser.pack(loaded, found, options.out.with_name(f"{options.out.name}.python"), Path(".cache"))
    stage.stage(presses, options.docs, {tag: packed.widget(tag) for tag in tags}, options.out)
    options.out.with_name(f"{options.out.name}.python").rename(options.out / browser.FOLDER)
    print(
        f"{options.out}: {_count(len(tags), 'language')}, {_count(sum(1 for _ in options.out.rglob('*.md')), 'page')}"
    )
    return OK


def _summary(loaded: Loaded) -> str:
    catalogue = loaded.catalogue
    counts = (
        _count(len(catalogue.plans), "plan"),
        _count(len(catalogue.switches), "listed pair"),
        _count(len(catalogue.facts), "fact"),
        _count(len(catalogue.rules), "rule"),
        _count(len(loaded.warnings), "warning"),
    )
    return f"{', '.join(counts)}; {catalogue.digest[:19]}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


if __name__ == "__main__":
    sys.exit(main())
