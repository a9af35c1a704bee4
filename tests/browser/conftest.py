"""The built site in a real Chromium: served where it was built for, with brotli, and with nothing left unsaid."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import brotli
import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, ViewportSize, expect

from planswitch.browser.store import replace
from tests.browser.driving import playwright
from tests.browser.serving import TYPES, Request, Serving
from tools.browsers import CHROMIUM_ARGUMENTS, find_shell, require_chromium

DESK = ViewportSize(width=1280, height=900)
PHONE = ViewportSize(width=390, height=844)
PLAIN = "planswitch.test"
"""Another name of this machine, to which browsers grant nothing that needs HTTPS."""
NewPage = Callable[..., Page]
"""Opens a page; takes what `Browser.new_context` takes."""


PATIENCE = 30
"""How long whatever is waited for may take: a busy computer may need it (seconds)."""
expect.set_options(timeout=PATIENCE * 1_000)


class Site(Serving):
    """The built site, each text compressed when it is first asked for."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    def file(self, path: str) -> Path | None:
        """The file at a path, with its compressed twin beside it, which is made in no time."""
        file = super().file(path)
        if file and is_text(file):
            packed = file.with_name(f"{file.name}.br")
            if not packed.is_file():
                replace(packed, brotli.compress(file.read_bytes(), quality=5))
        return file

    def weight(self, request: Request) -> int:
        """What the answer to a request carries where each text has been compressed as much as can be (bytes)."""
        file = super().file(request.path)
        return smallest(file) if file and is_text(file) and request.status == 200 else request.sent


def is_text(file: Path) -> bool:
    return file.suffix in TYPES and file.suffix not in (".gz", ".ico", ".png", ".wasm")


@cache
def smallest(file: Path) -> int:
    """What brotli makes of a file when it may take its time (bytes)."""
    return len(brotli.compress(file.read_bytes()))


@pytest.fixture(scope="session")
def site(site_folder: Path, site_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Serves a copy of the built site as if it had been built for a free port of this machine."""
    with serving(site_folder, tmp_path_factory.mktemp("served") / "site", site_url) as served:
        yield served


@contextmanager
def serving(built: Path, folder: Path, url: str) -> Iterator[Site]:
    """Serves a copy of a site as if it had been built for a free port of this machine.

    Args:
        built: the folder of the site, which stays as it is.
        folder: where the copy is to be.
        url: the address that it was built for.
    """
    shutil.copytree(built, folder, copy_function=os.link)
    with Site(folder) as site:
        for file in [*folder.rglob("*")]:
            if file.suffix in TYPES and url.encode() in (content := file.read_bytes()):
                replace(file, content.replace(url.encode(), site.url.encode()))
        yield site


@pytest.fixture(scope="session")
def published(published_folder: Path, site_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Serves the site with the live editions, as ``mkdocs.yml`` has it."""
    with serving(published_folder, tmp_path_factory.mktemp("published") / "site", site_url) as served:
        yield served


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """This machine's Chromium, started once, without windows where it can be had so."""
    program = find_shell() or require_chromium()
    arguments = [*CHROMIUM_ARGUMENTS, f"--host-resolver-rules=MAP {PLAIN} 127.0.0.1"]
    chromium = playwright().chromium.launch(executable_path=str(program), args=arguments)
    yield chromium
    chromium.close()


def sound_page(browser: Browser, site: Serving) -> Iterator[Page]:
    """A page where nothing is wrong and nothing comes from elsewhere."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.set_default_timeout(60_000)
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("response", lambda reply: faults.append(f"{reply.status} {reply.url}") if reply.status >= 400 else None)
    page.on("request", lambda asked: None if asked.url.startswith((site.url, "blob:")) else faults.append(asked.url))
    yield page
    page.close()
    assert faults == []


def harmed_page(browser: Browser, site: Serving) -> Iterator[Page]:
    """A page that may fail to load things, but whose scripts may not fail."""
    context = browser.new_context(viewport=DESK, locale="en-GB")
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(f"{page.url}: {error}"))
    yield page
    context.close()
    site.faults.clear()
    assert not faults, "\n".join(faults)


@pytest.fixture
def new_page(browser: Browser, site: Site) -> Iterator[NewPage]:
    """Opens pages, each in a context of its own; a request to elsewhere or an error in the console fails the test."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def asked(address: str) -> None:
        if not address.startswith((site.url, "data:", "blob:")):
            faults.append(f"asked elsewhere for {address}")

    def open_page(**options: Any) -> Page:
        context = browser.new_context(**{"viewport": DESK, "locale": "en-GB", **options})
        contexts.append(context)
        context.on("request", lambda request: asked(request.url))
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(f"{page.url}: {error}"))
        page.on("console", lambda said: faults.append(f"{page.url}: {said.text}") if said.type == "error" else None)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not faults, "\n".join(faults)


@pytest.fixture
def page(new_page: NewPage) -> Page:
    """A page on a desk."""
    return new_page()


@pytest.fixture
def phone(new_page: NewPage) -> Page:
    """A page on a phone."""
    return new_page(viewport=PHONE, has_touch=True)


def requests(whose: Page | BrowserContext) -> list[str]:
    """What a page asks for from now on, as it comes: a server may still be busy with what pages before it asked for."""
    asked: list[str] = []
    whose.on("request", lambda request: asked.append(request.url))
    return asked


def becomes(page: Page, look: Callable[[], object], wanted: object) -> None:
    """Looks until there is what is wanted, as `expect` does for what it knows of."""
    until = time.monotonic() + PATIENCE
    while (found := look()) != wanted and time.monotonic() < until:
        page.wait_for_timeout(50)
    assert found == wanted


def search(page: Page, query: str) -> Locator:
    """Types into the search box, in the place of what was there, and returns what is found."""
    box = page.locator("[data-md-component=search-query]")
    box.click()
    box.fill("")
    box.press("Backspace")
    found = page.locator(".md-search-result__item")
    expect(found).to_have_count(0)
    box.fill(query)
    box.press("End")  # whenever the theme looks at what is in the box, all of it is there: one search, not one a letter
    expect(found.first).to_be_visible()
    return found
