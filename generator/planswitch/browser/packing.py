"""Packs everything that the browser needs to answer with our Python.

Writes, below the site's ``assets/python/``, each file under a name with its digest, in the forms that `FORMS` names:

    worker.HASH.js          worker.js, with what it takes from pyodide_trim
    gunzip.HASH.js          what unpacks the rest of Python where a call cannot wait
    loader.HASH.js          Pyodide's loader
    python.HASH.wasm        Python, stripped: what the rules call of it
    rest.HASH.wasm          the rest of it, fetched only if it is called after all
    script.HASH.js          what goes with it
    snapshot.HASH.bin       its memory, with library and rules imported
    library.HASH.zip        byte code of the library's modules that are needed, and of the rules
    stock.HASH.wasm         Python as Pyodide has it
    stock.HASH.js           what goes with it
    stock.HASH.zip          the whole standard library
    rules.HASH.zip          planswitch/rules as they are
    catalogue.HASH.json     what api/v1/catalogue.json holds, one a catalogue
    LANGUAGE.HASH.mo        translations, one a catalogue a language that needs them
"""

from __future__ import annotations

import base64
import dataclasses
import logging
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from planswitch.browser import making, prepacked
from planswitch.browser.parts import Part, Parts, file_name, kept
from planswitch.browser.places import cache_folder
from planswitch.browser.preparing import FILES
from planswitch.browser.store import Store, replace
from planswitch.catalogue import Loaded
from planswitch.pages.api import published
from planswitch.pages.languages import Language

log = logging.getLogger("mkdocs.planswitch")

FOLDER = "assets/python"
"""Where the files are in the site."""
CACHE = cache_folder()
"""Where steps that take long keep their results, whoever builds what."""
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
        forms: size of each form that was written, by its ending; "" for the file as it is.
        pieces: SHA-256 of the digests of its pieces, in hexadecimal; blank where it is not looked at in pieces.
    """

    url: str
    size: int
    digest: str
    forms: Mapping[str, int]
    pieces: str = ""

    @property
    def transfer(self) -> int:
        """Bytes on their way, where the host sends the smallest form there is."""
        return min(self.forms.values())

    @property
    def paths(self) -> list[str]:
        """What was written, relative to the site's root."""
        return [file_name(self.url, form) for form in self.forms]

    def config(self) -> dict[str, Any]:
        """What the browser has to know to fetch it; digests as ``integrity`` of a request has them."""
        config: dict[str, Any] = {"url": self.url, "size": self.size, "digest": _integrity(self.digest)}
        if self.pieces:
            config["pieces"] = _integrity(self.pieces)
        return config if "" in self.forms else config | {"packed": [*self.forms]}


def _integrity(digest: str) -> str:
    return f"sha256-{base64.b64encode(bytes.fromhex(digest)).decode()}"


@dataclass(frozen=True, slots=True)
class Packed:
    """What was written, and all a page of a catalogue has to know to start Python.

    Attributes:
        digest: of the catalogue and of the rules.
        lock: Pyodide's lock file without packages.
        loader: Pyodide's loader.
        gunzip: what unpacks the rest of Python while a call stands still.
        ways: ``snapshot``, ``bytecode``, ``stock`` -> the files each needs beside the loader; quickest first.
        translations: by language; None for one that needs none.
        scripts: version of the site's scripts; blank where they are as written.
        edition: id of the catalogue; blank where the site has but one.
    """

    digest: str
    lock: dict[str, Any]
    worker: Asset
    loader: Asset
    gunzip: Asset
    ways: dict[str, dict[str, Asset]]
    catalogue: Asset
    translations: dict[str, Asset | None]
    scripts: str = ""
    edition: str = ""

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
            **({"edition": self.edition} if self.edition else {}),
            "worker": self.worker.config() | {"twin": self.worker.forms.get("br", 0)},
            "catalogue": self.catalogue.config(),
            "translations": translations.config() if translations else None,
            "runtime": {
                "loader": self.loader.config(),
                "gunzip": self.gunzip.config(),
                "lock": self.lock,
                "ways": {
                    way: {name: asset.config() for name, asset in files.items()} for way, files in self.ways.items()
                },
                "quickest": list(self.ways),
                "smallest": sorted(self.ways, key=self.transfer),
            },
        }

    @property
    def paths(self) -> set[str]:
        """Every file that was written, relative to the site's root."""
        ways = [asset for files in self.ways.values() for asset in files.values()]
        shared = (self.worker, self.loader, self.gunzip, self.catalogue, *filter(None, self.translations.values()))
        return {path for asset in (*shared, *ways) for path in asset.paths}

    @property
    def own(self) -> list[str]:
        """What of it is the catalogue's alone."""
        return [path for asset in (self.catalogue, *filter(None, self.translations.values())) for path in asset.paths]

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
    """Writes everything the browser needs to answer with our Python about one catalogue: see `pack_all`."""
    (packed,) = pack_all([(loaded, languages)], out, cache, compress=compress, fast=fast, scripts=scripts)
    return packed


