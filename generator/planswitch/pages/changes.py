"""Writes ``what-changed.md`` where a site says what changed: topic by topic, what each period says of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from planswitch.catalogue.changes import Changes, Saying
from planswitch.pages.editions import Edition
from planswitch.pages.languages import Reads, languages
from planswitch.pages.render import Page, Renderer, Text
from planswitch.rules import Words
from planswitch.rules.foreign import alike, marked

PATH = "what-changed.md"


@dataclass(frozen=True, slots=True)
class WhatChanged:
    """What changed, in one language.

    Attributes:
        changes: the table.
        words: of each edition, by its id.
        gettext: what the table says, as it is written -> in the language.
    """

    changes: Changes
    words: Mapping[str, Words]
    gettext: Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Told:
    """What the page tells of a topic and a period.

    Attributes:
        period: its year, or years.
        text: one sentence; blank where nothing is known.
        source: where it is written.
    """

    period: str
    text: str
    source: str


def in_language(changes: Changes, tag: str, words: Mapping[str, Words], reads: Reads = languages) -> WhatChanged:
    """The table in a language, with the words of each edition in it; ``reads`` reads translations.

    Raises:
        LanguageError: a file of translations beside the table is faulty.
    """
    language = reads([tag], changes.locale)[tag]
    written = next(catalogue.language for catalogue in changes.editions.values())

    def gettext(text: str) -> str:
        foreign = text not in language.entries and not alike(tag, written)
        return marked(text, written) if foreign else language.translations.gettext(text)

    return WhatChanged(changes, words, gettext)


def paths(renderer: Renderer) -> Iterator[str]:
    """There is one, or none."""
    if renderer.changes:
        yield PATH


def pages(renderer: Renderer) -> Iterator[Page]:
    """The same, made."""
    if renderer.changes:
        yield Page(PATH, partial(_text, renderer, renderer.changes))


def _text(renderer: Renderer, told: WhatChanged) -> Text:
    editions = {edition.id: edition for edition in renderer.editions}
    gettext, changes = told.gettext, told.changes
    topics = [
        {
            "title": gettext(topic.title),
            "anchor": topic.anchor,
            "told": [_told(told, editions, saying) for saying in topic.sayings],
        }
        for topic in changes.topics
    ]
    named = [editions[period] for period in changes.periods if period in editions]
    return Text(renderer.render("what-changed.md.jinja", PATH, topics=topics, editions=named))


def _told(told: WhatChanged, editions: Mapping[str, Edition], saying: Saying) -> Told:
    edition = editions.get(saying.period)
    return Told(
        period=edition.year if edition else saying.period.replace("-", "–"),
        text=saying.text and told.gettext(saying.text),
        source=saying.source and _source(told, saying),
    )


def _source(told: WhatChanged, saying: Saying) -> str:
    """Where something is written: of sections of an edition's own document, that document too."""
    cited = told.changes.cited(saying)
    if not cited:
        return told.gettext(saying.source)
    words = told.words[saying.period]
    own = all(source.date == words.catalogue.settings["date"] for source in cited)
    return " · ".join([*([words.setting("edition")] if own else []), words.source(saying.source)])
