"""A catalogue whose texts attack whatever prints them, kept in ``tests/catalogues/hostile``.

``python -m tests.hostile`` writes its CSV files anew from what stands here.
"""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from planswitch.catalogue import Loaded, load
from planswitch.catalogue.schema import BY_NAME, TABLES
from planswitch.i18n.sentences import catalogue_texts, own_sentences
from tests.assertions import ROOT

FOLDER = ROOT / "tests" / "catalogues" / "hostile"

PAYLOADS = {
    "attribute": "\"><script>hostile('attribute')</script>",
    "script": "</script><script>hostile('script')</script>",
    "title": "</title><script>hostile('title')</script>",
    "template": "</template></select></noscript></style></textarea><script>hostile('template')</script>",
    "image": "<img src=x onerror=hostile('image')> <svg onload=hostile('svg')><style>*{display:none}</style>",
    "handler": "\" autofocus onfocus=\"hostile('focus')\" x=\" and ' onmouseover='hostile(1)' x='",
    "frame": "<iframe srcdoc=\"<script>parent.hostile('frame')</script>\"></iframe><base href=https://elsewhere.test/>",
    "links": "[a](javascript:hostile(1)) [b](JavaScript&#58;hostile(1)) [c](data:text/html,x) [d](http://elsewhere.test/)",
    "paths": "[b](c) [d](../../x/) [e](/f/) [g](//elsewhere.test/) [h](\\\\elsewhere.test\\x) [i](j/../../k/)",
    "pictures": "![p](https://elsewhere.test/p.png) <img src=https://elsewhere.test/i.png>",
    "addresses": "https://elsewhere.test www.elsewhere.test <https://elsewhere.test> <javascript:x()> me@e.test",
    "attributes": "Text {: onclick=hostile('attribute-list') #symptoms .ps-hidden } {: style=\"display:none\" }",
    "comments": "<!-- planswitch:explorer --> <!-- planswitch:slot map --> <!-- planswitch:nothing --> <!-->",
    "templating": "{{7*7}} {% raw %} {% include 'x' %} {# x #} ${7*7} %(x)s %s 100% {x} {0.__class__} {plan}",
    "entities": "&amp; &lt;script&gt; &#60;b&#62; &nbsp;&copy;&bogus; & &&amp;",
    "heading": "# Heading ## too #",
    "bullet": "- one * two + three",
    "number": "1. one 2) two",
    "quote": "> quoted | a | b | --- ===",
    "rule": "---",
    "fence": "``` ~~~ :::",
    "reference": "[x]: javascript:hostile('reference') [x][x] [x] [^1] [^1]: y *[HTML]: z :smile: @me #1",
    "emphasis": "__double__ _single_ ~~gone~~ ==lit== ^up^ ~down~ 2 * 3 * 4 ** 5 ** a_b_c",
    "quotes": "He said \"no\" and 'never' and “maybe”",
    "backslash": 'C:\\new\\table \\u0041 \\" \\* \\[x\\] \\',
    "astral": "\N{GRINNING FACE} \N{WOMAN}\N{ZERO WIDTH JOINER}\N{ROCKET} \U00020bb7野家 \U0001d400",
    "direction": "עברית (1) العربية (2)",
    "lines": "one\n\n---\ntitle: two\n---\n\n    # three\n\n<script>hostile('lines')</script>",
    "separators": "line\u2028separator\u2029paragraph.",
    "long": "Ö" * 300,
    "marks": "**strong** *stress* `code <b>` [site](https://elsewhere.test/a_b_c?d=e&f#g) [page](about/)",
}
"""Text as somebody might type it, by what it tries."""
SEEN = {
    PAYLOADS["marks"]: "strong stress code <b> site page",
    PAYLOADS["paths"]: PAYLOADS["paths"].replace("[b](c)", "b"),
}
"""What is seen of them where a text may have marks; all others are seen as they are."""

