"""The printers: whatever a text says, it reads as it is typed, and gains no element but those of its marks."""

from __future__ import annotations

from functools import cache
from gettext import NullTranslations
from html import unescape
from html.parser import HTMLParser
from typing import Any

import markdown
import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st
from jinja2 import ChoiceLoader, DictLoader, Environment, FileSystemLoader
from mkdocs.utils.meta import get_data

from planswitch.pages import escaping
from planswitch.pages.render import TEMPLATES
from planswitch.rules.prose import Mark, parse, plain
from tests.hostile import PAYLOADS
from tests.long import long

OURS = ["attr_list", "tables", "toc"]
OTHERS = [
    *OURS,
    *("abbr", "admonition", "def_list", "footnotes", "md_in_html", "sane_lists"),
    *("pymdownx.betterem", "pymdownx.caret", "pymdownx.details", "pymdownx.emoji", "pymdownx.highlight"),
    *("pymdownx.inlinehilite", "pymdownx.keys", "pymdownx.magiclink", "pymdownx.mark", "pymdownx.snippets"),
    *("pymdownx.superfences", "pymdownx.tabbed", "pymdownx.tasklist", "pymdownx.tilde"),
]
"""What other engines that build a staged tree may have switched on."""
PLACES = {
    "paragraph": "{{ text }}",
    "middle": "Before {{ text }} after.",
    "heading": "## {{ text }} {: #place }",
    "item": "- {{ text }}\n- other",
    "table": "| a | b |\n|---|---|\n| {{ text }} | c |",
    "link": "[{{ text }}](index.md#place)",
    "block": '<ul class="x">\n<li>{{ text }}</li>\n</ul>',
    "attribute": 'A <a href="x" title="{{ text }}">y</a> z',
}
SIGNS = [
    *"*_`[](){}<>#|~^$@&\"'!:=+-.\\/ ",
    *("1. ", "- ", "](", "{: ", "<b>", "</p>", "<!--", "&amp;", "https://", "www.e.org"),
    *("    ", "\n", "\n\n", ":x:", "![", "--8<--"),
]  # fmt: skip
CHARACTERS = st.characters(exclude_categories=["C", "Zl", "Zp"])
TEXTS = st.lists(st.one_of(st.sampled_from(SIGNS), st.text(CHARACTERS, max_size=4)), min_size=1, max_size=12).map(
    "".join
)


