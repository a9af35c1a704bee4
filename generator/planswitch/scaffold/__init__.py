"""Begins a site: a small valid catalogue with help, the start page, settings of MkDocs, a README, workflows for GitHub.

What goes into the files is in ``files``, as templates; what they say in each language is in ``texts``. ``words`` has
our own sentences in the words of a trade: they become ``locale/LANGUAGE.po`` of the new site.
"""

from __future__ import annotations

import json
import shutil
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from planswitch.catalogue.checks import is_language, language_tip
from planswitch.catalogue.checks.ids import fault_of, tip_of
from planswitch.catalogue.problems import Hints
from planswitch.i18n import OWN_FOLDER, SOURCE_LANGUAGE
from planswitch.pages import messages
from planswitch.rules.vocabulary import ANY, NOTES

HERE = Path(__file__).parent
WORDS = ("version", "plan", "edition", "tariff")
"""What readers of a new site can switch between; the first is taken when nobody says."""
ROUTE = "direct"
"""The route of a new site, when nobody says."""
MANUAL = "manual"
"""The route that leads everywhere, where it comes after others."""
PAIRS = ((0, 1), (1, 2), (2, 3))
"""Which of the four plans lead to which."""
IN_DOUBT = (1, 3)
"""The pair of which the example says that it is likely."""


class ScaffoldError(Exception):
    """A site that cannot be begun; the text is one sentence."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What a new site is like.

    Attributes:
        words: what readers switch between, one of `WORDS`.
        language: tag of the language that it is written in.
        routes: ids, in order of preference.
    """

    words: str
    language: str
    routes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Begun:
    """A site that has been begun.

    Attributes:
        files: how many it has.
        waiting: how many sentences of ours wait for a translation.
    """

    files: int
    waiting: int


def read(words: str | None, language: str | None, routes: str | None) -> Choice:
    """What a new site is like, where the usual goes without saying.

    Raises:
        ScaffoldError: something of it makes no sense.
    """
    return Choice(
        read_words(WORDS[0] if words is None else words),
        read_language(SOURCE_LANGUAGE if language is None else language),
        read_routes(ROUTE if routes is None else routes),
    )


def read_words(text: str) -> str:
    """What readers switch between.

    Raises:
        ScaffoldError: it is none of `WORDS`.
    """
    if text not in WORDS:
        raise ScaffoldError(f"There are no words for “{text}”; {Hints(WORDS).tip(text)}")
    return text


def read_language(text: str) -> str:
    """The tag of a language.

    Raises:
        ScaffoldError: it is none.
    """
    if not is_language(text):
        raise ScaffoldError(f"“{text}” is no language; {language_tip(text)}")
    return text


def read_routes(text: str) -> tuple[str, ...]:
    """The ids of routes, which stand between commas.

    Raises:
        ScaffoldError: there is none, or one cannot be an id.
    """
    routes = tuple(route.strip() for route in text.split(","))
    for place, route in enumerate(routes):
        if expected := _fault_of_route(route, routes[:place]):
            tip = tip_of(route)
            raise ScaffoldError(f"“{route}” cannot be a route; expected {expected}" + (f"; {tip}" if tip else ""))
    return routes


def _fault_of_route(route: str, before: tuple[str, ...]) -> str:
    if route in before:
        return "each route once"
    if route == ANY:
        return f"another name: {ANY} means every route"
    if route.endswith(NOTES):
        return f"another name: one that ends in {NOTES} is what to expect of a route"
    return fault_of(route)


def new(folder: Path, choice: Choice) -> Begun:
    """Begins a site in a folder that is empty or not there; whatever fails, nothing of it is left there.

    Raises:
        ScaffoldError: the folder is neither, or cannot be written.
    """
    look_at(folder)
    there = next(parent for parent in folder.absolute().parents if parent.is_dir())
    try:
        with TemporaryDirectory(prefix=".planswitch-", dir=there) as place:
            made = Path(place) / "site"
            begun = _write(made, choice)
            _put(made, folder)
    except OSError as error:
        raise ScaffoldError(f"{error.filename or folder}: {error.strerror}; nothing was begun") from error
    return begun


def look_at(folder: Path) -> None:
    """Looks whether a site can be begun in a folder.

    Raises:
        ScaffoldError: it holds something, or is no folder.
    """
    if folder.exists() and not folder.is_dir():
        raise ScaffoldError(f"{folder} is no folder; name one that is empty or not there yet")
    if folder.is_dir() and any(folder.iterdir()):
        raise ScaffoldError(f"{folder} holds something already; name a folder that is empty or not there yet")


def _put(made: Path, folder: Path) -> None:
    """Moves a finished folder to its place, or what is in it into the folder that is there."""
    if not folder.exists():
        folder.absolute().parent.mkdir(parents=True, exist_ok=True)
        made.rename(folder)
        return
    moved: list[Path] = []
    try:
        for path in sorted(made.iterdir()):
            moved.append(folder / path.name)
            path.rename(moved[-1])
    except BaseException:
        for path in moved:
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
        raise


