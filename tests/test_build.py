"""The build: nothing but a whole site is published, last of all, and nothing of anybody else is lost."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from planswitch.publishing import MARKER, claim
from tests.long import long
from tests.site_builder import MKDOCS, PROJECT, environment, gym, run_mkdocs

WARNING = """
import logging
def on_post_build(config):
    if config.site_dir.endswith("next"):
        logging.getLogger("mkdocs.plugins.shared").warning("The shared part is odd.")
"""
STRANGER = """
site_name: Gym
theme: material
plugins:
  - search
  - planswitch:
      catalogue: data
      languages: [it]
"""
LOSING = """
from pathlib import Path
def on_post_build(config):
    if config.site_dir.endswith("it"):
        Path(config.site_dir, "matrix", "index.html").unlink()
"""


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """The configuration of a small project that may be changed."""
    return gym(tmp_path / "project")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of such a project with its site, which nobody changes."""
    config = gym(tmp_path_factory.mktemp("built") / "project")
    ran = run_mkdocs("build", "--strict", config=config)
    assert ran.returncode == 0, ran.stderr
    assert "WARNING" not in ran.stderr
    return config.parent


@pytest.fixture
def site(config: Path, built: Path) -> Path:
    """The site of the project, as if it had just been built."""
    for name in ("hosting", "site"):
        shutil.copytree(built / name, config.parent / name)
    return config.parent / "site"


def add_hook(config: Path, code: str) -> None:
    """Lets another hook take part in the build."""
    (config.parent / "other.py").write_text(code, encoding="utf-8")
    config.write_text(config.read_text(encoding="utf-8") + "hooks: [other.py]\n", encoding="utf-8")


def edit(path: Path, old: str, new: str) -> None:
    """Changes a file; the text that is replaced must be there."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def state(folder: Path) -> dict[str, bytes]:
    """Every file of a folder, hidden ones too."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def beside(site: Path) -> list[str]:
    """What the build has left beside the site."""
    ours = ("mkdocs.yml", "other.py", "data", "docs", "site", "hosting", "__pycache__")
    return [path.name for path in site.parent.iterdir() if path.name not in ours]


def test_a_faulty_catalogue_does_not_replace_a_good_site(config: Path, site: Path) -> None:
    good = state(site)
    edit(config.parent / "data" / "plans.csv", "Sala oro;sala", "Sala oro;salla")
    ran = run_mkdocs("build", "--strict", config=config)
    assert ran.returncode == 1
    assert "plans.csv, line 4, cell C4" in ran.stderr
    assert "did you mean “sala”?" in ran.stderr
    assert state(site) == good
    assert not beside(site)


@pytest.mark.parametrize("quiet", [long((), id="aloud"), pytest.param(("-q",), id="quiet")])
def test_a_strict_build_with_warnings_stops_before_the_site_is_replaced(
    config: Path, site: Path, quiet: tuple[str, ...]
) -> None:
    good = state(site)
    add_hook(config, WARNING)
    edit(config.parent / "docs" / "it" / "index.md", "# ", "[nowhere](nowhere.md)\n\n# ")
    ran = run_mkdocs("build", "--strict", *quiet, config=config)
    assert ran.returncode == 1
    last = "2 warnings in strict mode: site stays as it is until this is mended."
    assert ran.stdout.splitlines()[-1] == last
    assert state(site) == good
    assert not beside(site)
    if not quiet:
        assert "The shared part is odd." in ran.stderr
        assert "nowhere.md" in ran.stderr
        assert run_mkdocs("build", config=config).returncode == 0
        assert state(site) != good


def test_files_that_go_missing_are_counted_before_the_site_is_replaced(config: Path, site: Path) -> None:
    good = state(site)
    add_hook(config, LOSING)
    ran = run_mkdocs("build", config=config)
    assert ran.returncode == 1
    assert "new files are not there (it/matrix/index.html)" in ran.stderr
    assert state(site) == good


