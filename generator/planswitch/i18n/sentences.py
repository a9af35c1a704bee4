"""What is to be translated: our own sentences in code and templates, and the texts of a catalogue."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel.messages.extract import DEFAULT_KEYWORDS, extract

from planswitch.catalogue import Loaded, schema
from planswitch.catalogue.changes import Changes
from planswitch.catalogue.texts import shown_texts

PACKAGE = Path(__file__).parents[1]
OWN_FOLDER = PACKAGE / "locale"
"""Where the translations of our own sentences are."""
SOURCE_LANGUAGE = "en"
"""The language in which our own sentences are written."""
KEYWORDS = {**DEFAULT_KEYWORDS, "InvalidQuestion": None, "refusal": None}
"""What marks a sentence in the code; what is wrong with a question always is one."""
JINJA = {"trimmed": "true", "newstyle_gettext": "true", "silent": "false"}
PLACES = (
    ("python", "", "*.py"),
    ("jinja2.ext:babel_extract", "pages/templates", "*.jinja"),
    ("jinja2.ext:babel_extract", "theme", "*.html"),
)
"""How sentences are found, in which folders of the package, and in which files."""
ABOUT_CATALOGUES = (
    "planswitch/catalogue/schema.py",
    "planswitch/pages/reference.py",
    "planswitch/pages/templates/reference.html.jinja",
    "planswitch/sheet/writing.py",
)
"""Where sentences are that tell maintainers about catalogues: the site of a catalogue has none of them."""


@dataclass(frozen=True, slots=True)
class Text:
    """Something that is to be translated.

    Attributes:
        id, plural: the text and, where it counts something, its plural; else empty.
        files: where it stands.
        languages: in which it is written; one that stands in catalogues of two languages has two.
    """

    id: str
    plural: str
    files: tuple[str, ...]
    languages: frozenset[str]

    @property
    def own(self) -> bool:
        """Whether it is a sentence of ours, not only a cell of a catalogue."""
        return any(not file.endswith(".csv") for file in self.files)

    @property
    def formatted(self) -> bool:
        """Whether a template puts it in, and so reads a ``%`` in it as the start of a placeholder."""
        return any(file.endswith((".jinja", ".html")) for file in self.files)


Texts = dict[str, Text]


@cache
def own_sentences() -> Texts:
    """Each sentence of the code and the templates, and what the schema says of files and columns."""
    found = [
        _own(*_ids(message), file)
        for method, folder, pattern in PLACES
        for file in sorted((PACKAGE / folder).rglob(pattern))
        for message in _messages(method, file)
    ]
    return together([*found, *(_own(sentence, "", Path(schema.__file__)) for sentence in schema.sentences())])


def site_sentences() -> Texts:
    """Each of our own sentences that readers of a catalogue's site may see."""
    return {name: text for name, text in own_sentences().items() if set(text.files) - set(ABOUT_CATALOGUES)}


def _own(singular: str, plural: str, file: Path) -> Text:
    return Text(singular, plural, (file.relative_to(PACKAGE.parent).as_posix(),), frozenset([SOURCE_LANGUAGE]))


def _messages(method: str, file: Path) -> Iterator[str | tuple[str, ...]]:
    if any(f"{keyword}(".encode() in file.read_bytes() for keyword in KEYWORDS):
        with file.open("rb") as source:
            options = JINJA if method != "python" else {}
            for _, message, _, _ in extract(method, source, keywords=KEYWORDS, options=options):
                yield message


def _ids(message: str | tuple[str, ...]) -> tuple[str, str]:
    return (message, "") if isinstance(message, str) else (message[0], message[1])


def catalogue_texts(loaded: Loaded) -> Texts:
    """Each text of a catalogue that readers see."""
    languages = frozenset([loaded.catalogue.language])
    return together(Text(shown.text, "", (shown.row.file,), languages) for shown in shown_texts(loaded.rows))


def changes_texts(changes: Changes) -> Texts:
    """Each text of what changed that readers see, but for what is told in the words of an edition."""
    languages = frozenset(catalogue.language for catalogue in changes.editions.values())
    return together(Text(shown.text, "", (shown.row.file,), languages) for shown in changes.shown())


def together(texts: Iterable[Text]) -> Texts:
    """Texts by their id, in order; what stands in several places is one text."""
    found: Texts = {}
    for text in texts:
        known = found.get(text.id, text)
        files = tuple(dict.fromkeys([*known.files, *text.files]))
        found[text.id] = Text(text.id, known.plural or text.plural, files, known.languages | text.languages)
    return found