def pack_all(
    catalogues: Sequence[tuple[Loaded, Mapping[str, Language]]],
    out: Path,
    cache: Path,
    *,
    compress: bool = True,
    fast: bool = True,
    scripts: str = "",
) -> list[Packed]:
    """Writes everything the browser needs to answer with our Python about the catalogues of a site.

    Args:
        catalogues: each with the languages of the site, by tag.
        out: the folder `FOLDER` of the site, which is new.
        cache: where steps that take long keep their results.
        compress: whether to compress what is not kept in its forms already; without it each file is as it is.
        fast: whether to prepare the quick ways to start; without them Python starts from the stock library, unless
            they have been prepared already.
        scripts: version of the site's scripts, as `minify` tells it.

    Returns:
        What a page of each catalogue has to know: all of them share Python.

    Raises:
        PackError: the runtime is missing, or Pyodide has changed so that it cannot be packed; says what to do.
    """
    began = time.perf_counter()
    store = Store(cache / "browser")
    parts = _parts(store, compress=compress, fast=fast)
    shared = {name: _write(name, part, out) for name, part in parts.files.items()}
    found = []
    for loaded, languages in catalogues:
        own = kept(store, _own(loaded, languages), compress=compress)
        assets = {name: _write(name, part, out) for name, part in own.items()}
        packed = _packed(loaded, languages, {**shared, **assets}, parts, scripts or parts.scripts)
        edition = loaded.catalogue.id if len(catalogues) > 1 else ""
        found.append(dataclasses.replace(packed, edition=edition))
    store.tidy()
    size = found[0].transfer(next(iter(found[0].ways))) / 1e6
    log.info("Packed Python for the browser: %.1f MB, in %.1f s", size, time.perf_counter() - began)
    return found


def _own(loaded: Loaded, languages: Mapping[str, Language]) -> dict[str, bytes]:
    """What is a catalogue's own, by its name."""
    translations = {f"{tag}.mo": language.compiled for tag, language in languages.items() if language.compiled}
    return {"catalogue.json": published(loaded).encode(), **translations}


def _parts(store: Store, *, compress: bool, fast: bool) -> Parts:
    if prepacked.is_there():
        return prepacked.read(prepacked.FOLDER)
    return making.make(store, compress=compress, fast=fast)


def _write(name: str, part: Part, out: Path) -> Asset:
    stem, _, suffix = name.partition(".")
    url = f"{FOLDER}/{stem}.{part.digest[:12]}.{suffix}"
    forms = {form: len(content) for form, content in part.forms.items()}
    asset = Asset(url, part.size, part.digest, forms, part.pieces)
    for path, content in zip(asset.paths, part.forms.values(), strict=True):
        replace(out / Path(path).name, content)
    return asset


def _packed(
    loaded: Loaded, languages: Mapping[str, Language], assets: Mapping[str, Asset], parts: Parts, scripts: str
) -> Packed:
    return Packed(
        digest=loaded.catalogue.digest,
        lock=dict(parts.lock),
        worker=assets["worker.js"],
        loader=assets["loader.js"],
        gunzip=assets["gunzip.js"],
        ways={
            way: {name: assets[file] for name, file in files.items() if file in assets}
            for way, files in WAYS.items()
            if all(file in assets for name, file in files.items() if name != SPARE)
        },
        catalogue=assets["catalogue.json"],
        translations={tag: assets.get(f"{tag}.mo") for tag in languages},
        scripts=scripts,
    )
