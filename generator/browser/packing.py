"""Packs everything that the browser needs to answer with our Python.

Writes, below the site's ``assets/python/``, each file under a name with its digest and, beside it, as .br and .gz:

    worker.HASH.js          docs/assets/explorer/worker.js
    loader.HASH.js          Pyodide's loader
    python.HASH.wasm        Python, stripped: what the rules call of it
    rest.HASH.wasm          the rest of it, fetched only if it is called after all
    script.HASH.js          what goes with it
    snapshot.HASH.bin       its memory, with library and rules imported
    library.HASH.zip        byte code of the library's modules that are needed, and of the rules
    stock.HASH.wasm         Python as Pyodide has it
    stock.HASH.js           what goes with it
    stock.HASH.zip          the whole standard library
    rules.HASH.zip          generator/rules as they are
    catalogue.HASH.json     what api/v1/catalogue.json holds
    LANGUAGE.HASH.mo        translations, one a language that needs them
"""

from __future__ import annotations

import base64
import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.browser.archives import archive, rules_files
from generator.browser.preparing import FILES, prepare
from generator.browser.runtime import PROJECT, Runtime
from generator.browser.store import Store, compressed, replace, sha256
from generator.catalogue import Loaded
from generator.pages.interface import published
from generator.pages.languages import Language

log = logging.getLogger("mkdocs.planswitch")

FOLDER = "assets/python"
"""Where the files are in the site."""
CACHE = PROJECT / ".cache"
"""Where steps that take long keep their results, whoever builds what."""
WORKER = PROJECT / "docs" / "assets" / "explorer" / "worker.js"
STOCK = {"stock.js": "pyodide.asm.mjs", "stock.wasm": "pyodide.asm.wasm", "stock.zip": "python_stdlib.zip"}
"""What Pyodide starts from by itself, by our names and by its own."""
WAYS = {
    "snapshot": {name: FILES[name] for name in ("wasm", "rest", "script", "snapshot")},
    "bytecode": {name: FILES[name] for name in ("wasm", "rest", "script", "library")},
    "stock": {"wasm": "stock.wasm", "script": "stock.js", "library": "stock.zip", "rules": "rules.zip"},
}
"""What each way to start Python needs beside the loader; quickest first."""
SPARE = "rest"
"""What is fetched only if it is needed after all, and need not be there."""


@dataclass(frozen=True, slots=True)
class Asset:
    """A file for the browser.

    Attributes:
        url: relative to the site's root.
        size: in bytes, as the browser sees it.
        digest: SHA-256, in hexadecimal.
        transfer: bytes on their way, compressed with brotli; the same as `size` where nothing was compressed.
    """

    url: str
    size: int
    digest: str
    transfer: int

    def config(self) -> dict[str, Any]:
        """What the browser has to know to fetch it; the digest as ``integrity`` of a request has it."""
        digest = base64.b64encode(bytes.fromhex(self.digest)).decode()
        return {"url": self.url, "size": self.size, "digest": f"sha256-{digest}"}


@dataclass(frozen=True, slots=True)
class Packed:
    """What was written, and all a page has to know to start Python.

    Attributes:
        digest: of the catalogue and of the rules.
        lock: Pyodide's lock file without packages.
        loader: Pyodide's loader.
        ways: ``snapshot``, ``bytecode``, ``stock`` -> the files each needs beside the loader; quickest first.
        translations: by language; None for one that needs none.
        scripts: version of the site's scripts; blank where they are as written.
    """

    digest: str
    lock: dict[str, Any]
    worker: Asset
    loader: Asset
    ways: dict[str, dict[str, Asset]]
    catalogue: Asset
    translations: dict[str, Asset | None]
    scripts: str = ""

    def widget(self, locale: str, base: str = "") -> dict[str, Any]:
        """The configuration for ``python()`` in pages of a language, ready for JSON.

        Args:
            locale: of the pages.
            base: the site's root as seen from the page, such as ``../../``.
        """
        translations = self.translations[locale]
        return {
            "base": base,
            "locale": locale,
            "digest": self.digest,
            "scripts": self.scripts,
            "worker": self.worker.config(),
            "catalogue": self.catalogue.config(),
            "translations": translations.config() if translations else None,
            "runtime": {
                "loader": self.loader.config(),
                "lock": self.lock,
                "ways": {
                    way: {name: asset.config() for name, asset in files.items()} for way, files in self.ways.items()
                },
                "quickest": list(self.ways),
                "smallest": sorted(self.ways, key=self.transfer),
            },
        }

    @property
    def urls(self) -> set[str]:
        """Every file that was written, relative to the site's root, without its compressed twins."""
        ways = [asset for files in self.ways.values() for asset in files.values()]
        shared = [self.worker, self.loader, self.catalogue, *ways]
        return {asset.url for asset in (*shared, *filter(None, self.translations.values()))}

    def transfer(self, way: str) -> int:
        """Bytes that a way to start Python takes, compressed, without the worker and the translations."""
        needed = (asset for name, asset in self.ways[way].items() if name != SPARE)
        files = (self.loader, *needed, self.catalogue)
        return sum(asset.transfer for asset in files)