PLAIN = {
    "catalogue": ("value",),
    "sources": ("title", "licence"),
    "families": ("name",),
    "attributes": ("levels", "name"),
    "plans": ("name",),
    "names": ("name", "source"),
    "routes": ("how", "name", "word", "sure", "likely", "unknown", "no", "stopped"),
    "switches": ("source",),
    "facts": ("choices",),
    "rules": ("title", "source"),
    "steps": ("source",),
    "symptoms": ("source",),
}
"""Columns of plain text."""
RICH = {
    "names": ("note",),
    "switches": ("note",),
    "facts": ("question", "help"),
    "rules": ("reason", "remedy"),
    "steps": ("text",),
    "symptoms": ("symptom", "advice"),
}
"""Columns of text with marks."""
NO_TEXT = {
    "catalogue": ("key",),
    "sources": ("id", "date", "address"),
    "families": ("id", "kind"),
    "attributes": ("id", "type", "told"),
    "plans": ("id", "family"),
    "names": ("plan", "kind", "from", "until", "rule", "symptom", "family"),
    "routes": ("id", "offers"),
    "switches": ("from", "to", "route", "certainty"),
    "facts": ("id", "type", "min", "answer"),
    "rules": ("id", "route", "from", "to", "when", "effect", "certainty"),
    "steps": ("procedure", "order", "from", "to", "when"),
    "symptoms": ("id", "rules"),
}
"""Columns of ids and words that the checks know."""

WIDE_EQUALS = "\N{FULLWIDTH EQUALS SIGN}"
FIRST, SECOND = (f"plan-{name}" for name in list(PAYLOADS)[:2])
"""The pair whose answer has every rule, step and note."""
ROUTE = SECOND.replace("plan", "route")
"""The route that leads there; each other plan has one of its own."""
DESK = "desk"
"""The route that is left."""
EFFECTS = ("stop", "wait", "fix", "warn")
ALL = " · ".join(PAYLOADS.values())
"""For a cell that there is only once."""


SAID = (
    "\"><script>hostile('po')</script></title></template></select><img src=x onerror=hostile('po')> "
    "<!-- planswitch:explorer --> [x](javascript:hostile(1)) ![y](https://elsewhere.test/y.png) # &amp; <b> \\ |"
)
"""What a hostile translation adds to every message."""


def typed(text: str) -> str:
    """A text as a reader has to see it: line ends and runs of spaces are one space."""
    return " ".join(text.split(None))


def read(text: str) -> str:
    """Likewise, where a text may have marks."""
    for payload, words in SEEN.items():
        text = text.replace(payload, words)
    return typed(text)


def plan(name: str) -> str:
    """The plan that is called what a payload says."""
    return f"plan-{name}"


def label(name: str, text: str) -> str:
    """A payload as the label of a choice, in which no word may look like the id of the next choice."""
    return f"{name}={text.replace('=', WIDE_EQUALS)}"


LABELS = " ".join(label(*payload) for payload in PAYLOADS.items())
"""Every payload as a label."""


def rows(table: str) -> Iterator[list[str]]:
    """The rows of a file, but for its header: those that there are once, then those that each payload has."""
    yield from ONCE.get(table, ())
    for number, (name, text) in enumerate(PAYLOADS.items()):
        yield from _rows(table, number, name, text)
    if table == "routes":
        yield [DESK, "all", "at the desk", "Desk", "Desk", *[""] * 5]


