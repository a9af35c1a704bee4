"""Strips Pyodide's runtime of what it offers to extension modules alone.

Pyodide can load extension modules while it runs, so its WebAssembly exports thousands of functions, and its script
names each of them at every start and has hundreds of its own for them. Where only pure Python runs, what the scripts
themselves and Python's WebAssembly use is enough.

The script is one function, and in a function no tool looks for what is unused: `within` shows its inside to one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from typing import NamedTuple

from .binary import Reader, Section, TrimError, encode_module, encode_vector, read_imports, read_sections

ASSIGNMENT = "function assignWasmExports(wasmExports){"
DECLARATION = re.compile(r"(?<=;)var (?P<names>[\w$]+(?:,[\w$]+)*);" + re.escape(ASSIGNMENT))
"""The variables for what is exported, declared right before they are assigned."""
EXPORT = re.compile(r'(?P<name>[\w$]+)=Module\["(?P=name)"\]=wasmExports\["(?P<export>[\w$]+)"\](?:\.value>>>0)?')
"""One export assigned to its variable."""
WASM_IMPORTS = re.compile(r"var wasmImports=\{(?P<all>[\w$:,]+)\};")
"""What the script has for WebAssembly, each under its name or as ``name:value``."""
MODULE_PROPERTY = re.compile(r'(?<=[;}])Module\["(?P<name>[\w$]+)"\]=(?P=name);')
"""Something of the script that becomes a property of the module, for whoever uses it."""
SIGNATURE = re.compile(r'(?<=[;}])(?P<name>[\w$]+)\.sig="\w*";')
"""Which types a function of the script takes and gives, for WebAssembly that is to call it."""
EVAL = re.compile(r"(?<![\w$.])eval\(")
"""Runs text as a part of the script."""
WAITING = re.compile(
    r"var (?P<name>[\w$]+)=(?P<made>new Int32Array\(new WebAssembly\.Memory\(\{[^{}]*shared:[^{}]*\}\)\.buffer\));"
    r"(?P<wait>function [\w$]+\(\w+\)\{try\{return Atomics\.wait\()(?P=name)(?=,)"
)
"""A memory to wait at, made for whoever will have to, and what waits there."""
WORD = re.compile(r"[\w$]+")
FACTORY = re.compile(r"async function (?P<name>[\w$]+)\((?P<rest>.*\})export default (?P=name);\s*", re.DOTALL)
"""The script: one function, which holds everything else."""
STRIPPED = re.compile(
    r"(?P<head>export default\(async function\([^()]*\)\{)(?P<body>.*);\s*return (?P<result>[\w$]+)\}\);\s*", re.DOTALL
)
"""The same, as `strip` leaves it."""


class Stripped(NamedTuple):
    """What takes the place of two of Pyodide's files.

    Attributes:
        script: of ``pyodide.asm.mjs``.
        wasm: of ``pyodide.asm.wasm``.
    """

    script: str
    wasm: bytes


def strip(script: str, loader: str, wasm: bytes) -> Stripped:
    """Removes exports that nobody uses from script and WebAssembly, and what the script has or does for nobody.

    Args:
        script: ``pyodide.asm.mjs``, which Emscripten made to go with the WebAssembly.
        loader: ``pyodide.mjs``.
        wasm: ``pyodide.asm.wasm``.

    Raises:
        TrimError: one of them does not look as expected.
    """
    imported = imported_names(wasm)
    script = _without_unused_exports(script, loader, imported)
    script = _without_unused_properties(_without_unused_imports(script, imported), loader)
    script = _waiting_late(_without_direct_eval(_without_unused_signatures(script)))
    used = imported | words(script) | words(loader)
    return Stripped(_compiled_eagerly(script), with_exports(wasm, used))


def within(script: str, shorten: Callable[[str], str]) -> str:
    """Shortens the inside of a stripped script, shown as a module: what nothing in it uses can be seen to be unused.

    Args:
        script: of `Stripped`.
        shorten: makes a module shorter, and exports from it what was exported, under the same name.

    Raises:
        TrimError: one of them does not look as expected.
    """
    whole = STRIPPED.fullmatch(script)
    if not whole:
        raise TrimError("the stripped script is not one function that ends with what it gives back")
    short = shorten(f"{whole['body']}\nexport{{{whole['result']}}};\n").rstrip().rstrip(";")
    exported = re.search(rf"export\s*\{{\s*(?:(?P<name>[\w$]+) as )?{re.escape(whole['result'])}\s*\}}$", short)
    if not exported:
        raise TrimError(f"the shortened script does not end with an export of “{whole['result']}”")
    return f"{whole['head']}{short[: exported.start()]};return {exported['name'] or whole['result']}}});\n"


def words(script: str) -> set[str]:
    """Whatever may be a name in JavaScript."""
    return set(WORD.findall(script))


def _without_unused_exports(script: str, loader: str, imported: set[str]) -> str:
    """The script without the exports of WebAssembly that it only hands on, to nobody."""
    declaration = DECLARATION.search(script)
    end = script.find("}", declaration.end()) if declaration else -1
    if not declaration or end < 0:
        raise TrimError(f"the script does not declare what it exports before “{ASSIGNMENT}”")
    assignments = script[declaration.end() : end].split(";")
    uses = Counter(WORD.findall(script)) + Counter(WORD.findall(loader))
    unused = {
        match["name"]
        for match in filter(None, map(EXPORT.fullmatch, assignments))
        # It is declared, assigned and made a property of the module: and that is all.
        if match["export"] not in imported and uses[match["name"]] == 3 + (match["name"] == match["export"])
    }
    if not unused:
        raise TrimError("every export seems to be used")
    names = ",".join(name for name in declaration["names"].split(",") if name not in unused)
    kept = ";".join(each for each in assignments if each.partition("=")[0] not in unused)
    return f"{script[: declaration.start()]}var {names};{ASSIGNMENT}{kept}{script[end:]}"


def _wasm_imports(script: str) -> re.Match[str]:
    imports = WASM_IMPORTS.search(script)
    if not imports:
        raise TrimError("the script does not list what it has for WebAssembly")
    return imports


def _without_unused_imports(script: str, imported: set[str]) -> str:
    """The script without what it has for WebAssembly that does not ask for it."""
    imports = _wasm_imports(script)
    used = imported.union(re.findall(r"wasmImports\.([\w$]+)", script))
    kept = ",".join(each for each in imports["all"].split(",") if each.partition(":")[0] in used)
    return f"{script[: imports.start()]}var wasmImports={{{kept}}};{script[imports.end() :]}"


def _without_unused_properties(script: str, loader: str) -> str:
    """The script that makes properties of the module only of what it or the loader reads from there."""
    used = words(loader).union(re.findall(r'Module(?:\.|\[")([\w$]+)', MODULE_PROPERTY.sub("", script)))
    return MODULE_PROPERTY.sub(lambda match: match[0] if match["name"] in used else "", script)


def _without_unused_signatures(script: str) -> str:
    """The script without the types of functions that WebAssembly does not get."""
    used = words(_wasm_imports(script)["all"])
    return SIGNATURE.sub(lambda match: match[0] if match["name"] in used else "", script)


def _without_direct_eval(script: str) -> str:
    """The script in which text that is run sees no names of it: else none of them could be another.

    Only extension modules bring such text.
    """
    return EVAL.sub("(0,eval)(", script)


def _waiting_late(script: str) -> str:
    """The script that makes the memory to wait at when somebody waits.

    Memory that is shared makes Chromium look up who has asked for it, which takes it milliseconds in such a script.
    """
    found = WAITING.search(script)
    if not found or Counter(WORD.findall(script))[found["name"]] != 2:
        return script
    late = f"var {found['name']};{found['wait']}{found['name']}??={found['made']}"
    return f"{script[: found.start()]}{late}{script[found.end() :]}"


def _compiled_eagerly(script: str) -> str:
    """Puts the script's one function in parentheses: browsers compile that now, and do not read over it first."""
    factory = FACTORY.fullmatch(script)
    if not factory or re.search(rf"(?<![\w$]){re.escape(factory['name'])}(?![\w$])", factory["rest"]):
        raise TrimError("the script is not one function alone")
    return f"export default(async function({factory['rest']});\n"


def imported_names(wasm: bytes) -> set[str]:
    """Names of what WebAssembly asks for; some of it, it exports itself.

    Raises:
        TrimError: this is no WebAssembly.
    """
    return {
        each.name
        for section, content in read_sections(wasm)
        if section == Section.IMPORT
        for each in read_imports(content)
    }


def with_exports(wasm: bytes, wanted: set[str]) -> bytes:
    """The same WebAssembly, which exports only what is wanted, under its own name or with ``_`` before it.

    Raises:
        TrimError: this is no WebAssembly.
    """
    return encode_module(
        (section, _kept_exports(content, wanted) if section == Section.EXPORT else content)
        for section, content in read_sections(wasm)
    )


def _kept_exports(content: bytes, wanted: set[str]) -> bytes:
    reader = Reader(content)
    kept = []
    for _ in reader.count():
        begin = reader.position
        name = reader.name()
        reader.byte()  # the kind
        reader.uleb128()
        if name in wanted or f"_{name}" in wanted:
            kept.append(content[begin : reader.position])
    return encode_vector(kept)