@pytest.mark.parametrize("builds", [1, long(2)])
def test_a_file_added_to_the_site_stops_the_build_and_one_in_docs_comes_along(
    config: Path, site: Path, builds: int
) -> None:
    (site / "CNAME").write_text("example.org", encoding="utf-8")
    ran = run_mkdocs("build", config=config)
    assert ran.returncode == 1
    assert "site holds CNAME, which Planswitch did not write" in ran.stderr
    assert "Traceback" not in ran.stderr
    (site / "CNAME").rename(config.parent / "docs" / "CNAME")
    for _ in range(builds):
        assert run_mkdocs("build", "--strict", config=config).returncode == 0
        assert (site / "CNAME").read_text(encoding="utf-8") == "example.org"


@pytest.mark.parametrize("folder", ["data", ".", "notes"])
def test_a_folder_that_is_no_site_is_never_built_into(config: Path, folder: str) -> None:
    (config.parent / "notes").mkdir()
    (config.parent / "notes" / "diary.txt").write_text("dear", encoding="utf-8")
    good = state(config.parent)
    ran = run_mkdocs("build", "-d", folder, config=config)
    assert ran.returncode == 1
    assert "Traceback" not in ran.stderr
    assert state(config.parent) == good


def test_a_site_without_a_marker_is_not_replaced(config: Path, site: Path) -> None:
    (site / MARKER).unlink()
    good = state(site)
    ran = run_mkdocs("build", config=config)
    assert ran.returncode == 1
    assert f"site is not empty, and has no {MARKER}" in ran.stderr
    assert "or delete site if you need nothing in it" in ran.stderr
    assert state(site) == good


@pytest.mark.long
def test_builds_at_the_same_time_leave_one_whole_site(config: Path, site: Path) -> None:
    good = state(site)
    with closing(claim(site)):
        running = [
            subprocess.Popen(
                [*MKDOCS, "build", "--strict", "-f", str(config)],
                cwd=config.parent,
                env={**os.environ, **environment()},
                stderr=subprocess.PIPE,
                text=True,
            )
            for _ in range(3)
        ]
        told = [process.stderr for process in running if process.stderr]
        for lines in told:
            assert any("Another build writes site: waiting for it" in line for line in lines)
    printed = [lines.read() for lines in told]
    for process in running:
        process.communicate()
    assert [process.returncode for process in running] == [0, 0, 0], printed
    assert all(f"The new site is in site: {len(good) - 1} files." in text for text in printed)
    assert state(site) == good
    assert not beside(site)


def test_what_has_been_built_is_where_other_commands_look_for_it(config: Path) -> None:
    code = (
        "import sys; from mkdocs.commands.build import build; from mkdocs.config import load_config\n"
        "config = load_config(sys.argv[1]); build(config); print(config.site_dir)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code, str(config)],
        cwd=config.parent,
        env={**os.environ, **environment(), "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert Path(ran.stdout.strip()) == config.parent / "site"
    assert (config.parent / "site" / "it" / "index.html").is_file()


@pytest.mark.parametrize(
    ("options", "sentences"),
    [
        (
            "{catalog: data, languages: []}",
            [
                "option 'catalog': there is no such option; did you mean “catalogue”?",
                "option 'languages': found nothing",
            ],
        ),
        (
            "{catalogue: dta, languages: [xx, it, it]}",
            [
                "option 'catalogue': found “dta”",
                "option 'languages': found “xx”",
                "option 'languages': found “it” twice",
            ],
        ),
        ("{catalogue: data, languages: [it, fr]}", ["option 'languages': found “fr”, but there is no folder docs/fr"]),
        ("", ["option 'catalogue': found nothing", "option 'languages': found nothing"]),
    ],
)
def test_mistakes_in_the_options_are_sentences(config: Path, options: str, sentences: list[str]) -> None:
    config.write_text(
        f"site_name: Gym\ntheme: material\nplugins:\n  - planswitch: {options}\n",
        encoding="utf-8",
    )
    ran = run_mkdocs("build", config=config)
    assert ran.returncode == 1
    assert "Traceback" not in ran.stderr
    for sentence in sentences:
        assert f"Plugin 'planswitch' {sentence}" in ran.stderr
    assert not (config.parent / "site").exists()


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("theme: material", "theme: mkdocs", "theme is “mkdocs”; expected “material” for a whole site of ours."),
        ("theme: material", "theme: material\nuse_directory_urls: false", "use_directory_urls is false; expected true"),
    ],
)
def test_what_our_pages_need_of_the_site_is_told(config: Path, old: str, new: str, sentence: str) -> None:
    config.write_text(STRANGER.replace(old, new), encoding="utf-8")
    ran = run_mkdocs("build", config=config)
    assert ran.returncode == 1
    assert "Traceback" not in ran.stderr
    assert sentence in ran.stderr
    assert not (config.parent / "site").exists()


