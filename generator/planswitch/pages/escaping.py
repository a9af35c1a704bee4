"""Escaping: what is put into HTML, Markdown or front matter is text, and never becomes markup of it.

HTML is escaped by Jinja, Markdown by `markdown`, front matter by `front`. Text with marks (see
`planswitch.rules.prose`) is rendered by the filter ``rich``; every other text is shown as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from gettext import NullTranslations
from typing import Any

from jinja2 import BaseLoader, Environment, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from planswitch.pages.compiling import COMPILED
from planswitch.rules import prose

Lacks = Callable[[str], bool]
"""Whether a sentence has no translation."""
LIVE = re.compile(
    r"^ ?\d+(?:[.)]|$)"  # an ordered list, maybe with what follows
    r"|^ ?[-:!]"  # a list, a line, a definition, an admonition
    r"|[\\`*_{}\[\]<>#|~^$@&\"+=]"
    r"|:(?=\S)"  # an address, an emoji
    r"|(?<=[Ww]{3})\."
)
"""What Markdown, or a usual extension of it, would take for more than text."""
LIVE_IN_HTML = re.compile(r"[<>\"]|&(?=#|[A-Za-z]\w)")
"""What HTML would take for more than text. Where an ampersand is none, it stays for themes that do escape."""
ENGLISH, END = "\ufdd0", "\ufdd1"
"""Where a sentence begins and ends that has no translation, while its page is rendered: no text can hold them."""
UNMARKED = re.compile(r"<(desc|option|script|template|text|title)\b.*?</\1>|<[^>]*>|\\ufdd[01]", re.DOTALL)
"""Where no element can stand: in tags, in what holds text alone, and what YAML and JSON make of our two characters."""
BLANK = re.compile("[ \t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]+")
"""Line ends and runs of spaces: nobody sees more than one space in HTML, and every engine takes them for more."""


def markdown(text: str) -> Markup:
    """Text for Markdown and for HTML in Markdown, in one line; a number stands for each character that could do harm.

    Numbers of characters, such as ``&#42;``, are the one escape that every engine knows in every place.
    """
    return Markup(LIVE.sub(_numbers, BLANK.sub(" ", text)))  # noqa: S704 - escaped here


def _numbers(found: re.Match[str]) -> str:
    return "".join(f"&#{ord(char)};" for char in found[0])


def front(value: str | list[str]) -> Markup:
    """A text, or a list of texts, for the front matter of a page: HTML, for themes print it as it is, in YAML."""
    if isinstance(value, list):
        return Markup(f"[{', '.join(map(front, value))}]")  # noqa: S704 - escaped below
    html = LIVE_IN_HTML.sub(_numbers, BLANK.sub(" ", value.strip()))
    return Markup(f'"{"".join(map(_in_yaml, html))}"')  # noqa: S704 - escaped here


def _in_yaml(char: str) -> str:
    if char == "\\":
        return "\\\\"
    if char.isprintable():
        return char
    return f"\\u{ord(char):04x}" if ord(char) < 0x10000 else f"\\U{ord(char):08x}"


def nothing(_: str) -> bool:
    """Of a language that lacks no sentence."""
    return False


def sentences(translations: NullTranslations, lacks: Lacks = nothing) -> dict[str, Callable[..., str]]:
    """What templates call for sentences of ours. They are text as all others: whoever puts them in escapes them.

    Args:
        translations: of the sentences.
        lacks: whether a sentence has none, so that it is marked as English; see `in_english`.
    """

    def gettext(message: str, **places: Any) -> str:
        return marked(message, translations.gettext(message) % places)

    def ngettext(singular: str, plural: str, num: int, **places: Any) -> str:
        return marked(singular, translations.ngettext(singular, plural, num) % {"num": num, **places})

    def marked(message: str, text: str) -> str:
        return f"{ENGLISH}{text}{END}" if lacks(message) else text

    return {"_": gettext, "gettext": gettext, "ngettext": ngettext}


def in_english(page: str) -> str:
    """A rendered page, or a part of one, with each sentence that has no translation marked as English."""
    if ENGLISH not in page and "\\ufdd0" not in page:
        return page
    page = UNMARKED.sub(lambda found: re.sub("[\ufdd0\ufdd1]|\\\\ufdd[01]", "", found[0]), page)
    return page.replace(ENGLISH, '<span lang="en">').replace(END, "</span>")


SHORT_JSON = {"json.dumps_kwargs": {"sort_keys": True, "ensure_ascii": False, "separators": (",", ":")}}
"""Policies of templates whose JSON has letters as they are and no blanks: every reader fetches it."""


def environment(
    loader: BaseLoader,
    translations: NullTranslations,
    finalize: Callable[[Any], Any] | None,
    lacks: Lacks = nothing,
) -> Environment:
    """The templates of one format.

    Args:
        loader: of the templates.
        translations: of the sentences that stand in templates.
        finalize: what happens to each value before it is put in, and escaped for HTML if it is still text then.
        lacks: whether a sentence has no translation; see `sentences`.

    In them, ``placed`` says where the page is that a text leads to: there, until somebody knows better.
    """
    made = Environment(
        loader=loader,
        autoescape=True,
        undefined=StrictUndefined,
        finalize=finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        bytecode_cache=COMPILED,
    )
    made.policies |= SHORT_JSON
    made.globals.update(sentences(translations, lacks), placed=str)
    made.filters.update(plain=prose.plain, front=front, rich=_rich(made))
    return made


def for_markdown(value: Any) -> Markup:
    """A value as a template for Markdown puts it in."""
    return value if isinstance(value, Markup) else markdown(str(value))


def _rich(environment: Environment) -> Callable[..., Markup]:
    @cache
    def rendered(text: str, base: str, *, links: bool) -> Markup:
        template: Any = environment.get_template("prose.html.jinja").module
        parts: Markup = template.prose(prose.parse(text), base, links)
        return parts

    @pass_context
    def rich(context: Context, text: str, *, links: bool = True) -> Markup:
        """Text with its marks; without links, only their words, where it stands in a link itself."""
        return rendered(text, context["base"], links=links)

    return rich
