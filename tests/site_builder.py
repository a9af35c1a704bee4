"""Builds a site the way the README does, for the tests that look at one."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from html.parser import HTMLParser
from pathlib import Path
from typing import ClassVar
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from tests import ready_mkdocs

PROJECT = Path(__file__).parents[1]


def build(
    target: Path, *, config: Path = PROJECT / "mkdocs.yml", url: str = "http://site.test/", strict: bool = True
) -> str:
    """Builds into a folder, strictly unless told otherwise, and returns what was printed; a failure shows it."""
    ran = run_mkdocs("build", *["--strict"][:strict], "-d", str(target), config=config, url=url)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout + ran.stderr


def run_mkdocs(*words: str, config: Path, url: str = "http://site.test/") -> subprocess.CompletedProcess[str]:
    """Runs MkDocs in the folder of a configuration, however it ends."""
    told = [*words, "-f", str(config)]
    inside = {**os.environ, **environment(url)}
    if hasattr(os, "fork"):
        return ready_mkdocs.run(told, config.parent, inside)
    return subprocess.run([*MKDOCS, *told], env=inside, cwd=config.parent, capture_output=True, text=True, check=False)


MKDOCS = (sys.executable, "-m", "mkdocs")


def environment(url: str = "http://site.test/") -> dict[str, str]:
    """What MkDocs has to be told by its environment."""
    return {"SITE_URL": url, "NO_MKDOCS_2_WARNING": "1"}


def gym(folder: Path) -> Path:
    """Copies the project of the gym into a new folder, to be changed, and returns its configuration."""
    source = PROJECT / "tests" / "catalogues" / "palestra"
    shutil.copytree(source, folder, ignore=shutil.ignore_patterns("site", ".*"))
    config = folder / "mkdocs.yml"
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace("../../..", PROJECT.as_posix()), encoding="utf-8")
    return config


@contextmanager
def alone(lock: Path) -> Iterator[None]:
    """Waits until no other process of the test run holds the lock: what they would both make is then made once."""
    while True:
        try:
            lock.touch(exist_ok=False)
            break
        except FileExistsError:
            time.sleep(0.2)
    try:
        yield
    finally:
        lock.unlink()


class Html(HTMLParser):
    """What a test asks of a page: its links, the files it loads, its ids and its text."""

    LOADS: ClassVar = {"script": "src", "img": "src", "iframe": "src", "source": "src", "link": "href"}

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.ids: set[str] = set()
        self.tags: set[str] = set()
        self.inline_styles: list[str] = []
        self.alternates: dict[str, str] = {}
        self.language = ""
        self.text = ""
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.tags.add(tag)
        if "id" in found:
            self.ids.add(found["id"])
        if "style" in found:
            self.inline_styles.append(found["style"])
        if tag == "html":
            self.language = found.get("lang", "")
        if tag == "a" and "href" in found:
            self.links.append(found["href"])
        if tag == "link" and found.get("rel", "").strip() == "alternate":
            self.alternates[found["hreflang"]] = found["href"]
        elif tag == "link" and found.get("rel") in ("canonical", "prev", "next"):
            self.links.append(found["href"])
        elif (name := self.LOADS.get(tag)) and name in found:
            self.loads.append(found[name])

    def handle_data(self, data: str) -> None:
        self.text += data


def target_of(site: Path, page: Path, link: str, url: str) -> tuple[Path, str] | None:
    """The file and fragment a link leads to, or None when it leads off the site."""
    here = urljoin(url, page.relative_to(site).as_posix().removesuffix("index.html"))
    address, fragment = urldefrag(urljoin(here, link))
    if not address.startswith(url):
        return None
    path = site / unquote(urlsplit(address).path).lstrip("/")
    return (path / "index.html" if path.is_dir() else path), unquote(fragment)


def is_state(fragment: str) -> bool:
    """Whether a fragment is a question (``from=…``) rather than the id of an element."""
    return re.match(r"[a-z_]+=", fragment) is not None


def broken_links(pages: Mapping[str, Html], site: Path, url: str) -> list[str]:
    """What is wrong with the links of a site's pages, by their paths: each leads to a page, and its anchor exists."""
    broken = []
    for path, page in pages.items():
        for link in page.links:
            found = target_of(site, site / path, link, url)
            if found is None:
                broken.append(f"{path}: {link} leads off the site")
                continue
            file, fragment = found
            name = file.relative_to(site).as_posix()
            if not file.is_file():
                broken.append(f"{path}: {link} leads nowhere")
            elif fragment and not is_state(fragment) and name in pages and fragment not in pages[name].ids:
                broken.append(f"{path}: {link} has no such anchor")
    return broken
