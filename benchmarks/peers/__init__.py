"""The pages that are compared, and the folder from which they are served.

Each peer has its page in a folder here, and does the same small task: it reads the question in the page's address,
finds the answer and puts it, as JSON, into the element ``#answer``.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from planswitch.browser.archives import archive, rules_files
from planswitch.browser.store import Store, sha256, written
from planswitch.catalogue import Loaded
from planswitch.parts.reading import read

HERE = Path(__file__).parent
PROJECT = HERE.parents[1]
MODULES = HERE.parent / "node_modules"
EDITION = PROJECT / "editions" / "2024-admin"
"""The catalogue whose plans the home page asks for first, and that the peers answer from."""
PAIR = {"from": "m365-business-basic", "to": "m365-business-standard"}
FACTS = {"billing": "mosa", "credit_check": "yes", "users": "20"}
"""What is asked: the way and how certain it is are those of the pair without circumstances, or lookups were wrong."""
FRAGMENT = "#" + "&".join(f"{name}={value}" for name, value in (PAIR | FACTS).items())
QUESTION = {**PAIR, "facts": FACTS, "locale": "en"}
COMPRESSED = {".css", ".html", ".js", ".json", ".mjs", ".mo", ".py", ".svg", ".wasm", ".xml", ".zip"}
LASTING = ("/assets/python/*", "/bench/lasting/*", "/assets/javascripts/bundle.*", "/assets/stylesheets/*.min.css")
"""What browsers may keep for good: in a real site all of these have a version or digest in their names."""
ISOLATED = {"Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp"}


@dataclass(frozen=True, slots=True)
class Peer:
    """One way to answer in the page.

    Attributes:
        path: of its page.
        way: to start our Python, when it is forced; None for other peers and where the page chooses.
        ours: whether it is Planswitch.
        whole: whether it gives our whole answer; the others can only look the pair up.
        isolated: whether its page needs headers that isolate it from other origins.
    """

    name: str
    path: str
    way: str | None = None
    ours: bool = False
    whole: bool = True
    isolated: bool = False


SITE = Peer("Planswitch, in the site", "en/", ours=True)
BARE = Peer("Planswitch, bare page", "bench/ours/", ours=True)
WAYS = {
    way: Peer(f"Planswitch, bare page, {title}", f"bench/ours-{way}/", way=way, ours=True)
    for way, title in (("snapshot", "snapshot"), ("bytecode", "byte code"), ("stock", "stock library"))
}
STOCK = Peer("Pyodide as documented", "bench/pyodide/")
PYSCRIPT = Peer("PyScript with Pyodide", "bench/pyscript/", isolated=True)
PYSCRIPT_SMALL = Peer("PyScript with MicroPython ¹", "bench/pyscript-micropython/", whole=False, isolated=True)
SMALL = Peer("MicroPython alone ¹", "bench/micropython/", whole=False)
JAVASCRIPT = Peer("JavaScript lookup ¹", "bench/javascript/", whole=False)
REDUCED = (
    "¹ A reduced task: it only looks up whether the table has the pair and which route that means, for our rules need "
    "more of the standard library than MicroPython has, and the JavaScript reads a ready-made JSON file. All others "
    "give the whole answer with its wording."
)


@cache
def edition() -> tuple[Loaded, bytes]:
    """The catalogue of `EDITION`, and what it says in English in place of our sentences."""
    [source] = read([EDITION], ["en"])
    return source.loaded, source.languages["en"].compiled


def offered(site: Path) -> dict[str, Any]:
    """The configuration that the pages of a built site give to our Python."""
    html = (site / "en" / "index.html").read_text(encoding="utf-8")
    at = html.index('"python":{') + len('"python":')
    config: dict[str, Any] = json.JSONDecoder().raw_decode(html, at)[0]
    return {**config, "base": "/"}


def versions() -> dict[str, str]:
    """The versions of what the peers are made of."""
    packages = {
        "Pyodide": PROJECT / "node_modules" / "pyodide",
        "PyScript": MODULES / "@pyscript" / "core",
        "MicroPython": MODULES / "@micropython" / "micropython-webassembly-pyscript",
    }
    return {
        name: json.loads((path / "package.json").read_text(encoding="utf-8"))["version"]
        for name, path in packages.items()
    }


def lay_out(site: Path) -> dict[str, Any]:
    """Puts the peers' pages into a built site, compresses all text, and returns the configuration of our Python."""
    config, found = offered(site), versions()
    bench, lasting = site / "bench", site / "bench" / "lasting"
    api = site / "api" / "v1" / EDITION.name
    rules, catalogue, words = archive(rules_files()), (api / "catalogue.json").read_bytes(), edition()[1]
    places = {
        "PYODIDE": f"/bench/lasting/pyodide-{found['Pyodide']}",
        "PYSCRIPT": f"/bench/lasting/pyscript-{found['PyScript']}",
        "MICROPYTHON": f"/bench/lasting/micropython-{found['MicroPython']}",
        "PEERS": "/bench/lasting/peers",
        "RULES": f"/bench/lasting/rules.{sha256(rules)[:12]}.zip",
        "CATALOGUE": f"/bench/lasting/catalogue.{sha256(catalogue)[:12]}.json",
        "WORDS": f"/bench/lasting/words.{sha256(words)[:12]}.mo",
        "BASE": f"/bench/lasting/base.{sha256(catalogue)[:12]}",
        "CONFIG": json.dumps(config),
    }
    at = {name: site / place.lstrip("/") for name, place in places.items() if name != "CONFIG"}
    lasting.mkdir(parents=True)
    at["RULES"].write_bytes(rules)
    at["CATALOGUE"].write_bytes(catalogue)
    at["WORDS"].write_bytes(words)
    _ready_made(api, at["BASE"])
    _copy(PROJECT / "node_modules" / "pyodide", at["PYODIDE"], ("*.mjs", "*.wasm", "python_stdlib.zip", "*-lock.json"))
    _copy(MODULES / "@pyscript" / "core" / "dist", at["PYSCRIPT"], ("*.js", "*.css"))
    _copy(MODULES / "@micropython" / "micropython-webassembly-pyscript", at["MICROPYTHON"], ("*.mjs", "*.wasm"))
    for path in HERE.rglob("*.*"):
        if path.suffix != ".pyc" and path != Path(__file__):
            name = path.relative_to(HERE)
            _fill(path, (bench if path.suffix == ".html" else at["PEERS"]) / name, places)
    for way in config["runtime"]["ways"]:
        runtime = {**config["runtime"], "quickest": [way], "smallest": [way]}
        own = {**places, "CONFIG": json.dumps({**config, "runtime": runtime})}
        _fill(HERE / "ours" / "index.html", bench / f"ours-{way}" / "index.html", own)
    _compress(site)
    return config


