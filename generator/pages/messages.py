"""Writes ``locale/LANGUAGE.po``: every sentence that is to be translated, from code, templates and catalogue."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.pofile import read_po, write_po

from generator.catalogue import Loaded
from generator.catalogue.checks import PROSE
from generator.pages.languages import OWN_FOLDER
from generator.rules.model import read_choices

PROJECT = Path(__file__).parents[2]
KEYWORDS = {**DEFAULT_KEYWORDS, "Refusal": None}
"""What marks a sentence in the code; a refusal is always one."""
JINJA = {"trimmed": "true", "newstyle_gettext": "true", "silent": "false"}

NOISE = tuple(
    f'"{header}:'
    for header in (
        "Report-Msgid-Bugs-To",
        "POT-Creation-Date",
        "PO-Revision-Date",
        "Last-Translator",
        "Language-Team",
        "Generated-By",
    )
)
"""Headers that say nothing, or change with every run."""


def own_messages() -> Iterator[tuple[str | tuple[str, ...], str]]:
    """Each sentence of the code and the templates, and the file it stands in."""
    for method, folder, pattern in (
        ("python", "generator", "*.py"),
        ("jinja2.ext:babel_extract", "generator/pages/templates", "*.jinja"),
        ("jinja2.ext:babel_extract", "overrides", "*.html"),
    ):
        for file in sorted((PROJECT / folder).rglob(pattern)):
            with file.open("rb") as source:
                options = JINJA if method != "python" else {}
                for _, message, _, _ in extract(method, source, keywords=KEYWORDS, options=options):
                    yield message, file.relative_to(PROJECT).as_posix()


def catalogue_messages(loaded: Loaded) -> Iterator[tuple[str, str]]:
    """Each text of the catalogue, and the file it stands in."""
    for row in loaded.tables["catalogue"]:
        if row["key"] != "language":
            yield row["value"], "catalogue.csv"
    for name, columns in PROSE.items():
        for row in loaded.tables[name]:
            for column in columns:
                yield row[column], f"{name}.csv"
    for row in loaded.tables["facts"]:
        for label in read_choices(row["choices"]).values():
            yield label, "facts.csv"


def template(loaded: Loaded) -> Catalog:
    """Everything that is to be translated, with nothing translated yet."""
    catalog = Catalog(project="Planswitch", charset="utf-8")
    for text, file in catalogue_messages(loaded):
        if text:
            catalog.add(text, locations=[(file, 0)])
    for message, file in own_messages():
        catalog.add(message, locations=[(file, 0)])
    return catalog


def untranslated(catalog: Catalog) -> list[str]:
    """The messages of a catalog that have no translation, or only part of one."""
    return [
        str(message.id if isinstance(message.id, str) else message.id[0])
        for message in catalog
        if message.id and not _done(message.string)
    ]


def _done(translation: str | tuple[str, ...] | list[str] | None) -> bool:
    forms = [translation] if isinstance(translation, str) else translation or []
    return bool(forms) and all(forms)


def update(loaded: Loaded, folder: Path = OWN_FOLDER) -> Iterator[tuple[str, list[str]]]:
    """Brings every file of translations up to date: new sentences come in, unused ones go.

    Yields:
        The name of each file and the sentences in it that still wait for a translation.
    """
    fresh = template(loaded)
    for path in sorted(folder.glob("*.po")):
        with path.open("rb") as file:
            catalog = read_po(file, locale=path.stem.replace("-", "_"))
        catalog.update(fresh, no_fuzzy_matching=True, update_creation_date=False)
        buffer = io.BytesIO()
        write_po(buffer, catalog, ignore_obsolete=True, include_lineno=False, width=100)
        lines = buffer.getvalue().decode().splitlines(keepends=True)
        path.write_text("".join(line for line in lines if not line.startswith(NOISE)), encoding="utf-8")
        yield path.name, untranslated(catalog)
