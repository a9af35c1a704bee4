"""Makes the parts that the browser needs of ``node_modules``: Pyodide, what shortens scripts, and what unpacks gzip."""

from __future__ import annotations

from pathlib import Path

from planswitch.browser.archives import archive, rules_digest, rules_files
from planswitch.browser.minifying import bundled
from planswitch.browser.parts import Parts, kept
from planswitch.browser.preparing import FILES, prepare
from planswitch.browser.runtime import Runtime
from planswitch.browser.store import Store

HERE = Path(__file__).parent
SCRIPTS = ("worker.js", "gunzip.js")
"""Ours, which take something from other files, and are each to be one."""
STOCK = {"stock.js": "pyodide.asm.mjs", "stock.wasm": "pyodide.asm.wasm", "stock.zip": "python_stdlib.zip"}
"""What Pyodide starts from by itself, by our names and by its own."""


def make(store: Store, *, compress: bool = True, fast: bool = True) -> Parts:
    """Makes the parts, or finds them in the cache.

    Args:
        store: keeps what takes long.
        compress: whether to write the forms that are compressed; without them each file is as it is.
        fast: whether to prepare the quick ways to start; without them Python starts from the stock library.

    Raises:
        PackError: the runtime is missing, or Pyodide has changed so that it cannot be packed; says what to do.
    """
    runtime = Runtime.installed()
    rules = store.get(rules_digest(), ["rules.zip"], lambda: {"rules.zip": archive(rules_files())})["rules.zip"]
    contents = {"loader.js": runtime.read("pyodide.mjs"), "rules.zip": rules}
    contents |= {name: runtime.read(file) for name, file in STOCK.items()}
    contents |= {name: bundled(HERE / name) for name in SCRIPTS}
    if fast:
        quick = prepare(runtime, rules, store)
        contents |= {name: content for part, name in FILES.items() if (content := getattr(quick, part))}
    return Parts(kept(store, contents, compress=compress), runtime.lock)