ONCE: dict[str, tuple[list[str], ...]] = {
    "catalogue": (
        ["id", "hostile"],
        ["title", ALL],
        ["edition", ALL],
        ["date", "2026"],
        ["language", "en"],
        ["source", ALL],
        ["readers", ALL],
        ["note", ALL],
    ),
    "sources": (["A", ALL, "2026-01-31", "https://elsewhere.test/a", ALL],),
    "attributes": (["size", "level", LABELS, ALL, "yes"],),
    "names": (["Not here", "", "", "", "", ALL, "", "", "", ""],),
    "facts": (
        ["which", "choice", LABELS, "", "", "Which?", ""],
        ["count", "number", "", "0", "", ALL, ALL],
        ["larger", "yesno", "", "", "to.size > from.size", ALL, ALL],
    ),
    "rules": (
        [
            "which",
            ROUTE,
            FIRST,
            SECOND,
            'which == "title" and count > 3',
            "warn",
            "Which",
            "Which.",
            "",
            "likely",
            "A1",
        ],
        ["larger", "any", "*", "*", "larger", "warn", "Larger", "Larger.", "", "", "A1"],
    ),
    "steps": ([DESK, "1", "*", "*", "always", "Go.", "A1"],),
}


def _rows(table: str, number: int, name: str, text: str) -> Iterator[list[str]]:
    """The rows that a payload has in a file."""
    origin = SECOND if name == "attribute" else FIRST
    route = f"route-{name}"
    made: dict[str, list[list[str]]] = {
        "sources": [[name, text, "2026", "", text]],
        "families": [[f"family-{name}", text, "suite"]],
        "plans": [[plan(name), text, f"family-{name}", name]],
        "names": [
            [text, plan(name), "short", "", "", text, text, "", "", ""],
            [f"was-{name}", "", "former", "", "", "", "", f"rule-{name}", "", ""],
        ],
        "routes": [[route, "listed", *[text] * 8]],
        "switches": [[origin, plan(name), route, ("sure", "likely")[number % 2], text, text]],
        "facts": [[f"fact_{name}", "yesno", "", "", "", text, text]],
        "rules": [
            [f"rule-{name}", "any", FIRST, SECOND, f"fact_{name}", EFFECTS[number % 4], text, text, text, "", text]
        ],
        "steps": [
            [route, "0", origin, "*", f"fact_{name}", text, text],
            [route, "1", "*", "*", "always", "Go.", "A1"],
            [ROUTE, str(number + 2), FIRST, "*", "always", text, text],
            [f"{ROUTE}-notes", str(number + 1), FIRST, "*", "always", text, text],
        ],
        "symptoms": [[f"symptom-{name}", text, text, f"rule-{name}", text]],
    }
    yield from made.get(table, [])


def translations(loaded: Loaded) -> str:
    """A ``.po`` file in which every message, of the catalogue and our own, says itself and then attacks."""
    catalog = Catalog(locale="it")
    for text in {**own_sentences(), **catalogue_texts(loaded)}.values():
        if text.plural:
            catalog.add((text.id, text.plural), tuple(f"{form} {SAID}" for form in (text.id, text.plural)))
        else:
            catalog.add(text.id, f"{text.id} {SAID}")
    file = io.BytesIO()
    write_po(file, catalog)
    return file.getvalue().decode()


def project(folder: Path) -> Path:
    """Copies the catalogue and its pages into a new folder, with a hostile Italian, and returns its configuration."""
    shutil.copytree(FOLDER, folder, ignore=shutil.ignore_patterns("site"))
    shutil.copytree(folder / "docs" / "en", folder / "docs" / "it")
    (folder / "locale").mkdir()
    (folder / "locale" / "it.po").write_text(translations(load(folder / "data")), encoding="utf-8")
    config = folder / "mkdocs.yml"
    text = config.read_text(encoding="utf-8").replace("../../..", ROOT.as_posix())
    config.write_text(text.replace("languages: [en]", "languages: [en, it]"), encoding="utf-8")
    return config


def written(table: str) -> str:
    """The file."""
    content = io.StringIO()
    writer = csv.writer(content, lineterminator="\n")
    writer.writerow([*BY_NAME[table].header, *(["size"] if table == "plans" else [])])
    writer.writerows(rows(table))
    return content.getvalue()


def main(folder: Path = FOLDER / "data") -> None:
    """Writes every file."""
    folder.mkdir(parents=True, exist_ok=True)
    for table in TABLES:
        (folder / table.file).write_text(written(table.name), encoding="utf-8")


if __name__ == "__main__":
    main()