def _write(site: Path, choice: Choice) -> Begun:
    words = HERE / "words" / f"{choice.words}.{choice.language}.po"
    own = site / "locale" / f"{choice.language}.po"
    if words.exists():
        own.parent.mkdir(parents=True)
        shutil.copyfile(words, own)
    for path, text in _files(choice, waiting=0, rewords=False):
        if path.startswith("data/"):
            _save(site / path, text)
    waiting = 0 if choice.language == SOURCE_LANGUAGE or _is_ours(choice.language) else _begin(site, choice.language)
    for path, text in _files(choice, waiting=waiting, rewords=own.exists() and not waiting):
        _save(site / path, text)
    return Begun(sum(path.is_file() for path in site.rglob("*")), waiting)


def _is_ours(language: str) -> bool:
    """Whether our own sentences are translated into a language."""
    return (OWN_FOLDER / f"{language}.po").is_file()


def _begin(site: Path, language: str) -> int:
    """Begins the translations of our own sentences, and says how many of them wait."""
    (updated,) = messages.update(site / "data", language)
    return len(updated.waiting)


def _save(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def _files(choice: Choice, *, waiting: int, rewords: bool) -> Iterator[tuple[str, str]]:
    """Path and content of each file but the translations."""
    spoken = _spoken(choice.language)
    context = {**_context(choice, spoken), "waiting": waiting, "rewords": rewords}
    for template in sorted((HERE / "files").rglob("*.jinja")):
        name = template.relative_to(HERE / "files").as_posix()
        path = _path(name.removesuffix(".jinja"), choice.language, spoken)
        if path:
            yield path, _environment(path).get_template(name).render(context)


def _path(name: str, language: str, spoken: str) -> str:
    """Where a file goes in the site; nowhere, when it is for another language."""
    if name.startswith("README."):
        return "README.md" if name == f"README.{spoken}.md" else ""
    if name.startswith("git"):
        return f".{name}"
    return f"docs/{language}/index.md" if name == "index.md" else name


def _environment(path: str) -> Environment:
    """What fills in the template of a file; braces belong to GitHub in its own, where ``<< … >>`` is put in."""
    marks = ("<<", ">>", "<#", "#>") if path.startswith(".github/") else ("{{", "}}", "{#", "#}")
    environment = Environment(  # noqa: S701 - none of it is HTML
        *("{%", "%}", *marks),
        loader=FileSystemLoader(HERE / "files"),
        undefined=StrictUndefined,
        finalize=_cell if path.endswith(".csv") else None,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["quoted"] = lambda text: json.dumps(text, ensure_ascii=False)
    return environment


def _cell(value: object) -> str:
    """A value as a cell of a CSV file."""
    text = str(value)
    return '"{}"'.format(text.replace('"', '""')) if set(text) & set('",') else text


def _spoken(language: str) -> str:
    """The language of the example's texts: the site's, its main part, or else ours."""
    near = (language, language.partition("-")[0])
    return next((tag for tag in near if (HERE / "texts" / f"{tag}.toml").is_file()), SOURCE_LANGUAGE)


def _context(choice: Choice, spoken: str) -> dict[str, Any]:
    """What the templates are filled with."""
    texts = tomllib.loads((HERE / "texts" / f"{spoken}.toml").read_text(encoding="utf-8"))
    word = texts["word"][choice.words]
    names = {"the_new": word["the_new"], "low": word["families"][0][0], "high": word["families"][1][0]}
    kind = _filled(texts[word["kind"]], names)
    routes = [_route(route, texts["route"], choice) for route in choice.routes]
    return {
        "tag": choice.language,
        "today": datetime.now(UTC).strftime("%Y-%m"),
        "help": texts["help"],
        "home": texts["home"],
        "config": texts["config"],
        "github": texts["github"],
        "version": version("planswitch"),
        "word": word,
        "kind": kind,
        "routes": routes,
        "switches": list(_switches(routes, [plan for plan, _ in word["plans"]], kind["likely"])),
    }


def _filled(value: Any, names: dict[str, str]) -> Any:
    """Texts, however deep, with what stands in braces put in."""
    if isinstance(value, str):
        return value.format(**names)
    if isinstance(value, list):
        return [_filled(each, names) for each in value]
    return {key: _filled(each, names) for key, each in value.items()}


def _route(route: str, texts: dict[str, dict[str, str]], choice: Choice) -> dict[str, str]:
    lower = route.replace("-", " ")
    names = {"lower": lower, "upper": lower[:1].upper() + lower[1:]}
    everywhere = route == MANUAL and choice.routes.index(route) > 0
    words = _filled(texts.get(route, texts["other"]), names)
    return {"id": route, "offers": "all" if everywhere else "listed", **words}


def _switches(routes: list[dict[str, str]], plans: list[str], likely: str) -> Iterator[dict[str, str]]:
    """What the routes that do not lead everywhere are known to offer; of the first, one pair is in doubt."""
    for route in routes:
        if route["offers"] == "listed":
            for origin, target in PAIRS:
                yield _switch(plans[origin], plans[target], route["id"], "")
    yield _switch(plans[IN_DOUBT[0]], plans[IN_DOUBT[1]], routes[0]["id"], likely)


def _switch(origin: str, target: str, route: str, note: str) -> dict[str, str]:
    certainty = "likely" if note else "sure"
    return {"from": origin, "to": target, "route": route, "certainty": certainty, "note": note}
