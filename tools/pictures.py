"""Takes the pictures that the documentation shows: of a fresh build, in a real browser, with answers from Python.

Writes, for each language, ``docs/LANGUAGE/pictures/{explorer,matrix,plan}-{desktop,phone}-{light,dark}.webp``, and the
cards that social networks show beside a link, ``card.png``, each drawn from the ``card.svg`` beside it: the package's,
which has no words, and that of our own site in ``docs/assets``.
"""

from __future__ import annotations

import base64
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, Literal

from mkdocs.commands.build import build
from mkdocs.config import load_config
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

PROJECT = Path(__file__).parents[1]
sys.path.insert(0, str(PROJECT))

from tools.browsers import CHROMIUM_ARGUMENTS, require_chromium  # noqa: E402 - found only now

DOCS = PROJECT / "docs"
ASSETS = PROJECT / "generator" / "planswitch" / "assets"
LANGUAGES = {"en": "en-GB", "it": "it-IT"}
LIMIT = 100_000
"""Bytes that a picture may take: the repository keeps each version of each."""
TYPES = {".js": "text/javascript", ".mjs": "text/javascript", ".wasm": "application/wasm"}
SCHEMES: tuple[Literal["light"], Literal["dark"]] = ("light", "dark")
SIZES = {"desktop": ViewportSize(width=1280, height=900), "phone": ViewportSize(width=390, height=844)}
CARD = ViewportSize(width=1200, height=630)
WEBP = """
async ([png, limit]) => {
  const bitmap = await createImageBitmap(await (await fetch(`data:image/png;base64,${png}`)).blob());
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  canvas.getContext("2d").drawImage(bitmap, 0, 0);
  let blob;
  for (const quality of [0.8, 0.7, 0.6, 0.5]) {
    blob = await canvas.convertToBlob({ type: "image/webp", quality });
    if (blob.size <= limit) break;
  }
  const reader = new FileReader();
  await new Promise((done) => { reader.onload = done; reader.readAsDataURL(blob); });
  return reader.result.split(",")[1];
}
"""


@dataclass(frozen=True, slots=True)
class Scene:
    """What a picture shows.

    Attributes:
        address: below the language's root.
        ready: waits until the page shows what it is taken for.
    """

    address: str
    ready: Callable[[Page], None]


def _answered(page: Page) -> None:
    page.locator("[data-part=answer] .ps-remedy").first.wait_for()


def _computed(page: Page) -> None:
    page.locator("planswitch-matrix[data-facts] [data-changed]").first.wait_for(state="attached")


def _opened(page: Page) -> None:
    page.locator("#enterprise-e3 + .ps-answer details[open]").wait_for()


SCENES = {
    "explorer": Scene("#from=enterprise-e1&to=enterprise-e3&trial=yes", _answered),
    "matrix": Scene("2014/matrix/#custom_domain=yes", _computed),
    "plan": Scene("2014/plans/enterprise-e1/#enterprise-e3", _opened),
}


def main() -> None:
    """Builds, serves, and takes them all."""
    with tempfile.TemporaryDirectory() as folder, _served(Path(folder)) as url, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=str(require_chromium()), args=CHROMIUM_ARGUMENTS)
        for language, locale in LANGUAGES.items():
            for name, scene in SCENES.items():
                for size, viewport in SIZES.items():
                    for scheme in SCHEMES:
                        path = DOCS / language / "pictures" / f"{name}-{size}-{scheme}.webp"
                        look = {"viewport": viewport, "color_scheme": scheme, "locale": locale}
                        _take(chromium, f"{url}{language}/{scene.address}", path, scene.ready, **look)
        for assets in (ASSETS, DOCS / "assets"):
            _take(chromium, (assets / "card.svg").as_uri(), assets / "card.png", _drawn, viewport=CARD)
        chromium.close()


def _drawn(page: Page) -> None:
    page.locator("svg").wait_for()


def _take(browser: Browser, url: str, path: Path, ready: Callable[[Page], None], **options: Any) -> None:
    context = browser.new_context(reduced_motion="reduce", **options)
    page = context.new_page()
    page.goto(url)
    ready(page)
    page.wait_for_load_state("networkidle")
    path.parent.mkdir(parents=True, exist_ok=True)
    picture = page.screenshot(animations="disabled", caret="hide")
    path.write_bytes(_webp(browser, picture) if path.suffix == ".webp" else picture)
    context.close()
    taken = path.stat().st_size
    print(f"{path.relative_to(PROJECT)}: {taken:,} bytes")
    if taken > LIMIT:
        raise SystemExit(f"{path.name} takes {taken:,} bytes; keep it below {LIMIT:,}")


def _webp(browser: Browser, png: bytes) -> bytes:
    """The same picture in a form that takes a quarter of the bytes, as fine as the limit allows."""
    page = browser.new_page()
    content = page.evaluate(WEBP, [base64.b64encode(png).decode(), LIMIT])
    page.close()
    return base64.b64decode(content)


class _Handler(SimpleHTTPRequestHandler):
    def guess_type(self, path: str | os.PathLike[str]) -> str:
        """WebAssembly and modules have types that not every system knows."""
        return TYPES.get(Path(path).suffix) or super().guess_type(path)

    def log_message(self, *arguments: object) -> None:
        """Says nothing."""


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    """Builds the site into a folder and serves it."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, directory=str(folder / "site")))
    url = f"http://127.0.0.1:{server.server_address[1]}/"
    config = load_config(str(PROJECT / "mkdocs.yml"), site_url=url, site_dir=str(folder / "site"), strict=True)
    config.plugins.on_startup(command="build", dirty=False)
    build(config)
    Thread(target=server.serve_forever, daemon=True).start()
    yield url
    server.shutdown()


if __name__ == "__main__":
    main()