class Read(HTMLParser):
    """HTML as a reader and a browser take it: its text, its elements and the values of one attribute."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text = ""
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def environment(finalize: Any) -> Environment:
    templates = {**PLACES, **{f"rich {name}": text.replace("text", "text|rich") for name, text in PLACES.items()}}
    loader = ChoiceLoader([DictLoader(templates), FileSystemLoader(TEMPLATES)])
    return escaping.environment(loader, NullTranslations(), finalize)


MARKDOWN = environment(escaping.for_markdown)
HTML = environment(None)


def rendered(place: str, text: str, extensions: list[str]) -> Read:
    printed = MARKDOWN.get_template(place).render(text=text, base="../")
    return Read(engine(*extensions).reset().convert(printed))


@cache
def engine(*extensions: str) -> markdown.Markdown:
    return markdown.Markdown(extensions=extensions)


def seen(text: str) -> str:
    """What a reader sees of a text: line ends and runs of spaces are one space."""
    return " ".join(text.split())


def shape(read: Read) -> list[tuple[str, dict[str, str | None]]]:
    """The elements, without the titles that text is printed into."""
    return [(tag, {name: value for name, value in attrs.items() if name != "title"}) for tag, attrs in read.elements]


def hostile(test: Any) -> Any:
    for text in PAYLOADS.values():
        test = example(text=text)(test)
    return test


@pytest.mark.parametrize(
    ("place", "extensions"),
    [
        pytest.param(
            place,
            extensions,
            id=f"{place}-{engine}",
            marks=[pytest.mark.long] * (extensions is OTHERS and place not in ("paragraph", "table")),
        )
        for place in PLACES
        for extensions, engine in ((OURS, "our engine"), (OTHERS, "other engines"))
    ],
)
def test_plain_text_is_text_wherever_it_stands_in_markdown(place: str, extensions: list[str]) -> None:
    model = rendered(place, "x", extensions)

    @hostile
    @given(text=TEXTS.filter(seen))
    def check(text: str) -> None:
        read = rendered(place, text, extensions)
        assert shape(read) == shape(model)
        if place == "attribute":
            assert [seen(attrs["title"] or "") for tag, attrs in read.elements if tag == "a"] == [seen(text)]
        else:
            assert seen(read.text) == seen(model.text.replace("x", f" {text} " if place == "middle" else text, 1))

    check()


def marks(text: str) -> list[tuple[str, dict[str, str | None]]]:
    """The elements that a text may become, by its marks alone."""
    found: list[tuple[str, dict[str, str | None]]] = []

    def add(part: str | Mark) -> None:
        if isinstance(part, str):
            return
        address = part.address if part.address.startswith("https://") else f"../{part.address}"
        kinds: dict[str, tuple[str, dict[str, str | None]]] = {
            "label": ("strong", {"class": "ps-label"}),
            "stress": ("em", {}),
            "code": ("code", {}),
            "link": ("a", {"class": "ps-link", "href": address}),
        }
        found.append(kinds[part.kind])
        for inner in part.inside:
            add(inner)

    for part in parse(text):
        add(part)
    return found


MARKED = st.sampled_from(["**a b**", "*c*", "`<d>`", "[e](about/)", "[*f*](https://g.example/?h=i&j_k_l)"])


@pytest.mark.parametrize(
    "place",
    [
        "paragraph",
        *(long(place) for place in ("heading", "item")),
        "table",
        long("block"),
    ],
)
def test_marks_and_nothing_else_become_elements_in_markdown(place: str) -> None:
    model = rendered(place, "x", OURS)

    @hostile
    @given(text=st.lists(st.one_of(MARKED, TEXTS), min_size=1, max_size=4).map(" ".join).filter(seen))
    def check(text: str) -> None:
        read = rendered(f"rich {place}", text, OURS)
        start = next(index for index, (tag, _) in enumerate(model.elements) if tag in ("p", "h2", "li") or tag == "td")
        expected = [*shape(model)[: start + 1], *marks(text), *shape(model)[start + 1 :]]
        assert shape(read) == expected
        assert seen(read.text) == seen(model.text.replace("x", plain(text), 1))

    check()


@hostile
@given(text=TEXTS)
def test_marks_and_nothing_else_become_elements_in_html(text: str) -> None:
    read = Read(HTML.get_template("rich paragraph").render(text=text, base="../"))
    assert read.elements == marks(text)
    assert read.text == plain(text)


@hostile
@given(text=TEXTS)
def test_where_no_link_can_stand_its_words_stand(text: str) -> None:
    template = HTML.from_string("{{ text|rich(links=false) }}")
    read = Read(template.render(text=text, base="../"))
    assert read.elements == [mark for mark in marks(text) if mark[0] != "a"]
    assert read.text == plain(text)


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("1. a", "&#49;&#46; a"),
        ("12) a", "&#49;&#50;&#41; a"),
        ("12", "&#49;&#50;"),  # a point may follow in the template
        ("12 a", "12 a"),
        ("a 1. b", "a 1. b"),
        ("- a", "&#45; a"),
        (": a", "&#58; a"),
        ("!!! note", "&#33;!! note"),  # an admonition
        ("a - b!", "a - b!"),
        ("$x$", "&#36;x&#36;"),  # mathematics
        ("x^2^ ~y~", "x&#94;2&#94; &#126;y&#126;"),
        ("++a++ ==b==", "&#43;&#43;a&#43;&#43; &#61;&#61;b&#61;&#61;"),
        ("a@b.example #c", "a&#64;b.example &#35;c"),
        ("ftp://a :joy: a: b", "ftp&#58;//a &#58;joy: a: b"),
        ("www.a.example a.b", "www&#46;a.example a.b"),
        ("a\n\n- b", "a - b"),
    ],
)
def test_what_markdown_or_an_extension_of_it_would_take_for_more_is_numbered(text: str, escaped: str) -> None:
    assert escaping.markdown(text) == escaped


@hostile
@given(text=TEXTS)
def test_front_matter_is_html_of_every_text(text: str) -> None:
    page = f"---\ntitle: {escaping.front(text)}\nkeywords: {escaping.front([text, 'other'])}\n---\n\n# x\n"
    _, meta = get_data(page)
    assert seen(unescape(str(meta["title"]))) == seen(text)
    assert [seen(unescape(word)) for word in meta["keywords"]] == [seen(text), "other"]
    assert not {"<", ">", '"'} & set(str(meta["title"]))


def test_an_ampersand_that_is_none_stays_for_themes_that_escape() -> None:
    assert escaping.front("Q & A, R&D: &amp; &#38;") == '"Q & A, R&D: &#38;amp; &#38;#38;"'


def test_a_sentence_and_what_stands_in_it_are_text() -> None:
    class Hostile(NullTranslations):
        def gettext(self, message: str) -> str:
            return f"<b>{message}</b>"

    template = escaping.environment(DictLoader({}), Hostile(), None).from_string('{{ _("To %(plan)s", plan=plan) }}')
    assert Read(template.render(plan="<i>x</i>")).text == "<b>To <i>x</i></b>"


def test_yaml_reads_what_front_matter_has_of_any_character() -> None:
    every = f"x{''.join(chr(code) for code in range(0x20, 0x2000))}\u2028\ufeff\ufffe\U0001f600\U00020bb7x"
    read = str(yaml.safe_load(str(escaping.front(every))))
    assert escaping.BLANK.sub(" ", read.replace("&#34;", '"').replace("&#60;", "<").replace("&#62;", ">")) == (
        escaping.BLANK.sub(" ", every)
    )


# ------------------------------------------------------------------------------- sentences that have no translation


def test_a_sentence_without_a_translation_is_marked_where_an_element_can_stand() -> None:
    text = """---
