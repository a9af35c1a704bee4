"""The marks of a text: one table of examples for Python and JavaScript, and what holds for every text."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planswitch.browser.nodejs import run_node
from planswitch.rules.prose import Mark, pages, parse, plain
from tests.long import examples
from tests.site_builder import PROJECT

EXAMPLES: list[tuple[str, list[Any]]] = json.loads((PROJECT / "tests" / "prose.json").read_text(encoding="utf-8"))
SIGNS = [
    "*",
    "**",
    "`",
    "[",
    "]",
    "](",
    ")",
    "!",
    " ",
    "\n",
    "https://",
    "about/",
    "plans/a/#b",
    "..",
    "//",
    ":",
    "<b>",
    "\\",
]
TEXTS = st.lists(st.one_of(st.sampled_from(SIGNS), st.text(max_size=3)), max_size=14).map("".join)
SCRIPT = """
import { readFileSync } from "node:fs";
const { marked, plain } = await import(process.argv[1]);
function make(kind, inside, address) {
  if (kind === "text") return inside;
  return [kind, ...(kind === "link" ? [address] : []), ...[inside].flat()];
}
const told = JSON.parse(readFileSync(process.argv[2], "utf8")).map((text) => [marked(text, make), plain(text)]);
console.log(JSON.stringify(told));
"""


def tree(part: str | Mark) -> Any:
    """A part as `tests/prose.json` has it."""
    if isinstance(part, str):
        return part
    return [part.kind, *filter(None, [part.address]), *map(tree, part.inside)]


@pytest.mark.parametrize(("text", "parts"), EXAMPLES, ids=[text for text, _ in EXAMPLES])
def test_the_examples_are_read_as_they_are_meant(text: str, parts: list[Any]) -> None:
    assert [tree(part) for part in parse(text)] == parts


@pytest.mark.hypothesis  # what draws is inside
def test_the_browser_reads_texts_as_python_does(tmp_path: Path) -> None:
    texts = [text for text, _ in EXAMPLES]

    @settings(max_examples=examples(2000))
    @given(TEXTS)
    def add(text: str) -> None:
        texts.append(text)

    add()
    (tmp_path / "texts.json").write_text(json.dumps(texts), encoding="utf-8")
    script = (PROJECT / "generator" / "planswitch" / "assets" / "explorer" / "prose.js").as_uri()
    told = run_node("texts", "--input-type=module", "--eval", SCRIPT, script, tmp_path / "texts.json")
    for text, (parts, words) in zip(texts, json.loads(told), strict=True):
        assert parts == [tree(part) for part in parse(text)], text
        assert words == plain(text)


def links(parts: Iterable[str | Mark]) -> Iterator[Mark]:
    """The links among parts, and inside of them."""
    for part in parts:
        if isinstance(part, Mark):
            yield from [part] if part.kind == "link" else links(part.inside)


@given(TEXTS)
def test_nothing_is_lost_but_signs_and_addresses(text: str) -> None:
    """The words stand in the text, in their order; between them are signs, and addresses of links."""
    at, lost = 0, ""
    for char in plain(text):
        found = text.index(char, at)
        lost, at = lost + text[at:found], found + 1
    lost += text[at:]
    addresses = "".join(link.address for link in links(parse(text)))
    assert not Counter(lost) - Counter(addresses) - Counter({sign: len(lost) for sign in "*`[]()"})


ADDRESSES = st.lists(
    st.sampled_from(
        ["https://", "http://", "javascript:", "about", "a-b", "#c", "?d", "/", "//", ".", "..", ":", "\\", " ", "é"]
    ),
    min_size=1,
    max_size=4,
).map("".join)
FRAMES = st.sampled_from(["{}", "**{}**", "*{}*", "**a *{}* b**", "x {} [y](z/)"])


def test_a_link_leads_to_the_web_or_to_a_page() -> None:
    led = Counter[str]()

    @settings(max_examples=1000)
    @given(ADDRESSES, FRAMES)
    def look(address: str, frame: str) -> None:
        for link in links(parse(frame.format(f"[x]({address})"))):
            web = link.address.startswith("https://")
            led[f"{'the web' if web else 'a page'} {frame}"] += link.address == address
            assert not {"\\", " "} & set(link.address)
            if not web:
                assert not {":", "?"} & set(link.address)
                assert not link.address.startswith(("/", "#", "."))
                assert "//" not in link.address
                assert ".." not in link.address

    look()
    assert len(+led) == 10, f"there were links of each kind in each frame: {led}"


def test_a_text_tells_which_pages_it_leads_to() -> None:
    assert list(pages("[a](b/) **[c](d#e)** [f](https://g.example/) `[h](i)`")) == ["b/", "d#e"]
