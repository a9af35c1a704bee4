"""``planswitch new · serve · build``: a new site is valid as it is, speaks its own words, and nothing half is left."""

from __future__ import annotations

import io
import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.request import urlopen

import pytest

from planswitch import cli, engine, scaffold
from planswitch.catalogue import load
from planswitch.i18n import OWN_FOLDER, own_sentences, problems, read, site_sentences
from planswitch.pages import api, front, registry
from planswitch.pages.languages import language_of, languages, locale_folder
from planswitch.pages.render import Renderer
from planswitch.scaffold import WORDS, Choice, asking
from planswitch.terminal import Stop
from tests.assertions import ROOT
from tests.ports import free_port
from tests.site_builder import environment
from tests.words import Seen, said

OURS = {
    "en": re.compile(r"\b(plans?|wizard|portal|subscriptions?|Office|Microsoft)\b", re.IGNORECASE),
    "it": re.compile(r"\b(pian[oi]|procedura guidata|portale|sottoscrizion[ei]|Office|Microsoft)\b", re.IGNORECASE),
    "de": re.compile(r"\b(Pl[aä]n(e[ns]?|s)?|Assistent(en)?|Portale?|Abonnements?|Office|Microsoft)\b", re.IGNORECASE),
}
"""Words of the catalogue of 2014, language by language, that no other trade has to speak of."""
LANGUAGES = [tag for tag in OURS if tag == "en" or (OWN_FOLDER / f"{tag}.po").exists()]
ROUTES = ("direct", "wizard,manual", "in-place,dump-restore,replication")
PACKS = sorted((scaffold.HERE / "words").glob("*.po"))
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command in an empty folder and returns exit status, output and messages."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "stdin", io.StringIO())

    def start(*words: str) -> tuple[int, str, str]:
        status = cli.main([*words])
        told = capsys.readouterr()
        return status, told.out, told.err

    return start


def begun(folder: Path, words: str, language: str = "en", routes: tuple[str, ...] = ("direct",)) -> Path:
    """A new site."""
    scaffold.new(folder, Choice(words, language, routes))
    return folder


def renderer(site: Path) -> Renderer:
    """Of the one language of a new site."""
    loaded = load(site / "data")
    tag = loaded.catalogue.language
    found = languages([tag], locale_folder(site / "data"))
    return Renderer(loaded, found[tag], found, about=False)


# ------------------------------------------------------------------------------------------------------------- valid


@pytest.mark.parametrize(
    ("words", "language", "routes"),
    [
        pytest.param(
            words,
            language,
            ROUTES[place],
            marks=[pytest.mark.long] * ((turn + number) % len(LANGUAGES) != 0 or place != 2 * turn % len(ROUTES)),
        )
        for turn, words in enumerate(WORDS)
        for number, language in enumerate(LANGUAGES)
        for place in range(len(ROUTES))
    ],
)
def test_a_new_site_is_valid_without_a_warning(run: Run, words: str, language: str, routes: str) -> None:
    assert run("new", "site", "--words", words, "--language", language, "--routes", routes)[::2] == (0, "")
    status, out, err = run("check", "--catalogue", "site/data")
    assert (status, err) == (0, "")
    assert "no problem" in out
    assert out.count("warning") == 1, out
    assert "0 warnings" in out
    catalogue = load(Path("site/data")).catalogue
    assert list(catalogue.routes) == routes.split(",")
    assert catalogue.language == language


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_route_of_a_new_site_has_words_of_its_own(tmp_path: Path, language: str) -> None:
    site = begun(tmp_path / "site", "version", language, ("direct", "manual", "wizard", "installer", "logical-dump"))
    catalogue = load(site / "data").catalogue
    assert len({route.how for route in catalogue.routes.values()}) == 5
    assert catalogue.routes["logical-dump"].name == "Logical dump"
    assert catalogue.routes["manual"].offers == "all"


def test_what_nobody_says_is_taken_for_granted(run: Run) -> None:
    status, out, err = run("new", "site")
    assert (status, err) == (0, "")
    assert out.splitlines()[-1] == "Next: planswitch serve, in that folder"
    assert f"\nupgrades{out.removeprefix('site')}" in (ROOT / "README.md").read_text(encoding="utf-8")
    catalogue = load(Path("site/data")).catalogue
    assert (catalogue.language, list(catalogue.routes)) == ("en", ["direct"])
    assert catalogue.settings["address"] == "versions"


