"""A page with our Python and nothing else, for tests of how it starts: what it is, and a visit of it."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from planswitch.browser import Asset
from planswitch.browser.parts import in_pieces
from planswitch.browser.store import sha256
from planswitch.pages.languages import languages
from tests.assertions import ROOT, TRANSLATIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

    from planswitch.pages.languages import Language
    from tests.browser.serving import Serving

EXPLORER = "assets/explorer"
POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; worker-src 'self'; "
    "frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)
PAGE = '<!doctype html><html lang="en"><title>Harness</title><script type="module" src="/{script}"></script></html>'
HARNESS = """
import { python } from "/assets/explorer/python.js";
window.python = python;
window.open = (config) => {
  window.runtime = python(config);
  window.fractions = [];
  window.states = [];
  runtime.addEventListener("progress", (event) => fractions.push(event.detail.fraction));
  runtime.addEventListener("state", (event) => states.push(event.detail));
};
window.more = (told) => new Promise((done) => {
  const look = () => fractions.length > told ? done(fractions.length) : setTimeout(look, 10);
  look();
});
window.attempt = (promise) => promise.then((value) => ({ value }), ({ reason, message }) => ({ reason, message }));
"""
RETURN_0, RETURN_1 = b"\x04\x00\x41\x00\x0b", b"\x04\x00\x41\x01\x0b"
"""Whole functions of WebAssembly; one bit makes one of the other."""
QUESTION = {"from": "enterprise-e1", "to": "enterprise-e3", "facts": {"users": "301"}, "locale": "it"}


@pytest.fixture(scope="module")
def tags() -> dict[str, Language]:
    return languages(["en", "it"], TRANSLATIONS)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    shutil.copytree(ROOT / "generator" / "planswitch" / EXPLORER, folder / EXPLORER)
    for path, script in (
        ("index.html", "harness.js"),
        ("deep/er/index.html", "harness.js"),
    ):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(PAGE.format(script=script), encoding="utf-8")
    (folder / "harness.js").write_text(HARNESS, encoding="utf-8")
    return folder


class Visit:
    """One visit of the harness page, with what its console said and what it asked of other hosts."""

    def __init__(self, page: Page, serving: Serving) -> None:
        self.page = page
        self.console: list[str] = []
        self.elsewhere: list[str] = []
        self.workers = 0
        page.on("console", lambda message: self.console.append(message.text))
        page.on("worker", lambda _: setattr(self, "workers", self.workers + 1))
        page.context.on("request", lambda request: self._note(request.url, serving.url))
        page.goto(serving.url)

    def _note(self, url: str, own: str) -> None:
        if not url.startswith(own):
            self.elsewhere.append(url)

    def open(self, config: dict[str, Any]) -> Visit:
        self.page.evaluate("config => window.open(config)", config)
        return self

    def ask(self, question: dict[str, Any]) -> dict[str, Any]:
        answer: dict[str, Any] = self.page.evaluate("question => attempt(runtime.ask(question))", question)
        return answer

    def read(self, expression: str) -> Any:
        return self.page.evaluate(expression)


@pytest.fixture
def visit(browser: Browser, serving: Serving) -> Iterator[Callable[..., Visit]]:
    contexts = []

    def start(**options: Any) -> Visit:
        contexts.append(browser.new_context(**options))
        return Visit(contexts[-1].new_page(), serving)

    yield start
    for context in contexts:
        context.close()


def only(config: dict[str, Any], *ways: str) -> dict[str, Any]:
    """A configuration that knows these ways alone."""
    runtime = {**config["runtime"], "quickest": list(ways), "smallest": list(ways)}
    return {**config, "runtime": runtime}


def described(content: bytes, suffix: str) -> dict[str, Any]:
    """What a configuration says of a file, whose name is its digest."""
    digest = sha256(content)
    return Asset(f"{digest}{suffix}", len(content), digest, {"": len(content)}, in_pieces(content)).config()