def pack(
    loaded: Loaded,
    languages: Mapping[str, Language],
    out: Path,
    cache: Path,
    *,
    compress: bool = True,
    fast: bool = True,
    scripts: str = "",
) -> Packed:
    """Writes everything the browser needs to answer with our Python.

    Args:
        loaded: the catalogue.
        languages: of the site, by tag.
        out: the folder `FOLDER` of the site, which is new.
        cache: where steps that take long keep their results.
        compress: whether to write a ``.br`` and ``.gz`` beside each file.
        fast: whether to prepare the quick ways to start; without them Python starts from the stock library.
        scripts: version of the site's scripts, as `minify` tells it.

    Raises:
        PackError: the runtime is missing, or Pyodide has changed so that it cannot be packed; says what to do.
    """
    began = time.perf_counter()
    runtime, store = Runtime.installed(), Store(cache / "browser")
    contents = _contents(runtime, store, loaded, languages, fast=fast)
    small = compressed(store, contents.values()) if compress else [{}] * len(contents)
    assets = {}
    for (name, content), extra in zip(contents.items(), small, strict=True):
        assets[name] = asset = _asset(name, content, extra)
        for suffix, part in (("", content), *((f".{kind}", part) for kind, part in extra.items())):
            replace(out / f"{Path(asset.url).name}{suffix}", part)
    store.tidy()
    packed = _packed(loaded, runtime, languages, assets, scripts)
    size = packed.transfer(next(iter(packed.ways))) / 1e6
    log.info("Packed Python for the browser: %.1f MB, in %.1f s", size, time.perf_counter() - began)
    return packed


def _contents(
    runtime: Runtime, store: Store, loaded: Loaded, languages: Mapping[str, Language], *, fast: bool
) -> dict[str, bytes]:
    files = rules_files()
    rules = store.get(
        sha256(*(part for name, text in files.items() for part in (name.encode(), text))),
        ["rules.zip"],
        lambda: {"rules.zip": archive(files)},
    )["rules.zip"]
    contents = {"loader.js": runtime.read("pyodide.mjs"), "rules.zip": rules}
    contents |= {name: runtime.read(file) for name, file in STOCK.items()}
    contents |= {"worker.js": WORKER.read_bytes(), "catalogue.json": published(loaded).encode()}
    contents |= {f"{tag}.mo": language.compiled for tag, language in languages.items() if language.compiled}
    if fast:
        quick = prepare(runtime, rules, store)
        contents |= {name: content for part, name in FILES.items() if (content := getattr(quick, part))}
    return contents


def _asset(name: str, content: bytes, extra: Mapping[str, bytes]) -> Asset:
    digest = sha256(content)
    stem, _, suffix = name.partition(".")
    return Asset(f"{FOLDER}/{stem}.{digest[:12]}.{suffix}", len(content), digest, len(extra.get("br", content)))


def _packed(
    loaded: Loaded, runtime: Runtime, languages: Mapping[str, Language], assets: Mapping[str, Asset], scripts: str
) -> Packed:
    return Packed(
        digest=loaded.catalogue.digest,
        lock=runtime.lock,
        worker=assets["worker.js"],
        loader=assets["loader.js"],
        ways={
            way: {name: assets[file] for name, file in files.items() if file in assets}
            for way, files in WAYS.items()
            if all(file in assets for name, file in files.items() if name != SPARE)
        },
        catalogue=assets["catalogue.json"],
        translations={tag: assets.get(f"{tag}.mo") for tag in languages},
        scripts=scripts,
    )