def test_a_new_site_has_all_that_its_makers_need(tmp_path: Path) -> None:
    site = begun(tmp_path / "a" / "b", "tariff")
    found = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    tables = {f"data/{name}" for name in ("catalogue.csv", "plans.csv", "rules.csv", "symptoms.csv", "names.csv")}
    assert found > {".gitignore", "README.md", "docs/en/index.md", "locale/en.po", "mkdocs.yml", *tables}
    for path in (site / "data").glob("*.csv"):
        header, first = path.read_text(encoding="utf-8").splitlines()[:2]
        assert header.endswith(",#")
        assert not first.endswith(","), f"{path.name} has no help"


def test_texts_of_the_language_next_to_it_are_taken(tmp_path: Path) -> None:
    near = begun(tmp_path / "near", "version", "it-CH")
    far = begun(tmp_path / "far", "version", "sv")
    assert "title,Aggiornare Esempio" in (near / "data" / "catalogue.csv").read_text(encoding="utf-8")
    assert "title,Upgrading Example" in (far / "data" / "catalogue.csv").read_text(encoding="utf-8")


# ----------------------------------------------------------------------------------------------------- its own words


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.stem)
def test_words_of_a_trade_are_of_our_sentences_and_without_a_mistake(pack: Path) -> None:
    _, tag = pack.stem.split(".")
    po = read(pack, tag)
    assert [problem.explain() for problem in problems(po)] == []
    ours = own_sentences()
    assert [entry.id for entry in po.live if entry.id not in ours or entry.plural != ours[entry.id].plural] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("words", [word for word in WORDS if word != "plan"])
def test_every_sentence_with_a_word_of_ours_is_said_in_other_words(words: str, language: str) -> None:
    pack = {entry.id: entry for entry in read(scaffold.HERE / "words" / f"{words}.{language}.po", language).live}
    base = language_of(language).entries
    for text in site_sentences().values():
        told = (text.id, text.plural) if language == "en" else base[text.id][0].strings
        now = pack[text.id].strings if text.id in pack else told
        found = [string for string in now if OURS[language].search(re.sub(r"\{\w+\}|%\(\w+\)s", "", string))]
        assert found == [], f"{words}.{language}.po has to say this in other words"


@pytest.mark.parametrize(
    ("words", "language"),
    [
        pytest.param(words, language, marks=[pytest.mark.long] * (turn != number))
        for turn, words in enumerate(WORDS[:1] + WORDS[2:])
        for number, language in enumerate(LANGUAGES)
    ],
)
def test_a_new_site_says_no_word_of_ours_on_any_page(tmp_path: Path, words: str, language: str) -> None:
    made = renderer(begun(tmp_path / "site", words, language))
    pages = {page.path: page.whole() for page in registry.pages(made)}
    pages |= dict(front.pages({language: made}, "https://example.org/"))
    pages |= dict(api.answer_files(made))
    for path, text in pages.items():
        texts = said(_shown(path, text)) if path.endswith(".json") else Seen(text).texts
        assert OURS[language].findall(f"{path} {' '.join(texts)}") == [], path


def _shown(path: str, text: str) -> object:
    """What readers see of a file of JSON: not what they may type besides names."""
    value = json.loads(text)
    if path.endswith("names.json"):
        del value["common"]
    return value


# ---------------------------------------------------------------------------------------------- a language we lack


def test_a_language_that_we_lack_is_begun_and_its_sentences_are_marked_as_english(run: Run) -> None:
    sentences = len(site_sentences())
    status, out, err = run("new", "site", "--language", "sv")
    assert (status, err) == (0, "")
    assert f"site/locale/sv.po: {sentences} sentences of ours to translate; until then they are in English" in out
    status, out, _ = run("check", "--catalogue", "site/data")
    assert status == 0
    assert f"sv: warning (translation): {sentences} sentences of ours to translate" in out
    rows = [line.split() for line in run("translations", "--catalogue", "site/data")[1].splitlines()]
    assert ["sv", "our", "sentences", "0", "0", str(sentences)] in rows
    pages = {page.path: page.markdown for page in registry.pages(renderer(Path("site")))}
    assert '# <span lang="en">Troubleshooting</span>' in pages["troubleshooting/index.md"]
    assert 'title: "Troubleshooting"' in pages["troubleshooting/index.md"]
    assert 'aria-label="Neighbouring pages"' in pages["versions/v1.0.md"]


def test_a_sentence_that_is_translated_is_not_marked(tmp_path: Path) -> None:
    site = begun(tmp_path / "site", "version", "sv")
    path = site / "locale" / "sv.po"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('msgid "Plans"\nmsgstr ""', 'msgid "Plans"\nmsgstr "Versioner"'), encoding="utf-8")
    (overview,) = (page for page in registry.pages(renderer(site)) if page.path == "versions/index.md")
    assert "# Versioner\n" in overview.markdown
    assert '<span lang="en">From here&#58;</span>' in overview.markdown


