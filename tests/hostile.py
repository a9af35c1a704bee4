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
from planswitch.catalogue.tables import COLUMNS
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
    "families": ("name",),
    "plans": ("name",),
    "switches": ("source",),
    "facts": ("choices",),
    "rules": ("title", "source"),
    "steps": ("source",),
    "symptoms": ("source",),
}
"""Columns of plain text."""
RICH = {
    "facts": ("question", "help"),
    "rules": ("reason", "remedy"),
    "steps": ("text",),
    "symptoms": ("symptom", "advice"),
}
"""Columns of text with marks."""
NO_TEXT = {
    "catalogue": ("key",),
    "families": ("id", "kind"),
    "plans": ("id", "family"),
    "switches": ("from", "to", "certainty"),
    "facts": ("id", "type"),
    "rules": ("id", "route", "from", "to", "when", "effect"),
    "steps": ("procedure", "order", "from"),
    "symptoms": ("id", "rules"),
}
"""Columns of ids and words that the checks know."""

WIDE_EQUALS = "\N{FULLWIDTH EQUALS SIGN}"
FIRST, SECOND = (f"plan-{name}" for name in list(PAYLOADS)[:2])
"""The pair whose answer has every rule, step and note."""
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


def rows(table: str) -> Iterator[list[str]]:
    """The rows of a file, but for its header."""
    if table == "catalogue":
        yield from (["title", ALL], ["edition", ALL], ["language", "en"], ["source", ALL], ["section.A", ALL])
    elif table == "facts":
        yield ["which", "choice", " ".join(label(*payload) for payload in PAYLOADS.items()), "Which?", ""]
        yield ["count", "number", "", ALL, ALL]
    elif table == "rules":
        when = 'which == "title" and count > 3'
        yield ["which", "wizard", FIRST, SECOND, when, "warn", "Which", "Which.", "", "A1"]
    elif table == "steps":
        yield ["manual", "1", "", "Go.", "A1"]
        yield ["wizard", "1", f"* !{FIRST}", "Go.", "A1"]
    for number, (name, text) in enumerate(PAYLOADS.items()):
        yield from _rows(table, number, name, text)


def _rows(table: str, number: int, name: str, text: str) -> Iterator[list[str]]:
    fact = f"fact_{name}"
    if table == "families":
        yield [f"family-{name}", text, "suite"]
    elif table == "plans":
        yield [plan(name), text, f"family-{name}"]
    elif table == "switches":
        yield [SECOND if name == "attribute" else FIRST, plan(name), ("sure", "likely")[number % 2], text]
    elif table == "facts":
        yield [fact, "yesno", "", text, text]
    elif table == "rules":
        yield [f"rule-{name}", "any", FIRST, SECOND, fact, EFFECTS[number % 4], text, text, text, text]
    elif table == "steps":
        yield ["wizard", str(number + 1), FIRST, text, text]
        yield ["wizard-notes", str(number + 1), FIRST, text, text]
    elif table == "symptoms":
        yield [f"symptom-{name}", text, text, f"rule-{name}", text]


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
    writer.writerow(COLUMNS[table])
    found = list(rows(table))
    writer.writerows(sorted(found) if table == "switches" else found)
    return content.getvalue()


def main(folder: Path = FOLDER / "data") -> None:
    """Writes every file."""
    folder.mkdir(parents=True, exist_ok=True)
    for table in COLUMNS:
        (folder / f"{table}.csv").write_text(written(table), encoding="utf-8")


if __name__ == "__main__":
    main()
