"""Stands in for GitHub's command line ``gh`` in tests of workflows: ``gh api`` with what a test has put down.

``STATE`` names a file of JSON: the artifacts of a run, the archive, the pull requests, and pages of comments.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Any

OWN = "github-actions[bot]"
"""Who writes comments with the token of a workflow."""


def main(words: list[str]) -> None:
    """Answers one request, and keeps what it changes."""
    parser = ArgumentParser()
    parser.add_argument("command", choices=["api"])
    parser.add_argument("path")
    parser.add_argument("--method", default="GET")
    parser.add_argument("--field")
    parser.add_argument("--jq")
    parser.add_argument("--paginate", action="store_true")
    parser.add_argument("--silent", action="store_true")
    asked = parser.parse_args(words)
    assert os.environ["GH_TOKEN"] == "token"
    place = Path(os.environ["STATE"])
    state = json.loads(place.read_text(encoding="utf-8"))
    path = asked.path.removeprefix("repos/our/site/")
    if path.startswith("actions/artifacts/"):
        sys.stdout.buffer.write(Path(state["archive"]).read_bytes())
        return
    for page in _pages(state, path, asked):
        text = json.dumps(page)
        told = subprocess.run(["jq", "-r", asked.jq], input=text, capture_output=True, text=True, check=True).stdout
        sys.stdout.write(told)
    place.write_text(json.dumps(state), encoding="utf-8")


def _pages(state: dict[str, Any], path: str, asked: Namespace) -> list[Any]:
    """What is answered, page by page; nothing where something is written."""
    if path == "actions/runs/11/artifacts?name=answers":
        return [{"artifacts": state["artifacts"]}]
    if found := re.fullmatch(r"pulls/(\d+)", path):
        return [state["pulls"][found[1]]]
    if found := re.fullmatch(r"issues/comments/(\d+)", path):
        assert asked.method == "PATCH"
        (comment,) = [each for page in state["comments"] for each in page if each["id"] == int(found[1])]
        comment["body"] = _body(asked)
        return []
    assert path == "issues/7/comments"
    if asked.method == "GET":
        assert asked.paginate
        return list(state["comments"])
    assert asked.method == "POST"
    state["comments"][-1].append({"id": 99, "user": {"login": OWN}, "body": _body(asked)})
    return []


def _body(asked: Namespace) -> str:
    name, _, file = asked.field.partition("=@")
    assert name == "body"
    return Path(file).read_text(encoding="utf-8", errors="replace")


if __name__ == "__main__":
    main(sys.argv[1:])
