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

from babel import Locale
from jinja2 import BaseLoader, Environment, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from planswitch.pages.compiling import COMPILED
from planswitch.rules import foreign, prose

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
YAML_MARKS = re.compile(r"\\ufdd0[^\\]*\\ufdd1|\\ufdd2")
MARKS = re.compile(
    r'(?P<json><template class="ps-(?:config|python)".*?</template>)'
    r"|<(?P<name>desc|option|text|title)\b(?P<attributes>[^>]*)>(?P<inside>[^<]*)</(?P=name)>"
    rf"|(?P<bare><script\b.*?</script>|<[^>]*>)"
    rf"|(?P<yaml>{YAML_MARKS.pattern})"
    rf"|{foreign.OPEN}(?P<tag>[^{foreign.THEN}]*){foreign.THEN}"
    rf"|(?P<end>{foreign.END})",
    re.DOTALL,
)
"""Marks of texts in other languages (see `planswitch.rules.foreign`), and where no element can stand for them: in the
JSON of a template, whose script reads them, in what holds text alone, in tags and scripts, and in what YAML has."""
TITLE = re.compile(r'^(title: )"\\ufdd0([^\\]*)\\ufdd1(.*)\\ufdd2"$', re.MULTILINE)
"""The title of a page, in its front matter, that is in another language than the page."""
TITLE_LANGUAGE = "title_language"
"""What the front matter then says of it: themes print the title as it is, or in what holds text alone."""
IN_JSON = {ord(char): f"\\u{ord(char):04x}" for char in (foreign.OPEN, foreign.THEN, foreign.END)}
WHOLE = re.compile(rf"\s*{foreign.OPEN}([^{foreign.THEN}]*){foreign.THEN}(.*){foreign.END}\s*", re.DOTALL)
"""What is a text in another language and no more."""
BEGUN = re.compile(r"<([a-z][a-z-]*)(?=\s)")
LABELS = re.compile(r'\s(?:alt|aria-label|placeholder|title)="([^"]*)"')
"""Attributes that are read out."""
VOID = ("img", "input")
"""Elements that hold nothing and have labels."""
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
        lacks: whether a sentence has none, so that it is marked as English; see `in_languages`.
    """

    def gettext(message: str, **places: Any) -> str:
        return marked(message, translations.gettext(message) % places)

    def ngettext(singular: str, plural: str, num: int, **places: Any) -> str:
        return marked(singular, translations.ngettext(singular, plural, num) % {"num": num, **places})

    def marked(message: str, text: str) -> str:
        return foreign.around(text, message, foreign.OURS) if lacks(message) else text

    return {"_": gettext, "gettext": gettext, "ngettext": ngettext}


def in_languages(page: str, direction: str = "ltr") -> str:
    """A rendered page, or a part of one, in which each text in another language is an element that says which.

    What holds text alone, such as a title, says it itself, and so does an element with labels alone. All other tags,
    and whatever is in them, go without.

    Args:
        page: in which texts are marked; see `planswitch.rules.foreign`.
        direction: of its language. What is written the other way says so.
    """
    if foreign.OPEN not in page and "\\ufdd0" not in page:
        return page
    page = TITLE.sub(rf'\1"\3"\n{TITLE_LANGUAGE}: \2', page)
    return MARKS.sub(lambda found: _shown(found, direction), page)


def _shown(found: re.Match[str], direction: str) -> str:
    if found["json"]:
        return found[0].translate(IN_JSON)
    if found["name"]:
        return _text_alone(found, direction)
    if found["bare"]:
        return _tag(found)
    if found["tag"] is not None:
        return f"<span{_language(found['tag'], direction)}>"
    return "</span>" if found["end"] else ""


def _tag(found: re.Match[str]) -> str:
    """A tag, or a script, without marks. An element of no text says the language of its labels itself."""
    tag = YAML_MARKS.sub("", foreign.bare(found[0]))
    begun = BEGUN.match(found[0])
    languages = {WHOLE.sub(r"\1", label) for label in LABELS.findall(found[0]) if label} if begun else set()
    said = languages.pop() if len(languages) == 1 else ""
    if not begun or f"{foreign.OPEN}{said}{foreign.THEN}" not in found[0]:
        return tag
    holds_nothing = begun[1] in VOID or found.string.startswith(f"</{begun[1]}>", found.end())
    return f'{begun[0]} lang="{said}"{tag.removeprefix(begun[0])}' if holds_nothing else tag


def _text_alone(found: re.Match[str], direction: str) -> str:
    whole = WHOLE.fullmatch(found["inside"])
    language = _language(whole[1], direction) if whole else ""
    name = found["name"]
    return f"<{name}{foreign.bare(found['attributes'])}{language}>{foreign.bare(found['inside'])}</{name}>"


@cache
def _language(tag: str, direction: str) -> Markup:
    own = Locale.parse(tag, sep="-").text_direction
    turned = Markup(' dir="{}"').format(own) if own != direction else ""
    return Markup(' lang="{}"{}').format(tag, turned)


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
    made.filters.update(plain=prose.plain, bare=foreign.bare, front=front, rich=_rich(made))
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