def _ready_made(api: Path, target: Path) -> None:
    """A file for each plan, made for lookups: which way leads to every other plan, and how certain that is."""
    catalogue, shared = (_json(api / path) for path in ("catalogue.json", "decisions/index.json"))
    plans = [plan["id"] for plan in catalogue["tables"]["plans"]]
    target.mkdir()
    for origin in plans:
        numbers = _json(api / "decisions" / f"{origin}.json")["targets"]
        found = {to: shared["decisions"][number] for to, number in zip(plans, numbers, strict=True)}
        ways = {
            to: {"from": origin, "to": to, "certainty": each["certainty"], "route": each["route"]}
            for to, each in found.items()
        }
        (target / f"{origin}.json").write_text(json.dumps({"decisions": ways}), encoding="utf-8")


def _json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def _copy(source: Path, target: Path, patterns: tuple[str, ...]) -> None:
    target.mkdir()
    for pattern in patterns:
        for path in source.glob(pattern):
            shutil.copy2(path, target)


def _fill(source: Path, target: Path, places: Mapping[str, str]) -> None:
    text = source.read_text(encoding="utf-8")
    for name, place in places.items():
        text = text.replace(f"@{name}@", place)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")


def _compress(folder: Path) -> None:
    """Every file that is worth it, by the means that the packer has for ours, so that the peers lose nothing by it."""
    store = Store(PROJECT / ".cache" / "bench")
    paths = [path for path in folder.rglob("*") if path.suffix in COMPRESSED]
    paths = [path for path in paths if not path.with_name(f"{path.name}.br").exists()]
    contents = {str(path): path.read_bytes() for path in paths}
    for path, forms in written(store, contents, dict.fromkeys(contents, ("br",))).items():
        Path(f"{path}.br").write_bytes(forms["br"])
    store.tidy()