# ----------------------------------------------------------------------------------------------------------- refused


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--words", "versoin"], "There are no words for “versoin”; did you mean “version”?"),
        (["--words", ""], "There are no words for “”; use one of: version, plan, edition, tariff"),
        (["--language", "deu"], "“deu” is no language; did you mean “de”?"),
        (["--language", "zz"], "“zz” is no language; write a tag such as en or pt-BR"),
        (["--routes", "By Hand"], "“By Hand” cannot be a route; expected small letters and digits"),
        (["--routes", "By Hand"], "write “by-hand”"),
        (["--routes", ""], "“” cannot be a route; expected small letters and digits"),
        (["--routes", "direct,any"], "“any” cannot be a route; expected another name: any means every route"),
        (["--routes", "direct-notes"], "“direct-notes” cannot be a route; expected another name"),
        (["--routes", "direct, direct"], "“direct” cannot be a route; expected each route once"),
    ],
)
def test_what_makes_no_sense_is_refused_in_a_sentence(run: Run, words: list[str], sentence: str) -> None:
    status, out, err = run("new", "site", *words)
    assert (status, out) == (2, "")
    assert err.count("\n") == 1
    assert sentence in err
    assert not Path("site").exists()


def test_what_is_there_is_never_replaced(run: Run, tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "mine.txt").write_text("mine", encoding="utf-8")
    sentence = "planswitch: site holds something already; name a folder that is empty or not there yet\n"
    assert run("new", "site") == (2, "", sentence)
    assert [path.name for path in (tmp_path / "site").iterdir()] == ["mine.txt"]
    sentence = "planswitch: site/mine.txt is no folder; name one that is empty or not there yet\n"
    assert run("new", "site/mine.txt") == (2, "", sentence)


def test_an_empty_folder_is_filled(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path / "empty")
    assert run("new", ".")[0] == 0
    assert (tmp_path / "empty" / "mkdocs.yml").is_file()
    assert [path.name for path in tmp_path.iterdir()] == ["empty"]


@pytest.mark.parametrize("empty", [False, True], ids=["not there yet", "an empty folder"])
@pytest.mark.parametrize("at", ["_save", "rename"])
def test_what_is_interrupted_leaves_nothing_half(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: str, empty: bool
) -> None:
    site = tmp_path / "site"
    if empty:
        site.mkdir()
    calls: list[Path] = []

    def third_time_lucky(real: Callable[..., object]) -> Callable[..., object]:
        def call(path: Path, *rest: object) -> object:
            calls.append(path)
            if len(calls) == (3 if empty or at == "_save" else 1):
                raise KeyboardInterrupt
            return real(path, *rest)

        return call

    if at == "_save":
        monkeypatch.setattr(scaffold, "_save", third_time_lucky(scaffold._save))
    else:
        monkeypatch.setattr(Path, "rename", third_time_lucky(Path.rename))
    with pytest.raises(KeyboardInterrupt):
        begun(site, "version")
    assert [path.name for path in tmp_path.iterdir()] == (["site"] if empty else [])
    assert not empty or not list(site.iterdir())