def test_a_few_lines_are_enough_and_what_somebody_sets_stays_set(config: Path) -> None:
    """A site whose ``mkdocs.yml`` says no more than it has to, and templates, styles, scripts and a logo of its own."""
    own = {
        "docs/assets/mine.css": "p { color: red }",
        "docs/assets/mine.js": "",
        "docs/assets/logo.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>',
        "overrides/partials/copyright.html": "<p>Ours & yours</p>",
        "overrides/main.html": (
            '{% extends "planswitch/main.html" %}{% block htmltitle %}<title>Mine</title>{% endblock %}'
        ),
    }
    for name, text in own.items():
        (config.parent / name).parent.mkdir(parents=True, exist_ok=True)
        (config.parent / name).write_text(text, encoding="utf-8")
    config.write_text(
        STRANGER.replace("theme: material", "theme: {name: material, logo: assets/logo.svg, custom_dir: overrides}")
        + "extra_css: [assets/mine.css]\nextra_javascript: [assets/mine.js]\n",
        encoding="utf-8",
    )
    ran = run_mkdocs("build", "--strict", config=config)
    assert ran.returncode == 0, ran.stderr
    page = (config.parent / "site" / "it" / "index.html").read_text(encoding="utf-8")
    assert "<p>Ours & yours</p>" in page
    assert "<title>Mine</title>" in page
    assert '<link rel="alternate " hreflang="it"' in page, "our main.html is extended, not replaced"
    ours, mine = page.index("../assets/styles.css"), page.index("../assets/mine.css")
    assert ours < mine
    assert 'src="../assets/mine.js"' in page
    assert 'src="../assets/logo.svg"' in page
    assert 'href="plans/"' in page, "the navigation leads to our pages"
    assert 'href="plans/sala-base/"' not in page.partition("<main")[0], "but not to each plan"


@pytest.mark.long
@pytest.mark.parametrize("palette", ["[]", "{scheme: slate}", "[{scheme: default, primary: custom}]"])
def test_the_theme_may_have_other_colours_to_choose_from(config: Path, palette: str) -> None:
    config.write_text(f"{STRANGER}".replace("material", f"{{name: material, palette: {palette}}}"), encoding="utf-8")
    ran = run_mkdocs("build", "--strict", config=config)
    assert ran.returncode == 0, ran.stderr


@pytest.mark.parametrize(
    ("translations", "languages", "sentence"),
    [
        long("five-mistakes-at-once", "[it]", "it.po, line 19: error (line)\n  found an open quote"),
        ("five-mistakes-at-once", "[it]", "it.po, line 9: error (placeholder)\n  found “{on}”, no “{one}”"),
        ("", "[it, itt]", "found “itt”, which is no known language; did you mean “it”?"),
        (
            "",
            "[it, fr]",
            "has no text in “fr”, a language of the site; begin its translations with: planswitch messages",
        ),
    ],
)
def test_no_site_is_built_on_faulty_translations_or_on_none(
    config: Path, translations: str, languages: str, sentence: str
) -> None:
    (config.parent / "docs" / "fr").mkdir()
    edit(config, "languages: [it]", f"languages: {languages}")
    if translations:
        (config.parent / "locale").mkdir()
        shutil.copy(PROJECT / "tests" / "faulty-translations" / translations / "it.po", config.parent / "locale")
    ran = run_mkdocs("build", "--strict", config=config)
    assert ran.returncode == 1
    assert sentence in ran.stderr
    assert "Traceback" not in ran.stderr
    assert not list(config.parent.glob("site*"))
