"""The command line: ``planswitch COMMAND``, with the commands that `_parser` lists.

Exit statuses: see `planswitch.terminal`.

What a command needs is imported when it runs: so it starts at once, and Ctrl-C is as quiet then as later.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from planswitch.plain import plain
from planswitch.terminal import OK, PROBLEMS, REFUSED, Data, Stop, complain, guarded, put, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from planswitch.browser import Packed
    from planswitch.catalogue import Loaded, Problem
    from planswitch.catalogue.changes import Changes
    from planswitch.catalogue.problems import Style
    from planswitch.editions import Shelf
    from planswitch.pages.messages import Updated
    from planswitch.pages.render import Renderer
    from planswitch.pages.site import Source


NEW = """Begin a site: a small valid catalogue with help in its columns “#”, a start page, mkdocs.yml and a README. At a
terminal, what the options would say is asked when none is given. Nothing that is there already is ever replaced."""
SERVE = """Show the site of this folder on this machine, and follow each change to it, until Ctrl-C.
A bad edit is told at the terminal, and the last good site stays up."""
BUILD = "Build the site of this folder into site/. A broken link or a faulty row stops it, and the last site stays."
DIFF = """Say which answers an edit changes, and which row changed them. Without OLD and NEW, the last commit is
compared with the folders as they are now; one folder or revision alone takes the place of either."""
SHEET = """Write all files of a catalogue as the sheets of one workbook, with lists to pick from and help; or, with
--into, bring one back: the answers that change are shown first, and a faulty workbook is refused. What others have
edited in the folder since the workbook was written stays."""
FORMAT = """Write the files of a catalogue in their usual form: UTF-8, commas, quotes where they are needed, columns in
order. What is in a cell stays as it is. A faulty catalogue is left alone."""


def main(argv: list[str] | None = None) -> int:
    """Runs one command and returns its exit status."""
    return guarded(lambda: _command(argv))


def _command(argv: list[str] | None) -> int:
    try:
        options = _parser().parse_args(argv)
    except SystemExit as stop:
        return int(stop.code or OK)
    from planswitch.catalogue import CatalogueError
    from planswitch.pages.languages import LanguageError
    from planswitch.rules import InvalidQuestion

    try:
        return int(options.run(options))
    except CatalogueError as error:
        complain(*str(error).splitlines(), f"{error.folder}: {_count(len(error.problems), 'problem')}")
        return PROBLEMS
    except LanguageError as error:
        complain(*str(error).splitlines())
        return PROBLEMS
    except (InvalidQuestion, Stop) as error:
        complain(f"planswitch: {error}")
        return REFUSED


class _Parser(argparse.ArgumentParser):
    """Prints as everything here prints."""

    def _print_message(self, message: str, file: Any = None) -> None:
        if message and (file or sys.stderr):
            put(message, file or sys.stderr)

    def error(self, message: str) -> NoReturn:
        super().error(plain(message))


class _Version(argparse.Action):
    """Looks the version up only when somebody asks for it."""

    def __call__(self, parser: argparse.ArgumentParser, *_: Any, **__: Any) -> NoReturn:
        from importlib.metadata import version

        say(f"planswitch {version('planswitch')}")
        parser.exit()


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="planswitch", description="Can I switch from one plan to another, and how?")
    parser.add_argument("--version", action=_Version, nargs=0, help="say which version this is")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    shared = _Parser(add_help=False)
    shared.add_argument(
        "--catalogue",
        type=Path,
        action="append",
        metavar="FOLDER",
        help="folder of CSV files; repeat it for several editions (default: those that mkdocs.yml lists, or data)",
    )
    shared.add_argument("--edition", default="", metavar="ID", help="of several editions, the one with this id")

    def command(name: str, run: Any, description: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, parents=[shared], help=description, description=description)
        added.set_defaults(run=run)
        return added

    _site_commands(commands)
    answer = command("answer", run_answer, "Answer one question.")
    answer.add_argument("origin", metavar="FROM", help="plan you have, by any name that names one plan")
    answer.add_argument("target", metavar="TO", help="plan you want, likewise")
    answer.add_argument("--fact", action="append", default=[], metavar="NAME=VALUE", help="something that is known")
    answer.add_argument("--route", default="", metavar="ROUTE", help="the way you prefer, which is tried first")
    answer.add_argument("--locale", metavar="LANGUAGE", help="language of the answer (default: the catalogue's)")
    answer.add_argument("--json", action="store_true", help="print the decision as JSON")

    batch = command("batch", run_batch, "Answer every row of a CSV file with the columns from, to and any facts.")
    batch.add_argument("questions", metavar="QUESTIONS.csv", help="the file, or - for standard input")
    batch.add_argument("--json-lines", action="store_true", help="print each decision as one line of JSON")

    check = command("check", run_check, "Say everything that is wrong with a catalogue.")
    check.add_argument(
        "folder", nargs="?", type=Path, metavar="FOLDER", help="the catalogue's folder (default: as above)"
    )
    check.add_argument(
        "--style",
        choices=("text", "github"),
        default="text",
        help="how problems are told: as text, or as annotations of GitHub",
    )

    usual = command("format", run_format, FORMAT)
    usual.add_argument("folders", nargs="*", type=Path, metavar="FOLDER", help="catalogues (default: as above)")
    usual.add_argument("--check", action="store_true", help="only say what would change; status 1 if anything would")

    compared = command("diff", run_diff, DIFF)
    compared.add_argument(
        "sides", nargs="*", metavar="OLD NEW", help="folders, or revisions of git (default: as above)"
    )
    compared.add_argument(
        "--style",
        choices=("text", "line", "markdown", "json", "github"),
        default="text",
        help="how it is told: as text, in one line, as Markdown, as JSON, or as annotations of GitHub",
    )

    staged = command("stage", run_stage, "Write plain Markdown trees, one a language, for another site engine.")
    staged.add_argument("out", type=Path, metavar="OUT", help="folder to write; only an earlier stage is replaced")
    staged.add_argument(
        "--several-catalogues",
        action="store_true",
        help="the site has several catalogues, or will have: pages stand under the catalogue's id",
    )
    state = command(
        "translations", run_translations, "Say how far the translations of a site are, language by language."
    )
    state.add_argument("--style", choices=("text", "json"), default="text", help="how it is told")
    state.add_argument(
        "--seen",
        nargs="+",
        type=Path,
        metavar="PAGE",
        help="say in these pages that they translate what is there now, once you have looked at them",
    )

    for with_pages in (check, staged, state):
        with_pages.add_argument(
            "--docs",
            type=Path,
            metavar="FOLDER",
            help="hand-written pages (default: docs, near the catalogue)",
        )

    sheet = command("sheet", run_sheet, SHEET)
    sheet.add_argument("workbook", type=Path, metavar="WORKBOOK.xlsx", help="the workbook, to write or to bring back")
    sheet.add_argument("--into", type=Path, metavar="FOLDER", help="bring it back into this catalogue")
    sheet.add_argument("--force", action="store_true", help="where both were edited, take what the workbook says")

    collected = command("messages", run_messages, "Bring the translations of a catalogue up to date with it.")
    collected.add_argument(
        "--locale", default="", metavar="LANGUAGE", help="only this language; its file is begun if there is none"
    )
    return parser


def _site_commands(commands: Any) -> None:
    """Those that begin, show and build a site."""
    new = commands.add_parser("new", help="Begin a site.", description=NEW)
    new.add_argument("folder", type=Path, metavar="FOLDER", help="where it goes: an empty folder, or one not there yet")
    new.add_argument("--words", help="what readers switch between: version, plan, edition or tariff (default: version)")
    new.add_argument("--language", metavar="TAG", help="language of the site, such as en, it or pt-BR (default: en)")
    new.add_argument("--routes", metavar="IDS", help="ids between commas, the preferred one first (default: direct)")
    new.set_defaults(run=run_new)

    shown = commands.add_parser("serve", help="Show the site of this folder.", description=SERVE)
    shown.add_argument("--port", type=_port, default=8000, metavar="PORT", help="port of this machine (default: 8000)")
    shown.set_defaults(run=run_serve)

    built = commands.add_parser("build", help="Build the site of this folder.", description=BUILD)
    built.set_defaults(run=run_build)


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 0 < int(text) < 65536:
        raise argparse.ArgumentTypeError(f"“{text}” is no port; expected a number from 1 to 65535, such as 8000")
    return int(text)


def _folder(folder: Path) -> Path:
    if not folder.is_dir():
        what = "is not a folder" if folder.exists() else "there is no such folder"
        raise Stop(f"{folder}: {what}; a catalogue is a folder of CSV files")
    return folder


def _folders(options: argparse.Namespace) -> list[Path]:
    """The catalogues that a command is about, in the order in which they are listed."""
    from planswitch import configured

    found = [_folder(folder) for folder in options.catalogue or configured.catalogues(Path()) or [Path("data")]]
    if not options.edition:
        return found
    from planswitch.editions import with_id

    return [with_id(found, options.edition)]


def _shelf(options: argparse.Namespace, language: str = "") -> Shelf:
    from planswitch.editions import Shelf, opened

    return Shelf(opened(folder, language) for folder in _folders(options))


def run_new(options: argparse.Namespace) -> int:
    """``planswitch new``."""
    from planswitch import scaffold
    from planswitch.scaffold.asking import ask

    told = (options.words, options.language, options.routes)
    try:
        scaffold.look_at(options.folder)
        if told == (None, None, None) and sys.stdin and sys.stdin.isatty() and sys.stdout.isatty():
            choice = ask()
        else:
            choice = scaffold.read(*told)
        begun = scaffold.new(options.folder, choice)
    except scaffold.ScaffoldError as error:
        raise Stop(str(error)) from error
    say(f"{options.folder}: {_count(begun.files, 'file')}")
    if begun.waiting:
        waiting = f"{_count(begun.waiting, 'sentence')} of ours to translate; until then they are in English"
        say(f"{options.folder / 'locale' / choice.language}.po: {waiting}")
    say("Next: planswitch serve, in that folder")
    return OK


def run_serve(options: argparse.Namespace) -> int:
    """``planswitch serve``."""
    from planswitch import engine

    return engine.serve(options.port)


def run_build(_: argparse.Namespace) -> int:
    """``planswitch build``."""
    from planswitch import engine

    return engine.build()


def run_answer(options: argparse.Namespace) -> int:
    """``planswitch answer``."""
    from planswitch.pages.console import Console
    from planswitch.rules import Question, decide, word
    from planswitch.rules.differences import besides

    tag = options.locale or ""
    shelf = _shelf(options, tag)
    edition, chosen = shelf.choose(options.origin, options.target)
    if tag and tag not in edition.tags:
        raise Stop(f"No translation for “{tag}”. Known: {', '.join(sorted(edition.tags))}.{edition.beginning(tag)}")
    names, words = edition.names, edition.words
    question = Question(chosen.origin, chosen.target, names.facts(options.fact), names.route(options.route))
    decision = decide(edition.catalogue, question)
    others = {other: shelf.opened[other].words.setting("edition") for other in chosen.others}
    if options.json:
        beside = besides(edition.catalogue, chosen.origin, chosen.target)
        Data().write_json({**decision.to_dict(), **beside, "editions": list(others)}, indent=2)
        return OK
    colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    put("".join(f"{line}\n" for line in Console(words, colour).lines(word(decision, words), others)))
    return OK


def run_batch(options: argparse.Namespace) -> int:
    """``planswitch batch``."""
    from planswitch.batch import answer_all, opened

    shelf = _shelf(options)
    with opened(options.questions) as stream:
        return answer_all(shelf, stream, json_lines=options.json_lines)


def run_check(options: argparse.Namespace) -> int:
    """``planswitch check``."""
    from planswitch.diff.since import since_last_commit
    from planswitch.editions import same_ids

    if options.folder:
        options.catalogue = [options.folder]
    folders = _folders(options)
    whole_paths = len(folders) > 1 or options.style == "github"
    statuses = [_check(folder, options, at=folder if whole_paths else Path()) for folder in folders]
    alike = same_ids(folders)
    _tell(alike, options.style)
    status = max(*statuses, PROBLEMS if alike else OK)
    if status == OK and _is_whole(options):
        _check_pages(folders, options)
        status = _check_changes(options.style)
    if status == OK:
        say(*since_last_commit(folders))
    return status


def _check(folder: Path, options: argparse.Namespace, at: Path) -> int:
    """Says what is wrong with one catalogue; `at` is where its files are said to be."""
    from planswitch.catalogue import build, inspect
    from planswitch.catalogue.annotations import annotation
    from planswitch.pages.guides import unshown
    from planswitch.pages.languages import inspect_translations, locale_folders, translations_with_other_numbers
    from planswitch.pages.links import unbuilt_problems
    from planswitch.pages.translations import states
    from planswitch.translating import not_begun, summary

    tables, found = inspect(folder)
    errors = _tell([*_at(at, found), *inspect_translations(folder)], options.style)
    if errors:
        say(f"{folder}: {_count(errors, 'problem')}")
        return PROBLEMS
    loaded = build(tables, found)
    tags = _tags(options)
    if lacking := not_begun(folder, loaded, tags):
        told = lacking if options.style == "text" else [annotation("error", each) for each in lacking]
        say(*told, f"{folder}: {_count(len(lacking), 'problem')}")
        return PROBLEMS
    docs = _docs(options, folder)
    links = [*unbuilt_problems(loaded, docs, *locale_folders(folder)), *unshown(loaded, docs)]
    translated = list(states(loaded, folder, tags, at))
    numbers = translations_with_other_numbers(loaded, folder)
    waiting = [problem for state in translated for problem in state.problems()]
    _tell([*_at(at, links), *numbers], options.style)
    say(*filter(None, (summary(state, at) for state in translated)))
    _tell(waiting, options.style)
    warnings = len(loaded.warnings) + len(links) + len(numbers) + len(waiting)
    say(f"{folder}: no problem. {_summary(loaded, warnings)}")
    return OK


def _check_pages(folders: Sequence[Path], options: argparse.Namespace) -> None:
    """Says which hand-written pages of the site of this folder do not translate what is there now."""
    from planswitch.i18n import shown
    from planswitch.translating import page_problems

    docs = _docs(options, folders[0])
    found = page_problems(docs, _tags(options))
    _tell(found, options.style)
    if found:
        say(f"{shown(docs)}: {_count(len(found), 'warning')}")


def _tags(options: argparse.Namespace) -> list[str]:
    """The languages that the site of this folder lists, where a command is about it."""
    from planswitch import configured

    return configured.languages(Path()) if _is_whole(options) else []


def _at(place: Path, problems: Iterable[Problem]) -> list[Problem]:
    """Problems with where the files are that they are in."""
    from dataclasses import replace

    return [replace(problem, file=(place / problem.file).as_posix()) for problem in problems]


def _tell(problems: list[Problem], style: Style) -> int:
    """Says problems in full, and returns how many there are, warnings left aside."""
    from planswitch.catalogue.problems import told

    for text in told(problems, style):
        say(*text.splitlines())
    return sum(problem.fatal for problem in problems)


def run_format(options: argparse.Namespace) -> int:
    """``planswitch format``."""
    from planswitch.catalogue import load
    from planswitch.catalogue.formatting import formatted, formatted_folder
    from planswitch.catalogue.schema import CHANGES
    from planswitch.catalogue.writing import write_all

    options.catalogue = options.folders or options.catalogue
    folders = _folders(options)
    for folder in folders:
        load(folder)
    changes = _changes() if _is_whole(options) else None
    files = [file for folder in folders for file in formatted_folder(folder)]
    files += [formatted(changes.path, CHANGES)] if changes else []
    unusual = [file for file in files if file.why]
    if not options.check:
        write_all({file.path: file.data for file in unusual})
    say(*(f"{file.path}: {', '.join(file.why)}" for file in unusual))
    done = "would be written anew" if options.check else "written anew"
    say(f"{_count(len(unusual), 'file')} of {len(files)} {done}")
    return PROBLEMS if options.check and unusual else OK


def run_diff(options: argparse.Namespace) -> int:
    """``planswitch diff``."""
    from planswitch.diff.reports import report
    from planswitch.diff.sides import sides
    from planswitch.diff.styles import explain, to_json

    if len(options.sides) > 2:
        raise Stop("more than two sides; expected at most OLD and NEW")
    with sides(options.sides, lambda: _folders(options)) as pairs:
        reports = [report(pair.where, pair.before, pair.after, pair.code) for pair in pairs]
    if options.style == "json":
        Data().write_json(to_json(reports), indent=2)
    else:
        Data().write(explain(reports, options.style))
    return PROBLEMS if any(each.unknown for each in reports) else OK


def run_sheet(options: argparse.Namespace) -> int:
    """``planswitch sheet``."""
    from planswitch.sheet import commands

    if options.into and (options.catalogue or options.edition):
        raise Stop("--into names the catalogue already; leave --catalogue and --edition out")
    if options.force and not options.into:
        raise Stop("--force is about bringing a workbook back; name its catalogue with --into FOLDER")
    if options.into:
        return commands.return_to(options.into, options.workbook, force=options.force)
    folder, *more = _folders(options)
    if more:
        raise Stop("a workbook holds one catalogue; choose it with --edition ID or --catalogue FOLDER")
    return commands.write(folder, options.workbook)


def run_messages(options: argparse.Namespace) -> int:
    """``planswitch messages``."""
    from itertools import chain

    from planswitch.pages import messages
    from planswitch.pages.languages import locale_folder

    folders = _folders(options)
    changes = _changes()
    updates = [messages.update(folder, options.locale, changes) for folder in folders]
    beside = {locale_folder(folder) for folder in folders}
    if changes and _is_whole(options) and changes.locale not in beside:
        updates.append(messages.update_changes(changes, options.locale))
    return tell_messages(chain.from_iterable(updates))


def _is_whole(options: argparse.Namespace) -> bool:
    """Whether a command is about all that the site of this folder has."""
    return not (options.catalogue or options.edition or vars(options).get("folder"))


def _changes() -> Changes | None:
    """What changed between the editions of the site of this folder, if it says so."""
    from planswitch import configured
    from planswitch.catalogue import load
    from planswitch.catalogue.changes import load_changes

    file = configured.changes(Path())
    if not file:
        return None
    catalogues = [load(_folder(folder)).catalogue for folder in configured.catalogues(Path())]
    return load_changes(file, {catalogue.id: catalogue for catalogue in catalogues})


def _check_changes(style: Style) -> int:
    """Says what is wrong with what changed between the editions of the site of this folder, if it says so."""
    from planswitch.catalogue import CatalogueError
    from planswitch.pages.languages import file_problems
    from planswitch.pages.translations import states_of
    from planswitch.translating import summary

    try:
        changes = _changes()
    except CatalogueError as error:
        place = error.folder if error.folder.is_dir() else error.folder.parent
        say(f"{error.folder}: {_count(_tell(_at(place, error.problems), style), 'problem')}")
        return PROBLEMS
    if not changes:
        return OK
    found = [problem for path in sorted(changes.locale.glob("*.po")) for problem in file_problems(path)]
    errors = _tell([*_at(changes.path.parent, changes.warnings), *found], style)
    if errors:
        say(f"{changes.path}: {_count(errors, 'problem')}")
        return PROBLEMS
    translated = list(states_of(changes))
    say(*filter(None, (summary(state, of=changes.path.name) for state in translated)))
    _tell([problem for state in translated for problem in state.problems()], style)
    counts = (_count(len(changes.topics), "topic"), _count(len(changes.periods), "period"))
    say(f"{changes.path}: no problem. {', '.join(counts)}")
    return OK


def tell_messages(updates: Iterable[Updated]) -> int:
    """Brings files of translations up to date, says what waits in each, and returns the exit status."""
    from planswitch.catalogue.problems import told
    from planswitch.pages.messages import MessagesError

    try:
        files = list({file.name: file for file in updates}.values())
    except MessagesError as error:
        raise Stop(str(error)) from error
    for file in files:
        for text in told(file.problems):
            complain(*text.splitlines())
        if file.left:
            complain(f"{file.name}: left as it is until this is mended")
            continue
        say(f"{file.name}: {_count(len(file.waiting), 'text')} to translate", *(f"  {text}" for text in file.waiting))
    if not files:
        say("There is no file of translations yet; begin one with --locale LANGUAGE.")
    return PROBLEMS if any(file.problems for file in files) else OK


def run_translations(options: argparse.Namespace) -> int:
    """``planswitch translations``."""
    from planswitch.catalogue import load
    from planswitch.translating import Site, seen, table, tags_of, to_json

    catalogues = {folder: load(folder) for folder in _folders(options)}
    first, loaded = next(iter(catalogues.items()))
    docs = _docs(options, first)
    tags = tags_of(docs, _tags(options), loaded.catalogue.language)
    if options.seen:
        for line in seen(options.seen, docs, tags):
            say(line)
        return OK
    parts = Site(catalogues, docs, tags, _changes() if _is_whole(options) else None).parts()
    if options.style == "json":
        Data().write_json(to_json(parts), indent=2)
        return OK
    say(*table(parts, tags))
    if not all(part.whole for part in parts):
        say("planswitch check says where; planswitch messages lists the texts")
    return OK


def run_stage(options: argparse.Namespace) -> int:
    """``planswitch stage``."""
    from contextlib import closing

    from planswitch import browser, staging
    from planswitch.catalogue import load
    from planswitch.pages.languages import languages_for, locale_folders
    from planswitch.pages.site import Kind, Source, renderers
    from planswitch.publishing import PublishError, claim

    catalogues = _folders(options)
    docs = _docs(options, catalogues[0])
    read = [(folder, load(folder)) for folder in catalogues]
    try:
        tags = staging.tags_of(docs)
        sources = [Source(folder, loaded, languages_for(folder, loaded, tags)) for folder, loaded in read]
        _tell_ids_apart(sources)
        changes = _changes() if _is_whole(options) else None
        kind = Kind(several=options.several_catalogues or len(sources) > 1, changes=changes)
        made = renderers(sources, {tag: docs / tag for tag in tags}, kind)
        kept = (*catalogues, docs, *(place for folder in catalogues for place in locale_folders(folder)))
        with closing(claim(options.out, kept, _say_waiting)) as publication:
            packed = _packed(sources, publication.next)
            widgets = {tag: {name: each.widget(tag) for name, each in packed.items()} for tag in made}
            staging.stage(made, docs, widgets, publication.next)
            publication.publish({path for each in packed.values() for path in each.paths})
        _tell_links(made, docs)
    except (staging.StageError, PublishError, browser.PackError) as error:
        raise Stop(str(error)) from error
    pages = sum(1 for _ in options.out.rglob("*.md"))
    say(f"{options.out}: {_count(len(made), 'language')}, {_count(pages, 'page')}")
    return OK


def _tell_ids_apart(sources: Iterable[Source]) -> None:
    """Refuses two catalogues of one id, whose pages would be in one folder."""
    from planswitch.pages.site import ids_twice

    for sentence in ids_twice(sources):
        raise Stop(sentence)


def _packed(sources: Iterable[Source], out: Path) -> dict[str, Packed]:
    """Python for the browser, with each catalogue by its id."""
    from planswitch import browser

    catalogues = {source.loaded.catalogue.id: (source.loaded, source.languages) for source in sources}
    found = browser.pack_all([*catalogues.values()], out / browser.FOLDER, browser.CACHE)
    return dict(zip(catalogues, found, strict=True))


def _tell_links(renderers: Mapping[str, Sequence[Renderer]], docs: Path) -> None:
    """Says which links in texts of the catalogues lead nowhere."""
    from planswitch.catalogue.problems import told
    from planswitch.pages.links import unbuilt

    for text in told(list(unbuilt(renderers, docs))):
        complain(*text.splitlines())


def _say_waiting() -> None:
    complain("Another one is writing there: waiting for it …")


def _docs(options: argparse.Namespace, catalogue: Path) -> Path:
    """Where the hand-written pages are: beside the catalogue, or where an edition has pages, one folder higher."""
    docs: Path | None = options.docs
    folder = catalogue.resolve()
    beside, higher = folder.parent / "docs", folder.parent.parent / "docs"
    return docs or (higher if not beside.is_dir() and any(higher.glob(f"*/{folder.name}")) else beside)


def _summary(loaded: Loaded, warnings: int) -> str:
    catalogue = loaded.catalogue
    counts = (
        _count(len(catalogue.plans), "plan"),
        _count(len(catalogue.switches), "listed pair"),
        _count(len(catalogue.facts), "fact"),
        _count(len(catalogue.rules), "rule"),
        _count(warnings, "warning"),
    )
    return f"{', '.join(counts)}; {catalogue.digest[:19]}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


if __name__ == "__main__":
    sys.exit(main())
