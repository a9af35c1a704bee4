"""Cuts Pyodide's runtime to size: what it offers to modules that we never load goes.

Pyodide can load extension modules while it runs, so its WebAssembly exports thousands of functions, and its script
names each of them at every start and has hundreds of its own for them. The rules are pure Python: only what the scripts
themselves and Python's WebAssembly use has to stay.
"""

from __future__ import annotations

import re
from collections import Counter

from generator.browser.minifying import shortened
from generator.browser.wasm import Reader, Section, WasmError, imports, module, sections, vector

OPENING = "function assignWasmExports(wasmExports){"
DECLARED = re.compile(r"(?<=;)var (?P<names>[\w$]+(?:,[\w$]+)*);" + re.escape(OPENING))
"""The names of what is exported, declared where they are about to be given."""
GIVEN = re.compile(r'(?P<name>[\w$]+)=Module\["(?P=name)"\]=wasmExports\["(?P<export>[\w$]+)"\](?:\.value>>>0)?')
"""One export given its name."""
OFFERED = re.compile(r"var wasmImports=\{(?P<all>[\w$:,]+)\};")
"""What the script has for WebAssembly, each under its name or as ``name:value``."""
HANDED = re.compile(r'(?<=[;}])Module\["(?P<name>[\w$]+)"\]=(?P=name);')
"""Something of the script that is handed to whoever uses it."""
WORD = re.compile(r"[\w$]+")
WHOLE = re.compile(r"async function (?P<name>[\w$]+)\((?P<rest>.*\})export default (?P=name);\s*", re.DOTALL)
"""The script: one function, which holds everything else."""


def tailor(script: str, loader: str, wasm: bytes) -> tuple[str, bytes]:
    """Leaves away what is of use to nobody: exports, in the script and in the WebAssembly, and offers of the script.

    Args:
        script: what Emscripten made to go with the WebAssembly.
        loader: Pyodide's own loader.
        wasm: Python itself.

    Raises:
        WasmError: the runtime does not look as expected.
    """
    declared = DECLARED.search(script)
    if not declared:
        raise WasmError(f"the script does not declare what it exports before “{OPENING}”")
    end = script.index("}", declared.end())
    given = script[declared.end() : end].split(";")
    uses = Counter(WORD.findall(script)) + Counter(WORD.findall(loader))
    wanted = imported(wasm)
    unused = {
        match["name"]
        for match in filter(None, map(GIVEN.fullmatch, given))
        # It is declared, given and handed to the module: and that is all.
        if match["export"] not in wanted and uses[match["name"]] == 3 + (match["name"] == match["export"])
    }
    if not unused:
        raise WasmError("every export seems to be used")
    names = ",".join(name for name in declared["names"].split(",") if name not in unused)
    left = ";".join(each for each in given if each.partition("=")[0] not in unused)
    script = _without_offers(f"{script[: declared.start()]}var {names};{OPENING}{left}{script[end:]}", loader, wanted)
    wanted |= {*WORD.findall(script), *WORD.findall(loader)}
    return _called_at_once(shortened(script)), with_exports(wasm, wanted)


def _without_offers(script: str, loader: str, wanted: set[str]) -> str:
    """The script without what it has for WebAssembly that is not wanted, nor hands to others who do not use it."""
    offered = OFFERED.search(script)
    if not offered:
        raise WasmError("the script does not list what it has for WebAssembly")
    wanted |= set(re.findall(r"wasmImports\.([\w$]+)", script))
    left = ",".join(each for each in offered["all"].split(",") if each.partition(":")[0] in wanted)
    script = f"{script[: offered.start()]}var wasmImports={{{left}}};{script[offered.end() :]}"
    used = {*WORD.findall(loader), *re.findall(r'Module(?:\.|\[")([\w$]+)', HANDED.sub("", script))}
    return HANDED.sub(lambda handed: handed[0] if handed["name"] in used else "", script)


def _called_at_once(script: str) -> str:
    """Puts the script's one function in parentheses: browsers compile that now, and do not read over it first."""
    whole = WHOLE.fullmatch(script)
    if not whole or re.search(rf"(?<![\w$]){re.escape(whole['name'])}(?![\w$])", whole["rest"]):
        raise WasmError("the script is not one function alone")
    return f"export default(async function({whole['rest']});\n"


def imported(wasm: bytes) -> set[str]:
    """Names of what WebAssembly asks for; some of it, it offers itself."""
    return {each.name for number, content in sections(wasm) if number == Section.IMPORTS for each in imports(content)}


def with_exports(wasm: bytes, wanted: set[str]) -> bytes:
    """The same WebAssembly, which exports only what is wanted, under its own name or with ``_`` before it."""
    return module(
        (number, _exports(content, wanted) if number == Section.EXPORTS else content)
        for number, content in sections(wasm)
    )


def _exports(content: bytes, wanted: set[str]) -> bytes:
    reader = Reader(content)
    kept = []
    for _ in reader.count():
        begin = reader.at
        name = reader.name()
        reader.byte()  # the kind
        reader.number()
        if name in wanted or f"_{name}" in wanted:
            kept.append(content[begin : reader.at])
    return vector(kept)