title: {{ _("Plans")|front }}
---
# {{ _("Plans") }} {: #plans }
<a title="{{ _("Plans") }}" href="x">{{ _("To %(plan)s", plan="<b>") }}</a>
<svg><title>{{ _("Plans") }}</title></svg>
<input title="{{ _("Plans") }}" placeholder="{{ _("Plans") }}" alt="">
<progress max="1" aria-label="{{ _("Plans") }}"></progress>
<input title="{{ _("Plans") }}" placeholder="{{ _("Steps") }}"><img alt="{{ _("Steps") }} {{ _("Plans") }}">
<template class="ps-config">{{ {"plans": _("Plans")}|tojson }}</template>
{{ ngettext("%(num)d switch.", "%(num)d switches.", 2) }} {{ _("Steps") }}"""
    lacks = {"Plans", "To %(plan)s", "%(num)d switch."}.__contains__
    made = escaping.environment(DictLoader({}), NullTranslations(), escaping.for_markdown, lacks)
    english = '<span lang="en">'
    assert escaping.in_languages(made.from_string(text).render()).splitlines() == [
        "---",
        'title: "Plans"',
        "title_language: en",
        "---",
        f"# {english}Plans</span> {{: #plans }}",
        f'<a title="Plans" href="x">{english}To &#60;b&#62;</span></a>',
        '<svg><title lang="en">Plans</title></svg>',
        '<input lang="en" title="Plans" placeholder="Plans" alt="">',
        '<progress lang="en" max="1" aria-label="Plans"></progress>',
        '<input title="Plans" placeholder="Steps"><img alt="Steps Plans">',
        r'<template class="ps-config">{"plans":"\ufdd0en\ufdd1Plans\ufdd2"}</template>',
        f"{english}2 switches.</span> Steps",
    ]