def test_a_folder_that_cannot_be_written_is_told(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device", "site")

    monkeypatch.setattr(scaffold, "_save", full)
    assert run("new", "site") == (2, "", "planswitch: site: No space left on device; nothing was begun\n")
    assert list(tmp_path.iterdir()) == []


# ------------------------------------------------------------------------------------------------------------- asked


def answered(monkeypatch: pytest.MonkeyPatch, answers: str) -> Choice:
    monkeypatch.setattr(sys, "stdin", io.StringIO(answers))
    return asking.ask()


def test_at_a_terminal_what_is_not_told_is_asked(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert answered(monkeypatch, "tariff\nit\n direct, manual\n") == Choice("tariff", "it", ("direct", "manual"))
    assert answered(monkeypatch, "\n\n\n") == Choice("version", "en", ("direct",))
    capsys.readouterr()
    assert answered(monkeypatch, "tarif\ntariff\n\n\n").words == "tariff"
    told = capsys.readouterr()
    assert told.err == "There are no words for “tarif”; did you mean “tariff”?\n"
    assert told.out.count("version, plan, edition or tariff? [version] ") == 2


def test_where_nobody_answers_nothing_is_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Stop, match="nobody answers; nothing was begun"):
        answered(monkeypatch, "tariff\n")


# ----------------------------------------------------------------------------------------------------- serve · build


@pytest.mark.parametrize("command", ["serve", "build"])
def test_without_a_site_the_way_to_begin_one_is_told(run: Run, command: str) -> None:
    sentence = "there is no mkdocs.yml here; go to the folder of a site, or begin one with: planswitch new FOLDER"
    assert run(command) == (2, "", f"planswitch: {sentence}\n")


def test_without_mkdocs_what_to_do_is_told(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    run("new", ".")
    monkeypatch.setattr(engine, "find_spec", lambda _: None)
    status, _, err = run("build")
    assert (status, err.count("\n")) == (2, 1)
    assert "MkDocs, which builds the site, is not installed" in err


def test_a_port_in_use_is_told_with_another_one(run: Run) -> None:
    run("new", ".")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        status, _, err = run("serve", "--port", str(port))
    other = port + 1 if port < 65535 else port - 1
    sentence = f"port {port} is in use by another program; choose another, as in: planswitch serve --port {other}"
    assert (status, err) == (2, f"planswitch: {sentence}\n")


@pytest.mark.parametrize("port", ["0", "65536", "http", "-1", "８０００"])
def test_a_port_that_is_none_is_told(run: Run, port: str) -> None:
    status, _, err = run("serve", f"--port={port}")
    assert status == 2
    assert f"“{port}” is no port; expected a number from 1 to 65535, such as 8000" in err


COMMAND = (sys.executable, "-m", "planswitch.cli")


@pytest.mark.long
@pytest.mark.parametrize("words", WORDS)
def test_a_new_site_is_built_and_has_no_word_of_ours(tmp_path: Path, words: str) -> None:
    site = begun(tmp_path / "site", words)
    ran = subprocess.run([*COMMAND, "build"], cwd=site, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    pages = sorted((site / "site").rglob("*.html"))
    assert len(pages) > 10
    if words == "plan":
        return
    for page in pages:
        path = page.relative_to(site / "site").as_posix()
        seen = Seen(page.read_text(encoding="utf-8"))
        assert OURS["en"].findall(f"{path} {' '.join(seen.texts)}") == [], path
    (searched,) = (site / "site").glob("en/search/documents.json")
    assert OURS["en"].findall(" ".join(said(json.loads(searched.read_text(encoding="utf-8"))))) == []


@pytest.mark.long
def test_a_faulty_row_fails_the_build_of_a_new_site(tmp_path: Path) -> None:
    site = begun(tmp_path / "site", "version")
    with (site / "data" / "switches.csv").open("a", encoding="utf-8") as switches:
        switches.write("v9,v1.0,direct,sure,,G1,\n")
    ran = subprocess.run([*COMMAND, "build"], cwd=site, capture_output=True, text=True, check=False)
    assert ran.returncode == 1
    assert "switches.csv, line 6" in ran.stderr
    assert not (site / "site").exists()


def ctrl_c(served: subprocess.Popen[str]) -> None:
    """What a terminal does: everybody in it is told."""
    os.killpg(served.pid, signal.SIGINT)


@pytest.mark.long
@pytest.mark.parametrize(("end", "status"), [(ctrl_c, 0), (subprocess.Popen.terminate, 1)], ids=["Ctrl-C", "a signal"])
def test_a_new_site_is_served_until_it_is_ended(
    end: Callable[[subprocess.Popen[str]], None], status: int, tmp_path: Path
) -> None:
    site = begun(tmp_path / "site", "version")
    with free_port() as port:
        served = subprocess.Popen(
            [*COMMAND, "serve", "--port", str(port)],
            cwd=site,
            env={**os.environ, **environment()},
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        with served:
            assert served.stderr
            said = next(line for line in served.stderr if "Serving on" in line or "rror" in line)
            assert f"http://127.0.0.1:{port}/" in said
            with urlopen(f"http://127.0.0.1:{port}/en/versions/v1.0/") as page:
                assert "Example 1.0" in page.read().decode()
            end(served)
            served.communicate(timeout=300)
        assert served.returncode == status
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", port)).close()


@pytest.mark.long
def test_a_site_in_a_language_that_we_lack_is_built_and_marked(tmp_path: Path) -> None:
    site = begun(tmp_path / "site", "version", "sv")
    ran = subprocess.run([*COMMAND, "build"], cwd=site, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    pages = {path: path.read_text(encoding="utf-8") for path in (site / "site").rglob("*.html")}
    told = re.compile(r'<template class="ps-config">.*?</template>', re.DOTALL)
    assert [path for path, page in pages.items() if re.search(r"[\ufdd0-\ufdd2]|\\ufdd", told.sub("", page))] == []
    english = '<span lang="en">This page does not exist.</span>'
    assert f"<h1>{english}</h1>" in pages[site / "site" / "sv" / "404.html"]
    apart = english.replace('lang="en"', 'lang="en" dir="ltr"')
    assert f"<h1>{apart}</h1>" in pages[site / "site" / "404.html"]
    assert '<title lang="en" dir="ltr">This page does not exist.</title>' in pages[site / "site" / "404.html"]
